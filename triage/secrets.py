"""Where a password comes from. It is never logged or shown by triage, and written nowhere but to the keyring, by `triage setup`.

The places, in this order: the file that TRIAGE_PASSWORD_FILE names (somebody set it on purpose for this run), the
keyring, the account's `password_command`, a file in $CREDENTIALS_DIRECTORY (systemd's LoadCredential).
"""

from __future__ import annotations

import contextlib
import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from triage.errors import SignInError

if TYPE_CHECKING:
    from triage.config import Account

SERVICE = "triage"
"""The service name of our entries in the keyring; their user is USER@HOST."""
COMMAND_SECONDS = 60
SECRET_BUDGET = 65_536

Keyring: TypeAlias = Callable[[str, str], str | None]
"""(service, user) -> the password, or None where there is none or no keyring."""


@dataclass(frozen=True, slots=True)
class Password:
    """A password (or access token) that no repr shows, the place it came from, and what is unwise about that place."""

    text: str = field(repr=False)
    place: str
    notes: tuple[str, ...] = ()


def password_for(
    account: Account, *, environ: Mapping[str, str], name: str = "", keyring: Keyring | None = None
) -> Password:
    """Find the password of this account; for a TARGET url, `Account(address=USER, host=HOST)` says who it is.

    `name` is the account's name in the configuration: $CREDENTIALS_DIRECTORY may hold `triage-NAME` besides `triage`.
    Raises SignInError, which names every place, when none of them knows.
    """
    if (password := known_password(account, environ=environ, name=name, keyring=keyring)) is not None:
        return password
    who = f"{account.user}@{account.host}"
    raise SignInError(
        f"no password for {who}: put it in the keyring (`keyring set {SERVICE} {who}`) or unlock that, name a "
        f"password_command in the configuration, or give it as `{SERVICE}` in $CREDENTIALS_DIRECTORY or in the file that "
        "TRIAGE_PASSWORD_FILE names"
    )


def known_password(
    account: Account, *, environ: Mapping[str, str], name: str = "", keyring: Keyring | None = None
) -> Password | None:
    """Find the password of this account as `password_for` does; None when no place knows it."""
    places = (
        _from_named_file(environ.get("TRIAGE_PASSWORD_FILE", "")),
        _from_keyring(account, keyring or ask_keyring),
        lambda: from_command(account.password_command, key="password_command"),
        _from_credentials(environ.get("CREDENTIALS_DIRECTORY", ""), name=name),
    )
    for place in places:
        if (password := place()) is not None:
            return password
    return None


def ask_keyring(service: str, user: str) -> str | None:
    """Ask the keyring of this machine; one that is missing, locked or broken is passed over."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(service, user)
    except (KeyringError, OSError, RuntimeError):  # a backend of the system fails in ways of its own
        return None


def keep_in_keyring(account: Account, text: str) -> bool:
    """Put the password of this account into the keyring; False where that is missing, locked or broken."""
    import keyring
    from keyring.errors import KeyringError

    user = f"{account.user}@{account.host}"
    try:
        keyring.set_password(SERVICE, user, text)
        return keyring.get_password(SERVICE, user) == text
    except (KeyringError, OSError, RuntimeError):
        return False


def take_from_keyring(account: Account) -> None:
    """Remove the password of this account from the keyring, where it is there."""
    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError, OSError, RuntimeError):
        keyring.delete_password(SERVICE, f"{account.user}@{account.host}")


_Place: TypeAlias = Callable[[], Password | None]


def _from_keyring(account: Account, keyring: Keyring) -> _Place:
    def ask() -> Password | None:
        text = keyring(SERVICE, f"{account.user}@{account.host}")
        return Password(text, "keyring") if text else None

    return ask


def from_command(command: str, *, key: str) -> Password | None:
    """Return the first line that the command under this key prints, None without a command; raise SignInError."""
    if not command:
        return None
    try:
        # The owner of this configuration wrote the command; no shell sees it.
        done = subprocess.run(  # noqa: S603
            shlex.split(command), stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=True
        )
        text = _first_line(done.stdout)
    except subprocess.CalledProcessError as error:
        # Its output is not shown: it may hold the secret.
        raise _bad_command(key, f"ended with code {error.returncode}") from None
    except subprocess.TimeoutExpired:
        raise _bad_command(key, f"took longer than {COMMAND_SECONDS} seconds") from None
    except OSError as error:
        raise _bad_command(key, f"could not be started ({error.strerror})") from None
    except UnicodeDecodeError:
        raise _bad_command(key, "printed something that is not UTF-8") from None
    except ValueError:
        raise _bad_command(key, "has a quotation mark that is not closed") from None
    if not text:
        raise _bad_command(key, "printed nothing")
    return Password(text, key)


def _bad_command(key: str, what: str) -> SignInError:
    return SignInError(f"the {key} {what}; run it by hand to see why, then mend it")


def _from_credentials(folder: str, *, name: str) -> _Place:
    def read() -> Password | None:
        for file in (f"{SERVICE}-{name}", SERVICE) if folder else ():
            if (path := Path(folder, file)).is_file():
                return from_file(path, place="$CREDENTIALS_DIRECTORY")
        return None

    return read


def _from_named_file(name: str) -> _Place:
    return lambda: from_file(Path(name), place="TRIAGE_PASSWORD_FILE") if name else None


def from_file(path: Path, *, place: str) -> Password:
    """Return the first line of a file, which is at `place`; raise SignInError where it has none."""
    try:
        with path.open("rb") as file:
            text = _first_line(file.read(SECRET_BUDGET))
            loose = path.stat().st_mode & 0o077
    except OSError as error:
        raise SignInError(f"{place}: {path} cannot be read ({error.strerror}); name a file that can") from None
    except UnicodeDecodeError:
        raise SignInError(f"{place}: {path} is not UTF-8; write the secret into it as text") from None
    if not text:
        raise SignInError(f"{place}: {path} has no secret on its first line; write it there")
    notes = (f"{path} can be read by others; run `chmod 600 {path}`",) if loose else ()
    return Password(text, place, notes)


def _first_line(raw: bytes) -> str:
    return raw.decode("utf-8").partition("\n")[0].rstrip("\r")
