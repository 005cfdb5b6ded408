"""Signing in with an access token: on a Dovecot that checks them by itself, and with a token service on loopback."""

import base64
import json
import os
import resource
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from servers import LOOPBACK, Server
from servers_oauth import dovecot_by_token, token

from triage.cli.options import Shared, settings
from triage.cli.setup.access import sign_in
from triage.cli.setup.talk import Talk
from triage.errors import SignInError, TokenRefusedError
from triage.mailbox import sasl
from triage.mailbox.imap import connect
from triage.mailbox.wire_guard import Server as Account

MECHANISMS = ["OAUTHBEARER", "XOAUTH2"]


@pytest.fixture(scope="module", params=MECHANISMS)
def by_token(request, dovecot):  # noqa: ARG001 - skips where there is no Dovecot
    with dovecot_by_token(request.param) as server:
        yield server


def account(dovecot, user):
    where = dovecot.server(user)
    return Account(where.host, where.port, where.user, "none", "oauth2")


class TokenService:
    """A token service: it answers with `answers` in their order, the last one again and again. `forms` heard it all."""

    def __init__(self, *answers):
        self.forms = []
        left = list(answers)
        forms = self.forms

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self):
                forms.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                status, told = left.pop(0) if len(left) > 1 else left[0]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", told)
                self.end_headers()
                self.wfile.write(told.encode() if isinstance(told, str) else json.dumps(told).encode())

            def log_message(self, *_):
                pass

        self._server = HTTPServer((LOOPBACK, 0), Answering)
        self.url = f"http://{LOOPBACK}:{self._server.server_port}/token"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def stop(self):
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()


@pytest.fixture
def service():
    """Start a token service with these answers."""
    started = []

    def start(*answers):
        started.append(TokenService(*answers))
        return started[-1]

    yield start
    for each in started:
        each.stop()


class Program:
    """The program as a process of its own, with one account that signs in by token."""

    def __init__(self, home):
        self.home = home
        self.said = ""
        home.mkdir()

    @property
    def file(self):
        return self.home / "state" / "tokens" / "work.json"

    @property
    def kept(self):
        return json.loads(self.file.read_text())

    def configure(self, server: Server, url, *, more=""):
        (self.home / "config.toml").write_text(
            f'[account.work]\naddress = "{server.user}@acme.example"\nuser = "{server.user}"\nhost = "{server.host}"\n'
            f'port = {server.port}\ntls = "none"\nauth = "oauth2"\n'
            f'[account.work.oauth]\nclient_id = "triage-test"\ntoken_url = "{url}"\n{more}'
        )

    def keep(self, **tokens):
        self.file.parent.mkdir(parents=True)
        self.file.write_text(json.dumps({"refresh": "first-refresh", "access": "", "expires": 0, **tokens}))
        self.file.chmod(0o600)

    def run(self, *words, given=None, environ=None, **popen):
        """Return the exit code and the error stream; `said` keeps all that was ever said."""
        environ = {**os.environ, "TRIAGE_HOME": str(self.home), **(environ or {})}
        command = [sys.executable, "-m", "triage.cli.main", *words]
        done = subprocess.run(command, env=environ, input=given, capture_output=True, text=True, timeout=60, **popen)
        self.said += done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stderr


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path / "home")


# ---------------------------------------------------------------- the server


def test_a_good_token_signs_in_and_no_trace_shows_it(by_token):
    trace = []
    good = token("one")
    with connect(account(by_token, "one"), password=good, writable=False, trace=trace.append) as mailbox:
        assert list(mailbox.scan("INBOX")) == []
    assert any(line.startswith("AUTHENTICATE") for line in trace)
    assert not any(good[:12] in line for line in trace)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(token("one", lasts=-60), id="expired"),
        pytest.param(token("two"), id="another-user"),
        pytest.param(token("one", key=b"another key"), id="forged"),
        pytest.param("no token at all", id="garbage"),
    ],
)
def test_a_bad_token_is_refused_with_a_sentence_that_does_not_show_it(by_token, bad):
    with pytest.raises(TokenRefusedError, match=r"refused the access token.*expired") as caught:
        connect(account(by_token, "one"), password=bad, writable=False)
    assert bad not in str(caught.value)
    assert caught.value.exit_code == 4


# ---------------------------------------------------------------- what is said


HERE = Account("imap.acme.example", 993, "a=b,c@acme.example", "implicit", "oauth2")


def said(answers, challenges):
    return [base64.b64decode(answers.answer(challenge)) for challenge in challenges]


def test_oauthbearer_comes_first_and_its_error_is_answered_with_one_octet():
    answers = sasl.bearer(HERE, "tok", offered={"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"})
    challenge = base64.b64encode(b'{"status": "insufficient_scope", "scope": "mail"}')
    assert answers.mechanism == "OAUTHBEARER"
    assert said(answers, [b"", challenge]) == [
        b"n,a=a=3Db=2Cc@acme.example,\1host=imap.acme.example\1port=993\1auth=Bearer tok\1\1",
        b"\1",
    ]
    assert answers.reason == "insufficient_scope"


def test_xoauth2_answers_an_error_with_an_empty_line():
    answers = sasl.bearer(HERE, "tok", offered={"AUTH=XOAUTH2", "AUTH=PLAIN"})
    assert answers.mechanism == "XOAUTH2"
    assert said(answers, [b"", b"e30=", b""]) == [b"user=a=b,c@acme.example\1auth=Bearer tok\1\1", b"", b""]


def test_a_server_without_either_hears_no_token():
    assert sasl.bearer(HERE, "tok", offered={"AUTH=PLAIN"}) is None


@pytest.mark.parametrize(
    "challenge", [b"", b"!", b"W10=", base64.b64encode(b'{"status": "tok"}'), b"/w==", b"W" * 9999]
)
def test_nothing_that_a_server_says_is_repeated_but_the_words_of_the_standard(challenge):
    answers = sasl.bearer(HERE, "tok", offered={"AUTH=XOAUTH2"})
    answers.answer(challenge)
    assert answers.reason == ""


def test_no_repr_shows_a_token():
    assert "tok" not in repr(sasl.bearer(HERE, "tok", offered={"AUTH=XOAUTH2"}))


def test_a_token_with_a_line_break_is_not_sent(by_token):
    with pytest.raises(SignInError, match="line break"):
        connect(account(by_token, "one"), password="tok\r\nA1 DELETE INBOX", writable=False)


# ---------------------------------------------------------------- the whole way

one_mechanism = pytest.mark.parametrize("by_token", MECHANISMS[:1], indirect=True)


def test_a_token_that_expired_is_renewed_kept_and_used_again(by_token, program, service):
    fresh = token("renewed")
    tokens = service((200, {"access_token": fresh, "expires_in": 3600, "refresh_token": "second-refresh"}))
    program.configure(by_token.server("renewed"), tokens.url, more='scope = "mail.all offline"\n')
    program.keep(access=token("renewed", lasts=-60), expires=time.time() - 60)
    assert program.run("clean") == (0, "")
    assert tokens.forms == [
        {
            "grant_type": ["refresh_token"],
            "refresh_token": ["first-refresh"],
            "client_id": ["triage-test"],
            "scope": ["mail.all offline"],
        }
    ]
    assert (program.kept["refresh"], program.kept["access"]) == ("second-refresh", fresh)
    assert program.kept["expires"] == pytest.approx(time.time() + 3600, abs=30)
    assert program.file.stat().st_mode & 0o777 == 0o600
    assert program.run("clean")[0] == 0
    assert len(tokens.forms) == 1


@one_mechanism
def test_a_token_that_the_server_refuses_is_renewed_once(by_token, program, service):
    tokens = service((200, {"access_token": token("again"), "expires_in": 3600}))
    program.configure(by_token.server("again"), tokens.url)
    program.keep(access=token("again", lasts=-60), expires=time.time() + 3600)
    assert program.run("clean") == (0, "")
    assert program.kept["refresh"] == "first-refresh"
    assert len(tokens.forms) == 1


@one_mechanism
def test_a_renewed_token_that_is_refused_too_ends_with_code_4(by_token, program, service):
    bad = token("refused", lasts=-60)
    tokens = service((200, {"access_token": bad, "expires_in": 3600}))
    program.configure(by_token.server("refused"), tokens.url)
    program.keep(access="stale-access", expires=time.time() + 3600)
    code, said = program.run("clean")
    assert (code, "refused the access token" in said) == (4, True)
    assert len(tokens.forms) == 1
    assert bad not in program.said
    assert "stale-access" not in program.said


@one_mechanism
def test_a_refresh_that_is_refused_ends_with_code_4_and_says_what_to_do(by_token, program, service):
    tokens = service((400, {"error": "invalid_grant", "error_description": "first-refresh was revoked"}))
    program.configure(by_token.server("revoked"), tokens.url)
    program.keep(access="stale-access", expires=1)
    code, said = program.run("clean")
    assert code == 4
    assert "invalid_grant" in said
    assert "`triage accounts token work`" in said
    assert "first-refresh" not in program.said
    assert program.kept["refresh"] == "first-refresh"


@one_mechanism
def test_the_first_refresh_token_comes_from_stdin_and_is_never_shown(by_token, program, service):
    tokens = service((200, {"access_token": token("first"), "expires_in": 3600}))
    program.configure(by_token.server("first"), tokens.url)
    assert program.run("clean")[0] == 4
    assert program.run("accounts", "token", "work", given="typed-refresh\n")[0] == 0
    assert program.kept == {"refresh": "typed-refresh", "access": "", "expires": 0.0}
    assert (program.file.stat().st_mode & 0o777, program.file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert program.run("clean") == (0, "")
    assert tokens.forms[0]["refresh_token"] == ["typed-refresh"]
    assert "typed-refresh" not in program.said


@one_mechanism
def test_the_first_refresh_token_may_come_from_a_file(by_token, program, service, tmp_path):
    given = tmp_path / "refresh"
    given.write_text("filed-refresh\n")
    given.chmod(0o644)
    tokens = service((200, {"access_token": token("filed"), "expires_in": 3600}))
    program.configure(by_token.server("filed"), tokens.url)
    code, said = program.run("clean", environ={"TRIAGE_REFRESH_TOKEN_FILE": str(given)})
    assert (code, f"chmod 600 {given}" in said) == (0, True)
    assert program.kept["refresh"] == "filed-refresh"
    given.unlink()
    assert program.run("clean") == (0, "")


@one_mechanism
def test_setup_signs_in_with_the_first_refresh_token_and_takes_back_nothing_that_was_there(
    by_token, program, service, tmp_path, monkeypatch
):
    tokens = service((200, {"access_token": token("begun"), "expires_in": 3600}))
    program.configure(by_token.server("begun"), tokens.url)
    (tmp_path / "refresh").write_text("filed-refresh\n")
    (tmp_path / "refresh").chmod(0o600)
    monkeypatch.setenv("TRIAGE_HOME", str(program.home))
    found = settings(Shared())
    begun = found.config.accounts["work"]
    without = sign_in(found, begun, name="work", talk=Talk(found), advice=())
    assert (without.mailbox, program.file.exists()) == (None, False)
    monkeypatch.setenv("TRIAGE_REFRESH_TOKEN_FILE", str(tmp_path / "refresh"))
    access = sign_in(found, begun, name="work", talk=Talk(found), advice=())
    with access.mailbox as mailbox:
        assert mailbox.count("INBOX") == 0
    assert (access.place, access.keywords, program.kept["refresh"]) == (str(program.file), True, "filed-refresh")
    access.take_back()
    assert program.file.exists()


@one_mechanism
def test_on_a_full_disk_no_token_is_asked_for_and_the_kept_one_stays(by_token, program, service):
    tokens = service((200, {"access_token": token("full"), "refresh_token": "second-refresh"}))
    program.configure(by_token.server("full"), tokens.url)
    program.keep()
    code, said = program.run("clean", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
    assert (code, "disk has room" in said) == (5, True)
    assert (tokens.forms, program.kept["refresh"]) == ([], "first-refresh")
    assert [path.name for path in program.file.parent.glob("*.new")] == []
    assert program.run("clean")[0] == 0
    assert program.kept["refresh"] == "second-refresh"


@one_mechanism
def test_a_token_service_that_sends_us_elsewhere_is_not_followed(by_token, program, service):
    elsewhere = service((200, {"access_token": token("moved")}))
    tokens = service((302, elsewhere.url))
    program.configure(by_token.server("moved"), tokens.url)
    program.keep()
    code, said = program.run("clean")
    assert (code, "answered 302" in said, elsewhere.forms) == (5, True, [])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(("nobody",), "no account 'nobody'"), (("plain",), r"no section [account.plain.oauth]"), (("work",), "no refresh token")],
)  # fmt: skip
def test_a_token_that_cannot_be_kept_is_told(program, words, sentence):
    program.configure(Account("127.0.0.1", 143, "sam"), "https://login.acme.example/token")
    with (program.home / "config.toml").open("a") as file:
        file.write('[account.plain]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n')
    code, said = program.run("accounts", "token", *words, given="\n")
    assert code in (2, 4)
    assert sentence in said
    assert not program.file.exists()
