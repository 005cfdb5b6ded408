"""Does for messages what their reader does by dragging them: files them or puts them back, and writes down that they said so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from triage.domain import Label, Ref, Stored
from triage.mailbox.base import identity
from triage.memory.corrections import Correction
from triage.memory.journal import Filing, State
from triage.run.filing import file, reconcile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.mailbox.base import Mailbox
    from triage.memory.journal import Intent
    from triage.memory.store import Store

REASON = "taught"


@dataclass(frozen=True, slots=True)
class Taught:
    """Where each message stands now, those left out that were gone, and the run that moved them, where one did."""

    places: Mapping[Ref, Ref] = field(default_factory=dict)
    run: str | None = None


def teach(
    mailbox: Mailbox,
    store: Store,
    messages: Mapping[Ref, tuple[Stored, str]],
    label: Label,
    *,
    folders: Mapping[Label, str],
    inbox: str,
    place: str,
    at: datetime,
) -> Taught:
    """Move these messages, each with its seller, to the folder of the label, and remember that as corrections: all in one run.

    A legitimate one goes back to where it was filed from, else to `inbox`, and is never filed again; one that stands outside of
    `folders` stays there. `place` is how the run is written down. Of what was gone nothing is learnt. Raises as `file` does.
    """
    reconcile(mailbox, store.journal)
    places, moves = dict[Ref, Ref](), dict[str, list[Filing]]()
    for ref, (stored, _) in messages.items():
        who, filed, target = identity(stored), None, folders.get(label, ref.folder)
        if label is Label.LEGITIMATE:
            filed = _filed(store, who, ref)
            home = filed.filing.ref.folder if filed else inbox
            target = home if filed or ref.folder in folders.values() else ref.folder
            store.journal.put_back([who], at=at)
        if target == ref.folder:
            places[ref] = ref
        else:
            filing = Filing(ref, who, stored.id, label, (REASON,), undoes=filed.number if filed else None)
            moves.setdefault(target, []).append(filing)
    run = store.journal.begin(place, at=at) if moves else None
    for target, filings in moves.items():
        assert run is not None
        done = file(mailbox, store.journal, filings, target=target, run=run, at=at).done
        places |= {intent.filing.ref: intent.destination for intent in done if intent.destination is not None}
    store.corrections.record(
        Correction(identity(stored), stored.id, label, seller, places[ref], at)
        for ref, (stored, seller) in messages.items()
        if ref in places
    )
    return Taught(places, run)


def _filed(store: Store, who: str, ref: Ref) -> Intent | None:
    """Return the filing by which the message came to stand here."""
    return next(
        (
            intent
            for intent in store.journal.history(who)
            if intent.state is State.DONE and intent.filing.undoes is None and intent.destination == ref
        ),
        None,
    )
