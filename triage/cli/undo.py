"""`triage undo`: put a run back."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime

from triage.cli import wiring
from triage.cli.options import Settings
from triage.cli.terminal import Pen, safe
from triage.errors import UsageError
from triage.memory.journal import Run
from triage.memory.store import preview_store
from triage.run.undo import Undone
from triage.run.undo import undo as put_back

SOME_LEFT = 6


def undo(settings: Settings, run: str | None) -> int:
    """Put a run back, the last one when none is named, and return the exit code."""
    found = _find(settings, run)
    place = wiring.Place.from_written(found.target)
    with (
        wiring.open_mailbox(settings, place, writable=True) as mailbox,
        wiring.open_memory(settings, mailbox, writable=True) as store,
    ):
        undone = put_back(mailbox, store.journal, found.id, at=datetime.now(UTC))
        with store.transaction():
            for intent in undone.put_back:
                store.fingerprints.forget(intent.filing.id)
    if settings.json:
        print(json.dumps(_object(found, place, undone), ensure_ascii=False))
    else:
        print(_told(found, place, undone, Pen(color=settings.color)))
    return SOME_LEFT if undone.left else 0


def _find(settings: Settings, run: str | None) -> Run:
    """Return the run that is meant, from whatever mailbox it was."""
    newest: Run | None = None
    for path in wiring.stores(settings):
        with closing(preview_store(path)) as store:
            found = store.journal.run(run) if run is not None else store.journal.last_run()
        if found is not None and (newest is None or found.started > newest.started):
            newest = found
    if newest is not None:
        return newest
    if run is not None:
        raise UsageError(f"There is no run {run!r}; `triage status` lists the runs that can be put back.")
    raise UsageError("There is nothing to put back: no run has filed anything that still stands where it was put.")


def _object(run: Run, place: wiring.Place, undone: Undone) -> dict[str, object]:
    def ids(intents: tuple[object, ...]) -> list[str]:
        return [intent.filing.id for intent in intents]  # type: ignore[attr-defined]  # Intent, told by Undone

    return {
        "schema": "triage.undo/1",
        "run": run.id,
        "target": str(place),
        "counts": {"put_back": len(undone.put_back), "moved_since": len(undone.moved_since), "left": len(undone.left)},
        "put_back": ids(undone.put_back),
        "moved_since": ids(undone.moved_since),
        "left": ids(undone.left),
    }


def _told(run: Run, place: wiring.Place, undone: Undone, pen: Pen) -> str:
    lines = [
        f"  {pen(str(len(undone.put_back)), 'bold')} messages of run {run.id} are back where they were in {safe(str(place))}."
    ]
    if undone.moved_since:
        lines.append(f"  {len(undone.moved_since)} you moved since; they stay where you put them:")
        lines += [f"    {safe(intent.filing.id, 70)}" for intent in undone.moved_since]
    if undone.left:
        lines.append(f"  {len(undone.left)} could not be put back now; run `triage undo {run.id}` again.")
    lines.append("  What was put back is never filed again.")
    return "\n".join(lines)
