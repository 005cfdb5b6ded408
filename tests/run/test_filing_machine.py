"""Filing, undo and their reader, in any order, with a fault at any step: nothing lost, doubled or misfiled.

The oracle counts contents. It is told what was delivered, what the reader did, and what was asked for; it never asks
the journal.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from triage.domain import Label
from triage.errors import FilingStopped, UnreachableError
from triage.mailbox.base import identity
from triage.mailbox.inmemory import STEPS, InMemoryMailbox, InMemoryServer
from triage.memory.journal import Filing
from triage.memory.store import preview_store
from triage.run.filing import file, reconcile
from triage.run.undo import undo

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
HOME = {b"spray": "Outreach/Spray", b"pitch": "Outreach/Pitch"}
CHECKPOINTS = ("prepared", "intended", "moved", "done", "settled", "reconciled")
WORDS = [b"spray 1", b"spray 2", b"pitch 1", b"pitch 2"]  # few, so that twins are common
CONTENTS = st.sampled_from(WORDS)
MEANWHILE = st.none() | CONTENTS | st.sampled_from(["INBOX", *HOME.values()])


class _CutError(Exception):
    """The process ends here."""


FAULTS = st.none() | st.tuples(
    st.sampled_from((*STEPS, *CHECKPOINTS)),
    st.integers(1, 4),
    st.sampled_from([_CutError, UnreachableError, FilingStopped]),
)


def _fault(planned):
    """Raise once, when the planned step comes for the planned time."""
    seen = Counter()

    def fault(step):
        seen[step] += 1
        if planned is not None and (step, seen[step]) == planned[:2]:
            raise planned[2](step)

    return fault


class Filing_(RuleBasedStateMachine):  # noqa: N801 - `Filing` is a noun of the journal
    @initialize(moves_whole=st.booleans(), tells_places=st.booleans())
    def begin(self, moves_whole, tells_places):
        self.session = {"moves_whole": moves_whole, "tells_places": tells_places}
        self.server = InMemoryServer("Keep")
        self.store = preview_store()
        self.journal = self.store.journal
        self.runs = []
        self.expected = Counter()  # every content that must exist, and how often
        self.kept = Counter()  # what the reader put into Keep, where nobody else may touch it
        self.taken_back = set()  # what must never again be filed by us
        self.misplaced = Counter()  # what the reader moved into a folder of ours with own hands

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()

    # ---- the world

    @rule(content=CONTENTS)
    def deliver(self, content):
        self.server.deliver(b"Subject: %b\n\nHello." % content, received=NOW)
        self.expected[content] += 1

    @rule(folder=st.sampled_from(["INBOX", *HOME.values()]), choice=st.integers(0, 99))
    def reader_keeps(self, folder, choice):
        if stored := self._choose(folder, choice):
            self.server.relocate(stored.ref, "Keep")
            self.kept[_content(stored)] += 1

    @rule(folder=st.sampled_from(["INBOX", "Keep", *HOME.values()]), choice=st.integers(0, 99))
    def reader_deletes(self, folder, choice):
        if stored := self._choose(folder, choice):
            self.server.remove(stored.ref)
            self.expected[_content(stored)] -= 1
            self.kept[_content(stored)] -= folder == "Keep"

    @rule(folder=st.sampled_from(list(HOME.values())), choice=st.integers(0, 99))
    def reader_pulls_back(self, folder, choice):
        if stored := self._choose(folder, choice):
            self.server.relocate(stored.ref, "INBOX")

    @rule(folder=st.sampled_from(["INBOX", *HOME.values()]))
    def server_renumbers(self, folder):
        if folder in self.server.boxes:
            self.server.renumber(folder)

    # ---- triage

    @rule(limit=st.integers(1, 4), first=FAULTS, second=FAULTS, meanwhile=MEANWHILE)
    def sweep(self, limit, first, second, meanwhile):
        run = self.journal.begin("memory", at=NOW)
        self.runs.append(run)
        filings = [
            Filing(stored.ref, identity(stored), stored.id, Label.SPRAY)
            for stored in self.server.contents("INBOX")
            if not self.journal.is_settled(identity(stored), run=run)
        ][:limit]
        asked = {stored.ref: _content(stored) for stored in self.server.contents("INBOX")}
        assert not {asked[filing.ref] for filing in filings} & self.taken_back
        fault = _fault(first)
        try:
            with InMemoryMailbox(self.server, fault=fault, **self.session) as mailbox:
                for kind, target in HOME.items():
                    mine = [filing for filing in filings if asked[filing.ref].startswith(kind)]
                    file(mailbox, self.journal, mine, target=target, run=run, at=NOW, checkpoint=fault)
        except (_CutError, UnreachableError, FilingStopped):
            self._recover(second, meanwhile)

    @precondition(lambda self: self.runs)
    @rule(choice=st.integers(0, 99), first=FAULTS, second=FAULTS, meanwhile=MEANWHILE)
    def undo(self, choice, first, second, meanwhile):
        run = self.runs[choice % len(self.runs)]
        before = Counter(self._contents("INBOX"))
        fault = _fault(first)
        try:
            with InMemoryMailbox(self.server, fault=fault, **self.session) as mailbox:
                undo(mailbox, self.journal, run, at=NOW, checkpoint=fault)
        except (_CutError, UnreachableError, FilingStopped):
            self._recover(second, meanwhile)
        came_back = Counter(self._contents("INBOX")) - before
        if meanwhile in WORDS:
            came_back -= Counter([meanwhile])
        self.taken_back |= set(came_back)

    def _recover(self, second, meanwhile):
        """The next process: mail may have come or UIDs changed, and it may be cut as well before one gets through."""
        if meanwhile in self.server.boxes:
            # Of twins, some of them half moved, in a folder that was renumbered, nobody can tell which is which.
            if all(count <= 1 for count in self.expected.values()):
                self.server.renumber(meanwhile)
        elif meanwhile in WORDS:
            self.deliver(meanwhile)
        fault = _fault(second)
        try:
            reconcile(InMemoryMailbox(self.server, fault=fault, **self.session), self.journal, checkpoint=fault)
        except (_CutError, UnreachableError, FilingStopped):
            reconcile(InMemoryMailbox(self.server, **self.session), self.journal)

    # ---- the oracle

    @invariant()
    def nothing_is_lost_or_doubled(self):
        if hasattr(self, "server"):
            assert Counter(_content(stored) for stored in self.server.everything()) == +self.expected

    @invariant()
    def nothing_is_misfiled(self):
        if hasattr(self, "server"):
            assert Counter(self._contents("Keep")) == +self.kept
            for kind, folder in HOME.items():
                assert all(content.startswith(kind) for content in self._contents(folder))
            assert self._contents("Outreach") == []

    def _contents(self, folder):
        return [_content(stored) for stored in self.server.contents(folder)] if folder in self.server.boxes else []

    def _choose(self, folder, choice):
        stored = self.server.contents(folder) if folder in self.server.boxes else []
        return stored[choice % len(stored)] if stored else None


def _content(stored):
    return stored.raw.removeprefix(b"Subject: ").partition(b"\n")[0]


TestFiling = Filing_.TestCase
TestFiling.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
