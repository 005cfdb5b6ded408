"""Every command of the pages, run as they have it, by the built wheel: `make test-wheel`. Not a part of `make test`: it takes minutes.

It is typed on a terminal, in a home of its own, with a mailbox on a real Dovecot with TLS. Every name of a server is this machine, and
whatever would leave it is refused. There is no systemctl, launchctl or browser to be called.
"""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import trustme
from documented import PLACEHOLDERS, WAYS, Documented, Way, found, written_out
from installed import PIP, ROOT, built, installed, outside
from servers import LOOPBACK, Dovecot, raw_client

pytestmark = pytest.mark.filterwarnings("default")
DEMO = ROOT / "data/demo"
HOSTS = "localhost imap.host.example imap.acme.example imap.yours.example imap.gmail.com outlook.office365.com".split()
Homes: TypeAlias = Mapping[str, tuple[str, Callable[[], object]]]
PATIENCE = 1_200
"""Seconds that one command may take: `retrain` on a busy machine."""

WITHIN = '''
"""Every name is this machine, where the Dovecot of the tests listens at other ports; nothing gets out."""
import errno, os, socket

PORTS = {993: int(os.environ["TLS_PORT"]), 143: int(os.environ["PORT"]), 1143: int(os.environ["PORT"])}
_asked, _socket = socket.getaddrinfo, socket.socket

def getaddrinfo(host, port, *more, **named):
    return _asked("127.0.0.1", PORTS.get(port, port), *more, **named)

def stay(address):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
        raise OSError(errno.ENETUNREACH, "nothing leaves this machine")

class Within(_socket):
    def connect(self, address):
        stay(address)
        return super().connect(address)

    def connect_ex(self, address):
        stay(address)
        return super().connect_ex(address)

    def sendto(self, data, *more):
        stay(more[-1])
        return super().sendto(data, *more)

socket.getaddrinfo, socket.socket = getaddrinfo, Within
'''
ACCOUNT = """
[account.acme]
address = "you@host.example"
user = "you"
host = "imap.host.example"
"""
TOKENS = """
[account.work]
address = "sam@acme.example"
host = "imap.acme.example"
auth = "oauth2"

[account.work.oauth]
client_id = "a-client"
token_url = "https://login.acme.example/token"
authorize_url = "https://login.acme.example/authorize"
"""


@dataclass
class Shell:
    """A person's shell: a home, its programs, and the mailboxes of a server that are as they were whenever the home is."""

    place: Path
    programs: Path
    server: Dovecot
    wheel: Path

    @property
    def home(self) -> Path:
        """Where the person is at home, and where commands are typed."""
        return self.place / "home"

    @property
    def environ(self) -> dict[str, str]:
        """All that a command is told of the world."""
        return {
            "HOME": str(self.home),
            "PATH": os.pathsep.join(map(str, (self.programs, self.place / "bin"))),
            "PYTHONPATH": str(self.place / "lib"),
            "PYTHON_KEYRING_BACKEND": "keyring_of_a_file.Keyring",
            "KEYRING_FILE": str(self.home / "keyring.json"),
            "SSL_CERT_FILE": str(self.place / "authority.pem"),
            "TLS_PORT": str(self.server.tls_port),
            "PORT": str(self.server.port),
            "TERM": "dumb",
            "COLUMNS": "200",
            "LANG": "C.UTF-8",
        }

    def types(self, line: str, way: Way) -> str:
        """Type a line on a terminal, answer what is asked, see that it ends as it should, and return what was shown."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [shutil.which("bash") or "bash", "-c", line], cwd=self.home, env=self.environ, stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        try:
            shown = _conversation(ours, process, way)
            code = process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            os.close(ours)
        assert code == way.code, f"{line}\nended with {code}:\n{shown}"
        assert "Traceback" not in shown, shown
        assert re.search(way.shows, " ".join(shown.split())), f"{line}\ndoes not show {way.shows!r}:\n{shown}"
        return shown

    def keep(self, name: str) -> None:
        """Keep home and mailboxes as they are now, under a name."""
        shutil.copytree(self.home, self.place / name / "home", symlinks=True)
        shutil.copytree(self.server.dir / "home", self.place / name / "mail", symlinks=True)

    def be(self, name: str) -> None:
        """Make home and mailboxes what they were."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.place / name / "home", self.home, symlinks=True)
        self.server.give_back(self.place / name / "mail")


def _conversation(ours: int, process: subprocess.Popen[bytes], way: Way) -> str:
    """Answer each question once it is shown, press Ctrl-C where that is due, and return all that was shown."""
    shown, read_to, replies, ends = "", 0, list(way.replies), time.monotonic() + PATIENCE
    interrupt = way.until
    while True:
        assert time.monotonic() < ends, f"nothing more is shown:\n{shown}"
        if select.select([ours], [], [], 1)[0]:
            try:
                chunk = os.read(ours, 65_536)
            except OSError:
                chunk = b""  # Linux says so once nobody holds the other end
            if not chunk:
                assert not replies, f"nobody asked {replies[0][0]!r}:\n{shown}"
                return shown
            shown += chunk.decode("utf-8", "replace")
        if replies and (asked := re.search(replies[0][0], shown[read_to:])):
            read_to += asked.end()
            os.write(ours, f"{replies.pop(0)[1]}\n".encode())
        if interrupt and interrupt in shown:
            interrupt = ""
            os.killpg(process.pid, signal.SIGINT)


# ---------------------------------------------------------------- a home, and what is in it


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory, dovecot: Dovecot) -> Iterator[Shell]:
    del dovecot  # skips where there is no Dovecot
    place = tmp_path_factory.mktemp("person")
    wheel = built(place)
    programs = installed(wheel, place)
    authority = trustme.CA()
    server = Dovecot(certificate=authority.issue_cert(LOOPBACK, *HOSTS))
    authority.cert_pem.write_to_path(place / "authority.pem")
    (place / "lib").mkdir()
    (place / "lib" / "sitecustomize.py").write_text(WITHIN)
    shutil.copy(Path(__file__).parent / "keyring_of_a_file.py", place / "lib")
    (place / "bin").mkdir()
    (place / "bin" / "cat").symlink_to(shutil.which("cat") or "/bin/cat")
    for name, text in {"pass": "echo secret", "provider-login": "echo 1//refresh", "xdg-open": "exit 0"}.items():
        (place / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (place / "bin" / name).chmod(0o755)
    shell = Shell(place, programs, server, wheel)
    try:
        _furnish(shell)
        yield shell
    finally:
        server.stop()


def _furnish(shell: Shell) -> None:
    """Make a home with mail of every kind, and a mailbox on the server; nothing is configured yet."""
    home, mail = shell.home, sorted((DEMO / "mail").glob("*.eml"))
    (home / ".config/fish/completions").mkdir(parents=True)  # as fish makes it
    shutil.copytree(DEMO / "mail", home / "exported")
    raws = [path.read_bytes().replace(b"\r\n", b"\n") for path in mail]
    (home / "old.mbox").write_bytes(b"".join(b"From x Fri Mar  1 09:00:00 2024\n" + raw + b"\n" for raw in raws[:20]))
    for part in ("cur", "new", "tmp"):
        (home / "Maildir" / part).mkdir(parents=True)
    for number, raw in enumerate(raws[:20]):
        (home / "Maildir/cur" / f"{1_700_000_000 + number}.M{number}.host:2,S").write_bytes(raw)
    shell.server.fill("you", [raw.replace(b"\n", b"\r\n") for raw in raws])
    with raw_client(shell.server.server("you")) as client:
        client.create("Sent")
        for path in sorted((DEMO / "sent").glob("*.eml")):
            client.append("Sent", None, None, path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    (home / "google-client-secret").write_text("not-so-secret\n")
    shell.keep("new")


@pytest.fixture(scope="module")
def homes(shell: Shell) -> Homes:
    """What makes each home, by its name: of which it is made, and what is typed there."""
    config = shell.home / ".config/triage/config.toml"
    told = (DEMO / "config.toml").read_text("utf-8")

    def configured(text: str) -> None:
        config.parent.mkdir(parents=True)
        config.write_text(text, "utf-8")

    def with_page() -> None:
        shell.types("triage review", Way(code=2, shows=r"pip install 'outreach-triage\[web\]'"))
        outside([shell.programs / "python", *PIP, "install", f"{shell.wheel}[web]"], home=shell.place / "install")

    return {
        "fresh": ("new", lambda: (configured(told + ACCOUNT), _typed(shell, *FRESH))),
        "tokens": ("new", lambda: configured(told + TOKENS)),
        "hour": (
            "new",
            lambda: _typed(shell, "triage setup maren@holtinstruments.example --server localhost --port 993"),
        ),
        "used": ("fresh", lambda: _typed(shell, "triage clean --apply --yes")),
        "serving": ("used", lambda: _typed(shell, "triage service install --yes")),
        "retrained": ("used", lambda: _typed(shell, "triage retrain", shows="Taken into use")),
        "web": ("used", with_page),
    }


FRESH = ("keyring set triage you@imap.host.example",)


def _typed(shell: Shell, line: str, *, shows: str = "") -> None:
    way = WAYS.get(line, Way())
    shell.types(line, Way(way.home, way.replies, way.until, way.code, shows or way.shows))


def _become(shell: Shell, homes: Homes, name: str) -> None:
    """Make the home what its name says; it is made once, and then given back as it was."""
    if not (shell.place / name).exists():
        before, make = homes[name]
        _become(shell, homes, before)
        make()
        shell.keep(name)
    shell.be(name)


@pytest.fixture(scope="module")
def stands_for(shell: Shell, homes: Homes) -> dict[str, str]:
    """What each placeholder of the pages stands for, now that there is mail."""
    _become(shell, homes, "used")

    def told(*words: str) -> dict[str, Any]:
        command = [shell.programs / "triage", *words, "--json"]
        done = subprocess.run(command, cwd=shell.home, env=shell.environ, capture_output=True, check=True)
        return json.loads(done.stdout)

    vendor = told("vendors")["vendors"][0]["vendor"]
    return {
        "ID": told("clean")["messages"][0]["id"],
        "RUN": told("status")["mailboxes"][0]["runs"][0]["run"],
        "VENDOR": vendor,
        "vendor.example": vendor,
        "NAME": "work",
        "FILE": "exported/0004-frozen-yoghurt-franchise.eml",
        "DIR": "kept",
        "USER@HOST": "you@imap.host.example",
        "/etc/triage/config.toml": str(shell.home / ".config/triage/config.toml"),
    }


def _in_order(one: Documented) -> bool:
    return WAYS.get(one.line, Way()).home == "web"  # last: from then on there is more than the bare program


@pytest.mark.parametrize("one", sorted(found(), key=_in_order), ids=lambda one: one.line)
def test_it_runs_as_the_page_has_it(shell: Shell, homes: Homes, stands_for: dict[str, str], one: Documented) -> None:
    assert stands_for.keys() == PLACEHOLDERS
    way = WAYS.get(one.line, Way())
    _become(shell, homes, way.home)
    shell.types(written_out(one.line, stands_for), way)
