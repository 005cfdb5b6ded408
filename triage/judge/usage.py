"""How public mail uses words: how common each is, and which way it leans, to cold mail or to other correspondence. Pure.

Counts alone, made by `bench/count_words.py` and kept in `data/usage.tsv` and in the model: in how many senders' mail a word or a
pair of words stands. A corpus written by a few hands knows what cold mail says; how people write who want nothing it knows less well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from triage.errors import UsageError
from triage.judge.signals import Signal

LEAST_SENDERS = 8
"""A word or pair that fewer senders used is not counted: it may be one person's, or one topic's."""
LEANS = 0.7
"""From this log-ratio on a word leans; the others, most of them, say nothing either way."""
_STRONGEST = 3.0
_FULL = 20.0
"""The lean at which a signal has full strength; spam that hides nothing comes to about 15."""
_SHOWN = 4
_FAMILIAR = 0.35
"""Of English mail 99 % has a larger share of words that were counted, of German, French ... mail 1 % has."""


@dataclass(frozen=True)
class Usage:
    """The words and pairs of words counted, and for each how many senders of cold mail and of other mail use it.

    `senders` says how many there were of each. Without words nothing leans, and nothing is known to be common.
    """

    words: tuple[str, ...] = ()
    cold: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()
    senders: tuple[int, int] = (0, 0)
    _shares: dict[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        everybody = max(1, sum(self.senders))
        counts = zip(self.words, self.cold, self.plain, strict=True)
        object.__setattr__(self, "_shares", {word: (one + other) / everybody for word, one, other in counts})

    def share(self, word: str) -> float:
        """Return the share of senders who use this word, 0 to 1; 0 for one that was not counted."""
        return self._shares.get(word, 0.0)

    @cached_property
    def leaning(self) -> dict[str, float]:
        """The words and pairs that lean, with the log-ratio of the two shares: above 0 to cold mail."""
        ratios = {
            word: _log_ratio(one, other, self.senders)
            for word, one, other in zip(self.words, self.cold, self.plain, strict=True)
        }
        return {word: ratio for word, ratio in ratios.items() if abs(ratio) >= LEANS}

    def familiar(self, run: Sequence[str]) -> bool:
        """Tell whether a run of words is in the language that was counted."""
        return sum(map(self._shares.__contains__, run)) > _FAMILIAR * len(run)

    def signals(self, terms: Iterable[str]) -> tuple[Signal, ...]:
        """Return the signal that tells which way these terms lean, each counted once; none where none leans.

        The sum grows with the length of a text, and what chance adds to it with the square root: so it is divided by that.
        """
        leaning = self.leaning
        met = {term: leaning[term] for term in terms if term in leaning}
        if not met:
            return ()
        lean = sum(met.values()) / math.sqrt(len(met)) / _FULL
        code, sign = ("cold-wording", 1.0) if lean > 0 else ("plain-wording", -1.0)
        loudest = sorted(
            (term for term in met if sign * met[term] > 0), key=lambda term: (len(term) < 2, -abs(met[term]), term)
        )[:_SHOWN]
        return (Signal(code, min(1.0, abs(lean)), ", ".join(loudest)),)


def _log_ratio(cold: int, plain: int, senders: Sequence[int]) -> float:
    ratio = math.log((cold + 0.5) / (senders[0] + 0.5)) - math.log((plain + 0.5) / (senders[1] + 0.5))
    return max(-_STRONGEST, min(_STRONGEST, ratio))


def parsed(table: str) -> Usage:
    """Return the usage in a table of `word, cold, plain` divided by tabs, whose first line has the numbers of senders."""
    rows = [line.split("\t") for line in table.splitlines()]
    try:
        (_, all_cold, all_plain), *counted = rows
        words, cold, plain = zip(*((word, int(one), int(other)) for word, one, other in counted), strict=True)
        return Usage(words, cold, plain, (int(all_cold), int(all_plain)))
    except ValueError as error:
        raise UsageError(
            "The table of word counts has a line that is not `word, number, number`, divided by tabs."
        ) from error
