"""Serves the page of `triage review`, to this machine alone, until Ctrl-C or until nobody has looked at it for a while."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from contextlib import closing

import typer
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from triage.cli.review.guard import Guard, refused
from triage.cli.review.page import page
from triage.cli.review.sitting import Sitting
from triage.cli.terminal import note
from triage.domain import LABELS, Label
from triage.errors import TriageError, UsageError
from triage.run.review import Section

IDLE_MINUTES = 30
_LOOKS_EVERY = 1.0
"""Seconds between two looks at whether anybody is still there."""


def serve(sitting: Sitting, *, port: int, open: bool, quiet: bool) -> int:
    """Serve the page until it is ended, and return the exit code."""
    with closing(_listening(port)) as listener:
        pages = Pages(sitting, port=listener.getsockname()[1])
        try:
            asyncio.run(_shown_and_served(pages, listener, open=open, quiet=quiet))
        except KeyboardInterrupt:  # which is raised again once all has ended
            print()  # the terminal shows ^C on this line
    left = sum(map(sitting.count, Section))
    print(f"  {sitting.said:,} judged, {left:,} left. `triage retrain` learns from what you said.")
    return 0


async def _shown_and_served(pages: Pages, listener: socket.socket, *, open: bool, quiet: bool) -> None:
    """Say where the page is, and serve it: what Ctrl-C ends is there before anybody is told to press it."""
    print("  Open this address in a browser on this machine; it lets one browser in, once:", flush=True)
    print(f"  {pages.guard.address}", flush=True)
    if not quiet:
        note(f"Ctrl-C ends it, as do {IDLE_MINUTES} minutes in which nobody looks.")
    if open and typer.launch(pages.guard.address):
        note("Nothing on this machine opens pages; copy the address into a browser yourself.")
    await until_idle(pages, listener, idle_seconds=IDLE_MINUTES * 60)


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be had ({error.strerror}); leave --port away for one that is free."
        ) from error


async def until_idle(pages: Pages, listener: socket.socket, *, idle_seconds: float) -> None:
    """Serve until nobody has looked for so long, or until a signal ends it."""
    server = uvicorn.Server(
        uvicorn.Config(
            pages.guard,
            log_config=None,
            access_log=False,
            lifespan="off",
            http="h11",
            ws="none",
            server_header=False,
            proxy_headers=False,
            limit_concurrency=32,
            timeout_graceful_shutdown=2,
        )
    )

    async def watch() -> None:
        while time.monotonic() - pages.heard_at < idle_seconds:
            await asyncio.sleep(min(_LOOKS_EVERY, idle_seconds))
        server.should_exit = True

    watching = asyncio.create_task(watch())
    await server.serve(sockets=[listener])
    watching.cancel()


class Pages:
    """The page and its forms. What came of the last act is told on the page that follows it."""

    def __init__(self, sitting: Sitting, *, port: int) -> None:
        self._sitting = sitting
        self._told, self._failed = "", False
        self.heard_at = time.monotonic()
        routes = [
            Route("/", self._show, methods=["GET"]),
            Route("/say", self._say, methods=["POST"]),
            Route("/undo", self._undo, methods=["POST"]),
            Route("/put-back", self._put_back, methods=["POST"]),
        ]
        self.guard = Guard(Starlette(routes=routes), port=port, heard=self._heard)

    def _heard(self) -> None:
        self.heard_at = time.monotonic()

    async def _show(self, request: Request) -> Response:
        order = self._order()
        asked = request.query_params.get("at", "")
        at = next(
            (number for number in order if str(number) == asked),
            None if asked or self._told else next(iter(order), None),
        )
        html = await run_in_threadpool(
            lambda: page(
                self._sitting,
                token=self.guard.form_token,
                told=self._told,
                failed=self._failed,
                at=at,
                idle=IDLE_MINUTES,
            )
        )
        return HTMLResponse(html)

    async def _say(self, request: Request) -> Response:
        fields = await self.guard.form(request)
        if fields is None or fields.get("label") not in LABELS:
            return refused()
        words = fields.get("cards", "").split()
        if not words or not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words):
            return refused()
        numbers, label = [int(word) for word in words], Label(fields["label"])
        before = self._order()
        await self._do(lambda: self._sitting.say(numbers, label))
        return self._on(_next(before, self._order(), numbers))

    async def _undo(self, request: Request) -> Response:
        if await self.guard.form(request) is None:
            return refused()
        before = set(self._order())
        await self._do(self._sitting.undo)
        return self._on(next((number for number in self._order() if number not in before), None))

    async def _put_back(self, request: Request) -> Response:
        fields = await self.guard.form(request)
        if fields is None or "run" not in fields:
            return refused()
        await self._do(lambda: self._sitting.put_back(fields["run"]))
        return self._on(None)

    async def _do(self, act: Callable[[], str]) -> None:
        """Do what was asked, and keep what came of it for the next page; what failed changed nothing, and may be asked again."""
        try:
            self._told, self._failed = await run_in_threadpool(act), False
        except TriageError as error:
            self._told, self._failed = str(error), True
        except OSError as error:
            self._told, self._failed = f"{error.strerror or error}. Make room or mend the rights, and try again.", True
        self._heard()

    def _order(self) -> list[int]:
        """Return the first number of each pile, in the order of the page."""
        return [pile.first.number for section in Section for pile in self._sitting.piles(section)]

    def _on(self, number: int | None) -> Response:
        return RedirectResponse("/" if number is None else f"/?at={number}", status_code=303)


def _next(before: list[int], now: list[int], judged: list[int]) -> int | None:
    """Return the pile to look at after these were judged: the one that came after them, else the one before."""
    place = next((at for at, number in enumerate(before) if number in judged), 0)
    there = set(now)
    return next(
        (number for number in [*before[place:], *reversed(before[:place])] if number in there), next(iter(now), None)
    )
