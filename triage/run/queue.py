"""The messages of a sweep in the order in which they are judged, kept small: a mailbox may hold hundreds of thousands."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import overload

import numpy as np

from triage.domain import Entry, Ref


class Queue(Sequence[Ref]):
    """Places of messages, oldest first, undated ones last, of one date as they were scanned: 30 to 60 bytes for each.

    A list of `Entry` takes 300. `limit` keeps only the oldest.
    """

    def __init__(self, entries: Iterable[Entry], *, limit: int | None = None) -> None:
        self._places: dict[tuple[str, str], int] = {}
        self._place = array("H")
        self._names = bytearray()
        self._ends = array("Q", [0])
        self._answered = bytearray()
        dates = array("d")
        for entry in entries:
            ref = entry.ref
            self._place.append(self._places.setdefault((ref.folder, ref.validity), len(self._places)))
            self._names += ref.uid.encode("utf-8", "surrogatepass")
            self._ends.append(len(self._names))
            self._answered.append(entry.answered)
            dates.append(math.inf if entry.date is None else entry.date.timestamp())
        self._kinds = list(self._places)
        self._order = np.argsort(np.frombuffer(dates), kind="stable").astype(np.uint32)[:limit]

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Ref: ...
    @overload
    def __getitem__(self, index: slice) -> list[Ref]: ...
    def __getitem__(self, index: int | slice) -> Ref | list[Ref]:
        if isinstance(index, slice):
            return [self._ref(int(at)) for at in self._order[index]]
        return self._ref(int(self._order[index]))

    def answered(self) -> Iterator[Ref]:
        """Yield the messages that I replied to."""
        return (self._ref(int(at)) for at in self._order if self._answered[at])

    def before(self, ref: Ref, *, most: int) -> Queue:
        """Return the messages that come before this one, the latest `most` of them."""
        end = next((at for at, each in enumerate(self) if each == ref), len(self))
        shorter = copy(self)
        shorter._order = self._order[max(0, end - most) : end]  # noqa: SLF001 - another of us
        return shorter

    def _ref(self, at: int) -> Ref:
        folder, validity = self._kinds[self._place[at]]
        name = self._names[self._ends[at] : self._ends[at + 1]]
        return Ref(folder, name.decode("utf-8", "surrogatepass"), validity)
