"""The options that several commands share, and what they come to: one `Settings` for each call."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from triage.errors import UsageError

if TYPE_CHECKING:
    from triage.config import Config, Paths

ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Read this configuration instead of your own.")
]
AccountOption = Annotated[
    str | None, typer.Option("--account", metavar="NAME", help="Work on this account of the configuration only.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on the error stream.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more: every message, not just examples.")]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colours, even on a terminal.")]


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one call: the configuration, where things are kept, and how to speak."""

    config: Config
    paths: Paths
    account: str | None
    json: bool
    quiet: bool
    verbose: bool
    color: bool

    @property
    def progress(self) -> bool:
        """Whether progress is shown: on a terminal, unless asked to be quiet."""
        return not self.quiet and sys.stderr.isatty()


def settings(
    *, config: Path | None, account: str | None, json: bool, quiet: bool, verbose: bool, no_color: bool
) -> Settings:
    """Load the configuration and return what holds for this call."""
    from triage.config import Config, Paths, load

    paths = Paths.of(os.environ)
    if config is not None and not config.is_file():
        raise UsageError(f"There is no configuration at {config}; check the path after --config.")
    file = config or paths.config_file
    loaded = load(file) if file.is_file() else Config()
    if account is not None and account not in loaded.accounts:
        known = ", ".join(loaded.accounts) or "none is configured"
        raise UsageError(f"There is no account {account!r} in {file}; known: {known}.")
    color = sys.stdout.isatty() and not no_color and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return Settings(loaded, paths, account, json, quiet, verbose, color)


def moment(text: str, *, now: datetime) -> datetime:
    """Return the moment that `90d`, `12w`, `6m`, `2y` or a date means, in UTC."""
    number, unit = text[:-1], text[-1:].lower()
    days = {"d": 1, "w": 7, "m": 30, "y": 365}.get(unit)
    if number.isdigit() and days:
        try:
            return now - timedelta(days=int(number) * days)
        except OverflowError as error:
            raise UsageError(
                f"--since {text} lies before all mail; write 90d, 12w, 6m, 2y or a date like 2024-03-01."
            ) from error
    from dateutil import parser

    try:
        parsed = parser.parse(text, default=datetime(now.year, 1, 1, tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--since {text} is no date; write 90d, 12w, 6m, 2y or a date like 2024-03-01.") from error
    return parsed.astimezone(UTC)
