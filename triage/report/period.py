"""The days that a report is about, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` on, and before `end`; without an `end` it is open."""

    first: date
    end: date = date.max

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return one month; raise ValueError for one that is none."""
        first = date(year, month, 1)
        return cls(first, month_after(first))

    @classmethod
    def week_before(cls, day: date) -> Period:
        """Return the last whole week, from Monday to Sunday, that ended before this day."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday - WEEK, monday)

    @classmethod
    def month_before(cls, day: date) -> Period:
        """Return the month before this day's."""
        first = day.replace(day=1)
        return cls((first - timedelta(days=1)).replace(day=1), first)

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        return self.end == date.max

    @property
    def is_month(self) -> bool:
        """Whether it is one whole month."""
        return self.first.day == 1 and not self.is_open and month_after(self.first) == self.end

    def week(self, day: date) -> tuple[date, date]:
        """Return the first and the last day, within the period, of the week from Monday to Sunday that has this day."""
        monday = day - timedelta(days=day.weekday())
        return max(monday, self.first), min(monday + WEEK, self.end) - timedelta(days=1)


def month_after(day: date) -> date:
    """Return the first day of the month after this one's."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """Return how many months one day is after another, by their names alone: January to February is 1."""
    return (last.year - first.year) * 12 + last.month - first.month
