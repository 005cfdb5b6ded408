from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain

import pytest

from triage.domain import Label
from triage.errors import FilingStopped, UnreachableError
from triage.mailbox.base import identity
from triage.mailbox.inmemory import InMemoryMailbox
from triage.mailbox.maildir import MaildirMailbox
from triage.memory.journal import Filing, State
from triage.memory.store import preview_store
from triage.run.filing import BATCH, reconcile

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
SPRAY = "Outreach/Spray"


# ---------------------------------------------------------------- nothing breaks


@pytest.mark.parametrize(
    "session",
    [{}, {"moves_whole": False}, {"tells_places": False}, {"moves_whole": False, "tells_places": False}],
    ids=["whole", "copies", "silent", "copies-silently"],
)
def test_messages_are_moved_with_their_flags_and_the_journal_knows_where_they_stand(new_desk, session):
    desk = new_desk(**session)
    desk.deliver("a", "b", "a")
    before = sorted((each.raw, each.flags, each.received) for each in desk.server.everything())
    outcome = desk.file()
    assert desk.places() == {"INBOX": [], SPRAY: ["a", "b", "a"]}
    assert sorted((each.raw, each.flags, each.received) for each in desk.server.everything()) == before
    assert [intent.state for intent in outcome.done] == [State.DONE] * 3
    assert {intent.destination for intent in outcome.done} == {each.ref for each in desk.server.contents(SPRAY)}
    for intent in desk.journal.intents(desk.run):
        (stored,) = desk.mailbox().fetch([intent.destination])
        assert identity(stored) == intent.filing.identity
    assert desk.journal.open_intents() == []


def test_an_intent_is_on_record_before_its_message_moves(desk):
    desk.deliver("a")
    seen = []

    def fault(step):
        if step == "move:before":
            seen.append([intent.state for intent in desk.journal.open_intents()])

    desk.file(mailbox=desk.mailbox(fault))
    assert seen == [[State.PLANNED]]


def test_more_than_a_batch_is_moved_in_several_and_from_each_folder_on_its_own(desk, raw):
    desk.server.create("Lists")
    for n in range(BATCH + 1):
        desk.deliver(f"m{n}")
    desk.server.deliver(raw("other"), folder="Lists")
    steps = []
    filings = list(chain(desk.filings("Lists"), desk.filings()))
    outcome = desk.file(filings=filings, checkpoint=steps.append)
    assert steps == ["prepared", "intended", "moved", "done"] * 3
    assert len(outcome.done) == BATCH + 2
    assert len(desk.names(SPRAY)) == BATCH + 2


def test_nothing_to_file_touches_nothing(desk):
    assert desk.file(filings=[]).done == ()
    assert SPRAY not in desk.server.boxes


# ---------------------------------------------------------------- the world moves meanwhile


def test_a_message_that_its_reader_moved_meanwhile_is_vanished_and_left_alone(desk):
    (ref, _) = desk.deliver("a", "b")
    desk.server.create("Keep")
    filings = desk.filings()
    desk.server.relocate(ref, "Keep")
    outcome = desk.file(filings=filings)
    assert [intent.filing.ref for intent in outcome.vanished] == [ref]
    assert desk.names("Keep") == ["a"]
    assert desk.names(SPRAY) == ["b"]
    assert desk.journal.open_intents() == []


def test_a_target_that_refuses_mail_stops_filing_and_what_was_moved_is_known(desk):
    desk.deliver("a", "b", "c")

    def fault(step):
        if step == "move:after":
            desk.server.refuse(SPRAY, "The mailbox is over quota.")

    with pytest.raises(FilingStopped, match="over quota"):
        desk.file(mailbox=desk.mailbox(fault))
    assert desk.places() == {"INBOX": ["b", "c"], SPRAY: ["a"]}
    assert desk.states() == [State.DONE, State.WITHDRAWN, State.WITHDRAWN]
    desk.server.refuse(SPRAY, None)
    desk.file()
    assert desk.places() == {"INBOX": [], SPRAY: ["a", "b", "c"]}


def test_a_lost_connection_leaves_its_intents_open_and_is_not_asked_again(desk, cut_at):
    desk.deliver("a")
    with pytest.raises(UnreachableError):
        desk.file(mailbox=desk.mailbox(cut_at("move:before-answer", error=UnreachableError)))
    assert desk.states() == [State.PLANNED]
    assert len(desk.reconcile().done) == 1


@pytest.mark.case(12)
@pytest.mark.parametrize("names", [("a", "b", "c"), ("a", "a", "a")], ids=["different", "twins"])
def test_an_answer_that_leaves_some_out_is_completed_one_place_for_one_message(desk, names):
    refs = desk.deliver(*names)
    desk.server.create("Keep")
    filings = desk.filings()
    desk.server.relocate(refs[0], "Keep")
    outcome = desk.file(filings=filings, mailbox=_Forgetful(desk.server))
    assert len(outcome.vanished) == 1
    assert {intent.destination for intent in outcome.done} == {each.ref for each in desk.server.contents(SPRAY)}
    assert (desk.names("Keep"), desk.names(SPRAY)) == ([names[0]], list(names[1:]))


class _Forgetful(InMemoryMailbox):
    """A mailbox whose answer leaves out the last message that it moved, as a partial COPYUID does."""

    def move(self, refs, target):
        return dict(list(super().move(refs, target).items())[:-1])


def test_of_twins_the_one_whose_source_is_gone_gets_the_copy(desk, cut, cut_at):
    _, second = desk.deliver("a", "a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    desk.server.relocate(second, SPRAY)  # what a server does that skipped the first
    outcome = desk.reconcile()
    assert [intent.filing.ref for intent in outcome.done] == [second]
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["a"]}


# ---------------------------------------------------------------- reconcile, case by case


def test_nothing_open_asks_nothing_of_the_mailbox(desk, cut_at):
    reconcile(desk.mailbox(cut_at("fetch")), desk.journal)
    reconcile(desk.mailbox(cut_at("scan")), desk.journal)


@pytest.mark.parametrize(
    ("step", "states"),
    [
        ("move:before", [State.WITHDRAWN, State.WITHDRAWN]),
        ("move:after-copy", [State.DONE, State.WITHDRAWN]),
        ("move:after", [State.DONE, State.WITHDRAWN]),
        ("move:before-answer", [State.DONE, State.DONE]),
    ],
)
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["different", "twins"])
def test_a_move_that_was_cut_is_settled_one_place_for_one_message(new_desk, step, states, names, cut, cut_at):
    desk = new_desk(moves_whole=False)
    desk.deliver(*names)
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at(step)))
    desk.reconcile()
    assert sorted(desk.states()) == sorted(states)
    assert sorted(desk.names("INBOX") + desk.names(SPRAY)) == sorted(names)
    assert len(desk.names(SPRAY)) == states.count(State.DONE)
    assert len(desk.reconcile().done) == 0


@pytest.mark.parametrize("step", ["folders", "scan", "fetch", "settle:before", "settle:after"])
@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["different", "twins"])
def test_a_reconcile_that_is_cut_can_be_done_again(new_desk, step, count, names, cut, cut_at):
    desk = new_desk(moves_whole=False)
    desk.deliver(*names)
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:after-copy", count=2)))
    try:
        reconcile(desk.mailbox(cut_at(step, count=count)), desk.journal)
    except cut:
        desk.reconcile()
    assert desk.places() == {"INBOX": [], SPRAY: list(names)}
    assert desk.states() == [State.DONE, State.DONE]


@pytest.mark.case(15)
@pytest.mark.parametrize("which", ["INBOX", SPRAY, "both"])
@pytest.mark.parametrize("step", ["move:before", "move:after-copy", "move:after", "move:before-answer"])
@pytest.mark.parametrize("names", [("a", "b"), ("a", "a")], ids=["different", "twins"])
def test_folders_that_were_renumbered_meanwhile_are_searched_by_identity(new_desk, which, step, names, cut, cut_at):
    desk = new_desk(moves_whole=False)
    desk.deliver("before", *names)
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at(step)), filings=desk.filings()[1:])
    for folder in ("INBOX", SPRAY) if which == "both" else (which,):
        desk.server.renumber(folder)
    desk.reconcile()
    assert sorted(desk.names("INBOX") + desk.names(SPRAY)) == sorted(("before", *names))
    assert len(desk.names(SPRAY)) == desk.states().count(State.DONE)
    assert set(desk.states()) <= {State.DONE, State.WITHDRAWN}


def test_a_twin_that_was_filed_before_is_not_taken_for_the_copy(desk, cut, cut_at):
    desk.deliver("a")
    desk.file()
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    assert len(desk.reconcile().again) == 1
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["a"]}


def test_a_twin_that_was_filed_before_the_target_was_renumbered_is_not_taken_for_the_copy(desk, cut, cut_at):
    desk.deliver("a")
    desk.file()
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    desk.server.renumber(SPRAY)
    assert len(desk.reconcile().again) == 1
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["a"]}


def test_a_twin_that_its_reader_had_put_into_the_target_is_not_taken_for_the_copy(desk, cut, cut_at, raw):
    desk.server.create(SPRAY)
    desk.server.deliver(raw("a"), folder=SPRAY)
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    assert len(desk.reconcile().again) == 1
    assert desk.places() == {"INBOX": ["a"], SPRAY: ["a"]}


def test_a_target_that_was_deleted_meanwhile_means_planning_again(desk, cut, cut_at):
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    del desk.server.boxes[SPRAY]
    assert len(desk.reconcile().again) == 1
    desk.file()
    assert desk.places() == {"INBOX": [], SPRAY: ["a"]}


def test_nothing_is_concluded_while_something_unreadable_might_be_the_message(desk, cut, cut_at, raw):
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before")))
    odd = desk.server.deliver(raw("odd"), folder=SPRAY, error="the server sends NIL")
    assert len(desk.reconcile().unknown) == 1
    assert desk.journal.is_settled(desk.filings()[0].identity, run=desk.run)
    desk.server.remove(odd)
    assert len(desk.reconcile().again) == 1


def test_the_intents_of_another_run_are_settled_too(desk, cut, cut_at):
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before-answer")))
    first, desk.run = desk.run, desk.journal.begin("memory", at=NOW)
    assert [intent.run for intent in desk.reconcile().done] == [first]


@pytest.mark.parametrize("checkpoint", ["prepared", "intended", "moved", "done", "settled", "reconciled"])
def test_a_run_that_ends_at_a_commit_point_is_finished_by_the_next(new_desk, checkpoint, cut, cut_at):
    desk = new_desk(moves_whole=False)
    desk.deliver("a", "b", "a")
    fault = cut_at(checkpoint)
    # A copy that is refused half-way brings a filing to its last two commit points.
    mailbox = desk.mailbox(cut_at("move:after-copy", count=2, error=FilingStopped))
    late = checkpoint in {"settled", "reconciled"}
    with pytest.raises(cut):
        desk.file(mailbox=mailbox if late else None, checkpoint=fault)
    desk.reconcile()
    desk.file()
    assert desk.places()["INBOX"] == []
    assert sorted(desk.places()[SPRAY]) == ["a", "a", "b"]


def test_two_batches_that_were_both_cut_do_not_share_a_copy(desk, cut, cut_at):
    desk.deliver("a", "a")
    first, second = desk.filings()
    with pytest.raises(cut):
        desk.file(filings=[first], mailbox=desk.mailbox(cut_at("move:before-answer")))
    with pytest.raises(cut):
        desk.file(filings=[second], mailbox=desk.mailbox(cut_at("move:before")))
    desk.server.renumber(SPRAY)
    outcome = desk.reconcile()
    assert ([len(outcome.done), len(outcome.again)], desk.places()) == ([1, 1], {"INBOX": ["a"], SPRAY: ["a"]})


def test_a_renumbered_target_is_searched_below_its_old_numbers_too(desk, raw, cut, cut_at):
    desk.server.create(SPRAY)
    for ref in [desk.server.deliver(raw("old"), folder=SPRAY) for _ in range(5)]:
        desk.server.remove(ref)
    desk.deliver("a")
    with pytest.raises(cut):
        desk.file(mailbox=desk.mailbox(cut_at("move:before-answer")))
    desk.server.renumber(SPRAY)
    assert len(desk.reconcile().done) == 1


def test_of_twins_on_disk_the_one_whose_name_stands_twice_is_settled(tmp_path, raw):
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    for name in ("1.M1.host", "2.M1.host"):
        (tmp_path / "new" / name).write_bytes(raw("a"))
    with preview_store() as store, MaildirMailbox(tmp_path, writable=True) as mailbox:
        target = mailbox.prepare(SPRAY)
        filings = [
            Filing(each.ref, identity(each), each.id, Label.SPRAY)
            for each in mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")])
        ]
        run = store.journal.begin("maildir", at=NOW)
        store.journal.intend(run, filings, target, at=NOW)
        (tmp_path / ".Outreach.Spray" / "new" / "2.M1.host").hardlink_to(tmp_path / "new" / "2.M1.host")
        reconcile(mailbox, store.journal)
        assert [intent.state for intent in store.journal.intents(run)] == [State.WITHDRAWN, State.DONE]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["1.M1.host"]
