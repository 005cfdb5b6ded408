"""What was filed is remembered again where the memory of repeats is new, and only there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from triage.domain import Label, Recipient, RepeatKind
from triage.errors import UnreachableError
from triage.judge.gist import FORM
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile
from triage.learn.modelfile import load, shipped
from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.memory.store import open_store, preview_store
from triage.read import read
from triage.run.recall import recall

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
OFFER = """Hi Sam,

we re-core the cooling blocks of old extruders in Ostrava, 340 of them since 2019, in nine days with pick-up by our own lorry. May I
quote for your two from the eighties?

Pavel Kubec, Kubec Chlazeni"""


def raw(number, *, body=OFFER, sender="Pavel Kubec <pavel@kubec.example>", days=0):
    date = (START + timedelta(days=days)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = f"From: {sender}\nTo: sam@acme.example\nSubject: Cooling blocks\nDate: {date}\nMessage-ID: <{number}@kubec.example>\n"
    return f"{head}\n{body}\n".encode()


class Desk:
    """A server with folders of outreach, a store on the disk, and the judge that reads them."""

    def __init__(self, path):
        self.path = path
        self.model = load(shipped())
        self.server = InMemoryServer()
        for name in ("Outreach/Spray", "Outreach/Pitches", "Outreach/Repeats"):
            self.server.create(name)
        self.server.create("Junk", special_use="\\Junk")

    def judge(self, store):
        recipient = Recipient(addresses=frozenset({"sam@acme.example"}))
        profile = Profile.of(recipient, self.model.rarity, self.model.concepts)
        return Judge(self.model, profile, store.contacts, store.fingerprints, filing=Filing(scam="Junk"))

    def recall(self, open=open_store):
        with open(self.path) as store, InMemoryMailbox(self.server, writable=False) as mailbox:
            return recall(mailbox, store, self.judge(store))

    def remembered(self):
        with preview_store(self.path) as store:
            return sorted((one.date, one) for one in store.fingerprints.tied(self.ties()))

    def ties(self):
        from triage.judge.sellers import ties

        return ties(read(raw("any")))


@pytest.fixture
def desk(tmp_path):
    desk = Desk(tmp_path / "state" / "work.sqlite3")
    desk.server.deliver(raw("first"), folder="Outreach/Pitches", received=START)
    desk.server.deliver(raw("again", days=9), folder="Outreach/Repeats", received=START + timedelta(days=9))
    return desk


def test_what_was_filed_is_remembered_oldest_first_with_the_label_of_its_folder(desk):
    assert desk.recall() == 2
    first, again = [one for _, one in desk.remembered()]
    assert (first.label, first.kind, first.sure) == (Label.PITCH, None, True)
    assert (again.label, again.kind, again.of, again.touch) == (Label.PITCH, RepeatKind.EXACT, first.id, 2)


def test_a_follow_up_finds_what_was_filed_before_the_memory_was_lost(desk):
    desk.recall()
    with open_store(desk.path) as store:
        bump = read(raw("bump", body="Sam, did you see my last mail?\n\nPavel", days=12))
        finding = desk.judge(store).remembered(bump, id="bump", label=Label.SPRAY)
    assert finding.kind is RepeatKind.BUMP


def test_it_is_done_once_so_that_what_was_forgotten_stays_forgotten(desk):
    desk.recall()
    with open_store(desk.path) as store:
        for _, one in desk.remembered():
            store.fingerprints.forget(one.id)
    assert desk.recall() == 0
    assert desk.remembered() == []


def test_a_memory_of_another_form_is_made_anew(desk):
    desk.recall()
    with open_store(desk.path) as store:
        store.fingerprints.clear()
        store.fingerprints.have_form(FORM + 1)
    assert desk.recall() == 2


def test_what_was_broken_off_is_begun_anew(desk):
    fetched = []

    def cut(step):
        if step == "fetch" and (fetched.append(step) or len(fetched) == 2):
            raise UnreachableError("The line was cut.")

    with (
        pytest.raises(UnreachableError),
        open_store(desk.path) as store,
        InMemoryMailbox(desk.server, writable=False, fault=cut) as mailbox,
    ):
        recall(mailbox, store, desk.judge(store))
    assert desk.recall() == 2
    assert len(desk.remembered()) == 2
    assert desk.recall() == 0


def test_a_preview_remembers_for_itself_alone(desk):
    assert desk.recall(open=preview_store) == 2
    assert not desk.path.exists()


def test_junk_is_left_out_where_others_file_too_and_a_mailbox_without_such_folders_is_left_alone(desk, tmp_path):
    desk.server.deliver(raw("junk", sender="Else <else@else.example>"), folder="Junk", received=START)
    assert desk.recall() == 2
    bare = Desk(tmp_path / "other" / "bare.sqlite3")
    bare.server.deliver(raw("inbox"), received=START)
    assert bare.recall() == 0
