"""`triage clean`: preview, or file, the outreach of a mailbox."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from triage.cli import wiring
from triage.cli.asjson import Spool
from triage.cli.options import Settings, moment
from triage.cli.summary import KINDS, Summary, screen
from triage.cli.terminal import Pen, Progress, safe
from triage.errors import UsageError
from triage.run.sweep import Judged, Scope, Sweep, learn_sent

SOME_FAILED = 6
OUTREACH_FOUND = 10


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    target: str | None
    apply: bool
    yes: bool
    since: str | None
    limit: int | None
    folder: str | None
    sent: Path | None
    out: Path | None
    fail_if_found: bool


@dataclass(slots=True)
class Report:
    """What all sweeps of one call came to."""

    summary: Summary = field(default_factory=Summary)
    runs: list[str] = field(default_factory=list)
    spool: Spool | None = None

    def add(self, judged: Judged) -> None:
        """Count one message, and keep it where JSON was asked for."""
        self.summary.add(judged)
        if self.spool is not None:
            self.spool.add(judged)


def clean(settings: Settings, request: Request) -> int:
    """Sweep every place that was asked for, print what came of it, and return the exit code."""
    _refuse_nonsense(settings, request)
    places = wiring.places(settings, request.target, out=request.out)
    if request.apply and not request.yes and sys.stdin.isatty():
        _confirm(places)
    report = Report(spool=Spool() if settings.json else None)
    for place in places:
        _sweep(settings, request, place, report)
    target = request.target or ", ".join(map(str, places))
    _print(settings, request, target, report)
    if report.summary.counts["failed"]:
        return SOME_FAILED
    return OUTREACH_FOUND if request.fail_if_found and report.summary.moving else 0


def _refuse_nonsense(settings: Settings, request: Request) -> None:
    mode = settings.config.filing.mode
    if request.apply and mode != "move":
        raise UsageError(
            f'filing.mode is "{mode}" in the configuration, and this version files by moving only; set mode = "move", '
            "or leave --apply away for a preview."
        )
    if request.limit is not None and request.limit < 1:
        raise UsageError("--limit is a number of messages, 1 or more.")
    if request.out is not None and not request.apply:
        raise UsageError("--out says where copies go, so it needs --apply; leave it away for a preview.")
    if request.sent is not None and request.target is None:
        raise UsageError("--sent goes with a local TARGET; of an account the folder of sent mail is read by itself.")


def _confirm(places: list[wiring.Place]) -> None:
    names = ", ".join(safe(str(place)) for place in places)
    sys.stderr.write(f"File the outreach of {names}? `triage undo` puts it back. [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was filed. Leave --apply away for a preview, or add --yes.")


def _sweep(settings: Settings, request: Request, place: wiring.Place, report: Report) -> None:
    now = datetime.now(UTC)
    model = wiring.model_of(settings)
    progress = Progress(shown=settings.progress)
    with (
        wiring.open_mailbox(settings, place, writable=request.apply) as mailbox,
        wiring.open_memory(settings, mailbox, writable=request.apply) as store,
    ):
        run = store.journal.begin(place.written(), at=now)
        report.runs.append(run)
        sent = wiring.sent_folder(mailbox)
        if sent is not None:
            progress.say(f"reading {safe(sent)}, to know whom you wrote to")
            learn_sent(mailbox, sent, store)
        if request.sent is not None:
            from triage.mailbox.local import open_path

            with open_path(request.sent, writable=False) as written:
                learn_sent(written, "INBOX", store)
        sweep = Sweep(
            mailbox=mailbox,
            store=store,
            judge=wiring.judge_of(settings, mailbox, store, model),
            at=now,
            run=run if request.apply else None,
            scope=Scope(
                folders=wiring.folders_of(settings, place, request.folder),
                since=moment(request.since, now=now) if request.since else None,
                limit=request.limit,
            ),
        )
        entries = sweep.entries()
        progress = Progress(shown=settings.progress, total=len(entries))
        try:
            for judged in sweep(entries):
                report.add(judged)
                progress.step()
        finally:
            progress.end()


def _print(settings: Settings, request: Request, target: str, report: Report) -> None:
    summary = report.summary
    if report.spool is not None:
        head = {
            "schema": "triage.clean/1",
            "run": report.runs[0],
            "runs": report.runs,
            "applied": request.apply,
            "target": target,
            "counts": {kind: summary.counts[kind] for kind in KINDS},
        }
        report.spool.print_to(sys.stdout, head)
        return
    pen = Pen(color=settings.color)
    what = "Filed" if request.apply else "Preview, nothing is moved:"
    print(screen(summary, pen=pen, title=f"  {what} {safe(target)}", applied=request.apply))
    print(_next_step(request, target, report, pen))


def _next_step(request: Request, target: str, report: Report, pen: Pen) -> str:
    """Return the sentence that says what to do next."""
    if request.apply:
        if not report.summary.moving:
            return "  Nothing had to be filed."
        return "  Not what you wanted? " + pen(f"triage undo {report.runs[0]}", "bold") + " puts everything back."
    if not report.summary.moving:
        return "  There is nothing to file."
    named = f" {safe(request.target)}" if request.target else ""
    out = "" if request.target is None or "://" in target or (Path(target) / "cur").is_dir() else " --out DIR"
    return (
        "  To file it: "
        + pen(f"triage clean{named} --apply{out}", "bold")
        + ". One message in detail: triage why FILE."
    )
