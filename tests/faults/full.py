"""Cut the connection at every byte, both ways, for all that a server can: `make faults-full`.

Takes hours and can be ended at any time: what was done stands in a file, a line for each cut, and the next run goes on. The
order is shuffled, always in the same way, so that a part of it says something about all. Ends by writing its table into
docs/reliability.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from faults.census import Damage
from faults.cutting import GIFTS, Cutting, every_cut
from faults.reliability import Row, write
from servers import Dovecot

import triage

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ("domain.py", "mailbox/*.py", "memory/*.py", "run/*.py")
"""What decides whether a cut is survived: when it changes, all is done again."""


def main() -> None:
    """Cut until all is done or the time is over, then write the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--done", type=Path, default=ROOT / "build" / "cuts.jsonl", help="the file of what was done")
    words.add_argument("--seconds", type=float, default=1e9, help="end after this time")
    words.add_argument("--part", default="0/1", help="which part of all cuts, such as 0/2 and 1/2 for two processes")
    words.add_argument("--table", action="store_true", help="write the table of what was done, and cut nothing")
    asked = words.parse_args()
    asked.done.parent.mkdir(exist_ok=True)
    code = code_of()  # now: what runs is what was loaded, whatever is edited meanwhile
    if not asked.table:
        cut_all(asked.done, until=time.monotonic() + asked.seconds, part=asked.part, code=code)
    write(ROOT / "docs" / "reliability.md", rows(told(asked.done, code=code)))


def cut_all(done: Path, *, until: float, part: str, code: str) -> None:
    """Cut where nobody has cut yet, and write each into the file at once."""
    version, known = commit(), {(*key,) for *key, _ in told(done, code=code)}
    server = Dovecot()
    try:
        with Cutting(server) as cutting, done.open("a") as file:
            lengths = {gifts: cutting.length(gifts) for gifts in GIFTS}
            cuts = every_cut(lengths)
            random.Random(0).shuffle(cuts)
            number, of = map(int, part.split("/"))
            for cut in cuts[number::of]:
                if time.monotonic() > until:
                    break
                if (cut.gifts, cut.direction, cut.after) not in known:
                    found = asdict(cutting.cut(cut))
                    total = lengths[cut.gifts][cut.direction] + 1
                    line = {"code": code, "date": f"{datetime.now(UTC):%Y-%m-%d}", "commit": version, "of": total}
                    file.write(json.dumps({**asdict(cut), **line, "found": found}) + "\n")
                    file.flush()
    finally:
        server.stop()


def told(done: Path, *, code: str) -> Iterator[tuple[str, str, int, dict]]:
    """Yield what was done with this program: what the server can, direction, byte, and the whole line."""
    for line in done.read_text().splitlines() if done.exists() else ():
        told = json.loads(line)
        if told["code"] == code:
            yield told["gifts"], told["direction"], told["after"], told


def rows(lines: Iterable[tuple[str, str, int, dict]]) -> Iterator[Row]:
    """Yield a row for each conversation and direction, in their order."""
    groups: dict[tuple[str, str], dict[int, dict]] = {}
    for gifts, direction, after, line in lines:
        groups.setdefault((gifts, direction), {})[after] = line
    for (gifts, direction), cuts in sorted(groups.items(), key=lambda group: [*GIFTS].index(group[0][0])):
        found: Counter[str] = Counter()
        for line in cuts.values():
            found.update(line["found"])
        last = max(cuts.values(), key=lambda line: line["date"])
        yield Row(
            gifts, direction, len(cuts), max(line["of"] for line in cuts.values()),
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
