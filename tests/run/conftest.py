"""A desk for tests of filing: a mailbox in memory, a journal, and sessions that can be cut at a named step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from triage.domain import Label
from triage.mailbox.base import identity
from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.memory.journal import Filing
from triage.memory.store import preview_store
from triage.run.filing import file, reconcile
from triage.run.undo import undo

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
SPRAY = "Outreach/Spray"


class _CutError(Exception):
    """The process ends here; nothing of ours may swallow it."""


def _cut_at(step, *, count=1, error=_CutError):
    """A fault (or checkpoint) that raises when this step comes for the count-th time."""
    seen = 0

    def fault(name):
        nonlocal seen
        seen += name == step
        if name == step and seen == count:
            raise error(name)

    return fault


def _raw(name):
    return f"From: jo@vendor.example\nSubject: {name}\n\nHello.\n".encode()


class Desk:
    """A server with mail, a journal, and sessions that can be cut."""

    def __init__(self, journal, **session):
        self.server = InMemoryServer()
        self.journal = journal
        self.session = session
        self.run = journal.begin("memory", at=NOW)

    def mailbox(self, fault=None):
        return InMemoryMailbox(self.server, fault=fault, **self.session)

    def deliver(self, *names):
        return [self.server.deliver(_raw(name), flags=["\\Seen"], received=NOW) for name in names]

    def filings(self, folder="INBOX"):
        return [
            Filing(each.ref, identity(each), each.id, Label.SPRAY, ("a-reason",))
            for each in self.server.contents(folder)
            if each.error is None
        ]

    def file(self, *, mailbox=None, filings=None, target=SPRAY, **more):
        filings = self.filings() if filings is None else filings
        return file(mailbox or self.mailbox(), self.journal, filings, target=target, run=self.run, at=NOW, **more)

    def reconcile(self):
        return reconcile(self.mailbox(), self.journal)

    def undo(self, *, mailbox=None, **more):
        return undo(mailbox or self.mailbox(), self.journal, self.run, at=NOW, **more)

    def names(self, folder):
        stored = self.server.contents(folder) if folder in self.server.boxes else []
        return [each.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode() for each in stored]

    def places(self):
        return {folder: self.names(folder) for folder in ("INBOX", SPRAY)}

    def states(self):
        return [intent.state for intent in self.journal.intents(self.run)]


@pytest.fixture
def new_desk():
    """Make a desk; the arguments are those of the mailbox in memory."""
    with preview_store() as store:
        yield lambda **session: Desk(store.journal, **session)


@pytest.fixture
def desk(new_desk):
    return new_desk()


@pytest.fixture
def cut():
    return _CutError


@pytest.fixture
def cut_at():
    return _cut_at


@pytest.fixture
def raw():
    return _raw
