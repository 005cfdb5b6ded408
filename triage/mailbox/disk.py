"""The few things that mailboxes on disk share: reading a head, renaming without ever overwriting, copying for good."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from triage.domain import Ref, Stored
from triage.mailbox.base import RAW_BUDGET
from triage.mailbox.head import HEAD, date_of, fault_of, header_is_whole

_CWD = -100  # AT_FDCWD
_NO_REPLACE = 1  # RENAME_NOREPLACE
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}


def time_of(status: os.stat_result) -> datetime:
    """Return a file's modification time in UTC."""
    return datetime.fromtimestamp(status.st_mtime, UTC)


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading; raise OSError for anything but a regular file, so that no pipe can make us wait."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file")
    return os.fdopen(handle, "rb")


def date_in(file: BinaryIO) -> datetime | None:
    """Return the Date of the message that starts here; reads 8 KB, and 64 KB only when the header is longer."""
    head = file.read(HEAD)
    date = date_of(head)
    if date is None and not header_is_whole(head):
        date = date_of(head + file.read(RAW_BUDGET - HEAD))
    return date


def date_of_file(path: Path) -> datetime | None:
    """Return the Date of a message, else the file's time, None when it cannot be read; FileNotFoundError when gone."""
    try:
        with open_regular(path) as file:
            return date_in(file) or time_of(os.fstat(file.fileno()))
    except OSError as error:  # `read_stored` tells what is wrong with it
        if isinstance(error, FileNotFoundError) and not path.is_symlink():
            raise
        return None


def read_stored(ref: Ref, name: str, path: Path, flags: frozenset[str] = frozenset()) -> Stored:
    """Read one file as a message; raise FileNotFoundError when it is gone, tell any other trouble in `error`."""
    try:
        with open_regular(path) as file:
            status = os.fstat(file.fileno())
            raw = file.read(RAW_BUDGET)
    except FileNotFoundError:
        if path.is_symlink():
            return Stored(ref, name, b"", 0, flags, error="The file is a link that leads nowhere.")
        raise
    except OSError as error:
        return Stored(ref, name, b"", 0, flags, error=f"The file cannot be read: {error.strerror}.")
    fault = fault_of(raw)
    return Stored(ref, name, b"" if fault else raw, status.st_size, flags, time_of(status), fault)


def rename_exclusively(source: Path, target: Path) -> None:
    """Rename in one step; raise FileExistsError rather than overwrite, FileNotFoundError when the source is gone.

    Without `renameat2` (other systems, some network file systems) it is a link and an unlink: killed in between, both
    names stand and `settle` removes one. Of two that move one file only one succeeds, either way.
    """
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is not None:
        if renameat2(_CWD, os.fsencode(source), _CWD, os.fsencode(target), _NO_REPLACE) == 0:
            return
        number = ctypes.get_errno()
        if number not in _UNSUPPORTED:
            raise OSError(number, os.strerror(number), str(source))
    link_then_unlink(source, target)


def link_then_unlink(source: Path, target: Path) -> None:
    """Do what `rename_exclusively` promises where the system has no call for it."""
    os.link(source, target, follow_symlinks=False)
    try:
        source.unlink()
    except FileNotFoundError:  # another client was faster: its name stands, ours must not
        target.unlink()
        raise


def write_durably(chunks: Iterable[bytes], target: Path, *, modified_ns: int | None) -> None:
    """Write a new file whole or not at all, through a temporary name; raise FileExistsError rather than overwrite."""
    temporary = target.with_name(f".triage-{os.getpid()}-{os.urandom(6).hex()}")
    try:
        with temporary.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            if modified_ns is not None:
                os.utime(file.fileno(), ns=(modified_ns, modified_ns))
            os.fsync(file.fileno())
        rename_exclusively(temporary, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    sync_directory(target.parent)


def sync_directory(path: Path) -> None:
    """Make the names in a directory survive a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
