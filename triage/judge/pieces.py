"""Pieces of words: the runs of two to four characters within a token, its edges included, as 64-bit keys.

They carry what is learnt over to words never seen. A key packs the characters themselves, 16 bits each, so that two pieces
never share one; all of a message are found at once by numpy, 12 times faster than one by one (docs/decisions.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CHARACTERS = 1_500
"""About as many as the words that are weighed."""
_SPACE = 0x20
_CHARACTER = np.uint64(16)  # bits
_PROBES = 8
_BEHIND = np.arange(1, _PROBES)
_EMPTY = np.uint64(0)
_NUL = "\0"  # a run of it would be the key of an empty slot
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def pieces(text: str) -> NDArray[np.uint64]:
    """Return the key of every piece of the tokens of a text in one array, once for each time it occurs."""
    tokens = text[:CHARACTERS].replace(_NUL, "").split()
    padded = f" {' '.join(tokens)} " if tokens else ""
    letters = np.frombuffer(padded.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint64)
    inside = letters[1:-1] != _SPACE
    twos = letters[:-1] << _CHARACTER | letters[1:]
    threes = twos[:-1] << _CHARACTER | letters[2:]
    fours = threes[:-1] << _CHARACTER | letters[3:]
    return np.concatenate((twos, threes[inside], fours[inside[:-1] & inside[1:]]))


def spelt(key: int) -> str:
    """Return the characters of a key."""
    return "".join(chr(part) for shift in (48, 32, 16, 0) if (part := key >> shift & 0xFFFF))


@dataclass(frozen=True, slots=True)
class PieceTable:
    """Finds the places of known keys: a hash table with linear probing in two flat arrays."""

    keys: NDArray[np.uint64]
    slots: NDArray[np.uint64]
    places: NDArray[np.int32]

    @classmethod
    def of(cls, keys: NDArray[np.uint64]) -> PieceTable:
        """Return the table of these keys; the place of a key is where it stands in them."""
        bits = max(4, int(len(keys) * 4 - 1).bit_length())
        while (table := cls._filled(keys, bits)) is None:
            bits += 1
        return table

    @classmethod
    def _filled(cls, keys: NDArray[np.uint64], bits: int) -> PieceTable | None:
        """Return a table of 2^bits slots, or None when a key would stand further than `_PROBES` from its slot."""
        slots = np.zeros(1 << bits, dtype=np.uint64)
        places = np.full(1 << bits, -1, dtype=np.int32)
        left = np.arange(len(keys))
        for probe in range(_PROBES):
            at = (_slot(keys[left], len(slots)) + probe) & (len(slots) - 1)
            free = slots[at] == _EMPTY
            _, first = np.unique(np.where(free, at, -1), return_index=True)
            taken = first[free[first]]
            slots[at[taken]] = keys[left[taken]]
            places[at[taken]] = left[taken]
            left = np.delete(left, taken)
            if not len(left):
                return cls(keys, slots, places)
        return None

    def find(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the places of those keys that are known, once for each time that they are given.

        Nearly all stand at their slot or nowhere; the slots behind it are looked at for the few others, all in one step.
        """
        first = _slot(keys, len(self.slots))
        here = self.slots.take(first)
        hit = here == keys
        left = (~hit & (here != _EMPTY)).nonzero()[0]
        behind = (first[left, None] + _BEHIND) & (len(self.slots) - 1)
        hit_behind = self.slots.take(behind) == keys[left, None]
        return np.concatenate((self.places.take(first[hit]), self.places.take(behind[hit_behind])))


def _slot(keys: NDArray[np.uint64], slots: int) -> NDArray[np.int64]:
    """Return the slot of each key: the high bits of a product spread best (Knuth, TAOCP 3, 6.4)."""
    shift = np.uint64(64 - (slots.bit_length() - 1))
    return ((keys * _SPREAD) >> shift).view(np.int64)
