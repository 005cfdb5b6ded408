"""Turn the measuring sets into folders of `.eml`, as delivered or with every trace of a mailing list taken out.

    python bench/real_mail.py SHARED_DATA OUT

makes OUT/<set>/<label>/<n>.eml, and OUT/<set>-stripped/<label>/<n>.eml where a set came through lists. List traces give list mail
away in both directions, so what is judged by its text must be judged without them.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from dateutil import parser

SETS = {
    "outreach": "outreach_dev",
    "unsolicited": "unsolicited_auto_dev",
    "bulk": "modern_bulk_dev",
    "spamassassin": "spamassassin_dev",
    "lists": "lists_dev",
}
THROUGH_LISTS = ("outreach", "unsolicited", "spamassassin", "lists")

_LIST_HEADERS = re.compile(
    rb"^(?:list-[\w-]+|precedence|x-beenthere|x-mailing-list|mailing-list|errors-to|sender|x-list[\w-]*|x-mailman[\w-]*|delivered-to"
    rb"|x-original-to|x-loop|archived-at|x-spam[\w-]*|return-path|reply-to|mail-followup-to):.*\n(?:[ \t].*\n)*",
    re.M | re.I,
)
_SUBJECT_TAG = re.compile(rb"^(subject:\s*(?:re:\s*|fwd?:\s*)*)\[[\w .:-]{2,30}\]\s*", re.M | re.I)
_LIST_FOOTER = re.compile(
    rb"\n_{40,}\n|\n-{2,60}\s*\n(?=[^\n]{0,120}mailing list)|\n--?\s*\nTo unsubscribe from this list"
    rb"|\n-- \nYou received this message because you are subscribed|\n-{20,} Yahoo! Groups Sponsor"
)


def main() -> None:
    """Write all sets."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    for name, file in SETS.items():
        for number, (row, raw) in enumerate(rows(data / f"{file}.jsonl.gz")):
            _write(out / name / row["label"] / f"{number:05}.eml", raw)
            if name in THROUGH_LISTS:
                _write(out / f"{name}-stripped" / row["label"] / f"{number:05}.eml", stripped(raw))


def rows(path: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield each row of a set with its message; composed from its fields where it has no bytes."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row, row["raw"].encode("latin-1") if row.get("raw") else _composed(row)


def _composed(row: dict[str, Any]) -> bytes:
    """Return a message for a row that has only its fields; one without a date gets the first day of 2024."""
    try:
        date = parser.parse(row.get("date") or "")
    except (ValueError, OverflowError):
        date = parser.parse("2024-01-01T09:00:00+00:00")
    head = {
        "From": row.get("from") or "A Sender <sender@sender.example>",
        "To": "me@recipient.example",
        "Subject": row.get("subject") or "",
        "Date": format_datetime(date),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
    }
    lines = [f"{name}: {' '.join(value.split())}" for name, value in head.items()]
    return ("\n".join(lines) + "\n\n" + row["body"]).encode("utf-8")


def stripped(raw: bytes) -> bytes:
    """Return a message without the traces of the list that it came through."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = _SUBJECT_TAG.sub(rb"\1", _LIST_HEADERS.sub(b"", head + b"\n"))
    own = _LIST_FOOTER.split(body)[0]
    return head + b"\n" + (own if len(own) > 60 else body)


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


if __name__ == "__main__":
    main()
