"""Bytes to `Message`: the one entry to this room. Never raises; every budget exceeded is named in `faults`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz

from triage.domain import Address, Message, Text
from triage.read import mime
from triage.read.addresses import addresses
from triage.read.decoding import decode_header, decode_headers, inert
from triage.read.html import read_html
from triage.read.text import set_apart

MESSAGE_ID = re.compile(r"<[!#-;=?-\[\]-~]{1,250}>")
"""The only shape in which a Message-ID is used (docs/decisions.md): others carry commands, quotes or kilobytes."""

REFERENCES = 50
LINKS = 200
YEARS = range(1970, 2200)
"""The years that a message can be of; others end in overflows when time is added to them."""
OVER_HTML = "over-html"
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'\])}]{1,2000}")
_LINK_BEGINS = (re.compile("http"), re.compile(r"www\."))  # each sought by its letters, four times as fast as either
_REPLY = re.compile(
    r"(?:\[[^\]]{1,60}\]\s?)?(?:re|fwd?|aw|wg|antw|rv|rif|ri|i|tr|réf|res|enc|pd|odp|doorst)\s?(?:\[\d{1,3}\])?\s?[:：]",
    re.I,
)
_PAGE = ("<html", "<!doctype html")
_STOPS = ".,;:!?…"


def read(raw: bytes, *, size: int | None = None) -> Message:
    """Read one message. `size` is its whole size in bytes when `raw` was cut by the mailbox."""
    walked = mime.walk(raw, cut=size is not None and size > len(raw))
    first = walked.first
    sender = next(iter(addresses(first.get("from", b""))), Address("", ""))
    subject = decode_header(first.get("subject", b"")).strip()
    in_reply_to, references = _ids(first.get("in-reply-to", b"")), _ids(first.get("references", b""))
    replies = bool(in_reply_to or references or _REPLY.match(subject))
    text, links, images, html = _text(walked, name=sender.name, replies=replies)
    message_ids = _ids(first.get("message-id", b""))
    return Message(
        sender=sender,
        subject=subject,
        date=date(first.get("date", b"").decode("latin-1")),
        message_id=message_ids[0] if message_ids else "",
        in_reply_to=in_reply_to,
        references=references,
        reply_to=addresses(first.get("reply-to", b"")),
        recipients=addresses(first.get("to", b"")) + addresses(first.get("cc", b"")),
        headers=decode_headers(walked.headers),
        text=text,
        links=links,
        content_types=tuple(walked.content_types),
        images=images,
        html=html,
        faults=tuple(walked.faults),
    )


def _text(walked: mime.Walk, *, name: str, replies: bool) -> tuple[Text, tuple[str, ...], int, bool]:
    """Join what a person sees of the parts: of alternatives the page where it shows something; attached messages as quoted."""
    read = [(part, read_html(part.text) if _is_page(part) else None) for part in walked.parts]
    shown = {part.alternative for part, page in read if part.alternative and page and (page.text or page.quoted)}
    own: list[str] = []
    quoted: list[str] = []
    hidden: list[str] = []
    links: list[str] = []
    images = sum(1 for content_type in walked.content_types if content_type.startswith("image/"))
    for part, page in read:
        if page is None:
            if part.alternative not in shown:
                (quoted if part.attached else own).append(part.text)
            continue
        (quoted if part.attached else own).append(page.text)
        quoted.append(page.quoted)
        hidden.append(page.hidden)
        if not part.attached:
            links.extend(page.links)
            images += page.images
        if page.over:
            walked.fault(OVER_HTML)
    body = "\n".join(filter(None, own))
    links.extend(_links(body))
    apart = set_apart(
        body,
        quoted="\n".join(filter(None, quoted)),
        hidden="\n".join(filter(None, hidden)),
        name=name,
        replies=replies,
    )
    return apart, tuple(dict.fromkeys(map(inert, links[:LINKS]))), images, any(page for _, page in read)


def _is_page(part: mime.Part) -> bool:
    """Tell whether a part is markup; some programs, and lists that strip types, send it as plain text."""
    return part.content_type == "text/html" or part.text[:200].lstrip()[:14].lower().startswith(_PAGE)


def _links(body: str) -> list[str]:
    lowered = body.lower()
    if len(lowered) != len(body):  # a letter that grows in lower case would shift the offsets
        lowered = body
    found: list[str] = []
    end = 0
    for start in sorted([head.start() for begins in _LINK_BEGINS for head in begins.finditer(lowered)]):
        if start >= end and (link := _LINK.match(lowered, start)):
            end = link.end()
            found.append(body[start:end].rstrip(_STOPS))
    return found


def _ids(header: bytes) -> tuple[str, ...]:
    return tuple(MESSAGE_ID.findall(header.decode("latin-1"))[-REFERENCES:])


def date(header: str) -> datetime | None:
    """Return the Date header in UTC; None when missing, unreadable or no date that mail can have."""
    try:
        parsed = parsedate_tz(header[:100])
        if parsed is None:
            return None
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        moment = datetime.fromtimestamp(moment.timestamp() - (parsed[9] or 0), tz=UTC)
    except (ValueError, OverflowError, TypeError, IndexError, OSError):
        return None
    return moment if moment.year in YEARS else None
