"""What corrections teach: simulated recipients whose tastes are not the defaults, before and after 20 and 50 corrections.

    python bench/learning.py data [RECIPIENT ...]

Each recipient is left out of the starting corpus in turn, with whoever wrote to them. Their mail is what the corpus has for them, and
eighty sprays and scams of their language to others. Their taste turns labels round in half of the fields of `fields.tsv`: whatever of a
field could be of use to them, or never. The mail is split by campaign: of one half they correct what the present model got wrong, the
other half is judged, held out. `triage retrain` then learns from the folders as they stand, and takes the new model or refuses it.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
import random
import statistics
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from triage.domain import Label, SenderRules
from triage.learn.choice import Choice, Labelled, Own, Told
from triage.learn.corpus import Example, load_corpus, load_usage
from triage.learn.figures import Case, Figures, figures
from triage.learn.retrain import Bar, bar_of, judged_by, retrain, settled, told_apart
from triage.learn.train import trained
from triage.memory.store import preview_store

RECIPIENTS = ("Grace Muthoni Hale", "Jonas Reuter", "Devon Achterberg", "Tom Okafor", "Priya Raman", "Nora Lindqvist")
STEPS = (20, 50)
MORE = 80
TASTES: tuple[Mapping[Label, Label], ...] = (
    {Label.SPRAY: Label.IRRELEVANT, Label.PITCH: Label.IRRELEVANT},
    {Label.SPRAY: Label.IRRELEVANT},
    {Label.IRRELEVANT: Label.SPRAY},
    {Label.SPRAY: Label.PITCH, Label.IRRELEVANT: Label.PITCH},
)
"""How a field is seen: never of use, hardly, as well as anything, or gladly."""


def main() -> None:
    """Print a row for each recipient and number of corrections, then the means."""
    root = Path(sys.argv[1])
    corpus, usage = load_corpus(root), load_usage(root)
    fields = dict(line.split("\t") for line in Path(__file__).with_name("fields.tsv").read_text("utf-8").splitlines())
    gains: dict[int, list[float]] = {count: [] for count in STEPS}
    print("recipient             corrections  macro-F1  kinds  legitimate moved  caught  taken into use", flush=True)
    for name in sys.argv[2:] or RECIPIENTS:
        mine = mail_of(name, corpus, fields)
        taught, asked = halves(mine, random.Random(name))
        others = strangers_to(mine, corpus)
        made = trained(others, usage=usage, version="")
        present, control = made.model, told_apart(made, others)
        before = figures(judged_by(present, asked))
        row(name, 0, before, refused="")
        cases = list(judged_by(present, taught))
        wrong = [one.name for one, case in zip(taught, cases, strict=True) if case.label is not one.label]
        for count in STEPS:
            own = settled(folders(taught, cases, said=frozenset(wrong[:count])), present)
            found = bar_of(present, own.examples)
            bar = Bar(found.legitimate_moved.value or 0.0, found.macro_f1.value or 0.0)
            done = retrain(others, own, usage=usage, bar=bar, control=control, version="")
            after = before if done.refused else figures(judged_by(done.model, asked))
            row(name, min(count, len(wrong)), after, refused=done.refused)
            gains[count].append((after.macro_f1.value or 0.0) - (before.macro_f1.value or 0.0))
    for count, gained in gains.items():
        told = ", ".join(f"{gain:+.3f}" for gain in gained)
        print(f"macro-F1 gained by {count} corrections: mean {statistics.mean(gained):+.3f} ({told})", flush=True)


def row(name: str, count: int, found: Figures, *, refused: str) -> None:
    """Print one row."""
    values = (found.macro_f1.value or 0.0, found.kinds_f1.value or 0.0)
    shares = (found.legitimate_moved.value or 0.0, found.outreach_caught.value or 0.0)
    print(
        f"{name:20}  {count:11}  {values[0]:8.3f}  {values[1]:5.3f}  {shares[0]:16.4f}  {shares[1]:6.3f}  {refused or 'yes'}",
        flush=True,
    )


def strangers_to(mine: Sequence[Example], corpus: Sequence[Example]) -> list[Example]:
    """Return the corpus without this mail, and without whoever wrote to this recipient alone."""
    names, recipient = {one.name for one in mine}, mine[0].recipient.name
    authors = {one.author for one in corpus if one.recipient.name == recipient}
    return [one for one in corpus if one.author not in authors and one.name not in names]


def mail_of(name: str, corpus: Sequence[Example], fields: Mapping[str, str]) -> list[Example]:
    """Return the mail of this recipient, labelled by their taste."""
    chance = random.Random(name)
    mine = [one for one in corpus if one.recipient.name == name]
    me, language = mine[0].recipient, statistics.mode(one.language for one in mine)
    more = [
        replace(one, recipient=me)
        for one in corpus
        if one.recipient.name != name and one.language == language and one.label in (Label.SPRAY, Label.SCAM)
    ]
    chance.shuffle(more)
    names = sorted(set(fields.values()))
    chance.shuffle(names)
    taste = {field: chance.choice(TASTES) for field in names[: len(names) // 2]}
    return [
        replace(one, label=taste.get(fields.get(one.shape, ""), {}).get(one.label, one.label))
        for one in (*mine, *more[:MORE])
    ]


def halves(mine: Sequence[Example], chance: random.Random) -> tuple[list[Example], list[Example]]:
    """Split by campaign; the first half in random order, as mail comes."""
    groups = sorted({one.group for one in mine})
    chance.shuffle(groups)
    first = set(groups[: len(groups) // 2])
    taught = [one for one in mine if one.group in first]
    chance.shuffle(taught)
    return taught, [one for one in mine if one.group not in first]


def folders(mail: Sequence[Example], cases: Sequence[Case], *, said: Collection[str]) -> Own:
    """Return what `triage retrain` finds in the folders once the reader put right what is `said`, by name, and nothing else."""
    labelled = (
        Labelled(one.name, one.message, one.label, told=Told.MOVED)
        if one.name in said
        else Labelled(one.name, one.message, case.label if case.moved else Label.LEGITIMATE, told=Told.LEFT)
        for one, case in zip(mail, cases, strict=True)
    )
    with preview_store() as store:
        choice = Choice()
        choice.read(labelled, mail[0].recipient, rules=SenderRules(), contacts=store.contacts)
    return choice.own()


if __name__ == "__main__":
    main()
