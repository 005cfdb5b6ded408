"""Signing in by a code: a real OAuth2 server on loopback, a clock that goes on when it is waited, and every answer there is."""

import time

import pytest

from triage.config import OAuth
from triage.errors import SignInError, UnreachableError
from triage.grant.device import by_device
from triage.grant.service import Tokens

NOW = 1_800_000_000.0
GOOD = {
    "device_code": "device-7f3a",
    "user_code": "WDJB-MJHT",
    "verification_uri": "https://login.acme.example/type",
    "expires_in": 600,
    "interval": 1,
}


class Clock:
    """Goes on by what is waited; `waited` keeps it, and `then` is called after so many times."""

    def __init__(self, *, then=None, after=0):
        self.waited, self._then, self._after = [], then, after

    def __call__(self):
        return NOW + sum(self.waited)

    def wait(self, seconds):
        self.waited.append(seconds)
        if self._then and len(self.waited) == self._after:
            self._then()


def sign_in(provider, clock, *, shown=None, **more):
    client = OAuth(
        provider.client, f"{provider.url}/token", provider.scope, device_url=f"{provider.url}/device", **more
    )
    return by_device(client, show=(shown if shown is not None else []).append, clock=clock, wait=clock.wait)


def typed(provider):
    return lambda: setattr(provider, "typed", True)


def test_it_asks_until_the_code_was_typed_and_more_slowly_when_told_so(provider):
    provider.instead = [(400, {"error": "authorization_pending"}), (400, {"error": "slow_down"})]
    clock, shown = Clock(then=typed(provider), after=4), []
    tokens = sign_in(provider, clock, shown=shown)
    assert {tokens.refresh, tokens.access} <= provider.given
    assert tokens.expires == clock() + 3600
    assert clock.waited == [1, 1, 6, 6]
    first, *questions = provider.forms
    assert first == {"client_id": provider.client, "scope": provider.scope}
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    assert questions == [{"grant_type": grant, "client_id": provider.client, "device_code": "device-7f3a"}] * 4
    assert (shown[0].user_code, shown[0].address, shown[0].minutes) == ("WDJB-MJHT", f"{provider.url}/type", 10)
    assert "device-7f3a" not in repr(shown[0])


def test_a_client_with_a_secret_gives_it_for_the_tokens(provider):
    provider.secret, provider.typed = "s3cret", True
    assert isinstance(sign_in(provider, Clock(), client_secret_command="echo s3cret"), Tokens)


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        ("access_denied", SignInError, r"\(access_denied\): you said no there"),
        ("expired_token", SignInError, "not used in time; run this again for a new one"),
        ("invalid_client", SignInError, "refused the client"),
        ("invalid_grant", SignInError, r"refused the sign-in by code \(invalid_grant\)"),
        ("\x1b[2Jx", SignInError, "refused the sign-in by code; check"),
    ],
)
def test_a_code_that_is_refused_for_good_ends_it(provider, error, kind, told):
    provider.denies = error
    clock = Clock()
    with pytest.raises(kind, match=told) as caught:
        sign_in(provider, clock)
    assert (clock.waited, "device-7f3a" in str(caught.value)) == ([1], False)


def test_a_code_that_nobody_types_ends_when_it_is_too_old(provider):
    provider.coded = (200, {**GOOD, "expires_in": 20, "interval": 6})
    clock = Clock()
    with pytest.raises(SignInError, match="not used in time"):
        sign_in(provider, clock)
    assert clock.waited == [6, 6, 6]


@pytest.mark.parametrize(
    ("seconds", "interval", "first", "most"),
    [
        (600, None, 5, 600),
        (600, "soon", 5, 600),
        (600, 0, 5, 600),
        (600, True, 5, 600),
        (600, float("nan"), 5, 600),
        (float("inf"), 1, 1, 1_800),
        (1e12, 40, 40, 1_800),
        (600, 1e9, 60, 600),
    ],
)
def test_how_often_and_how_long_it_asks_has_bounds(provider, seconds, interval, first, most):
    provider.coded = (200, {**GOOD, "expires_in": seconds, "interval": interval})
    provider.instead = [(400, {"error": "slow_down"})] * 99
    clock = Clock()
    with pytest.raises(SignInError, match="not used in time"):
        sign_in(provider, clock)
    assert clock.waited[0] == first
    assert sum(clock.waited) <= most


def test_a_service_that_is_away_for_a_while_is_asked_again_more_slowly(provider):
    provider.instead = [(503, b""), (500, b""), (400, {"error": "authorization_pending"})]
    clock = Clock(then=typed(provider), after=3)
    assert sign_in(provider, clock).refresh in provider.given
    assert clock.waited == [1, 2, 4, 4]


def test_a_service_that_stays_away_is_told_in_the_end(provider):
    provider.instead = [(503, b"")] * 99
    with pytest.raises(UnreachableError, match="answered 503"):
        sign_in(provider, Clock())


def test_an_answer_that_makes_no_sense_ends_it_at_once(provider):
    provider.instead = [(200, b"<html>")]
    clock = Clock()
    with pytest.raises(UnreachableError, match="makes no sense"):
        sign_in(provider, clock)
    assert clock.waited == [1]


@pytest.mark.parametrize(
    ("status", "told", "kind", "sentence"),
    [
        pytest.param(400, {"error": "unauthorized_client"}, SignInError, "refused the client", id="client"),
        pytest.param(400, {"error": "invalid_scope"}, SignInError, r"gives no code.*\(invalid_scope\).*--device", id="scope"),
        pytest.param(404, b"", UnreachableError, "answered 404; check device_url", id="404"),
        pytest.param(200, b"", UnreachableError, "makes no sense", id="nothing"),
        pytest.param(200, b"[" * 60_000, UnreachableError, "makes no sense", id="deep"),
        pytest.param(200, [GOOD], UnreachableError, "makes no sense", id="list"),
        pytest.param(400, GOOD, UnreachableError, "makes no sense", id="good-but-400"),
        pytest.param(200, {**GOOD, "device_code": ""}, UnreachableError, "makes no sense", id="no-code"),
        pytest.param(200, {**GOOD, "user_code": 7}, UnreachableError, "makes no sense", id="number"),
        pytest.param(200, {**GOOD, "user_code": "\x1b[2J"}, UnreachableError, "makes no sense", id="escape"),
        pytest.param(200, {**GOOD, "user_code": "A\u202eB"}, UnreachableError, "makes no sense", id="backwards"),
        pytest.param(200, {**GOOD, "user_code": "A" * 9_000}, UnreachableError, "makes no sense", id="long"),
        pytest.param(200, {**GOOD, "expires_in": None}, UnreachableError, "makes no sense", id="for-ever"),
        pytest.param(200, {**GOOD, "expires_in": float("nan")}, UnreachableError, "makes no sense", id="nan"),
        pytest.param(200, {**GOOD, "expires_in": -1}, UnreachableError, "makes no sense", id="before-now"),
        pytest.param(200, {**GOOD, "verification_uri": "http://login.acme.example/"}, UnreachableError, "sense", id="http"),
        pytest.param(200, {**GOOD, "verification_uri": "javascript:alert(1)"}, UnreachableError, "sense", id="script"),
        pytest.param(200, {**GOOD, "verification_uri": "https://a.example/\n"}, UnreachableError, "sense", id="lines"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_not_shown(provider, status, told, kind, sentence):
    provider.coded, shown = (status, told), []
    with pytest.raises(kind, match=sentence):
        sign_in(provider, Clock(), shown=shown)
    assert (shown, len(provider.forms)) == ([], 1)


def test_the_old_name_of_the_address_is_read_too(provider):
    provider.coded = (200, {**GOOD, "verification_uri": None, "verification_url": "https://login.acme.example/old"})
    del provider.coded[1]["verification_uri"]
    provider.typed, shown = True, []
    sign_in(provider, Clock(), shown=shown)
    assert shown[0].address == "https://login.acme.example/old"


def test_it_waits_in_real_time_unless_told(provider):
    provider.typed = True
    begun = time.monotonic()
    client = OAuth(provider.client, f"{provider.url}/token", provider.scope, device_url=f"{provider.url}/device")
    by_device(client, show=lambda _: None, clock=time.time)
    assert time.monotonic() - begun >= 1
