"""The options that all commands share, and what they come to: one `Settings` for each call."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.errors import UsageError

if TYPE_CHECKING:
    from triage.config import Config, Paths


@dataclass(frozen=True, slots=True)
class Shared:
    """The options that may stand before or behind every command; each field is declared as typer wants it."""

    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Read this configuration instead of your own.")
    ] = None
    account: Annotated[
        str | None, typer.Option("--account", metavar="NAME", help="Work on this account of the configuration only.")
    ] = None
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes on the error stream.")] = False
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell of every message, not of examples.")] = False
    no_color: Annotated[bool, typer.Option("--no-color", help="No colours, even on a terminal.")] = False

    def over(self, before: Shared | None) -> Shared:
        """Return both together; what stands behind the command counts more than what stands before it."""
        given = {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}
        return replace(before or Shared(), **given)


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one call: the configuration, where things are kept, and how to speak.

    `given` are the words of the command line that another command needs, too, to work on the same.
    """

    config: Config
    paths: Paths
    account: str | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False
    color: bool = False
    given: tuple[str, ...] = ()

    @property
    def progress(self) -> bool:
        """Whether progress is shown: on a terminal, unless asked to be quiet."""
        return not self.quiet and sys.stderr.isatty()


def settings(shared: Shared, *, configured: bool = True) -> Settings:
    """Return what holds for this call, with the user's configuration loaded where the command is `configured` by it."""
    from triage.config import Config, Paths

    paths = Paths.of(os.environ)
    if shared.config is not None:
        paths = replace(paths, config_file=shared.config)
    bare = _settings(shared, Config(), paths)
    return with_config(bare) if configured else bare


def with_config(bare: Settings) -> Settings:
    """Return these settings with the user's configuration loaded; raise UsageError or ConfigError."""
    from triage.config import load

    path = bare.paths.config_file
    if not path.is_file():
        if "--config" in bare.given:
            raise UsageError(f"There is no configuration at {path}; check the path after --config.")
        loaded = bare
    else:
        loaded = replace(bare, config=load(path))
    if loaded.account is not None and loaded.account not in loaded.config.accounts:
        known = ", ".join(loaded.config.accounts) or "none is configured"
        raise UsageError(f"There is no account {loaded.account!r} in {path}; known: {known}.")
    return loaded


def _settings(shared: Shared, config: Config, paths: Paths) -> Settings:
    has_colors = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    color = has_colors and not shared.no_color and "NO_COLOR" not in os.environ
    given: tuple[str, ...] = ("--config", str(shared.config)) if shared.config else ()
    given += ("--account", shared.account) if shared.account else ()
    return Settings(config, paths, shared.account, shared.json, shared.quiet, shared.verbose, color, given)


_NO_DATE = "write 90d, 12w, 6m, 2y or a date like 2024-03-01."
_SPAN = re.compile(r"(\d{1,9})([dwmy])", re.ASCII | re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def moment(text: str, *, now: datetime) -> datetime:
    """Return the moment that `90d`, `12w`, `6m`, `2y` or a date means, in UTC; raise UsageError for anything else."""
    try:
        if _SPAN.fullmatch(text):
            return now - _days(text)
        return _date(text, now=now)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--since {text} is no date; {_NO_DATE}") from error


def later(*, span: str | None, until: str | None, now: datetime) -> datetime | None:
    """Return the moment that `--for 1y` or `--until DATE` means, None without either; raise UsageError for one that is past."""
    if span is not None and until is not None:
        raise UsageError("Give --for or --until, not both.")
    try:
        if span is not None:
            moment = now + _days(span)
        elif until is not None:
            moment = _date(until, now=now)
        else:
            return None
    except (ValueError, OverflowError) as error:
        option, form = ("--for", "90d, 12w, 6m or 2y") if span is not None else ("--until", "a date like 2031-03-01")
        raise UsageError(f"{option} {span or until} cannot be understood; write {form}.") from error
    if moment <= now:
        raise UsageError(f"{span or until} is not in the future; a rule ends later than now.")
    return moment


def _days(text: str) -> timedelta:
    if (span := _SPAN.fullmatch(text)) is None:
        raise ValueError(text)
    return timedelta(days=int(span[1]) * _DAYS[span[2].lower()])


def _date(text: str, *, now: datetime) -> datetime:
    from dateutil import parser

    if text.isdecimal() and len(text) < 4:  # dateutil takes 90 for a year
        raise ValueError(text)
    return parser.parse(text, default=datetime(now.year, 1, 1, tzinfo=UTC)).astimezone(UTC)
