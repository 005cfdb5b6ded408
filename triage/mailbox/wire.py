"""A thin, guarded adapter over imapclient: the only module that imports it, and the only one that speaks IMAP.

It bounds what a server may cost (a deadline and a byte budget for each command, the size of a literal), lets no line
break of a mail or a name become a command, refuses writing verbs in a session opened for reading, and drops the
connection after anything but a clean answer. docs/decisions.md tells what was measured and why it is needed.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from imapclient import IMAPClient

from triage.errors import RefusedError, SignInError, TokenRefusedError, UnreachableError
from triage.mailbox import sasl
from triage.mailbox import wire_fault as fault
from triage.mailbox import wire_parse as parse
from triage.mailbox.wire_guard import Gate, GuardedImap, Limits, Meter, Server, Trace, Unmetered
from triage.mailbox.wire_parse import Piece, Row

Answer: TypeAlias = Mapping[str, Sequence[Piece]]

_CODE = re.compile(rb"\[([A-Z0-9-]+)")
_THROTTLED = re.compile(rb"Suggested Backoff Time: (\d{1,9}) milliseconds", re.I)  # Exchange Online
_MOST_UID = 2**32 - 1
_ARRIVALS = 10_000  # how many messages may arrive between SELECT and SEARCH


@dataclass(frozen=True, slots=True)
class Selected:
    """What a server tells of the folder that it selected; `validity` and `next_uid` are 0 when it does not tell."""

    name: bytes
    exists: int
    validity: int
    next_uid: int
    writable: bool
    keywords: bool
    modseqs: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """What a server shows before anybody signs in: the version of TLS, empty without, and until when its certificate holds."""

    tls: str = ""
    until: datetime | None = None


class Wire:
    """One signed-in connection."""

    def __init__(
        self,
        server: Server,
        *,
        password: str,
        writable: bool,
        trace: Trace | None = None,
        limits: Limits | None = None,
        context: ssl.SSLContext | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.meter = meter or Unmetered()
        self.meter.check()  # before the server hears of us
        self.capabilities: frozenset[str] = frozenset()
        self.selected: Selected | None = None
        self._open = False
        self._arrived = False
        limits = limits or Limits()
        self._window = limits.window
        self._gate = Gate(trace, writable=writable)
        self._client = _connect(server, self._gate, limits, context, meter=self.meter)
        self._open = True
        try:
            if server.auth == "oauth2":
                self._sign_in_by_token(server, password)
            else:
                self._sign_in(server.user, password)
            self._client._imap.state = "AUTH"  # noqa: SLF001
            self.capabilities = self._ask_capabilities()  # what was said before signing in proves nothing
        except BaseException:
            self.drop()
            raise

    # ------------------------------------------------------------ one command

    def ask(self, verb: str, *args: bytes, signing_in: bool = False) -> Answer:
        """Send one command and return what came before its OK, by name; raise RefusedError for NO and BAD.

        Anything else that goes wrong drops the connection: nobody knows then what the server has done.
        """
        if not self._open:
            raise UnreachableError("The connection to the mail server is closed; run again.")
        imap = self._client._imap  # noqa: SLF001 - imapclient's own way in
        imap.untagged_responses.clear()  # COPYUID or FETCH of an earlier command must not answer this one
        imap.begin()
        try:
            tag = imap._command(verb, *args)  # noqa: SLF001 - the public calls hide response codes
            kind, text = imap._get_tagged_response(tag)  # noqa: SLF001
        except (imaplib.IMAP4.error, OSError, ValueError) as error:  # ValueError: 8-bit where imaplib decodes ASCII
            self.drop()
            during = "while we signed in" if signing_in else f"during {verb}"
            broke = UnreachableError(f"The connection to the mail server broke {during}; try again.")
            broke.asked = _asked(str(error).encode())
            raise broke from error
        except BaseException:
            self.drop()
            raise
        if kind != "OK":
            refused = RefusedError(verb, _code(text[-1] or b""))
            refused.asked = _asked(text[-1] or b"")
            raise refused
        # Told once only, to whichever command comes next: a search that did not count it yet is as likely as IDLE.
        self._arrived = self._arrived or "EXISTS" in imap.untagged_responses
        return dict(imap.untagged_responses)

    def drop(self) -> None:
        """Cut the connection without a word."""
        self._open = False
        _shut(self._client)
        self.meter.keep()

    def close(self) -> None:
        """Say goodbye; LOGOUT, unlike CLOSE, never expunges."""
        if self._open:
            with contextlib.suppress(UnreachableError):
                self.ask("LOGOUT")
            self.drop()

    # ------------------------------------------------------------ folders

    def namespace(self) -> tuple[bytes, str]:
        """Return the prefix and the delimiter of our own folders."""
        if "NAMESPACE" in self.capabilities:
            prefix, delimiter = parse.personal_namespace(self.ask("NAMESPACE").get("NAMESPACE", ()))
            if delimiter:
                return prefix, delimiter
        answers = parse.listed(self.ask("LIST", b'""', b'""').get("LIST", ()))
        return b"", next((answer.delimiter for answer in answers), "")

    def list_folders(self) -> Iterator[parse.Listed]:
        """Yield all folders, with their special use where the server tells."""
        special = (b"RETURN", b"(SPECIAL-USE)") if {"SPECIAL-USE", "LIST-EXTENDED"} <= self.capabilities else ()
        yield from parse.listed(self.ask("LIST", b'""', b'"*"', *special).get("LIST", ()))

    def create(self, name: bytes) -> None:
        """Create a folder and subscribe to it."""
        self.ask("CREATE", parse.quote(name))
        with contextlib.suppress(RefusedError):  # a folder that no client shows is still a folder
            self.ask("SUBSCRIBE", parse.quote(name))

    def status(self, name: bytes) -> dict[str, int]:
        """Return UIDNEXT and UIDVALIDITY of a folder."""
        return parse.status(self.ask("STATUS", parse.quote(name), b"(UIDNEXT UIDVALIDITY)").get("STATUS", ()))

    def select(self, name: bytes, *, writable: bool) -> Selected:
        """Select a folder, or examine it."""
        imap = self._client._imap  # noqa: SLF001
        condstore = (b"(CONDSTORE)",) if self.capabilities & {"CONDSTORE", "QRESYNC"} else ()
        imap.state, self.selected = "AUTH", None  # after a refused SELECT nothing is selected
        answer = self.ask("SELECT" if writable else "EXAMINE", parse.quote(name), *condstore)
        imap.state, self._arrived = "SELECTED", False
        self.selected = Selected(
            name,
            exists=_last_number(answer.get("EXISTS")),
            validity=_last_number(answer.get("UIDVALIDITY")),
            next_uid=_last_number(answer.get("UIDNEXT")),
            writable=writable and "READ-ONLY" not in answer,
            keywords=rb"\*" in (_last(answer.get("PERMANENTFLAGS"))),
            modseqs="HIGHESTMODSEQ" in answer and "NOMODSEQ" not in answer,
        )
        return self.selected

    def noop(self) -> bool:
        """Ask whether anything changed in the selected folder."""
        return _tells_of_change(self.ask("NOOP")) or self._arrived

    def idle(self, seconds: float, *, wake: int | None = None) -> bool:
        """Wait in IDLE (RFC 2177), at most so long; tell whether the server spoke of a change in the selected folder.

        Ends early when `wake` can be read. Raises RefusedError where IDLE is refused, UnreachableError when the connection ends.
        """
        if not self._open:
            raise UnreachableError("The connection to the mail server is closed; run again.")
        if self._arrived:
            return True
        imap = self._client._imap  # noqa: SLF001 - imapclient's own way in
        imap.untagged_responses.clear()
        imap.begin()
        try:
            tag = imap._command("IDLE")  # noqa: SLF001
            ended = _until_told(imap, tag, seconds, wake)
            if not ended:
                imap.resume()
                imap.send(b"DONE\r\n")
            kind, _ = imap._get_tagged_response(tag)  # noqa: SLF001
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            self.drop()
            raise UnreachableError(
                "The connection to the mail server broke while we waited for mail; try again."
            ) from error
        except BaseException:
            self.drop()
            raise
        if kind != "OK" or ended:
            raise RefusedError("IDLE", "")
        return _tells_of_change(imap.untagged_responses)

    # ------------------------------------------------------------ messages of the selected folder

    def search(self, *criteria: bytes, limit: int) -> list[int]:
        """Return the UIDs that match, ascending; the criteria are ours, never words of a mail."""
        if "ESEARCH" not in self.capabilities:
            return sorted(set(parse.numbers(self.ask("UID", b"SEARCH", *criteria).get("SEARCH", ()))))
        found = self._esearch(b"ALL", criteria)
        with _understood("SEARCH", self):
            return sorted(parse.expand(parse.esearch(found, b"ALL"), limit=limit))

    def search_all(self, folder: Selected, *criteria: bytes, above: int = 0) -> Iterator[list[int]]:
        """Yield all UIDs greater than `above` that match, ascending, in lists that fit into one answer line."""
        limit = folder.exists + _ARRIVALS
        if folder.exists <= self._window:
            windows = [(above + 1, 0)]
        elif "ESEARCH" in self.capabilities:
            with _understood("SEARCH", self):
                windows = list(self._windows(criteria, above + 1, matches=limit))
        else:
            last = max(folder.next_uid - 1, above + 1)
            windows = [(low, min(low + self._window - 1, last)) for low in range(above + 1, last + 1, self._window)]
        for low, high in windows:
            span = b"%d:%d" % (low, high) if high else b"%d:*" % low
            # `n:*` names the last message even when its UID is below n.
            found = [uid for uid in self.search(b"UID", span, *criteria, limit=limit) if uid >= low]
            if found:
                yield found

    def fetch(self, uids: Sequence[int], attributes: bytes) -> list[Row]:
        """Return these attributes of the messages that are there, unordered; what nobody asked for is left out."""
        if not uids:
            return []
        asked = set(uids)
        answer = self.ask("UID", b"FETCH", parse.compact(uids), attributes)
        return [row for row in parse.rows(answer.get("FETCH", ())) if row.uid in asked]

    def store(self, uids: Sequence[int], change: bytes, *, unchanged_since: int | None = None) -> set[int]:
        """Change flags; return the UIDs that were left alone because they changed since."""
        if not uids:
            return set()
        guard = () if unchanged_since is None else (b"(UNCHANGEDSINCE %d)" % unchanged_since,)
        answer = self.ask("UID", b"STORE", parse.compact(uids), *guard, change)
        with _understood("STORE", self):
            return set(parse.expand(_last(answer.get("MODIFIED")), limit=len(uids)))

    def unmark(self, uids: Sequence[int], keywords: Sequence[str], *, unchanged_since: int | None = None) -> None:
        """Take keywords of ours off; the gate lets that pass here alone."""
        with self._gate.unmarking():
            self.store(
                uids, b"-FLAGS.SILENT (" + " ".join(keywords).encode("ascii") + b")", unchanged_since=unchanged_since
            )

    def append(self, folder: bytes, message: bytes) -> None:
        """Put a message, its lines ending in CRLF, into a folder, unread. No mailbox has this verb: filing makes no message."""
        self._client._imap.literal = message  # noqa: SLF001 - as imaplib's own append does
        self.ask("APPEND", parse.quote(folder))

    def transfer(self, verb: bytes, uids: Sequence[int], target: bytes) -> tuple[int, dict[int, int]]:
        """COPY or MOVE; return the target's UIDVALIDITY and old UID -> new UID, (0, {}) when nothing is told."""
        answer = self.ask("UID", verb, parse.compact(uids), parse.quote(target))
        with _understood("COPYUID", self):
            return parse.copied(answer.get("COPYUID", ()), limit=len(uids))

    def expunge(self, uids: Sequence[int]) -> None:
        """Remove exactly these messages, which carry \\Deleted."""
        self.ask("UID", b"EXPUNGE", parse.compact(uids))

    def expunge_deleted(self) -> None:
        """Remove every message that carries \\Deleted; only after a search has shown that all of them are ours."""
        self.ask("EXPUNGE")

    # ------------------------------------------------------------ inside

    def _esearch(self, wanted: bytes, criteria: Sequence[bytes]) -> Sequence[Piece]:
        return self.ask("UID", b"SEARCH", b"RETURN (" + wanted + b")", *criteria).get("ESEARCH", ())

    def _windows(self, criteria: Sequence[bytes], low: int, *, matches: int) -> Iterator[tuple[int, int]]:
        """Halve the range of UIDs until no part holds more matches than fit into one line.

        Raises ValueError for answers that would have no end: from a range that was not asked for, or always too many.
        """
        spans = [(low, 0)]
        for _ in range(64 * (matches // self._window + 2)):  # 32 halvings of each part come to the end
            if not spans:
                return
            low, high = spans.pop()
            span = b"%d:%d" % (low, high) if high else b"%d:*" % low
            found = self._esearch(b"MIN MAX COUNT", (b"UID", span, *criteria))
            first, last, count = (int(parse.esearch(found, key)[:19] or 0) for key in (b"MIN", b"MAX", b"COUNT"))
            if last > (high or _MOST_UID):
                raise ValueError("a UID that was not asked for")
            first = max(first, low)  # `n:*` names the last message even when its UID is below n
            if count <= self._window or first >= last:
                if count and first <= last:
                    yield first, last
                continue
            middle = (first + last) // 2
            spans += [(middle + 1, last), (first, middle)]
        raise ValueError("always too many matches")

    def _sign_in(self, user: str, password: str) -> None:
        _must_be_one_line(user, password)
        offered = self._ask_capabilities()
        if "LOGINDISABLED" in offered and "AUTH=PLAIN" not in offered:
            raise SignInError("The server takes no password on this connection; check host, port and tls.")
        try:
            if (user + password).isascii() and "LOGINDISABLED" not in offered:
                words = (parse.quote(user.encode()), parse.quote(password.encode()))
                self.ask("LOGIN", *words, signing_in=True)
            elif "AUTH=PLAIN" in offered:
                self._authenticate(sasl.plain(user, password))
            else:
                raise SignInError("The server takes no user name or password with letters beyond ASCII.")
        except RefusedError as refused:
            _raise_if_for_now(refused)
            raise SignInError(
                "The server refused the user name or the password; check both. "
                "Many providers want an app password here."
            ) from refused

    def _sign_in_by_token(self, server: Server, token: str) -> None:
        _must_be_one_line(server.user, token)
        answers = sasl.bearer(server, token, offered=self._ask_capabilities())
        if answers is None:
            raise SignInError('The server takes no access token (OAUTHBEARER or XOAUTH2); write auth = "password".')
        try:
            self._authenticate(answers)
        except RefusedError as refused:
            _raise_if_for_now(refused)
            why = f" ({answers.reason})" if answers.reason else ""
            raise TokenRefusedError(
                f"The server refused the access token{why}, or it has expired; see that it is fresh, for this user, "
                "and of a scope that reaches mail."
            ) from refused

    def _authenticate(self, answers: sasl.Answers) -> None:
        self._client._imap.literal = answers.answer  # noqa: SLF001 - imaplib's hook
        self.ask("AUTHENTICATE", answers.mechanism.encode(), signing_in=True)

    def _ask_capabilities(self) -> frozenset[str]:
        return frozenset(_last(self.ask("CAPABILITY").get("CAPABILITY")).decode("ascii", "replace").upper().split())


class _Client(IMAPClient):  # type: ignore[misc]  # imapclient has no types
    def __init__(self, imap: Callable[[], GuardedImap], *, host: str, port: int, tls: bool) -> None:
        self._make = imap
        super().__init__(host, port, ssl=tls)
        self._imap.debug = 0  # imapclient sets 5, and repr() of every byte costs four times the fetch

    def _create_IMAP4(self) -> GuardedImap:  # noqa: N802 - imapclient's name
        return self._make()


def _connect(server: Server, gate: Gate, limits: Limits, context: ssl.SSLContext | None, *, meter: Meter) -> _Client:
    """Open a connection that is safe to sign in on; raise UnreachableError before any secret is sent."""
    context = context or ssl.create_default_context()
    implicit = server.tls == "implicit"
    where = f"{server.host}:{server.port}"
    try:
        client = _Client(
            lambda: GuardedImap(server, gate, limits, context if implicit else None, meter=meter),
            host=server.host, port=server.port, tls=implicit,
        )  # fmt: skip
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        unreachable = UnreachableError(fault.sentence(error, server))
        unreachable.asked = _asked(str(error).encode())
        raise unreachable from error
    if client._imap.state != "NONAUTH":  # noqa: SLF001
        _shut(client)
        raise UnreachableError(f"{where} says that we are signed in already (PREAUTH), which is not safe; check host.")
    if server.tls == "starttls":
        try:
            client._imap.begin()  # noqa: SLF001
            client.starttls(context)
        except ssl.SSLError as error:
            _shut(client)
            raise UnreachableError(f"{fault.sentence(error, server)} No password was sent.") from error
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            _shut(client)
            raise UnreachableError(
                f"{where} offers no STARTTLS, so no password was sent; check port and tls ({fault.USUAL})."
            ) from error
    return client


def reach(server: Server, *, limits: Limits | None = None, context: ssl.SSLContext | None = None) -> Reached:
    """Connect, make the connection safe, and hang up without signing in; raise UnreachableError."""
    client = _connect(server, Gate(None, writable=False), limits or Limits(), context, meter=Unmetered())
    try:
        line = client._imap.sock  # noqa: SLF001
        if not isinstance(line, ssl.SSLSocket):
            return Reached()
        ends = str((line.getpeercert() or {}).get("notAfter", ""))
        until = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) if ends else None
        return Reached(line.version() or "TLS", until)
    finally:
        _shut(client)


def _code(said: bytes) -> str:
    """Return the response code of a refusal, or an empty text; Cyrus says "Over quota" without one."""
    code = _CODE.match(said)
    if code:
        return code[1].decode("ascii")
    return "OVERQUOTA" if said.lower().startswith(b"over quota") else ""


def _asked(said: bytes) -> float:
    """Return the seconds for which a server asks to be left alone, 0 where it does not."""
    throttled = _THROTTLED.search(said)
    return int(throttled[1]) / 1000 if throttled else 0.0


def _must_be_one_line(user: str, secret: str) -> None:
    if any(ord(char) < 0x20 or ord(char) == 0x7F for char in user + secret):
        raise SignInError("The user name or the password holds a line break or another control character.")


def _raise_if_for_now(refused: RefusedError) -> None:
    """Raise UnreachableError where the server refuses everybody for a while, whoever they are."""
    if refused.asked or refused.code in {"UNAVAILABLE", "INUSE", "LIMIT"}:
        later = UnreachableError("The server cannot sign us in now; try again later.")
        later.asked = refused.asked
        raise later from refused


def _shut(client: _Client) -> None:
    with contextlib.suppress(OSError):
        client.shutdown()


class _understood(contextlib.AbstractContextManager[None]):  # noqa: N801 - reads as a word of the sentence
    """Turn an answer that cannot be understood into a dropped connection."""

    def __init__(self, verb: str, wire: Wire) -> None:
        self._verb = verb
        self._wire = wire

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            self._wire.drop()
            raise UnreachableError(f"The mail server's answer to {self._verb} makes no sense; try again.") from error


def _until_told(imap: GuardedImap, tag: bytes, seconds: float, wake: int | None) -> bool:
    """Read what the server says in IDLE until it tells of a change or the time is over; True when it ended IDLE itself.

    What came in one segment with its `+` is there to be read already, so that no message is missed.
    """
    while imap._get_response() is not None:  # noqa: SLF001 - None is the server's `+`
        if imap.tagged_commands[tag] is not None:
            return True
    until = time.monotonic() + seconds
    while not _tells_of_change(imap.untagged_responses) and imap.wait(until - time.monotonic(), wake=wake):
        imap.resume()
        imap._get_response()  # noqa: SLF001
        if imap.tagged_commands[tag] is not None:
            return True
    return False


def _tells_of_change(answer: Mapping[str, Sequence[Piece]]) -> bool:
    """Tell whether an answer speaks of new, removed or changed messages."""
    return bool({"EXISTS", "EXPUNGE", "VANISHED", "FETCH"} & answer.keys())


def _last(pieces: Sequence[Piece] | None) -> bytes:
    last = pieces[-1] if pieces else b""
    return last if isinstance(last, bytes) else b""


def _last_number(pieces: Sequence[Piece] | None) -> int:
    written = _last(pieces).split()
    return int(written[0]) if written and re.fullmatch(rb"\d{1,19}", written[0]) else 0
