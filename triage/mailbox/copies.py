"""The `--out` directory of a mailbox whose source is never altered: copies go to OUT/<folder>/<message>.

A copy stands whole or not at all, never replaces another file, and is removed again only when its original still
stands and holds the same bytes.
"""

from __future__ import annotations

import contextlib
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from triage.domain import Entry, Folder, Ref, Stored, Target
from triage.errors import FilingStopped, UnreachableError, UsageError
from triage.mailbox import names
from triage.mailbox.disk import date_of_file, open_regular, read_stored, rename_exclusively, write_durably
from triage.mailbox.session import Session

_CHUNK = 1 << 20
_MARKER = ".triage-folder"  # tells a folder `Spray` from the first half of a message's path `2024/0007.eml`
_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")

NEEDS_OUT = "Files are never altered: give --out DIR, and what is sorted out is copied there."


class CopyingMailbox(Session, ABC):
    """A mailbox whose inbox is read-only mail in files and whose other folders are directories below `out`."""

    def __init__(self, path: Path, *, out: Path | None, writable: bool) -> None:
        super().__init__(writable=writable)
        if writable and out is None:
            raise UsageError(NEEDS_OUT)
        if out is not None and out.resolve().is_relative_to(path.resolve()):
            raise UsageError("--out lies inside the folder that is sorted; give a directory outside of it.")
        self.path = path
        self._out = out

    # ------------------------------------------------------------ what a kind of source knows

    @abstractmethod
    def scan_source(self) -> Iterator[Entry]:
        """Yield an entry for every message of the source."""

    @abstractmethod
    def fetch_source(self, ref: Ref) -> Stored | None:
        """Return a message of the source, None when it is gone."""

    @abstractmethod
    def open_source(self, ref: Ref) -> tuple[Iterator[bytes], int | None] | None:
        """Return the whole message in chunks, and its time in nanoseconds; None when it is gone."""

    @abstractmethod
    def copy_name(self, uid: str) -> str:
        """Return the path below OUT/<folder> of the copy of a message."""

    @abstractmethod
    def uid_of(self, name: str) -> str:
        """Return the UID of the message whose copy has this path below OUT/<folder>."""

    # ------------------------------------------------------------ the Protocol

    @property
    def account(self) -> str:
        """The path of the source and of OUT: what was copied to one place says nothing of another."""
        source = names.printable(str(self.path.resolve()))
        return source if self._out is None else f"{source} -> {names.printable(str(self._out.resolve()))}"

    def folders(self) -> Sequence[Folder]:
        """Return the inbox, which is the source, and every directory below OUT that was prepared as a folder."""
        marked = sorted(self._out.rglob(_MARKER)) if self._out else []
        found = [path.parent.relative_to(self._out).as_posix() for path in marked if self._out]
        return [Folder(names.INBOX), *(Folder(names.printable(name)) for name in found)]

    def validity(self, folder: str) -> str:
        """Return "": nothing is known of what comes after."""
        del folder
        return ""

    def scan(self, folder: str, *, since: datetime | None = None, after: int | None = None) -> Iterator[Entry]:
        """Yield an entry for every message; one that was copied stays in the inbox. `after` leaves out nothing."""
        del after
        for entry in self.scan_source() if folder == names.INBOX else self._scan_copies(folder):
            if since is None or entry.date is None or entry.date >= since:
                yield entry

    def fetch(self, refs: Iterable[Ref], *, head: bool = False) -> Iterator[Stored]:
        """Yield each message or copy that is still there."""
        del head
        for ref in refs:
            stored = self.fetch_source(ref) if ref.folder == names.INBOX else self._fetch_copy(ref)
            if stored is not None:
                yield stored

    def prepare(self, folder: str) -> Target:
        """Create the directory of a folder below OUT."""
        self.must_be_writable()
        if folder != names.INBOX:
            directory = self._directory(folder)
            try:
                directory.mkdir(parents=True, exist_ok=True)
                (directory / _MARKER).touch()
            except OSError as error:
                raise FilingStopped(f"{directory} cannot be created: {error.strerror}.") from error
        return Target(folder)

    def move(self, refs: Sequence[Ref], target: Target) -> Mapping[Ref, Ref | None]:
        """Copy messages of the inbox into the target; move a copy between folders; take a copy back from OUT."""
        self.must_be_writable()
        act = self._take_back if target.folder == names.INBOX else self._file
        moved: dict[Ref, Ref | None] = {}
        for ref in refs:
            try:
                if ref.folder != target.folder and act(ref, target.folder):
                    moved[ref] = Ref(target.folder, ref.uid)
            except OSError as error:
                raise FilingStopped(f"OUT/{target.folder} takes no mail: {error.strerror}.") from error
        return moved

    def settle(self, ref: Ref, copy: Ref) -> None:
        """Remove our copy when `ref` is one and `copy` its original; an original is never removed."""
        self.must_be_writable()
        if copy == Ref(names.INBOX, ref.uid) and ref.folder != names.INBOX:
            self._take_back(ref, names.INBOX)

    # ------------------------------------------------------------ copies

    def _file(self, ref: Ref, folder: str) -> bool:
        goal = self._copy(Ref(folder, ref.uid))
        if ref.folder != names.INBOX:
            return self._rename(self._copy(ref), goal)
        opened = self.open_source(ref)
        if opened is None:
            return False
        chunks, modified_ns = opened
        goal.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_durably(chunks, goal, modified_ns=modified_ns)
        except FileExistsError as error:
            # An earlier run that ended between copying and writing it down left the very same bytes here.
            if not self._is_copy_of(goal, ref):
                raise FilingStopped(f"{goal} is another file; give an --out DIR that is empty.") from error
        return True

    def _rename(self, source: Path, goal: Path) -> bool:
        if self._is_source(source):
            return False
        goal.parent.mkdir(parents=True, exist_ok=True)
        try:
            rename_exclusively(source, goal)
        except (FileNotFoundError, FileExistsError):
            return False
        return True

    def _take_back(self, ref: Ref, folder: str) -> bool:
        path = self._copy(ref)
        if not path.is_file() or not self._is_copy_of(path, Ref(folder, ref.uid)):
            return False
        path.unlink(missing_ok=True)
        return True

    def _is_copy_of(self, path: Path, original: Ref) -> bool:
        """Tell whether a file of OUT is another file than the original and holds the same bytes."""
        if self._is_source(path):
            return False
        opened = self.open_source(original)
        if opened is None:
            return False
        with open_regular(path) as file:
            return all(file.read(len(chunk)) == chunk for chunk in opened[0]) and not file.read(1)

    def _is_source(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.path.resolve())

    def _scan_copies(self, folder: str) -> Iterator[Entry]:
        directory = self._directory(folder)
        for name in walk(directory):
            with contextlib.suppress(FileNotFoundError):
                yield Entry(Ref(folder, self.uid_of(names.printable(name))), date_of_file(directory / name))

    def _fetch_copy(self, ref: Ref) -> Stored | None:
        try:
            return read_stored(ref, ref.uid, self._copy(ref))
        except FileNotFoundError:
            return None

    def _copy(self, ref: Ref) -> Path:
        return below(self._directory(ref.folder), self.copy_name(ref.uid))

    def _directory(self, folder: str) -> Path:
        if self._out is None:
            raise UsageError(NEEDS_OUT)
        return self._out.joinpath(*names.levels(folder))


def walk(root: Path) -> Iterator[str]:
    """Yield the path below `root` of every .eml file at any depth, sorted.

    Hidden files, linked directories and directories that are folders of their own are left out.
    """
    for directory, below_it, files in os.walk(root, onerror=_report):
        below_it[:] = sorted(name for name in below_it if not name.startswith("."))
        if _MARKER in files and directory != str(root):
            below_it.clear()
            continue
        for name in sorted(files):
            if name.lower().endswith(".eml") and not name.startswith("."):
                yield os.path.relpath(os.path.join(directory, name), root)  # noqa: PTH118 - called for every file


def _report(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise UnreachableError(f"{error.filename} cannot be read: {error.strerror}.") from error


def below(root: Path, name: str) -> Path:
    """Return the path of a message below `root`, undoing `names.printable`; raise UsageError if it leads outside."""
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts) or "\0" in name:
        raise UsageError(f"{name!r} is no message of this folder.")
    path = root.joinpath(*parts)
    if "\\x" in name and not os.path.lexists(path):
        raw = _ESCAPE.sub(lambda found: bytes.fromhex(found.group(1).decode()), name.encode("utf-8"))
        path = root / os.fsdecode(raw)
    return path


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file's bytes in pieces of at most 1 MB and close it."""
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
