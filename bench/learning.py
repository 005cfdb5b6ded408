"""What corrections teach: simulated recipients whose tastes are not the defaults, after 0, 10, 20 and 50 corrections.

    python bench/learning.py data

Each recipient of the corpus is left out of the starting corpus in turn, and given a taste: what they call each trade's mail where the labels
leave it open (the same offer is one person's spray and another's pitch). Their mail is split by campaign: from one half corrections are
drawn, the other half is judged. A correction is a message of theirs in the folder where it belongs. "Legitimate moved" is of the other half.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from triage.domain import Label, SenderRules
from triage.learn.choice import OWN_WEIGHT, Choice, Labelled
from triage.learn.corpus import Example, load_corpus, load_usage
from triage.learn.figures import figures
from triage.learn.retrain import judged_by
from triage.learn.train import train
from triage.memory.store import preview_store

RECIPIENTS = ("ben", "nora", "grace", "jonas", "wouter", "priya")
STEPS = (0, 10, 20, 50)
TASTES = {Label.SPRAY: Label.IRRELEVANT, Label.IRRELEVANT: Label.SPRAY, Label.PITCH: Label.SPRAY}
"""What another taste makes of a label: no use for what might be of use, and the other way round."""


def main() -> None:
    """Print a row for each recipient and number of corrections."""
    root = Path(sys.argv[1])
    weights = [float(word) for word in sys.argv[2:]] or [OWN_WEIGHT]
    corpus, usage = load_corpus(root), load_usage(root)
    print("recipient  weight  corrections  macro-F1  kinds  legitimate moved  caught", flush=True)
    for name in RECIPIENTS:
        me = next(one.recipient for one in corpus if one.author == name)
        others = [one for one in corpus if one.recipient != me and one.author != name]
        mine = tasteful([one for one in corpus if one.recipient == me], random.Random(name))
        taught, asked = halves(mine, random.Random(name))
        for weight in weights:
            for count in STEPS:
                if count == 0 and weight != weights[0]:
                    continue
                own = corrections(taught[:count], weight)
                model = train([*others, *own], usage=usage, version="")
                found = figures(judged_by(model, asked))
                print(
                    f"{name:10} {weight:6.1f}  {count:11}  {found.macro_f1.value:8.3f}  {found.kinds_f1.value:5.3f}  "
                    f"{found.legitimate_moved.value:16.4f}  {found.outreach_caught.value:6.3f}",
                    flush=True,
                )


def tasteful(mine: Sequence[Example], chance: random.Random) -> list[Example]:
    """Return this mail as a person of another taste labels it: three in ten of the trades are seen otherwise."""
    trades = sorted({one.shape for one in mine if one.label in TASTES})
    other = {trade for trade in trades if chance.random() < 0.3}
    return [
        replace(one, label=TASTES[one.label]) if one.label in TASTES and one.shape in other else one for one in mine
    ]


def halves(mine: Sequence[Example], chance: random.Random) -> tuple[list[Example], list[Example]]:
    """Split by campaign; the first half in random order, as corrections come."""
    groups = sorted({one.group for one in mine})
    chance.shuffle(groups)
    first = set(groups[: len(groups) // 2])
    taught = [one for one in mine if one.group in first]
    chance.shuffle(taught)
    return taught, [one for one in mine if one.group not in first]


def corrections(some: Sequence[Example], weight: float) -> list[Example]:
    """Return these messages as `triage retrain` takes them from their folders."""
    labelled = [Labelled(one.name, one.message, one.label) for one in some]
    if not labelled:
        return []
    with preview_store() as store:
        choice = Choice()
        choice.read(labelled, some[0].recipient, rules=SenderRules(), contacts=store.contacts)
    return [replace(one, weight=weight) for one in choice.own().examples]


if __name__ == "__main__":
    main()
