"""Signs in by a page of the provider in the user's own browser (RFC 8252): an authorization code, bound to us by PKCE (RFC 7636)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from triage.grant.listener import Listener
from triage.grant.service import Ask, Refusal, Tokens, client_secret, granted, host_of, post, told

if TYPE_CHECKING:
    from oauthlib.oauth2 import WebApplicationClient

    from triage.config import OAuth

SECONDS = 300.0
"""How long somebody may take at the page."""
LOOPBACK = "http://127.0.0.1"
"""Where the browser comes back to, unless `redirect_url` says otherwise; RFC 8252 prefers it to localhost."""
_VERIFIER = 96


def by_browser(
    oauth: OAuth,
    *,
    user: str,
    show: Callable[[str], None],
    clock: Callable[[], float],
    ask: Ask = post,
    seconds: float = SECONDS,
) -> Tokens:
    """Call `show` with the address of the page, wait for the browser to come back, and return the tokens.

    `clock` tells seconds since 1970. Raises SignInError, UnreachableError, UsageError; nothing is kept here.
    """
    from oauthlib.oauth2 import WebApplicationClient

    client = WebApplicationClient(oauth.client_id)
    secret = client_secret(oauth)  # a command that fails is told before anybody goes to a page
    state = secrets.token_urlsafe(32)
    verifier = client.create_code_verifier(_VERIFIER)
    with Listener(oauth.redirect_url or LOOPBACK) as listener:
        challenge = client.create_code_challenge(verifier, "S256")
        show(_page(client, oauth, listener.address, state=state, challenge=challenge, user=user))
        query = listener.wait(state, seconds=seconds)
    form = client.prepare_request_body(
        code=_code(client, query, state, host_of(oauth.authorize_url)),
        redirect_uri=listener.address,
        code_verifier=verifier,
        client_secret=secret,
    )
    try:
        return granted(oauth, form, now=clock(), ask=ask)
    except Refusal as refusal:
        host = host_of(oauth.token_url)
        raise told(
            refusal,
            host,
            otherwise=f"{host} refused the code that its page gave{refusal.shown}; run this again, and check client_id, "
            "client_secret_command and redirect_url where it stays so. Nothing was kept.",
        ) from None


def _page(client: WebApplicationClient, oauth: OAuth, back: str, *, state: str, challenge: str, user: str) -> str:
    """Return the address of the page on which the user signs in."""
    scheme, _, rest = oauth.authorize_url.partition("://")
    # oauthlib knows no page on this very machine, which the configuration allows without TLS: the scheme is put back.
    address: str = client.prepare_request_uri(
        f"https://{rest}",
        redirect_uri=back,
        scope=oauth.scope or None,
        state=state,
        code_challenge=challenge,
        code_challenge_method="S256",
        login_hint=user,
    )
    return f"{scheme}://{address.partition('://')[2]}"


def _code(client: WebApplicationClient, query: str, state: str, host: str) -> str:
    """Return the code of the answer; raise what its error comes to."""
    from oauthlib.oauth2 import OAuth2Error

    try:
        # Nor does it know RFC 8252, whose answer comes by http on loopback.
        code: str = client.parse_request_uri_response(f"https://127.0.0.1/?{query}", state)["code"]
    except OAuth2Error as error:
        refusal = Refusal(str(error.error))
    else:
        return code
    if refusal.code == "access_denied":
        otherwise = (
            f"{host} was not allowed to let triage in{refusal.shown}: you said no there, or your organisation does."
        )
    else:
        otherwise = f"{host} did not complete the sign-in{refusal.shown}; check client_id and scope."
    raise told(refusal, host, otherwise=f"{otherwise} Nothing was kept.")
