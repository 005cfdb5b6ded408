"""Which sentence carried a verdict: the words of a text weighed where they stand. For one message that somebody asks about."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from triage.domain import Message
from triage.judge.classifier import Model, Weighed
from triage.judge.words import OWN_CHARS, shape, words
from triage.read import normalise

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n\s*\n|\n(?=\s*[-*•])")
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Carried:
    """A sentence as it stands in the message, and what its words and pairs of words add to the log-odds of outreach."""

    sentence: str
    weight: float


def carried(message: Message, model: Model, weighed: Weighed, *, toward_outreach: bool) -> Carried | None:
    """Return the sentence that speaks loudest for outreach, or against it; None where no sentence does."""
    added = {one.name: one.weight for one in model.contributions(weighed, most=len(weighed.places))}
    sign = 1.0 if toward_outreach else -1.0
    best: Carried | None = None
    for sentence in _SENTENCE.split(f"{message.text.greeting}\n\n{message.text.body}"[:OWN_CHARS]):
        run = list(map(shape, words(normalise(sentence))))
        if len(run) < _LEAST_WORDS:
            continue
        weight = sum(added.get(term, 0.0) for term in {*run, *map(" ".join, itertools.pairwise(run))})
        if sign * weight > (sign * best.weight if best else 0.0):
            best = Carried(" ".join(sentence.split()), weight)
    return best
