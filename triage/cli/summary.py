"""What a sweep came to, counted as it goes, and the screen that shows it: what stays as loudly as what moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from triage.cli.terminal import Pen, bar, columns, cut, cut_left, pad, safe, screen_width
from triage.cli.words import OUTREACH_KINDS
from triage.domain import OUTREACH, Mode, Verdict
from triage.run.sweep import Judged

KINDS = ("legitimate", "spray", "irrelevant", "pitch", "scam", "repeat", "unsure", "failed")
"""What `counts` of the JSON counts; every message is one of these."""

_COLORS = {"spray": "yellow", "irrelevant": "magenta", "pitch": "cyan", "scam": "red", "repeat": "blue"}
_SAYS_LITTLE = frozenset(
    {
        "wording",
        "no-profile",
        "stranger",
        "not-sure",
        "not-addressed",
        "bulk-mailer",
        "link-rich",
        "image-rich",
        "shouting",
    }
)
MOST_PESTERERS = 5
MOST_LISTED = 5
MOST_COUNTED = 2_000
"""Sellers counted at once: beyond that the rarest are let go, so that memory stays flat."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message as the screen shows it; `telling` is how well it shows what its kind is about."""

    id: str
    subject: str
    sender: str
    date: datetime | None
    reason: str
    telling: float = 0.0


@dataclass(slots=True)
class Seller:
    """What one seller sent: how many messages, the first and the last of them."""

    count: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, date: datetime | None) -> None:
        """Count one message."""
        self.count += 1
        self.first, self.last = _span(self.first, self.last, date)


@dataclass(slots=True)
class Summary:
    """Counts and examples of a sweep.

    `counts` is by kind, `moves` by kind and folder; so is `observed`, what was only looked at, and `marks` by kind and keyword.
    `doubtful_repeats` are the same again as something that was unsure, and as unsure as that.
    """

    counts: Counter[str] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    observed: Counter[tuple[str, str]] = field(default_factory=Counter)
    doubtful_repeats: int = 0
    earlier: int = 0
    marked_earlier: int = 0
    examples: dict[str, Example] = field(default_factory=dict)
    sellers: dict[str, Seller] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    unsure: list[Example] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None

    @property
    def total(self) -> int:
        """How many messages were read."""
        return self.counts.total()

    @property
    def moving(self) -> int:
        """How many of them move, or moved."""
        return self.moves.total()

    @property
    def found(self) -> int:
        """How many are outreach that does not lie where it belongs, whatever is done about it."""
        return self.moving + self.marks.total() + self.observed.total()

    @property
    def in_place(self) -> int:
        """How many are outreach and stay: they lie where they belong, or could not be moved."""
        return sum(self.counts[kind] for kind in OUTREACH_KINDS) - self.found - self.doubtful_repeats

    @property
    def doubtful(self) -> Example | None:
        """The message that most wants to be looked at in detail."""
        shown = [*self.unsure[:1], *(self.examples[kind] for kind in OUTREACH_KINDS if kind in self.examples)]
        return next(iter([*shown, *self.examples.values()]), None)

    def add(self, judged: Judged) -> None:
        """Count one message."""
        message, verdict = judged.message, judged.verdict
        if message is None or verdict is None:
            self.counts["failed"] += 1
            if len(self.failed) < MOST_LISTED:
                self.failed.append((judged.id, judged.error or ""))
            return
        kind = verdict.kind
        self.counts[kind] += 1
        self.doubtful_repeats += kind == "repeat" and verdict.unsure
        self.first, self.last = _span(self.first, self.last, message.date)
        example = example_of(judged)
        if judged.belongs is not None:
            self._count_deed(judged, kind, judged.belongs)
            self._count_seller(judged.seller, message.date)
        if kind == "unsure" and len(self.unsure) < MOST_LISTED:
            self.unsure.append(example)
        if kind not in self.examples or example.telling > self.examples[kind].telling:
            self.examples[kind] = example

    def _count_deed(self, judged: Judged, kind: str, folder: str) -> None:
        match judged.mode:
            case Mode.MOVE:
                self.moves[kind, folder] += 1
                self.earlier += judged.earlier
            case Mode.KEYWORD:
                self.marks[kind, judged.keywords[-1]] += 1
                self.marked_earlier += judged.earlier
            case Mode.OBSERVE:
                self.observed[kind, folder] += 1

    def _count_seller(self, seller: str, date: datetime | None) -> None:
        if seller:
            self.sellers.setdefault(seller, Seller()).add(date)
        if len(self.sellers) > MOST_COUNTED:
            keep = sorted(self.sellers.items(), key=lambda pair: -pair[1].count)[: MOST_COUNTED // 2]
            self.sellers = dict(keep)


def example_of(judged: Judged) -> Example:
    """Return a judged message as the screen shows it, with the reason that says most."""
    message, verdict = judged.message, judged.verdict
    assert message is not None
    assert verdict is not None
    reason, telling = _best_reason(verdict)
    return Example(
        judged.id, message.subject, message.sender.name or message.sender.spec, message.date, reason, telling
    )


def _best_reason(verdict: Verdict) -> tuple[str, float]:
    """Return the reason that says most about a verdict, and how telling a message with it is among its kind."""
    named = [one for one in verdict.reasons if one.code not in _SAYS_LITTLE]
    if verdict.unsure:
        return verdict.reasons[0].text, 0.0
    if verdict.repeat is not None:
        return verdict.reasons[0].text, verdict.repeat.touch + verdict.repeat.similarity
    if verdict.label in OUTREACH:
        best = max(named or verdict.reasons, key=lambda one: one.weight)
        return best.text, 1.0 + best.weight
    # What stays is shown by a stranger whose mail says why it is welcome, else by the rule that protects it.
    against = [one for one in named if one.weight <= 0]
    if not against:
        return "little in it reads like outreach", 0.0
    best = min(against, key=lambda one: one.weight)
    is_stranger = verdict.standing == "stranger" and best.weight < 0
    return best.text, 1.0 - best.weight if is_stranger else 0.5


def _span(
    first: datetime | None, last: datetime | None, date: datetime | None
) -> tuple[datetime | None, datetime | None]:
    if date is None:
        return first, last
    return min(first or date, date), max(last or date, date)


# ---------------------------------------------------------------- the screen

_NAME, _NUMBER, _LONGEST_BAR, _SHORTEST_BAR = 23, 8, 40, 12


def screen(summary: Summary, *, pen: Pen, title: str, target: str, applied: bool) -> str:
    """Return the screen that ends a sweep; `title` is what was done to `target`."""
    return "\n".join(_Screen(summary, pen, applied=applied).lines(title, target))


def months(first: datetime | None, last: datetime | None) -> str:
    """Return `Mar 2024`, or `Mar 2024 to Jun 2025`; empty where no date is known."""
    if first is None or last is None:
        return ""
    begin, end = f"{first:%b %Y}", f"{last:%b %Y}"
    return begin if begin == end else f"{begin} to {end}"


def example_lines(example: Example, pen: Pen, *, width: int, indent: int = 6) -> Iterator[str]:
    """Yield one line with subject, sender and month, and one with the reason."""
    when = f", {example.date:%b %Y}" if example.date else ""
    who = f"  {safe(example.sender, 26)}{when}"
    room = width - 1 - indent - columns(who) - 2
    subject = f"“{cut(subject, room)}”" if (subject := safe(example.subject)) else pen("(no subject)", "dim")
    yield f"{' ' * indent}{subject}{pen(who, 'dim')}"
    yield reason_line(example.reason, pen, width=width, indent=indent)


def reason_line(reason: str, pen: Pen, *, width: int, indent: int = 6) -> str:
    """Return one line with a reason."""
    return pen(f"{' ' * indent}↳ {cut(safe(reason), width - 3 - indent)}", "dim")


class _Screen:
    """Draws a summary: one scale for all bars, numbers below one another, no line wider than the terminal."""

    def __init__(self, summary: Summary, pen: Pen, *, applied: bool) -> None:
        self.summary = summary
        self.pen = pen
        self.applied = applied
        self.width = screen_width()
        every = (*summary.moves, *summary.marks, *summary.observed)
        arrows = [columns(self._arrow(where)) for _, where in every] or [0]
        room = self.width - _NAME - _NUMBER - 5
        self.beside = room - max(arrows) >= _SHORTEST_BAR  # else every folder gets a line of its own
        self.room = min(_LONGEST_BAR, room - max(arrows) if self.beside else room)

    def lines(self, title: str, target: str) -> Iterator[str]:
        """Yield the lines of the whole screen."""
        summary, pen = self.summary, self.pen
        yield ""
        yield f"  {pen(title, 'bold')} {pen(cut_left(safe(target), self.width - 4 - columns(title)), 'bold')}"
        read = "1 message" if summary.total == 1 else f"{summary.total:,} messages"
        yield pen("  " + ", ".join(filter(None, [read, months(summary.first, summary.last)])), "dim")
        yield ""
        if not summary.total:
            return
        yield from self._stays()
        yield ""
        yield from self._moves()
        yield pen("  " + "─" * (_NAME + _NUMBER - 2), "dim")
        yield self._row("  all messages", summary.total, name_style="bold", drawn=False)
        yield from self._pesterers()
        yield from self._unsure()
        yield from self._failed()
        yield ""

    def _stays(self) -> Iterator[str]:
        summary = self.summary
        counts = summary.counts
        yield self._row("  stays where it is", summary.total - summary.found, color="green", name_style="bold")
        yield self._row("    legitimate", counts["legitimate"], color="green")
        if example := summary.examples.get("legitimate"):
            yield from example_lines(example, self.pen, width=self.width)
        rows = (
            ("unsure", counts["unsure"]),
            ("repeats, unsure too", summary.doubtful_repeats),
            ("outreach, not moved", summary.in_place),
            ("could not be read", counts["failed"]),
        )
        for name, number in rows:
            if number:
                yield self._row(f"    {name}", number, color="green")

    def _moves(self) -> Iterator[str]:
        """Yield what is moved, marked and only looked at, each where there is any; nothing at all counts as nothing moved."""
        summary, would = self.summary, "" if self.applied else "would be "
        deeds = (
            (f"{would}filed", summary.moves, summary.earlier),
            (f"{would}marked", summary.marks, summary.marked_earlier),
            ("only looked at", summary.observed, 0),
        )
        for name, counted, earlier in deeds:
            if counted or (counted is summary.moves and not summary.found):
                yield from self._deed(name, counted, earlier)

    def _deed(self, name: str, counted: Counter[tuple[str, str]], earlier: int) -> Iterator[str]:
        summary = self.summary
        yield self._row(f"  {name}", counted.total(), color="yellow", name_style="bold")
        if earlier:
            yield self.pen(f"    {earlier:,} of them by an earlier run", "dim")
        for kind, words in OUTREACH_KINDS.items():
            folders = sorted((where, number) for (one, where), number in counted.items() if one == kind)
            for folder, number in folders:
                yield self._row(f"    {words.heading}", number, color=_COLORS[kind], folder=folder)
                if not self.beside:
                    yield "      " + cut_left(self._arrow(folder), self.width - 7)
            if folders and (example := summary.examples.get(kind)):
                yield from example_lines(example, self.pen, width=self.width)

    def _row(
        self, name: str, number: int, *, color: str = "", name_style: str = "", folder: str = "", drawn: bool = True
    ) -> str:
        styles = (name_style,) if name_style else ()
        row = self.pen(pad(name, _NAME), *styles) + self.pen(f"{number:>{_NUMBER},}", "bold")
        if not drawn:
            return row
        drawing = bar(number, self.summary.total, self.room)
        row += f"  {self.pen(drawing, color)}"
        if folder and self.beside:
            row += self.pen(" ".ljust(self.room - columns(drawing) + 1, "·") + " ", "dim") + self._arrow(folder)
        return row.rstrip()

    def _arrow(self, folder: str) -> str:
        return f"→ {safe(folder)}"

    def _pesterers(self) -> Iterator[str]:
        ranked = sorted(self.summary.sellers.items(), key=lambda pair: -pair[1].count)[:MOST_PESTERERS]
        top = [(name, seller) for name, seller in ranked if seller.count > 1]
        if not top:
            return
        yield ""
        yield self.pen("  who pesters most", "bold")
        room = min(34, self.width - 47)
        wide = max(columns(safe(name, room)) for name, _ in top)
        for name, seller in top:
            drawing = pad(bar(seller.count, top[0][1].count, 12), 12)
            when = self.pen(months(seller.first, seller.last), "dim")
            row = f"    {pad(safe(name, room), wide)}{seller.count:>{_NUMBER - 2},}  {self.pen(drawing, 'yellow')}"
            yield f"{row}  {when}".rstrip()

    def _unsure(self) -> Iterator[str]:
        if not self.summary.unsure:
            return
        yield ""
        yield self.pen("  unsure, so they stay: have a look yourself", "bold")
        for example in self.summary.unsure:
            yield next(example_lines(example, self.pen, width=self.width, indent=4))
        yield from self._more(self.summary.counts["unsure"] - len(self.summary.unsure))

    def _failed(self) -> Iterator[str]:
        if not self.summary.failed:
            return
        yield ""
        yield self.pen("  could not be read, so they stay untouched", "bold")
        wide = min(34, max(columns(safe(name)) for name, _ in self.summary.failed))
        for name, error in self.summary.failed:
            shown = pad(cut_left(safe(name), wide), wide)
            yield f"    {shown}  {cut(safe(error), self.width - wide - 7)}"
        yield from self._more(self.summary.counts["failed"] - len(self.summary.failed))

    def _more(self, number: int) -> Iterator[str]:
        if number > 0:
            yield self.pen(f"    and {number:,} more; --verbose lists all", "dim")
