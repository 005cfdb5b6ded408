"""Which messages were only looked at, and as what: the evidence that a label leaves before anything is done about it.

What tells a message from others is kept, and where it stands, never its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from triage.domain import Label, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.memory.database import Database


@dataclass(frozen=True, slots=True)
class Observation:
    """One message that stayed where it stood, in a folder that is observed: `identity` as `mailbox.base` defines it.

    `label` is what it was judged to be, since `at`; `received` is the mailbox's own date of it. `looked` is when a run looked last
    what its reader did with it, None where none did; `contradicted` whether that speaks against the label.
    """

    identity: str
    label: Label
    ref: Ref
    received: datetime | None
    at: datetime
    looked: datetime | None = None
    contradicted: bool = False


def create(database: Database) -> None:
    """Migration: observations."""
    database.run("""
        CREATE TABLE observed (
            identity TEXT PRIMARY KEY, label TEXT NOT NULL, folder TEXT NOT NULL, uid TEXT NOT NULL, validity TEXT NOT NULL,
            received TEXT, at TEXT NOT NULL, looked TEXT, contradicted INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""")


class Observations:
    """The observations of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    def record(self, observations: Iterable[Observation]) -> None:
        """Write these down. One that was known as the same label keeps its date; another label begins anew."""
        self._now.many(
            """INSERT INTO observed (identity, label, folder, uid, validity, received, at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (identity) DO UPDATE SET
                folder = excluded.folder, uid = excluded.uid, validity = excluded.validity, label = excluded.label,
                at = CASE WHEN label = excluded.label THEN at ELSE excluded.at END,
                looked = CASE WHEN label = excluded.label THEN looked END,
                contradicted = CASE WHEN label = excluded.label THEN contradicted ELSE 0 END""",
            [
                (
                    one.identity,
                    one.label,
                    one.ref.folder,
                    one.ref.uid,
                    one.ref.validity,
                    _written(one.received),
                    one.at.isoformat(),
                )
                for one in observations
            ],
        )

    def have_looked(self, *, at: datetime, contradicted: Iterable[str]) -> None:
        """Remember that all were looked after, and which of them their reader contradicted."""
        self._now.run("UPDATE observed SET looked = ?", (at.isoformat(),))
        self._now.many("UPDATE observed SET contradicted = 1 WHERE identity = ?", [(one,) for one in contradicted])

    def forget_before(self, moment: datetime) -> None:
        """Forget what was observed before this."""
        gone = [one.identity for one in self.all() if one.at < moment]
        self._now.many("DELETE FROM observed WHERE identity = ?", [(one,) for one in gone])

    def all(self) -> list[Observation]:
        """Return all, in no order that means anything."""
        columns = "identity, label, received, at, looked, contradicted, folder, uid, validity"
        return [
            Observation(
                who,
                Label(label),
                Ref(*place),
                _read(received),
                datetime.fromisoformat(at),
                _read(looked),
                bool(against),
            )
            for layer in self._layers
            for who, label, received, at, looked, against, *place in layer.rows(f"SELECT {columns} FROM observed")  # noqa: S608
        ]


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _read(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)
