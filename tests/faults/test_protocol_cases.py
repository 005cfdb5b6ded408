"""Servers that speak IMAP in their own way: what cannot be understood is left out, and mail stays put or is filed as ever."""

from __future__ import annotations

import re
import time

import pytest
from faults.hostile import Once, pest
from watching import eventually

from triage.errors import FilingStopped
from triage.mailbox.imap import connect


def url(server):
    return f"imap://sam@127.0.0.1:{server.port}/INBOX"


@pytest.mark.case(48)
def test_case_48_the_old_last_message_that_a_star_names_is_not_looked_at_again(hostile, sitting):
    server = hostile(messages=[b"From: ann@friend.example\r\n\r\nHello.\r\n"], capabilities=b"UIDPLUS MOVE")
    watched = sitting(server, poll=0.05)
    eventually(lambda: len(watched.sweeps) > 4)
    assert [count for _, count in watched.sweeps[:5]] == [1, 0, 0, 0, 0]
    assert server.verbs().count("UID FETCH") == 2  # its date, and its text
    assert sum(b"UID 2:*" in line for _, line in server.heard) >= 4


@pytest.mark.case(49)
def test_case_49_what_nobody_asked_for_between_the_answers_does_no_harm(hostile, sitting):
    def noisy(session):
        session.send(
            b"* 7 FETCH (FLAGS (\\Seen))\r\n* 9 EXPUNGE\r\n* 3 FETCH (UID 99 BODY[]<0> {1}\r\nx)\r\n* 2 RECENT\r\n"
        )
        session.send(b"* 5 FETCH (BODY[]<0> {2}\r\nhi FLAGS (odd UID 5\r\n* OK [ALERT] look\r\n* X-NEW thing\r\n")
        session.usual()

    server = hostile({"UID FETCH": noisy}, messages=[pest(1)])
    watched = sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    assert watched.errors == []


@pytest.mark.case(50)
def test_case_50_a_structure_is_never_asked_for_and_one_that_is_sent_costs_nothing(hostile, sitting):
    def deep(session):
        session.send(b"* 1 FETCH (BODYSTRUCTURE " + b"(" * 100_000 + b")" * 100_000 + b" UID 1 RFC822.SIZE 4)\r\n")
        session.usual()

    server = hostile({"UID FETCH": deep}, messages=[pest(1)])
    start = time.monotonic()
    sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    assert time.monotonic() - start < 5
    asked = {word for _, line in server.heard if b"FETCH" in line for word in re.findall(rb"[A-Z][A-Z.0-9]+", line)}
    assert asked <= {b"UID", b"FETCH", b"INTERNALDATE", b"FLAGS", b"RFC822.SIZE", b"BODY.PEEK", b"MODSEQ"} | {
        word
        for word in asked
        if re.fullmatch(rb"[A-Z]{4}\d+", word)  # the tag
    }


@pytest.mark.case(51)
def test_case_51_odd_folders_beside_the_inbox_stop_nobody(hostile, program):
    odd = (
        b'* LIST () "/" "bad&AA"\r\n* LIST () "/" "&2D0-"\r\n* LIST () NIL "flat"\r\n* LIST () "/" {5}\r\nnew\r\n\r\n'
        b'* LIST () "/" caf\xe9\r\n* LIST (\\Noselect) "/" "a//b"\r\n* LIST nonsense\r\n* LIST () "/" INBOX\r\n%TAG% OK done\r\n'
    )
    server = hostile({"LIST": odd}, messages=[pest(1)])
    code, said = program.run("clean", url(server), "--apply", "--yes")
    assert (code, server.filed, "Traceback" in said) == (0, [pest(1)], False)


@pytest.mark.case(52)
def test_case_52_every_tagged_ok_comes_without_text(hostile, program):
    server = hostile(messages=[pest(1)], terse=True)
    code, said = program.run("clean", url(server), "--apply", "--yes")
    assert (code, server.filed, said) == (0, [pest(1)], "")


@pytest.mark.case(53)
def test_case_53_where_no_keyword_is_allowed_none_is_set(hostile, sitting):
    server = hostile(messages=[pest(1)], capabilities=b"UIDPLUS MOVE IDLE CONDSTORE")
    sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    assert "UID STORE" not in server.verbs()


@pytest.mark.case(53)
def test_case_53_where_a_folder_has_too_many_keywords_mail_stays_and_is_tried_again(hostile, sitting):
    server = hostile(
        {"UID STORE": Once(b"%TAG% NO [LIMIT] too many keywords\r\n", b"%TAG% NO too many keywords\r\n")},
        messages=[pest(1)],
        capabilities=b"UIDPLUS MOVE IDLE CONDSTORE",
        flags=b"\\Deleted \\*",
    )
    watched = sitting(server)
    eventually(lambda: len(watched.errors) == 2)
    eventually(lambda: server.filed == [pest(1)])
    assert all(isinstance(error, FilingStopped) for _, error in watched.errors)
    assert server.everything() == [pest(1)]


@pytest.mark.case(53)
@pytest.mark.parametrize("flags", [b"\\Deleted \\Seen", b"", b"$TriageSpray"])
def test_case_53_where_no_new_keywords_are_kept_nothing_is_marked_and_it_says_so(hostile, flags):
    server = hostile(messages=[pest(1)], capabilities=b"UIDPLUS MOVE", flags=flags)
    with connect(server.server(), password="secret", writable=True) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        with pytest.raises(
            FilingStopped, match='keeps no keywords in this folder, so nothing can be marked there; set mode = "move"'
        ):
            mailbox.mark(refs, ["$TriageSpray"])
    assert "UID STORE" not in server.verbs()


@pytest.mark.case(53)
@pytest.mark.parametrize(
    ("answer", "refused"),
    [(b"%TAG% NO [LIMIT] too many keywords\r\n", True), (b"%TAG% OK done\r\n", False)],
    ids=["refused", "forgotten"],
)
def test_case_53_a_keyword_that_the_server_does_not_keep_counts_as_not_set(hostile, answer, refused):
    server = hostile({"UID STORE": answer}, messages=[pest(1)], capabilities=b"UIDPLUS MOVE", flags=b"\\Deleted \\*")
    with connect(server.server(), password="secret", writable=True) as mailbox:
        refs = [entry.ref for entry in mailbox.scan("INBOX")]
        if refused:
            with pytest.raises(FilingStopped, match="keeps no keywords"):
                mailbox.mark(refs, ["$TriageSpray"])
        else:
            assert mailbox.mark(refs, ["$TriageSpray"]) == frozenset()
    assert server.verbs().count("UID STORE") == 1


@pytest.mark.case(64)
@pytest.mark.parametrize("count", [0, 1, 200_000])
def test_case_64_folders_of_any_size_are_scanned_in_lines_that_fit(hostile, count):
    server = hostile(messages=[b"x"] * count)
    with connect(server.server(), password="secret", writable=False) as mailbox:
        uids = [int(entry.ref.uid) for entry in mailbox.scan("INBOX")]
        assert uids == list(range(1, count + 1))
        assert list(mailbox.scan("INBOX", after=count)) == []
