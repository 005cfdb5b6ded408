"""Answers that no server means, found by fuzzing: thousands of digits, which Python refuses to read, ranges without an end, and
letters beyond ASCII where imaplib expects none.
"""

import itertools

import pytest
from servers import Scripted

from triage.errors import UnreachableError
from triage.mailbox import wire_parse as parse
from triage.mailbox.imap import connect
from triage.mailbox.wire_guard import Limits

DIGITS = b"9" * 5_000
FETCHED = b"* 1 FETCH (UID 1 RFC822.SIZE 3 FLAGS () BODY[]<0> {%b}\r\nabc)\r\n%%TAG%% OK done\r\n"


@pytest.fixture
def scripted():
    servers = []

    def start(answers, **more):
        servers.append(Scripted(answers, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def opened(server, **limits):
    return connect(server.server(), password="secret", writable=False, limits=Limits(silence=5, command=5, **limits))


def test_a_literal_of_thousands_of_digits_is_refused(scripted):
    server = scripted(
        {"UID SEARCH": b'* ESEARCH (TAG "x") UID ALL 1\r\n%TAG% OK done\r\n', "UID FETCH": FETCHED % DIGITS}
    )
    with opened(server) as mailbox, pytest.raises(UnreachableError):
        list(mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")]))


def test_a_greeting_of_thousands_of_digits_is_refused(scripted):
    with pytest.raises(UnreachableError):
        opened(scripted({}, greeting=b"* OK {%b}\r\n" % DIGITS))


def test_a_number_of_thousands_of_digits_in_a_search_is_garbage():
    assert parse.numbers([b"1 %b 2" % DIGITS]) == [1, 2]


def test_a_number_of_thousands_of_digits_in_a_status_is_left_out():
    assert parse.status([b'"a" (UIDNEXT %b UIDVALIDITY 9)' % DIGITS]) == {"UIDVALIDITY": 9}


def test_a_validity_of_thousands_of_digits_tells_of_no_copy():
    assert parse.copied([DIGITS + b" 1 4"], limit=9) == (0, {})


@pytest.mark.parametrize(
    "answer",
    [
        b"MIN 1 MAX 4294967295 COUNT 60000",
        b"MIN 1 MAX %b COUNT 60000" % DIGITS,
        b"MIN 1:3 MAX 9 COUNT 60000",
        b"COUNT 60000 MAX 7:9",
    ],
    ids=["always all", "thousands of digits", "a range", "a range at the end"],
)
def test_a_search_whose_ranges_have_no_end_is_ended(scripted, answer):
    select = Scripted.SELECT.replace(b"3 EXISTS", b"60000 EXISTS")
    told = b'* ESEARCH (TAG "x") UID ' + answer + b"\r\n%TAG% OK done\r\n"
    server = scripted({"SELECT": select, "EXAMINE": select, "UID SEARCH": told})
    with opened(server) as mailbox, pytest.raises(UnreachableError, match="makes no sense"):
        list(mailbox.scan("INBOX"))
    assert sum(b"UID SEARCH" in line for line in itertools.islice(server.heard, 1_000)) < 300


def test_capabilities_beyond_ascii_are_refused(scripted):
    with pytest.raises(UnreachableError):
        opened(scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1 \xff\r\n%TAG% OK done\r\n"}))
