"""An OAuth2 server on loopback, and a Dovecot that takes the tokens it signs, without asking it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from servers import LOOPBACK, Dovecot

KEY = b"a key that only this test and its server know"


def token(user: str, *, lasts: int = 3600, key: bytes = KEY) -> str:
    """Return a signed JWT for this user."""

    def part(raw: bytes) -> bytes:
        return base64.urlsafe_b64encode(raw).rstrip(b"=")

    now = int(time.time())
    claims = {"sub": user, "iat": now - 7200, "nbf": now - 7200, "exp": now + lasts, "jti": os.urandom(4).hex()}
    signed = b".".join(part(json.dumps(each).encode()) for each in ({"typ": "JWT", "alg": "HS256"}, claims))
    return (signed + b"." + part(hmac.new(key, signed, hashlib.sha256).digest())).decode()


@contextlib.contextmanager
def dovecot_by_token(mechanism: str) -> Iterator[Dovecot]:
    """Yield a Dovecot that offers this mechanism, and takes the tokens that KEY signs."""
    folder = Path(tempfile.mkdtemp(prefix="triage-oauth-"))
    folder.chmod(0o755)
    (folder / "default" / "HS256").mkdir(parents=True)
    (folder / "default" / "HS256" / "default").write_bytes(base64.b64encode(KEY))
    (folder / "oauth2.conf").write_text(
        f"introspection_mode = local\nlocal_validation_key_dict = fs:posix:prefix={folder}/\nusername_attribute = sub\n"
    )
    passdb = f"passdb {{\n  driver = oauth2\n  mechanisms = oauthbearer xoauth2\n  args = {folder}/oauth2.conf\n}}\n"
    # Else Dovecot makes an address wait 15 s that it refused a few times.
    hasty = "service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n"
    server = Dovecot(extra=f"auth_mechanisms = plain {mechanism.lower()}\n{passdb}{hasty}")
    yield server
    server.stop()
    shutil.rmtree(folder)


class Provider:
    """An OAuth2 server with one user, who agrees at once: a page (with PKCE, as RFC 7636 checks it), codes, and tokens.

    `denies` is the error of the page or of a code. What stands in `instead` is answered in place of tokens, in its order; in
    `coded` in place of a code. `forms` heard everything that was posted.
    """

    client = "own-client"

    def __init__(self, user: str, *, secret: str = "", scope: str = "mail offline") -> None:
        self.user, self.secret, self.scope = user, secret, scope
        self.denies = ""
        self.instead: list[tuple[int, Any]] = []
        self.coded: Any = None
        self.asked: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.renewing: set[str] = set()
        self.given: set[str] = set()
        self.typed = False
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _answering(self))
        self._server.daemon_threads = True
        self.url = f"http://{LOOPBACK}:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def page(self, query: str) -> tuple[int, str]:
        """Answer the browser: where it is led, or why not."""
        asked = dict(parse_qsl(query))
        self.asked.append(asked)
        right = {
            "response_type": "code",
            "client_id": self.client,
            "code_challenge_method": "S256",
            "scope": self.scope,
        }
        back = urlsplit(asked.get("redirect_uri", ""))
        if {key: asked.get(key) for key in right} != right or back.scheme != "http" or back.hostname != LOOPBACK:
            return 400, "this request is not right"
        answer = {"state": asked["state"]} | ({"error": self.denies} if self.denies else {"code": self._code(asked)})
        return 302, f"{asked['redirect_uri']}?{urlencode(answer)}"

    def _code(self, asked: dict[str, str]) -> str:
        code = f"code-{os.urandom(8).hex()}"
        self._codes[code] = asked
        return code

    def device(self) -> tuple[int, Any]:
        """Give a code to be typed; whoever sets `typed` types it."""
        if self.coded is not None:
            return self.coded
        code = {"device_code": "device-7f3a", "user_code": "WDJB-MJHT", "verification_uri": f"{self.url}/type"}
        return 200, code | {"expires_in": 600, "interval": 1}

    def tokens(self, form: dict[str, str]) -> tuple[int, Any]:
        """Answer the token endpoint as the standards have it."""
        if self.instead:
            return self.instead.pop(0)
        if form.get("client_id") != self.client or form.get("client_secret", "") != self.secret:
            return 401, {"error": "invalid_client"}
        match form.get("grant_type"):
            case "authorization_code":
                asked = self._codes.pop(form["code"], None)
                digest = hashlib.sha256(form["code_verifier"].encode()).digest()
                if (
                    asked is None
                    or form["redirect_uri"] != asked["redirect_uri"]
                    or base64.urlsafe_b64encode(digest).decode().rstrip("=") != asked["code_challenge"]
                ):
                    return 400, {"error": "invalid_grant"}
            case "urn:ietf:params:oauth:grant-type:device_code":
                if form["device_code"] != "device-7f3a":
                    return 400, {"error": "invalid_grant"}
                if self.denies or not self.typed:
                    return 400, {"error": self.denies or "authorization_pending"}
            case "refresh_token" if form["refresh_token"] in self.renewing:
                pass
            case _:
                return 400, {"error": "invalid_grant"}
        return 200, self.granted()

    def granted(self) -> dict[str, Any]:
        """Return new tokens."""
        refresh, access = f"refresh-{os.urandom(8).hex()}", token(self.user)
        self.renewing.add(refresh)
        self.given |= {refresh, access}
        return {"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh}

    def stop(self) -> None:
        """Close everything."""
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()


def _answering(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            status, told = provider.page(query) if path == "/authorize" else (404, "")
            self._say(status, told)

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            provider.forms.append(form)
            status, told = provider.device() if self.path == "/device" else provider.tokens(form)
            self._say(status, told)

        def _say(self, status: int, told: Any) -> None:
            self.send_response(status)
            if status == 302:
                self.send_header("Location", told)
            self.end_headers()
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            if isinstance(told, float):  # letter by letter, for so long
                ends = time.monotonic() + told
                while time.monotonic() < ends:
                    with contextlib.suppress(OSError):
                        self.wfile.write(b" ")
                    time.sleep(0.05)
                return
            with contextlib.suppress(OSError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Answering
