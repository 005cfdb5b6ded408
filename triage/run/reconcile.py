"""What became of open intents: the journal's word against what stands in the mailbox, told apart by identity.

    in both folders      the source is removed: the second half of a broken move
    only in the target   done
    only in the source   withdrawn: it may be planned again
    in neither           vanished: somebody else moved it

Messages that are alike to the byte are counted, one place for one intent. Nothing is concluded about a message while
something that cannot be read might be it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from triage.mailbox.base import identity
from triage.memory.journal import State

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from triage.domain import Ref, Target
    from triage.mailbox.base import Mailbox
    from triage.memory.journal import Intent, Journal

    Checkpoint: TypeAlias = Callable[[str], None]
    """Called with a name after each step that outlives the process; a fault test raises or kills there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of intents: `again` stayed where they were, `vanished` were moved by somebody else.

    `unknown` could not be told yet; they stay open until the next run.
    """

    done: tuple[Intent, ...] = ()
    again: tuple[Intent, ...] = ()
    vanished: tuple[Intent, ...] = ()
    unknown: tuple[Intent, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(
            self.done + other.done,
            self.again + other.again,
            self.vanished + other.vanished,
            self.unknown + other.unknown,
        )


def no_checkpoint(name: str) -> None:
    """Go on: what a checkpoint does outside of tests."""


def reconcile(
    mailbox: Mailbox,
    journal: Journal,
    *,
    intents: Sequence[Intent] | None = None,
    checkpoint: Checkpoint = no_checkpoint,
) -> Outcome:
    """Settle all open intents, or only these, and write into the journal what became of them.

    Call it at the start of a run and after every exception, on a mailbox that answers. It may be cut at any point
    and called again. Raises UnreachableError with nothing concluded that is not true.
    """
    intents = journal.open_intents() if intents is None else intents
    if not intents:
        return Outcome()
    found = _look(mailbox, journal, intents)
    outcomes = list(_conclusions(intents, found))
    for intent, state, copy in outcomes:
        source = found.sources.get(intent.number)
        if state is State.DONE and source is not None and copy is not None:
            mailbox.settle(source, copy)
            checkpoint("settled")
    mailbox.release(copy for _, state, copy in outcomes if state is State.DONE and copy is not None)
    concluded = journal.conclude(outcomes)
    checkpoint("reconciled")
    known = {intent.number for intent in concluded}
    return Outcome(
        done=tuple(intent for intent in concluded if intent.state is State.DONE),
        again=tuple(intent for intent in concluded if intent.state is State.WITHDRAWN),
        vanished=tuple(intent for intent in concluded if intent.state is State.VANISHED),
        unknown=tuple(intent for intent in intents if intent.number not in known),
    )


# ---------------------------------------------------------------- looking


@dataclass(slots=True)
class _Found:
    """By the number of the intent: where its source and its copy stand, and which of the two could not be told."""

    sources: dict[int, Ref] = field(default_factory=dict)
    copies: dict[int, Ref] = field(default_factory=dict)
    untold: set[int] = field(default_factory=set)


def _look(mailbox: Mailbox, journal: Journal, intents: Sequence[Intent]) -> _Found:
    found = _Found(sources=still_standing(mailbox, ((each.number, each.filing.ref, each) for each in intents)))
    for group in _grouped(intents, lambda intent: intent.target):
        _look_for_copies(mailbox, journal, group, found)
    for group in _grouped(intents, lambda intent: (intent.filing.ref.folder, intent.filing.ref.validity)):
        _look_for_renumbered_sources(mailbox, group, found)
    return found


def still_standing(mailbox: Mailbox, places: Iterable[tuple[int, Ref, Intent]]) -> dict[int, Ref]:
    """Return, by the number given, the places where the message of that intent stands right now.

    One that cannot be read counts: its UID has never belonged to another message.
    """
    expected = {ref: (number, intent.filing.identity) for number, ref, intent in places}
    return {
        expected[stored.ref][0]: stored.ref
        for stored in mailbox.fetch(list(expected))
        if stored.error is not None or identity(stored) == expected[stored.ref][1]
    }


def _look_for_copies(mailbox: Mailbox, journal: Journal, intents: Sequence[Intent], found: _Found) -> None:
    """Find the copies of intents that share a target, one place for one intent."""
    arrivals, renumbered = _arrivals(mailbox, intents[0].target)
    taken = set(found.copies.values())
    if arrivals:
        taken |= journal.occupied(arrivals[0].folder, validity=arrivals[0].validity)
    names = {intent.filing.ref.uid for intent in intents}
    free = (ref for ref in arrivals if ref not in taken and (ref.validity or ref.uid in names))
    copies, unreadable = by_identity(mailbox, free, wanted={intent.filing.identity for intent in intents})
    if renumbered:
        _leave_out_earlier(journal, copies)
    # Whose source is gone comes first: its message must be somewhere.
    for intent in sorted(intents, key=lambda intent: intent.number in found.sources):
        fitting = [ref for ref in copies[intent.filing.identity] if _may_be_ours(intent, ref)]
        if fitting:
            found.copies[intent.number] = fitting[0]
            copies[intent.filing.identity].remove(fitting[0])
        elif any(_may_be_ours(intent, ref) for ref in unreadable):
            found.untold.add(intent.number)


def _arrivals(mailbox: Mailbox, target: Target) -> tuple[list[Ref], bool]:
    """Return what may have come into the target since it was prepared, and whether it was renumbered since."""
    renumbered = is_renumbered(mailbox, target.folder, validity=target.validity)
    after = None if target.next_uid is None or renumbered else target.next_uid - 1
    return [entry.ref for entry in mailbox.scan(target.folder, after=after)], renumbered


def _may_be_ours(intent: Intent, copy: Ref) -> bool:
    """Tell whether what stands in the target can be of our making.

    Mailboxes on disk have no numbers that prove what came later, but their moves keep the name: a message of another
    name is a twin that stood there before.
    """
    return bool(copy.validity) or copy.uid == intent.filing.ref.uid


def is_renumbered(mailbox: Mailbox, folder: str, *, validity: str) -> bool:
    """Tell whether every Ref of this validity is stale; a folder without messages has no say."""
    first = next(iter(mailbox.scan(folder)), None)
    return first is not None and first.ref.validity != validity


def by_identity(
    mailbox: Mailbox, refs: Iterable[Ref], *, wanted: set[str]
) -> tuple[defaultdict[str, list[Ref]], list[Ref]]:
    """Return where messages of these identities stand, and the places of all that could not be read."""
    places: defaultdict[str, list[Ref]] = defaultdict(list)
    unreadable: list[Ref] = []
    for stored in mailbox.fetch(refs):
        if stored.error is not None:
            unreadable.append(stored.ref)
        elif (who := identity(stored)) in wanted:
            places[who].append(stored.ref)
    return places, unreadable


def _leave_out_earlier(journal: Journal, copies: defaultdict[str, list[Ref]]) -> None:
    """Leave out one place for each twin that we filed before the folder was renumbered: its own is not known."""
    for who, refs in copies.items():
        earlier = [intent.destination for intent in journal.history(who) if intent.state is State.DONE]
        here = [place for place in earlier if place is not None and place.folder == refs[0].folder]
        del refs[: sum(place.validity != refs[0].validity for place in here)]


def _look_for_renumbered_sources(mailbox: Mailbox, intents: Sequence[Intent], found: _Found) -> None:
    """Where the source folder was renumbered, find the sources again by identity, never by their old UIDs."""
    folder, validity = intents[0].filing.ref.folder, intents[0].filing.ref.validity
    lost = [intent for intent in intents if intent.number not in found.sources]
    if not lost or not is_renumbered(mailbox, folder, validity=validity):
        return
    refs = [entry.ref for entry in mailbox.scan(folder)]
    places, unreadable = by_identity(mailbox, refs, wanted={intent.filing.identity for intent in lost})
    # Who has no copy comes first: its message must be somewhere.
    for intent in sorted(lost, key=lambda intent: intent.number in found.copies):
        if places[intent.filing.identity]:
            found.sources[intent.number] = places[intent.filing.identity].pop(0)
        elif unreadable:
            found.untold.add(intent.number)


# ---------------------------------------------------------------- concluding


def _conclusions(intents: Sequence[Intent], found: _Found) -> Iterator[tuple[Intent, State, Ref | None]]:
    for intent in intents:
        if (copy := found.copies.get(intent.number)) is not None:
            yield intent, State.DONE, copy
        elif intent.number in found.untold:
            continue
        elif intent.number in found.sources:
            yield intent, State.WITHDRAWN, None
        else:
            yield intent, State.VANISHED, None


def _grouped(intents: Iterable[Intent], key: Callable[[Intent], Hashable]) -> Iterable[list[Intent]]:
    groups: defaultdict[Hashable, list[Intent]] = defaultdict(list)
    for intent in intents:
        groups[key(intent)].append(intent)
    return groups.values()
