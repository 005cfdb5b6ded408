"""How much was downloaded today from the server of one account, over all its connections and runs.

A day is one of UTC: two of them side by side are at most twice the limit, which the default keeps below what Gmail bears.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from triage.errors import DailyLimitError

MEGABYTE: Final = 1_000_000
_AT_ONCE: Final = MEGABYTE
"""Bytes that are counted before they are written down: what a run that is killed forgets."""
_LINE: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d{20})\n")


class Traffic:
    """The count of one account, in a file of one line; `limit` is in bytes, 0 for none.

    A run that must leave no trace obeys the count and does not add to it (`kept` is False).
    """

    def __init__(self, path: Path, *, account: str, limit: int, now: Callable[[], datetime], kept: bool = True) -> None:
        self.path = path
        self._account = account
        self._limit = limit
        self._now = now
        self._kept = kept
        self._pending = 0

    def took(self, count: int) -> None:
        """Count so many bytes more."""
        self._pending += count
        if self._pending >= _AT_ONCE:
            self.keep()

    def check(self) -> None:
        """Raise DailyLimitError when the limit of today is reached."""
        now = self._now().astimezone(UTC)
        if not self._limit or downloaded(self.path, day=now.date()) + self._pending < self._limit:
            return
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        error = DailyLimitError(
            f"The account {self._account} has downloaded its {self._limit // MEGABYTE:,} MB of today, so nothing more is fetched "
            f"until {tomorrow:%Y-%m-%d %H:%M} UTC; wait for that, or raise its daily_megabytes in the configuration."
        )
        error.asked = (tomorrow - now).total_seconds()
        raise error

    def keep(self) -> None:
        """Add to the file what was counted since; a file that cannot be written stops nobody, and the count goes on here."""
        if not self._kept or not self._pending:
            return
        today = self._now().astimezone(UTC).date()
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                before = _told(os.pread(file, 64, 0), day=today)
                length = os.pwrite(file, b"%b %020d\n" % (today.isoformat().encode(), before + self._pending), 0)
                os.ftruncate(file, length)
                self._pending = 0
            finally:
                os.close(file)


def traffic_path(store: Path) -> Path:
    """Return the file of the count, beside what is remembered of the account."""
    return store.with_suffix(".downloaded")


def downloaded(path: Path, *, day: date) -> int:
    """Return how many bytes are written down for this day."""
    try:
        return _told(path.read_bytes(), day=day)
    except OSError:
        return 0


def _told(line: bytes, *, day: date) -> int:
    told = _LINE.fullmatch(line.decode("ascii", "replace"))
    return int(told[2]) if told and told[1] == day.isoformat() else 0
