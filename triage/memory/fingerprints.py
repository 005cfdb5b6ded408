"""The repeat memory on the disk: fingerprints of outreach and the tables that find them again. Holds no mail text.

What a fingerprint is made of, and what counts as a repeat, is decided in `triage.judge.repeats`.
"""

from __future__ import annotations

import array
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from triage.domain import Fingerprint, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.memory.database import Database, Row

POSTING_CAP: Final = 64
"""Messages kept per sketch hash; the newest stay. A hash that more share says little (docs/decisions.md)."""
TINY_SKETCH: Final = 4
"""A sketch of at most so many hashes is found by one of them, a larger one by two."""
RELATED: Final = 32
"""Messages returned for one thread, sender, domain or digest."""


def create(database: Database) -> None:
    """Migration: fingerprints, and their postings by sketch hash and by thread hash."""
    database.run("""
        CREATE TABLE fingerprint (
            m INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date INTEGER, sender TEXT NOT NULL, domain TEXT NOT NULL,
            name TEXT NOT NULL, label TEXT NOT NULL, touch INTEGER NOT NULL, digest BLOB NOT NULL,
            shingles BLOB NOT NULL, sketch BLOB NOT NULL, threads BLOB NOT NULL)""")
    database.run("CREATE INDEX fingerprint_digest ON fingerprint (digest)")
    database.run("CREATE INDEX fingerprint_sender ON fingerprint (sender, date)")
    database.run("CREATE INDEX fingerprint_domain ON fingerprint (domain, date)")
    database.run("CREATE TABLE fp (h INTEGER, m INTEGER, PRIMARY KEY (h, m)) WITHOUT ROWID")
    database.run("CREATE TABLE thread (h INTEGER, m INTEGER, PRIMARY KEY (h, m)) WITHOUT ROWID")


_COLUMNS: Final = "id, date, sender, domain, name, label, touch, digest, shingles, sketch, threads"


class Fingerprints:
    """The `RepeatMemory` of one account; `past` is read besides `now` and never written.

    A message that stands in both is answered once, as `now` has it.
    """

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    def add(self, fingerprint: Fingerprint) -> None:
        """Remember one message; a second one of the same id takes the place of the first."""
        with self._now.transaction():
            self.forget(fingerprint.id)
            m = self._now.run(
                f"INSERT INTO fingerprint ({_COLUMNS}) VALUES (?{', ?' * 10})",  # noqa: S608 - our own words alone
                _row(fingerprint),
            )
            self._now.many("INSERT INTO thread VALUES (?, ?)", [(h, m) for h in set(fingerprint.threads)])
            hashes = [(h,) for h in set(fingerprint.sketch)]
            self._now.many("INSERT INTO fp VALUES (?, ?)", [(h, m) for (h,) in hashes])
            self._now.many(
                f"""DELETE FROM fp WHERE h = ?1 AND m <= (
                    SELECT m FROM fp WHERE h = ?1 ORDER BY m DESC LIMIT 1 OFFSET {POSTING_CAP})""",  # noqa: S608
                hashes,
            )

    def forget(self, id: str) -> None:
        """Forget one message, because it was put back or turned out to be legitimate; an unknown id is no error."""
        with self._now.transaction():
            for m, sketch, threads in self._now.rows("SELECT m, sketch, threads FROM fingerprint WHERE id = ?", (id,)):
                self._now.many("DELETE FROM fp WHERE h = ? AND m = ?", [(h, m) for h in _numbers(sketch)])
                self._now.many("DELETE FROM thread WHERE h = ? AND m = ?", [(h, m) for h in _numbers(threads)])
                self._now.run("DELETE FROM fingerprint WHERE m = ?", (m,))

    def similar(self, sketch: Sequence[int], *, limit: int = 32) -> Sequence[Fingerprint]:
        """Return the messages that share most hashes with this sketch, best first, then newest first."""
        hashes = sorted(set(sketch))
        least = 1 if len(hashes) <= TINY_SKETCH else 2
        sql = f"""
            SELECT hits, {_COLUMNS} FROM (
                SELECT m AS found, count(*) AS hits FROM fp WHERE h IN ({_marks(hashes)})
                GROUP BY m HAVING hits >= {least} ORDER BY hits DESC, m DESC LIMIT ?)
            JOIN fingerprint ON m = found"""  # noqa: S608 - our own words alone
        rows = [row for layer in self._layers for row in layer.rows(sql, (*hashes, limit))]
        rows.sort(key=lambda row: (row[0], _instant(row[2])), reverse=True)
        return _once(row[1:] for row in rows)[:limit]

    def by_digest(self, digest: bytes) -> Sequence[Fingerprint]:
        """Return the messages whose normalised text has exactly this hash, newest first."""
        return self._newest("digest = ?", (digest,))

    def by_threads(self, hashes: Sequence[int]) -> Sequence[Fingerprint]:
        """Return the messages that share a thread hash with these, newest first."""
        unique = sorted(set(hashes))
        where = f"m IN (SELECT m FROM thread WHERE h IN ({_marks(unique)}))"  # noqa: S608 - our own words alone
        return self._newest(where, unique)

    def by_sender(self, address: str) -> Sequence[Fingerprint]:
        """Return the newest messages of this sender, newest first."""
        return self._newest("sender = ?", (address,))

    def by_domain(self, domain: str) -> Sequence[Fingerprint]:
        """Return the newest messages of this registrable domain, newest first."""
        return self._newest("domain = ?", (domain,))

    def count(self) -> int:
        """Return how many messages are remembered."""
        return sum(layer.rows("SELECT count(*) FROM fingerprint")[0][0] for layer in self._layers)

    def _newest(self, where: str, values: Sequence[object]) -> Sequence[Fingerprint]:
        sql = f"""SELECT {_COLUMNS} FROM fingerprint WHERE {where}
            ORDER BY date DESC, m DESC LIMIT {RELATED}"""  # noqa: S608 - our own words alone
        rows = [row for layer in self._layers for row in layer.rows(sql, values)]
        rows.sort(key=lambda row: _instant(row[1]), reverse=True)
        return _once(rows)[:RELATED]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _once(rows: Iterable[Row]) -> list[Fingerprint]:
    unique: dict[str, Row] = {}
    for row in rows:
        unique.setdefault(row[0], row)
    return [_fingerprint(row) for row in unique.values()]


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _instant(microseconds: int | None) -> int:
    """Order undated messages before all others."""
    return -(2**63) if microseconds is None else int(microseconds)


def _row(fingerprint: Fingerprint) -> Row:
    date = fingerprint.date
    return (
        fingerprint.id,
        None if date is None else (date - _EPOCH) // timedelta(microseconds=1),
        fingerprint.sender,
        fingerprint.domain,
        fingerprint.name,
        fingerprint.label,
        fingerprint.touch,
        fingerprint.digest,
        fingerprint.shingles,
        _bytes(fingerprint.sketch),
        _bytes(fingerprint.threads),
    )


def _fingerprint(row: Row) -> Fingerprint:
    shown, date, sender, domain, name, label, touch, digest, shingles, sketch, threads = row
    return Fingerprint(
        shown,
        None if date is None else _EPOCH + timedelta(microseconds=date),
        sender,
        domain,
        name,
        Label(label),
        touch,
        digest,
        shingles,
        _numbers(sketch),
        _numbers(threads),
    )


def _bytes(numbers: Sequence[int]) -> bytes:
    packed = array.array("q", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _numbers(raw: bytes) -> tuple[int, ...]:
    packed = array.array("q", raw)
    if sys.byteorder == "big":
        packed.byteswap()
    return tuple(packed)
