"""What a text is about, as a point in the space of trades: how near two texts are although they share no word.

Each stem of the phrases of `judge.trades` speaks for the trades that use it, the more the fewer they are and the rarer it is in
mail. So "Franchise-Partner gesucht" stands near "franchises", and "unbezahlte Rechnungen vorfinanzieren" near "factoring".
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from triage.judge.trades import Trade

_MOST_TRADES = 12
"""A stem of more trades than this says nothing of any."""
_COMMON = 1.5
"""Nats of rarity below which a stem is everyday speech."""
_UNSEEN = 1 / 3000
_TOLD = 3.0
"""The weight from which a text can be said to speak of a trade."""
_PHRASE = re.compile(r"[;\n]")
_STEM = 6


@functools.lru_cache(maxsize=4_096)
def stem(word: str) -> str:
    """Return a word without most of its endings: its first letters, plural and -y folded. Crude on purpose, in any language."""
    if word.endswith("ies"):
        word = word[:-3] + "i"
    elif word.endswith("y"):
        word = word[:-1] + "i"
    elif len(word) > 3 and word.endswith("s"):
        word = word[:-1]
    return word[:_STEM]


@dataclass(frozen=True, slots=True)
class Concepts:
    """The stems that speak for trades, each with the places of these trades in `slugs` and the weights."""

    slugs: tuple[str, ...]
    speaks: Mapping[str, tuple[tuple[int, float], ...]]

    @classmethod
    def of(cls, rarity: Mapping[str, float]) -> Concepts:
        """Return the concepts of all trades; `rarity` has the share of mail in which a word occurs, where one was ever seen."""
        from triage.judge.trades import TRADES  # ten thousand phrases, for those who have a profile

        slugs = tuple(TRADES)
        said: dict[str, dict[int, float]] = {}
        seen: dict[str, float] = {}
        for at, trade in enumerate(TRADES.values()):
            for stemmed, weight in _stems(trade, rarity, seen).items():
                said.setdefault(stemmed, {})[at] = weight
        speaks = {}
        for stemmed, trades in said.items():
            nats = -math.log(seen[stemmed] + _UNSEEN)
            if nats >= _COMMON and len(trades) <= _MOST_TRADES:
                share = nats / sum(trades.values())
                speaks[stemmed] = tuple((at, weight * share) for at, weight in trades.items())
        return cls(slugs, speaks)

    def point(self, stems: Iterable[str]) -> NDArray[np.float64]:
        """Return the point of a text of these stems, each given once; shape (trades,)."""
        point = [0.0] * len(self.slugs)  # one by one a list is added to faster than an array
        for stemmed in stems:
            for at, weight in self.speaks.get(stemmed, ()):
                point[at] += weight
        return np.array(point)

    def trade(self, point: NDArray[np.float64]) -> Trade | None:
        """Return the trade that a text speaks of most, or None when it speaks of none."""
        from triage.judge.trades import TRADES

        at = int(point.argmax())
        return TRADES[self.slugs[at]] if point[at] > _TOLD else None


def direction(point: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a point at length 1, or the origin."""
    length = math.sqrt(float(point @ point))
    return point / length if length else point


def _stems(trade: Trade, rarity: Mapping[str, float], seen: dict[str, float]) -> dict[str, float]:
    """Return how much each stem speaks for this trade, at most 1, and note in `seen` how common its commonest word is."""
    weights: dict[str, float] = {}
    for phrase in _PHRASE.split(trade.words):
        long = [word for word in phrase.split() if len(word) > 2]
        for stemmed in set(map(stem, long)):
            weights[stemmed] = min(1.0, weights.get(stemmed, 0.0) + 1 / len(long))
        for word in long:
            seen[stem(word)] = max(seen.get(stem(word), 0.0), rarity.get(word, 0.0))
    return weights
