"""What was downloaded today is counted over all runs, and enough is enough until tomorrow."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from triage.errors import DailyLimitError
from triage.memory.traffic import MEGABYTE, Traffic, downloaded, traffic_path

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def traffic(tmp_path):
    """Open the count as one more run does; the first word is the hour of day."""

    def run(now=NOON, *, limit=3 * MEGABYTE, kept=True):
        path = tmp_path / "state" / "work.downloaded"
        return Traffic(path, account="work", limit=limit, now=lambda: now, kept=kept)

    return run


def refused(traffic):
    with pytest.raises(DailyLimitError) as told:
        traffic.check()
    return told.value


def test_what_every_run_of_a_day_took_counts(traffic):
    for _ in range(2):
        run = traffic()
        run.check()
        run.took(1_499_999)
        run.keep()
    traffic().check()
    run = traffic()
    run.took(2)
    assert refused(run).exit_code == 5


def test_two_runs_at_once_count_together(traffic):
    one, other = traffic(), traffic()
    for run in (one, other, one):
        run.took(MEGABYTE)
    refused(other)


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (NOON, 12 * 3600),
        (datetime(2024, 3, 1, 23, 59, 59, tzinfo=UTC), 1),
        (datetime(2024, 3, 2, 1, tzinfo=timezone(timedelta(hours=2))), 3600),
    ],
)
def test_it_says_how_long_the_day_still_lasts_and_what_to_do(traffic, now, asked):
    run = traffic(now)
    run.took(3 * MEGABYTE)
    error = refused(run)
    assert error.asked == asked
    assert all(word in str(error) for word in ("work", "3 MB", "2024-03-02 00:00 UTC", "daily_megabytes"))


def test_tomorrow_it_goes_on(traffic):
    run = traffic()
    run.took(5 * MEGABYTE)
    refused(traffic())
    traffic(NOON + timedelta(hours=12)).check()


def test_a_clock_that_jumps_back_a_day_counts_anew(traffic):
    run = traffic()
    run.took(5 * MEGABYTE)
    traffic(NOON - timedelta(days=1)).check()


def test_without_a_limit_it_counts_and_never_refuses(traffic, tmp_path):
    run = traffic(limit=0)
    run.took(10**12)
    run.check()
    path = traffic_path(tmp_path / "state" / "work.sqlite3")
    assert downloaded(path, day=NOON.date()) == 10**12
    assert downloaded(path, day=date(2024, 3, 2)) == 0


def test_a_run_that_leaves_no_trace_obeys_and_writes_nothing(traffic, tmp_path):
    run = traffic(kept=False)
    run.took(2 * MEGABYTE)
    run.keep()
    assert list(tmp_path.iterdir()) == []
    run.check()
    run.took(MEGABYTE)
    refused(run)
    traffic().took(3 * MEGABYTE)
    refused(traffic(kept=False))


def test_a_run_that_is_killed_forgets_less_than_a_megabyte(traffic):
    run = traffic()
    for _ in range(3_000):
        run.took(1_333)
    refused(traffic())


@pytest.mark.parametrize(
    "damage", [b"", b"2024-03-01\n", b"\xff" * 64, b"2024-03-01 99999999999999999999999999999999\n"]
)
def test_a_damaged_file_counts_as_none(traffic, tmp_path, damage):
    path = tmp_path / "state" / "work.downloaded"
    path.parent.mkdir()
    path.write_bytes(damage)
    run = traffic()
    run.check()
    run.took(3 * MEGABYTE)
    refused(run)


def test_a_file_that_cannot_be_written_stops_nobody_and_the_run_counts_for_itself(traffic, tmp_path):
    (tmp_path / "state").write_text("no folder")
    run = traffic()
    run.took(MEGABYTE)
    run.check()
    run.took(2 * MEGABYTE)
    refused(run)


def test_the_file_is_for_its_owner_alone(traffic, tmp_path):
    traffic().took(MEGABYTE)
    assert (tmp_path / "state" / "work.downloaded").stat().st_mode & 0o777 == 0o600
