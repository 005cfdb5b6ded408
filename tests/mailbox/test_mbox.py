"""Mail in one .mbox, whole, half-written, enormous or odd."""

import mailbox as stdlib_mailbox
import os
import tracemalloc
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import Ref
from triage.errors import UnreachableError
from triage.mailbox.local import open_path
from triage.mailbox.mbox import MboxMailbox

LINE = b"From jo@vendor.example Fri Mar  1 09:00:00 2024\n"


def read(path):
    mailbox = MboxMailbox(path, out=None, writable=False)
    return list(mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")]))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (LINE + b"A: 1\n\nx\n\n" + LINE + b"A: 2\n\ny\n\n", [b"A: 1\n\nx\n", b"A: 2\n\ny\n"]),
        (LINE + b"A: 1\r\n\r\nx\r\n\r\n" + LINE + b"A: 2\r\n\r\ny\r\n\r\n", [b"A: 1\r\n\r\nx\r\n", b"A: 2\r\n\r\ny\r\n"]),
        (LINE + b"A: 1\n\nx\nFrom now on\n\n", [b"A: 1\n\nx\nFrom now on\n"]),
        (LINE + b"A: 1\n\n>From now\n>>From then\n> From\n\n", [b"A: 1\n\nFrom now\n>From then\n> From\n"]),
        (LINE + b"A: 1\n\nhalf a li", [b"A: 1\n\nhalf a li"]),
        (LINE + b"A: 1\nB: ha", [b"A: 1\nB: ha"]),
        (b"\n\n" + LINE + b"A: 1\n\nx\n", [b"A: 1\n\nx\n"]),
        (b"garbage\nFrom the top\n\n" + LINE + b"A: 1\n\nx\n", [b"A: 1\n\nx\n"]),
        (b"garbage\n" + LINE + b"A: 1\n\nx\n\n" + LINE + b"A: 2\n\n", [b"A: 1\n\nx\n", b"A: 2\n"]),
        (LINE + b"A: 1\n\n\n\n\n" + LINE + b"A: 2\n\ny\n", [b"A: 1\n\n\n\n", b"A: 2\n\ny\n"]),
        (b"\xef\xbb\xbf" + LINE + b"A: 1\n\nx\n", [b"A: 1\n\nx\n"]),
    ],
    ids=[
        "two", "CRLF", "From inside a paragraph", "quoted From", "half a body", "half a header", "empty lines first",
        "garbage first", "garbage without an empty line", "empty lines between", "byte order mark",
    ],
)  # fmt: skip
def test_messages_are_cut_where_a_separator_stands(tmp_path, written, expected):
    path = tmp_path / "a.mbox"
    path.write_bytes(written)
    stored = read(path)
    assert [one.raw for one in stored] == expected
    assert [one.size for one in stored] == [len(raw) for raw in expected]
    assert [one.id for one in stored] == [str(number) for number in range(len(expected))]


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"\n", "empty"), (b"no header\n\n", "no header line"), (b"\0\1\2\n\n", "binary")]
)
def test_a_part_that_is_no_mail_is_yielded_with_an_error_and_the_next_one_is_read(tmp_path, content, sentence):
    path = tmp_path / "a.mbox"
    path.write_bytes(LINE + content + LINE + b"A: 2\n\ny\n")
    first, second = read(path)
    assert sentence in first.error
    assert second.raw == b"A: 2\n\ny\n"


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 3),
            st.lists(st.sampled_from([b"x" * 70, b"From a", b">From b", b"", b" From c", b"y" * 3_000]), max_size=40),
            st.integers(1, 400),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_python_writes_is_read_back_byte_for_byte_at_any_size(tmp_path_factory, parts):
    path = tmp_path_factory.mktemp("mbox") / "a.mbox"
    written = []
    box = stdlib_mailbox.mbox(path)
    for number, lines, times in parts:
        body = b"".join(line + b"\n" for line in lines * times if line != b">From b")
        raw = b"Subject: %d\n\n" % number + body
        written.append(raw)
        box.add(raw)
    box.close()
    mailbox = MboxMailbox(path, out=None, writable=False)
    assert [entry.ref.uid for entry in mailbox.scan("INBOX")] == [str(number) for number in range(len(parts))]
    for number, raw in enumerate(written):
        chunks, _ = mailbox.open_source(Ref("INBOX", str(number)))
        assert b"".join(chunks) == raw


def test_separators_and_quotes_across_every_chunk_border_are_seen(tmp_path):
    path = tmp_path / "a.mbox"
    chunk = 1 << 20
    for shift in range(-40, 10):
        head = LINE + b"A: 1\n\n"
        body = b"z" * (chunk - len(head) + shift) + b"\n>From quoted\n"
        path.write_bytes(head + body + b"\n" + LINE + b"A: 2\n\n" + b"w" * (chunk + shift) + b"\n>From q\n\n")
        mailbox = MboxMailbox(path, out=None, writable=False)
        texts = [b"".join(mailbox.open_source(Ref("INBOX", str(number)))[0]) for number in range(2)]
        assert texts[0] == b"A: 1\n\n" + body.replace(b">From quoted", b"From quoted")
        assert texts[1] == b"A: 2\n\n" + b"w" * (chunk + shift) + b"\nFrom q\n"


def test_a_greater_sign_in_the_middle_of_an_endless_line_is_no_quote(tmp_path):
    path = tmp_path / "a.mbox"
    for shift in range(5):
        raw = b"A: 1\n\n" + b"z" * ((1 << 20) - 6 - shift) + b">From z" * 10 + b"\n"
        path.write_bytes(LINE + raw)
        mailbox = MboxMailbox(path, out=None, writable=False)
        assert b"".join(mailbox.open_source(Ref("INBOX", "0"))[0]) == raw


def test_the_date_is_that_of_the_header_else_of_the_separator(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(
        LINE + b"Date: Sat, 2 Mar 2024 10:00:00 +0100\n\n\n" + LINE + b"A: 2\n\n\n" + b"From nobody\nA: 3\n\n\n"
        b"From - Mon Mar  4 08:00:00 2024\nA: 4\n\n"
    )  # fmt: skip
    entries = list(MboxMailbox(path, out=None, writable=False).scan("INBOX"))
    assert [entry.date for entry in entries] == [
        datetime(2024, 3, 2, 9, tzinfo=UTC),
        datetime(2024, 3, 1, 9, tzinfo=UTC),
        None,
        datetime(2024, 3, 4, 8, tzinfo=UTC),
    ]


def test_a_copy_is_named_after_the_number_and_taken_back_by_it(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(LINE + b"A: 1\n\n>From x\n\n" + LINE + b"A: 2\n\ny\n\n")
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    mailbox = open_path(path, out=tmp_path / "out", writable=True)
    moved = mailbox.move([entry.ref for entry in mailbox.scan("INBOX")], mailbox.prepare("Outreach/Spray"))
    assert (tmp_path / "out/Outreach/Spray/0.eml").read_bytes() == b"A: 1\n\nFrom x\n"
    assert (tmp_path / "out/Outreach/Spray/1.eml").read_bytes() == b"A: 2\n\ny\n"
    assert set(mailbox.move([moved[Ref("INBOX", "0")]], mailbox.prepare("INBOX"))) == {Ref("Outreach/Spray", "0")}
    assert not (tmp_path / "out/Outreach/Spray/0.eml").exists()
    assert (tmp_path / "out/Outreach/Spray/1.eml").exists()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("uid", ["-1", "2", "x", "1.5", "", "９", "9" * 30])
def test_a_number_that_is_none_leads_nowhere(tmp_path, uid):
    path = tmp_path / "a.mbox"
    path.write_bytes(LINE + b"A: 1\n\nx\n\n" + LINE + b"A: 2\n\ny\n")
    assert list(MboxMailbox(path, out=None, writable=False).fetch([Ref("INBOX", uid)])) == []


def test_a_file_that_changes_while_it_is_read_is_not_cut_at_the_old_places(tmp_path):
    path = tmp_path / "a.mbox"
    path.write_bytes(LINE + b"A: 1\n\nx\n\n")
    mailbox = MboxMailbox(path, out=None, writable=False)
    (entry,) = mailbox.scan("INBOX")
    path.write_bytes(LINE + b"A: 1, and more\n\nx\n\n")
    with pytest.raises(UnreachableError, match="changed"):
        list(mailbox.fetch([entry.ref]))


def test_a_large_mbox_takes_memory_for_a_chunk_and_not_for_the_file(tmp_path):
    path = tmp_path / "a.mbox"
    with path.open("wb") as file:
        for number in range(40):
            file.write(LINE + b"Subject: %d\n\n" % number + b"some words on a line\n" * 50_000 + b"\n")
    assert os.path.getsize(path) > 40_000_000  # noqa: PTH202
    tracemalloc.start()
    mailbox = MboxMailbox(path, out=tmp_path / "out", writable=True)
    refs = [entry.ref for entry in mailbox.scan("INBOX")]
    assert sum(1 for _ in mailbox.fetch(refs)) == 40
    mailbox.move(refs[:2], mailbox.prepare("Spray"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20
