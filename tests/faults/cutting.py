"""One `clean --apply` over a small mailbox through a bad line, another over a good one, and the census of both."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import ssl
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from faults.census import Census, Damage, damage, take
from faults.proxy import DIRECTIONS, TO_CLIENT, TO_SERVER, BadLine, Fault
from servers import Dovecot, Server
from servers_cyrus import Cyrus

from triage.domain import Recipient, SenderRules
from triage.errors import UnreachableError
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile
from triage.learn.modelfile import load, shipped
from triage.mailbox.imap import ImapMailbox, connect
from triage.mailbox.wire_guard import Limits, Trace
from triage.memory.store import Store, open_store
from triage.run.reconcile import no_checkpoint
from triage.run.sweep import Sweep
from triage.run.undo import undo

if TYPE_CHECKING:
    from triage.run.reconcile import Checkpoint

NOW = datetime(2024, 6, 1, tzinfo=UTC)
GIFTS: dict[str, tuple[bytes, ...]] = {
    "MOVE, UIDPLUS": (),
    "UIDPLUS": (b"MOVE",),
    "neither": (b"MOVE", b"UIDPLUS"),
    "MOVE": (b"UIDPLUS",),
}
"""What the server can: the name, and what is hidden of it."""

FRIEND, PEST = "ann@friend.example", "jo@pest.example"
OFFER = "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?"
THANKS = "The gauges arrived and fit. Thank you."


def _letter(number: int, sender: str, text: str, *, named: bool = True) -> bytes:
    name = f"Message-ID: <{number}@mail.example>\r\n" if named else ""
    head = f"From: {sender}\r\nTo: sam@acme.example\r\nSubject: Message {number}\r\n{name}"
    return f"{head}Date: Fri, 0{number + 1} Mar 2024 09:00:00 +0000\r\n\r\n{text} {'word ' * number}\r\n".encode()


_TWIN, _FRIENDLY_TWIN = _letter(2, PEST, OFFER, named=False), _letter(5, FRIEND, THANKS, named=False)
MAIL = [
    _letter(0, PEST, OFFER),
    _letter(1, FRIEND, THANKS),
    _TWIN,
    _letter(3, "bob@friend.example", THANKS, named=False),
    _TWIN,
    _FRIENDLY_TWIN,
    _FRIENDLY_TWIN,
    _letter(7, "eve@pest.example", OFFER),
]
FLAGS = ["", "S", "S", "Fa", "F", "", "S", "DSa"]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a line is cut: so many bytes of one direction pass."""

    gifts: str
    direction: str
    after: int
    reset: bool = False

    def fault(self) -> dict[str, Fault]:
        """Return it as arguments for a line."""
        way = "to_server" if self.direction == TO_SERVER else "to_client"
        return {way: Fault(after=self.after, reset=self.reset)}


class Cutting:
    """Mailboxes of one server, each of them new, cut once and cleaned to the end.

    `silence` is for how many seconds the client bears with a server that says nothing.
    """

    def __init__(self, host: Dovecot | Cyrus) -> None:
        self.silence = 60.0
        self._host = host
        self._model = load(shipped())
        self._numbers = itertools.count(100_000)
        self._state = Path(tempfile.mkdtemp(prefix="triage-cut-"))
        self._before: Census = {}
        self._right: dict[str, Census] = {}
        self._context = ssl.create_default_context()  # made once: it takes 30 ms

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._state)

    @property
    def before(self) -> Census:
        """How every mailbox is when it is new."""
        if not self._before:
            self._before = take(self.mailbox())
        return self._before

    def mailbox(self) -> Server:
        """Make a mailbox with the mail in its inbox."""
        server = self._host.server(f"cut{next(self._numbers)}")
        self._host.fill(server.user, MAIL, flags=FLAGS, keywords="$Work")
        return server

    def state(self, user: str) -> Path:
        """Return the file in which everything about this mailbox is remembered."""
        return self._state / f"{user}.sqlite3"

    @contextlib.contextmanager
    def session(self, server: Server, user: str, *, trace: Trace | None = None) -> Iterator[tuple[ImapMailbox, Store]]:
        """Open the mailbox and what is remembered of it."""
        with (
            connect(
                server,
                password="secret",
                writable=True,
                account=user,
                claim_grace=0.0,
                context=self._context,
                trace=trace,
                limits=Limits(silence=self.silence),
            ) as mailbox,
            open_store(self.state(user), busy_seconds=0.1) as store,
        ):
            yield mailbox, store

    def clean(
        self,
        server: Server,
        *,
        user: str,
        at: datetime = NOW,
        checkpoint: Checkpoint = no_checkpoint,
        trace: Trace | None = None,
    ) -> None:
        """Sweep and file, as `triage clean --apply` does; what is remembered is the user's."""
        with self.session(server, user, trace=trace) as (mailbox, store):
            judge = Judge(
                model=self._model,
                profile=Profile.of(
                    Recipient(addresses=frozenset({"sam@acme.example"})), self._model.rarity, self._model.concepts
                ),
                contacts=store.contacts,
                memory=store.fingerprints,
                rules=SenderRules(frozenset({"@friend.example"}), frozenset({"@pest.example"})),
                filing=Filing(),
            )
            run = store.journal.begin(user, at=at)
            sweep = Sweep(mailbox, store, judge, at=at, run=run, checkpoint=checkpoint)
            for _ in sweep(sweep.queue()):
                pass

    def undo(self, server: Server, *, user: str) -> None:
        """Put back what the last run filed; nothing when all is back."""
        with self.session(server, user) as (mailbox, store):
            if (run := store.journal.last_run()) is not None:
                undo(mailbox, store.journal, run.id, at=NOW)

    def through(self, line: BadLine, user: str, *, back: bool = False) -> UnreachableError | None:
        """Clean (or undo) through this line, which may break at any time, and return what ended it too early."""
        act = self.undo if back else self.clean
        try:
            act(Server("127.0.0.1", line.port, user, "none"), user=user)
        except UnreachableError as error:
            return error
        finally:
            line.stop()
        return None

    def length(self, gifts: str) -> dict[str, int]:
        """Return how many bytes a run that nobody disturbs has in each direction, and remember where the mail ends up."""
        server = self.mailbox()
        line = BadLine(self._host.port, lost=GIFTS[gifts])
        self.through(line, server.user)
        self._right[gifts] = take(server)
        self._remove(server)
        return line.passed

    def length_of_undo(self, gifts: str) -> dict[str, int]:
        """Return how many bytes an undo that nobody disturbs has in each direction."""
        server = self.mailbox()
        self.clean(server, user=server.user)
        line = BadLine(self._host.port, lost=GIFTS[gifts])
        self.through(line, server.user, back=True)
        self._remove(server)
        return line.passed

    def right(self, gifts: str) -> Census:
        """Return where everything ends up when nobody disturbs."""
        if gifts not in self._right:
            self.length(gifts)
        return self._right[gifts]

    def cut(self, cut: Cut) -> Damage:
        """Clean until the line is cut, clean again, and return what is wrong then."""
        right = self.right(cut.gifts)
        server = self.mailbox()
        self.through(BadLine(self._host.port, lost=GIFTS[cut.gifts], **cut.fault()), server.user)
        error = self.through(BadLine(self._host.port, lost=GIFTS[cut.gifts]), server.user)
        assert error is None, f"{cut}: {error} {error.__cause__!r}"
        found = damage(self.before, take(server), right=right)
        self._remove(server)
        return found

    def cut_undo(self, cut: Cut) -> Damage:
        """Undo until the line is cut, undo again, and return what is wrong then beside how it was at first."""
        server = self.mailbox()
        for fault, back in (({}, False), (cut.fault(), True), ({}, True)):
            error = self.through(BadLine(self._host.port, lost=GIFTS[cut.gifts], **fault), server.user, back=back)
            assert error is None or fault
        found = damage(self.before, take(server), right=self.before)
        self._remove(server)
        return found

    def _remove(self, server: Server) -> None:
        self._host.remove(server.user)
        for path in self._state.glob(f"{server.user}.*"):
            path.unlink()


def every_cut(lengths: dict[str, dict[str, int]]) -> list[Cut]:
    """Return every cut of all conversations; every other one is a reset."""
    return [
        Cut(gifts, way, after, reset=after % 2 == 1)
        for gifts, ways in lengths.items()
        for way in DIRECTIONS
        for after in range(ways[way] + 1)
    ]


def spread(lengths: dict[str, dict[str, int]], count: int) -> Sequence[Cut]:
    """Return so many cuts, as even as can be over all bytes of all conversations."""
    cuts = every_cut(lengths)
    return [cuts[number * len(cuts) // count] for number in range(count)]


__all__ = ["GIFTS", "MAIL", "TO_CLIENT", "TO_SERVER", "Cut", "Cutting", "every_cut", "spread"]
