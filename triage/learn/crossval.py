"""How the whole judge fares on authors and recipients that it never saw: grouped cross-validation of everything that is learnt.

Each fold trains, calibrates and chooses its thresholds on the other folds alone, and judges its mail as `clean` does, oldest
first, with a memory of its own. So figures include standing, protection and repeats, and nothing was chosen on what it is
measured on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sklearn.model_selection import GroupKFold

from triage.domain import Recipient
from triage.judge.classifier import Model
from triage.judge.pipeline import Judge
from triage.judge.relevance import Profile
from triage.judge.usage import Usage
from triage.learn.corpus import Example
from triage.learn.figures import Case
from triage.learn.train import FOLDS, train
from triage.memory.store import preview_store


def cross_validated(examples: Sequence[Example], *, usage: Usage, folds: int = FOLDS, jobs: int = 1) -> list[Case]:
    """Return a case for each example, in no certain order; `jobs` folds run side by side."""
    from joblib import Parallel, delayed

    authors = [example.author for example in examples]
    splits = GroupKFold(n_splits=min(folds, len(set(authors)))).split(authors, groups=authors)
    parts = [[examples[at] for at in outside] for _, outside in splits]
    judged = Parallel(n_jobs=jobs)(delayed(_fold)(_strangers_to(part, examples), part, usage) for part in parts)
    return [case for cases in judged for case in cases]


def _strangers_to(part: Sequence[Example], examples: Sequence[Example]) -> list[Example]:
    """Return the examples that share neither author nor recipient with this part, but for authors who wrote to many recipients."""
    authors = {example.author for example in part}
    whose = {author: {one.recipient for one in part if one.author == author} for author in authors}
    met = {recipient for recipients in whose.values() if len(recipients) == 1 for recipient in recipients}
    return [example for example in examples if example.author not in authors and example.recipient not in met]


def _fold(known: Sequence[Example], part: Sequence[Example], usage: Usage) -> list[Case]:
    model = train(known, usage=usage, version="")
    return judged_cases(model, part)


def judged_cases(model: Model, examples: Sequence[Example]) -> list[Case]:
    """Return what the judge with this model makes of labelled mail, each recipient's oldest first."""
    cases: list[Case] = []
    ordered = sorted(examples, key=lambda one: (one.recipient.name, one.message.date is None, _moment(one), one.name))
    for recipient, mail in groupby(ordered, key=lambda one: one.recipient):
        cases += _judged(model, recipient, list(mail))
    return cases


def _moment(example: Example) -> float:
    return example.message.date.timestamp() if example.message.date else 0.0


def _judged(model: Model, recipient: Recipient, mail: Sequence[Example]) -> list[Case]:
    with preview_store() as store:
        judge = Judge(model, Profile.of(recipient, model.rarity, model.concepts), store.contacts, store.fingerprints)
        cases = []
        for example in mail:
            judgement = judge.judge(example.message, id=example.name)
            if judgement.fingerprint is not None:
                store.fingerprints.add(judgement.fingerprint)
            verdict = judgement.verdict
            cases.append(
                Case(
                    truth=example.label,
                    label=verdict.label,
                    moved=verdict.folder is not None,
                    scores=verdict.scores,
                    group=f"{example.author} {example.group}",
                    facets={
                        "language": example.language,
                        "recipient": recipient.name,
                        "shape": example.shape if example.label == "legitimate" else "",
                        "name": example.name,
                        **example.facets,
                    },
                )
            )
        return cases
