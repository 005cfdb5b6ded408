"""Labelled mail of one's own and the starting corpus to a new model, and whether it may take the place of the present one.

The new one is measured on mail of one's own that the fold which judges it had not seen, nor any of its sender's. It is refused where
it would move more legitimate mail, or tells the kinds worse than chance alone explains (docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from triage.domain import OUTREACH, Label
from triage.judge.classifier import KINDS, Model
from triage.judge.concepts import stem
from triage.judge.relevance import Profile
from triage.judge.standing import protection
from triage.judge.usage import Usage
from triage.judge.words import own_text, subject_words, words
from triage.learn.choice import FILED_WEIGHT, Own
from triage.learn.corpus import Example
from triage.learn.figures import Case, Figures, figures
from triage.learn.train import Trained, reading_of, trained

CONTROL = 0.02
"""By how much the starting corpus may be told apart worse than before (ROC area, held out), beside what chance explains."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a new model is held to, of mail that the present one had not seen: legitimate mail moved, macro-F1 of the kinds."""

    legitimate_moved: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Retrained:
    """A new model, how it fares on one's own mail, which legitimate messages it would move, and why it is refused, if it is."""

    model: Model
    after: Figures
    moves: tuple[str, ...]
    refused: str


def settled(own: Own, model: Model) -> Own:
    """Leave out what nobody said anything of and what looks like outreach to the present model though it stands as legitimate mail.

    Who drags some of what was missed has not looked through the rest. What was answered counts where it looks like outreach: else it
    is no offer.
    """
    cases = zip(own.answered, judged_by(model, own.answered), strict=True)
    own = replace(own, answered=tuple(example for example, case in cases if case.label is not Label.LEGITIMATE))
    doubtful = {
        example.name
        for example, case in zip(own.examples, judged_by(model, own.examples), strict=True)
        if example.weight == FILED_WEIGHT and case.truth is Label.LEGITIMATE and case.label is not Label.LEGITIMATE
    }
    if not doubtful:
        return own
    kept = tuple(example for example in own.examples if example.name not in doubtful)
    left_out = {**own.left_out, "not sure, and you have not said what it is": len(doubtful)}
    return replace(own, examples=kept, left_out=left_out)


def bar_of(model: Model, examples: Sequence[Example]) -> Figures:
    """Return how a model fares on one's own mail that it has never seen: the shipped one, for the first retraining."""
    return figures(judged_by(model, examples))


def retrain(
    corpus: Sequence[Example], own: Own, *, usage: Usage, bar: Bar, control: float | None, version: str
) -> Retrained:
    """Learn from both and measure on one's own mail, held out.

    `control` is how well the corpus was told apart when the shipped model was made, held out, too.
    """
    new = trained([*corpus, *own.examples], usage=usage, version=version, answered=own.answered)
    cases = list(_held_out(new, own.examples, first=len(corpus)))
    after = figures(cases)
    fall = 0.0 if control is None else control - told_apart(new, corpus) - _waver(control, corpus)
    pairs = zip(own.examples, cases, strict=True)
    moves = tuple(one.name for one, case in pairs if case.moved and case.truth is Label.LEGITIMATE)
    model = replace(new.model, said=said_of_trades(own, new.model))
    return Retrained(model, after, moves, refused=_refusal(bar, after, fall))


def said_of_trades(own: Own, model: Model) -> dict[str, dict[str, int]]:
    """Return for each trade how many of its offers I answered, and how many I put myself under which label.

    What triage filed and I left there says nothing.
    """
    concepts, said = model.concepts(), dict[str, dict[str, int]]()
    stated = [(str(one.label), one) for one in own.examples if one.stated and one.label in OUTREACH]
    for what, one in [*(("answered", one) for one in own.answered), *stated]:
        run = [*subject_words(one.message), *words(own_text(one.message))]
        trade = concepts.trade(concepts.point(dict.fromkeys(map(stem, run))))
        if trade is not None:
            counts = said.setdefault(trade.name, {})
            counts[what] = counts.get(what, 0) + 1
    return said


def told_apart(new: Trained, corpus: Sequence[Example]) -> float:
    """Return how well the corpus' outreach is told from its legitimate mail by folds that saw neither: the ROC area."""
    outreach = np.array([example.label is not Label.LEGITIMATE for example in corpus])
    ranks = rankdata(new.held_out.outreach[: len(corpus)])
    positive, negative = int(outreach.sum()), int((~outreach).sum())
    return float((ranks[outreach].sum() - positive * (positive + 1) / 2) / (positive * negative))


def _waver(area: float, corpus: Sequence[Example]) -> float:
    """Return by how much a ROC area of so many messages falls by chance, 95 % sure (the upper bound of Birnbaum and Klose 1957)."""
    legitimate = sum(example.label is Label.LEGITIMATE for example in corpus)
    return 1.645 * math.sqrt(area * (1.0 - area) / max(1, min(legitimate, len(corpus) - legitimate)))


def _refusal(bar: Bar, after: Figures, fall: float) -> str:
    """Say why the new model must not take the place of the present one; nothing when it may."""
    would = after.legitimate_moved.value or 0.0
    if would > bar.legitimate_moved:
        return f"it would move more of your legitimate mail: {would:.2%} instead of {bar.legitimate_moved:.2%}"
    if fall > CONTROL:
        return (
            "it tells outreach from legitimate mail much worse where triage began: the labelled folders seem to hold mail by "
            "mistake, such as newsletters"
        )
    if after.macro_f1.value is not None and after.macro_f1.high < bar.macro_f1:
        return f"it tells the kinds worse: {after.macro_f1.value:.2f} instead of {bar.macro_f1:.2f}"
    return ""


def judged_by(model: Model, examples: Sequence[Example]) -> Iterator[Case]:
    """Yield what this model makes of each example by its text alone."""
    profiles = {
        recipient: Profile.of(recipient, model.rarity, model.concepts)
        for recipient in {one.recipient for one in examples}
    }
    for example in examples:
        weighed = model.weigh(reading_of(example, profiles[example.recipient], model.usage))
        yield _case(model, example, *model.log_odds(weighed), familiar=weighed.familiar)


def _held_out(new: Trained, examples: Sequence[Example], *, first: int) -> Iterator[Case]:
    for at, example in enumerate(examples, start=first):
        held_out = new.held_out
        familiar = bool(held_out.familiar[at])
        yield _case(new.model, example, float(held_out.outreach[at]), held_out.kinds[at], familiar=familiar)


def _case(model: Model, example: Example, odds: float, kinds: NDArray[np.float64], *, familiar: bool) -> Case:
    scores = model.told(odds, kinds, relevance=example.recipient.has_profile, familiar=familiar)
    outreach = 1.0 - scores[Label.LEGITIMATE]
    kind = max(KINDS, key=lambda label: scores[label])
    moved = outreach >= model.thresholds[kind] and protection(example.message, frozenset()) is None
    return Case(
        truth=example.label,
        label=kind if outreach >= 0.5 else Label.LEGITIMATE,
        moved=moved,
        scores=scores,
        group=example.group,
    )
