"""`triage status`: the model, what is remembered of each mailbox, the last runs, what is left open."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from triage.cli import wiring
from triage.cli.options import Settings
from triage.cli.terminal import Pen, safe
from triage.memory.store import Store, preview_store

RUNS = 5


def status(settings: Settings) -> int:
    """Print what is known, and return the exit code."""
    model = wiring.model_of(settings)
    mailboxes = [_mailbox(path) for path in wiring.stores(settings)]
    shown = {
        "schema": "triage.status/1",
        "config": str(settings.paths.config_file),
        "configured": settings.paths.config_file.is_file(),
        "state": str(settings.paths.state_dir),
        "accounts": list(settings.config.accounts),
        "model": {"version": model.version, "messages": model.documents},
        "mailboxes": mailboxes,
    }
    print(json.dumps(shown, ensure_ascii=False) if settings.json else _told(shown, Pen(color=settings.color)))
    return 0


def _mailbox(path: Path) -> dict[str, Any]:
    with closing(preview_store(path)) as store:
        return {
            "store": path.name,
            "correspondents": store.contacts.count(),
            "remembered": store.fingerprints.count(),
            "open": len(store.journal.open_intents()),
            "runs": _runs(store),
        }


def _runs(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "run": run.id,
            "started": run.started.isoformat(timespec="seconds"),
            "target": str(wiring.Place.from_written(run.target)),
            "filed": run.filed,
        }
        for run in store.journal.runs(limit=RUNS)
    ]


def _told(shown: dict[str, Any], pen: Pen) -> str:
    config = shown["config"] if shown["configured"] else f"{shown['config']} (not there yet)"
    model = shown["model"]
    lines = [
        f"  {pen('configuration', 'bold')}  {safe(config)}",
        f"  {pen('accounts', 'bold')}       {', '.join(map(safe, shown['accounts'])) or 'none'}",
        f"  {pen('model', 'bold')}          version {model['version']}, learnt from {model['messages']} messages",
        f"  {pen('state', 'bold')}          {safe(shown['state'])}",
    ]
    for mailbox in shown["mailboxes"]:
        target = mailbox["runs"][0]["target"] if mailbox["runs"] else mailbox["store"]
        lines += ["", f"  {pen(safe(target), 'bold')}"]
        lines.append(
            f"    {mailbox['correspondents']} people you wrote to, {mailbox['remembered']} outreach mails remembered"
        )
        if mailbox["open"]:
            lines.append(
                f"    {mailbox['open']} moves were interrupted; the next `triage clean --apply` completes them"
            )
        lines += [f"    run {run['run']}  {run['started'][:16]}  {run['filed']} filed" for run in mailbox["runs"]]
    return "\n".join(lines)
