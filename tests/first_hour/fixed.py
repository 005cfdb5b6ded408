"""What differs from one hour to another, put to what stands in docs/first-hour.md and on the pictures: nothing else may differ."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from first_hour.world import World

DAY = date(2026, 11, 20)
"""The day that the hour is said to be of."""
RUNS = ("7f3a91", "c20e58", "1d94b6", "e8057c", "52bf3e", "9a61d4")
"""What runs are called, in the order in which they are seen."""
_RECENT = timedelta(days=40)
"""How far back days are put to what they were on `DAY`; older ones are those of mail, and stay."""
_RUN = re.compile(r"\b(?:[Rr]uns?|undo)(?: |-|</?\w+>)+([0-9a-f]{6})\b|name=\"run\" value=\"([0-9a-f]{6})\"")
_WEEK = re.compile(r"\b\d{1,2}(?: [A-Z][a-z]{2}(?: \d{4})?)? to \d{1,2} [A-Z][a-z]{2} \d{4}(\s*)")
_DAY = re.compile(r"\b(\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2} \d{4})(?:([ T])\d\d:\d\d(?::\d\d)?)?( {2,})?")
_ALWAYS = (
    (re.compile(r"(UIDVALIDITY=|UIDVALIDITY%3D)\d+"), r"\g<1>1763625600"),
    (re.compile(r"\?token=[\w-]+"), "?token=4Zk0mJb1qVx2"),
    (re.compile(r'(name="token" value=")[^"]+'), r"\g<1>4Zk0mJb1qVx2"),
    (re.compile(r"(http://127\.0\.0\.1:)\d+"), r"\g<1>49152"),
)


class Fixed:
    """Puts one hour after the other to the same names and days; the runs of all its screens are counted together."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._today = datetime.now(UTC).date()
        self._runs: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return a screen or a page as it would be on `DAY`, of runs with the names of `RUNS`, on port 993."""
        for found in _RUN.finditer(text):
            self._runs.setdefault(found[1] or found[2], RUNS[len(self._runs)])
        for run, name in self._runs.items():
            text = re.sub(rf"\b{run}\b", name, text)
        for pattern, put in _ALWAYS:
            text = pattern.sub(put, text)
        text = re.sub(rf"(localhost:|port |port = ){self._world.port}\b", r"\g<1>993", text)
        assert str(self._world.home) not in text
        return _WEEK.sub(self._week, _DAY.sub(self._day, text))

    def _day(self, found: re.Match[str]) -> str:
        iso = "-" in found[1]
        day = (
            date.fromisoformat(found[1]) if iso else datetime.strptime(found[1], "%d %b %Y").replace(tzinfo=UTC).date()
        )
        if day < self._today - _RECENT:
            return found[0]
        day = DAY - (self._today - day)
        put = f"{day}" if iso else f"{day.day} {day:%b %Y}"
        put += f"{found[2]}09:00" if found[2] else ""
        return put.ljust(len(found[0])) if found[3] else put

    @staticmethod
    def _week(found: re.Match[str]) -> str:
        monday = DAY - timedelta(days=DAY.weekday())
        put = f"{monday.day} to {monday.day + 6} {monday:%b %Y}"
        return put.ljust(len(found[0])) if " " in found[1] else put + found[1]
