"""Whether the verdicts of a label have earned that more is done about them: counts of what its reader let stand and corrected."""

from __future__ import annotations

import math
from dataclasses import dataclass

ENOUGH = 100
"""Messages that must have been judged. The bound below asks for 99 itself where none was corrected, for 157 where one was."""
MOST_ERROR = 0.03
"""The upper bound of the error, 95 % sure, above which a label is not promoted."""
SURENESS = 0.95


@dataclass(frozen=True, slots=True)
class Evidence:
    """How many messages of a label were filed, marked or observed and lay long enough, and how many of them their reader corrected.

    `recent` are those that the reader had no time for yet; they count for nothing.
    """

    judged: int = 0
    corrected: int = 0
    recent: int = 0

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.judged + other.judged, self.corrected + other.corrected, self.recent + other.recent)

    @property
    def upper_bound(self) -> float:
        """The share of wrong verdicts that is not exceeded, 95 % sure; 1 where nothing is known."""
        return upper_bound(self.corrected, self.judged)

    @property
    def is_thin(self) -> bool:
        """Whether this is too little to be promoted upon."""
        return self.judged < ENOUGH or self.upper_bound > MOST_ERROR


def upper_bound(errors: int, trials: int, *, sureness: float = SURENESS) -> float:
    """Return the one-sided upper bound of a rate after so many errors (Clopper and Pearson 1934), to 1e-12.

    It is the rate at which so few errors or fewer would be seen in 1 - `sureness` of all cases; without errors that is
    1 - (1 - sureness) ** (1 / trials), which the rule of three calls 3 / trials.
    """
    if errors >= trials:
        return 1.0
    low, high = errors / trials, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _at_most(errors, trials, middle) > 1.0 - sureness:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(errors: int, trials: int, rate: float) -> float:
    """Return how likely so many errors or fewer are, at a rate above errors / trials: the terms fall towards none."""
    if rate <= 0.0 or rate >= 1.0:
        return float(rate <= 0.0)
    log_choices = math.lgamma(trials + 1) - math.lgamma(errors + 1) - math.lgamma(trials - errors + 1)
    term = math.exp(log_choices + errors * math.log(rate) + (trials - errors) * math.log1p(-rate))
    total, against = 0.0, (1.0 - rate) / rate
    for at in range(errors, -1, -1):
        total += term
        term *= at / (trials - at + 1) * against
        if term <= total * 1e-18:
            break
    return total
