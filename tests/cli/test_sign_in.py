"""Signing in with OAuth2 from the command line: a real Dovecot, an OAuth2 server on loopback, and the test as the browser."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib import error, request

import pytest
from servers import LOOPBACK, raw_client
from servers_oauth import Provider, dovecot_by_token, token

from triage.cli.main import app
from triage.cli.setup.file import section_of_account
from triage.cli.setup.request import Request, account_for
from triage.config import Account, Auth, OAuth, Tls, load, parse
from triage.discover.offers import Offer
from triage.discover.providers import PROVIDERS

BROWSER = f"""#!{sys.executable} -SI
import sys, urllib.request
urllib.request.urlopen(sys.argv[1], timeout=10).read()
"""


@pytest.fixture(scope="module")
def by_token(dovecot):  # noqa: ARG001 - skips where there is no Dovecot
    with dovecot_by_token("XOAUTH2") as server:
        yield server


@pytest.fixture
def provider():
    provider = Provider("sam")
    yield provider
    provider.stop()


@pytest.fixture(autouse=True)
def home(triage, monkeypatch):
    """Nothing is configured yet, and nothing on this machine opens pages."""
    (triage.home / "config.toml").unlink()
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "TRIAGE_REFRESH_TOKEN_FILE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)
    return triage.home


def options(provider, port):
    """All that a script says, but how to sign in."""
    return [
        "setup", "sam@acme.example", "--user", "sam", "--server", LOOPBACK, "--port", port, "--tls", "none", "--account", "work",
        "--client-id", provider.client, "--token-url", f"{provider.url}/token", "--authorize-url", f"{provider.url}/authorize",
        "--device-url", f"{provider.url}/device", "--scope", provider.scope, "--yes",
    ]  # fmt: skip


def account(provider, port):
    service = OAuth(
        provider.client,
        f"{provider.url}/token",
        provider.scope,
        authorize_url=f"{provider.url}/authorize",
        device_url=f"{provider.url}/device",
    )
    return Account("sam@acme.example", LOOPBACK, "sam", port, Tls.NONE, Auth.OAUTH2, oauth=service)


def configure(triage, provider, port, *, left_out=()):
    oauth = account(provider, port).oauth
    lines = [
        f'{key} = "{getattr(oauth, key)}"' for key in ("client_id", "token_url", "scope", "authorize_url", "device_url")
    ]
    triage.configure(
        f'[account.work]\naddress = "sam@acme.example"\nuser = "sam"\nhost = "{LOOPBACK}"\nport = {port}\ntls = "none"\n'
        'auth = "oauth2"\n[account.work.oauth]\n'
        + "\n".join(line for line in lines if line.partition(" ")[0] not in left_out)
    )


def keep(home, **tokens):
    file = home / "state" / "tokens" / "work.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"refresh": "old-refresh", "access": "", "expires": 0, **tokens}))
    file.chmod(0o600)
    return file


class Here:
    """The program in a thread of this process; `shown` waits for words of it, on either stream."""

    def __init__(self, capsys, *words):
        self._capsys, self.out, self.err, self._code = capsys, "", "", []
        words = [str(word) for word in words]
        self._thread = threading.Thread(target=lambda: self._code.append(app(words, standalone_mode=False)))
        self._thread.start()

    def shown(self, pattern):
        ends = time.monotonic() + 30
        while not (found := re.search(pattern, self._read())):
            assert self._thread.is_alive(), self._read()
            assert time.monotonic() < ends, self._read()
            time.sleep(0.02)
        return found[0]

    def ended(self, code=0):
        self._thread.join(30)
        shown = self._read()
        assert self._code == [code], shown
        return " ".join(shown.split())

    def _read(self):
        new = self._capsys.readouterr()
        self.out, self.err = self.out + new.out, self.err + new.err
        return self.out + self.err


PAGE = r"http://127\.0\.0\.1:\d+/authorize\?\S+"


def visit(address):
    try:
        with request.urlopen(address, timeout=10) as answer:
            return answer.read().decode()
    except error.HTTPError as refused:
        with refused:
            return refused.read().decode()


def no_secret_in(shown, provider):
    secrets = provider.given | {"device-7f3a", "old-refresh"}
    secrets |= {form[key] for form in provider.forms for key in ("code", "code_verifier") if key in form}
    return not [secret for secret in secrets if secret in shown]


# ---------------------------------------------------------------- setup


def test_setup_signs_in_by_the_page_and_the_account_works(triage, provider, by_token, home):
    with raw_client(by_token.server("sam")) as client:
        client.create("Sent")
    with triage.process(*options(provider, by_token.port), "--no-browser", "--json") as process:
        said = ""
        while not (found := re.search(PAGE, said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        assert not (home / "state" / "tokens").exists()
        assert "you may close this page" in visit(found[0])
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    shown = json.loads(out)
    file = home / "state" / "tokens" / "work.json"
    assert (shown["auth"], shown["secret"], shown["checks"][0]["result"]) == ("oauth2", str(file), "ok")
    assert no_secret_in(out + said + err, provider)
    kept = json.loads(file.read_text())
    assert ({kept["refresh"], kept["access"]} <= provider.given, file.stat().st_mode & 0o777) == (True, 0o600)
    assert kept["expires"] == pytest.approx(time.time() + 3600, abs=60)
    assert load(home / "config.toml").accounts["work"] == account(provider, by_token.port)
    asked = len(provider.forms)
    assert triage.json("doctor")["well"]
    assert len(provider.forms) == asked == 1


def test_setup_signs_in_by_a_code_and_who_does_not_agree_in_the_end_leaves_nothing(triage, provider, by_token, home):
    provider.typed = True
    done = triage(*options(provider, by_token.port)[:-1], "--device", code=130, input="")
    assert re.search(rf"{provider.url}/type\s+WDJB-MJHT\s", done.out)
    assert "Nothing was written." in done.err
    assert no_secret_in(done.out + done.err, provider)
    assert not (home / "config.toml").exists()
    assert [path.name for path in home.rglob("*.json")] == []


class Person(io.StringIO):
    """What somebody types."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("answer", "shows"), [("b", PAGE), ("c", "WDJB-MJHT")], ids=["browser", "code"])
def test_a_person_is_asked_how_also_where_the_tokens_of_before_are_refused(
    provider, by_token, home, capsys, monkeypatch, answer, shows
):
    file = keep(home)
    monkeypatch.setattr(sys, "stdin", Person(f"{answer}\ny\n"))
    program = Here(capsys, *options(provider, by_token.port)[:-1])
    found = program.shown(shows)
    if answer == "b":
        visit(found)
    provider.typed = True
    shown = program.ended()
    assert "(invalid_grant)" in shown.partition("How? [b/c/r]")[0]
    assert json.loads(file.read_text())["refresh"] in provider.renewing
    assert load(home / "config.toml").accounts["work"] == account(provider, by_token.port)


def test_a_person_may_sign_in_later(provider, by_token, home, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Person("\ny\n"))
    shown = Here(capsys, *options(provider, by_token.port)[:-1]).ended()
    assert "no token yet; `triage accounts sign-in work` comes first" in shown
    assert (provider.forms, (home / "state").exists()) == ([], False)
    assert load(home / "config.toml").accounts["work"] == account(provider, by_token.port)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["--device"], "--device is for a sign-in with access tokens"),
        (["--scope", "mail"], "--scope is for a sign-in with access tokens"),
        (["--client-id", "x"], "name that with --token-url and --authorize-url"),
        (["--client-id", "x", "--token-url", "http://login.acme.example/"], "--token-url: would send the tokens in the clear"),
        (["--client-id", "x", "--token-url", "https://a.example/", "--authorize-url", "file:///x"], "--authorize-url: "),
        (["--client-id", "x", "--token-url", "https://a.example/", "--device"], "leave --device away, or name --device-url"),
        (["--client-id", "x", "--token-url", "https://a.example/", "--no-browser"], "or name --authorize-url"),
        (["--client-id", "x", "--password-command", "echo x", "--no-browser"], "and no --password-command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_what_does_not_fit_together_is_refused_before_anything_is_shown(triage, by_token, home, given, told):
    where = ["--server", LOOPBACK, "--port", by_token.port, "--tls", "none"]
    done = triage("setup", "sam@acme.example", *where, *given, "--yes", code=2)
    assert told in " ".join(done.err.split())
    assert list(home.iterdir()) == []


# ---------------------------------------------------------------- again


def test_a_token_that_was_withdrawn_names_the_command_that_signs_in_again_which_opens_the_page(
    triage, provider, by_token, home, tmp_path
):
    configure(triage, provider, by_token.port)
    file = keep(home, access="old-access", expires=1)
    assert (
        "(invalid_grant): it was withdrawn, or is too old. Sign in again: `triage accounts sign-in work`."
        in " ".join(triage("clean", code=4).err.split())
    )
    checks = {one["check"]: one["text"] for one in triage.json("doctor", code=4)["checks"]}
    assert "`triage accounts sign-in work`" in checks["secret"]
    (tmp_path / "browser").write_text(BROWSER)
    (tmp_path / "browser").chmod(0o755)
    done = triage.ended("accounts", "sign-in", "work", env={"BROWSER": str(tmp_path / "browser")})
    assert (done.code, "127.0.0.1 took the sign-in of sam" in done.err) == (0, True), done
    assert no_secret_in(done.out + done.err, provider)
    assert json.loads(file.read_text())["refresh"] in provider.renewing
    assert triage.json("doctor")["well"]


def test_a_token_that_the_mail_server_refuses_again_and_again_names_the_command_too(triage, provider, by_token, home):
    configure(triage, provider, by_token.port)
    provider.user = "another"
    provider.renewing.add("old-refresh")
    keep(home, access=token("sam", lasts=-60), expires=time.time() + 3600)
    assert "Sign in again: `triage accounts sign-in work`." in " ".join(triage("clean", code=4).err.split())
    checks = {one["check"]: one["text"] for one in triage.json("doctor", code=4)["checks"]}
    assert "`triage accounts sign-in work`" in checks["sign-in"]


def test_who_signs_in_as_somebody_else_is_told_and_the_tokens_of_before_stay(triage, provider, by_token, home, capsys):
    configure(triage, provider, by_token.port)
    provider.user, file = "another", keep(home)
    before = file.read_text()
    program = Here(capsys, "accounts", "sign-in", "work", "--no-browser")
    visit(program.shown(PAGE))
    shown = program.ended(4)
    assert "did you sign in there as sam" in shown
    assert (file.read_text(), no_secret_in(shown, provider)) == (before, True)


def test_who_says_no_on_the_page_ends_with_code_4_and_nothing_is_kept(triage, provider, by_token, home, capsys):
    configure(triage, provider, by_token.port)
    provider.denies = "access_denied"
    program = Here(capsys, "accounts", "sign-in", "work", "--quiet")
    visit(program.shown(PAGE))  # which is shown however quiet it is
    assert "you said no there" in program.ended(4)
    assert not (home / "state").exists()


def test_a_script_gets_one_object(triage, provider, by_token, home, capsys):
    configure(triage, provider, by_token.port, left_out=["authorize_url"])  # then only a code is left
    provider.typed = True
    program = Here(capsys, "accounts", "sign-in", "work", "--json")
    program.ended()
    assert json.loads(program.out) == {
        "schema": "triage.accounts.sign-in/1",
        "account": "work",
        "by": "device",
        "user": "sam",
        "kept": str(home / "state" / "tokens" / "work.json"),
    }
    assert "WDJB-MJHT" in program.err


def test_ctrl_c_before_anybody_came_back_ends_it_and_nothing_is_kept(triage, provider, by_token, home):
    configure(triage, provider, by_token.port)
    with triage.process("accounts", "sign-in", "work", "--no-browser", stderr=subprocess.STDOUT) as process:
        while not re.search(PAGE, line := process.stdout.readline()):
            assert line
        time.sleep(0.2)  # it listens by now
        os.kill(process.pid, signal.SIGINT)
        out, _ = process.communicate(timeout=20)
    assert (process.returncode, "Interrupted." in out, "Traceback" in out) == (130, True, False)
    assert not (home / "state").exists()


@pytest.mark.parametrize(
    ("words", "left_out", "told"),
    [
        (["nobody"], [], "There is no account 'nobody'"),
        (["work", "--device"], ["device_url"], "Nothing says where this provider gives codes"),
        (["work"], ["authorize_url", "device_url"], "Nothing says which page to sign in on; name authorize_url"),
    ],
)
def test_an_account_that_does_not_say_where_to_sign_in_is_told_so(triage, provider, by_token, words, left_out, told):
    configure(triage, provider, by_token.port, left_out=left_out)
    assert told in " ".join(triage("accounts", "sign-in", *words, code=2).err.split())


def test_a_mail_server_that_is_not_there_is_told_before_anybody_signs_in(triage, provider):
    configure(triage, provider, 1)
    assert triage("accounts", "sign-in", "work", code=5).out == ""
    assert provider.asked == []


# ---------------------------------------------------------------- what is known of providers


def offer(provider):
    return Offer(provider.host, provider.port, provider.tls, "sam@acme.example", "told", provider)


@pytest.mark.parametrize("provider", [one for one in PROVIDERS if one.tokens], ids=lambda one: one.name)
def test_what_is_known_of_a_provider_is_a_configuration_that_can_be_signed_in_with(provider):
    found = account_for(Request(client_id="x", yes=True), "sam@acme.example", offer(provider), talk=None)
    text = "\n".join(section_of_account("work", found))
    assert parse(text, path=Path("x")).accounts["work"] == found
    assert found.oauth.authorize_url.startswith("https://")
    assert found.oauth.scope


def test_a_client_of_one_organisation_keeps_scope_and_way_back_and_another_service_keeps_nothing():
    microsoft = next(one for one in PROVIDERS if one.host == "outlook.office365.com")
    url = "https://login.microsoftonline.com/my-tenant/token"
    own = account_for(Request(client_id="x", token_url=url), "sam@acme.example", offer(microsoft), talk=None).oauth
    assert (own.scope, own.redirect_url) == (microsoft.tokens.scope, "http://localhost")
    assert (own.token_url, own.authorize_url, own.device_url) == (url, "", "")
    request = Request(client_id="x", token_url="https://login.acme.example/token")
    other = account_for(request, "sam@acme.example", offer(microsoft), talk=None).oauth
    assert other == OAuth("x", "https://login.acme.example/token")
