"""The JSON of the command line (docs/cli.md): one object on stdout, its messages spooled so that memory stays flat.

It is written in ASCII: whatever a subject holds, a terminal that shows it obeys nothing, and no encoding can fail.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from typing import IO, Any

from triage.domain import Verdict
from triage.run.sweep import Judged


def dumps(shown: Mapping[str, Any]) -> str:
    """Return one line of JSON, in ASCII."""
    return json.dumps(shown, ensure_ascii=True)


class Spool:
    """Keeps the messages of a sweep in a temporary file until the counts that go before them are known."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 - closed in `print_to`
        self._any = False

    def add(self, judged: Judged, **more: str) -> None:
        """Keep one message, with `more` to be told of it."""
        self._file.write(",\n  " if self._any else "  ")
        self._file.write(dumps(message_object(judged) | more))
        self._any = True

    def print_to(self, out: IO[str], head: Mapping[str, Any]) -> None:
        """Write one object: `head`, and then the messages."""
        out.write(f'{dumps(head)[:-1]}, "messages": [\n')
        self._file.seek(0)
        while piece := self._file.read(1 << 16):
            out.write(piece)
        out.write("\n]}\n")

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def message_object(judged: Judged) -> dict[str, Any]:
    """Return one message as JSON shows it."""
    message, verdict = judged.message, judged.verdict
    shown: dict[str, Any] = {
        "id": judged.id,
        "message_id": message.message_id or None if message else None,
        "from": message.sender.spec or None if message else None,
        "subject": message.subject if message else None,
        "date": message.date.isoformat() if message and message.date else None,
    }
    if verdict is None:
        return shown | _UNREAD | {"error": judged.error}
    return shown | verdict_object(verdict) | {"folder": judged.folder, "keywords": list(judged.keywords)}


_UNREAD: dict[str, Any] = {
    "label": None,
    "confidence": None,
    "unsure": False,
    "folder": None,
    "keywords": [],
    "scores": None,
    "repeat": None,
    "follows": None,
    "standing": None,
    "reasons": [],
}


def verdict_object(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON shows it."""
    repeat, follows = verdict.repeat, verdict.follows
    return {
        "label": str(verdict.label),
        "confidence": round(verdict.confidence, 4),
        "unsure": verdict.unsure,
        "folder": verdict.folder,
        "scores": {str(label): round(score, 6) for label, score in verdict.scores.items()},
        "repeat": repeat
        and {
            "kind": str(repeat.kind),
            "of": repeat.of,
            "date": repeat.date.isoformat() if repeat.date else None,
            "similarity": repeat.similarity,
            "touch": repeat.touch,
        },
        "follows": follows and {"of": follows.of, "news": follows.news},
        "standing": str(verdict.standing),
        "reasons": [{"code": one.code, "text": one.text, "weight": one.weight} for one in verdict.reasons],
    }
