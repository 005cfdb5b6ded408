"""`make data-check`: whether the corpus is worth learning from. Everything that it looks at stands in data/README.md.

    python -m triage.learn.check data

Prints what it counted, and every fault; ends with 1 when there is one.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from triage.domain import LABELS, Label
from triage.judge.words import own_text, words
from triage.learn.corpus import Example, load_corpus

MOST_SHARED = 0.3
"""Of the pairs of words of the shorter of two messages that are no sequence."""
FEWEST_SHARED = 4
"""Pairs of words; two greetings share three by chance."""
PHRASE = 6
MOST_OF_CLASS = 0.01
GUESSED_OVER_CHANCE = 0.05
LEAST: dict[str, int] = {"legitimate": 1200, "spray": 450, "irrelevant": 300, "pitch": 300, "scam": 120}
LEAST_IN_ALL, LEAST_SEQUENCES, LEAST_RECIPIENTS, LEAST_TRADES = 2400, 80, 10, 60
LEAST_NEAR_MISSES, LEAST_PAIR_SIDE, LEAST_STRANGER = 120, 6, 20
LEAST_NOT_ENGLISH = 0.25
STRANGERS = """price-request institution-inquiry investor introduction after-meeting sponsor job-applicant journalist bug-report
    refund-request security-report podcast-invitation speaking-invitation acquisition reuse-request calendar-invitation
    candidate-after-interview customer-colleague vendor-renewal forwarded-pitch salesy-customer supplier-price-list
    school family sign-up trial verification receipt shipping bank tax newsletter product-update list-post
    template-colleague""".split()
PAIRS = """probate disclosure tax-notice as-discussed inmail voicemail template acquirer invitation case-study first-line warm
    founder news price-list money""".split()
BULK = frozenset(
    "sign-up trial verification receipt shipping bank tax newsletter product-update notification linkedin-platform".split()
)
LEAST_MODERN_BULK, MODERN = 300, 2022


@dataclass(slots=True)
class Findings:
    """What was counted, line by line, and what is wrong."""

    counted: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def at_least(self, what: str, count: float, least: float) -> None:
        """Count something of which there must be so many."""
        self.counted.append(f"{what}: {count:g} (at least {least:g})")
        if count < least:
            self.faults.append(f"{what}: {count:g}, and there must be {least:g}")


def check(examples: Sequence[Example]) -> Findings:
    """Look over the whole corpus."""
    found = Findings()
    _counts(examples, found)
    _kinds_of_mail(examples, found)
    found.faults += alike(examples)
    found.faults += phrases(examples)
    found.faults += guessable(examples, found.counted)
    return found


def _counts(examples: Sequence[Example], found: Findings) -> None:
    labels = Counter(str(example.label) for example in examples)
    found.at_least("messages", len(examples), LEAST_IN_ALL)
    for label, least in LEAST.items():
        found.at_least(label, labels[label], least)
    groups = Counter(example.group for example in examples if example.label is not Label.LEGITIMATE)
    found.at_least("sequences of outreach", sum(count >= 2 for count in groups.values()), LEAST_SEQUENCES)
    found.at_least("recipients", len({example.recipient.name for example in examples}), LEAST_RECIPIENTS)
    found.at_least("trades", len({one.shape for one in examples if one.label is not Label.LEGITIMATE}), LEAST_TRADES)
    other = sum(example.language != "en" for example in examples) / len(examples)
    found.at_least("share that is not English", round(other, 3), LEAST_NOT_ENGLISH)
    for language in ("de", "fr", "es", "pt", "it", "nl", "pl"):
        found.at_least(f"in {language}", sum(one.language == language for one in examples), 1)


def _kinds_of_mail(examples: Sequence[Example], found: Findings) -> None:
    legitimate = [example for example in examples if example.label is Label.LEGITIMATE]
    shapes = Counter(example.shape for example in legitimate)
    for stranger in STRANGERS:
        found.at_least(f"legitimate, {stranger}", shapes[stranger], LEAST_STRANGER)
    modern = sum(
        one.shape in BULK and one.message.date is not None and one.message.date.year >= MODERN for one in legitimate
    )
    found.at_least("modern bulk and transactions", modern, LEAST_MODERN_BULK)
    misses = sum(example.hard == "near-miss" and example.label is not Label.PITCH for example in examples)
    found.at_least("near-misses", misses, LEAST_NEAR_MISSES)
    sides = Counter(example.pair for example in examples)
    for pair in PAIRS:
        for side in ("left", "right"):
            found.at_least(f"hard pair {pair}, {side}", sides[f"{pair} {side}"], LEAST_PAIR_SIDE)


def alike(examples: Sequence[Example]) -> list[str]:
    """Return the pairs of messages outside a sequence that share too much of their wording."""
    shingles = [_runs(example, 2) for example in examples]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, held in enumerate(shingles):
        for shingle in held:
            holders[shingle].append(at)
    shared: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= max(
            2, len(examples) // 50
        ):  # what two in a hundred say is language, and says nothing of a pair
            shared.update((a, b) for at, a in enumerate(places) for b in places[at + 1 :])
    faults = []
    for a, b in shared:
        if examples[a].group == examples[b].group or _answers(examples[a], examples[b]):
            continue
        least, common = min(len(shingles[a]), len(shingles[b])), len(shingles[a] & shingles[b])
        if common >= FEWEST_SHARED and common / least > MOST_SHARED:
            faults.append(f"{examples[a].name} and {examples[b].name} share {common / least:.2f} of their wording")
    return sorted(faults)


def _answers(a: Example, b: Example) -> bool:
    """Tell whether one of two messages stands in the other's thread."""
    one, other = a.message, b.message
    return bool({one.message_id, *one.references, *one.in_reply_to} & {other.message_id, *other.references} - {""})


def phrases(examples: Sequence[Example]) -> list[str]:
    """Return the phrases of six words that too much of a class uses; the messages of a sequence count once."""
    faults = []
    for label in LABELS:
        groups: dict[tuple[str, ...], set[str]] = defaultdict(set)
        of_class = [example for example in examples if example.label is label]
        for example in of_class:
            for run in _runs(example, PHRASE):
                groups[run].add(example.group)
        most = max(1, int(MOST_OF_CLASS * len(of_class)))
        faults += [
            f"“{' '.join(run)}” in {len(where)} of {len(of_class)} {label}"
            for run, where in groups.items()
            if len(where) > most
        ]
    return sorted(faults)


def _runs(example: Example, size: int) -> set[tuple[str, ...]]:
    said = words(own_text(example.message))
    return set(zip(*(said[at:] for at in range(size)), strict=False))


def guessable(examples: Sequence[Example], counted: list[str]) -> list[str]:
    """Return what gives labels away: a model on length, language, date or recipient alone, judged by cross-validation."""
    truth = np.array([LABELS.index(example.label) for example in examples])
    chance = 1 / len(set(truth.tolist()))
    faults = []
    for name, column in _giveaways(examples).items():
        model = HistGradientBoostingClassifier(
            max_depth=3, max_iter=50, min_samples_leaf=20, class_weight="balanced", random_state=0
        )
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        guessed = cross_val_predict(model, column.reshape(len(examples), -1), truth, cv=folds)
        reached = float(balanced_accuracy_score(truth, guessed))
        counted.append(f"label guessed by {name} alone: {reached:.3f} (chance {chance:.3f})")
        if reached > chance + GUESSED_OVER_CHANCE:
            faults.append(f"{name} alone tells the label to {reached:.3f}, and chance is {chance:.3f}")
    return faults


def _giveaways(examples: Sequence[Example]) -> dict[str, NDArray[np.float64]]:
    return {
        "length": np.array([float(len(words(own_text(example.message)))) for example in examples]),
        "language": _one_hot(example.language for example in examples),
        "date": np.array([example.message.date.timestamp() if example.message.date else 0.0 for example in examples]),
        "recipient": _one_hot(example.recipient.name for example in examples),
    }


def _one_hot(values: Iterable[str]) -> NDArray[np.float64]:
    listed = list(values)
    known = sorted(set(listed))
    return np.array([[float(value == one) for one in known] for value in listed])


def _lines(found: Findings) -> Iterator[str]:
    yield from found.counted
    yield f"{len(found.faults)} faults" if found.faults else "no fault"
    yield from (f"  {fault}" for fault in found.faults)


if __name__ == "__main__":
    result = check(load_corpus(Path(sys.argv[1])))
    sys.stdout.writelines(f"{line}\n" for line in _lines(result))
    raise SystemExit(int(bool(result.faults)))
