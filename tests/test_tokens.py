"""Access tokens without a network: when they are renewed, what is kept, and what becomes of everything that can go wrong."""

import json
import logging
import sys
import threading
import time

import pytest

from triage.config import OAuth
from triage.errors import SignInError, StateError, UnreachableError
from triage.grant.service import LONGEST, Tokens, post
from triage.tokens import MARGIN, access_token, keep, token_path

CLIENT = OAuth("triage-test", "https://login.acme.example/token")
NOW = 1_800_000_000.0
GOOD = {"access_token": "fresh-access", "token_type": "Bearer", "expires_in": 3600}


class Service:
    """Answers every form alike, and keeps the forms."""

    def __init__(self, status=200, told=GOOD):
        self.forms = []
        self._answer = status, told if isinstance(told, bytes) else json.dumps(told).encode()

    def __call__(self, url, form):
        assert url == CLIENT.token_url
        self.forms.append(form.decode())
        return self._answer


@pytest.fixture
def path(tmp_path):
    return token_path(tmp_path / "state", "work")


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)


def put_tokens(path, **tokens):
    put(path, json.dumps({"refresh": "first-refresh", "access": "", "expires": 0, **tokens}))


def ask(path, service, *, client=CLIENT, environ=None, **more):
    return access_token(path, client, environ=environ or {}, now=NOW, ask=service, **more)


@pytest.mark.parametrize(
    ("expires", "refused", "renewed"),
    [
        pytest.param(NOW + MARGIN + 1, "", False, id="good"),
        pytest.param(NOW + MARGIN, "", True, id="about-to-expire"),
        pytest.param(NOW - 1, "", True, id="expired"),
        pytest.param(0, "", False, id="nobody-told-when"),
        pytest.param(NOW + 3600, "old-access", True, id="refused"),
        pytest.param(NOW + 3600, "older-access", False, id="another-run-renewed-it"),
    ],
)
def test_a_token_is_renewed_when_it_expired_or_was_refused(path, expires, refused, renewed):
    put_tokens(path, access="old-access", expires=expires)
    service = Service()
    assert ask(path, service, refused=refused).text == ("fresh-access" if renewed else "old-access")
    assert len(service.forms) == renewed


def test_a_token_that_is_good_is_read_without_writing_anything(path):
    put_tokens(path, access="old-access", expires=NOW + 3600)
    assert ask(path, Service()).text == "old-access"
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("told", "expires"),
    [(3600, NOW + 3600), ("3600", NOW + 3600), (None, 0.0), (0, 0.0), (-5, 0.0), (10**30, NOW + LONGEST)],
)
def test_how_long_a_token_lasts_is_kept(path, told, expires):
    put_tokens(path)
    ask(path, Service(told={**GOOD, "expires_in": told}))
    assert json.loads(path.read_text()) == {"refresh": "first-refresh", "access": "fresh-access", "expires": expires}


def test_a_scope_that_is_told_otherwise_is_no_fault(path):
    put_tokens(path)
    client = OAuth(CLIENT.client_id, CLIENT.token_url, scope="mail offline")
    service = Service(told={**GOOD, "scope": "mail"})
    assert ask(path, service, client=client).text == "fresh-access"
    assert "scope=mail+offline" in service.forms[0]


def test_the_secret_of_the_client_comes_from_its_command(path):
    put_tokens(path)
    client = OAuth(CLIENT.client_id, CLIENT.token_url, client_secret_command=f"{sys.executable} -c \"print('s3cret')\"")
    service = Service()
    ask(path, service, client=client)
    assert "client_secret=s3cret" in service.forms[0]


@pytest.mark.parametrize(
    ("status", "told", "error", "sentence"),
    [
        pytest.param(400, {"error": "invalid_grant"}, SignInError, "invalid_grant.*accounts token work", id="revoked"),
        pytest.param(401, {"error": "invalid_client"}, SignInError, "check client_id", id="client"),
        pytest.param(400, {"error": "invalid_scope"}, SignInError, "invalid_scope", id="scope"),
        pytest.param(400, {"error": "odd first-refresh"}, SignInError, "refused to renew", id="unknown-code"),
        pytest.param(200, {"error": "invalid_grant"}, SignInError, "invalid_grant", id="refused-with-200"),
        pytest.param(400, {"error": "temporarily_unavailable"}, UnreachableError, "later", id="later"),
        pytest.param(400, {"error": ["invalid_grant"]}, SignInError, "refused to renew", id="code-is-a-list"),
        pytest.param(503, b"first-refresh", UnreachableError, "answered 503", id="down"),
        pytest.param(429, b"", UnreachableError, "answered 429", id="too-many"),
        pytest.param(400, GOOD, UnreachableError, "makes no sense", id="good-but-400"),
        pytest.param(200, {}, UnreachableError, "makes no sense", id="empty"),
        pytest.param(200, b"", UnreachableError, "makes no sense", id="nothing"),
        pytest.param(200, b"[]", UnreachableError, "makes no sense", id="list"),
        pytest.param(200, b"[" * 60_000, UnreachableError, "makes no sense", id="deep"),
        pytest.param(200, b"\xff", UnreachableError, "makes no sense", id="binary"),
        pytest.param(200, {**GOOD, "access_token": 7}, UnreachableError, "makes no sense", id="number"),
        pytest.param(200, {**GOOD, "expires_in": "soon"}, UnreachableError, "makes no sense", id="soon"),
        pytest.param(200, {**GOOD, "refresh_token": {}, "scope": 7}, UnreachableError, "makes no sense", id="types"),
    ],
)
def test_an_answer_that_gives_no_token_is_told_and_the_kept_one_stays(path, status, told, error, sentence):
    put_tokens(path)
    before = path.read_text()
    with pytest.raises(error, match=sentence) as caught:
        ask(path, Service(status, told))
    assert "first-refresh" not in str(caught.value)
    assert path.read_text() == before
    assert sorted(each.name for each in path.parent.iterdir()) == [".work.json.lock", "work.json"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param('{"refresh": "first-refr', id="torn"),
        pytest.param("\0" * 65_536, id="zeros"),
        pytest.param('["first-refresh"]', id="list"),
        pytest.param('{"refresh": "first-refresh"}', id="keys"),
        pytest.param('{"refresh": 7, "access": "", "expires": 0}', id="number"),
        pytest.param('{"refresh": "", "access": "", "expires": 0}', id="no-refresh"),
        pytest.param('{"refresh": "first-refresh", "access": "", "expires": "x"}', id="expires"),
        pytest.param("[" * 60_000, id="deep"),
    ],
)
def test_a_damaged_file_is_told_and_given_anew(path, text, tmp_path):
    put(path, text)
    with pytest.raises(SignInError, match=r"damaged.*accounts token work") as caught:
        ask(path, Service())
    assert "first-refr" not in str(caught.value)
    (tmp_path / "given").write_text("given-refresh\n")
    service = Service()
    ask(path, service, environ={"TRIAGE_REFRESH_TOKEN_FILE": str(tmp_path / "given")})
    assert "refresh_token=given-refresh" in service.forms[0]
    keep(path, "kept-refresh")
    assert json.loads(path.read_text())["refresh"] == "kept-refresh"


def test_without_any_token_both_ways_to_give_one_are_named(path):
    with pytest.raises(SignInError, match=r"accounts token work.*TRIAGE_REFRESH_TOKEN_FILE"):
        ask(path, Service())


def test_a_kept_token_comes_before_the_one_that_was_first(path, tmp_path):
    put_tokens(path, refresh="rotated-refresh")
    (tmp_path / "given").write_text("given-refresh\n")
    service = Service()
    ask(path, service, environ={"TRIAGE_REFRESH_TOKEN_FILE": str(tmp_path / "given")})
    assert "refresh_token=rotated-refresh" in service.forms[0]


@pytest.mark.parametrize(("mode", "noted"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_noted_and_mended_by_the_next_renewal(path, mode, noted):
    put_tokens(path)
    path.chmod(mode)
    assert [f"chmod 600 {path}" in note for note in ask(path, Service()).notes] == [True] * noted
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_replaced_costs_no_token(path):
    put_tokens(path)
    path.with_name(".work.json.new").mkdir()
    service = Service()
    with pytest.raises(StateError, match="cannot be used"):
        ask(path, service)
    assert service.forms == []


def test_what_a_killed_run_left_is_in_nobodys_way(path):
    put_tokens(path)
    path.with_name(".work.json.new").write_text("half")
    assert ask(path, Service()).text == "fresh-access"


def test_two_runs_renew_once(path):
    put_tokens(path)
    service, got = Service(), []

    def slow(url, form):
        time.sleep(0.2)
        return service(url, form)

    runs = [threading.Thread(target=lambda: got.append(ask(path, slow).text)) for _ in range(3)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(10)
    assert (got, len(service.forms)) == (["fresh-access"] * 3, 1)


@pytest.mark.parametrize("text", ["", "two\nlines", "tök", "nul\0"])
def test_what_is_no_refresh_token_is_not_kept(path, text):
    with pytest.raises(SignInError, match="no refresh token"):
        keep(path, text)
    assert not path.exists()


def test_a_service_that_cannot_be_reached_is_told():
    with pytest.raises(UnreachableError, match=r"127.0.0.1:1 cannot be reached"):
        post("http://127.0.0.1:1/token", b"refresh_token=first-refresh")


def test_no_repr_and_no_log_shows_a_token(path, caplog):
    caplog.set_level(logging.DEBUG)
    put_tokens(path, access="old-access", expires=1)
    secret = ask(path, Service(told={**GOOD, "refresh_token": "second-refresh"}))
    shown = repr(secret) + repr(Tokens("first-refresh", "old-access")) + caplog.text
    for token in ("first-refresh", "second-refresh", "old-access", "fresh-access"):
        assert token not in shown
