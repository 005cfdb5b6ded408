"""Lets the user sign in at the provider: shows the address of its page, or a code, and waits. Nothing is kept here."""

from __future__ import annotations

import os
import platform
import threading
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum

import typer

from triage.cli.setup.talk import Talk
from triage.config import OAuth
from triage.errors import UsageError
from triage.grant.browser import SECONDS, by_browser
from triage.grant.device import Code, by_device
from triage.grant.service import Tokens


class By(StrEnum):
    """How somebody signs in at the provider: by its page in a browser of this machine, or by a code on any device."""

    BROWSER = "browser"
    DEVICE = "device"


def consent(oauth: OAuth, *, user: str, by: By, open_browser: bool, talk: Talk) -> Tokens:
    """Show where to sign in, wait until that is done, and return the tokens.

    Raises UsageError where the account does not say where to, SignInError, UnreachableError.
    """
    if by is By.DEVICE:
        if not oauth.device_url:
            raise UsageError(
                "Nothing says where this provider gives codes; leave --device away to sign in by its page, or name device_url in the "
                "account's section oauth."
            )
        return by_device(oauth, show=lambda code: _show_code(code, talk), clock=_now)
    if not oauth.authorize_url:
        raise UsageError(
            "Nothing says which page to sign in on; name authorize_url in the account's section oauth, as docs/configuration.md shows."
        )

    def show(address: str) -> None:
        talk.say(
            f"Sign in as {user} on this page, in a browser of this very machine, within {SECONDS / 60:.0f} minutes; it leads back "
            "here by itself."
        )
        talk.show(["", address, ""])
        if oauth.device_url:
            talk.say("No browser here? Ctrl-C, and the same again with --device gives a code for another device.")
        if open_browser and _has_screen():
            # In a thread: some programs that open pages end only when their page is read.
            threading.Thread(target=_open, args=(address,), daemon=True).start()

    return by_browser(oauth, user=user, show=show, clock=_now)


def _open(address: str) -> None:
    with suppress(Exception):  # whatever it is, the address is shown
        typer.launch(address)


def _show_code(code: Code, talk: Talk) -> None:
    talk.say(f"On any device, open this page within {code.minutes} minutes, and type the code:")
    talk.show(["", code.address, code.user_code, ""])


def _now() -> float:
    return datetime.now(UTC).timestamp()


def _has_screen() -> bool:
    """Tell whether a browser can show itself: one that runs in the terminal would write over what stands there."""
    named = any(os.environ.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))
    return named or platform.system() == "Darwin"
