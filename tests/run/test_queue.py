"""The order in which messages are judged, and what it costs to keep it."""

import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from triage.domain import Entry, Ref
from triage.run.queue import Queue

DATES = st.none() | st.datetimes(timezones=st.just(UTC) | st.just(timezone(timedelta(hours=-11))))
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.builds(Ref, st.sampled_from(["INBOX", "Lists/Päckchen"]), st.text(min_size=1), st.sampled_from(["", "7"])),
        DATES,
        st.booleans(),
    )
)
LAST = datetime.max.replace(tzinfo=UTC)


@given(ENTRIES, st.none() | st.integers(1, 5))
def test_a_queue_is_the_sorted_list_of_its_entries(entries, limit):
    expected = sorted(entries, key=lambda entry: (entry.date is None, entry.date or LAST))[:limit]
    queue = Queue(entries, limit=limit)
    assert list(queue) == queue[:] == [entry.ref for entry in expected]
    assert len(queue) == len(expected)
    assert list(queue.answered()) == [entry.ref for entry in expected if entry.answered]


@given(ENTRIES, st.integers(0, 9), st.integers(1, 4))
def test_before_gives_the_latest_that_come_before_one(entries, at, most):
    queue = Queue(entries)
    refs = list(queue)
    wanted = refs[at] if at < len(refs) else Ref("INBOX", "not there")
    end = refs.index(wanted) if wanted in refs else len(refs)
    assert list(queue.before(wanted, most=most)) == refs[max(0, end - most) : end]
    assert list(queue) == refs


def test_a_message_costs_less_than_100_bytes():
    start = datetime(2024, 1, 1, tzinfo=UTC)
    entries = (Entry(Ref("INBOX", f"{n}.M{n}P1.host", "7"), start + timedelta(minutes=n)) for n in range(50_000))
    tracemalloc.start()
    queue = Queue(entries)
    size = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(queue) == 50_000
    assert size < 100 * 50_000
