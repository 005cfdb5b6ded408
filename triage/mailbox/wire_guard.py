"""What stands between imaplib and the socket: a gate on what goes out, limits on what comes in."""

from __future__ import annotations

import contextlib
import imaplib
import io
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

from triage.domain import KEYWORDS, REPEAT_KEYWORD
from triage.errors import TriageError

Trace: TypeAlias = Callable[[str], None]

READING_VERBS = frozenset({
    "AUTHENTICATE", "CAPABILITY", "ENABLE", "EXAMINE", "IDLE", "LIST", "LOGIN", "LOGOUT", "NAMESPACE", "NOOP", "STARTTLS",
    "STATUS", "UID FETCH", "UID SEARCH",
})  # fmt: skip
"""All that a session opened for reading may send. Not SELECT: it resets \\Recent and lets some servers write."""

CLAIM = "$TriageClaim"
"""The keyword by which one client has a message to itself while it moves it."""

_HUGE_LITERAL = re.compile(rb"\{\d{11,}\}\r\n\Z")
"""Its size may have more digits than Python reads as a number; imaplib would raise ValueError."""
_OUR_KEYWORD = f"(?:{'|'.join(map(re.escape, (*KEYWORDS.values(), REPEAT_KEYWORD)))})"
_OUR_CHANGE = re.compile(
    r"UID STORE [\d:,]+ (?:\(UNCHANGEDSINCE \d+\) )?"
    rf"(?:[+-]FLAGS\.SILENT \((?:\\Deleted|{re.escape(CLAIM)})\)|([+-])FLAGS\.SILENT \({_OUR_KEYWORD}(?: {_OUR_KEYWORD})*\))"
)
"""All that may ever change about a message: \\Deleted, once its copy is proven, our claim, a keyword; only `undo` takes that off."""
_MARKS_AS_READ = re.compile(rb"[ (](?:BODY\[|RFC822(?:\.TEXT)?[ )\r])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Server:
    """Where an account lives. `tls` none is for loopback only; with `auth` oauth2 the password is an access token."""

    host: str
    port: int
    user: str
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    auth: Literal["password", "oauth2"] = "password"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server may cost: seconds of silence, seconds and bytes for one command, bytes of one literal.

    `window` is how many UIDs one SEARCH may answer: imaplib refuses lines above 1,000,000 bytes.
    """

    silence: float = 60.0
    command: float = 300.0
    answer: int = 64 << 20
    literal: int = 1 << 20
    window: int = 50_000


class Meter(Protocol):
    """Counts the bytes that come from a server, over all connections to it."""

    def took(self, count: int) -> None:
        """Count so many bytes more."""

    def check(self) -> None:
        """Raise DailyLimitError where no more may be fetched today."""

    def keep(self) -> None:
        """Write down what was counted: the connection ends."""


class Unmetered:
    """Counts nothing: what holds where the configuration sets no limit."""

    def took(self, count: int) -> None:
        """Let them come."""

    def check(self) -> None:
        """Allow it."""

    def keep(self) -> None:
        """Do nothing."""


class Gate:
    """The last gate before the socket: it sees every command line, whoever wrote it."""

    def __init__(self, trace: Trace | None, *, writable: bool) -> None:
        self._trace = trace
        self._writable = writable
        self._unmarks = False

    @contextlib.contextmanager
    def unmarking(self) -> Iterator[None]:
        """Let keywords of ours be taken off meanwhile."""
        self._unmarks = True
        try:
            yield
        finally:
            self._unmarks = False

    def check(self, line: bytes) -> None:
        """Raise TriageError for a line that must not be sent; trace the others, without secrets."""
        if not re.fullmatch(rb"[^\r\n\0]*\r\n", line):
            raise TriageError("A command to the mail server held a line break; it was not sent.")
        if _MARKS_AS_READ.search(line):
            raise TriageError("A command would have marked mail as read; it was not sent.")
        words = line[:-2].decode("ascii", "replace").split(" ")[1:]
        verb = " ".join(words[:2] if words[0] == "UID" else words[:1])
        if not self._writable and verb not in READING_VERBS:
            raise TriageError(f"{verb} was not sent: this mailbox was opened for reading only.")
        if any(word.upper() == "STORE" for word in words[:3]):
            change = _OUR_CHANGE.fullmatch(" ".join(words))
            if change is None or (change[1] == "-" and not self._unmarks):
                raise TriageError("A command would have changed flags that are not ours to change; it was not sent.")
        if self._trace is not None:
            self._trace(" ".join(words) if verb not in {"LOGIN", "AUTHENTICATE"} else f"{verb} ***")


class GuardedImap(imaplib.IMAP4):
    """imaplib with a gate on what goes out and limits on what comes in."""

    def __init__(
        self, server: Server, gate: Gate, limits: Limits, context: ssl.SSLContext | None, *, meter: Meter
    ) -> None:
        self._server = server
        self._gate = gate
        self._limits = limits
        self._context = context
        self.meter = meter
        self._incoming: tuple[socket.socket, io.BufferedReader] | None = None
        self.received = self._taken = 0
        self.begin()
        super().__init__(server.host, server.port, timeout=limits.silence)

    def begin(self) -> None:
        """Start the clock and the byte count of one command."""
        self.resume()
        self.left = self._limits.answer

    def resume(self) -> None:
        """Start the clock anew after a wait in IDLE; its byte count goes on, so that a flood ends."""
        self.deadline = time.monotonic() + self._limits.command

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._server.host, self._server.port), timeout)
        if self._context is None:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self._server.host)
        except BaseException:
            plain.close()
            raise

    def send(self, data: Any) -> None:  # noqa: ANN401 - imaplib takes any buffer
        """Send a line past the gate; what is not a command is the answer to a server's challenge."""
        if data.startswith(bytes(self.tagpre)):  # type: ignore[arg-type]  # bytes, whatever typeshed says
            self._gate.check(data)
        self.sock.settimeout(self._limits.silence)
        super().send(data)

    def read(self, size: int) -> bytes:
        """Read a literal, unless it is declared larger than any that we ask for."""
        if size > self._limits.literal:
            raise self.abort("literal too large")
        literal = self._stream().read(size)
        self._taken += len(literal)
        return literal

    def readline(self) -> bytes:
        """Read a line; some servers answer OK without the text that must follow, and imaplib needs the space."""
        line = self._stream().readline(imaplib._MAXLINE + 1)  # type: ignore[attr-defined]  # noqa: SLF001
        self._taken += len(line)
        if len(line) > imaplib._MAXLINE:  # type: ignore[attr-defined]  # noqa: SLF001
            raise self.abort("line too long")
        if _HUGE_LITERAL.search(line[line.rfind(b"{") :]):
            raise self.abort("literal too large")
        return line[:-2] + b" \r\n" if line.endswith((b" OK\r\n", b" NO\r\n", b" BAD\r\n")) else line

    def wait(self, seconds: float, *, wake: int | None = None) -> bool:
        """Wait until the server says something, at most so long; False when it did not, or when `wake` can be read.

        select() knows neither what stands in our own buffer nor what TLS has decrypted already.
        """
        self._stream()
        decrypted = isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() > 0
        waits = decrypted or self.received > self._taken
        line = self.sock.fileno()
        sources = [line] if wake is None else [line, wake]
        readable, _, _ = select.select(sources, [], [], 0.0 if waits else max(0.0, seconds))
        return wake not in readable and seconds > 0 and (waits or line in readable)

    def _stream(self) -> io.BufferedReader:
        # STARTTLS puts a new socket in place; what was sent in the clear before it is forgotten with the old reader.
        if self._incoming is None or self._incoming[0] is not self.sock:
            self.received = self._taken = 0
            self._incoming = (self.sock, io.BufferedReader(_Incoming(self, self.sock, self._limits.silence), 1 << 16))
        return self._incoming[1]


class _Incoming(io.RawIOBase):
    """A socket that gives up at the deadline of a command, however slowly its bytes trickle."""

    def __init__(self, imap: GuardedImap, sock: socket.socket, silence: float) -> None:
        super().__init__()
        self._imap = imap
        self._sock = sock
        self._silence = silence

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - typeshed's own signature is a private type
        left = self._imap.deadline - time.monotonic()
        if left <= 0 or self._imap.left <= 0:
            raise TimeoutError("the answer takes too long or is too large")
        self._sock.settimeout(min(left, self._silence))
        got = self._sock.recv_into(buffer)
        self._imap.left -= got
        self._imap.received += got
        self._imap.meter.took(got)
        return got
