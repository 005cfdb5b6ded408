"""`triage accounts token`: keep the refresh token of an account that signs in with OAuth2."""

from __future__ import annotations

import sys

from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import note
from triage.errors import UsageError
from triage.tokens import ROOM, keep, token_path


def token(settings: Settings, name: str) -> int:
    """Read a refresh token from the standard input, keep it, say where, and return the exit code."""
    account = settings.config.accounts.get(name)
    if account is None:
        known = ", ".join(settings.config.accounts) or "none is configured"
        raise UsageError(f"There is no account {name!r} in {settings.paths.config_file}; known: {known}.")
    if account.oauth is None:
        raise UsageError(
            f"The account {name!r} has no section [account.{name}.oauth] in {settings.paths.config_file}; add it first."
        )
    path = token_path(settings.paths.state_dir, name)
    keep(path, _typed().strip())
    if settings.json:
        print(dumps({"schema": "triage.accounts.token/1", "account": name, "kept": str(path)}))
    elif not settings.quiet:
        note(f"The refresh token of {name} is kept in {path}; it is used at the next sign-in.")
    return 0


def _typed() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(ROOM)
    from getpass import getpass

    return getpass("Refresh token (not shown): ", stream=sys.stderr)
