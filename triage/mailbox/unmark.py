"""Takes our keywords off messages on an IMAP server. Only `undo` does: the gate before the socket lets it pass for this one command.

The gate of every session refuses to take a keyword off (wire_guard.py), so that no sweep ever can.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Ref
from triage.errors import FilingStopped, RefusedError
from triage.mailbox.imap import BATCH, ImapMailbox
from triage.mailbox.imap_filing import SENTENCES
from triage.mailbox.wire_guard import Gate
from triage.mailbox.wire_parse import Row

if TYPE_CHECKING:
    from triage.mailbox.base import Mailbox

Unmark: TypeAlias = Callable[[Sequence[Ref], Sequence[str]], frozenset[Ref]]
"""Takes these keywords off messages that bear exactly these of ours, and returns which of them bear none of ours then."""

_KNOWN = frozenset(keyword.lower() for keyword in (*KEYWORDS.values(), REPEAT_KEYWORD))
_OURS = "|".join(map(re.escape, (*KEYWORDS.values(), REPEAT_KEYWORD)))
_OFF = re.compile(
    rf"\w+ UID STORE [\d:,]+ (?:\(UNCHANGEDSINCE \d+\) )?-FLAGS\.SILENT \((?:{_OURS})(?: (?:{_OURS}))*\)\r\n".encode()
)


class _WiderGate(Gate):
    """A gate that lets one change more pass than the one in whose place it stands."""

    def __init__(self, gate: Gate) -> None:
        super().__init__(gate._trace, writable=gate._writable)  # noqa: SLF001 - what it was made with

    def check(self, line: bytes) -> None:
        if not (self._writable and _OFF.fullmatch(line)):
            super().check(line)
        elif self._trace is not None:
            self._trace(line[:-2].decode("ascii").partition(" ")[2])


class Unmarking(ImapMailbox):
    """A mailbox over the connection of another one, which can take keywords of ours off."""

    @classmethod
    def over(cls, mailbox: ImapMailbox) -> Unmarking:
        """Return the same mailbox with that ability."""
        wire, filing = mailbox._wire, mailbox._filing  # noqa: SLF001 - the same session
        return cls(wire, account=mailbox.account, writable=mailbox.writable, filing=filing)

    def unmark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Do as `Unmark` says, on condition that nobody changes a message meanwhile, where the server knows conditions."""
        self.must_be_writable()
        places: defaultdict[tuple[str, str], list[Ref]] = defaultdict(list)
        for ref in refs:
            places[ref.folder, ref.validity].append(ref)
        free: set[Ref] = set()
        for (folder, validity), there in places.items():
            for start in range(0, len(there), BATCH):
                uids = self._unmark(folder, validity, [int(ref.uid) for ref in there[start : start + BATCH]], keywords)
                free.update(ref for ref in there if int(ref.uid) in uids)
        return frozenset(free)

    def _unmark(self, folder: str, validity: str, uids: Sequence[int], keywords: Sequence[str]) -> set[int]:
        selected = self._wire.select(self._outer(folder), writable=True)
        if str(selected.validity) != validity or not selected.writable:
            return set()
        rows = self._wire.fetch(uids, b"(UID FLAGS MODSEQ)" if selected.modseqs else b"(UID FLAGS)")
        wanted = {keyword.lower() for keyword in keywords}
        mine = [row for row in rows if _ours(row) == wanted]
        # All rows come from one FETCH: whatever changed after it has a greater modseq than any of them.
        newest = max((row.modseq or 0 for row in rows), default=0) if selected.modseqs else None
        change = b"-FLAGS.SILENT (" + " ".join(keywords).encode("ascii") + b")"
        try:
            with self._wider_gate():
                self._wire.store([row.uid for row in mine], change, unchanged_since=newest)
        except RefusedError as refused:
            if refused.code != "MODIFIED":
                told = "The server lets no keyword be taken off in this folder; take it off in your mail program."
                raise FilingStopped(SENTENCES.get(refused.code, told)) from refused
        after = self._wire.fetch([row.uid for row in mine], b"(UID FLAGS)")
        return {row.uid for row in after if row.flags is not None and not _ours(row)}

    @contextmanager
    def _wider_gate(self) -> Iterator[None]:
        imap = self._wire._client._imap  # noqa: SLF001 - the socket that the gate stands before
        gate = imap._gate  # noqa: SLF001
        imap._gate = _WiderGate(gate)  # noqa: SLF001
        try:
            yield
        finally:
            imap._gate = gate  # noqa: SLF001


def _ours(row: Row) -> frozenset[str]:
    return frozenset(flag.lower() for flag in row.flags or ()) & _KNOWN


def unmarking(mailbox: Mailbox) -> Unmark:
    """Return what takes keywords off in this mailbox; where none are kept, none bears any."""
    return Unmarking.over(mailbox).unmark if isinstance(mailbox, ImapMailbox) else lambda _refs, _keywords: frozenset()
