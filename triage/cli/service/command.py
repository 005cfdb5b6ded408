"""`triage service`: install, ask after and remove the service that runs `triage watch` for this user."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.service import files
from triage.cli.service.programs import Keeper, keeper
from triage.cli.service.units import Job, launchd_agent, systemd_unit
from triage.cli.terminal import Pen, note, safe, screen_width, wrap
from triage.cli.watch_status import running
from triage.errors import UsageError

DECLINED = 130
HANDED_ON = ("TRIAGE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that say where things are: a service does not get those of this terminal."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    credential: Path | None = None
    dry_run: bool = False
    yes: bool = False


def install(settings: Settings, request: Request) -> int:
    """Show the file, ask, write it, start the service, say what comes next, and return the exit code."""
    wiring.places(settings, None)  # raises where there is no account to watch
    here = _keeper()
    job = _job(settings, request, here)
    text = systemd_unit(job, version=here.version()) if here.kind == "systemd" else launchd_agent(job)
    before, started = files.read(here.path), None
    changes = before != text
    if changes and not (settings.json and (request.dry_run or request.yes)):
        print(*_shown(settings, here.path, text, before), sep="\n", file=sys.stderr if settings.json else sys.stdout)
    if not request.dry_run:
        if changes:
            if not _agreed(request, here.path, before, "Write this file and start the service?"):
                note("Nothing was written.")
                return DECLINED
            files.write(here.path, text)
        files.make_folder(settings.paths.state_dir)
        started = _start(here, anew=before is None)
    written = changes and not request.dry_run
    if settings.json:
        shown = {"kind": here.kind, "path": str(here.path), "written": written, "started": started is True}
        following = [] if started else here.as_typed(here.start)
        print(dumps({"schema": "triage.service.install/1", **shown, "next": following, "file": text}))
    else:
        print(*_next(settings, request, here, written=written, started=started), sep="\n")
    return 0


def status(settings: Settings) -> int:
    """Tell what is installed and whether it runs, and return the exit code."""
    here = _keeper()
    text, state, watch = files.read(here.path), here.state(), running(settings.paths.state_dir)
    shown: dict[str, Any] = {
        "kind": here.kind,
        "path": str(here.path),
        "installed": text is not None,
        "edited": files.edited(text),
        "running": state.running,
        "told": state.told,
        "watch": watch and watch["pid"],
    }
    if settings.json:
        print(dumps({"schema": "triage.service.status/1", **shown}))
        return 0
    if text is None:
        there = f"none at {here.path}; `triage service install` writes it"
    else:
        there = f"{here.path}{', edited by somebody' if shown['edited'] else ''}"
    found = f"runs as process {watch['pid']}; `triage status` says what it does" if watch else "does not run"
    pen = Pen(color=settings.color)
    for name, value in (("file", there), ("service", state.told), ("watch", found)):
        first, *more = wrap(safe(value), screen_width() - 12)
        print(f"  {pen(f'{name:<7}', 'bold')}  {first}", *(f"           {line}" for line in more), sep="\n")
    return 0


def uninstall(settings: Settings, request: Request) -> int:
    """Ask, stop the service, remove its file, and return the exit code."""
    here = _keeper()
    before, removed, stopped = files.read(here.path), False, False
    path = safe(str(here.path))
    if before is not None and not request.dry_run:
        if not _agreed(request, here.path, before, f"Stop the service and remove {path}?"):
            note("Nothing was removed.")
            return DECLINED
        stopped = here.answers()
        if stopped:
            here.do(here.stop)
        files.remove(here.path)
        removed = True
        if stopped:
            here.do(here.removed)
    if settings.json:
        shown = {"kind": here.kind, "path": str(here.path), "removed": removed, "stopped": stopped}
        print(dumps({"schema": "triage.service.uninstall/1", **shown}))
        return 0
    if before is None:
        told = f"No service is installed: there is no {path}."
    elif request.dry_run:
        told = f"Nothing was removed. Without --dry-run the service is stopped, and {path} removed."
    else:
        kept = safe(str(settings.paths.state_dir))
        told = (
            f"{'The service was stopped. ' if stopped else ''}Removed: {path}. What triage remembers stays in {kept}."
        )
    print(*_prose(told), sep="\n")
    return 0


# ---------------------------------------------------------------- what the service runs


def _keeper() -> Keeper:
    return keeper(sys.platform, home=Path.home(), environ=os.environ, user=os.getuid())


def _job(settings: Settings, request: Request, here: Keeper) -> Job:
    """Return what to run: this program with the options that this call was given, all paths absolute."""
    config = ("--config", str(settings.paths.config_file.absolute())) if "--config" in settings.given else ()
    account = ("--account", settings.account) if settings.account else ()
    job = Job(
        command=(*_program(), *config, *account, "watch"),
        state_dir=settings.paths.state_dir.absolute(),
        environ={name: str(Path(value).absolute()) for name in HANDED_ON if (value := os.environ.get(name))},
        account=settings.account or "",
        log=Path(here.log) if here.kind == "launchd" else None,
    )
    if request.credential is not None:
        if not request.credential.is_file() or not os.access(request.credential, os.R_OK):
            raise UsageError(
                f"--credential {request.credential} cannot be read; name the file that holds the password."
            )
        job = replace(job, credential=request.credential.absolute())
    words = (*job.command, *job.environ.values(), str(job.state_dir), str(job.credential or ""))
    if odd := next((word for word in words if not word.isprintable()), None):
        raise UsageError(f"{safe(odd)} holds a character that cannot stand in the file of a service; rename it.")
    return job


def _program() -> tuple[str, ...]:
    script = Path(sys.executable).with_name("triage")
    return (str(script),) if script.is_file() else (sys.executable, "-m", "triage.cli.main")


def _start(here: Keeper, *, anew: bool) -> bool | None:
    """Start the service, again where it runs; None where nothing here keeps services. Raises UnreachableError."""
    if not here.answers():
        return None
    if here.kind == "launchd" and not anew and here.state().running is not None:
        here.do(here.stop, may_fail=True)  # launchd reads a changed file only once the former service is gone
    here.do(here.start)
    return True


# ---------------------------------------------------------------- the screen


def _shown(settings: Settings, path: Path, text: str, before: str | None) -> Iterator[str]:
    """Yield the whole file, and where somebody edited the one that is there, what would change."""
    pen = Pen(color=settings.color)
    yield from ("", f"  {pen(safe(str(path)), 'bold')}", "")
    yield from (f"    {line.expandtabs(2)}".rstrip() for line in text.splitlines())  # all of it is ours, and printable
    if before is not None and files.edited(before):
        yield from (
            "",
            f"  {pen('The file that is there was edited, or is not of triage. What would change:', 'yellow')}",
            "",
        )
        changes = difflib.unified_diff(before.splitlines(), text.splitlines(), "there", "new", lineterm="", n=0)
        yield from (f"    {safe(line)}" for line in changes)
    yield ""


def _agreed(request: Request, path: Path, before: str | None, question: str) -> bool:
    """Ask, unless --yes answers it; a file that somebody edited is asked about in any case."""
    edited = files.edited(before)
    if request.yes and not edited:
        return True
    kept = f" The one that is there was edited; it is kept as {files.aside(path).name}." if edited else ""
    sys.stdout.flush()
    sys.stderr.write(f"{question}{kept} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _next(settings: Settings, request: Request, here: Keeper, *, written: bool, started: bool | None) -> Iterator[str]:
    """Yield what was done, and what to do next, as commands that can be copied."""
    path = safe(str(here.path))
    if request.dry_run:
        yield from _prose("Nothing was written, and no service was started.")
        return
    yield from _prose(f"Written: {path}." if written else f"{path} is as it should be.")
    if started:
        yield from _prose("The service runs; `triage service status` and `triage status` tell of it.")
        if here.kind == "systemd":
            yield from _prose("It ends when you log out, unless you run `loginctl enable-linger` once.")
        return
    yield from _prose(
        f"{here.program} cannot be asked here, so the service was not started. Where it can, start it with"
    )
    yield from ("", *(f"    {safe(command)}" for command in here.as_typed(here.start)), "")
    command = " ".join(("triage", *settings.given, "watch"))
    yield from _prose(f"In a container nothing keeps services: let the container run `{safe(command)}` itself.")


def _prose(text: str) -> Iterator[str]:
    return (f"  {line}" for line in wrap(text, screen_width() - 3))
