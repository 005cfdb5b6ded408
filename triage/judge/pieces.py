"""Pieces of words: the runs of two to four characters within a token, its edges included, as 64-bit keys.

They carry what is learnt over to words never seen. A key packs the characters themselves, 16 bits each, so that two pieces
never share one; all of a message are found at once by numpy, 12 times faster than one by one (docs/decisions.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CHARACTERS = 1_500
"""About as many as the words that are weighed."""
_SPACE = 0x20
_CHARACTER = np.uint64(16)  # bits
_NUL = "\0"  # a run of it would be the key that no KeyTable knows


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
