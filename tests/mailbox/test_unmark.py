"""Keywords of ours come off on a real server by one command that no session may send otherwise."""

from __future__ import annotations

import contextlib

import pytest
from servers import Proxy, raw_client

from triage.errors import TriageError, UnreachableError
from triage.mailbox.imap import connect
from triage.mailbox.unmark import Unmarking, unmarking

RAW = b"From: jo@vendor.example\r\nSubject: x\r\n\r\nHello.\r\n"
SPRAY, PITCH, REPEAT = "$TriageSpray", "$TriagePitch", "$TriageRepeat"
FLAGS = [f"\\Seen {SPRAY}", f"{SPRAY} {REPEAT}", f"{SPRAY} {PITCH}", "$Work", f"$Work {SPRAY.upper()}"]


@pytest.fixture
def server(dovecot_user):
    with raw_client(dovecot_user) as client:
        for flags in FLAGS:
            client.append("INBOX", f"({flags})", None, RAW)
    return dovecot_user


@pytest.fixture
def flags(server):
    def told():
        with connect(server, password="secret", writable=False) as mailbox:
            return [set(one.flags) for one in mailbox.fetch(entry.ref for entry in mailbox.scan("INBOX"))]

    return told


def opened(server, **more):
    return connect(server, password="secret", **{"writable": True, **more})


def test_exactly_what_bears_exactly_these_loses_them(server, flags):
    heard = []
    with opened(server, trace=heard.append) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        assert unmarking(mailbox)(refs, [SPRAY]) == {refs[0], refs[4]}
        assert flags() == [{"\\Seen"}, {SPRAY, REPEAT}, {SPRAY, PITCH}, {"$Work"}, {"$Work"}]
        assert unmarking(mailbox)(refs, [SPRAY, REPEAT]) == {refs[1]}
        assert unmarking(mailbox)(refs, [SPRAY, REPEAT]) == set()
        assert flags() == [{"\\Seen"}, set(), {SPRAY, PITCH}, {"$Work"}, {"$Work"}]
    stores = [line for line in heard if " STORE " in line]
    assert len(stores) == 2
    assert all("UNCHANGEDSINCE" in line for line in stores)


def test_what_was_counted_anew_or_is_gone_is_left_alone(server, flags):
    with opened(server) as mailbox:
        ref = next(entry.ref for entry in mailbox.scan("INBOX"))
        stale = [type(ref)(ref.folder, ref.uid, "1"), type(ref)(ref.folder, "999", ref.validity)]
        assert unmarking(mailbox)(stale, [SPRAY]) == set()
    assert SPRAY in flags()[0]


OFF, UNSEEN = b"-FLAGS.SILENT ($TriageSpray)", b"-FLAGS.SILENT (\\Seen)"


@pytest.mark.parametrize(
    ("writable", "wider", "change", "told"),
    [
        (True, False, OFF, "flags that are not ours"),
        (True, True, UNSEEN, "flags that are not ours"),
        (True, True, b"-FLAGS.SILENT ($TriageSpray \\Seen)", "flags that are not ours"),
        (False, True, OFF, "reading only"),
    ],
)
def test_the_gate_is_wider_for_that_one_command_alone_and_in_no_session_for_reading(
    server, flags, writable, wider, change, told
):
    with opened(server, writable=writable) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        able = Unmarking.over(mailbox)
        if writable:
            assert able.unmark(refs[4:], [SPRAY]) == {refs[4]}
        before = flags()
        with able._wider_gate() if wider else contextlib.nullcontext(), pytest.raises(TriageError, match=told):
            able._wire.store([1], change)
    assert flags() == before


def test_cut_before_it_was_said_all_keep_their_keyword(server, flags):
    proxy = Proxy(server.port, to_server=lambda chunk: None if b" STORE " in chunk else chunk)
    try:
        place = type(server)(server.host, proxy.port, server.user, "none")
        with opened(place) as mailbox:
            refs = [entry.ref for entry in mailbox.scan("INBOX")]
            with pytest.raises(UnreachableError):
                unmarking(mailbox)(refs, [SPRAY])
    finally:
        proxy.stop()
    assert [SPRAY in one for one in flags()] == [True, True, True, False, True]
