"""`triage status`: the model, what is remembered of each mailbox, the last runs, what is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import Pen, cut_left, pad, safe, screen_width, short, wrap
from triage.cli.watch_status import running
from triage.domain import LABELS, OUTREACH
from triage.errors import ModelError, StateError, TriageError
from triage.memory.journal import State
from triage.memory.promotions import load
from triage.memory.store import Store, preview_store, store_path
from triage.memory.traffic import MEGABYTE, downloaded, traffic_path

RUNS = 5


def status(settings: Settings) -> int:
    """Print what is known and what is wrong with it, and return the exit code of the first fault."""
    faults: list[TriageError] = []
    shown = {
        "schema": "triage.status/1",
        "config": str(settings.paths.config_file),
        "configured": settings.paths.config_file.is_file(),
        "state": str(settings.paths.state_dir),
        "accounts": list(settings.config.accounts),
        "model": _model(settings, faults),
        "modes": _modes(settings, faults),
        "watch": running(settings.paths.state_dir),
        "mailboxes": [_mailbox(path, settings, faults) for path in wiring.stores(settings)],
    }
    if settings.json:
        print(dumps(shown))
    else:
        print(*_told(shown, Pen(color=settings.color)), sep="\n")
    return faults[0].exit_code if faults else 0


def _model(settings: Settings, faults: list[TriageError]) -> dict[str, Any]:
    try:
        model = wiring.model_of(settings)
    except ModelError as error:
        faults.append(error)
        return {"version": None, "messages": None, "error": str(error)}
    return {"version": model.version, "messages": model.documents}


def _modes(settings: Settings, faults: list[TriageError]) -> dict[str, Any]:
    """Return what is done about each label, and which of it `triage promote` said."""
    try:
        modes, promoted = wiring.modes_of(settings), load(settings.paths.state_dir)
    except StateError as error:
        faults.append(error)
        return {"error": str(error)}
    return {
        str(label): {"mode": str(modes.of(label)), "promoted": label in promoted}
        for label in LABELS
        if label in OUTREACH
    }


def _mailbox(path: Path, settings: Settings, faults: list[TriageError]) -> dict[str, Any]:
    try:
        with closing(preview_store(path)) as store:
            return {
                "store": path.name,
                "correspondents": store.contacts.count(),
                "remembered": store.fingerprints.count(),
                "open": len(store.journal.open_intents()),
                "downloaded_today": downloaded(traffic_path(path), day=datetime.now(UTC).date()),
                "daily_megabytes": _daily_megabytes(path, settings),
                "runs": list(_runs(store)),
            }
    except StateError as error:
        faults.append(error)
        return {"store": path.name, "error": str(error), "runs": []}


def _daily_megabytes(path: Path, settings: Settings) -> int | None:
    """Return how much is downloaded for a mailbox on one day, 0 for no limit; None where it is no account."""
    accounts = settings.config.accounts.items()
    return next((one.daily_megabytes for name, one in accounts if store_path(path.parent, name) == path), None)


def _runs(store: Store) -> Iterator[dict[str, Any]]:
    back = Counter(one.intent.run for one in store.journal.taken_back_since(date.min) if one.intent.state is State.DONE)
    for run in store.journal.runs(limit=RUNS):
        yield {
            "run": run.id,
            "started": run.started.isoformat(timespec="seconds"),
            "target": str(wiring.Place.from_written(run.target)),
            "filed": run.filed,
            "taken_back": back[run.id],
            "marked": len(store.marks.set_by(run)),
        }


def _told(shown: dict[str, Any], pen: Pen) -> Iterator[str]:
    room = screen_width() - 18
    config = short(Path(shown["config"])) + ("" if shown["configured"] else " (not there yet)")
    model = shown["model"]
    learnt = f"version {model['version']}, learnt from {model['messages']:,} messages" if model["version"] else ""
    rows = {
        "configuration": cut_left(safe(config), room),
        "accounts": ", ".join(map(safe, shown["accounts"])) or "none",
        "model": learnt,
        "state": cut_left(safe(short(Path(shown["state"]))), room),
    }
    yield ""
    for name, value in rows.items():
        yield f"  {pen(f'{name:<13}', 'bold')}  {value}".rstrip()
    if "error" in model:
        yield from _fault(model["error"], pen)
    yield from _told_of_modes(shown["modes"], pen)
    if shown["watch"]:
        yield ""
        yield f"  {pen('watch', 'bold')}  process {shown['watch']['pid']}"
        for name, account in shown["watch"]["accounts"].items():
            yield from _told_of_account(name, account, pen)
    for mailbox in shown["mailboxes"]:
        yield ""
        target = mailbox["runs"][0]["target"] if mailbox["runs"] else mailbox["store"]
        yield f"  {pen(cut_left(safe(target), screen_width() - 3), 'bold')}"
        yield from _told_of_mailbox(mailbox, pen)
    yield ""


def _told_of_modes(modes: dict[str, Any], pen: Pen) -> Iterator[str]:
    if "error" in modes:
        yield from _fault(modes["error"], pen)
        return
    told = (f"{label} {one['mode']}{' (promoted)' if one['promoted'] else ''}" for label, one in modes.items())
    first, *rest = wrap(", ".join(told), screen_width() - 18)
    yield f"  {pen(pad('outreach', 13), 'bold')}  {first}"
    yield from (f"{' ' * 17}{line}" for line in rest)


def _told_of_mailbox(mailbox: dict[str, Any], pen: Pen) -> Iterator[str]:
    if "error" in mailbox:
        yield from _fault(mailbox["error"], pen)
        return
    people, mails = mailbox["correspondents"], mailbox["remembered"]
    yield f"    {people:,} {'person' if people == 1 else 'people'} you wrote to, {mails:,} outreach mails remembered"
    if mailbox["downloaded_today"]:
        most = f" of {mailbox['daily_megabytes']:,}" if mailbox["daily_megabytes"] else ""
        megabytes = mailbox["downloaded_today"] / MEGABYTE
        yield f"    {f'{megabytes:,.0f}' if megabytes >= 1 else 'less than 1'}{most} MB downloaded today (UTC)"
    if mailbox["open"]:
        yield pen(
            f"    {mailbox['open']:,} moves were interrupted; the next `triage clean --apply` completes them", "yellow"
        )
    for run in mailbox["runs"]:
        marked = f", {run['marked']:,} marked" if run["marked"] else ""
        back = f", {run['taken_back']:,} taken back by you" if run["taken_back"] else ""
        started = run["started"][:16].replace("T", " ")
        yield f"    run {run['run']}  {started}  {run['filed'] - run['taken_back']:>6,} still filed{marked}{back}"


def _told_of_account(name: str, account: dict[str, Any], pen: Pen) -> Iterator[str]:
    last = account["last_sweep"]
    swept = f", last sweep {last[:16].replace('T', ' ')}" if last else ""
    yield f"    {safe(name)}: {account['doing']}{swept}, {account['judged']:,} judged, {account['filed']:,} filed"
    if account["error"]:
        again = f" Tried again at {account['next_try'][11:16]}." if account["next_try"] else ""
        yield from _fault(account["error"] + again, pen)


def _fault(sentence: str, pen: Pen) -> Iterator[str]:
    yield from (pen(f"    {line}", "red") for line in wrap(safe(sentence), screen_width() - 5))
