"""`triage teach`: say what a message is, as dragging it does, and look after what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.locate import locate, stored_at
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, safe
from triage.domain import LABELS, OUTREACH, Label
from triage.errors import UsageError
from triage.judge.sellers import seller_domain
from triage.judge.standing import no_outreach
from triage.memory.corrections import Correction
from triage.memory.store import open_store, preview_store
from triage.read import read
from triage.run.teach import teach as file_and_learn

_OUTREACH = tuple(label for label in LABELS if label in OUTREACH)


def teach(settings: Settings, message: str, label: str, *, target: str | None) -> int:
    """File a message under a label, remember that its reader said so, and return the exit code."""
    if label not in LABELS:
        raise UsageError(f"{label!r} is no label; write one of {', '.join(LABELS)}.")
    wanted = Label(label)
    located = locate(settings, target or message, message if target else None)
    if located.place.path and not wiring.moves_in_place(located.place.path):
        raise UsageError(
            "Files are never altered, so nothing can be moved there; put the message into a folder named "
            f"{label}, and `triage retrain --from FOLDER` learns from it."
        )
    recipient, now = wiring.recipient_of(settings), datetime.now(UTC)
    with (
        Progress(shown=settings.progress),
        wiring.open_mailbox(settings, located.place, writable=True) as mailbox,
        wiring.open_memory(settings, mailbox, writable=True) as store,
    ):
        stored = stored_at(mailbox, store, located.id, message)
        read_ = read(stored.raw, size=stored.size)
        seller = seller_domain(read_) or read_.sender.spec
        if wanted in OUTREACH:
            rules = replace(wiring.rules_of(settings, now=now), spared=frozenset())
            why = no_outreach(read_, stored.flags, recipient=recipient, rules=rules, contacts=store.contacts)
            if why:
                raise UsageError(f"That message cannot be an example of outreach: {why}. It stays where it is.")
        folders = {each: name for name, each in wiring.outreach_folders(settings.config).items()}
        ref = file_and_learn(
            mailbox,
            store,
            stored,
            wanted,
            folders=folders,
            inbox=wiring.INBOX,
            seller=seller,
            place=located.place.written(),
            at=now,
        )
    if ref is None:
        raise UsageError(f"{message} was moved by somebody else meanwhile; nothing was learnt. Look where it is now.")
    if wanted is Label.LEGITIMATE:
        wiring.leave_alone(settings, [seller])
    else:
        wiring.follow_again(settings, [seller])
    if settings.json:
        print(
            dumps({"schema": "triage.teach/1", "id": stored.id, "label": label, "folder": ref.folder, "seller": seller})
        )
    else:
        print(*_told(wanted, ref.folder, seller), sep="\n")
    return 0


def _told(label: Label, folder: str, seller: str) -> Iterator[str]:
    yield f"  It is {label}, and stands in {safe(folder)}. `triage retrain` learns from it."
    if label is Label.LEGITIMATE and seller:
        yield f"  {safe(seller)} is left alone from now on."


def show(settings: Settings) -> int:
    """Print what the reader said so far, and return the exit code."""
    said: list[Correction] = []
    doubted: list[Correction] = []
    for path in wiring.stores_asked(settings):
        with closing(preview_store(path)) as store:
            said += store.corrections.all()
            doubted += store.corrections.doubted()
    if settings.json:
        print(dumps(_object(said, doubted)))
    else:
        print(*_screen(said, doubted, Pen(color=settings.color)), sep="\n")
    return 0


def decide(settings: Settings, *, confirm: bool) -> int:
    """Believe what was moved with many others at once, or pass it over, and return the exit code."""
    count = 0
    for path in wiring.stores_asked(settings):
        with open_store(path) as store:
            count += store.corrections.confirm() if confirm else store.corrections.dismiss()
    if settings.json:
        print(dumps({"schema": "triage.teach/1", "confirmed" if confirm else "dismissed": count}))
    else:
        print(
            f"  {count:,} messages: "
            + ("`triage retrain` learns from them." if confirm else "nothing is learnt from them.")
        )
    return 0


def _object(said: list[Correction], doubted: list[Correction]) -> dict[str, Any]:
    return {
        "schema": "triage.teach/1",
        "corrections": [
            {"id": one.id, "label": one.label, "folder": one.ref.folder, "seller": one.seller, "at": one.at.isoformat()}
            for one in said
        ],
        "doubted": len(doubted),
    }


def _screen(said: list[Correction], doubted: list[Correction], pen: Pen) -> Iterator[str]:
    yield ""
    if not said:
        yield "  You moved nothing so far. Drag mail into a folder of outreach, or out of it, and that is remembered."
    counts = Counter(one.label for one in said)
    for label in (Label.LEGITIMATE, *_OUTREACH):
        if counts[label]:
            yield f"  {counts[label]:>7,}  {label}"
    if said:
        yield pen("  messages that you moved; `triage retrain` learns from them", "dim")
    if doubted:
        yield ""
        yield f"  {pen(f'{len(doubted):,} more', 'yellow')} were moved at once, as a program does. Nothing is learnt from them yet:"
        yield "  `triage teach --confirm` learns from them, `triage teach --dismiss` passes them over."
    yield ""
