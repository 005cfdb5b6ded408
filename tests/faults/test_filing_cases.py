"""Filing under faults on a real server, case by case; the oracle asks the server alone, never the journal."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from faults.census import Damage, damage, everything, take
from faults.cutting import GIFTS, NOW
from faults.proxy import TO_CLIENT, BadLine, Fault
from servers import Dovecot, Proxy, Scripted, Server, raw_client, wire_name
from servers_cyrus import Cyrus, root

from triage.domain import Ref, Target
from triage.errors import FilingStopped, StateError, UnreachableError
from triage.mailbox.imap import connect

COUNT = 24
ONLY_DOVECOT = pytest.mark.parametrize("host", ["Dovecot"], indirect=True)  # the test reaches into its files
SOUND = Damage()
STORE = rb"UID STORE \S+ \+FLAGS.SILENT \(\\Deleted"
PESTERING = b"From: jo@pest.example\r\nTo: sam@acme.example\r\nSubject: %d\r\n\r\nBuy our leads.\r\n"


def at_step(step, act):
    """Act once, when this step comes for the first time."""
    done = []

    def checkpoint(name):
        if name == step and not done:
            done.append(name)
            act()

    return checkpoint


@contextlib.contextmanager
def front(port, **rewrite):
    """Yield the address of a proxy before the server."""
    proxy = Proxy(port, **rewrite)
    try:
        yield proxy
    finally:
        proxy.stop()


@contextlib.contextmanager
def lesser(host, user, *lost):
    """Yield the server without some of what it can."""
    line = BadLine(host.port, lost=lost)
    try:
        yield Server("127.0.0.1", line.port, user, "none")
    finally:
        line.stop()


def whole(mailbox):
    """Return all messages of a mailbox, wherever they are."""
    return sum(mailbox.places().values(), Counter())


def stops(cutting, server, *, user="", **more):
    """Clean and return the sentence with which the filing stopped."""
    with pytest.raises(FilingStopped) as caught:
        cutting.clean(server, user=user or server.user, **more)
    return str(caught.value)


# ---------------------------------------------------------------- the client is killed


@pytest.mark.parametrize(
    ("verb", "lost"),
    [
        pytest.param(b"UID COPY", [b"MOVE"], marks=pytest.mark.case(4), id="case 4, after COPY"),
        pytest.param(b"UID COPY", [b"MOVE", b"UIDPLUS"], marks=pytest.mark.case(4), id="case 4, without UIDPLUS"),
        pytest.param(STORE, [b"MOVE"], marks=pytest.mark.case(5), id="case 5, after STORE"),
        pytest.param(STORE, [b"MOVE", b"UIDPLUS"], marks=pytest.mark.case(5), id="case 5, without UIDPLUS"),
        pytest.param(b"UID MOVE", [], marks=pytest.mark.case(6), id="case 6, during MOVE"),
    ],
)  # fmt: skip
def test_case_4_5_6_a_client_killed_after_the_command_is_completed_by_the_next(program, mailboxes, verb, lost):
    mailbox = mailboxes()
    mailbox.deliver(COUNT)
    before = whole(mailbox)
    running, tags, killed = [], [], []

    def heard(chunk):
        if found := re.search(rb"(\S+) " + verb, chunk):
            tags.append(found[1])
        return chunk

    def answered(chunk):
        for word in lost:
            chunk = chunk.replace(word, b"X" + word[1:])
        if not killed and tags and tags[0] + b" OK" in chunk:
            killed.append(running[0].pid)
            running[0].kill()
            return None
        return chunk

    with front(mailbox.server.port, to_client=answered, to_server=heard) as proxy:
        target = f"imap://{mailbox.server.user}@127.0.0.1:{proxy.port}/INBOX"
        running.append(program.start("clean", target, "--apply"))
        with running[0] as process:
            assert process.wait(60) == -signal.SIGKILL
        assert killed
        assert not before - whole(mailbox)
        code, said = program.run("clean", target, "--apply")
        assert code == 0, said
    after = mailbox.places()
    assert whole(mailbox) == before
    assert after["INBOX"].total() == COUNT // 3


# ---------------------------------------------------------------- the server is killed


def sessions(host):
    """Return the processes of this server that serve somebody's mailbox."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            pid, name, _, parent = stat.read_text().split()[:4]
            if name == "(imap)" and int(parent) == host._process.pid:
                found.append(int(pid))
    return found


@pytest.mark.case(7)
@ONLY_DOVECOT
def test_case_7_a_server_killed_during_move_leaves_doubles_and_they_are_removed(cutting, host):
    """MOVE links all messages into the target before it takes the first out of the source; between, the server dies."""
    doubled = 0
    for number in range(40):  # at what moment it dies is luck: until it was the right one
        server = host.server(f"killed{number}")
        host.fill(server.user, [PESTERING % n + b"x" * n for n in range(60)])
        before = take(server)
        target = host.dir / "home" / server.user / "Maildir" / ".Outreach.Spray"

        def kill(chunk, target=target):
            if b"UID MOVE" in chunk:
                threading.Thread(target=kill_once_linked, args=(host, target, 30)).start()
            return chunk

        with front(host.port, to_server=kill) as proxy, contextlib.suppress(UnreachableError):
            cutting.clean(Server("127.0.0.1", proxy.port, server.user, "none"), user=server.user)
        between = everything(take(server))
        doubled += between.total() - before["INBOX"].total()
        cutting.clean(server, user=server.user)
        after = take(server)
        assert as_they_were(after) == as_they_were(before)
        assert set(after) <= {"Outreach/Spray", "Outreach/Repeats"}
        if doubled:
            return
    pytest.fail("the server never died at the right moment")


def as_they_were(census):
    """Return all messages; a server that is killed forgets what a keyword is called, and shows it as unknown-0."""
    return Counter(
        (mail.content, mail.date, frozenset(flag for flag in mail.flags if not flag.startswith(b"unknown-")))
        for mail in everything(census).elements()
    )


def kill_once_linked(host, folder, count):
    """Kill the server's session as soon as so many messages stand in this folder."""
    running, deadline = (
        sessions(host),
        time.monotonic() + 5,
    )  # known beforehand: to look for them takes as long as the move
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if sum(1 for part in ("cur", "new") for _ in (folder / part).iterdir()) >= count:
                break
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


# ---------------------------------------------------------------- the target


@pytest.mark.case(8)
def test_case_8_a_target_that_is_deleted_meanwhile_is_made_once_by_the_next_run(cutting):
    server = cutting.mailbox()

    def delete():
        with raw_client(server) as client:
            for name in ("Outreach/Spray", "Outreach"):
                client.delete(wire_name(client, name))

    sent = []
    said = stops(cutting, server, checkpoint=at_step("intended", delete), trace=sent.append)
    assert "not there any more" in said
    assert take(server) == cutting.before
    assert sum(bool(re.fullmatch('CREATE ".*Spray"', line)) for line in sent) == 1
    cutting.clean(server, user=server.user, trace=sent.append)
    assert damage(cutting.before, take(server), right=cutting.right("MOVE, UIDPLUS")) == SOUND
    assert sum(bool(re.fullmatch('CREATE ".*Spray"', line)) for line in sent) == 2


@pytest.mark.case(9)
def test_case_9_a_target_that_is_renamed_meanwhile_is_planned_again_and_what_it_holds_stays(cutting):
    server = cutting.mailbox()

    def rename():
        with raw_client(server) as client:
            target = wire_name(client, "Outreach/Spray")
            assert client.append(target, "()", None, b"Subject: mine\r\n\r\nKept.\r\n")[0] == "OK"
            assert client.rename(target, wire_name(client, "Kept"))[0] == "OK"

    stops(cutting, server, checkpoint=at_step("intended", rename))
    kept = take(server)
    assert kept["INBOX"] == cutting.before["INBOX"]
    assert kept["Kept"].total() == 1
    cutting.clean(server, user=server.user)
    after = take(server)
    assert after.pop("Kept") == kept["Kept"]
    assert damage(cutting.before, after, right=cutting.right("MOVE, UIDPLUS")) == SOUND


# ---------------------------------------------------------------- the server refuses


@pytest.fixture(scope="module")
def small(host):
    """A server whose mailboxes are full at 60 KB."""
    server = Cyrus(root(), quota=60) if isinstance(host, Cyrus) else Dovecot(quota="60K")
    yield server
    server.stop()


@pytest.fixture
def full(small, request):
    """A mailbox that holds all it can, and a line to its server that knows no MOVE."""
    server = small.server(f"full{abs(hash(request.node.name))}")
    small.fill(server.user, [PESTERING % number + b"x" * 9_000 for number in range(5)])
    with lesser(small, server.user, b"MOVE") as line:
        yield server, line


@pytest.mark.case(10)
def test_case_10_a_full_mailbox_stops_the_filing_and_nothing_changes(cutting, full):
    server, line = full
    before = take(server)
    for _ in range(2):
        with pytest.raises(FilingStopped, match="full"):
            cutting.clean(line, user=server.user)
        assert take(server) == before


@pytest.mark.case(10)
def test_case_10_a_watch_warns_once_of_a_full_mailbox_and_goes_on(full, program):
    server, line = full
    before = take(server)
    home = Path(program.environ["TRIAGE_HOME"])
    with (home / "config.toml").open("a") as config:
        config.write(f'[account.work]\naddress = "sam@acme.example"\nuser = "{server.user}"\n')
        config.write(f'host = "127.0.0.1"\nport = {line.port}\ntls = "none"\n')
    levels = []
    with program.start("watch", "--log-format", "json") as process:
        for said in process.stderr:
            told = json.loads(said)
            if "full" in told["what"]:
                levels.append(told["level"])
            if len(levels) == 2:
                break
        process.terminate()
        process.communicate(timeout=60)
    assert levels == ["warning", "info"]
    assert take(server) == before


@pytest.mark.case(23)
def test_case_23_where_expunge_is_refused_the_source_stays_and_the_copies_do_not_multiply(cutting, host):
    server = cutting.mailbox()
    refusing = [True]

    def refuse(chunk):
        return chunk.replace(b"UID EXPUNGE", b"UID EXPUNXE") if refusing else chunk

    with (
        lesser(host, server.user, b"MOVE") as line,
        front(line.port, to_server=refuse) as proxy,
    ):
        target = Server("127.0.0.1", proxy.port, server.user, "none")
        stops(cutting, target, user=server.user)
        first = take(server)
        assert first["INBOX"] == cutting.before["INBOX"]
        stops(cutting, target, user=server.user)
        assert take(server) == first
        refusing.clear()
        cutting.clean(target, user=server.user)
    assert damage(cutting.before, take(server), right=cutting.right("UIDPLUS")) == SOUND


@pytest.mark.case(24)
@ONLY_DOVECOT
def test_case_24_a_target_without_the_right_to_write_is_told_and_is_no_loop(cutting, host):
    server = cutting.mailbox()
    with raw_client(server) as client:
        client.create("Outreach/Spray")
    folder = host.dir / "home" / server.user / "Maildir" / ".Outreach.Spray"
    locked = [folder / "cur", folder / "new", folder / "tmp", folder]
    sent = []
    for path in locked:
        path.chmod(0o555)
    try:
        said = stops(cutting, server, trace=sent.append)
    finally:
        for path in locked:
            path.chmod(0o700)
    assert said.endswith(".")
    assert sum(line.startswith("UID MOVE") for line in sent) == 1
    assert take(server) == cutting.before
    cutting.clean(server, user=server.user)
    assert damage(cutting.before, take(server), right=cutting.right("MOVE, UIDPLUS")) == SOUND


@pytest.mark.case(24)
def test_case_24_a_source_that_opens_for_reading_only_is_told_and_nothing_is_tried(cutting, host):
    server = cutting.mailbox()
    sent = []
    with front(host.port, to_client=lambda chunk: chunk.replace(b"[READ-WRITE]", b"[READ-ONLY]")) as proxy:
        line = Server("127.0.0.1", proxy.port, server.user, "none")
        assert "reading only" in stops(cutting, line, user=server.user, trace=sent.append)
    assert not any(line.startswith(("UID MOVE", "UID COPY", "UID STORE")) for line in sent)
    assert sum(line.startswith("SELECT") for line in sent) == 1
    assert take(server) == cutting.before


# ---------------------------------------------------------------- what the server tells, and does not tell


@pytest.mark.case(11)
@pytest.mark.case(21)
@pytest.mark.parametrize("gifts", GIFTS)
def test_case_11_21_whatever_the_server_can_all_is_filed_and_put_back(cutting, host, gifts):
    server = cutting.mailbox()
    with lesser(host, server.user, *GIFTS[gifts]) as line:
        cutting.clean(line, user=server.user)
        assert damage(cutting.before, take(server), right=cutting.right(gifts)) == SOUND
        cutting.undo(line, user=server.user)
    assert take(server) == cutting.before


@pytest.mark.case(12)
def test_case_12_a_copyuid_that_leaves_some_out_is_completed(cutting, host):
    server = cutting.mailbox()
    told = []

    def shorten(chunk):
        told.extend(re.findall(rb"\[COPYUID \d+ (\S+) (\S+)\]", chunk))
        return re.sub(rb"\[COPYUID (\d+) (\d+)[:,]\S* (\d+):\S*\]", rb"[COPYUID \1 \2 \3]", chunk)

    with front(host.port, to_client=shorten) as proxy:
        line = Server("127.0.0.1", proxy.port, server.user, "none")
        cutting.clean(line, user=server.user)
        assert any(b":" in new for _, new in told)
        assert damage(cutting.before, take(server), right=cutting.right("MOVE, UIDPLUS")) == SOUND
        cutting.undo(line, user=server.user)
    assert take(server) == cutting.before


@pytest.mark.case(14)
def test_case_14_a_body_that_is_nil_is_a_message_that_vanished():
    body = b"From: jo@pest.example\r\n\r\nBuy.\r\n"
    rows = (
        b"* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[]<0> NIL)\r\n"
        + b"* 2 FETCH (UID 2 RFC822.SIZE %d BODY[]<0> {%d}\r\n%b)\r\n"
        % (
            len(body),
            len(body),
            body,
        )
    )
    server = Scripted({"UID FETCH": rows + b"%TAG% OK done\r\n"})
    try:
        with connect(server.server(), password="secret", writable=False) as mailbox:
            found = list(mailbox.fetch([Ref("INBOX", "1", "7"), Ref("INBOX", "2", "7")]))
        assert [stored.ref.uid for stored in found] == ["2"]
    finally:
        server.stop()


def renumber(host, user):
    """Make the server count the messages of every folder anew, with another UIDVALIDITY."""
    for path in (host.dir / "home" / user / "Maildir").rglob("dovecot*"):
        if path.is_file() and path.name != "dovecot-keywords" and "uidvalidity" not in path.name:
            path.unlink()


def validity(server, folder):
    with raw_client(server) as client:
        return re.search(rb"UIDVALIDITY (\d+)", client.status(folder, "(UIDVALIDITY)")[1][0])[1]


@pytest.mark.case(15)
@ONLY_DOVECOT
@pytest.mark.parametrize("verb", [b"UID COPY", b"UID STORE", b"UID EXPUNGE"])
def test_case_15_a_run_cut_before_all_folders_were_renumbered_is_completed_by_identity(cutting, host, verb):
    server = cutting.mailbox()
    tags, cut = [], []

    def heard(chunk):
        if found := re.search(rb"(\S+) " + verb + (rb" .*Deleted" if b"STORE" in verb else b""), chunk):
            tags.append(found[1])
        return chunk

    def answered(chunk):
        if not cut and tags and tags[0] + b" OK" in chunk:
            cut.append(True)
            return None
        return chunk

    with (
        lesser(host, server.user, b"MOVE") as line,
        front(line.port, to_server=heard, to_client=answered) as proxy,
        pytest.raises(UnreachableError),
    ):
        cutting.clean(Server("127.0.0.1", proxy.port, server.user, "none"), user=server.user)
    assert cut
    before = validity(server, "INBOX")
    renumber(host, server.user)
    assert validity(server, "INBOX") != before
    cutting.clean(server, user=server.user)
    assert damage(cutting.before, take(server), right=cutting.right("UIDPLUS")) == SOUND


@pytest.mark.case(16)
@pytest.mark.parametrize("told", [b"", b"* OK [UIDVALIDITY 0] x\r\n", b"* OK [UIDVALIDITY what] x\r\n"])
def test_case_16_from_a_folder_without_uidvalidity_nothing_is_filed(told):
    select = Scripted.SELECT.replace(b"* OK [UIDVALIDITY 7] x\r\n", told)
    server = Scripted({"SELECT": select, "EXAMINE": select})
    try:
        with (
            connect(server.server(), password="secret", writable=True) as mailbox,
            pytest.raises(FilingStopped, match="UIDVALIDITY"),
        ):
            mailbox.move([Ref("INBOX", "1", "0")], Target("Outreach"))
        assert not any(b"UID MOVE" in line or b"UID STORE" in line for line in server.heard)
    finally:
        server.stop()


@pytest.mark.case(17)
@pytest.mark.parametrize("lost", [[], [b"MOVE"]], ids=["MOVE", "no MOVE"])
@pytest.mark.parametrize("after", [0.55, 0.7, 0.8, 0.9])
def test_case_17_without_uidnext_a_run_that_was_cut_is_completed_by_identity(cutting, host, lost, after):
    server = cutting.mailbox()
    passed = cutting.length("UIDPLUS" if lost else "MOVE, UIDPLUS")[TO_CLIENT]
    hidden = (b"UIDNEXT", *lost)
    cutting.through(BadLine(host.port, lost=hidden, to_client=Fault(after=int(passed * after))), server.user)
    cutting.through(BadLine(host.port, lost=hidden), server.user)
    assert damage(cutting.before, take(server), right=cutting.right("MOVE, UIDPLUS")) == SOUND


# ---------------------------------------------------------------- other people


@pytest.mark.case(13)
@pytest.mark.case(19)
@pytest.mark.parametrize("step", ["judged", "prepared", "intended"])
@pytest.mark.parametrize("verb", ["expunge", "MOVE"])
def test_case_13_19_what_its_reader_removes_or_moves_meanwhile_is_left_alone(cutting, step, verb):
    server = cutting.mailbox()
    after = []

    def meanwhile():
        with raw_client(server) as client:
            client.select("INBOX")
            if verb == "MOVE":
                client.create(wire_name(client, "Kept"))
                client.uid("MOVE", "1,3", wire_name(client, "Kept"))
            else:
                client.uid("STORE", "1,3", "+FLAGS", "(\\Deleted)")
                client.expunge()
        after.append(take(server))

    cutting.clean(server, user=server.user, checkpoint=at_step(step, meanwhile))
    left, now = after[0], take(server)
    assert everything(now) == everything(left)
    assert now.get("Kept") == left.get("Kept")
    assert now["INBOX"] == cutting.right("MOVE, UIDPLUS")["INBOX"]
    cutting.clean(server, user=server.user)
    assert take(server) == now


@pytest.mark.case(20)
def test_case_20_what_its_reader_pulls_back_is_never_filed_again(cutting):
    server = cutting.mailbox()
    cutting.clean(server, user=server.user)
    with raw_client(server) as client:
        for folder in cutting.right("MOVE, UIDPLUS").keys() - {"INBOX"}:
            client.select(wire_name(client, folder))
            client.uid("MOVE", "1:*", "INBOX")
    pulled = take(server)
    assert pulled == cutting.before
    for _ in range(2):
        cutting.clean(server, user=server.user)
        assert take(server) == pulled


@pytest.mark.parametrize("back", ["INBOX", "Kept"])
def test_the_mark_of_a_broken_move_comes_off_what_its_reader_pulled_back_before_the_next_run(cutting, back):
    server = cutting.mailbox()

    def cut(command):
        if "-FLAGS.SILENT ($TriageClaim)" in command:
            raise UnreachableError("cut after the first MOVE")

    with pytest.raises(UnreachableError):
        cutting.clean(server, user=server.user, trace=cut)
    with raw_client(server) as client:
        client.create(wire_name(client, "Kept"))
        for folder in take(server).keys() - {"INBOX"}:
            client.select(wire_name(client, folder))
            client.uid("MOVE", "1:*", wire_name(client, back))
    pulled = take(server)
    marked = [mail for mail in everything(pulled).elements() if mail.marks]
    assert marked
    cutting.clean(server, user=server.user)
    if back == "Kept":  # a folder that nobody reads: the mark stays, until the message is in the inbox again
        assert take(server)["Kept"] == pulled["Kept"]
        with raw_client(server) as client:
            client.select(wire_name(client, "Kept"))
            client.uid("MOVE", "1:*", "INBOX")
        cutting.clean(server, user=server.user)
    now = take(server)
    assert damage(cutting.before, now, right=now) == SOUND
    assert {mail.content for mail in marked} <= {mail.content for mail in now["INBOX"]}


# ---------------------------------------------------------------- this machine


def damaged(path):
    path.write_bytes(b"no database at all" * 500)


@contextlib.contextmanager
def locked(path):
    """Hold the state file, as another program may."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@pytest.mark.case(26)
@pytest.mark.parametrize("how", ["locked", "damaged"])
def test_case_26_with_a_state_file_that_is_locked_or_damaged_nothing_is_filed(cutting, how):
    server = cutting.mailbox()
    with cutting.session(server, server.user):
        pass
    with locked(cutting.state(server.user)) if how == "locked" else contextlib.nullcontext():
        if how == "damaged":
            damaged(cutting.state(server.user))
        with pytest.raises(StateError):
            cutting.clean(server, user=server.user)
    assert take(server) == cutting.before


@pytest.mark.case(27)
def test_case_27_without_its_state_file_nothing_is_filed_twice_and_what_was_filed_is_known_again(program, mailboxes):
    mailbox = mailboxes()
    mailbox.deliver(12)
    before = whole(mailbox)
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    filed = mailbox.places()
    for path in Path(program.environ["TRIAGE_HOME"]).rglob("*.sqlite3*"):
        path.unlink()
    code, said = program.run("clean", mailbox.target, "--apply")
    assert code == 0, said
    assert mailbox.places() == filed
    assert whole(mailbox) == before


@pytest.mark.case(28)
@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=20_000)], ids=["a second", "decades"])
@pytest.mark.parametrize("step", ["intended", "moved"])
def test_case_28_a_clock_that_jumps_back_does_no_harm(cutting, back, step):
    server = cutting.mailbox()

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cutting.clean(server, user=server.user, checkpoint=at_step(step, stop))
    cutting.clean(server, user=server.user, at=NOW - back)
    assert damage(cutting.before, take(server), right=cutting.right("MOVE, UIDPLUS")) == SOUND
    with cutting.session(server, server.user) as (_, store):
        runs = [run.id for run in store.journal.runs() if run.filed]
    for _ in runs:
        cutting.undo(server, user=server.user)
    assert take(server) == cutting.before
