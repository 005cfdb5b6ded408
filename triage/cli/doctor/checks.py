"""What `triage doctor` checks on this machine: configuration, model, clock, state, watch. One line each; nothing is written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from triage.cli import wiring
from triage.cli.options import Settings
from triage.cli.watch_status import running
from triage.errors import StateError, TriageError
from triage.memory.store import preview_store, store_path

ROOM = 100_000_000
"""Bytes of room on the disk of the state below which a line says so."""
SLACK = timedelta(minutes=10)
"""How far two honest clocks, that of an installer and this one, may differ."""


class Result(StrEnum):
    """How a check ended: all is well, it works and wants to be looked at, it does not work, or it could not be made."""

    OK = "ok"
    LOOK = "look"
    FAULT = "fault"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found, in a sentence that says what to do unless all is well; `account` is empty for the machine."""

    name: str
    result: Result
    text: str
    exit_code: int = 0
    account: str = ""


def made(name: str, check: Callable[[], Check]) -> Check:
    """Make a check; what it raises is what it found."""
    try:
        return check()
    except TriageError as error:
        return fault(name, error)
    except OSError as error:
        return fault(name, StateError(f"{error.filename or 'A file'} cannot be used ({error.strerror}); mend that."))


def fault(name: str, error: TriageError) -> Check:
    """Return the check that ended with this error."""
    text = str(error)
    return Check(name, Result.FAULT, text[:1].upper() + text[1:], error.exit_code)


def of_machine(settings: Settings, configuration: Check, *, now: datetime, installed: datetime) -> Iterator[Check]:
    """Yield the checks that need no account; `installed` is when this program came to this machine."""
    yield configuration
    yield made("model", lambda: _model(settings))
    yield made("clock", lambda: clock(now, installed=installed, last_run=_last_run(settings)))
    yield made("state", lambda: _state(settings))
    yield made("watch", lambda: _watch(settings))
    if settings.account is None:
        accounts = {store_path(settings.paths.state_dir, name) for name in settings.config.accounts}
        if others := [path for path in wiring.stores(settings) if path not in accounts]:
            yield made("other mail", lambda: memory("other mail", others))


def configuration(settings: Settings) -> Check:
    """Return what can be said of a configuration that has no faults."""
    config, path = settings.config, settings.paths.config_file
    if not path.is_file():
        return Check(
            "configuration",
            Result.LOOK,
            f"There is none at {path} yet; `triage setup` writes it, local mail does without.",
        )
    number = len(config.accounts)
    told = f"{path}: {number} {'account' if number == 1 else 'accounts'}"
    if not number:
        return Check("configuration", Result.LOOK, f"{told}; `triage setup` adds one, or name a TARGET each time.")
    if config.me is None:
        return Check("configuration", Result.LOOK, f"{told}, no [me]: nothing is called irrelevant; say who you are.")
    moves = "" if config.filing.mode == "move" else f'; filing.mode is "{config.filing.mode}", so nothing is moved'
    return Check("configuration", Result.OK, told + moves)


def _model(settings: Settings) -> Check:
    path = wiring.model_path(settings)
    model = wiring.model_of(settings)  # raises where its digest is not that of its arrays
    whose = f"your own, number {path.name}" if path.parent == settings.paths.models_dir else "the shipped one"
    text = f"{whose}, version {model.version}, learnt from {model.documents:,} messages; its digest is right"
    return Check("model", Result.OK, text)


def clock(now: datetime, *, installed: datetime, last_run: datetime | None) -> Check:
    """Compare the clock with what must have been before: IMAP tells no time, and the dates of mail are anybody's."""
    shown = f"{now:%Y-%m-%d %H:%M} UTC"
    if now < installed - SLACK:
        text = f"It says {shown}, but triage was installed on {installed:%Y-%m-%d}; set it: certificates hang on it."
        return Check("clock", Result.FAULT, text, exit_code=5)
    if last_run is not None and now < last_run - SLACK:
        text = f"It says {shown}, and the last run was at {last_run:%Y-%m-%d %H:%M}; it is wrong now, or was then."
        return Check("clock", Result.LOOK, text)
    return Check("clock", Result.OK, shown)


def installed_at() -> datetime:
    """Return when the files of this program were written."""
    return datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)


def _last_run(settings: Settings) -> datetime | None:
    found = []
    for path in wiring.stores(settings):
        with suppress(StateError), closing(preview_store(path)) as store:  # a damaged one has a line of its own
            found += [run.started for run in store.journal.runs(limit=1)]
    return max(found, default=None)


def _state(settings: Settings) -> Check:
    from triage.memory.rules import load

    folder = settings.paths.state_dir
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise StateError(f"{there} cannot be written to; check its rights: what triage remembers is kept in {folder}.")
    load(folder)
    if shutil.disk_usage(there).free < ROOM:
        return Check("state", Result.LOOK, f"The disk of {folder} is almost full; make room.")
    if folder.exists() and (mode := folder.stat().st_mode) & 0o077:
        text = f"{folder} is open to others (mode {mode & 0o777:o}); run `chmod 700 {folder}`."
        return Check("state", Result.LOOK, text)
    return Check("state", Result.OK, str(folder) if folder.exists() else f"{folder}, made by the first run that files")


def _watch(settings: Settings) -> Check:
    shown = running(settings.paths.state_dir)
    if shown is None:
        return Check("watch", Result.OK, "does not run; `triage watch` starts it, `triage service install` for good")
    accounts = {name: one for name, one in shown["accounts"].items() if settings.account in (None, name)}
    troubled = [f"{name}: {one['error']}" for name, one in accounts.items() if one["error"]]
    if troubled:
        return Check("watch", Result.LOOK, f"Runs as process {shown['pid']}. {' '.join(troubled)}")
    doing = ", ".join(f"{name} {one['doing']}" for name, one in accounts.items())
    return Check("watch", Result.OK, f"runs as process {shown['pid']}: {doing}")


def memory(name: str, paths: Sequence[Path]) -> Check:
    """Read these stores whole; raise StateError for the first that is damaged."""
    runs = broken_off = 0
    for path in paths:
        with closing(preview_store(path)) as store:
            store.check()
            runs += len(store.journal.runs())
            broken_off += len(store.journal.open_intents())
    files = ", ".join(path.name for path in paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
    if broken_off:
        text = f"{files}: {broken_off:,} moves were interrupted; the next run that files completes them."
        return Check(name, Result.LOOK, text)
    return Check(name, Result.OK, f"{files}: read whole and sound{f', {runs} runs' if runs > 1 else ''}")


def with_account(check: Check, account: str) -> Check:
    """Return this check as one of an account."""
    return replace(check, account=account)
