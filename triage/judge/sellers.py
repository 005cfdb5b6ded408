"""Who a seller is across addresses: the registrable domain, the brand in it, the hosts that a mail points at. Pure.

A tie is a hash by which two messages are of one seller: a thread, a sender, a domain. A mark is a weaker one, a brand or a host: it
counts only where the texts are alike too. No address, host or Message-ID is kept itself for this.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from triage.domain import TIE_BYTES, Address, Message
from triage.judge.hosts import CALENDARS, FREEMAIL, MAILERS, host, is_network, registrable, under

MOST_REFERENCES = 20
MOST_MARKS = 6
_BRAND_LETTERS = 5
_DRESS = frozenset(
    """get try go use my the join meet hello hi team app apps hq inc ltd llc gmbh group global online web site mail mails email
    info news media digital agency studio solutions services partners consulting international europe usa official
    direct now pro plus with from at io co""".split()
)
"""What firms put before or behind their name to have one domain more."""
_DRESSED = re.compile(
    r"^(?:get|try|use|join|meet|hello|team|with|go|my|the)(?=[a-z]{5})"
    r"|(?<=[a-z]{5})(?:app|hq|online|group|mail|team|inc|now)$"
)


def seller_domain(message: Message) -> str:
    """Return the domain under which a seller is known; empty for free mail and professional networks, which tell of no firm,
    and for the recipient's own domain, which is forged, or a machine of theirs that passes on what somebody said.
    """
    return _firm(message.sender, _own(message))


def threads(message: Message) -> tuple[int, ...]:
    """Return the ties of a message's own ID and of those that it answers."""
    ids = (message.message_id, *message.in_reply_to, *message.references[-MOST_REFERENCES:])
    return _hashes("thread", ids)


def ties(message: Message) -> tuple[int, ...]:
    """Return all ties of a message: its thread, its sender, the firm's domain, where replies go."""
    own = _own(message)
    addresses = (message.sender, *message.reply_to)
    domains = _hashes("domain", (_firm(one, own) for one in addresses))
    return tuple(
        dict.fromkeys((*threads(message), *_hashes("from", (_person(one, own) for one in addresses)), *domains))
    )


def sender_ties(message: Message) -> tuple[int, ...]:
    """Return the tie of the sender alone."""
    return _hashes("from", (_person(message.sender, _own(message)),))


def marks(message: Message) -> tuple[int, ...]:
    """Return the marks of a message: the brand in its domains, the hosts that it points at, the calendar that is one person's."""
    hosts = [host(url) for url in message.links]
    told = (registrable(one) for one in hosts if not under(one, CALENDARS | MAILERS) and not _is_shared(one))
    firms = dict.fromkeys((seller_domain(message), *(one for one in told if one not in _own(message))))
    calendars = (_calendar(url) for url, one in zip(message.links, hosts, strict=True) if under(one, CALENDARS))
    found = (*_hashes("brand", map(brand, firms)), *_hashes("host", firms), *_hashes("calendar", calendars))
    return tuple(dict.fromkeys(found))[:MOST_MARKS]


def brand(domain: str) -> str:
    """Return the name in a domain without what is put around it: `getfirm.com`, `firm-hq.io` and `firm.de` are of one brand."""
    label = domain.partition(".")[0]
    parts = [part for part in label.split("-") if part and part not in _DRESS and not part.isdigit()]
    name = _DRESSED.sub("", "".join(parts))
    return name if len(name) >= _BRAND_LETTERS else ""


def _own(message: Message) -> frozenset[str]:
    """Return the addresses and domains that the recipient has to themselves."""
    domains = (registrable(one.domain) for one in message.recipients if not _is_shared(one.domain))
    return frozenset((*domains, *(one.spec for one in message.recipients)))


def _firm(address: Address, own: frozenset[str]) -> str:
    domain = "" if _is_shared(address.domain) else registrable(address.domain)
    return "" if domain in own else domain


def _person(address: Address, own: frozenset[str]) -> str:
    """Return who this address is; behind a network's own address stands whoever it names, behind a mailer's nobody."""
    domain = registrable(address.domain)
    if not address.spec or address.spec in own or domain in own:
        return ""
    if is_network(domain):
        name, network = address.name.casefold(), domain.partition(".")[0].partition("-")[0]
        return f"{domain} {name}" if name and not name.startswith(network) else ""
    return "" if under(domain, MAILERS) else address.spec


def _is_shared(domain: str) -> bool:
    return "." not in domain or domain in FREEMAIL or is_network(domain) or under(domain, MAILERS)


def _calendar(url: str) -> str:
    """Return the part of a calendar's link that tells whose it is: its host and first step."""
    path = url.partition("://")[2].partition("?")[0].strip("/").split("/")
    return f"{host(url)}/{path[1].casefold()}" if len(path) > 1 and path[1] else ""


def _hashes(kind: str, values: Iterable[str]) -> tuple[int, ...]:
    def hashed() -> Iterator[int]:
        for value in dict.fromkeys(values):
            if value:
                digest = blake2b(f"{kind}:{value}".encode("utf-8", "surrogatepass"), digest_size=TIE_BYTES).digest()
                yield int.from_bytes(digest, "little")

    return tuple(hashed())
