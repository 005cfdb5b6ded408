"""The repeat memory without what is no longer held against a seller: because I released them, or wrote to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.domain import Contacts, Fingerprint, Message, RepeatMemory
from triage.judge.sellers import seller_domain


@dataclass(frozen=True, slots=True)
class Held:
    """A repeat memory that keeps silent on released senders, and on everything that came until `settled`."""

    memory: RepeatMemory
    released: frozenset[str] = frozenset()
    settled: datetime | None = None

    @classmethod
    def against(cls, message: Message, memory: RepeatMemory, *, released: frozenset[str], contacts: Contacts) -> Held:
        """Return what is held against the sender of a message; a mail of mine to their domain settles what came before it."""
        domain = seller_domain(message)
        settled = contacts.wrote_to_domain(domain, before=message.date) if domain and message.date else None
        return cls(memory, released, settled)

    def similar(self, sketch: Sequence[int], *, limit: int = 32) -> Sequence[Fingerprint]:
        """Return the messages that share most words of this sketch."""
        return self._held(self.memory.similar(sketch, limit=limit))

    def tied(self, hashes: Sequence[int], *, before: datetime | None = None) -> Sequence[Fingerprint]:
        """Return the newest messages that share a tie or a mark with these; none that is later than `before`."""
        return self._held(self.memory.tied(hashes, before=before))

    def add(self, fingerprint: Fingerprint) -> None:
        """Remember one message."""
        self.memory.add(fingerprint)

    def _held(self, found: Iterable[Fingerprint]) -> list[Fingerprint]:
        return [one for one in found if not self._is_let_go(one)]

    def _is_let_go(self, one: Fingerprint) -> bool:
        if self.settled is not None and (one.date is None or one.date <= self.settled):
            return True
        return is_listed(one.sender, one.domain, self.released)


def is_released(message: Message, released: frozenset[str]) -> bool:
    """Tell whether nothing is held against the sender of a message, whatever they sent."""
    return bool(released) and is_listed(message.sender.spec, seller_domain(message), released)


def is_listed(sender: str, domain: str, listed: frozenset[str]) -> bool:
    """Tell whether a seller is on a list of addresses and `@domain`s, itself or by its domain."""
    return sender in listed or (bool(domain) and f"@{domain}" in listed)
