"""Runs and intents: what was meant to be done with each message, written before it is done, and what came of it.

The journal never looks into a mailbox; `triage.run.filing` compares the two.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from triage.domain import Label, Ref, Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.memory.database import Database


class State(StrEnum):
    """What became of an intent.

    PLANNED: not known yet. DONE: it stands in its target. PUT_BACK: it was done and then undone. WITHDRAWN: it is
    still where it was, and may be planned again. VANISHED: it is in neither folder; somebody else moved it.
    """

    PLANNED = "planned"
    DONE = "done"
    PUT_BACK = "put-back"
    WITHDRAWN = "withdrawn"
    VANISHED = "vanished"


@dataclass(frozen=True, slots=True)
class Filing:
    """One message that shall move: `id` as the user sees it, `identity` as `mailbox.base` defines it.

    `undoes` is the number of the intent that this one takes back; None when it files.
    """

    ref: Ref
    identity: str
    id: str
    label: Label
    reasons: tuple[str, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """One row of the journal. `destination` is where the message came to stand, known once it is DONE."""

    number: int
    run: str
    filing: Filing
    target: Target
    state: State
    destination: Ref | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A message that was filed and is never filed again: `intent` says by what, `at` when that was undone or first seen."""

    at: datetime
    intent: Intent


@dataclass(frozen=True, slots=True)
class Run:
    """One run that filed: when it began, what it worked on, and how many of its messages stand where it put them."""

    id: str
    started: datetime
    target: str
    filed: int


def create(database: Database) -> None:
    """Migration: runs, intents and put-backs."""
    database.run("CREATE TABLE run (id TEXT PRIMARY KEY, started TEXT NOT NULL, target TEXT NOT NULL)")
    database.run("""
        CREATE TABLE intent (
            number INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES run (id), undoes INTEGER REFERENCES intent,
            identity TEXT NOT NULL, id TEXT NOT NULL, label TEXT NOT NULL, reasons TEXT NOT NULL,
            source TEXT NOT NULL, source_uid TEXT NOT NULL, source_validity TEXT NOT NULL,
            target TEXT NOT NULL, target_validity TEXT NOT NULL, next_uid INTEGER,
            state TEXT NOT NULL, destination TEXT, destination_uid TEXT, destination_validity TEXT)""")
    database.run("CREATE INDEX intent_run ON intent (run)")
    database.run("CREATE INDEX intent_identity ON intent (identity)")
    database.run("""
        CREATE INDEX intent_destination ON intent (destination, destination_validity, destination_uid)
        WHERE state = 'done'""")
    # Two open intents for one message would be settled twice: a plan must wait until the first is known.
    database.run("""
        CREATE UNIQUE INDEX intent_open ON intent (source, source_uid, source_validity) WHERE state = 'planned'""")
    database.run("CREATE TABLE put_back (identity TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID")


_COLUMNS: Final = """number, run, undoes, identity, id, label, reasons, source, source_uid, source_validity,
    target, target_validity, next_uid, state, destination, destination_uid, destination_validity"""


class Journal:
    """The intents of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    # ---- writing

    def begin(self, target: str, *, at: datetime, run: str = "") -> str:
        """Open a run and return its id: six hexadecimal digits, or the one given, that it has in other accounts."""
        while not run or self.run(run) is not None:
            run = secrets.token_hex(3)
        self._now.run("INSERT INTO run VALUES (?, ?, ?)", (run, at.isoformat(), target))
        return run

    def intend(self, run: str, filings: Sequence[Filing], target: Target, *, at: datetime) -> list[Intent]:
        """Write the intents of one batch in one transaction: when this returns, they are on the disk.

        A filing that takes another one back settles its message for ever, from now on, whatever becomes of it.
        """
        with self._now.durable():
            for filing in filings:
                if filing.undoes is not None:
                    self._settle(filing.identity, at=at)
            return [self._write(run, filing, target) for filing in filings]

    def conclude(self, outcomes: Iterable[tuple[Intent, State, Ref | None]]) -> list[Intent]:
        """Write what became of these intents, and where their messages stand, in one transaction."""
        concluded = [replace(intent, state=state, destination=place) for intent, state, place in outcomes]
        with self._now.durable():
            self._now.many(
                """UPDATE intent SET state = ?, destination = ?, destination_uid = ?, destination_validity = ?
                WHERE number = ?""",
                [(intent.state, *_place(intent.destination), intent.number) for intent in concluded],
            )
            self._now.many(
                "UPDATE intent SET state = ? WHERE number = ?",
                [
                    (State.PUT_BACK, intent.filing.undoes)
                    for intent in concluded
                    if intent.filing.undoes is not None and intent.state is State.DONE
                ],
            )
        return concluded

    def put_back(self, identities: Iterable[str], *, at: datetime) -> None:
        """Remember that the reader took these messages back: they are never filed again."""
        with self._now.transaction():
            for identity in identities:
                self._settle(identity, at=at)

    # ---- asking

    def open_intents(self) -> list[Intent]:
        """Return the intents whose outcome is not known, oldest first."""
        return self._intents("state = 'planned'")

    def intents(self, run: str) -> list[Intent]:
        """Return what a run meant to file, oldest first, without what took it back."""
        return self._intents("run = ? AND undoes IS NULL", (run,))

    def all_filed(self) -> list[Intent]:
        """Return what was filed by all runs and stands there, or was put back since, oldest first."""
        return self._intents("undoes IS NULL AND state IN ('done', 'put-back')")

    def history(self, identity: str) -> list[Intent]:
        """Return every intent about this message, oldest first."""
        return self._intents("identity = ?", (identity,))

    def occupied(self, folder: str, *, validity: str) -> frozenset[Ref]:
        """Return the places of this folder where a message is known to stand because we put it there."""
        sql = "SELECT destination_uid FROM intent WHERE state = 'done' AND destination = ? AND destination_validity = ?"
        rows = self._now.rows(sql, (folder, validity))
        return frozenset(Ref(folder, uid, validity) for (uid,) in rows)

    def is_put_back(self, identity: str) -> bool:
        """Tell whether the reader took this message back."""
        return self._any("SELECT 1 FROM put_back WHERE identity = ?", (identity,))

    def is_settled(self, identity: str, *, run: str = "") -> bool:
        """Tell whether this message must not be filed: it was put back, is being filed, or was filed before.

        A message that we filed and that is here again was pulled back by its reader. What `run` itself filed does not
        count, so that two messages that are alike to the byte can be filed in two batches of one run.
        """
        return self.is_put_back(identity) or self._any(
            """SELECT 1 FROM intent WHERE identity = ? AND undoes IS NULL
            AND (state = 'planned' OR state != 'withdrawn' AND run != ?)""",
            (identity, run),
        )

    def run(self, run: str) -> Run | None:
        """Return the run of this id."""
        return next(iter(self._runs("WHERE run.id = ?", (run,))), None)

    def runs(self, *, limit: int = 50) -> list[Run]:
        """Return the newest runs, newest first."""
        return self._runs("ORDER BY run.rowid DESC LIMIT ?", (limit,))[:limit]

    def last_run(self) -> Run | None:
        """Return the newest run of which something still stands where it was put: the one that undo means."""
        return next(iter(self._runs("WHERE filed > 0 ORDER BY run.rowid DESC LIMIT 1")), None)

    def runs_between(self, first: date, end: date) -> list[Run]:
        """Return the runs that began on the day `first` or later and before the day `end`, in UTC, oldest first."""
        return self._runs("WHERE started >= ? AND started < ? ORDER BY run.rowid", _days(first, end))

    def intents_between(self, first: date, end: date) -> list[Intent]:
        """Return what the runs of these days meant to file, oldest first, without what took it back."""
        where = "undoes IS NULL AND run IN (SELECT id FROM run WHERE started >= ? AND started < ?)"
        return self._intents(where, _days(first, end))

    def taken_back_since(self, first: date) -> list[TakenBack]:
        """Return what was taken back on this day, in UTC, or later, oldest first: its intent is PUT_BACK where it was undone, DONE
        where its reader moved it. One that could not be undone then is left out.
        """
        sql = f"""
            SELECT at, {_COLUMNS} FROM intent JOIN put_back USING (identity)
            WHERE undoes IS NULL AND at >= ? AND (state = 'put-back' OR state = 'done' AND NOT EXISTS (
                SELECT 1 FROM intent AS back WHERE back.identity = intent.identity AND back.undoes = intent.number))
            ORDER BY at, number"""  # noqa: S608 - our own words alone
        rows = [row for layer in reversed(self._layers) for row in layer.rows(sql, (first.isoformat(),))]
        return [TakenBack(datetime.fromisoformat(at), _intent(row)) for at, *row in rows]

    # ---- rows

    def _settle(self, identity: str, *, at: datetime) -> None:
        self._now.run("INSERT OR IGNORE INTO put_back VALUES (?, ?)", (identity, at.isoformat()))

    def _write(self, run: str, filing: Filing, target: Target) -> Intent:
        number = self._now.run(
            f"INSERT INTO intent ({_COLUMNS}) VALUES (NULL{', ?' * 16})",  # noqa: S608 - our own words alone
            (
                *(run, filing.undoes, filing.identity, filing.id, filing.label, json.dumps(filing.reasons)),
                *_place(filing.ref),
                *(target.folder, target.validity, target.next_uid),
                *(State.PLANNED, None, None, None),
            ),
        )
        return Intent(number, run, filing, target, State.PLANNED)

    def _intents(self, where: str, values: Sequence[str] = ()) -> list[Intent]:
        sql = f"SELECT {_COLUMNS} FROM intent WHERE {where} ORDER BY number"  # noqa: S608 - our own words alone
        return [_intent(row) for layer in reversed(self._layers) for row in layer.rows(sql, values)]

    def _runs(self, rest: str, values: Sequence[object] = ()) -> list[Run]:
        sql = f"""
            SELECT run.id, run.started, run.target, (
                SELECT count(*) FROM intent WHERE intent.run = run.id AND undoes IS NULL AND state = 'done') AS filed
            FROM run {rest}"""  # noqa: S608 - our own words alone
        rows = [row for layer in self._layers for row in layer.rows(sql, values)]
        return [Run(run, datetime.fromisoformat(started), target, filed) for run, started, target, filed in rows]

    def _any(self, sql: str, values: Sequence[str]) -> bool:
        return any(layer.rows(f"{sql} LIMIT 1", values) for layer in self._layers)


def _days(first: date, end: date) -> tuple[str, str]:
    """Return bounds for moments as they are written, in UTC: text that sorts as time does."""
    return first.isoformat(), end.isoformat()


def _place(ref: Ref | None) -> tuple[str | None, str | None, str | None]:
    return (None, None, None) if ref is None else (ref.folder, ref.uid, ref.validity)


def _intent(row: Sequence[Any]) -> Intent:
    number, run, undoes, identity, shown, label, reasons, *rest = row
    source, uid, validity, target, target_validity, next_uid, state, *place = rest
    return Intent(
        number,
        run,
        Filing(Ref(source, uid, validity), identity, shown, Label(label), tuple(json.loads(reasons)), undoes),
        Target(target, target_validity, next_uid),
        State(state),
        None if place[0] is None else Ref(*place),
    )
