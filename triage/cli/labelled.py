"""Where the truth about mail comes from: the folder it stands in, of a mailbox or of a tree whose folders are named as labels are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from triage.cli import wiring
from triage.cli.options import Settings
from triage.domain import LABELS, Label, Ref
from triage.errors import UsageError

if TYPE_CHECKING:
    from triage.mailbox.base import Mailbox
    from triage.memory.store import Store

FORMS = (
    "give a folder with mail in folders named " + ", ".join(LABELS) + ", or a mailbox with folders that triage filed to"
)


@dataclass(frozen=True, slots=True)
class Truth:
    """Where the truth about a message comes from: the folder it stands in, or the first part of its path."""

    by_folder: Mapping[str, Label]

    @classmethod
    def of(cls, settings: Settings, place: wiring.Place, mailbox: Mailbox) -> Truth:
        """Return what the folders of this place say; raise UsageError where none of them says anything."""
        if place.path and (root := Path(place.path)).is_dir() and not (root / "cur").is_dir():
            _refuse_other_folders(root)
            return cls({})
        of_kind = wiring.outreach_folders(settings.config)
        there = [
            folder.name for folder in mailbox.folders() if folder.special_use != "\\Junk"
        ]  # others file there, too
        labelled = {
            name: of_kind.get(name) or Label(name.lower())
            for name in there
            if name in of_kind or name.lower() in LABELS
        }
        if not labelled and not (place.account and settings.config.learn.folders):
            raise UsageError(f"{place} has no folder of labelled mail ({', '.join(of_kind)}); {FORMS}.")
        kept = wiring.folders_of(settings, place, mailbox, None)
        named = settings.config.learn.folders if place.account else {}
        if missing := sorted(named.keys() - {folder.name for folder in mailbox.folders()}):
            raise UsageError(
                f"{place} has no folder {', '.join(missing)}, which [learn] of the configuration names; give it the name it has there."
            )
        return cls(dict.fromkeys(kept, Label.LEGITIMATE) | labelled | named)

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders to read."""
        return tuple(self.by_folder) or (wiring.INBOX,)

    def label(self, id: str, *, found_in: str) -> Label:
        """Return what the message of this id is, which was found in this folder."""
        return self.by_folder[found_in] if self.by_folder else Label(id.partition("/")[0])


def marked_only(store: Store) -> frozenset[Ref]:
    """Return where messages stand that were marked with a keyword and stayed: that they stand there says nothing of them."""
    return frozenset(mark.ref for mark in store.marks.all() if store.corrections.of(mark.identity) is None)


def _refuse_other_folders(root: Path) -> None:
    """Raise UsageError unless everything stands in folders that are named as labels are."""
    known = set(LABELS)
    others = sorted(path.name for path in root.iterdir() if path.name not in known and not path.name.startswith("."))
    if wrong := [name for name in others if (root / name).is_dir()]:
        raise UsageError(f"{', '.join(wrong[:5])}: no label is called so; {FORMS}.")
    if any(name.lower().endswith(".eml") for name in others):
        raise UsageError(f"Mail stands in {root} itself, where nothing says what it is; {FORMS}.")
