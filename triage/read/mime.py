"""A bounded walk over the bytes of a message: headers, parts, and the text of each part decoded.

Written here because the standard parser raises on hostile nesting and costs 13 times more (docs/decisions.md). Every
budget below is a hard bound; what lies beyond it is left out and named in `Walk.faults`. Nothing here raises on any input.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BYTES = 65_536
HEADERS = 200
HEADER_BYTES = 8_192
PARTS = 100
DEPTH = 20

OVER_BYTES = "over-bytes"
OVER_HEADERS = "over-headers"
OVER_HEADER = "over-header"
OVER_PARTS = "over-parts"
OVER_DEPTH = "over-depth"

# Only these codecs are asked for: others of Python's are no charsets (zip), quadratic (idna, punycode) or rewrite text.
_CHARSET = re.compile(
    r"(utf[-_]?(8|16|32)([-_]?[bl]e)?|us-ascii|ascii|iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d{1,2}|(windows|cp)[-_]?\d{3,5}"
    r"|koi8[-_][rtu]|gb(2312|k|18030)|big5(hkscs)?|shift[-_]?jis|euc[-_](jp|kr)|iso[-_]2022[-_](jp|kr)|mac[-_]?roman)"
)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]{1,20}(?==\?)")
_PARAMETER = re.compile(
    r';[ \t\r\n]{0,20}(boundary|charset|name|method)\*?[ \t]{0,4}=[ \t]{0,4}(?:"([^"]{0,200})"|([^;\s"]{1,200}))', re.I
)
_FOLD = re.compile(rb"\r?\n[ \t]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the tree: its type, decoded text when it is text, and whether it sits in an attached message."""

    content_type: str
    text: str = ""
    attached: bool = False
    alternative: int = 0


@dataclass(slots=True)
class Walk:
    """The outcome of one walk: headers in order (names in lower case, values raw), leaves in order, budgets exceeded."""

    headers: list[tuple[str, bytes]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    content_types: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def fault(self, name: str) -> None:
        """Name a budget that was exceeded, once."""
        if name not in self.faults:
            self.faults.append(name)


@dataclass(frozen=True, slots=True)
class _Todo:
    start: int
    end: int
    depth: int
    attached: bool
    alternative: int


def walk(raw: bytes, *, cut: bool = False) -> Walk:
    """Walk the first `BYTES` bytes of a message; linear in their number for a fixed depth.

    `cut` says that the message goes on behind `raw`. That is a fault only where text was cut: most large mail is large
    by an attachment that stands behind its text.
    """
    found = Walk()
    cut = cut or len(raw) > BYTES
    raw = raw[:BYTES]
    if b"\x00" in raw:
        raw = raw.replace(b"\x00", b"")
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    todo = [_Todo(_after_envelope_line(raw), len(raw), 0, attached=False, alternative=0)]
    first = True
    while todo:
        here = todo.pop()
        if len(found.content_types) >= PARTS:
            found.fault(OVER_PARTS)
            break
        headers, body = _headers(raw, here.start, here.end, found)
        if first:
            found.headers, first = headers, False
        todo.extend(reversed(_open(raw, here, headers, body, found)))
    if cut and not found.content_types[-1].startswith(_NO_TEXT):
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
    """Return the headers that begin at `start`, and where their body begins."""
    if raw.startswith(b"\n", start):
        return [], min(start + 1, end)
    stop = raw.find(b"\n\n", start, end)
    body = end if stop < 0 else stop + 2
    block = _FOLD.sub(b" ", raw[start : end if stop < 0 else stop])
    headers: list[tuple[str, bytes]] = []
    for line in block.split(b"\n"):
        name, colon, value = line.partition(b":")
        if not colon or not name or b" " in name.rstrip():
            continue
        if len(headers) >= HEADERS:
            found.fault(OVER_HEADERS)
            break
        if len(value) > HEADER_BYTES:
            found.fault(OVER_HEADER)
            value = value[:HEADER_BYTES]
        headers.append((name.rstrip().decode("latin-1").lower(), value.strip()))
    if not headers and start == 0:  # no header at all: everything is text, nothing is lost
        return [], start
    return headers, body


def _open(raw: bytes, here: _Todo, headers: list[tuple[str, bytes]], body: int, found: Walk) -> list[_Todo]:
    """Record the part at hand; return the parts inside it, in order."""
    declared = next((value for name, value in headers if name == "content-type"), b"text/plain")
    header = declared.decode("latin-1")
    content_type = header.partition(";")[0].strip().lower() or "text/plain"
    parameters = {key.lower(): quoted or bare for key, quoted, bare in _PARAMETER.findall(header)}
    found.content_types.append(content_type)
    if content_type.startswith("multipart/") and parameters.get("boundary"):
        return _inside(raw, here, body, content_type, parameters["boundary"], found)
    if content_type == "message/rfc822":
        if here.depth >= DEPTH:
            found.fault(OVER_DEPTH)
            return []
        return [_Todo(body, here.end, here.depth + 1, attached=True, alternative=here.alternative)]
    text = ""
    if content_type in ("text/plain", "text/html") or not content_type.startswith(_NO_TEXT):
        encoding = next((value for name, value in headers if name == "content-transfer-encoding"), b"")
        text = decode(_transfer_decoded(raw[body : here.end], encoding.lower()), parameters.get("charset", ""))
    found.parts.append(Part(content_type, text, here.attached, here.alternative))
    return []


_NO_TEXT = ("image/", "audio/", "video/", "application/", "font/", "text/calendar", "text/x-", "text/css", "model/")


def _inside(raw: bytes, here: _Todo, body: int, content_type: str, boundary: str, found: Walk) -> list[_Todo]:
    """Return the parts between the boundaries of a multipart; text before the first and after the last is no part."""
    if here.depth >= DEPTH:
        found.fault(OVER_DEPTH)
        return []
    mark = b"--" + boundary.encode("latin-1", "replace")
    alternative = here.alternative or (len(found.content_types) if content_type == "multipart/alternative" else 0)
    parts: list[_Todo] = []
    for start, end in _between(raw, mark, body, here.end):
        if len(parts) + len(found.content_types) >= PARTS:
            found.fault(OVER_PARTS)
            break
        parts.append(_Todo(start, end, here.depth + 1, here.attached, alternative))
    if not parts:  # the boundary never comes: what stands there is still what a reader would see
        text = decode(raw[body : here.end], "")
        found.parts.append(Part("text/plain", text, here.attached, alternative))
    return parts


def _between(raw: bytes, mark: bytes, body: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each part; a mark counts at the start of a line only."""
    line_mark = b"\n" + mark
    at = body if raw.startswith(mark, body) else raw.find(line_mark, max(body - 1, 0), limit) + 1
    if at <= 0:
        return
    while True:
        after = at + len(mark)
        if raw.startswith(b"--", after):
            return
        line_end = raw.find(b"\n", after, limit)
        if line_end < 0:
            return
        start = line_end + 1
        following = raw.find(line_mark, line_end, limit)
        if following < 0:
            yield start, limit
            return
        yield start, max(start, following)
        at = following + 1


def _transfer_decoded(body: bytes, encoding: bytes) -> bytes:
    """Undo base64 or quoted-printable; what does not decode is returned as it stands."""
    if encoding.startswith(b"quoted-printable"):
        return binascii.a2b_qp(body)
    if encoding.startswith(b"base64"):
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:  # cut off by the byte budget, or a footer appended by a list
            letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body.partition(b"=")[0])
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    return body


def decode(octets: bytes, charset: str) -> str:
    """Return text by the declared charset, else UTF-8, else Windows-1252: 3.2 % of real parts are not what they declare."""
    name = charset.strip().strip("\"'").lower()
    if octets.isascii() and not name.startswith(("utf-16", "utf-32", "iso-2022", "utf16", "utf32", "iso_2022")):
        return octets.decode("ascii")
    if _CHARSET.fullmatch(name) and name not in ("us-ascii", "ascii"):
        try:
            return octets.decode(name)
        except (UnicodeError, LookupError):
            pass
    try:
        return octets.decode("utf-8")
    except UnicodeError:
        pass
    if _cut_in_a_character(octets):
        return octets.decode("utf-8", "ignore")
    return octets.decode("cp1252", "replace")


def _cut_in_a_character(octets: bytes) -> bool:
    """Tell whether only the end is broken, as the byte budget does to UTF-8."""
    try:
        octets[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start >= len(octets) - 8
    return True


def decode_header(value: bytes) -> str:
    """Return a header's text with RFC 2047 words decoded, bad ones left as they stand."""
    text = decode(value, "")
    if "=?" not in text:
        return text
    return _ENCODED_WORD.sub(_decoded_word, _BETWEEN_WORDS.sub(r"\1", text))


def _decoded_word(match: re.Match[str]) -> str:
    charset, encoding, payload = match.groups()
    octets = payload.encode("latin-1", "replace")
    try:
        octets = binascii.a2b_base64(octets + b"==") if encoding in "bB" else binascii.a2b_qp(octets, header=True)
    except binascii.Error:
        return match.group(0)
    return decode(octets, charset.partition("*")[0])
