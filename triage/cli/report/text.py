"""The report as text, and how its numbers, days and codes are put into words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from triage.cli.terminal import Pen, bar, cut, pad, safe, screen_width, wrap
from triage.cli.words import OUTREACH_KINDS
from triage.report.figures import Filed, Report
from triage.report.period import Period
from triage.report.whys import said

MOST_SHOWN, MOST_PITCHES = 10, 5
_DAY, _FILED, _BAR = 22, 7, 14
_PEST = (("filed", 7), ("in all", 8), ("repeats", 9), ("new starts", 12))


def title(told: Report) -> str:
    """Return what a report is of."""
    return f"Outreach {days(told.period)}"


def days(period: Period) -> str:
    """Return a period in words."""
    if period.is_open:
        return f"since {day(period.first)}"
    last = period.end - timedelta(days=1)
    return f"in {period.first:%B %Y}" if period.is_month else f"from {span(period.first, last)}"


def day(of: date | datetime) -> str:
    """Return a day as `3 Nov 2026`."""
    return f"{of.day} {of:%b %Y}"


def span(first: date, last: date) -> str:
    """Return some days of one week as `2 to 8 Nov 2026`."""
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{first.day} {first:%b} to {day(last)}"


def who(filed: Filed) -> str:
    """Return the sender of a message: its name and its address, as far as they are remembered."""
    return f"{filed.name} <{filed.sender}>" if filed.name and filed.sender else filed.name or filed.sender


def ask(filed: Filed) -> str:
    """Return the command that shows the whole verdict of a message."""
    return f"triage why {shlex.quote(safe(filed.id))}"


def text(told: Report, pen: Pen) -> Iterator[str]:
    """Yield the lines of the report."""
    yield ""
    yield f"  {pen(title(told), 'bold')}"
    if not (told.filed or told.runs or told.taken_back or told.undone):
        yield "  Nothing was filed; `triage clean --apply` files what stands in a mailbox, `triage watch` what comes."
        yield ""
        return
    kinds = ", ".join(f"{count:,} {OUTREACH_KINDS[kind].counted}" for kind, count in told.kinds.items() if count)
    yield from (
        f"  {line}" for line in wrap(f"{told.filed:,} filed{f': {kinds}' if kinds else ''}", screen_width() - 3)
    )
    if told.open:
        yield pen(f"  {told.open:,} moves were interrupted; the next `triage clean --apply` completes them", "yellow")
    yield from _weeks(told, pen)
    yield from _whys(told, pen)
    yield from _league(told, pen)
    yield from _pitches(told, pen)
    yield from _taken_back(told, pen)
    yield ""


def _weeks(told: Report, pen: Pen) -> Iterator[str]:
    shown = told.weeks[-MOST_SHOWN:]
    if not shown:
        return
    yield from _heading("Week by week", pen)
    most = max(week.filed for week in shown)
    room = screen_width() - 6 - _DAY - _FILED - _BAR
    for week in shown:
        drawn = pen(pad(bar(week.filed, most, _BAR - 2), _BAR), "yellow")
        yield f"    {span(week.first, week.last):<{_DAY}}{week.filed:>{_FILED - 2},}  {drawn}{cut(said(week.why), room)}".rstrip()
    yield from _more(len(told.weeks) - len(shown), "earlier", pen)


def _whys(told: Report, pen: Pen) -> Iterator[str]:
    if told.whys:
        yield from _heading("Why, by the main reason of each", pen)
    for code, count in told.whys[:MOST_SHOWN]:
        yield f"    {count:>5,}  {cut(safe(said(code)), screen_width() - 12)}"
    yield from _more(len(told.whys) - MOST_SHOWN, "more", pen)


def _league(told: Report, pen: Pen) -> Iterator[str]:
    shown = told.league.pests[:MOST_SHOWN]
    if not shown:
        return
    yield from _heading("The same again", pen)
    wide = screen_width() - 5 - sum(width for _, width in _PEST)
    yield pen(f"    {'vendor':<{wide}}" + "".join(f"{name:>{width}}" for name, width in _PEST), "dim")
    for place, pest in enumerate(shown, start=1):
        numbers = (pest.filed, pest.touches, pest.repeats, pest.reboots)
        row = "".join(f"{number:>{width},}" for number, (_, width) in zip(numbers, _PEST, strict=True))
        yield f"    {pad(cut(f'{place}. {safe(pest.name)}', wide - 1), wide)}{row}"
    yield from _more(len(told.league.pests) - len(shown), "more", pen)
    advice = "`triage block NAME --for 1y` files whatever one of them sends"
    yield from (pen(f"    {line}", "dim") for line in wrap(advice, screen_width() - 5))


def _pitches(told: Report, pen: Pen) -> Iterator[str]:
    if told.pitches:
        yield from _heading("Pitches worth a look", pen)
    for pitch in told.pitches[:MOST_PITCHES]:
        yield f"    {_line(pitch.filed, screen_width() - 5)}"
        reasons = [said(code) for code in pitch.welcome] or ["nothing but its wording"]
        yield from _indented([*reasons, *(f"but {said(code)}" for code in pitch.annoying)])
        yield pen(f"      {cut(ask(pitch.filed), screen_width() - 7)}", "dim")
    yield from _more(len(told.pitches) - MOST_PITCHES, "more", pen)


def _taken_back(told: Report, pen: Pen) -> Iterator[str]:
    if told.taken_back:
        yield from _heading("You took back", pen)
    for one in told.taken_back[-MOST_SHOWN:]:
        filed_as = OUTREACH_KINDS[one.kind].counted if one.kind in OUTREACH_KINDS else one.kind
        yield f"    {_line(one, screen_width() - 5)}, filed as {filed_as}"
    yield from _more(len(told.taken_back) - MOST_SHOWN, "earlier", pen)
    if told.undone:
        yield from _heading("Undone", pen)
    for undone in told.undone[-MOST_SHOWN:]:
        yield f"    {day(undone.at):<12} run {undone.run}  {undone.messages:>6,} put back"
    yield from _more(len(told.undone) - MOST_SHOWN, "earlier", pen)


def _line(filed: Filed, width: int) -> str:
    sender = safe(who(filed)) or "a sender that is not remembered"
    when = f", {day(filed.date)}" if filed.date else ""
    return f"From {cut(sender, width - len(when) - 26)}{when}"


def _indented(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from (f"      {part}" for part in wrap(safe(line), screen_width() - 7))


def _heading(words: str, pen: Pen) -> Iterator[str]:
    yield ""
    yield f"  {pen(words, 'bold')}"


def _more(count: int, word: str, pen: Pen) -> Iterator[str]:
    if count > 0:
        yield pen(f"    and {count:,} {word}; the HTML file shows more, --json all", "dim")
