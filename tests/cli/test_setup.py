"""`triage setup` against a real Dovecot with TLS: on a terminal as a person uses it, and without one as a script does."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import shutil
import socket
import ssl
import stat
import subprocess
import threading
import time
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme
from servers import LOOPBACK, Dovecot, Scripted, raw_client
from servers_names import Names, Site

from triage.cli.options import Shared, settings
from triage.cli.setup import file as setup_file
from triage.cli.setup.command import setup
from triage.cli.setup.request import Request
from triage.config import Account, Auth, Config, OAuth, Tls, load, parse
from triage.discover.asking import Network
from triage.errors import StateError, UsageError
from triage.run.draft import Draft

ROOT = Path(__file__).resolve().parent.parent.parent
SIGNED = "Sam Field\nAcme Software\nShop-floor scheduling for metal fabricators\n+44 20 7946 0000\n"


@pytest.fixture(scope="module")
def secure(dovecot, authority):
    """A Dovecot with a certificate for this machine and for a name of its own; its address sam@acme.example wrote to six people."""
    del dovecot  # skips where there is no Dovecot
    # Else Dovecot makes an address wait 15 s that it refused a few times.
    hasty = "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n"
    server = Dovecot(
        extra=hasty,
        certificate=authority.issue_cert(LOOPBACK, "localhost", "imap.acme.example", "outlook.office365.com"),
    )
    with raw_client(server.server("sam@acme.example")) as client:
        client.create("Sent")
        for number in range(6):
            body = f"Hello,\r\n\r\nnumber {number}.\r\n\r\nSam\r\n\r\n-- \r\n{SIGNED}".replace("\n", "\r\n")
            head = f"From: Sam Field <sam@acme.example>\r\nTo: ann{number}@friend.example\r\nMessage-ID: <{number}@acme.example>\r\n"
            letter = (
                f"{head}Subject: Gauges for the fixture {number}\r\nDate: Fri, 01 Mar 2024 09:00:00 +0000\r\n\r\n{body}"
            )
            client.append("Sent", None, None, letter.encode())
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def home(triage, authority, tmp_path):
    """Nothing is configured yet; the authority is trusted, the keyring is a file, and a command tells when it was run."""
    (triage.home / "config.toml").unlink()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    shutil.copy(ROOT / "tests" / "keyring_of_a_file.py", tmp_path)
    (tmp_path / "print-it").write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\necho secret\n")
    (tmp_path / "print-it").chmod(0o755)
    triage.environ |= {"SSL_CERT_FILE": str(tmp_path / "authority.pem"), "PYTHONPATH": str(tmp_path), "TERM": "dumb"}
    return triage.home


@pytest.fixture
def words(secure, tmp_path):
    """All that a script says."""
    command = str(tmp_path / "print-it")
    return ["sam@acme.example", "--server", LOOPBACK, "--port", secure.tls_port, "--password-command", command, "--yes"]


class Terminal:
    """The program on a terminal, and somebody who answers it: `reply` waits for a question, and types."""

    def __init__(self, triage, *words, keyring="keyring_of_a_file.Keyring", **environ):
        self._ours, theirs = pty.openpty()
        every = {
            **os.environ,
            **triage.environ,
            "KEYRING_FILE": str(triage.home / "keyring"),
            "PYTHON_KEYRING_BACKEND": keyring,
        }
        self.process = subprocess.Popen(
            triage.command(*words),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=every | environ,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        self._read_to = 0

    def reply(self, question, answer):
        self._read(question)
        os.write(self._ours, f"{answer}\n".encode())

    def ended(self, code=0):
        self._read(None)
        os.close(self._ours)
        assert self.process.wait(20) == code, self.shown
        return " ".join(self.shown.split())

    def _read(self, question):
        ends = time.monotonic() + 60
        while question is None or not re.search(question, self.shown[self._read_to :]):
            assert time.monotonic() < ends, self.shown
            if not select.select([self._ours], [], [], 1)[0]:
                continue
            try:
                chunk = os.read(self._ours, 65_536)
            except OSError:
                chunk = b""  # Linux says so once nobody holds the other end
            if not chunk:
                assert question is None, self.shown
                return
            self.shown += chunk.decode()
        if question is not None:
            self._read_to = len(self.shown)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


# ---------------------------------------------------------------- on a terminal


def test_a_person_gives_an_address_and_a_password_and_has_an_account_that_works(triage, secure, home):
    person = Terminal(triage, "setup", "--server", "localhost", "--port", secure.tls_port)
    person.reply("Your mail address:", "Sam@Acme.example")
    person.reply(r"Password of sam@acme.example at localhost \(not shown\)", "letmein-7")
    person.reply("Try once more.[^:]+Password of", "secret")
    person.reply(r"Write it\? \[y/e/N\]", "y")
    shown = person.ended()
    assert "its certificate is valid" in shown.partition("Password of")[0]
    assert "6 people you wrote to will be left alone" in shown
    assert "triage clean --account acme" in shown
    assert ("letmein-7" in shown, " secret" in shown.replace("no secret", "")) == (False, False)
    config = load(home / "config.toml")
    assert (config.me.name, config.me.addresses, config.me.domains) == (
        "Sam Field",
        ("sam@acme.example",),
        ("acme.example",),
    )
    assert config.me.about == (
        "Acme Software. Shop-floor scheduling for metal fabricators. Writes about fixture, gauges."
    )
    assert config.accounts["acme"] == Account("sam@acme.example", "localhost", port=secure.tls_port)
    assert (mode(home / "config.toml"), "secret" in (home / "config.toml").read_text()) == (0o600, False)
    assert json.loads((home / "keyring").read_text()) == {"triage sam@acme.example@localhost": "secret"}


def test_without_a_keyring_the_password_goes_to_a_file_for_its_owner_alone_and_a_bad_edit_is_told_by_its_line(
    triage, secure, home, tmp_path
):
    (tmp_path / "break").write_text('#!/bin/sh\necho "nonsense = = 1" >> "$1"\n')
    (tmp_path / "break").chmod(0o755)
    person = Terminal(
        triage, "setup", "sam@acme.example", "--server", "localhost", "--port", secure.tls_port,
        keyring="keyring.backends.fail.Keyring", EDITOR=str(tmp_path / "break"),
    )  # fmt: skip
    person.reply("Password of", "secret")
    person.reply("Command that prints it:", "false")
    person.reply("ended with code 1[^:]+Command that prints it:", "echo another")
    person.reply("another password than[^:]+Command that prints it:", "")
    person.reply(r"Write it\?", "e")
    person.reply(r"Write it\?", "y")
    shown = person.ended()
    assert re.search(r"\(at line \d+, column \d+\): this is no TOML", shown)
    assert "has no keyring that is open" in shown
    assert mode(home / "acme.password") == 0o600
    assert load(home / "config.toml").accounts["acme"].password_command == f"cat {home / 'acme.password'}"
    assert "6 people you wrote to" in shown
    assert triage.json("doctor", TRIAGE_PASSWORD_FILE="", PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")[
        "well"
    ]


def test_who_changes_their_mind_leaves_nothing_behind(triage, secure, home):
    person = Terminal(triage, "setup", "sam@gmial.com", "--offline", "--user", "sam@acme.example")
    person.reply(r"Did you mean sam@gmail.com\?", "n")
    person.reply("IMAP server", f"localhost:{secure.tls_port}")
    person.reply("Password of sam@acme.example at localhost", "secret")
    person.reply(r"Write it\?", "n")
    assert "Nothing was written." in person.ended(130)
    assert [path.name for path in home.iterdir()] == ["keyring"]
    assert json.loads((home / "keyring").read_text()) == {}


def test_after_three_refusals_it_ends_and_nothing_is_written(triage, secure, home):
    person = Terminal(triage, "setup", "sam@acme.example", "--server", "localhost", "--port", secure.tls_port)
    for _ in range(3):
        person.reply("Password of", "wrong")
    assert "refused 3 times; nothing was written" in person.ended(4)
    assert list(home.iterdir()) == []


def test_on_a_terminal_nobody_is_asked_for_a_password_when_the_certificate_is_foreign(triage, secure, home):
    person = Terminal(
        triage,
        "setup",
        "sam@acme.example",
        "--server",
        "localhost",
        "--port",
        secure.tls_port,
        SSL_CERT_FILE=os.devnull,
    )
    shown = person.ended(5)
    assert "No password was asked for" in shown
    assert "Password of" not in shown
    assert list(home.iterdir()) == []


# ---------------------------------------------------------------- as a script


def test_a_script_sets_up_an_account_that_every_run_can_use(triage, words, home, tmp_path):
    shown = triage.json("setup", *words)
    section = (ROOT / "docs" / "cli.md").read_text("utf-8").partition("\n## triage setup\n")[2]
    documented = json.loads(section.partition("```json\n")[2].partition("```")[0])
    assert documented.keys() == shown.keys()
    assert documented["server"].keys() == shown["server"].keys()
    assert documented["checks"][0].keys() == shown["checks"][0].keys()
    assert shown["schema"] == documented["schema"] == "triage.setup/1"
    assert (shown["account"], shown["correspondents"], shown["secret"]) == ("acme", 6, "password_command")
    assert {one["check"]: one["result"] for one in shown["checks"]} == dict.fromkeys(
        ["sign-in", "abilities", "folders", "sent mail", "keywords"], "ok"
    )
    assert (home / "config.toml").read_text() == shown["file"]
    assert load(home / "config.toml").accounts["acme"].password_command == str(tmp_path / "print-it")
    assert triage.json("doctor", TRIAGE_PASSWORD_FILE="")["well"] is True


def test_an_account_is_added_at_the_end_and_what_was_there_stays_to_the_letter(triage, words, home):
    before = '# mine\n[me]\nname = "Sam"  # me\n\n[account.acme]\naddress = "x@acme.example"\nhost = "localhost"  # old'
    triage.configure(before)
    (home / "config.toml").chmod(0o640)
    assert "There is an account 'acme' in" in triage("setup", *words, code=2).err
    triage("setup", *words, "--account", "second")
    text = (home / "config.toml").read_text()
    assert (text.startswith(f"{before}\n\n[account.second]\n"), mode(home / "config.toml")) == (True, 0o640)
    assert list(load(home / "config.toml").accounts) == ["acme", "second"]
    again = triage("setup", *words, "--account", "third", code=2).err
    assert "sam@acme.example is set up already, as second" in " ".join(again.split())
    assert (home / "config.toml").read_text() == text


def test_a_configuration_with_faults_is_told_by_its_lines_before_anything_is_asked(triage, words, tmp_path):
    triage.configure('[me]\nnmae = "Sam"\n')
    assert "config.toml, line 2: me.nmae: is not known; did you mean `name`?" in triage("setup", *words, code=3).err
    assert not (tmp_path / "asked").exists()


def test_without_yes_and_without_an_answer_nothing_is_written(triage, words, home):
    assert "Nothing was written." in triage("setup", *words[:-1], code=130, input="").err
    assert not (home / "config.toml").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "Whose mail? Give the address"),
        (["sam"], "is no address; write it as name@domain.example"),
        (["sam@gmial.com"], "Did you mean sam@gmail.com? If sam@gmial.com is right"),
        (["sam@hey.com"], "HEY offers no IMAP"),
        (["sam@acme.example", "--offline"], "Nobody was asked (--offline); name the server"),
        (["sam@acme.example", "--port", "143"], "name it with --server HOST"),
        (["sam@acme.example", "--server", "imap://x"], "is no host name"),
        (["sam@acme.example", "--server", "mail.acme.example", "--tls", "none"], "in the clear"),
        (["sam@acme.example", "--server", "localhost", "--tls", "yes"], "--tls yes is not known"),
        (["sam@acme.example", "--server", "localhost", "--account", "a b"], "is no account name"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_to_do(triage, given, told, home):
    assert told in " ".join(triage("setup", *given, "--yes", code=2).err.split())
    assert list(home.iterdir()) == []


def test_without_a_password_and_without_a_person_it_says_where_one_belongs(triage, words, home):
    done = triage("setup", *words[:5], "--yes", code=4, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert "name a --password-command, or the file that holds it in TRIAGE_PASSWORD_FILE" in done.err
    assert not (home / "config.toml").exists()


def test_a_refused_password_is_not_shown_and_its_place_is(triage, words, home, tmp_path):
    (tmp_path / "print-it").write_text("#!/bin/sh\necho hunter2-x\n")
    done = triage("setup", *words, code=4)
    assert "The secret came from password_command." in done.err
    assert "hunter2-x" not in done.out + done.err
    assert not (home / "config.toml").exists()


# ---------------------------------------------------------------- TLS comes before the secret


def expired(authority):
    day = datetime.now(UTC)
    return authority.issue_cert(LOOPBACK, not_before=day - timedelta(days=9), not_after=day - timedelta(days=2))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda _: trustme.CA().issue_cert(LOOPBACK), "is signed by nobody whom this machine trusts"),
        (expired, "has expired"),
        (lambda own: own.issue_cert("portal.example"), "is for another name"),
    ],
    ids=["foreign authority", "expired", "another name"],
)
def test_a_bad_certificate_ends_it_before_the_password_is_asked_for(
    triage, authority, words, home, tmp_path, make, told
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    make(authority).configure_cert(context)
    with socket.create_server((LOOPBACK, 0)) as listener:
        words[4] = listener.getsockname()[1]

        def greet():
            with listener.accept()[0] as plain, contextlib.suppress(OSError):  # the client hangs up
                context.wrap_socket(plain, server_side=True).close()

        threading.Thread(target=greet, daemon=True).start()
        done = triage("setup", *words, code=5)
    assert told in " ".join(done.err.split())
    assert "No password was asked for, and nothing was written." in " ".join(done.err.split())
    assert not (tmp_path / "asked").exists()
    assert list(home.iterdir()) == []


def test_a_server_whose_starttls_was_stripped_hears_no_password(triage, words, home, tmp_path):
    server = Scripted({})
    words[4] = server.port
    try:
        done = triage("setup", *words, "--tls", "starttls", code=5)
    finally:
        server.stop()
    assert "No password was asked for" in " ".join(done.err.split())
    assert {line.split()[1] for line in server.heard} <= {b"CAPABILITY", b"STARTTLS", b"LOGOUT"}
    assert not (tmp_path / "asked").exists()
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_network_that_wants_a_sign_in_on_a_web_page_first_is_told_no_password(triage, words, home, tmp_path, tls):
    with socket.create_server((LOOPBACK, 0)) as listener:
        words[4] = listener.getsockname()[1]
        heard = []

        def answer():
            with listener.accept()[0] as plain, contextlib.suppress(OSError):  # the client hangs up
                plain.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/\r\n\r\n")
                heard.append(plain.recv(65_536))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        said = " ".join(triage("setup", *words, "--tls", tls, code=5).err.split())
        thread.join(20)
    assert "check" in said.partition("No password was asked for, and nothing was written.")[0]
    assert not thread.is_alive()
    assert not [one for one in heard if b"secret" in one or b"LOGIN" in one]
    assert not (tmp_path / "asked").exists()
    assert list(home.iterdir()) == []


# ---------------------------------------------------------------- the whole way, from the address alone


@pytest.fixture
def asking(authority):
    names, site = Names(), Site(authority, "autoconfig.acme.example", "acme.example")
    context = ssl.create_default_context()
    authority.configure_trust(context)
    yield SimpleNamespace(
        names=names, site=site, network=Network(resolver=names.resolver(), dial=site.dial, context=context)
    )
    names.stop()
    site.stop()


@pytest.fixture
def here(triage, monkeypatch):
    """Two names lead to this machine; the table of names that every program asks is none that a test can write to."""
    real, ours = socket.getaddrinfo, ("imap.acme.example", "outlook.office365.com")
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: real(LOOPBACK if host in ours else host, *more, **named)
    )
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("here")
def test_from_the_address_alone_the_server_is_found_tested_and_written(words, secure, asking, home, capsys):
    page = (
        f'<clientConfig><emailProvider><incomingServer type="imap"><hostname>imap.acme.example</hostname><port>{secure.tls_port}'
        "</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer></emailProvider></clientConfig>"
    )
    asking.site.pages["https://autoconfig.acme.example/mail/config-v1.1.xml"] = (200, {}, page.encode())
    request = Request("sam@acme.example", password_command=words[6], yes=True)
    assert setup(settings(Shared(json=True), configured=False), request, asking=asking.network) == 0
    shown = json.loads(capsys.readouterr().out)
    server = {
        "host": "imap.acme.example",
        "port": secure.tls_port,
        "tls": "implicit",
        "user": "sam@acme.example",
        "by": "autoconfig",
    }
    assert shown["server"] == server
    assert shown["asked"][-1]["told"] == f"names imap.acme.example:{secure.tls_port}"
    assert load(home / "config.toml").accounts["acme"].host == "imap.acme.example"


def test_a_foreign_server_that_dns_alone_names_is_not_taken_by_a_script(triage, asking, home, monkeypatch):
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)
    asking.names.zone["acme.example", "MX"] = ["0 mx.unknown.example."]
    asking.names.zone["_imaps._tcp.acme.example", "SRV"] = ["0 0 993 imap.evil.example."]
    with pytest.raises(UsageError, match=r"can be forged.*add --server imap\.evil\.example --port 993"):
        setup(settings(Shared(), configured=False), Request("sam@acme.example", yes=True), asking=asking.network)
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("here")
def test_where_only_tokens_are_taken_the_account_is_written_and_the_token_may_come_later(triage, secure, home):
    given = ["setup", "sam@outlook.com", "--server", "outlook.office365.com", "--port", secure.tls_port, "--yes"]
    assert "Without the id of a client of your own no token can be had" in triage(*given, code=2).err
    assert list(home.iterdir()) == []
    shown = triage.json(*given, "--client-id", "my-client")
    assert (shown["auth"], shown["secret"], shown["correspondents"]) == ("oauth2", None, None)
    assert [(one["check"], one["result"]) for one in shown["checks"]] == [("sign-in", "left out")]
    assert shown["next"] == ["triage accounts sign-in outlook", "triage doctor"]
    oauth = load(home / "config.toml").accounts["outlook"].oauth
    assert (oauth.client_id, oauth.token_url.partition("/common")[0]) == (
        "my-client",
        "https://login.microsoftonline.com",
    )


def test_an_account_that_does_not_fit_behind_what_is_there_is_told_and_nothing_is_written(triage, words, home):
    before = 'account = {old = {address = "x@acme.example", host = "localhost"}}\n'
    triage.configure(before)
    assert "write it by hand" in triage("setup", *words, code=3).err
    assert (home / "config.toml").read_text() == before


# ---------------------------------------------------------------- the file


def test_an_account_is_read_back_as_it_was_written_whatever_its_values_hold():
    odd = 'a "quoted"  \\ word\t\x7f\u202e\U0001f600 é'
    account = Account(
        "sam@acme.example", "imap.acme.example", user=odd, port=1143, tls=Tls.STARTTLS, password_command=odd
    )
    tokens = Account(
        "sam@acme.example",
        "imap.acme.example",
        auth=Auth.OAUTH2,
        oauth=OAuth("id", "https://login.example/token", "a b"),
    )
    text = setup_file.with_sections(
        None, [list(setup_file.section_of_account("a.b", account)), list(setup_file.section_of_account("work", tokens))]
    )
    assert text.isprintable() is False
    assert {letter for letter in text if not letter.isprintable()} == {"\n"}
    assert dict(parse(text, path=Path("x")).accounts) == {"a.b": account, "work": tokens}


def test_what_the_sent_mail_says_is_inert_in_the_file():
    hostile = 'Sam"\n[block]\nsenders = ["@all.example"]\x1b]0;x\x07\u202e'
    drafted = Draft(hostile, ("sam@acme.example", "not an address", "x y@z.example"), (hostile,), ("word",))
    text = setup_file.with_sections(None, [list(setup_file.section_of_me(drafted, address="sam@gmail.com"))])
    config = parse(text, path=Path("x"))
    assert (config.block, config.me.addresses, config.me.domains) == (
        (),
        ("sam@gmail.com", "sam@acme.example"),
        ("acme.example",),
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


def test_an_empty_draft_is_a_configuration_too():
    text = setup_file.with_sections(None, [list(setup_file.section_of_me(Draft(), address="sam@fastmail.fm"))])
    assert tomllib.loads(text) == {"me": {"addresses": ["sam@fastmail.fm"]}}
    assert parse(text, path=Path("x")) != Config()


def test_a_file_that_changed_meanwhile_is_not_written_over_and_a_link_stays_a_link(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("# old\n")
    with pytest.raises(StateError, match="changed by somebody else"):
        setup_file.write(path, "# new\n", before=None)
    (tmp_path / "link").symlink_to(path)
    setup_file.write(tmp_path / "link", "# new\n", before="# old\n")
    assert ((tmp_path / "link").is_symlink(), path.read_text()) == (True, "# new\n")
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [
        "authority.pem",
        "config.toml",
        "keyring_of_a_file.py",
        "link",
        "print-it",
    ]


def test_a_secret_is_never_written_over_another(tmp_path):
    setup_file.write_secret(tmp_path / "x.password", "one")
    with pytest.raises(UsageError, match="move it away"):
        setup_file.write_secret(tmp_path / "x.password", "two")
    assert ((tmp_path / "x.password").read_text(), mode(tmp_path / "x.password")) == ("one\n", 0o600)
