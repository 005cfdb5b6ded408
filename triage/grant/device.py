"""Signs in by a code that is typed on any device (RFC 8628), for a machine without a browser, where the provider allows it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeGuard
from urllib.parse import urlencode

from triage.errors import SignInError, UnreachableError
from triage.grant.service import (
    Ask,
    NonsenseError,
    Refusal,
    Tokens,
    client_secret,
    granted,
    host_of,
    must_be_an_answer,
    post,
    told,
)

if TYPE_CHECKING:
    from triage.config import OAuth

INTERVAL = 5.0
"""Seconds between two questions where the service names none; and how many more `slow_down` asks for."""
LONGEST_INTERVAL = 60.0
LONGEST_CODE = 1_800.0
_MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Code:
    """What the user types, and where. It is as the service sent it: whoever shows it makes it inert."""

    user_code: str
    address: str
    minutes: int
    device_code: str = field(repr=False)
    seconds: float = field(repr=False)
    interval: float = field(repr=False)


def by_device(
    oauth: OAuth,
    *,
    show: Callable[[Code], None],
    clock: Callable[[], float],
    ask: Ask = post,
    wait: Callable[[float], None] = time.sleep,
) -> Tokens:
    """Call `show` with a code, ask until somebody typed it, and return the tokens.

    `clock` tells seconds since 1970. Raises SignInError, UnreachableError; nothing is kept here.
    """
    from oauthlib.oauth2 import DeviceClient

    secret = client_secret(oauth)
    code = _code(oauth, ask)
    ends = clock() + code.seconds
    show(code)
    client = DeviceClient(oauth.client_id)
    form = client.prepare_request_body(code.device_code, include_client_id=True, client_secret=secret)
    interval, unreached = code.interval, None
    while clock() + interval < ends:
        wait(interval)
        try:
            return granted(oauth, form, now=clock(), ask=ask)
        except NonsenseError:
            raise
        except UnreachableError as error:
            unreached, interval = error, min(interval * 2, max(interval, LONGEST_INTERVAL))
        except Refusal as refusal:
            unreached, interval = None, interval + _more(refusal, host_of(oauth.token_url))
    raise unreached or SignInError(_TOO_LATE)


_TOO_LATE = "The code was not used in time; run this again for a new one. Nothing was kept."


def _more(refusal: Refusal, host: str) -> float:
    """Return how much longer to wait between two questions; raise what a refusal that is final comes to."""
    match refusal.code:
        case "authorization_pending" | "temporarily_unavailable" | "server_error":
            return 0.0
        case "slow_down":
            return INTERVAL
        case "expired_token":
            otherwise = _TOO_LATE
        case "access_denied":
            otherwise = (
                f"{host} was not allowed to let triage in (access_denied): you said no there, or your organisation does. "
                "Nothing was kept."
            )
        case _:
            otherwise = (
                f"{host} refused the sign-in by code{refusal.shown}; check client_id and scope. Nothing was kept."
            )
    raise told(refusal, host, otherwise=otherwise)


def _code(oauth: OAuth, ask: Ask) -> Code:
    """Ask for a code; raise SignInError where the service gives none, NonsenseError, UnreachableError."""
    host = host_of(oauth.device_url)
    form = {"client_id": oauth.client_id, **({"scope": oauth.scope} if oauth.scope else {})}
    status, answer = ask(oauth.device_url, urlencode(form).encode("ascii"))
    must_be_an_answer(status, host, key="device_url")
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and "error" in said:
        refusal = Refusal(str(said["error"]))
        raise told(
            refusal,
            host,
            otherwise=f"{host} gives no code for this client{refusal.shown}; it must allow the device flow (a public client), and "
            "the scope. Leave --device away to sign in by a page.",
        )
    code = _read(said) if isinstance(said, dict) and status == 200 else None
    if code is None:
        raise NonsenseError(f"The answer of {host} makes no sense; check device_url.")
    return code


def _read(said: dict[str, Any]) -> Code | None:
    """Return the code of an answer, None where something of it is missing or is no page."""
    from triage.config import as_service_url

    # Google wrote it so before there was a standard.
    address = said.get("verification_uri", said.get("verification_url"))
    user_code, device_code, seconds = (said.get(name) for name in ("user_code", "device_code", "expires_in"))
    if not (_is_line(address) and _is_line(user_code) and isinstance(device_code, str) and device_code):
        return None
    if not _is_number(seconds) or not seconds > 0:  # which NaN is not, either
        return None
    try:
        as_service_url(address)
    except ValueError:
        return None
    seconds = min(seconds, LONGEST_CODE)
    interval = said.get("interval")
    if not _is_number(interval) or not interval >= 1:
        interval = INTERVAL
    minutes = max(1, round(seconds / 60))
    return Code(user_code, address, minutes, device_code, seconds, min(interval, LONGEST_INTERVAL))


def _is_line(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and 0 < len(text) <= _MOST_LETTERS and text.isprintable()


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
