"""What a person looks through: the messages that stay because nobody is sure, and those that were filed. Alike ones are one pile.

Nothing is written here: mailbox and memory may be opened for reading only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import count

from triage.domain import Label, Ref, Stored, Verdict
from triage.mailbox.base import identity
from triage.memory.journal import Intent, State
from triage.run.explain import Explained, explain
from triage.run.sweep import Judged, Sweep
from triage.run.teach import REASON as TAUGHT

MOST_CARDS = 200
"""Messages of each section, the newest: what a person looks through in one sitting, and what fits into one page."""


class Section(StrEnum):
    """Why a message is shown: nobody is sure what it is, or it was filed."""

    UNSURE = "unsure"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class Card:
    """One message to look at. `mailbox` is its place as the journal writes it, `label` the best one, or that it was filed as.

    `ref` is where it stood when it was looked at last, `run` what filed it. No two cards have the same `number`.
    """

    number: int
    section: Section
    mailbox: str
    ref: Ref
    identity: str
    label: Label
    explained: Explained
    run: str | None = None

    @property
    def id(self) -> str:
        """The message as its mailbox names it."""
        return self.explained.judged.id

    @property
    def seller(self) -> str:
        """The firm's domain, or the sender's address."""
        return self.explained.judged.seller

    @property
    def verdict(self) -> Verdict:
        """What would be decided about it now."""
        assert self.explained.judged.verdict is not None
        return self.explained.judged.verdict


@dataclass(frozen=True, slots=True)
class Pile:
    """Cards that are alike, the newest message first: one act is about all of them."""

    cards: tuple[Card, ...]

    @property
    def first(self) -> Card:
        """The card that is shown for all."""
        return self.cards[0]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its cards."""
        return tuple(card.number for card in self.cards)


@dataclass(frozen=True, slots=True)
class Found:
    """The cards of a mailbox, and how many more messages there are of each section."""

    cards: tuple[Card, ...]
    left_out: Mapping[Section, int]


def look(sweep: Sweep, mailbox: str, *, since: date, numbers: count[int]) -> Found:
    """Return a card for each message that the sweep is not sure of, and for each that was filed since a day, in UTC, and stands there.

    What its reader taught is left out: they judged it. Raises as a sweep does.
    """
    doubts, unsure = _doubts(sweep)
    filed = _filed(sweep, since)
    cards = [
        *_cards(sweep, mailbox, Section.UNSURE, doubts, {}, numbers),
        *_cards(sweep, mailbox, Section.FILED, list(filed)[-MOST_CARDS:], filed, numbers),
    ]
    left_out = {Section.UNSURE: unsure - len(doubts), Section.FILED: max(0, len(filed) - MOST_CARDS)}
    return Found(tuple(cards), left_out)


def _doubts(sweep: Sweep) -> tuple[list[Ref], int]:
    """Return where the newest messages stand that nobody is sure of, and how many there are in all."""
    found, number = deque[Ref](maxlen=MOST_CARDS), 0
    for judged in sweep(sweep.queue()):
        if judged.verdict is not None and judged.verdict.unsure and judged.ref is not None:
            found.append(judged.ref)
            number += 1
    return list(found), number


def _filed(sweep: Sweep, since: date) -> dict[Ref, Intent]:
    """Return what was filed since this day and stands where it was put, oldest run first."""
    return {
        intent.destination: intent
        for intent in sweep.store.journal.intents_between(since, date.max)
        if intent.state is State.DONE and intent.destination is not None and TAUGHT not in intent.filing.reasons
    }


def _cards(
    sweep: Sweep,
    mailbox: str,
    section: Section,
    refs: Sequence[Ref],
    filed: Mapping[Ref, Intent],
    numbers: count[int],
) -> Iterator[Card]:
    for stored in sweep.mailbox.fetch(refs):
        if stored.error is not None:
            continue
        who, intent, explained = identity(stored), filed.get(stored.ref), explain(sweep, stored)
        label = intent.filing.label if intent else _label(explained.judged)
        yield Card(
            next(numbers),
            section,
            mailbox,
            stored.ref,
            who,
            label,
            explained,
            intent.run if intent else None,
        )


def _label(judged: Judged) -> Label:
    assert judged.verdict is not None
    return judged.verdict.label


def piles(cards: Iterable[Card], section: Section) -> list[Pile]:
    """Return the cards of a section with alike ones together, the newest pile first.

    Alike are messages of one seller to one mailbox, in one folder, that are taken for the same.
    """
    found: dict[tuple[str, str, str, Label], list[Card]] = {}
    for card in cards:
        if card.section is section:
            key = (card.mailbox, card.ref.folder, card.seller or card.identity, card.label)
            found.setdefault(key, []).append(card)
    made = [Pile(tuple(sorted(each, key=_age))) for each in found.values()]
    return sorted(made, key=lambda pile: _age(pile.first))


def _age(card: Card) -> tuple[float, int]:
    """Return what sorts the newest first, messages without a date last."""
    message = card.explained.judged.message
    when = message.date if message is not None else None
    return -(when or datetime.min.replace(year=2, tzinfo=UTC)).timestamp(), card.number


def is_the_same(card: Card, stored: Stored | None) -> bool:
    """Tell whether what stands at the place of a card now is its message still."""
    return stored is not None and stored.error is None and identity(stored) == card.identity
