"""Folder names: `/` between levels in triage, modified UTF-7 (RFC 3501, 5.1.3) on the wire and on disk. Pure."""

from __future__ import annotations

import base64
import binascii
import re

from triage.errors import FilingStopped

INBOX = "INBOX"
_PLAIN = re.compile(r"[\x20-\x7e]+")
_SHIFTED = re.compile(rb"&([A-Za-z0-9+,]*)-")
_LONGEST_LEVEL = 200  # bytes; file systems stop at 255, and Maildir++ joins all levels into one name


def levels(folder: str) -> list[str]:
    """Split a name into its levels, the inbox in capitals; raise FilingStopped for a name that is no folder's."""
    parts = folder.split("/")
    if parts[0].upper() == INBOX:
        parts[0] = INBOX
    for part in parts:
        if not part.strip() or part in {".", ".."} or any(ord(char) < 0x20 or ord(char) == 0x7F for char in part):
            raise FilingStopped(f"{printable(folder)!r} cannot be a folder's name; change the configuration.")
        if len(part.encode("utf-8", "surrogatepass")) > _LONGEST_LEVEL:
            raise FilingStopped("A folder's name is longer than 200 bytes; choose a shorter one in the configuration.")
    return parts


def encode(name: str) -> bytes:
    """Encode a name as modified UTF-7; the answer is printable ASCII, whatever the name holds."""
    out = bytearray()
    at = 0
    while at < len(name):
        plain = _PLAIN.match(name, at)
        if plain:
            out += plain.group().replace("&", "&-").encode("ascii")
            at = plain.end()
            continue
        start = at
        while at < len(name) and not _PLAIN.match(name, at):
            at += 1
        packed = base64.b64encode(name[start:at].encode("utf-16-be", "surrogatepass"), altchars=b"+,")
        out += b"&" + packed.rstrip(b"=") + b"-"
    return bytes(out)


def decode(raw: bytes) -> str:
    """Decode modified UTF-7; raise ValueError unless the name is written exactly as `encode` would write it."""
    pieces: list[str] = []
    at = 0
    for shift in _SHIFTED.finditer(raw):
        pieces.append(raw[at : shift.start()].decode("ascii"))
        pieces.append(_unpack(shift.group(1)))
        at = shift.end()
    pieces.append(raw[at:].decode("ascii"))
    name = "".join(pieces)
    if encode(name) != raw:
        raise ValueError("not canonical modified UTF-7")
    return name


def printable(name: str) -> str:
    """Return the name with undecodable bytes written as escapes: safe for a database and a screen."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _unpack(packed: bytes) -> str:
    if not packed:
        return "&"
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), altchars=b"+,").decode("utf-16-be")
    except binascii.Error as error:
        raise ValueError("broken base64 in a folder's name") from error
