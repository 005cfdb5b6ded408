"""What lies at a path is recognised, or refused with a sentence that says what to give instead."""

import os

import pytest

from triage.errors import UsageError
from triage.mailbox.files import EmlMailbox
from triage.mailbox.local import open_path
from triage.mailbox.maildir import MaildirMailbox
from triage.mailbox.mbox import MboxMailbox

RAW = b"From: a@b\nSubject: x\n\nHello\n"


def build(path, kind):
    match kind:
        case "maildir":
            for part in ("cur", "new", "tmp"):
                (path / part).mkdir(parents=True)
        case "folder":
            (path / "deep/er").mkdir(parents=True)
            (path / "deep/er/a.eml").write_bytes(RAW)
        case "empty folder":
            path.mkdir()
        case "folder without mail":
            path.mkdir()
            (path / "notes.txt").write_bytes(RAW)
            (path / ".hidden.eml").write_bytes(RAW)
        case "pipe":
            os.mkfifo(path)
        case bytes():
            path.write_bytes(kind)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("m", "maildir", MaildirMailbox),
        ("m", "folder", EmlMailbox),
        ("m.eml", RAW, EmlMailbox),
        ("m", RAW, EmlMailbox),
        ("m.mbox", b"From a Fri Mar  1 09:00:00 2024\n" + RAW, MboxMailbox),
        ("Inbox", b"From a Fri Mar  1 09:00:00 2024\n" + RAW, MboxMailbox),
        ("m.mbox", b"cut off\n\nFrom a\n" + RAW, MboxMailbox),
    ],
)
def test_a_path_is_recognised(tmp_path, name, kind, expected):
    build(tmp_path / name, kind)
    assert type(open_path(tmp_path / name, writable=False)) is expected


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        ("m", None, "does not exist"),
        ("m/deeper", RAW, "does not exist"),
        ("m", "empty folder", "holds no mail"),
        ("m", "folder without mail", "holds no mail"),
        ("m.mbox", b"", "is empty"),
        ("m.eml", b"", "is empty"),
        ("m.mbox", RAW, "no line begins with 'From '"),
        ("m.txt", b"a shopping list\n", "is not mail"),
        ("m.bin", bytes(range(256)), "is not mail"),
        ("m", "pipe", "neither a file nor a folder"),
    ],
)
def test_a_path_that_is_no_mailbox_is_refused_with_what_to_give(tmp_path, name, kind, sentence):
    path = tmp_path / name
    build(path.parent if "/" in name else path, kind)
    with pytest.raises(UsageError, match=sentence) as caught:
        open_path(path, writable=False)
    assert "give a Maildir, an .mbox file" in str(caught.value)


def test_a_path_with_a_zero_byte_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        open_path(tmp_path / "a\0b", writable=False)


def test_a_maildir_takes_no_out(tmp_path):
    build(tmp_path / "m", "maildir")
    with pytest.raises(UsageError, match="in place"):
        open_path(tmp_path / "m", out=tmp_path / "out", writable=True)
