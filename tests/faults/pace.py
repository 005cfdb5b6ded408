"""How fast it is on a real Dovecot: `make pace`. Writes its rows into docs/reliability.md.

Fetch: CPU of our adapter for each message. A large mailbox: the peak memory of `clean --apply`, and the time that it spends within the
verbs of the mailbox. Latency: `triage watch` behind a line that notes when the server tells of new mail and when it says that
the mail was moved; "delivery" is when the APPEND of another client was answered. Then 1,000 deliveries behind a line that cuts what
passes into segments by chance: each must be filed.

Wall times depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from faults.full import ROOT, commit
from faults.reliability import add_row
from servers import Dovecot, Proxy, Server, raw_client
from watching import Watch, eventually

from triage.mailbox.imap import connect

LARGE = 50_000
_PROGRAM = (sys.executable, "-m", "triage.cli.main")
ONE_BY_ONE, AT_RANDOM = 200, 1_000
OFFER = "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?"
_CONFIG = """
[me]
addresses = ["sam@acme.example"]

[block]
senders = ["@pest.example"]

[filing]
repeats = "with-first"

[account.work]
address = "sam@acme.example"
user = "{user}"
host = "127.0.0.1"
port = {port}
tls = "none"
daily_megabytes = 0
"""


def main() -> int:
    """Measure one thing after the other and write each into the page; 1 when mail was missed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--part", choices=("large", "latency"), help="measure this alone")
    words.add_argument("--messages", type=int, default=LARGE, help="in the large mailbox")
    asked = words.parse_args()
    server = Dovecot()
    try:
        missed = 0
        if asked.part != "latency":
            large(server, asked.messages)
        if asked.part != "large":
            missed = latency(server)
        return int(bool(missed))
    finally:
        server.stop()


def _tell(what: str, goal: str, measured: str) -> None:
    print(f"{what}: {measured} (goal {goal})", flush=True)
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    add_row(ROOT / "docs" / "reliability.md", "pace", [what, goal, measured, date, commit()])


def letter(number: int, *, sender: str, text: str = "The gauges arrived and fit.") -> bytes:
    """Return a message of usual size, no two alike."""
    chance = random.Random(number)
    words = " ".join(chance.choice(("order", "flange", "invoice", "gauge", "delivery", "torque")) for _ in range(120))
    head = f"From: {sender}\r\nTo: sam@acme.example\r\nSubject: Message {number}\r\nMessage-ID: <{number}@pace>\r\n"
    trace = "".join(
        f"Received: from mx{hop}.example by mx{hop + 1}.example; Fri, 01 Mar 2024 09:00:0{hop} +0000\r\n"
        for hop in range(4)
    )
    return f"{trace}{head}Date: Fri, 01 Mar 2024 09:00:00 +0000\r\n\r\n{text}\r\n{words} {number}\r\n".encode()


# ---------------------------------------------------------------- a large mailbox


def large(host: Dovecot, count: int) -> None:
    """Fetch and clean many messages, every fifth outreach, with a clock in each verb of the mailbox."""
    raws = [
        letter(n, sender="jo@pest.example", text=OFFER) if n % 5 == 0 else letter(n, sender="ann@friend.example")
        for n in range(count)
    ]
    with _mailbox(host, raws) as server, connect(server, password="secret", writable=False) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        start = time.thread_time()
        fetched = sum(1 for _ in mailbox.fetch(refs))
        each = (time.thread_time() - start) / fetched * 1e6
        _tell(f"fetch, CPU a message, of {fetched:,}", "30 µs", f"{each:.0f} µs")
    with _mailbox(host, raws) as server, _home(server) as environ:
        command = [sys.executable, "-m", "faults.timed_clean"]
        said = subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout
        transport, took, peak = map(float, said.split())
        _tell(f"`clean --apply` of {count:,} messages: peak memory", "90 MB", f"{peak:.0f} MB")
        with connect(server, password="secret", writable=False) as mailbox:
            moved = sum(1 for one in mailbox.folders() if one.name != "INBOX" for _ in mailbox.scan(one.name))
        _tell(f"the same, {moved:,} of them moved: transport", "15 s", f"{transport:.1f} s of {took:.0f} s")


@contextlib.contextmanager
def _mailbox(host: Dovecot, raws: list[bytes]) -> Iterator[Server]:
    server = host.server("large")
    host.fill(server.user, raws)
    try:
        yield server
    finally:
        host.remove(server.user)


# ---------------------------------------------------------------- latency


class _Noting(Proxy):
    """A line that notes when the server told of new mail and when it said that mail was moved."""

    def __init__(self, port: int) -> None:
        self.noticed: list[float] = []
        self.moved: list[tuple[float, int]] = []
        super().__init__(port, to_client=self._note)

    def _note(self, chunk: bytes) -> bytes:
        if re.search(rb"^\* \d+ EXISTS", chunk, re.MULTILINE):
            self.noticed.append(time.monotonic())
        for told in re.findall(rb"COPYUID \d+ \S+ ([\d:,]+)", chunk):
            self.moved.append((time.monotonic(), _size(told)))
        return chunk


class _Splitting(Proxy):
    """A line that cuts all that passes into segments, where chance has it."""

    def _pump(self, source, sink, rewrite) -> None:
        del rewrite
        chance = random.Random(0)

        def send(chunk: bytes) -> bytes:
            while chunk:
                at = chance.choice((1, 2, 7, 40, 1_000))
                sink.sendall(chunk[:at])
                chunk = chunk[at:]
                if chance.random() < 0.3:
                    time.sleep(chance.random() / 500)
            return b""

        super()._pump(source, sink, send)


def _size(uids: bytes) -> int:
    ranges = [tuple(map(int, part.split(b":"))) for part in uids.split(b",")]
    return sum(one[-1] - one[0] + 1 for one in ranges)


def latency(host: Dovecot) -> int:
    """Deliver messages and note how long each took to be filed; return how many never were."""
    server = host.server("pace")
    line = _Noting(host.port)
    spans, notices = [], []
    with _watching(line.port, server.user), raw_client(server) as client:
        for number in range(ONE_BY_ONE):
            before, begun = len(line.moved), time.monotonic()
            client.append("INBOX", None, None, letter(number, sender="jo@pest.example"))
            delivered = time.monotonic()
            eventually(lambda before=before: len(line.moved) > before)
            moved = line.moved[-1][0]
            notices.append(moved - next(at for at in line.noticed if at > begun))  # later ones answer our own commands
            spans.append(moved - delivered)
            time.sleep(random.Random(number).random() / 2)
    line.stop()
    _tell(f"server notice to filed, p95 of {ONE_BY_ONE}", "50 ms", f"{_p95(notices) * 1000:.0f} ms")
    _tell(
        f"delivery to filed, median and p95 of {ONE_BY_ONE}", "0.7 s", f"{_median(spans):.2f} and {_p95(spans):.2f} s"
    )
    other = host.server("split")
    split = _Splitting(host.port)
    with _watching(split.port, other.user), raw_client(other) as client:
        for number in range(AT_RANDOM):
            client.append("INBOX", None, None, letter(number, sender="jo@pest.example"))
            time.sleep(random.Random(number).random() / 5)

        def left() -> int:
            return int(client.select("INBOX")[1][0])

        until = time.monotonic() + 90
        while left() and time.monotonic() < until:
            time.sleep(0.2)
        missed = left()
    split.stop()
    _tell(f"missed of {AT_RANDOM:,} deliveries in random segments", "0", str(missed))
    return missed


@contextlib.contextmanager
def _watching(port: int, user: str) -> Iterator[Watch]:
    with _home(Server("127.0.0.1", port, user, "none")) as environ:
        command = [*_PROGRAM, "watch", "--log-format", "json"]
        watch = Watch(subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True))
        try:
            watch.tells("watching")
            time.sleep(1)  # IDLE stands
            yield watch
            watch.end()
        finally:
            watch.close()


@contextlib.contextmanager
def _home(server: Server) -> Iterator[dict[str, str]]:
    """Yield the environment of a program with a configuration for this server, and a password."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "config.toml").write_text(_CONFIG.format(user=server.user, port=server.port))
        (home / "password").write_text("secret")
        (home / "password").chmod(0o600)
        more = {
            "TRIAGE_HOME": folder,
            "TRIAGE_PASSWORD_FILE": str(home / "password"),
            "PYTHONPATH": os.pathsep.join((str(ROOT / "tests"), str(ROOT / "bench"))),
        }
        yield {**os.environ, **more}


def _median(spans: list[float]) -> float:
    return sorted(spans)[len(spans) // 2]


def _p95(spans: list[float]) -> float:
    return sorted(spans)[int(len(spans) * 0.95)]


if __name__ == "__main__":
    sys.exit(main())
