"""What a mailbox tells of how good the verdicts of each label are: what was filed, marked or observed, and corrected since."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from triage.domain import OUTREACH, Label
from triage.judge.trust import Evidence
from triage.memory.journal import State
from triage.run.teach import REASON as TAUGHT

if TYPE_CHECKING:
    from triage.memory.store import Store

DAYS = 7
"""How long a message must have lain before its reader, before a run looked again: who corrects, does it within days."""
BLOCKED = "blocked"
"""The reason of mail that was filed because its reader had blocked the sender: no verdict of ours, and right by definition."""

_Deed: TypeAlias = tuple[str, Label, datetime]
"""Who a message is, what it was filed or marked as, and when."""


def evidence(store: Store, *, counts: Callable[[str], bool]) -> dict[Label, Evidence]:
    """Return what this mailbox tells of each label; `counts` tells by the target of a run whether its reader can correct there.

    Each message counts once, by what was done with it last. What a run was undone for as a whole says nothing. What was
    corrected is found by a run, so that only what was done `DAYS` before the last run counts as judged. Corrections that wait
    to be confirmed count as such. What was observed counts where nothing else was done with it.
    """
    runs = {run.id: run for run in store.journal.runs(limit=sys.maxsize) if counts(run.target)}
    filed = [intent for intent in store.journal.all_filed() if intent.run in runs]
    taught = {intent.run for intent in filed if TAUGHT in intent.filing.reasons}
    looked = max((run.started for run in runs.values() if run.id not in taught), default=None)
    deeds: dict[str, _Deed] = {}
    found: defaultdict[Label, Evidence] = defaultdict(Evidence)
    if looked is not None:
        for mark in store.marks.all():
            if BLOCKED not in mark.reasons:
                deeds[mark.identity] = (mark.identity, mark.label, mark.at)
        for intent in filed:
            who, said = intent.filing.identity, store.corrections.of(intent.filing.identity)
            if intent.state is State.PUT_BACK and (said is None or said.label is None):
                deeds.pop(who, None)
            elif not {TAUGHT, BLOCKED} & set(intent.filing.reasons):
                deeds[who] = (who, intent.filing.label, runs[intent.run].started)
        for label, one in _weighed(store, deeds, until=looked - timedelta(days=DAYS)):
            found[label] += one
    done = deeds.keys() | {intent.filing.identity for intent in store.journal.all_filed()}
    for label, one in _observed(store, done | {mark.identity for mark in store.marks.all()}):
        found[label] += one
    return {label: found[label] for label in OUTREACH}


def _observed(store: Store, done: Collection[str]) -> Iterator[tuple[Label, Evidence]]:
    """Yield what was only looked at says, but for that of which more was done since."""
    for one in store.observations.all():
        if one.identity in done:
            continue
        if one.looked is None or one.at > one.looked - timedelta(days=DAYS):
            yield one.label, Evidence(recent=1)
        else:
            said = store.corrections.of(one.identity)  # a put-back alone is none here: it was an undo's
            corrected = one.contradicted or (said is not None and said.label not in (None, one.label))
            yield one.label, Evidence(judged=1, corrected=int(corrected))


def _weighed(store: Store, deeds: dict[str, _Deed], *, until: datetime) -> Iterator[tuple[Label, Evidence]]:
    for who, label, at in deeds.values():
        if at > until:
            yield label, Evidence(recent=1)
        else:
            yield label, Evidence(judged=1, corrected=int(_is_corrected(store, who, label)))


def _is_corrected(store: Store, who: str, label: Label) -> bool:
    """Tell whether the reader said something else of this message; where that was forgotten, the put-back still tells."""
    if (said := store.corrections.of(who)) is not None:
        return said.label not in (None, label)
    return store.journal.is_put_back(who)
