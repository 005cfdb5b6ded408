"""What is only observed counts for its label once its reader had the time to contradict, and against it where they did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sweeping import NOW, Bench, pest, raw

from triage.domain import Label, Mode
from triage.judge.modes import Modes
from triage.judge.policy import Filing
from triage.judge.trust import Evidence
from triage.learn.modelfile import load, shipped
from triage.mailbox.inmemory import InMemoryMailbox
from triage.memory.store import open_store, preview_store
from triage.run.corrections import learn_corrections
from triage.run.evidence import DAYS, evidence
from triage.run.observing import LOOK_BACK_DAYS, look, remember

OBSERVE = Modes(*[Mode.OBSERVE] * 4)
DAY, WEEK = timedelta(days=1), timedelta(days=DAYS)
SCAM = (
    "Attention beneficiary. I am barrister James Okoro, attorney to late engineer William Field, a national of your country"
    " who shares your surname and died in a plane crash with his family. He left USD 18,500,000.00 in a bank here with no next"
    " of kin. I seek your consent to present you as the next of kin so that the fund is released and we share it 50/50."
)
FOLDERS = {Filing().spray: Label.SPRAY, Filing().scam: Label.SCAM}


@pytest.fixture(scope="module")
def model():
    return load(shipped())


class Observed(Bench):
    """A bench whose mail is only observed, and whose reader moves and answers some of it."""

    def observe(self, *, at=NOW, modes=OBSERVE):
        """Do what a run does: learn, look, sweep, remember."""
        with open_store(self.path) as store, InMemoryMailbox(self.server) as mailbox:
            learn_corrections(mailbox, store, FOLDERS, objection=lambda *_: "", at=at)
            look(mailbox, store, kept={"Clients", "Gone"}, at=at)
        judged = self.sweep(modes=modes, at=at)
        with open_store(self.path) as store, InMemoryMailbox(self.server) as mailbox:
            remember(mailbox, store, judged, at=at)

    def told(self):
        with preview_store(self.path) as store:
            found = evidence(store, counts=bool)
            assert all(one == Evidence() for label, one in found.items() if label is not Label.SCAM)
            return found[Label.SCAM]

    def ref(self, number):
        subject = f"Subject: Message {number}\n".encode()
        return next(one.ref for one in self.server.everything() if subject in one.raw)

    def drag(self, number, folder):
        self.server.create(folder)
        self.server.relocate(self.ref(number), folder)


@pytest.fixture
def bench(model, tmp_path):
    """0 is of a friend, 1 is of a pest whom the reader blocked, 2 to 6 are scams; all were observed once."""
    bench = Observed(model, tmp_path / "state" / "bench.sqlite3")
    scams = [raw(n, sender=f"barrister@chambers{n}.example", text=f"{SCAM} Reference {n}{n}.") for n in range(2, 7)]
    bench.deliver([raw(0), pest(1), *scams])
    bench.observe()
    assert bench.told() == Evidence(recent=5)
    return bench


def test_it_is_judged_once_a_run_looked_a_week_later(bench):
    bench.observe(at=NOW + WEEK - DAY)
    assert bench.told() == Evidence(recent=5)
    bench.observe(at=NOW + WEEK)
    assert bench.told() == Evidence(judged=5)
    bench.observe(at=NOW + 2 * WEEK)
    assert bench.told() == Evidence(judged=5), "each message counts once"


@pytest.mark.parametrize(
    ("folder", "corrected"),
    [
        ("Clients", 1),
        (Filing().spray, 1),
        (Filing().scam, 0),
        ("Trash", 0),
        ("Archive", 0),
        ("Somewhere", 0),
    ],
)
def test_where_its_reader_put_it_contradicts_or_says_nothing(bench, folder, corrected):
    bench.observe(at=NOW + DAY)
    bench.drag(3, folder)
    bench.observe(at=NOW + WEEK)
    assert bench.told() == Evidence(judged=5, corrected=corrected)
    bench.observe(at=NOW + 2 * WEEK)
    assert bench.told() == Evidence(judged=5, corrected=corrected)


def test_what_was_answered_contradicts_where_it_stands_and_stays_so(bench):
    ref = bench.ref(4)
    bench.server.flag(ref, "\\Seen", "\\Answered")
    bench.observe(at=NOW + WEEK)
    assert bench.told() == Evidence(judged=5, corrected=1)
    bench.server.remove(ref)
    bench.observe(at=NOW + 2 * WEEK)
    assert bench.told() == Evidence(judged=5, corrected=1)


def test_other_mail_of_the_same_minute_in_a_folder_of_legitimate_mail_says_nothing(bench):
    bench.server.create("Clients")
    date = next(one.received for one in bench.server.everything() if one.ref == bench.ref(3))
    bench.server.deliver(raw(77), folder="Clients", received=date)
    bench.server.remove(bench.ref(3))
    bench.observe(at=NOW + WEEK)
    assert bench.told() == Evidence(judged=5)


def test_what_was_marked_since_counts_as_marked_and_its_undo_says_nothing(bench):
    bench.observe(at=NOW + WEEK, modes=Modes(scam=Mode.KEYWORD))
    assert bench.told() == Evidence(recent=5)
    bench.observe(at=NOW + 2 * WEEK, modes=Modes(scam=Mode.KEYWORD))
    assert bench.told() == Evidence(judged=5)


def test_it_is_remembered_for_so_many_days(bench):
    for name in (2, 3):
        bench.server.remove(bench.ref(name))
    bench.observe(at=NOW + LOOK_BACK_DAYS * DAY)
    assert bench.told() == Evidence(judged=5)
    bench.observe(at=NOW + (LOOK_BACK_DAYS + 1) * DAY)
    assert bench.told() == Evidence(recent=3), "what still stands there is observed anew"


def test_a_folder_that_counts_anew_is_observed_anew_and_keeps_its_dates(bench):
    bench.server.renumber("INBOX")
    bench.observe(at=NOW + WEEK)
    bench.observe(at=NOW + WEEK + DAY)
    assert bench.told() == Evidence(judged=5)


def test_nothing_is_written_to_the_mailbox(bench):
    before = bench.census()
    bench.observe(at=NOW + WEEK)
    assert bench.census() == before
