"""`decide`: the order of the law, as a table and as properties over any evidence."""

from __future__ import annotations

import itertools
from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import LABELS, OUTREACH, Follows, Label, Reason, Repeat, RepeatKind, Standing
from triage.judge.classifier import KINDS
from triage.judge.policy import DEFAULT_CONFIDENCE, LITTLE_TEXT, Evidence, Filing, decide, threshold

THRESHOLDS = dict.fromkeys(KINDS, 0.9)
FOLDERS = {
    Label.SPRAY: "Outreach/Spray",
    Label.IRRELEVANT: "Outreach/Irrelevant",
    Label.PITCH: "Outreach/Pitches",
    Label.SCAM: "Outreach/Scam",
}
REPEATS = "Outreach/Repeats"
DAY = datetime(2024, 3, 1, tzinfo=UTC)
BUMP = Repeat(RepeatKind.BUMP, "earlier", DAY, 0.4, 2)
LOST = Repeat(RepeatKind.BUMP, None, None, 0.0, 2)
FLAGGED = Reason("flagged", "you flagged this message")
SIGNAL = Reason("shouting", "shouts", 0.4)
KNOWN = (Standing.ALLOWED, Standing.CORRESPONDENT, Standing.COLLEAGUE)


def scores(outreach, kind=Label.SPRAY):
    """Return scores of which nine tenths of the outreach are of one kind."""
    rest = dict.fromkeys(KINDS, outreach / 30)
    return rest | {kind: outreach * 0.9, Label.LEGITIMATE: 1 - outreach}


def evidence(standing=Standing.STRANGER, outreach=0.97, kind=Label.SPRAY, **more):
    base = Evidence(
        standing=standing,
        standing_reason=Reason(f"standing-{standing}", "who it is"),
        scores=scores(outreach, kind),
        words=60,
        dated=True,
        reasons=(SIGNAL,),
    )
    return replace(base, **more)


def fate(case, filing=None):
    return decide(case, thresholds=THRESHOLDS, filing=filing or Filing())


def told(verdict):
    return [reason.code for reason in verdict.reasons]


# ---------------------------------------------------------------- the law, rung by rung

AGAINST = {"protection": FLAGGED, "faults": ("over-bytes",), "dated": False, "words": 0}
"""Everything that would keep a message in its place, but who its sender is."""

LAW = [
    ("allowed", evidence(Standing.ALLOWED, repeat=BUMP, repeat_label=Label.SCAM), None, Label.LEGITIMATE),
    ("correspondent", evidence(Standing.CORRESPONDENT, repeat=BUMP, repeat_label=Label.SCAM), None, Label.LEGITIMATE),
    ("colleague", evidence(Standing.COLLEAGUE, repeat=BUMP, repeat_label=Label.SCAM), None, Label.LEGITIMATE),
    ("blocked", evidence(Standing.BLOCKED, outreach=0.01), "Outreach/Spray", Label.SPRAY),
    ("blocked-and-protected", evidence(Standing.BLOCKED, outreach=0.01, **AGAINST), "Outreach/Spray", Label.SPRAY),
    ("blocked-repeat", evidence(Standing.BLOCKED, repeat=BUMP, repeat_label=Label.PITCH), REPEATS, Label.PITCH),
    ("protected", evidence(protection=FLAGGED, repeat=BUMP, repeat_label=Label.SPRAY), None, Label.LEGITIMATE),
    ("over-budget", evidence(faults=("over-bytes",), repeat=BUMP, repeat_label=Label.SPRAY), None, Label.SPRAY),
    ("undated", evidence(dated=False, repeat=BUMP, repeat_label=Label.SPRAY), None, Label.SPRAY),
    ("too-short", evidence(words=LITTLE_TEXT - 1, repeat=BUMP, repeat_label=Label.SPRAY), None, Label.SPRAY),
    ("repeat", evidence(outreach=0.3, repeat=BUMP, repeat_label=Label.PITCH, repeat_sure=True), REPEATS, Label.PITCH),
    ("repeat-of-what-was-unsure", evidence(outreach=0.3, repeat=BUMP, repeat_label=Label.PITCH), None, Label.PITCH),
    ("sure-repeat-of-what-was-unsure", evidence(repeat=BUMP, repeat_label=Label.PITCH), REPEATS, Label.SPRAY),
    ("repeat-of-nothing-known-and-sure", evidence(repeat=LOST), REPEATS, Label.SPRAY),
    ("repeat-of-nothing-known-unsure", evidence(outreach=0.8, repeat=LOST), None, Label.SPRAY),
    ("sure", evidence(outreach=0.97, kind=Label.IRRELEVANT), "Outreach/Irrelevant", Label.IRRELEVANT),
    ("just-enough-text", evidence(words=LITTLE_TEXT), "Outreach/Spray", Label.SPRAY),
    ("unsure", evidence(outreach=0.8), None, Label.SPRAY),
    ("barely-unsure", evidence(outreach=0.55), None, Label.SPRAY),
    ("likely-legitimate", evidence(outreach=0.45), None, Label.LEGITIMATE),
    ("legitimate", evidence(outreach=0.02), None, Label.LEGITIMATE),
]


@pytest.mark.parametrize(("case", "folder", "label"), [row[1:] for row in LAW], ids=[row[0] for row in LAW])
def test_the_first_rung_that_holds_decides(case, folder, label):
    verdict = fate(case)
    assert (verdict.folder, verdict.label) == (folder, label)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (evidence(Standing.ALLOWED, protection=FLAGGED), "standing-allowed"),
        (evidence(Standing.CORRESPONDENT), "standing-correspondent"),
        (evidence(Standing.COLLEAGUE), "standing-colleague"),
        (evidence(Standing.BLOCKED, protection=FLAGGED), "standing-blocked"),
        (evidence(protection=FLAGGED, dated=False), "flagged"),
        (evidence(faults=("over-bytes", "over-parts"), dated=False, words=0), "over-budget"),
        (evidence(dated=False, words=0), "no-date"),
        (evidence(words=0), "too-little-text"),
        (evidence(outreach=0.8), "not-sure"),
        (evidence(outreach=0.97), "shouting"),
        (evidence(outreach=0.02), "shouting"),
        (evidence(outreach=0.97, reasons=()), "standing-stranger"),
        (evidence(outreach=0.02, reasons=()), "standing-stranger"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_reason_that_decided_comes_first(case, code):
    assert told(fate(case))[0] == code


def test_what_else_is_known_is_told_behind_it():
    assert told(fate(evidence(protection=FLAGGED))) == ["flagged", "shouting"]
    assert told(fate(evidence(outreach=0.8))) == ["not-sure", "shouting"]


def test_a_fault_is_named():
    assert "over-bytes, over-parts" in fate(evidence(faults=("over-bytes", "over-parts"))).reasons[0].text


@pytest.mark.parametrize("kind", RepeatKind)
def test_a_repeat_says_of_which_kind_it_is(kind):
    verdict = fate(evidence(repeat=replace(BUMP, kind=kind, touch=3), repeat_label=Label.SPRAY))
    assert told(verdict) == [f"repeat-{kind}", "shouting"]
    assert "touch 3, 40% alike" in verdict.reasons[0].text
    assert verdict.kind == "repeat"


def test_a_repeat_that_stays_says_why_and_of_what():
    verdict = fate(evidence(outreach=0.3, repeat=BUMP, repeat_label=Label.PITCH))
    assert told(verdict) == ["not-sure", "repeat-bump", "shouting"]
    assert (verdict.unsure, verdict.kind, verdict.repeat) == (True, "repeat", BUMP)


def test_what_is_likely_legitimate_is_no_repeat_of_mail_never_seen():
    verdict = fate(evidence(outreach=0.3, repeat=LOST))
    assert (verdict.label, verdict.unsure, verdict.repeat) == (Label.LEGITIMATE, False, None)


def test_a_repeat_of_nothing_known_claims_no_touch():
    reason = fate(evidence(repeat=LOST)).reasons[0]
    assert reason.code == "repeat-bump"
    assert "touch" not in reason.text


@pytest.mark.parametrize(
    ("case", "unsure"),
    [
        (evidence(outreach=0.8), True),
        (evidence(outreach=0.55), True),
        (evidence(outreach=0.45), False),
        (evidence(outreach=0.97, dated=False), True),
        (evidence(outreach=0.55, dated=False), True),
        (evidence(outreach=0.45, dated=False), False),
        (evidence(outreach=0.45, words=0), False),
        (evidence(outreach=0.97, protection=FLAGGED), False),
    ],
)
def test_only_what_reads_like_outreach_is_listed_for_review(case, unsure):
    verdict = fate(case)
    assert verdict.unsure is unsure
    assert verdict.kind == ("unsure" if unsure else "legitimate")


# ---------------------------------------------------------------- folders


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_folder(kind):
    assert fate(evidence(kind=kind)).folder == FOLDERS[kind]


@pytest.mark.parametrize(
    ("label", "own", "with_first"),
    [
        (Label.SPRAY, REPEATS, "Outreach/Spray"),
        (Label.IRRELEVANT, REPEATS, "Outreach/Irrelevant"),
        (Label.PITCH, REPEATS, "Outreach/Pitches"),
        (Label.SCAM, "Outreach/Scam", "Outreach/Scam"),
    ],
)
def test_a_repeat_goes_to_its_folder_or_with_its_first_and_scam_to_scam(label, own, with_first):
    case = evidence(kind=Label.SPRAY, repeat=BUMP, repeat_label=label, repeat_sure=True)
    assert fate(case).folder == own
    assert fate(case, Filing(repeat=None)).folder == with_first
    assert fate(case).label == label


def test_folders_are_the_users():
    filing = Filing(spray="A", irrelevant="B", pitch="C", scam="Junk", repeat="D")
    assert [fate(evidence(kind=kind), filing).folder for kind in KINDS] == ["A", "B", "C", "Junk"]
    assert fate(evidence(repeat=BUMP, repeat_label=Label.PITCH, repeat_sure=True), filing).folder == "D"
    assert fate(evidence(repeat=BUMP, repeat_label=Label.SCAM, repeat_sure=True), filing).folder == "Junk"


def test_legitimate_mail_has_no_folder():
    assert Filing().folder(Label.LEGITIMATE, None) is None


# ---------------------------------------------------------------- thresholds

PROBABILITY = st.floats(0.0, 1.0)
WISH = st.floats(0.5, 0.9999)


@given(PROBABILITY)
def test_the_default_wish_leaves_the_models_threshold_as_it_is(of_model):
    assert threshold(of_model, DEFAULT_CONFIDENCE) == pytest.approx(of_model, abs=2e-6)


@given(PROBABILITY, WISH, WISH)
def test_who_wants_to_be_surer_has_a_higher_threshold(of_model, one, other):
    low, high = sorted((one, other))
    assert 0.0 < threshold(of_model, low) <= threshold(of_model, high) < 1.0


@pytest.mark.parametrize(
    ("of_model", "wish", "expected"), [(0.9, 0.9, 0.9), (0.949, 0.9, 0.949), (0.9, 0.99, 0.99), (0.9, 0.5, 0.5)]
)
def test_the_threshold_shifts_with_the_wish(of_model, wish, expected):
    assert threshold(of_model, wish) == pytest.approx(expected)


def test_each_kind_has_its_own_threshold():
    strict = dict(THRESHOLDS) | {Label.PITCH: 0.99}
    case = evidence(outreach=0.95, kind=Label.PITCH)
    assert decide(case, thresholds=strict, filing=Filing()).folder is None
    assert decide(case, thresholds=THRESHOLDS, filing=Filing()).folder == "Outreach/Pitches"


# ---------------------------------------------------------------- over any evidence


@st.composite
def all_scores(draw):
    """Five probabilities that sum to 1; sometimes one has them all."""
    shares = draw(st.lists(st.floats(0.0, 1.0), min_size=5, max_size=5))
    total = sum(shares)
    shares = [share / total for share in shares] if total > 1e-6 else [1.0, 0.0, 0.0, 0.0, 0.0]
    return dict(zip(LABELS, draw(st.permutations(shares)), strict=True))


REASON = st.builds(Reason, st.sampled_from(["a", "b", "c"]), st.just("says something"), st.floats(-3, 3))
KNOWN_REPEAT = st.builds(
    Repeat, st.sampled_from(RepeatKind), st.just("earlier"), st.just(DAY), st.floats(0.0, 1.0), st.integers(2, 40)
)
REPEAT = st.one_of(
    st.just((None, None, False)),
    st.just((LOST, None, False)),
    st.tuples(KNOWN_REPEAT, st.sampled_from(sorted(OUTREACH)), st.booleans()),
)
FOLLOWS = st.one_of(st.none(), st.builds(Follows, st.just("earlier"), st.floats(0.0, 1.0)))


@st.composite
def any_evidence(draw, **given):
    repeat, label, sure = draw(REPEAT)
    values = {
        "standing": draw(st.sampled_from(Standing)),
        "standing_reason": Reason("standing", "who it is"),
        "scores": draw(all_scores()),
        "words": draw(st.integers(0, 500)),
        "dated": draw(st.booleans()),
        "protection": draw(st.one_of(st.none(), st.just(FLAGGED))),
        "faults": draw(st.sampled_from([(), (), ("over-bytes",)])),
        "reasons": tuple(draw(st.lists(REASON, max_size=3))),
        "repeat": repeat,
        "repeat_label": label,
        "repeat_sure": sure,
        "follows": draw(FOLLOWS),
    }
    return Evidence(**(values | given))


RUNGS = [
    (("standing", "standing_reason"), lambda case: case.standing is not Standing.STRANGER),
    (("protection",), lambda case: case.protection is not None),
    (("faults", "dated", "words"), lambda case: bool(case.faults) or not case.dated or case.words < LITTLE_TEXT),
    (("repeat", "repeat_label", "repeat_sure"), lambda case: case.repeat_label is not None and case.repeat_sure),
    (("scores",), lambda _: True),
]
"""What each rung looks at, and whether it decides: the law once more, in other words than the code's."""


def _up_to(rung):
    return set(itertools.chain.from_iterable(looked_at for looked_at, _ in RUNGS[: rung + 1]))


@given(any_evidence(), any_evidence())
@settings(max_examples=400)
def test_nothing_later_overrules_anything_earlier(case, other):
    """Whatever stands on the rungs below the one that decided may change: the message stays, or goes, as before."""
    deciding = next(at for at, (_, decides) in enumerate(RUNGS) if decides(case))
    kept = {name: getattr(case, name) for name in _up_to(deciding)}
    spliced = replace(other, **kept)
    before, after = fate(case), fate(spliced)
    assert (before.folder is None) == (after.folder is None)
    assert before.standing == after.standing
    if deciding in (0, 1) and before.folder is None:
        assert before.label == after.label == Label.LEGITIMATE
        assert told(before)[0] == told(after)[0]
    if deciding == 3:
        assert (before.folder, before.label, before.repeat) == (after.folder, after.label, after.repeat)


@given(any_evidence(), st.sampled_from(KNOWN))
def test_mail_of_people_i_know_has_no_fate_whatever_its_scores(case, who):
    verdict = fate(replace(case, standing=who))
    assert (verdict.folder, verdict.unsure, verdict.repeat, verdict.label) == (None, False, None, Label.LEGITIMATE)
    assert verdict.confidence == 1.0


@given(any_evidence())
@settings(max_examples=400)
def test_what_every_verdict_keeps(case):
    before = dict(case.scores)
    verdict = fate(case)
    assert verdict.reasons
    assert all(reason.code and reason.text for reason in verdict.reasons)
    assert verdict.scores is case.scores
    assert case.scores == before, "scores are shown as the model gave them"
    assert 0.0 <= verdict.confidence <= 1.0
    assert verdict.standing is case.standing
    if verdict.unsure:
        assert verdict.folder is None
    if verdict.folder is not None:
        assert verdict.label in OUTREACH
        assert verdict.folder in {*FOLDERS.values(), REPEATS}
        assert (verdict.folder == REPEATS) == (verdict.repeat is not None and verdict.label is not Label.SCAM)
        assert verdict.repeat == case.repeat
    else:
        assert verdict.repeat == (case.repeat if verdict.unsure else None)
        assert verdict.label is Label.LEGITIMATE or verdict.unsure
    assert verdict.follows == (None if verdict.label is Label.LEGITIMATE else case.follows)
    assert verdict == fate(case), "the same evidence has the same fate"


@given(any_evidence(), WISH, WISH)
@settings(max_examples=300)
def test_wanting_to_be_surer_never_moves_more(case, one, other):
    low, high = sorted((one, other))
    moved = fate(case, Filing(min_confidence=high))
    if moved.folder is not None:
        assert fate(case, Filing(min_confidence=low)) == moved


@given(any_evidence(standing=Standing.STRANGER, protection=None))
def test_a_message_that_cannot_be_judged_stays(case):
    for spoilt in (
        replace(case, dated=False),
        replace(case, faults=("over-bytes",)),
        replace(case, words=LITTLE_TEXT - 1),
    ):
        assert fate(spoilt).folder is None


def test_the_rungs_look_at_all_that_is_evidence():
    """A new kind of evidence needs a place in the law."""
    beside = {"reasons", "follows"}
    assert _up_to(len(RUNGS)) | beside == {field.name for field in fields(Evidence)}
