"""A bad line between triage and a server: it cuts, stalls, trickles, splits, merges, and hides what the server can."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass

from servers import Proxy

TO_SERVER, TO_CLIENT = "to the server", "to the client"
DIRECTIONS = (TO_SERVER, TO_CLIENT)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to the bytes of one direction: cut (or, with `stall`, silence) after so many of them.

    `pace` is the pause after each piece of `piece` bytes in seconds, `gather` how long segments are gathered into one.
    """

    after: int | None = None
    reset: bool = False
    stall: bool = False
    pace: float = 0.0
    piece: int = 1
    gather: float = 0.0


class BadLine(Proxy):
    """A proxy with a fault in each direction. `lost` are capabilities that the client never hears of.

    When a line is cut, `stop` returns only after the server has ended the session: what it was told is done by then.
    """

    def __init__(self, port: int, *, lost: Sequence[bytes] = (), **faults: Fault) -> None:
        self._lost = lost
        self._faults = {TO_SERVER: faults.get("to_server", Fault()), TO_CLIENT: faults.get("to_client", Fault())}
        self.passed = dict.fromkeys(DIRECTIONS, 0)
        super().__init__(port)

    def _join(self, client: socket.socket, server: socket.socket) -> None:
        self._start(self._carry, client, server)

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        ways = {client: (server, TO_SERVER), server: (client, TO_CLIENT)}
        with contextlib.suppress(OSError):
            while all(self._pass(source, *ways[source]) for source in select.select(ways, [], [])[0]):
                pass
        if any(fault.reset for fault in self._faults.values()):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.close()
        for end, how in ((client, socket.SHUT_RDWR), (server, socket.SHUT_WR)):
            with contextlib.suppress(OSError):
                end.shutdown(how)
        with contextlib.suppress(OSError):
            while server.recv(65_536):
                pass

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> bool:
        """Pass on what is there; False when this is the end."""
        fault = self._faults[way]
        if fault.gather:
            time.sleep(fault.gather)
        chunk = source.recv(65_536)
        if not chunk:
            return False
        if way == TO_CLIENT:
            chunk = self._hidden(chunk)
        left = len(chunk) if fault.after is None else fault.after - self.passed[way]
        self.passed[way] += len(chunk)  # before it goes out: who has heard it finds it counted
        self._send(sink, chunk[: max(left, 0)], fault)
        return fault.stall or left >= len(chunk)

    def _send(self, sink: socket.socket, chunk: bytes, fault: Fault) -> None:
        if not fault.pace:
            sink.sendall(chunk)
            return
        sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for start in range(0, len(chunk), fault.piece):
            sink.sendall(chunk[start : start + fault.piece])
            time.sleep(fault.pace)

    def _hidden(self, chunk: bytes) -> bytes:
        """Return what the server says without what it can, at equal length."""
        for word in self._lost:
            chunk = chunk.replace(word, b"X" + word[1:])
        return chunk.replace(b"[COPYUID", b"[XOPYUID") if b"UIDPLUS" in self._lost else chunk
