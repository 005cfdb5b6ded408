"""The places that the contract is run against. Each can be filled from outside, and opened as a mailbox."""

import imaplib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import Server, raw_client, wire_name
from servers_cyrus import REAL_SERVERS

from triage.errors import FilingStopped, TriageError, UsageError
from triage.mailbox.base import Mailbox
from triage.mailbox.imap import connect
from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.mailbox.local import open_path

START = datetime(2024, 3, 1, 9, 0, tzinfo=UTC)


def message(number: int, *, body: str = "Hello") -> bytes:
    """Return a message that differs from all others, dated `number` days after START."""
    date = (START + timedelta(days=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = (
        f"From: jo{number}@vendor.example\r\nSubject: Message {number}\r\nDate: {date}\r\nMessage-ID: <{number}@x>\r\n"
    )
    return f"{head}\r\n{body} {number}\r\n".encode()


class Place:
    """A mailbox seen from outside.

    `copies`: a move leaves the original. `numbered`: UIDs are numbers that grow. `keywords`: it keeps them, else what `refuses` is
    raised.
    """

    copies = False
    flags = True
    keywords = False
    refuses: type[TriageError] = UsageError
    numbered = True

    def deliver(self, number: int, *, raw: bytes | None = None, flags: str = "", folder: str = "INBOX") -> None:
        raise NotImplementedError

    def open(self, *, writable: bool = True) -> Mailbox:
        raise NotImplementedError


class InMemoryPlace(Place):
    keywords = True

    def __init__(self, *, moves_whole: bool) -> None:
        self._server = InMemoryServer()
        self._moves_whole = moves_whole

    def deliver(self, number, *, raw=None, flags="", folder="INBOX"):
        self._server.create(folder)
        received = START + timedelta(days=number)
        self._server.deliver(raw or message(number), folder=folder, flags=flags.split(), received=received)

    def open(self, *, writable=True):
        return InMemoryMailbox(self._server, writable=writable, moves_whole=self._moves_whole)


class MaildirPlace(Place):
    numbered = False

    def __init__(self, tmp_path: Path) -> None:
        self._root = tmp_path / "Maildir"
        for part in ("cur", "new", "tmp"):
            (self._root / part).mkdir(parents=True)

    def deliver(self, number, *, raw=None, flags="", folder="INBOX"):
        box = self._root if folder == "INBOX" else self._root / ("." + folder.replace("/", "."))
        (box / "cur").mkdir(parents=True, exist_ok=True)
        letters = "".join(sorted({"\\Seen": "S", "\\Flagged": "F", "\\Answered": "R"}[flag] for flag in flags.split()))
        path = box / "cur" / f"{1_700_000_000 + number}.M{number}P1.host:2,{letters}"
        path.write_bytes(raw or message(number))
        _set_time(path, number)

    def open(self, *, writable=True):
        return open_path(self._root, writable=writable)


class EmlPlace(Place):
    copies = True
    flags = False
    numbered = False

    def __init__(self, tmp_path: Path) -> None:
        self._source, self._out = tmp_path / "mail", tmp_path / "out"

    def deliver(self, number, *, raw=None, flags="", folder="INBOX"):
        assert folder == "INBOX", "only what is moved is elsewhere"
        del flags  # files have none
        path = self._source / str(2000 + number // 100) / f"{number:04}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw or message(number))
        _set_time(path, number)

    def open(self, *, writable=True):
        return open_path(self._source, out=self._out, writable=writable)


class MboxPlace(Place):
    copies = True
    flags = False
    numbered = False

    def __init__(self, tmp_path: Path) -> None:
        self._source, self._out = tmp_path / "mail.mbox", tmp_path / "out"

    def deliver(self, number, *, raw=None, flags="", folder="INBOX"):
        assert folder == "INBOX", "only what is moved is elsewhere"
        del flags  # files have none
        when = (START + timedelta(days=number)).strftime("%a %b %d %H:%M:%S %Y")
        with self._source.open("ab") as file:
            file.write(f"From jo@vendor.example {when}\n".encode() + (raw or message(number)) + b"\n")

    def open(self, *, writable=True):
        return open_path(self._source, out=self._out, writable=writable)


class ImapPlace(Place):
    refuses = FilingStopped

    def __init__(self, server: Server, client: imaplib.IMAP4, *, keywords: bool) -> None:
        self.keywords = keywords
        self._server = server
        self._client = client

    def deliver(self, number, *, raw=None, flags="", folder="INBOX"):
        when = (START + timedelta(days=number)).strftime('"%d-%b-%Y %H:%M:%S +0000"')
        name = wire_name(self._client, folder)
        if folder != "INBOX":
            self._client.create(name)
        status, text = self._client.append(name, f"({flags})" if flags else None, when, raw or message(number))
        assert status == "OK", text

    def open(self, *, writable=True):
        return connect(self._server, password="secret", writable=writable)


def _set_time(path: Path, number: int) -> None:
    moment = (START + timedelta(days=number)).timestamp()
    os.utime(path, (moment, moment))


@pytest.fixture(params=["in memory", "in memory, copying", "Maildir", "eml", "mbox", *REAL_SERVERS, "pymap"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    match request.param:
        case "in memory":
            yield InMemoryPlace(moves_whole=True)
        case "in memory, copying":
            yield InMemoryPlace(moves_whole=False)
        case "Maildir":
            yield MaildirPlace(tmp_path)
        case "eml":
            yield EmlPlace(tmp_path)
        case "mbox":
            yield MboxPlace(tmp_path)
        case "Dovecot" | "Cyrus" | "pymap":
            server = request.getfixturevalue(f"{request.param.lower()}_user")
            with raw_client(server) as client:
                yield ImapPlace(server, client, keywords=request.param != "pymap")


@pytest.fixture
def make_message():
    return message


@pytest.fixture
def start() -> datetime:
    return START
