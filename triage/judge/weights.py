"""The weights of a model in half of the room: those of words and pieces as the whole numbers of its file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """A row of weights for each feature, terms and pieces first, then signals.

    What stands in `words` is how many `steps` each weight is; those of signals, few and sometimes larger than four bytes tell,
    are fractions.
    """

    words: NDArray[np.float64] | NDArray[np.int32] | NDArray[np.int64]
    signals: NDArray[np.float64]
    steps: float = 1.0

    @classmethod
    def of(cls, weights: NDArray[np.float64], *, signals: int) -> Weights:
        """Return these weights, shape (features, columns); the last rows are those of so many signals."""
        return cls(weights[: len(weights) - signals], weights[len(weights) - signals :])

    @classmethod
    def of_steps(cls, told: NDArray[np.int64], steps: float, *, signals: int) -> Weights:
        """Return the weights that are so many steps each; four bytes hold a step count, unless one is too large for them."""
        words, last = told[: len(told) - signals], told[len(told) - signals :]
        large = bool(len(words)) and max(int(words.max()), -int(words.min())) > np.iinfo(np.int32).max
        return cls(words.copy() if large else words.astype(np.int32), last / steps, steps)

    def __len__(self) -> int:
        """Return how many features there are."""
        return len(self.words) + len(self.signals)

    def take(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the rows of these features, those of signals last, shape (places, columns)."""
        first = int(np.count_nonzero(places < len(self.words)))
        of_words = self.words.take(places[:first], axis=0) / self.steps
        return np.concatenate((of_words, self.signals.take(places[first:] - len(self.words), axis=0)))

    def all(self) -> NDArray[np.float64]:
        """Return the rows of all features."""
        return np.concatenate((self.words / self.steps, self.signals))
