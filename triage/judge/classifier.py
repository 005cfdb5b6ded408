"""Scores of a message: TF-IDF terms and named signals, two linear questions, every score a sum of named contributions.

The first question is whether a message is outreach at all, the second which kind. scikit-learn trains both; here numpy serves
them, equal to scikit-learn's to 1e-9 (tests/learn/test_train.py). `reading` is the one function that both use.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from triage.domain import LABELS, Label, Message, Scores
from triage.judge.concepts import Concepts
from triage.judge.keytable import KeyTable
from triage.judge.pieces import pieces, spelt
from triage.judge.signals import NEARNESS, SENTENCES, Signal
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.judge.words import SUBJECT_CHARS, shape, words
from triage.read import normalise

KINDS: tuple[Label, ...] = (Label.SPRAY, Label.IRRELEVANT, Label.PITCH, Label.SCAM)
SIGNAL_CODES: tuple[str, ...] = tuple(SENTENCES)
SIGNAL_SCALE, NEARNESS_SCALE = 0.14, 0.35
"""How much a signal of full strength weighs against a text of length 1. Chosen by grouped cross-validation (docs/decisions.md)."""

SCALES: Mapping[str, float] = {code: NEARNESS_SCALE if code in NEARNESS else SIGNAL_SCALE for code in SIGNAL_CODES}

_ALL_BITS = 2**64 - 1

Places: TypeAlias = NDArray[np.signedinteger]
"""Where terms or pieces stand among those that are known."""

MOST_WORDS = 250
"""Only the first words are weighed: mail that wants something says so early, and what is pasted below it would drown it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the classifier looks at: words and pairs of words, keys of pieces of words, and signals.

    `familiar` tells whether it is in the language in which most was learnt.
    """

    terms: tuple[str, ...]
    pieces: NDArray[np.uint64]
    signals: tuple[Signal, ...]
    familiar: bool = True


def reading(
    message: Message, text: str, found: tuple[Signal, ...], *, usage: Usage, run: Sequence[str] | None = None
) -> Reading:
    """Return the reading of a message: `text` is its own text, `found` its signals. Training and serving share this.

    `run` are the words of `text`, where the caller has them already. Which way they lean by `usage` is one signal more.
    """
    subject = normalise(message.subject[:SUBJECT_CHARS])
    run = words(text) if run is None else run
    held = terms(words(subject), run)
    return Reading(held, pieces(f"{subject} {text}"), (*found, *usage.signals(held)), usage.familiar(run[:MOST_WORDS]))


def terms(subject: Sequence[str], run: Sequence[str]) -> tuple[str, ...]:
    """Return words and pairs of words of the sender's own text, and the words of the subject as such."""
    body = [word if word.isalpha() else shape(word) for word in run[:MOST_WORDS]]
    pairs = map(" ".join, itertools.pairwise(body))
    return (*body, *pairs, *(f"subject:{shape(word)}" for word in subject))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term or signal adds to the log-odds of outreach."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Places and values of the features of one message that are not zero, both of shape (features present,).

    `familiar` is that of its reading.
    """

    places: NDArray[np.int64]
    values: NDArray[np.float64]
    familiar: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that are known, where each stands, and its inverse document frequency, shape (terms,).

    They stand in one text and are found by their hashes: a dictionary of them takes twice the room. Python draws a key for its
    hashes at each start, so nobody can aim at a term; by chance one unknown term in 10^14 is taken for a known one.
    """

    written: bytes
    ends: NDArray[np.uint32]
    table: KeyTable
    idf: NDArray[np.float64]

    @classmethod
    def of(cls, names: Iterable[str], idf: NDArray[np.float64]) -> Terms:
        """Return these terms; the place of each is where it stands among them."""
        ordered = tuple(names)
        sizes = np.fromiter((len(name.encode()) for name in ordered), np.uint32, len(ordered))
        ends = np.cumsum(sizes, dtype=np.uint32)
        return cls("".join(ordered).encode(), ends, KeyTable.of(_hashes(ordered)), idf)

    def __iter__(self) -> Iterator[str]:
        """Yield them in their order."""
        return map(self.name, range(len(self.ends)))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.ends)

    def name(self, place: int) -> str:
        """Return the term that stands at this place."""
        start = self.ends.item(place - 1) if place else 0
        return self.written[start : self.ends.item(place)].decode()

    def place(self, name: str) -> int | None:
        """Return where a term stands, None when it is not known."""
        return self.table.place(hash(name) & _ALL_BITS | 1)

    def find(self, names: Sequence[str]) -> NDArray[np.int32]:
        """Return the places of those that are known, once for each time that they are given."""
        return self.table.find(_hashes(names))


def _hashes(names: Sequence[str]) -> NDArray[np.uint64]:
    """Return the hash of each name, made odd so that it is never 0."""
    return np.fromiter(map(hash, names), np.int64, len(names)).view(np.uint64) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces that are known, and their inverse document frequency, shape (pieces,)."""

    table: KeyTable
    idf: NDArray[np.float64]


def tf_idf(found: Places, idf: NDArray[np.float64]) -> tuple[Places, NDArray[np.float64]]:
    """Return the places that occur among the found ones, in order, and their values: sublinear TF-IDF of length 1."""
    ordered = np.sort(found)
    edges = np.ones(len(ordered) + 1, dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=edges[1:-1])
    starts = edges.nonzero()[0]  # np.unique does the same in twice the time
    places = ordered.take(starts[:-1])
    values = (1.0 + np.log(starts[1:] - starts[:-1])) * idf.take(places)
    length = math.sqrt(float(values @ values))
    return places, values / length if length else values


@dataclass(frozen=True, slots=True)
class Model:
    """A trained classifier, plain arrays and words; `learn.modelfile` keeps it on disk.

    Features stand in the order terms, pieces, signals; with n of them `weights` has the shape (n, 5), a column for outreach and
    one for each of `KINDS`, and `bias` (5,). `calibration` is slope and intercept on the log-odds of outreach,
    `calibration_unfamiliar` those for mail in languages of which less was learnt: its log-odds are smaller. `temperature`
    divides the log-odds of the kinds. `thresholds` holds for each kind the probability of outreach from which a message may be
    moved. `documents` is the number of messages learnt from. `said` is what its reader said of the offers of a trade, by
    its name: how many were answered, and how many put under which label.
    """

    terms: Terms
    pieces: Pieces
    usage: Usage
    documents: int
    weights: Weights
    bias: NDArray[np.float64]
    calibration: tuple[float, float]
    calibration_unfamiliar: tuple[float, float]
    temperature: float
    thresholds: Mapping[Label, float]
    version: str
    said: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def rarity(self, word: str) -> float:
        """Return the share of mail that holds this word, learnt or public, whichever is more; 0 when none was seen."""
        at = self.terms.place(word)
        if at is None:
            return self.usage.share(word)
        held = (self.documents + 1) / math.exp(
            self.terms.idf.item(at) - 1
        ) - 1  # what scikit-learn's smooth idf counted
        return max(held / self.documents, self.usage.share(word))

    def concepts(self) -> Concepts:
        """Return what words speak for which trade, by the rarity of this model's words."""
        return Concepts.of({word: self.rarity(word) for word in self.terms if " " not in word})

    def weigh(self, read: Reading) -> Weighed:
        """Return places and values of the features that are not zero: terms, pieces, signals."""
        term_places, term_values = tf_idf(self.terms.find(read.terms), self.terms.idf)
        piece_places, piece_values = tf_idf(self.pieces.table.find(read.pieces), self.pieces.idf)
        strengths = np.array([signal.strength * SCALES[signal.code] for signal in read.signals])
        columns = np.array([_COLUMN[signal.code] for signal in read.signals], dtype=np.int64)
        shift = len(self.terms.idf)
        places = (term_places, piece_places + shift, columns + shift + len(self.pieces.idf))
        return Weighed(np.concatenate(places), np.concatenate((term_values, piece_values, strengths)), read.familiar)

    def scores(self, weighed: Weighed, *, relevance: bool) -> Scores:
        """Return calibrated probabilities over the five labels, summing to 1.

        Without `relevance` (no profile) nothing is called irrelevant: what would be, is spray.
        """
        return self.told(*self.log_odds(weighed), relevance=relevance, familiar=weighed.familiar)

    def told(self, odds: float, kinds: NDArray[np.float64], *, relevance: bool, familiar: bool) -> Scores:
        """Return the calibrated probabilities of these log-odds, as `log_odds` returns them."""
        slope, intercept = self._line(familiar=familiar)
        outreach = 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, slope * odds + intercept))))
        logits = kinds.tolist()  # four figures: Python is faster at them than numpy
        highest = max(logits)
        shares = [math.exp((logit - highest) / self.temperature) for logit in logits]
        scores: Scores = {label: outreach * share / sum(shares) for label, share in zip(KINDS, shares, strict=True)}
        if not relevance:
            scores[Label.SPRAY] += scores[Label.IRRELEVANT]
            scores[Label.IRRELEVANT] = 0.0
        scores[Label.LEGITIMATE] = 1.0 - outreach
        return {label: scores[label] for label in LABELS}

    def _line(self, *, familiar: bool) -> tuple[float, float]:
        return self.calibration if familiar else self.calibration_unfamiliar

    def log_odds(self, weighed: Weighed) -> tuple[float, NDArray[np.float64]]:
        """Return the uncalibrated log-odds of outreach, and of the four kinds."""
        odds = weighed.values @ self.weights.take(weighed.places) + self.bias
        return float(odds[0]), odds[1:]

    def contributions(self, weighed: Weighed, *, most: int = 12) -> list[Contribution]:
        """Return the features that add most, in either direction, to the calibrated log-odds of outreach, strongest first."""
        added = self._line(familiar=weighed.familiar)[0] * self.weights.take(weighed.places)[:, 0] * weighed.values
        size = np.abs(added)
        # The strongest few are set apart first: to sort all of a thousand takes twice as long.
        least = np.partition(size, -most)[-most] if len(size) > most else 0.0
        strong = np.flatnonzero(size >= least)
        strongest = strong[np.argsort(-size[strong], kind="stable")][:most]
        return [Contribution(self.name(int(weighed.places[at])), float(added[at])) for at in strongest]

    def signal_weight(self, signal: Signal, *, kind: Label | None = None, familiar: bool = True) -> float:
        """Return what a signal adds to the log-odds of outreach, or of one kind among the kinds."""
        weights = self.weights.signals[_COLUMN[signal.code]]
        weight = weights[0] * self._line(familiar=familiar)[0]
        if kind is not None and kind in KINDS:
            weight += weights[1 + KINDS.index(kind)] / self.temperature
        return float(weight) * signal.strength * SCALES[signal.code]

    def name(self, place: int) -> str:
        """Return the name of a feature: a term as it is, a piece as `~abcd`, a signal as `!code`."""
        if place < len(self.terms.idf):
            return self.terms.name(place)
        place -= len(self.terms.idf)
        if place < len(self.pieces.idf):
            return "~" + spelt(int(self.pieces.table.keys[place]))
        return "!" + SIGNAL_CODES[place - len(self.pieces.idf)]


_COLUMN = {code: at for at, code in enumerate(SIGNAL_CODES)}
