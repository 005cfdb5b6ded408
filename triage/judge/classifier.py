"""Scores of a message: TF-IDF terms and named signals, two linear questions, every score a sum of named contributions.

The first question is whether a message is outreach at all, the second which kind. scikit-learn trains both; here numpy serves
them, equal to scikit-learn's to 1e-9 (tests/learn/test_train.py). `reading` is the one function that both use.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.domain import LABELS, Label, Message, Scores
from triage.judge.signals import SENTENCES, Signal
from triage.judge.words import own_text, shape, subject_words
from triage.read import normalise

KINDS: tuple[Label, ...] = (Label.SPRAY, Label.IRRELEVANT, Label.PITCH, Label.SCAM)
SIGNAL_CODES: tuple[str, ...] = tuple(SENTENCES)
SIGNAL_SCALE = 0.35
"""How much a signal of full strength weighs against a text of length 1. Chosen by grouped cross-validation (docs/decisions.md)."""

CACHED_TOKENS = 10_000
_MOST_WORDS = 2_000
_LONGEST_TOKEN = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What the classifier looks at: words and pairs of words, how often each token occurs, and signals."""

    terms: tuple[str, ...]
    tokens: Mapping[str, int]
    signals: tuple[Signal, ...]


def reading(message: Message, run: Sequence[str], found: tuple[Signal, ...]) -> Reading:
    """Return the reading of a message: `run` is its own words, `found` its signals. Training and serving share this."""
    return Reading(terms(message, run), tokens(message), found)


def terms(message: Message, run: Sequence[str]) -> tuple[str, ...]:
    """Return words and pairs of words of the sender's own text, and the words of the subject as such."""
    body = [shape(word) for word in run[:_MOST_WORDS]]
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(body)]
    return (*body, *pairs, *(f"subject:{shape(word)}" for word in subject_words(message)))


def tokens(message: Message) -> dict[str, int]:
    """Return how often each token between blanks occurs in the subject and the sender's own text."""
    text = f"{normalise(message.subject[:500])} {own_text(message)}"
    return Counter(token[:_LONGEST_TOKEN] for token in text.split()[:_MOST_WORDS])


def pieces(token: str) -> tuple[str, ...]:
    """Return the runs of two to four characters of a token and its edges: what carries over to words never seen."""
    padded = f" {token} "
    return tuple(padded[at : at + size] for size in (2, 3, 4) for at in range(len(padded) - size + 1))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one term or signal adds to the log-odds of outreach."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features of one kind: where each stands, and its inverse document frequency, shape (features,)."""

    places: Mapping[str, int]
    idf: NDArray[np.float64]

    def known(self, names: Iterable[str]) -> list[int]:
        """Return the places of those names that are known, once for each time that they are given."""
        return [at for name in names if (at := self.places.get(name)) is not None]

    def vector(self, places: NDArray[np.int64], times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the TF-IDF values (sublinear, length 1) of features that occur so many times."""
        values = (1.0 + np.log(times)) * self.idf[places]
        length = math.sqrt(float(values @ values))
        return values / length if length else values


@dataclass(frozen=True, slots=True)
class Model:
    """A trained classifier, plain arrays and words; `learn.modelfile` keeps it on disk.

    Features stand in the order terms, pieces, signals; with n of them `outreach` has the shape (n,), `kind` (4, n) and
    `kind_bias` (4,). `calibration` is slope and intercept on the log-odds of outreach, `temperature` divides the log-odds of
    the kinds. `thresholds` holds for each kind the probability of outreach from which a message may be moved.
    `documents` is the number of messages learnt from.
    """

    terms: Vocabulary
    pieces: Vocabulary
    documents: int
    outreach: NDArray[np.float64]
    outreach_bias: float
    kind: NDArray[np.float64]
    kind_bias: NDArray[np.float64]
    calibration: tuple[float, float]
    temperature: float
    thresholds: Mapping[Label, float]
    names: tuple[str, ...]
    version: str
    cached: dict[str, NDArray[np.int64]] = field(default_factory=dict, compare=False, repr=False)

    def rarity(self, word: str) -> float:
        """Return the share of learnt mail that holds this word; 0 when none was seen."""
        at = self.terms.places.get(word)
        return 0.0 if at is None else (self.documents + 1) / math.exp(self.terms.idf[at] - 1) / self.documents

    def vector(self, read: Reading) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return places and values of the features that are not zero: terms, pieces, signals."""
        places, times = np.unique(np.array(self.terms.known(read.terms), dtype=np.int64), return_counts=True)
        piece_places, piece_times = self._pieces(read.tokens)
        strengths = np.array([signal.strength * SIGNAL_SCALE for signal in read.signals])
        columns = np.array([_COLUMN[signal.code] for signal in read.signals], dtype=np.int64)
        shift = len(self.terms.idf)
        values = (
            self.terms.vector(places, times.astype(np.float64)),
            self.pieces.vector(piece_places, piece_times),
            strengths,
        )
        return np.concatenate((places, piece_places + shift, columns + shift + len(self.pieces.idf))), np.concatenate(
            values
        )

    def _pieces(self, counted: Mapping[str, int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the pieces of these tokens and how often each occurs. Most tokens of mail come again: their pieces are kept."""
        if not counted:
            return np.empty(0, dtype=np.int64), np.empty(0)
        found = [self._pieces_of(token) for token in counted]
        times = np.repeat(np.fromiter(counted.values(), dtype=np.float64), [len(places) for places in found])
        summed = np.bincount(np.concatenate(found), weights=times, minlength=len(self.pieces.idf))
        places = np.flatnonzero(summed).astype(np.int64)
        return places, summed[places]

    def _pieces_of(self, token: str) -> NDArray[np.int64]:
        places = self.cached.get(token)
        if places is None:
            if len(self.cached) >= CACHED_TOKENS:
                self.cached.clear()
            places = self.cached[token] = np.array(self.pieces.known(pieces(token)), dtype=np.int64)
        return places

    def scores(self, read: Reading, *, relevance: bool) -> Scores:
        """Return calibrated probabilities over the five labels, summing to 1.

        Without `relevance` (no profile) nothing is called irrelevant: what would be, is spray.
        """
        odds, logits = self.log_odds(read)
        slope, intercept = self.calibration
        outreach = 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, slope * odds + intercept))))
        shares = np.exp((logits - logits.max()) / self.temperature)
        shares = shares / shares.sum()
        scores: Scores = {label: outreach * float(share) for label, share in zip(KINDS, shares, strict=True)}
        if not relevance:
            scores[Label.SPRAY] += scores[Label.IRRELEVANT]
            scores[Label.IRRELEVANT] = 0.0
        scores[Label.LEGITIMATE] = 1.0 - outreach
        return {label: scores[label] for label in LABELS}

    def log_odds(self, read: Reading) -> tuple[float, NDArray[np.float64]]:
        """Return the uncalibrated log-odds of outreach, and of the four kinds."""
        places, values = self.vector(read)
        return float(self.outreach[places] @ values) + self.outreach_bias, self.kind[
            :, places
        ] @ values + self.kind_bias

    def contributions(self, read: Reading, *, most: int = 12) -> list[Contribution]:
        """Return the features that add most, in either direction, to the calibrated log-odds of outreach, strongest first."""
        places, values = self.vector(read)
        added = self.calibration[0] * self.outreach[places] * values
        strongest = np.argsort(-np.abs(added), kind="stable")[:most]
        return [Contribution(self.names[places[at]], float(added[at])) for at in strongest]

    def signal_weight(self, signal: Signal, *, kind: Label | None = None) -> float:
        """Return what a signal adds to the log-odds of outreach, or of one kind among the kinds."""
        place = len(self.terms.idf) + len(self.pieces.idf) + _COLUMN[signal.code]
        weight = self.outreach[place] * self.calibration[0]
        if kind is not None and kind in KINDS:
            weight += self.kind[KINDS.index(kind), place] / self.temperature
        return float(weight) * signal.strength * SIGNAL_SCALE


def feature_names(terms: Vocabulary, pieces: Vocabulary) -> tuple[str, ...]:
    """Return the name of every feature in order: terms, pieces as `~abcd`, signals as `!code`."""
    return (*terms.places, *(f"~{piece}" for piece in pieces.places), *(f"!{code}" for code in SIGNAL_CODES))


_COLUMN = {code: at for at, code in enumerate(SIGNAL_CODES)}
