"""Marks messages with a keyword where they stand, each once. One whose keyword its reader took off was corrected by that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from triage.domain import Label, Ref
from triage.judge.modes import is_marked
from triage.judge.sellers import seller_domain
from triage.memory.corrections import Correction
from triage.memory.marks import Mark
from triage.read import read
from triage.run.corrections import MOST_AT_ONCE
from triage.run.reconcile import no_checkpoint

if TYPE_CHECKING:
    from triage.mailbox.base import Mailbox
    from triage.memory.marks import Marks
    from triage.memory.store import Store
    from triage.run.reconcile import Checkpoint

LOOK_BACK_DAYS = 90
"""How long a mark is looked after: the heads of so many days' marked mail are read at each look."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One message that shall bear these keywords; none where it bears one already, and only that is to be remembered."""

    mark: Mark
    keywords: tuple[str, ...] = ()


def mark(
    mailbox: Mailbox, marks: Marks, markings: Sequence[Marking], *, checkpoint: Checkpoint = no_checkpoint
) -> frozenset[Ref]:
    """Set the keywords, write down which messages bear them, and return those.

    What is written down was done, so that a keyword which is missing later was taken off. Cut between the two, a message bears
    its keyword, and the next sweep remembers that. Raises FilingStopped and UsageError as the mailbox does.
    """
    bears = {one.mark.ref for one in markings if not one.keywords}
    marks.record(one.mark for one in markings if not one.keywords)
    groups: defaultdict[tuple[tuple[str, ...], str], list[Mark]] = defaultdict(list)
    for one in markings:
        if one.keywords:
            groups[one.keywords, one.mark.ref.folder].append(one.mark)
    for (keywords, _), wanted in groups.items():
        done = mailbox.mark([one.ref for one in wanted], keywords)
        checkpoint("marked")
        marks.record(one for one in wanted if one.ref in done)
        bears |= done
    return frozenset(bears)


def learn_unmarked(mailbox: Mailbox, store: Store, *, at: datetime) -> list[str]:
    """Write down what the reader took our keyword off since it was set: it is legitimate. Return who sent it.

    Only what still stands where it was marked says so; elsewhere a keyword may have been lost on the way. Marks older than
    `LOOK_BACK_DAYS` are not looked at: their messages are never marked again either way.
    """
    marks = {
        one.ref: one
        for one in store.marks.all()
        if at - one.at <= timedelta(days=LOOK_BACK_DAYS) and not store.journal.is_put_back(one.identity)
    }
    found: list[Correction] = []
    for stored in mailbox.fetch(list(marks), head=True):
        if stored.error is None and not is_marked(stored.flags):
            message, who = read(stored.raw, size=stored.size), marks[stored.ref].identity
            seller = seller_domain(message) or message.sender.spec
            found.append(Correction(who, stored.id, Label.LEGITIMATE, seller, stored.ref, at))
    doubted = len(found) > MOST_AT_ONCE
    with store.transaction():
        store.journal.put_back([one.identity for one in found], at=at)
        store.corrections.record(replace(one, doubted=doubted) for one in found)
    return [one.seller for one in found]
