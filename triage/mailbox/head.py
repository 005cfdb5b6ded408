"""What the first kilobytes of a file tell about a message: its date, and whether it is one at all. Pure.

Only for putting messages in order and for refusing what is no mail; `triage.read` reads messages.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

HEAD = 8_192
"""Bytes read at first; enough for the header of nearly all mail."""

_END = re.compile(rb"\r?\n\r?\n")
_DATE = re.compile(rb"(?im)^date[ \t]*:[ \t]*([^\r\n]{0,200}(?:\r?\n[ \t][^\r\n]{0,200}){0,3})")
_HEADER_LINE = re.compile(rb"[\x21-\x39\x3b-\x7e]{1,80}[ \t]*:")
_LINES_ASKED = 20


def header_of(head: bytes) -> bytes:
    """Return the part before the first empty line, all of it when there is none."""
    end = _END.search(head)
    return head[: end.start()] if end else head


def header_is_whole(head: bytes) -> bool:
    """Tell whether the empty line that ends the header is among these bytes."""
    return _END.search(head) is not None


def date_of(head: bytes) -> datetime | None:
    """Return the Date of a header in UTC, or None when it is missing or cannot be understood."""
    found = _DATE.search(header_of(head))
    return parse_date(found.group(1).decode("ascii", "replace")) if found else None


def parse_date(text: str) -> datetime | None:
    """Return a date written as in RFC 5322 or asctime in UTC, or None; a date without zone counts as UTC."""
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        zone = timezone(timedelta(seconds=parts[9] or 0))
        return datetime(*parts[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # parsedate_tz raises some of these on odd input
        return None


def fault_of(head: bytes) -> str | None:
    """Return a sentence that says why this is no message, or None when it may well be one."""
    if not head:
        return "The file is empty."
    lines = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n", _LINES_ASKED)[:_LINES_ASKED]
    for line in lines:
        if _HEADER_LINE.match(line):
            return None
        if not line.strip():
            break
    if b"\0" in head[:1024]:
        return "The file is binary, not a mail message."
    return "The file has no header line, so it is not a mail message."
