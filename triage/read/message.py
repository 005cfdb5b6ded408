"""Bytes to `Message`: the one entry to this room. Never raises; every budget exceeded is named in `faults`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz

from triage.domain import Address, Message, Text
from triage.read import mime
from triage.read.html import read_html
from triage.read.text import set_apart

MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
"""The only shape in which a Message-ID is used (docs/decisions.md): others carry commands, quotes or kilobytes."""

ADDRESSES = 100
REFERENCES = 50
LINKS = 200
OVER_HTML = "over-html"
_SPEC = re.compile(r"[^\s<>\"(),:;\[\]@]{1,64}@[^\s<>\"(),:;@\[\]]{1,255}")
_LINK = re.compile(r"\bhttps?://[^\s<>\"'\])}]{1,2000}|\bwww\.[^\s<>\"'\])}]{1,2000}", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def read(raw: bytes, *, size: int | None = None) -> Message:
    """Read one message. `size` is its whole size in bytes when `raw` was cut by the mailbox."""
    walked = mime.walk(raw, cut=size is not None and size > len(raw))
    headers = tuple((name, mime.decode_header(value)) for name, value in walked.headers)
    first: dict[str, str] = {}
    for name, value in headers:
        first.setdefault(name, value)
    text, links, images, html = _text(walked)
    message_id = MESSAGE_ID.search(first.get("message-id", "")[: mime.HEADER_BYTES])
    return Message(
        sender=next(iter(addresses(first.get("from", ""))), Address("", "")),
        subject=_CONTROL.sub("", first.get("subject", "")).strip(),
        date=date(first.get("date", "")),
        message_id=message_id[0] if message_id else "",
        in_reply_to=_ids(first.get("in-reply-to", "")),
        references=_ids(first.get("references", "")),
        reply_to=addresses(first.get("reply-to", "")),
        recipients=addresses(first.get("to", "")) + addresses(first.get("cc", "")),
        headers=headers,
        text=text,
        links=links,
        content_types=tuple(walked.content_types),
        images=images,
        html=html,
        faults=tuple(walked.faults),
    )


def _text(walked: mime.Walk) -> tuple[Text, tuple[str, ...], int, bool]:
    """Join what a person sees of the parts: of alternatives the last readable one, attached messages as quoted."""
    chosen = _chosen(walked.parts)
    seen: list[str] = []
    quoted: list[str] = []
    hidden: list[str] = []
    links: list[str] = []
    images = sum(1 for content_type in walked.content_types if content_type.startswith("image/"))
    html = False
    for part in chosen:
        text = part.text
        if part.content_type == "text/html":
            page = read_html(text)
            text, html = page.text, True
            quoted.append(page.quoted)
            hidden.append(page.hidden)
            links.extend(page.links)
            images += page.images
            if page.over:
                walked.fault(OVER_HTML)
        (quoted if part.attached else seen).append(text)
    body = "\n".join(seen)
    links.extend(_LINK.findall(body))
    apart = set_apart(body, quoted="\n".join(filter(None, quoted)), hidden="\n".join(filter(None, hidden)))
    return apart, tuple(dict.fromkeys(links[:LINKS])), images, html


def _chosen(parts: list[mime.Part]) -> list[mime.Part]:
    """Of each set of alternatives keep the page that is shown: HTML where it is there, for that is what a person sees."""
    shown = {
        part.alternative
        for part in parts
        if part.alternative and part.content_type == "text/html" and part.text.strip()
    }
    return [
        part for part in parts if part.text and not (part.alternative in shown and part.content_type != "text/html")
    ]


def addresses(header: str) -> tuple[Address, ...]:
    """Return the addresses of a header, at most `ADDRESSES`; linear, and forgiving to what real mail does."""
    found: list[Address] = []
    for piece in _pieces(header):
        specs = _SPEC.findall(piece)
        if not specs:
            continue
        spec = specs[-1]
        name = piece[: piece.rfind(spec)].strip().rstrip("<").strip().strip("\"'").replace('\\"', '"')
        found.append(Address(_CONTROL.sub("", name)[:200], spec.lower().rstrip(".")))
        if len(found) >= ADDRESSES:
            break
    if not found and header.strip():
        found.append(Address(_CONTROL.sub("", header.strip())[:200], ""))
    return tuple(found)


def _pieces(header: str) -> list[str]:
    """Split at the commas that stand outside quotes and angle brackets."""
    if "," not in header and ";" not in header:
        return [header]
    pieces: list[str] = []
    start, quoted, angle = 0, False, False
    for at, letter in enumerate(header):
        if letter == '"':
            quoted = not quoted
        elif letter in "<>" and not quoted:
            angle = letter == "<"
        elif letter in ",;" and not quoted and not angle:
            pieces.append(header[start:at])
            start = at + 1
    pieces.append(header[start:])
    return pieces


def _ids(header: str) -> tuple[str, ...]:
    return tuple(MESSAGE_ID.findall(header[: mime.HEADER_BYTES])[-REFERENCES:])


def date(header: str) -> datetime | None:
    """Return the Date header in UTC; None when missing, unreadable or no date that mail can have."""
    try:
        parsed = parsedate_tz(header[:100])
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        stamp = moment.timestamp() - (parsed[9] or 0)
        return datetime.fromtimestamp(stamp, tz=UTC)
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None
