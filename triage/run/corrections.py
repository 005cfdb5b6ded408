"""Finds what the reader moved into the folders of outreach since the last look, and writes it down as what they said.

What they took out of them is found by the sweep, which meets it again in the folders that it reads. Trash, junk and folders of the
reader's own say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from triage.domain import Label, Message, Stored
from triage.judge.sellers import seller_domain
from triage.mailbox.base import Mailbox, identity
from triage.memory.corrections import Correction
from triage.memory.journal import State
from triage.memory.store import Store
from triage.read import read

MOST_AT_ONCE = 100
"""Messages that a person moves between two looks; with more it was a program, and it is asked about first."""

Objection: TypeAlias = Callable[[Message, frozenset[str]], str]
"""Why a message of these flags can be no example of outreach, wherever it stands; empty where it can."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the reader said since the last look, and whose mail they put into a folder of outreach, be it put there again."""

    corrections: tuple[Correction, ...] = ()
    sellers: frozenset[str] = frozenset()

    @property
    def doubted(self) -> bool:
        """Whether so much was moved at once that it waits to be confirmed."""
        return any(one.doubted for one in self.corrections)


def learn_corrections(
    mailbox: Mailbox, store: Store, labelled: Mapping[str, Label], *, objection: Objection, at: datetime
) -> Said:
    """Look through these folders, by name with what standing there says, and write down what the reader put there since.

    At the first look, and where the UIDs of a folder count anew, nobody knows who put there what it holds: nothing is concluded.
    """
    there = {folder.name for folder in mailbox.folders()}
    found: list[Correction] = []
    with store.transaction():
        for folder, label in labelled.items():
            if folder in there:
                found += _Look(mailbox, store, folder, label, objection, at)()
            elif store.corrections.looked_at(folder) is None:
                store.corrections.have_looked(folder, validity="", uid=0)  # whatever stands there later came later
        said = [one for one in found if one.label is not None]
        if len(said) > MOST_AT_ONCE:
            found = [replace(one, doubted=one.label is not None) for one in found]
        store.corrections.record(found)
    sellers = frozenset(one.seller for one in found if not one.doubted and one.seller)
    return Said(tuple(one for one in found if one.label is not None), sellers)


@dataclass(frozen=True, slots=True)
class _Look:
    """One look through one folder."""

    mailbox: Mailbox
    store: Store
    folder: str
    label: Label
    objection: Objection
    at: datetime

    def __call__(self) -> Iterator[Correction]:
        """Yield a correction for all that we did not put here, without a label for what says nothing, and remember how far that is."""
        corrections, validity = self.store.corrections, self.mailbox.validity(self.folder)
        known = corrections.looked_at(self.folder)
        is_first = known is None or known[0] not in ("", validity)
        after = known[1] if known is not None and known[0] == validity and validity else None
        refs = [entry.ref for entry in self.mailbox.scan(self.folder, after=after)]
        if validity:
            corrections.have_looked(
                self.folder, validity=validity, uid=max([after or 0, *(int(ref.uid) for ref in refs)])
            )
        elif is_first:
            corrections.have_looked(self.folder, validity="", uid=0)
        if is_first and validity:
            return
        ours = self.store.journal.occupied(self.folder, validity=validity)
        for stored in self.mailbox.fetch([ref for ref in refs if ref not in ours], head=True):
            if stored.error is None and (found := self._said(stored, is_first=is_first)) is not None:
                yield found

    def _said(self, stored: Stored, *, is_first: bool) -> Correction | None:
        """Return what this message says by standing here; None where that is known."""
        who = identity(stored)
        before = self.store.corrections.of(who)
        if before is not None and before.ref.folder == self.folder:
            return None
        message = read(stored.raw, size=stored.size)
        says = not is_first and not self._was_filed_here(who) and not self.objection(message, stored.flags)
        seller = seller_domain(message) or message.sender.spec
        return Correction(who, stored.id, self.label if says else None, seller, stored.ref, self.at)

    def _was_filed_here(self, who: str) -> bool:
        """Tell whether triage had filed it here itself: it is back, or the server did not tell its place."""
        return any(
            intent.state is State.DONE and intent.filing.undoes is None and intent.target.folder == self.folder
            for intent in self.store.journal.history(who)
        )
