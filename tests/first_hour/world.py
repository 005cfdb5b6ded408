"""Where the first hour takes place: a home of one's own, a mail server with TLS, and in it the mailbox of `triage demo`."""

from __future__ import annotations

import imaplib
import os
import shutil
import ssl
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from servers import Dovecot

from triage.cli.demo import bundled
from triage.read import read

LONGEST = timedelta(minutes=2)
"""How long an hour takes at most."""
ADDRESS, PASSWORD = "maren@holtinstruments.example", "secret"
_OF_NO_USE = ("TRIAGE_", "XDG_", "NO_COLOR", "COLUMNS", "LINES", "TMUX", "PYTHON_KEYRING", "BASH_ENV", "PROMPT_COMMAND")
"""What begins so in the environment of this process would make another screen of it."""


@dataclass(frozen=True, slots=True)
class World:
    """A person's home, the port of their mail server, and the environment of their shell."""

    home: Path
    port: int
    environ: dict[str, str]

    @contextmanager
    def mail_program(self) -> Iterator[imaplib.IMAP4_SSL]:
        """Yield a second client of the mailbox, in the inbox."""
        trusting = ssl.create_default_context(cafile=self.environ["SSL_CERT_FILE"])
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=trusting) as client:
            client.login(ADDRESS, PASSWORD)
            client.select("INBOX")
            yield client


def drag(client: imaplib.IMAP4_SSL, subject: str, source: str, target: str) -> None:
    """Move the message with this subject from one folder to another, as a mail program does."""
    client.select(f'"{source}"')
    found = client.uid("SEARCH", "SUBJECT", f'"{subject}"')[1][0].split()
    assert len(found) == 1, (subject, found)
    assert client.uid("MOVE", found[0].decode(), f'"{target}"')[0] == "OK"


@contextmanager
def world() -> Iterator[World]:
    """Start the server, fill the mailbox, and yield where that is; remove all of it at the end."""
    _wait_for_midnight_to_pass()
    authority = trustme.CA()
    server = Dovecot(certificate=authority.issue_cert("localhost"))
    root = Path(tempfile.mkdtemp(prefix="triage-hour-"))
    try:
        home = root / "home"
        home.mkdir()
        authority.cert_pem.write_to_path(root / "authority.pem")
        shutil.copy(
            Path(__file__).parent.parent / "keyring_of_a_file.py", root
        )  # not imported: whoever defines a keyring offers it to all
        own = {name: value for name, value in os.environ.items() if not name.startswith(_OF_NO_USE)}
        made = World(home, server.tls_port, own | {
            "HOME": str(home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(root)))),
            "PYTHON_KEYRING_BACKEND": "keyring_of_a_file.Keyring",
            "KEYRING_FILE": str(root / "keyring"),
            "SSL_CERT_FILE": str(root / "authority.pem"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
        })  # fmt: skip
        _fill(made)
        yield made
    finally:
        server.stop()
        shutil.rmtree(root)


def _wait_for_midnight_to_pass() -> None:
    """Let an hour that would begin on one day and end on the next begin on that."""
    now = datetime.now(UTC)
    left = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0) - now
    if left < LONGEST:
        time.sleep(left.total_seconds())


def _fill(made: World) -> None:
    with made.mail_program() as client:
        client.create("Sent")
        for folder, name, flags in (("INBOX", "mail", ""), ("Sent", "sent", "(\\Seen)")):
            for path in sorted((bundled() / name).glob("*.eml")):
                raw = path.read_bytes()
                date = read(raw[:65_536]).date
                when = None if date is None else imaplib.Time2Internaldate(date)
                client.append(folder, flags, when, raw)
