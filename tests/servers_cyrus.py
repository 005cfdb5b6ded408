"""Cyrus, the second real server of the tests: `make test-cyrus` unpacks it into build/cyrus, and TRIAGE_CYRUS says where.

Its package and Dovecot's exclude each other, so that nothing of it is installed. Unlike Dovecot it keeps all folders below
`INBOX.`, parts their names with a dot, gives each message an OBJECTID, and holds a folder that was opened for reading to it.
"""

from __future__ import annotations

import contextlib
import getpass
import grp
import imaplib
import os
import pwd
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from servers import LOOPBACK, Server, free_port, raw_client, wait_for

IMAPD_CONF = """
cyrus_user: {user}
cyrus_group: {group}
configdirectory: {dir}/state
partition-default: {dir}/mail
defaultpartition: default
syslog_prefix: triage-tests
admins: admin
servername: cyrus.example
allowplaintext: yes
sasl_mech_list: PLAIN LOGIN
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: {dir}/mux
altnamespace: no
unixhierarchysep: no
autocreate_users: anyone
autocreate_quota: {quota}
autocreate_inbox_folders: Junk
imapidlepoll: 1
skiplist_unsafe: yes
delete_mode: immediate
"""
CYRUS_CONF = """
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {dir}/imapd.conf -r"
}}
SERVICES {{
  imap cmd="{bin}/imapd -C {dir}/imapd.conf" listen="127.0.0.1:{port}" prefork=4
}}
EVENTS {{
}}
"""
REAL_SERVERS = ["Dovecot", *(["Cyrus"] if "TRIAGE_CYRUS" in os.environ else [])]
FLAGS = {"D": "\\Draft", "F": "\\Flagged", "R": "\\Answered", "S": "\\Seen", "T": "\\Deleted"}


def root() -> Path:
    """Return where the packages of Cyrus are unpacked."""
    return Path(os.environ["TRIAGE_CYRUS"]).absolute()


class Cyrus:
    """A Cyrus of our own in a temporary folder; every login name with the password `secret` is a new mailbox.

    `packages` is where they are unpacked; the quota counts in KB, 0 is none.
    """

    def __init__(self, packages: Path, *, quota: int = 0) -> None:
        self.dir = Path(tempfile.mkdtemp(prefix="triage-cyrus-"))
        self.dir.chmod(0o755)
        self.port = free_port()
        user = "mail" if os.geteuid() == 0 else getpass.getuser()
        group = grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name
        for name in ("state", "mail"):
            (self.dir / name).mkdir()
            if os.geteuid() == 0:
                shutil.chown(self.dir / name, user, group)
        places = {"dir": self.dir, "bin": packages / "usr/lib/cyrus/bin", "port": self.port}
        (self.dir / "imapd.conf").write_text(IMAPD_CONF.format(user=user, group=group, quota=quota, **places))
        (self.dir / "cyrus.conf").write_text(CYRUS_CONF.format(**places))
        self._passwords = socket.socket(socket.AF_UNIX)
        self._passwords.bind(str(self.dir / "mux"))
        (self.dir / "mux").chmod(0o777)
        self._passwords.listen(64)
        self._thread = threading.Thread(target=self._sign_in, daemon=True)
        self._thread.start()
        libraries = os.pathsep.join(
            map(str, [*packages.glob("usr/lib/*-linux-gnu"), *packages.glob("lib/*-linux-gnu")])
        )
        command = [packages / "usr/lib/cyrus/bin/master", "-C", self.dir / "imapd.conf", "-M", self.dir / "cyrus.conf"]
        self._process = subprocess.Popen(
            [*map(str, command), "-p", str(self.dir / "pid")],
            env={**os.environ, "LD_LIBRARY_PATH": libraries},
            start_new_session=True,  # it ends by a signal to all of its group
        )
        try:
            wait_for(self.port, lambda: self._process.poll() is None)
        except RuntimeError:
            self.stop()
            raise

    def _sign_in(self) -> None:
        """Answer in the place of saslauthd: whoever knows the password `secret` may sign in."""
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._passwords.accept()
                with client, contextlib.suppress(OSError), client.makefile("rb") as asked:
                    words = [asked.read(*struct.unpack("!H", asked.read(2))) for _ in range(4)]
                    answer = b"OK" if words[1] == b"secret" else b"NO"
                    client.sendall(struct.pack("!H", len(answer)) + answer)

    def server(self, user: str) -> Server:
        """Return where this user's mailbox is."""
        return Server(LOOPBACK, self.port, user, "none")

    def fill(self, user: str, messages: Sequence[bytes], *, flags: Sequence[str] = (), keywords: str = "") -> None:
        """Put messages into an inbox; `flags` are the letters of a Maildir, `a` is the first of the keywords."""
        names = {**FLAGS, **dict(zip("abcdefgh", keywords.split(), strict=False))}
        with raw_client(self.server(user)) as client:
            for number, raw in enumerate(messages):
                marks = " ".join(names[letter] for letter in (flags[number] if flags else ""))
                when = imaplib.Time2Internaldate(1_700_000_000 + 3_600 * number)
                status, said = client.append("INBOX", f"({marks})", when, raw)
                assert status == "OK", said

    def remove(self, user: str) -> None:
        """Remove a mailbox, as the owner of the server."""
        with raw_client(self.server("admin")) as client:
            client.setacl(f"user.{user}", "admin", "x")  # not even the owner of the server has the right by itself
            status, said = client.delete(f"user.{user}")
            assert status == "OK", said

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._process.terminate()
        try:
            self._process.wait(30)
        finally:
            with contextlib.suppress(OSError):
                self._passwords.shutdown(socket.SHUT_RDWR)
            self._passwords.close()
            self._thread.join(5)
            shutil.rmtree(self.dir, ignore_errors=True)
