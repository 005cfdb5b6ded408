from __future__ import annotations

import array
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from triage.domain import Fingerprint, Label, RepeatMemory
from triage.memory.fingerprints import POSTING_CAP, RELATED
from triage.memory.store import open_store, preview_store

START = datetime(2024, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)


def _print(n, *, sketch=(), threads=(), days=0, **other):
    base = Fingerprint(
        id=f"id-{n}",
        date=START + timedelta(days=days),
        sender="jo@mail.vendor.example",
        domain="vendor.example",
        name="Jo Vendor",
        label=Label.SPRAY,
        touch=2,
        digest=n.to_bytes(16, "little"),
        shingles=array.array("Q", sorted([n, 2**64 - 1])).tobytes(),
        sketch=tuple(sketch),
        threads=tuple(threads),
    )
    return replace(base, **other)


def _ids(found):
    return [each.id for each in found]


@pytest.fixture
def prints():
    with preview_store() as store:
        yield store.fingerprints


def test_the_store_is_a_repeat_memory(prints):
    memory: RepeatMemory = prints
    assert memory.by_digest(b"") == []


def test_a_fingerprint_is_read_back_as_it_was_written(prints):
    written = _print(1, sketch=(-(2**63), -1, 0, 2**63 - 1), threads=(5, -5))
    prints.add(written)
    assert prints.by_digest(written.digest) == [written]
    assert prints.similar([-1, 0]) == [written]
    assert prints.by_threads([-5, 7]) == [written]
    assert prints.by_sender("jo@mail.vendor.example") == [written]
    assert prints.by_domain("vendor.example") == [written]
    assert prints.count() == 1


@pytest.mark.parametrize(
    "date", [None, datetime(1969, 7, 20, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=timezone(timedelta(hours=-7)))]
)
def test_any_date_is_read_back(prints, date):
    prints.add(_print(1, date=date))
    assert prints.by_sender("jo@mail.vendor.example")[0].date == date


def test_no_lookup_finds_what_it_should_not(prints):
    prints.add(_print(1, sketch=range(16), threads=(5,)))
    assert prints.by_digest(b"\0" * 16) == []
    assert prints.similar(range(100, 116)) == []
    assert prints.by_threads([6]) == []
    assert prints.by_threads([]) == []
    assert prints.by_sender("jo@vendor.example") == []
    assert prints.by_domain("mail.vendor.example") == []


def test_similar_puts_most_shared_hashes_first_then_the_newest(prints):
    prints.add(_print(1, sketch=range(16), days=1))
    prints.add(_print(2, sketch=range(8, 24), days=2))
    prints.add(_print(3, sketch=range(8, 24), days=3))
    assert _ids(prints.similar(range(16))) == ["id-1", "id-3", "id-2"]
    assert _ids(prints.similar(range(16), limit=2)) == ["id-1", "id-3"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(range(15, 31), [], id="one-hit-of-many-is-chance"),
        pytest.param(range(14, 30), ["id-1"], id="two-hits"),
        pytest.param([15, 100, 101, 102], ["id-1"], id="one-hit-of-a-tiny-sketch"),
        pytest.param([15, 15, 15, 100, 101, 102, 103], [], id="one-hash-said-often-is-one-hit"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_two_hits_are_needed_unless_the_sketch_is_tiny(prints, asked, expected):
    prints.add(_print(1, sketch=range(16)))
    assert _ids(prints.similar(list(asked))) == expected


def test_a_hash_that_everybody_shares_keeps_the_newest_only(prints):
    for n in range(POSTING_CAP + 10):
        prints.add(_print(n, sketch=(1, 2, 1000 + n, 2000 + n), days=n))
    found = prints.similar([1, 2], limit=1000)
    assert _ids(found) == [f"id-{n}" for n in range(POSTING_CAP + 9, 9, -1)]
    assert _ids(prints.similar([1000, 2000])) == ["id-0"]


@pytest.mark.parametrize("lookup", ["by_sender", "by_domain", "by_digest", "by_threads"])
def test_related_messages_come_newest_first_undated_last_and_not_without_end(prints, lookup):
    days = list(range(RELATED + 5))
    random.Random(1).shuffle(days)
    for n in days:
        prints.add(_print(n, days=n, threads=(7,), digest=b"d" * 16))
    ask = {"by_sender": "jo@mail.vendor.example", "by_domain": "vendor.example", "by_digest": b"d" * 16}
    assert _ids(getattr(prints, lookup)(ask.get(lookup, [7]))) == [f"id-{n}" for n in range(RELATED + 4, 4, -1)]
    for n in days[3:]:
        prints.forget(f"id-{n}")
    prints.add(_print(999, date=None, threads=(7,), digest=b"d" * 16))
    assert _ids(getattr(prints, lookup)(ask.get(lookup, [7])))[-1] == "id-999"


def test_a_second_fingerprint_of_one_id_takes_the_place_of_the_first(prints):
    prints.add(_print(1, sketch=range(16), threads=(5,)))
    prints.add(_print(1, sketch=range(50, 66), threads=(6,), touch=3))
    assert prints.count() == 1
    assert prints.similar(range(16)) == []
    assert prints.by_threads([5]) == []
    assert [each.touch for each in prints.similar(range(50, 66))] == [3]


def test_what_is_forgotten_is_found_by_nothing(prints):
    gone = _print(1, sketch=range(16), threads=(5,))
    prints.add(gone)
    prints.add(_print(2, sketch=range(16), threads=(5,)))
    prints.forget("id-1")
    prints.forget("id-77")
    assert prints.by_digest(gone.digest) == []
    for found in (
        prints.similar(range(16)),
        prints.by_threads([5]),
        prints.by_sender(gone.sender),
        prints.by_domain(gone.domain),
    ):
        assert _ids(found) == ["id-2"]


def test_a_preview_reads_past_and_present_as_one_and_changes_no_past(tmp_path):
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store:
        for n in (1, 3):
            store.fingerprints.add(_print(n, sketch=range(16), threads=(5,), days=n))
    with preview_store(path) as store:
        store.fingerprints.add(_print(2, sketch=range(16), threads=(5,), days=2))
        store.fingerprints.add(_print(3, sketch=range(16), threads=(5,), days=3, touch=9))
        for found in (
            store.fingerprints.similar(range(16)),
            store.fingerprints.by_threads([5]),
            store.fingerprints.by_domain("vendor.example"),
        ):
            assert [(each.id, each.touch) for each in found] == [("id-3", 9), ("id-2", 2), ("id-1", 2)]
    with open_store(path) as store:
        assert [(each.id, each.touch) for each in store.fingerprints.by_threads([5])] == [("id-3", 2), ("id-1", 2)]


def test_a_fingerprint_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store, pytest.raises(OverflowError):
        store.fingerprints.add(_print(1, sketch=range(16), threads=(2**63,)))
    with open_store(path) as store:
        assert store.fingerprints.count() == 0
        assert store.fingerprints.similar(range(16)) == []


def test_nothing_of_the_text_reaches_the_disk_beyond_hashes(tmp_path):
    """Every text column is one that the contract names: id, sender, domain, name, label."""
    with open_store(tmp_path / "work.sqlite3") as store:
        columns = store._databases[0].rows("SELECT name, type FROM pragma_table_info('fingerprint')")
    assert {name for name, kind in columns if kind == "TEXT"} == {"id", "sender", "domain", "name", "label"}
