"""What is marked is marked once, stays where it is, and is left alone once its reader took the keyword off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sweeping import NOW, Bench, pest, raw

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Label, Mode
from triage.errors import FilingStopped
from triage.judge.modes import Modes
from triage.learn.modelfile import load, shipped
from triage.mailbox.inmemory import InMemoryMailbox
from triage.memory.store import open_store, preview_store
from triage.run.corrections import MOST_AT_ONCE
from triage.run.evidence import evidence
from triage.run.marking import LOOK_BACK_DAYS, learn_unmarked, take_off

KEYWORD, OBSERVE = Modes(*[Mode.KEYWORD] * 4), Modes(*[Mode.OBSERVE] * 4)
OURS = frozenset((*KEYWORDS.values(), REPEAT_KEYWORD))
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def model():
    return load(shipped())


class Marked(Bench):
    """A bench that tells which messages bear which keywords of ours, by subject."""

    def keywords(self):
        told = {}
        for stored in self.server.everything():
            subject = stored.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode()
            if ours := stored.flags & OURS:
                told[subject] = ours
        return told

    def unmark(self, subject):
        (stored,) = [one for one in self.server.everything() if f"Subject: {subject}\n".encode() in one.raw]
        self.server.flag(stored.ref, *(stored.flags - OURS))

    def look(self, *, at=NOW + DAY):
        with open_store(self.path) as store, InMemoryMailbox(self.server, writable=False) as mailbox:
            return learn_unmarked(mailbox, store, at=at)

    def take_off(self, run=0, **more):
        """Undo what the newest run marked, or one so many runs before it; return what became of it, by subject."""
        with open_store(self.path) as store, InMemoryMailbox(self.server) as mailbox:
            found = take_off(mailbox, store, store.journal.runs()[run], at=NOW + DAY, **more)
        named = {
            one.id: one.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode() for one in self.server.everything()
        }
        return tuple({named.get(mark.id) for mark in marks} for marks in (found.unmarked, found.changed, found.left))

    def said(self):
        with preview_store(self.path) as store:
            return {(one.label, one.seller) for one in store.corrections.all()}

    def marks(self):
        with preview_store(self.path) as store:
            return store.marks.all()


@pytest.fixture
def bench(model, tmp_path):
    """0 and 1 are of a friend, 2 to 4 are outreach; 2 was read, 3 bears a keyword of its reader's."""
    bench = Marked(model, tmp_path / "state" / "bench.sqlite3")
    bench.deliver([raw(0), raw(1)])
    for number, flags in ((2, ["\\Seen"]), (3, ["$Work"]), (4, [])):
        bench.deliver([pest(number)], flags=flags)
    return bench


PESTS = {"Message 2", "Message 3", "Message 4"}


def test_what_would_move_bears_its_keyword_and_stays_with_every_flag_it_had(bench):
    before, places = bench.census(), bench.places()
    judged = bench.sweep(modes=KEYWORD)
    label = {one.message.subject: one.verdict.label for one in judged}
    assert bench.keywords() == {subject: {KEYWORDS[label[subject]]} for subject in PESTS}
    assert {one.message.subject: set(one.keywords) for one in judged if one.keywords} == bench.keywords()
    assert all(one.folder is None for one in judged)
    assert bench.places() == places
    assert {(content, flags - OURS, date) for content, flags, date in bench.census()} == set(before)


def test_a_message_is_marked_once(bench):
    bench.sweep(modes=KEYWORD)
    marked, steps = bench.census(), []
    again = bench.sweep(modes=KEYWORD, fault=steps.append, at=NOW + DAY)
    assert "mark:before" not in steps
    assert bench.census() == marked
    assert {one.message.subject for one in again if one.earlier} == PESTS
    assert {one.at for one in bench.marks()} == {NOW}


def test_a_repeat_bears_two_keywords(model, tmp_path):
    bench = Marked(model, tmp_path / "bench.sqlite3")
    text = (
        "We sell qualified leads and search engine optimisation. Do you have fifteen minutes for a call this week? " * 3
    )
    bench.deliver([pest(n, sender="jo@pest.example", text=text, subject=f"Again {n}") for n in (2, 9)])
    judged = bench.sweep(modes=KEYWORD)
    assert [one.verdict.kind == "repeat" for one in judged] == [False, True]
    assert [len(ours) for ours in bench.keywords().values()] == [1, 2]
    assert REPEAT_KEYWORD in bench.keywords()["Again 9"]


def test_a_keyword_that_its_reader_took_off_is_a_correction_and_never_set_again(bench):
    bench.sweep(modes=KEYWORD)
    bench.unmark("Message 3")
    assert bench.look() == ["pest.example"]
    assert bench.said() == {(Label.LEGITIMATE, "pest.example")}
    assert bench.look() == [], "it is said once"
    bench.sweep(modes=KEYWORD)
    assert bench.keywords().keys() == PESTS - {"Message 3"}
    bench.sweep(modes=Modes())
    assert "Message 3" in bench.places()["INBOX"]
    assert "Message 4" not in bench.places()["INBOX"]


@pytest.mark.parametrize("modes", [KEYWORD, OBSERVE, Modes()], ids=["keyword", "observe", "move"])
def test_a_sweep_leaves_alone_what_lost_its_keyword_even_before_anybody_looked(bench, modes):
    bench.sweep(modes=KEYWORD)
    bench.unmark("Message 3")
    (judged,) = [one for one in bench.sweep(modes=modes) if one.message.subject == "Message 3"]
    assert bench.keywords().keys() == PESTS - {"Message 3"}
    assert "Message 3" in bench.places()["INBOX"]
    assert judged.belongs is None
    assert judged.keywords == ()
    assert bench.look() == ["pest.example"]


def test_what_was_moved_or_deleted_since_says_nothing_by_its_keyword(bench):
    bench.sweep(modes=KEYWORD)
    bench.server.create("Work")
    for stored in bench.server.contents("INBOX"):
        if b"Subject: Message 3" in stored.raw:
            bench.server.flag(bench.server.relocate(stored.ref, "Work"))
        elif b"Subject: Message 4" in stored.raw:
            bench.server.remove(stored.ref)
    assert bench.look() == []
    assert bench.said() == set()


def test_marks_are_looked_after_for_so_many_days(bench):
    bench.sweep(modes=KEYWORD)
    bench.unmark("Message 3")
    assert bench.look(at=NOW + (LOOK_BACK_DAYS + 1) * DAY) == []
    assert bench.look(at=NOW + LOOK_BACK_DAYS * DAY) == ["pest.example"]


@pytest.mark.parametrize(("count", "believed"), [(MOST_AT_ONCE, True), (MOST_AT_ONCE + 1, False)])
def test_so_many_keywords_that_vanish_at_once_are_a_programs_doing_and_asked_about(model, tmp_path, count, believed):
    bench = Marked(model, tmp_path / "bench.sqlite3")
    bench.deliver([pest(n) for n in range(count)])
    bench.sweep(modes=KEYWORD)
    for n in range(count):
        bench.unmark(f"Message {n}")
    bench.look()
    with preview_store(bench.path) as store:
        assert (len(store.corrections.all()), len(store.corrections.doubted())) == (
            (count, 0) if believed else (0, count)
        )


@pytest.mark.parametrize("step", ["mark:before", "mark:before-answer"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_cut_loses_nothing_and_the_next_sweep_completes_it(bench, cut, cut_at, step, count):
    if (step, count) == ("mark:before-answer", 2):
        bench.server.flag(bench.server.contents("INBOX")[4].ref, "\\Seen")  # one group of keywords: one answer
        count = 1
    with pytest.raises(cut):
        bench.sweep(modes=KEYWORD, fault=cut_at(step, count=count))
    bench.sweep(modes=KEYWORD)
    assert bench.keywords().keys() == PESTS
    assert len(bench.marks()) == 3
    bench.unmark("Message 2")
    assert bench.look() == ["pest.example"], "what was set before the cut is remembered, too"


def test_cut_before_it_was_written_down_a_mark_is_found_and_remembered_as_what_it_says(bench, cut, cut_at):
    with pytest.raises(cut):
        bench.sweep(modes=KEYWORD, checkpoint=cut_at("marked"))
    assert bench.marks() == []
    bench.sweep(modes=KEYWORD, at=NOW + DAY)
    assert {KEYWORDS[one.label] for one in bench.marks()} == set().union(*bench.keywords().values())


def test_where_no_keywords_are_kept_it_says_so_and_changes_nothing(bench):
    before = bench.census()
    with open_store(bench.path) as store, InMemoryMailbox(bench.server, keeps_keywords=False) as mailbox:
        ref = bench.server.contents("INBOX")[2].ref
        with pytest.raises(FilingStopped, match="keeps no keywords"):
            mailbox.mark([ref], ["$TriageSpray"])
        assert store.marks.all() == []
    assert bench.census() == before


@pytest.mark.parametrize("apply", [False, True])
def test_observing_changes_nothing_and_says_where_it_belongs(bench, apply):
    before = bench.census()
    judged = bench.sweep(apply=apply, modes=OBSERVE)
    assert {one.message.subject for one in judged if one.belongs} == PESTS
    assert not any(one.folder or one.keywords for one in judged)
    assert bench.census() == before
    assert bench.marks() == []


def test_a_preview_tells_what_would_be_marked_and_marks_nothing(bench):
    before = bench.census()
    judged = bench.sweep(apply=False, modes=KEYWORD, open=preview_store)
    assert {one.message.subject for one in judged if one.keywords} == PESTS
    assert bench.census() == before


def test_what_was_marked_moves_once_its_label_is_promoted(bench):
    bench.sweep(modes=KEYWORD)
    marked = bench.keywords()
    bench.sweep(modes=Modes())
    assert set(bench.places()["INBOX"]) == {"Message 0", "Message 1"}
    assert bench.keywords() == marked


def test_each_label_is_done_by_as_its_own_mode_says(bench):
    """All of one label is marked and the rest moves, whichever label the model says."""
    kinds = {one.message.subject: one.verdict.label for one in bench.sweep(apply=False, open=preview_store)}
    label = kinds["Message 2"]
    bench.sweep(modes=Modes(**{str(label): Mode.KEYWORD}))
    assert bench.keywords().keys() == {subject for subject in PESTS if kinds[subject] is label}
    assert set(bench.places()["INBOX"]) == {"Message 0", "Message 1", *bench.keywords()}


# ---------------------------------------------------------------- undone


def test_what_a_run_marked_is_undone_to_the_flag_and_never_marked_or_filed_again(bench):
    before = bench.census()
    bench.sweep(modes=KEYWORD)
    assert bench.take_off() == (PESTS, set(), set())
    assert bench.census() == before
    assert bench.marks() == []
    for modes in (KEYWORD, Modes()):
        bench.sweep(modes=modes, at=NOW + 2 * DAY)
        assert bench.census() == before
        assert set(bench.places()) == {"INBOX"}
    assert bench.take_off() == (set(), set(), set())


def test_what_was_undone_is_nobodys_word_and_no_evidence(bench):
    bench.sweep(modes=KEYWORD)
    bench.take_off()
    assert bench.look(at=NOW + 2 * DAY) == []
    bench.sweep(modes=KEYWORD, at=NOW + 30 * DAY)
    assert bench.said() == set()
    with preview_store(bench.path) as store:
        assert {(one.judged, one.corrected) for one in evidence(store, counts=bool).values()} == {(0, 0)}


def test_what_its_reader_changed_or_moved_since_stays_as_they_left_it(bench):
    bench.sweep(modes=KEYWORD)
    set_then = bench.keywords()
    bench.unmark("Message 2")
    bench.server.create("Work")
    for stored in bench.server.contents("INBOX"):
        if b"Subject: Message 3" in stored.raw:
            bench.server.relocate(stored.ref, "Work")
        elif b"Subject: Message 4" in stored.raw:
            other = next(each for each in sorted(OURS - {REPEAT_KEYWORD}) if each not in set_then["Message 4"])
            bench.server.flag(bench.server.contents("INBOX")[-1].ref, other)
    before = bench.census()
    unmarked, changed, left = bench.take_off()
    assert (unmarked, len(changed), left) == (set(), 3, set())
    assert bench.census() == before
    assert bench.look() == ["pest.example"], "a keyword that its reader took off is still their word"


def test_only_what_that_run_marked_is_undone(bench):
    """4 bears a keyword that another machine set, 9 came later."""
    (four,) = [one for one in bench.server.contents("INBOX") if b"Message 4\n" in one.raw]
    bench.server.flag(four.ref, KEYWORDS[Label.SPRAY])
    bench.sweep(modes=KEYWORD)
    bench.deliver([pest(9)])
    bench.sweep(modes=KEYWORD, at=NOW + DAY)
    assert bench.keywords().keys() == PESTS | {"Message 9"}
    assert bench.take_off(run=1)[0] == {"Message 2", "Message 3"}
    assert bench.keywords().keys() == {"Message 4", "Message 9"}
    assert bench.take_off()[0] == {"Message 9"}


def test_a_repeat_loses_both_keywords(model, tmp_path):
    bench = Marked(model, tmp_path / "bench.sqlite3")
    text = (
        "We sell qualified leads and search engine optimisation. Do you have fifteen minutes for a call this week? " * 3
    )
    bench.deliver([pest(n, sender="jo@pest.example", text=text, subject=f"Again {n}") for n in (2, 9)])
    bench.sweep(modes=KEYWORD)
    assert bench.take_off() == ({"Again 2", "Again 9"}, set(), set())
    assert bench.keywords() == {}


@pytest.mark.parametrize("step", ["settled", "unmarked"])
def test_an_undo_that_is_cut_says_nothing_and_is_completed(bench, cut, cut_at, step):
    bench.sweep(modes=KEYWORD)
    with pytest.raises(cut):
        bench.take_off(checkpoint=cut_at(step))
    assert bench.look() == [], "what lost its keyword by us is not its reader's word"
    bench.sweep(modes=KEYWORD, at=NOW + 2 * DAY)
    _, changed, left = bench.take_off(run=1)
    assert (changed, left, bench.marks(), bench.keywords()) == (set(), set(), [], {})
    assert bench.said() == set()
