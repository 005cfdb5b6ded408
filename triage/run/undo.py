"""Puts everything of a run back: the engine of filing, reversed. What its reader moved since stays where it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triage.memory.journal import State
from triage.run.filing import batches, carry
from triage.run.reconcile import Outcome, by_identity, is_renumbered, no_checkpoint, reconcile, still_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from triage.domain import Ref
    from triage.mailbox.base import Mailbox
    from triage.memory.journal import Filing, Intent, Journal
    from triage.run.reconcile import Checkpoint


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the messages of a run: `put_back` stand where they were before, `moved_since` were moved by
    their reader and stay there, `left` could not be put back now and may be tried again.
    """

    put_back: tuple[Intent, ...] = ()
    moved_since: tuple[Intent, ...] = ()
    left: tuple[Intent, ...] = ()


def undo(
    mailbox: Mailbox, journal: Journal, run: str, *, at: datetime, checkpoint: Checkpoint = no_checkpoint
) -> Undone:
    """Put back what this run filed, where it still stands where we put it. None of it is ever filed again.

    Safe to repeat after any fault. Raises as `file` does.
    """
    reconcile(mailbox, journal, checkpoint=checkpoint)
    rows = journal.intents(run)
    filed = {intent.number: intent for intent in rows if intent.state is State.DONE}
    places = _places(mailbox, journal, list(filed.values()))
    outcome = Outcome()
    for target in dict.fromkeys(filed[number].filing.ref.folder for number in places):
        back = [_reversed(filed[n], ref) for n, ref in places.items() if filed[n].filing.ref.folder == target]
        for batch in batches(back):
            outcome += carry(mailbox, journal, batch, target=target, run=run, at=at, checkpoint=checkpoint)
    vanished = {intent.filing.undoes for intent in outcome.vanished}
    return Undone(
        put_back=outcome.done,
        moved_since=tuple(
            intent
            for intent in rows
            if intent.state is State.VANISHED
            or (intent.number in filed and (intent.number not in places or intent.number in vanished))
        ),
        left=outcome.again + outcome.unknown + tuple(intent for intent in rows if intent.state is State.PLANNED),
    )


def _reversed(intent: Intent, place: Ref) -> Filing:
    return replace(intent.filing, ref=place, undoes=intent.number)


def _places(mailbox: Mailbox, journal: Journal, filed: Sequence[Intent]) -> dict[int, Ref]:
    """Return where each message stands that is still where we put it, by the number of its intent."""
    places = still_standing(
        mailbox, ((each.number, each.destination, each) for each in filed if each.destination is not None)
    )
    gone = [intent for intent in filed if intent.number not in places]
    for folder in {intent.target.folder for intent in gone}:
        places |= _renumbered(mailbox, journal, [intent for intent in gone if intent.target.folder == folder])
    return places


def _renumbered(mailbox: Mailbox, journal: Journal, intents: Sequence[Intent]) -> dict[int, Ref]:
    """Find the messages again, one place for one intent, that a renumbered folder holds under other UIDs."""
    folder = intents[0].target.folder
    stale = [each for each in intents if is_renumbered(mailbox, folder, validity=_validity(each))]
    if not stale:
        return {}
    refs = [entry.ref for entry in mailbox.scan(folder)]
    taken = journal.occupied(folder, validity=refs[0].validity if refs else "")
    free = (ref for ref in refs if ref not in taken)
    found, _ = by_identity(mailbox, free, wanted={intent.filing.identity for intent in stale})
    return {intent.number: found[intent.filing.identity].pop(0) for intent in stale if found[intent.filing.identity]}


def _validity(intent: Intent) -> str:
    return intent.destination.validity if intent.destination is not None else intent.target.validity
