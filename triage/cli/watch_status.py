"""What a running watch tells of itself: a small file in the state folder, which `triage status` reads."""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "watch.json"


@dataclass(slots=True)
class Account:
    """What is told of one account: what it does, since when, and what it came to."""

    name: str
    doing: str = "starting"
    since: datetime | None = None
    last_sweep: datetime | None = None
    judged: int = 0
    filed: int = 0
    error: str = ""
    next_try: datetime | None = None


def write(state_dir: Path, accounts: Iterable[Account], *, lock: threading.Lock) -> None:
    """Write the file whole; one that cannot be written stops nobody."""
    with lock, contextlib.suppress(OSError):
        shown = {"schema": "triage.watch/1", "pid": os.getpid(), "accounts": {one.name: _told(one) for one in accounts}}
        state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = state_dir / f"{FILE}.new"
        fresh.write_text(json.dumps(shown), encoding="utf-8")
        fresh.replace(state_dir / FILE)


def forget(state_dir: Path) -> None:
    """Remove the file: no watch runs any more."""
    with contextlib.suppress(OSError):
        (state_dir / FILE).unlink(missing_ok=True)


def _told(account: Account) -> dict[str, Any]:
    def at(when: datetime | None) -> str | None:
        return None if when is None else when.isoformat(timespec="seconds")

    return {
        "doing": account.doing,
        "since": at(account.since),
        "last_sweep": at(account.last_sweep),
        "judged": account.judged,
        "filed": account.filed,
        "error": account.error or None,
        "next_try": at(account.next_try),
    }


def running(state_dir: Path) -> dict[str, Any] | None:
    """Return what a running watch tells of itself; None when none runs."""
    try:
        shown = json.loads((state_dir / FILE).read_text("utf-8"))
        os.kill(int(shown["pid"]), 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(shown)
