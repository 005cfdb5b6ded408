"""Mail in .eml files: one file, or a folder of them at any depth. The source is never altered."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from triage.domain import Entry, Ref, Stored
from triage.mailbox import names
from triage.mailbox.copies import CopyingMailbox, below, chunks_of, walk
from triage.mailbox.disk import date_of_file, open_regular, read_stored


class EmlMailbox(CopyingMailbox):
    """A folder of .eml files, or a single one; a message's UID is its path below that folder."""

    def __init__(self, path: Path, *, out: Path | None, writable: bool) -> None:
        super().__init__(path, out=out, writable=writable)
        self._is_folder = path.is_dir()
        self._root = path if self._is_folder else path.parent

    def scan_source(self) -> Iterator[Entry]:
        """Yield an entry for every .eml file, by path; the date is that of the header, else the file's time."""
        for name in walk(self.path) if self._is_folder else [self.path.name]:
            try:
                date = date_of_file(self._root / name)
            except FileNotFoundError:
                continue
            yield Entry(Ref(names.INBOX, names.printable(name)), date)

    def fetch_source(self, ref: Ref) -> Stored | None:
        """Return one file as a message."""
        try:
            return read_stored(ref, ref.uid, below(self._root, ref.uid))
        except FileNotFoundError:
            return None

    def open_source(self, ref: Ref) -> tuple[Iterator[bytes], int | None] | None:
        """Return the bytes of one file and its time."""
        try:
            file = open_regular(below(self._root, ref.uid))
        except FileNotFoundError:
            return None
        return chunks_of(file), os.fstat(file.fileno()).st_mtime_ns

    def copy_name(self, uid: str) -> str:
        """Return the same path: OUT/<folder>/2024/0007.eml."""
        return uid

    def uid_of(self, name: str) -> str:
        """Return the same path."""
        return name
