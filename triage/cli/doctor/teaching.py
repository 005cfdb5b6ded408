"""What `triage doctor --learning` does: it corrects a message of its own on the account as a reader does, and sees that arrive.

All happens in a folder made for it, which is removed again, and what is learnt goes into a temporary memory. No other folder is opened
for writing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from triage.cli.doctor.checks import Check, Result, fault
from triage.domain import Label, Ref
from triage.errors import FilingStopped, RefusedError, TriageError, UsageError
from triage.mailbox.base import identity
from triage.mailbox.imap import ImapMailbox
from triage.mailbox.imap_filing import Filing
from triage.mailbox.wire import Wire
from triage.mailbox.wire_guard import Limits, Server
from triage.mailbox.wire_parse import quote
from triage.memory.store import Store, preview_store
from triage.read import read
from triage.run.corrections import Objection, learn_corrections

NAME = "learning"
FOLDER = "Doctor"
"""The folder of the proof, below that of all outreach, so that nothing takes it for one of the reader's own."""
MESSAGE_ID = "<learning@doctor.triage.invalid>"
MESSAGE = "\r\n".join([
    "From: triage doctor <learning@doctor.triage.invalid>",
    "To: triage doctor <learning@doctor.triage.invalid>",
    "Subject: triage doctor --learning",
    "Date: Sun, 22 Nov 2026 12:00:00 +0000",
    f"Message-ID: {MESSAGE_ID}",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "triage moves this message between two folders of its own to prove that it learns from that, and removes it again.",
    "If you read this, a proof was interrupted: run `triage doctor --learning` again, which removes what is left.",
    "",
]).encode("ascii")  # fmt: skip
"""The same each time, so that one that was left over is known."""


class Hand(ImapMailbox):
    """A second connection, which does what a mail program does by its reader's hand. Only this proof has it: no sweep may do this."""

    def put(self, folder: str, raw: bytes) -> None:
        """Put a message into a folder (APPEND)."""
        self._wire.append(self._outer(folder), raw)

    def remove(self, ref: Ref) -> None:
        """Remove one message, and no other."""
        self._filing.remove(self._outer(ref.folder), [int(ref.uid)])

    def drop(self, folder: str) -> None:
        """Remove a folder, unless it holds a message or another folder."""
        known = {one.name for one in self.folders()}
        if folder not in known or any(name.startswith(f"{folder}/") for name in known) or self.count(folder):
            return
        self._wire.select(b"INBOX", writable=False)
        with suppress(RefusedError):
            self._wire.ask("UNSUBSCRIBE", quote(self._outer(folder)))
        self._wire.ask("DELETE", quote(self._outer(folder)))


def take_hand(server: Server, *, password: str, account: str, limits: Limits) -> Hand:
    """Sign in a second time. Where the server may be spoken to was asked when the first connection was made."""
    wire = Wire(server, password=password, writable=True, limits=limits)
    try:
        return Hand(wire, account=account, writable=True, filing=Filing(wire, grace=0.0))
    except BaseException:
        wire.drop()
        raise


Opened: TypeAlias = Callable[[], Hand]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is needed for it: the folder of all outreach, those of its kinds below a folder, what can be no example, and the time."""

    parent: str
    kinds: Callable[[str], Mapping[str, Label]]
    objection: Callable[[Store], Objection]
    at: datetime

    @property
    def folder(self) -> str:
        """The folder that is made for it, and removed."""
        return f"{self.parent}/{FOLDER}"

    @property
    def labelled(self) -> Mapping[str, Label]:
        """Which folder says what: those of a sweep, below the folder of the proof."""
        return self.kinds(self.folder)

    def place(self, label: Label) -> str:
        """Return the folder in which mail is of this label."""
        return next(folder for folder, says in self.labelled.items() if says is label)


def prove(mailbox: ImapMailbox, hand: Opened, proof: Proof) -> Check:
    """Move a message as a reader does, and tell whether `mailbox` learns from that what it should, once.

    Raises UsageError, with nothing done, where the folder of the proof holds mail of somebody else.
    """
    before = {one.name for one in mailbox.folders()}
    with hand() as own:
        interrupted = bool(_left_over(own, proof.folder))
    try:
        with hand() as own:
            told = _proven(mailbox, own, proof)
    except TriageError as error:
        told = fault(NAME, error)
    finally:  # whatever ended it
        left = _cleaned(hand, proof, before)
    if left:
        return Check(
            NAME, Result.FAULT, f"{told.text} {left}" if told.result is Result.FAULT else left, told.exit_code or 5
        )
    if interrupted and told.result is Result.OK:
        return Check(NAME, Result.OK, f"{told.text}; what an interrupted proof had left there is gone, too")
    return told


def _proven(mailbox: ImapMailbox, own: Hand, proof: Proof) -> Check:
    here, there = proof.place(Label.SPRAY), proof.place(Label.PITCH)
    _clear(own, proof.folder)
    try:
        _, target = own.prepare(here), own.prepare(there)
    except FilingStopped as error:
        raise FilingStopped(
            f"The folder {proof.folder} cannot be made, so learning cannot be proven here. {error}"
        ) from error
    own.put(here, MESSAGE)
    [put] = _ours(own, here)
    with closing(preview_store()) as memory:

        def look() -> list[tuple[str, Label | None]]:
            said = learn_corrections(mailbox, memory, proof.labelled, objection=proof.objection(memory), at=proof.at)
            return [(one.identity, one.label) for one in said.corrections]

        stored = next(mailbox.fetch([put], head=True))
        looks = [look()]
        own.move([put], target)
        looks += [look(), look()]
    if looks == [[], [(identity(stored), Label.PITCH)], []]:
        text = f"a message moved from {here} to {there} by a second connection was learnt as pitch, once; both are removed again"
        return Check(NAME, Result.OK, text)
    learnt = ["".join(str(label) for _, label in one) or "nothing" for one in looks]
    text = (
        f"A message was moved from {here} to {there} by a second connection. Before, after and once more after that was learnt: "
        f"{', '.join(learnt)}; it should be nothing, pitch, nothing. Please report that, with the name of the server's software."
    )
    return Check(NAME, Result.FAULT, text, exit_code=1)


# ---------------------------------------------------------------- what is left of it


def _left_over(own: Hand, folder: str) -> list[Ref]:
    """Return the messages that a proof left here; raise UsageError where mail of somebody else stands beside them."""
    found: list[Ref] = []
    for name in _below(own, folder):
        ours, all_of_it = _ours(own, name), own.count(name)
        if len(ours) < all_of_it:
            raise UsageError(
                f"{name} is the folder in which `triage doctor --learning` works, and it holds mail that is not of it: "
                f"{all_of_it - len(ours):,}. Move that elsewhere, then run again. Nothing was done."
            )
        found += ours
    return found


def _cleaned(hand: Opened, proof: Proof, before: set[str]) -> str:
    """Remove message and folders on a connection of its own; return a sentence where that cannot be."""
    folders = [*proof.labelled, proof.folder, *(level for level in _levels(proof.parent) if level not in before)]
    try:
        with hand() as own:
            _clear(own, proof.folder)
            for folder in folders:
                own.drop(folder)
    except TriageError as error:
        return (
            f"The folder {proof.folder} could not be removed: {error} The next `triage doctor --learning` removes it."
        )
    return ""


def _clear(own: Hand, folder: str) -> None:
    for name in _below(own, folder):
        for ref in _ours(own, name):
            own.remove(ref)


def _below(own: Hand, folder: str) -> Sequence[str]:
    return [one.name for one in own.folders() if one.name == folder or one.name.startswith(f"{folder}/")]


def _ours(own: Hand, folder: str) -> list[Ref]:
    refs = [entry.ref for entry in own.scan(folder)]
    heads = own.fetch(refs, head=True)
    return [one.ref for one in heads if read(one.raw, size=one.size).message_id == MESSAGE_ID]


def _levels(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, the deepest first."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
