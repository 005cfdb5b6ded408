"""Watch one mailbox: sweep what is there, wait until something changes, sweep what is new.

For one connection; whoever calls it makes the next. What was seen outlives the connection in `Seen`, so that a lost one costs no
second look at old mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from triage.domain import Entry, Ref
from triage.judge.modes import Modes
from triage.judge.pipeline import Judge
from triage.mailbox.base import Mailbox
from triage.memory.store import Store
from triage.run.mine import learn_sent
from triage.run.queue import Queue
from triage.run.reconcile import no_checkpoint
from triage.run.sweep import Judged, Sweep

if TYPE_CHECKING:
    from triage.run.reconcile import Checkpoint

IDLE_SECONDS = 9 * 60.0
"""Servers and routers forget a silent connection after ten minutes or more; a renewal also notices that it is dead."""
LOOK_SECONDS = 60.0
"""How often the folders of outreach are looked through for what the reader put there, at most: each costs some turns of the line."""
POLL_SECONDS = 60.0
"""How often a server is asked that does not tell, or that was silent about mail which had come."""


class Waiting(Protocol):
    """What is watched besides the verbs of a mailbox: an account on a server, which can tell that something changed."""

    @property
    def tells(self) -> bool:
        """Whether it tells by itself."""

    def wait(self, folder: str, seconds: float, *, wake: int | None = None) -> bool:
        """Wait until something may have changed, at most so long; True when it said so."""


class Watched(Mailbox, Waiting, Protocol):
    """A mailbox that can be watched."""


@dataclass(slots=True)
class Seen:
    """The last UID that was looked at in each folder with its UIDVALIDITY, and whether the server told of the last new mail.

    `judged` is what a sweep had come to that was broken off: the next one goes on from there, however often that happens.
    """

    last: dict[str, tuple[str, int]] = field(default_factory=dict)
    told: bool = False
    judged: set[Ref] = field(default_factory=set)

    def new(self, mailbox: Watched, folder: str, *, since: datetime | None) -> list[Entry]:
        """Return what came into this folder since it was looked at last; all of it the first time, or when UIDs count anew."""
        validity, after = mailbox.validity(folder), None
        if (known := self.last.get(folder)) is not None and known[0] == validity:
            after = known[1]
        entries = mailbox.scan(folder, since=since if after is None else None, after=after)
        return [entry for entry in entries if entry.ref not in self.judged]

    def remember(self, entries: list[Entry]) -> None:
        """Remember these as looked at, and what was judged of a sweep that was broken off before."""
        for ref in (*(entry.ref for entry in entries), *self.judged):
            uid, known = int(ref.uid), self.last.get(ref.folder)
            if known is None or known[0] != ref.validity or known[1] < uid:
                self.last[ref.folder] = (ref.validity, uid)
        self.judged.clear()


@dataclass(frozen=True, slots=True)
class Desk:
    """All that one connection works with; `target` is how its runs are written down, `sent` the folder of my own mail.

    Nothing is moved or marked where `modes` do not say so. `look` learns from what the reader moved since it was called last.
    """

    mailbox: Watched
    store: Store
    judge: Judge
    folders: tuple[str, ...]
    target: str
    look: Callable[[], None]
    sent: str | None = None
    modes: Modes = field(default_factory=Modes)
    since: datetime | None = None
    checkpoint: Checkpoint = no_checkpoint


@dataclass(frozen=True, slots=True)
class Pause:
    """How a watch is ended or woken: `stopped` tells whether to end, `wake` can be read when it is to look up."""

    stopped: Callable[[], bool]
    wake: int | None = None
    idle_seconds: float = IDLE_SECONDS
    poll_seconds: float = POLL_SECONDS


def watch(desk: Desk, seen: Seen, *, now: Callable[[], datetime], pause: Pause) -> Iterator[list[Judged]]:
    """Yield what each sweep came to, an empty list each time there was nothing new, until `pause` says to stop.

    Raises as a sweep does; what was filed until then is journaled, and the next watch settles what was left open.
    """
    told, looked = True, datetime.min.replace(tzinfo=UTC)
    while not pause.stopped():
        if (moment := now()) - looked >= timedelta(seconds=LOOK_SECONDS):
            looked = moment
            desk.look()  # before the watched folders: what comes to them meanwhile is seen when they are looked at
        entries = [entry for folder in desk.folders for entry in seen.new(desk.mailbox, folder, since=desk.since)]
        if entries:
            seen.told = seen.told and told
            _learn_sent(desk)
            yield list(_sweep(desk, entries, seen, at=now(), stopped=pause.stopped))
            if pause.stopped():
                return
            seen.remember(entries)
            told = True
            continue  # look again before waiting: what came meanwhile was told to the commands of the sweep
        yield []
        listens = desk.mailbox.tells and len(desk.folders) == 1
        # Until it has told once, and after it kept silent, nobody knows that it will: it is asked as if it never did.
        seconds = pause.idle_seconds if listens and seen.told else pause.poll_seconds
        heard = desk.mailbox.wait(desk.folders[0], seconds, wake=pause.wake)
        told = heard or not listens
        seen.told = seen.told or (heard and listens)


def _learn_sent(desk: Desk) -> None:
    """Remember to whom I wrote since, before their mail is judged."""
    if desk.sent is not None:
        learn_sent(desk.mailbox, desk.sent, desk.store)


def _sweep(
    desk: Desk, entries: list[Entry], seen: Seen, *, at: datetime, stopped: Callable[[], bool]
) -> Iterator[Judged]:
    # A run of its own for each sweep: what comes back that an earlier run filed was pulled back by its reader.
    run = desk.store.journal.begin(desk.target, at=at) if desk.modes.writes else None
    sweep = Sweep(desk.mailbox, desk.store, desk.judge, at=at, run=run, modes=desk.modes, checkpoint=desk.checkpoint)
    for judged in sweep(Queue(entries)):
        if judged.ref is not None:
            seen.judged.add(judged.ref)
        yield judged
        if stopped():
            return
