"""Mail in one .mbox file, which may be larger than memory and is never altered; the N-th message is N, from 0.

A line that begins with `From ` separates messages only at the start of the file or after an empty line; what lies
before the first one is no message. `>From ` is read as `From `. A file that ends in the middle of a message yields
what is there.
"""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from triage.domain import Entry, Ref, Stored
from triage.errors import UnreachableError
from triage.mailbox import names
from triage.mailbox.base import RAW_BUDGET
from triage.mailbox.copies import CopyingMailbox
from triage.mailbox.disk import open_regular
from triage.mailbox.head import HEAD, date_of, fault_of, header_is_whole, parse_date

_CHUNK = 1 << 20
_SEPARATOR = re.compile(rb"\n\r?\n(From )")
_AT_START = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*(From )")
_AFTER_GARBAGE = re.compile(rb"\n(From )[^\n]{0,1000}\n(?=[\x21-\x39\x3b-\x7e]{1,80}:)")
_OVERLAP = 7  # one byte less than the longest separator
_QUOTED = re.compile(rb"(?<=\n)>(?=>*From )")
_LONGEST_SEPARATOR_LINE = 1_000


class MboxMailbox(CopyingMailbox):
    """One .mbox file; a message's UID is its number, its copy is OUT/<folder>/<N>.eml."""

    def __init__(self, path: Path, *, out: Path | None, writable: bool) -> None:
        super().__init__(path, out=out, writable=writable)
        self._bounds: array[int] | None = None
        self._state = (0, 0)

    def scan_source(self) -> Iterator[Entry]:
        """Yield an entry for every message, in the order of the file; without a Date, that of the separator counts."""
        for number in range(len(self._index()) - 1):
            with self._open() as file:
                received = self._enter(file, number)
                left = self._index()[number + 1] - file.tell()
                head = file.read(min(HEAD, left))
                if not header_is_whole(head):
                    head += file.read(min(RAW_BUDGET, left) - len(head))
            yield Entry(Ref(names.INBOX, str(number)), date_of(head) or received)

    def fetch_source(self, ref: Ref) -> Stored | None:
        """Return one message; its size is that without the separator and the quoting of `From `."""
        number = self._number(ref)
        if number is None:
            return None
        with self._open() as file:
            received = self._enter(file, number)
            raw, size = b"", 0
            for chunk in self._unquoted(file, number):
                raw += chunk[: RAW_BUDGET - len(raw)]
                size += len(chunk)
        fault = fault_of(raw)
        return Stored(ref, ref.uid, b"" if fault else raw, size, received=received, error=fault)

    def open_source(self, ref: Ref) -> tuple[Iterator[bytes], int | None] | None:
        """Return the whole message and the time of its `From ` line."""
        number = self._number(ref)
        if number is None:
            return None
        with self._open() as file:
            received = self._enter(file, number)
        return self._whole(number), int(received.timestamp()) * 10**9 if received else None

    def copy_name(self, uid: str) -> str:
        """Return OUT/<folder>/`N.eml`."""
        return f"{uid}.eml"

    def uid_of(self, name: str) -> str:
        """Return the number before `.eml`."""
        return name.removesuffix(".eml")

    # ------------------------------------------------------------ the file

    def _index(self) -> array[int]:
        """Return where each separator starts, and last the end of the file: one pass, 8 bytes a message."""
        if self._bounds is None:
            with self._open_any() as file:
                self._state = _state_of(file)
                self._bounds = array("Q", _separators(file))
            self._bounds.append(self._state[0])
        return self._bounds

    def _open(self) -> BinaryIO:
        self._index()
        file = self._open_any()
        if _state_of(file) != self._state:
            file.close()
            raise UnreachableError(f"{self.path} was changed while it was read; run again.")
        return file

    def _open_any(self) -> BinaryIO:
        try:
            return open_regular(self.path)
        except OSError as error:
            raise UnreachableError(f"{self.path} cannot be read: {error.strerror}.") from error

    def _number(self, ref: Ref) -> int | None:
        number = int(ref.uid) if re.fullmatch(r"\d{1,12}", ref.uid, re.ASCII) else -1
        return number if 0 <= number < len(self._index()) - 1 else None

    def _enter(self, file: BinaryIO, number: int) -> datetime | None:
        """Go behind the separator of a message and return the date that it holds."""
        start, end = self._index()[number : number + 2]
        file.seek(start)
        line = file.readline(min(_LONGEST_SEPARATOR_LINE, end - start))
        return parse_date(b" ".join(line.split()[2:]).decode("ascii", "replace"))

    def _whole(self, number: int) -> Iterator[bytes]:
        with self._open() as file:
            self._enter(file, number)
            yield from self._unquoted(file, number)

    def _unquoted(self, file: BinaryIO, number: int) -> Iterator[bytes]:
        """Yield a message from where the file stands, without the empty line before the next separator."""
        end = self._index()[number + 1]
        block, at_line_start = b"", True
        while block := block + file.read(min(end - file.tell(), _CHUNK)):
            if file.tell() >= end:
                yield _unquote(_without_empty_line(block), at_line_start=at_line_start)
                return
            # Cut behind a whole line, so that no ">From " is torn, and keep enough to see an empty line at the end.
            cut = block.rfind(b"\n", 0, -3) + 1 or len(block) - 3
            yield _unquote(block[:cut], at_line_start=at_line_start)
            at_line_start, block = block[cut - 1 : cut] == b"\n", block[cut:]


def _unquote(block: bytes, *, at_line_start: bool) -> bytes:
    return _QUOTED.sub(b"", b"\n" + block)[1:] if at_line_start else _QUOTED.sub(b"", block)


def _without_empty_line(block: bytes) -> bytes:
    if block.endswith(b"\n\r\n") or block == b"\r\n":
        return block[:-2]
    return block[:-1] if block.endswith(b"\n\n") or block == b"\n" else block


def _state_of(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _separators(file: BinaryIO) -> Iterator[int]:
    """Yield where each separator starts, in one pass that holds a megabyte at a time."""
    block = file.read(_CHUNK)
    base, last = 0, -1
    first = _AT_START.match(block) or _AFTER_GARBAGE.search(block[: _first_separator(block)])
    if first:
        last = first.start(1)
        yield last
    while len(block) > _OVERLAP:
        for found in _SEPARATOR.finditer(block):
            at = base + found.start(1)
            if at > last:
                last = at
                yield at
        base += len(block) - _OVERLAP
        block = block[-_OVERLAP:] + file.read(_CHUNK)


def _first_separator(block: bytes) -> int:
    found = _SEPARATOR.search(block)
    return found.start() if found else len(block)
