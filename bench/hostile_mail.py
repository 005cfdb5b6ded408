"""What hostile mail costs to read: CPU and memory of each case of tests/read/hostile.py, each in a process of its own.

    python bench/hostile_mail.py [PART OF A NAME]

Prints one line a case, slowest first, and ends with 1 when a case is over the caps: 100 ms CPU, +20 MB.
"""

from __future__ import annotations

import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "read"))

from hostile import CASES, HEAD

from triage.mailbox.base import RAW_BUDGET
from triage.read import normalise, read

CPU_MS = 100.0
PEAK_MB = 20.0
ROUNDS = 3


def measure(number: int) -> tuple[str, int, float, float]:
    """Return name, bytes, CPU ms (the best of `ROUNDS`) and the growth of the peak in MB, for one case read once cold."""
    case = CASES[number]
    read(HEAD + b"\nWarm.\n")
    raw = case.make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spent = [_seconds(raw)]
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    spent += [_seconds(raw) for _ in range(ROUNDS - 1)]
    return case.name, len(raw), min(spent) * 1000, peak


def _seconds(raw: bytes) -> float:
    """Read as a caller without a budget of its own does, and normalise what was read as every judge does."""
    start = time.process_time()
    message = read(raw, size=max(len(raw), RAW_BUDGET))
    normalise(message.text.body)
    normalise(message.subject)
    return time.process_time() - start


def main() -> int:
    """Measure the cases whose name holds the argument, print them, tell whether all are within the caps."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    numbers = [number for number, case in enumerate(CASES) if wanted in case.name]
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        rows = sorted(pool.imap(measure, numbers, chunksize=1), key=lambda row: -row[2])
    print(f"{'case':40} {'bytes':>12} {'CPU ms':>8} {'peak MB':>8}")
    for name, size, cpu, peak in rows:
        over = " over" if cpu > CPU_MS or peak > PEAK_MB else ""
        print(f"{name:40} {size:12,} {cpu:8.1f} {peak:8.1f}{over}")
    return 1 if any(row[2] > CPU_MS or row[3] > PEAK_MB for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
