"""What a text says, without how: hashes of its words, each with the weight of its rarity. How much of one text another holds. Pure.

Words are stems, so that another tense is no other word; figures stand as they are. Order is left out: who rewords a letter keeps what
it says, the firm, the figures, the rare words, and loses its pairs of words (docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from triage.judge.concepts import stem

Rarity = Callable[[str], float]
"""The share of mail in which a word occurs, 0 to 1; 0 for a word never counted."""

FORM = 1
"""Raised whenever hashes or weights change: what was remembered in another form is read again from the folders of outreach."""
MOST_WORDS = 128
"""Words kept of a text, those that say most; 93 % of the outreach of our corpus has no more."""
SKETCH = 20
"""Words by which a text is found again, the rarest: measured, docs/decisions.md."""
SELDOM = 4.6
"""The weight of a word that stands in about one message in a thousand."""
_UNSEEN = 1 / 1500
_COMMON = 1.5
"""Nats of rarity that say nothing: what one message in five holds."""
_FIGURES = (0.3, 0.6, 1.6, 3.2, 4.5)
"""The weight of a figure by its digits, zeros at either end left out: 5, 30 and 1000 are anybody's, 1743 is not."""
_TELLING_FIGURE = 1.6


@dataclass(frozen=True, slots=True)
class Gist:
    """The words of a text that say most: `hashes` (uint32), `weights` in nats and `figures`, all of shape (words,), rarest first."""

    hashes: NDArray[np.uint32]
    weights: NDArray[np.float64]
    figures: NDArray[np.bool_]

    @classmethod
    def of(cls, run: Iterable[str], rarity: Rarity) -> Gist:
        """Return the gist of a text of these words."""
        said: dict[str, float] = {}
        for word in dict.fromkeys(run):
            key = word_key(word)
            weight = _weight(word, rarity)
            if weight > said.get(key, 0.0):
                said[key] = weight
        chosen = sorted(said, key=lambda key: (-said[key], _hash(key)))[:MOST_WORDS]
        return cls(
            np.array([_hash(key) for key in chosen], dtype=np.uint32),
            np.array([said[key] for key in chosen], dtype=np.float64),
            np.array([_is_figure(key) for key in chosen], dtype=np.bool_),
        )

    @property
    def mass(self) -> float:
        """What all words say together, in nats."""
        return float(self.weights.sum())

    def sketch(self) -> tuple[int, ...]:
        """Return the hashes of the rarest words, by which this text is found again."""
        return tuple(map(int, self.hashes[:SKETCH]))

    def shared(self, words: NDArray[np.uint32], mass: float) -> Shared:
        """Return what this text has in common with one of these words and this mass."""
        if not len(self.hashes) or not len(words):
            return Shared()
        both = self._among(words)
        common = float(self.weights[both].sum())
        if not common:
            return Shared()
        telling = both & (self.weights >= np.where(self.figures, _TELLING_FIGURE, SELDOM))
        return Shared(
            contained=common / self.mass,
            alike=min(1.0, common / math.sqrt(self.mass * mass)) if mass else 0.0,
            telling=int((telling & ~self.figures).sum()),
            figures=int((telling & self.figures).sum()),
        )

    def without(self, said: Sequence[NDArray[np.uint32]]) -> Gist:
        """Return what is left when the words of these others are taken out."""
        fresh = np.ones(len(self.hashes), dtype=np.bool_)
        for words in said:
            fresh &= ~self._among(words)
        return Gist(self.hashes[fresh], self.weights[fresh], self.figures[fresh])

    def _among(self, words: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Tell of each word whether it is one of these."""
        both: NDArray[np.bool_] = (self.hashes[:, None] == words).any(axis=1)  # here a tenth of the time of np.isin
        return both


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common.

    `contained` is the share of the one that the other holds, `alike` the same both ways, 0 to 1; `telling` counts the words
    that hardly anybody uses, `figures` the figures of two digits and more.
    """

    contained: float = 0.0
    alike: float = 0.0
    telling: int = 0
    figures: int = 0


def packed(gist: Gist) -> bytes:
    """Return the hashes as little-endian bytes, to be kept."""
    return gist.hashes.astype("<u4").tobytes()


def unpacked(words: bytes) -> NDArray[np.uint32]:
    """Return hashes that were packed."""
    return np.frombuffer(words, dtype="<u4").astype(np.uint32, copy=False)


@lru_cache(maxsize=2_048)
def word_key(word: str) -> str:
    """Return what a word is compared by: its stem, a figure as it stands."""
    return word if _is_figure(word) else stem(word)


def _weight(word: str, rarity: Rarity) -> float:
    if _is_figure(word):
        digits = "".join(filter(str.isdigit, word)).strip("0")
        return _FIGURES[min(len(digits), len(_FIGURES) - 1)]
    if len(word) < 3:
        return 0.0
    return max(0.0, -math.log(rarity(word) + _UNSEEN) - _COMMON)


def _is_figure(word: str) -> bool:
    return not word.isalpha() and any(map(str.isdigit, word))


@lru_cache(maxsize=2_048)
def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "little")
