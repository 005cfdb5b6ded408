"""Connections that end, hang, lie or drip: mail stays put, nothing hangs, and what came is found on the next connection."""

from __future__ import annotations

import base64
import os
import signal
import time
from dataclasses import replace

import pytest
from faults.hostile import Once, flood, pest, stall, trickle
from servers import Server
from watching import Watch, eventually

from triage.errors import SignInError, UnreachableError
from triage.mailbox.imap import connect


@pytest.fixture
def watch(program, tmp_path):
    """Start `triage watch` as a process for the account of a server."""
    running = []

    def start(server: Server):
        home = tmp_path / "home"
        config = (home / "config.toml").read_text() + '\n[filing]\nrepeats = "with-first"\n'
        config += f'\n[account.work]\naddress = "sam@acme.example"\nuser = "{server.user}"\nhost = "127.0.0.1"\n'
        (home / "config.toml").write_text(config + f'port = {server.port}\ntls = "none"\n')
        running.append(Watch(program.start("watch", "--log-format", "json")))
        return running[-1]

    yield start
    for one in running:
        one.close()


# ---------------------------------------------------------------- the connection ends


@pytest.mark.case(29)
@pytest.mark.parametrize("where", ["GREETING", "LOGIN", "EXAMINE", "UID SEARCH", "UID FETCH", "UID MOVE", "IDLE"])
@pytest.mark.parametrize("how", [b"* BYE too busy\r\n", None], ids=["BYE", "closed"])
def test_case_29_a_server_that_says_goodbye_anywhere_is_met_again(hostile, sitting, where, how):
    server = hostile({where: Once(how)}, messages=[pest(1)])
    before = server.everything()
    watched = sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    eventually(lambda: "IDLE" in server.verbs())
    server.deliver(pest(2))
    eventually(lambda: server.filed == [pest(1), pest(2)])
    assert server.everything() == sorted([*before, pest(2)])
    assert len(watched.errors) == 1
    assert all(isinstance(error, UnreachableError) for _, error in watched.errors)


@pytest.mark.case(30)
def test_case_30_a_half_open_connection_is_noticed_by_the_renewal(hostile, sitting):
    server = hostile({"IDLE": Once(stall(b"+ idling\r\n"))})
    watched = sitting(server, poll=0.5)
    eventually(lambda: "IDLE" in server.verbs())
    server.deliver(pest(1))
    start = time.monotonic()
    eventually(lambda: server.filed == [pest(1)])
    assert time.monotonic() - start < 3
    assert len(watched.errors) == 1


@pytest.mark.case(31)
def test_case_31_a_server_that_closes_in_idle_is_not_pestered(hostile, watch):
    server = hostile({"IDLE": None}, messages=[pest(1)])
    daemon = watch(server.server())
    eventually(lambda: len(server.connected) >= 3)
    first, last = server.connected[0], time.monotonic()
    assert len(server.connected) / (last - first) < 2
    assert len(server.verbs()) / (last - first) < 20
    assert server.filed == [pest(1)]
    waits = [one["next_try_in"] for one in daemon.told if "next_try_in" in one]
    assert waits == sorted(waits)
    assert daemon.end() == (0, pytest.approx(0, abs=5))


@pytest.mark.case(31)
def test_case_31_one_connection_that_ends_in_idle_calls_once(hostile):
    server = hostile({"IDLE": None})
    with connect(server.server(), password="secret", writable=False) as mailbox:
        list(mailbox.scan("INBOX"))
        for _ in range(10):
            with pytest.raises(UnreachableError):
                mailbox.wait("INBOX", 60)
    assert server.verbs().count("IDLE") == 1


@pytest.mark.case(32)
@pytest.mark.parametrize("told_to", ["IDLE", "UID SEARCH"])
def test_case_32_news_in_one_segment_with_another_answer_is_found_within_a_second(hostile, sitting, told_to):
    friend = b"From: ann@friend.example\r\n\r\nHello.\r\n"
    server = hostile(messages=[friend])
    come = []

    def coalesced(session):
        if not come and (told_to == "IDLE" or server.verbs().count("UID SEARCH") == 2):
            come.append(time.monotonic())
            server.deliver(pest(2))
            session.known = [1, 2]  # this session was told now, and is not told again
            if told_to == "IDLE":
                session.send(b"+ idling\r\n* 2 EXISTS\r\n")
                session.line()
                session.send(b"%TAG% OK done\r\n")
            else:
                session.send(b"* SEARCH 1\r\n* 2 EXISTS\r\n%TAG% OK done\r\n")
        else:
            session.usual()

    server.answers[told_to] = coalesced
    sitting(server)
    eventually(lambda: server.filed == [pest(2)])
    assert time.monotonic() - come[0] < 1


@pytest.mark.case(33)
@pytest.mark.parametrize("where", ["EXAMINE", "IDLE", "UID FETCH"])
def test_case_33_half_a_line_is_no_answer(hostile, sitting, where):
    half = {"EXAMINE": b"* 1 EXI", "IDLE": b"+ idling\r\n* 2 EXI", "UID FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {4}\r\nFr"}
    server = hostile({where: Once(stall(half[where]))}, messages=[pest(1)])
    watched = sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    eventually(lambda: len(watched.errors) == 1)
    server.deliver(pest(2))
    eventually(lambda: server.filed == [pest(1), pest(2)])


# ---------------------------------------------------------------- it does not tell


@pytest.mark.case(34)
@pytest.mark.parametrize("refusal", [b"%TAG% NO not here\r\n", b"%TAG% BAD what\r\n", b"+ idling\r\n%TAG% OK bye\r\n"])
def test_case_34_where_idle_is_refused_the_server_is_asked_now_and_then(hostile, sitting, refusal):
    server = hostile({"IDLE": refusal})
    watched = sitting(server, poll=0.3)
    eventually(lambda: "NOOP" in server.verbs())
    server.deliver(pest(1))
    start = time.monotonic()
    eventually(lambda: server.filed == [pest(1)])
    assert time.monotonic() - start < 2
    assert server.verbs().count("IDLE") == 1
    assert watched.errors == []


@pytest.mark.case(35)
@pytest.mark.parametrize("told_once", [False, True], ids=["never tells", "tells once"])
def test_case_35_a_server_that_keeps_silent_in_idle_is_asked_now_and_then(hostile, sitting, told_once):
    server = hostile()

    def silent(session):
        session.send(b"+ idling\r\n")
        session.line()
        session.send(b"%TAG% OK done\r\n")

    if not told_once:
        server.answers["IDLE"] = silent
    watched = sitting(server, poll=0.3, idle=1.0)
    eventually(lambda: "IDLE" in server.verbs())
    server.deliver(pest(1))
    eventually(lambda: server.filed == [pest(1)], seconds=3)
    server.answers["IDLE"] = silent
    server.deliver(pest(2))
    eventually(lambda: server.filed == [pest(1), pest(2)], seconds=4)
    asked = server.verbs().count("IDLE")
    eventually(lambda: server.verbs().count("IDLE") >= asked + 3, seconds=3)  # from now on as often as one without IDLE
    assert watched.errors == []


# ---------------------------------------------------------------- it drips, stalls, floods


@pytest.mark.case(36)
@pytest.mark.parametrize("where", ["GREETING", "EXAMINE", "UID FETCH", "IDLE"])
def test_case_36_a_server_that_trickles_meets_the_deadline(hostile, sitting, where):
    drops = trickle(b"+ idling\r\n* OK " + b"x" * 1_000 if where == "IDLE" else b"* OK " + b"x" * 1_000)
    server = hostile({where: Once(drops)}, messages=[pest(1)])
    watched = sitting(server, poll=0.5)
    start = time.monotonic()
    eventually(lambda: watched.errors)
    assert time.monotonic() - start < 5
    eventually(lambda: server.filed == [pest(1)])


@pytest.mark.case(37)
def test_case_37_a_literal_that_stalls_costs_one_connection(hostile, sitting):
    server = hostile({"UID FETCH": Once(stall(b"* 1 FETCH (UID 1 BODY[]<0> {2000}\r\nonly this"))}, messages=[pest(1)])
    watched = sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    assert len(watched.errors) == 1


@pytest.mark.case(38)
@pytest.mark.parametrize("where", ["EXAMINE", "UID SEARCH", "UID FETCH", "UID MOVE", "IDLE"])
def test_case_38_an_answer_with_another_tag_is_none(hostile, sitting, where):
    server = hostile({where: Once(b"ZZ99 OK done\r\n")}, messages=[pest(1)])
    watched = sitting(server)
    eventually(lambda: server.filed == [pest(1)])
    eventually(lambda: len(watched.errors) == 1)
    assert server.everything() == [pest(1)]


@pytest.mark.case(39)
@pytest.mark.parametrize("where", ["EXAMINE", "UID FETCH", "IDLE"])
def test_case_39_a_flood_ends_the_connection_and_the_next_one_works(hostile, sitting, where):
    line = b"* OK " + b"x" * 4_000 + b"\r\n"
    server = hostile({where: Once(flood(line, after=b"+ idling\r\n" if where == "IDLE" else b""))}, messages=[pest(1)])
    watched = sitting(server)
    eventually(lambda: watched.errors, seconds=5)
    eventually(lambda: server.filed == [pest(1)])


# ---------------------------------------------------------------- it wants to be left alone, or does not know us


@pytest.mark.case(40)
def test_case_40_a_server_that_asks_for_time_gets_it(hostile, watch):
    def busy(kind, milliseconds):
        return kind + b" Request is throttled. Suggested Backoff Time: %d milliseconds\r\n" % milliseconds

    server = hostile(
        {"GREETING": Once(busy(b"* BYE", 1100)), "LOGIN": Once(busy(b"%TAG% BAD", 1200)), "EXAMINE": Once(busy(b"%TAG% BAD", 1300))},
        messages=[pest(1)],
    )  # fmt: skip
    daemon = watch(server.server())
    eventually(lambda: server.filed == [pest(1)])
    waits = [one["next_try_in"] for one in daemon.told if "next_try_in" in one]
    assert waits == [pytest.approx(asked * 1.025, rel=0.025, abs=0.05) for asked in (1.1, 1.2, 1.3)]
    gaps = [after - before for before, after in zip(server.connected, server.connected[1:], strict=False)]
    assert all(gap >= asked for gap, asked in zip(gaps, (1.1, 1.2, 1.3), strict=True))


@pytest.mark.case(41)
def test_case_41_a_bad_password_is_tried_three_times(hostile, watch):
    server = hostile({"LOGIN": b"%TAG% NO [AUTHENTICATIONFAILED] no\r\n"}, messages=[pest(1)])
    daemon = watch(server.server())
    assert daemon.ended() == 4
    assert server.verbs().count("LOGIN") == 3
    assert not any("secret" in line for line in daemon.lines)
    assert server.inbox == {1: pest(1)}


@pytest.mark.case(41)
def test_case_41_a_login_that_is_dropped_is_no_bad_password(hostile, watch):
    no = b"%TAG% NO no\r\n"
    server = hostile({"LOGIN": Once(None, no, None)}, messages=[pest(1)])
    daemon = watch(server.server())
    eventually(lambda: server.filed == [pest(1)], seconds=30)
    assert server.verbs().count("LOGIN") == 4
    assert daemon.end()[0] == 0


@pytest.mark.case(42)
def test_case_42_a_secret_that_expired_is_asked_for_anew(hostile, watch, tmp_path):
    def login(session):
        session.send(b"%TAG% OK in\r\n" if b'"fresh"' in session.words else b"%TAG% NO expired\r\n")

    server = hostile({"LOGIN": login}, messages=[pest(1)])
    daemon = watch(server.server())
    eventually(lambda: any(one["level"] == "warning" for one in daemon.told))
    (tmp_path / "home" / "password").write_text("fresh")
    eventually(lambda: server.filed == [pest(1)])


@pytest.mark.case(42)
def test_case_42_an_expired_token_is_refreshed_and_the_next_one_signs_in(hostile):
    def xoauth2(session):
        session.send(b"+ \r\n")
        if base64.b64decode(session.line()) == b"user=sam\1auth=Bearer fresh\1\1":
            return session.send(b"%TAG% OK in\r\n")
        session.send(b"+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
        assert session.line() == b"\r\n"
        return session.send(b"%TAG% NO expired\r\n")

    server = hostile({"AUTHENTICATE": xoauth2}, capabilities=b"MOVE UIDPLUS AUTH=PLAIN AUTH=XOAUTH2")
    account = replace(server.server(), auth="oauth2")
    trace = []
    with pytest.raises(SignInError, match="access token"):
        connect(account, password="stale", writable=False, trace=trace.append)
    with connect(account, password="fresh", writable=False, trace=trace.append) as mailbox:
        assert list(mailbox.scan("INBOX")) == []
    assert "LOGIN" not in server.verbs()
    assert not any("fresh" in line or "user=" in line for line in trace)


@pytest.mark.case(42)
def test_case_42_a_token_is_not_sent_to_a_server_that_takes_none(hostile):
    server = hostile()
    with pytest.raises(SignInError, match="takes no access token"):
        connect(replace(server.server(), auth="oauth2"), password="fresh", writable=False)
    assert set(server.verbs()) == {"CAPABILITY"}


# ---------------------------------------------------------------- restart, sleep, no such host


@pytest.mark.case(43)
def test_case_43_a_server_that_restarts_and_a_machine_that_sleeps_cost_nothing_but_time(hostile, watch):
    def restarted(server, number):
        server.stop()
        mail = [*server.inbox.values(), pest(number)]
        after = hostile(port=server.port)
        after.inbox, after.filed = dict(enumerate(mail, number)), server.filed
        return after

    server = hostile(messages=[pest(1)])
    daemon = watch(server.server())
    eventually(lambda: "IDLE" in server.verbs())
    server = restarted(server, 2)
    eventually(lambda: server.filed == [pest(1), pest(2)])
    eventually(lambda: "IDLE" in server.verbs())
    os.kill(daemon.process.pid, signal.SIGSTOP)
    server = restarted(server, 3)
    os.kill(daemon.process.pid, signal.SIGCONT)
    eventually(lambda: server.filed == [pest(1), pest(2), pest(3)])
    assert daemon.end() == (0, pytest.approx(0, abs=5))


@pytest.mark.case(43)
def test_case_43_a_host_that_no_name_server_knows_is_unreachable():
    with pytest.raises(UnreachableError, match="check its name"):
        connect(Server("nowhere.invalid", 993, "sam"), password="x", writable=False)
