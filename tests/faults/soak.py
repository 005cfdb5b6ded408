"""Let it run for long while everything breaks: `make soak MINUTES=60`.

A real Dovecot; `triage watch` through a line with a fault each second; a second bot with a home of its own that cleans the same
mailbox now and then; a reader who gets mail, flags, moves, deletes and pulls it back. Then the line is calm, both bots finish, and
the census must be exact: the oracle knows what the reader did and what the server said to that, and asks the server alone.

The reader leaves to the bots what they are about to file: of two clients that move one message at once a server without claims
makes two (case 18). Writes its row into docs/reliability.md and ends with 1 on any miss.
"""

from __future__ import annotations

import argparse
import imaplib
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from faults.full import ROOT, commit
from faults.reliability import add_row
from faults.soak_reader import FRIEND, GONE, KEEN, PEST, Letter, Plan, Reader, folders_of, numbers
from faults.weather import CUT, KINDS, RESET, STALL, TRICKLE, Weather
from servers import Dovecot, Server, raw_client
from watching import Watch

CONFIG = """
[me]
addresses = ["sam@acme.example"]

[never_touch]
senders = [{spared}]

[block]
senders = [{blocked}]

[filing]
repeats = "with-first"

[account.work]
address = "sam@acme.example"
user = "{user}"
host = "127.0.0.1"
port = {port}
tls = "none"
"""
GROWTH_MB, GROWTH_FDS = 8.0, 3
"""How much more the watch may use in the second half of the time than in the first."""


@dataclass(slots=True)
class Found:
    """What came of it; `taken` were away with the reader before a bot that was cut off could take its mark off them."""

    mails: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    filed: int = 0
    reader: Counter[str] = field(default_factory=Counter)
    cleans: int = 0
    reloads: int = 0
    lost: int = 0
    doubled: int = 0
    misfiled: int = 0
    refiled: int = 0
    flags: int = 0
    marked: int = 0
    taken: int = 0
    unwell: list[str] = field(default_factory=list)
    rss: tuple[float, float] = (0.0, 0.0)
    fds: tuple[float, float] = (0.0, 0.0)
    seconds: float = 0.0

    @property
    def exact(self) -> bool:
        """Whether every message stands where it must, as it must, and both bots ended well."""
        return not (
            self.lost or self.doubled or self.misfiled or self.refiled or self.flags or self.marked or self.unwell
        )

    @property
    def flat(self) -> bool:
        """Whether the watch used no more in the second half than in the first; says something from two minutes on."""
        return self.rss[1] - self.rss[0] <= GROWTH_MB and self.fds[1] - self.fds[0] <= GROWTH_FDS


# ---------------------------------------------------------------- the bots


class Home:
    """The program with a home of its own."""

    def __init__(self, root: Path, name: str, server: Server, *, blocked: tuple[str, ...], port: int = 0) -> None:
        self._path = root / name
        self._path.mkdir()
        spared = {"@friend.example", "@keen.example"} - set(blocked)
        config = CONFIG.format(
            user=server.user,
            port=port or server.port,
            spared=", ".join(f'"{one}"' for one in sorted(spared)),
            blocked=", ".join(f'"{one}"' for one in blocked),
        )
        (self._path / "config.toml").write_text(config)
        (self._path / "password").write_text("secret")
        (self._path / "password").chmod(0o600)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start `triage` with these words."""
        environ = {**os.environ, "TRIAGE_HOME": str(self._path), "TRIAGE_PASSWORD_FILE": str(self._path / "password")}
        command = [sys.executable, "-m", "triage.cli.main", *words]
        return subprocess.Popen(
            command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )  # fmt: skip

    def clean(self) -> str:
        """Run `clean --apply`; return what it said where it failed."""
        with self.start("clean", "--apply") as process:
            _, said = process.communicate(timeout=600)
        return said if process.returncode else ""


def sample(pid: int) -> tuple[float, int]:
    """Return the resident memory of a process in MB, and how many files it has open."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6, len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208


class Soak:
    """One soak in a mailbox of its own."""

    def __init__(self, dovecot: Dovecot, plan: Plan, *, user: str = "soak") -> None:
        self._plan = plan
        self._server = dovecot.server(user)
        self._dovecot = dovecot
        self._root = Path(tempfile.mkdtemp(prefix="triage-soak-"))
        self._chance = random.Random(plan.seed)
        self._line = Weather(dovecot.port, chance=random.Random(plan.seed + 1))
        self._reader = Reader(self._server, plan, random.Random(plan.seed + 2))
        self._samples: list[tuple[float, int]] = []
        self._found = Found()

    def run(self) -> Found:
        """Do it all; return what was found."""
        start = time.monotonic()
        both = ("@pest.example", "@keen.example")
        first = Home(self._root, "first", self._server, blocked=both, port=self._line.port)
        second = Home(self._root, "second", self._server, blocked=("@pest.example",))
        try:
            target = self._undisturbed(both)
            watch = Watch(first.start("watch", "--log-format", "json"))
            try:
                self._storm(watch, second)
                self._settle(watch, first, second)
            finally:
                watch.close()
            self._census(target)
        finally:
            self._line.stop()
            shutil.rmtree(self._root)
        self._found.seconds = time.monotonic() - start
        return self._found

    def _undisturbed(self, blocked: tuple[str, ...]) -> str:
        """Return the folder into which all that is filed goes where nobody disturbs."""
        server = self._dovecot.server(f"{self._server.user}-calm")
        self._dovecot.fill(server.user, [bytes(Letter(number, (PEST, KEEN)[number % 2])) for number in range(100)])
        Home(self._root, "calm", server, blocked=blocked).clean()
        with raw_client(server) as client:
            counts = {name: len([*numbers(client, name)]) for name in folders_of(client)}
        targets = [name for name, count in counts.items() if count]
        assert targets != ["INBOX"], "nothing is filed"
        assert len(targets) == 1, counts
        return targets[0]

    # ------------------------------------------------------------ the storm

    def _storm(self, watch: Watch, second: Home) -> None:
        watch.tells("watching")
        self._reader.start()
        start, away, beat = time.monotonic(), 0.0, 0
        cleaning: subprocess.Popen[str] | None = None
        while (passed := time.monotonic() - start) < self._plan.seconds:
            beat += 1
            self._line.strike(self._chance.choice(KINDS), seconds=self._chance.uniform(0.5, 2.5))
            if watch.process.poll() is not None:
                raise RuntimeError(f"the watch ended: {watch.lines[-5:]}")
            # What no server would be asked for by itself: an owner who does not wait until it is tried again.
            away = 0.0 if self._line.connected else away + 1.0
            if away >= 2:
                watch.process.send_signal(signal.SIGHUP)
                self._found.reloads, away = self._found.reloads + 1, 0.0
            if cleaning is not None and cleaning.poll() is not None:
                self._ended(cleaning)
                cleaning = None
            if cleaning is None and beat % 8 == 4:
                cleaning = second.start("clean", "--apply", "--quiet")
            if passed > max(self._plan.seconds * 0.1, min(self._plan.seconds * 0.3, 30)):  # it is warm
                self._samples.append(sample(watch.process.pid))
            time.sleep(max(0.0, start + beat - time.monotonic()))
        if cleaning is not None:
            cleaning.wait(120)
            self._ended(cleaning)
        self._reader.wait()
        self._line.calm()

    def _ended(self, cleaning: subprocess.Popen[str]) -> None:
        said = cleaning.stderr.read() if cleaning.stderr else ""
        if cleaning.stderr:
            cleaning.stderr.close()
        self._found.cleans += 1
        if cleaning.returncode:
            self._found.unwell.append(f"clean ended with {cleaning.returncode}: {said[-300:]}")

    def _settle(self, watch: Watch, first: Home, second: Home) -> None:
        """Let the watch finish what is left, by itself, then end it and clean once more with each home."""
        watch.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + 120
        while left := self._unfiled():
            if time.monotonic() > until:
                self._found.unwell.append(f"the watch left {left} messages in the inbox")
                break
            time.sleep(0.5)
        code, _ = watch.end()
        if code:
            self._found.unwell.append(f"the watch ended with {code}")
        self._found.unwell += [said[-300:] for home in (first, second) if (said := home.clean())]

    def _unfiled(self) -> int:
        with raw_client(self._server) as client:
            letters = [self._reader.letters[number] for _, number in numbers(client, "INBOX")]
        return sum(letter.kind != FRIEND and letter.place is None for letter in letters)

    # ------------------------------------------------------------ the census

    def _census(self, target: str) -> None:
        found, letters = self._found, self._reader.letters
        places: dict[int, list[tuple[str, frozenset[str]]]] = {number: [] for number in letters}
        with raw_client(self._server) as client:
            for folder in folders_of(client):
                for number, flags in _everything(client, folder, letters):
                    places[number].append((folder, flags))
        for number, letter in letters.items():
            self._judge(letter, places[number], target)
        half = len(self._samples) // 2
        for name, column in (("rss", 0), ("fds", 1)):
            parts = self._samples[:half], self._samples[half:]
            setattr(found, name, tuple(statistics.median([row[column] for row in part]) for part in parts))
        found.mails, found.faults, found.reader = (
            sum(one.copies for one in letters.values()),
            self._line.struck,
            self._reader.did,
        )
        found.filed = sum(folder == target for stand in places.values() for folder, _ in stand)

    def _judge(self, letter: Letter, stands: list[tuple[str, frozenset[str]]], target: str) -> None:
        found = self._found
        right = letter.place if letter.place is not None else ("INBOX" if letter.kind == FRIEND else target)
        copies = 0 if right == GONE else letter.copies
        found.lost += max(copies - len(stands), 0)
        found.doubled += max(len(stands) - copies, 0)
        wrong, before = [folder for folder, _ in stands if folder != right], found.marked
        if wrong and letter.pulled:
            found.refiled += 1
        elif wrong and right != GONE:
            found.misfiled += 1
        for _, flags in stands:
            # A bot that was cut off cannot take its mark off what the reader took away before it was back.
            marked = bool(flags & {"$TriageClaim", "\\Deleted"})
            found.marked += marked and letter.place is None
            found.taken += marked and letter.place is not None
            plain = flags - {"$TriageClaim", "\\Deleted", "\\Recent"}
            found.flags += not (plain <= letter.flags if letter.unsure else plain == letter.flags)
        if wrong or len(stands) != copies or found.marked > before:
            print(
                f"message {letter.number} ({letter.kind}) belongs into {right or 'nothing'}, stands {stands}",
                file=sys.stderr,
            )


def _everything(client: imaplib.IMAP4, folder: str, letters: dict[int, Letter]) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield number and flags of each message of a folder; its bytes must be as they were delivered."""
    status, count = client.select(f'"{folder}"', readonly=True)
    if status != "OK" or count == [b"0"]:
        return
    for piece in client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1]:
        if isinstance(piece, tuple):
            number = re.search(rb"Subject: Message (\d+)", piece[1])
            assert number is not None
            assert piece[1] == bytes(letters[int(number[1])])
            yield int(number[1]), frozenset(flag.decode() for flag in imaplib.ParseFlags(piece[0]))


# ---------------------------------------------------------------- what is written down

COLUMNS = (
    "minutes | mails | faults | filed | moved, pulled back, deleted | lost | doubled | misfiled | filed again | flags changed "
    "| marks left | memory, MB | open files | date | commit"
)


def cells(plan: Plan, found: Found) -> list[str]:
    """Return the row of docs/reliability.md; memory and open files are medians of the first and the second half."""
    faults = f"{found.faults.total():,}: " + ", ".join(
        f"{found.faults[kind]:,} {kind}" for kind in (CUT, RESET, STALL, TRICKLE)
    )
    reader = ", ".join(f"{found.reader[act]:,}" for act in ("moved", "pulled back", "deleted"))
    counts = (found.lost, found.doubled, found.misfiled, found.refiled, found.flags, found.marked)
    return [
        f"{plan.seconds / 60:g}", f"{found.mails:,}", faults, f"{found.filed:,}", reader, *map(str, counts),
        "{:.1f}, {:.1f}".format(*found.rss), "{:g}, {:g}".format(*found.fds), f"{datetime.now(UTC):%Y-%m-%d}", commit(),
    ]  # fmt: skip


def main() -> int:
    """Soak, print what was found, write its row; return 1 on any miss."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--minutes", type=float, default=2.0)
    words.add_argument(
        "--mails", type=int, default=0, help="how many messages; in proportion to the time where it is not said"
    )
    words.add_argument("--seed", type=int, default=0)
    asked = words.parse_args()
    plan = Plan(asked.minutes * 60, asked.mails or Plan.of(asked.minutes).mails, asked.seed)
    server = Dovecot()
    try:
        found = Soak(server, plan).run()
    finally:
        server.stop()
    row = cells(plan, found)
    for name, cell in zip(COLUMNS.split(" | "), row, strict=True):
        print(f"{name.strip():28} {cell}")
    for name, count in (
        ("cleaned by the second bot", found.cleans),
        ("reloads", found.reloads),
        ("taken with a mark", found.taken),
        ("seconds", round(found.seconds)),
    ):
        print(f"{name:28} {count}")
    print("\n".join(found.unwell))
    add_row(ROOT / "docs" / "reliability.md", "soak", row)
    return int(not (found.exact and found.flat))


if __name__ == "__main__":
    sys.exit(main())
