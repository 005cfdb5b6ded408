"""Mail that moves and mail that stays, on a disk and on a server, and the program as a process that can be killed."""

from __future__ import annotations

import hashlib
import imaplib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path

import pytest
from faults.cutting import Cutting
from faults.hostile import Hostile
from servers import folder_name, raw_client, wire_name
from servers_cyrus import REAL_SERVERS
from watching import Sitting

from triage.mailbox.wire_guard import Limits

_numbers = count(1)
START = datetime(2024, 3, 1, 9, tzinfo=UTC)
CONFIG = """
[me]
addresses = ["sam@acme.example"]

[never_touch]
senders = ["@friend.example"]

[block]
senders = ["@pest.example"]
"""
WORKER = """
import os, signal, sys
from collections import Counter

from triage.cli import wiring
from triage.cli.clean import Request, sweep_all
from triage.cli.options import Shared, settings

target, step, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
seen = Counter()


def checkpoint(name):
    seen[name] += 1
    if name == step and seen[name] == count:
        os.kill(os.getpid(), signal.SIGKILL)


chosen = settings(Shared(quiet=True))
sweep_all(chosen, Request(target=target, apply=True), wiring.places(chosen, target), checkpoint=checkpoint)
"""


def letter(number: int) -> bytes:
    """Return a message of which two in three move, into two folders; no two are alike."""
    message = EmailMessage()
    message["From"] = f"jo@n{number}.pest.example" if number % 3 else "ann@friend.example"
    message["To"] = "sam@acme.example"
    message["Subject"] = f"Message {number}"
    message["Message-ID"] = f"<{number}@mail.example>"
    message["Date"] = (START + timedelta(hours=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    words = " ".join(hashlib.sha256(f"{number} {n}".encode()).hexdigest()[:7] for n in range(50))
    scam = "I am the barrister of a late engineer of your surname who left USD 18,500,000.00 with no next of kin. Reply in confidence."
    offer = (
        "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?"
    )
    message.set_content(f"{scam if number % 3 == 2 else offer}\n\n{words}\n")
    return bytes(message)


class OnDisk:
    """A Maildir."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.target = str(root)

    def deliver(self, count: int) -> None:
        for part in ("cur", "new", "tmp"):
            (self.root / part).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            path = self.root / "cur" / f"{1_700_000_000 + number}.M{number}.host:2,{'FS'[number % 2 :]}"
            path.write_bytes(letter(number))
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))

    def places(self) -> dict[str, Counter[tuple[object, ...]]]:
        """Return folder -> Counter of (name with flags, content, time)."""
        found: dict[str, Counter[tuple[object, ...]]] = {}
        for path in self.root.rglob("*"):
            if path.is_file() and path.name != "maildirfolder":
                folder = str(path.parent.parent.relative_to(self.root))
                key = (path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
                found.setdefault(folder, Counter())[key] += 1
        return found


class OnServer:
    """A mailbox of a real server."""

    def __init__(self, server) -> None:
        self.server = server
        self.target = f"imap://{server.user}@{server.host}:{server.port}/INBOX"

    def deliver(self, count: int) -> None:
        with raw_client(self.server) as client:
            for number in range(count):
                date = imaplib.Time2Internaldate(START + timedelta(hours=number))
                client.append("INBOX", "(\\Seen $Label)" if number % 2 else "()", date, letter(number))

    def count(self, folder: str) -> int:
        """Return how many messages a folder holds."""
        with raw_client(self.server) as client:
            return int(re.search(rb"MESSAGES (\d+)", client.status(wire_name(client, folder), "(MESSAGES)")[1][0])[1])

    def places(self) -> dict[str, Counter[tuple[object, ...]]]:
        """Return folder -> Counter of (flags, INTERNALDATE, content)."""
        found: dict[str, Counter[tuple[object, ...]]] = {}
        with raw_client(self.server) as client:
            for line in client.list()[1]:
                name = folder_name(line)
                status, count = client.select(wire_name(client, name), readonly=True)
                if status != "OK" or count == [b"0"]:
                    continue
                for piece in client.fetch("1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]:
                    if isinstance(piece, tuple):
                        flags = frozenset(imaplib.ParseFlags(piece[0])) - {b"\\Recent", b"$TriageClaim"}
                        date = re.search(rb'INTERNALDATE "([^"]+)"', piece[0])[1]
                        key = (flags, date, hashlib.sha256(piece[1]).hexdigest())
                        found.setdefault(name, Counter())[key] += 1
        return found


class Program:
    """The program with a home of its own."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        (home / "config.toml").write_text(CONFIG)
        (home / "password").write_text("secret")
        (home / "password").chmod(0o600)
        self.environ = {**os.environ, "TRIAGE_HOME": str(home), "TRIAGE_PASSWORD_FILE": str(home / "password")}

    def start(self, *words, **popen) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "triage.cli.main", *map(str, words)]
        return subprocess.Popen(
            command, env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **popen
        )

    def run(self, *words, **popen) -> tuple[int, str]:
        """Run the program and return its exit code and what it said on the error stream."""
        with self.start(*words, **popen) as process:
            _, said = process.communicate(timeout=120)
        return process.returncode, said

    def killed_at(self, target: str, step: str, count: int) -> int:
        """Run `clean --apply` and kill it when this step comes for the count-th time; return its exit code."""
        command = [sys.executable, "-c", WORKER, target, step, str(count)]
        return subprocess.run(command, env=self.environ, timeout=120).returncode


def everything(places):
    """Return all messages, wherever they are: what nothing may be lost from or doubled in."""
    return sum(places.values(), Counter())


@pytest.fixture(scope="session", params=REAL_SERVERS)
def host(request):
    """A real server."""
    return request.getfixturevalue(request.param.lower())


@pytest.fixture(scope="session")
def cutting(host):
    """Small mailboxes that are cleaned through good and bad lines."""
    with Cutting(host) as cutting:
        yield cutting


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path / "home")


@pytest.fixture
def another(tmp_path):
    """A second home, for what an undisturbed run comes to."""
    return Program(tmp_path / "another")


@pytest.fixture
def maildirs(tmp_path):
    return lambda name="Maildir": OnDisk(tmp_path / name)


@pytest.fixture
def mailboxes_on():
    """Make a mailbox by name on a server, apart from those of other tests."""
    user = f"mailbox{next(_numbers)}"
    return lambda host: lambda name="": OnServer(host.server(user + name))


@pytest.fixture
def mailboxes(host, mailboxes_on):
    return mailboxes_on(host)


@pytest.fixture(name="everything")
def _everything():
    return everything


@pytest.fixture
def hostile():
    """Start servers in memory that misbehave where a test says so."""
    servers = []

    def start(answers=None, *, messages=(), **more):
        servers.append(Hostile(messages, answers, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def sitting():
    """Start a watch of such a server in this process, with little patience."""
    running = []

    def start(server, **more):
        running.append(Sitting(server.server(), **{"limits": Limits(silence=0.5, command=1.5, answer=1 << 20), **more}))
        return running[-1]

    yield start
    for one in running:
        one._stopped.set()
