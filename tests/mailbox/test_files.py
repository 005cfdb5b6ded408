"""Mail in .eml files, and the copies below --out that any file mailbox makes."""

import os
import tempfile
from pathlib import Path

import pytest

from triage.domain import Ref
from triage.errors import FilingStopped, UnreachableError, UsageError
from triage.mailbox.local import open_path

RAW = b"From: jo@vendor.example\r\nDate: Fri, 1 Mar 2024 10:00:00 +0100\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    for name in ("a.eml", "2024/01/b.eml", "2024/C.EML"):
        path = tmp_path / "mail" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(RAW.replace(b"Hello", name.encode()))
        os.utime(path, ns=(1, 1_700_000_000_123_456_789))
    return tmp_path / "mail"


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    paths = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def uids(mailbox, folder="INBOX"):
    return [entry.ref.uid for entry in mailbox.scan(folder)]


def test_eml_files_at_any_depth_count_and_hidden_ones_others_and_linked_folders_do_not(mail):
    (mail / ".hidden.eml").write_bytes(RAW)
    (mail / ".git").mkdir()
    (mail / ".git/x.eml").write_bytes(RAW)
    (mail / "notes.txt").write_bytes(RAW)
    (mail / "loop").symlink_to(mail)
    assert uids(open_path(mail, writable=False)) == ["a.eml", "2024/C.EML", "2024/01/b.eml"]


def test_ids_are_the_paths_below_the_target(mail):
    mailbox = open_path(mail, writable=False)
    stored = list(mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")]))
    assert [one.id for one in stored] == ["a.eml", "2024/C.EML", "2024/01/b.eml"]
    assert b"2024/01/b.eml" in stored[2].raw


def test_a_single_file_is_a_mailbox_of_one(mail):
    mailbox = open_path(mail / "2024/01/b.eml", writable=False)
    (entry,) = mailbox.scan("INBOX")
    (stored,) = mailbox.fetch([entry.ref])
    assert (stored.id, stored.size) == ("b.eml", len(stored.raw))


def test_a_move_copies_byte_for_byte_with_the_time_and_alters_no_source(mail, tmp_path):
    before = tree(mail)
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    moved = mailbox.move([entry.ref for entry in mailbox.scan("INBOX")], mailbox.prepare("Outreach/Spray"))
    assert len(moved) == 3
    assert tree(mail) == before
    copies = tree(tmp_path / "out/Outreach/Spray")
    copies.pop(".triage-folder")
    assert copies == before


def test_a_copy_of_a_large_message_is_whole(mail, tmp_path):
    raw = RAW + b"0123456789abcdef" * 300_000
    (mail / "large.eml").write_bytes(raw)
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    mailbox.move([Ref("INBOX", "large.eml")], mailbox.prepare("Spray"))
    assert (tmp_path / "out/Spray/large.eml").read_bytes() == raw


def test_taking_back_removes_the_copy_and_nothing_else(mail, tmp_path):
    before = tree(mail)
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    moved = mailbox.move([Ref("INBOX", "a.eml"), Ref("INBOX", "2024/01/b.eml")], mailbox.prepare("Spray"))
    back = mailbox.move([moved[Ref("INBOX", "a.eml")]], mailbox.prepare("INBOX"))
    assert back == {Ref("Spray", "a.eml"): Ref("INBOX", "a.eml")}
    assert uids(mailbox, "Spray") == ["2024/01/b.eml"]
    assert tree(mail) == before


@pytest.mark.parametrize("change", ["copy", "original", "original gone", "copy longer"])
def test_a_copy_stays_when_it_differs_from_its_original_or_the_original_is_gone(mail, tmp_path, change):
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    (copy,) = mailbox.move([Ref("INBOX", "a.eml")], mailbox.prepare("Spray")).values()
    path = tmp_path / "out/Spray/a.eml"
    match change:
        case "copy":
            path.write_bytes(path.read_bytes().replace(b"Hi", b"Ho"))
        case "copy longer":
            path.write_bytes(path.read_bytes() + b"x")
        case "original":
            (mail / "a.eml").write_bytes(RAW + b"more")
        case "original gone":
            (mail / "a.eml").unlink()
    kept = path.read_bytes()
    assert mailbox.move([copy], mailbox.prepare("INBOX")) == {}
    mailbox.settle(copy, Ref("INBOX", "a.eml"))
    assert path.read_bytes() == kept


def test_a_copy_left_by_an_earlier_run_counts_as_made(mail, tmp_path):
    first = open_path(mail, out=tmp_path / "out", writable=True)
    first.move([Ref("INBOX", "a.eml")], first.prepare("Spray"))
    again = open_path(mail, out=tmp_path / "out", writable=True)
    moved = again.move([Ref("INBOX", "a.eml")], again.prepare("Spray"))
    assert moved == {Ref("INBOX", "a.eml"): Ref("Spray", "a.eml")}


def test_another_file_in_the_place_of_a_copy_stops_the_filing_and_is_not_overwritten(mail, tmp_path):
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    target = mailbox.prepare("Spray")
    (tmp_path / "out/Spray/a.eml").write_bytes(b"mine")
    with pytest.raises(FilingStopped, match="empty"):
        mailbox.move([Ref("INBOX", "a.eml")], target)
    assert (tmp_path / "out/Spray/a.eml").read_bytes() == b"mine"


def test_an_original_below_out_is_never_taken_for_a_copy(tmp_path):
    (tmp_path / "all/INBOX").mkdir(parents=True)
    original = tmp_path / "all/INBOX/a.eml"
    original.write_bytes(RAW)
    mailbox = open_path(tmp_path / "all/INBOX", out=tmp_path / "all", writable=True)
    alias = os.path.relpath(original, tmp_path / "all").rpartition("/")[0]  # "INBOX" as a folder of OUT
    mailbox.prepare("Spray")
    mailbox.move([Ref("Inbox copy", "a.eml"), Ref(alias.lower(), "a.eml")], mailbox.prepare("INBOX"))
    assert original.read_bytes() == RAW


@pytest.mark.parametrize("uid", ["../secret.eml", "a/../../secret.eml", "/etc/passwd", "", "a\x00b"])
def test_a_message_outside_of_the_target_is_never_read(mail, uid):
    (mail.parent / "secret.eml").write_bytes(RAW)
    with pytest.raises(UsageError, match="no message of this folder"):
        list(open_path(mail, writable=False).fetch([Ref("INBOX", uid)]))


def test_files_that_are_no_mail_are_yielded_with_an_error_each(mail):
    (mail / "empty.eml").write_bytes(b"")
    (mail / "binary.eml").write_bytes(bytes(range(256)))
    (mail / "text.eml").write_bytes(b"no header here\n")
    os.mkfifo(mail / "pipe.eml")
    (mail / "link.eml").symlink_to("nowhere")
    mailbox = open_path(mail, writable=False)
    errors = {one.id: one.error for one in mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")]) if one.error}
    assert set(errors) == {"empty.eml", "binary.eml", "text.eml", "pipe.eml", "link.eml"}
    assert all(error.startswith("The file ") and error.endswith(".") for error in errors.values())


def test_a_file_that_vanishes_is_left_out(mail):
    mailbox = open_path(mail, writable=False)
    refs = [entry.ref for entry in mailbox.scan("INBOX")]
    (mail / "a.eml").unlink()
    assert [stored.id for stored in mailbox.fetch(refs)] == ["2024/C.EML", "2024/01/b.eml"]


def test_names_that_are_no_utf8_can_be_stored_and_found_again(mail, tmp_path):
    (mail / os.fsdecode(b"\xff\xe9.eml")).write_bytes(RAW)
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    uid = next(uid for uid in uids(mailbox) if "\\x" in uid)
    assert uid.encode("utf-8")
    assert [stored.raw for stored in mailbox.fetch([Ref("INBOX", uid)])] == [RAW]


def test_writing_without_out_is_refused_with_the_option_to_give(mail):
    with pytest.raises(UsageError, match="--out DIR"):
        open_path(mail, writable=True)


def test_out_inside_of_the_target_is_refused(mail):
    with pytest.raises(UsageError, match="outside"):
        open_path(mail, out=mail / "sorted", writable=True)


def test_a_folder_that_cannot_be_listed_is_told_and_not_taken_for_empty():
    with tempfile.TemporaryDirectory() as name:  # not tmp_path, whose parents only root may enter
        mail = Path(name)
        mail.chmod(0o755)
        (mail / "a.eml").write_bytes(RAW)
        (mail / "locked").mkdir(mode=0)
        mailbox = open_path(mail, writable=False)
        is_root = os.geteuid() == 0
        try:
            if is_root:  # whom no permission stops
                os.seteuid(65534)
            with pytest.raises(UnreachableError, match="locked cannot be read"):
                uids(mailbox)
        finally:
            if is_root:
                os.seteuid(0)


def test_a_prepared_folder_is_told_from_the_first_half_of_a_path(mail, tmp_path):
    mailbox = open_path(mail, out=tmp_path / "out", writable=True)
    for folder in ("Outreach", "Outreach/Spray"):
        mailbox.move([entry.ref for entry in mailbox.scan("INBOX")], mailbox.prepare(folder))
    assert [folder.name for folder in mailbox.folders()] == ["INBOX", "Outreach", "Outreach/Spray"]
    assert uids(mailbox, "Outreach") == uids(mailbox, "Outreach/Spray") == ["a.eml", "2024/C.EML", "2024/01/b.eml"]
