"""Moving messages on an IMAP server so that nothing is lost or doubled, whatever the server can and whoever else moves.

Claim first: of two clients that want to move a message only one gets to set the keyword on it. Then MOVE; without
MOVE copy, prove the copy, and expunge exactly what was copied. The claim is taken off again in the target, so that
the flags end as they were. docs/decisions.md has the counts that made each step necessary.
"""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Ref, Stored
from triage.errors import FilingStopped, RefusedError, UnreachableError
from triage.mailbox.base import RAW_BUDGET, identity
from triage.mailbox.wire import Selected, Wire
from triage.mailbox.wire_guard import CLAIM
from triage.mailbox.wire_parse import Row

_CLAIMED = b"FLAGS.SILENT (" + CLAIM.encode("ascii") + b")"
_DELETED = b"FLAGS.SILENT (\\Deleted)"
_HEADER = b"(UID RFC822.SIZE BODY.PEEK[HEADER]<0.%d>)" % RAW_BUDGET

SENTENCES = {
    "OVERQUOTA": "The mailbox is full, so nothing more is filed; make room and run again.",
    "NOPERM": "The server gives no right to file there; choose another folder in the configuration.",
    "TRYCREATE": "The target folder is not there any more; run again to create it.",
    "NONEXISTENT": "The target folder is not there any more; run again to create it.",
}

_NO_KEYWORDS = (
    'The server keeps no keywords in this folder, so nothing can be marked there; set mode = "move" or mode = "observe" in '
    "[filing], or go back with `triage promote LABEL --to observe`."
)

_KEPT = "The server lets no keyword be taken off in this folder; take it off in your mail program."
_OURS = frozenset(keyword.lower() for keyword in (*KEYWORDS.values(), REPEAT_KEYWORD))


@dataclass(frozen=True, slots=True)
class Moved:
    """What a batch moved: old UID to new UID (None where nobody tells it), and the target's UIDVALIDITY."""

    validity: int = 0
    places: Mapping[int, int | None] = field(default_factory=dict)


class Filing:
    """Moves batches of one session. `grace` is how long a claim of somebody else must stand still to be void."""

    def __init__(self, wire: Wire, *, grace: float, sleep: Callable[[float], None] = time.sleep) -> None:
        self._wire = wire
        self._grace = grace
        self._sleep = sleep
        self._has_move = "MOVE" in wire.capabilities
        self._has_uidplus = "UIDPLUS" in wire.capabilities

    def move(self, folder: bytes, uids: Sequence[int], target: bytes, *, validity: int) -> Moved:
        """Move messages; those that are gone, or that another client claimed, are left out of the answer."""
        source = self._enter(folder)
        if source.validity != validity:
            return Moved()
        # Without COPYUID the claim could not be found again in the target, and would stay on the message.
        claims = source.modseqs and source.keywords and self._has_uidplus
        present = self._wire.fetch(uids, b"(UID FLAGS MODSEQ)" if claims else b"(UID FLAGS)")
        mine = self._claim(present) if claims else sorted(row.uid for row in present)
        if not mine:
            return Moved()
        try:
            moved = self._transfer(source, mine, target, claims=claims)
        except (RefusedError, FilingStopped) as refused:
            if claims:
                self._unclaim(folder, mine)
            raise FilingStopped(_sentence(refused)) from refused
        if claims:
            self._unclaim(folder, [uid for uid in mine if uid not in moved.places])
        return moved

    def remove(self, folder: bytes, uids: Sequence[int]) -> None:
        """Remove exactly these messages, whose copies were proven; raise FilingStopped when the server cannot."""
        self._enter(folder)
        flagged = {row.uid for row in self._wire.fetch(uids, b"(UID FLAGS)") if "\\Deleted" in (row.flags or ())}
        try:
            if not self._has_uidplus:
                self._must_be_ours(uids)
            self._wire.store(uids, b"+" + _DELETED)
            if self._has_uidplus:
                self._wire.expunge(uids)
            else:
                self._must_be_ours(uids)
                self._wire.expunge_deleted()
        except (RefusedError, FilingStopped) as refused:
            with contextlib.suppress(RefusedError):
                self._wire.store([uid for uid in uids if uid not in flagged], b"-" + _DELETED)
            raise FilingStopped(_sentence(refused)) from refused

    def settle(self, folder: bytes, uid: int) -> None:
        """Remove one message whose copy was proven, also where others wait to be expunged, ours of a broken run too.

        Without UIDPLUS those lose their mark for the moment of the EXPUNGE: cut there, they stay, which loses nothing.
        """
        self._enter(folder)
        others = [] if self._has_uidplus else [other for other in self._deleted() if other != uid]
        self._wire.store(others, b"-" + _DELETED)
        try:
            self.remove(folder, [uid])
        finally:
            with contextlib.suppress(RefusedError, UnreachableError):
                self._wire.store(others, b"+" + _DELETED)

    def release(self, folder: bytes, uids: Sequence[int], *, validity: int) -> None:
        """Take our keyword off these messages, where it is on them."""
        if not self._has_uidplus:
            return  # nothing was claimed
        selected = self._wire.select(folder, writable=True)
        if selected.validity == validity and selected.writable:
            claimed = [row.uid for row in self._wire.fetch(uids, b"(UID FLAGS)") if CLAIM in (row.flags or ())]
            with contextlib.suppress(RefusedError):
                self._wire.store(claimed, b"-" + _CLAIMED)

    def mark(self, folder: bytes, uids: Sequence[int], keywords: Sequence[str], *, validity: int) -> set[int]:
        """Set these keywords besides the flags that are there, and return which messages bear them by the server's own word."""
        source = self._enter(folder)
        if source.validity != validity:
            return set()
        if not source.keywords:
            raise FilingStopped(_NO_KEYWORDS)
        try:
            self._wire.store(uids, b"+FLAGS.SILENT (" + " ".join(keywords).encode("ascii") + b")")
        except RefusedError as refused:
            raise FilingStopped(SENTENCES.get(refused.code, _NO_KEYWORDS)) from refused
        wanted = {keyword.lower() for keyword in keywords}
        rows = self._wire.fetch(uids, b"(UID FLAGS)")
        return {row.uid for row in rows if wanted <= {flag.lower() for flag in row.flags or ()}}

    def unmark(self, folder: bytes, uids: Sequence[int], keywords: Sequence[str], *, validity: int) -> set[int]:
        """Take these keywords off what bears exactly these of ours, and return which messages bear none of ours then.

        Where the server knows conditions, what somebody changes meanwhile is left alone.
        """
        source = self._wire.select(folder, writable=True)
        if source.validity != validity or not source.writable:
            return set()
        wanted = {keyword.lower() for keyword in keywords}
        rows = self._wire.fetch(uids, b"(UID FLAGS MODSEQ)" if source.modseqs else b"(UID FLAGS)")
        mine = [row.uid for row in rows if _ours(row) == wanted]
        # All rows come from one FETCH: whatever changed after it has a greater modseq than any of them.
        newest = max((row.modseq or 0 for row in rows), default=0) if source.modseqs else None
        try:
            self._wire.unmark(mine, keywords, unchanged_since=newest)
        except RefusedError as refused:
            if refused.code != "MODIFIED":
                raise FilingStopped(SENTENCES.get(refused.code, _KEPT)) from refused
        return {row.uid for row in self._wire.fetch(mine, b"(UID FLAGS)") if row.flags is not None and not _ours(row)}

    # ------------------------------------------------------------ claims

    def _claim(self, present: Sequence[Row]) -> list[int]:
        """Set our keyword on what nobody changed since we looked; return what is ours then."""
        free = [row for row in present if CLAIM not in (row.flags or ())]
        held = {row.uid: row.modseq for row in present if CLAIM in (row.flags or ())}
        mine = self._take(free)
        if held:
            self._sleep(self._grace)
            rows = self._wire.fetch(list(held), b"(UID FLAGS MODSEQ)")
            void = [row for row in rows if row.modseq == held[row.uid]]
            lifted = self._change(void, b"-" + _CLAIMED)  # a claim left by a run that was killed
            mine += self._take(self._wire.fetch(lifted, b"(UID FLAGS MODSEQ)"))
        return sorted(mine)

    def _take(self, rows: Sequence[Row]) -> list[int]:
        return self._change([row for row in rows if CLAIM not in (row.flags or ())], b"+" + _CLAIMED)

    def _change(self, rows: Sequence[Row], change: bytes) -> list[int]:
        """Change flags of what is as these rows show it; return the UIDs that were."""
        if not rows:
            return []
        # All rows come from one FETCH: whatever changed after it has a greater modseq than any of them.
        newest = max(row.modseq or 0 for row in rows)
        try:
            lost = self._wire.store([row.uid for row in rows], change, unchanged_since=newest)
        except RefusedError as refused:
            if refused.code == "MODIFIED":
                return []
            raise FilingStopped(_sentence(refused)) from refused
        return [row.uid for row in rows if row.uid not in lost]

    def _unclaim(self, folder: bytes, uids: Sequence[int]) -> None:
        if uids:
            with contextlib.suppress(RefusedError):  # the keyword did not travel, or may not be changed there
                self._wire.select(folder, writable=True)
                self._wire.store(uids, b"-" + _CLAIMED)

    # ------------------------------------------------------------ three ways to move

    def _transfer(self, source: Selected, uids: Sequence[int], target: bytes, *, claims: bool) -> Moved:
        if self._has_move:
            return self._by_move(uids, target, claims=claims)
        if self._has_uidplus:
            return self._by_copy(source, uids, target, claims=claims)
        return self._by_proof(source, uids, target)

    def _by_move(self, uids: Sequence[int], target: bytes, *, claims: bool) -> Moved:
        validity, places = self._wire.transfer(b"MOVE", uids, target)
        if claims:
            self._unclaim(target, list(places.values()))
        if places or self._has_uidplus:
            return Moved(validity, places)
        left = {row.uid for row in self._wire.fetch(uids, b"(UID)")}
        return Moved(0, {uid: None for uid in uids if uid not in left})

    def _by_copy(self, source: Selected, uids: Sequence[int], target: bytes, *, claims: bool) -> Moved:
        sizes = {row.uid: row.size for row in self._wire.fetch(uids, b"(UID RFC822.SIZE)")}
        validity, places = self._wire.transfer(b"COPY", uids, target)
        if claims:
            self._unclaim(target, list(places.values()))
        self._wire.select(target, writable=False)
        found = {row.uid: row.size for row in self._wire.fetch(list(places.values()), b"(UID RFC822.SIZE)")}
        proven = {old: new for old, new in places.items() if new in found and found[new] == sizes.get(old)}
        if proven:
            self.remove(source.name, list(proven))
        return Moved(validity, proven)

    def _by_proof(self, source: Selected, uids: Sequence[int], target: bytes) -> Moved:
        """Copy without being told where to: the copies are found among the target's new messages, by identity."""
        self._must_be_ours(uids)
        originals = {row.uid: _identity(row) for row in self._wire.fetch(uids, _HEADER)}
        before = self._wire.status(target).get("UIDNEXT", 0)
        if not before:
            raise FilingStopped('This server cannot move mail and cannot prove a copy; use mode = "keyword".')
        self._wire.transfer(b"COPY", uids, target)
        folder = self._wire.select(target, writable=False)
        new = [uid for some in self._wire.search_all(folder, above=before - 1) for uid in some]
        copies: defaultdict[str, list[int]] = defaultdict(list)
        for row in self._wire.fetch(new, _HEADER):
            copies[_identity(row)].append(row.uid)
        proven = {old: copies[who].pop(0) for old, who in sorted(originals.items()) if copies[who]}
        if proven:
            self.remove(source.name, list(proven))
        return Moved(folder.validity, proven)

    # ------------------------------------------------------------ inside

    def _enter(self, folder: bytes) -> Selected:
        source = self._wire.select(folder, writable=True)
        if not source.writable:
            raise FilingStopped("The server opens this folder for reading only, so nothing is filed from it.")
        if not source.validity:
            raise FilingStopped("The server gives this folder no UIDVALIDITY, so nothing is filed from it.")
        return source

    def _deleted(self) -> list[int]:
        selected = self._wire.selected
        return self._wire.search(b"DELETED", limit=selected.exists + 10_000 if selected else 0)

    def _must_be_ours(self, uids: Iterable[int]) -> None:
        """Raise FilingStopped when a bare EXPUNGE would remove a message that is not ours to remove."""
        if set(self._deleted()) - set(uids):
            raise FilingStopped(
                "Messages marked as deleted wait in this folder, and this server could remove only all of them at "
                "once; expunge them yourself, or let them be, and run again."
            )


def _ours(row: Row) -> frozenset[str]:
    return frozenset(flag.lower() for flag in row.flags or ()) & _OURS


def _identity(row: Row) -> str:
    return identity(Stored(Ref("", ""), "", row.body or b"", row.size or 0))


def _sentence(refused: Exception) -> str:
    code = refused.code if isinstance(refused, RefusedError) else ""
    return SENTENCES.get(code, str(refused))
