"""The league of those who send the same again: what each sent in a period and over the years, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from triage.domain import RepeatKind
from triage.memory.vendors import Touch, Vendor
from triage.report.period import month_after, months_between

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Months:
    """A row of months, from that of `first` on."""

    first: date
    count: int

    @property
    def names(self) -> tuple[date, ...]:
        """The first day of each."""
        days = [self.first]
        for _ in range(self.count - 1):
            days.append(month_after(days[-1]))
        return tuple(days[: self.count])

    def place(self, day: date) -> int | None:
        """Return which of them has this day, from 0; None for none."""
        place = months_between(self.first, day)
        return place if 0 <= place < self.count else None


@dataclass(frozen=True, slots=True)
class Pest:
    """A vendor of whom mail was filed in the period: `filed` and `repeated` count that mail, all else is over the years.

    `mails` counts for each month what is remembered, `starts` has the months, from 0, in which it began again with an old text.
    """

    name: str
    filed: int
    repeated: int
    touches: int
    repeats: int
    reboots: int
    reps: int
    domains: int
    first: date | None
    last: date | None
    mails: tuple[int, ...]
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class League:
    """Those who sent more than one mail, who repeats most first, and how many sent a single one. The months are the same for all."""

    pests: tuple[Pest, ...]
    others: int
    months: Months


def league(vendors: Sequence[Vendor], filed: Mapping[tuple[str, str], bool], *, today: date) -> League:
    """Return the league of the vendors whose mail was filed.

    `filed` has mailbox and id of each message, and whether it was a repeat. `today` ends the months: the dates of mail are its
    sender's word, and may be of the future.
    """
    met = [one for one in vendors if any((touch.mailbox, touch.id) in filed for touch in one.touches)]
    several = [one for one in met if len(one.touches) > 1]
    months = _months(several, today=today)
    pests = sorted((_pest(one, filed, months) for one in several), key=_rank)
    return League(tuple(pests), len(met) - len(several), months)


def _rank(pest: Pest) -> tuple[int, int, int, str]:
    return -pest.repeated, -pest.filed, -pest.touches, pest.name


def _months(vendors: Sequence[Vendor], *, today: date) -> Months:
    """Return the months of all touches, the latest `MOST_MONTHS` where there are more."""
    days = [day for one in vendors for touch in one.touches if (day := _day(touch)) is not None and day <= today]
    if not days:
        return Months(today.replace(day=1), 0)
    last = max(days)
    count = min(MOST_MONTHS, months_between(min(days), last) + 1)
    back = last.year * 12 + last.month - count
    return Months(date(back // 12, back % 12 + 1, 1), count)


def _pest(vendor: Vendor, filed: Mapping[tuple[str, str], bool], months: Months) -> Pest:
    here = [filed[key] for touch in vendor.touches if (key := (touch.mailbox, touch.id)) in filed]
    kinds, dates = vendor.kinds, vendor.dates
    places = [(months.place(day), touch.kind) for touch in vendor.touches if (day := _day(touch)) is not None]
    counts = Counter(place for place, _ in places)
    starts = {place for place, kind in places if kind is RepeatKind.REBOOT and place is not None}
    return Pest(
        vendor.name,
        len(here),
        sum(here),
        len(vendor.touches),
        kinds.total(),
        kinds[RepeatKind.REBOOT],
        len(vendor.reps),
        len(vendor.domains),
        dates[0].date() if dates else None,
        dates[-1].date() if dates else None,
        tuple(counts[place] for place in range(months.count)),
        tuple(sorted(starts)),
    )


def _day(touch: Touch) -> date | None:
    return None if touch.date is None else touch.date.date()
