"""`triage undo`: put a run back."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, cut, cut_left, safe, screen_width
from triage.errors import StateError, UsageError
from triage.mailbox.base import Mailbox
from triage.memory.journal import Intent, Run
from triage.memory.store import Store, preview_store
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


def undo(settings: Settings, run: str | None) -> int:
    """Put a run back, the last one when none is named, and return the exit code."""
    done = [put_back_in(settings, found) for found in find(settings, run)]
    if settings.json:
        print(dumps(_object(done)))
    else:
        print(*_told(done, Pen(color=settings.color)), sep="\n")
    return SOME_LEFT if any(one.undone.left for one in done) else 0


def put_back_in(settings: Settings, run: Run) -> PutBack:
    """Put back what a run filed in one mailbox, and forget what was learnt from it."""
    place = wiring.Place.from_written(run.target)
    with (
        Progress(shown=settings.progress) as progress,
        wiring.open_mailbox(settings, place, writable=True) as mailbox,
        wiring.open_memory(settings, mailbox, writable=True) as store,
    ):
        progress.say(f"putting back {run.filed:,} messages of {place}")
        return PutBack(run, place, undo_in(mailbox, store, run.id))


def undo_in(mailbox: Mailbox, store: Store, run: str) -> Undone:
    """Put back what a run filed in this mailbox, and forget what was learnt from it."""
    undone = put_back(mailbox, store.journal, run, at=datetime.now(UTC))
    with store.transaction():
        for intent in undone.put_back:
            store.fingerprints.forget(intent.filing.id)
        store.corrections.unsay(intent.filing.identity for intent in undone.put_back)
    return undone


def find(settings: Settings, run: str | None) -> list[Run]:
    """Return the run that is meant, once for every mailbox where it filed; raise UsageError when there is none.

    A state that is damaged stops nobody from undoing what another one holds.
    """
    found, damaged = [], None
    for path in wiring.stores(settings):
        try:
            with contextlib.closing(preview_store(path)) as store:
                one = store.journal.run(run) if run is not None else store.journal.last_run()
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
    raise UsageError("There is nothing to put back: no run has filed anything that still stands where it was put.")


def _object(done: Iterable[PutBack]) -> Mapping[str, object]:
    done = list(done)
    lists = {
        name: [intent.filing.id for one in done for intent in getattr(one.undone, name)]
        for name in ("put_back", "moved_since", "left")
    }
    return {
        "schema": "triage.undo/1",
        "run": done[0].run.id,
        "target": ", ".join(str(one.place) for one in done),
        "counts": {name: len(ids) for name, ids in lists.items()},
        **lists,
    }


def _told(done: Iterable[PutBack], pen: Pen) -> Iterator[str]:
    for one in done:
        undone, number = one.undone, len(one.undone.put_back)
        where = cut_left(safe(str(one.place)), screen_width() - 6)
        messages = "1 message" if number == 1 else f"{number:,} messages"
        if one.place.out and number:
            yield f"  {pen(messages, 'bold')} of run {one.run.id} no longer lie in OUT; the originals were never touched:"
            yield f"    {cut_left(safe(one.place.out), screen_width() - 6)}"
        elif number:
            yield f"  {pen(messages, 'bold')} of run {one.run.id} back where they were, flags and dates as before, in"
            yield f"    {where}"
        elif not undone.moved_since and not undone.left:
            yield f"  Of run {one.run.id} nothing is left to put back in"
            yield f"    {where}"
        yield from _listed(
            f"  {len(undone.moved_since):,} you moved since; they stay where you put them:", undone.moved_since
        )
        yield from _listed(
            f"  {len(undone.left):,} could not be put back now; run `triage undo {one.run.id}` again:", undone.left
        )
    yield "  What was put back is never filed again."


def _listed(title: str, intents: tuple[Intent, ...]) -> Iterator[str]:
    if intents:
        yield title
        yield from (f"    {cut(safe(intent.filing.id), screen_width() - 6)}" for intent in intents[:MOST_LISTED])
        if len(intents) > MOST_LISTED:
            yield f"    and {len(intents) - MOST_LISTED:,} more; --json lists all"
