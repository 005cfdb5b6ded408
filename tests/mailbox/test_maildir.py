"""What is special about a Maildir; what it shares with all mailboxes is in tests/contracts/."""

import os
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from triage.domain import Ref
from triage.errors import FilingStopped
from triage.mailbox.maildir import MaildirMailbox

RAW = b"From: jo@vendor.example\r\nDate: Fri, 1 Mar 2024 10:00:00 +0100\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    return tmp_path / "Maildir"


def put(root: Path, name: str, raw: bytes = RAW, *, ns: int = 1_700_000_000_123_456_789) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, ns=(ns, ns))
    return path


def files(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file of the tree with its bytes and its time in nanoseconds."""
    paths = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def opened(root: Path) -> MaildirMailbox:
    return MaildirMailbox(root, writable=True)


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("cur/1.a.host:2,", set()),
        ("cur/1.a.host:2,S", {"\\Seen"}),
        ("cur/1.a.host:2,DFPRST", {"\\Draft", "\\Flagged", "$Forwarded", "\\Answered", "\\Seen", "\\Deleted"}),
        ("cur/1.a.host:2,Sab", {"\\Seen"}),
        ("cur/1.a.host", set()),
        ("cur/1.a.host:1,S", set()),
        ("new/1.a.host", set()),
    ],
)
def test_info_letters_become_imap_flags_and_the_base_name_is_the_uid(root, name, flags):
    put(root, name)
    (entry,) = opened(root).scan("INBOX")
    (stored,) = opened(root).fetch([entry.ref])
    assert entry.ref.uid == "1.a.host" == stored.id
    assert stored.flags == flags


@pytest.mark.parametrize("name", ["cur/1.a:2,FSb", "cur/1.a:2,", "cur/1.a", "new/1.a", "cur/1.a,S=80,W=85:2,S"])
def test_a_move_and_a_move_back_keep_part_name_letters_and_time_to_the_nanosecond(root, name):
    put(root, name)
    before = files(root)
    mailbox = opened(root)
    target = mailbox.prepare("Outreach/Spray")
    moved = mailbox.move([entry.ref for entry in mailbox.scan("INBOX")], target)
    after = files(root)
    assert after[f".Outreach.Spray/{name}"] == before[name]
    assert name not in after
    mailbox.move([ref for ref in moved.values() if ref], mailbox.prepare("INBOX"))
    assert {name: kept for name, kept in files(root).items() if "maildirfolder" not in name} == before


@pytest.mark.parametrize("there", ["cur/1.a:2,S", "cur/1.a:2,", "new/1.a"])
def test_a_name_that_is_taken_in_the_target_is_never_overwritten(root, there):
    mailbox = opened(root)
    target = mailbox.prepare("Outreach")
    put(root, "cur/1.a:2,S")
    put(root / ".Outreach", there, b"Subject: other\n\nmail")
    before = files(root)
    assert mailbox.move([Ref("INBOX", "1.a")], target) == {}
    assert files(root) == before


def test_a_name_that_appears_in_the_target_after_it_was_listed_is_not_overwritten(root):
    put(root, "cur/1.a:2,S")
    mailbox = opened(root)
    target = mailbox.prepare("Outreach")
    put(root, "cur/0.first:2,")

    class Late(list):
        """Refs during whose walk another client files the same name."""

        def __iter__(self):
            put(root / ".Outreach", "cur/1.a:2,S", b"Subject: other\n\nmail")
            return super().__iter__()

    assert mailbox.move(Late([Ref("INBOX", "1.a")]), target) == {}
    assert (root / ".Outreach/cur/1.a:2,S").read_bytes() == b"Subject: other\n\nmail"
    assert (root / "cur/1.a:2,S").read_bytes() == RAW


def test_a_file_that_a_reader_renames_between_scan_and_fetch_is_found(root):
    path = put(root, "new/1.a")
    mailbox = opened(root)
    (entry,) = mailbox.scan("INBOX")
    path.rename(root / "cur/1.a:2,S")
    (stored,) = mailbox.fetch([entry.ref])
    assert (stored.raw, stored.flags) == (RAW, {"\\Seen"})
    assert set(mailbox.move([entry.ref], mailbox.prepare("Outreach"))) == {entry.ref}


def test_a_file_that_vanishes_between_scan_and_fetch_is_left_out(root):
    put(root, "cur/1.a:2,")
    put(root, "cur/2.b:2,")
    mailbox = opened(root)
    refs = [entry.ref for entry in mailbox.scan("INBOX")]
    (root / "cur/1.a:2,").unlink()
    assert [stored.ref for stored in mailbox.fetch(refs)] == refs[1:]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"", "empty"), (b"\x7fELF\0\0\0\1" * 20, "binary"), (b"just some text\nwithout a header\n", "no header line")],
)
def test_a_file_that_is_no_mail_is_yielded_with_an_error(root, raw, sentence):
    put(root, "cur/1.a:2,", raw)
    mailbox = opened(root)
    (entry,) = mailbox.scan("INBOX")
    (stored,) = mailbox.fetch([entry.ref])
    assert stored.raw == b""
    assert sentence in stored.error


def test_a_pipe_or_a_folder_among_the_messages_is_reported_and_nobody_waits_for_it(root):
    os.mkfifo(root / "cur/1.pipe:2,")
    (root / "cur/2.folder:2,").mkdir()
    (root / "cur/3.link:2,").symlink_to("nowhere")
    mailbox = opened(root)
    stored = list(mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")]))
    assert [bool(one.error) for one in stored] == [True, True, True]
    assert "leads nowhere" in stored[2].error


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Date: Fri, 1 Mar 2024 10:00:00 +0100", datetime(2024, 3, 1, 9, tzinfo=UTC)),
        (b"DATE : 1 Mar 2024 10:00:00 GMT", datetime(2024, 3, 1, 10, tzinfo=UTC)),
        (b"Date:\r\n Fri, 1 Mar 2024\r\n 10:00:00 -0000", datetime(2024, 3, 1, 10, tzinfo=UTC)),
        (b"Date: yesterday", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (b"Date: Fri, 99 Mar 2024 10:00:00 +0100", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (b"X-Date: Fri, 1 Mar 2024 10:00:00 +0100", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        (b"X: " + b"x" * 20_000 + b"\r\nDate: 1 Mar 2024 10:00:00 +0000", datetime(2024, 3, 1, 10, tzinfo=UTC)),
    ],
    ids=["zone", "capitals", "folded", "words", "no such day", "another header", "behind a long header"],
)
def test_a_scan_dates_a_message_by_its_header_else_by_its_file(root, header, expected):
    raw = b"From: a@b\r\n" + header + b"\r\n\r\nDate: Fri, 5 Jul 2030 10:00:00 +0000\r\n"
    put(root, "cur/1.a:2,", raw, ns=1_700_000_000 * 10**9)
    (entry,) = opened(root).scan("INBOX")
    assert entry.date == expected


def test_preparing_a_folder_makes_every_level_and_leaves_subscriptions_alone(root):
    (root / "subscriptions").write_text("Sent\n")
    target = opened(root).prepare("Outreach/Spray")
    for folder in (".Outreach", ".Outreach.Spray"):
        assert {path.name for path in (root / folder).iterdir()} == {"cur", "new", "tmp", "maildirfolder"}
        assert (root / folder / "cur").stat().st_mode == root.stat().st_mode
    assert target.next_uid is None
    assert (root / "subscriptions").read_text() == "Sent\n"


def test_folders_are_listed_in_both_spellings_and_odd_ones_are_left_out(root):
    for name in (".Sent", ".Outreach.Spray", ".Entw&APw-rfe", ".Übrig", "..odd", ".git", "plain"):
        (root / name / ("cur" if name != ".git" else "objects")).mkdir(parents=True)
    found = {folder.name for folder in opened(root).folders()}
    assert found == {"INBOX", "Sent", "Outreach/Spray", "Entwürfe", "Übrig"}
    for name in found:
        assert list(opened(root).scan(name)) == []


def test_a_folder_with_a_dot_in_its_name_is_refused(root):
    with pytest.raises(FilingStopped, match="dot"):
        opened(root).prepare("Outreach/v1.0")


def test_a_target_that_is_removed_meanwhile_stops_the_filing_and_loses_nothing(root):
    put(root, "cur/1.a:2,")
    mailbox = opened(root)
    target = mailbox.prepare("Outreach")
    for part in ("cur", "new", "tmp"):
        (root / ".Outreach" / part).rmdir()
    with pytest.raises(FilingStopped, match="not there any more"):
        mailbox.move([Ref("INBOX", "1.a")], target)
    assert (root / "cur/1.a:2,").read_bytes() == RAW


def test_two_clients_that_move_the_same_mail_to_two_folders_double_and_lose_nothing(root):
    for number in range(200):
        put(root, f"cur/{number:03}.a:2,", b"Subject: %d\n\n" % number)
    mailboxes = [opened(root), opened(root)]
    targets = [mailbox.prepare(name) for mailbox, name in zip(mailboxes, ("One", "Two"), strict=True)]
    refs = [entry.ref for entry in mailboxes[0].scan("INBOX")]
    answers = [{}, {}]
    start = threading.Barrier(2)

    def run(which):
        start.wait()
        answers[which] = mailboxes[which].move(refs, targets[which])

    threads = [threading.Thread(target=run, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = sorted(raw for name, (raw, _) in files(root).items() if "maildirfolder" not in name)
    assert kept == sorted(b"Subject: %d\n\n" % number for number in range(200))
    assert set(answers[0]) | set(answers[1]) == set(refs)
    assert not set(answers[0]) & set(answers[1])


def test_names_that_are_no_utf8_are_found_again_by_their_printable_uid(root):
    put(root, os.fsdecode(b"cur/1.\xff\xfe:2,S"))
    mailbox = opened(root)
    (entry,) = mailbox.scan("INBOX")
    assert entry.ref.uid.encode("utf-8")
    assert [stored.raw for stored in mailbox.fetch([entry.ref])] == [RAW]
