"""What counts for a label and against it: each message once, by its reader's word, and only where they had the time to say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from triage.domain import Label, Ref, Target
from triage.judge.trust import Evidence
from triage.memory.corrections import Correction
from triage.memory.journal import Filing, State
from triage.memory.marks import Mark
from triage.memory.store import preview_store
from triage.run.evidence import DAYS, evidence
from triage.run.teach import REASON as TAUGHT

START = datetime(2024, 3, 1, tzinfo=UTC)
WEEK = timedelta(days=DAYS)
SPRAY = Target("Outreach/Spray", "9", 1)


def ref(who):
    return Ref("INBOX", str(sum(who.encode())), "7")


class Past:
    """A store that is filled with what happened, and what that tells of spray."""

    def __init__(self, store):
        self.store = store
        self.runs = 0

    def run(self, *filed, at=START, reasons=("wording",), label=Label.SPRAY, target="work"):
        journal = self.store.journal
        run = journal.begin(target, at=at)
        intents = journal.intend(run, [Filing(ref(who), who, who, label, reasons) for who in filed], SPRAY, at=at)
        return journal.conclude((one, State.DONE, Ref(SPRAY.folder, one.filing.ref.uid, "9")) for one in intents)

    def undo(self, intents):
        journal = self.store.journal
        back = [
            Filing(one.destination, one.filing.identity, one.filing.id, one.filing.label, (), undoes=one.number)
            for one in intents
        ]
        undone = journal.intend(intents[0].run, back, Target("INBOX", "7", 1), at=START)
        journal.conclude((one, State.DONE, ref(one.filing.identity)) for one in undone)

    def mark(self, *marked, at=START, reasons=("wording",)):
        self.store.marks.record(Mark(who, who, Label.SPRAY, ref(who), at, reasons) for who in marked)

    def say(self, who, label, *, doubted=False):
        self.store.corrections.record([Correction(who, who, label, "", ref(who), START, doubted)])

    def looked(self, at=START + WEEK):
        """A run that found nothing new: it looked for what the reader moved."""
        self.run(at=at)

    def told(self, *, label=Label.SPRAY, counts=bool):
        return evidence(self.store, counts=counts)[label]


@pytest.fixture
def past():
    with preview_store() as store:
        yield Past(store)


def test_where_nothing_happened_nothing_is_known(past):
    assert past.told() == Evidence()


def test_what_was_filed_or_marked_counts_once_a_run_looked_a_week_later(past):
    past.run("a", "b")
    past.mark("c", "d", "e")
    assert past.told() == Evidence(recent=5)
    past.looked(START + WEEK - timedelta(seconds=1))
    assert past.told() == Evidence(recent=5)
    past.looked(START + WEEK)
    assert past.told() == Evidence(judged=5)
    assert past.told(label=Label.PITCH) == Evidence()


def test_what_was_marked_and_then_filed_counts_once(past):
    past.mark("a")
    past.run("a")
    past.looked()
    assert past.told() == Evidence(judged=1)


@pytest.mark.parametrize(
    ("label", "doubted", "corrected"),
    [
        (Label.LEGITIMATE, False, 1),
        (Label.PITCH, False, 1),
        (Label.LEGITIMATE, True, 1),
        (Label.SPRAY, False, 0),
        (None, False, 0),
    ],
)
def test_another_word_of_the_reader_corrects_and_the_same_does_not(past, label, doubted, corrected):
    past.run("a", "b")
    past.mark("c")
    past.say("a", label, doubted=doubted)
    past.looked()
    assert past.told() == Evidence(judged=3, corrected=corrected)


def test_a_put_back_still_corrects_where_the_word_was_forgotten(past):
    past.run("a", "b")
    past.store.journal.put_back(["a"], at=START)
    past.looked()
    assert past.told() == Evidence(judged=2, corrected=1)


def test_a_run_that_was_undone_says_nothing_but_what_was_taught_legitimate_does(past):
    past.undo(past.run("a", "b"))
    past.say("b", Label.LEGITIMATE)
    past.run("c")
    past.looked()
    assert past.told() == Evidence(judged=2, corrected=1)


@pytest.mark.parametrize("reasons", [(TAUGHT,), ("blocked", "wording"), ("wording", "blocked")])
def test_what_the_reader_decided_themselves_is_no_verdict_of_ours(past, reasons):
    past.run("a", reasons=reasons)
    past.run("b")
    past.looked()
    assert past.told() == Evidence(judged=1)


def test_what_was_marked_because_its_reader_blocked_the_sender_is_none_either(past):
    past.mark("a", reasons=("blocked",))
    past.mark("b")
    past.looked()
    assert past.told() == Evidence(judged=1)


def test_teaching_is_no_look_at_what_was_moved(past):
    past.run("a")
    past.run("z", at=START + 2 * WEEK, reasons=(TAUGHT,))
    assert past.told() == Evidence(recent=1)


def test_a_run_whose_mail_nobody_can_take_back_says_nothing_and_is_no_look(past):
    past.run("a")
    past.run("b", target="copies", at=START)
    past.looked()
    past.run(target="copies", at=START + 3 * WEEK)
    past.run("c", at=START + timedelta(hours=1))
    assert past.told(counts=lambda target: target != "copies") == Evidence(judged=1, recent=1)
