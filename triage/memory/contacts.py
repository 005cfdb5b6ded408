"""Whom I wrote to, which Message-IDs are mine, and in what words I begin a mail: of that only sent mail tells, for who wrote to me
proves nothing. And the words on the mail that I keep.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from triage.memory.database import Database, Row


SHORTEST_WORD = 4
"""Letters of a word that is counted; shorter ones name nothing that only I would write about."""

WROTE_TO = "SELECT first, last FROM wrote WHERE reversed = ?1 OR reversed > ?1 || '.' AND reversed < ?1 || '/'"
"""A domain and those below it; `/` is what comes after the full stop."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An address that I wrote to, in lower case: first and last time (UTC, None when undated), and how often."""

    address: str
    first: datetime | None
    last: datetime | None
    count: int


def create(database: Database) -> None:
    """Migration: the addresses I wrote to, and the hashes of what I wrote."""
    database.run("""
        CREATE TABLE contact (address TEXT PRIMARY KEY, first TEXT, last TEXT, count INTEGER NOT NULL) WITHOUT ROWID""")
    database.run("CREATE TABLE mine (hash INTEGER PRIMARY KEY)")


def create_words(database: Database) -> None:
    """Migration: the words of my subjects, and in how many of my messages each stands."""
    database.run("CREATE TABLE word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID")


def create_kept(database: Database) -> None:
    """Migration: hashes of the messages that I keep, and up to where each folder of mine was read."""
    database.run("CREATE TABLE kept (hash INTEGER PRIMARY KEY)")
    database.run(
        "CREATE TABLE read_to (folder TEXT PRIMARY KEY, validity TEXT NOT NULL, uid INTEGER NOT NULL) WITHOUT ROWID"
    )


def create_domains(database: Database) -> None:
    """Migration: the domains I wrote to, spelt backwards, so that all below one stand side by side."""
    database.run("CREATE TABLE wrote (reversed TEXT PRIMARY KEY, first TEXT, last TEXT) WITHOUT ROWID")
    for address, first, last in database.rows("SELECT address, first, last FROM contact"):
        _add_domain(database, address, first, last)


class Contacts:
    """The correspondents of one account; `past` is read besides `now` and never written."""

    def __init__(self, now: Database, *, past: Database | None = None) -> None:
        self._now = now
        self._layers = (now,) if past is None else (now, past)

    def add_sent(
        self, recipients: Iterable[str], *, message_id: str, date: datetime | None, words: Iterable[str] = ()
    ) -> None:
        """Remember one message of mine, and the `words` in which I began it, each once and in lower case.

        A Message-ID that is known already changes nothing, so that the sent mail can be read again at every run; a
        message without one counts each time. Words that are short, or of more than letters, are left out.
        """
        if self.is_mine((message_id,)):
            return
        when = date.astimezone(UTC).isoformat(timespec="seconds") if date is not None else None
        with self._now.transaction():
            if (hashed := _hash(message_id)) is not None:
                self._now.run("INSERT INTO mine VALUES (?)", (hashed,))
            addresses = sorted({each.strip().lower() for each in recipients} - {""})
            self._now.many(
                """INSERT INTO contact VALUES (?1, ?2, ?2, 1) ON CONFLICT (address) DO UPDATE SET count = count + 1,
                first = min(ifnull(first, ?2), ifnull(?2, first)), last = max(ifnull(last, ?2), ifnull(?2, last))""",
                [(address, when) for address in addresses],
            )
            for address in addresses:
                _add_domain(self._now, address, when, when)
            self._count(words)

    def add_kept(self, identity: str, *, words: Iterable[str]) -> None:
        """Remember the words on a message that I keep, known by its identity; a message that is known changes nothing."""
        hashed = int(identity[:16], 16) - (1 << 63)
        if not any(layer.rows("SELECT 1 FROM kept WHERE hash = ?", (hashed,)) for layer in self._layers):
            with self._now.transaction():
                self._now.run("INSERT INTO kept VALUES (?)", (hashed,))
                self._count(words)

    def _count(self, words: Iterable[str]) -> None:
        told = {word.lower() for word in words if len(word) >= SHORTEST_WORD and word.isalpha()}
        if told:
            self._now.many(
                "INSERT INTO word VALUES (?, 1) ON CONFLICT (word) DO UPDATE SET count = count + 1",
                [(word,) for word in sorted(told)],
            )

    def have_read(self, folder: str, *, validity: str, uid: int) -> None:
        """Remember that a folder of mine was read up to this UID."""
        self._now.run("INSERT OR REPLACE INTO read_to VALUES (?, ?, ?)", (folder, validity, uid))

    def read_to(self, folder: str) -> tuple[str, int]:
        """Return up to which UID a folder was read, after the UIDVALIDITY that it hangs on; ("", 0) when it never was."""
        for layer in self._layers:
            for validity, uid in layer.rows("SELECT validity, uid FROM read_to WHERE folder = ?", (folder,)):
                return validity, uid
        return "", 0

    def knows(self, address: str) -> bool:
        """Tell whether I ever wrote to this address."""
        return self.contact(address) is not None

    def contact(self, address: str) -> Contact | None:
        """Return when and how often I wrote to this address; None when I never did."""
        spec = address.strip().lower()
        sql = "SELECT first, last, count FROM contact WHERE address = ?"
        rows = [row for layer in self._layers for row in layer.rows(sql, (spec,))]
        if not rows:
            return None
        firsts, lasts, counts = zip(*rows, strict=True)
        return Contact(
            spec,
            _date(min(filter(None, firsts), default=None)),
            _date(max(filter(None, lasts), default=None)),
            sum(counts),
        )

    def wrote_to_domain(self, domain: str, *, before: datetime) -> datetime | None:
        """Return when I last wrote to this domain or one below it, before a moment; None when I did not.

        Of many times the first and the last are known. Where none is, what I wrote counts as written just then.
        """
        backwards = domain.strip().lower()[::-1]
        rows: list[Row] = (
            [row for layer in self._layers for row in layer.rows(WROTE_TO, (backwards,))] if backwards else []
        )
        if any(last is None for _, last in rows):
            return before
        times = (datetime.fromisoformat(text) for row in rows for text in row)
        return max((time for time in times if time < before), default=None)

    def is_mine(self, message_ids: Iterable[str]) -> bool:
        """Tell whether I wrote any of these: a message that answers or refers to one has its place here."""
        hashes = {hashed for each in message_ids if (hashed := _hash(each)) is not None}
        return any(
            layer.rows("SELECT 1 FROM mine WHERE hash = ?", (hashed,)) for hashed in hashes for layer in self._layers
        )

    def words(self) -> Mapping[str, int]:
        """Return the words of the subjects of what I wrote and keep, and in how many messages each stands."""
        found: Counter[str] = Counter()
        for layer in self._layers:
            found.update(dict(layer.rows("SELECT word, count FROM word")))
        return found

    def addresses(self) -> frozenset[str]:
        """Return the addresses that I wrote to."""
        return frozenset(address for layer in self._layers for (address,) in layer.rows("SELECT address FROM contact"))

    def count(self) -> int:
        """Return how many addresses I wrote to."""
        return len(self.addresses())


def _add_domain(database: Database, address: str, first: str | None, last: str | None) -> None:
    """Remember that somebody of this address' domain was written to; one without a domain tells nothing."""
    if domain := address.rpartition("@")[2] if "@" in address else "":
        database.run(
            """INSERT INTO wrote VALUES (?1, ?2, ?3) ON CONFLICT (reversed) DO UPDATE SET
            first = min(ifnull(first, ?2), ifnull(?2, first)), last = max(ifnull(last, ?3), ifnull(?3, last))""",
            (domain[::-1], first, last),
        )


def _hash(message_id: str) -> int | None:
    """Hash a Message-ID to a signed 64-bit integer, with or without its angle brackets; None when it is empty."""
    bare = message_id.strip().strip("<>").strip()
    if not bare:
        return None
    return int.from_bytes(
        hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
    )


def _date(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
