"""What a reader's own words on outreach say of other offers of the same sort: directions in the space of trades.

Two offers of one trade share few words. The starting corpus names the trade of each of its offers, so that it can be learnt which
words go with the words of these names: along them a correction of one offer speaks for the next. It is for the second question
alone, which kind of outreach a message is; whether it is outreach at all is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from triage.domain import Label
from triage.judge.classifier import SIGNAL_CODES
from triage.judge.concepts import stem
from triage.learn.corpus import Example

REACH = 1.5
"""How far what is said of one offer carries along the trades, where 1 is as far as its own words carry (docs/decisions.md)."""
MOST_DIRECTIONS = 60
AT_ONCE = 500
RIDGE = 1.0
FEW = 20
"""From fewer offers whose trade is named nothing is learnt of trades."""


@dataclass(frozen=True, slots=True)
class Trades:
    """The directions along which one's own offers differ most, each a sum over the texts of offers whose trade is named.

    `named` are these texts, shape (offers, terms and pieces), and `shares` how much of each makes a direction, shape
    (offers, directions).
    """

    named: sparse.csr_matrix
    shares: NDArray[np.float64]

    @classmethod
    def of(cls, named: sparse.csr_matrix, names: Sequence[str], own: Iterable[sparse.csr_matrix]) -> Trades:
        """Learn them from texts: `names` has the trade of each of those `named`, its words joined by hyphens, and `own` are one's own
        offers, some after the others.

        There is no direction where no offer is one's own, or too few are named.
        """
        none = cls(named, np.zeros((len(names), 0)))
        if len(names) < FEW:
            return none
        alike = np.vstack([(some @ named.T).toarray() for some in parts(named)])
        alike[np.diag_indices_from(alike)] += RIDGE
        spelt = _spelt(names)
        weights = np.linalg.solve(alike, spelt - spelt.mean(axis=0))
        points = np.vstack([np.zeros((0, weights.shape[1])), *((some @ named.T) @ weights for some in own)])
        spread, directions = np.linalg.eigh(points.T @ points)
        length = float(np.sqrt(max(0.0, spread.sum()) / max(1, len(points))))
        if not length:
            return none
        kept = directions[:, spread > 1e-9 * length][:, -MOST_DIRECTIONS:]
        return cls(named, weights @ kept * (REACH / length))

    @property
    def directions(self) -> int:
        """How many there are; 0 where nothing is known of one's own taste."""
        return int(self.shares.shape[1])

    def points(self, texts: Iterable[sparse.csr_matrix]) -> NDArray[np.float64]:
        """Return where texts stand, shape (texts, directions); one's own offers at a length of about `REACH`."""
        return np.vstack([np.zeros((0, self.directions)), *((some @ self.named.T) @ self.shares for some in texts)])

    def spread(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return as weights of features, shape (features, n), what stands as weights of directions, shape (directions, n)."""
        told: NDArray[np.float64] = self.named.T @ (self.shares @ weights)
        return np.vstack([told, np.zeros((len(SIGNAL_CODES), told.shape[1]))])


def parts(texts: sparse.csr_matrix) -> Iterator[sparse.csr_matrix]:
    """Yield some rows after the others: what all of them share with others takes far more room than they."""
    return (texts[first : first + AT_ONCE] for first in range(0, texts.shape[0], AT_ONCE))


def trade_of(example: Example) -> str:
    """Return the name of the trade of an offer of the corpus; empty for one's own, and for a scam, which offers nothing."""
    return "" if example.stated or example.label in (Label.LEGITIMATE, Label.SCAM) else example.shape


def _spelt(names: Sequence[str]) -> NDArray[np.float64]:
    """Return the stems of names of trades, in columns, each row at length 1."""
    stems = [{stem(word) for word in name.split("-")} for name in names]
    columns = {each: at for at, each in enumerate(sorted(set().union(*stems)))}
    spelt = np.zeros((len(names), len(columns)))
    for row, held in zip(spelt, stems, strict=True):
        row[[columns[each] for each in held]] = 1.0 / np.sqrt(len(held))
    return spelt
