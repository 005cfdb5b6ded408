from __future__ import annotations

import array
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from triage.domain import Fingerprint, Label, Ref, RepeatKind, Target
from triage.errors import StateError
from triage.memory.journal import Filing, State
from triage.memory.store import open_store, preview_store
from triage.memory.vendors import Touch, grouped

START = datetime(2014, 3, 1, 9, 0, 0, 123456, tzinfo=UTC)


def fingerprint(n, *, domain="vendor.example", days=0, kind=None, of=None, sketch=(), **more):
    sketch = (*sketch, 0x5EED0000 + n)
    told = {"sender": f"jo@{domain}", "name": "Jo Vendor", "label": Label.PITCH, "touch": 1, **more}
    return Fingerprint(
        id=f"message-{n:04}",
        date=None if days is None else START + timedelta(days=days),
        domain=domain,
        digest=f"digest of {n:06}".encode(),
        words=array.array("I", (*sketch, *range(0x5EEE0000 + 64 * n, 0x5EEE0020 + 64 * n))).tobytes(),
        mass=64.0,
        sketch=sketch,
        ties=(0xABCDEF000000 + n,),
        kind=kind,
        of=of,
        **told,
    )


def touch(n, *, domain="vendor.example", days=0, **more):
    told = {"sender": f"jo@{domain}", "name": "Jo", "label": Label.SPRAY, **more}
    return Touch(f"message-{n}", None if days is None else START + timedelta(days=days), domain=domain, **told)


def domain_or_sender(one):
    return one.domain or one.sender


def vendors_of(*touches):
    return grouped(touches, domain_or_sender)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "work.sqlite3"


# ---------------------------------------------------------------- reading


def test_a_touch_is_read_as_it_was_remembered(path):
    with open_store(path) as store:
        store.fingerprints.add(fingerprint(1, kind=RepeatKind.REBOOT, of="message-0000"))
        store.fingerprints.add(fingerprint(2, days=None, sure=False))
    with preview_store(path) as store:
        assert sorted(store.vendors.touches(mailbox="work"), key=lambda one: one.id) == [
            Touch(
                "message-0001",
                START,
                "jo@vendor.example",
                "vendor.example",
                "Jo Vendor",
                Label.PITCH,
                RepeatKind.REBOOT,
                "message-0000",
                "work",
            ),
            Touch(
                "message-0002",
                None,
                "jo@vendor.example",
                "vendor.example",
                "Jo Vendor",
                Label.PITCH,
                mailbox="work",
                sure=False,
            ),
        ]


def test_nothing_is_pruned_however_old_or_many(path):
    with open_store(path) as store, store.transaction():
        for n in range(500):
            store.fingerprints.add(fingerprint(n, days=8 * n, sketch=(1, 2, 3)))
    with preview_store(path) as store:
        [vendor] = vendors_of(*store.vendors.touches())
    assert len(vendor.touches) == 500
    assert vendor.dates[-1] - vendor.dates[0] > timedelta(days=365 * 10)


def test_the_folder_of_a_message_is_known_from_the_journal_unless_it_was_put_back(path):
    def filing(uid, **more):
        return Filing(Ref("INBOX", uid), uid * 64, f"id-{uid}", Label.SPRAY, (), **more)

    with open_store(path) as store:
        run = store.journal.begin("INBOX", at=START)
        filings = [filing("1"), filing("2"), filing("3")]
        intents = store.journal.intend(run, filings, Target("Outreach/Spray"), at=START)
        store.journal.conclude([(one, State.DONE, Ref("Outreach/Spray", one.filing.ref.uid)) for one in intents[:2]])
        [back] = store.journal.intend(run, [filing("2", undoes=intents[1].number)], Target("INBOX"), at=START)
        store.journal.conclude([(back, State.DONE, Ref("INBOX", "9"))])
        assert store.vendors.folders() == {"id-1": "Outreach/Spray"}


# ---------------------------------------------------------------- grouping


def test_vendors_are_told_apart_by_who_stands_behind_them():
    found = vendors_of(touch(1), touch(2, sender="ann@vendor.example"), touch(3, domain="", sender="x@gmail.com"))
    assert [(one.name, len(one.touches), len(one.reps)) for one in found] == [
        ("vendor.example", 2, 2),
        ("x@gmail.com", 1, 1),
    ]


def test_who_sent_nothing_that_was_surely_outreach_is_no_vendor():
    doubtful = touch(1, domain="friend.example", sure=False)
    pester = [touch(2, sure=False), touch(3, days=4)]
    assert [(one.name, len(one.touches)) for one in vendors_of(doubtful, *pester)] == [("vendor.example", 2)]


def test_those_who_repeat_most_come_first_then_those_who_write_most():
    found = vendors_of(
        *(touch(n, domain="often.example", days=n) for n in range(5)),
        *(touch(10 + n, domain="rare.example", days=n) for n in range(2)),
        touch(20, domain="again.example"),
        touch(21, domain="again.example", kind=RepeatKind.BUMP),
    )
    assert [one.name for one in found] == ["again.example", "often.example", "rare.example"]


def test_a_sister_joins_the_vendor_of_what_it_repeats_with_all_that_its_domain_sent():
    [vendor] = vendors_of(
        touch(1),
        touch(2, days=1),
        touch(3, domain="getvendor.example", days=9, kind=RepeatKind.SISTER, of="message-1"),
        touch(4, domain="getvendor.example", days=12, kind=RepeatKind.BUMP, of="message-3"),
        touch(5, domain="vendor-hq.example", days=400, kind=RepeatKind.SISTER, of="message-3"),
    )
    assert vendor.name == "vendor.example"
    assert vendor.domains == ("vendor.example", "getvendor.example", "vendor-hq.example")
    assert vendor.longest_gap == timedelta(days=388)
    assert vendor.kinds == {RepeatKind.SISTER: 2, RepeatKind.BUMP: 1}


@pytest.mark.parametrize("of", [None, "forgotten"])
def test_a_sister_of_nothing_that_is_known_stays_by_itself(of):
    found = vendors_of(touch(1), touch(2, domain="other.example", kind=RepeatKind.SISTER, of=of))
    assert sorted(one.name for one in found) == ["other.example", "vendor.example"]


def test_a_bump_joins_no_other_vendor():
    found = vendors_of(touch(1), touch(2, domain="other.example", kind=RepeatKind.BUMP, of="message-1"))
    assert len(found) == 2


def test_an_id_means_a_message_of_its_own_mailbox_only():
    found = vendors_of(
        touch(1, mailbox="one"),
        touch(2, domain="other.example", kind=RepeatKind.SISTER, of="message-1", mailbox="two"),
    )
    assert len(found) == 2


def test_a_firm_names_a_vendor_before_its_free_mail_does():
    free = [
        touch(n, domain="", sender="jo@gmail.com", days=n, kind=RepeatKind.SISTER, of="message-9") for n in range(3)
    ]
    [vendor] = vendors_of(*free, touch(9))
    assert vendor.name == "vendor.example"


def test_touches_come_oldest_first_and_undated_ones_make_no_gap():
    [vendor] = vendors_of(touch(1, days=None), touch(2, days=40), touch(3, days=5), touch(4, days=7))
    assert [one.id for one in vendor.touches] == ["message-3", "message-4", "message-2", "message-1"]
    assert vendor.longest_gap == timedelta(days=33)
    assert vendors_of(touch(1, days=None))[0].longest_gap is None


# ---------------------------------------------------------------- forgetting


def on_disk(path):
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


def test_of_what_is_forgotten_no_byte_stays_on_the_disk_and_the_rest_is_found_as_before(path):
    gone = [fingerprint(n, domain="pest.example", name="Petra Pest", sketch=(7, 8)) for n in range(60)]
    kept = fingerprint(99, sketch=(7, 8), kind=RepeatKind.SISTER, of="message-0003")
    told = [
        b"pest.example",
        b"Petra Pest",
        b"message-0003",
        *(one.digest for one in gone),
        *(one.words for one in gone),
    ]
    told += [one.ties[0].to_bytes(6, "little") for one in gone]
    with open_store(path) as store:
        for one in (*gone, kept):
            store.fingerprints.add(one)
    before = on_disk(path)
    assert [trace for trace in told if trace not in before] == []
    with open_store(path) as store:
        store.forget([one.id for one in gone])
        during = on_disk(path)
        [left] = store.fingerprints.similar([7, 8])
    assert [trace for trace in told if trace in during + on_disk(path)] == []
    assert (left.id, left.digest, left.kind, left.of) == (kept.id, kept.digest, RepeatKind.SISTER, None)


def test_everything_can_be_forgotten_and_the_journal_kept(path):
    with open_store(path) as store:
        store.fingerprints.add(fingerprint(1))
        store.contacts.add_sent(["ann@friend.example"], message_id="<a@b>", date=START, words=["sextant"])
        run = store.journal.begin("INBOX", at=START)
        store.journal.put_back(["f" * 64], at=START)
        store.forget_all()
        assert (store.fingerprints.count(), store.contacts.count(), store.contacts.words()) == (0, 0, {})
        assert not store.contacts.is_mine(["<a@b>"])
        assert store.contacts.wrote_to_domain("friend.example", before=START + timedelta(days=1)) is None
        assert store.journal.run(run) is not None
        assert store.journal.is_put_back("f" * 64)
    assert [word for word in (b"vendor.example", b"friend.example", b"sextant") if word in on_disk(path)] == []


def test_everything_can_be_forgotten_with_the_journal(path):
    with open_store(path) as store:
        run = store.journal.begin("INBOX", at=START)
        filing = Filing(Ref("INBOX", "1"), "e" * 64, "id-of-it", Label.SPRAY, ("blocked",))
        [intent] = store.journal.intend(run, [filing], Target("Outreach/Spray"), at=START)
        store.journal.conclude([(intent, State.DONE, Ref("Outreach/Spray", "1"))])
        store.forget_all(journal=True)
        assert store.journal.runs() == []
    assert b"id-of-it" not in on_disk(path)


def test_fingerprints_keep_their_form_so_that_the_folders_are_not_read_again(path):
    with open_store(path) as store:
        store.fingerprints.have_form(3)
        store.forget_all(journal=True)
        assert store.fingerprints.form == 3


def test_somebody_who_reads_meanwhile_is_told_of_and_nothing_is_half_forgotten(path):
    with open_store(path, busy_seconds=0.05) as store:
        store.fingerprints.add(fingerprint(1))
        reader = sqlite3.connect(path)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM fingerprint").fetchone()
        with pytest.raises(StateError, match="read by another program"):
            store.forget(["message-0001"])
        reader.close()
        assert store.fingerprints.count() == 0
        store.forget([])
    assert b"message-0001" not in on_disk(path)
