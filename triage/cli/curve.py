"""`triage eval --curve`: what corrections are worth, as a table and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.retrain import own_mail
from triage.cli.terminal import Pen, Progress, bar, pad, screen_width
from triage.errors import UsageError
from triage.learn.corpus import load_corpus, load_usage, starting_corpus
from triage.learn.curve import Point, learning_curve
from triage.learn.figures import Figure
from triage.learn.modelfile import load, shipped


def show_curve(
    settings: Settings, target: str | None, *, sent: Path | None, picture: Path | None, corpus: Path | None = None
) -> int:
    """Learn from more and more of one half of the labelled mail, judge the other half, print the figures; return the exit code.

    `corpus` is another starting corpus than the one that triage came with.
    """
    root = corpus or starting_corpus()
    points: list[Point] = []
    with Progress(shown=settings.progress) as progress:
        own = own_mail(settings, target, sent, progress, model=wiring.model_of(settings))
        for point in learning_curve(load_corpus(root), own.examples, usage=load_usage(root), start=load(shipped())):
            points.append(point)
            progress.say(f"learnt from {point.learnt:,} messages of yours")
    if not points:
        raise UsageError(
            "There is not enough to measure with: mail of two senders or more is needed, to learn from one and to judge the other."
        )
    if settings.json:
        print(dumps({"schema": "triage.eval/1", "curve": [_object(point) for point in points]}))
    else:
        print(*_screen(points, Pen(color=settings.color)), sep="\n")
    if picture is not None:
        from triage.learn.picture import drawn_curve

        picture.write_text(drawn_curve(points), encoding="utf-8")
    return 0


def _object(point: Point) -> dict[str, Any]:
    found = point.found
    told = {
        name: _rounded(getattr(found, name)) for name in ("macro_f1", "kinds_f1", "legitimate_moved", "outreach_caught")
    }
    return {"learnt": point.learnt, "judged": found.messages, **told}


def _rounded(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value, 4)


def _screen(points: Sequence[Point], pen: Pen) -> Iterator[str]:
    yield ""
    judged = points[0].found.messages
    yield f"  {pen('What your corrections are worth', 'bold')}, on {judged:,} messages of other senders"
    yield ""
    heads = ("after learning", "F1 of the kinds", "legitimate moved", "caught")
    yield pen("  " + "".join(pad(head, 18) for head in heads).rstrip(), "dim")
    room = max(4, min(24, screen_width() - 76))
    for point in points:
        found = point.found
        f1 = found.macro_f1.value
        cells = (
            f"{point.learnt:,}",
            _plain(found.macro_f1),
            _plain(found.legitimate_moved),
            _plain(found.outreach_caught),
        )
        yield "  " + "".join(pad(cell, 18) for cell in cells) + pen(bar(round((f1 or 0.0) * 100), 100, room), "green")
    yield ""


def _plain(figure: Figure) -> str:
    return "–" if figure.value is None else f"{figure.value:.1%}"
