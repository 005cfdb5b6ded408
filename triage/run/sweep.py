"""One pass over a mailbox: every message read, judged and, where that is asked for, filed. `clean` and `watch` both call it.

Messages are judged oldest first, so that a follow-up meets its original. Nothing is kept of a message once it was yielded but
its place and date, so that memory hardly grows with the mailbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from triage.domain import Folder, Label, Message, Mode, Ref, Stored, Text, Verdict
from triage.errors import DailyLimitError
from triage.judge.modes import Modes, is_marked, keywords_of, marked_as
from triage.judge.pipeline import Judge
from triage.judge.sellers import seller_domain
from triage.mailbox.base import Mailbox, identity
from triage.memory.corrections import Correction
from triage.memory.journal import Filing, Intent, State
from triage.memory.marks import Mark
from triage.memory.store import Store
from triage.read import read
from triage.run.corrections import MOST_AT_ONCE
from triage.run.filing import BATCH as FILED_TOGETHER
from triage.run.filing import file, reconcile
from triage.run.marking import Marking, mark
from triage.run.queue import Queue
from triage.run.reconcile import no_checkpoint

if TYPE_CHECKING:
    from triage.run.reconcile import Checkpoint

BATCH = 200
"""Messages fetched and judged together."""
PARTS = 10
"""In how many parts a large mailbox is filed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One message of a sweep; one that could not be read has no verdict, and `error` says why.

    `message` is its head alone: the text was judged and let go. `seller` is the firm's domain, or the sender's address
    where the domain is one that anybody can have. `earlier` means that a copy of it stands in `verdict.folder` since an
    earlier run. `ref` is where the message was read, `received` the mailbox's own date of it. `taken_back` means that its reader
    took it out of the folder it was filed to, and that this run is the first to see it. `mode` is what is done
    about it, where its verdict names a folder.
    """

    id: str
    message: Message | None
    verdict: Verdict | None
    error: str | None = None
    seller: str = ""
    earlier: bool = False
    ref: Ref | None = None
    received: datetime | None = None
    taken_back: bool = False
    mode: Mode = Mode.MOVE

    @property
    def belongs(self) -> str | None:
        """The folder of its verdict, whether it moves there or not; None where it is no outreach, or lies there already."""
        return None if self.verdict is None else self.verdict.folder

    @property
    def folder(self) -> str | None:
        """Where it goes, or went; None when it stays."""
        return self.belongs if self.mode is Mode.MOVE else None

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords that it gets, or bears, where it stands."""
        if self.verdict is None or self.belongs is None or self.mode is not Mode.KEYWORD:
            return ()
        return keywords_of(self.verdict)

    @property
    def found_in(self) -> str:
        """The folder that the message was read from."""
        return "" if self.ref is None else self.ref.folder


_Decided: TypeAlias = tuple[Judged, Filing | None]
"""A message, and how it moves; None when it stays."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which messages a sweep looks at."""

    folders: tuple[str, ...] = ("INBOX",)
    since: datetime | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Past:
    """What earlier runs did with a message: its reader took it back, it stands in `folder` since then, or its move is open.

    `id` is the name under which it is remembered, where that is another one than now. `marked` means that it was taken away while
    its move was broken off, so that the mark of the move may still be on it. `gone` are the places in folders of outreach where
    it stood, as long as nobody wrote down that its reader took it from there.
    """

    put_back: bool = False
    folder: str | None = None
    open: bool = False
    id: str = ""
    marked: bool = False
    gone: tuple[Ref, ...] = ()


@dataclass(slots=True)
class Sweep:
    """A pass over one mailbox. Without `run` nothing is moved or marked: a preview, whose store is a temporary one, or it observes.

    `hold` is how many messages, at most, are judged before those that move are filed: the larger a mailbox, the longer each command
    takes that moves out of it, so that a tenth of it is filed together. `told` is called for each message that was judged.
    """

    mailbox: Mailbox
    store: Store
    judge: Judge
    at: datetime
    run: str | None = None
    scope: Scope = field(default_factory=Scope)
    modes: Modes = field(default_factory=Modes)
    checkpoint: Checkpoint = no_checkpoint
    hold: int = BATCH
    told: Callable[[], None] = lambda: None
    _markings: list[Marking] = field(default_factory=list, init=False)
    _marked: list[Ref] = field(default_factory=list, init=False)
    _taken_back: int = field(default=0, init=False)

    def queue(self) -> Queue:
        """Return what there is to judge, oldest first, messages without a date last."""
        scope = self.scope
        found = (entry for folder in scope.folders for entry in self.mailbox.scan(folder, since=scope.since))
        return Queue(found, limit=scope.limit)

    def __call__(self, queue: Queue) -> Iterator[Judged]:
        """Judge these messages and yield each; when a run is given, each is filed before it is yielded.

        First settles what an earlier run left open. Raises as `filing.file` does; what was filed until then is journaled. Where
        the limit of the day ends it, all that was judged is filed and yielded.
        """
        if self.run is not None:
            reconcile(self.mailbox, self.store.journal, checkpoint=self.checkpoint)
        self._learn_answered(queue)
        held, most = list[_Decided](), min(self.hold, len(queue) // PARTS)
        for start in range(0, len(queue), BATCH):
            try:
                held += self._read(queue[start : start + BATCH])
            except DailyLimitError:
                yield from self._act(held)
                raise
            if self.run is None or len(held) >= most or sum(filing is not None for _, filing in held) >= FILED_TOGETHER:
                yield from self._act(held)
                held = []
        yield from self._act(held)

    def look_at(self, stored: Stored) -> Judged:
        """Judge one message that could be read, wherever it stands, and remember nothing of it."""
        message, past = read(stored.raw, size=stored.size), self._past(stored, identity(stored))
        name = past.id or stored.id
        verdict = self.judge.judge(message, id=name, flags=stored.flags, put_back=past.put_back).verdict
        judged = _judged(stored, message, verdict, past, id=name)
        return judged if judged.earlier else replace(judged, mode=self.modes.of(verdict.label))

    def _read(self, refs: Sequence[Ref]) -> list[_Decided]:
        decided: list[_Decided] = []
        with self.store.transaction():  # one commit for a batch: what is remembered costs a disk's turn each time
            for stored in self.mailbox.fetch(refs):
                decided.append(self._judge(stored))
                self.told()
        self.checkpoint("judged")
        return decided

    def _act(self, judged: Sequence[_Decided]) -> Iterator[Judged]:
        if self.run is None or not judged:
            yield from (one for one, _ in judged)
            return
        self.mailbox.release(self._marked)
        self._marked.clear()
        # Outside of the transaction: an intent must be on the disk before the act.
        wanted = {one.mark.ref for one in self._markings}
        left = wanted - mark(self.mailbox, self.store.marks, self._markings, checkpoint=self.checkpoint)
        self._markings.clear()
        moved = self._file(judged, self.run)
        left |= {filing.ref for _, filing in judged if filing is not None and filing.ref not in moved}
        yield from (_left(one) if one.ref in left else one for one, _ in judged)

    def _file(self, judged: Sequence[_Decided], run: str) -> set[Ref]:
        """File each message into the folder of its verdict, and return those that came to stand there."""
        journal, moves, moved = self.store.journal, dict[str, list[Filing]](), set[Ref]()
        for one, filing in judged:
            if filing is not None and one.verdict is not None and one.verdict.folder is not None:
                moves.setdefault(one.verdict.folder, []).append(filing)
        for target, filings in moves.items():
            outcome = file(
                self.mailbox, journal, filings, target=target, run=run, at=self.at, checkpoint=self.checkpoint
            )
            moved.update(intent.filing.ref for intent in outcome.done)
        return moved

    def _judge(self, stored: Stored) -> _Decided:
        """Return what a message is, and how it moves to the folder of its verdict; None when it stays."""
        if stored.error is not None:
            return Judged(stored.id, None, None, stored.error, ref=stored.ref, received=stored.received), None
        message = read(stored.raw, size=stored.size)
        who = identity(stored)
        past = self._past(stored, who)
        if past.marked:
            self._marked.append(stored.ref)
        judgement = self.judge.judge(message, id=past.id or stored.id, flags=stored.flags, put_back=past.put_back)
        if judgement.fingerprint is not None:
            self.store.fingerprints.add(judgement.fingerprint)
        verdict = _where_it_goes(judgement.verdict, stored.ref, past)
        judged = _judged(stored, message, verdict, past, id=stored.id)
        if self._was_taken_back(past):
            self.store.journal.put_back([who], at=self.at)
            said = Correction(who, stored.id, Label.LEGITIMATE, judged.seller, stored.ref, self.at)
            self.store.corrections.record([said])
            self._taken_back += 1
            if self._taken_back > MOST_AT_ONCE:
                self.store.corrections.doubt(self.at)
            judged = replace(judged, taken_back=True)
        if verdict.folder is None or past.folder is not None or past.open:
            return judged, None
        codes = tuple(reason.code for reason in verdict.reasons)
        known = bool(self.store.marks.of(who))
        if known and not is_marked(stored.flags):
            return _left(judged), None  # its reader took the keyword off, or it was lost on the way: nothing is sure
        match self.modes.of(verdict.label):
            case Mode.MOVE:
                return judged, Filing(stored.ref, who, stored.id, verdict.label, codes)
            case Mode.KEYWORD:
                new = Mark(who, stored.id, verdict.label, stored.ref, self.at, codes)
                return self._to_mark(replace(judged, mode=Mode.KEYWORD), new, stored.flags, known=known), None
            case Mode.OBSERVE:
                return replace(judged, mode=Mode.OBSERVE), None

    def _to_mark(self, judged: Judged, new: Mark, flags: frozenset[str], *, known: bool) -> Judged:
        """Plan to mark a message, unless it was marked before; what bears a keyword that nobody remembers is remembered."""
        bears = is_marked(flags)
        if self.run is not None and not known:
            found = replace(new, label=marked_as(flags) or new.label, reasons=())
            self._markings.append(Marking(found) if bears else Marking(new, judged.keywords))
        return replace(judged, earlier=bears)

    def _past(self, stored: Stored, who: str) -> _Past:
        journal, put_there = self.store.journal, self._put_there(stored, who)
        if not journal.is_settled(who, run=self.run or ""):
            return _Past(put_back=bool(put_there), gone=put_there)
        history = journal.history(who)
        marked = any(intent.state is State.VANISHED for intent in history)
        if journal.is_put_back(who):
            return _Past(put_back=True, marked=marked, gone=put_there)
        filed = [intent for intent in history if intent.filing.undoes is None]
        if any(intent.state is State.PLANNED for intent in filed):
            return _Past(open=True)
        for intent in filed:
            if intent.state is State.DONE and intent.destination == stored.ref:
                return _Past(folder=stored.ref.folder, id=intent.filing.id)
        # Where a mailbox copies, the original stands for ever: here again, and nobody took it back.
        copies = [intent.destination for intent in filed if intent.filing.ref == stored.ref and intent.destination]
        copy = next(self.mailbox.fetch(copies), None)
        if copy is not None:
            return _Past(folder=copy.ref.folder)
        if self._is_a_twin(stored, filed):
            return _Past()
        gone = (intent.destination for intent in filed if intent.state is State.DONE and intent.destination)
        return _Past(put_back=True, marked=marked, gone=(*put_there, *gone))

    def _is_a_twin(self, stored: Stored, filed: Sequence[Intent]) -> bool:
        """Tell whether this is another delivery of what was filed, so that nobody took it back.

        Proof is that it never left its place, or that all that was filed still stands there and came in at other times: a server
        that moves or copies a message keeps the time. On a disk a copy can have any, so that it is no proof there.
        """
        here = [intent.state for intent in filed if intent.filing.ref == stored.ref]
        if here and here[-1] is State.WITHDRAWN and State.DONE not in here:
            return True
        if not stored.ref.validity:
            return False
        places = [intent.destination for intent in filed if intent.state is State.DONE and intent.destination]
        standing = [one for one in self.mailbox.fetch(places, head=True) if "\\Deleted" not in one.flags]
        times = {one.received for one in standing}
        settled = sum(intent.state is not State.WITHDRAWN for intent in filed)
        return len(standing) == settled > 0 and stored.received is not None and not times & {stored.received, None}

    def _put_there(self, stored: Stored, who: str) -> tuple[Ref, ...]:
        """Return the place in a folder of outreach where its reader had put this message themselves."""
        said = self.store.corrections.of(who)
        if said is None or said.label is Label.LEGITIMATE or said.ref == stored.ref:
            return ()
        return (said.ref,)

    def _was_taken_back(self, past: _Past) -> bool:
        """Tell whether this run is the first to see that its reader took a message out of where it was filed.

        One that still stands there was delivered twice, and nobody took anything back.
        """
        return self.run is not None and bool(past.gone) and next(self.mailbox.fetch(past.gone, head=True), None) is None

    def _learn_answered(self, queue: Queue) -> None:
        """Remember everybody whom I answered, before their earlier mail is judged."""
        contacts = self.store.contacts
        with self.store.transaction():
            for stored in self.mailbox.fetch(queue.answered(), head=True):
                message = read(stored.raw, size=stored.size)
                if stored.error is None and message.sender.spec and not contacts.knows(message.sender.spec):
                    contacts.add_sent([message.sender.spec], message_id="", date=message.date)


def special(folders: Iterable[Folder], use: str) -> str | None:
    """Return the folder of this special use (`\\Junk`, `\\Sent`), where the mailbox names one."""
    return next((folder.name for folder in folders if folder.special_use == use), None)


def _where_it_goes(verdict: Verdict, here: Ref, past: _Past) -> Verdict:
    """Return the verdict with the folder that is true of this message: none when it stands there already."""
    if verdict.folder is None:
        return verdict
    folder = past.folder or verdict.folder
    return replace(verdict, folder=None if folder == here.folder else folder)


def _judged(stored: Stored, message: Message, verdict: Verdict, past: _Past, *, id: str) -> Judged:
    seller = _seller(message)
    earlier = past.folder is not None
    head = _head(message)
    return Judged(id, head, verdict, seller=seller, earlier=earlier, ref=stored.ref, received=stored.received)


def _left(judged: Judged) -> Judged:
    """Return the message as one that could not be moved: somebody else was faster, or it is tried again next time."""
    return replace(judged, verdict=judged.verdict and replace(judged.verdict, folder=None))


def _seller(message: Message) -> str:
    return seller_domain(message) or message.sender.spec


def _head(message: Message) -> Message:
    return replace(message, headers=(), text=Text(), links=(), references=(), recipients=())
