"""What corrections are worth: figures on one half of one's own mail, after so many messages of the other half were learnt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.judge.classifier import Model
from triage.judge.usage import Usage
from triage.learn.corpus import Example
from triage.learn.figures import Figures, figures
from triage.learn.retrain import judged_by
from triage.learn.train import train

STEPS = (0, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Point:
    """The figures after so many messages of one's own."""

    learnt: int
    found: Figures


def learning_curve(corpus: Sequence[Example], own: Sequence[Example], *, usage: Usage, start: Model) -> Iterator[Point]:
    """Yield the points, fewest messages first. No sender is in both halves; which half is a matter of its name alone.

    Each point but the first is a training: `start` is what the corpus alone has taught. Nothing is yielded where a half is empty.
    """
    taught = sorted((one for one in own if _drawn(one.author) % 2), key=lambda one: _drawn(one.name))
    asked = [one for one in own if not _drawn(one.author) % 2]
    if not taught or not asked:
        return
    for count in sorted({*(step for step in STEPS if step < len(taught)), len(taught)}):
        model = train([*corpus, *taught[:count]], usage=usage, version="") if count else start
        yield Point(count, figures(judged_by(model, asked)))


def _drawn(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:8], "little")
