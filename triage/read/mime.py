"""A bounded walk over the bytes of a message: headers, parts, and the text of each part decoded.

Written here because the standard parser raises on hostile nesting and costs 13 times more (docs/decisions.md). Every
budget below is a hard bound; what lies beyond it is left out and named in `Walk.faults`. Nothing here raises on any input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from triage.read.decoding import decode, inert, transfer_decoded, unflowed

BYTES = 65_536
HEADERS = 200
HEADER_BYTES = 8_192
PARTS = 100
DEPTH = 20
TYPE_CHARS = 100

OVER_BYTES = "over-bytes"
OVER_HEADERS = "over-headers"
OVER_HEADER = "over-header"
OVER_PARTS = "over-parts"
OVER_DEPTH = "over-depth"

_FOLD = re.compile(rb"\n[ \t]+")
_HEADER = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:(.*)$", re.M)
_PARAMETER = re.compile(
    r';[ \t]{0,20}(boundary|charset|format|delsp)[ \t]{0,4}=[ \t]{0,4}(?:"([^"]{0,200})"|([^;\s"]{1,200}))', re.I
)
_UNREAD = (
    "calendar",
    "x-",
    "css",
    "csv",
    "vcard",
    "directory",
    "rtf",
    "xml",
    "javascript",
    "watch-html",
    "rfc822-headers",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the tree: its type, its text if it is one to read, the set of alternatives it is of (0: none).

    `attached` says that it sits in an attached message.
    """

    content_type: str
    text: str = ""
    attached: bool = False
    alternative: int = 0


@dataclass(slots=True)
class Walk:
    """The outcome of one walk: headers in order (names in lower case, values raw), leaves in order, budgets exceeded.

    `first` has the headers by name; where a name stands twice, the first one counts.
    """

    headers: list[tuple[str, bytes]] = field(default_factory=list)
    first: dict[str, bytes] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    content_types: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, name: str) -> None:
        """Name a budget that was exceeded, once."""
        if name not in self.faults:
            self.faults.append(name)


@dataclass(frozen=True, slots=True)
class _Todo:
    """A stretch of the message that is still to be opened; `untold` is its type where it declares none."""

    start: int
    end: int
    depth: int = 0
    attached: bool = False
    alternative: int = 0
    untold: str = "text/plain"


def walk(raw: bytes, *, cut: bool = False) -> Walk:
    """Walk the first `BYTES` bytes of a message; linear in their number for a fixed depth.

    `cut` says that the message goes on behind `raw`. That is a fault only where text was cut: most large mail is large
    by an attachment that stands behind its text.
    """
    found = Walk()
    cut = cut or len(raw) > BYTES
    raw = raw[:BYTES]
    if b"\0" in raw:
        raw = raw.replace(b"\0", b"")
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    todo = [_Todo(_after_envelope_line(raw), len(raw))]
    outermost = reads = True
    while todo:
        here = todo.pop()
        if len(found.content_types) >= PARTS:
            found.fault(OVER_PARTS)
            break
        headers, body = _headers(raw, here.start, here.end, found)
        named = dict(reversed(headers))
        if outermost:
            found.headers, found.first, outermost = headers, named, False
        inside, reads = _open(raw, here, named, body, found)
        todo.extend(reversed(inside))
    if cut and reads:
        found.fault(OVER_BYTES)
    return found


def _after_envelope_line(raw: bytes) -> int:
    """Return where the headers begin: behind an mbox `From ` line that somebody saved with the message."""
    start = 0
    while raw.startswith((b"From ", b">From "), start):
        line = raw.find(b"\n", start)
        if line < 0:
            return start
        start = line + 1
    return start


def _headers(raw: bytes, start: int, end: int, found: Walk) -> tuple[list[tuple[str, bytes]], int]:
    """Return the headers that begin at `start`, and where their body begins: there too when nothing is a header."""
    if raw.startswith(b"\n", start):
        return [], min(start + 1, end)
    stop = raw.find(b"\n\n", start, end)
    block = raw[start : end if stop < 0 else stop]
    lines = _HEADER.findall(_FOLD.sub(b" ", block))
    if not lines:
        return [], start
    headers = [(name.lower().decode(), value.strip()) for name, value in lines[:HEADERS]]
    if len(block) > HEADER_BYTES and any(len(value) > HEADER_BYTES for _, value in headers):
        found.fault(OVER_HEADER)
        headers = [(name, value[:HEADER_BYTES]) for name, value in headers]
    if len(lines) > HEADERS:
        found.fault(OVER_HEADERS)
    return headers, end if stop < 0 else stop + 2


def _open(raw: bytes, here: _Todo, headers: dict[str, bytes], body: int, found: Walk) -> tuple[list[_Todo], bool]:
    """Record the part at hand; return the parts inside it, in order, and whether what stands here is there to be read."""
    header = headers.get("content-type", b"").decode("latin-1")
    content_type = next(iter(inert(header.partition(";")[0]).split()), here.untold).lower()[:TYPE_CHARS]
    parameters = {name.lower(): quoted or bare for name, quoted, bare in reversed(_PARAMETER.findall(header))}
    found.content_types.append(content_type)
    if content_type.startswith("multipart/"):
        return _inside(raw, here, body, content_type, parameters.get("boundary", "").rstrip(), found), True
    if content_type in ("message/rfc822", "message/global"):
        if here.depth >= DEPTH:
            found.fault(OVER_DEPTH)
            return [], True
        return [_Todo(body, here.end, here.depth + 1, attached=True, alternative=here.alternative)], True
    if not _reads(content_type) or (
        here.depth and headers.get("content-disposition", b"")[:10].lower() == b"attachment"
    ):
        found.parts.append(Part(content_type, "", here.attached, here.alternative))
        return [], False
    octets = transfer_decoded(raw[body : here.end], headers.get("content-transfer-encoding", b"").lower())
    text = decode(octets, parameters.get("charset", "")).replace("\0", "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if parameters.get("format", "").lower() == "flowed" and content_type == "text/plain":
        text = unflowed(text, delsp=parameters.get("delsp", "").lower() == "yes")
    found.parts.append(Part(content_type, text, here.attached, here.alternative))
    return [], True


def _reads(content_type: str) -> bool:
    """Tell whether a part of this type is text to read; what is no type at all is text, as RFC 2045 has it."""
    kind, slash, subtype = content_type.partition("/")
    return not slash or (kind == "text" and not subtype.startswith(_UNREAD))


def _inside(raw: bytes, here: _Todo, body: int, content_type: str, boundary: str, found: Walk) -> list[_Todo]:
    """Return the parts between the boundaries of a multipart; text before the first and after the last is no part."""
    if here.depth >= DEPTH:
        found.fault(OVER_DEPTH)
        return []
    alternative = here.alternative or (len(found.content_types) if content_type == "multipart/alternative" else 0)
    untold = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
    parts: list[_Todo] = []
    for start, end in _between(raw, b"\n--" + boundary.encode("latin-1"), body, here.end) if boundary else ():
        if len(parts) + len(found.content_types) >= PARTS:
            found.fault(OVER_PARTS)
            break
        parts.append(_Todo(start, end, here.depth + 1, here.attached, alternative, untold))
    if not parts:  # the boundary never comes: what stands there is still what a reader would see
        found.parts.append(Part("text/plain", decode(raw[body : here.end]), here.attached, alternative))
    return parts


def _between(raw: bytes, mark: bytes, body: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part; a mark is a whole line, for one boundary may begin like another."""
    start = -1
    at = raw.find(mark, body - 1, limit)
    while at >= 0:
        line_end = raw.find(b"\n", at + len(mark), limit)
        line_end = limit if line_end < 0 else line_end
        rest = raw[at + len(mark) : line_end].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                yield start, max(start, at)
            if rest:
                return
            start = min(line_end + 1, limit)
        at = raw.find(mark, line_end, limit)
    if start >= 0:
        yield start, limit
