"""What every mailbox shares: it can stand in a `with` statement, and it refuses to write when opened for reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from triage.domain import Ref
from triage.errors import TriageError, UsageError

NO_KEYWORDS = (
    "Keywords are kept by an IMAP server, not by files on this disk, so nothing can be marked there; set the mode to move "
    "(`triage promote LABEL --to move`, or [filing] in the configuration), or leave --apply away for a preview."
)


class Session:
    """One opened mailbox. A preview opens it with `writable=False`, and no bug of ours can move mail then."""

    def __init__(self, *, writable: bool) -> None:
        self.writable = writable

    def must_be_writable(self) -> None:
        """Raise TriageError in a mailbox that was opened for reading only: a bug of ours, never the user's fault."""
        if not self.writable:
            raise TriageError("This mailbox was opened for reading only; nothing was changed.")

    def mark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Refuse: keywords are kept by a server."""
        del refs, keywords
        self.must_be_writable()
        raise UsageError(NO_KEYWORDS)

    def unmark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Return that none bears a keyword of those: none can."""
        del refs, keywords
        self.must_be_writable()
        return frozenset()

    def release(self, refs: Iterable[Ref]) -> None:
        """Do nothing: only moves on a server mark what they move."""

    def close(self) -> None:
        """Let go of the mailbox; never expunges."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
