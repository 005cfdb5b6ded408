"""What the reader said by moving mail: of each message the label of the folder into which it was put last.

What tells a message from others is kept, and where it stands, never its text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from triage.domain import Label, Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.memory.database import Database, Row


@dataclass(frozen=True, slots=True)
class Correction:
    """One message that the reader moved. `label` is None where it says nothing (any more); it may have stood there from the first.

    `identity` is as `mailbox.base` defines it, `id` as the user sees it, `seller` the firm's domain or the sender's address.
    `doubted` means that it came with so many others that a program seems to have moved them: it counts once it is confirmed.
    """

    identity: str
    id: str
    label: Label | None
    seller: str
    ref: Ref
    at: datetime
    doubted: bool = False


def create(database: Database) -> None:
    """Migration: corrections, and how far each folder was looked through for them."""
    database.run("""
        CREATE TABLE correction (
            identity TEXT PRIMARY KEY, id TEXT NOT NULL, label TEXT, seller TEXT NOT NULL, folder TEXT NOT NULL, uid TEXT NOT NULL,
            validity TEXT NOT NULL, at TEXT NOT NULL, doubted INTEGER NOT NULL) WITHOUT ROWID""")
    database.run("CREATE TABLE looked_at (folder TEXT PRIMARY KEY, validity TEXT NOT NULL, uid INTEGER NOT NULL)")


_COLUMNS = "identity, id, label, seller, folder, uid, validity, at, doubted"


class Corrections:
    """The corrections of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    # ---- writing

    def record(self, corrections: Iterable[Correction]) -> None:
        """Write these down; each takes the place of what was said of its message before."""
        self._now.many(
            f"INSERT OR REPLACE INTO correction ({_COLUMNS}) VALUES ({', '.join('?' * 9)})",  # noqa: S608 - our own words alone
            [
                (
                    *(one.identity, one.id, one.label, one.seller, one.ref.folder, one.ref.uid, one.ref.validity),
                    *(one.at.isoformat(), one.doubted),
                )
                for one in corrections
            ],
        )

    def unsay(self, identities: Iterable[str]) -> None:
        """Forget what was said of these messages."""
        self._now.many("DELETE FROM correction WHERE identity = ?", [(each,) for each in identities])

    def doubt(self, at: datetime) -> None:
        """Doubt what was written down at this time."""
        self._now.run("UPDATE correction SET doubted = 1 WHERE at = ?", (at.isoformat(),))

    def confirm(self) -> int:
        """Believe what is doubted, and return how many messages that were."""
        count = len(self.doubted())
        self._now.run("UPDATE correction SET doubted = 0")
        return count

    def dismiss(self) -> int:
        """Let nothing be said by what is doubted, and return how many messages that were."""
        count = len(self.doubted())
        self._now.run("UPDATE correction SET doubted = 0, label = NULL WHERE doubted = 1")
        return count

    def have_looked(self, folder: str, *, validity: str, uid: int) -> None:
        """Remember that this folder was looked through up to this UID."""
        self._now.run("INSERT OR REPLACE INTO looked_at VALUES (?, ?, ?)", (folder, validity, uid))

    # ---- asking

    def of(self, identity: str) -> Correction | None:
        """Return what the reader said of this message."""
        return next(iter(self._found("WHERE identity = ?", (identity,))), None)

    def all(self) -> list[Correction]:
        """Return all that say something and are not doubted, the oldest first."""
        return self._found("WHERE label IS NOT NULL AND NOT doubted ORDER BY at, identity")

    def doubted(self) -> list[Correction]:
        """Return all that wait to be confirmed, the oldest first."""
        return self._found("WHERE label IS NOT NULL AND doubted ORDER BY at, identity")

    def looked_at(self, folder: str) -> tuple[str, int] | None:
        """Return the UIDVALIDITY of this folder when it was looked through, and the last UID; None where it never was."""
        for layer in self._layers:
            for validity, uid in layer.rows("SELECT validity, uid FROM looked_at WHERE folder = ?", (folder,)):
                return validity, uid
        return None

    def _found(self, where: str, values: Sequence[str] = ()) -> list[Correction]:
        sql = f"SELECT {_COLUMNS} FROM correction {where}"  # noqa: S608 - our own words alone
        return [_correction(row) for layer in self._layers for row in layer.rows(sql, values)]


def _correction(row: Row) -> Correction:
    identity, shown, label, seller, folder, uid, validity, at, doubted = row
    return Correction(
        identity,
        shown,
        None if label is None else Label(label),
        seller,
        Ref(folder, uid, validity),
        datetime.fromisoformat(at),
        bool(doubted),
    )
