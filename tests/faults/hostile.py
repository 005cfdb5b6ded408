"""An IMAP server in memory that does as it should, but where a test gives it a behaviour of its own for a command."""

from __future__ import annotations

import contextlib
import re
import select
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from servers import LOOPBACK

from triage.mailbox.wire_guard import Server

DATE = b'"01-Mar-2024 09:00:00 +0000"'


def pest(number: int) -> bytes:
    """Return a message that moves."""
    text = (
        "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?"
    )
    head = f"From: Jo <jo@n{number}.pest.example>\r\nTo: sam@acme.example\r\nSubject: Offer {number}\r\n"
    head += f"Message-ID: <{number}@mail.example>\r\nDate: Fri, 01 Mar 2024 09:00:00 +0000\r\n\r\n"
    return f"{head}{text}\r\nNumber {number}.\r\n".encode()


class _HangUpError(Exception):
    """The server closes this connection."""


class Session:
    """One connection; `number` counts from 1. `tag` and `words` are those of the command that is answered."""

    def __init__(self, server: Hostile, client: socket.socket, number: int) -> None:
        self.server, self.number = server, number
        self.tag, self.words = b"", [b""]
        self._client = client
        self._lines = client.makefile("rb")
        self.inbox, self.known = True, list(server.inbox)

    def send(self, data: bytes) -> None:
        """Send this in one piece, with the tag in the place of %TAG%."""
        data = data.replace(b"%TAG% OK done\r\n", b"%TAG% OK\r\n") if self.server.terse else data
        self._client.sendall(data.replace(b"%TAG%", self.tag))

    def ready(self, seconds: float) -> bool:
        """Tell whether the client says something within this time."""
        return bool(select.select([self._client], [], [], seconds)[0])

    def line(self) -> bytes:
        line = self._lines.readline()
        if not line:
            raise _HangUpError
        self.server.heard.append((time.monotonic(), line))
        return line

    def serve(self) -> None:
        greet = self.server.answers.get("GREETING", b"* OK hello\r\n")
        self._answer(greet)
        while True:
            self.tag, *self.words = self.line().split()
            name = self.words[0].decode() + (" " + self.words[1].decode() if self.words[0] == b"UID" else "")
            method = getattr(self, "_" + name.lower().replace(" ", "_"), None)
            self._answer(self.server.answers.get(name, method))

    def _answer(self, answer: Answer) -> None:
        if answer is None:
            raise _HangUpError
        if isinstance(answer, bytes):
            self.send(answer)
        elif isinstance(answer, Once):
            self._answer(answer.times.pop(0) if answer.times else answer.then or self.usual)
        elif getattr(answer, "__self__", None) is self:
            answer()
        else:
            answer(self)

    def usual(self, *_: object) -> None:
        """Answer the command as a server should."""
        name = "_".join(word.decode().lower() for word in self.words[: 2 if self.words[0] == b"UID" else 1])
        getattr(self, "_" + name)() if self.tag else self.send(b"* OK hello\r\n")

    # ------------------------------------------------------------ as it should be

    def _capability(self) -> None:
        self.send(b"* CAPABILITY IMAP4rev1 " + self.server.capabilities + b"\r\n%TAG% OK done\r\n")

    def _login(self) -> None:
        self.send(b"%TAG% OK in\r\n")

    def _list(self) -> None:
        self.send(b'* LIST () "/" INBOX\r\n%TAG% OK done\r\n')

    def _status(self) -> None:
        self.send(b"* STATUS x (UIDNEXT %d UIDVALIDITY 8)\r\n%%TAG%% OK done\r\n" % (len(self.server.filed) + 1))

    def _noop(self) -> None:
        self._told()
        self.send(b"%TAG% OK done\r\n")

    def _logout(self) -> None:
        self.send(b"* BYE\r\n%TAG% OK bye\r\n")
        raise _HangUpError

    def _select(self, *, mode: bytes = b"READ-WRITE") -> None:
        self.inbox = b"INBOX" in self.words[1]
        self.known = list(self._mail())
        counted = (len(self.known), 7 if self.inbox else 8, max(self.known, default=0) + 1)
        self.send(b"* %d EXISTS\r\n* OK [UIDVALIDITY %d] x\r\n* OK [UIDNEXT %d] x\r\n" % counted)
        self.send(b"* OK [HIGHESTMODSEQ 9] x\r\n" if b"CONDSTORE" in self.server.capabilities else b"")
        self.send(b"* OK [PERMANENTFLAGS (%b)] x\r\n%%TAG%% OK [%b] done\r\n" % (self.server.flags, mode))

    def _mail(self) -> dict[int, bytes]:
        return self.server.inbox if self.inbox else dict(enumerate(self.server.filed, 1))

    def _examine(self) -> None:
        self._select(mode=b"READ-ONLY")

    def _uid_search(self) -> None:
        span = re.search(rb" (\d+):(\d+|\*)", b" ".join(self.words))
        low, high = (int(span[1]), float(span[2].replace(b"*", b"inf"))) if span else (1, float("inf"))
        found = [uid for uid in self.known if low <= uid <= high]
        if not found and high == float("inf"):
            found = self.known[-1:]  # n:* names the last message where n is above it
        deleted = b"DELETED" in self.words
        self.send(b"* SEARCH %b\r\n%%TAG%% OK done\r\n" % (b"" if deleted else b" ".join(b"%d" % uid for uid in found)))

    def _uid_fetch(self) -> None:
        self.send(b"".join(self.rows()) + b"%TAG% OK done\r\n")

    def rows(self) -> Iterable[bytes]:
        """Return the answers to a FETCH."""
        for uid in self._named():
            raw = self._mail().get(uid)
            if raw is not None:
                head = b"* %d FETCH (UID %d RFC822.SIZE %d INTERNALDATE %b FLAGS ()" % (uid, uid, len(raw), DATE)
                head += b" MODSEQ (5)" if b"CONDSTORE" in self.server.capabilities else b""
                part = raw[:65_536]
                body = b" BODY[]<0> {%d}\r\n%b" % (len(part), part) if b"BODY" in b" ".join(self.words) else b""
                yield head + body + b")\r\n"

    def _uid_store(self) -> None:
        self.send(b"%TAG% OK done\r\n")

    def _uid_move(self) -> None:
        moved = self._named()
        first = len(self.server.filed) + 1
        self.server.filed += [self.server.inbox.pop(uid) for uid in moved if uid in self.server.inbox]
        new = b",".join(b"%d" % (first + at) for at in range(len(moved)))
        self.send(b"* OK [COPYUID 8 %b %b] x\r\n%%TAG%% OK done\r\n" % (b",".join(b"%d" % uid for uid in moved), new))

    def _idle(self) -> None:
        self.send(b"+ idling\r\n")
        while not self.ready(0.01):
            self._told()
        self.line()
        self.send(b"%TAG% OK done\r\n")

    def _told(self) -> None:
        now = list(self._mail())
        if len(now) > len(self.known):
            self.known = now
            self.send(b"* %d EXISTS\r\n" % len(now))

    def _named(self) -> list[int]:
        uids: list[int] = []
        for part in self.words[2].split(b","):
            low, _, high = part.partition(b":")
            uids += range(int(low), int(high or low) + 1)
        return uids


Answer: TypeAlias = "bytes | Once | Callable[..., None] | None"
"""What a command is answered with: bytes with %TAG% for the tag; None closes the connection; a function of the session."""


class Once:
    """These answers one after the other, then another one; without it, the usual."""

    def __init__(self, *times: Answer, then: Answer = None) -> None:
        self.times, self.then = list(times), then


class Hostile:
    """The server. Each thing that it heard is in `heard` with the time, `filed` has what was moved out of the inbox.

    One that is `terse` says OK without the text that must follow.
    """

    def __init__(
        self,
        messages: Iterable[bytes] = (),
        answers: Mapping[str, Answer] | None = None,
        *,
        capabilities: bytes = b"UIDPLUS MOVE IDLE",
        flags: bytes = b"\\Deleted",
        port: int = 0,
        terse: bool = False,
    ) -> None:
        self.terse = terse
        self.inbox = dict(enumerate(messages, 1))
        self.filed: list[bytes] = []
        self.answers = dict(answers or {})
        self.capabilities, self.flags = capabilities, flags
        self.heard: list[tuple[float, bytes]] = []
        self.connected: list[float] = []
        self._open: list[socket.socket] = []
        self._listener = socket.create_server((LOOPBACK, port))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def server(self) -> Server:
        """Return where it listens."""
        return Server(LOOPBACK, self.port, "sam", "none")

    def deliver(self, raw: bytes) -> None:
        """Put a message into the inbox."""
        self.inbox[max(self.inbox, default=len(self.filed)) + 1] = raw

    def verbs(self) -> list[str]:
        """Return the commands that were heard, in their order."""
        lines = [line.split() for _, line in list(self.heard)]
        return [b" ".join(words[1 : 3 if words[1] == b"UID" else 2]).decode() for words in lines if len(words) > 1]

    def everything(self) -> list[bytes]:
        """Return all mail, wherever it is: what nothing may be lost from or doubled in."""
        return sorted([*self.inbox.values(), *self.filed])

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self.connected.append(time.monotonic())
                self._open.append(client)
                self._threads.append(threading.Thread(target=self._serve, args=(client,), daemon=True))
                self._threads[-1].start()

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError, _HangUpError):
            Session(self, client, len(self.connected)).serve()
        with contextlib.suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Close every connection."""
        for client in self._open:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Close everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()
        for thread in self._threads:
            thread.join(5)
        for client in self._open:
            client.close()


# ---------------------------------------------------------------- behaviours


def stall(after: bytes) -> Callable[[Session], None]:
    """Say this, and nothing more; the client may go."""

    def answer(session: Session) -> None:
        session.send(after)
        while True:
            session.line()

    return answer


def trickle(data: bytes, *, every: float = 0.05) -> Callable[[Session], None]:
    """Say this a byte at a time."""

    def answer(session: Session) -> None:
        for at in range(len(data)):
            session.send(data[at : at + 1])
            time.sleep(every)

    return answer


def flood(data: bytes, *, after: bytes = b"") -> Callable[[Session], None]:
    """Say this again and again, until the client hangs up."""

    def answer(session: Session) -> None:
        session.send(after)
        while True:
            session.send(data)

    return answer
