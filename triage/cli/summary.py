"""What a sweep came to, counted as it goes, and the screen that shows it: what stays as loudly as what moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from triage.cli.terminal import Pen, bar, cut, pad, safe, screen_width
from triage.domain import OUTREACH, Verdict
from triage.run.sweep import Judged

KINDS = ("legitimate", "spray", "irrelevant", "pitch", "scam", "repeat", "unsure", "failed")
_TITLES = {
    "spray": "spray-and-pray",
    "irrelevant": "irrelevant offers",
    "pitch": "personal pitches",
    "scam": "scams",
    "repeat": "the same again",
}
_COLORS = {"spray": "yellow", "irrelevant": "magenta", "pitch": "cyan", "scam": "red", "repeat": "blue"}
MOST_SENDERS = 5
MOST_FAILED = 5
MOST_PESTERERS = 2_000
"""Sellers counted at once: beyond that the rarest are let go, so that memory stays flat."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message as the screen shows it."""

    subject: str
    sender: str
    date: datetime | None
    reason: str


@dataclass(slots=True)
class Summary:
    """Counts and examples of a sweep."""

    counts: Counter[str] = field(default_factory=Counter)
    folders: dict[str, str] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)
    sellers: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)
    unsure: list[Example] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None

    @property
    def total(self) -> int:
        """How many messages were read."""
        return sum(self.counts.values())

    @property
    def moving(self) -> int:
        """How many of them move."""
        return sum(self.counts[kind] for kind in _TITLES)

    def add(self, judged: Judged) -> None:
        """Count one message."""
        message, verdict = judged.message, judged.verdict
        if message is None or verdict is None:
            self.counts["failed"] += 1
            if len(self.failed) < MOST_FAILED:
                self.failed.append((judged.id, judged.error or ""))
            return
        kind = verdict.kind
        self.counts[kind] += 1
        if message.date is not None:
            self.first = min(self.first or message.date, message.date)
            self.last = max(self.last or message.date, message.date)
        example = Example(message.subject, message.sender.name or message.sender.spec, message.date, _why(verdict))
        if verdict.folder is not None:
            self.folders[kind] = verdict.folder
            self._count_seller(message.sender.domain or message.sender.name)
        if kind == "unsure" and len(self.unsure) < MOST_FAILED:
            self.unsure.append(example)
        best = self.examples.get(kind)
        if best is None or (kind == "legitimate" and _is_stranger(verdict) and len(example.reason) > len(best.reason)):
            self.examples[kind] = example

    def _count_seller(self, seller: str) -> None:
        self.sellers[seller] += 1
        if len(self.sellers) > MOST_PESTERERS:
            self.sellers = Counter(dict(self.sellers.most_common(MOST_PESTERERS // 2)))


def _why(verdict: Verdict) -> str:
    """Return the reason that says most: the strongest that speaks for the verdict."""
    for_it = 1 if verdict.label in OUTREACH else -1
    named = [one for one in verdict.reasons if one.code not in ("wording", "no-profile", "stranger", "not-sure")]
    if not named:
        return ""
    if verdict.repeat is not None or verdict.label not in OUTREACH:
        return named[0].text
    return max(named, key=lambda one: for_it * one.weight).text


def _is_stranger(verdict: Verdict) -> bool:
    return verdict.standing == "stranger"


def screen(summary: Summary, *, pen: Pen, title: str, applied: bool) -> str:
    """Return the screen that ends a sweep."""
    width = screen_width()
    lines = ["", pen(cut(title, width - 2), "bold"), pen(_span(summary), "dim"), ""]
    stays = summary.total - summary.moving
    lines += _stays(summary, stays, pen, width)
    lines += _moves(summary, pen, width, applied=applied)
    lines += [_row("", "", summary.total, "", pen, label_style="bold", label="all messages"), ""]
    lines += _pesterers(summary, pen)
    lines += _for_review(summary, pen, width)
    lines += _failed(summary, pen, width)
    return "\n".join(lines)


def _span(summary: Summary) -> str:
    if summary.first is None or summary.last is None:
        return f"{summary.total} messages"
    return f"{summary.total} messages, {summary.first:%b %Y} to {summary.last:%b %Y}"


_LABEL = 34
_NUMBER = 7


def _row(mark: str, color: str, number: int, drawn: str, pen: Pen, *, label: str, label_style: str = "") -> str:
    text = pad(f"  {mark}{label}", _LABEL)
    styles = (label_style,) if label_style else ()
    return (
        f"{pen(text, *styles)}{pen(f'{number:>{_NUMBER}}', 'bold')}  {pen(drawn, color) if color else drawn}".rstrip()
    )


def _stays(summary: Summary, stays: int, pen: Pen, width: int) -> list[str]:
    room = width - _LABEL - _NUMBER - 4
    counts = summary.counts
    rows = [
        _row("", "green", stays, bar(stays, summary.total, room), pen, label="stays where it is", label_style="bold")
    ]
    for kind, label in (
        ("legitimate", "legitimate"),
        ("unsure", "unsure, listed for review"),
        ("failed", "could not be read"),
    ):
        if counts[kind] or kind == "legitimate":
            rows.append(_row("  ", "green", counts[kind], bar(counts[kind], summary.total, room), pen, label=label))
    if example := summary.examples.get("legitimate"):
        rows.append(_example(example, pen, width))
    return [*rows, ""]


def _moves(summary: Summary, pen: Pen, width: int, *, applied: bool) -> list[str]:
    room = width - _LABEL - _NUMBER - 4
    label = "filed" if applied else "would be filed"
    rows = [
        _row(
            "", "yellow", summary.moving, bar(summary.moving, summary.total, room), pen, label=label, label_style="bold"
        )
    ]
    for kind, title in _TITLES.items():
        if not (number := summary.counts[kind]):
            continue
        drawn = bar(number, summary.total, room)
        rows.append(
            _row(
                "  ", _COLORS[kind], number, drawn, pen, label=cut(f"{title} → {summary.folders.get(kind, '')}", _LABEL)
            )
        )
        rows.append(_example(summary.examples[kind], pen, width))
    return [*rows, ""]


def _example(example: Example, pen: Pen, width: int) -> str:
    when = f", {example.date:%Y-%m-%d}" if example.date else ""
    about = f"      “{safe(example.subject, 40) or '(no subject)'}” {safe(example.sender, 24)}{when}"
    why = f"\n      {cut(safe(example.reason), width - 8)}" if example.reason else ""
    return pen(about + why, "dim")


def _pesterers(summary: Summary, pen: Pen) -> list[str]:
    top = [(seller, number) for seller, number in summary.sellers.most_common(MOST_SENDERS) if number > 1]
    if not top:
        return []
    most = top[0][1]
    rows = [pen("  Who pesters most", "bold")]
    rows += [
        f"    {pad(safe(seller, 28), 30)}{number:>5}  {pen(bar(number, most, 20), 'yellow')}" for seller, number in top
    ]
    return [*rows, ""]


def _for_review(summary: Summary, pen: Pen, width: int) -> list[str]:
    if not summary.unsure:
        return []
    rows = [pen("  Unsure: these stay; look at them yourself", "bold")]
    rows += [_example(example, pen, width).partition("\n")[0] for example in summary.unsure]
    more = summary.counts["unsure"] - len(summary.unsure)
    return [*rows, *([f"      and {more} more (--verbose lists all)"] if more else []), ""]


def _failed(summary: Summary, pen: Pen, width: int) -> list[str]:
    if not summary.failed:
        return []
    rows = [pen("  Could not be read: these stay, untouched", "bold")]
    rows += [f"    {safe(name, 30)}: {cut(safe(error), width - 38)}" for name, error in summary.failed]
    more = summary.counts["failed"] - len(summary.failed)
    return [*rows, *([f"    and {more} more"] if more else []), ""]
