"""Access tokens (OAuth2): kept in a file for each account, and renewed with its refresh token when they ran out.

How the first ones are had is in grant/; or a refresh token is given (`triage accounts token`). No host is asked here but
that of the account's `token_url`. No token is logged, shown, or told in an error.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

from triage.errors import SignInError, StateError
from triage.grant.service import Ask, Refusal, Tokens, client_secret, granted, host_of, post, told
from triage.secrets import Password, from_file

if TYPE_CHECKING:
    from triage.config import OAuth

MARGIN = 60.0
"""Seconds before its end from which a token counts as expired: signing in takes time, and clocks differ."""
ROOM = 65_536
"""Bytes of a token file; tokens have a few thousand."""


def token_path(state_dir: Path, name: str) -> Path:
    """Return the token file of the account of this name."""
    return state_dir / "tokens" / f"{name}.json"


def keep(path: Path, refresh: str) -> None:
    """Keep a refresh token that the user gave, in place of all tokens of before; raise SignInError or StateError."""
    if not refresh or not refresh.isascii() or not refresh.isprintable():
        raise SignInError("This is no refresh token: it must be one line of plain letters and digits, and not empty.")
    keep_granted(path, Tokens(refresh))


def keep_granted(path: Path, tokens: Tokens) -> None:
    """Keep these tokens in place of all of before; raise StateError."""
    with _held(path), _replacing(path) as file:
        _write(file, tokens)


def access_token(
    path: Path, oauth: OAuth, *, environ: Mapping[str, str], now: float, refused: str = "", ask: Ask | None = None
) -> Password:
    """Return an access token that is good at `now` and not the one that was `refused`; renew it where need be.

    Writes nothing where the one that is kept is still good. Raises SignInError where there is no token or none is given for
    it, UnreachableError, StateError.
    """

    def good(tokens: Tokens) -> bool:
        lasts = tokens.expires <= 0 or tokens.expires > now + MARGIN
        return bool(tokens.access) and tokens.access != refused and lasts

    tokens, notes = _known(path, oauth, environ)
    if good(tokens):
        return Password(tokens.access, str(path), notes)
    with _held(path):
        tokens, notes = _known(path, oauth, environ)
        if not good(tokens):
            with _replacing(path) as file:
                tokens = _renewed(tokens, oauth, name=path.stem, now=now, ask=ask or post)
                _write(file, tokens)
        return Password(tokens.access, str(path), notes)


# ---------------------------------------------------------------- renewing


def _renewed(tokens: Tokens, oauth: OAuth, *, name: str, now: float, ask: Ask) -> Tokens:
    from oauthlib.oauth2 import WebApplicationClient

    form = WebApplicationClient(oauth.client_id).prepare_refresh_body(
        refresh_token=tokens.refresh,
        scope=oauth.scope or None,
        client_id=oauth.client_id,
        client_secret=client_secret(oauth),
    )
    try:
        return granted(oauth, form, now=now, ask=ask, refresh=tokens.refresh)
    except Refusal as refusal:
        host = host_of(oauth.token_url)
        raise told(
            refusal,
            host,
            otherwise=f"{host} refused to renew the token of {name!r}{refusal.shown}: it was withdrawn, or is too old. "
            f"{how_to_sign_in(name, oauth)}",
        ) from None


def how_to_sign_in(name: str, oauth: OAuth) -> str:
    """Return the sentence that says which command signs in again."""
    if oauth.authorize_url or oauth.device_url:
        return f"Sign in again: `triage accounts sign-in {name}`."
    return f"Sign in there anew, and give the new refresh token to `triage accounts token {name}`."


# ---------------------------------------------------------------- the file


def _known(path: Path, oauth: OAuth, environ: Mapping[str, str]) -> tuple[Tokens, tuple[str, ...]]:
    """Return the tokens of the file with what is unwise about it, else those that were given for this run."""
    given = environ.get("TRIAGE_REFRESH_TOKEN_FILE", "")
    fault = f"there is no token of {path.stem!r}"
    try:
        with path.open("rb") as file:
            loose = os.fstat(file.fileno()).st_mode & 0o077
            notes = (f"{path} can be read by others; run `chmod 600 {path}`",) if loose else ()
            return _read(file.read(ROOM)), notes
    except FileNotFoundError:
        pass
    except OSError as error:
        raise _unusable(path, error) from error
    except (ValueError, RecursionError):
        fault = f"{path} is damaged"
    if given:
        first = from_file(Path(given), place="TRIAGE_REFRESH_TOKEN_FILE")
        return Tokens(first.text), first.notes
    sign_in = (
        f"sign in with `triage accounts sign-in {path.stem}`, or " if oauth.authorize_url or oauth.device_url else ""
    )
    raise SignInError(
        f"{fault}; {sign_in}give a refresh token to `triage accounts token {path.stem}`, or in the file that "
        "TRIAGE_REFRESH_TOKEN_FILE names"
    )


def _read(raw: bytes) -> Tokens:
    """Read a token file; raise ValueError for what is none."""
    written = json.loads(raw)
    if not isinstance(written, dict) or set(written) != {"refresh", "access", "expires"}:
        raise ValueError("other keys")
    tokens = Tokens(**written)
    texts = isinstance(tokens.refresh, str) and isinstance(tokens.access, str)
    if not (texts and tokens.refresh and isinstance(tokens.expires, int | float)):
        raise ValueError("other types")
    return tokens


def _write(file: IO[bytes], tokens: Tokens) -> None:
    file.write(json.dumps(asdict(tokens)).encode("ascii"))


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    """Let one program at a time renew: many services take a refresh token once only."""
    try:
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        lock = os.open(path.with_name(f".{path.name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _unusable(path, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of `path` in the end, for its owner alone.

    Its room on the disk is taken first: a token that is renewed and cannot be kept would be lost.
    """
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.unlink(missing_ok=True)
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            yield file
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _unusable(path: Path, error: OSError) -> StateError:
    return StateError(f"{path} cannot be used ({error.strerror}); check its rights, and that the disk has room.")
