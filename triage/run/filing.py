"""Moves messages so that nothing is lost, doubled or misfiled, whatever breaks: intent, act, result.

`carry` is the engine; `file` and `triage.run.undo` run it in the two directions, `reconcile` picks up the pieces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.errors import FilingStopped
from triage.memory.journal import State
from triage.run.reconcile import Outcome, no_checkpoint, reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from triage.mailbox.base import Mailbox
    from triage.memory.journal import Filing, Journal
    from triage.run.reconcile import Checkpoint

__all__ = ["BATCH", "Outcome", "carry", "file", "reconcile"]

BATCH = 1_000
"""Messages moved by one command: UIDs of seven digits stay below the 8,192 octets for a line of RFC 7162, section 4."""


def file(
    mailbox: Mailbox,
    journal: Journal,
    filings: Sequence[Filing],
    *,
    target: str,
    run: str,
    at: datetime,
    checkpoint: Checkpoint = no_checkpoint,
) -> Outcome:
    """Move these messages into the target folder and return what became of each.

    Raises FilingStopped when the target refuses mail (what was moved until then is settled), UnreachableError and
    StateError with intents left open: `reconcile` settles them, now on a new connection or at the next run.
    """
    outcome = Outcome()
    for batch in batches(filings):
        outcome += carry(mailbox, journal, batch, target=target, run=run, at=at, checkpoint=checkpoint)
    return outcome


def carry(
    mailbox: Mailbox,
    journal: Journal,
    batch: Sequence[Filing],
    *,
    target: str,
    run: str,
    at: datetime,
    checkpoint: Checkpoint = no_checkpoint,
) -> Outcome:
    """Move one batch out of one folder: prepare, write the intents, move, write the results, settle the rest."""
    ready = mailbox.prepare(target)
    checkpoint("prepared")
    intents = journal.intend(run, batch, ready, at=at)
    checkpoint("intended")
    try:
        places = mailbox.move([filing.ref for filing in batch], ready)
    except FilingStopped:  # the mailbox still answers, so that what it did before it refused can be told now
        reconcile(mailbox, journal, intents=intents, checkpoint=checkpoint)
        raise
    checkpoint("moved")
    told = [(intent, place) for intent in intents if (place := places.get(intent.filing.ref)) is not None]
    done = journal.conclude((intent, State.DONE, place) for intent, place in told)
    checkpoint("done")
    numbers = {intent.number for intent in done}
    rest = [intent for intent in intents if intent.number not in numbers]
    return Outcome(done=tuple(done)) + reconcile(mailbox, journal, intents=rest, checkpoint=checkpoint)


def batches(filings: Sequence[Filing]) -> Iterator[list[Filing]]:
    """Split by source folder, then into batches, in the order given."""
    for folder in dict.fromkeys(filing.ref.folder for filing in filings):
        here = [filing for filing in filings if filing.ref.folder == folder]
        for start in range(0, len(here), BATCH):
            yield here[start : start + BATCH]
