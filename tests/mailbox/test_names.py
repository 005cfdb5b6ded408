"""Folder names on the wire and on disk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.errors import FilingStopped
from triage.mailbox import names


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("INBOX", b"INBOX"),
        ("Entwürfe", b"Entw&APw-rfe"),
        ("a & b", b"a &- b"),
        ("台北", b"&U,BTFw-"),
        ("~peter/mail/台北/日本語", b"~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("\r\n", b"&AA0ACg-"),
        ("😀", b"&2D3eAA-"),
    ],
)
def test_modified_utf7_both_ways(name, encoded):
    assert names.encode(name) == encoded
    assert names.decode(encoded) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_survives_and_no_line_break_reaches_the_wire(name):
    encoded = names.encode(name)
    assert names.decode(encoded) == name
    assert all(0x20 <= byte <= 0x7E for byte in encoded)


@pytest.mark.parametrize("raw", [b"&", b"&A", b"&AA-", b"&!!-", b"&2D0-", b"a&b", b"\xff", b"&AGE-", b"&APw", b"&APx-"])
def test_what_is_not_canonical_is_refused(raw):
    with pytest.raises(ValueError, match=r"."):
        names.decode(raw)


@given(st.binary(max_size=60))
def test_no_bytes_from_a_server_raise_anything_but_value_error(raw):
    try:
        name = names.decode(raw)
    except ValueError:
        return
    assert names.encode(name) == raw


def test_the_inbox_is_written_in_capitals_at_the_first_level_only():
    assert names.levels("inbox/Inbox") == ["INBOX", "Inbox"]


def test_a_level_that_no_file_system_takes_is_refused():
    with pytest.raises(FilingStopped, match="200 bytes"):
        names.levels("a/" + "ü" * 101)
