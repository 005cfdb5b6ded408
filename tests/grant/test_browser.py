"""Signing in by a page: a real OAuth2 server on loopback, the test is the browser, and everything that may come back instead."""

import http.client
import socket
import threading
import time
from urllib import error, request
from urllib.parse import parse_qs, urlsplit

import pytest
from servers import LOOPBACK

from triage.config import OAuth
from triage.errors import SignInError, UnreachableError, UsageError
from triage.grant.browser import LOOPBACK as ANY_PORT
from triage.grant.browser import by_browser
from triage.grant.listener import HEAD_ROOM, Listener
from triage.grant.service import post

NOW = 1_800_000_000.0


def oauth(provider, **more):
    return OAuth(
        provider.client, f"{provider.url}/token", provider.scope, authorize_url=f"{provider.url}/authorize", **more
    )


def visit(address):
    """Open a page as a browser does, and return status, headers and text of where it ends."""
    try:
        with request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read().decode()


class Browser:
    """Does `act` with the address that is shown, beside; `seen` is what came of it."""

    def __init__(self, act=visit):
        self._act = act
        self.seen = None

    def __call__(self, address):
        def run():
            self.seen = self._act(address)

        self._thread = threading.Thread(target=run)
        self._thread.start()

    def closed(self):
        self._thread.join(10)
        return self.seen


def sign_in(provider, browser, *, seconds=20, client=None):
    return by_browser(
        client or oauth(provider), user="one@acme.example", show=browser, clock=lambda: NOW, seconds=seconds
    )


# ---------------------------------------------------------------- the whole way


def test_a_person_signs_in_on_the_page_and_the_code_is_bound_to_us(provider):
    browser = Browser()
    tokens = sign_in(provider, browser)
    status, headers, text = browser.closed()
    assert {tokens.refresh, tokens.access} <= provider.given
    assert tokens.expires == NOW + 3600
    asked, (form,) = provider.asked[0], provider.forms
    assert asked["login_hint"] == "one@acme.example"
    assert 43 <= len(form["code_verifier"]) <= 128
    assert form["code_verifier"] not in str(asked)
    assert (form["redirect_uri"], "client_secret" in form) == (asked["redirect_uri"], False)
    assert (status, "you may close this page" in text, form["code"] in text, "<script" in text) == (
        200,
        True,
        False,
        False,
    )
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_no_two_sign_ins_have_a_state_or_a_verifier_in_common(provider):
    for _ in range(2):
        browser = Browser()
        sign_in(provider, browser)
        browser.closed()
    for kind in ({each["state"] for each in provider.asked}, {each["code_verifier"] for each in provider.forms}):
        assert len(kind) == 2
        assert all(len(one) >= 43 for one in kind)


def test_the_secret_of_the_client_goes_to_the_token_service_and_not_into_the_address(provider):
    provider.secret = "s3cret"
    browser = Browser()
    sign_in(provider, browser, client=oauth(provider, client_secret_command="echo s3cret"))
    browser.closed()
    assert (provider.forms[0]["client_secret"], "s3cret" in str(provider.asked)) == ("s3cret", False)


def test_a_command_that_prints_no_secret_is_told_before_anybody_goes_to_a_page(provider):
    with pytest.raises(SignInError, match="client_secret_command ended with code 1"):
        sign_in(provider, pytest.fail, client=oauth(provider, client_secret_command="false"))


def test_a_page_with_a_query_of_its_own_keeps_it(provider):
    client = oauth(provider)
    client = OAuth(client.client_id, client.token_url, authorize_url="https://login.acme.example/a?prompt=consent")
    shown = []
    with pytest.raises(SignInError):
        by_browser(client, user="one", show=shown.append, clock=lambda: NOW, seconds=0.01)
    page = urlsplit(shown[0])
    assert (page.scheme, page.netloc, page.path) == ("https", "login.acme.example", "/a")
    assert parse_qs(page.query)["prompt"] == ["consent"]
    assert "scope" not in parse_qs(page.query)


# ---------------------------------------------------------------- what the provider says instead


@pytest.mark.parametrize(
    ("denies", "kind", "told"),
    [
        ("access_denied", SignInError, r"you said no there.*Nothing was kept"),
        ("invalid_scope", SignInError, r"\(invalid_scope\); check client_id and scope"),
        ("unauthorized_client", SignInError, "refused the client"),
        ("temporarily_unavailable", UnreachableError, "try again later"),
        ("<b>\x1b[31m", SignInError, r"did not complete the sign-in; check"),
    ],
)
def test_a_sign_in_that_is_not_granted_is_told_and_no_token_is_asked_for(provider, denies, kind, told):
    provider.denies = denies
    browser = Browser()
    with pytest.raises(kind, match=told) as caught:
        sign_in(provider, browser)
    assert (denies[:3] == "<b>" and "<b>" in str(caught.value), provider.forms) == (False, [])
    assert "The terminal says why" in browser.closed()[2]


@pytest.mark.parametrize(
    ("status", "told", "kind", "sentence"),
    [
        pytest.param(400, {"error": "invalid_grant"}, SignInError, r"refused the code.*\(invalid_grant\)", id="used"),
        pytest.param(
            400, {"error": "invalid_request"}, SignInError, "check client_id, client_secret_comm", id="request"
        ),
        pytest.param(401, {"error": "invalid_client"}, SignInError, "refused the client", id="client"),
        pytest.param(400, {"error": "\x1b[31mred"}, SignInError, "refused the code that its page gave; run", id="odd"),
        pytest.param(200, {"access_token": "a"}, SignInError, "no refresh token.*offline_access", id="no-refresh"),
        pytest.param(200, {"access_token": "a\r\nb", "refresh_token": "r"}, UnreachableError, "no sense", id="lines"),
        pytest.param(
            200, {"access_token": "a" * 20_000, "refresh_token": "r"}, UnreachableError, "no sense", id="long"
        ),
        pytest.param(200, b"<html>welcome</html>", UnreachableError, "makes no sense", id="html"),
        pytest.param(200, b'{"access_token": "' + b"a" * 3_000_000, UnreachableError, "makes no sense", id="huge"),
        pytest.param(302, "http://127.0.0.1:1/token", UnreachableError, "answered 302", id="elsewhere"),
        pytest.param(403, {"error": "invalid_grant"}, SignInError, "refused the code", id="forbidden"),
        pytest.param(500, b"", UnreachableError, "answered 500", id="down"),
    ],
)
def test_a_code_that_gives_no_token_is_told_without_anything_secret(provider, status, told, kind, sentence):
    provider.instead = [(status, told)]
    browser = Browser()
    with pytest.raises(kind, match=sentence) as caught:
        sign_in(provider, browser)
    browser.closed()
    (form,) = provider.forms
    assert form["code"] not in str(caught.value)
    assert form["code_verifier"] not in str(caught.value)


def test_a_code_is_good_once_and_for_whoever_asked_for_it(provider):
    browser = Browser()
    sign_in(provider, browser)
    browser.closed()
    form = "&".join(f"{key}={value}" for key, value in provider.forms[0].items()).encode()
    assert post(f"{provider.url}/token", form)[0] == 400
    code = provider._code({**provider.asked[0], "redirect_uri": provider.forms[0]["redirect_uri"]})
    assert post(f"{provider.url}/token", form.replace(provider.forms[0]["code"].encode(), code.encode()))[0] == 200
    code = provider._code({**provider.asked[0], "code_challenge": "another"})
    assert post(f"{provider.url}/token", form.replace(provider.forms[0]["code"].encode(), code.encode()))[0] == 400


def test_a_service_that_answers_letter_by_letter_is_left_behind_when_the_time_is_over(provider):
    provider.instead = [(200, 2.0)]
    begun = time.monotonic()
    with pytest.raises(UnreachableError, match="cannot be reached"):
        post(f"{provider.url}/token", b"", seconds=0.3)
    assert time.monotonic() - begun < 1.5


# ---------------------------------------------------------------- who else comes


def raw(port, octets):
    """Send octets to the listener, and return the status that it answers with; 0 where it only hangs up."""
    with socket.create_connection((LOOPBACK, port), timeout=10) as line:
        line.sendall(octets)
        line.shutdown(socket.SHUT_WR)
        try:
            answer = line.recv(100)
        except ConnectionError:
            answer = b""
    return int(answer.split()[1]) if answer else 0


def test_nobody_but_the_browser_that_was_sent_is_heard_and_it_is_heard_all_the_same(provider):
    def act(address):
        state = parse_qs(urlsplit(address).query)["state"][0]
        back = urlsplit(parse_qs(urlsplit(address).query)["redirect_uri"][0])
        good, port = f"/?code=foreign&state={state}", back.port

        def get(target, *, host=back.netloc, method="GET", version="HTTP/1.1", more=""):
            return f"{method} {target} {version}\r\nHost: {host}\r\n{more}\r\n".encode()

        idle = [socket.create_connection((LOOPBACK, port)) for _ in range(3)]
        statuses = [
            raw(port, octets)
            for octets in (
                b"",
                b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
                b"SSH-2.0-scan\r\n\r\n",
                b"GET / HTTP/1.1\r\nX: " + b"a" * (HEAD_ROOM + 1),
                get(good, host="evil.example"),
                get(good, host=f"localhost:{port}"),
                get(good, host=f"{LOOPBACK}:80"),
                get(good, more=f"Host: {back.netloc}\r\n"),
                get(good, version="HTTP/2"),
                get(good, method="POST"),
                get("/favicon.ico"),
                get("/"),
                get(f"/?state={state}"),
                get(f"/?code=&state={state}"),
                get(f"{good}&code=second"),
                get("/?" + "&".join(f"a{n}=1" for n in range(30))),
                get("/?code=foreign"),
                get("/?code=foreign&state=guessed"),
                get("/?error=access_denied&state=guessed"),
                get(f"/?code=foreign&state={state}x"),
            )
        ]
        ended = visit(address)
        for line in idle:
            line.close()
        return statuses, ended[0]

    browser = Browser(act)
    tokens = sign_in(provider, browser)
    statuses, status = browser.closed()
    assert statuses == [0, 0, 400, 0, 400, 400, 400, 400, 400, 405, 404, 400, 400, 400, 400, 400, 403, 403, 403, 403]
    assert (status, tokens.refresh in provider.renewing) == (200, True)
    assert [form["code"] == "foreign" for form in provider.forms] == [False]


def test_of_two_answers_the_first_counts():
    with Listener(ANY_PORT) as listener:
        head = f"GET /?code=a&state=s HTTP/1.1\r\nHost: {urlsplit(listener.address).netloc}\r\n\r\n".encode()
        assert listener._judged(head, "s")[:2] == (200, "code=a&state=s")
        assert listener._judged(head.replace(b"code=a", b"code=b"), "s")[:2] == (410, None)


def test_when_it_has_its_answer_nobody_listens_any_more(provider):
    browser = Browser()
    sign_in(provider, browser)
    browser.closed()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, urlsplit(provider.asked[0]["redirect_uri"]).port))


def test_nobody_comes_back(provider):
    with pytest.raises(SignInError, match=r"Nobody came back.*mend what it named.*Nothing was kept") as caught:
        sign_in(provider, lambda _: None, seconds=0.05)
    assert "another sign-in" not in str(caught.value)
    assert provider.forms == []


def test_who_comes_back_from_another_sign_in_is_told_of_in_the_end(provider):
    def act(address):
        back = urlsplit(parse_qs(urlsplit(address).query)["redirect_uri"][0])
        line = http.client.HTTPConnection(back.netloc, timeout=10)
        line.request("GET", "/?code=old&state=old")
        answer = line.getresponse().read().decode()
        line.close()
        return answer

    browser = Browser(act)
    with pytest.raises(SignInError, match="1 that came were of another sign-in"):
        sign_in(provider, browser, seconds=0.5)
    assert ("another sign-in" in browser.closed(), provider.forms) == (True, [])


def test_it_listens_on_this_machine_alone_and_where_redirect_url_says():
    with Listener(ANY_PORT) as free:
        assert free._socket.getsockname()[0] == LOOPBACK
        port = free._socket.getsockname()[1]
        assert free.address == f"http://{LOOPBACK}:{port}"
        with pytest.raises(UsageError, match=f"Port {port} of this machine, which redirect_url names, cannot be had"):
            Listener(f"http://localhost:{port}/back")
    with Listener(f"http://localhost:{port}/back") as named:
        head = f"GET /back?code=a&state=s HTTP/1.1\r\nHost: LOCALHOST:{port}\r\n\r\n".encode()
        assert (named.address, named._judged(head, "s")[0]) == (f"http://localhost:{port}/back", 200)
        assert named._judged(head.replace(b"/back", b"/"), "s")[0] == 404
