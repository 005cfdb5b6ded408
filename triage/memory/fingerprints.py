"""The repeat memory on the disk: fingerprints of outreach and the tables that find them again. Holds no mail text.

What a fingerprint is made of, and what counts as a repeat, is decided in `triage.judge`. Which postings are kept depends on the dates
of the messages alone, not on the order in which they came in.
"""

from __future__ import annotations

import array
import itertools
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from triage.domain import TIE_BYTES, Fingerprint, Label, RepeatKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from triage.memory.database import Database, Row

POSTING_CAP: Final = 4096
"""Messages found again by one word. One that more share says little, and leads to the newest of them alone (docs/decisions.md)."""
READ_AT_ONCE: Final = 4000
"""Postings read for one lookup: of its words the rarest, two at least, as many as have no more together."""
BUCKET: Final = 1 << 16
"""Messages of one row of postings, by their number: what is left of it fits in two bytes, and an insertion rewrites little."""
_FULL: Final = -1
"""The bucket of a word that too many share."""
COMMON_CAP: Final = 16
"""Messages found again by a word that more than `POSTING_CAP` share; the newest stay."""
TIE_CAP: Final = 256
"""Messages found again by one tie, a seller's domain at most; the newest stay."""
WHOLE: Final = 1 << 24
"""The score of a word that one message has; one that n share has an n-th of it."""
TINY_SKETCH: Final = 4
"""A sketch of at most so many words is found by one of them, a larger one by two."""
SIMILAR: Final = 12
"""Messages returned for one lookup of words."""
MANY_EVEN: Final = 48
"""So many messages of one score are left out, unless they share most of the words that were looked up."""
RELATED: Final = 32
"""Messages returned for one lookup of ties."""
POST_BYTES: Final = 2
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
    database.run("CREATE TABLE fp (h INTEGER PRIMARY KEY, ms BLOB NOT NULL)")
    database.run("""
        CREATE TABLE common (
            h INTEGER, date INTEGER, k INTEGER, m INTEGER, PRIMARY KEY (h, date, k, m)) WITHOUT ROWID""")
    database.run("CREATE TABLE tie (h INTEGER, m INTEGER, PRIMARY KEY (h, m)) WITHOUT ROWID")
    database.run("CREATE TABLE form (version INTEGER PRIMARY KEY)")


def create_buckets(database: Database) -> None:
    """Migration: postings in buckets, made anew from the sketches. A word that too many share is told at its next insertion."""
    database.run("DROP TABLE fp")
    database.run("DELETE FROM common")
    database.run("CREATE TABLE fp (h INTEGER, b INTEGER, ms BLOB NOT NULL, PRIMARY KEY (h, b)) WITHOUT ROWID")
    ((last,),) = database.rows("SELECT ifnull(max(m), 0) FROM fingerprint")
    for first in range(0, last + 1, BUCKET):
        rows = database.rows(
            "SELECT m, substr(words, 1, 4 * sketch) FROM fingerprint WHERE m >= ? AND m < ?", (first, first + BUCKET)
        )
        database.many(_POST, (_posting(h, m) for m, sketch in rows for h in _signed(_words(sketch))))


_POST: Final = "INSERT INTO fp VALUES (?, ?, ?) ON CONFLICT (h, b) DO UPDATE SET ms = CAST(ms || excluded.ms AS BLOB)"

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
            self._post(fingerprint.sketch, m)
            hashes = [(h,) for h in sorted({*fingerprint.ties, *fingerprint.marks})]
            self._now.many("INSERT INTO tie VALUES (?, ?)", [(h, m) for (h,) in hashes])
            self._cap(hashes)

    def _post(self, sketch: Sequence[int], m: int) -> None:
        """Let these words lead to a message; a word that too many share leads to the newest of them."""
        words = _signed(sketch)
        told = self._now.rows(
            f"SELECT h, min(b), sum(length(ms)) FROM fp WHERE h IN ({_marks(words)}) GROUP BY h",  # noqa: S608 - our own words
            words,
        )
        full = {h for h, bucket, _ in told if bucket == _FULL}
        if full:
            self._post_common([(h, m) for h in words if h in full])
        self._now.many(_POST, [_posting(h, m) for h in words if h not in full])
        for h in [h for h, _, size in told if size >= POST_BYTES * POSTING_CAP]:
            messages = _postings(self._now.rows("SELECT b, ms FROM fp WHERE h = ?", (h,)))
            self._post_common([(h, one) for one in messages.tolist()])
            self._now.run("DELETE FROM fp WHERE h = ?", (h,))
            self._now.run("INSERT INTO fp VALUES (?, ?, x'')", (h, _FULL))

    def _post_common(self, postings: Sequence[tuple[int, int]]) -> None:
        """Let common words lead to these messages where they are of the newest; undated ones go first."""
        messages = sorted({m for _, m in postings})
        told = self._now.rows(f"SELECT m, date, id FROM fingerprint WHERE m IN ({_marks(messages)})", messages)  # noqa: S608 - our own words
        at = {m: (_instant(date), crc32(name.encode("utf-8", "surrogatepass"))) for m, date, name in told}
        self._now.many("INSERT INTO common VALUES (?, ?, ?, ?)", [(h, *at[m], m) for h, m in postings])
        self._now.many(
            f"""DELETE FROM common WHERE h = ?1 AND (date, k, m) IN (
                SELECT date, k, m FROM common WHERE h = ?1 ORDER BY date DESC, k DESC LIMIT -1 OFFSET {COMMON_CAP})""",  # noqa: S608 - our own words
            [(h,) for h in sorted({h for h, _ in postings})],
        )

    def _cap(self, hashes: Sequence[tuple[int]]) -> None:
        """Keep the newest messages of these ties; undated ones go first, and of one instant the lesser id."""
        counted = f"SELECT h FROM tie WHERE h IN ({_marks(hashes)}) GROUP BY h HAVING count(*) > {TIE_CAP}"  # noqa: S608
        full = self._now.rows(counted, [h for (h,) in hashes])
        self._now.many(
            f"""DELETE FROM tie WHERE h = ?1 AND m IN (
                SELECT m FROM tie JOIN fingerprint USING (m) WHERE h = ?1
                ORDER BY date DESC NULLS LAST, id DESC LIMIT -1 OFFSET {TIE_CAP})""",  # noqa: S608 - our own words
            full,
        )

    def forget(self, id: str) -> None:
        """Forget one message, because it was put back or turned out to be legitimate; an unknown id is no error."""
        with self._now.transaction():
            found = self._now.rows("SELECT m, s, words, sketch, ties FROM fingerprint WHERE id = ?", (id,))
            for m, s, words, sketch, ties in found:
                self._unpost(_words(words)[:sketch], m)
                self._now.many("DELETE FROM tie WHERE h = ? AND m = ?", [(h, m) for h in _ties(ties)])
                self._now.run("DELETE FROM fingerprint WHERE m = ?", (m,))
                self._now.run(
                    "DELETE FROM seller WHERE s = ?1 AND NOT EXISTS (SELECT 1 FROM fingerprint WHERE s = ?1)", (s,)
                )

    def _unpost(self, sketch: Iterable[int], m: int) -> None:
        """Let these words no longer lead to a message; a word that leads nowhere stays so."""
        words = _signed(sketch)
        self._now.many("DELETE FROM common WHERE h = ? AND m = ?", [(h, m) for h in words])
        posted = self._now.rows(
            f"SELECT h, ms FROM fp WHERE b = ? AND h IN ({_marks(words)})",  # noqa: S608 - our own words
            (m // BUCKET, *words),
        )
        for h, ms in posted:
            numbers = np.frombuffer(ms, dtype="<u2")
            left = numbers[numbers != m % BUCKET].tobytes()
            self._now.run("UPDATE fp SET ms = ? WHERE h = ? AND b = ?", (left, h, m // BUCKET))
        self._now.run(
            f"DELETE FROM fp WHERE b <> {_FULL} AND ms = x'' AND h IN ({_marks(words)})",  # noqa: S608 - our own words
            words,
        )

    def similar(self, sketch: Sequence[int], *, limit: int = SIMILAR) -> Sequence[Fingerprint]:
        """Return the messages that share words of this sketch, first those whose words fewest others share, then newest first."""
        hashes = _signed(sketch)
        rows = [row for layer in self._layers for row in self._similar(layer, hashes, limit)]
        rows.sort(key=lambda row: (-row[0], -_instant(row[2]), row[1]))
        return _once(row[1:] for row in rows)[:limit]

    def _similar(self, layer: Database, hashes: Sequence[int], limit: int) -> list[Row]:
        """Return the best rows of one layer, each with its score before the columns."""
        weights = {h: WHOLE // size for h, size in self._rarest(layer, hashes)}
        posted = layer.rows(
            f"SELECT h, b, ms FROM fp WHERE h IN ({_marks(tuple(weights))})",  # noqa: S608 - our own words
            tuple(weights),
        )
        common = layer.rows(f"SELECT m FROM common WHERE h IN ({_marks(hashes)})", hashes)  # noqa: S608 - our own words
        if not posted and not common:
            return []
        sizes = [*(len(ms) // POST_BYTES for _, _, ms in posted), *([1] * len(common))]
        each = np.repeat([*(weights[h] for h, _, _ in posted), *([WHOLE // (2 * POSTING_CAP)] * len(common))], sizes)
        found = [_postings([(b, ms) for _, b, ms in posted]), np.array([m for (m,) in common], dtype=np.int64)]
        messages, at = np.unique(np.concatenate(found), return_inverse=True)
        score = np.bincount(at, each).astype(np.int64)  # whole numbers: the same in any order
        hits = np.bincount(at)
        fit = hits >= (1 if len(hashes) <= TINY_SKETCH else 2)
        if fit.sum() > limit:
            least = np.partition(score[fit], -limit)[-limit]
            even = fit & (score == least)
            fit &= score >= least
            if even.sum() > MANY_EVEN and 2 * hits[even].max() <= len(weights):
                fit &= ~even
        chosen = self._newest_of(layer, dict(zip(messages[fit].tolist(), score[fit].tolist(), strict=True)), limit)
        rows = layer.rows(
            f"SELECT m, {_COLUMNS} FROM fingerprint JOIN seller USING (s) WHERE m IN ({_marks(tuple(chosen))})",  # noqa: S608 - our own words
            tuple(chosen),
        )
        return [(chosen[m], *row) for m, *row in rows]

    def _rarest(self, layer: Database, hashes: Sequence[int]) -> list[tuple[int, int]]:
        """Return those of these words that are looked up, and how many messages have each: the rarest."""
        told = layer.rows(
            f"""SELECT h, sum(length(ms)) / {POST_BYTES} AS size FROM fp
                WHERE h IN ({_marks(hashes)}) AND b <> {_FULL} GROUP BY h ORDER BY size, h""",  # noqa: S608 - our own words
            hashes,
        )
        upto = itertools.accumulate(size for _, size in told)
        return [word for at, (word, read) in enumerate(zip(told, upto, strict=True)) if at < 2 or read <= READ_AT_ONCE]

    def _newest_of(self, layer: Database, score: dict[int, int], limit: int) -> dict[int, int]:
        """Leave out the oldest of the least score until no more than `limit` are left."""
        if len(score) <= limit:
            return score
        least = min(score.values())
        sure = [m for m, number in score.items() if number > least]
        even = [m for m, number in score.items() if number == least]
        newest = layer.rows(
            """SELECT m FROM fingerprint WHERE m IN (SELECT value FROM json_each(?))
            ORDER BY date DESC NULLS LAST, id LIMIT ?""",
            (json.dumps(even), limit - len(sure)),
        )
        return {m: score[m] for m in (*sure, *(m for (m,) in newest))}

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

    def clear(self) -> None:
        """Forget all fingerprints, and which form they had."""
        with self._now.transaction():
            for table in ("fingerprint", "seller", "fp", "common", "tie", "form"):
                self._now.run(f"DELETE FROM {table}")  # noqa: S608 - our own words

    def have_form(self, form: int) -> None:
        """Say that all that there is has this form."""
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


def _signed(sketch: Iterable[int]) -> list[int]:
    """Return hashes as SQLite keeps them shortest, in four bytes."""
    return sorted({h - 2**31 for h in sketch})


def _posting(h: int, m: int) -> tuple[int, int, bytes]:
    """Return the row by which a word leads to one message."""
    return h, m // BUCKET, (m % BUCKET).to_bytes(POST_BYTES, "little")


def _postings(rows: Sequence[tuple[int, bytes]]) -> NDArray[np.int64]:
    """Return the messages of these buckets, one after the other."""
    starts = np.array([BUCKET * b for b, _ in rows], dtype=np.int64)
    found: NDArray[np.int64] = np.repeat(starts, [len(ms) // POST_BYTES for _, ms in rows])
    found += np.frombuffer(b"".join(ms for _, ms in rows), dtype="<u2")
    return found


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
