"""How good verdicts were, with intervals: counts of judged mail in, figures out. Pure, numpy only.

Everything is computed from sums over groups of messages (a campaign, a thread), so that an interval comes from drawing whole
groups with replacement: mail of one campaign is alike, and would flatter if it were drawn one by one (Efron 1979).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.domain import LABELS, OUTREACH, Label, Scores

KINDS: tuple[Label, ...] = tuple(label for label in LABELS if label in OUTREACH)
BINS = 10
STEPS = 200
"""In so many steps the probability is tried from which outreach is called a pitch."""
PITCH_PRECISION = 0.85
DRAWS = 1000
SEED = 7
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Case:
    """One message with what it is and what was made of it.

    `label` is the best content label, `moved` says whether it would have been filed. Messages of one `group` are drawn together;
    `facets` are what tables are made by (`language` -> `pl`).
    """

    truth: Label
    label: Label
    moved: bool
    scores: Scores
    group: str
    facets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure between 0 and 1 and its 95 % interval; `count` is what it was measured on, and `value` None where that is nothing."""

    value: float | None
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """Precision, recall and F1 of one label, and how many messages bear it."""

    precision: Figure
    recall: Figure
    f1: Figure


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages whose probability of outreach lies in one tenth: how many, the mean told, the share that was outreach."""

    count: int
    told: float
    true: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one set. `confusion` has the shape (5 truths, 5 labels), in the order of `LABELS`.

    `kinds_f1` looks at outreach alone, by the likeliest kind, whether or not it was found out to be outreach; `macro_f1` is over
    the same four kinds by label, so that a kind that was taken for legitimate counts as missed, and the other way round.
    `pitch_recall` is the share of pitches that is found, outreach given, where 85 % of what is called a pitch is one.
    """

    messages: int
    labels: Mapping[Label, LabelFigures]
    confusion: NDArray[np.int64]
    macro_f1: Figure
    kinds_f1: Figure
    pitch_recall: Figure
    legitimate_moved: Figure
    outreach_caught: Figure
    moved_by_label: Mapping[Label, Figure]
    calibration_error: Figure
    reliability: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over messages; every array may have one more axis in front, for groups or for draws.

    labels (5, 5) and kinds (4, 4) by truth and answer; moved (5,) by truth; bins (10, 3): count, probability told, outreach;
    pitches (200, 2): outreach by the share of its probability that is that of a pitch, no pitches and pitches.
    """

    labels: NDArray[np.float64]
    kinds: NDArray[np.float64]
    moved: NDArray[np.float64]
    bins: NDArray[np.float64]
    pitches: NDArray[np.float64]

    def drawn(self, weights: NDArray[np.float64]) -> _Sums:
        """Return the sums of each draw; `weights` has the shape (draws, groups)."""
        parts = (self.labels, self.kinds, self.moved, self.bins, self.pitches)
        return _Sums(*(np.tensordot(weights, part, axes=1) for part in parts))


def figures(cases: Iterable[Case]) -> Figures:
    """Return every figure of these cases; raise ValueError when there is none."""
    listed = list(cases)
    if not listed:
        raise ValueError("no cases")
    groups = _by_group(listed)
    names = len(groups.moved)
    once = groups.drawn(np.ones((1, names)))
    draws = np.random.default_rng(SEED).multinomial(names, np.full(names, 1 / names), size=DRAWS).astype(float)
    resampled = groups.drawn(draws)
    truths = once.labels[0].sum(axis=1)

    def figure(of: Callable[[_Sums], NDArray[np.float64]], count: float) -> Figure:
        return _figure(float(of(once)[0]), of(resampled), int(count))

    def moved(labels: Iterable[Label]) -> Figure:
        rows = [LABELS.index(label) for label in labels]
        return figure(
            lambda sums: _over(sums.moved[:, rows].sum(axis=1), sums.labels[:, rows].sum(axis=(1, 2))),
            truths[rows].sum(),
        )

    outreach = sum(truths[LABELS.index(kind)] for kind in KINDS)
    return Figures(
        messages=len(listed),
        labels={
            label: LabelFigures(
                figure(_column(_precision, at), once.labels[0, :, at].sum()),
                figure(_column(_recall, at), truths[at]),
                figure(_column(_f1, at), truths[at]),
            )
            for at, label in enumerate(LABELS)
        },
        confusion=once.labels[0].astype(np.int64),
        macro_f1=figure(lambda sums: _macro(_f1(sums.labels)[:, _KIND_PLACES], sums.labels[:, _KIND_PLACES]), outreach),
        kinds_f1=figure(lambda sums: _macro(_f1(sums.kinds), sums.kinds), outreach),
        pitch_recall=figure(lambda sums: _pitch_recall(sums.pitches), truths[LABELS.index(Label.PITCH)]),
        legitimate_moved=moved([Label.LEGITIMATE]),
        outreach_caught=moved(KINDS),
        moved_by_label={label: moved([label]) for label in LABELS},
        calibration_error=figure(lambda sums: _calibration_error(sums.bins), len(listed)),
        reliability=tuple(
            Bin(int(count), told / count if count else 0.0, true / count if count else 0.0)
            for count, told, true in once.bins[0].tolist()
        ),
    )


def by_facet(cases: Sequence[Case], facet: str) -> dict[str, Figures]:
    """Return the figures of the cases of each value of a facet, most cases first."""
    parts: dict[str, list[Case]] = {}
    for case in cases:
        if value := case.facets.get(facet):
            parts.setdefault(value, []).append(case)
    return {value: figures(part) for value, part in sorted(parts.items(), key=lambda pair: (-len(pair[1]), pair[0]))}


def _column(
    of: Callable[[NDArray[np.float64]], NDArray[np.float64]], at: int
) -> Callable[[_Sums], NDArray[np.float64]]:
    """Return what computes this figure of the labels for the label that stands `at` this place."""
    return lambda sums: of(sums.labels)[:, at]


_KIND_PLACES = [LABELS.index(kind) for kind in KINDS]


def _by_group(cases: Sequence[Case]) -> _Sums:
    """Return the sums of each group, groups along the first axis."""
    places = {name: at for at, name in enumerate(dict.fromkeys(case.group for case in cases))}
    sums = _Sums(
        np.zeros((len(places), 5, 5)),
        np.zeros((len(places), 4, 4)),
        np.zeros((len(places), 5)),
        np.zeros((len(places), BINS, 3)),
        np.zeros((len(places), STEPS, 2)),
    )
    for case in cases:
        at, truth = places[case.group], LABELS.index(case.truth)
        sums.labels[at, truth, LABELS.index(case.label)] += 1
        sums.moved[at, truth] += case.moved
        if case.truth in OUTREACH:
            likeliest = max(KINDS, key=lambda kind: case.scores[kind])
            sums.kinds[at, KINDS.index(case.truth), KINDS.index(likeliest)] += 1
            share = case.scores[Label.PITCH] / max(sum(case.scores[kind] for kind in KINDS), 1e-12)
            sums.pitches[at, min(int(share * STEPS), STEPS - 1), int(case.truth is Label.PITCH)] += 1
        told = 1.0 - case.scores[Label.LEGITIMATE]
        sums.bins[at, min(int(told * BINS), BINS - 1)] += (1.0, told, float(case.truth in OUTREACH))
    return sums


def _figure(value: float, resampled: NDArray[np.float64], count: int) -> Figure:
    """Return a figure with its percentile interval; where no draw can differ (none or all of them), Wilson's."""
    if count == 0 or np.isnan(value):
        return Figure(None, 0.0, 1.0, count)
    known = resampled[~np.isnan(resampled)]
    low, high = np.quantile(known, (0.025, 0.975))
    if value in (0.0, 1.0) and low == high:
        reach = _Z * _Z / (count + _Z * _Z)
        low, high = (0.0, reach) if value == 0.0 else (1.0 - reach, 1.0)
    # Draws of a small calibration error are nearly all larger than it is.
    return Figure(value, min(value, float(low)), max(value, float(high)), count)


def _over(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide; nothing over nothing is not a number."""
    shares: NDArray[np.float64] = np.full(part.shape, np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def _right(table: NDArray[np.float64]) -> NDArray[np.float64]:
    right: NDArray[np.float64] = np.diagonal(table, axis1=1, axis2=2)
    return right


def _precision(table: NDArray[np.float64]) -> NDArray[np.float64]:
    return _over(_right(table), table.sum(axis=1))


def _recall(table: NDArray[np.float64]) -> NDArray[np.float64]:
    return _over(_right(table), table.sum(axis=2))


def _f1(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 of each class; not a number for a class that neither stands there nor was answered."""
    return _over(2 * _right(table), table.sum(axis=1) + table.sum(axis=2))


def _macro(f1: NDArray[np.float64], rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean F1 over the classes that are there."""
    there = rows.sum(axis=2) > 0
    return _over(np.where(there, f1, 0.0).sum(axis=1), there.sum(axis=1).astype(float))


def _pitch_recall(pitches: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest recall of pitches at which precision is high enough."""
    called = pitches[:, ::-1].cumsum(axis=1)
    right, all_of_them = called[..., 1], called[:, -1:, 1]
    enough = right >= PITCH_PRECISION * called.sum(axis=2)
    return _over(np.where(enough, right, 0.0).max(axis=1), all_of_them[:, 0])


def _calibration_error(bins: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the expected calibration error over ten bins of equal width (Naeini 2015)."""
    return _over(np.abs(bins[..., 1] - bins[..., 2]).sum(axis=1), bins[..., 0].sum(axis=1))
