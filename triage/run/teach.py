"""Does for one message what its reader does by dragging it: files it or puts it back, and writes down that they said so."""

from __future__ import annotations

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


def teach(
    mailbox: Mailbox,
    store: Store,
    stored: Stored,
    label: Label,
    *,
    folders: Mapping[Label, str],
    inbox: str,
    seller: str,
    place: str,
    at: datetime,
) -> Ref | None:
    """Move this message to the folder of the label and remember it as a correction; return where it stands then.

    A legitimate one goes back to where it was filed from, else to `inbox`, and is never filed again; one that stands outside of
    `folders` stays there. `place` is how the run is written down. None is returned, and nothing learnt, when it was gone. Raises
    as `file` does.
    """
    reconcile(mailbox, store.journal)
    who = identity(stored)
    if label is Label.LEGITIMATE:
        filed = _filed(store, who, stored.ref)
        home = filed.filing.ref.folder if filed else inbox
        target = home if filed or stored.ref.folder in folders.values() else stored.ref.folder
        store.journal.put_back([who], at=at)
    else:
        filed, target = None, folders[label]
    ref: Ref | None = stored.ref
    if target != stored.ref.folder:
        filing = Filing(stored.ref, who, stored.id, label, (REASON,), undoes=filed.number if filed else None)
        run = store.journal.begin(place, at=at)
        done = file(mailbox, store.journal, [filing], target=target, run=run, at=at).done
        ref = done[0].destination if done else None
    if ref is not None:
        store.corrections.record([Correction(who, stored.id, label, seller, ref, at)])
    return ref


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
