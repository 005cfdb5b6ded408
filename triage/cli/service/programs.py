"""systemctl and launchctl: how a service is started, stopped and asked. The only module of the command line that starts programs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from triage.cli.service.units import AGENT, UNIT
from triage.errors import UnreachableError

SECONDS = 120
"""How long one of these programs may take; systemctl waits until the service says that it is ready."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether the service runs, None where nobody can tell, and what the service's keeper says of it."""

    running: bool | None
    told: str


@dataclass(frozen=True, slots=True)
class Keeper:
    """What keeps services on this platform: its program, and the words with which it is spoken to.

    `there` asks whether it answers at all, `removed` follows when the file is gone. `log` is where the service's own words are.
    """

    kind: str
    program: str
    path: Path
    log: str
    there: tuple[str, ...]
    start: tuple[tuple[str, ...], ...]
    stop: tuple[tuple[str, ...], ...]
    removed: tuple[tuple[str, ...], ...]
    ask: tuple[str, ...]

    def answers(self) -> bool:
        """Tell whether it can be spoken to here; not in a container, and not without a session."""
        return shutil.which(self.program) is not None and _run(self.program, self.there).returncode == 0

    def version(self) -> int:
        """Return the number of its version; 0 where that is not known."""
        if shutil.which(self.program) is None:
            return 0
        told = re.match(rb"systemd (\d{1,5})", _run(self.program, ("--version",)).stdout)
        return int(told[1]) if told else 0

    def do(self, steps: tuple[tuple[str, ...], ...], *, may_fail: bool = False) -> None:
        """Take these steps; raise UnreachableError for the first that fails, unless it `may_fail`."""
        for step in steps:
            if _run(self.program, step).returncode and not may_fail:
                [typed] = self.as_typed((step,))
                raise UnreachableError(f"`{typed}` failed; run it by hand to see why, or look into the log: {self.log}")

    def as_typed(self, steps: tuple[tuple[str, ...], ...]) -> list[str]:
        """Return these steps as commands to type."""
        return [shlex.join((self.program, *step)) for step in steps]

    def state(self) -> State:
        """Return what it says of the service."""
        if not self.answers():
            return State(None, f"{self.program} cannot be asked here")
        done = _run(self.program, self.ask)
        told = done.stdout.decode("utf-8", "replace")
        return _of_systemd(told) if self.kind == "systemd" else _of_launchd(told, loaded=done.returncode == 0)


def keeper(platform: str, *, home: Path, environ: Mapping[str, str], user: int) -> Keeper:
    """Return what keeps services on this platform, for this user (a number) with this home."""
    if platform == "darwin":
        path = home / "Library" / "LaunchAgents" / f"{AGENT}.plist"
        service = f"gui/{user}/{AGENT}"
        return Keeper(
            kind="launchd",
            program="launchctl",
            path=path,
            log=str(home / "Library" / "Logs" / "triage.log"),
            there=("print", f"gui/{user}"),
            start=(("bootstrap", f"gui/{user}", str(path)),),
            stop=(("bootout", service),),
            removed=(),
            ask=("print", service),
        )
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return Keeper(
        kind="systemd",
        program="systemctl",
        path=config / "systemd" / "user" / UNIT,
        log=f"journalctl --user -u {UNIT}",
        there=("--user", "show", "--property=Version"),
        start=(("--user", "daemon-reload"), ("--user", "enable", UNIT), ("--user", "restart", UNIT)),
        stop=(("--user", "disable", "--now", UNIT),),
        removed=(("--user", "daemon-reload"),),
        ask=("--user", "show", UNIT, "--property=LoadState,ActiveState,SubState,MainPID,Result,NRestarts"),
    )


def _of_systemd(told: str) -> State:
    facts = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    active = facts.get("ActiveState", "unknown")
    if active in {"active", "reloading"}:
        again = f", started again {n} times" if (n := facts.get("NRestarts", "0")) != "0" else ""
        return State(True, f"runs as process {facts.get('MainPID', '?')}{again}")
    if active == "activating":
        return State(False, "is being started")
    if active == "failed":
        return State(False, f"failed ({facts.get('Result', 'unknown')}); `triage doctor` says what to mend")
    return State(False, "does not run")


def _of_launchd(told: str, *, loaded: bool) -> State:
    if not loaded:
        return State(False, "does not run: launchd does not know it")
    if re.search(r"^\s*state = running$", told, re.M):
        process = re.search(r"^\s*pid = (\d+)$", told, re.M)
        return State(True, f"runs as process {process[1] if process else '?'}")
    ended = re.search(r"^\s*last exit code = (\d+)", told, re.M)
    return State(False, f"does not run{f'; it ended with code {ended[1]}' if ended else ''}")


def _run(program: str, words: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
    """Run it with plain answers; one that cannot be run or hangs has failed."""
    environ = {**os.environ, "LC_ALL": "C", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""}
    try:
        # The words are ours and one path of ours; no shell sees them.
        return subprocess.run(  # noqa: S603
            (program, *words), stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, env=environ, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return subprocess.CompletedProcess((program, *words), 1, b"", b"")
