"""What a reader moves into the folders of outreach, and out of them, is written down once, as what they said last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sweeping import NOW, Bench, pest, raw

from triage.domain import Label
from triage.judge.policy import Filing
from triage.learn.modelfile import load, shipped
from triage.mailbox.inmemory import InMemoryMailbox
from triage.mailbox.maildir import MaildirMailbox
from triage.memory.store import open_store
from triage.run.corrections import MOST_AT_ONCE, learn_corrections

FOLDERS = {
    Filing().spray: Label.SPRAY,
    Filing().irrelevant: Label.IRRELEVANT,
    Filing().pitch: Label.PITCH,
    Filing().scam: Label.SCAM,
}
SPRAY, PITCHES = Filing().spray, Filing().pitch


def no_objection(*_):
    return ""


@pytest.fixture(scope="module")
def model():
    return load(shipped())


class Reader(Bench):
    """A bench whose reader moves mail between two looks."""

    def look(self, *, objection=no_objection, mailbox=None, at=NOW):
        with open_store(self.path) as store, mailbox or InMemoryMailbox(self.server, writable=False) as opened:
            return learn_corrections(opened, store, FOLDERS, objection=objection, at=at)

    def said(self):
        """Return subject -> label, of all that is believed."""
        with open_store(self.path) as store:
            known = {one.ref: str(one.label) for one in store.corrections.all()}
        named = {one.ref: self.subject(one) for one in self.server.everything()}
        return {named[ref]: label for ref, label in known.items()}

    def doubted(self):
        with open_store(self.path) as store:
            return len(store.corrections.doubted())

    @staticmethod
    def subject(stored):
        return stored.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode()

    def drag(self, subject, folder):
        self.server.create(folder)
        (stored,) = [one for one in self.server.everything() if self.subject(one) == subject]
        return self.server.relocate(stored.ref, folder)


@pytest.fixture
def reader(model, tmp_path):
    """A reader whose mail was swept once: 0 and 1 are of a friend, 2 to 5 stand in Spray, filed there."""
    reader = Reader(model, tmp_path / "state" / "bench.sqlite3")
    reader.deliver([raw(0), raw(1), *(pest(n) for n in range(2, 6))])
    reader.look()
    reader.sweep()
    filed_to = {folder for folder in reader.places() if folder != "INBOX"}
    assert len(filed_to) == 1
    reader.filed_to = filed_to.pop()
    assert reader.look().corrections == (), "what triage filed was not said by its reader"
    return reader


def test_what_is_dragged_into_a_folder_of_outreach_is_of_its_label(reader):
    reader.drag("Message 0", SPRAY)
    reader.drag("Message 1", PITCHES)
    found = reader.look()
    assert {one.label for one in found.corrections} == {Label.SPRAY, Label.PITCH}
    assert reader.said() == {"Message 0": "spray", "Message 1": "pitch"}


def test_what_was_said_is_said_once(reader):
    reader.drag("Message 0", SPRAY)
    assert len(reader.look().corrections) == 1
    assert reader.look().corrections == ()
    assert len(reader.said()) == 1


def test_what_triage_filed_elsewhere_is_of_the_label_where_it_was_dragged(reader):
    reader.drag("Message 3", PITCHES)
    reader.look()
    assert reader.said() == {"Message 3": "pitch"}


def test_what_is_taken_out_is_legitimate_and_stays(reader):
    reader.drag("Message 3", "INBOX")
    reader.sweep()
    assert reader.said() == {"Message 3": "legitimate"}
    assert "Message 3" in reader.places()["INBOX"]


def test_what_the_reader_put_there_and_takes_out_again_is_legitimate_and_stays(reader):
    """Without the take-back it would be filed: it is a pest's."""
    reader.deliver([pest(9)])
    reader.drag("Message 9", SPRAY)
    reader.look()
    reader.drag("Message 9", "INBOX")
    (judged,) = [one for one in reader.sweep() if one.message.subject == "Message 9"]
    assert judged.taken_back
    assert reader.said()["Message 9"] == "legitimate"
    reader.sweep()
    assert "Message 9" in reader.places()["INBOX"]


def test_what_is_dragged_back_to_where_triage_filed_it_says_nothing_any_more(reader):
    reader.drag("Message 3", "INBOX")
    reader.sweep()
    reader.drag("Message 3", reader.filed_to)
    found = reader.look()
    assert reader.said() == {}
    assert found.corrections == ()
    assert found.sellers == {"pest.example"}, "whoever was left alone for it is not any more"


def test_each_drag_takes_the_place_of_the_one_before(reader):
    for folder, label in ((SPRAY, "spray"), (PITCHES, "pitch"), (Filing().irrelevant, "irrelevant"), (SPRAY, "spray")):
        reader.drag("Message 0", folder)
        reader.look()
        assert reader.said() == {"Message 0": label}
    reader.drag("Message 0", "INBOX")
    reader.sweep()
    assert reader.said() == {"Message 0": "legitimate"}
    reader.drag("Message 0", PITCHES)
    reader.look()
    assert reader.said() == {"Message 0": "pitch"}
    reader.drag("Message 0", "INBOX")
    reader.sweep()
    assert reader.said() == {"Message 0": "legitimate"}


@pytest.mark.parametrize("folder", ["Trash", "Archive", "Clients/Acme", "Junk"])
def test_other_folders_say_nothing(reader, folder):
    reader.drag("Message 0", folder)
    reader.drag("Message 3", folder)
    reader.look()
    reader.sweep()
    assert reader.said() == {}


def test_a_copy_beside_the_original_is_not_taken_back(reader):
    """It stands in both: its reader said spray, and did not take it out."""
    reader.deliver([pest(9)])
    (original,) = [one for one in reader.server.everything() if reader.subject(one) == "Message 9"]
    reader.server.create(SPRAY)
    reader.server.deliver(original.raw, folder=SPRAY, received=original.received)
    reader.look()
    assert not any(one.taken_back for one in reader.sweep())
    with open_store(reader.path) as store:
        assert [one.label for one in store.corrections.all()] == [Label.SPRAY]


def test_what_stood_there_before_the_first_look_says_nothing(model, tmp_path):
    reader = Reader(model, tmp_path / "state" / "bench.sqlite3")
    reader.deliver([raw(0), raw(1), raw(2)])
    reader.drag("Message 0", SPRAY)
    assert reader.look().corrections == ()
    reader.drag("Message 1", SPRAY)
    assert [one.label for one in reader.look().corrections] == [Label.SPRAY]
    assert reader.said() == {"Message 1": "spray"}


def test_of_a_folder_whose_uids_count_anew_nothing_is_concluded(reader):
    reader.drag("Message 0", SPRAY)
    reader.look()
    reader.server.renumber(SPRAY)
    reader.drag("Message 1", SPRAY)
    assert reader.look().corrections == ()
    with open_store(reader.path) as store:
        assert [one.label for one in store.corrections.all()] == [Label.SPRAY], "what was known is still known"
    reader.deliver([raw(8)])
    reader.drag("Message 8", SPRAY)
    assert len(reader.look().corrections) == 1


def test_a_folder_that_was_deleted_and_made_again_says_what_comes_later(reader):
    reader.drag("Message 0", PITCHES)
    reader.look()
    for stored in reader.server.contents(PITCHES):
        reader.server.remove(stored.ref)
    del reader.server.boxes[PITCHES]
    assert reader.look().corrections == ()
    reader.drag("Message 1", PITCHES)
    reader.look()
    reader.deliver([raw(8)])
    reader.drag("Message 8", PITCHES)
    assert [one.label for one in reader.look().corrections] == [Label.PITCH]


def test_what_can_be_no_example_of_outreach_says_nothing(reader):
    reader.drag("Message 0", SPRAY)
    reader.drag("Message 1", SPRAY)
    reader.look(objection=lambda message, _: "you know the sender" if message.subject == "Message 0" else "")
    assert reader.said() == {"Message 1": "spray"}
    assert reader.look().corrections == (), "nor is it asked again"


def test_a_message_that_cannot_be_read_is_passed_over(reader):
    reader.server.create(SPRAY)
    reader.server.deliver(b"", folder=SPRAY, error="broken")
    assert reader.look().corrections == ()


# ---------------------------------------------------------------- the fuse


@pytest.mark.parametrize(("count", "doubted"), [(MOST_AT_ONCE, 0), (MOST_AT_ONCE + 1, MOST_AT_ONCE + 1)])
def test_so_many_at_once_wait_to_be_confirmed(reader, count, doubted):
    reader.deliver([raw(n) for n in range(20, 22 + MOST_AT_ONCE)])
    for n in range(20, 20 + count):
        reader.drag(f"Message {n}", SPRAY if n % 2 else PITCHES)
    found = reader.look()
    assert found.doubted is (doubted > 0)
    assert reader.doubted() == doubted
    assert len(reader.said()) == count - doubted
    assert bool(found.sellers) is not found.doubted, "of what is doubted nothing is concluded"


@pytest.mark.parametrize(("decide", "left"), [("confirm", MOST_AT_ONCE + 1), ("dismiss", 0)])
def test_what_is_doubted_is_confirmed_or_dismissed(reader, decide, left):
    reader.deliver([raw(n) for n in range(20, 22 + MOST_AT_ONCE)])
    for n in range(20, 21 + MOST_AT_ONCE):
        reader.drag(f"Message {n}", SPRAY)
    reader.look()
    with open_store(reader.path) as store:
        assert getattr(store.corrections, decide)() == MOST_AT_ONCE + 1
    assert (len(reader.said()), reader.doubted()) == (left, 0)
    assert reader.look().corrections == ()


@pytest.mark.parametrize(("count", "doubted"), [(MOST_AT_ONCE, 0), (MOST_AT_ONCE + 1, MOST_AT_ONCE + 1)])
def test_so_many_taken_out_at_once_wait_to_be_confirmed(reader, count, doubted):
    reader.deliver([pest(n) for n in range(20, 22 + MOST_AT_ONCE)])
    reader.sweep()
    for n in range(20, 20 + count):
        reader.drag(f"Message {n}", "INBOX")
    later = NOW + timedelta(days=1)
    assert sum(one.taken_back for one in reader.sweep(at=later)) == count
    assert (len(reader.said()), reader.doubted()) == (count - doubted, doubted)


def test_what_was_said_another_day_is_not_doubted_with_it(reader):
    reader.drag("Message 0", SPRAY)
    reader.look(at=NOW - timedelta(days=1))
    with open_store(reader.path) as store:
        store.corrections.doubt(NOW)
    assert reader.said() == {"Message 0": "spray"}


# ---------------------------------------------------------------- mailboxes that do not count


def test_a_maildir_says_the_same(reader, tmp_path):
    root = tmp_path / "Maildir"
    for folder in ("", ".Outreach.Spray"):
        for name in ("cur", "new", "tmp"):
            (root / folder / name).mkdir(parents=True)
    (root / ".Outreach.Spray" / "cur" / "1.a.host:2,").write_bytes(raw(1))
    (root / "cur" / "2.a.host:2,").write_bytes(raw(2))

    def look():
        return [one.label for one in reader.look(mailbox=MaildirMailbox(root, writable=False)).corrections]

    with open_store(reader.path) as store:
        store.forget_all()
    assert look() == [], "it stood there before"
    (root / "cur" / "2.a.host:2,").rename(root / ".Outreach.Spray" / "cur" / "2.a.host:2,S")
    assert look() == [Label.SPRAY]
    assert look() == []
