from __future__ import annotations

from datetime import UTC, datetime

import pytest

from triage.errors import FilingStopped
from triage.memory.journal import State
from triage.run.filing import BATCH

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
SPRAY = "Outreach/Spray"


def test_everything_of_a_run_is_put_back_with_flags_and_dates_as_before(desk):
    desk.server.create("Lists")
    desk.deliver("a", "b", "a")
    desk.server.deliver(b"Subject: c\n\n", folder="Lists", flags=["$Label1"], received=NOW)
    before = {
        folder: sorted((each.raw, each.flags, each.received) for each in desk.server.contents(folder))
        for folder in ("INBOX", "Lists")
    }
    desk.file(filings=desk.filings() + desk.filings("Lists"))
    undone = desk.undo()
    after = {
        folder: sorted((each.raw, each.flags, each.received) for each in desk.server.contents(folder))
        for folder in ("INBOX", "Lists")
    }
    assert after == before
    assert desk.names(SPRAY) == []
    assert len(undone.put_back) == 4
    assert (undone.moved_since, undone.left) == ((), ())
    assert desk.states() == [State.PUT_BACK] * 4


def test_what_was_put_back_is_never_filed_again_under_any_uid(desk):
    desk.deliver("a")
    desk.file()
    desk.undo()
    desk.server.renumber("INBOX")
    (filing,) = desk.filings()
    assert desk.journal.is_settled(filing.identity, run=desk.run)
    assert desk.journal.is_put_back(filing.identity)


def test_what_its_reader_moved_since_stays_and_is_listed(desk):
    desk.server.create("Keep")
    desk.deliver("a", "b", "c")
    a, b, _ = desk.file().done
    desk.server.relocate(a.destination, "Keep")
    desk.server.remove(b.destination)
    undone = desk.undo()
    assert [intent.filing.id for intent in undone.moved_since] == [a.filing.id, b.filing.id]
    assert desk.names("Keep") == ["a"]
    assert desk.places() == {"INBOX": ["c"], SPRAY: []}


def test_what_its_reader_moves_during_the_undo_is_listed_too(desk):
    desk.server.create("Keep")
    desk.deliver("a", "b")
    a, _ = desk.file().done

    def reader(step):
        if step == "intended":
            desk.server.relocate(a.destination, "Keep")

    undone = desk.undo(checkpoint=reader)
    assert [intent.filing.id for intent in undone.moved_since] == [a.filing.id]
    assert len(undone.put_back) == 1
    assert desk.names("Keep") == ["a"]


def test_another_message_under_the_same_place_is_not_taken_for_ours(desk):
    desk.deliver("a")
    (done,) = desk.file().done
    desk.server.remove(done.destination)
    desk.server.boxes[SPRAY].next_uid = int(done.destination.uid)
    desk.server.deliver(b"Subject: other\n\n", folder=SPRAY)
    assert len(desk.undo().moved_since) == 1
    assert desk.names(SPRAY) == ["other"]


def test_a_folder_that_was_renumbered_since_is_searched_by_identity_one_for_one(desk):
    desk.deliver("a", "a")
    earlier, desk.run = desk.run, desk.journal.begin("memory", at=NOW)
    desk.file(filings=desk.filings()[:1])
    later, desk.run = desk.run, earlier
    desk.file()
    desk.server.renumber(SPRAY)
    assert len(desk.undo().put_back) == 1
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["a"]}
    desk.run = later
    assert len(desk.undo().put_back) == 1
    assert desk.places() == {"INBOX": ["a", "a"], SPRAY: []}


def test_only_the_run_that_was_asked_for_is_undone(desk):
    desk.deliver("a")
    desk.file()
    first, desk.run = desk.run, desk.journal.begin("memory", at=NOW)
    desk.deliver("b")
    desk.file()
    desk.run = first
    desk.undo()
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["b"]}


def test_a_second_undo_finds_nothing_to_do(desk):
    desk.deliver("a")
    desk.file()
    desk.undo()
    again = desk.undo()
    assert (again.put_back, again.moved_since, again.left) == ((), (), ())
    assert desk.places() == {"INBOX": ["a"], SPRAY: []}


def test_a_run_longer_than_a_batch_is_undone_whole(desk):
    desk.deliver(*(f"m{n}" for n in range(BATCH + 1)))
    desk.file()
    assert len(desk.undo().put_back) == BATCH + 1
    assert len(desk.names("INBOX")) == BATCH + 1


@pytest.mark.parametrize("checkpoint", ["prepared", "intended", "moved", "done"])
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["different", "twins"])
def test_an_undo_that_ends_at_a_commit_point_is_finished_by_the_next(desk, checkpoint, names, cut, cut_at):
    desk.deliver(*names)
    desk.file()
    with pytest.raises(cut):
        desk.undo(checkpoint=cut_at(checkpoint))
    desk.undo()
    assert sorted(desk.names("INBOX")) == sorted(names)
    assert desk.names(SPRAY) == []
    assert desk.states() == [State.PUT_BACK] * 2


@pytest.mark.parametrize("step", ["move:before", "move:after-copy", "move:after", "move:before-answer", "fetch"])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["different", "twins"])
def test_an_undo_that_is_cut_is_finished_by_the_next(new_desk, step, count, names, cut, cut_at):
    desk = new_desk(moves_whole=False)
    desk.deliver(*names)
    desk.file()
    try:
        desk.undo(mailbox=desk.mailbox(cut_at(step, count=count)))
    except cut:
        desk.undo()
    assert sorted(desk.names("INBOX")) == sorted(names)
    assert desk.names(SPRAY) == []


def test_a_filing_that_was_cut_is_settled_before_it_is_undone(desk, cut, cut_at):
    desk.deliver("a", "b")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before-answer")))
    assert len(desk.undo().put_back) == 2
    assert sorted(desk.names("INBOX")) == ["a", "b"]


def test_an_inbox_that_refuses_mail_leaves_it_where_it_is_and_can_be_asked_again(desk):
    desk.deliver("a")
    desk.file()
    desk.server.refuse("INBOX", "The mailbox is over quota.")
    with pytest.raises(FilingStopped):
        desk.undo()
    assert desk.names(SPRAY) == ["a"]
    desk.server.refuse("INBOX", None)
    assert len(desk.undo().put_back) == 1
    assert desk.names("INBOX") == ["a"]


def test_what_cannot_be_told_yet_is_left_for_the_next_time(desk, cut, cut_at):
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    odd = desk.server.deliver(b"odd", folder=SPRAY, error="the server sends NIL")
    assert len(desk.undo().left) == 1
    desk.server.remove(odd)
    assert desk.undo().left == ()


def test_the_twin_of_another_run_is_not_put_back_for_one_that_is_gone(desk):
    desk.deliver("a")
    desk.file()
    desk.server.renumber(SPRAY)
    (mine,) = desk.server.contents(SPRAY)
    first, desk.run = desk.run, desk.journal.begin("memory", at=NOW)
    desk.deliver("a")
    desk.file()
    desk.server.remove(mine.ref)
    desk.run = first
    assert len(desk.undo().moved_since) == 1
    assert desk.places() == {"INBOX": [], SPRAY: ["a"]}


def test_what_was_never_filed_is_not_listed(desk):
    desk.deliver("a")
    desk.server.create(SPRAY)
    desk.server.refuse(SPRAY, "The mailbox is over quota.")
    with pytest.raises(FilingStopped):
        desk.file()
    undone = desk.undo()
    assert (undone.put_back, undone.moved_since, undone.left) == ((), (), ())
