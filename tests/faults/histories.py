"""Histories of filing, undo and their reader, in any order, with a fault at any step: nothing lost, doubled or misfiled, and
nothing filed again that was put back. `make put-backs` makes a thousand that each hold a put-back; the tests make some at random.

The oracle counts contents. It is told what was delivered, what the reader did, and what was asked for; it never asks
the journal.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime

from faults.full import ROOT, commit
from faults.reliability import add_row
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

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


class History(RuleBasedStateMachine):
    """One history; `told` counts the put-backs by who made them, and the faults on the way."""

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
        self.told = Counter()

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
            self.taken_back.add(_content(stored))
            self.told["pulled back"] += 1

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
        self.told["met again"] += sum(content in self.taken_back for content in asked.values())
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
        self.told["undone"] += came_back.total()

    def _recover(self, second, meanwhile):
        """The next process: mail may have come or UIDs changed, and it may be cut as well before one gets through."""
        self.told["faults"] += 1
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


COLUMNS = (
    "histories | put-backs | undone, pulled back | faults | met again by a sweep | filed again, lost, doubled or misfiled "
    "| date | commit"
)
_AT_ONCE = 500


def make(histories: int, *, first_seed: int) -> tuple[Counter, int]:
    """Make so many histories that hold a put-back, of 50 steps at most, and return what they told and how many broke a promise."""
    told, kept = Counter(), 0

    class Told(History):
        def teardown(self):
            nonlocal kept
            mine = getattr(self, "told", Counter())
            if (mine["undone"] or mine["pulled back"]) and kept < histories:
                kept += 1
                told.update(mine)
            super().teardown()

    while kept < histories:
        some = seed(first_seed)(Told)
        first_seed += 1
        try:
            run_state_machine_as_test(
                some,
                settings=settings(
                    max_examples=max(20, min(_AT_ONCE, 2 * (histories - kept))), stateful_step_count=50, deadline=None, database=None,
                    phases=[Phase.generate, Phase.shrink], suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
        except AssertionError as error:
            print(*getattr(error, "__notes__", ()), error, sep="\n", file=sys.stderr)
            return told + Counter(histories=kept), 1
    return told + Counter(histories=kept), 0


def main() -> int:
    """Make the histories, print what they told, write the row; return 1 where a promise was broken."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--histories", type=int, default=1_000)
    words.add_argument("--seed", type=int, default=0)
    asked = words.parse_args()
    told, broken = make(asked.histories, first_seed=asked.seed)
    row = [
        f"{told['histories']:,}", f"{told['undone'] + told['pulled back']:,}", f"{told['undone']:,}, {told['pulled back']:,}",
        f"{told['faults']:,}", f"{told['met again']:,}", str(broken), f"{datetime.now(UTC):%Y-%m-%d}", commit(),
    ]  # fmt: skip
    for name, cell in zip(COLUMNS.split(" | "), row, strict=True):
        print(f"{name.strip():45} {cell}")
    add_row(ROOT / "docs" / "reliability.md", "put-backs", row)
    return broken


if __name__ == "__main__":
    sys.exit(main())
