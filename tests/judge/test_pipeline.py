"""The way of one message: what is asked, what is not, and what a verdict carries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from letters import letter, model_of, profile_of, slice_of_corpus

from triage.domain import OUTREACH, Label, Recipient, RepeatKind, SenderRules, Standing
from triage.judge.asking import ASKS_MEMORY, LINKED_ASKS_MEMORY
from triage.judge.pipeline import REMEMBERED, SHOWN, Judge
from triage.judge.policy import Filing
from triage.judge.signals import SENTENCES
from triage.memory.store import preview_store

START = datetime(2024, 1, 8, 9, tzinfo=UTC)
JO = "Jo Vendor <jo@vendor.example>"
PITCH = """Hi Alma,

our warehouse near Osijek packs fragile goods in moulded pulp and a courier fetches everything at four. May we send two sample boxes?

Jo"""


def at(days, message):
    return replace(message, date=START + timedelta(days=days))


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@pytest.fixture
def arrive(new_judge, memory):
    """Judges messages as they arrive, each remembered as a sweep that files would remember it."""

    def arrive(message, *, id, judge=None, outreach=0.99, **more):
        judgement = (judge or new_judge(outreach)).judge(message, id=id, **more)
        if judgement.fingerprint is not None:
            memory.add(judgement.fingerprint)
        return judgement.verdict

    return arrive


# ---------------------------------------------------------------- who the sender is goes first


@pytest.mark.parametrize("known", ["allowed", "written-to", "colleague", "flagged", "put-back"])
def test_mail_that_is_left_alone_is_not_even_scored(new_judge, contacts, memory, known):
    """Nor does it ask the memory: there its very text is known as outreach."""
    sender = "dino@kilnworks.example" if known == "colleague" else "jo@vendor.example"
    message = letter(PITCH, sender=sender)
    memory.add(new_judge().judge(letter(PITCH), id="earlier").fingerprint)
    if known == "written-to":
        contacts.add_sent([sender], message_id="<m@kilnworks.example>", date=START)
    rules = SenderRules(allowed=frozenset({sender} if known == "allowed" else ()))
    flags = frozenset({"\\Flagged"} if known == "flagged" else ())
    judgement = new_judge(rules=rules).judge(message, id="new", flags=flags, put_back=known == "put-back")
    verdict = judgement.verdict
    assert (verdict.label, verdict.folder, verdict.repeat, verdict.unsure) == (Label.LEGITIMATE, None, None, False)
    assert verdict.scores == {label: float(label is Label.LEGITIMATE) for label in Label}
    assert judgement.fingerprint is None
    assert len(verdict.reasons) == 1


@pytest.mark.parametrize(
    ("more", "standing", "code"),
    [
        ({"flags": frozenset({"\\Answered"})}, Standing.STRANGER, "answered"),
        ({"put_back": True}, Standing.STRANGER, "put-back"),
        ({"put_back": True, "flags": frozenset({"\\Flagged"})}, Standing.STRANGER, "put-back"),
    ],
)
def test_what_the_user_did_is_the_reason(new_judge, more, standing, code):
    verdict = new_judge().judge(letter(PITCH), id="new", **more).verdict
    assert (verdict.standing, codes(verdict)) == (standing, [code])


def test_a_blocked_sender_is_filed_whatever_protects_or_scores(new_judge):
    judge = new_judge(0.01, rules=SenderRules(blocked=frozenset({"@vendor.example"})))
    judgement = judge.judge(letter(PITCH, headers=(("List-Id", "<x>"),)), id="new", flags=frozenset({"\\Flagged"}))
    assert judgement.verdict.folder == "Outreach/Spray"
    assert codes(judgement.verdict)[0] == "blocked"
    assert judgement.fingerprint is not None


def test_what_was_put_back_stays_even_of_a_blocked_sender(new_judge):
    judge = new_judge(rules=SenderRules(blocked=frozenset({"@vendor.example"})))
    assert judge.judge(letter(PITCH), id="new", put_back=True).verdict.folder is None


def test_one_profile_and_one_memory_serve_many_messages(new_judge):
    judge = new_judge()
    first = judge.judge(letter(PITCH), id="a").verdict
    judge.judge(letter("Something else entirely, from somebody else", sender="x@y.example"), id="b")
    assert judge.judge(letter(PITCH), id="a").verdict == first


# ---------------------------------------------------------------- the gate of the repeat memory

RECEIPT = "Hi Alma,\n\nthank you for your order 4711. We packed 12 kg of kaolin and 3 kg of feldspar; the parcel leaves tomorrow.\n"
REPORT = "Your weekly report\n\nVisitors: 812. Orders: 14. Most seen page: bowls. Compared with last week: more of everything.\n"
BUILD = (
    "Build 812 of kilnsite failed on main in step test after 41 seconds. See the log for the first failing assertion.\n"
)


@pytest.mark.parametrize("body", [RECEIPT, REPORT, BUILD], ids=["receipts", "weekly-reports", "build-mails"])
def test_legitimate_mail_that_comes_again_and_again_is_never_a_repeat(arrive, body):
    """Even where the first one was once taken for outreach, only mail that reads like outreach asks what it repeats."""
    sender = "robot@shop.example"
    for days in range(6):
        verdict = arrive(at(days, letter(body, sender=sender)), id=f"m{days}", outreach=0.1)
        assert (verdict.repeat, verdict.folder, verdict.label) == (None, None, Label.LEGITIMATE)
    arrive(at(10, letter(body, sender=sender)), id="misjudged", outreach=0.99)
    verdict = arrive(at(20, letter(body, sender=sender)), id="after", outreach=LINKED_ASKS_MEMORY - 0.01)
    assert (verdict.repeat, verdict.folder) == (None, None)


@pytest.mark.parametrize(
    ("outreach", "sender", "repeat"),
    [
        (ASKS_MEMORY + 0.01, "else@other.example", RepeatKind.SISTER),
        (ASKS_MEMORY - 0.01, "else@other.example", None),
        (ASKS_MEMORY - 0.01, JO, RepeatKind.EXACT),
        (LINKED_ASKS_MEMORY + 0.01, JO, RepeatKind.EXACT),
        (LINKED_ASKS_MEMORY - 0.01, JO, None),
        (ASKS_MEMORY - 0.01, "", None),
    ],
    ids=[
        "outreach",
        "half-by-a-stranger",
        "half-by-the-seller",
        "a-little-by-the-seller",
        "legitimate",
        "half-by-nobody",
    ],
)
def test_only_mail_that_reads_like_outreach_asks_the_memory(arrive, outreach, sender, repeat):
    arrive(at(0, letter(PITCH)), id="first")
    verdict = arrive(at(3, letter(PITCH, sender=sender)), id="second", outreach=outreach)
    assert (verdict.repeat and verdict.repeat.kind) == repeat
    assert (verdict.folder == "Outreach/Repeats") == (repeat is not None)


@pytest.mark.parametrize(
    ("body", "kind"),
    [("The glaze test is on Tuesday at the club.", None), ("Just following up on my last email.", RepeatKind.BUMP)],
    ids=["another-matter", "says-that-it-repeats"],
)
def test_a_sender_of_outreach_may_write_about_other_things(arrive, body, kind):
    arrive(at(0, letter(PITCH)), id="first")
    verdict = arrive(at(3, letter(body)), id="second", outreach=ASKS_MEMORY - 0.01)
    assert (verdict.repeat and verdict.repeat.kind) == kind


def test_what_reads_like_outreach_is_remembered_and_whether_it_was_sure(new_judge, memory):
    for outreach in (0.01, REMEMBERED - 0.05):
        assert new_judge(outreach).judge(letter(PITCH), id="m").fingerprint is None
    for outreach, sure in ((0.6, False), (0.89, False), (0.99, True)):
        taken = new_judge(outreach).judge(letter(PITCH), id="m").fingerprint
        assert (taken.id, taken.label, taken.touch, taken.sure) == ("m", Label.SPRAY, 1, sure)
        assert taken.outreach == pytest.approx(outreach)
    assert memory.count() == 0, "remembering is the caller's"


def test_what_could_not_be_judged_is_not_remembered(new_judge):
    for message in (replace(letter(PITCH), date=None), letter(PITCH + "\n" + "clay " * 40_000), letter("")):
        assert new_judge(0.8).judge(message, id="m").fingerprint is None


@pytest.mark.parametrize(("first", "second", "repeat"), [(0.6, 0.95, None), (0.95, 0.6, None), (0.95, 0.95, "exact")])
def test_what_repeats_mail_that_was_not_sure_must_speak_for_itself_and_stays(new_judge, arrive, first, second, repeat):
    judges = [new_judge(model=model_of(outreach, threshold=0.97)) for outreach in (first, second)]
    assert arrive(at(0, letter(PITCH)), id="first", judge=judges[0]).unsure
    verdict = arrive(at(3, letter(PITCH)), id="second", judge=judges[1])
    assert (verdict.repeat and verdict.repeat.kind) == repeat
    assert (verdict.folder, verdict.unsure) == (None, True)


def test_mail_over_budget_asks_nothing_and_stays(arrive):
    arrive(at(0, letter(PITCH)), id="first")
    huge = at(3, letter(PITCH + "\n" + "clay " * 40_000))
    assert huge.faults
    verdict = arrive(huge, id="second")
    assert (verdict.folder, verdict.repeat, codes(verdict)[0]) == (None, None, "over-budget")


# ---------------------------------------------------------------- a sequence of one seller


def test_a_sequence_is_told_touch_by_touch(arrive, memory):
    bump = "Alma, just floating this to the top of your inbox. Any thoughts?"
    verdicts = [
        arrive(at(0, letter(PITCH)), id="a"),
        arrive(at(4, letter(bump)), id="b"),
        arrive(at(9, letter("I guess it is not the right moment, so I am closing your file.")), id="c"),
        arrive(at(400, letter(PITCH, sender="tina@vendor.example")), id="d"),
    ]
    assert [verdict.folder for verdict in verdicts] == ["Outreach/Spray", *["Outreach/Repeats"] * 3]
    assert [verdict.repeat and verdict.repeat.kind for verdict in verdicts] == [None, "bump", "bump", "reboot"]
    assert [verdict.repeat.touch for verdict in verdicts[1:]] == [2, 3, 4]
    assert {verdict.label for verdict in verdicts} == {Label.SPRAY}
    assert memory.count() == 4


def test_a_repeat_keeps_the_label_of_what_it_repeats(new_judge, arrive):
    arrive(at(0, letter(PITCH)), id="a", judge=new_judge(model=model_of(0.99, kind=Label.PITCH)))
    verdict = arrive(at(4, letter(PITCH)), id="b", judge=new_judge(model=model_of(0.99, kind=Label.SPRAY)))
    assert (verdict.label, verdict.repeat.of, verdict.folder) == (Label.PITCH, "a", "Outreach/Repeats")


def test_a_repeated_scam_goes_where_scams_go(new_judge, arrive):
    judge = new_judge(model=model_of(0.99, kind=Label.SCAM), filing=Filing(scam="Junk"))
    assert arrive(at(0, letter(PITCH)), id="a", judge=judge).folder == "Junk"
    verdict = arrive(at(4, letter(PITCH)), id="b", judge=judge)
    assert (verdict.folder, verdict.repeat.kind) == ("Junk", RepeatKind.EXACT)


def test_a_bump_of_mail_never_seen_is_told_by_its_wording(arrive):
    message = letter("Did you get my last email? Just circling back and floating this to the top of your inbox.")
    verdict = arrive(at(0, message), id="a")
    assert (verdict.repeat.kind, verdict.repeat.of) == (RepeatKind.BUMP, None)
    assert verdict.folder == "Outreach/Repeats"


# ---------------------------------------------------------------- profile


@pytest.mark.parametrize(
    "recipient", [Recipient(), Recipient(name="Alma Terzic", company="Kilnworks")], ids=["empty", "name"]
)
def test_without_a_profile_nothing_is_irrelevant_and_the_verdict_says_so(new_judge, recipient):
    judge = new_judge(recipient=recipient, model=model_of(0.99, kind=Label.IRRELEVANT))
    verdict = judge.judge(letter("A franchise of your own, chosen for you"), id="m").verdict
    assert (verdict.label, verdict.scores[Label.IRRELEVANT]) == (Label.SPRAY, 0.0)
    assert codes(verdict)[-1] == "no-profile"


def test_with_a_profile_the_mismatch_is_named(new_judge):
    judge = new_judge(model=model_of(0.99, kind=Label.IRRELEVANT))
    verdict = judge.judge(letter("A franchise of your own, chosen for you"), id="m").verdict
    assert verdict.label is Label.IRRELEVANT
    assert "no-profile" not in codes(verdict)
    assert any("franchises" in reason.text for reason in verdict.reasons)


@pytest.mark.parametrize(("outreach", "told"), [(0.55, True), (0.45, False), (0.02, False)])
def test_nobody_is_told_of_profiles_about_legitimate_mail(new_judge, outreach, told):
    verdict = new_judge(outreach, recipient=Recipient()).judge(letter(PITCH), id="m").verdict
    assert ("no-profile" in codes(verdict)) == told


# ---------------------------------------------------------------- reasons

FLYER = """Hi Kevin,

I came across your site! Our agency can help, we offer everything! SEO, more leads, book a demo: https://calendly.com/jo

- web design
- app design
- logo design
- a franchise of your own

Limited time, act now! Did you get my last email? What is your budget? {{first_name}}"""


def test_the_loudest_signals_are_shown_loudest_first(new_judge):
    weights = {"merge-field": 3.0, "wrong-name": -2.0, "service-menu": 1.0}
    verdict = new_judge(model=model_of(0.99, signal_weights=weights)).judge(letter(FLYER), id="m").verdict
    shown = [reason for reason in verdict.reasons if reason.code in SENTENCES]
    assert [reason.code for reason in shown[:3]] == ["merge-field", "wrong-name", "service-menu"]
    assert [reason.weight > 0 for reason in shown[:3]] == [True, False, True]
    assert len(shown) <= SHOWN
    assert shown[0].text == f"{SENTENCES['merge-field']}: {{{{first_name}}}}"


def test_the_words_that_carried_a_verdict_are_shown(new_judge, model):
    verdict = new_judge(model=model).judge(letter(FLYER, subject="more leads"), id="m").verdict
    wording = next(reason for reason in verdict.reasons if reason.code == "wording")
    assert wording.text.startswith("its words: “")
    assert not {"~", "!", "subject:"} & set(wording.text.replace("“", " ").split())
    assert "subject:" not in wording.text


def test_every_verdict_on_real_mail_has_reasons_in_words(new_judge, arrive, model):
    for example in slice_of_corpus():
        judge = new_judge(recipient=example.recipient, model=model)
        verdict = arrive(example.message, id=example.name, judge=judge)
        assert verdict.reasons
        for reason in verdict.reasons:
            assert reason.code == reason.code.lower().replace(" ", "-")
            assert reason.text.strip()
        assert sum(verdict.scores.values()) == pytest.approx(1.0)
        assert (verdict.folder is None) or verdict.label in OUTREACH


def test_a_subject_alone_is_no_letter(new_judge):
    empty = letter("", subject="Grow your sales by a third with our agency this month")
    verdict = new_judge(0.99).judge(empty, id="m").verdict
    assert (verdict.folder, verdict.unsure, verdict.reasons[0].code) == (None, True, "too-little-text")
    assert new_judge(0.99).judge(letter("Shall we?", subject=empty.subject), id="m").verdict.folder is not None


def test_the_same_mail_has_the_same_verdicts_whatever_was_judged_before(model):
    examples = slice_of_corpus()[:60]

    def verdicts(order):
        found = {}
        for example in order:
            with preview_store() as store:
                judge = Judge(model, profile_of(), store.contacts, store.fingerprints)
                found[example.name] = judge.judge(example.message, id=example.name)
        return found

    assert verdicts(examples) == verdicts(examples[::-1])


def test_what_i_said_of_the_offers_of_a_trade_is_told_of_the_next_with_counts(memory, contacts):
    said = {"business loans": {"answered": 3, "irrelevant": 1_200}}
    judge = Judge(replace(model_of(0.99), said=said), profile_of(), contacts, memory)
    loans = letter("We offer a merchant cash advance, working capital loans and a line of credit. Jo")
    (reason,) = [one for one in judge.judge(loans, id="1").verdict.reasons if one.code == "you-said"]
    assert (
        reason.text
        == "is of a trade whose offers you answered or filed: business loans, 3 answered, 1,200 filed as irrelevant"
    )
    assert reason.weight == 0.0
    assert "you-said" not in codes(judge.judge(letter(PITCH), id="2").verdict)
