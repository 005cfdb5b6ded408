"""Finds many 64-bit keys at once: a hash table in two flat arrays, a tenth of what a dictionary of as many strings takes.

What is looked up may be a key that says everything (`pieces.py`) or the hash of a name (`classifier.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PROBES = 16
"""Enough for a quarter of the slots taken; fewer made a table of 65,000 keys twice as large (docs/decisions.md)."""
_BEHIND = np.arange(1, _PROBES)
_DOUBLINGS = 7
_NO_KEY = np.uint64(0)
_SPREAD = 0x9E3779B97F4A7C15
_ALL_BITS = 2**64 - 1


@dataclass(frozen=True, slots=True)
class KeyTable:
    """Finds the places of known keys by linear probing; its slots hold places alone, four bytes each.

    An empty slot holds the place behind the last key, where `known` has a key that nobody asks for.
    """

    known: NDArray[np.uint64]
    slots: NDArray[np.int32]

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> KeyTable:
        """Return the table of these keys, none of them 0; the place of a key is where it stands in them.

        Raises ValueError where so many are the same, or have the same slot, that they cannot be told apart.
        """
        least = max(4, int(len(keys) * 2 - 1).bit_length())
        known = np.append(keys, _NO_KEY)
        for bits in range(least, least + _DOUBLINGS):
            if (slots := _filled(known, bits)) is not None:
                return cls(known, slots)
        raise ValueError("too many keys of one slot")

    @property
    def keys(self) -> NDArray[np.uint64]:
        """The keys in their order."""
        return self.known[:-1]

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the places of those keys that are known, once for each time that they are given.

        Most stand at their slot or nowhere; the slots behind it are looked at for the others, all in one step.
        """
        first = _slot(keys, len(self.slots))
        here = self.slots.take(first)
        hit = self.known.take(here) == keys
        left = (~hit & (here != len(self.known) - 1)).nonzero()[0]
        behind = self.slots.take((first[left, None] + _BEHIND) & (len(self.slots) - 1))
        hit_behind = self.known.take(behind) == keys[left, None]
        return np.concatenate((here[hit], behind[hit_behind]))

    def place(self, key: int) -> int | None:
        """Return the place of one key, None when it is not known: `find` for one, in a tenth of its time."""
        slots, nobody = self.slots, len(self.known) - 1
        first = (key * _SPREAD & _ALL_BITS) >> (64 - (len(slots).bit_length() - 1))
        for at in range(first, first + _PROBES):
            here: int = slots.item(at & (len(slots) - 1))
            if here == nobody:
                return None
            if self.known.item(here) == key:
                return here
        return None


def _filled(known: NDArray[np.uint64], bits: int) -> NDArray[np.int32] | None:
    """Return 2^bits slots with the place of each key, or None when one would stand further than `_PROBES` from its slot."""
    nobody = len(known) - 1
    slots = np.full(1 << bits, nobody, dtype=np.int32)
    left = np.arange(nobody)
    for probe in range(_PROBES):
        at = (_slot(known[left], len(slots)) + probe) & (len(slots) - 1)
        free = slots[at] == nobody
        _, first = np.unique(np.where(free, at, -1), return_index=True)
        taken = first[free[first]]
        slots[at[taken]] = left[taken]
        left = np.delete(left, taken)
        if not len(left):
            return slots
    return None


def _slot(keys: NDArray[np.uint64], slots: int) -> NDArray[np.int64]:
    """Return the slot of each key: the high bits of a product spread best (Knuth, TAOCP 3, 6.4)."""
    shift = np.uint64(64 - (slots.bit_length() - 1))
    return ((keys * np.uint64(_SPREAD)) >> shift).view(np.int64)
