"""The addresses of a header: linear, bounded, and forgiving to what real mail does.

They are found before encoded words are decoded: `=?utf-8?q?boss=40corp.example=2C?= <x@evil.example>` is one sender.
"""

from __future__ import annotations

import re

from triage.domain import Address
from triage.read.decoding import decode, decode_words, inert

ADDRESSES = 100
NAME = 200

# One address and the name beside it; a comma in quotes, in a comment or in angle brackets does not end it. The bounds
# keep a quote that never ends from being sought once for each quote.
_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.){0,200}+"|<[^<>]{0,400}+>|\([^()]{0,200}+\)|[^,;])++')
_SPEC = re.compile(r"[^\s<>\"(),:;\[\]@]{1,64}@[^\s<>\"(),:;@\[\]]{1,255}")
# `"Ada Byron" <ada@x.example>`, with or without name and quotes: seven of eight headers, told without looking for more.
_USUAL = re.compile(rb"(?:(\"?)(\w(?:[\w .'-]{0,80}\w)?)\1 ?<|<?)([\w.+=-]{1,64}@[\w.-]{1,255})>?")
_ANGLE = re.compile(r"<[^<>]{0,400}>")
_COMMENT = re.compile(r"\(([^()]{0,200})\)")
_GROUP = re.compile(r'^[^":<@=]{1,100}:')


def addresses(header: bytes) -> tuple[Address, ...]:
    """Return the addresses of a raw header, at most `ADDRESSES`; a header without one is a name without an address."""
    if not header:
        return ()
    if usual := _USUAL.fullmatch(header):
        return (Address((usual[2] or b"").decode("ascii"), _plain(usual[3].decode("ascii"))),)
    return _sought(header)


def _sought(header: bytes) -> tuple[Address, ...]:
    """Return the addresses of a header of any form."""
    text = decode(header)
    found: list[Address] = []
    name = ""
    for piece in _PIECE.findall(text) if "," in text or ";" in text else (text,):
        name = f"{name},{piece}" if name else piece  # `Doe, Jane <jane@…>`, unquoted, is one sender
        if "@" not in piece:
            continue
        if (address := _address(name)) is not None:
            found.append(address)
        name = ""
        if len(found) >= ADDRESSES:
            break
    if not found and (shown := _name(text)):
        return (Address(shown, ""),)
    return tuple(found)


def _address(piece: str) -> Address | None:
    """Return the address in angle brackets and the name before it, else the first address and the name in brackets."""
    for angle in reversed(_ANGLE.findall(piece)):
        if spec := _SPEC.search(angle):
            return Address(_name(_GROUP.sub("", piece[: piece.rfind(angle)])), _plain(spec[0]))
    comments = _COMMENT.findall(piece)
    bare = _COMMENT.sub(" ", piece)
    spec = _SPEC.search(bare)
    if spec is None:
        return None
    before = _GROUP.sub("", bare[: spec.start()])
    return Address(_name(before) or _name(" ".join(comments)), _plain(spec[0]))


def _plain(spec: str) -> str:
    return inert(spec).lower().rstrip(".")


def _name(text: str) -> str:
    """Return a display name without its quotes, decoded, on one line."""
    name = text.strip(" \t,<")
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1]
    name = decode_words(name).replace('\\"', '"').replace("\\\\", "\\")
    return inert(name).strip(" \t\"'")[:NAME]
