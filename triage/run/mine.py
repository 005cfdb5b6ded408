"""What my own mail tells of me: to whom I wrote, in what words I begin a mail, and what is written on the mail that I keep.

Only heads are read, and of a mailbox that counts its messages only those that came since.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

from triage.domain import Folder, Stored
from triage.errors import RefusedError
from triage.judge.words import begun, subject_words
from triage.mailbox.base import Mailbox, identity
from triage.mailbox.names import INBOX
from triage.memory.store import Store
from triage.read import read

KEPT_FOLDERS = 30
"""Folders of mine that are looked into, in the mailbox's own order: each costs a turn of the line."""
KEPT_EACH = 500
"""Messages of each, the newest."""
_AT_ONCE = 200
_PASSING = frozenset(
    """archive archiv archives archivio archivo arquivo archief archiwum deleted drafts draft outbox trash junk spam bin
    papierkorb entwürfe gelöschte postausgang brouillons corbeille indésirables borradores papelera rascunhos lixeira bozze cestino
    concepten prullenbak kopie kosz""".split()
)
"""First words of folders in which mail passes through, where the mailbox does not say so itself."""


def learn_sent(mailbox: Mailbox, folder: str, store: Store) -> int:
    """Remember to whom the mail of this folder went, and in what words I began it; return how many messages were read."""

    def learn(stored: Stored) -> None:
        message = read(stored.raw, size=stored.size)
        to = [address.spec for address in message.recipients if address.spec]
        words = [] if message.in_reply_to else begun(message.subject)  # not every program marks an answer alike
        store.contacts.add_sent(to, message_id=message.message_id, date=message.date, words=words)

    return _learn_new(mailbox, folder, store, learn)


def learn_kept(mailbox: Mailbox, folders: Iterable[str], store: Store) -> int:
    """Remember the words of the subjects in these folders; return how many messages were read."""

    def learn(stored: Stored) -> None:
        message = read(stored.raw, size=stored.size)
        store.contacts.add_kept(identity(stored), words=subject_words(message))

    count = 0
    for folder in folders:
        with suppress(RefusedError):  # one that I may not read, or that is gone, keeps the rest of my mail from nobody
            count += _learn_new(mailbox, folder, store, learn, most=KEPT_EACH)
    return count


def kept_folders(folders: Iterable[Folder], *, swept: Iterable[str], filed_under: str, sent: str | None) -> list[str]:
    """Return the folders into which only I put mail: of no special use, not swept, none of triage's own."""
    not_mine = {INBOX, *swept, sent}
    mine = (
        folder.name
        for folder in folders
        if not folder.special_use
        and folder.name not in not_mine
        and folder.name.partition("/")[0] != filed_under.partition("/")[0]
        and not _PASSING & set(folder.name.replace("/", " ").lower().split())
    )
    return list(mine)[:KEPT_FOLDERS]


def _learn_new(
    mailbox: Mailbox, folder: str, store: Store, learn: Callable[[Stored], None], *, most: int | None = None
) -> int:
    """Learn from what came since this folder was read, the newest `most` of it, and return how many messages that were."""
    validity = mailbox.validity(folder)
    known, uid = store.contacts.read_to(folder)
    entries = deque(mailbox.scan(folder, after=uid if known == validity else None), maxlen=most)
    refs, count = [entry.ref for entry in entries], 0
    for start in range(0, len(refs), _AT_ONCE):
        batch = refs[start : start + _AT_ONCE]
        with store.transaction():
            for stored in mailbox.fetch(batch, head=True):
                if stored.error is None:
                    learn(stored)
                    count += 1
            if validity:
                store.contacts.have_read(folder, validity=validity, uid=int(batch[-1].uid))
    return count
