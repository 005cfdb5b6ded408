"""What was asked of `triage setup`, and what that comes to: an address, a name, a server, an account."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from triage.cli.options import Settings
from triage.cli.setup import server as setup_server
from triage.cli.setup.talk import Talk
from triage.config import Account, Auth, OAuth, Tls, as_account_name, as_address, as_service_url
from triage.discover import providers
from triage.discover.asking import Asking
from triage.discover.offers import Offer
from triage.discover.search import Found
from triage.errors import UsageError
from triage.grant.service import host_of
from triage.judge.hosts import registrable


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; what is None is found, or asked for."""

    address: str | None = None
    server: str | None = None
    port: int | None = None
    tls: str | None = None
    user: str | None = None
    password_command: str | None = None
    client_id: str | None = None
    client_secret_command: str | None = None
    authorize_url: str | None = None
    token_url: str | None = None
    device_url: str | None = None
    scope: str | None = None
    device: bool = False
    no_browser: bool = False
    offline: bool = False
    yes: bool = False


def address_of(request: Request, talk: Talk) -> str:
    """Return the address, asked for where it was not given; raise UsageError for what is none, or probably a slip."""
    given = request.address
    if given is None:
        if not talk.interactive:
            raise UsageError("Whose mail? Give the address: triage setup NAME@DOMAIN.")
        given = talk.ask("Your mail address:")
    try:
        address = as_address(given)
    except ValueError as error:
        raise UsageError(f"{str(error)[:1].upper()}{str(error)[1:]}.") from error
    local, _, domain = address.rpartition("@")
    if request.server is not None or not (near := providers.meant(domain)):
        return address
    if not talk.interactive:
        raise UsageError(f"Did you mean {local}@{near}? If {address} is right, name its server with --server HOST.")
    return f"{local}@{near}" if talk.agree(f"Did you mean {local}@{near}?") else address


def name_for(settings: Settings, address: str) -> str:
    """Return the name of the new account; raise UsageError where it, or its address, is configured already."""
    path = settings.paths.config_file
    for known, account in settings.config.accounts.items():
        if account.address == address:
            raise UsageError(
                f"{address} is set up already, as {known} in {path}; `triage doctor --account {known}` checks it. "
                "Remove its section there to set it up anew."
            )
    domain = address.rpartition("@")[2]
    told = re.sub(r"[^A-Za-z0-9_-]", "-", (registrable(domain) or domain).partition(".")[0]).strip("-_")
    name = settings.account or told or "mail"
    try:
        as_account_name(name)
    except ValueError as error:
        raise UsageError(f"--account: {error}.") from error
    if name in settings.config.accounts:
        raise UsageError(f"There is an account {name!r} in {path} already; give this one another name: --account NAME.")
    return name


def server_for(request: Request, address: str, asking: Asking | None, talk: Talk) -> Found:
    """Return the server, named or found; raise UsageError where nobody knows one."""
    if request.server is not None:
        offer = setup_server.told(request.server, port=request.port, tls=request.tls, user=address)
        return Found(replace(offer, user=request.user or offer.user))
    if request.port is not None or request.tls is not None:
        raise UsageError("--port and --tls say how a server is reached; name it with --server HOST.")
    found = setup_server.search(address, asking=asking, talk=talk)
    assert found.offer is not None
    return replace(found, offer=replace(found.offer, user=request.user or found.offer.user))


def account_for(request: Request, address: str, offer: Offer, talk: Talk) -> Account:
    """Return the account as it is to be written; raise UsageError where its way to sign in leaves something open."""
    by_tokens = request.client_id is not None or offer.only_tokens
    if not by_tokens or request.password_command:
        _must_not_ask_for_tokens(request)
    account = Account(
        address=address,
        host=offer.host,
        user=offer.user,
        port=offer.port,
        tls=Tls(offer.tls),
        auth=Auth.OAUTH2 if by_tokens else Auth.PASSWORD,
        password_command=request.password_command or "",
    )
    if not by_tokens or request.password_command:
        if request.client_id and request.password_command:
            raise UsageError(
                "--client-id renews tokens by itself, --password-command prints them; keep one of the two."
            )
        return account
    service = offer.provider.tokens if offer.provider else None
    if service is None and request.token_url is None:
        raise UsageError(
            f"Nobody knows where the access tokens for {offer.host} are had; name that with --token-url and --authorize-url, or "
            "write the section [account.NAME.oauth] by hand, as docs/configuration.md shows it."
        )
    if not (client := request.client_id):
        client = talk.ask("The id of your client; nothing: stop here:") if talk.interactive else ""
    if not client or not client.isprintable() or not client.isascii():
        raise UsageError(
            "Without the id of a client of your own no token can be had; register one, and give --client-id ID."
        )
    oauth = _oauth(request, client, service)
    if request.device and not oauth.device_url:
        raise UsageError("Nothing says where this provider gives codes; leave --device away, or name --device-url.")
    if request.no_browser and not oauth.authorize_url:
        raise UsageError("Nothing says which page to sign in on; leave --no-browser away, or name --authorize-url.")
    return replace(account, oauth=oauth)


def _must_not_ask_for_tokens(request: Request) -> None:
    """Raise UsageError for an option that only a sign-in with access tokens makes use of."""
    for option in (
        "client_secret_command",
        "authorize_url",
        "token_url",
        "device_url",
        "scope",
        "device",
        "no_browser",
    ):
        if getattr(request, option):
            raise UsageError(
                f"--{option.replace('_', '-')} is for a sign-in with access tokens (OAuth2) that triage gets by itself; "
                "give --client-id with it, and no --password-command."
            )


def _oauth(request: Request, client: str, service: providers.TokenService | None) -> OAuth:
    """Return the section oauth; what the command line says counts more than the table. Raises UsageError for what is no URL.

    Who names a --token-url means other URLs than those of the table; on the same host the scope and the way back stay.
    """
    for option in ("token_url", "authorize_url", "device_url"):
        try:
            if (url := getattr(request, option)) is not None:
                as_service_url(url)
        except ValueError as error:
            raise UsageError(f"--{option.replace('_', '-')}: {error}.") from error
    known = service or providers.TokenService("", "", "")
    if request.token_url is not None:
        same = host_of(known.url) == host_of(request.token_url)
        known = replace(known, authorize_url="", device_url="") if same else providers.TokenService("", "", "")
    return OAuth(
        client,
        request.token_url or known.url,
        known.scope if request.scope is None else request.scope,
        request.client_secret_command or "",
        authorize_url=request.authorize_url or known.authorize_url,
        device_url=request.device_url or known.device_url,
        redirect_url=known.redirect_url,
    )
