"""`triage export`: what the user said of senders, in a form that other programs read."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from triage.cli import sieve, wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import note, safe
from triage.cli.written import free, write
from triage.errors import UsageError
from triage.judge.hosts import spellings
from triage.judge.standing import on_list
from triage.memory.rules import Action, load
from triage.memory.store import preview_store

MOST_BYTES = 1_048_576
"""What Pigeonhole takes when nobody tells it otherwise (`sieve_max_script_size`)."""


def export(settings: Settings, *, as_sieve: bool, out: Path | None) -> int:
    """Print the script, or write it to a file, and return the exit code."""
    if not as_sieve:
        raise UsageError("Say what to export as: --sieve, for the filter of a mail server.")
    if out is not None:
        if settings.json:
            raise UsageError("--out writes the script itself; leave it away with --json.")
        out = free(out, mark=sieve.MARK, what="script of triage")
    now = datetime.now(UTC)
    lists, folder = _lists(settings, now=now), settings.config.filing.parent
    text = sieve.script(lists, folder=folder, at=now)
    blocked = lists.blocked | lists.rules.senders(Action.BLOCK)
    if settings.json:
        shown = {"schema": "triage.export/1", "form": "sieve", "folder": folder, "blocked": sorted(blocked)}
        print(dumps({**shown, "script": text}))
    elif out is None:
        sys.stdout.write(text)
    else:
        write(out, text)
        print(f"{len(blocked):,} blocked. The script is in {safe(str(out))}; it files into {safe(folder)}.")
    if not settings.quiet:
        _warn(lists, text)
    return 0


def _lists(settings: Settings, *, now: datetime) -> sieve.Lists:
    """Return whose mail stays and whose is filed, by the configuration, the rules that hold, and whom I wrote to."""
    config, me = settings.config, settings.config.me
    rules, blocked = load(settings.paths.state_dir).at(now), frozenset(config.block)
    every = spellings(blocked | rules.senders(Action.BLOCK))
    wrote: set[str] = set()
    for path in wiring.stores_asked(settings) if every else ():
        with preview_store(path) as store:
            wrote.update(address for address in store.contacts.addresses() if on_list(address, every))
    own = {account.address for account in config.accounts.values()}
    if me is not None:
        own |= {*me.addresses, *(f"@{domain}" for domain in me.domains)}
    return sieve.Lists(frozenset((*wrote, *own, *config.never_touch)), blocked, rules)


def _warn(lists: sieve.Lists, text: str) -> None:
    """Say what is left out, and what a server may not take."""
    senders = lists.kept | lists.blocked.union(*(rule.senders for rule in lists.rules.all))
    if odd := sorted(sender for sender in senders if not sieve.can_send(sender)):
        note(f"Left out, because no address can be so: {', '.join(map(safe, odd))}.")
    if len(text.encode()) > MOST_BYTES:
        note(f"The script has more than {MOST_BYTES:,} bytes; ask whether your server takes one so large.")
