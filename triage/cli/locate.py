"""Finds the one message that somebody asks about, and the mailbox that remembers most of it."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from triage.cli import wiring
from triage.cli.options import Settings
from triage.domain import Ref, Stored
from triage.errors import StateError, UsageError
from triage.mailbox import names
from triage.mailbox.base import Mailbox
from triage.memory.store import Store, preview_store
from triage.run.explain import imap_ref, standing_at

MOST_BESIDE = 5_000
"""Files in the folder of an .eml beyond which they are no mailbox of which it is a part."""


@dataclass(frozen=True, slots=True)
class Located:
    """A mailbox, and the id of a message in it as `clean --json` gives it; empty for the only one there."""

    place: wiring.Place
    id: str = ""


def locate(settings: Settings, message: str, id: str | None) -> Located:
    """Return where a message is: a file, a TARGET with an id, or an id alone that a mailbox is known to have.

    Raises UsageError when nothing is known under this name.
    """
    if id is not None:
        return Located(wiring.places(settings, message)[0], id)
    path = Path(message).expanduser()
    if path.is_file():
        return _of_file(settings, path.absolute())
    if path.is_dir() or "://" in message:
        raise UsageError(f"Which message of {message}? Add its id, as `triage clean {message} --json` gives it.")
    return Located(_of_id(settings, message), message)


def stored_at(mailbox: Mailbox, store: Store, id: str, name: str) -> Stored:
    """Return the message of this id, or the only one there; raise UsageError when there is none that can be read."""
    if id:
        refs = list(standing_at(mailbox, store, id))
    else:
        refs = [entry.ref for entry in itertools.islice(mailbox.scan(wiring.INBOX), 2)]
        if len(refs) > 1:
            raise UsageError(f"{name} holds more than one message; say which: its id is 0 for the first.")
    stored = next(mailbox.fetch(refs), None)
    if stored is None:
        raise UsageError(
            f"There is no message {id or name} there, or not any more; `triage clean --json` gives the ids."
        )
    if stored.error is not None:
        raise UsageError(f"{id or name} cannot be read: {stored.error}")
    return stored


# ---------------------------------------------------------------- by file


def _of_file(settings: Settings, path: Path) -> Located:
    if path.parent.name in ("cur", "new") and (path.parent.parent / "cur").is_dir():
        folder = path.parent.parent
        is_below = folder.name.startswith(".") and (folder.parent / "cur").is_dir()
        root = folder.parent if is_below else folder
        return Located(wiring.Place(path=str(root)), names.printable(path.name.partition(":")[0]))
    place = _remembered(settings, path) or wiring.Place(path=str(path.parent if _has_mail_beside(path) else path))
    if Path(place.path) == path:
        return Located(place)
    return Located(place, names.printable(path.relative_to(place.path).as_posix()))


def _has_mail_beside(path: Path) -> bool:
    """Tell whether this is one .eml among others, in a folder that is not the top of everything somebody has."""
    if path.suffix.lower() != ".eml":
        return False
    beside = list(itertools.islice(path.parent.iterdir(), MOST_BESIDE + 1))
    return 1 < len(beside) <= MOST_BESIDE and not any(each.is_dir() for each in beside)


def _remembered(settings: Settings, path: Path) -> wiring.Place | None:
    """Return the TARGET on this disk, of those where something was filed, that this file is or lies in."""
    for place, _ in _known(settings):
        if place.path and path.is_relative_to(place.path):
            return wiring.Place(path=place.path)
    return None


# ---------------------------------------------------------------- by id


def _known(settings: Settings) -> Iterator[tuple[wiring.Place, Store]]:
    """Yield every mailbox that is remembered, with what is; one that is damaged knows nothing here."""
    for path in wiring.stores(settings):
        with contextlib.suppress(StateError), contextlib.closing(preview_store(path)) as store:
            for written in dict.fromkeys(run.target for run in store.journal.runs()):
                yield wiring.Place.from_written(written), store


def _of_id(settings: Settings, id: str) -> wiring.Place:
    for place, store in _known(settings):
        if any(intent.filing.id == id for run in store.journal.runs() for intent in store.journal.intents(run.id)):
            return place
    if imap_ref(id) is not None:
        accounts = wiring.places(settings, None)
        if len(accounts) > 1:
            raise UsageError("Which account is that message in? Add --account NAME.")
        return accounts[0]
    for place, _ in _known(settings):
        if place.path and _holds(settings, place, id):
            return place
    raise UsageError(
        f"{id} is no file, and no mailbox that is known has a message of this id; try `triage why TARGET ID`."
    )


def _holds(settings: Settings, place: wiring.Place, id: str) -> bool:
    with contextlib.suppress(UsageError), wiring.open_mailbox(settings, place, writable=False) as mailbox:
        return next(mailbox.fetch(Ref(folder.name, id) for folder in mailbox.folders()), None) is not None
    return False
