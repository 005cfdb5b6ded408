"""A mail server that was found, and who said so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from triage.discover.providers import Provider, Tls

By: TypeAlias = Literal["table", "srv", "autoconfig", "mx", "told"]
"""Who named the server: our table, SRV in DNS, the domain's own page, our table by the domain's MX, or the user."""

_HOST = re.compile(
    r"(?=.{1,253}\Z)(?=.*[a-z][^.]*\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Where mail is, and as whom one signs in. `proven` is false where only DNS said so, which anybody on the way can forge."""

    host: str
    port: int
    tls: Tls
    user: str
    by: By
    provider: Provider | None = None
    only_tokens: bool = False
    proven: bool = True


def is_host(text: str) -> bool:
    """Tell whether this is the full name of a host, in lower case; an address of figures is none."""
    return _HOST.fullmatch(text) is not None
