"""`triage clean`: preview, or file, the outreach of a mailbox."""

from __future__ import annotations

import contextlib
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from triage.cli import wiring
from triage.cli.asjson import Spool
from triage.cli.options import Settings, moment
from triage.cli.summary import KINDS, Summary, example_lines, example_of, reason_line, screen
from triage.cli.terminal import Pen, Progress, columns, cut, cut_left, note, pad, safe, screen_width
from triage.domain import Mode
from triage.errors import DailyLimitError, StateError, TriageError, UsageError
from triage.judge.modes import Modes
from triage.mailbox.session import NO_KEYWORDS
from triage.run.observing import remember
from triage.run.recall import recall
from triage.run.reconcile import no_checkpoint
from triage.run.sweep import Judged, Scope, Sweep

if TYPE_CHECKING:
    from triage.domain import Recipient
    from triage.judge.classifier import Model
    from triage.memory.store import Store
    from triage.run.reconcile import Checkpoint

Heard: TypeAlias = Callable[[Judged, wiring.Place], None]

HELD = 5_000
"""Messages judged, at most, before what moves is filed: 2 KB are kept of each."""

SOME_FAILED = 6
OUTREACH_FOUND = 10
DECLINED = 130
_FATE, _PURPOSE = 26, 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    target: str | None = None
    apply: bool = False
    yes: bool = False
    since: str | None = None
    limit: int | None = None
    folder: str | None = None
    sent: Path | None = None
    out: Path | None = None
    fail_if_found: bool = False

    def to_apply(self, settings: Settings) -> str:
        """Return the command line that files what this one asks for."""
        words = ["triage", "clean", *([self.target] if self.target is not None else []), "--apply"]
        for name in ("since", "limit", "folder", "sent", "out"):
            if (value := getattr(self, name)) is not None:
                words += [f"--{name}", str(value)]
        return shlex.join([*words, *settings.given])


@dataclass(slots=True)
class Report:
    """What the sweeps of one call came to; one account of several that failed does not stop the others."""

    summary: Summary = field(default_factory=Summary)
    runs: list[str] = field(default_factory=list)
    errors: list[TriageError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def clean(settings: Settings, request: Request) -> int:
    """Sweep every place that was asked for, print what came of it, and return the exit code."""
    _refuse_nonsense(settings, request)
    places, modes = wiring.places(settings, request.target, out=request.out), wiring.modes_of(settings)
    if request.apply and Mode.KEYWORD in modes and any(place.path for place in places):
        raise UsageError(NO_KEYWORDS)
    asks = request.apply and modes.writes and not request.yes and sys.stdin.isatty()
    if asks and not _confirmed(places, modes):
        note("Nothing was filed. Leave --apply away for a preview.")
        return DECLINED
    target = request.target or ", ".join(map(str, places))
    print_result = _as_json if settings.json else _as_text
    report = print_result(settings, request, places, target)
    for sentence in [*map(_sentence, report.errors), *(() if settings.quiet else report.notes)]:
        note(sentence)
    return _exit_code(request, report)


def _as_json(settings: Settings, request: Request, places: list[wiring.Place], target: str) -> Report:
    with contextlib.closing(Spool()) as spool:

        def heard(judged: Judged, place: wiring.Place) -> None:
            spool.add(judged, **({"account": place.account} if place.account else {}))

        report = sweep_all(settings, request, places, heard=heard)
        head: dict[str, object] = {
            "schema": "triage.clean/1",
            "run": report.runs[0] if report.runs else None,
            "applied": request.apply,
            "target": target,
            "counts": {kind: report.summary.counts[kind] for kind in KINDS},
        }
        if report.errors:
            head["errors"] = [_sentence(error) for error in report.errors]
        spool.print_to(sys.stdout, head)
    return report


def _as_text(settings: Settings, request: Request, places: list[wiring.Place], target: str) -> Report:
    pen = Pen(color=settings.color)

    def heard(judged: Judged, _: wiring.Place) -> None:
        print(*fate_lines(judged, pen), sep="\n")

    report = sweep_all(settings, request, places, heard=heard if settings.verbose else None)
    title = _title(wiring.modes_of(settings), applied=request.apply)
    print(show(report, pen=pen, target=target, applied=request.apply, title=title))
    print(*_next_step(settings, request, report, pen), sep="\n")
    return report


def _title(modes: Modes, *, applied: bool) -> str:
    if not applied:
        return "Preview, nothing is moved:"
    if Mode.MOVE in modes:
        return "Filed:"
    return "Marked, nothing is moved:" if modes.writes else "Observed, nothing is moved or marked:"


def show(report: Report, *, pen: Pen, target: str, applied: bool, title: str = "") -> str:
    """Return the screen that ends a sweep."""
    title = title or _title(Modes(), applied=applied)
    return screen(report.summary, pen=pen, title=title, target=target, applied=applied)


def fate_lines(judged: Judged, pen: Pen) -> Iterator[str]:
    """Yield what --verbose tells of one message: its fate, who and what it is, and the reason."""
    verdict, width = judged.verdict, screen_width()
    if verdict is None:
        yield f"  {pen(pad('stays, could not be read', _FATE), 'red')}{cut_left(safe(judged.id), width - _FATE - 3)}"
        yield reason_line(judged.error or "", pen, width=width)
        return
    if judged.folder is not None:
        fate = pen(pad(cut_left(f"→ {safe(judged.folder)}", _FATE - 1), _FATE), "yellow")
    elif judged.keywords:
        fate = pen(pad(cut(" ".join(judged.keywords), _FATE - 1), _FATE), "yellow")
    else:
        fate = pen(pad(cut(f"stays, {verdict.kind}", _FATE - 1), _FATE), "green")
    example = example_of(judged)
    yield f"  {fate}{next(example_lines(example, pen, width=width - _FATE - 2, indent=0))}"
    yield reason_line(example.reason, pen, width=width)


def _next_step(settings: Settings, request: Request, report: Report, pen: Pen) -> Iterator[str]:
    """Yield what to do next, as commands that can be copied."""
    summary = report.summary
    if not summary.found - summary.earlier - summary.marked_earlier:
        yield "  Nothing new was to be filed." if request.apply else "  There is nothing to file."
    if summary.observed:
        yield '  What was only looked at stays: its mode is "observe". `triage promote` shows what each label has earned.'
    if summary.marks:
        yield "  Take a keyword off where it is wrong: that message is never marked again, and its sender is left alone."
    for purpose, command, otherwise in _steps(settings, request, report):
        fits = command.isprintable() and columns(command) <= screen_width() - _PURPOSE - 1
        yield f"{pad(f'  {purpose}', _PURPOSE)}{pen(command if fits else otherwise, 'bold')}"


def _steps(settings: Settings, request: Request, report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield a purpose, the command for it, and what to say where that is too long for a line."""
    summary, target = report.summary, request.target
    if request.apply and (summary.moving > summary.earlier or summary.marks.total() > summary.marked_earlier):
        given = () if target is not None else settings.given
        yield "to put it back", shlex.join(["triage", "undo", report.runs[0], *given]), f"triage undo {report.runs[0]}"
    elif (summary.moving or summary.marks) and not request.apply:
        out = "" if target is None or "://" in target or wiring.moves_in_place(target) else " --out DIR"
        yield "to file it", request.to_apply(settings) + out, f"the same with --apply{out}"
    if (example := summary.doubtful) is not None:
        place = () if target is None else (target,)
        sent = () if request.sent is None else ("--sent", str(request.sent))
        words = ["triage", "why", *place, example.id, *sent, *settings.given]
        yield "to see why", shlex.join(words), "triage why TARGET ID"


def _exit_code(request: Request, report: Report) -> int:
    if report.errors:
        return report.errors[0].exit_code
    if request.fail_if_found and report.summary.found:
        return OUTREACH_FOUND
    return SOME_FAILED if report.summary.counts["failed"] else 0


# ---------------------------------------------------------------- before


def _refuse_nonsense(settings: Settings, request: Request) -> None:
    if request.target is not None and settings.account is not None:
        raise UsageError("--account is one of the configuration, and TARGET is another mailbox; give one of the two.")
    if request.limit is not None and request.limit < 1:
        raise UsageError("--limit is a number of messages, 1 or more.")
    if request.out is not None and not request.apply:
        raise UsageError("--out says where copies go, so it needs --apply; leave it away for a preview.")
    if request.sent is not None and request.target is None:
        raise UsageError("--sent goes with a local TARGET; of an account the folder of sent mail is read by itself.")
    if request.since is not None:
        moment(request.since, now=datetime.now(UTC))


def _confirmed(places: list[wiring.Place], modes: Modes) -> bool:
    names = ", ".join(safe(str(place)) for place in places)
    if Mode.MOVE in modes:
        sys.stderr.write(f"  File the outreach of {names}? `triage undo` puts it back. [y/N] ")
    else:
        sys.stderr.write(f"  Mark the outreach of {names} with keywords? Nothing is moved. [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


# ---------------------------------------------------------------- the sweeps


def sweep_all(
    settings: Settings,
    request: Request,
    places: list[wiring.Place],
    *,
    heard: Heard | None = None,
    checkpoint: Checkpoint = no_checkpoint,
) -> Report:
    """Sweep these places one after the other and return what came of it; `heard` is called with every message.

    What ends the sweep of one account is told in the report; of the only one it is raised.
    """
    report = Report()
    model, recipient, modes = wiring.model_of(settings), wiring.recipient_of(settings), wiring.modes_of(settings)
    for place in places:
        try:
            with Progress(shown=settings.progress and not (settings.verbose and heard)) as progress:
                _sweep(_Job(settings, request, place, model, recipient, modes, progress, heard, checkpoint), report)
        except TriageError as error:
            if len(places) == 1:
                raise
            error.add_note(f"This was the account {place}; the others were swept.")
            report.errors.append(error)
    return report


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything that the sweep of one place needs."""

    settings: Settings
    request: Request
    place: wiring.Place
    model: Model
    recipient: Recipient
    modes: Modes
    progress: Progress
    heard: Heard | None
    checkpoint: Checkpoint


def _sweep(job: _Job, report: Report) -> None:
    settings, request, progress, now = job.settings, job.request, job.progress, datetime.now(UTC)
    writes = request.apply and job.modes.writes
    progress.say(f"opening {job.place}")
    with (
        wiring.open_mailbox(settings, job.place, writable=writes, counted=request.apply) as mailbox,
        wiring.open_memory(settings, mailbox, writable=request.apply) as store,
    ):
        scope = Scope(
            folders=wiring.folders_of(settings, job.place, mailbox, request.folder),
            since=moment(request.since, now=now) if request.since else None,
            limit=request.limit,
        )
        wiring.learn_contacts(mailbox, store, request.sent, progress)
        wiring.learn_kept(settings, mailbox, store, scope.folders, progress)
        if request.apply:
            told = wiring.learn_corrections(settings, mailbox, store, job.recipient)
            report.notes += filter(None, (told, wiring.learn_unmarked(settings, mailbox, store)))
            wiring.look_after_observed(settings, mailbox, store)
        judge = wiring.judge_of(settings, mailbox, store=store, model=job.model, recipient=job.recipient)
        if (remembered := recall(mailbox, store, judge)) and not settings.quiet:
            note(f"The memory of repeats is new; messages filed before that were read again: {remembered:,}.")
        run = store.journal.begin(job.place.written(), at=now, run=next(iter(report.runs), ""))
        report.runs.append(run)
        sweep = Sweep(
            mailbox=mailbox,
            store=store,
            judge=judge,
            at=now,
            run=run if writes else None,
            scope=scope,
            modes=job.modes,
            checkpoint=job.checkpoint,
            hold=HELD,
            told=progress.step,
        )
        with _noting(request.to_apply(settings), store, sweep.run):
            progress.say("looking for messages")
            queue, taken_back, observed = sweep.queue(), list[str](), list[Judged]()
            progress.begin(len(queue))
            for judged in _telling_how_far(sweep(queue)):
                report.summary.add(judged)
                taken_back += [judged.seller] if judged.taken_back else []
                observed += [judged] if judged.mode is Mode.OBSERVE and judged.belongs is not None else []
                if job.heard is not None:
                    job.heard(judged, job.place)
        if request.apply and (not job.place.path or wiring.moves_in_place(job.place.path)):
            remember(mailbox, store, observed, at=now)
        if told := wiring.leave_alone(settings, taken_back):
            report.notes.append(told)
        if left := len(store.journal.open_intents()):
            report.notes.append(
                f"Moves of an interrupted run that are not settled yet: {left:,}. `--apply` settles them."
            )


def _telling_how_far(sweep: Iterator[Judged]) -> Iterator[Judged]:
    """Yield what the sweep does; where the limit of the day ends it, tell from which date on it can be taken up again."""
    last = None
    try:
        for judged in sweep:
            last = judged.received or last
            yield judged
    except DailyLimitError as error:
        if last is not None:
            error.add_note(f"What came before {last:%Y-%m-%d} is judged; `--since {last:%Y-%m-%d}` goes on from there.")
        raise


@contextlib.contextmanager
def _noting(command: str, store: Store, run: str | None) -> Iterator[None]:
    """Add to whatever ends a sweep too early what had been filed until then; without a run it was a preview."""
    try:
        yield
    except BaseException as error:
        if run is None:
            error.add_note("It was a preview: nothing was moved.")
            raise
        with contextlib.suppress(StateError):
            if store.journal.open_intents():
                error.add_note(f"What was begun is in the journal; `{command}` completes it.")
            if (found := store.journal.run(run)) is not None and found.filed:
                error.add_note(f"Filed before that: {found.filed:,}. `triage undo {run}` puts them back.")
        raise


def _sentence(error: TriageError) -> str:
    return "\n".join([str(error), *getattr(error, "__notes__", ())])
