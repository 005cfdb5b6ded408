"""`triage teach`: say what a message is, as dragging it does, and look after what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.locate import locate, stored_at
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, safe
from triage.domain import LABELS, OUTREACH, Label, Ref, Stored
from triage.errors import UsageError
from triage.judge.sellers import seller_domain
from triage.judge.standing import no_outreach
from triage.mailbox.base import Mailbox
from triage.memory.corrections import Correction
from triage.memory.store import Store, open_store, preview_store
from triage.read import read
from triage.run.teach import Taught
from triage.run.teach import teach as file_and_learn

_OUTREACH = tuple(label for label in LABELS if label in OUTREACH)


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it: what was learnt, of which sellers, and why some messages can be no examples of outreach."""

    taught: Taught
    sellers: frozenset[str]
    objections: Mapping[Ref, str]


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
    with (
        Progress(shown=settings.progress),
        wiring.open_mailbox(settings, located.place, writable=True) as mailbox,
        wiring.open_memory(settings, mailbox, writable=True) as store,
    ):
        stored = stored_at(mailbox, store, located.id, message)
        said = say(settings, located.place, mailbox, store, [stored], wanted)
    for why in said.objections.values():
        raise UsageError(f"That message cannot be an example of outreach: {why}. It stays where it is.")
    if (ref := said.taught.places.get(stored.ref)) is None:
        raise UsageError(f"{message} was moved by somebody else meanwhile; nothing was learnt. Look where it is now.")
    [seller] = said.sellers
    if settings.json:
        print(
            dumps({"schema": "triage.teach/1", "id": stored.id, "label": label, "folder": ref.folder, "seller": seller})
        )
    else:
        print(*_told(wanted, ref.folder, seller), sep="\n")
    return 0


def say(
    settings: Settings,
    place: wiring.Place,
    mailbox: Mailbox,
    store: Store,
    messages: Sequence[Stored],
    label: Label,
    *,
    into: str | None = None,
) -> Said:
    """Say that these messages are of this label: each is moved, learnt from, and its seller left alone or not any more.

    What cannot be an example of outreach stays as it is, and why is told. Outreach goes `into` another folder than that of its
    label where one is named.
    """
    recipient, now = wiring.recipient_of(settings), datetime.now(UTC)
    rules = replace(wiring.rules_of(settings, now=now), spared=frozenset())
    heads = {stored.ref: read(stored.raw, size=stored.size) for stored in messages}
    objections = {
        stored.ref: why
        for stored in messages
        if label in OUTREACH
        and (
            why := no_outreach(
                heads[stored.ref], stored.flags, recipient=recipient, rules=rules, contacts=store.contacts
            )
        )
    }
    sellers = {ref: seller_domain(head) or head.sender.spec for ref, head in heads.items()}
    folders = {each: name for name, each in wiring.outreach_folders(settings.config).items()}
    taught = file_and_learn(
        mailbox,
        store,
        {stored.ref: (stored, sellers[stored.ref]) for stored in messages if stored.ref not in objections},
        label,
        folders=folders if into is None else folders | {label: into},
        inbox=wiring.INBOX,
        place=place.written(),
        at=now,
    )
    learnt = frozenset(sellers[ref] for ref in taught.places)
    if label is Label.LEGITIMATE:
        wiring.leave_alone(settings, learnt)
    else:
        wiring.follow_again(settings, learnt)
    return Said(taught, learnt, objections)


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
