"""Labelled mail to a `Model`. The only importer of scikit-learn; deterministic for the same mail and library versions.

Probabilities are calibrated on mail of authors and recipients that the fitted fold has not seen: a random split flatters
(docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from triage.domain import Label
from triage.errors import UsageError
from triage.judge.classifier import KINDS, SCALES, SIGNAL_CODES, Model, Pieces, Reading, Terms, reading
from triage.judge.concepts import Concepts
from triage.judge.pieces import PieceTable
from triage.judge.relevance import Profile, relevance
from triage.judge.signals import OF_KIND_ALONE, signals
from triage.judge.standing import protection
from triage.judge.words import own_text, subject_words, words
from triage.learn.corpus import Example

TERM_MESSAGES = 2
PIECE_MESSAGES = 3
OUTREACH_C = 0.5
KIND_C = 4.0
FOLDS = 6
MOVE_AT_LEAST = 0.90
MOST_CAREFUL = 0.995
FEW = 50
"""With fewer legitimate messages than this nothing is known of the tail, and only what is all but certain moves."""
ABSENT = -20.0
"""Log-odds of a kind of which there was no example."""
FALSE_MOVES = 1 / 1000
"""The share of held-out legitimate mail that may reach the threshold."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example as the classifier sees it."""

    example: Example
    reading: Reading


def train(examples: Sequence[Example], *, version: str) -> Model:
    """Fit, calibrate on held-out authors, and return the model; raise UsageError where there is nothing to tell apart."""
    legitimate = sum(example.label is Label.LEGITIMATE for example in examples)
    if legitimate in (0, len(examples)):
        raise UsageError("There is nothing to tell apart: training needs legitimate mail and outreach.")
    prepared = prepare(examples)
    held_out = out_of_fold(prepared)
    model = fit(prepared, version=version)
    return calibrated(model, prepared, held_out)


def prepare(examples: Sequence[Example]) -> list[Prepared]:
    """Read terms and signals of every example. Rarity of words is counted on these very examples."""
    seen: dict[str, int] = {}
    for example in examples:
        for word in {*words(own_text(example.message)), *subject_words(example.message)}:
            seen[word] = seen.get(word, 0) + 1
    number = max(1, len(examples))

    def rarity(word: str) -> float:
        # The message at hand counts itself: a word that only it holds is as rare as one never seen.
        return max(0, seen.get(word, 0) - 1) / number

    concepts = Concepts.of({word: rarity(word) for word in seen})
    profiles = {
        recipient: Profile.of(recipient, rarity, lambda: concepts)
        for recipient in dict.fromkeys(example.recipient for example in examples)
    }
    return [_prepared(example, profiles[example.recipient]) for example in examples]


def _prepared(example: Example, profile: Profile) -> Prepared:
    own = own_text(example.message)
    run = [*subject_words(example.message), "", *words(own)]
    shared = relevance(example.message, run, profile)
    found = signals(example.message, run, recipient=example.recipient, relevance=shared)
    return Prepared(example, reading(example.message, own, found))


def fit(prepared: Sequence[Prepared], *, version: str = "") -> Model:
    """Fit both questions on all of these examples, uncalibrated."""
    terms = TfidfVectorizer(analyzer=_terms_of, min_df=TERM_MESSAGES, sublinear_tf=True, norm="l2", dtype=np.float64)
    parts = TfidfVectorizer(analyzer=_pieces_of, min_df=PIECE_MESSAGES, sublinear_tf=True, norm="l2", dtype=np.float64)
    columns = [terms.fit_transform(prepared), parts.fit_transform(prepared), _signal_matrix(prepared)]
    matrix = sparse.hstack(columns, format="csr")
    labels = np.array([row.example.label for row in prepared])
    is_outreach = labels != Label.LEGITIMATE
    first = LogisticRegression(C=OUTREACH_C, class_weight="balanced", max_iter=2000, solver="liblinear", random_state=0)
    first.fit(matrix @ sparse.diags(_asked_first(matrix.shape[1])), is_outreach)
    weights = np.zeros((matrix.shape[1], 1 + len(KINDS)))
    bias = np.full(1 + len(KINDS), ABSENT)
    weights[:, 0], bias[0] = first.coef_[0], first.intercept_[0]
    present = [1 + at for at, kind in enumerate(KINDS) if (labels == kind).any()]
    if len(present) == 1:
        bias[present] = 0.0
    else:
        second = LogisticRegression(C=KIND_C, class_weight="balanced", max_iter=2000, random_state=0)
        second.fit(matrix[is_outreach], [KINDS.index(label) for label in labels[is_outreach]])
        rows, bias[present] = _rows(second)
        weights[:, present] = rows.T
    return Model(
        terms=Terms.of(map(str, terms.get_feature_names_out()), np.asarray(terms.idf_)),
        pieces=Pieces(PieceTable.of(parts.get_feature_names_out().astype(np.uint64)), np.asarray(parts.idf_)),
        documents=len(prepared),
        weights=weights,
        bias=bias,
        calibration=(1.0, 0.0),
        temperature=1.0,
        thresholds=dict.fromkeys(KINDS, MOVE_AT_LEAST),
        version=version,
    )


def _asked_first(features: int) -> NDArray[np.float64]:
    """Return 1 for each feature that the first question may use, 0 for those that speak of the kind alone."""
    asked = np.ones(features)
    asked[features - len(SIGNAL_CODES) :] = [code not in OF_KIND_ALONE for code in SIGNAL_CODES]
    return asked


def _terms_of(row: Prepared) -> tuple[str, ...]:
    return row.reading.terms


def _pieces_of(row: Prepared) -> list[int]:
    keys: list[int] = row.reading.pieces.tolist()
    return keys


def _rows(fitted: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a row of weights for each class; scikit-learn keeps one row for two classes."""
    if len(fitted.classes_) == 2:
        return np.vstack([-fitted.coef_[0] / 2, fitted.coef_[0] / 2]), np.array([-0.5, 0.5]) * fitted.intercept_[0]
    return fitted.coef_, fitted.intercept_


def _signal_matrix(prepared: Sequence[Prepared]) -> sparse.csr_matrix:
    column = {code: at for at, code in enumerate(SIGNAL_CODES)}
    matrix = sparse.lil_matrix((len(prepared), len(SIGNAL_CODES)))
    for at, row in enumerate(prepared):
        for signal in row.reading.signals:
            matrix[at, column[signal.code]] = signal.strength * SCALES[signal.code]
    return matrix.tocsr()


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Uncalibrated log-odds of messages by models that saw neither their author nor their recipient.

    `outreach` has the shape (messages,), `kinds` (messages, 4).
    """

    outreach: NDArray[np.float64]
    kinds: NDArray[np.float64]


def out_of_fold(prepared: Sequence[Prepared]) -> HeldOut:
    """Score each message by a model fitted without its author."""
    groups = _groups(prepared)
    outreach = np.zeros(len(prepared))
    kinds = np.zeros((len(prepared), len(KINDS)))
    folds = min(FOLDS, len(set(groups)))
    for inside, outside in GroupKFold(n_splits=folds).split(groups, groups=groups):
        model = fit([prepared[at] for at in inside])
        for at in outside:
            outreach[at], kinds[at] = model.log_odds(model.weigh(prepared[at].reading))
    return HeldOut(outreach, kinds)


def _groups(prepared: Sequence[Prepared]) -> list[str]:
    """Group by author where there are several, else by campaign."""
    authors = [row.example.author for row in prepared]
    return authors if len(set(authors)) >= 3 else [row.example.group for row in prepared]


def calibrated(model: Model, prepared: Sequence[Prepared], held_out: HeldOut) -> Model:
    """Return the model with probabilities that held on unseen authors, and thresholds within the budget of false moves."""
    is_outreach = np.array([row.example.label is not Label.LEGITIMATE for row in prepared])
    slope, intercept = _platt(held_out.outreach, is_outreach)
    temperature = _temperature(held_out.kinds, prepared)
    odds = slope * held_out.outreach + intercept
    allowed = FALSE_MOVES * int((~is_outreach).sum())
    return replace(
        model,
        calibration=(slope, intercept),
        temperature=temperature,
        thresholds=_thresholds(odds, held_out.kinds.argmax(axis=1), prepared, allowed),
    )


def _thresholds(
    odds: NDArray[np.float64], kinds: NDArray[np.int64], prepared: Sequence[Prepared], allowed: float
) -> dict[Label, float]:
    """Return for each kind the probability of outreach from which it moves: most caught within one budget of false moves.

    `odds` are calibrated, `kinds` the likeliest kind of each message. A kind that legitimate mail is seldom taken for may move
    earlier; what is caught more for each false move that is expected decides how the budget is shared (Lagrange).
    """
    risky = np.array([_at_risk(row) for row in prepared])
    if risky.sum() < FEW:
        return dict.fromkeys(KINDS, MOST_CAREFUL)
    outreach = np.array([row.example.label is not Label.LEGITIMATE for row in prepared])
    tail = _Tail.of(odds[risky])
    grid = np.linspace(_logit(MOVE_AT_LEAST), _logit(MOST_CAREFUL), 200)
    caught = [np.array([(odds[outreach & (kinds == kind)] >= at).sum() for at in grid]) for kind in range(len(KINDS))]
    shares = [max(0.5, float((odds[risky & (kinds == kind)] > tail.start).sum())) for kind in range(len(KINDS))]
    wrong = [share * tail.over(grid) for share in shares]
    low, high = 0.0, 1e6
    for _ in range(60):
        price = (low + high) / 2
        chosen = [int((gain - price * cost).argmax()) for gain, cost in zip(caught, wrong, strict=True)]
        if sum(cost[at] for cost, at in zip(wrong, chosen, strict=True)) > allowed:
            low = price
        else:
            high = price
    chosen = [int((gain - high * cost).argmax()) for gain, cost in zip(caught, wrong, strict=True)]
    return {kind: round(1.0 / (1.0 + math.exp(-grid[at])), 3) for kind, at in zip(KINDS, chosen, strict=True)}


@dataclass(frozen=True, slots=True)
class _Tail:
    """The upper tail of the log-odds of legitimate mail, taken for exponential (peaks over threshold, Pickands 1975).

    The budget is less than one message of the corpus, and a threshold at the single worst one would follow that one's moods.
    """

    start: float
    excess: float

    @classmethod
    def of(cls, odds: NDArray[np.float64]) -> _Tail:
        start = float(np.quantile(odds, 0.9))
        return cls(start, float((odds[odds > start] - start).mean()))

    def over(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of the tail that is expected above each of these log-odds."""
        share: NDArray[np.float64] = np.exp(-np.maximum(0.0, odds - self.start) / self.excess)
        return share


def _logit(probability: float) -> float:
    return math.log(probability / (1.0 - probability))


def _at_risk(row: Prepared) -> bool:
    """Tell whether this is legitimate mail that nothing but the classifier keeps in its place."""
    message = row.example.message
    return row.example.label is Label.LEGITIMATE and not message.faults and protection(message, frozenset()) is None


def _platt(odds: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit slope and intercept of the true log-odds (Platt 1999)."""
    fitted = LogisticRegression(C=1e4, solver="liblinear", random_state=0).fit(odds.reshape(-1, 1), truth)
    return round(float(fitted.coef_[0, 0]), 6), round(float(fitted.intercept_[0]), 6)


def _temperature(kinds: NDArray[np.float64], prepared: Sequence[Prepared]) -> float:
    """Return the temperature of least log-loss over the kinds, from a fixed grid."""
    rows = [at for at, row in enumerate(prepared) if row.example.label in KINDS]
    truth = np.array([KINDS.index(prepared[at].example.label) for at in rows])
    best, least = 1.0, math.inf
    for temperature in np.geomspace(0.2, 5.0, 61):
        scaled = kinds[rows] / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        loss = float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(rows)), truth]))
        if loss < least:
            best, least = float(temperature), loss
    return round(best, 6)
