"""`triage why`: one message's whole verdict, as `clean` gives it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps, message_object
from triage.cli.locate import Located, locate, stored_at
from triage.cli.options import Settings
from triage.cli.summary import months
from triage.cli.terminal import Pen, Progress, bar, columns, cut, pad, safe, screen_width, wrap
from triage.cli.words import STANDINGS, VERDICTS
from triage.domain import Label, Message, Reason, Stored, Verdict
from triage.run.explain import Explained, explain, was_weighed
from triage.run.sweep import Scope, Sweep

MOST_EARLIER = 5_000
"""Earlier messages that are judged first where nothing is remembered, so that a repeat meets what it repeats."""


def why(settings: Settings, message: str, *, id: str | None, sent: Path | None) -> int:
    """Print the evidence card of one message, and return the exit code."""
    with Progress(shown=settings.progress) as progress:
        explained = _explained(settings, locate(settings, message, id), message, sent, progress)
    if settings.json:
        print(dumps(_object(explained)))
    else:
        print(*evidence_card(explained, Pen(color=settings.color)), sep="\n")
    return 0


def _explained(settings: Settings, located: Located, name: str, sent: Path | None, progress: Progress) -> Explained:
    model, recipient = wiring.model_of(settings), wiring.recipient_of(settings)
    with (
        wiring.open_mailbox(settings, located.place, writable=False) as mailbox,
        wiring.open_memory(settings, mailbox, writable=False) as store,
    ):
        stored = stored_at(mailbox, store, located.id, name)
        if sent is not None or not store.contacts.count():
            wiring.learn_contacts(mailbox, store, sent, progress)
        judge = wiring.judge_of(settings, mailbox, store=store, model=model, recipient=recipient)
        sweep = Sweep(
            mailbox,
            store,
            judge,
            at=datetime.now(UTC),
            scope=Scope(folders=(stored.ref.folder,)),
            modes=wiring.modes_of(settings),
        )
        if located.place.path and located.id and not store.fingerprints.count():
            progress.say("reading the earlier mail")
            _judge_earlier(sweep, stored)
        return explain(sweep, stored)


def _judge_earlier(sweep: Sweep, stored: Stored) -> None:
    """Judge what came before this message, for the memory that the sweep keeps."""
    for _ in sweep(sweep.queue().before(stored.ref, most=MOST_EARLIER)):
        pass


# ---------------------------------------------------------------- the two forms


def _object(explained: Explained) -> dict[str, Any]:
    message, contact, earlier = explained.judged.message, explained.contact, explained.earlier
    assert message is not None
    return {
        "schema": "triage.why/1",
        **message_object(explained.judged),
        "threshold": round(explained.least, 4),
        "sentence": explained.carried
        and {"text": explained.carried.sentence[:LONGEST_SENTENCE], "weight": round(explained.carried.weight, 3)},
        "sender": {
            "name": message.sender.name or None,
            "address": message.sender.spec or None,
            "written_to": contact.count if contact else 0,
            "last_written": contact.last.isoformat() if contact and contact.last else None,
        },
        "earlier": earlier
        and {
            "subject": earlier.subject,
            "from": earlier.sender.spec or None,
            "date": earlier.date.isoformat() if earlier.date else None,
        },
    }


LONGEST_SENTENCE = 300
LEAST_WEIGHT = 0.005
"""The least weight that is shown as more than 0.00."""
_LONGEST_BAR, _BESIDE_BAR = 30, 47


def _day(date: datetime) -> str:
    return f"{date.day} {date:%b %Y}"


def worth_telling(verdict: Verdict) -> list[Reason]:
    """Return the reasons of a verdict without those that were weighed and found to be next to nothing."""
    return [one for one in verdict.reasons if not one.weight or abs(one.weight) >= LEAST_WEIGHT]


def evidence_card(explained: Explained, pen: Pen) -> Iterator[str]:
    """Yield the lines of the evidence card of one message."""
    return _Card(explained, pen).lines()


class _Card:
    """Draws the evidence: who, what becomes of it, how sure, and because of what."""

    def __init__(self, explained: Explained, pen: Pen) -> None:
        assert explained.judged.message is not None
        assert explained.judged.verdict is not None
        self.explained = explained
        self.message: Message = explained.judged.message
        self.verdict: Verdict = explained.judged.verdict
        self.pen = pen
        self.width = screen_width()
        self.room = min(_LONGEST_BAR, self.width - _BESIDE_BAR)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the card."""
        yield ""
        yield from self._who()
        yield ""
        yield from self._fate()
        yield ""
        if was_weighed(self.verdict):
            yield from self._scores()
            yield ""
        yield from self._because()
        yield ""

    def _who(self) -> Iterator[str]:
        message, contact = self.message, self.explained.contact
        subject = safe(message.subject) or "(no subject)"
        yield f"  “{self.pen(cut(subject, self.width - 5), 'bold')}”"
        sender = message.sender
        who = f"{safe(sender.name)} <{safe(sender.spec)}>" if sender.name else safe(sender.spec) or "(no sender)"
        when = f", {_day(message.date)}" if message.date else ", no date"
        yield f"  from {cut(who, self.width - 8 - columns(when))}{when}"
        standing = STANDINGS[self.verdict.standing]
        if contact is not None:
            span = months(contact.first, contact.last)
            often = "once" if contact.count == 1 else f"{contact.count:,} times"
            standing += f" ({often}{f', {span}' if span else ''})"
        yield self.pen(f"  who {standing}", "dim")

    def _fate(self) -> Iterator[str]:
        verdict = self.verdict
        name = VERDICTS[verdict.kind].upper()
        if verdict.kind == "repeat":
            name += f" ({verdict.label})"
        judged = self.explained.judged
        if judged.folder is not None:
            went = "went to" if judged.earlier else "goes to"
            fate, color = f"it {went} {safe(judged.folder)}", "yellow"
        elif judged.keywords:
            fate, color = f"it is marked with {' '.join(judged.keywords)} where it stands", "yellow"
        elif judged.belongs is not None:
            fate, color = f"it would go to {safe(judged.belongs)}; it stays, as its mode is observe", "yellow"
        else:
            fate, color = "it stays where it is", "green"
        yield f"  {self.pen(name, 'bold', color)}, so {self.pen(fate, 'bold')}"
        yield from self._tie()

    def _tie(self) -> Iterator[str]:
        """Yield what the message repeats or follows."""
        repeat, follows, earlier = self.verdict.repeat, self.verdict.follows, self.explained.earlier
        if repeat is not None:
            yield f"  it repeats ({repeat.kind}, touch {repeat.touch}){':' if repeat.of else ' a mail that is not known here'}"
        elif follows is not None:
            yield f"  it follows, and {follows.news:.0%} of it is news:"
        tie = repeat or follows
        if earlier is not None:
            when = f", {_day(earlier.date)}" if earlier.date else ""
            yield f"    “{cut(safe(earlier.subject), self.width - columns(when) - 7)}”{when}"
        elif tie is not None and tie.of is not None:
            yield f"    {cut(safe(tie.of), self.width - 5)}"

    def _scores(self) -> Iterator[str]:
        scores, least = self.verdict.scores, self.explained.least
        outreach = 1.0 - scores[Label.LEGITIMATE]
        mark = min(self.room - 1, round(least * self.room))
        drawn = pad(bar(round(outreach * 1000), 1000, self.room), self.room)
        drawn = f"{self.pen(drawn[:mark], 'yellow')}{self.pen('┃', 'bold')}{self.pen(drawn[mark + 1 :], 'yellow')}"
        yield f"    {pad('outreach', 12)}{outreach:>7.1%}  {drawn}  moves from {least:.1%} on"
        for label in sorted(scores, key=lambda label: -scores[label]):
            drawn = bar(round(scores[label] * 1000), 1000, self.room)
            color = "green" if label is Label.LEGITIMATE else "yellow"
            yield f"    {pad(f'  {label}', 12)}{scores[label]:>7.1%}  {self.pen(drawn, color)}".rstrip()

    def _because(self) -> Iterator[str]:
        yield self.pen("  because it", "bold")
        most = max((abs(one.weight) for one in self.verdict.reasons), default=0.0)
        for one in worth_telling(self.verdict):
            color = "yellow" if one.weight > 0 else "green"
            weight = f"{one.weight:+.2f}" if one.weight else ""
            drawn = pad(bar(round(abs(one.weight) * 1000), round(most * 1000), 8), 8)
            first, *rest = wrap(safe(one.text), self.width - 20)
            yield f"    {pad(weight, 6)}{self.pen(drawn, color)} {first}"
            yield from (f"{' ' * 19}{line}" for line in rest)
        yield from self._sentence()
        if any(one.weight for one in self.verdict.reasons):
            yield self.pen(f"{' ' * 10}(+ speaks for outreach, - against it)", "dim")

    def _sentence(self) -> Iterator[str]:
        """Yield the sentence that spoke loudest."""
        if (carried := self.explained.carried) is None:
            return
        first, *rest = wrap(f"says above all: “{safe(carried.sentence[:LONGEST_SENTENCE])}”", self.width - 20)
        yield f"    {pad(f'{carried.weight:+.2f}', 6)}{' ' * 8} {first}"
        yield from (f"{' ' * 19}{line}" for line in rest)
