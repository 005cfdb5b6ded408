"""ImapMailbox on a real Dovecot, with imaplib as the oracle and the other client."""

import hashlib
import re
import threading
import tracemalloc
from collections import Counter

import pytest
from servers import Proxy, Server, raw_client

from triage.domain import Ref, Target
from triage.errors import FilingStopped, UnreachableError
from triage.mailbox.imap import connect
from triage.mailbox.wire_guard import CLAIM, READING_VERBS, Limits


def raw(number: int) -> bytes:
    return b"From: jo%d@vendor.example\r\nSubject: %d\r\nMessage-ID: <%d@x>\r\n\r\nHello\r\n" % (number, number, number)


def fill(server, count, *, flags=None):
    with raw_client(server) as client:
        for number in range(count):
            day = f'"{1 + number % 28:02}-Feb-2024 10:00:00 +0100"'
            assert client.append("INBOX", flags(number) if flags else None, day, raw(number))[0] == "OK"


def snapshot(server, folder="INBOX"):
    """Return Message-ID -> (hash of the bytes, flags, INTERNALDATE) as imaplib sees it, without marking as read."""
    with raw_client(server) as client:
        status, count = client.select(f'"{folder}"', readonly=True)
        if status != "OK" or count == [b"0"]:
            return {}
        found = {}
        for piece in client.fetch("1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]:
            if isinstance(piece, tuple):
                flags = sorted(set(re.search(rb"FLAGS \(([^)]*)\)", piece[0])[1].split()) - {b"\\Recent"})
                date = re.search(rb'INTERNALDATE "([^"]*)"', piece[0])[1]
                key = re.search(rb"<\d+@x>", piece[1])[0]
                assert key not in found, "doubled"
                found[key] = (hashlib.sha256(piece[1]).hexdigest(), flags, date)
        return found


def opened(server, **more):
    return connect(server, password="secret", writable=True, **more)


def refs_of(mailbox, folder="INBOX"):
    return [entry.ref for entry in mailbox.scan(folder)]


def some_flags(number):
    return ["(\\Seen)", None, "(\\Flagged $Work)", "(\\Answered \\Seen)", "(\\Draft)"][number % 5]


@pytest.fixture
def lesser(dovecot, dovecot_user):
    """Return a maker of a server that has lost some of its capabilities on the way."""
    proxies = []

    def make(**lost: bytes) -> Server:
        def rewrite(chunk: bytes) -> bytes:
            for word in lost.values():
                chunk = chunk.replace(b" " + word, b" X" + word[1:])
            return chunk

        proxies.append(Proxy(dovecot.port, to_client=rewrite))
        return Server("127.0.0.1", proxies[-1].port, dovecot_user.user, "none")

    yield make
    for proxy in proxies:
        proxy.stop()


LESS = {
    "all": {},
    "no MOVE": {"a": b"MOVE"},
    "no UIDPLUS": {"a": b"UIDPLUS"},
    "neither MOVE nor UIDPLUS": {"a": b"MOVE", "b": b"UIDPLUS"},
    "no CONDSTORE": {"a": b"CONDSTORE", "b": b"QRESYNC", "c": b"HIGHESTMODSEQ"},
    "no ESEARCH": {"a": b"ESEARCH"},
    "no NAMESPACE": {"a": b"NAMESPACE"},
    "nothing at all": {"a": b"MOVE", "b": b"UIDPLUS", "c": b"ESEARCH", "d": b"CONDSTORE", "e": b"NAMESPACE", "f": b"SPECIAL-USE"},
}  # fmt: skip


@pytest.mark.parametrize("lost", LESS.values(), ids=LESS)
def test_bytes_flags_and_dates_are_the_same_after_a_move_and_after_moving_back(lesser, dovecot_user, lost):
    fill(dovecot_user, 12, flags=some_flags)
    before = snapshot(dovecot_user)
    with opened(lesser(**lost)) as mailbox:
        moved = mailbox.move(refs_of(mailbox)[:7], mailbox.prepare("Outreach/Spray"))
        assert len(moved) == 7
        there, left = snapshot(dovecot_user, "Outreach/Spray"), snapshot(dovecot_user)
        assert len(there) == 7
        assert there | left == before
        back = mailbox.move(refs_of(mailbox, "Outreach/Spray"), mailbox.prepare("INBOX"))
        assert len(back) == 7
    assert snapshot(dovecot_user) == before
    assert snapshot(dovecot_user, "Outreach/Spray") == {}


@pytest.mark.parametrize("lost", LESS.values(), ids=LESS)
def test_the_new_places_that_are_told_are_the_right_ones(lesser, dovecot_user, lost):
    fill(dovecot_user, 5)
    with opened(lesser(**lost)) as mailbox:
        refs = refs_of(mailbox)
        before = {stored.ref: stored.raw for stored in mailbox.fetch(refs)}
        moved = mailbox.move([refs[4], refs[1]], mailbox.prepare("Outreach"))
        assert set(moved) == {refs[1], refs[4]}
        for old, new in moved.items():
            if new is None:
                assert lost == LESS["no UIDPLUS"]
            else:
                assert [stored.raw for stored in mailbox.fetch([new])] == [before[old]]


def test_a_preview_sends_no_writing_command_and_leaves_everything_as_it_is(dovecot_user):
    fill(dovecot_user, 5, flags=some_flags)
    before = snapshot(dovecot_user)
    sent = []
    with connect(dovecot_user, password="secret", writable=False, trace=sent.append) as mailbox:
        mailbox.folders()
        assert len(list(mailbox.fetch(refs_of(mailbox)))) == 5
        list(mailbox.scan("Not there"))
    assert {" ".join(line.split()[:2]) if line.startswith("UID") else line.split()[0] for line in sent} <= READING_VERBS
    assert not any("BODY[" in line for line in sent)
    assert snapshot(dovecot_user) == before


def test_a_folder_is_made_level_by_level_and_subscribed_and_a_parent_that_is_there_is_kept(dovecot_user):
    sent = []
    with opened(dovecot_user, trace=sent.append) as mailbox:
        target = mailbox.prepare("Outreach/Spray")
        mailbox.prepare("Outreach/Pitch")
        assert target.next_uid == 1
    assert [line for line in sent if line.startswith("CREATE")] == [
        'CREATE "Outreach"', 'CREATE "Outreach/Spray"', 'CREATE "Outreach/Pitch"',
    ]  # fmt: skip
    with raw_client(dovecot_user) as client:
        assert {line.split(b'"')[-1].strip() for line in client.lsub()[1]} >= {
            b"Outreach",
            b"Outreach/Spray",
            b"Outreach/Pitch",
        }


def test_special_use_is_told(dovecot_user):
    with opened(dovecot_user) as mailbox:
        assert {folder.name: folder.special_use for folder in mailbox.folders()} == {"INBOX": "", "Junk": "\\Junk"}


@pytest.mark.case(18)
@pytest.mark.parametrize("clients", [2, 4])
def test_clients_that_move_the_same_messages_double_and_lose_nothing(dovecot_user, clients):
    fill(dovecot_user, 120, flags=some_flags)
    before = snapshot(dovecot_user)
    mailboxes = [opened(dovecot_user, claim_grace=1.0) for _ in range(clients)]
    targets = [mailbox.prepare(f"Outreach/{number}") for number, mailbox in enumerate(mailboxes)]
    refs = refs_of(mailboxes[0])
    answers = [{} for _ in mailboxes]
    barrier = threading.Barrier(clients)

    def run(which):
        barrier.wait()
        for at in range(0, len(refs), 30):
            answers[which].update(mailboxes[which].move(refs[at : at + 30], targets[which]))

    threads = [threading.Thread(target=run, args=(which,)) for which in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mailbox in mailboxes:
        mailbox.close()
    found = [snapshot(dovecot_user, target.folder) for target in targets] + [snapshot(dovecot_user)]
    assert Counter(key for some in found for key in some) == Counter(before.keys())
    assert {key: value for some in found for key, value in some.items()} == before
    assert [set(answer) for answer in answers] == [
        {ref for ref in refs if f"<{int(ref.uid) - 1}@x>".encode() in there} for there in found[:-1]
    ]


def test_a_claim_left_by_a_run_that_was_killed_is_void_after_the_grace(dovecot_user):
    fill(dovecot_user, 3, flags=some_flags)
    before = snapshot(dovecot_user)
    with raw_client(dovecot_user) as client:
        client.select("INBOX")
        client.uid("STORE", "1:2", "+FLAGS.SILENT", f"({CLAIM})")
    waited = []
    with opened(dovecot_user, claim_grace=7.0, sleep=waited.append) as mailbox:
        assert len(mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))) == 3
    assert waited == [7.0]
    assert snapshot(dovecot_user, "Outreach") == before


def test_a_claim_that_somebody_renews_during_the_grace_is_respected(dovecot_user):
    fill(dovecot_user, 2)
    with raw_client(dovecot_user) as client:
        client.select("INBOX")
        client.uid("STORE", "1", "+FLAGS.SILENT", f"({CLAIM})")

        def renew(_):
            client.uid("STORE", "1", "-FLAGS.SILENT", f"({CLAIM})")
            client.uid("STORE", "1", "+FLAGS.SILENT", f"({CLAIM})")

        with opened(dovecot_user, sleep=renew) as mailbox:
            moved = mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))
            assert [ref.uid for ref in moved] == ["2"]
    assert set(snapshot(dovecot_user)) == {b"<0@x>"}


def test_a_claim_is_not_shown_and_not_left_behind_where_the_target_refuses(dovecot_user):
    fill(dovecot_user, 2, flags=some_flags)
    before = snapshot(dovecot_user)
    with opened(dovecot_user) as mailbox:
        with pytest.raises(FilingStopped, match="not there any more"):
            mailbox.move(refs_of(mailbox), Target("Never made", "1", 1))
        assert all(CLAIM not in stored.flags for stored in mailbox.fetch(refs_of(mailbox)))
    assert snapshot(dovecot_user) == before


@pytest.mark.case(22)
def test_without_uidplus_mail_that_somebody_else_marked_as_deleted_is_never_expunged(lesser, dovecot_user):
    fill(dovecot_user, 4, flags=lambda number: "(\\Deleted)" if number == 3 else None)
    before = snapshot(dovecot_user)
    with opened(lesser(**LESS["neither MOVE nor UIDPLUS"])) as mailbox:
        refs = refs_of(mailbox)
        with pytest.raises(FilingStopped, match="marked as deleted"):
            mailbox.move(refs[:2], mailbox.prepare("Outreach"))
    assert snapshot(dovecot_user) == before
    assert snapshot(dovecot_user, "Outreach") == {}


def test_without_move_mail_that_somebody_else_marked_as_deleted_stays(lesser, dovecot_user):
    fill(dovecot_user, 4, flags=lambda number: "(\\Deleted)" if number == 3 else None)
    before = snapshot(dovecot_user)
    with opened(lesser(**LESS["no MOVE"])) as mailbox:
        assert len(mailbox.move(refs_of(mailbox)[:2], mailbox.prepare("Outreach"))) == 2
    assert snapshot(dovecot_user, "Outreach") | snapshot(dovecot_user) == before
    assert len(snapshot(dovecot_user)) == 2


@pytest.mark.parametrize("lost", [LESS["no MOVE"], LESS["neither MOVE nor UIDPLUS"]], ids=["no MOVE", "nor UIDPLUS"])
@pytest.mark.parametrize("verb", [b"COPY ", b"STORE ", b"EXPUNGE"])
def test_a_connection_that_is_cut_in_the_middle_of_a_copying_move_loses_nothing_and_settles(
    lesser, dovecot_user, lost, verb
):
    fill(dovecot_user, 3, flags=some_flags)
    before = snapshot(dovecot_user)
    cuts = []

    def cut(chunk: bytes) -> bytes | None:
        if verb in chunk and (verb != b"STORE " or b"Deleted" in chunk) and not cuts:
            cuts.append(verb)
            return None
        return chunk

    front = lesser(**lost)
    proxy = Proxy(front.port, to_server=cut)
    try:
        mailbox = opened(Server("127.0.0.1", proxy.port, dovecot_user.user, "none"), claim_grace=0.0)
        refs = refs_of(mailbox)
        target = mailbox.prepare("Outreach")
        with pytest.raises(UnreachableError):
            mailbox.move(refs, target)
        mailbox.close()
    finally:
        proxy.stop()
    assert cuts
    with opened(lesser(**lost), claim_grace=0.0) as mailbox:
        there = {stored.raw: stored.ref for stored in mailbox.fetch(refs_of(mailbox, "Outreach"))}
        for stored in list(mailbox.fetch(refs)):
            if stored.raw in there:
                mailbox.settle(stored.ref, there[stored.raw])
        left = refs_of(mailbox)
        mailbox.move(left, target)
    found, home = snapshot(dovecot_user, "Outreach"), snapshot(dovecot_user)
    assert not set(found) & set(home)
    assert {key: value[0] for key, value in (found | home).items()} == {key: value[0] for key, value in before.items()}
    assert home == {}
    assert all(b"\\Deleted" not in flags for _, flags, _ in found.values())


@pytest.mark.case(10)
def test_a_full_mailbox_stops_a_copying_move_and_leaves_the_source(lesser, dovecot_user):
    fill(dovecot_user, 2)
    before = snapshot(dovecot_user)

    def full(chunk: bytes) -> bytes:
        return re.sub(rb"(\r\n|^)(\S+) OK \[COPYUID[^\r]*", rb"\1\2 NO [OVERQUOTA] full", chunk)

    proxy = Proxy(lesser(**LESS["no MOVE"]).port, to_client=full)
    try:
        front = Server("127.0.0.1", proxy.port, dovecot_user.user, "none")
        with opened(front) as mailbox, pytest.raises(FilingStopped, match="full"):
            mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))
    finally:
        proxy.stop()
    assert snapshot(dovecot_user) == before


def test_a_settling_of_different_mail_does_nothing(dovecot_user):
    fill(dovecot_user, 2)
    before = snapshot(dovecot_user)
    with opened(dovecot_user) as mailbox:
        mailbox.settle(*refs_of(mailbox))
    assert snapshot(dovecot_user) == before


def test_a_folder_that_was_deleted_and_made_again_makes_every_old_ref_gone(dovecot_user):
    with opened(dovecot_user) as mailbox:
        mailbox.prepare("Outreach")
        with raw_client(dovecot_user) as client:
            client.append("Outreach", None, None, raw(1))
            old = refs_of(mailbox, "Outreach")
            client.delete("Outreach")
            client.create("Outreach")
            client.append("Outreach", None, None, raw(2))
        mailbox.folders()
        assert list(mailbox.scan("INBOX")) == []
        assert list(mailbox.fetch(old)) == []
        assert mailbox.move(old, mailbox.prepare("Elsewhere")) == {}


def test_mail_that_arrives_between_two_scans_is_found(dovecot_user):
    fill(dovecot_user, 1)
    with opened(dovecot_user) as mailbox:
        (first,) = refs_of(mailbox)
        fill(dovecot_user, 1)
        assert [entry.ref.uid for entry in mailbox.scan("INBOX", after=int(first.uid))] == ["2"]


def test_a_scan_goes_on_where_it_was_when_messages_are_moved_meanwhile(dovecot_user):
    fill(dovecot_user, 30)
    with opened(dovecot_user) as mailbox:
        target = mailbox.prepare("Outreach")
        seen = []
        for entry in mailbox.scan("INBOX"):
            seen.append(entry.ref.uid)
            mailbox.move([entry.ref], target)
    assert seen == [str(number) for number in range(1, 31)]
    assert len(snapshot(dovecot_user, "Outreach")) == 30


@pytest.mark.case(64)
def test_a_folder_of_no_messages(dovecot_user):
    with opened(dovecot_user) as mailbox:
        assert list(mailbox.scan("INBOX")) == []
        assert list(mailbox.fetch([Ref("INBOX", "1", "1")])) == []
        assert mailbox.move([Ref("INBOX", "1", "1")], mailbox.prepare("Outreach")) == {}


def test_a_folder_of_a_thousand_messages_moves_there_and_back(dovecot, dovecot_user):
    dovecot.fill(dovecot_user.user, [raw(number) for number in range(1_000)])
    before = snapshot(dovecot_user)
    with opened(dovecot_user) as mailbox:
        refs = refs_of(mailbox)
        assert len(refs) == 1_000
        assert sum(1 for _ in mailbox.fetch(refs)) == 1_000
        moved = mailbox.move(refs, mailbox.prepare("Outreach"))
        assert snapshot(dovecot_user, "Outreach") == before
        mailbox.move([ref for ref in moved.values() if ref], mailbox.prepare("INBOX"))
    assert snapshot(dovecot_user) == before


@pytest.mark.case(46)
@pytest.mark.parametrize("lost", [LESS["all"], LESS["no ESEARCH"]], ids=["ESEARCH", "SEARCH"])
def test_a_folder_larger_than_one_answer_line_is_scanned_in_parts(dovecot, lesser, dovecot_user, lost):
    count = 3_000
    dovecot.fill(dovecot_user.user, [raw(number) for number in range(count)])
    with raw_client(dovecot_user) as client:  # every second one goes: no two UIDs in a row
        client.select("INBOX")
        client.uid("STORE", ",".join(str(uid) for uid in range(2, count + 1, 2)), "+FLAGS.SILENT", "(\\Deleted)")
        client.expunge()
    sent = []
    with opened(lesser(**lost), trace=sent.append, limits=Limits(window=400)) as mailbox:
        uids = [int(entry.ref.uid) for entry in mailbox.scan("INBOX")]
    assert uids == list(range(1, count + 1, 2))
    assert sum("SEARCH" in line for line in sent) > 5


@pytest.mark.case(58)
def test_a_large_message_costs_a_part_of_its_size(dovecot, dovecot_user):
    dovecot.fill(dovecot_user.user, [raw(0) + b"0123456789abcde\n" * (50 << 16)])
    with opened(dovecot_user) as mailbox:
        refs = refs_of(mailbox)
        tracemalloc.start()
        (stored,) = mailbox.fetch(refs)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(stored.raw) == 65_536
    assert stored.size > 50 << 20
    assert peak < 2 << 20


@pytest.mark.case(22)
def test_settling_without_uidplus_leaves_mail_that_somebody_else_marked_as_deleted_with_its_mark(lesser, dovecot_user):
    fill(dovecot_user, 3, flags=lambda number: "(\\Deleted)" if number == 2 else None)
    with raw_client(dovecot_user) as client:
        client.create("Outreach")
        client.select("INBOX")
        client.uid("COPY", "1", "Outreach")
    before = snapshot(dovecot_user)
    with opened(lesser(**LESS["neither MOVE nor UIDPLUS"])) as mailbox:
        mailbox.settle(refs_of(mailbox)[0], refs_of(mailbox, "Outreach")[0])
    assert snapshot(dovecot_user) == {key: value for key, value in before.items() if key != b"<0@x>"}
    assert set(snapshot(dovecot_user, "Outreach")) == {b"<0@x>"}


def test_a_claim_that_a_broken_move_left_is_taken_off_and_no_other_flag(dovecot_user):
    fill(dovecot_user, 3, flags=some_flags)
    before = snapshot(dovecot_user)
    with raw_client(dovecot_user) as client:
        client.select("INBOX")
        client.uid("STORE", "1:3", "+FLAGS.SILENT", f"({CLAIM})")
    claimed = snapshot(dovecot_user)
    with opened(dovecot_user) as mailbox:
        refs = refs_of(mailbox)
        mailbox.release(Ref("INBOX", ref.uid, "1") for ref in refs)  # of another UIDVALIDITY: not these messages
        assert snapshot(dovecot_user) == claimed != before
        mailbox.release(refs)
    assert snapshot(dovecot_user) == before
