"""The daemon as its user sees it, on a real server: a process of its own that is watched from outside."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from letters import small_model
from servers import free_port, raw_client
from watching import Watch, eventually

from triage.learn import versions

SPRAY = "Outreach/Spray"
OFFER = (
    "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?\n"
)


def deliver(server, *raws, folder="INBOX"):
    with raw_client(server) as client:
        for raw in raws:
            assert client.append(folder, None, None, raw)[0] == "OK"


def subjects(server, folder="INBOX"):
    """Return the subjects of the messages in a folder, as another client sees them."""
    with raw_client(server) as client:
        status, count = client.select(f'"{folder}"', readonly=True)
        if status != "OK" or count == [b"0"]:
            return []
        pieces = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        return sorted(re.search(rb"Subject: (.*)\r\n", piece[1])[1].decode() for piece in pieces if len(piece) == 2)


@pytest.fixture
def account(triage, dovecot_user, tmp_path):
    """An account in the configuration, with an empty mailbox."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    configure(triage, work=dovecot_user.port, user=dovecot_user.user)
    return dovecot_user


def configure(triage, *, user, filing="", **ports):
    """Configure accounts by the port of their server; all outreach goes into one folder."""
    text = (triage.home / "config.toml").read_text().partition("\n[account.")[0].partition("\n[filing")[0]
    for name, port in ports.items():
        text += f'\n[account.{name}]\naddress = "{name}@acme.example"\nuser = "{user}"\nhost = "127.0.0.1"\n'
        text += f'port = {port}\ntls = "none"\n'
    triage.configure(f'{text}\n[filing]\nrepeats = "with-first"\n{filing}')


@pytest.fixture
def watch(triage):
    running = []

    def start(*words, log="json", **popen):
        running.append(Watch(triage.process("watch", "--log-format", log, *words, **popen)))
        return running[-1]

    yield start
    for one in running:
        one.close()


def test_what_stands_there_and_what_arrives_is_filed_and_legitimate_mail_stays(triage, account, watch, mail, ten):
    deliver(account, *ten)
    daemon = watch()
    daemon.tells("swept", messages=10)
    assert len(subjects(account, SPRAY)) == len(subjects(account)) == 5
    start = time.monotonic()
    deliver(account, mail.pest(40, subject="Late"), mail.friend(41, subject="Ann again"))
    eventually(lambda: "Late" in subjects(account, SPRAY), seconds=2)
    assert time.monotonic() - start < 2
    daemon.tells("swept", times=2)
    assert "Ann again" in subjects(account)
    assert daemon.end() == (0, pytest.approx(0, abs=5))
    assert Counter(subjects(account) + subjects(account, SPRAY)).total() == 12
    assert triage.json("undo")["counts"]["put_back"] == 1  # each sweep is a run of its own


def test_what_its_reader_takes_back_is_never_filed_again(account, watch, mail):
    deliver(account, mail.pest(1, subject="Back"))
    daemon = watch()
    daemon.tells("filed")
    with raw_client(account) as client:
        client.select(f'"{SPRAY}"')
        assert client.uid("MOVE", "1", "INBOX")[0] == "OK"
    daemon.tells("swept", times=2)
    deliver(account, mail.pest(2, subject="Other"))
    daemon.tells("swept", times=3)
    assert (subjects(account), subjects(account, SPRAY)) == (["Back"], ["Other"])
    daemon.end()
    again = watch()
    again.tells("swept")
    assert subjects(account) == ["Back"]


def test_whose_mail_is_taken_back_is_left_alone_from_then_on(triage, account, watch, mail):
    assert triage("block", "vendor.example").out.startswith("  Blocked")
    letter = mail.raw(1, sender="jo@vendor.example", subject="First", body=OFFER)
    deliver(account, letter)
    daemon = watch()
    daemon.tells("filed")
    with raw_client(account) as client:
        client.select(f'"{SPRAY}"')
        assert client.uid("MOVE", "1", "INBOX")[0] == "OK"
    daemon.tells_of("they are left alone now: vendor.example")
    daemon.tells("the rules changed")
    daemon.tells("watching", times=2)
    deliver(account, mail.raw(2, sender="eve@mail.vendor.example", subject="Second", body=OFFER))
    daemon.tells("swept", messages=1, legitimate=1, times=1)
    assert daemon.end()[0] == 0
    assert subjects(account) == ["First", "Second"]
    [rule] = triage.json("block", "--list")["rules"]
    assert (rule["action"], rule["senders"]) == ("spare", ["@vendor.example"])


def test_what_is_dragged_into_a_folder_of_outreach_is_learnt(triage, account, watch, mail):
    """By the next watch at once; a running one looks at most once a minute."""
    deliver(account, mail.pest(1), mail.raw(2, sender="eve@stranger.example", subject="Dragged"))
    daemon = watch()
    daemon.tells("swept", messages=2)
    with raw_client(account) as client:
        client.select("INBOX")
        assert client.uid("MOVE", "2", f'"{SPRAY}"')[0] == "OK"
    daemon.end()
    again = watch()
    again.tells_of("You moved 1 message into the folders of outreach")
    again.end()
    assert [one["label"] for one in triage.json("teach")["corrections"]] == ["spray"]
    assert subjects(account) == []


def test_it_retrains_by_itself_after_so_many_corrections_and_says_what_came_of_it(triage, account, watch, mail):
    """Here there is too little to learn from, and it is not tried again for the same corrections."""
    text = (triage.home / "config.toml").read_text()
    triage.configure(f"{text}\n[learn]\nafter_corrections = 3\n")
    deliver(account, *(mail.raw(n, sender=f"eve@o{n}.example", subject=f"Drag {n}", body=OFFER) for n in range(10, 13)))
    triage("clean", "--apply")
    with raw_client(account) as client:
        client.create(f'"{SPRAY}"')
        client.select("INBOX")
        assert client.uid("MOVE", "1:*", f'"{SPRAY}"')[0] == "OK"
    daemon = watch()
    daemon.tells_of("3 corrections were made, so triage learns from your folders")
    daemon.tells_of("There is not enough to learn from: 0 legitimate messages and 3 of outreach")
    daemon.end()
    assert sum("corrections were made" in one["what"] for one in daemon.told) == 1


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_within_five_seconds(triage, watch, number, code):
    daemon = watch()
    daemon.tells("watching")
    assert daemon.end(number) == (code, pytest.approx(0, abs=5))
    assert daemon.told[-1]["what"] == "ended"
    assert triage.json("status")["watch"] is None


@pytest.mark.usefixtures("account")
def test_a_signal_at_once_after_the_start_ends_it_too(watch):
    daemon = watch()
    eventually(lambda: catches(daemon.process.pid, signal.SIGTERM))
    assert daemon.end()[0] == 0


def catches(pid, number):
    """Tell whether a process has a say in what a signal does to it."""
    with contextlib.suppress(OSError):
        caught = re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())
        return caught is not None and bool(int(caught[1], 16) >> (number - 1) & 1)
    return False


def test_a_model_that_is_taken_into_use_is_used_without_a_restart(triage, account, watch, mail):
    daemon = watch()
    daemon.tells("watching")
    versions.promote(versions.keep(small_model(), triage.home / "models", told={}))
    daemon.tells("another model is in use now")
    daemon.tells("watching", times=2)
    deliver(account, mail.pest(1, subject="New"))
    daemon.tells("filed")
    (triage.home / "models" / "current").write_text("77")
    deliver(account, mail.pest(2, subject="Newer"))
    daemon.tells("filed", times=2)
    assert daemon.end()[0] == 0


def test_sighup_takes_the_changed_configuration_and_keeps_the_former_one_where_it_has_faults(
    triage, account, watch, mail
):
    daemon = watch()
    daemon.tells("watching")
    before = (triage.home / "config.toml").read_text()
    triage.configure(before.replace("@pest.example", "@plague.example"))
    daemon.process.send_signal(signal.SIGHUP)
    daemon.tells("watching", times=2)
    deliver(account, mail.pest(1, sender="jo@plague.example", subject="New"))
    daemon.tells("filed")
    triage.configure(before + "parentt = 'X'\n")
    daemon.process.send_signal(signal.SIGHUP)
    assert "parentt" in daemon.tells("the configuration has faults, so the former one stays")["error"]
    daemon.tells("watching", times=3)
    deliver(account, mail.pest(2, sender="jo@plague.example", subject="Newer"))
    daemon.tells("filed", times=2)
    assert subjects(account, SPRAY) == ["New", "Newer"]
    (triage.home / "config.toml").unlink()
    daemon.process.send_signal(signal.SIGHUP)
    daemon.tells("watching", times=4)
    assert daemon.end()[0] == 0


@pytest.mark.usefixtures("account")
def test_an_account_is_held_and_its_holder_is_named(triage, watch):
    daemon = watch()
    daemon.tells("watching")
    second = triage.ended("watch")
    assert (second.code, str(daemon.process.pid) in second.err) == (7, True)
    third = triage("clean", "--apply", "--yes", code=7)
    assert str(daemon.process.pid) in third.err
    assert daemon.end()[0] == 0


def test_status_answers_while_it_runs(triage, account, watch, ten):
    deliver(account, *ten)
    daemon = watch()
    daemon.tells("swept")
    shown = triage.json("status")["watch"]
    work = shown["accounts"]["work"]
    assert shown["pid"] == daemon.process.pid
    assert (work["doing"], work["judged"], work["filed"], work["error"]) == ("watching", 10, 5, None)
    assert work["last_sweep"] is not None
    assert "10 judged, 5 filed" in triage("status").out


def test_the_log_has_no_word_of_the_mail_and_no_secret(account, watch, mail):
    secret = "Wolpertinger"
    deliver(
        account, mail.pest(1, subject=f"About {secret}", sender=f"{secret} <{secret}@n1.pest.example>", body=secret)
    )
    deliver(account, mail.friend(2, subject=secret, body=secret))
    for log in ("json", "text"):
        daemon = watch(log=log)
        eventually(lambda lines=daemon.lines: any("swept" in line for line in lines))
        daemon.end()
        said = "".join(daemon.lines)
        if log == "json":
            assert all(set(one) >= {"at", "level", "what"} for one in daemon.told)
        assert not re.search(f"{secret}|pest.example|friend.example|secret", said, re.IGNORECASE)
        deliver(account, mail.pest(3, subject=secret, sender=f"{secret}@n3.pest.example"))


def test_an_account_that_cannot_be_reached_stops_nobody(triage, account, watch, mail):
    configure(triage, user=account.user, work=account.port, home=free_port())
    deliver(account, mail.pest(1))
    daemon = watch()
    daemon.tells("filed", account="work")
    eventually(lambda: any(one.get("account") == "home" and one["level"] == "warning" for one in daemon.told))

    def away():
        shown = triage.json("status")["watch"]["accounts"]
        return shown if shown["home"]["doing"] == "away" else None  # at times it tries again

    shown = eventually(away)
    assert shown["work"]["doing"] == "watching"
    assert "host and port" in shown["home"]["error"]
    assert shown["home"]["next_try"] is not None
    assert daemon.end() == (0, pytest.approx(0, abs=5))


def test_observing_moves_nothing_says_what_it_would_and_remembers_it(triage, account, watch, ten, mail):
    configure(triage, user=account.user, work=account.port, filing='mode = "observe"')
    deliver(account, *ten, mail.scam(20))
    daemon = watch()
    assert daemon.tells("would be filed")["folder"] == SPRAY
    daemon.tells("swept")
    assert len(subjects(account)) == 11
    assert triage.json("status")["watch"]["accounts"]["work"]["filed"] == 0
    recent = {name: one["recent"] for name, one in triage.json("promote")["labels"].items()}
    assert recent == {"spray": 0, "irrelevant": 0, "pitch": 0, "scam": 1}, (
        "what its reader blocked is no verdict of ours"
    )
    with raw_client(account) as client:
        assert not any(b"Outreach" in line for line in client.list()[1])


def marked(server):
    """Return the subjects of the messages of the inbox that bear a keyword of ours."""
    with raw_client(server) as client:
        client.select("INBOX", readonly=True)
        pieces = client.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        held = [piece for piece in pieces if isinstance(piece, tuple) and b"$Triage" in piece[0]]
        return sorted(re.search(rb"Subject: (.*)\r\n", piece[1])[1].decode() for piece in held)


def test_marking_moves_nothing_learns_what_was_unmarked_and_moves_once_the_label_is_promoted(
    triage, account, watch, mail, ten
):
    configure(triage, user=account.user, work=account.port, filing='mode = "keyword"')
    deliver(account, *ten)
    daemon = watch()
    told = daemon.tells("marked", times=5)
    assert told["keywords"].startswith("$Triage")
    assert "folder" not in told
    deliver(account, mail.pest(11))
    daemon.tells("marked", times=6)
    everything = subjects(account)
    assert marked(account) == sorted(f"Message {n}" for n in (1, 3, 5, 7, 9, 11))
    assert len(everything) == 11
    assert triage.json("status")["watch"]["accounts"]["work"]["filed"] == 0
    assert daemon.end()[0] == 0
    with raw_client(account) as client:
        client.select("INBOX")
        number = client.search(None, "SUBJECT", '"Message 3"')[1][0].decode()
        flags = re.findall(r"\$Triage\w+", str(client.fetch(number, "(FLAGS)")[1][0]))
        client.store(number, "-FLAGS.SILENT", f"({' '.join(flags)})")
    daemon = watch()
    daemon.tells_of("left alone now: pest.example")
    daemon.tells("swept", messages=11)
    assert marked(account) == sorted(f"Message {n}" for n in (1, 5, 7, 9, 11))
    triage("block", "pest.example")
    for label in ("spray", "irrelevant", "pitch", "scam"):
        triage("promote", label, "--force")
    daemon.tells_of("what is done about a label changed")
    daemon.tells("filed", times=5)
    eventually(lambda: len(subjects(account)) == 6)
    assert "Message 3" in subjects(account)
    assert marked(account) == []


def many(mail, count):
    """Return messages of 6 KB, of which the odd ones move."""
    padding = "x" * 70 + "\n"
    return [
        (mail.pest if number % 2 else mail.friend)(number, body=f"{number}\n{padding * 80}") for number in range(count)
    ]


def at_the_end_of_a_day(triage, turned):
    """Start a watch whose day ends within a second, until the file `turned` is there."""
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path

from triage.cli import main, wiring


class Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2031, 5, 2, tzinfo=UTC) if Path({str(turned)!r}).exists() else cls(2031, 5, 1, 23, 59, 59, tzinfo=UTC)


wiring.datetime = Clock
sys.argv = ["triage", "watch", "--log-format", "json"]
main.main()
"""
    environ = {**os.environ, **triage.environ}
    return Watch(subprocess.Popen([sys.executable, "-c", program], env=environ, stderr=subprocess.PIPE, text=True))


def test_once_it_fetched_what_a_day_allows_it_says_so_waits_and_goes_on_by_itself(
    triage, account, dovecot, mail, tmp_path
):
    configure(triage, user=account.user, work=account.port)
    text = (triage.home / "config.toml").read_text()
    triage.configure(text.replace('tls = "none"\n', 'tls = "none"\ndaily_megabytes = 1\n'))
    dovecot.fill(account.user, many(mail, 300))
    daemon = at_the_end_of_a_day(triage, tmp_path / "turned")
    try:
        away = daemon.tells_of("MB of today")
        assert away["level"] == "warning"
        assert "2031-05-02 00:00 UTC" in away["what"]
        shown = triage.json("status")["watch"]["accounts"]["work"]
        assert shown["error"] == away["what"]
        assert shown["next_try"] is not None
        assert len(subjects(account)) == 200  # one batch of 200 is more than a megabyte, and half of it was filed
        eventually(lambda: sum("MB of today" in one["what"] for one in daemon.told) >= 2)
        assert len(subjects(account)) == 200
        (tmp_path / "turned").touch()
        daemon.tells("swept", messages=100)  # the rest, and none of the others again
        assert subjects(account) == sorted(f"Message {number}" for number in range(0, 300, 2))
        assert [one["level"] for one in daemon.told if "MB of today" in one["what"]].count("warning") == 1
    finally:
        daemon.close()


def test_mail_from_before_since_stays(account, watch, mail):
    with raw_client(account) as client:
        client.append("INBOX", None, '"01-Jan-2020 10:00:00 +0000"', mail.pest(1, subject="Old"))
        client.append("INBOX", None, None, mail.pest(2, subject="New"))
    daemon = watch("--since", "30d")
    daemon.tells("swept", messages=1)
    assert (subjects(account), subjects(account, SPRAY)) == (["Old"], ["New"])


@pytest.mark.usefixtures("account")
def test_a_service_manager_is_told_what_it_wants_to_hear(watch, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(15)
        heard = []

        def hears(word):
            while not heard or not heard[-1].startswith(word):
                heard.append(manager.recv(1000).decode())
            return heard[-1]

        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000"}
        daemon = watch(env=told)
        hears("READY=1")
        daemon.tells("watching")
        for _ in range(3):
            heard.append("")
            hears("WATCHDOG=1")
        daemon.process.send_signal(signal.SIGHUP)
        assert re.fullmatch(r"RELOADING=1\nMONOTONIC_USEC=\d+", hears("RELOADING=1"))
        hears("READY=1")
        daemon.tells("watching", times=2)
        daemon.process.terminate()
        hears("STOPPING=1")
        assert daemon.process.wait(10) == 0
    assert sum(word.startswith("STOPPING") for word in heard) == 1


@pytest.mark.usefixtures("account")
def test_idling_costs_hardly_any_time(watch):
    daemon = watch()
    daemon.tells("watching")
    eventually(lambda: seconds_used(daemon, during=0.5) < 0.02)  # the start is over
    assert seconds_used(daemon, during=3) < 0.1


def seconds_used(daemon, *, during):
    """Return the processor time that a process takes in so many seconds."""
    before = _seconds_used(daemon.process.pid)
    time.sleep(during)
    return _seconds_used(daemon.process.pid) - before


def _seconds_used(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_without_an_account_or_with_a_format_that_nobody_knows_it_does_not_begin(triage, account):
    assert "--log-format" in triage("watch", "--log-format", "xml", code=2).err
    configure(triage, user=account.user)
    assert "No account" in triage("watch", code=2).err
