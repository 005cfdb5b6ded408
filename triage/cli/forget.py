"""`triage forget`: erase what is remembered of a vendor, of a message, or of everything."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import note, safe, screen_width, wrap
from triage.cli.vendors import known
from triage.errors import StateError, UsageError
from triage.memory.store import open_store

DECLINED = 130


@dataclass(frozen=True, slots=True)
class _Erased:
    """What was erased: of whom, how many messages, and in which mailboxes."""

    what: str
    messages: int
    mailboxes: Sequence[str]


def forget(settings: Settings, name: str | None, *, everything: bool, journal: bool, yes: bool) -> int:
    """Erase what was asked for, say so, and return the exit code."""
    if (name is None) != everything:
        raise UsageError("Name a vendor or the id of a message, or give --all; not both.")
    if journal and not everything:
        raise UsageError("--journal goes with --all: without the journal no run can be undone.")
    what, ids = ("everything", {}) if name is None else _meant(settings, name)
    if not yes and (everything or sys.stdin.isatty()) and not _confirmed(settings, what, ids, journal=journal):
        note("Nothing was forgotten.")
        return DECLINED
    erased = _erase_all(settings, journal=journal) if name is None else _erase(settings, what, ids)
    if settings.json:
        shown = {"schema": "triage.forget/1", "forgot": erased.what, "messages": erased.messages}
        print(dumps({**shown, "mailboxes": list(erased.mailboxes), "journal": journal}))
    else:
        print(*(f"  {line}" for line in wrap(_told(erased, journal=journal), screen_width() - 3)), sep="\n")
    return 0


def _meant(settings: Settings, name: str) -> tuple[str, Mapping[str, list[str]]]:
    """Return what a name means, and the ids of its messages by mailbox: the message of this id, else a vendor."""
    with known(settings) as found:
        touches = [touch for vendor in found.vendors for touch in vendor.touches if touch.id == name]
        vendor = None if touches else found.one(name)
    ids: dict[str, list[str]] = {}
    for touch in vendor.touches if vendor is not None else touches:
        ids.setdefault(touch.mailbox, []).append(touch.id)
    return vendor.name if vendor is not None else name, ids


def _erase(settings: Settings, what: str, ids: Mapping[str, list[str]]) -> _Erased:
    for mailbox, those in ids.items():
        with open_store(settings.paths.state_dir / mailbox) as store:
            store.forget(those)
    return _Erased(what, sum(map(len, ids.values())), list(ids))


def _erase_all(settings: Settings, *, journal: bool) -> _Erased:
    messages, mailboxes = 0, []
    for path in wiring.stores_asked(settings):
        with open_store(path) as store:
            if journal and store.journal.open_intents():
                raise StateError(
                    f"Moves were interrupted in {path.name}; `triage clean --apply` settles them, then forget."
                )
            messages += store.fingerprints.count()
            store.forget_all(journal=journal)
        mailboxes.append(path.name)
    return _Erased("everything", messages, mailboxes)


def _confirmed(settings: Settings, what: str, ids: Mapping[str, list[str]], *, journal: bool) -> bool:
    if ids:
        number = sum(map(len, ids.values()))
        whole = f"what is remembered of {number:,} {'message' if number == 1 else 'messages'}, {safe(what)}"
    else:
        whole = f"everything that is remembered of {len(wiring.stores_asked(settings)):,} mailboxes"
    runs = ", runs included, so that none can be undone" if journal else ""
    sys.stderr.write(f"Forget {whole}{runs}? It cannot be brought back. [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _told(erased: _Erased, *, journal: bool) -> str:
    number = f"{erased.messages:,} {'message' if erased.messages == 1 else 'messages'}"
    boxes = f"{len(erased.mailboxes):,} {'mailbox' if len(erased.mailboxes) == 1 else 'mailboxes'}"
    kept = (
        "The journal is gone, too: earlier runs cannot be undone, and what you took back may be filed again."
        if journal
        else "The journal stays, so that runs can be undone; it names the messages that were filed."
    )
    return f"Forgotten: {safe(erased.what)}, {number} in {boxes}. {kept} Rules on vendors stay."
