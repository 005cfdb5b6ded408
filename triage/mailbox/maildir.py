"""A Maildir, or a Maildir++ whose folders lie below the root as `.Outreach.Spray`; the inbox is the root itself.

A message keeps its base name for life, so that name, without the flags behind it, is its UID. Flags, keyword letters
and times are never touched. Subscriptions are left alone: they belong to the server that serves this Maildir.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from triage.domain import Entry, Folder, Ref, Stored, Target
from triage.errors import FilingStopped, UnreachableError
from triage.mailbox import names
from triage.mailbox.base import identity
from triage.mailbox.disk import date_of_file, read_stored, rename_exclusively
from triage.mailbox.session import Session

FLAGS = {"D": "\\Draft", "F": "\\Flagged", "P": "$Forwarded", "R": "\\Answered", "S": "\\Seen", "T": "\\Deleted"}
"""Info letters and what IMAP calls them. Lower-case letters are a server's own keywords: kept, and not told."""

_ATTEMPTS = 3  # a reader may rename a file between our look and our act


class MaildirMailbox(Session):
    """The folders of one Maildir; `writable=False` refuses to prepare, move or settle anything."""

    def __init__(self, root: Path, *, writable: bool) -> None:
        super().__init__(writable=writable)
        self._root = root
        self._index: dict[str, dict[str, str]] = {}  # of the last two folders listed: UID to "cur/NAME"

    @property
    def account(self) -> str:
        """The path of the root, which names this mailbox on this machine."""
        return names.printable(str(self._root.resolve()))

    def folders(self) -> Sequence[Folder]:
        """Return the inbox and every folder of the Maildir++ layout below it."""
        below = sorted(name for name in self._names_in(self._root) if name.startswith(".") and self._is_folder(name))
        return [Folder(names.INBOX), *(Folder(_folder_of(name)) for name in below)]

    def validity(self, folder: str) -> str:
        """Return "": names are no numbers."""
        del folder
        return ""

    def scan(self, folder: str, *, since: datetime | None = None, after: int | None = None) -> Iterator[Entry]:
        """Yield an entry for every message, in the order of base names, which begin with the time of delivery.

        The date is that of the Date header, else the file's time. `after` leaves out nothing: names are no numbers.
        """
        del after
        root = self._path(folder)
        for uid, name in sorted(self._list(folder).items()):
            try:
                date = date_of_file(root / name)
            except FileNotFoundError:
                continue
            if since is None or date is None or date >= since:
                yield Entry(Ref(folder, uid), date, answered="\\Answered" in _flags_in(name))

    def fetch(self, refs: Iterable[Ref], *, head: bool = False) -> Iterator[Stored]:
        """Yield each message that is still there; a reader that changes its flags meanwhile does no harm."""
        del head
        for ref in refs:
            stored = self._read(ref)
            if stored is not None:
                yield stored

    def prepare(self, folder: str) -> Target:
        """Create the missing levels of the folder, each with cur, new, tmp and the marker of Maildir++."""
        self.must_be_writable()
        levels = names.levels(folder)
        try:
            for depth in range(1, len(levels) + 1):
                self._create(self._path("/".join(levels[:depth])))
        except OSError as error:
            raise FilingStopped(f"The folder {folder} cannot be created: {error.strerror}.") from error
        return Target(folder)

    def move(self, refs: Sequence[Ref], target: Target) -> Mapping[Ref, Ref | None]:
        """Rename each message into the same part (cur, new) of the target; one whose name is taken there stays."""
        self.must_be_writable()
        moved: dict[Ref, Ref | None] = {}
        self._list(target.folder)
        for ref in refs:
            if ref.folder != target.folder and self._rename(ref, target.folder):
                moved[ref] = Ref(target.folder, ref.uid)
        return moved

    def settle(self, ref: Ref, copy: Ref) -> None:
        """Remove the source when both stand and are the same message."""
        self.must_be_writable()
        pair = list(self.fetch([ref, copy]))
        whole = len(pair) == 2 and not any(stored.error for stored in pair)
        if ref != copy and whole and identity(pair[0]) == identity(pair[1]):
            path = self._find(ref)
            if path is not None:
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Forget what was listed."""
        self._index.clear()

    # ------------------------------------------------------------ files

    def _path(self, folder: str) -> Path:
        levels = names.levels(folder)
        if levels == [names.INBOX]:
            return self._root
        if any("." in level for level in levels):
            raise FilingStopped(f"{folder}: a folder of a Maildir cannot have a dot in its name; choose another.")
        plain = self._root / ("." + ".".join(levels))
        encoded = self._root / ("." + names.encode(".".join(levels)).decode("ascii"))
        return plain if plain.is_dir() else encoded  # some servers write UTF-8, most modified UTF-7

    def _is_folder(self, name: str) -> bool:
        if not (self._root / name / "cur").is_dir():
            return False
        try:
            return self._path(_folder_of(name)).name == name
        except FilingStopped:  # a name like `..x` that no server writes
            return False

    def _create(self, folder: Path) -> None:
        mode = self._root.stat().st_mode & 0o777
        for part in (folder, folder / "cur", folder / "new", folder / "tmp"):
            with contextlib.suppress(FileExistsError):
                part.mkdir()
                part.chmod(mode)
        if folder != self._root:
            (folder / "maildirfolder").touch()

    def _names_in(self, directory: Path) -> list[str]:
        """Return the names in a directory; one that is not there holds nothing."""
        try:
            return [path.name for path in directory.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UnreachableError(f"The Maildir cannot be read: {error.strerror}.") from error

    def _list(self, folder: str) -> dict[str, str]:
        """List a folder anew: UID to "cur/NAME"."""
        listed: dict[str, str] = {}
        for part in ("new", "cur"):  # a name in both counts where it has its flags
            for name in self._names_in(self._path(folder) / part):
                if not name.startswith("."):
                    listed[names.printable(name.partition(":")[0])] = f"{part}/{name}"
        self._index.pop(folder, None)
        self._index[folder] = listed
        while len(self._index) > 2:
            del self._index[next(iter(self._index))]
        return listed

    def _find(self, ref: Ref) -> Path | None:
        """Return the present path of a message, listing the folder again when a reader has renamed it."""
        root = self._path(ref.folder)
        name = self._index.get(ref.folder, {}).get(ref.uid)
        if name is None or not os.path.lexists(root / name):
            name = self._list(ref.folder).get(ref.uid)
        return root / name if name else None

    def _read(self, ref: Ref) -> Stored | None:
        for _ in range(_ATTEMPTS):
            path = self._find(ref)
            if path is None:
                return None
            with contextlib.suppress(FileNotFoundError):
                return read_stored(ref, ref.uid, path, _flags_in(path.name))
        return None

    def _rename(self, ref: Ref, folder: str) -> bool:
        """Move one message; False when it is gone, or when the target has a message of this UID."""
        for _ in range(_ATTEMPTS):
            path = self._find(ref)
            if path is None or ref.uid in self._index.get(folder, {}):
                return False
            name = f"{path.parent.name}/{path.name}"
            goal = self._path(folder) / name
            try:
                rename_exclusively(path, goal)
            except FileExistsError:
                return False
            except FileNotFoundError as error:
                if not goal.parent.is_dir():
                    raise FilingStopped(f"The folder {folder} is not there any more; run again.") from error
            except OSError as error:
                raise FilingStopped(f"The folder {folder} takes no mail: {error.strerror}.") from error
            else:
                self._index.get(ref.folder, {}).pop(ref.uid, None)
                self._index.setdefault(folder, {})[ref.uid] = name
                return True
        return False


def _folder_of(name: str) -> str:
    """Turn `.Outreach.Spray` into `Outreach/Spray`."""
    try:
        decoded = names.decode(name[1:].encode("ascii"))
    except ValueError:  # not modified UTF-7, so it is written as it reads
        decoded = names.printable(name[1:])
    return decoded.replace(".", "/")


def _flags_in(name: str) -> frozenset[str]:
    letters = name.rpartition(":2,")[2] if ":2," in name else ""
    return frozenset(FLAGS[letter] for letter in letters if letter in FLAGS)
