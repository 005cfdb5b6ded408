"""Mail servers for the tests, all on loopback with free ports: Dovecot, pymap, a rewriting proxy and a scripted one."""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.mailbox.wire_guard import Server

if TYPE_CHECKING:
    from trustme import LeafCert

LOOPBACK = "127.0.0.1"

DOVECOT_CONF = """
base_dir = {dir}/run
state_dir = {dir}/run
log_path = {dir}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
first_valid_uid = 0
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
mail_location = maildir:~/Maildir
mail_plugins = quota
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={dir}/home/%u allow_all_users=yes
}}
service imap-login {{
  service_count = 0
  process_min_avail = 1
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
protocol imap {{
  mail_max_userip_connections = 200
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage={quota}
}}
"""

DOVECOT_TLS = """
ssl = yes
ssl_cert = <{dir}/cert.pem
ssl_key = <{dir}/key.pem
service imap-login {{
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
"""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def wait_for(port: int, alive: Callable[[], bool]) -> None:
    """Wait until something listens on the port; fail when `alive` says that nothing ever will."""
    for _ in range(500):
        with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
            return
        if not alive():
            break
        time.sleep(0.02)
    raise RuntimeError(f"no server came up on port {port}")


class Dovecot:
    """A Dovecot of our own in a temporary folder; every login name with the password `secret` is a new mailbox.

    With a certificate it speaks TLS: from the start on `tls_port`, after STARTTLS on `port`.
    """

    def __init__(self, *, quota: str = "2G", extra: str = "", certificate: LeafCert | None = None) -> None:
        self.dir = Path(tempfile.mkdtemp(prefix="triage-dovecot-"))
        self.dir.chmod(0o755)
        self.port = free_port()
        root = os.geteuid() == 0
        me = getpass.getuser()
        user = "mail" if root else me
        group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
        (self.dir / "home").mkdir()
        if root:
            shutil.chown(self.dir / "home", user, group)
        if certificate is not None:
            self.tls_port = free_port()
            (self.dir / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in certificate.cert_chain_pems))
            (self.dir / "key.pem").write_bytes(certificate.private_key_pem.bytes())
            extra += DOVECOT_TLS.format(dir=self.dir, imaps=self.tls_port)
        self._owner = (pwd.getpwnam(user).pw_uid, grp.getgrnam(group).gr_gid)
        self._conf = self.dir / "dovecot.conf"
        self._conf.write_text(
            DOVECOT_CONF.format(
                dir=self.dir,
                quota=quota,
                imap=self.port,
                lmtp=free_port(),
                user=user,
                group=group,
                internal="dovecot" if root else me,
                internal_group="dovecot" if root else group,
                login="dovenull" if root else me,
            )
            + extra
        )
        binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
        self._process = subprocess.Popen([binary, "-F", "-c", str(self._conf)], stderr=subprocess.PIPE)
        try:
            wait_for(self.port, lambda: self._process.poll() is None)
        except RuntimeError:
            self.stop()
            raise

    def server(self, user: str) -> Server:
        """Return where this user's mailbox is."""
        return Server(LOOPBACK, self.port, user, "none")

    def fill(self, user: str, messages: Sequence[bytes], *, flags: Sequence[str] = (), keywords: str = "") -> None:
        """Put many messages into an inbox through the disk, which is 100 times faster than APPEND.

        `flags` are the letters of a Maildir, ascending; `a` is the first of the keywords, `b` the second.
        """
        inbox = self.dir / "home" / user / "Maildir"
        for part in ("cur", "new", "tmp"):
            (inbox / part).mkdir(parents=True, exist_ok=True)
        if keywords:
            words = "".join(f"{number} {word}\n" for number, word in enumerate(keywords.split()))
            (inbox / "dovecot-keywords").write_text(words)
        for number, raw in enumerate(messages):
            letters = flags[number] if flags else ""
            path = inbox / "cur" / f"{1_700_000_000 + number}.M{number}.host,S={len(raw)}:2,{letters}"
            path.write_bytes(raw)
            os.utime(path, (1_700_000_000 + 3_600 * number, 1_700_000_000 + 3_600 * number))
        self._own(inbox.parent)

    def give_back(self, kept: Path) -> None:
        """Make all mailboxes what they were when this copy of `dir / "home"` was made."""
        shutil.rmtree(self.dir / "home")
        shutil.copytree(kept, self.dir / "home", symlinks=True)
        self._own(self.dir / "home")

    def _own(self, folder: Path) -> None:
        if os.geteuid() == 0:
            for path in [folder, *folder.rglob("*")]:
                os.chown(path, *self._owner, follow_symlinks=False)

    def remove(self, user: str) -> None:
        """Remove a mailbox."""
        shutil.rmtree(self.dir / "home" / user)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._process.terminate()
        try:
            self._process.wait(10)
        finally:
            if self._process.stderr:
                self._process.stderr.close()
            shutil.rmtree(self.dir, ignore_errors=True)


class Pymap:
    """A pymap of our own with one user, whose mailbox `wipe` makes new."""

    user, password = "demouser", "secret"

    def __init__(self) -> None:
        self.port = free_port()
        command = [
            str(Path(sys.executable).with_name("pymap")),
            "--host",
            LOOPBACK,
            "--port",
            str(self.port),
            "--no-tls",
        ]
        command += ["--no-service", "managesieve", "--no-service", "admin", "dict", "--demo-password", self.password]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.port, lambda: self._process.poll() is None)

    def server(self) -> Server:
        """Return where the user's mailbox is."""
        return Server(LOOPBACK, self.port, self.user, "none")

    def wipe(self) -> None:
        """Remove all mail and all folders but the inbox."""
        client = imaplib.IMAP4(LOOPBACK, self.port)
        client.login(self.user, self.password)
        for line in client.list()[1]:
            name = line.rpartition(b" ")[2].strip(b'"').decode() if line else "INBOX"
            if name != "INBOX":
                client.delete(f'"{name}"')
        client.select("INBOX")
        client.store("1:*", "+FLAGS", "(\\Deleted)")
        client.expunge()
        client.logout()

    def stop(self) -> None:
        """Stop the server."""
        self._process.terminate()
        self._process.wait(10)


class Proxy:
    """Stands before a server and rewrites what passes, at equal length: a server with fewer gifts for free.

    `to_client` and `to_server` are called with each chunk and return what is passed on; None cuts the connection.
    """

    def __init__(
        self,
        port: int,
        *,
        to_client: Callable[[bytes], bytes | None] = bytes,
        to_server: Callable[[bytes], bytes | None] = bytes,
    ) -> None:
        self._upstream = port
        self._rewrite = (to_client, to_server)
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection((LOOPBACK, self._upstream))
                self._sockets += [client, server]
                self._join(client, server)

    def _join(self, client: socket.socket, server: socket.socket) -> None:
        for source, sink, rewrite in ((server, client, self._rewrite[0]), (client, server, self._rewrite[1])):
            self._start(self._pump, source, sink, rewrite)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        self._threads.append(threading.Thread(target=target, args=args, daemon=True))
        self._threads[-1].start()

    def _pump(self, source: socket.socket, sink: socket.socket, rewrite: Callable[[bytes], bytes | None]) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(65_536):
                passed = rewrite(chunk)
                if passed is None:
                    break
                sink.sendall(passed)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        """Close everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._sockets:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for end in self._sockets:
            end.close()


class Scripted:
    """A hostile server: it greets, and answers each command with what `answers` gives for its verb.

    An answer is bytes in which `%TAG%` stands for the tag; None closes the connection. `heard` keeps every line.
    """

    CAPABILITY = b"* CAPABILITY IMAP4rev1 UIDPLUS MOVE ESEARCH\r\n%TAG% OK done\r\n"
    SELECT = (
        b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 100] x\r\n"
        b"* OK [PERMANENTFLAGS (\\Deleted)] x\r\n%TAG% OK [READ-WRITE] done\r\n"
    )

    def __init__(self, answers: dict[str, bytes | None], *, greeting: bytes = b"* OK hello\r\n") -> None:
        self.heard: list[bytes] = []
        self.mailboxes: list[Any] = []  # what the test opened here, to be closed with the server
        self._greeting = greeting
        self._answers: dict[str, bytes | None] = {
            "CAPABILITY": self.CAPABILITY,
            "LOGIN": b"%TAG% OK in\r\n",
            "LIST": b'* LIST () "/" ""\r\n%TAG% OK done\r\n',
            "SELECT": self.SELECT,
            "EXAMINE": self.SELECT.replace(b"WRITE", b"ONLY"),
            "LOGOUT": b"* BYE\r\n%TAG% OK bye\r\n",
            **answers,
        }
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def server(self, *, tls: str = "none") -> Server:
        """Return where it listens."""
        return Server(LOOPBACK, self.port, "sam", tls)  # type: ignore[arg-type]

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                with client, contextlib.suppress(OSError):
                    self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        client.settimeout(20)
        client.sendall(self._greeting)
        with client.makefile("rb") as lines:
            for line in lines:
                self.heard.append(line)
                words = line.split()
                if len(words) < 2:
                    continue  # the answer to a challenge, or no IMAP at all
                tag, name = words[0], words[1].decode("ascii", "replace")
                if name == "UID":
                    name += " " + words[2].decode("ascii", "replace")
                answer = self._answers.get(name, b"%TAG% BAD what\r\n")
                if answer is None:
                    return
                client.sendall(answer.replace(b"%TAG%", tag))

    def stop(self) -> None:
        """Close everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)


def folder_name(line: bytes) -> str:
    """Return the name of a folder as triage writes it, from a line of LIST."""
    found = re.search(rb'\) "(.)" "?(.*?)"?$', line)
    assert found is not None
    delimiter, name = (part.decode() for part in found.groups())
    return name.removeprefix("INBOX.").replace(delimiter, "/")


def wire_name(client: imaplib.IMAP4, folder: str) -> str:
    """Return the quoted name of a folder as this server writes it: the one that parts with dots has all below the inbox."""
    told = client.list('""', '""')[1][0]
    delimiter = told.split(b'"')[1].decode() if isinstance(told, bytes) else "/"
    below = "INBOX." if delimiter == "." and folder != "INBOX" else ""
    return f'"{below}{folder.replace("/", delimiter)}"'


@contextlib.contextmanager
def raw_client(server: Server, password: str = "secret") -> Iterator[imaplib.IMAP4]:
    """Yield a plain imaplib session: the oracle of the tests, and the other client."""
    client = imaplib.IMAP4(server.host, server.port)
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each APPEND waits 40 ms for an ACK
    try:
        client.login(server.user, password)
        yield client
        client.logout()
    finally:
        with contextlib.suppress(OSError):
            client.shutdown()
