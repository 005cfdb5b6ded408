"""The main job on a real IMAP server: nothing is written by a preview, all is moved by --apply, all is as before by undo."""

import hashlib
import imaplib
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from servers import Proxy, raw_client

from triage.mailbox.wire_guard import READING_VERBS

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
FLAGS = ["", "\\Seen", "\\Seen $Important", "\\Seen $Label1", "\\Draft"]


def deliver(server, raws, folder="INBOX"):
    """Put mail into a folder, with flags, keywords and dates that must survive."""
    with raw_client(server) as client:
        client.create(folder)
        for number, raw in enumerate(raws):
            date = imaplib.Time2Internaldate(START + timedelta(days=number, hours=number))
            assert client.append(folder, f"({FLAGS[number % len(FLAGS)]})", date, raw)[0] == "OK"


def census(server):
    """Return folder -> Counter of (content, flags, INTERNALDATE), as imaplib sees it."""
    found = {}
    with raw_client(server) as client:
        for line in client.list()[1]:
            name = line.rpartition(b' "/" ')[2].strip(b'"').decode()
            status, count = client.select(f'"{name}"', readonly=True)
            found[name] = Counter()
            if status == "OK" and count != [b"0"]:
                pieces = client.fetch("1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
                for piece in pieces:
                    if isinstance(piece, tuple):
                        flags = frozenset(imaplib.ParseFlags(piece[0])) - {b"\\Recent"}
                        date = re.search(rb'INTERNALDATE "([^"]+)"', piece[0])[1]
                        found[name][hashlib.sha256(piece[1]).hexdigest(), flags, date] += 1
    return {name: counted for name, counted in found.items() if counted}


def url(server, folder="INBOX", *, port=None):
    return f"imap://{server.user}@{server.host}:{port or server.port}/{folder}"


@pytest.fixture
def mailbox(dovecot_user, triage, tmp_path, ten):
    """A mailbox of ten messages, and the file that holds its password."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    deliver(dovecot_user, ten)
    return dovecot_user


@pytest.mark.case(25)
def test_a_preview_sends_no_command_that_writes(triage, mailbox):
    sent = bytearray()

    def heard(chunk):
        sent.extend(chunk)
        return chunk

    before = census(mailbox)
    proxy = Proxy(mailbox.port, to_server=heard)
    try:
        shown = triage.json("clean", url(mailbox, port=proxy.port))
        triage("why", url(mailbox, port=proxy.port), shown["messages"][1]["id"])
    finally:
        proxy.stop()
    assert sum(shown["counts"].values()) == 10
    lines = [line.split() for line in bytes(sent).decode().split("\r\n") if line]
    verbs = {" ".join(words[1:3] if words[1] == "UID" else words[1:2]) for words in lines}
    assert {"EXAMINE", "UID FETCH"} <= verbs <= READING_VERBS
    assert not re.search(rb"BODY\[|RFC822[ )\r]|RFC822\.TEXT", bytes(sent))
    assert census(mailbox) == before


def test_ids_and_folders_are_those_of_the_server(triage, mailbox):
    with raw_client(mailbox) as client:
        validity = re.search(rb"UIDVALIDITY (\d+)", client.status("INBOX", "(UIDVALIDITY)")[1][0])[1].decode()
    ids = [message["id"] for message in triage.json("clean", url(mailbox))["messages"]]
    assert ids == [f"INBOX;UIDVALIDITY={validity}/;UID={uid}" for uid in range(1, 11)]


def test_apply_files_and_undo_restores_folder_flags_and_date_exactly(triage, mailbox):
    before = census(mailbox)
    shown = triage.json("clean", url(mailbox), "--apply")
    filed = census(mailbox)
    goals = Counter(message["folder"] or "INBOX" for message in shown["messages"])
    assert {name: counted.total() for name, counted in filed.items()} == goals
    assert len(goals) > 1
    assert sum(filed.values(), Counter()) == before["INBOX"]
    told = triage.json("undo")
    assert told["counts"] == {"put_back": 5, "moved_since": 0, "unmarked": 0, "changed_since": 0, "left": 0}
    assert census(mailbox) == before
    triage("clean", url(mailbox), "--apply")
    assert census(mailbox) == before


def test_a_scam_goes_to_the_junk_folder_of_the_server(triage, mailbox, mail):
    letter = (
        "Attention beneficiary. I am barrister James Okoro, attorney to late engineer William Field, a national of your country"
        " who shares your surname and died in a plane crash with his family. He left USD 18,500,000.00 in a bank here with no next"
        " of kin. I seek your consent to present you as the next of kin so that the fund is released and we share it 50/50. This is"
        " risk free and strictly confidential. Reply urgently with your full name, telephone number and bank account."
    )
    deliver(
        mailbox, [mail.raw(77, sender="barrister@x.pest.example", body=letter, subject="URGENT: LATE ENGINEER FIELD")]
    )
    shown = triage.json("clean", url(mailbox), "--apply")["messages"]
    [scam] = [message for message in shown if message["subject"].startswith("URGENT")]
    assert (scam["label"], scam["folder"]) == ("scam", "Junk")
    assert census(mailbox)["Junk"].total() >= 1


def test_a_message_that_was_filed_is_still_found_by_its_first_id(triage, mailbox):
    filed = [one for one in triage.json("clean", url(mailbox), "--apply")["messages"] if one["folder"]]
    for message in filed:
        shown = triage.json("why", message["id"])
        assert (shown["id"], shown["subject"], shown["folder"]) == (
            message["id"],
            message["subject"],
            message["folder"],
        )
        assert shown["repeat"] == message["repeat"]


def test_undo_leaves_what_its_reader_moved_or_read_meanwhile(triage, mailbox):
    shown = triage.json("clean", url(mailbox), "--apply")
    folder = next(message["folder"] for message in shown["messages"] if message["folder"])
    with raw_client(mailbox) as client:
        client.create("Keep")
        client.select(f'"{folder}"')
        client.uid("MOVE", "1", "Keep")
    told = triage.json("undo")
    assert told["counts"] == {"put_back": 4, "moved_since": 1, "unmarked": 0, "changed_since": 0, "left": 0}
    assert census(mailbox)["Keep"].total() == 1


def test_the_sent_folder_says_whom_i_wrote_to(triage, mailbox, mail):
    deliver(mailbox, [mail.raw(90, to="jo@n3.pest.example")], folder="Sent")
    shown = {message["from"]: message for message in triage.json("clean", url(mailbox))["messages"]}
    assert shown["jo@n3.pest.example"]["standing"] == "correspondent"
    assert shown["jo@n3.pest.example"]["folder"] is None
    assert shown["jo@n5.pest.example"]["folder"] is not None


def test_whom_i_answered_is_known_before_their_earlier_mail_is_judged(triage, mailbox, mail):
    first, last = (mail.pest(n, sender="jo@x.pest.example", subject=f"Jo {n}") for n in (60, 61))
    deliver(mailbox, [first, last])
    with raw_client(mailbox) as client:
        client.select("INBOX")
        client.store("12", "+FLAGS", "\\Answered")
    shown = {message["subject"]: message for message in triage.json("clean", url(mailbox))["messages"]}
    assert [shown[f"Jo {n}"]["standing"] for n in (60, 61)] == ["correspondent"] * 2


def test_a_folder_that_is_not_there_is_a_usage_error_that_names_those_that_are(triage, mailbox):
    assert "INBOX" in triage("clean", url(mailbox, "Nowhere"), code=2).err
    assert "Nowhere" in triage("clean", url(mailbox), "--folder", "Nowhere", code=2).err


def test_a_wrong_password_ends_with_4_and_is_not_told(triage, mailbox, tmp_path):
    (tmp_path / "password").write_text("wrong-secret\n")
    done = triage("clean", url(mailbox), code=4)
    assert "wrong-secret" not in done.err + done.out


def test_a_password_file_that_others_can_read_is_pointed_out(triage, mailbox, tmp_path):
    (tmp_path / "password").chmod(0o644)
    assert "chmod 600" in triage("clean", url(mailbox)).err
    assert triage("clean", url(mailbox), "-q").err == ""


def test_a_server_that_is_not_there_ends_with_5(triage, tmp_path):
    from servers import free_port

    (tmp_path / "password").write_text("secret")
    port = free_port()
    done = triage(
        "clean", f"imap://sam@127.0.0.1:{port}/INBOX", code=5, TRIAGE_PASSWORD_FILE=str(tmp_path / "password")
    )
    assert done.out == ""


@pytest.mark.case(8)
def test_a_parent_that_the_server_refuses_files_nothing(triage, mailbox):
    before = census(mailbox)
    text = (triage.home / "config.toml").read_text()
    triage.configure(text + '\n[filing]\nparent = "Out.reach"\n')
    assert "choose" in triage("clean", url(mailbox), "--apply", code=5).err
    assert census(mailbox) == before


# ---------------------------------------------------------------- accounts


@pytest.fixture
def little_a_day(triage, dovecot, dovecot_user, mail, tmp_path):
    """An account of which a megabyte is fetched in a day, with 300 messages of 6 KB, of which the odd ones move."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    config = f"""
[account.work]
address = "sam@acme.example"
user = "{dovecot_user.user}"
host = "127.0.0.1"
port = {dovecot_user.port}
tls = "none"
daily_megabytes = 1
"""
    triage.configure((triage.home / "config.toml").read_text() + config)
    body = ("x" * 70 + "\n") * 80
    dovecot.fill(dovecot_user.user, [(mail.pest if n % 2 else mail.friend)(n, body=f"{n}\n{body}") for n in range(300)])
    return dovecot_user


def test_a_run_that_fetched_what_a_day_allows_stops_and_says_how_to_go_on(triage, little_a_day):
    before = census(little_a_day)["INBOX"]
    stopped = triage("clean", "--apply", "--yes", code=5)
    for words in ("1 MB of today", "daily_megabytes", "`--since 2023-11-23` goes on", "Filed before that: 100"):
        assert words in stopped.err
    now = census(little_a_day)
    assert sum(now.values(), Counter()) == before
    assert len(now.pop("INBOX")) == 200
    assert "of today" in triage("clean", "--apply", "--yes", code=5).err
    assert census(little_a_day)["INBOX"].total() == 200
    shown = triage.json("status")["mailboxes"][0]
    assert shown["downloaded_today"] > 1_000_000
    assert shown["daily_megabytes"] == 1
    assert " of 1 MB downloaded today" in triage("status").out

    yesterday = datetime.now(UTC) - timedelta(days=1)
    count = triage.home / "state" / "work.downloaded"
    count.write_text(f"{yesterday:%Y-%m-%d} {count.read_text().split()[1]}\n")
    triage("clean", "--apply", "--yes", "--since", "2023-11-23")
    now = census(little_a_day)
    assert sum(now.values(), Counter()) == before
    assert (now["INBOX"].total(), sum(map(Counter.total, now.values()))) == (150, 300)


def test_a_preview_obeys_the_limit_and_leaves_no_count_behind(triage, little_a_day):
    before = census(little_a_day)
    stopped = triage("clean", code=5)
    assert "It was a preview" in stopped.err
    assert "of today" in stopped.err
    assert not (triage.home / "state").exists()
    assert census(little_a_day) == before


@pytest.mark.usefixtures("little_a_day")
def test_without_a_limit_all_is_fetched(triage):
    config = triage.home / "config.toml"
    config.write_text(config.read_text().replace("daily_megabytes = 1", "daily_megabytes = 0"))
    assert triage.json("clean")["counts"]["failed"] == 0


@pytest.fixture
def accounts(triage, mailbox, dovecot, mail):
    """Two accounts in the configuration, the second with three messages."""
    other = dovecot.server(mailbox.user + "-other")
    deliver(other, [mail.pest(30), mail.friend(31), mail.pest(32)])
    sections = [
        f'\n[account.{name}]\naddress = "{server.user}@acme.example"\nuser = "{server.user}"\nhost = "127.0.0.1"\n'
        f'port = {server.port}\ntls = "none"\n'
        for name, server in (("work", mailbox), ("home", other))
    ]
    triage.configure((triage.home / "config.toml").read_text() + "".join(sections))
    return mailbox, other


def test_without_a_target_all_accounts_are_swept_and_undone_as_one_run(triage, accounts):
    before = [census(server) for server in accounts]
    shown = triage.json("clean", "--apply")
    assert shown["target"] == "work, home"
    assert Counter(message["account"] for message in shown["messages"]) == {"work": 10, "home": 3}
    assert [census(server) for server in accounts] != before
    told = triage.json("undo", shown["run"])
    assert told["counts"]["put_back"] == 7
    assert [census(server) for server in accounts] == before


@pytest.mark.usefixtures("accounts")
def test_account_takes_one_of_them(triage):
    assert sum(triage.json("clean", "--account", "home")["counts"].values()) == 3
    filed = triage.json("clean", "--account", "home", "--apply")
    assert triage.json("undo", "--account", "home")["run"] == filed["run"]


def test_one_account_that_cannot_be_reached_does_not_stop_the_others(triage, accounts):
    text = (triage.home / "config.toml").read_text()
    triage.configure(text.replace(f"port = {accounts[0].port}", "port = 1", 1))
    done = triage("clean", "--json", code=5)
    assert sum(done.json["counts"].values()) == 3
    assert len(done.json["errors"]) == 1
    assert "work" in done.err


@pytest.mark.usefixtures("accounts")
def test_an_id_without_its_account_is_asked_for(triage):
    message = triage.json("clean", "--account", "home")["messages"][0]
    assert "--account" in triage("why", message["id"], code=2).err
    assert triage.json("why", message["id"], "--account", "home")["subject"] == message["subject"]


# ---------------------------------------------------------------- marked where it stands

OURS = re.compile(rb"\$Triage\w+")


def keywords(server):
    """Return by subject the keywords of ours that a message of the inbox bears, as imaplib sees it."""
    with raw_client(server) as client:
        client.select("INBOX", readonly=True)
        pieces = client.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        return {
            re.search(rb"Subject: (.*)\r\n", piece[1])[1].decode(): frozenset(
                one.decode() for one in OURS.findall(piece[0])
            )
            for piece in pieces
            if isinstance(piece, tuple) and OURS.search(piece[0])
        }


def plain(counted):
    """Return a census without keywords of ours."""
    return {
        name: Counter(
            (content, frozenset(f for f in flags if not OURS.match(f)), date) for content, flags, date in held
        )
        for name, held in counted.items()
    }


@pytest.fixture
def marking(triage, mailbox):
    """The mailbox, where outreach is marked with keywords."""
    triage.configure((triage.home / "config.toml").read_text() + '\n[filing]\nmode = "keyword"\n')
    return mailbox


def test_with_keywords_nothing_moves_and_only_keywords_of_ours_are_set(triage, marking):
    sent = bytearray()

    def heard(chunk):
        sent.extend(chunk)
        return chunk

    before = census(marking)
    proxy = Proxy(marking.port, to_server=heard)
    try:
        shown = triage.json("clean", url(marking, port=proxy.port), "--apply")
    finally:
        proxy.stop()
    told = {one["subject"]: frozenset(one["keywords"]) for one in shown["messages"] if one["keywords"]}
    assert len(told) == 5
    assert keywords(marking) == told
    assert {one["folder"] for one in shown["messages"]} == {None}
    assert plain(census(marking)) == before
    lines = [line.partition(b" ")[2] for line in bytes(sent).split(b"\r\n") if line]
    writing = [line for line in lines if b" ".join(line.split()[:2]).decode() not in READING_VERBS]
    writing = [line for line in writing if line.split()[0].decode() not in READING_VERBS]
    assert {line.split()[0] for line in writing} == {b"SELECT", b"UID"}
    stores = [line for line in writing if not line.startswith(b"SELECT")]
    assert stores
    assert all(re.fullmatch(rb"UID STORE [\d,:]+ \+FLAGS\.SILENT \((\$Triage\w+ ?)+\)", line) for line in stores)


def test_marked_once_and_never_again_where_its_reader_took_the_keyword_off(triage, marking):
    triage("clean", url(marking), "--apply")
    marked = keywords(marking)
    subject = min(marked)
    with raw_client(marking) as client:
        client.select("INBOX")
        number = client.search(None, "SUBJECT", f'"{subject}"')[1][0].decode()
        client.store(number, "-FLAGS.SILENT", f"({' '.join(marked[subject])})")
    done = triage("clean", url(marking), "--apply")
    assert "left alone now: pest.example" in done.err
    assert keywords(marking) == {name: ours for name, ours in marked.items() if name != subject}
    assert [one["label"] for one in triage.json("teach")["corrections"]] == ["legitimate"]


def test_the_screen_says_what_was_marked_and_that_nothing_moved(triage, marking):
    assert "would be marked" in triage("clean", url(marking)).out
    assert keywords(marking) == {}
    done = triage("clean", url(marking), "--apply")
    assert "Marked, nothing is moved:" in done.out
    assert re.search(r"marked +5 ", done.out)
    assert "→ $Triage" in done.out
    assert re.search(r"to put it back +triage undo [0-9a-f]{6}", done.out)
    again = triage("clean", url(marking), "--apply").out
    assert "5 of them by an earlier run" in again
    assert "Nothing new was to be filed." in again


def test_undo_takes_the_keywords_off_and_only_those_and_they_are_never_set_again(triage, marking):
    before = census(marking)
    shown = triage.json("clean", url(marking), "--apply")
    marked = keywords(marking)
    kept, taken = min(marked), max(marked)
    with raw_client(marking) as client:
        client.select("INBOX")
        for subject, change in ((kept, "+FLAGS.SILENT ($TriageScam $TriagePitch)"), (taken, "+FLAGS.SILENT ($Work)")):
            number = client.search(None, "SUBJECT", f'"{subject}"')[1][0].decode()
            client.store(number, *change.split(" ", 1))
    [mailbox] = triage.json("status")["mailboxes"]
    assert [(run["filed"], run["marked"]) for run in mailbox["runs"]] == [(0, 5)]
    assert "0 still filed, 5 marked" in triage("status").out
    told = triage.json("undo", shown["run"])
    assert told["counts"] == {"put_back": 0, "moved_since": 0, "unmarked": 4, "changed_since": 1, "left": 0}
    assert len(set(told["unmarked"])) == 4
    assert keywords(marking).keys() == {kept}
    assert plain(census(marking)) != before, "$Work is not ours"
    with raw_client(marking) as client:
        client.select("INBOX")
        client.store("1:*", "-FLAGS.SILENT", "($Work)")
    assert plain(census(marking)) == before
    triage("clean", url(marking), "--apply")
    assert keywords(marking).keys() == {kept}
    assert triage.json("teach")["corrections"] == []
    assert triage.json("block", "--list")["rules"] == []


def test_undo_without_a_name_finds_a_run_that_only_marked(triage, marking):
    run = triage.json("clean", url(marking), "--apply")["run"]
    out = triage("undo").out
    assert f"5 messages of run {run} without its keyword again" in out
    assert "never filed or marked again" in out
    assert keywords(marking) == {}
    assert "nothing to put back" in triage("undo", code=2).err


def test_a_promoted_label_moves_and_undo_puts_it_back_with_its_keyword(triage, marking):
    shown = triage.json("clean", url(marking), "--apply")["messages"]
    marked = census(marking)
    labels = {one["label"] for one in shown if one["keywords"]}
    for label in labels:
        assert "5 judged" not in triage("promote", label, code=2).err, "what the reader blocked is no verdict of ours"
        triage("promote", label, "--force")
    moved = triage.json("clean", url(marking), "--apply")["messages"]
    assert sum(one["folder"] is not None for one in moved) == 5
    assert keywords(marking) == {}
    triage("undo")
    assert census(marking) == marked


def test_marked_mail_is_no_example_of_legitimate_mail(triage, marking):
    with raw_client(marking) as client:
        client.create("Outreach/Spray")
    triage("clean", url(marking), "--apply")
    before = triage.json("eval", url(marking))["labels"]["legitimate"]["count"]
    assert before == 5
