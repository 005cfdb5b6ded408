"""Peak memory of `triage clean` on 1,000 and on 20,000 messages: it must stay nearly the same, and below 90 MB.

    python bench/memory.py

The messages are those of data/corpus, over and over, each time with another Message-ID, subject, sender and figure. Peak
resident memory is that of the whole process.
"""

from __future__ import annotations

import mailbox
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "data" / "corpus"
PEAK = Path(__file__).with_name("peak.py")
SIZES = (1_000, 20_000)
BUDGET = 90
"""MB that a run may take."""
SAME = 0.15
"""By how much the larger run may exceed the smaller one: names and dates are kept of every message, and caches fill."""


def main() -> None:
    """Print a table, and fail when a bound does not hold."""
    raws = [message.as_bytes() for path in sorted(CORPUS.glob("*.mbox")) for message in mailbox.mbox(path)]
    print(f"triage clean on mail made of {len(raws):,} messages; peak resident memory in MB")
    print(f"{'':18}" + "".join(f"{size:>10,}" for size in SIZES))
    failed = False
    for kind, options in (("eml", ()), ("eml", ("--json",)), ("maildir", ()), ("maildir", ("--apply",))):
        peaks = []
        for size in SIZES:
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder) / "mail", islice(varied(raws), size), kind=kind)
                peaks.append(peak_of("clean", str(Path(folder) / "mail"), *options, home=Path(folder) / "home"))
        held = max(peaks) <= BUDGET and peaks[-1] <= peaks[0] * (1 + SAME)
        failed |= not held
        row = f"{' '.join((kind, *options)):18}" + "".join(f"{peak:10.1f}" for peak in peaks)
        print(row + ("" if held else "   out of bounds"))
    sys.exit(failed)


def varied(raws: list[bytes]) -> Iterator[bytes]:
    """Yield the messages for ever, no two alike."""
    for number, raw in enumerate(cycle(raws)):
        changed = re.sub(rb"(?im)^message-id:\s*<", b"Message-ID: <%d." % number, raw, count=1)
        changed = re.sub(rb"(?im)^subject: ", b"Subject: %d " % number, changed, count=1)
        changed = re.sub(rb"(?im)^(from:.*?)@", rb"\g<1>@n%d." % (number // len(raws)), changed, count=1)
        yield changed + b"\n%d\n" % number


def write(folder: Path, raws: Iterator[bytes], *, kind: str) -> None:
    """Write messages as a tree of .eml files, a thousand in each folder, or as a Maildir."""
    for name in ("cur", "new", "tmp") if kind == "maildir" else ():
        (folder / name).mkdir(parents=True)
    for number, raw in enumerate(raws):
        if kind == "maildir":
            path = folder / "cur" / f"{1_700_000_000 + number}.M{number}.host:2,S"
        else:
            path = folder / f"{number // 1_000:02}" / f"{number:05}.eml"
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


def peak_of(*words: str, home: Path) -> float:
    """Run the program and return its peak resident memory in MB."""
    environ = {**os.environ, "TRIAGE_HOME": str(home)}
    home.mkdir()
    command = [sys.executable, PEAK, home / "peak", *words]
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"triage {' '.join(words)} ended with {done.returncode}")
    return float((home / "peak").read_text())


if __name__ == "__main__":
    main()
