"""One pass over a mailbox: every message read, judged and, where that is asked for, filed. `clean` and `watch` both call it.

Messages are judged oldest first, so that a follow-up meets its original. Nothing is kept of a message once it was yielded but
its place and date, so that memory hardly grows with the mailbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from triage.domain import Entry, Folder, Message, Ref, Standing, Stored, Verdict
from triage.judge.pipeline import Judge
from triage.mailbox.base import Mailbox, identity
from triage.memory.journal import Filing
from triage.memory.store import Store
from triage.read import read
from triage.run.filing import file, reconcile
from triage.run.reconcile import no_checkpoint

if TYPE_CHECKING:
    from triage.run.reconcile import Checkpoint

BATCH = 200
"""Messages fetched, judged and filed together: what a crash leaves to be settled."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One message of a sweep: judged, or not readable and then with `error`."""

    id: str
    message: Message | None
    verdict: Verdict | None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which messages a sweep looks at."""

    folders: tuple[str, ...] = ("INBOX",)
    since: datetime | None = None
    limit: int | None = None


@dataclass(slots=True)
class Sweep:
    """A pass over one mailbox. Without `run` it is a preview: nothing is moved, the store is a temporary one."""

    mailbox: Mailbox
    store: Store
    judge: Judge
    at: datetime
    run: str | None = None
    scope: Scope = field(default_factory=Scope)
    checkpoint: Checkpoint = no_checkpoint

    def entries(self) -> list[Entry]:
        """Return what there is to judge, oldest first, messages without a date last."""
        found = [entry for folder in self.scope.folders for entry in self.mailbox.scan(folder, since=self.scope.since)]
        found.sort(key=_age)
        return found if self.scope.limit is None else found[: self.scope.limit]

    def __call__(self, entries: Sequence[Entry]) -> Iterator[Judged]:
        """Judge these messages and yield each; when a run is given, file each batch before its messages are yielded.

        First settles what an earlier run left open. Raises as `filing.file` does; what was filed until then is journaled.
        """
        if self.run is not None:
            reconcile(self.mailbox, self.store.journal, checkpoint=self.checkpoint)
        for start in range(0, len(entries), BATCH):
            refs = [entry.ref for entry in entries[start : start + BATCH]]
            yield from self._batch(refs)

    def _batch(self, refs: Sequence[Ref]) -> Iterator[Judged]:
        judged: list[Judged] = []
        moves: dict[str, list[Filing]] = {}
        with self.store.transaction():  # one commit for a batch: what is remembered costs a disk's turn each time
            for stored in self.mailbox.fetch(refs):
                if stored.error is not None:
                    judged.append(Judged(stored.id, None, None, stored.error))
                    continue
                message, verdict, who = self._judge(stored)
                if verdict.folder is not None and verdict.folder != stored.ref.folder:
                    codes = tuple(reason.code for reason in verdict.reasons)
                    moves.setdefault(verdict.folder, []).append(
                        Filing(stored.ref, who, stored.id, verdict.label, codes)
                    )
                judged.append(Judged(stored.id, message, verdict))
        if self.run is not None:
            for target, filings in moves.items():
                file(
                    self.mailbox,
                    self.store.journal,
                    filings,
                    target=target,
                    run=self.run,
                    at=self.at,
                    checkpoint=self.checkpoint,
                )
        yield from judged

    def _judge(self, stored: Stored) -> tuple[Message, Verdict, str]:
        message = read(stored.raw, size=stored.size)
        who = identity(stored)
        put_back = self.store.journal.is_settled(who, run=self.run or "")
        judgement = self.judge.judge(message, id=stored.id, flags=stored.flags, put_back=put_back)
        if "\\Answered" in stored.flags and message.sender.spec and judgement.verdict.standing is Standing.STRANGER:
            self.store.contacts.add_sent([message.sender.spec], message_id="", date=message.date)
        if judgement.fingerprint is not None:
            self.store.fingerprints.add(judgement.fingerprint)
        return message, judgement.verdict, who


def learn_sent(mailbox: Mailbox, folder: str, store: Store) -> int:
    """Remember everybody to whom the mail of this folder went, and return how many messages there were."""
    count = 0
    with store.transaction():
        for stored in mailbox.fetch(entry.ref for entry in mailbox.scan(folder)):
            if stored.error is None:
                message = read(stored.raw, size=stored.size)
                to = [address.spec for address in message.recipients if address.spec]
                store.contacts.add_sent(to, message_id=message.message_id, date=message.date)
                count += 1
    return count


def special(folders: Iterable[Folder], use: str) -> str | None:
    """Return the folder of this special use (`\\Junk`, `\\Sent`), where the mailbox names one."""
    return next((folder.name for folder in folders if folder.special_use == use), None)


def _age(entry: Entry) -> tuple[bool, datetime | None, Ref]:
    return (entry.date is None, entry.date, entry.ref) if entry.date else (True, None, entry.ref)
