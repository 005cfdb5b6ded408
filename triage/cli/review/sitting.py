"""One sitting of a person over their mail, whatever it is drawn on: what there is to look at, what they say of it, and undo."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count

from triage.cli import wiring
from triage.cli.options import Settings
from triage.cli.teach import Said, say
from triage.cli.terminal import Progress
from triage.cli.undo import find, put_back_in, undo_in
from triage.cli.words import SAID
from triage.domain import Label, Ref, Stored
from triage.errors import TriageError, UsageError
from triage.mailbox.base import Mailbox
from triage.memory.corrections import Correction
from triage.memory.journal import Run
from triage.memory.store import Store
from triage.run.review import Card, Pile, Section, is_the_same, look, piles
from triage.run.sweep import Scope, Sweep
from triage.run.undo import Undone

MOST_RUNS = 20


@dataclass(frozen=True, slots=True)
class _Act:
    """What was said of some cards, as they were then, and what there was before: their corrections, and the sellers left alone."""

    cards: tuple[Card, ...]
    label: Label
    places: Mapping[int, Ref]
    run: str | None
    corrections: Mapping[str, Correction]
    spared: frozenset[str]

    @property
    def sellers(self) -> frozenset[str]:
        """Whose mail it was about."""
        return frozenset(card.seller for card in self.cards if card.seller)


class Sitting:
    """What is looked through since a day, in UTC, and what was said of it. Each act opens the mailbox anew, and holds it no longer.

    May be called from several threads. An act that raises changes nothing here.
    """

    def __init__(self, settings: Settings, places: Sequence[wiring.Place], *, since: datetime) -> None:
        self._settings = settings
        self._places = places
        self._since = since
        self._cards: dict[int, Card] = {}
        self._acts: list[_Act] = []
        self._lock = threading.Lock()
        self.left_out = dict.fromkeys(Section, 0)
        self.runs: list[Run] = []
        self.failed: list[TriageError] = []
        self.said = 0

    # ---------------------------------------------------------------- what there is

    @property
    def since(self) -> date:
        """The day from which on mail is shown."""
        return self._since.date()

    def look(self) -> None:
        """Look through all mailboxes; one of several that cannot be looked through is told of in `failed`."""
        numbers = count(1)
        for place in self._places:
            try:
                with Progress(shown=self._settings.progress) as progress:
                    self._look(place, numbers, progress)
            except TriageError as error:
                if len(self._places) == 1:
                    raise
                error.add_note(f"This was the account {place}; the others are shown.")
                self.failed.append(error)
        if len(self.failed) == len(self._places):
            raise self.failed[0]

    def _look(self, place: wiring.Place, numbers: count[int], progress: Progress) -> None:
        settings, now = self._settings, datetime.now(UTC)
        model, recipient = wiring.model_of(settings), wiring.recipient_of(settings)
        progress.say(f"opening {place}")
        with (
            wiring.open_mailbox(settings, place, writable=False) as mailbox,
            wiring.open_memory(settings, mailbox, writable=False) as store,
        ):
            folders = wiring.folders_of(settings, place, mailbox, None)
            wiring.learn_contacts(mailbox, store, None, progress)
            wiring.learn_kept(settings, mailbox, store, folders, progress)
            judge = wiring.judge_of(settings, mailbox, store=store, model=model, recipient=recipient)
            scope = Scope(folders=folders, since=self._since)
            sweep = Sweep(mailbox, store, judge, at=now, scope=scope, modes=wiring.modes_of(settings))
            progress.say("looking through the mail")
            found = look(sweep, place.written(), since=self.since, numbers=numbers)
            self._cards |= {card.number: card for card in found.cards}
            for section, number in found.left_out.items():
                self.left_out[section] += number
            shown = {card.run for card in found.cards}
            self.runs += [run for run in store.journal.runs(limit=MOST_RUNS) if run.id in shown]

    def piles(self, section: Section) -> list[Pile]:
        """Return what is still to be looked at, alike ones together."""
        return piles(list(self._cards.values()), section)  # an act may go on beside this

    def count(self, section: Section) -> int:
        """Return how many messages are still to be looked at."""
        return sum(card.section is section for card in list(self._cards.values()))

    def name_of(self, card: Card) -> str:
        """Return the mailbox of a card in words, where there are several; empty where there is one."""
        return str(wiring.Place.from_written(card.mailbox)) if len(self._places) > 1 else ""

    @property
    def undoable(self) -> str:
        """What the last act was, in words; empty where there is nothing to undo."""
        return _about(self._acts[-1].cards, self._acts[-1].label) if self._acts else ""

    # ---------------------------------------------------------------- what is said

    def say(self, numbers: Iterable[int], label: Label) -> str:
        """Say that the messages of these cards, of one mailbox, are of a label, and return in words what came of it."""
        with self._lock:
            cards = [self._cards[number] for number in dict.fromkeys(numbers) if number in self._cards]
            if not cards:
                return "That was judged already, on another page; nothing was done now."
            if len({card.mailbox for card in cards}) > 1:
                raise UsageError("Those messages are in several mailboxes; judge them one by one.")
            spared = wiring.rules_of(self._settings, now=datetime.now(UTC)).spared
            with self._opened(cards[0]) as (place, mailbox, store):
                here = _still_there(mailbox, cards)
                before = [store.corrections.of(card.identity) for card in cards]
                said = say(self._settings, place, mailbox, store, list(here.values()), label)
            return self._done(cards, label, said, here, {one.identity: one for one in before if one}, spared)

    def _done(
        self,
        cards: Sequence[Card],
        label: Label,
        said: Said,
        here: Mapping[int, Stored],
        before: Mapping[str, Correction],
        spared: frozenset[str],
    ) -> str:
        """Take what was judged, and what is gone, off the table."""
        places = {card.number: said.taught.places[card.ref] for card in cards if card.ref in said.taught.places}
        done = tuple(card for card in cards if card.number in places and card.number in here)
        refused = [card for card in cards if card.ref in said.objections]
        for card in cards:
            if card not in refused:
                del self._cards[card.number]
        told = []
        if done:
            self._acts.append(_Act(done, label, places, said.taught.run, before, spared))
            self.said += len(done)
            folders = " and ".join(sorted({places[card.number].folder for card in done}))
            told.append(f"{_about(done, label)}, and {_verb(done, 'stands', 'stand')} in {folders}.")
        if refused:
            why = said.objections[refused[0].ref]
            told.append(
                f"{_messages(len(refused))} cannot be an example of outreach: {why}. Nothing was done about "
                f"{_verb(refused, 'it', 'them')}."
            )
        if gone := len(cards) - len(done) - len(refused):
            told.append(f"{_messages(gone)} moved meanwhile, by another hand; nothing was done or learnt there.")
        return " ".join(told)

    def undo(self) -> str:
        """Undo the last act, and return in words what came of it.

        What had been moved stands where it stood; what had been kept is what it was filed as. Either is never filed by itself again.
        """
        with self._lock:
            if not self._acts:
                return "There is nothing to undo."
            act = self._acts[-1]
            with self._opened(act.cards[0]) as (place, mailbox, store):
                back = self._moved_back(act, place, mailbox, store)
                stayed = {card.number: card.ref for card in act.cards if act.places[card.number] == card.ref}
                store.corrections.unsay(card.identity for card in act.cards if card.number in stayed)
                store.corrections.record(
                    one for one in act.corrections.values() if one.identity in {card.identity for card in act.cards}
                )
            spared = {seller for seller in act.sellers if seller in act.spared or f"@{seller}" in act.spared}
            wiring.follow_again(self._settings, act.sellers - spared)
            wiring.leave_alone(self._settings, spared)
            self._acts.pop()
            refs = back | stayed
            again = [replace(card, ref=refs[card.number]) for card in act.cards if card.number in refs]
            self._cards |= {card.number: card for card in again}
            self.said -= len(act.cards)
            lost = len(act.cards) - len(again)
            told = (
                [f"Undone: {_messages(len(again))} {_verb(again, 'is back where it was', 'are back where they were')}."]
                if again
                else []
            )
            if lost:
                told.append(
                    f"{_messages(lost)} moved meanwhile, by another hand, and {_verb([0] * lost, 'stays', 'stay')} there."
                )
            return " ".join(told)

    def _moved_back(self, act: _Act, place: wiring.Place, mailbox: Mailbox, store: Store) -> dict[int, Ref]:
        """Move back what the act moved, and return where each stands now, by the number of its card."""
        if act.run is None:
            return {}
        moved = [card for card in act.cards if act.places[card.number] != card.ref]
        if act.label is not Label.LEGITIMATE:
            run = store.journal.run(act.run)
            undone = Undone() if run is None else undo_in(mailbox, store, run)[0]
            new: dict[str, list[Ref]] = {}  # twins have one identity
            for intent in undone.put_back:
                if intent.destination is not None:
                    new.setdefault(intent.filing.identity, []).append(intent.destination)
            return {card.number: new[card.identity].pop() for card in moved if new.get(card.identity)}
        # A put-back is for ever, so what was kept by mistake is said to be what it was filed as.
        found: dict[int, Ref] = {}
        now = [replace(card, ref=act.places[card.number]) for card in moved]
        here = _still_there(mailbox, now)
        for label, folder in {(card.label, card.ref.folder) for card in moved}:
            chosen = [
                card for card in moved if (card.label, card.ref.folder) == (label, folder) and card.number in here
            ]
            messages = [here[card.number] for card in chosen]
            places = say(self._settings, place, mailbox, store, messages, label, into=folder).taught.places
            found |= {card.number: places[here[card.number].ref] for card in chosen if here[card.number].ref in places}
        return found

    def put_back(self, run: str) -> str:
        """Put a whole run back, and return in words what came of it."""
        with self._lock:
            if run not in {one.id for one in self.runs}:
                return "That run was put back already; nothing was done now."
            done = [put_back_in(self._settings, one) for one in find(self._settings, run)]
            back, moved, left = (
                sum(len(getattr(one.undone, name)) for one in done) for name in ("put_back", "moved_since", "left")
            )
            self._cards = {number: card for number, card in self._cards.items() if card.run != run}
            if not left:
                self.runs = [one for one in self.runs if one.id != run]
        told = [
            f"{_messages(back)} of run {run} {_verb([0] * back, 'is', 'are')} back; what was put back is never filed again."
        ]
        if moved:
            told.append(f"{_messages(moved)} you had moved since; {_verb([0] * moved, 'it stays', 'they stay')} there.")
        if left:
            told.append(f"{_messages(left)} could not be put back now; `triage undo {run}` tries again.")
        return " ".join(told)

    @contextmanager
    def _opened(self, card: Card) -> Iterator[tuple[wiring.Place, Mailbox, Store]]:
        place = wiring.Place.from_written(card.mailbox)
        with (
            wiring.open_mailbox(self._settings, place, writable=True) as mailbox,
            wiring.open_memory(self._settings, mailbox, writable=True) as store,
        ):
            yield place, mailbox, store


def _still_there(mailbox: Mailbox, cards: Sequence[Card]) -> dict[int, Stored]:
    """Return the messages that still stand where their cards say, by the numbers of the cards."""
    found = {stored.ref: stored for stored in mailbox.fetch([card.ref for card in cards])}
    return {card.number: found[card.ref] for card in cards if is_the_same(card, found.get(card.ref))}


# ---------------------------------------------------------------- words


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number:,} messages"


def _verb(cards: Sequence[object], one: str, many: str) -> str:
    return one if len(cards) == 1 else many


def _about(cards: Sequence[Card], label: Label) -> str:
    """Return `3 messages of pest.example are spray`."""
    sellers = sorted({card.seller for card in cards})
    whose = f" of {sellers[0]}" if len(sellers) == 1 and sellers[0] else ""
    return f"{_messages(len(cards))}{whose} {_verb(cards, 'is', 'are')} {_verb(cards, *SAID[label])}"
