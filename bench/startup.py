"""What `triage --help` costs beside the one import that every typer program pays for: at most twice its CPU time.

    python bench/startup.py

CPU time is user + system of the whole process; the median of interleaved rounds.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 25
BOUND = 2.0
CALLS = {
    "import typer": (sys.executable, "-c", "import typer"),
    "triage --help": (sys.executable, "-m", "triage.cli.main", "--help"),
    "triage clean --help": (sys.executable, "-m", "triage.cli.main", "clean", "--help"),
    "triage status": (sys.executable, "-m", "triage.cli.main", "status"),
}


def main() -> None:
    """Print a table, and fail when `triage --help` is too slow."""
    seconds: dict[str, list[float]] = {name: [] for name in CALLS}
    for _ in range(ROUNDS):
        for name, command in CALLS.items():
            seconds[name].append(cpu_of(command))
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    print(f"CPU time, median of {ROUNDS} interleaved rounds")
    for name, median in medians.items():
        print(f"{name:22}{median * 1000:7.0f} ms{median / medians['import typer']:8.2f}x")
    sys.exit(medians["triage --help"] > BOUND * medians["import typer"])


def cpu_of(command: tuple[str, ...]) -> float:
    """Run a command and return the CPU seconds that it took."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
