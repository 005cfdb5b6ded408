"""`triage undo`: put a run back, and take off the keywords that it set."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, cut, cut_left, safe, screen_width
from triage.errors import StateError, UsageError
from triage.mailbox.base import Mailbox
from triage.memory.journal import Run
from triage.memory.store import Store, preview_store
from triage.run.marking import Unmarked, take_off
from triage.run.undo import Undone
from triage.run.undo import undo as put_back

SOME_LEFT = 6
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class PutBack:
    """What became of a run in one mailbox."""

    run: Run
    place: wiring.Place
    undone: Undone
    marks: Unmarked = field(default_factory=Unmarked)

    @property
    def lists(self) -> Mapping[str, list[str]]:
        """What became of the messages, by their ids."""
        undone, marks = self.undone, self.marks
        return {
            "put_back": [intent.filing.id for intent in undone.put_back],
            "moved_since": [intent.filing.id for intent in undone.moved_since],
            "unmarked": [mark.id for mark in marks.unmarked],
            "changed_since": [mark.id for mark in marks.changed],
            "left": [*(intent.filing.id for intent in undone.left), *(mark.id for mark in marks.left)],
        }


def undo(settings: Settings, run: str | None) -> int:
    """Put a run back, the last one when none is named, and return the exit code."""
    done = [put_back_in(settings, found) for found in find(settings, run)]
    if settings.json:
        print(dumps(_object(done)))
    else:
        print(*_told(done, Pen(color=settings.color)), sep="\n")
    return SOME_LEFT if any(one.lists["left"] for one in done) else 0


def put_back_in(settings: Settings, run: Run) -> PutBack:
    """Put back what a run filed in one mailbox, take off what it marked, and forget what was learnt from it."""
    place = wiring.Place.from_written(run.target)
    with (
        Progress(shown=settings.progress) as progress,
        wiring.open_mailbox(settings, place, writable=True) as mailbox,
        wiring.open_memory(settings, mailbox, writable=True) as store,
    ):
        progress.say(f"putting back {run.filed:,} messages of {place}")
        undone, marks = undo_in(mailbox, store, run)
        return PutBack(run, place, undone, marks)


def undo_in(mailbox: Mailbox, store: Store, run: Run) -> tuple[Undone, Unmarked]:
    """Put back what a run filed in this mailbox, take off what it marked, and forget what was learnt from both."""
    now = datetime.now(UTC)
    undone = put_back(mailbox, store.journal, run.id, at=now)
    marks = take_off(mailbox, store, run, at=now)
    with store.transaction():
        for each in (*(intent.filing.id for intent in undone.put_back), *(mark.id for mark in marks.unmarked)):
            store.fingerprints.forget(each)
        store.corrections.unsay(intent.filing.identity for intent in undone.put_back)
    return undone, marks


def find(settings: Settings, run: str | None) -> list[Run]:
    """Return the run that is meant, once for every mailbox where it filed; raise UsageError when there is none.

    A state that is damaged stops nobody from undoing what another one holds.
    """
    found, damaged = [], None
    for path in wiring.stores(settings):
        try:
            with contextlib.closing(preview_store(path)) as store:
                one = store.journal.run(run) if run is not None else _last(store)
        except StateError as error:
            damaged = error
            continue
        if one is not None and settings.account in (None, wiring.Place.from_written(one.target).account):
            found.append(one)
    if found:
        newest = max(found, key=lambda one: one.started)
        return [one for one in found if one.id == newest.id]
    if damaged is not None:
        raise damaged
    if run is not None:
        raise UsageError(f"There is no run {run!r}; `triage status` lists the runs that can be put back.")
    raise UsageError(
        "There is nothing to put back: no run has filed anything that still stands where it was put, or marked anything."
    )


def _last(store: Store) -> Run | None:
    """Return the newest run of which something stands where it was put, or was marked and not undone."""
    runs = store.journal.runs(limit=sys.maxsize)
    return next((run for run in runs if run.filed or store.marks.set_by(run)), None)


def _object(done: Iterable[PutBack]) -> Mapping[str, object]:
    done = list(done)
    lists = {name: [each for one in done for each in one.lists[name]] for name in done[0].lists}
    return {
        "schema": "triage.undo/1",
        "run": done[0].run.id,
        "target": ", ".join(str(one.place) for one in done),
        "counts": {name: len(ids) for name, ids in lists.items()},
        **lists,
    }


def _told(done: Sequence[PutBack], pen: Pen) -> Iterator[str]:
    for one in done:
        lists, number, unmarked = one.lists, len(one.undone.put_back), len(one.marks.unmarked)
        where = cut_left(safe(str(one.place)), screen_width() - 6)
        messages = _messages(number)
        if one.place.out and number:
            yield f"  {pen(messages, 'bold')} of run {one.run.id} no longer lie in OUT; the originals were never touched:"
            yield f"    {cut_left(safe(one.place.out), screen_width() - 6)}"
        elif number:
            where_from = "where it was, flags and date" if number == 1 else "where they were, flags and dates"
            yield f"  {pen(messages, 'bold')} of run {one.run.id} back {where_from} as before, in"
            yield f"    {where}"
        if unmarked:
            yield f"  {pen(_messages(unmarked), 'bold')} of run {one.run.id} without its keyword again, where they stand, in"
            yield f"    {where}"
        if not any(lists.values()):
            yield f"  Of run {one.run.id} nothing is left to put back in"
            yield f"    {where}"
        yield from _listed(
            f"  {_messages(len(lists['moved_since']))} you moved since; what you moved stays where you put it:",
            lists["moved_since"],
        )
        yield from _listed(
            f"  {len(lists['changed_since']):,} you moved, or changed the keyword of, since; they stay as they are:",
            lists["changed_since"],
        )
        yield from _listed(
            f"  {len(lists['left']):,} could not be put back now; run `triage undo {one.run.id}` again:", lists["left"]
        )
    marked = any(one.marks.unmarked for one in done)
    yield f"  What was put back is never filed{' or marked' if marked else ''} again."


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number:,} messages"


def _listed(title: str, ids: Sequence[str]) -> Iterator[str]:
    if ids:
        yield title
        yield from (f"    {cut(safe(each), screen_width() - 6)}" for each in ids[:MOST_LISTED])
        if len(ids) > MOST_LISTED:
            yield f"    and {len(ids) - MOST_LISTED:,} more; --json lists all"
