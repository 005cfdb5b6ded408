"""Where a message was marked is remembered, by identity and place, and never anew."""

from datetime import UTC, datetime, timedelta

import pytest

from triage.domain import Label, Ref
from triage.memory.marks import Mark
from triage.memory.store import open_store, preview_store

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)


def mark(who="a", *, uid="1", label=Label.SPRAY, at=NOW, reasons=("blocked",)):
    return Mark(who, f"INBOX;UID={uid}", label, Ref("INBOX", uid, "7"), at, reasons)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "work.sqlite3"


def test_marks_are_read_back_as_they_were_written_the_oldest_first(path):
    later = mark("b", label=Label.PITCH, at=NOW + timedelta(days=1), reasons=())
    with open_store(path) as store:
        store.marks.record([later, mark(), mark(uid="2")])
        assert store.marks.of("a") == [mark(), mark(uid="2")]
        assert store.marks.of("c") == []
        assert store.marks.all() == [mark(), mark(uid="2"), later]


def test_a_message_that_was_marked_in_the_same_place_keeps_its_date(path):
    with open_store(path) as store:
        store.marks.record([mark()])
        store.marks.record([mark(at=NOW + timedelta(days=9))])
        assert store.marks.of("a") == [mark()]


def test_a_preview_reads_what_was_marked_and_writes_nothing_to_it(path):
    with open_store(path) as store:
        store.marks.record([mark()])
    with preview_store(path) as store:
        store.marks.record([mark("b")])
        assert {one.identity for one in store.marks.all()} == {"a", "b"}
    with preview_store(path) as store:
        assert store.marks.all() == [mark()]


def test_forgetting_everything_keeps_the_marks_unless_the_journal_goes_too(path):
    with open_store(path) as store:
        store.marks.record([mark()])
        store.forget_all()
        assert store.marks.all() == [mark()]
        store.forget_all(journal=True)
        assert store.marks.all() == []
