"""Labelled mail to a `Model`. The only importer of scikit-learn; deterministic for the same mail and library versions.

Probabilities are calibrated on mail of authors and recipients that the fitted fold has not seen: a random split flatters
(docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from triage.domain import Label
from triage.errors import UsageError
from triage.judge.classifier import KINDS, SCALES, SIGNAL_CODES, Model, Pieces, Reading, Terms, reading
from triage.judge.concepts import Concepts
from triage.judge.keytable import KeyTable
from triage.judge.relevance import Profile, relevance
from triage.judge.signals import OF_KIND_ALONE, WORDINGS, signals
from triage.judge.standing import protection
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.judge.words import own_text, subject_words, words
from triage.learn import told_little
from triage.learn.corpus import Example
from triage.learn.matrix import AT_ONCE, Counts, Features, counted
from triage.learn.taste import Trades, trade_of

OUTREACH_C = 0.5
WORDING = {"cold-wording": 0.4, "plain-wording": -0.4}
"""What a full lean of the words adds to the log-odds of outreach. Set: a corpus whose legitimate mail is the hardest there is
learns too much of it from easy messages, and does worse on authors that it has not seen (docs/decisions.md)."""
KIND_C = 4.0
FOLDS = 6
MOVE_AT_LEAST = 0.90
MOST_CAREFUL = 0.998
FEW = 50
"""With fewer legitimate messages than this nothing is known of the tail, and only what is all but certain moves. With fewer of
either sort in familiar or in unfamiliar languages these are not calibrated apart."""
ABSENT = -20.0
"""Log-odds of a kind of which there was no example."""
_SURE = 1.645
FALSE_MOVES = 1 / 1000
"""The share of held-out legitimate mail that may reach the threshold."""


def train(examples: Sequence[Example], *, usage: Usage, version: str) -> Model:
    """Fit, calibrate on held-out authors, and return the model; raise UsageError where there is nothing to tell apart.

    `usage` tells how public mail uses words; an empty one tells nothing.
    """
    return trained(examples, usage=usage, version=version).model


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what each example came to with a model that had seen neither its author nor its recipient."""

    model: Model
    held_out: HeldOut


def trained(examples: Sequence[Example], *, usage: Usage, version: str, answered: Sequence[Example] = ()) -> Trained:
    """Do as `train` does, and tell the held-out log-odds, too. What was `answered` teaches the second question alone."""
    labels = [example.label for example in examples]
    if labels.count(Label.LEGITIMATE) in (0, len(labels)):
        raise UsageError("There is nothing to tell apart: training needs legitimate mail and outreach.")
    lessons = Lessons.of(examples, usage, answered=answered)
    held_out = out_of_fold(lessons)
    model = fit(lessons).model(lessons, version=version)
    return Trained(calibrated(model, examples, held_out), held_out)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learnt from: examples, and behind them copies of some for recipients who told little (`learn.told_little`).

    `labels` and `weights` are those of all rows of `counts`; `copies` are the rows of the copies that count, `copied` the examples
    they are of. Behind the copies stand offers that were `answered`. Both teach the second question alone. `stated` are the rows of
    which one said oneself what they are, `trades` the directions of the offers among them, and `points` where all rows stand there.
    """

    examples: Sequence[Example]
    usage: Usage
    counts: Counts
    labels: NDArray[np.str_]
    weights: NDArray[np.float64]
    copies: NDArray[np.int64]
    copied: NDArray[np.int64]
    answered: Sequence[Example]
    stated: NDArray[np.bool_]
    trades: Trades | None
    points: NDArray[np.float64]

    @classmethod
    def of(cls, examples: Sequence[Example], usage: Usage, *, answered: Sequence[Example] = ()) -> Lessons:
        """Read and count the examples, their copies and what was answered."""
        copies = told_little.copies(examples)
        everything = [*examples, *copies, *answered]
        counts = counted(readings(everything, usage))
        labels = [example.label for example in everything]
        weights = np.array([example.weight for example in everything])
        useful = np.flatnonzero(told_little.tellable(counts, labels[: len(examples) + len(copies)], len(examples)))
        copied = told_little.sources(examples)[useful]
        stated = np.array([example.stated for example in everything])
        trades, points = trades_of(everything, counts, len(examples))
        rows = useful + len(examples)
        return cls(examples, usage, counts, np.array(labels), weights, rows, copied, answered, stated, trades, points)

    def of_kinds(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the outreach among these examples, its copies, and what was answered but for sellers of other examples."""
        outreach = rows[self.labels[rows] != Label.LEGITIMATE]
        others = {one.author for one in self.examples} - {self.examples[row].author for row in rows}
        first = len(self.labels) - len(self.answered)
        answered = [at for at, one in enumerate(self.answered, start=first) if one.author not in others]
        copies = self.copies[np.isin(self.copied, outreach)]
        return np.concatenate((outreach, copies, np.array(answered, dtype=np.int64)))


def trades_of(
    everything: Sequence[Example], counts: Counts, examples: int
) -> tuple[Trades | None, NDArray[np.float64]]:
    """Return the directions of one's own offers, and where all rows stand there: nothing where no offer is one's own.

    They are learnt once, for all folds: of one's own mail they see texts and no labels. The first rows are `examples`, of which the
    features are; copies of them stand nowhere.
    """
    own = [at for at, one in enumerate(everything) if one.stated and one.label is not Label.LEGITIMATE]
    if not own:
        return None, np.zeros((counts.messages, 0))
    names = {at: name for at, name in enumerate(map(trade_of, everything[:examples])) if name}
    features = Features.of(counts, np.arange(examples))

    def texts(rows: Iterable[int]) -> sparse.csr_matrix:
        return features.matrix(counts, np.array(list(rows), dtype=np.int64))[:, : -len(SIGNAL_CODES)]

    def in_parts(rows: Sequence[int]) -> Iterator[sparse.csr_matrix]:
        return (texts(rows[first : first + AT_ONCE]) for first in range(0, len(rows), AT_ONCE))

    trades = Trades.of(texts(names), list(names.values()), in_parts(own))
    placed = [*range(examples), *(at for at in own if at >= examples)]
    points = np.zeros((counts.messages, trades.directions))
    points[placed] = trades.points(in_parts(placed))
    return trades, points


def readings(examples: Sequence[Example], usage: Usage) -> Iterator[Reading]:
    """Read terms and signals of one example after another. Rarity of words is counted on these very examples, and by `usage`."""
    seen: dict[str, int] = {}
    for example in examples:
        for word in {*words(own_text(example.message)), *subject_words(example.message)}:
            seen[word] = seen.get(word, 0) + 1
    number = max(1, len(examples))

    def rarity(word: str) -> float:
        # The message at hand counts itself: a word that only it holds is as rare as one never seen.
        return max((seen.get(word, 0) - 1) / number, usage.share(word))

    concepts = Concepts.of({word: rarity(word) for word in seen})
    profiles = {
        recipient: Profile.of(recipient, rarity, lambda: concepts)
        for recipient in dict.fromkeys(example.recipient for example in examples)
    }
    return (reading_of(example, profiles[example.recipient], usage) for example in examples)


def reading_of(example: Example, profile: Profile, usage: Usage) -> Reading:
    """Return the reading of one example for the recipient of this profile."""
    own = own_text(example.message)
    run = [*subject_words(example.message), "", *words(own)]
    shared = relevance(example.message, run, profile)
    found = signals(example.message, run, recipient=example.recipient, relevance=shared)
    return reading(example.message, own, found, usage=usage)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Both questions, fitted and uncalibrated: weights of shape (features, 5) and bias (5,), as in `Model`.

    `of_trades` are the weights of the directions of one's own offers, shape (directions, 5).
    """

    features: Features
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    of_trades: NDArray[np.float64]

    def log_odds(self, counts: Counts, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the log-odds of outreach and of the four kinds of these messages by their own words, shape (messages, 5)."""
        odds: NDArray[np.float64] = self.features.matrix(counts, rows) @ self.weights + self.bias
        return odds

    def carried(self, lessons: Lessons, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return what the directions add to the log-odds of the four kinds, shape (messages, 4)."""
        carried: NDArray[np.float64] = lessons.points[rows] @ self.of_trades[:, 1:]
        return carried

    def model(self, lessons: Lessons, *, version: str) -> Model:
        """Return the model of what was learnt from all of these: what the directions say is added to the weights of words."""
        counts, terms, pieces = lessons.counts, self.features.terms, self.features.pieces
        said = 0.0 if lessons.trades is None else lessons.trades.spread(self.of_trades)
        return Model(
            terms=Terms.of((counts.names[at] for at in terms.kept), terms.idf),
            pieces=Pieces(KeyTable.of(counts.keys[pieces.kept]), pieces.idf),
            usage=lessons.usage,
            documents=len(lessons.examples),
            weights=Weights.of(self.weights + said, signals=len(SIGNAL_CODES)),
            bias=self.bias,
            calibration=(1.0, 0.0),
            calibration_unfamiliar=(1.0, 0.0),
            temperature=1.0,
            thresholds=dict.fromkeys(KINDS, MOVE_AT_LEAST),
            version=version,
        )


def fit(lessons: Lessons, *, rows: NDArray[np.int64] | None = None) -> Fitted:
    """Fit both questions on these examples, or on all."""
    counts, labels = lessons.counts, lessons.labels
    rows = np.arange(len(lessons.examples)) if rows is None else rows
    features = Features.of(counts, rows)
    matrix = features.matrix(counts, rows)
    _leave_out(matrix, OF_KIND_ALONE | WORDINGS)
    first = LogisticRegression(C=OUTREACH_C, class_weight="balanced", max_iter=2000, tol=1e-6)  # liblinear copies all
    first.fit(matrix, labels[rows] != Label.LEGITIMATE, sample_weight=lessons.weights[rows])
    weights = np.zeros((matrix.shape[1], 1 + len(KINDS)))
    bias = np.full(1 + len(KINDS), ABSENT)
    of_trades = np.zeros((lessons.points.shape[1], 1 + len(KINDS)))
    weights[:, 0], bias[0] = first.coef_[0], first.intercept_[0]
    for code, weight in WORDING.items():
        weights[matrix.shape[1] - len(SIGNAL_CODES) + SIGNAL_CODES.index(code), 0] = weight / SCALES[code]
    del matrix  # room for the second
    present = [1 + at for at, kind in enumerate(KINDS) if (labels[rows] == kind).any()]
    if len(present) == 1:
        bias[present] = 0.0
    else:
        outreach = lessons.of_kinds(rows)
        second = LogisticRegression(C=KIND_C, class_weight="balanced", max_iter=200, solver="newton-cg")
        matrix = features.matrix(counts, outreach)
        _leave_out(matrix, WORDINGS)
        truth = [KINDS.index(Label(label)) for label in labels[outreach]]
        second.fit(_beside_trades(matrix, lessons, outreach), truth, sample_weight=lessons.weights[outreach])
        of_kinds, bias[present] = _rows(second)
        weights[:, present] = of_kinds[:, : len(weights)].T
        of_trades[:, present] = of_kinds[:, len(weights) :].T
    return Fitted(features, weights, bias, of_trades)


def _beside_trades(matrix: sparse.csr_matrix, lessons: Lessons, rows: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return the features of these rows, and beside them where one's own stand among trades: the taste of others is not mine."""
    if not lessons.points.shape[1]:
        return matrix
    mine = np.where(lessons.stated[rows, None], lessons.points[rows], 0.0)
    beside: sparse.csr_matrix = sparse.hstack([matrix, sparse.csr_matrix(mine)], format="csr")
    return beside


def _leave_out(matrix: sparse.csr_matrix, codes: frozenset[str]) -> None:
    """Set to 0, in place, the signals of these codes, so that a question does not learn from them."""
    silent = np.zeros(matrix.shape[1], dtype=bool)
    silent[-len(SIGNAL_CODES) :] = [code in codes for code in SIGNAL_CODES]
    matrix.data[silent[matrix.indices]] = 0.0


def _rows(fitted: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a row of weights for each class; scikit-learn keeps one row for two classes."""
    if len(fitted.classes_) == 2:
        return np.vstack([-fitted.coef_[0] / 2, fitted.coef_[0] / 2]), np.array([-0.5, 0.5]) * fitted.intercept_[0]
    return fitted.coef_, fitted.intercept_


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Uncalibrated log-odds of messages by models that saw neither their author nor their recipient.

    `outreach` has the shape (messages,), `kinds` (messages, 4), `familiar` (messages,), as in `Counts`. `by_words` are the log-odds
    of the kinds for mail of others, who do not have one's own taste; they are the same where there is none.
    """

    outreach: NDArray[np.float64]
    kinds: NDArray[np.float64]
    familiar: NDArray[np.bool_]
    by_words: NDArray[np.float64]


def out_of_fold(lessons: Lessons) -> HeldOut:
    """Score each example by a model fitted without its author."""
    groups = _groups(lessons.examples)
    odds = np.zeros((len(lessons.examples), 1 + len(KINDS)))
    carried = np.zeros((len(lessons.examples), len(KINDS)))
    folds = min(FOLDS, len(set(groups)))
    for inside, outside in GroupKFold(n_splits=folds).split(groups, groups=groups):
        fitted = fit(lessons, rows=inside)
        odds[outside] = fitted.log_odds(lessons.counts, outside)
        carried[outside] = fitted.carried(lessons, outside)
    number = len(lessons.examples)
    by_words = odds[:, 1:] + np.where(lessons.stated[:number, None], carried, 0.0)
    return HeldOut(odds[:, 0], odds[:, 1:] + carried, lessons.counts.familiar[:number], by_words)


def _groups(examples: Sequence[Example]) -> list[str]:
    """Group by author where there are several, else by campaign."""
    authors = [example.author for example in examples]
    return authors if len(set(authors)) >= 3 else [example.group for example in examples]


def calibrated(model: Model, examples: Sequence[Example], held_out: HeldOut) -> Model:
    """Return the model with probabilities that held on unseen authors, and thresholds within the budget of false moves."""
    is_outreach = np.array([example.label is not Label.LEGITIMATE for example in examples])
    everywhere = _platt(held_out.outreach, is_outreach)
    lines = []
    for here in (held_out.familiar, ~held_out.familiar):
        enough = min(is_outreach[here].sum(), (~is_outreach)[here].sum()) >= FEW
        lines.append(_platt(held_out.outreach[here], is_outreach[here]) if enough else everywhere)
    slope, intercept = (np.where(held_out.familiar, *both) for both in zip(*lines, strict=True))
    temperature = _temperature(held_out.by_words, examples)
    odds = slope * held_out.outreach + intercept
    allowed = FALSE_MOVES * int((~is_outreach).sum())
    return replace(
        model,
        calibration=lines[0],
        calibration_unfamiliar=lines[1],
        temperature=temperature,
        thresholds=_thresholds(odds, held_out.kinds.argmax(axis=1), examples, allowed),
    )


def _thresholds(
    odds: NDArray[np.float64], kinds: NDArray[np.int64], examples: Sequence[Example], allowed: float
) -> dict[Label, float]:
    """Return for each kind the probability of outreach from which it moves: most caught within one budget of false moves.

    `odds` are calibrated, `kinds` the likeliest kind of each message. A kind that legitimate mail is seldom taken for may move
    earlier; what is caught more for each false move that is expected decides how the budget is shared (Lagrange).
    """
    risky = np.array([_at_risk(example) for example in examples])
    if risky.sum() < FEW:
        return dict.fromkeys(KINDS, MOST_CAREFUL)
    outreach = np.array([example.label is not Label.LEGITIMATE for example in examples])
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
    `excess` is the upper end of what the mean excess may be, 95 % sure: the world is wider than the corpus.
    """

    start: float
    excess: float

    @classmethod
    def of(cls, odds: NDArray[np.float64]) -> _Tail:
        start = float(np.quantile(odds, 0.9))
        above = odds[odds > start] - start
        return cls(start, float(above.mean()) * (1.0 + _SURE / math.sqrt(len(above))))

    def over(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the share of the tail that is expected above each of these log-odds."""
        share: NDArray[np.float64] = np.exp(-np.maximum(0.0, odds - self.start) / self.excess)
        return share


def _logit(probability: float) -> float:
    return math.log(probability / (1.0 - probability))


def _at_risk(example: Example) -> bool:
    """Tell whether this is legitimate mail that nothing but the classifier keeps in its place."""
    message = example.message
    return example.label is Label.LEGITIMATE and not message.faults and protection(message, frozenset()) is None


def _platt(odds: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit slope and intercept of the true log-odds (Platt 1999)."""
    fitted = LogisticRegression(C=1e4, solver="liblinear", random_state=0).fit(odds.reshape(-1, 1), truth)
    return round(float(fitted.coef_[0, 0]), 6), round(float(fitted.intercept_[0]), 6)


def _temperature(kinds: NDArray[np.float64], examples: Sequence[Example]) -> float:
    """Return the temperature of least log-loss over the kinds, from a fixed grid."""
    rows = [at for at, example in enumerate(examples) if example.label in KINDS]
    truth = np.array([KINDS.index(examples[at].label) for at in rows])
    best, least = 1.0, math.inf
    for temperature in np.geomspace(0.2, 5.0, 61):
        scaled = kinds[rows] / temperature
        scaled = scaled - scaled.max(axis=1, keepdims=True)
        loss = float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(rows)), truth]))
        if loss < least:
            best, least = float(temperature), loss
    return round(best, 6)
