"""The peak memory of a process, told by itself.

    python bench/peak.py FILE WORDS...

runs `triage WORDS...` and writes the peak of its resident memory, in MB, into FILE. What `getrusage` tells of a child counts that of
whoever started it, too: Linux keeps it across `exec`.
"""

from __future__ import annotations

import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Return the peak of this process' own resident memory until now."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    from triage.cli import main as program

    file, sys.argv = Path(sys.argv[1]), ["triage", *sys.argv[2:]]
    try:
        program.main()
    finally:
        file.write_text(f"{peak_megabytes()}")
