from __future__ import annotations

import array
import random
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import Fingerprint, Label, RepeatKind, RepeatMemory
from triage.memory import fingerprints
from triage.memory.fingerprints import COMMON_CAP, MANY_EVEN, RELATED, SIMILAR, TIE_CAP
from triage.memory.store import MIGRATIONS, open_store, preview_store

START = datetime(2024, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)
TABLES = ("fingerprint", "seller", "fp", "tie")


def _print(n, *, sketch=(), ties=(), days=0, **other):
    words = array.array("I", [*sketch, 4_000_000_000 + n])
    if sys.byteorder == "big":
        words.byteswap()
    base = Fingerprint(
        id=f"id-{n:03}",
        date=START + timedelta(days=days),
        sender="jo@mail.vendor.example",
        domain="vendor.example",
        name="Jo Vendor",
        label=Label.SPRAY,
        touch=2,
        digest=n.to_bytes(16, "little"),
        words=words.tobytes(),
        mass=31.4,
        sketch=tuple(sketch),
        ties=tuple(ties),
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
    assert (memory.similar([]), memory.tied([])) == ([], [])


def test_a_fingerprint_is_read_back_as_it_was_written(prints):
    written = _print(
        1,
        sketch=(2**32 - 1, 0, 7),
        ties=(5, 2**48 - 1),
        marks=(6, 0),
        kind=RepeatKind.BUMP,
        of="id-000",
        sure=False,
        outreach=0.62,
    )
    prints.add(written)
    assert prints.similar([0, 7]) == [written]
    assert prints.tied([2**48 - 1]) == [written]
    assert prints.tied([0]) == [written]
    assert prints.count() == 1


def test_sums_and_shares_are_kept_to_a_tenth_of_a_nat_and_a_hundredth(prints):
    prints.add(_print(1, ties=(5,), mass=31.4159, outreach=0.618))
    (found,) = prints.tied([5])
    assert (found.mass, found.outreach) == (31.4, 0.62)


@pytest.mark.parametrize("label", list(Label))
@pytest.mark.parametrize("kind", [None, *RepeatKind])
def test_every_label_and_kind_is_read_back(prints, label, kind):
    prints.add(_print(1, ties=(5,), label=label, kind=kind))
    assert [(one.label, one.kind) for one in prints.tied([5])] == [(label, kind)]


def test_who_sent_it_is_read_back_of_many_sellers(prints):
    who = [("a@x.example", "x.example", "A"), ("a@x.example", "x.example", "B"), ("", "", ""), ("b@gmail.com", "", "B")]
    for n, (sender, domain, name) in enumerate(who):
        prints.add(_print(n, ties=(5,), days=-n, sender=sender, domain=domain, name=name))
    prints.forget("id-001")
    assert [(one.sender, one.domain, one.name) for one in prints.tied([5])] == [who[0], *who[2:]]


@pytest.mark.parametrize(
    "date", [None, datetime(1969, 7, 20, tzinfo=UTC), datetime(2024, 3, 1, tzinfo=timezone(timedelta(hours=-7)))]
)
def test_any_date_is_read_back(prints, date):
    prints.add(_print(1, date=date, ties=(5,)))
    assert prints.tied([5])[0].date == date


def test_no_lookup_finds_what_it_should_not(prints):
    prints.add(_print(1, sketch=range(20, 36), ties=(5,), marks=(6,)))
    assert prints.similar(range(100, 116)) == []
    assert prints.similar([5, 6]) == []
    assert prints.tied(range(7, 20)) == []
    assert prints.tied([]) == []


def test_similar_puts_most_shared_hashes_first_then_the_newest(prints):
    prints.add(_print(1, sketch=range(16), days=1))
    prints.add(_print(2, sketch=range(8, 24), days=2))
    prints.add(_print(3, sketch=range(8, 24), days=3))
    assert _ids(prints.similar(range(16))) == ["id-001", "id-003", "id-002"]
    assert _ids(prints.similar(range(16), limit=2)) == ["id-001", "id-003"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(range(15, 31), [], id="one-hit-of-many-is-chance"),
        pytest.param(range(14, 30), ["id-001"], id="two-hits"),
        pytest.param([15, 100, 101, 102], ["id-001"], id="one-hit-of-a-tiny-sketch"),
        pytest.param([15, 15, 15, 100, 101, 102, 103], [], id="one-hash-said-often-is-one-hit"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_two_hits_are_needed_unless_the_sketch_is_tiny(prints, asked, expected):
    prints.add(_print(1, sketch=range(16)))
    assert _ids(prints.similar(list(asked))) == expected


def test_a_word_that_too_many_share_leads_to_the_newest_of_them_only(prints, monkeypatch):
    monkeypatch.setattr(fingerprints, "POSTING_CAP", 40)
    for n in range(50):
        prints.add(_print(n, sketch=(1, 2, 1000 + n, 2000 + n), days=n))
    found = prints.similar([1, 2], limit=1000)
    assert _ids(found) == [f"id-{n:03}" for n in range(49, 49 - COMMON_CAP, -1)]
    assert _ids(prints.similar([1000, 2000])) == ["id-000"]


def test_a_word_that_fewer_share_leads_to_all_of_them(prints, monkeypatch):
    monkeypatch.setattr(fingerprints, "POSTING_CAP", 40)
    for n in range(40):
        prints.add(_print(n, sketch=(1, 2, 1000 + n), days=n))
    assert len(prints.similar([1, 2], limit=1000)) == 40


def test_of_common_words_only_the_rarest_are_looked_up_two_at_least(prints, monkeypatch):
    """So many words as hold `READ_AT_ONCE` messages together: here those that two, three and four messages have."""
    for n in range(12):
        prints.add(_print(n, sketch=[word for word in range(2, 12) if n < word], days=n))
    found = {}
    for most in (9, 8, 0):
        monkeypatch.setattr(fingerprints, "READ_AT_ONCE", most)
        found[most] = _ids(prints.similar(range(2, 12)))
    assert found == {
        9: ["id-001", "id-000", "id-002"],
        8: ["id-001", "id-000"],
        0: ["id-001", "id-000"],
    }


def test_many_that_share_the_same_few_words_are_left_out_unless_these_are_most_of_what_is_asked(prints):
    for n in range(MANY_EVEN + 1):
        prints.add(_print(n, sketch=(1, 2, 1000 + n), days=n))
    prints.add(_print(100, sketch=(3, 4, 5), days=-1))
    newest = [f"id-{n:03}" for n in range(MANY_EVEN, MANY_EVEN - SIMILAR, -1)]
    assert _ids(prints.similar([1, 2, 3, 4, 5])) == ["id-100"]
    assert _ids(prints.similar([1, 2])) == newest
    assert _ids(prints.similar([1, 2, 3, 4])) == ["id-100"]
    prints.forget("id-000")
    assert _ids(prints.similar([1, 2, 3, 4, 5])) == ["id-100", *newest[:-1]]


def test_messages_of_many_buckets_are_found_and_forgotten(prints, monkeypatch):
    monkeypatch.setattr(fingerprints, "BUCKET", 3)
    for n in range(11):
        prints.add(_print(n, sketch=(1, 2, 1000 + n, 2000 + n), days=n))
    assert _ids(prints.similar([1, 2], limit=1000)) == [f"id-{n:03}" for n in range(10, -1, -1)]
    for n in (3, 4, 5, 10):
        prints.forget(f"id-{n:03}")
    assert _ids(prints.similar([1, 2], limit=1000)) == [f"id-{n:03}" for n in (9, 8, 7, 6, 2, 1, 0)]
    assert prints.similar([1004, 2004]) == []


@pytest.mark.parametrize("bucket", [fingerprints.BUCKET, 2])
def test_fingerprints_of_the_older_postings_are_found_as_before(tmp_path, monkeypatch, bucket):
    monkeypatch.setattr(fingerprints, "BUCKET", bucket)
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store:
        for n in range(5):
            store.fingerprints.add(_print(n, sketch=(1, 2, 2**32 - 1 - n), days=n))
        expected = [store.fingerprints.similar(asked) for asked in ([1, 2], [2**32 - 1], [7, 8])]
        # As the step before left it: one row a word.
        store._now.run("DROP TABLE fp")
        store._now.run("CREATE TABLE fp (h INTEGER PRIMARY KEY, ms BLOB NOT NULL)")
        store._now.run(
            "INSERT INTO fp VALUES (?, ?)", (1 - 2**31, b"".join(m.to_bytes(4, "little") for m in range(1, 6)))
        )
        store._now.run("INSERT INTO common VALUES (1, 1, 1, 1)")
        for later in ("correction", "looked_at", "mark", "observed"):
            store._now.run(f"DROP TABLE {later}")
        store._now.run(f"PRAGMA user_version = {MIGRATIONS.index(fingerprints.create_buckets)}")
    with open_store(path) as store:
        assert [store.fingerprints.similar(asked) for asked in ([1, 2], [2**32 - 1], [7, 8])] == expected
        store.fingerprints.add(_print(5, sketch=(1, 2), days=5))
        assert _ids(store.fingerprints.similar([1, 2])) == [f"id-{n:03}" for n in range(5, -1, -1)]


def test_a_tie_that_everybody_shares_keeps_the_newest_only(prints):
    for n in range(TIE_CAP + 10):
        prints.add(_print(n, ties=(7,), marks=(1000 + n,), days=n))
    for n in range(TIE_CAP + 9, RELATED + 5, -1):
        prints.forget(f"id-{n:03}")
    assert _ids(prints.tied([7])) == [f"id-{n:03}" for n in range(RELATED + 5, 9, -1)]
    assert _ids(prints.tied([1000])) == ["id-000"]


def test_tied_messages_come_newest_first_undated_last_and_not_without_end(prints):
    days = list(range(RELATED + 5))
    random.Random(1).shuffle(days)
    for n in days:
        prints.add(_print(n, days=n, ties=(7,)))
    assert _ids(prints.tied([7])) == [f"id-{n:03}" for n in range(RELATED + 4, 4, -1)]
    for n in days[3:]:
        prints.forget(f"id-{n:03}")
    prints.add(_print(999, date=None, ties=(7,)))
    assert _ids(prints.tied([7]))[-1] == "id-999"


@pytest.mark.parametrize("undated", [False, True])
def test_of_one_instant_the_full_posting_keeps_the_same_ones_in_any_order(prints, undated, monkeypatch):
    """A campaign bears one second, or no date at all."""
    monkeypatch.setattr(fingerprints, "POSTING_CAP", TIE_CAP)
    date = None if undated else START
    numbers = list(range(TIE_CAP + 20))
    random.Random(2).shuffle(numbers)
    for n in numbers:
        prints.add(_print(n, sketch=(1, 2), ties=(7,), date=date))
    expected = [f"id-{n:03}" for n in range(TIE_CAP + 20)]
    chosen = sorted(expected, key=lambda name: -crc32(name.encode()))[:COMMON_CAP]
    assert _ids(prints.similar([1, 2], limit=1000)) == sorted(chosen)
    assert _ids(prints.tied([7])) == expected[-TIE_CAP:][:RELATED]


@st.composite
def _memories(draw):
    """Fingerprints that share words, ties, dates and sellers, more of each than one posting or answer holds; and an order."""
    count = draw(st.integers(0, 14))
    prints = [
        _print(
            n,
            sketch=draw(st.lists(st.integers(0, 5), unique=True, max_size=5)),
            ties=draw(st.lists(st.integers(0, 3), unique=True, max_size=3)),
            marks=draw(st.lists(st.integers(4, 5), unique=True, max_size=2)),
            date=draw(st.sampled_from([None, START, START + timedelta(microseconds=1), START + timedelta(days=400)])),
            sender=draw(st.sampled_from(["a@x.example", "b@x.example", "c@gmail.com"])),
        )
        for n in range(count)
    ]
    return prints, draw(st.permutations(prints))


@given(_memories(), st.lists(st.integers(0, 6), unique=True, max_size=6), st.integers(1, 5))
@settings(deadline=None)
def test_the_order_of_insertion_changes_no_answer(both_orders, asked, limit):
    answers = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "POSTING_CAP", 4)
        patch.setattr(fingerprints, "READ_AT_ONCE", 6)
        patch.setattr(fingerprints, "BUCKET", 3)
        patch.setattr(fingerprints, "MANY_EVEN", 3)
        patch.setattr(fingerprints, "COMMON_CAP", 2)
        patch.setattr(fingerprints, "TIE_CAP", 4)
        patch.setattr(fingerprints, "RELATED", 3)
        for order in both_orders:
            with preview_store() as store:
                for one in order:
                    store.fingerprints.add(one)
                answers.append((store.fingerprints.similar(asked, limit=limit), store.fingerprints.tied(asked)))
    assert answers[0] == answers[1]


def test_a_second_fingerprint_of_one_id_takes_the_place_of_the_first(prints):
    prints.add(_print(1, sketch=range(16), ties=(5,)))
    prints.add(_print(1, sketch=range(50, 66), ties=(6,), touch=3))
    assert prints.count() == 1
    assert prints.similar(range(16)) == []
    assert prints.tied([5]) == []
    assert [each.touch for each in prints.similar(range(50, 66))] == [3]


def test_what_is_forgotten_is_found_by_nothing(prints):
    prints.add(_print(1, sketch=range(16), ties=(5,), marks=(6,)))
    prints.add(_print(2, sketch=range(16), ties=(5,), marks=(6,)))
    prints.forget("id-001")
    prints.forget("id-077")
    for found in (prints.similar(range(16)), prints.tied([5]), prints.tied([6])):
        assert _ids(found) == ["id-002"]
    assert prints.count() == 1


def test_nothing_of_the_forgotten_stays_on_the_disk(tmp_path):
    with open_store(tmp_path / "work.sqlite3") as store:
        store.fingerprints.add(_print(1, sketch=range(16), ties=(5,), marks=(6,)))
        store.fingerprints.forget("id-001")
        database = store._databases[0]
        assert [database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES] == [0, 0, 0, 0]


def test_a_preview_reads_past_and_present_as_one_and_changes_no_past(tmp_path):
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store:
        for n in (1, 3):
            store.fingerprints.add(_print(n, sketch=range(16), ties=(5,), days=n))
    with preview_store(path) as store:
        store.fingerprints.add(_print(2, sketch=range(16), ties=(5,), days=2))
        store.fingerprints.add(_print(3, sketch=range(16), ties=(5,), days=3, touch=9))
        for found in (
            store.fingerprints.similar(range(16)),
            store.fingerprints.tied([5]),
        ):
            assert [(each.id, each.touch) for each in found] == [("id-003", 9), ("id-002", 2), ("id-001", 2)]
    with open_store(path) as store:
        assert [(each.id, each.touch) for each in store.fingerprints.tied([5])] == [("id-003", 2), ("id-001", 2)]


def test_a_fingerprint_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store, pytest.raises(OverflowError):
        store.fingerprints.add(_print(1, sketch=range(16), ties=(2**48,)))
    with open_store(path) as store:
        assert store.fingerprints.count() == 0
        assert store.fingerprints.similar(range(16)) == []


def test_nothing_of_the_text_reaches_the_disk_beyond_hashes(tmp_path):
    """Every text column is one that the contract names: ids, and who sent it."""
    with open_store(tmp_path / "work.sqlite3") as store:
        columns = {
            table: {
                name
                for name, kind in store._databases[0].rows(f"SELECT name, type FROM pragma_table_info('{table}')")
                if kind == "TEXT"
            }
            for table in TABLES
        }
    assert columns == {
        "fingerprint": {"id", "original"},
        "seller": {"sender", "domain", "name"},
        "fp": set(),
        "tie": set(),
    }
