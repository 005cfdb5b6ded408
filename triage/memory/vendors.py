"""Who sent the remembered outreach, over the years: touches, and the vendors that they make up. Reads what `fingerprints` keeps.

A vendor is a seller with all its domains and addresses. Who stands behind an address is for the caller to say. Nothing here is ever
pruned: a memory of ten years is read as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from triage.domain import Label, RepeatKind

if TYPE_CHECKING:
    from triage.memory.database import Database

_LABELS: Final = tuple(Label)
_KINDS: Final = tuple(RepeatKind)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Touch:
    """One remembered message: who sent it, what it was, what it repeats.

    `mailbox` is the name under which its memory is kept, `sure` whether it was sure enough to be moved.
    """

    id: str
    date: datetime | None
    sender: str
    domain: str
    name: str
    label: Label
    kind: RepeatKind | None = None
    of: str | None = None
    mailbox: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Vendor:
    """A seller with everything that it sent, oldest first, undated last."""

    name: str
    touches: tuple[Touch, ...]

    @property
    def domains(self) -> tuple[str, ...]:
        """The domains that it wrote from, the first one first."""
        return tuple(dict.fromkeys(touch.domain for touch in self.touches if touch.domain))

    @property
    def reps(self) -> frozenset[str]:
        """The addresses that it wrote from."""
        return frozenset(touch.sender for touch in self.touches)

    @property
    def names(self) -> tuple[str, ...]:
        """The display names that it wrote under, the first one first."""
        return tuple(dict.fromkeys(touch.name for touch in self.touches if touch.name))

    @property
    def kinds(self) -> Counter[RepeatKind]:
        """How many of each kind of repeat there are."""
        return Counter(touch.kind for touch in self.touches if touch.kind is not None)

    @property
    def dates(self) -> tuple[datetime, ...]:
        """When it wrote, as far as that is known."""
        return tuple(touch.date for touch in self.touches if touch.date is not None)

    @property
    def longest_gap(self) -> timedelta | None:
        """The longest time between two messages; None where there are no two."""
        return max((later - earlier for earlier, later in pairwise(self.dates)), default=None)


class Vendors:
    """The touches of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    def touches(self, *, mailbox: str = "") -> list[Touch]:
        """Return every remembered message, without its hashes."""
        sql = (
            "SELECT id, date, sender, domain, name, label, kind, original, sure FROM fingerprint JOIN seller USING (s)"
        )
        rows = {row[0]: row for layer in reversed(self._layers) for row in layer.rows(sql)}
        return [
            Touch(
                shown,
                None if date is None else _EPOCH + timedelta(microseconds=date),
                sender,
                domain,
                name,
                _LABELS[label],
                None if kind is None else _KINDS[kind],
                of,
                mailbox,
                bool(sure),
            )
            for shown, date, sender, domain, name, label, kind, of, sure in rows.values()
        ]

    def folders(self) -> Mapping[str, str]:
        """Return where each message that was filed stands, by its id, as far as the journal knows."""
        sql = "SELECT id, destination FROM intent WHERE state = 'done' AND undoes IS NULL AND destination IS NOT NULL"
        return {shown: folder for layer in reversed(self._layers) for shown, folder in layer.rows(sql)}


def grouped(touches: Iterable[Touch], who: Callable[[Touch], str]) -> list[Vendor]:
    """Return the vendors, those who pester most first: repeats, then touches.

    Touches of which `who` says the same are of one vendor, and so are a sister and what it repeats. Who never sent anything that was
    surely outreach is no vendor.
    """
    found = sorted(touches, key=_when)
    names = [who(touch) for touch in found]
    by_id = {(touch.mailbox, touch.id): name for touch, name in zip(found, names, strict=True)}
    roots = _joined(
        (name, original)
        for touch, name in zip(found, names, strict=True)
        if touch.kind is RepeatKind.SISTER and (original := by_id.get((touch.mailbox, touch.of or ""))) is not None
    )
    members: dict[str, list[tuple[str, Touch]]] = {}
    for touch, name in zip(found, names, strict=True):
        members.setdefault(roots.get(name, name), []).append((name, touch))
    vendors = [_vendor(those) for those in members.values() if any(touch.sure for _, touch in those)]
    return sorted(vendors, key=lambda one: (-one.kinds.total(), -len(one.touches), one.name))


def _vendor(members: Sequence[tuple[str, Touch]]) -> Vendor:
    """Name a vendor after the domain that it wrote from most, or else the address."""
    counts = Counter((bool(touch.domain), name) for name, touch in members)
    name = max(counts, key=lambda key: (key[0], counts[key]))[1]
    return Vendor(name, tuple(touch for _, touch in members))


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return one name for each set of names that these pairs join."""
    parents: dict[str, str] = {}

    def root(name: str) -> str:
        while (parent := parents.setdefault(name, name)) != name:
            parents[name] = name = parents[parent]
        return name

    for one, other in pairs:
        parents[root(one)] = root(other)
    return {name: root(name) for name in list(parents)}


def _when(touch: Touch) -> tuple[bool, datetime, str, str]:
    return touch.date is None, touch.date or _EPOCH, touch.mailbox, touch.id
