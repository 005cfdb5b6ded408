"""A line whose weather changes while it is in use: calm, cut, stalled or trickling, whoever is connected."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
import time
from collections import Counter

from servers import Proxy

CUT, RESET, STALL, TRICKLE = "cut", "reset", "stall", "trickle"
KINDS = (CUT, RESET, STALL, TRICKLE)
_PIECE = 40
_RESET = struct.pack("ii", 1, 0)


class Weather(Proxy):
    """A proxy that is told when to break; `struck` counts what hit a connection that was up."""

    def __init__(self, port: int, *, chance: random.Random) -> None:
        self.struck: Counter[str] = Counter()
        self._chance = chance
        self._up: set[tuple[socket.socket, socket.socket]] = set()
        self._cut = ""
        self._stalled = self._trickles = 0.0
        self._lock = threading.Lock()
        super().__init__(port)

    @property
    def connected(self) -> bool:
        """Whether anybody is connected."""
        return bool(self._up)

    def strike(self, kind: str, *, seconds: float) -> None:
        """Break what is connected now; stall or trickle for so long, cut within a moment, amid what passes then if anything does."""
        with self._lock:
            up = set(self._up)
        if not up:
            return
        self.struck[kind] += 1
        if kind == STALL:
            self._stalled = time.monotonic() + seconds
        elif kind == TRICKLE:
            self._trickles = time.monotonic() + seconds
        else:
            self._cut = kind
            time.sleep(0.2)
            if self._cut:  # nothing passed: the line is cut in silence
                self._cut = ""
                for client, server in up:
                    _end(client, server, reset=kind == RESET)

    def calm(self) -> None:
        """Let everything pass again."""
        self._cut, self._stalled, self._trickles = "", 0.0, 0.0

    def _join(self, client: socket.socket, server: socket.socket) -> None:
        with self._lock:
            self._up.add((client, server))
        self._start(self._carry, client, server, client, server)
        self._start(self._carry, client, server, server, client)

    def _carry(self, client: socket.socket, server: socket.socket, source: socket.socket, sink: socket.socket) -> None:
        kind = ""
        with contextlib.suppress(OSError):
            while not kind and (chunk := source.recv(65_536)):
                kind = self._pass(chunk, sink)
        with self._lock:
            self._up.discard((client, server))
        _end(client, server, reset=kind == RESET)
        self._forget(client, server)

    def _pass(self, chunk: bytes, sink: socket.socket) -> str:
        """Pass on what came; return how the line is cut when this is its end."""
        while (wait := self._stalled - time.monotonic()) > 0:
            time.sleep(min(wait, 0.1))
        while chunk and time.monotonic() < self._trickles:
            sink.sendall(chunk[:_PIECE])
            chunk = chunk[_PIECE:]
            time.sleep(0.01)
        kind, self._cut = self._cut, ""
        sink.sendall(chunk[: self._chance.randrange(len(chunk) + 1)] if kind else chunk)
        return kind

    def _forget(self, client: socket.socket, server: socket.socket) -> None:
        """Close the sockets once both ways have ended, so that an hour of connections leaves none open here."""
        with self._lock:
            for end in (client, server):
                if end in self._sockets:
                    self._sockets.remove(end)
                else:
                    end.close()
            self._threads[1:] = [thread for thread in self._threads[1:] if thread.is_alive()]


def _end(client: socket.socket, server: socket.socket, *, reset: bool) -> None:
    """End both, which wakes whoever reads from them; a reset goes out when the last reader closes the client's end."""
    with contextlib.suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        if reset:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        resets = client.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_RESET)) == _RESET
        client.shutdown(socket.SHUT_RD if resets else socket.SHUT_RDWR)
