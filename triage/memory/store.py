"""The memory of one account: one file, one lock, six parts (journal, contacts, fingerprints, corrections, marks,
observations).

`open_store` is for runs that act, `preview_store` for those that must leave no trace. Nothing here knows mail.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from typing import TYPE_CHECKING, Final, Self

from triage.errors import HeldError, StateError
from triage.memory import contacts, corrections, fingerprints, journal, marks, observations, vendors
from triage.memory.database import BUSY_SECONDS, Database, Migration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

MIGRATIONS: Final[Sequence[Migration]] = (
    journal.create,
    contacts.create,
    fingerprints.create,
    contacts.create_words,
    fingerprints.create_gists,
    contacts.create_domains,
    contacts.create_kept,
    fingerprints.create_buckets,
    corrections.create,
    marks.create,
    observations.create,
)
"""The schema, step by step; `PRAGMA user_version` counts the steps a file went through. Only ever append."""


class Store:
    """What is remembered of one account. New things go to `now`; `past` is read besides it, never written."""

    def __init__(self, now: Database, *, past: Database | None = None, lock: AccountLock | None = None) -> None:
        self._databases = (now,) if past is None else (now, past)
        self._lock = lock
        self.journal = journal.Journal(now, past=past)
        self.contacts = contacts.Contacts(now, past=past)
        self.fingerprints = fingerprints.Fingerprints(now, past=past)
        self.corrections = corrections.Corrections(now, past=past)
        self.marks = marks.Marks(now, past=past)
        self.observations = observations.Observations(now, past=past)
        self.vendors = vendors.Vendors(now, past=past)
        self._now = now
        self.transaction = now.transaction

    def check(self) -> None:
        """Read everything and raise StateError when the file is damaged; `triage doctor` asks for it."""
        for database in self._databases:
            database.check()

    def forget(self, ids: Sequence[str]) -> None:
        """Erase what the repeat memory has of these messages, so that no trace of it is in the file. The journal stays."""
        with self.transaction():
            for each in ids:
                self.fingerprints.forget(each)
            self._now.run(
                "UPDATE fingerprint SET original = NULL WHERE original IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            )
        self._now.scrub()

    def forget_all(self, *, journal: bool = False) -> None:
        """Erase the repeat memory, whom I wrote to, what I keep and moved, leaving no trace in the file; with `journal` the runs, too.

        Fingerprints keep their form: what was filed before is not read again to remember it.
        """
        tables = ["fingerprint", "seller", "fp", "common", "tie", "contact", "wrote", "mine", "word", "kept", "read_to"]
        tables += ["correction", "looked_at"]
        with self.transaction():
            for table in [*tables, *(("intent", "run", "put_back", "mark", "observed") if journal else ())]:
                self._now.run(f"DELETE FROM {table}")  # noqa: S608 - our own words
        self._now.scrub()

    def close(self) -> None:
        """Close the file, then let go of the account."""
        try:
            for database in self._databases:
                database.close()
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def store_path(state_dir: Path, account: str) -> Path:
    """Return the file of this account; any text is a fit name, such as the path of a Maildir or an imap:// url."""
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", account).strip("-.")[-40:]
    mark = "" if slug == account else "-" + hashlib.sha256(account.encode()).hexdigest()[:8]
    return state_dir / f"{slug}{mark}.sqlite3"


def open_store(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Hold the account and open its file, made where it is missing: folder 0700, files 0600.

    Raises HeldError when another run holds the account, StateError when the file cannot be used.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = AccountLock(path.with_suffix(".lock"))
    except OSError as error:
        raise StateError(
            f"{path.parent} cannot hold what triage remembers ({error.strerror}); check its rights and its disk. "
            "Nothing was filed."
        ) from error
    try:
        _make_private(path)
        now = Database.writable(path, busy_seconds=busy_seconds)
        with now.closing_on_error():
            now.migrate(MIGRATIONS)
    except BaseException:
        lock.release()
        raise
    return Store(now, lock=lock)


def preview_store(path: Path | None = None, *, busy_seconds: float = BUSY_SECONDS) -> Store:
    """Read what the account's file holds, if there is one, and keep everything new in a temporary database.

    Takes no lock and writes nothing beside the file. Raises StateError when the file cannot be used.
    """
    now = Database.temporary()
    with now.closing_on_error():
        now.migrate(MIGRATIONS)
        past = _past(path, busy_seconds=busy_seconds) if path is not None and path.exists() else None
    return Store(now, past=past)


def _past(path: Path, *, busy_seconds: float) -> Database:
    file = Database.read_only(path, busy_seconds=busy_seconds)
    with file.closing_on_error():
        if file.version == len(MIGRATIONS):
            return file
        copy = file.copy()  # an older schema is brought up to date in a copy, a newer one is refused there
    file.close()
    with copy.closing_on_error():
        copy.migrate(MIGRATIONS)
    return copy


def _make_private(path: Path) -> None:
    """Make the file 0600 before SQLite does with the umask; its -wal and -shm take the rights of the file."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise StateError(f"{path} cannot be made ({error.strerror}); check the rights and the disk.") from error


class AccountLock:
    """One run per account: a lock file, held through `flock` until the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._file, 20, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            who = f"process {holder}" if holder.isdigit() else "another process"
            raise HeldError(
                f"{path.stem} is held by another run ({who}); wait until it ends, or end it, then run again."
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two runs lock two files of one name."""
        os.close(self._file)
