"""`triage doctor` on real servers, with TLS of an authority of the test's own: each fault has its line, and the rest is checked."""

from __future__ import annotations

import os
import re
import socket
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from servers import LOOPBACK, Dovecot, Proxy, free_port, raw_client

from triage.cli.doctor.checks import Result, clock
from triage.errors import UnreachableError
from triage.learn.modelfile import load, shipped
from triage.learn.versions import keep, promote
from triage.mailbox.wire import reach
from triage.mailbox.wire_guard import READING_VERBS, Limits, Server
from triage.memory.store import open_store, store_path
from triage.memory.traffic import traffic_path

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def secure(dovecot, authority):
    """A Dovecot with a certificate of an authority that this machine can be told to trust."""
    del dovecot  # skips where there is no Dovecot
    server = Dovecot(certificate=authority.issue_cert(LOOPBACK, "localhost"))
    yield server
    server.stop()


@pytest.fixture
def make_server(dovecot):
    """Start a Dovecot with a certificate of one's own."""
    del dovecot
    servers = []

    def start(certificate=None, **more):
        servers.append(Dovecot(certificate=certificate, **more))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(autouse=True)
def _trust(triage, authority, tmp_path):
    """Trust the authority, and know the password."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ |= {
        "SSL_CERT_FILE": str(tmp_path / "authority.pem"),
        "TRIAGE_PASSWORD_FILE": str(tmp_path / "password"),
    }


def account(port, *, name="work", tls="implicit", user="sam", host=LOOPBACK, more=""):
    return (
        f'\n[account.{name}]\naddress = "{name}@acme.example"\nuser = "{user}"\nhost = "{host}"\nport = {port}\n'
        f'tls = "{tls}"\n{more}'
    )


def configure(triage, *accounts, more=""):
    text = (triage.home / "config.toml").read_text().partition("\n[account.")[0]
    triage.configure("".join((text, *accounts, more)))


def checks(triage, *words, code=0, **environ):
    """Run the doctor and return its checks by account and name."""
    shown = triage.json("doctor", *words, code=code, **environ)
    assert shown["well"] is (code == 0)
    return {(one["account"], one["check"]): one for one in shown["checks"]}


def result(found, account, name):
    return found[account, name]["result"], found[account, name]["text"]


ALL = ["secret", "connection", "sign-in", "abilities", "folders", "sent mail", "backlog", "memory", "downloads"]

# ---------------------------------------------------------------- all is well


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_all_is_well_with_tls_of_either_kind(triage, secure, tls):
    configure(triage, account(secure.tls_port if tls == "implicit" else secure.port, tls=tls, user=f"well-{tls}"))
    with raw_client(secure.server(f"well-{tls}")) as client:
        client.create("Sent")
    found = checks(triage)
    assert [name for account, name in found if account] == ALL
    assert {one["result"] for one in found.values()} == {"ok"}
    shown = found["work", "connection"]["text"]
    assert re.fullmatch(
        rf"127\.0\.0\.1:\d+, TLS 1\.\d{' after STARTTLS' * (tls == 'starttls')}, its certificate is valid until [\d-]+",
        shown,
    )
    assert result(found, "work", "abilities") == ("ok", "MOVE, UIDPLUS, IDLE")
    assert result(found, "work", "sent mail")[1].startswith("Sent: ")
    screen = triage("doctor").out
    assert "All is well." in screen
    assert not re.search(r"fault|look|left out|\x1b", screen)
    assert max(map(len, screen.splitlines())) < 100


def test_the_doctor_writes_nothing_to_the_mailbox_and_nothing_to_the_state(triage, dovecot_user, mail, census):
    sent = bytearray()
    proxy = Proxy(dovecot_user.port, to_server=lambda chunk: (sent.extend(chunk), chunk)[1])
    try:
        configure(triage, account(proxy.port, tls="none", user=dovecot_user.user))
        with raw_client(dovecot_user) as client:
            client.append("INBOX", None, None, mail.pest(1))
        triage("clean", "--apply", "--yes")
        sent.clear()
        before = census(triage.home)
        found = checks(triage)
        assert census(triage.home) == before
    finally:
        proxy.stop()
    assert found["work", "memory"]["text"] == "work.sqlite3: read whole and sound"
    lines = [line.split() for line in bytes(sent).decode().split("\r\n") if line]
    verbs = {" ".join(words[1:3] if words[1] == "UID" else words[1:2]) for words in lines}
    assert {"LOGIN", "EXAMINE"} <= verbs <= READING_VERBS


# ---------------------------------------------------------------- the connection


def expired(authority):
    day = datetime.now(UTC)
    return authority.issue_cert(LOOPBACK, not_before=day - timedelta(days=9), not_after=day - timedelta(days=2))


def not_yet(authority):
    return authority.issue_cert(LOOPBACK, not_before=datetime.now(UTC) + timedelta(days=2))


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (
            lambda _: trustme.CA().issue_cert(LOOPBACK),
            "is signed by nobody whom this machine trusts; check host and port.",
        ),
        (expired, "has expired; tell those who run that server, and check the clock of this machine."),
        (not_yet, "is not valid yet; check the clock of this machine."),
        (lambda own: own.issue_cert("mail.example"), "is for another name; write the host as its provider does."),
    ],
    ids=["foreign authority", "expired", "not yet valid", "another name"],
)
def test_a_certificate_that_is_not_valid_is_told_by_its_fault_and_nobody_signs_in(
    triage, authority, make_server, make, told, tls
):
    server = make_server(make(authority))
    configure(triage, account(server.tls_port if tls == "implicit" else server.port, tls=tls))
    found = checks(triage, code=5)
    outcome, text = result(found, "work", "connection")
    assert outcome == "fault"
    assert text.startswith("The certificate of 127.0.0.1:")
    assert told in text
    assert result(found, "work", "secret")[0] == result(found, None, "model")[0] == "ok"
    assert result(found, "work", "sign-in") == ("left out", "the server was not reached")
    assert "Login" not in (server.dir / "dovecot.log").read_text()


def test_a_certificate_that_ends_soon_is_told_in_time(triage, authority, make_server):
    soon = datetime.now(UTC) + timedelta(days=5)
    configure(triage, account(make_server(authority.issue_cert(LOOPBACK, not_after=soon)).tls_port))
    outcome, text = result(checks(triage), "work", "connection")
    assert (outcome, f"until {soon:%Y-%m-%d}: tell those who run" in text) == ("look", True)


def test_a_server_without_starttls_is_told_and_hears_no_password(triage, dovecot_user):
    sent = bytearray()
    proxy = Proxy(dovecot_user.port, to_server=lambda chunk: (sent.extend(chunk), chunk)[1])
    try:
        configure(triage, account(proxy.port, tls="starttls", user=dovecot_user.user))
        outcome, text = result(checks(triage, code=5), "work", "connection")
    finally:
        proxy.stop()
    assert (outcome, "offers no STARTTLS, so no password was sent" in text) == ("fault", True)
    assert b"LOGIN" not in sent


def test_tls_where_the_server_speaks_none_a_closed_port_and_a_host_that_is_not_there_are_told_apart(
    triage, dovecot_user
):
    configure(
        triage,
        account(dovecot_user.port, name="plain"),
        account(free_port(), name="closed"),
        account(993, name="nowhere", host="imap.nowhere.invalid"),
    )
    found = checks(triage, code=5)
    assert "speaks no TLS that can be understood; check port and tls" in result(found, "plain", "connection")[1]
    assert "Nothing listens on 127.0.0.1:" in result(found, "closed", "connection")[1]
    assert "The host imap.nowhere.invalid is not found" in result(found, "nowhere", "connection")[1]


def test_a_server_that_says_nothing_is_given_up():
    with socket.create_server((LOOPBACK, 0)) as listener:
        silent = Server(LOOPBACK, listener.getsockname()[1], "sam", "none")
        with pytest.raises(UnreachableError, match="does not answer; check host and port"):
            reach(silent, limits=Limits(silence=0.3))


# ---------------------------------------------------------------- signed in


def test_one_account_is_refused_and_the_other_is_checked_all_the_same(triage, secure, tmp_path):
    for name, password in (("triage-bad", "wrong"), ("triage-good", "secret")):
        (tmp_path / name).write_text(password)
        (tmp_path / name).chmod(0o600)
    configure(triage, account(secure.tls_port, name="bad"), account(secure.tls_port, name="good"))
    environ = {"TRIAGE_PASSWORD_FILE": "", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    found = checks(triage, code=4, **environ)
    outcome, text = result(found, "bad", "sign-in")
    assert (outcome, "refused the user name or the password; check both" in text) == ("fault", True)
    assert "wrong" not in str(found)
    assert result(found, "bad", "folders") == ("left out", "nobody is signed in")
    assert result(found, "bad", "memory")[0] == "ok"
    assert result(found, "good", "sign-in") == ("ok", "as sam")
    assert checks(triage, "--account", "good", **environ).keys() == {key for key in found if key[0] != "bad"} - {
        (None, "other mail")
    }


def test_without_a_secret_the_connection_is_checked_all_the_same(triage, secure):
    configure(triage, account(secure.tls_port))
    found = checks(triage, code=4, TRIAGE_PASSWORD_FILE="")
    assert "put it in the keyring (`keyring set triage sam@127.0.0.1`)" in result(found, "work", "secret")[1]
    assert result(found, "work", "connection")[0] == "ok"
    assert result(found, "work", "sign-in") == ("left out", "there is no secret")


def test_without_a_token_the_command_that_takes_one_is_named_and_nothing_is_written(triage, secure):
    oauth = '\n[account.work.oauth]\nclient_id = "x"\ntoken_url = "https://login.acme.invalid/token"\n'
    configure(triage, account(secure.tls_port, more=f'auth = "oauth2"\n{oauth}'))
    outcome, text = result(checks(triage, code=4), "work", "secret")
    assert (outcome, "give a refresh token to `triage accounts token work`" in text) == ("fault", True)
    assert not (triage.home / "state").exists()


def test_a_password_that_others_can_read_is_told(triage, secure, tmp_path):
    (tmp_path / "password").chmod(0o644)
    configure(triage, account(secure.tls_port))
    outcome, text = result(checks(triage), "work", "secret")
    assert (outcome, "can be read by others; run `chmod 600" in text) == ("look", True)


def test_a_folder_that_is_not_there_is_named_with_those_that_are_and_the_others_are_counted(triage, secure, mail):
    configure(triage, account(secure.tls_port, user="missing", more='folders = ["INBOX", "Leads"]\n'))
    with raw_client(secure.server("missing")) as client:
        client.append("INBOX", None, None, mail.friend(1))
    found = checks(triage, code=2)
    assert result(found, "work", "folders") == ("fault", "There is no folder 'Leads' in work; there are: INBOX, Junk.")
    assert result(found, "work", "backlog")[1].startswith("1 message, never swept")


def test_a_parent_that_the_server_cannot_have_is_told_before_anything_is_filed(triage, make_server):
    server = make_server(extra="namespace inbox {\n  separator = .\n}\n")
    configure(triage, account(server.port, tls="none"), more='\n[filing]\nparent = "Out.reach"\n')
    outcome, text = result(checks(triage, code=5), "work", "folders")
    assert (outcome, "allows no '.' in a folder's name" in text) == ("fault", True)


@pytest.mark.parametrize(
    ("lost", "told", "outcome"),
    [(b" MOVE", "It has no MOVE, so mail is copied, the copy proven", "ok"), (b" UIDPLUS", "It has no UIDPLUS", "look"),
     (b" IDLE", "It has no IDLE, so a watch asks it once a minute", "ok")],
    ids=["MOVE", "UIDPLUS", "IDLE"],
)  # fmt: skip
def test_what_a_server_cannot_do_is_told_with_what_it_means(triage, dovecot_user, lost, told, outcome):
    proxy = Proxy(dovecot_user.port, to_client=lambda chunk: chunk.replace(lost, b" X" + lost[2:]))
    try:
        configure(triage, account(proxy.port, tls="none", user=dovecot_user.user))
        found = checks(triage)
    finally:
        proxy.stop()
    assert result(found, "work", "abilities")[0] == outcome
    assert told in result(found, "work", "abilities")[1]


def test_without_a_folder_of_sent_mail_nobody_is_known_to_have_been_written_to(triage, dovecot_user):
    configure(triage, account(dovecot_user.port, tls="none", user=dovecot_user.user))
    outcome, text = result(checks(triage), "work", "sent mail")
    assert (outcome, "keep what you send in a folder named Sent" in text) == ("look", True)


# ---------------------------------------------------------------- what waits, and what is kept


def test_what_came_since_the_last_sweep_is_counted(triage, dovecot_user, mail):
    configure(triage, account(dovecot_user.port, tls="none", user=dovecot_user.user))
    assert result(checks(triage), "work", "backlog") == ("ok", "no messages yet")
    with raw_client(dovecot_user) as client:
        for number in range(3):
            client.append("INBOX", None, '"01-Mar-2024 09:00:00 +0000"', mail.friend(number))
    assert "3 messages, never swept; `triage clean --account work`" in result(checks(triage), "work", "backlog")[1]
    triage("clean", "--apply", "--yes")
    outcome, text = result(checks(triage), "work", "backlog")
    assert (outcome, text[-12:]) == ("ok", "0 came since")
    with raw_client(dovecot_user) as client:
        client.append("INBOX", None, None, mail.pest(9))
    outcome, text = result(checks(triage), "work", "backlog")
    assert (outcome, "; 1 came since; `triage clean --account work --apply` files" in text) == ("look", True)


def test_a_damaged_memory_is_found_by_reading_it_whole(triage, dovecot_user, mail):
    configure(triage, account(dovecot_user.port, tls="none", user=dovecot_user.user))
    with raw_client(dovecot_user) as client:
        client.append("INBOX", None, None, mail.pest(1))
    triage("clean", "--apply", "--yes")
    path = store_path(triage.home / "state", "work")
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(os.urandom(8192))
    found = checks(triage, code=5)
    outcome, text = result(found, "work", "memory")
    assert (outcome, "is damaged" in text, "move it away" in text) == ("fault", True, True)
    assert result(found, "work", "sign-in")[0] == "ok"


def test_moves_that_were_interrupted_and_mailboxes_beside_the_accounts_have_a_line(triage, make_maildir, ten):
    triage("clean", make_maildir(ten), "--apply", "--yes")
    outcome, text = result(checks(triage), None, "other mail")
    assert (outcome, text.endswith(": read whole and sound")) == ("ok", True)


def test_the_limit_of_the_day_is_told(triage, dovecot_user):
    configure(triage, account(dovecot_user.port, tls="none", user=dovecot_user.user, more="daily_megabytes = 1\n"))
    with open_store(store_path(triage.home / "state", "work")):
        pass
    traffic_path(store_path(triage.home / "state", "work")).write_text(
        f"{datetime.now(UTC):%Y-%m-%d} {2_000_000:020d}\n"
    )
    found = checks(triage, code=5)
    assert "raise its daily_megabytes" in result(found, "work", "downloads")[1]
    assert result(found, "work", "sign-in")[0] == "ok"


# ---------------------------------------------------------------- this machine


def test_a_configuration_with_faults_shows_all_of_them_and_the_machine_is_checked_all_the_same(triage):
    triage.configure('[me]\nnmae = "Sam"\n\n[filing]\nmode = "shred"\n')
    found = checks(triage, code=3)
    outcome, text = result(found, None, "configuration")
    assert outcome == "fault"
    assert ("did you mean `name`?" in text, "must be one of" in text) == (True, True)
    assert [result(found, None, name)[0] for name in ("model", "clock", "state")] == ["ok"] * 3
    assert len(triage("doctor", code=3).out.partition("model")[0].splitlines()) > 3


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--config", "/none.toml"), "There is no configuration at"), (("--account", "x"), "no account 'x'")],
)
def test_a_configuration_or_an_account_that_is_not_there_is_a_fault_of_its_own(triage, words, told):
    assert told in result(checks(triage, *words, code=2), None, "configuration")[1]


def test_a_model_whose_digest_is_wrong_is_a_fault(triage):
    folder = keep(load(shipped()), triage.home / "models", told={})
    promote(folder)
    assert "your own, number 1" in result(checks(triage), None, "model")[1]
    with (folder / "model.npz").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\0\0\0")
    outcome, text = result(checks(triage, code=8), None, "model")
    assert (outcome, "damaged (its checksum is wrong)" in text) == ("fault", True)


def test_rules_that_are_damaged_and_a_state_that_others_can_read_are_told(triage):
    state = triage.home / "state"
    state.mkdir(mode=0o755)
    assert result(checks(triage), None, "state") == (
        "look",
        f"{state} is open to others (mode 755); run `chmod 700 {state}`.",
    )
    (state / "rules.json").write_text("{")
    assert "rules.json is damaged" in result(checks(triage, code=5), None, "state")[1]


def test_a_state_folder_that_is_a_file_is_told(triage):
    (triage.home / "state").write_text("")
    assert "cannot be written to; check its rights" in result(checks(triage, code=5), None, "state")[1]


@pytest.mark.parametrize(
    ("installed", "last_run", "outcome", "code"),
    [
        (NOW - timedelta(days=1), None, Result.OK, 0),
        (NOW + timedelta(minutes=5), NOW + timedelta(minutes=5), Result.OK, 0),
        (NOW + timedelta(days=1), None, Result.FAULT, 5),
        (NOW - timedelta(days=1), NOW + timedelta(days=1), Result.LOOK, 0),
    ],
    ids=["well", "slack", "before it was installed", "before the last run"],
)
def test_a_clock_is_compared_with_what_must_have_been_before(installed, last_run, outcome, code):
    check = clock(NOW, installed=installed, last_run=last_run)
    assert (check.result, check.exit_code) == (outcome, code)


def test_what_a_server_says_cannot_reach_the_terminal(triage, dovecot_user):
    with raw_client(dovecot_user) as client:
        client.create('"Evil\x1b]0;x\x07Name"')
    configure(triage, account(dovecot_user.port, tls="none", user=dovecot_user.user, more='folders = ["Leads"]\n'))
    shown = triage("doctor", code=2).out
    assert "\x1b" not in shown
    assert "\x07" not in shown
