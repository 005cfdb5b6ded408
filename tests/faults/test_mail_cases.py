"""Mail that was made to break its reader, in an inbox that is watched: it stays put, and the mail beside it is filed as ever."""

from __future__ import annotations

import pytest
from faults.hostile import pest
from read.hostile import CASES
from watching import eventually

EMPTY = [
    b"",
    b"\r\n",
    b"\0",
    b"From:\r\nTo:\r\nSubject:\r\nDate:\r\nMessage-ID:\r\n\r\n",
    b"no header at all",
    b"\r\n\r\nText.",
]
LETTERS = [
    b"Subject: \xe9\xff\x00\r\nFrom: \x80\xfe <\xff@\xfe>\r\n\r\n\x00\x00 text \xff",
    b"Content-Type: text/plain; charset=x-nobody-knows\r\nSubject: =?x-nobody?q?=E9?=\r\n\r\n\xe9\xe8",
]
SEALED = [
    b"Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\r\n\r\n--b\r\n\r\nVersion: 1\r\n--b--",
    b"Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nHello Sam\r\n--b--",
    b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+IgAA",
]


@pytest.mark.case(54)
@pytest.mark.case(57)
@pytest.mark.case(59)
@pytest.mark.case(60)
def test_case_54_57_59_60_hostile_mail_stays_and_the_mail_beside_it_is_filed(hostile, sitting):
    bombs = [case.make() for case in CASES]
    server = hostile(messages=[pest(1), *EMPTY, *LETTERS, *SEALED, *bombs, pest(2)])
    count, before = len(server.inbox), server.everything()
    watched = sitting(server, limits=None)
    eventually(lambda: watched.errors or "IDLE" in server.verbs(), seconds=60)
    assert server.filed == [pest(1), pest(2)]
    assert server.everything() == before
    assert (watched.errors, sum(judged for _, judged in watched.sweeps)) == ([], count)
    assert watched.failed == 0


@pytest.mark.case(55)
def test_case_55_of_two_messages_with_one_id_each_is_handled(hostile, sitting):
    twins = [pest(number).replace(b"<%d@mail" % number, b"<one@mail") for number in (1, 2)]
    server = hostile(messages=[*twins, twins[0]])
    sitting(server)
    eventually(lambda: "IDLE" in server.verbs())
    assert sorted(server.filed) == sorted([*twins, twins[0]])


@pytest.mark.case(56)
@pytest.mark.parametrize(
    "written",
    [b"<x>\r\n A9 DELETE INBOX\r\n <y>", b'<a" b@x>', b"<" + b"k" * 10_000 + b"@x>", b"<{99}@x>\nA9 LOGOUT"],
    ids=["line break", "quote", "10 KB", "literal"],
)
def test_case_56_a_message_id_never_reaches_the_wire(hostile, sitting, written):
    server = hostile(messages=[pest(1).replace(b"<1@mail.example>", written)])
    sitting(server)
    eventually(lambda: len(server.filed) == 1)
    eventually(lambda: "IDLE" in server.verbs())
    said = b"".join(line for _, line in server.heard)
    assert not [word for word in (b"DELETE", b"@x", b"kkk", b"{99}") if word in said]
    assert server.verbs()[-1] == "IDLE"


@pytest.mark.case(62)
@pytest.mark.parametrize("forged", [b"X-Triage: legitimate", b"X-Triage-Folder: INBOX", b"Keywords: $TriageSeen"])
def test_case_62_a_forged_header_saves_no_pest(hostile, sitting, forged):
    server = hostile(messages=[forged + b"\r\n" + pest(1)])
    sitting(server)
    eventually(lambda: len(server.filed) == 1)
