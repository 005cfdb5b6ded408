"""What a mailbox can do, the same for IMAP, Maildir, files and the one in memory.

The contract suite in tests/contracts/ is the other half of this file: every implementation passes all of it.
Folder names are written with `/` between levels, whatever the mailbox uses itself; the inbox is `INBOX`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol, Self

from triage.domain import Entry, Folder, Ref, Stored, Target

RAW_BUDGET = 65_536
"""Bytes of a message that are fetched and read; 97.0 % of real mail fits whole (docs/decisions.md)."""


class Mailbox(Protocol):
    """Where mail lives. Raises `UnreachableError` when the place cannot be reached, `FilingStopped` when it refuses mail."""

    @property
    def account(self) -> str:
        """The name under which everything about this mailbox is remembered."""

    def folders(self) -> Sequence[Folder]:
        """Return every folder that can be selected."""

    def validity(self, folder: str) -> str:
        """Return what the UIDs of a folder hang on (UIDVALIDITY): of another one they name nothing; "" where they are no numbers."""

    def scan(self, folder: str, *, since: datetime | None = None, after: int | None = None) -> Iterator[Entry]:
        """Yield an entry for every message of the folder, in the mailbox's own order.

        `since` leaves out messages dated before it (undated ones stay in); `after` leaves out UIDs up to and including it.
        """

    def fetch(self, refs: Iterable[Ref], *, head: bool = False) -> Iterator[Stored]:
        """Yield each message that is still there, in the order asked, never marking it as read.

        A message that is there and cannot be read is yielded with `error`. A message that is gone is left out. With `head`
        the header is enough: a mailbox may leave out what comes after it.
        """

    def prepare(self, folder: str) -> Target:
        """Make sure that the folder exists, level by level, and return it ready to receive."""

    def move(self, refs: Sequence[Ref], target: Target) -> Mapping[Ref, Ref | None]:
        """Move messages of one folder into the target, with flags and dates as they are.

        Returns the new place of every message that was moved, None where the mailbox does not tell it. A message
        that is missing from the answer was not moved by this call, as far as is known.
        """

    def mark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Set these keywords on messages where they stand, besides the flags that they have, and return which bear them then.

        Raises FilingStopped where the place keeps no keywords, UsageError where no place of its kind does.
        """

    def unmark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Take these keywords off messages that bear exactly these of ours, and return which of them bear none of ours then.

        Only undoing does. Where no keywords are kept, no message bears any.
        """

    def settle(self, ref: Ref, copy: Ref) -> None:
        """Remove the source of a message whose copy stands in its target: the second half of a broken move.

        Does nothing unless both are there and the same by `identity`.
        """

    def release(self, refs: Iterable[Ref]) -> None:
        """Take off these messages what a broken move marked them with; nothing to do where a move marks nothing."""

    def close(self) -> None:
        """Let go of the mailbox; never expunges."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


def identity(stored: Stored) -> str:
    """Return who a message is, wherever it lives: SHA-256 of its raw header and its size, in hexadecimal.

    A Message-ID is only a hint (docs/decisions.md): it can be missing, doubled or forged.
    """
    head, _, _ = stored.raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    return hashlib.sha256(b"%d\n%b" % (stored.size, head)).hexdigest()
