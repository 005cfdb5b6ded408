"""Remembers what was only looked at, and looks later what its reader did with it: where that contradicts, the verdict was wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from triage.domain import Mode, Ref
from triage.mailbox.base import identity
from triage.memory.observations import Observation
from triage.run.evidence import BLOCKED

if TYPE_CHECKING:
    from triage.mailbox.base import Mailbox
    from triage.memory.store import Store
    from triage.run.sweep import Judged

LOOK_BACK_DAYS = 90
"""How long an observation is kept."""


def remember(mailbox: Mailbox, store: Store, judged: Iterable[Judged], *, at: datetime) -> None:
    """Write down what of this outreach is only observed. What its reader blocked is no verdict of ours."""
    found = {
        one.ref: one.verdict.label
        for one in judged
        if one.mode is Mode.OBSERVE and one.belongs is not None and one.ref is not None and one.verdict is not None
        if all(reason.code != BLOCKED for reason in one.verdict.reasons)
    }
    if not found:
        return
    known = {one.ref: one.label for one in store.observations.all()}
    found = {ref: label for ref, label in found.items() if known.get(ref) is not label}
    stored = (one for one in mailbox.fetch(list(found), head=True) if one.error is None)
    observed = [Observation(identity(one), found[one.ref], one.ref, one.received, at) for one in stored]
    with store.transaction():
        store.observations.record(observed)


def look(mailbox: Mailbox, store: Store, *, kept: Collection[str], at: datetime) -> None:
    """Find what of the observed mail its reader answered, or keeps in these folders of legitimate mail.

    What they moved into the folder of another label is found as any correction is. Trash, archive and folders of which nothing was
    said say nothing.
    """
    if not (known := store.observations.all()):
        return
    observed = {one.ref: one for one in known if not one.contradicted}
    contradicted, gone = [], dict(observed)
    for stored in mailbox.fetch(list(observed), head=True):
        del gone[stored.ref]
        if "\\Answered" in stored.flags:
            contradicted.append(observed[stored.ref].identity)
    if gone and kept:
        there = [folder.name for folder in mailbox.folders() if folder.name in kept]
        contradicted += _kept(mailbox, there, list(gone.values()))
    with store.transaction():
        store.observations.have_looked(at=at, contradicted=contradicted)
        store.observations.forget_before(at - timedelta(days=LOOK_BACK_DAYS))


def _kept(mailbox: Mailbox, folders: Iterable[str], gone: Collection[Observation]) -> Iterator[str]:
    """Yield who of these stands in these folders. Whoever moves a message keeps its date, so that few heads are read."""
    wanted, dates = {one.identity for one in gone}, {one.received for one in gone} - {None}
    if not dates:
        return
    since = min(date for date in dates if date is not None)
    for folder in folders:
        refs: list[Ref] = [entry.ref for entry in mailbox.scan(folder, since=since) if entry.date in dates]
        heads = mailbox.fetch(refs, head=True)
        yield from (who for who in map(identity, heads) if who in wanted)
