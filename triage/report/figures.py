"""The figures of a report: what was filed and why, week by week, the league, the pitches, and what was taken back.

What counts as filed stands where it was put, as `triage status` counts it. No text of mail is known here, and none is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from triage.memory.journal import Intent, Run, State, TakenBack
from triage.memory.vendors import Touch, Vendor
from triage.report.league import League, league
from triage.report.period import Period
from triage.report.whys import WORDING, annoying, main_reason, personal, repeat_kind

KINDS = ("spray", "irrelevant", "pitch", "scam", "repeat")
"""What a filed message counts as: a repeat, whatever its label, or its label."""


@dataclass(frozen=True, slots=True)
class Held:
    """What one mailbox remembers of a period. `name` is that of its memory, `open` counts moves whose outcome is not known yet.

    `taken_back` are all from the first day of the period on: a pitch that was taken back later is no longer worth a look.
    """

    name: str
    runs: Sequence[Run] = ()
    intents: Sequence[Intent] = ()
    taken_back: Sequence[TakenBack] = ()
    open: int = 0


@dataclass(frozen=True, slots=True)
class Ran:
    """One run in one mailbox: what stands where it was put, and what was put back since."""

    mailbox: str
    id: str
    started: datetime
    target: str
    filed: int
    put_back: int


@dataclass(frozen=True, slots=True)
class Week:
    """One week, cut to the period: how many of each kind were filed, and for what reason most of them."""

    first: date
    last: date
    kinds: Mapping[str, int]
    why: str

    @property
    def filed(self) -> int:
        """How many messages were filed."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Filed:
    """One message that was filed: what it was, why, where it stands, and who sent it when, where that is remembered."""

    mailbox: str
    id: str
    kind: str
    codes: tuple[str, ...]
    folder: str
    at: datetime
    date: datetime | None = None
    name: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Pitch:
    """A pitch worth a look: what made it personal, and what annoys in it all the same."""

    filed: Filed
    welcome: tuple[str, ...]
    annoying: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """A run, or a part of it, that was put back in the period, whenever it ran. `at` is when the last of it was."""

    mailbox: str
    run: str
    at: datetime
    messages: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a period came to. `whys` counts every message once, by its main reason; weeks without mail are left out."""

    period: Period
    runs: tuple[Ran, ...]
    kinds: Mapping[str, int]
    weeks: tuple[Week, ...]
    whys: tuple[tuple[str, int], ...]
    league: League
    pitches: tuple[Pitch, ...]
    taken_back: tuple[Filed, ...]
    undone: tuple[Undone, ...]
    open: int

    @property
    def filed(self) -> int:
        """How many messages stand where a run of the period put them."""
        return sum(self.kinds.values())


def report(period: Period, mailboxes: Sequence[Held], vendors: Sequence[Vendor], *, today: date) -> Report:
    """Compute the report of a period. `mailboxes` hold what is of it alone, `vendors` all that is remembered.

    `today` is its last day, or the day on which it is asked for where it goes on.
    """
    touches = {(touch.mailbox, touch.id): touch for vendor in vendors for touch in vendor.touches}
    began = {(held.name, run.id): run.started for held in mailboxes for run in held.runs}
    filed = [
        (_filed(held.name, intent, began[held.name, intent.run], touches), intent.filing.label)
        for held in mailboxes
        for intent in held.intents
        if intent.state is State.DONE
    ]
    counts = Counter(one.kind for one, _ in filed)
    reasons = [(one.at.date(), one.kind, main_reason(label, one.codes)) for one, label in filed]
    return Report(
        period,
        runs=tuple(_ran(mailboxes)),
        kinds={kind: counts[kind] for kind in KINDS},
        weeks=_weeks(period, reasons),
        whys=tuple(sorted(Counter(why for *_, why in reasons).items(), key=lambda pair: (-pair[1], pair[0]))),
        league=league(vendors, {(one.mailbox, one.id): one.kind == "repeat" for one, _ in filed}, today=today),
        pitches=_pitches((one for one, _ in filed if one.kind == "pitch"), mailboxes),
        taken_back=_taken_back(period, mailboxes, touches),
        undone=_undone(period, mailboxes),
        open=sum(held.open for held in mailboxes),
    )


def _filed(mailbox: str, intent: Intent, at: datetime, touches: Mapping[tuple[str, str], Touch]) -> Filed:
    filing, touch = intent.filing, touches.get((mailbox, intent.filing.id))
    # Of a blocked sender the journal does not say that a message repeats another; the memory of repeats does.
    repeats = repeat_kind(filing.reasons) is not None or (touch is not None and touch.kind is not None)
    kind = "repeat" if repeats else str(filing.label)
    folder = intent.target.folder if intent.destination is None else intent.destination.folder
    filed = Filed(mailbox, filing.id, kind, filing.reasons, folder, at)
    return filed if touch is None else replace(filed, date=touch.date, name=touch.name, sender=touch.sender)


def _ran(mailboxes: Sequence[Held]) -> Iterator[Ran]:
    for held in mailboxes:
        back = Counter(intent.run for intent in held.intents if intent.state is State.PUT_BACK)
        for run in held.runs:
            yield Ran(held.name, run.id, run.started, run.target, run.filed, back[run.id])


def _weeks(period: Period, reasons: Iterable[tuple[date, str, str]]) -> tuple[Week, ...]:
    kinds: dict[tuple[date, date], Counter[str]] = {}
    whys: dict[tuple[date, date], Counter[str]] = {}
    for day, kind, why in reasons:
        week = period.week(day)
        kinds.setdefault(week, Counter())[kind] += 1
        whys.setdefault(week, Counter())[why] += 1
    return tuple(Week(*week, {kind: kinds[week][kind] for kind in KINDS}, _most(whys[week])) for week in sorted(kinds))


def _most(whys: Counter[str]) -> str:
    """Return the reason of most messages, before the one that says least."""
    return min(whys, key=lambda why: (why == WORDING, -whys[why], why))


def _pitches(filed: Iterable[Filed], mailboxes: Sequence[Held]) -> tuple[Pitch, ...]:
    """Return the pitches that nobody took back, those with most to welcome first, of them the newest."""
    back = {(held.name, one.intent.filing.id) for held in mailboxes for one in held.taken_back}
    found = [Pitch(one, personal(one.codes), annoying(one.codes)) for one in filed if (one.mailbox, one.id) not in back]
    return tuple(sorted(found, key=_promise))


def _promise(pitch: Pitch) -> tuple[int, int, float, str]:
    newest = pitch.filed.date or pitch.filed.at
    return -len(pitch.welcome), len(pitch.annoying), -newest.timestamp(), pitch.filed.id


def _taken_back(
    period: Period, mailboxes: Sequence[Held], touches: Mapping[tuple[str, str], Touch]
) -> tuple[Filed, ...]:
    """Return what readers moved back, once for each message; `at` is when that was seen."""
    found = {
        (mailbox, one.intent.filing.identity): _filed(mailbox, one.intent, one.at, touches)
        for mailbox, one in _back(period, mailboxes)
        if one.intent.state is State.DONE
    }
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.mailbox, one.id)))


def _undone(period: Period, mailboxes: Sequence[Held]) -> tuple[Undone, ...]:
    found: dict[tuple[str, str], list[datetime]] = {}
    for mailbox, one in _back(period, mailboxes):
        if one.intent.state is State.PUT_BACK:
            found.setdefault((mailbox, one.intent.run), []).append(one.at)
    undone = (Undone(mailbox, run, max(times), len(times)) for (mailbox, run), times in found.items())
    return tuple(sorted(undone, key=lambda one: (one.at, one.mailbox, one.run)))


def _back(period: Period, mailboxes: Sequence[Held]) -> Iterator[tuple[str, TakenBack]]:
    """Yield what was taken back within the period, with the name of its mailbox."""
    return ((held.name, one) for held in mailboxes for one in held.taken_back if one.at.date() < period.end)
