"""Which messages bear a keyword of ours, so that each is marked once, and one whose keyword its reader took off never again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from triage.domain import Label, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.memory.database import Database
    from triage.memory.journal import Run


@dataclass(frozen=True, slots=True)
class Mark:
    """One message that was marked where it stood: `identity` as `mailbox.base` defines it, `id` as the user sees it.

    `label` is what its keyword says, `reasons` are the codes of why, none where another machine of the reader's had marked it.
    `at` is when the run began that marked it.
    """

    identity: str
    id: str
    label: Label
    ref: Ref
    at: datetime
    reasons: tuple[str, ...] = ()


def create(database: Database) -> None:
    """Migration: marks."""
    database.run("""
        CREATE TABLE mark (
            identity TEXT NOT NULL, folder TEXT NOT NULL, uid TEXT NOT NULL, validity TEXT NOT NULL, id TEXT NOT NULL,
            label TEXT NOT NULL, at TEXT NOT NULL, reasons TEXT NOT NULL,
            PRIMARY KEY (identity, folder, uid, validity)) WITHOUT ROWID""")


class Marks:
    """The marks of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    def record(self, marks: Iterable[Mark]) -> None:
        """Write these down, on the disk when this returns; a message that was marked in the same place before keeps its date."""
        with self._now.durable():
            self._now.many(
                "INSERT OR IGNORE INTO mark VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(one.identity, one.ref.folder, one.ref.uid, one.ref.validity, one.id),
                        *(one.label, one.at.isoformat(), json.dumps(one.reasons)),
                    )
                    for one in marks
                ],
            )

    def forget(self, marks: Iterable[Mark]) -> None:
        """Forget that these messages bear a keyword where they stand."""
        self._now.many(
            "DELETE FROM mark WHERE identity = ? AND folder = ? AND uid = ? AND validity = ?",
            [(one.identity, one.ref.folder, one.ref.uid, one.ref.validity) for one in marks],
        )

    def of(self, identity: str) -> list[Mark]:
        """Return where this message was marked."""
        return self._found("WHERE identity = ?", (identity,))

    def set_by(self, run: Run) -> list[Mark]:
        """Return what this run marked; what it found marked is not of it."""
        return self._found("WHERE at = ? AND reasons != '[]' ORDER BY identity", (run.started.isoformat(),))

    def all(self) -> list[Mark]:
        """Return all, the oldest first."""
        return self._found("ORDER BY at, identity")

    def _found(self, where: str, values: Sequence[str] = ()) -> list[Mark]:
        sql = f"SELECT identity, folder, uid, validity, id, label, at, reasons FROM mark {where}"  # noqa: S608 - our own words alone
        return [
            Mark(who, shown, Label(label), Ref(*place), datetime.fromisoformat(at), tuple(json.loads(reasons)))
            for layer in self._layers
            for who, *place, shown, label, at, reasons in layer.rows(sql, values)
        ]
