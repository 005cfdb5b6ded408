"""Marks messages with a keyword where they stand, each once. One whose keyword its reader took off was corrected by that.

What a run marked can be undone: then its keywords come off, which says nothing of anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Label, Ref
from triage.judge.modes import is_marked, ours
from triage.judge.sellers import seller_domain
from triage.memory.corrections import Correction
from triage.memory.marks import Mark
from triage.read import read
from triage.run.corrections import MOST_AT_ONCE
from triage.run.reconcile import no_checkpoint

if TYPE_CHECKING:
    from triage.mailbox.base import Mailbox
    from triage.memory.journal import Run
    from triage.memory.marks import Marks
    from triage.memory.store import Store
    from triage.run.reconcile import Checkpoint

LOOK_BACK_DAYS = 90
"""How long a mark is looked after: the heads of so many days' marked mail are read at each look."""


@dataclass(frozen=True, slots=True)
class Marking:
    """One message that shall bear these keywords; none where it bears one already, and only that is to be remembered."""

    mark: Mark
    keywords: tuple[str, ...] = ()


def mark(
    mailbox: Mailbox, marks: Marks, markings: Sequence[Marking], *, checkpoint: Checkpoint = no_checkpoint
) -> frozenset[Ref]:
    """Set the keywords, write down which messages bear them, and return those.

    What is written down was done, so that a keyword which is missing later was taken off. Cut between the two, a message bears
    its keyword, and the next sweep remembers that. Raises FilingStopped and UsageError as the mailbox does.
    """
    bears = {one.mark.ref for one in markings if not one.keywords}
    marks.record(one.mark for one in markings if not one.keywords)
    groups: defaultdict[tuple[tuple[str, ...], str], list[Mark]] = defaultdict(list)
    for one in markings:
        if one.keywords:
            groups[one.keywords, one.mark.ref.folder].append(one.mark)
    for (keywords, _), wanted in groups.items():
        done = mailbox.mark([one.ref for one in wanted], keywords)
        checkpoint("marked")
        marks.record(one for one in wanted if one.ref in done)
        bears |= done
    return frozenset(bears)


def learn_unmarked(mailbox: Mailbox, store: Store, *, at: datetime) -> list[str]:
    """Write down what the reader took our keyword off since it was set: it is legitimate. Return who sent it.

    Only what still stands where it was marked says so; elsewhere a keyword may have been lost on the way. Marks older than
    `LOOK_BACK_DAYS` are not looked at: their messages are never marked again either way.
    """
    marks = {
        one.ref: one
        for one in store.marks.all()
        if at - one.at <= timedelta(days=LOOK_BACK_DAYS) and not store.journal.is_put_back(one.identity)
    }
    found: list[Correction] = []
    for stored in mailbox.fetch(list(marks), head=True):
        if stored.error is None and not is_marked(stored.flags):
            message, who = read(stored.raw, size=stored.size), marks[stored.ref].identity
            seller = seller_domain(message) or message.sender.spec
            found.append(Correction(who, stored.id, Label.LEGITIMATE, seller, stored.ref, at))
    doubted = len(found) > MOST_AT_ONCE
    with store.transaction():
        store.journal.put_back([one.identity for one in found], at=at)
        store.corrections.record(replace(one, doubted=doubted) for one in found)
    return [one.seller for one in found]


@dataclass(frozen=True, slots=True)
class Unmarked:
    """What became of the marks of a run: `unmarked` bear no keyword of ours any more; of `changed` their reader took it off, set
    another or moved the message, and they stay as they are; `left` could not be done now and may be tried again.
    """

    unmarked: tuple[Mark, ...] = ()
    changed: tuple[Mark, ...] = ()
    left: tuple[Mark, ...] = ()


def take_off(
    mailbox: Mailbox, store: Store, run: Run, *, at: datetime, checkpoint: Checkpoint = no_checkpoint
) -> Unmarked:
    """Take off the keywords that this run set, where they are as it set them. None of it is marked or filed again.

    A message is settled before its keyword goes: cut in between, the missing keyword is nobody's word, and what bears one still can
    be undone again. Raises FilingStopped as the mailbox does.
    """
    marks = {one.ref: one for one in store.marks.set_by(run)}
    groups: defaultdict[tuple[str, ...], list[Mark]] = defaultdict(list)
    done: list[Mark] = []
    for stored in mailbox.fetch(list(marks), head=True):
        one = marks[stored.ref]
        if keywords := _as_set(stored.flags, one.label):
            groups[keywords].append(one)
        elif (
            not ours(stored.flags)
            and store.journal.is_put_back(one.identity)
            and not store.corrections.of(one.identity)
        ):
            done.append(one)  # an undo that was cut had got as far as that
    store.marks.forget(done)
    asked = set(done)
    for keywords, found in groups.items():
        asked.update(found)
        store.journal.put_back([one.identity for one in found], at=at)
        checkpoint("settled")
        free = mailbox.unmark([one.ref for one in found], keywords)
        checkpoint("unmarked")
        store.marks.forget(one for one in found if one.ref in free)
        done += [one for one in found if one.ref in free]
    return Unmarked(
        unmarked=tuple(done),
        changed=tuple(one for one in marks.values() if one not in asked),
        left=tuple(one for one in marks.values() if one in asked and one not in done),
    )


def _as_set(flags: frozenset[str], label: Label) -> tuple[str, ...]:
    """Return the keywords of ours that a message of this label bears, as we set them; none where it bears others, or none."""
    own, bears = KEYWORDS[label], {flag.lower() for flag in ours(flags)}
    as_set = ((own,), (own, REPEAT_KEYWORD))
    return next((each for each in as_set if {keyword.lower() for keyword in each} == bears), ())
