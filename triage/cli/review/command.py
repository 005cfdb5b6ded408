"""`triage review`: look at what nobody is sure of and at what was filed, and say what it is: on a page, or in the terminal."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps, message_object
from triage.cli.options import Settings, moment
from triage.cli.review.sitting import Sitting
from triage.cli.terminal import note
from triage.cli.watch_status import running
from triage.cli.why import LONGEST_SENTENCE
from triage.errors import UsageError
from triage.run.review import Card, Section

DAYS = timedelta(days=30)
"""How far back it looks when nobody says."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: which mailbox, from when on, and what it is drawn on."""

    target: str | None = None
    since: str | None = None
    port: int = 0
    open: bool = False
    tty: bool = False


def review(settings: Settings, request: Request) -> int:
    """Look through the mail, show it until its reader ends that, and return the exit code."""
    _refuse_nonsense(settings, request)
    places, now = wiring.places(settings, request.target), datetime.now(UTC)
    for place in places:
        if place.path and not wiring.moves_in_place(place.path):
            raise UsageError(
                "Files are never altered, so nothing of them can be judged here; `triage clean` shows what they are, and "
                "`triage retrain --from FOLDER` learns from folders named by label."
            )
    sitting = Sitting(settings, places, since=moment(request.since, now=now) if request.since else now - DAYS)
    sitting.look()
    for error in sitting.failed:
        note("\n".join([str(error), *getattr(error, "__notes__", ())]))
    if settings.json:
        print(dumps(_object(sitting)))
        return 0
    if not settings.quiet and any(place.account for place in places) and running(settings.paths.state_dir):
        note("`triage watch` is running and holds its accounts: look as long as you like, but end it before you judge.")
    if request.tty:
        from triage.cli.review.tty import ask

        return ask(settings, sitting)
    from triage.cli.review.web import serve

    return serve(sitting, port=request.port, open=request.open, quiet=settings.quiet)


def _refuse_nonsense(settings: Settings, request: Request) -> None:
    if request.target is not None and settings.account is not None:
        raise UsageError("--account is one of the configuration, and TARGET is another mailbox; give one of the two.")
    if request.tty and (settings.json or request.open or request.port):
        raise UsageError("--tty asks in this terminal; leave --json, --open and --port away.")
    if settings.json and (request.open or request.port):
        raise UsageError("--json lists what there is to look at and serves no page; leave --open and --port away.")
    if not 0 <= request.port <= 65_535:
        raise UsageError("--port is a number from 1 to 65535; leave it away for one that is free.")
    if request.since:
        moment(request.since, now=datetime.now(UTC))
    if not (request.tty or settings.json) and not all(map(importlib.util.find_spec, ("starlette", "uvicorn"))):
        raise UsageError(
            "The page needs two packages that are not installed: pip install 'outreach-triage[web]'. Without them, "
            "`triage review --tty` asks in the terminal."
        )
    if request.tty and sys.stdin is None:
        raise UsageError("--tty needs a terminal to ask in.")


# ---------------------------------------------------------------- JSON


def _object(sitting: Sitting) -> dict[str, Any]:
    return {
        "schema": "triage.review/1",
        "since": sitting.since.isoformat(),
        **{
            str(section): [[_card(card) for card in pile.cards] for pile in sitting.piles(section)]
            for section in Section
        },
        "left_out": {str(section): number for section, number in sitting.left_out.items()},
        "runs": [
            {"run": run.id, "started": run.started.isoformat(timespec="seconds"), "filed": run.filed}
            for run in sitting.runs
        ],
    }


def _card(card: Card) -> dict[str, Any]:
    carried = card.explained.carried
    return {
        **message_object(card.explained.judged),
        "label": str(card.label),
        "folder": card.ref.folder,
        "run": card.run,
        "sentence": carried and {"text": carried.sentence[:LONGEST_SENTENCE], "weight": round(carried.weight, 3)},
    }
