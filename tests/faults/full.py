"""Cut the connection at every byte, both ways, for all that a server can: `make faults-full`, `--server cyrus` for the second one.

Takes hours and can be ended at any time: what was done stands in a file, a line for each cut, and the next run goes on. The
order is shuffled, always in the same way, so that a part of it says something about all. Ends by writing its table into
docs/reliability.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from faults.census import Damage
from faults.cutting import GIFTS, Cutting, every_cut
from faults.reliability import Row, write
from servers import Dovecot
from servers_cyrus import Cyrus, root

import triage

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = (
    "mailbox/imap*.py",
    "mailbox/wire*.py",
    "memory/database.py",
    "memory/journal.py",
    "run/filing.py",
    "run/reconcile.py",
    "run/sweep.py",
)
"""What decides whether a cut is survived: when it changes, all is done again."""
SERVERS = {"dovecot": "Dovecot 2.3", "cyrus": "Cyrus 3.6"}
_AT_ONCE = 40
_FOR_ONE_SERVER = 1_000
"""Cyrus keeps in its list of mailboxes what was deleted, and searches all of it: 13 cuts a second at first, 3 after 4,000."""
_IN_MEMORY = Path("/dev/shm")
_NO_FORKS = """
service imap {
  service_count = 1000
  process_min_avail = 4
}
"""
"""Else each sign-in makes a process of Dovecot's, which costs as much as all that it does."""


def main() -> None:
    """Cut until all is done or the time is over, then write the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--done", type=Path, default=ROOT / "build" / "cuts.jsonl", help="the file of what was done")
    words.add_argument("--seconds", type=float, default=1e9, help="end after this time")
    words.add_argument(
        "--jobs", type=int, default=4, help="how many at a time; each waits for the server most of the time"
    )
    words.add_argument("--server", choices=SERVERS, default="dovecot", help="which of the two")
    words.add_argument("--table", action="store_true", help="write the table of what was done, and cut nothing")
    asked = words.parse_args()
    asked.done.parent.mkdir(exist_ok=True)
    code = code_of()  # now: what runs is what was loaded, whatever is edited meanwhile
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if _IN_MEMORY.is_dir():
        tempfile.tempdir = str(_IN_MEMORY)  # a cut line is no power failure: nobody need wait for a disk
    try:
        if not asked.table:
            cut_all(asked.server, asked.done, until=time.monotonic() + asked.seconds, jobs=asked.jobs, code=code)
    except KeyboardInterrupt:
        pass  # the next run goes on
    write(ROOT / "docs" / "reliability.md", rows(told(asked.done, code=code)))


def cut_all(name: str, done: Path, *, until: float, jobs: int, code: str) -> None:
    """Cut where nobody has cut yet, and write each into the file at once."""
    while time.monotonic() < until and cut_some(name, done, until=until, jobs=jobs, code=code):
        pass


def cut_some(name: str, done: Path, *, until: float, jobs: int, code: str) -> bool:
    """Cut at the next bytes, at most as many as one server shall see; False when nothing was left to do."""
    version, known = commit(), {(*key,) for *key, _ in told(done, code=code)}
    server = Cyrus(root()) if name == "cyrus" else Dovecot(extra=_NO_FORKS)
    try:
        with Cutting(server) as cutting, ThreadPoolExecutor(jobs) as pool, done.open("a") as file:
            lengths = {gifts: cutting.length(gifts) for gifts in GIFTS}
            cuts = [
                cut for cut in every_cut(lengths) if (SERVERS[name], cut.gifts, cut.direction, cut.after) not in known
            ]
            random.Random(0).shuffle(cuts)
            for start in range(0, min(len(cuts), _FOR_ONE_SERVER), _AT_ONCE):
                if time.monotonic() > until:
                    break
                some = cuts[start : start + _AT_ONCE]
                for cut, found in zip(some, pool.map(cutting.cut, some), strict=True):
                    total = lengths[cut.gifts][cut.direction] + 1
                    line = {"code": code, "date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": version, "of": total}
                    told_of = {"server": SERVERS[name], **asdict(cut), **line, "found": asdict(found)}
                    file.write(json.dumps(told_of) + "\n")
                file.flush()
            return bool(cuts)
    finally:
        server.stop()


def told(done: Path, *, code: str) -> Iterator[tuple[str, str, str, int, dict]]:
    """Yield what was done with this program: the server, what it can, direction, byte, and the whole line."""
    for line in done.read_text().splitlines() if done.exists() else ():
        told = json.loads(line)
        if told["code"] == code:
            yield told["server"], told["gifts"], told["direction"], told["after"], told


def rows(lines: Iterable[tuple[str, str, str, int, dict]]) -> Iterator[Row]:
    """Yield a row for each server, conversation and direction, in their order."""
    groups: dict[tuple[str, str, str], dict[int, dict]] = {}
    for server, gifts, direction, after, line in lines:
        groups.setdefault((server, gifts, direction), {})[after] = line
    servers, conversations = [*SERVERS.values()], [*GIFTS]
    for key in sorted(groups, key=lambda key: (servers.index(key[0]), conversations.index(key[1]), key[2])):
        cuts = groups[key]
        found: Counter[str] = Counter()
        for line in cuts.values():
            found.update(line["found"])
        last = max(cuts.values(), key=lambda line: line["date"])
        yield Row(
            *key, len(cuts), max(line["of"] for line in cuts.values()),
            Damage(**{name: found[name] for name in asdict(Damage())}), last["date"], last["commit"],
        )  # fmt: skip


def code_of() -> str:
    """Return a mark that changes with the code that files."""
    folder = Path(triage.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(path for pattern in PROGRAM for path in folder.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def commit() -> str:
    """Return the commit that is checked out."""
    words = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
