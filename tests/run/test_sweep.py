"""One pass over a mailbox in memory, with the judge and the model that are shipped."""

from collections import Counter
from datetime import timedelta

import pytest
from sweeping import NOW, START, Bench, pest, raw

from triage.errors import DailyLimitError
from triage.learn.modelfile import load, shipped
from triage.mailbox.inmemory import InMemoryMailbox
from triage.memory.store import open_store, preview_store
from triage.run import sweep
from triage.run.sweep import BATCH, Scope, Sweep


@pytest.fixture(scope="module")
def model():
    return load(shipped())


@pytest.fixture
def bench(model, tmp_path):
    return Bench(model, tmp_path / "state" / "bench.sqlite3")


def fates(judged):
    return {one.message.subject: one.verdict.folder for one in judged}


def test_every_message_is_yielded_once_oldest_first_and_moves_as_its_verdict_says(bench):
    bench.deliver([pest(n) if n % 2 else raw(n) for n in range(20)])
    judged = bench.sweep()
    assert [one.message.subject for one in judged] == [f"Message {n}" for n in range(20)]
    for folder, subjects in bench.places().items():
        for subject in subjects:
            assert (fates(judged)[subject] or "INBOX") == folder


def test_a_preview_moves_nothing_and_remembers_nothing(bench):
    bench.deliver([pest(n) for n in range(5)])
    before = bench.places()
    assert all(fates(bench.sweep(apply=False, open=preview_store)).values())
    assert bench.places() == before
    assert not bench.path.exists()


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 2 * BATCH + 3])
def test_batches_lose_and_double_nothing(bench, count):
    bench.deliver([pest(n) if n % 3 else raw(n) for n in range(count)])
    before = bench.census()
    judged = bench.sweep()
    assert len(judged) == count
    assert bench.census() == before
    assert sum(one.verdict.folder is not None for one in judged) == sum(1 for n in range(count) if n % 3)


def test_what_is_held_is_filed_by_one_command(bench, monkeypatch):
    monkeypatch.setattr(sweep, "PARTS", 1)
    bench.deliver([pest(n) for n in range(2 * BATCH + 3)])
    steps = Counter()
    judged = bench.sweep(hold=3 * BATCH, checkpoint=lambda name: steps.update([name]))
    assert (steps["judged"], steps["moved"]) == (3, len({one.folder for one in judged}))
    assert fates(judged).keys() == {f"Message {n}" for n in range(2 * BATCH + 3)}
    assert "INBOX" not in bench.places()


def test_a_small_mailbox_is_filed_as_it_is_read(bench):
    bench.deliver([pest(n) for n in range(2 * BATCH)])
    steps = []
    bench.sweep(hold=3 * BATCH, checkpoint=steps.append)
    assert [step for step in steps if step in ("judged", "moved")][:2] == ["judged", "moved"]


def test_a_preview_holds_nothing(bench, monkeypatch):
    monkeypatch.setattr(sweep, "PARTS", 1)
    bench.deliver([pest(n) for n in range(2 * BATCH)])
    seen = []
    with preview_store(bench.path) as store, InMemoryMailbox(bench.server, writable=False) as mailbox:
        look = Sweep(mailbox, store, bench.judge(store), at=NOW, hold=3 * BATCH, told=lambda: seen.append(1))
        next(look(look.queue()))
    assert len(seen) == BATCH


def test_where_the_limit_of_the_day_ends_it_all_that_was_judged_is_filed_and_yielded(bench, monkeypatch):
    monkeypatch.setattr(sweep, "PARTS", 1)
    bench.deliver([pest(n) for n in range(2 * BATCH)])
    fetched = Counter()

    def limit(name):
        fetched[name] += 1
        if name == "fetch" and fetched[name] > BATCH:
            raise DailyLimitError

    judged = []
    with pytest.raises(DailyLimitError):
        bench.sweep(hold=3 * BATCH, fault=limit, into=judged)
    assert [one.message.subject for one in judged] == [f"Message {n}" for n in range(BATCH)]
    assert len(bench.places()["INBOX"]) == BATCH


def test_a_message_is_let_go_but_for_its_head(bench):
    bench.deliver([raw(1)])
    [one] = bench.sweep()
    assert (one.message.subject, one.message.sender.spec, one.message.message_id) == (
        "Message 1",
        "ann@friend.example",
        "<1@x>",
    )
    assert "gauges" not in repr(one.message)


def test_scope_takes_folders_since_and_limit(bench):
    bench.deliver([raw(n) for n in range(4)])
    bench.server.create("Lists")
    bench.deliver([raw(n) for n in range(10, 14)], folder="Lists")
    scope = Scope(folders=("INBOX", "Lists"), since=START + timedelta(days=1), limit=3)
    assert sorted(fates(bench.sweep(scope=scope))) == ["Message 1", "Message 11", "Message 2"]


def test_mail_that_cannot_be_read_is_yielded_with_its_error_and_stays(bench):
    bench.deliver([pest(0)])
    bench.server.deliver(b"", error="It is broken.", received=START)
    judged = bench.sweep()
    assert [(one.error, one.verdict is None) for one in judged] == [(None, False), ("It is broken.", True)]
    assert len(bench.server.contents("INBOX")) == 1


def test_the_second_sweep_gives_the_verdicts_of_the_first(bench):
    text = "We help companies like yours to get qualified leads with our lead generation service. Fifteen minutes this week?"
    bench.deliver([raw(n, sender="jo@vendor.example", text=text) for n in range(4)] + [pest(9)])
    first = bench.sweep(apply=False)
    second = bench.sweep(apply=False)
    assert [one.verdict for one in first] == [one.verdict for one in second]


# ---------------------------------------------------------------- whom I wrote to


def test_whom_i_answered_is_known_for_all_of_their_mail_and_counted_once(bench):
    bench.deliver([pest(n, sender="jo@x.pest.example") for n in range(2)])
    bench.deliver([pest(n, sender="jo@x.pest.example") for n in range(2, 4)], flags=["\\Answered"])
    for _ in range(3):
        assert {one.verdict.standing for one in bench.sweep()} == {"correspondent"}
    assert bench.contact("jo@x.pest.example").count == 1


def test_the_subjects_of_mail_that_i_answered_are_no_words_of_mine(bench):
    bench.deliver([pest(1, subject="Rankings for flanges")], flags=["\\Answered"])
    bench.sweep()
    with open_store(bench.path) as store:
        assert store.contacts.count() == 1
        assert store.contacts.words() == {}


# ---------------------------------------------------------------- earlier runs


def test_what_was_put_back_stays(bench):
    bench.deliver([pest(n) for n in range(3)])
    before = bench.places()
    bench.sweep()
    bench.undo()
    judged = bench.sweep()
    assert bench.places() == before
    assert {one.verdict.reasons[0].code for one in judged} == {"put-back"}


def test_what_its_reader_pulled_back_stays(bench):
    bench.deliver([pest(1)])
    bench.sweep()
    [stored] = [stored for stored in bench.server.everything() if stored.ref.folder != "INBOX"]
    bench.server.relocate(stored.ref, "INBOX")
    assert fates(bench.sweep()) == {"Message 1": None}
    assert bench.places() == {"INBOX": ["Message 1"]}


def test_what_was_pulled_back_is_told_once_by_the_first_run_that_acts(bench):
    bench.deliver([pest(1)])
    bench.sweep()
    [stored] = [stored for stored in bench.server.everything() if stored.ref.folder != "INBOX"]
    bench.server.relocate(stored.ref, "INBOX")
    told = [[one.taken_back for one in bench.sweep(apply=apply, open=opening)] for apply, opening in LOOKS]
    assert told == [[False], [True], [False], [False]]


LOOKS = [(False, preview_store), (True, open_store), (True, open_store), (False, preview_store)]


def test_what_was_undone_was_not_taken_back(bench):
    bench.deliver([pest(n) for n in range(3)])
    bench.sweep()
    bench.undo()
    assert [one.taken_back for one in bench.sweep()] == [False] * 3


def test_a_twin_that_comes_later_is_filed_like_the_first(bench):
    bench.deliver([pest(1)])
    [first] = bench.sweep()
    bench.server.deliver(pest(1), received=START + timedelta(minutes=1))
    [second] = bench.sweep()
    assert (second.taken_back, second.folder) == (False, first.folder)
    assert bench.places() == {first.folder: ["Message 1"] * 2}


def test_of_twins_the_one_that_was_pulled_back_stays(bench):
    bench.deliver([pest(1), pest(1)])
    [filed, _] = bench.sweep()
    bench.server.relocate(bench.server.contents(filed.folder)[1].ref, "INBOX")
    for _ in range(2):
        assert [(one.folder, one.verdict.reasons[0].code) for one in bench.sweep()] == [(None, "put-back")]


def test_what_was_copied_back_stays(bench):
    bench.deliver([pest(1)])
    bench.sweep()
    bench.deliver([pest(1)])  # of the same time, as a copy is
    assert [(one.taken_back, one.verdict.reasons[0].code) for one in bench.sweep()] == [(False, "put-back")]


def test_what_was_moved_back_by_a_client_that_marks_the_original_as_deleted_stays(bench):
    bench.deliver([pest(1)])
    [filed] = bench.sweep()
    [stored] = bench.server.contents(filed.folder)
    bench.server.flag(stored.ref, "\\Deleted")
    bench.server.deliver(stored.raw, received=START + timedelta(minutes=1))
    assert [one.verdict.reasons[0].code for one in bench.sweep()] == ["put-back"]


def test_of_twins_the_one_that_stayed_when_the_other_was_moved_by_somebody_else_is_filed(bench):
    refs = bench.deliver([pest(1)]) + bench.deliver([pest(1)])
    [filed, _] = bench.sweep(apply=False, open=preview_store)

    def cut(name):
        if name == "intended":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.sweep(checkpoint=cut)
    bench.server.relocate(refs[0], filed.folder)
    bench.sweep()
    assert bench.places() == {filed.folder: ["Message 1"] * 2}


def test_what_lies_where_it_was_filed_is_no_repeat_of_itself(bench):
    text = "We help companies like yours to get qualified leads with our lead generation service. Fifteen minutes this week?"
    bench.deliver([pest(1, text=text)])
    [filed] = bench.sweep()
    [again] = bench.sweep(scope=Scope(folders=(filed.verdict.folder,)))
    assert again.verdict.repeat is None
    assert again.verdict.folder is None
    assert again.earlier


def test_a_preview_says_of_mail_whose_move_was_interrupted_where_it_goes(bench):
    bench.deliver([pest(1)])

    def cut(name):
        if name == "intended":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.sweep(checkpoint=cut)
    [one] = bench.sweep(apply=False, open=preview_store)
    assert one.verdict.folder is not None
    assert one.verdict.reasons[0].code != "put-back"
    assert bench.places() == {"INBOX": ["Message 1"]}


def test_mail_that_somebody_else_moved_meanwhile_is_not_said_to_be_filed(bench):
    refs = bench.deliver([pest(n) for n in range(3)])
    bench.server.create("Archive")

    def meanwhile(name):
        if name == "prepare" and bench.server.holds(refs[1]):
            bench.server.relocate(refs[1], "Archive")

    judged = bench.sweep(fault=meanwhile)
    assert fates(judged)["Message 1"] is None
    assert bench.places()["Archive"] == ["Message 1"]
    assert fates(judged)["Message 0"] is not None


# ---------------------------------------------------------------- cut at every step


STEPS = ("judged", "prepared", "intended", "moved", "done")


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_a_sweep_that_was_cut_is_completed_by_the_next_to_the_same_end(bench, model, tmp_path, step, count):
    raws = [pest(n) if n % 3 else raw(n) for n in range(BATCH + 30)]
    whole = Bench(model, tmp_path / "whole.sqlite3")
    for each in (bench, whole):
        each.deliver(raws)
    whole.sweep()
    before = bench.census()
    seen = Counter()

    def cut(name):
        seen[name] += 1
        if name == step and seen[name] == count:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench.sweep(checkpoint=cut)
    assert bench.census() == before
    bench.sweep()
    assert bench.census() == before
    assert bench.places() == whole.places()


def test_the_steps_come_in_their_order(bench):
    bench.deliver([pest(1)])
    steps = []
    bench.sweep(checkpoint=steps.append)
    assert tuple(steps) == STEPS
