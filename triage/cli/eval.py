"""`triage eval`: how good the verdicts are on mail whose labels are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.labelled import FORMS, Truth, marked_only
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, bar, note, pad, screen_width
from triage.domain import LABELS, Label, Recipient
from triage.errors import UsageError
from triage.learn.figures import Case, Figure, Figures, figures
from triage.memory.store import preview_store
from triage.run.sweep import Judged, Scope, Sweep

SOME_FAILED = 6
FEW = 20
"""Messages of a label below which its figures say little."""


@dataclass(slots=True)
class _Seen:
    cases: list[Case] = field(default_factory=list)
    failed: int = 0


def evaluate(
    settings: Settings, target: str | None, *, sent: Path | None, picture: Path | None, curve: bool = False
) -> int:
    """Judge labelled mail, print the figures, with `curve` those after so many corrections, and return the exit code."""
    if curve:
        from triage.cli.curve import show_curve  # the trainer, which measuring does not need

        return show_curve(settings, target, sent=sent, picture=picture)
    seen = _Seen()
    places, recipient = wiring.places(settings, target), wiring.recipient_of(settings)
    with Progress(shown=settings.progress) as progress:
        for place in places:
            _judge(settings, place, recipient, sent, seen, progress)
    name = target or ", ".join(map(str, places))
    if not seen.cases:
        raise UsageError(f"No labelled mail could be read in {name}; {FORMS}.")
    found = figures(seen.cases)
    if settings.json:
        print(dumps(_object(found, name, seen.failed)))
    else:
        print(*_screen(found, Pen(color=settings.color), name, seen.failed), sep="\n")
    if picture is not None:
        from triage.learn.picture import drawn

        picture.write_text(drawn(found, title=Path(name).name or name), encoding="utf-8")
    for sentence in _cautions(settings, found) if not settings.quiet else ():
        note(sentence)
    return SOME_FAILED if seen.failed else 0


def _judge(
    settings: Settings, place: wiring.Place, recipient: Recipient, sent: Path | None, seen: _Seen, progress: Progress
) -> None:
    model = wiring.model_of(settings)
    with ExitStack() as opened:
        mailbox = opened.enter_context(wiring.open_mailbox(settings, place, writable=False))
        store = opened.enter_context(preview_store())  # of its own: what is judged here must not be known already
        wiring.learn_contacts(mailbox, store, sent, progress)
        judge = wiring.judge_of(settings, mailbox, store=store, model=model, recipient=recipient)
        truth = Truth.of(settings, place, mailbox)
        with wiring.open_memory(settings, mailbox, writable=False) as known:
            undecided = marked_only(known)
        sweep = Sweep(mailbox, store, judge, at=datetime.now(UTC), scope=Scope(folders=truth.folders))
        progress.say("looking for messages")
        queue = sweep.queue()
        progress.begin(len(queue))
        for judged in sweep(queue):
            progress.step()
            if judged.ref in undecided:
                continue
            label = truth.label(judged.id, found_in=judged.found_in)
            if judged.verdict is None:
                seen.failed += 1
            else:
                seen.cases.append(_case(judged, label))


def _case(judged: Judged, truth: Label) -> Case:
    verdict = judged.verdict
    assert verdict is not None
    moved = not verdict.unsure and verdict.label is not Label.LEGITIMATE  # wherever it stands now
    repeated = verdict.repeat.of if verdict.repeat else None
    return Case(truth, verdict.label, moved, verdict.scores, group=repeated or judged.id)


# ---------------------------------------------------------------- the two forms


def _object(found: Figures, target: str, failed: int) -> dict[str, Any]:
    return {
        "schema": "triage.eval/1",
        "target": target,
        "messages": found.messages,
        "failed": failed,
        "labels": {
            str(label): {
                "count": of.recall.count,
                **_told("precision", of.precision),
                **_told("recall", of.recall),
                **_told("f1", of.f1),
                **_told("moved", found.moved_by_label[label]),
            }
            for label, of in found.labels.items()
        },
        "confusion": {
            str(truth): {str(label): int(found.confusion[row, column]) for column, label in enumerate(LABELS)}
            for row, truth in enumerate(LABELS)
        },
        **_told("macro_f1", found.macro_f1),
        **_told("kinds_f1", found.kinds_f1),
        **_told("legitimate_moved", found.legitimate_moved),
        **_told("outreach_caught", found.outreach_caught),
        **_told("calibration_error", found.calibration_error),
        "reliability": [
            {"messages": one.count, "told": round(one.told, 4), "true": round(one.true, 4)} for one in found.reliability
        ],
    }


def _told(name: str, figure: Figure) -> dict[str, Any]:
    value = None if figure.value is None else round(figure.value, 4)
    return {name: value, f"{name}_interval": [round(figure.low, 4), round(figure.high, 4)]}


_COLUMN = 22


def _screen(found: Figures, pen: Pen, target: str, failed: int) -> Iterator[str]:
    yield ""
    yield f"  {pen('How good the verdicts are', 'bold')} on {target}: {found.messages:,} messages" + (
        f", {failed:,} could not be read" if failed else ""
    )
    yield ""
    wrong = found.legitimate_moved
    yield f"  {pad('legitimate mail that would move', 34)}{_shown(wrong, pen, good=(wrong.value or 0.0) <= 0.001)}"
    yield f"  {pad('outreach caught', 34)}{_shown(found.outreach_caught, pen)}"
    yield f"  {pad('calibration error of outreach', 34)}{_shown(found.calibration_error, pen)}"
    yield f"  {pad('F1 of the four kinds, mean', 34)}{_shown(found.macro_f1, pen)}"
    yield f"  {pad('the same, outreach given', 34)}{_shown(found.kinds_f1, pen)}"
    yield ""
    heads = (pad("", 12), pad("messages", 10), *(pad(name, _COLUMN) for name in ("precision", "recall", "F1")))
    yield pen(f"  {''.join(heads)}".rstrip(), "dim")
    for label, of in found.labels.items():
        told = "".join(pad(_plain(one), _COLUMN) for one in (of.precision, of.recall, of.f1))
        yield f"  {pad(str(label), 12)}{pad(f'{of.recall.count:,}', 10)}{told}".rstrip()
    yield ""
    yield from _confusion(found, pen)
    yield ""


def _confusion(found: Figures, pen: Pen) -> Iterator[str]:
    yield pen(f"  {pad('it is', 12)}{''.join(pad(str(label), 12) for label in LABELS)}← judged as", "dim")
    room = max(2, min(6, (screen_width() - 14) // len(LABELS) - 7))
    for row, truth in enumerate(LABELS):
        total = int(found.confusion[row].sum())
        cells = []
        for column in range(len(LABELS)):
            count = int(found.confusion[row, column])
            color = "green" if row == column else "yellow"
            drawn = bar(count, total, room)
            cells.append(f"{pad(str(count) if count else '·', 5)}{pen(drawn, color)}{' ' * (7 - len(drawn))}")
        yield f"  {pad(str(truth), 12)}{''.join(cells)}".rstrip()


def _shown(figure: Figure, pen: Pen, *, good: bool = True) -> str:
    text = _plain(figure)
    return pen(text, "bold") if good else pen(text, "bold", "yellow")


def _plain(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    return f"{figure.value:.1%} ({figure.low:.1%}–{figure.high:.1%})"


def _cautions(settings: Settings, found: Figures) -> Iterable[str]:
    few = [str(label) for label, of in found.labels.items() if 0 < of.recall.count < FEW]
    if few:
        yield f"Fewer than {FEW} messages of: {', '.join(few)}. Their figures say little; look at the intervals."
    if settings.config.me is None and found.labels[Label.IRRELEVANT].recall.count:
        yield "Without a [me] profile nothing is called irrelevant; give one with --config to measure that."
