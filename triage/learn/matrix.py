"""Labelled mail as numbers: how often each term and each piece stands in each message, counted once for all fits.

Which of them a fit knows, and how rare they are, depends on the mail that it sees and is found out anew for each (`Features`).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

from triage.judge.classifier import SCALES, SIGNAL_CODES, Reading
from triage.judge.signals import Signal

TERM_MESSAGES = 2
PIECE_MESSAGES = 3
AT_ONCE = 500
PART = 500


@dataclass(frozen=True, slots=True)
class Counts:
    """Messages in rows; columns of `terms` and `pieces` say how often, those of `signals` how strongly, scaled.

    `names` has the terms, in alphabetical order, and `keys` the pieces, in rising order. What too few messages hold for any fit
    is left out. `familiar` tells of each message whether its language is the one in which most is learnt, shape (messages,).
    """

    names: Sequence[str]
    keys: NDArray[np.uint64]
    terms: sparse.csr_matrix
    pieces: sparse.csr_matrix
    signals: sparse.csr_matrix
    familiar: NDArray[np.bool_]

    @property
    def messages(self) -> int:
        """The number of messages."""
        return int(self.signals.shape[0])


def counted(readings: Iterable[Reading]) -> Counts:
    """Count what these readings hold. Each may be forgotten once it was counted: terms take far more room than their counts."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__  # a term never met gets the next number
    terms, pieces = _Rows(), _Rows()
    signals = _Signals()
    familiar: list[bool] = []
    for reading in readings:
        terms.add(np.array([numbers[term] for term in reading.terms], dtype=np.uint64))
        pieces.add(reading.pieces)
        signals.add(reading.signals)
        familiar.append(reading.familiar)
    known, times = terms.counts(TERM_MESSAGES)
    names = _chosen(numbers, known)
    order = sorted(range(len(names)), key=names.__getitem__)
    keys, piece_times = pieces.counts(PIECE_MESSAGES)
    ordered = [names[at] for at in order]
    return Counts(ordered, keys, times[:, order], piece_times, signals.matrix(), np.array(familiar, dtype=bool))


def _chosen(numbers: dict[str, int], known: NDArray[np.uint64]) -> list[str]:
    """Return the terms of these numbers, and forget all others."""
    met = list(numbers)
    kept = "\n".join([met[number] for number in known.tolist()])
    del met
    numbers.clear()
    return kept.split("\n")  # copies, side by side: one old string would hold the memory of all of its neighbours


@dataclass(slots=True)
class _Rows:
    """What stands in one message after another: numbers, each once and rising, and how often each stands there.

    In buffers that grow: the room of many small arrays cannot be given back.
    """

    found: array[int] = field(default_factory=lambda: array("Q"))
    times: array[int] = field(default_factory=lambda: array("H"))
    ends: list[int] = field(default_factory=lambda: [0])

    def add(self, numbers: NDArray[np.uint64]) -> None:
        found, times = np.unique(numbers, return_counts=True)
        self.found.frombytes(found.tobytes())
        self.times.frombytes(times.astype(np.uint16).tobytes())
        self.ends.append(len(self.found))

    def counts(self, least: int) -> tuple[NDArray[np.uint64], sparse.csr_matrix]:
        """Return the numbers that at least so many messages hold, rising, and the counts of these."""
        numbers, held = self._held()
        kept = numbers[held >= least]
        columns, times, starts = array("i"), array("H"), [np.zeros(1, dtype=np.int32)]
        for ends, found, often in self._parts():
            at = np.searchsorted(kept, found).clip(max=max(0, len(kept) - 1))
            here = kept[at] == found if len(kept) else np.zeros(len(found), dtype=bool)
            columns.frombytes(at[here].astype(np.int32).tobytes())
            times.frombytes(often[here].tobytes())
            starts.append(starts[-1][-1] + np.concatenate(([0], np.cumsum(here, dtype=np.int32)))[ends])
        values = (np.frombuffer(times, np.uint16), np.frombuffer(columns, np.int32), np.concatenate(starts))
        return kept, sparse.csr_matrix(values, shape=(len(self.ends) - 1, len(kept)))

    def _held(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return all numbers, rising, and how many messages hold each. To sort all at once takes the room of all once more."""
        numbers, held = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
        for _, found, _ in self._parts():
            some, times = np.unique(found, return_counts=True)
            numbers, place = np.unique(np.concatenate((numbers, some)), return_inverse=True)
            held = np.bincount(place, np.concatenate((held, times))).astype(np.int64)
        return numbers, held

    def _parts(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.uint64], NDArray[np.uint16]]]:
        """Yield a few messages after the other: where each ends in what follows, what stands in them, and how often."""
        found, times = np.frombuffer(self.found, dtype=np.uint64), np.frombuffer(self.times, dtype=np.uint16)
        for first in range(0, len(self.ends) - 1, PART):
            ends = np.array(self.ends[first : first + PART + 1])
            part = slice(ends[0], ends[-1])
            yield ends[1:] - ends[0], found[part], times[part]


@dataclass(slots=True)
class _Signals:
    """The signals of one message after another, scaled."""

    strengths: array[float] = field(default_factory=lambda: array("d"))
    columns: array[int] = field(default_factory=lambda: array("i"))
    ends: list[int] = field(default_factory=lambda: [0])

    def add(self, signals: tuple[Signal, ...]) -> None:
        for signal in signals:
            self.strengths.append(signal.strength * SCALES[signal.code])
            self.columns.append(SIGNAL_CODES.index(signal.code))
        self.ends.append(len(self.columns))

    def matrix(self) -> sparse.csr_matrix:
        shape = (len(self.ends) - 1, len(SIGNAL_CODES))
        found = sparse.csr_matrix((np.array(self.strengths), np.array(self.columns), self.ends), shape=shape)
        found.sort_indices()
        return found


@dataclass(frozen=True, slots=True)
class TfIdf:
    """Sublinear TF-IDF of length 1: the columns that enough messages hold, and their inverse document frequency.

    The same as scikit-learn's `TfidfVectorizer` and `judge.classifier.tf_idf` (tests/learn/test_train.py).
    """

    kept: NDArray[np.int64]
    idf: NDArray[np.float64]

    @classmethod
    def of(cls, times: sparse.csr_matrix, least: int) -> TfIdf:
        """Return that of these counts."""
        held = np.bincount(times.indices, minlength=times.shape[1])
        kept = np.flatnonzero(held >= least)
        return cls(kept, np.log((1 + times.shape[0]) / (1 + held[kept])) + 1)

    def weigh(self, times: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the values of messages, of these or of others, shape (messages, columns kept)."""
        chosen = times[:, self.kept]
        values = np.log(chosen.data, dtype=np.float64)
        values += 1.0
        values *= self.idf[chosen.indices]
        weighed = sparse.csr_matrix((values, chosen.indices, chosen.indptr), shape=chosen.shape)
        normalize(weighed, copy=False)
        return weighed


@dataclass(frozen=True, slots=True)
class Features:
    """What a fit weighs, in the order terms, pieces, signals, as in `Model`."""

    terms: TfIdf
    pieces: TfIdf

    @classmethod
    def of(cls, counts: Counts, rows: NDArray[np.int64]) -> Features:
        """Return the features that these messages give."""
        return cls(TfIdf.of(counts.terms[rows], TERM_MESSAGES), TfIdf.of(counts.pieces[rows], PIECE_MESSAGES))

    def matrix(self, counts: Counts, rows: NDArray[np.int64]) -> sparse.csr_matrix:
        """Return the values of these messages, or of others, shape (messages, features).

        A few messages at once, into buffers that grow: to join columns, scipy takes several times their room.
        """
        values, columns, ends = array("d"), array("i"), [np.zeros(1, dtype=np.int64)]
        for some in np.array_split(rows, 1 + len(rows) // AT_ONCE):
            parts = [self.terms.weigh(counts.terms[some]), self.pieces.weigh(counts.pieces[some]), counts.signals[some]]
            joined = sparse.hstack(parts, format="csr")
            values.frombytes(joined.data.tobytes())
            columns.frombytes(joined.indices.astype(np.int32).tobytes())
            ends.append(ends[-1][-1] + joined.indptr[1:])
        shape = (len(rows), len(self.terms.kept) + len(self.pieces.kept) + len(SIGNAL_CODES))
        return sparse.csr_matrix((np.frombuffer(values), np.frombuffer(columns, np.int32), np.concatenate(ends)), shape)
