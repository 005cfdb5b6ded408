"""Waits on this machine for the browser that comes back from the provider's page: one answer, with our state, and then no more.

Whatever else connects is turned away and changes nothing: junk, an address of another machine, an answer of another sign-in.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
from contextlib import suppress
from http import HTTPStatus
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from triage.errors import SignInError, UsageError

HEAD_ROOM = 16_384
"""Bytes of a request; a code has a few thousand at most."""
CONNECTION_SECONDS = 10.0
"""How long one connection may take: browsers open some that they never use."""
MOST_CONNECTIONS = 64
_FIELDS = 20

_APART = (
    "Content-Type: text/html; charset=utf-8",
    # No script, no style, no picture; and the address, which holds the code, goes to nobody and into no store.
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy: no-referrer",
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Connection: close",
)


class Listener:
    """Listens on loopback at the port that `redirect_url` names, else at a free one; `address` is what the provider is told.

    Raises UsageError where that port cannot be had.
    """

    def __init__(self, redirect_url: str) -> None:
        parts = urlsplit(redirect_url)
        try:
            self._socket = socket.create_server(("127.0.0.1", parts.port or 0))
        except OSError as error:
            raise UsageError(
                f"Port {parts.port} of this machine, which redirect_url names, cannot be had ({error.strerror}); "
                "end what holds it, or name another."
            ) from error
        self._host = f"{parts.hostname}:{self._socket.getsockname()[1]}"
        self._path = parts.path or "/"
        self.address = f"http://{self._host}{parts.path}"
        self._connections = 0
        self._strangers = 0
        self._taken = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def wait(self, state: str, *, seconds: float) -> str:
        """Return the query of the one answer that has this state; raise SignInError where none comes in time."""
        return asyncio.run(self._wait(state, seconds))

    async def _wait(self, state: str, seconds: float) -> str:
        came: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            query = None
            self._connections += 1
            try:
                if self._connections <= MOST_CONNECTIONS:
                    async with asyncio.timeout(CONNECTION_SECONDS):
                        status, query, sentence = self._judged(await reader.readuntil(b"\r\n\r\n"), state)
                        writer.write(_page(status, sentence))
                        await writer.drain()
            except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                pass  # what does not speak HTTP gets no answer; the browser whose page was lost was heard all the same
            finally:
                self._connections -= 1
                writer.close()
            if query is not None:
                with suppress(OSError, TimeoutError):
                    async with asyncio.timeout(1):
                        await writer.wait_closed()
                if not came.done():
                    came.set_result(query)

        server = await asyncio.start_server(meet, sock=self._socket, limit=HEAD_ROOM)
        try:
            async with asyncio.timeout(seconds):
                return await came
        except TimeoutError:
            raise SignInError(self._nobody(seconds)) from None
        finally:
            server.close()

    def _nobody(self, seconds: float) -> str:
        others = f" {self._strangers} that came were of another sign-in." if self._strangers else ""
        return (
            f"Nobody came back from the sign-in page within {seconds / 60:.0f} minutes.{others} Where the page showed an error, "
            "mend what it named (client_id, scope, redirect_url); then run this again. Nothing was kept."
        )

    def _judged(self, head: bytes, state: str) -> tuple[HTTPStatus, str | None, str]:
        """Return status, query and sentence for a request; the query only where it is the answer that is waited for."""
        line, *headers = head.decode("latin-1").split("\r\n")
        method, _, rest = line.partition(" ")
        target, _, version = rest.partition(" ")
        hosts = [
            value.strip() for name, _, value in (each.partition(":") for each in headers) if name.lower() == "host"
        ]
        if version not in ("HTTP/1.1", "HTTP/1.0") or [host.lower() for host in hosts] != [self._host]:
            return HTTPStatus.BAD_REQUEST, None, "This is not the address of triage."
        if method != "GET":
            return HTTPStatus.METHOD_NOT_ALLOWED, None, "Nothing is sent here."
        path, _, query = target.partition("?")
        if path != self._path:
            return HTTPStatus.NOT_FOUND, None, "There is no such page."
        try:
            pairs = parse_qsl(query, max_num_fields=_FIELDS)
        except ValueError:
            pairs = []
        fields = dict(pairs)
        if len(fields) != len(pairs) or not ("code" in fields or "error" in fields):
            return HTTPStatus.BAD_REQUEST, None, "This is no answer to a sign-in."
        if not hmac.compare_digest(fields.get("state", "").encode(), state.encode()):
            self._strangers += 1
            return (
                HTTPStatus.FORBIDDEN,
                None,
                "This is the answer to another sign-in. Use the address that triage shows.",
            )
        if self._taken:
            return HTTPStatus.GONE, None, "This sign-in has its answer already."
        self._taken = True
        if "error" in fields:
            return (
                HTTPStatus.OK,
                query,
                "The sign-in was not completed. The terminal says why; you may close this page.",
            )
        return HTTPStatus.OK, query, "That is all here. Go back to the terminal; you may close this page."


def _page(status: HTTPStatus, sentence: str) -> bytes:
    """Return an answer that holds nothing of what was asked."""
    body = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>triage</title><p>{sentence}</p></html>\n'
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *_APART, f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", body]).encode("ascii")
