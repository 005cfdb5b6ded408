"""What is done about each label, and which keywords say what a message is."""

import pytest

from triage.domain import KEYWORDS, OUTREACH, Label, Mode, Repeat, RepeatKind, Standing, Verdict
from triage.judge.modes import Modes, is_marked, keywords_of, marked_as


def verdict(label, *, repeat=False):
    again = Repeat(RepeatKind.EXACT, "1", None, 1.0, 2) if repeat else None
    return Verdict(label, 0.9, False, "Outreach/Spray", {}, Standing.STRANGER, (), repeat=again)


@pytest.mark.parametrize("label", sorted(OUTREACH))
def test_each_label_has_a_mode_of_its_own(label):
    modes = Modes(**{str(label): Mode.OBSERVE})
    assert {each for each in OUTREACH if modes.of(each) is Mode.OBSERVE} == {label}
    assert {each for each in OUTREACH if Modes().of(each) is not Mode.MOVE} == set()


@pytest.mark.parametrize(
    ("modes", "writes"),
    [
        (Modes(), True),
        (Modes(*[Mode.OBSERVE] * 4), False),
        (Modes(Mode.OBSERVE, Mode.OBSERVE, Mode.OBSERVE, Mode.KEYWORD), True),
    ],
)
def test_nothing_is_written_only_where_every_label_is_observed(modes, writes):
    assert modes.writes is writes


@pytest.mark.parametrize("label", sorted(OUTREACH))
def test_a_repeat_bears_the_keyword_of_its_label_and_its_own(label):
    assert keywords_of(verdict(label)) == (KEYWORDS[label],)
    assert keywords_of(verdict(label, repeat=True)) == (KEYWORDS[label], "$TriageRepeat")


@pytest.mark.parametrize(
    ("flags", "marked", "label"),
    [
        ({"\\Seen", "$Label1", "Triage"}, False, None),
        ({"$TriageClaim"}, False, None),
        ({"\\Seen", "$TriagePitch"}, True, Label.PITCH),
        ({"$triagespray"}, True, Label.SPRAY),
        ({"$TriageRepeat"}, True, None),
    ],
)
def test_a_keyword_of_ours_is_known_in_whatever_case_the_server_keeps_it(flags, marked, label):
    assert is_marked(frozenset(flags)) is marked
    assert marked_as(frozenset(flags)) is label
