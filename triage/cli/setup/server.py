"""Which server `triage setup` talks to: found or told, and verified by TLS before anybody is asked for a secret."""

from __future__ import annotations

from dataclasses import replace

from triage.cli.doctor.account import LIMITS
from triage.cli.doctor.checks import Check, Result
from triage.cli.setup.talk import Talk
from triage.config import as_host, is_loopback
from triage.discover import providers
from triage.discover.asking import Asking
from triage.discover.offers import Offer
from triage.discover.search import Found, Step, find
from triage.errors import UnreachableError, UsageError
from triage.mailbox.wire import reach
from triage.mailbox.wire_guard import Server

PORTS: dict[providers.Tls, int] = {"implicit": 993, "starttls": 143, "none": 143}
TRIES = 3


def told(host: str, *, port: int | None, tls: str | None, user: str) -> Offer:
    """Return the server that the user named; raise UsageError for what is none."""
    try:
        name = as_host(host)
    except ValueError as error:
        raise UsageError(f"--server: {error}.") from error
    safety: providers.Tls
    match tls:
        case "implicit" | "starttls" | "none":
            safety = tls
        case None:
            safety = "starttls" if port == PORTS["starttls"] else "implicit"
        case _:
            raise UsageError(f"--tls {tls} is not known; it is implicit, starttls, or none on this very machine.")
    if safety == "none" and not is_loopback(name):
        raise UsageError(f"--tls none would send the password in the clear to {name}; leave it away.")
    provider = providers.of_host(name)
    tokens = provider is not None and provider.only_tokens
    return Offer(name, port or PORTS[safety], safety, user, "told", provider, only_tokens=tokens)


def search(address: str, *, asking: Asking | None, talk: Talk) -> Found:
    """Find the server of an address and tell of every step, or ask for it; raise UsageError where nobody knows."""
    if asking is not None and providers.of_domain(address.rpartition("@")[2]) is None:
        talk.say(
            f"Looking for the mail server; {address.rpartition('@')[2]} goes out for that, and nothing else of you."
        )
    found = find(address, asking=asking, tell=lambda step: talk.say(f"{step.asked} {step.told}.", indent=4))
    offer = found.offer
    if offer is None:
        offer = _asked(address, talk, offline=asking is None)
    elif not offer.proven:
        offer = _agreed(offer, talk)
    return replace(found, offer=offer)


def _asked(address: str, talk: Talk, *, offline: bool) -> Offer:
    why = "Nobody was asked (--offline)" if offline else "Nobody told where the mail is"
    if not talk.interactive:
        raise UsageError(f"{why}; name the server of {address} with --server HOST.")
    talk.say(f"{why}. Your provider's pages name it, often as imap.{address.rpartition('@')[2]}.")
    for _ in range(TRIES):
        host, _, port = talk.ask("IMAP server, with :143 behind it for STARTTLS:").partition(":")
        if not host:
            break
        try:
            return told(host, port=int(port) if port.isdecimal() and port.isascii() else None, tls=None, user=address)
        except UsageError as error:
            talk.say(str(error).removeprefix("--server: "))
    raise UsageError(f"No server was named; name the server of {address} with --server HOST.")


def _agreed(offer: Offer, talk: Talk) -> Offer:
    """Ask about a server that DNS alone named: an answer of DNS can be forged, and the host has a certificate of its own."""
    named = f"DNS alone names {offer.host}, which is not of your domain, and an answer of DNS can be forged"
    if not talk.interactive:
        raise UsageError(f"{named}. If that is your provider's server, add --server {offer.host} --port {offer.port}.")
    if not talk.agree(f"{named}. Is it your provider's server?"):
        raise UsageError("The server was not agreed to; name the right one with --server HOST.")
    return replace(offer, proven=True)


def verify(offer: Offer, talk: Talk) -> None:
    """Connect, verify TLS and hang up; raise UnreachableError."""
    first = _server(offer)
    try:
        reached = reach(first, limits=LIMITS)
    except UnreachableError as error:
        talk.check(Check("connection", Result.FAULT, str(error)))
        raise UnreachableError(f"{error} No password was asked for, and nothing was written.") from error
    text = f"{offer.host}:{offer.port}, "
    if reached.tls:
        begun = " after STARTTLS" if offer.tls == "starttls" else ""
        text += f"{reached.tls.replace('TLSv', 'TLS ')}{begun}, its certificate is valid"
    else:
        text += "without TLS, which never leaves this machine"
    talk.check(Check("connection", Result.OK, text))


def _server(offer: Offer) -> Server:
    return Server(offer.host, offer.port, offer.user, offer.tls)


def steps_as_json(steps: tuple[Step, ...]) -> list[dict[str, str]]:
    """Return the steps of the search as JSON shows them."""
    return [{"asked": step.asked, "told": step.told} for step in steps]
