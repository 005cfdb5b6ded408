"""`triage doctor`: check everything that a run needs, each account with lines of its own, and say what to mend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from triage.cli.asjson import dumps
from triage.cli.doctor.account import of_account
from triage.cli.doctor.checks import Check, Result, configuration, fault, installed_at, of_machine
from triage.cli.options import Settings, with_config
from triage.cli.terminal import Pen, Progress, pad, safe, screen_width, wrap
from triage.errors import ConfigError, UsageError

_NAME, _RESULT = 15, 10
_STYLES = {Result.OK: "green", Result.LOOK: "yellow", Result.FAULT: "red", Result.LEFT_OUT: "dim"}
MADE_IN_VAIN = 1
"""The exit code of faults that have none of their own."""


def doctor(settings: Settings, *, learning: bool = False) -> int:
    """Make every check that can be made, print what came of it, and return the exit code of the first fault.

    With `learning` it is proven on each account that a correction arrives, which writes into a folder made for it.
    """
    settings, first = _configured(settings)
    pen = Pen(color=settings.color)
    checks: list[Check] = []
    with Progress(shown=settings.progress) as progress:
        for check in _all(settings, first, progress, learning=learning):
            checks.append(check)
            if not settings.json:
                progress.clear()
                before = checks[-2] if len(checks) > 1 else None
                for line in (*_heading(settings, check, before=before, pen=pen), *_lines(check, before, pen)):
                    print(line)
    code = next((one.exit_code or MADE_IN_VAIN for one in checks if one.result is Result.FAULT), 0)
    if settings.json:
        shown = [_as_json(one) for one in checks]
        print(dumps({"schema": "triage.doctor/1", "well": code == 0, "checks": shown}))
    else:
        print(*_sum(checks, pen), sep="\n")
        if settings.config.accounts and not learning:
            print(*_how_to_prove(pen), sep="\n")
    return code


def _configured(bare: Settings) -> tuple[Settings, Check]:
    """Return the settings with their configuration, or without where it has faults: the rest is checked all the same."""
    try:
        settings = with_config(bare)
    except (ConfigError, UsageError) as error:
        return bare, fault("configuration", error)
    return settings, configuration(settings)


def _all(settings: Settings, first: Check, progress: Progress, *, learning: bool) -> Iterator[Check]:
    now = datetime.now(UTC)
    yield from of_machine(settings, first, now=now, installed=installed_at())
    if learning and not settings.config.accounts and first.result is not Result.FAULT:
        yield fault(
            "learning", UsageError("It is proven on an account, and there is none; add a section [account.NAME].")
        )
    for name in settings.config.accounts:
        if settings.account in (None, name):
            progress.say(f"asking the server of {name}")
            yield from of_account(settings, name, now=now, learning=learning)


def _as_json(check: Check) -> dict[str, Any]:
    return {
        "account": check.account or None,
        "check": check.name,
        "result": str(check.result),
        "text": check.text,
        "exit_code": (check.exit_code or MADE_IN_VAIN) if check.result is Result.FAULT else None,
    }


# ---------------------------------------------------------------- the screen


def _heading(settings: Settings, check: Check, *, before: Check | None, pen: Pen) -> Iterator[str]:
    if before is not None and check.account == before.account:
        return
    yield ""
    if check.account:
        address = settings.config.accounts[check.account].address
        yield f"  {pen(safe(check.account), 'bold')}  {safe(address)}"
    else:
        yield f"  {pen('this machine', 'bold')}"


def _lines(check: Check, before: Check | None, pen: Pen) -> Iterator[str]:
    """Yield the lines of one check; a configuration with many faults has each on a line of its own.

    Of several that could not be made for one cause, the first speaks for all.
    """
    indent, text = 4 + _NAME + _RESULT, check.text
    if check.result is Result.LEFT_OUT:
        if before is not None and before.result is Result.LEFT_OUT:
            return
        text += ", so this and what follows from it was not checked"
    lines = [line for each in text.splitlines() for line in wrap(safe(each), screen_width() - indent - 1)]
    yield f"    {pad(check.name, _NAME)}{pen(pad(str(check.result), _RESULT), _STYLES[check.result])}{lines[0]}"
    yield from (" " * indent + line for line in lines[1:])


def _sum(checks: Sequence[Check], pen: Pen) -> Iterator[str]:
    faults = sum(one.result is Result.FAULT for one in checks)
    looks = sum(one.result is Result.LOOK for one in checks)
    yield ""
    if faults:
        told = f"{_counted(faults, 'fault')} to mend" + (f", {_counted(looks, 'line')} to look at" if looks else "")
        yield f"  {pen(told, 'red', 'bold')}."
    elif looks:
        yield f"  {pen('Nothing is broken', 'green', 'bold')}; {_counted(looks, 'line')} to look at."
    else:
        yield f"  {pen('All is well', 'green', 'bold')}."
    yield ""


def _how_to_prove(pen: Pen) -> Iterator[str]:
    told = "`triage doctor --learning` proves on your account that moving mail teaches, in a folder made for it and removed again."
    yield from (pen(f"  {line}", "dim") for line in wrap(told, screen_width() - 3))
    yield ""


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
