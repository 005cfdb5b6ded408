"""The repeat memory on the disk: fingerprints of outreach and the tables that find them again. Holds no mail text.

What a fingerprint is made of, and what counts as a repeat, is decided in `triage.judge`. Which postings are kept depends on the dates
of the messages alone, not on the order in which they came in.
"""

from __future__ import annotations

import array
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from triage.domain import Fingerprint, Label, RepeatKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.memory.database import Database, Row

POSTING_CAP: Final = 64
"""Messages found again by one word; the newest stay. A word that more share says little (docs/decisions.md)."""
TIE_CAP: Final = 256
"""Messages found again by one tie, a seller's domain at most; the newest stay."""
TINY_SKETCH: Final = 4
"""A sketch of at most so many words is found by one of them, a larger one by two."""
RELATED: Final = 32
"""Messages returned for one lookup of ties."""
TIE_BYTES: Final = 6
_TENTHS: Final = 10


def create(database: Database) -> None:
    """Migration: the first form of fingerprints, of pairs of words; `create_gists` takes its place."""
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


def create_gists(database: Database) -> None:
    """Migration: fingerprints of words instead of pairs. Those of pairs cannot be told from their hashes, and are forgotten."""
    for table in ("fingerprint", "fp", "thread"):
        database.run(f"DROP TABLE {table}")
    database.run(
        "CREATE TABLE seller (s INTEGER PRIMARY KEY, sender TEXT NOT NULL, domain TEXT NOT NULL, name TEXT NOT NULL)"
    )
    database.run("CREATE UNIQUE INDEX seller_who ON seller (sender, domain, name)")
    database.run("""
        CREATE TABLE fingerprint (
            m INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, date INTEGER, s INTEGER NOT NULL REFERENCES seller (s),
            label INTEGER NOT NULL, touch INTEGER NOT NULL, digest BLOB NOT NULL, words BLOB NOT NULL, sketch INTEGER NOT NULL,
            mass INTEGER NOT NULL, ties BLOB NOT NULL, tied INTEGER NOT NULL, kind INTEGER, original TEXT, sure INTEGER NOT NULL,
            outreach INTEGER NOT NULL)""")
    database.run("CREATE TABLE fp (h INTEGER, m INTEGER, PRIMARY KEY (h, m)) WITHOUT ROWID")
    database.run("CREATE TABLE tie (h INTEGER, m INTEGER, PRIMARY KEY (h, m)) WITHOUT ROWID")
    database.run("CREATE TABLE form (version INTEGER PRIMARY KEY)")


_COLUMNS: Final = (
    "id, date, sender, domain, name, label, touch, digest, words, sketch, mass, ties, tied, kind, original, sure,"
    " outreach"
)
_LABELS: Final = tuple(Label)
_KINDS: Final = tuple(RepeatKind)


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
            who = (fingerprint.sender, fingerprint.domain, fingerprint.name)
            self._now.run("INSERT OR IGNORE INTO seller (sender, domain, name) VALUES (?, ?, ?)", who)
            m = self._now.run(
                """INSERT INTO fingerprint (
                    s, id, date, label, touch, digest, words, sketch, mass, ties, tied, kind, original, sure, outreach)
                SELECT s, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM seller WHERE sender = ? AND domain = ? AND name = ?""",
                (*_values(fingerprint), *who),
            )
            for table, cap, hashes in (
                ("fp", POSTING_CAP, fingerprint.sketch),
                ("tie", TIE_CAP, (*fingerprint.ties, *fingerprint.marks)),
            ):
                unique = [(h,) for h in sorted(set(hashes))]
                self._now.many(f"INSERT INTO {table} VALUES (?, ?)", [(h, m) for (h,) in unique])  # noqa: S608 - our own words
                self._cap(table, cap, unique)

    def _cap(self, table: str, cap: int, hashes: Sequence[tuple[int]]) -> None:
        """Keep the newest postings of these hashes; undated messages go first, and of one instant the lesser id."""
        counted = f"SELECT h FROM {table} WHERE h IN ({_marks(hashes)}) GROUP BY h HAVING count(*) > {cap}"  # noqa: S608
        full = self._now.rows(counted, [h for (h,) in hashes])
        self._now.many(
            f"""DELETE FROM {table} WHERE h = ?1 AND m IN (
                SELECT m FROM {table} JOIN fingerprint USING (m) WHERE h = ?1
                ORDER BY date DESC NULLS LAST, id DESC LIMIT -1 OFFSET {cap})""",  # noqa: S608 - our own words
            full,
        )

    def forget(self, id: str) -> None:
        """Forget one message, because it was put back or turned out to be legitimate; an unknown id is no error."""
        with self._now.transaction():
            found = self._now.rows("SELECT m, s, words, sketch, ties FROM fingerprint WHERE id = ?", (id,))
            for m, s, words, sketch, ties in found:
                self._now.many("DELETE FROM fp WHERE h = ? AND m = ?", [(h, m) for h in _words(words)[:sketch]])
                self._now.many("DELETE FROM tie WHERE h = ? AND m = ?", [(h, m) for h in _ties(ties)])
                self._now.run("DELETE FROM fingerprint WHERE m = ?", (m,))
                self._now.run(
                    "DELETE FROM seller WHERE s = ?1 AND NOT EXISTS (SELECT 1 FROM fingerprint WHERE s = ?1)", (s,)
                )

    def similar(self, sketch: Sequence[int], *, limit: int = RELATED) -> Sequence[Fingerprint]:
        """Return the messages that share most words of this sketch, best first, then newest first."""
        hashes = sorted(set(sketch))
        least = 1 if len(hashes) <= TINY_SKETCH else 2
        sql = f"""
            SELECT hits, {_COLUMNS} FROM (
                SELECT m, count(*) AS hits FROM fp WHERE h IN ({_marks(hashes)}) GROUP BY m HAVING hits >= {least})
            JOIN fingerprint USING (m) JOIN seller USING (s)
            ORDER BY hits DESC, date DESC NULLS LAST, id LIMIT ?"""  # noqa: S608 - our own words
        rows = [row for layer in self._layers for row in layer.rows(sql, (*hashes, limit))]
        rows.sort(key=lambda row: (-row[0], -_instant(row[2]), row[1]))
        return _once(row[1:] for row in rows)[:limit]

    def tied(self, hashes: Sequence[int], *, before: datetime | None = None) -> Sequence[Fingerprint]:
        """Return the newest messages that share a tie or a mark with these, newest first; none that is later than `before`."""
        unique = sorted(set(hashes))
        where, values = f"m IN (SELECT m FROM tie WHERE h IN ({_marks(unique)}))", list[object](unique)  # noqa: S608 - our own words
        if before is not None:
            where, values = f"{where} AND ifnull(date <= ?, 1)", [*values, _microseconds(before)]
        return self._newest(where, values)

    @property
    def form(self) -> int:
        """The form that these fingerprints have; 0 before any was asked for."""
        return max(int(layer.rows("SELECT ifnull(max(version), 0) FROM form")[0][0]) for layer in self._layers)

    def renew(self, form: int) -> None:
        """Forget all fingerprints, and say that those to come have this form."""
        with self._now.transaction():
            for table in ("fingerprint", "seller", "fp", "tie", "form"):
                self._now.run(f"DELETE FROM {table}")  # noqa: S608 - our own words
            self._now.run("INSERT INTO form VALUES (?)", (form,))

    def count(self) -> int:
        """Return how many messages are remembered."""
        return sum(layer.rows("SELECT count(*) FROM fingerprint")[0][0] for layer in self._layers)

    def _newest(self, where: str, values: Sequence[object]) -> Sequence[Fingerprint]:
        sql = f"""SELECT {_COLUMNS} FROM fingerprint JOIN seller USING (s) WHERE {where}
            ORDER BY date DESC NULLS LAST, id LIMIT {RELATED}"""  # noqa: S608 - our own words
        rows = [row for layer in self._layers for row in layer.rows(sql, values)]
        rows.sort(key=lambda row: (-_instant(row[1]), row[0]))
        return _once(rows)[:RELATED]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _once(rows: Iterable[Row]) -> list[Fingerprint]:
    unique: dict[str, Row] = {}
    for row in rows:
        unique.setdefault(row[0], row)
    return [_fingerprint(row) for row in unique.values()]


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _instant(microseconds: int | None) -> int:
    """Order undated messages before all others."""
    return -(2**63) if microseconds is None else int(microseconds)


def _values(one: Fingerprint) -> Row:
    """Return the columns after `s`, in order: date in microseconds, mass in tenths of a nat, names by their number."""
    return (
        one.id,
        None if one.date is None else _microseconds(one.date),
        _LABELS.index(one.label),
        one.touch,
        one.digest,
        one.words,
        len(one.sketch),
        round(one.mass * _TENTHS),
        b"".join(tie.to_bytes(TIE_BYTES, "little") for tie in (*one.ties, *one.marks)),
        len(one.ties),
        None if one.kind is None else _KINDS.index(one.kind),
        one.of,
        one.sure,
        round(one.outreach * 100),
    )


def _fingerprint(row: Row) -> Fingerprint:
    (
        shown,
        date,
        sender,
        domain,
        name,
        label,
        touch,
        digest,
        words,
        sketch,
        mass,
        ties,
        tied,
        kind,
        original,
        sure,
        outreach,
    ) = row
    hashes = _ties(ties)
    return Fingerprint(
        id=shown,
        date=None if date is None else _EPOCH + timedelta(microseconds=date),
        sender=sender,
        domain=domain,
        name=name,
        label=_LABELS[label],
        touch=touch,
        digest=digest,
        words=words,
        mass=mass / _TENTHS,
        sketch=tuple(_words(words[: 4 * sketch])),
        ties=hashes[:tied],
        marks=hashes[tied:],
        kind=None if kind is None else _KINDS[kind],
        of=original,
        sure=bool(sure),
        outreach=outreach / 100,
    )


def _ties(raw: bytes) -> tuple[int, ...]:
    return tuple(int.from_bytes(raw[at : at + TIE_BYTES], "little") for at in range(0, len(raw), TIE_BYTES))


def _words(raw: bytes) -> array.array[Any]:
    hashes = array.array("I", raw)
    if sys.byteorder == "big":
        hashes.byteswap()
    return hashes
