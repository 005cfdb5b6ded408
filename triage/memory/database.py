"""One SQLite database, and what can go wrong with it in sentences: the only importer of sqlite3."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from triage.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS: Final = 5.0
"""How long a statement waits for another program that holds the file."""

Row: TypeAlias = tuple[Any, ...]
Migration: TypeAlias = Callable[["Database"], None]


class Database:
    """A connection that commits only where it is told to; every failure of the file is a `StateError`."""

    def __init__(self, name: str, *, path: Path | None = None, busy_seconds: float = BUSY_SECONDS) -> None:
        self._path = path
        with self._telling():
            self._connection = sqlite3.connect(name, uri=True, isolation_level=None, timeout=busy_seconds)

    @classmethod
    def writable(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
        """Open the file, made where it is missing; a commit is on the disk when it returns."""
        database = cls(f"{path.absolute().as_uri()}?mode=rwc", path=path, busy_seconds=busy_seconds)
        with database.closing_on_error():
            database.rows("PRAGMA journal_mode = WAL")
            database.run("PRAGMA synchronous = FULL")
            database.run("PRAGMA foreign_keys = ON")
        return database

    @classmethod
    def read_only(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Database:
        """Open the file for reading alone; neither it nor anything beside it is written.

        SQLite would leave `-wal` and `-shm` files beside a file that nobody has open; `immutable` forbids that. It is
        true enough: whoever opens the file meanwhile writes to a `-wal` first, which this connection does not read.
        """
        in_use = path.with_name(path.name + "-wal").exists()
        mode = "mode=ro" if in_use else "mode=ro&immutable=1"
        return cls(f"{path.absolute().as_uri()}?{mode}", path=path, busy_seconds=busy_seconds)

    @classmethod
    def temporary(cls) -> Database:
        """Make a database on the disk that has no name and is gone when it is closed."""
        return cls("")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run one statement and return all its rows."""
        with self._telling():
            return self._connection.execute(sql, values).fetchall()

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run one statement and return the id of the row that it added last."""
        with self._telling():
            return self._connection.execute(sql, values).lastrowid or 0

    def many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of these values."""
        with self._telling():
            self._connection.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit everything inside at once, or nothing of it; one inside another is part of the outer one."""
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # the first error is the one to tell; an open transaction never commits
                self._connection.execute("ROLLBACK")
            raise

    @contextmanager
    def durable(self) -> Iterator[None]:
        """Commit everything inside at once, so that it is on the disk when this ends: never part of another one."""
        if self._connection.in_transaction:
            raise RuntimeError("an intent inside an open transaction would not be on the disk before the act")
        with self.transaction():
            yield

    @property
    def version(self) -> int:
        """The number of the last migration that this file went through."""
        return int(self.rows("PRAGMA user_version")[0][0])

    def migrate(self, migrations: Sequence[Migration]) -> None:
        """Bring the file to the newest schema, each step in a transaction of its own.

        Raises StateError when a newer triage wrote the file.
        """
        while (version := self.version) < len(migrations):
            with self.transaction():
                migrations[version](self)
                self.run(f"PRAGMA user_version = {version + 1}")
        if version > len(migrations):
            raise StateError(
                f"{self._name} was written by a newer triage (schema {version}, known here {len(migrations)}); "
                "upgrade triage, or move the file away to begin anew. Nothing was filed."
            )

    def check(self) -> None:
        """Read the whole file and raise StateError when it is damaged; takes as long as the file is large."""
        if (answer := self.rows("PRAGMA quick_check(1)")) != [("ok",)]:
            raise _damaged(self._name, str(answer[0][0]))

    def scrub(self) -> None:
        """Write the file anew without a trace of what was deleted from it, in its log neither."""
        self.run("VACUUM")
        is_read, *_ = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        if is_read:
            raise StateError(
                f"{self._name} is being read by another program, and traces of what was deleted are left; end that "
                "program, then run again."
            )

    def copy(self) -> Database:
        """Copy everything into a temporary database."""
        copy = Database.temporary()
        with self._telling():
            self._connection.backup(copy._connection)  # noqa: SLF001 - another of us
        return copy

    def close(self) -> None:
        """Close the connection; what was not committed is forgotten."""
        with self._telling():
            self._connection.close()

    @contextmanager
    def closing_on_error(self) -> Iterator[None]:
        """Close this connection when what is inside fails."""
        try:
            yield
        except BaseException:
            self._connection.close()
            raise

    @property
    def _name(self) -> str:
        return str(self._path or "the temporary database")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if (told := _told(error, self._name)) is None:
                raise
            raise told from error


def _told(error: sqlite3.Error, name: str) -> StateError | None:
    """Say what happened to the file and what to do; None when the mistake is ours (a wrong statement)."""
    code = getattr(error, "sqlite_errorname", "")
    match code.split("_")[1] if code.startswith("SQLITE_") else "":
        case "BUSY" | "LOCKED" | "PROTOCOL":
            return StateError(f"{name} is locked by another program; end that program, then run again.")
        case "FULL":
            return StateError(f"{name} cannot grow, its disk is full; make room, then run again: {_REPLAY}.")
        case "IOERR":
            return StateError(
                f"{name} cannot be read or written ({code}), its disk is full or failing; make room or mend it, "
                f"then run again: {_REPLAY}."
            )
        case "CORRUPT" | "NOTADB":
            return _damaged(name, str(error))
        case "READONLY" | "CANTOPEN" | "PERM" | "AUTH":
            return StateError(f"{name} cannot be opened for writing; check its rights and those of its folder.")
        case _:
            return None


_REPLAY = "what was begun is settled first"


def _damaged(name: str, what: str) -> StateError:
    return StateError(
        f"{name} is damaged ({what}); move it away and run again: correspondents are read again from your sent "
        "mail and repeats from the folders of outreach, but runs before today can no longer be undone."
    )
