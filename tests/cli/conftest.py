"""A home of our own, mail whose fate does not hang on the model, and the program, driven through its command line.

`pest.example` is on the block list and `friend.example` on the allow list: whatever the model says, the first moves and
the second stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme
from typer.testing import CliRunner

from triage.cli.main import app

CONFIG = """
[me]
name = "Sam Field"
addresses = ["sam@acme.example"]
domains = ["acme.example"]

[never_touch]
senders = ["@friend.example"]

[block]
senders = ["@pest.example"]
"""
START = datetime(2024, 3, 1, 9, tzinfo=UTC)
PITCH = """Hi Sam,

We help companies like yours to get thirty qualified leads a month with our outbound lead generation service. Our team of
experts offers search engine optimisation, web design and appointment setting, and we guarantee results. Are you the right
person to speak with? Would you have fifteen minutes for a quick call this week? Book a slot in my calendar.

If you would rather not hear from me again, reply STOP.

Best regards,
Jo Vendor, growth manager
"""
SCAM = """Attention beneficiary. I am barrister James Okoro, attorney to late engineer William Field, a national of your country who
shares your surname and died in a plane crash with his family. He left USD 18,500,000.00 in a bank here with no next of kin. I seek
your consent to present you as the next of kin so that the fund is released and we share it 50/50.
"""
HELLO = "Hello Sam,\n\nthe gauges arrived this morning and fit. Thank you for the quick work.\n\nAnn\n"


class Mail:
    """Makes messages, each of another day unless told."""

    @staticmethod
    def raw(
        number, *, sender="ann@friend.example", subject=None, body=HELLO, date=None, to="sam@acme.example", **headers
    ):
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to
        message["Subject"] = subject or f"Message {number}"
        message["Message-ID"] = f"<{number}@mail.example>"
        message["Date"] = date or (START + timedelta(days=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(f"{body}\n{number} {hashlib.sha256(str(number).encode()).hexdigest()[:8]}\n")
        return bytes(message)

    @staticmethod
    def pest(number, **more):
        """A message that moves: its sender is blocked, and no two of them say the same."""
        words = " ".join(hashlib.sha256(f"{number} {n}".encode()).hexdigest()[:7] for n in range(60))
        return Mail.raw(number, **{"sender": f"jo@n{number}.pest.example", "body": PITCH + words, **more})

    @staticmethod
    def scam(number, **more):
        """A message that the model alone knows for what it is."""
        return Mail.raw(number, **{"sender": f"barrister@chambers{number}.example", "body": SCAM, **more})

    @staticmethod
    def friend(number, **more):
        """A message that stays."""
        return Mail.raw(number, **more)


def maildir(root, raws, *, flags="S"):
    """Make a Maildir, each message with a time of its own, and return its path."""
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(raws):
        path = root / "cur" / f"{1_700_000_000 + number}.M{number}.host:2,{flags if number % 2 else ''}"
        path.write_bytes(raw)
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    return root


def eml_folder(root, raws):
    """Make a folder of .eml files, every second one level down, and return its path."""
    for number, raw in enumerate(raws):
        path = root / ("2024" if number % 2 else ".") / f"{number:04}.eml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return root


def mbox(path, raws):
    """Make an .mbox and return its path."""
    path.write_bytes(b"".join(b"From someone Fri Mar  1 09:00:00 2024\n" + raw + b"\n" for raw in raws))
    return path


def census(root):
    """Return every file below a folder with its content and time: what nothing may be lost from or doubled in."""
    return {
        str(path.relative_to(root)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(Path(root).rglob("*"))
        if path.is_file() and path.name not in ("maildirfolder", ".triage-folder")
    }


def contents(root):
    """Return how often each content stands below a folder."""
    return Counter(digest for digest, _ in census(root).values())


class Outcome:
    """What a call of the program came to."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n--- out\n{self.out}\n--- err\n{self.err}"


class Triage:
    """The program: called in this process, or as a process of its own where signals and limits matter."""

    def __init__(self, home, environ):
        self.home = home
        self.environ = {"TRIAGE_HOME": str(home), "COLUMNS": "100", **environ}

    def __call__(self, *words, code=0, input=None, **environ):
        done = CliRunner().invoke(
            app, [str(word) for word in words], env={**self.environ, **environ}, input=input, catch_exceptions=False
        )
        outcome = Outcome(done.exit_code, done.stdout, done.stderr)
        assert outcome.code == code, outcome
        return outcome

    def json(self, *words, code=0, **environ):
        """Call the program with --json and return its object."""
        return self(*words, "--json", code=code, **environ).json

    def command(self, *words):
        return [sys.executable, "-m", "triage.cli.main", *map(str, words)]

    def process(self, *words, **popen):
        """Start the program as a process of its own."""
        environ = {**os.environ, **self.environ, **popen.pop("env", {})}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(self.command(*words), env=environ, **{**pipes, **popen})

    def ended(self, *words, **popen):
        """Run the program as a process of its own and return what it came to."""
        with self.process(*words, **popen) as process:
            out, err = process.communicate(timeout=60)
        return Outcome(process.returncode, out, err)

    def configure(self, text=CONFIG):
        self.home.mkdir(exist_ok=True)
        (self.home / "config.toml").write_text(text)


@pytest.fixture
def triage(tmp_path):
    """The program with a home of its own and the configuration above."""
    program = Triage(tmp_path / "home", {})
    program.configure()
    return program


@pytest.fixture
def mail():
    return Mail


@pytest.fixture
def ten(mail):
    """Ten messages, of which the odd ones move."""
    return [mail.pest(n) if n % 2 else mail.friend(n) for n in range(10)]


@pytest.fixture
def make_maildir(tmp_path):
    return lambda raws, name="Maildir", **more: maildir(tmp_path / name, raws, **more)


@pytest.fixture(scope="session")
def authority():
    """Who signs the certificates of test servers."""
    return trustme.CA()


@pytest.fixture
def make_folder(tmp_path):
    return lambda raws, name="mail": eml_folder(tmp_path / name, raws)


@pytest.fixture
def make_mbox(tmp_path):
    return lambda raws, name="mail.mbox": mbox(tmp_path / name, raws)


@pytest.fixture(name="census")
def _census():
    return census


@pytest.fixture(name="contents")
def _contents():
    return contents
