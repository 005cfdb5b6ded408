"""What is asked of a token service, and what its answers mean. No redirect is followed, and no answer is too long or too slow.

No token, code or secret is logged, or told in an error; of what a service says only the words of the standard are repeated.
"""

from __future__ import annotations

import contextlib
import http.client
import queue
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard
from urllib import error as url_error
from urllib import request
from urllib.parse import urlsplit

from triage.errors import SignInError, UnreachableError
from triage.secrets import from_command

if TYPE_CHECKING:
    from triage.config import OAuth

ROOM = 65_536
"""Bytes of an answer; tokens have a few thousand."""
LONGEST_TOKEN = 16_384
ANSWER_SECONDS = 30.0
LONGEST = 10 * 365 * 86_400
TRY_LATER = frozenset({"temporarily_unavailable", "server_error", "slow_down"})

Ask: TypeAlias = Callable[[str, bytes], tuple[int, bytes]]
"""(url, form) -> (status, answer) of a POST; raises UnreachableError."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one account, which no repr shows; `expires` is in seconds since 1970, 0 where nobody told."""

    refresh: str = field(repr=False)
    access: str = field(default="", repr=False)
    expires: float = 0.0


class Refusal(Exception):
    """The service said no; `code` is its word for that, of RFC 6749 or 8628, and may be anything."""

    def __init__(self, code: str) -> None:
        super().__init__("refused")
        self.code = code

    @property
    def shown(self) -> str:
        """The word in brackets, as a sentence can show it; empty for what is none."""
        return f" ({self.code})" if re.fullmatch(r"[a-z_]{1,40}", self.code) else ""


class NonsenseError(UnreachableError):
    """The service answered what no token service does; asking again makes little sense."""


def host_of(url: str) -> str:
    """Return host and port of a URL, as a sentence names them."""
    return urlsplit(url).netloc


def client_secret(oauth: OAuth) -> str | None:
    """Return the secret of the client, None where it has none; raise SignInError where its command fails."""
    secret = from_command(oauth.client_secret_command, key="client_secret_command")
    return secret.text if secret else None


def granted(oauth: OAuth, form: str, *, now: float, ask: Ask, refresh: str = "") -> Tokens:
    """Send a form to the token service and return the tokens that it grants; `refresh` stays where it gives no new one.

    Raises Refusal, SignInError where there is no refresh token, NonsenseError, UnreachableError.
    """
    from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

    status, answer = ask(oauth.token_url, form.encode("ascii"))
    host = host_of(oauth.token_url)
    must_be_an_answer(status, host)
    try:
        said: dict[str, Any] = WebApplicationClient(oauth.client_id).parse_request_body_response(answer.decode("utf-8"))
    except OAuth2Error as error:
        if error.error != "missing_token":
            raise Refusal(str(error.error)) from None
        said = {}
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        said = {}
    access, renewing = said.get("access_token"), said.get("refresh_token") or refresh
    if status != 200 or not _is_token(access) or (renewing and not _is_token(renewing)):
        raise NonsenseError(f"The answer of the token service {host} makes no sense; check token_url.")
    if not renewing:
        raise SignInError(
            f"{host} gave no refresh token, so the sign-in would end within the hour; the scope must ask for one, often with "
            "offline_access. Nothing was kept."
        )
    lasts = said.get("expires_in") or 0
    return Tokens(renewing, access, now + min(lasts, LONGEST) if lasts > 0 else 0.0)


def must_be_an_answer(status: int, host: str, *, key: str = "token_url") -> None:
    """Raise UnreachableError for a status with which no token service grants or refuses."""
    if status not in {200, 400, 401, 403}:
        raise UnreachableError(f"The token service {host} answered {status}; check {key}, or try again later.")


def told(refusal: Refusal, host: str, *, otherwise: str) -> SignInError | UnreachableError:
    """Return the error that a refusal comes to: `otherwise` where nothing more can be said of it."""
    if refusal.code in TRY_LATER:
        return UnreachableError(f"The token service {host} cannot answer now; try again later.")
    if refusal.code in {"invalid_client", "unauthorized_client"}:
        return SignInError(f"{host} refused the client{refusal.shown}; check client_id and client_secret_command.")
    return SignInError(otherwise)


def _is_token(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and 0 < len(text) <= LONGEST_TOKEN and text.isascii() and text.isprintable()


# ---------------------------------------------------------------- the line


class _NoRedirect(request.HTTPRedirectHandler):
    """Follows nowhere: the tokens are for one host."""

    def redirect_request(self, *_: object) -> None:
        return None


def post(url: str, form: bytes, *, seconds: float = ANSWER_SECONDS) -> tuple[int, bytes]:
    """Send a form to the token service, past any proxy, and return what it answers; raise UnreachableError.

    A service that sends its answer letter by letter is left behind, in its thread, when the time is over.
    """
    done: queue.Queue[tuple[int, bytes] | None] = queue.Queue()

    def run() -> None:
        answer = None
        with contextlib.suppress(OSError, ValueError, http.client.HTTPException):
            answer = _posted(url, form, seconds)
        done.put(answer)

    threading.Thread(target=run, daemon=True).start()
    try:
        answer = done.get(timeout=seconds)
    except queue.Empty:
        answer = None
    if answer is None:
        raise UnreachableError(
            f"The token service {host_of(url)} cannot be reached; check its URL, or try again later."
        )
    return answer


def _posted(url: str, form: bytes, seconds: float) -> tuple[int, bytes]:
    opener = request.build_opener(request.ProxyHandler({}), _NoRedirect)
    asked = request.Request(url, form, {"Accept": "application/json"})  # noqa: S310 - the configuration allows https
    try:
        with opener.open(asked, timeout=seconds) as answer:
            return answer.status, answer.read(ROOM)
    except url_error.HTTPError as error:
        with error, contextlib.suppress(OSError, http.client.HTTPException):
            return error.code, error.read(ROOM)
        return error.code, b""
