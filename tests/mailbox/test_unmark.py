"""Keywords of ours come off on a real server by one command that no session may send otherwise."""

from __future__ import annotations

import pytest
from servers import Proxy, raw_client

from triage.errors import TriageError, UnreachableError
from triage.mailbox.imap import connect

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
        assert mailbox.unmark(refs, [SPRAY]) == {refs[0], refs[4]}
        assert flags() == [{"\\Seen"}, {SPRAY, REPEAT}, {SPRAY, PITCH}, {"$Work"}, {"$Work"}]
        assert mailbox.unmark(refs, [SPRAY, REPEAT]) == {refs[1]}
        assert mailbox.unmark(refs, [SPRAY, REPEAT]) == set()
        assert flags() == [{"\\Seen"}, set(), {SPRAY, PITCH}, {"$Work"}, {"$Work"}]
    stores = [line for line in heard if " STORE " in line]
    assert len(stores) == 2
    assert all("UNCHANGEDSINCE" in line for line in stores)


def test_what_was_counted_anew_or_is_gone_is_left_alone(server, flags):
    with opened(server) as mailbox:
        ref = next(entry.ref for entry in mailbox.scan("INBOX"))
        stale = [type(ref)(ref.folder, ref.uid, "1"), type(ref)(ref.folder, "999", ref.validity)]
        assert mailbox.unmark(stale, [SPRAY]) == set()
    assert SPRAY in flags()[0]


@pytest.mark.parametrize("keywords", [["\\Seen"], [SPRAY, "\\Seen"], ["$Work"]])
def test_nothing_else_comes_off_by_that_command(server, flags, keywords):
    before = flags()
    with opened(server) as mailbox:
        mailbox.count("INBOX")
        with pytest.raises(TriageError, match="flags that are not ours"):
            mailbox._wire.unmark([1], keywords)
    assert flags() == before


@pytest.mark.parametrize(("writable", "told"), [(True, "not ours to change"), (False, "reading only")])
def test_no_other_command_takes_a_keyword_off_before_or_after_it(server, flags, writable, told):
    with opened(server, writable=writable) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        if writable:
            assert mailbox.unmark(refs[4:], [SPRAY]) == {refs[4]}
        before = flags()
        with pytest.raises(TriageError, match=told):
            mailbox._wire.store([1], b"-FLAGS.SILENT ($TriageSpray)")
    assert flags() == before


def test_a_session_for_reading_takes_none_off(server, flags):
    before = flags()
    with opened(server, writable=False) as mailbox:
        mailbox.count("INBOX")
        with pytest.raises(TriageError, match="reading only"):
            mailbox._wire.unmark([1], [SPRAY])
    assert flags() == before


def test_cut_before_it_was_said_all_keep_their_keyword(server, flags):
    proxy = Proxy(server.port, to_server=lambda chunk: None if b" STORE " in chunk else chunk)
    try:
        place = type(server)(server.host, proxy.port, server.user, "none")
        with opened(place) as mailbox:
            refs = [entry.ref for entry in mailbox.scan("INBOX")]
            with pytest.raises(UnreachableError):
                mailbox.unmark(refs, [SPRAY])
    finally:
        proxy.stop()
    assert [SPRAY in one for one in flags()] == [True, True, True, False, True]
