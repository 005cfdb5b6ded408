"""What stands before the page of `triage review`: nobody but the browser of its reader gets past, and nothing of it is kept.

A name of another machine, a page of another origin, a browser without our cookie and a form that is not ours are refused, in this
order, before anything of the mail is touched.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from triage.cli.review.page import POLICY

MOST_BYTES = 16_384
"""The longest form: the numbers of a pile, a label and a token."""
KEPT_APART = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    # With no-referrer a browser calls the origin of our own forms "null", and nobody's form could be told from ours.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets requests through to the page on one port of this machine.

    `invitation` is the token of the address that is printed: good once, for a cookie. `heard` is called at every request that
    passed.
    """

    def __init__(self, app: ASGIApp, *, port: int, heard: Callable[[], None]) -> None:
        self._app = app
        self._host = f"127.0.0.1:{port}"
        self._cookie = f"triage-review-{port}"  # a browser keeps the cookies of all ports of a host together
        self._secret = secrets.token_urlsafe(32)
        self._heard = heard
        self.invitation = secrets.token_urlsafe(32)
        self.form_token = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """The address that lets one browser in."""
        return f"http://{self._host}/?token={self.invitation}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            return
        answer = self._refusal(Request(scope))

        async def apart(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(KEPT_APART)
            await send(message)

        if answer is None:
            self._heard()
        await (answer or self._app)(scope, receive, apart)

    def _refusal(self, request: Request) -> Response | None:
        """Return the answer to what does not pass; None for what does."""
        headers = request.headers
        if headers.getlist("host") != [self._host]:
            return _no("This is not the address of the page.", status=400)
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return _no("Another page sent you here. Open the address that `triage review` printed.")
        if request.method not in ("GET", "HEAD") and headers.getlist("origin") != [f"http://{self._host}"]:
            return _no("That form is of another page.")
        if given := request.query_params.get("token"):
            return RedirectResponse("/", status_code=303) if self._is_known(request) else self._let_in(given)
        if not self._is_known(request):
            return _no("Open the address that `triage review` printed, in the browser in which it was opened first.")
        if request.method not in ("GET", "HEAD") and not _is_counted(headers):
            return _no("How long is that form?", status=400)
        if int(headers.get("content-length") or 0) > MOST_BYTES:
            return _no("No form of this page is as long as that.", status=400)
        return None

    def _let_in(self, token: str) -> Response:
        """Give a cookie for the invitation, and lead on to an address without it."""
        if not self.invitation or not hmac.compare_digest(token.encode(), self.invitation.encode()):
            return _no("That address was used already, or is of another run. Run `triage review` again.")
        self.invitation = ""
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
        return answer

    def _is_known(self, request: Request) -> bool:
        given = request.cookies.get(self._cookie, "")
        return hmac.compare_digest(given.encode(), self._secret.encode())

    async def form(self, request: Request) -> dict[str, str] | None:
        """Return the fields of a form of ours; None where it is not."""
        octets = await request.body()
        try:
            fields = dict(parse_qsl(octets.decode("ascii"), max_num_fields=10, strict_parsing=True))
        except ValueError:  # UnicodeDecodeError is one
            return None
        given = fields.pop("token", "")
        return fields if hmac.compare_digest(given.encode(), self.form_token.encode()) else None


def _is_counted(headers: Headers) -> bool:
    """Tell whether a form says beforehand how long it is."""
    return headers.get("content-length", "").isdecimal() and "transfer-encoding" not in headers


def _no(sentence: str, *, status: int = 403) -> Response:
    return PlainTextResponse(f"{sentence}\n", status_code=status)


def refused() -> Response:
    """Return the answer to a form that is none of ours."""
    return _no("That form is not of this page, or of an earlier run. Load the page again.")
