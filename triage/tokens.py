"""Access tokens (OAuth2): kept in a file for each account, and renewed with its refresh token when they ran out.

triage opens no page to sign in: the first refresh token is given to it (`triage accounts token`). No host is asked but
that of the account's `token_url`. No token is logged, shown, or told in an error.
"""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias
from urllib import error as url_error
from urllib import request
from urllib.parse import urlsplit

from triage.errors import SignInError, StateError, UnreachableError
from triage.secrets import Password, from_command, from_file

if TYPE_CHECKING:
    from triage.config import OAuth

MARGIN = 60.0
"""Seconds before its end from which a token counts as expired: signing in takes time, and clocks differ."""
ROOM = 65_536
"""Bytes of a token file or of an answer; tokens have a few thousand."""
ANSWER_SECONDS = 30
LONGEST = 10 * 365 * 86_400
_TRY_LATER = frozenset({"temporarily_unavailable", "server_error", "slow_down"})

Ask: TypeAlias = Callable[[str, bytes], tuple[int, bytes]]
"""(url, form) -> (status, answer) of a POST; raises UnreachableError."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one account, which no repr shows; `expires` is in seconds since 1970, 0 where nobody told."""

    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    expires: float = 0.0


def token_path(state_dir: Path, name: str) -> Path:
    """Return the token file of the account of this name."""
    return state_dir / "tokens" / f"{name}.json"


def keep(path: Path, refresh: str) -> None:
    """Keep a refresh token that the user gave, in place of all tokens of before; raise SignInError or StateError."""
    if not refresh or not refresh.isascii() or not refresh.isprintable():
        raise SignInError("This is no refresh token: it must be one line of plain letters and digits, and not empty.")
    with _held(path), _replacing(path) as file:
        _write(file, Tokens(refresh))


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

    tokens, notes = _known(path, environ)
    if good(tokens):
        return Password(tokens.access, str(path), notes)
    with _held(path):
        tokens, notes = _known(path, environ)
        if not good(tokens):
            with _replacing(path) as file:
                tokens = _renewed(tokens, oauth, name=path.stem, now=now, ask=ask or post)
                _write(file, tokens)
        return Password(tokens.access, str(path), notes)


# ---------------------------------------------------------------- the token service


class _NoRedirect(request.HTTPRedirectHandler):
    """Follows nowhere: the tokens are for one host."""

    def redirect_request(self, *_: object) -> None:
        return None


def post(url: str, form: bytes) -> tuple[int, bytes]:
    """Send a form to the token service, past any proxy, and return what it answers."""
    opener = request.build_opener(request.ProxyHandler({}), _NoRedirect)
    asked = request.Request(url, form, {"Accept": "application/json"})  # noqa: S310 - the configuration allows https
    try:
        with opener.open(asked, timeout=ANSWER_SECONDS) as answer:
            return answer.status, answer.read(ROOM)
    except url_error.HTTPError as error:
        with error, contextlib.suppress(OSError, http.client.HTTPException):
            return error.code, error.read(ROOM)
        return error.code, b""
    except (OSError, http.client.HTTPException):
        raise UnreachableError(
            f"The token service {urlsplit(url).netloc} cannot be reached; check token_url, or try again later."
        ) from None


def _renewed(tokens: Tokens, oauth: OAuth, *, name: str, now: float, ask: Ask) -> Tokens:
    from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

    client = WebApplicationClient(oauth.client_id)
    secret = from_command(oauth.client_secret_command, key="client_secret_command")
    form = client.prepare_refresh_body(
        refresh_token=tokens.refresh,
        scope=oauth.scope or None,
        client_id=oauth.client_id,
        client_secret=secret.text if secret else None,
    )
    status, answer = ask(oauth.token_url, form.encode("ascii"))
    host = urlsplit(oauth.token_url).netloc
    if status not in {200, 400, 401}:
        raise UnreachableError(f"The token service {host} answered {status}; check token_url, or try again later.")
    try:
        told: dict[str, Any] = client.parse_request_body_response(answer.decode("utf-8"))
    except OAuth2Error as error:
        if error.error != "missing_token":
            raise _refusal(str(error.error), name=name, host=host) from None
        told = {}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        told = {}
    access, refresh = told.get("access_token"), told.get("refresh_token") or tokens.refresh
    if not (status == 200 and isinstance(access, str) and access and isinstance(refresh, str)):
        raise UnreachableError(f"The answer of the token service {host} makes no sense; check token_url.")
    lasts = told.get("expires_in") or 0
    return Tokens(refresh, access, now + min(lasts, LONGEST) if lasts > 0 else 0.0)


def _refusal(code: str, *, name: str, host: str) -> SignInError | UnreachableError:
    """Return what a code of RFC 6749 means; what else the service says is not repeated."""
    if code in _TRY_LATER:
        return UnreachableError(f"The token service {host} cannot answer now; try again later.")
    shown = f" ({code})" if re.fullmatch(r"[a-z_]{1,40}", code) else ""
    if code in {"invalid_client", "unauthorized_client"}:
        return SignInError(f"{host} refused the client{shown}; check client_id and client_secret_command.")
    return SignInError(
        f"{host} refused to renew the token of {name!r}{shown}: it was withdrawn, or is too old. Sign in there anew, and "
        f"give the new refresh token to `triage accounts token {name}`."
    )


# ---------------------------------------------------------------- the file


def _known(path: Path, environ: Mapping[str, str]) -> tuple[Tokens, tuple[str, ...]]:
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
    raise SignInError(
        f"{fault}; give a refresh token to `triage accounts token {path.stem}`, or in the file that "
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
