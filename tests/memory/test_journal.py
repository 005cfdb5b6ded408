from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from triage.domain import Label, Ref, Target
from triage.memory.journal import Filing, State, TakenBack
from triage.memory.store import preview_store

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
TARGET = Target("Outreach/Spray", "8", 4)


@pytest.fixture
def journal():
    with preview_store() as store:
        yield store.journal


def _filing(uid="1", *, identity="x", undoes=None):
    return Filing(Ref("INBOX", uid, "7"), identity, f"id-{uid}", Label.SPRAY, ("a-reason", "b-reason"), undoes)


def _begin(journal):
    return journal.begin("work", at=NOW)


def test_an_intent_is_read_back_as_it_was_written(journal):
    run = _begin(journal)
    written = journal.intend(run, [_filing("1"), _filing("2")], TARGET, at=NOW)
    assert journal.open_intents() == written
    assert journal.intents(run) == written
    assert written[1].filing == _filing("2")
    assert written[1].target == TARGET


def test_a_target_without_numbers_is_read_back_without_numbers(journal):
    (intent,) = journal.intend(_begin(journal), [_filing()], Target("Spray"), at=NOW)
    assert journal.open_intents() == [intent]


def test_a_run_has_six_hexadecimal_digits_and_its_own_start_and_target(journal):
    run = journal.run(_begin(journal))
    assert len(run.id) == 6
    int(run.id, 16)
    assert (run.started, run.target, run.filed) == (NOW, "work", 0)
    assert journal.run("zzzzzz") is None


def test_an_intent_that_is_concluded_is_open_no_more(journal):
    run = _begin(journal)
    one, two, three = journal.intend(run, [_filing(str(n)) for n in range(3)], TARGET, at=NOW)
    place = Ref("Outreach/Spray", "4", "8")
    journal.conclude([(one, State.DONE, place), (two, State.WITHDRAWN, None)])
    assert journal.open_intents() == [three]
    assert [(row.state, row.destination) for row in journal.intents(run)] == [
        (State.DONE, place),
        (State.WITHDRAWN, None),
        (State.PLANNED, None),
    ]
    assert journal.occupied("Outreach/Spray", validity="8") == {place}
    assert journal.occupied("Outreach/Spray", validity="9") == frozenset()


def test_a_batch_is_written_whole_or_not_at_all(journal):
    run = _begin(journal)
    with pytest.raises(sqlite3.IntegrityError):
        journal.intend(run, [_filing("1"), _filing("2"), _filing("1")], TARGET, at=NOW)
    assert journal.open_intents() == []


def test_an_intent_is_refused_where_it_would_not_be_on_the_disk_before_the_act():
    with preview_store() as store:
        run = _begin(store.journal)
        with store.transaction(), pytest.raises(RuntimeError, match="before the act"):
            store.journal.intend(run, [_filing()], TARGET, at=NOW)


def test_a_message_whose_intent_is_open_cannot_be_planned_again(journal):
    run = _begin(journal)
    (intent,) = journal.intend(run, [_filing()], TARGET, at=NOW)
    with pytest.raises(sqlite3.IntegrityError):
        journal.intend(run, [_filing()], TARGET, at=NOW)
    journal.conclude([(intent, State.WITHDRAWN, None)])
    assert len(journal.intend(run, [_filing()], TARGET, at=NOW)) == 1


@pytest.mark.parametrize(
    ("state", "in_this_run", "in_a_later_run"),
    [
        (State.PLANNED, True, True),
        (State.DONE, False, True),
        (State.WITHDRAWN, False, False),
        (State.VANISHED, False, True),
    ],
)
def test_a_message_is_settled_by_what_was_done_with_it(journal, state, in_this_run, in_a_later_run):
    run = _begin(journal)
    (intent,) = journal.intend(run, [_filing()], TARGET, at=NOW)
    if state is not State.PLANNED:
        journal.conclude([(intent, state, Ref("Outreach/Spray", "4", "8") if state is State.DONE else None)])
    assert journal.is_settled("x", run=run) is in_this_run
    assert journal.is_settled("x") is in_a_later_run
    assert not journal.is_settled("y")


def test_taking_back_settles_a_message_for_ever_from_the_moment_it_is_meant(journal):
    run = _begin(journal)
    (intent,) = journal.intend(run, [_filing()], TARGET, at=NOW)
    place = Ref("Outreach/Spray", "4", "8")
    journal.conclude([(intent, State.DONE, place)])
    back = Filing(place, "x", "id-1", Label.SPRAY, undoes=intent.number)
    (undoing,) = journal.intend(run, [back], Target("INBOX", "7", 9), at=NOW)
    assert journal.is_put_back("x")
    assert journal.intents(run)[0].state is State.DONE
    journal.conclude([(undoing, State.DONE, Ref("INBOX", "9", "7"))])
    assert [row.state for row in journal.intents(run)] == [State.PUT_BACK]
    assert journal.is_settled("x", run=run)
    assert journal.occupied("Outreach/Spray", validity="8") == frozenset()
    assert [row.state for row in journal.history("x")] == [State.PUT_BACK, State.DONE]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.VANISHED])
def test_taking_back_that_did_not_happen_leaves_the_filing_as_it_was(journal, state):
    run = _begin(journal)
    (intent,) = journal.intend(run, [_filing()], TARGET, at=NOW)
    place = Ref("Outreach/Spray", "4", "8")
    journal.conclude([(intent, State.DONE, place)])
    back = Filing(place, "x", "id-1", Label.SPRAY, undoes=intent.number)
    (undoing,) = journal.intend(run, [back], Target("INBOX", "7", 9), at=NOW)
    journal.conclude([(undoing, state, None)])
    assert [row.state for row in journal.intents(run)] == [State.DONE]


def test_a_reader_who_takes_mail_back_settles_it_twice_without_harm(journal):
    journal.put_back(["x", "y"], at=NOW)
    journal.put_back(["x"], at=NOW)
    assert [journal.is_put_back(identity) for identity in "xyz"] == [True, True, False]


def test_the_last_run_is_the_newest_of_which_something_still_stands(journal):
    first, second, third = _begin(journal), _begin(journal), _begin(journal)
    assert journal.last_run() is None
    for run, uid in ((first, "1"), (second, "2")):
        journal.conclude(
            (intent, State.DONE, Ref("Outreach/Spray", uid, "8"))
            for intent in journal.intend(run, [_filing(uid)], TARGET, at=NOW)
        )
    assert journal.last_run().id == second
    assert [(run.id, run.filed) for run in journal.runs()] == [(third, 0), (second, 1), (first, 1)]
    assert [run.id for run in journal.runs(limit=2)] == [third, second]
    (intent,) = journal.intents(second)
    (undoing,) = journal.intend(
        second, [Filing(intent.destination, "x", "i", Label.SPRAY, undoes=intent.number)], Target("INBOX"), at=NOW
    )
    journal.conclude([(undoing, State.DONE, Ref("INBOX", "9", "7"))])
    assert journal.last_run().id == first


# ---------------------------------------------------------------- by days


def _done(journal, at, uid, *, state=State.DONE):
    """File one message in a run of its own, begun at this moment."""
    run = journal.begin("work", at=at)
    [written] = journal.intend(run, [_filing(uid, identity=f"who-{uid}")], TARGET, at=at)
    return journal.conclude([(written, state, Ref("Outreach/Spray", uid, "8") if state is State.DONE else None)])[0]


@pytest.mark.parametrize(
    ("first", "end", "uids"),
    [
        (date(2024, 2, 1), date(2024, 3, 1), ["1", "2"]),
        (date(2024, 3, 1), date(2024, 4, 1), ["3", "4"]),
        (date(2024, 2, 29), date.max, ["2", "3", "4", "5"]),
        (date(2025, 1, 1), date.max, []),
    ],
)
def test_runs_and_intents_are_found_by_the_day_on_which_the_run_began(journal, first, end, uids):
    moments = [
        datetime(2024, 2, 1, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2024, 3, 1, tzinfo=UTC),
        datetime(2024, 3, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2024, 4, 1, 0, 0, 0, 1, tzinfo=UTC),
    ]
    filed = {
        intent.filing.ref.uid: intent for intent in (_done(journal, at, str(n)) for n, at in enumerate(moments, 1))
    }
    assert journal.intents_between(first, end) == [filed[uid] for uid in uids]
    assert [(run.id, run.filed) for run in journal.runs_between(first, end)] == [(filed[uid].run, 1) for uid in uids]


def test_what_was_taken_back_is_found_by_the_day_on_which_that_was_seen(journal):
    moved, undone, stayed = (_done(journal, NOW, uid) for uid in "123")
    journal.put_back([moved.filing.identity], at=NOW + timedelta(days=2))
    back = replace(undone.filing, ref=undone.destination, undoes=undone.number)
    [taking] = journal.intend(undone.run, [back], Target("INBOX"), at=NOW + timedelta(days=1))
    assert journal.taken_back_since(NOW.date()) == [TakenBack(NOW + timedelta(days=2), moved)], "not undone yet"
    journal.conclude([(taking, State.DONE, Ref("INBOX", "9", "7"))])
    assert journal.taken_back_since(NOW.date()) == [
        TakenBack(NOW + timedelta(days=1), replace(undone, state=State.PUT_BACK)),
        TakenBack(NOW + timedelta(days=2), moved),
    ]
    assert [one.intent.number for one in journal.taken_back_since(date(2024, 3, 3))] == [moved.number]
    assert journal.taken_back_since(date(2024, 3, 4)) == []
    assert not journal.is_put_back(stayed.filing.identity)
