"""The page of the first hour, and what the pictures on it were drawn from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from first_hour.hour import Hour

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGE, PICTURES = DOCS / "first-hour.md", DOCS / "pictures"
DRAWN = PICTURES / "drawn.json"
"""What each picture was drawn from, as the SHA-256 of its HTML."""
SHOWN = {
    "report": ("Look back", "The report: how much was filed, week by week, and why"),
    "review": ("Judge what it is not sure of", "The review page: a card for each message, its evidence, and a button for each label"),
}  # fmt: skip
"""Under which step each picture stands, and what it shows."""
_HEAD = """\
# The first hour

An account from its address to the first corrections, as it looks in a terminal. The mailbox is that of `triage demo`, on a
Dovecot with TLS; what is typed follows a `$`. `make screenshots` wrote this page and drew its pictures, and a test types the
same again.
"""


def written(hour: Hour) -> str:
    """Return docs/first-hour.md as this hour was."""
    parts = [_HEAD]
    for number, step in enumerate(hour.steps, start=1):
        pictures = [
            f"![{words}](pictures/{name}.png)\n" for name, (title, words) in SHOWN.items() if title == step.title
        ]
        parts += [f"## {number}. {step.title}\n", f"{step.words}\n", f"```text\n{step.screen}\n```\n", *pictures]
    return "\n".join(parts)


def digests(hour: Hour) -> str:
    """Return docs/pictures/drawn.json as it is of the pages of this hour."""
    return (
        json.dumps(
            {f"{name}.png": hashlib.sha256(page.encode()).hexdigest() for name, page in hour.pages.items()}, indent=2
        )
        + "\n"
    )
