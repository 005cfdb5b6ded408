"""`triage accounts`: sign in anew, or keep a refresh token, for an account that signs in with OAuth2."""

from __future__ import annotations

import sys

from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import note
from triage.config import Account, OAuth
from triage.errors import UsageError
from triage.tokens import ROOM, keep, keep_granted, token_path


def sign_in(settings: Settings, name: str, *, device: bool, no_browser: bool) -> int:
    """Let the user sign in at the provider, keep the tokens once the mail server took them, and return the exit code."""
    from triage.cli.doctor.account import LIMITS
    from triage.cli.setup.access import open_with, server_of
    from triage.cli.setup.consent import By, consent
    from triage.cli.setup.talk import Talk
    from triage.mailbox.wire import reach

    account, oauth = _by_tokens(settings, name)
    only_codes = bool(oauth.device_url) and not oauth.authorize_url
    talk, by = Talk(settings), By.DEVICE if device or only_codes else By.BROWSER
    reach(server_of(account), limits=LIMITS)  # before anybody is sent to a page
    tokens = consent(oauth, user=account.user, by=by, open_browser=not no_browser, talk=talk)
    open_with(account, tokens, name).close()
    path = token_path(settings.paths.state_dir, name)
    keep_granted(path, tokens)
    if settings.json:
        shown = {"account": name, "by": str(by), "user": account.user, "kept": str(path)}
        print(dumps({"schema": "triage.accounts.sign-in/1", **shown}))
    elif not settings.quiet:
        note(f"{account.host} took the sign-in of {account.user}; the tokens are kept in {path}.")
    return 0


def token(settings: Settings, name: str) -> int:
    """Read a refresh token from the standard input, keep it, say where, and return the exit code."""
    _by_tokens(settings, name)
    path = token_path(settings.paths.state_dir, name)
    keep(path, _typed().strip())
    if settings.json:
        print(dumps({"schema": "triage.accounts.token/1", "account": name, "kept": str(path)}))
    elif not settings.quiet:
        note(f"The refresh token of {name} is kept in {path}; it is used at the next sign-in.")
    return 0


def _by_tokens(settings: Settings, name: str) -> tuple[Account, OAuth]:
    """Return the account of this name and its section oauth; raise UsageError where either is missing."""
    account = settings.config.accounts.get(name)
    if account is None:
        known = ", ".join(settings.config.accounts) or "none is configured"
        raise UsageError(f"There is no account {name!r} in {settings.paths.config_file}; known: {known}.")
    if account.oauth is None:
        raise UsageError(
            f"The account {name!r} has no section [account.{name}.oauth] in {settings.paths.config_file}; add it first."
        )
    return account, account.oauth


def _typed() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(ROOM)
    from getpass import getpass

    return getpass("Refresh token (not shown): ", stream=sys.stderr)
