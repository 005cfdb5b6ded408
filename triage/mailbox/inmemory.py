"""A mailbox in memory, for tests: the whole Protocol, without a disk, a socket or a mock.

`InMemoryServer` is the place that keeps mail and what other people do to it; `InMemoryMailbox` is one session with
it. Several sessions may share a server, and a session that broke is replaced by opening another. `fault` is called
with the name of each step (see `STEPS`) and may raise whatever the test wants to happen there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Entry, Folder, Ref, Stored, Target
from triage.errors import FilingStopped
from triage.mailbox import names
from triage.mailbox.base import RAW_BUDGET, identity
from triage.mailbox.session import Session

STEPS = (
    "folders",
    "scan",
    "fetch",  # before each message
    "prepare",
    "move:before",  # before each message
    "move:after-copy",  # only with moves_whole=False: the message stands in both folders
    "move:after",  # the message stands in the target only
    "move:before-answer",  # all were moved, and nobody was told
    "mark:before",  # before each message
    "mark:before-answer",  # all were marked, and nobody was told
    "settle:before",
    "settle:after",
)
"""The steps of a session, as `fault` hears of them."""


@dataclass(frozen=True, slots=True)
class _Kept:
    raw: bytes
    flags: frozenset[str]
    received: datetime | None
    error: str | None = None


@dataclass(slots=True)
class _Box:
    validity: int
    special_use: str = ""
    next_uid: int = 1
    refuses: str | None = None
    kept: dict[int, _Kept] = field(default_factory=dict)

    def add(self, kept: _Kept) -> int:
        uid = self.next_uid
        self.next_uid += 1  # a UID never comes again, not even after its message is gone
        self.kept[uid] = kept
        return uid


class InMemoryServer:
    """Keeps folders and messages; its methods are what the world does to a mailbox behind our back."""

    def __init__(self, *folders: str) -> None:
        self._validity = 1000
        self.boxes: dict[str, _Box] = {}
        for name in ("INBOX", *folders):
            self.create(name)

    def create(self, name: str, *, special_use: str = "") -> None:
        """Create a folder; one that exists stays as it is."""
        if name not in self.boxes:
            self._validity += 1
            self.boxes[name] = _Box(self._validity, special_use)

    def deliver(
        self,
        raw: bytes,
        *,
        folder: str = "INBOX",
        flags: Iterable[str] = (),
        received: datetime | None = None,
        error: str | None = None,
    ) -> Ref:
        """Add a message, or with `error` one that cannot be read, and return where it is."""
        return self._ref(folder, self.boxes[folder].add(_Kept(raw, frozenset(flags), received, error)))

    def remove(self, ref: Ref) -> None:
        """Delete a message for good, as another client could."""
        del self.boxes[ref.folder].kept[int(ref.uid)]

    def relocate(self, ref: Ref, folder: str) -> Ref:
        """Move a message, as another client could, and return where it is now."""
        return self._ref(folder, self.boxes[folder].add(self.boxes[ref.folder].kept.pop(int(ref.uid))))

    def flag(self, ref: Ref, *flags: str) -> None:
        """Set the flags of a message to exactly these."""
        kept = self.boxes[ref.folder].kept
        kept[int(ref.uid)] = replace(kept[int(ref.uid)], flags=frozenset(flags))

    def renumber(self, folder: str) -> None:
        """Give the folder a new UIDVALIDITY and its messages new UIDs: every older Ref is stale."""
        self._validity += 1
        old = self.boxes[folder]
        self.boxes[folder] = new = _Box(self._validity, old.special_use, refuses=old.refuses)
        for kept in old.kept.values():
            new.add(kept)

    def refuse(self, folder: str, sentence: str | None) -> None:
        """Make the folder refuse mail with this sentence; None makes it accept again."""
        self.boxes[folder].refuses = sentence

    def contents(self, folder: str) -> list[Stored]:
        """Return every message of the folder, whole, in the order of its UIDs."""
        return [self.stored(folder, uid) for uid in self.boxes[folder].kept]

    def everything(self) -> list[Stored]:
        """Return every message of every folder: what a test counts to show that nothing is lost or doubled."""
        return [stored for name in self.boxes for stored in self.contents(name)]

    def stored(self, folder: str, uid: int, *, budget: int | None = None) -> Stored:
        """Return one message as a mailbox hands it out; `budget` limits the bytes."""
        ref, kept = self._ref(folder, uid), self.boxes[folder].kept[uid]
        raw = b"" if kept.error else kept.raw[:budget]
        name = f"{folder};UIDVALIDITY={ref.validity}/;UID={uid}"
        return Stored(ref, name, raw, len(kept.raw), kept.flags, kept.received, kept.error)

    def holds(self, ref: Ref) -> bool:
        """Tell whether this very Ref still leads to a message."""
        box = self.boxes.get(ref.folder)
        return box is not None and ref.validity == str(box.validity) and int(ref.uid) in box.kept

    def _ref(self, folder: str, uid: int) -> Ref:
        return Ref(folder, str(uid), str(self.boxes[folder].validity))


class InMemoryMailbox(Session):
    """One session with an `InMemoryServer`.

    With `moves_whole=False` a move copies first and removes then, as on a server without MOVE; with
    `tells_places=False` it does not tell the new UIDs, as on a server without UIDPLUS; with `keeps_keywords=False` it marks nothing.
    """

    def __init__(
        self,
        server: InMemoryServer | None = None,
        *,
        account: str = "memory",
        writable: bool = True,
        fault: Callable[[str], None] | None = None,
        moves_whole: bool = True,
        tells_places: bool = True,
        keeps_keywords: bool = True,
    ) -> None:
        super().__init__(writable=writable)
        self.server = server or InMemoryServer()
        self.fault = fault or (lambda _: None)
        self._account = account
        self._moves_whole = moves_whole
        self._tells_places = tells_places
        self._keeps_keywords = keeps_keywords

    @property
    def account(self) -> str:
        """The name given by the test."""
        return self._account

    def folders(self) -> Sequence[Folder]:
        """Return every folder."""
        self.fault("folders")
        return [Folder(name, box.special_use) for name, box in self.server.boxes.items()]

    def validity(self, folder: str) -> str:
        """Return the UIDVALIDITY of a folder, "" where there is none."""
        box = self.server.boxes.get(folder)
        return str(box.validity) if box else ""

    def scan(self, folder: str, *, since: datetime | None = None, after: int | None = None) -> Iterator[Entry]:
        """Yield an entry for every message of the folder, by UID."""
        self.fault("scan")
        box = self.server.boxes.get(folder)
        for uid, kept in list(box.kept.items()) if box else []:
            too_old = since is not None and kept.received is not None and kept.received < since
            if not too_old and (after is None or uid > after):
                ref = self.server._ref(folder, uid)  # noqa: SLF001 - one module, two halves
                yield Entry(ref, kept.received, answered="\\Answered" in kept.flags)

    def fetch(self, refs: Iterable[Ref], *, head: bool = False) -> Iterator[Stored]:
        """Yield each message that is still there, in the order asked."""
        del head
        for ref in refs:
            self.fault("fetch")
            if self.server.holds(ref):
                yield self.server.stored(ref.folder, int(ref.uid), budget=RAW_BUDGET)

    def prepare(self, folder: str) -> Target:
        """Create the folder where it is missing, level by level."""
        self.must_be_writable()
        self.fault("prepare")
        levels = names.levels(folder)
        for depth in range(1, len(levels) + 1):
            self.server.create("/".join(levels[:depth]))
        box = self.server.boxes[folder]
        return Target(folder, str(box.validity), box.next_uid)

    def move(self, refs: Sequence[Ref], target: Target) -> Mapping[Ref, Ref | None]:
        """Move messages into the target, one after the other, with a fault point around each."""
        self.must_be_writable()
        moved: dict[Ref, Ref | None] = {}
        for ref in refs:
            self.fault("move:before")
            if not self.server.holds(ref) or ref.folder == target.folder:
                continue
            place = self._move_one(ref, self._receiving(target.folder), target.folder)
            moved[ref] = place if self._tells_places else None
            self.fault("move:after")
        self.fault("move:before-answer")
        return moved

    def mark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Set keywords, one message after the other, with a fault point before each."""
        self.must_be_writable()
        if not self._keeps_keywords:
            raise FilingStopped("This mailbox in memory keeps no keywords.")
        there = []
        for ref in refs:
            self.fault("mark:before")
            if self.server.holds(ref):
                self.server.flag(ref, *self.server.stored(ref.folder, int(ref.uid)).flags, *keywords)
                there.append(ref)
        self.fault("mark:before-answer")
        return frozenset(there)

    def unmark(self, refs: Sequence[Ref], keywords: Sequence[str]) -> frozenset[Ref]:
        """Take keywords off, one message after the other."""
        self.must_be_writable()
        there = []
        for ref in refs:
            flags = self.server.stored(ref.folder, int(ref.uid)).flags if self.server.holds(ref) else frozenset[str]()
            if flags & {*KEYWORDS.values(), REPEAT_KEYWORD} == frozenset(keywords):
                self.server.flag(ref, *(flags - frozenset(keywords)))
                there.append(ref)
        return frozenset(there)

    def settle(self, ref: Ref, copy: Ref) -> None:
        """Remove the source when both stand and are the same message."""
        self.must_be_writable()
        self.fault("settle:before")
        pair = list(self.fetch([ref, copy]))
        if ref != copy and len(pair) == 2 and identity(pair[0]) == identity(pair[1]):
            self.server.remove(ref)
        self.fault("settle:after")

    def _move_one(self, ref: Ref, box: _Box, folder: str) -> Ref:
        source = self.server.boxes[ref.folder].kept
        uid = box.add(source[int(ref.uid)])
        if not self._moves_whole:
            self.fault("move:after-copy")
        source.pop(int(ref.uid), None)
        return self.server._ref(folder, uid)  # noqa: SLF001 - one module, two halves

    def _receiving(self, folder: str) -> _Box:
        box = self.server.boxes.get(folder)
        if box is None:
            raise FilingStopped(f"The folder {folder} is not there any more; run again to create it.")
        if box.refuses is not None:
            raise FilingStopped(box.refuses)
        return box
