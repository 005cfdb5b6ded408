"""Finds the mail server of an address: the table of providers, SRV, the domain's own page, the table by its MX; else nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from triage.discover import autoconfig, providers
from triage.discover.asking import Asking
from triage.discover.offers import Offer
from triage.errors import UnreachableError, UsageError

_SERVICES = (("_imaps._tcp", "implicit"), ("_imap._tcp", "starttls"))
_PAGES = ("https://autoconfig.{}/mail/config-v1.1.xml", "https://{}/.well-known/autoconfig/mail/config-v1.1.xml")


@dataclass(frozen=True, slots=True)
class Step:
    """Who was asked, and what came of it: the rest of a sentence that begins with who."""

    asked: str
    told: str


Tell: TypeAlias = Callable[[Step], None]
_Done: TypeAlias = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """The server, None where nobody knows one, and every step on the way."""

    offer: Offer | None
    steps: tuple[Step, ...] = ()


def find(address: str, *, asking: Asking | None, tell: Tell = lambda _: None) -> Found:
    """Find the server of this address; without `asking` nobody is asked. Raises UsageError where there can be none.

    `tell` hears every step when it is done.

    An answer of DNS can be forged. It counts alone where it names a host below the address's own domain, or one of our table;
    else the domain's page, which has a certificate, must say the same, or the offer is not `proven`.
    """
    domain = _ascii(address)
    steps: list[Step] = []

    def done(asked: str, told: str) -> None:
        steps.append(Step(asked, told))
        tell(steps[-1])

    if (provider := providers.of_domain(domain)) is not None:
        offer = _offer_of(provider, address)
        done("the table of providers", f"knows {domain}: {provider.name}")
        return Found(offer, tuple(steps))
    if asking is None:
        return Found(None)
    doubtful: Offer | None = None
    for offer in _services(domain, address, asking, done):
        if offer.proven:
            return Found(offer, tuple(steps))
        doubtful = doubtful or offer
    for offer in _pages(domain, address, asking, done):
        return Found(offer, tuple(steps))
    return Found(_by_exchanger(domain, address, asking, done) or doubtful, tuple(steps))


def _ascii(address: str) -> str:
    domain = address.rpartition("@")[2].lower()
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise UsageError(f"{domain} is no domain; check the address.") from error


def _offer_of(provider: providers.Provider, address: str) -> Offer:
    """Return the server of a provider; raise UsageError where it has none."""
    if not provider.host:
        raise UsageError(" ".join(provider.sign_in))
    local, _, domain = address.rpartition("@")
    user = local if provider.by_local_part and domain in provider.domains else address
    return Offer(provider.host, provider.port, provider.tls, user, "table", provider, only_tokens=provider.only_tokens)


def _services(domain: str, address: str, asking: Asking, done: _Done) -> Iterator[Offer]:
    for service, tls in _SERVICES:
        name = f"{service}.{domain}"
        try:
            found = asking.services(name)
        except UnreachableError as error:
            done(f"DNS for {name}", f"no answer ({error})")
            continue
        if not found:
            done(f"DNS for {name}", "names no server")
            continue
        host, port = found[0]
        provider = providers.of_host(host)
        done(f"DNS for {name}", f"names {host}:{port}")
        if provider is not None:
            yield replace(_offer_of(provider, address), by="srv")
            continue
        own = host == domain or host.endswith(f".{domain}")
        yield Offer(host, port, "implicit" if tls == "implicit" else "starttls", address, "srv", proven=own)


def _pages(domain: str, address: str, asking: Asking, done: _Done) -> Iterator[Offer]:
    for form in _PAGES:
        url = form.format(domain)
        try:
            page = asking.page(url, room=autoconfig.ROOM)
            offers = None if page is None else autoconfig.servers(page, address=address)
        except (UnreachableError, autoconfig.NoSettingsError) as error:
            done(url, str(error))
            continue
        if not offers:
            done(url, "is not there" if offers is None else "names no server that speaks IMAP with TLS")
            continue
        offer = offers[0]
        done(url, f"names {offer.host}:{offer.port}")
        if (provider := providers.of_host(offer.host)) is not None:
            offer = replace(offer, provider=provider, only_tokens=provider.only_tokens)
        yield offer


def _by_exchanger(domain: str, address: str, asking: Asking, done: _Done) -> Offer | None:
    try:
        hosts = asking.exchangers(domain)
    except UnreachableError as error:
        done(f"DNS for the MX of {domain}", f"no answer ({error})")
        return None
    if not hosts:
        done(f"DNS for the MX of {domain}", "says that nobody takes mail there")
        return None
    provider = providers.of_exchanger(hosts[0])
    whose = provider.name if provider else "no provider that triage knows"
    done(f"DNS for the MX of {domain}", f"names {hosts[0]}: {whose}")
    return replace(_offer_of(provider, address), by="mx") if provider else None
