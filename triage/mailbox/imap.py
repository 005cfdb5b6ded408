"""A mailbox on an IMAP server. How the bytes travel is in wire.py, how mail is moved in imap_filing.py."""

from __future__ import annotations

import ipaddress
import select
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from triage.domain import Entry, Folder, Ref, Stored, Target
from triage.errors import FilingStopped, RefusedError, UnreachableError, UsageError
from triage.mailbox import names
from triage.mailbox.base import RAW_BUDGET, identity
from triage.mailbox.imap_filing import SENTENCES, Filing
from triage.mailbox.session import Session
from triage.mailbox.wire import Selected, Wire
from triage.mailbox.wire_guard import CLAIM, Limits, Meter, Server, Trace
from triage.mailbox.wire_parse import Row

BATCH = 200
"""Messages in one FETCH; larger ones gain nothing (docs/decisions.md)."""

_DATES_BATCH = 1_000
_DATES = b"(UID INTERNALDATE FLAGS)"
_WHOLE = b"(UID RFC822.SIZE INTERNALDATE FLAGS BODY.PEEK[]<0.%d>)" % RAW_BUDGET
_HEAD = _WHOLE.replace(b"[]", b"[HEADER]")
_NOT_SHOWN = frozenset({"\\Recent", CLAIM})
_SPECIAL = {f"\\{use}".lower(): f"\\{use}" for use in ("All", "Archive", "Drafts", "Flagged", "Junk", "Sent", "Trash")}
_NOT_A_FOLDER = frozenset({"\\noselect", "\\nonexistent"})
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_PORTS = {"implicit": 993, "starttls": 143, "none": 143}


def server_from_url(url: str) -> tuple[Server, str | None]:
    """Read `imaps://user@host:port/FOLDER`; raise UsageError for what is no such URL. The folder may be missing.

    `imap://` speaks without TLS, and is for this very machine only.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise UsageError(f"{url!r} is no address of a mailbox; write imaps://user@host/FOLDER.") from error
    if parts.scheme not in {"imap", "imaps"} or not host or not parts.username:
        raise UsageError("This is no address of a mailbox; write imaps://user@host/FOLDER.")
    if parts.password is not None:
        raise UsageError("A password does not belong in the address; put it into the keyring or TRIAGE_PASSWORD_FILE.")
    tls = "implicit" if parts.scheme == "imaps" else "none"
    server = Server(host, port or _PORTS[tls], unquote(parts.username), "implicit" if tls == "implicit" else "none")
    return server, unquote(parts.path.removeprefix("/")) or None


def connect(
    where: Server | str,
    *,
    password: str,
    writable: bool,
    account: str | None = None,
    trace: Trace | None = None,
    limits: Limits | None = None,
    context: ssl.SSLContext | None = None,
    meter: Meter | None = None,
    claim_grace: float = 3.0,
    sleep: Callable[[float], None] = time.sleep,
) -> ImapMailbox:
    """Sign in and return the mailbox; raise UsageError, UnreachableError or SignInError.

    `trace` hears every command that is sent, without secrets; `context` is for servers with a certificate authority
    of their own; `meter` counts what comes, and says when that is enough for today. A claim on a message that stands
    still for `claim_grace` seconds was left by a run that was killed.
    """
    server = where if isinstance(where, Server) else server_from_url(where)[0]
    if server.tls == "none" and not _is_loopback(server.host):
        raise UsageError(
            f"{server.host} is not this machine, and without TLS everybody on the way could read the password; "
            'use imaps://, or tls = "starttls" in the configuration.'
        )
    wire = Wire(server, password=password, writable=writable, trace=trace, limits=limits, context=context, meter=meter)
    name = account or f"{server.user}@{server.host}:{server.port}"
    try:
        return ImapMailbox(wire, account=name, writable=writable, filing=Filing(wire, grace=claim_grace, sleep=sleep))
    except BaseException:
        wire.drop()
        raise


class ImapMailbox(Session):
    """One session with an account on an IMAP server."""

    def __init__(self, wire: Wire, *, account: str, writable: bool, filing: Filing) -> None:
        super().__init__(writable=writable)
        self._wire = wire
        self._account = account
        self._filing = filing
        self._prefix, self._delimiter = wire.namespace()
        self._foreign: dict[str, bytes] = {}  # folders outside of our own namespace, by the name we show

    @property
    def account(self) -> str:
        """The account's name in the configuration, else user@host:port."""
        return self._account

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server says that it can, once we signed in."""
        return self._wire.capabilities

    def count(self, folder: str) -> int:
        """Return how many messages a folder holds; 0 for one that is not there."""
        selected = self._look_into(folder, afresh=True)
        return 0 if selected is None else selected.exists

    def folders(self) -> Sequence[Folder]:
        """Return every folder that can be selected; one whose name cannot be decoded is left out."""
        found: dict[str, Folder] = {}
        for answer in self._wire.list_folders():
            name = self._inner(answer.name, answer.delimiter)
            if name is None or answer.flags & _NOT_A_FOLDER:
                continue
            use = next((_SPECIAL[flag] for flag in sorted(answer.flags) if flag in _SPECIAL), "")
            found.setdefault(name, Folder(name, use))
        return list(found.values())

    def must_allow(self, folder: str) -> None:
        """Raise FilingStopped for a folder that cannot be on this server, whatever its rights."""
        self._outer(folder)

    def scan(self, folder: str, *, since: datetime | None = None, after: int | None = None) -> Iterator[Entry]:
        """Yield an entry for every message, by UID; the date is the server's own (INTERNALDATE)."""
        selected = self._look_into(folder, afresh=True)
        if selected is None or not selected.exists:
            return
        criteria = (b"SINCE", _day_before(since)) if since else ()
        for uids in self._wire.search_all(selected, *criteria, above=after or 0):
            for at in range(0, len(uids), _DATES_BATCH):
                self._stay_in(selected, folder)
                for row in sorted(self._wire.fetch(uids[at : at + _DATES_BATCH], _DATES), key=_uid):
                    if since is None or row.received is None or row.received >= since:
                        ref = Ref(folder, str(row.uid), str(selected.validity))
                        yield Entry(ref, row.received, answered="\\Answered" in (row.flags or ()))

    def fetch(self, refs: Iterable[Ref], *, head: bool = False) -> Iterator[Stored]:
        """Yield each message that is still there, at most 64 KB of it; stale Refs are simply gone.

        Raises DailyLimitError before a batch when enough was fetched today.
        """
        for batch in _batches(refs):
            self._wire.meter.check()
            folder = batch[0].folder
            selected = self._look_into(folder)
            if selected is None or str(selected.validity) != batch[0].validity:
                continue
            rows = {str(row.uid): row for row in self._wire.fetch(_uids(batch), _HEAD if head else _WHOLE)}
            for ref in batch:
                row = rows.get(ref.uid)
                if row is not None and row.body is not None:
                    yield _stored(ref, row, row.body)

    def prepare(self, folder: str) -> Target:
        """Create and subscribe the missing levels of the folder; raise FilingStopped when the server refuses."""
        self.must_be_writable()
        name = self._outer(folder)
        try:
            try:
                status = self._wire.status(name)
            except RefusedError:
                self._create(folder)
                status = self._wire.status(name)
        except RefusedError as refused:
            sentence = SENTENCES.get(refused.code, f"The folder {folder} cannot be created; choose another.")
            raise FilingStopped(sentence) from refused
        return Target(folder, str(status.get("UIDVALIDITY", 0)), status.get("UIDNEXT") or None)

    def move(self, refs: Sequence[Ref], target: Target) -> Mapping[Ref, Ref | None]:
        """Move messages, all of one folder by one command: claim, move, take the claim off."""
        self.must_be_writable()
        moved: dict[Ref, Ref | None] = {}
        for batch in _batches((ref for ref in refs if ref.folder != target.folder), most=len(refs)):
            first = batch[0]
            validity = int(first.validity or 0)
            done = self._filing.move(
                self._outer(first.folder), _uids(batch), self._outer(target.folder), validity=validity
            )
            for ref in batch:
                if int(ref.uid) in done.places:
                    new = done.places[int(ref.uid)]
                    moved[ref] = None if new is None else Ref(target.folder, str(new), str(done.validity))
        return moved

    def mark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Set keywords in batches of 200."""
        self.must_be_writable()
        marked: set[Ref] = set()
        for batch in _batches(refs):
            name, validity = self._outer(batch[0].folder), int(batch[0].validity or 0)
            uids = self._filing.mark(name, _uids(batch), keywords, validity=validity)
            marked.update(ref for ref in batch if int(ref.uid) in uids)
        return frozenset(marked)

    def unmark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Take keywords off in batches of 200, on condition that nobody changes a message meanwhile."""
        self.must_be_writable()
        free: set[Ref] = set()
        for batch in _batches(refs):
            name, validity = self._outer(batch[0].folder), int(batch[0].validity or 0)
            uids = self._filing.unmark(name, _uids(batch), keywords, validity=validity)
            free.update(ref for ref in batch if int(ref.uid) in uids)
        return frozenset(free)

    def settle(self, ref: Ref, copy: Ref) -> None:
        """Remove the source when both stand and are the same message."""
        self.must_be_writable()
        pair = list(self.fetch([ref, copy]))
        if ref != copy and len(pair) == 2 and identity(pair[0]) == identity(pair[1]):
            self._filing.settle(self._outer(ref.folder), int(ref.uid))

    def release(self, refs: Iterable[Ref]) -> None:
        """Take off the claims that a move left on its copies when it was cut before it could do so itself."""
        self.must_be_writable()
        for batch in _batches(refs):
            self._filing.release(self._outer(batch[0].folder), _uids(batch), validity=int(batch[0].validity or 0))

    def wait(self, folder: str, seconds: float, *, wake: int | None = None) -> bool:
        """Wait until something may have changed in this folder, at most so long; True when the server said so.

        Where the server has no IDLE, the time is waited out and the server asked once; where it refuses IDLE, it is asked at once,
        and counts as having none from then on. Ends early when the file descriptor `wake` can be read.
        """
        if self._look_into(folder) is None:
            raise UnreachableError(f"The folder {folder} is not there any more; check its name in the configuration.")
        if "IDLE" in self._wire.capabilities:
            try:
                return self._wire.idle(seconds, wake=wake)
            except RefusedError:
                self._wire.capabilities -= {"IDLE"}
                return self._wire.noop()
        select.select([] if wake is None else [wake], [], [], seconds)
        return self._wire.noop()

    def validity(self, folder: str) -> str:
        """Return the UIDVALIDITY of a folder as it is now; raise UnreachableError for one that is not there."""
        selected = self._look_into(folder, afresh=True)
        if selected is None:
            raise UnreachableError(f"The folder {folder} is not there any more; check its name in the configuration.")
        return str(selected.validity)

    @property
    def tells(self) -> bool:
        """Whether the server tells of new mail by itself (IDLE)."""
        return "IDLE" in self._wire.capabilities

    def close(self) -> None:
        """Log out; LOGOUT, unlike CLOSE, never expunges."""
        self._wire.close()

    # ------------------------------------------------------------ the selected folder

    def _look_into(self, folder: str, *, afresh: bool = False) -> Selected | None:
        """Examine a folder, unless it is the selected one; None when it is not there."""
        name = self._outer(folder)
        selected = self._wire.selected
        if selected is not None and selected.name == name and not afresh:
            return selected
        try:
            return self._wire.select(name, writable=False)
        except RefusedError as refused:
            if refused.code in {"NONEXISTENT", "TRYCREATE"} or all(one.name != folder for one in self.folders()):
                return None
            raise

    def _stay_in(self, selected: Selected, folder: str) -> None:
        """Go back to the folder of a scan; whoever uses the scan may have been elsewhere meanwhile."""
        now = self._look_into(folder)
        if now is None or now.validity != selected.validity:
            raise UnreachableError(f"The server rebuilt the folder {folder} while it was read; run again.")

    # ------------------------------------------------------------ names

    def _outer(self, folder: str) -> bytes:
        """Return a folder's name as the server writes it."""
        levels = names.levels(folder)
        if levels == [names.INBOX]:
            return b"INBOX"
        name = "/".join(levels)
        if name in self._foreign:
            return self._foreign[name]
        if self._delimiter != "/" and any(self._delimiter in level for level in levels if self._delimiter):
            raise FilingStopped(
                f"{folder}: this server allows no {self._delimiter!r} in a folder's name; choose another."
            )
        if not self._delimiter and len(levels) > 1:
            raise FilingStopped(f"{folder}: this server knows no folders within folders; choose another parent.")
        # INBOX/Sub is below the inbox itself, where the prefix of our own folders is often "INBOX." anyway.
        prefix = b"" if levels[0] == names.INBOX else self._prefix
        return prefix + names.encode(self._delimiter.join(levels))

    def _inner(self, raw: bytes, delimiter: str) -> str | None:
        """Return the name that we show for a folder of the server; None when it has none that leads back."""
        ours = raw[len(self._prefix) :] if self._prefix and raw.upper().startswith(self._prefix.upper()) else raw
        try:
            name = names.decode(ours)
            name = "/".join(names.levels(name.replace(delimiter, "/") if delimiter else name))
            if self._outer(name) != raw and name != names.INBOX:
                self._foreign[name] = raw
        except (ValueError, FilingStopped):  # bad UTF-7, a level without a name, `/` where `.` separates
            return None
        return name

    def _create(self, folder: str) -> None:
        levels = names.levels(folder)
        for depth in range(1, len(levels) + 1):
            name = self._outer("/".join(levels[:depth]))
            if depth == len(levels):
                self._wire.create(name)
                return
            try:
                self._wire.status(name)
            except RefusedError:
                try:
                    self._wire.create(name)
                except RefusedError:  # a parent that is there and cannot be selected is as good
                    continue


def _stored(ref: Ref, row: Row, body: bytes) -> Stored:
    name = f"{ref.folder};UIDVALIDITY={ref.validity}/;UID={ref.uid}"
    size = len(body) if row.size is None else row.size
    return Stored(ref, name, body[:RAW_BUDGET], size, (row.flags or frozenset()) - _NOT_SHOWN, row.received)


def _batches(refs: Iterable[Ref], *, most: int = BATCH) -> Iterator[list[Ref]]:
    """Yield runs of Refs of one folder and one UIDVALIDITY, in the order given."""
    batch: list[Ref] = []
    for ref in refs:
        same = batch and (ref.folder, ref.validity) == (batch[0].folder, batch[0].validity)
        if batch and (not same or len(batch) == most):
            yield batch
            batch = []
        batch.append(ref)
    if batch:
        yield batch


def _uids(refs: Iterable[Ref]) -> list[int]:
    return [int(ref.uid) for ref in refs]


def _uid(row: Row) -> int:
    return row.uid


def _day_before(moment: datetime) -> bytes:
    # SINCE compares days in the server's own zone, which nobody knows: one day more, and then compare exactly.
    day = moment - timedelta(days=1)
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year:04d}".encode("ascii")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
