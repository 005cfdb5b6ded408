"""What IMAP servers answer, taken apart; and UID sets put together. Pure: bytes in, values out.

An answer arrives as imaplib leaves it: a list whose elements are a line, or a tuple of a line that ends in a literal
and that literal. What cannot be understood is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

Piece: TypeAlias = bytes | tuple[bytes, bytes] | None

_QUOTED = rb'"(?:[^"\\]|\\.)*"'
_LITERAL = re.compile(rb"\{\d+\}$")
_ROW = re.compile(rb"\d+ \(")
_ATTRIBUTE = re.compile(
    rb"\s*([A-Za-z0-9.\-]+(?:\[[^\]]*\])?(?:<\d+>)?) "
    rb"(\x00|" + _QUOTED + rb'|\((?:[^()"\x00]|' + _QUOTED + rb")*\)|[^\s()]+)"
)
_LISTED = re.compile(rb'\(([^()]*)\) (NIL|"\\?[^"]") (.*)', re.DOTALL)
_STATUS = re.compile(rb"\(([^()]*)\)\s*$")
_PERSONAL = re.compile(rb"\(\((NIL|" + _QUOTED + rb') (NIL|"\\?[^"]")')
_RANGE = re.compile(rb"(\d{1,10})(?::(\d{1,10}))?")
_MONTHS = {name: number for number, name in enumerate(b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_INTERNALDATE = re.compile(rb'"?\s*(\d{1,2})-([A-Z][a-z]{2})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"?')


@dataclass(frozen=True, slots=True)
class Row:
    """One FETCH answer; what was not asked for, or not given, is None."""

    uid: int
    size: int | None = None
    received: datetime | None = None
    flags: frozenset[str] | None = None
    modseq: int | None = None
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One LIST answer: flags in lower case, the delimiter or "", the name as the server writes it."""

    flags: frozenset[str]
    delimiter: str
    name: bytes


def compact(uids: Iterable[int]) -> bytes:
    """Write UIDs as the shortest set: 1,2,3,7 becomes 1:3,7."""
    runs: list[list[int]] = []
    for uid in sorted(set(uids)):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(f"{first}:{last}" if first != last else f"{first}" for first, last in runs).encode("ascii")


def expand(written: bytes, *, limit: int) -> list[int]:
    """Read a set in its own order; raise ValueError for more than `limit` UIDs, so that 1:4294967295 costs nothing."""
    uids: list[int] = []
    for part in written.split(b",") if written else []:
        found = _RANGE.fullmatch(part)
        if not found:
            raise ValueError("not a set of UIDs")
        first, last = int(found[1]), int(found[2] or found[1])
        low, high = min(first, last), max(first, last)
        if len(uids) + high - low + 1 > limit:
            raise ValueError("more UIDs than the folder can have")
        uids.extend(range(low, high + 1))
    return uids


def rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    """Yield the FETCH answers that have a UID, in the order of the server."""
    text, literals = b"", []
    for piece in pieces:
        if isinstance(piece, tuple):
            text += _LITERAL.sub(b"\x00", piece[0])
            literals.append(piece[1])
            continue
        row = _row(text + (piece or b""), literals)
        if row is not None:
            yield row
        text, literals = b"", []


def listed(pieces: Sequence[Piece]) -> Iterator[Listed]:
    """Yield the LIST answers that can be understood."""
    for piece in pieces:
        line, literal = piece if isinstance(piece, tuple) else (piece or b"", None)
        found = _LISTED.match(line)
        if found:
            flags = frozenset(flag.decode("ascii", "replace").lower() for flag in found[1].split())
            name = literal if literal is not None else unquote(found[3].strip())
            yield Listed(flags, _delimiter(found[2]), name)


def status(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return the numbers of a STATUS answer by name."""
    for piece in pieces:
        found = _STATUS.search(piece) if isinstance(piece, bytes) else None
        if found:
            words = found[1].split()
            pairs = zip(words[::2], words[1::2], strict=False)
            told = {key.decode("ascii", "replace").upper(): _number(value) for key, value in pairs}
            return {key: number for key, number in told.items() if number is not None}
    return {}


def personal_namespace(pieces: Sequence[Piece]) -> tuple[bytes, str]:
    """Return the prefix and the delimiter of our own folders; both empty when the server does not tell."""
    for piece in pieces:
        found = _PERSONAL.match(piece) if isinstance(piece, bytes) else None
        if found:
            return b"" if found[1] == b"NIL" else unquote(found[1]), _delimiter(found[2])
    return b"", ""


def numbers(pieces: Sequence[Piece]) -> list[int]:
    """Return the UIDs of SEARCH answers, however many lines and spaces they come in; garbage is left out."""
    uids: list[int] = []
    for piece in pieces:
        line = piece if isinstance(piece, bytes) else b""
        told = map(_number, line.partition(b"(")[0].split())
        uids.extend(uid for uid in told if uid is not None)
    return uids


def esearch(pieces: Sequence[Piece], key: bytes) -> bytes:
    """Return one value of the last ESEARCH answer, empty when it is not there."""
    line = pieces[-1] if pieces and isinstance(pieces[-1], bytes) else b""
    found = re.search(rb"(?:^|\s)" + key + rb" ([0-9:,]+)", line.partition(b")")[2] or line)
    return found[1] if found else b""


def copied(pieces: Sequence[Piece], *, limit: int) -> tuple[int, dict[int, int]]:
    """Return the target's UIDVALIDITY and old UID -> new UID of COPYUID answers; (0, {}) when there is none."""
    validity = 0
    places: dict[int, int] = {}
    for piece in pieces:
        words = piece.split() if isinstance(piece, bytes) else []
        if len(words) == 3 and (named := _number(words[0])) is not None:
            old, new = expand(words[1], limit=limit), expand(words[2], limit=limit)
            if len(old) == len(new):
                validity = named
                places.update(zip(old, new, strict=True))
    return validity, places


def internal_date(written: bytes) -> datetime | None:
    """Return an INTERNALDATE in UTC, None when it is no date."""
    found = _INTERNALDATE.fullmatch(written)
    if not found or found[2] not in _MONTHS:
        return None
    east = (int(found[8]) * 60 + int(found[9])) * 60 * (-1 if found[7] == b"-" else 1)
    day, year, hour, minute, second = (int(found[group]) for group in (1, 3, 4, 5, 6))
    try:
        moment = datetime(year, _MONTHS[found[2]], day, hour, minute, min(second, 59), tzinfo=UTC)
        return datetime.fromtimestamp(moment.timestamp() - east, UTC)
    except (ValueError, OverflowError):
        return None


def quote(name: bytes) -> bytes:
    """Write printable ASCII as a quoted string; raise ValueError for anything else, line breaks above all."""
    if not re.fullmatch(rb"[\x20-\x7e]*", name):
        raise ValueError("cannot be written as a quoted string")
    return b'"' + name.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def unquote(name: bytes) -> bytes:
    """Read a quoted string; an atom stays as it is."""
    if len(name) >= 2 and name.startswith(b'"') and name.endswith(b'"'):
        return re.sub(rb"\\(.)", rb"\1", name[1:-1])
    return name


def _delimiter(written: bytes) -> str:
    return "" if written == b"NIL" else written[-2:-1].decode("ascii", "replace")


def _row(text: bytes, literals: list[bytes]) -> Row | None:
    start = _ROW.match(text)
    if not start:
        return None
    at, left = start.end(), iter(literals)
    found: dict[bytes, bytes | None] = {}
    while item := _ATTRIBUTE.match(text, at):
        value: bytes | None = item[2]
        if value == b"\x00":
            value = next(left, None)
        elif value == b"NIL":
            value = None
        elif value and value.startswith(b'"'):
            value = unquote(value)
        found[b"BODY" if item[1].upper().startswith(b"BODY[") else item[1].upper()] = value
        at = item.end()
    uid = _number(found.get(b"UID"))
    if uid is None:
        return None
    flags, date = found.get(b"FLAGS"), found.get(b"INTERNALDATE")
    return Row(
        uid,
        size=_number(found.get(b"RFC822.SIZE")),
        received=internal_date(date) if date else None,
        flags=None if flags is None else frozenset(flag.decode("ascii", "replace") for flag in flags[1:-1].split()),
        modseq=_number((found.get(b"MODSEQ") or b"").strip(b"()")),
        body=found.get(b"BODY"),
    )


def _number(written: bytes | None) -> int | None:
    # A number of thousands of digits is none: Python refuses to read it, and a server never means it.
    return int(written) if written and re.fullmatch(rb"\d{1,19}", written) else None
