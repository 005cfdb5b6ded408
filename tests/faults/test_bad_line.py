"""A line that is slow, splits or gathers what passes, or falls silent: filing takes longer, and ends as it should."""

import socket
import time

import pytest
from faults.census import Damage, damage, take
from faults.cutting import GIFTS
from faults.proxy import TO_CLIENT, TO_SERVER, BadLine, Fault

SLOW = {
    "a byte at a time": Fault(pace=0.000_02),
    "in pieces of seven": Fault(pace=0.000_1, piece=7),
    "gathered": Fault(gather=0.005),
}


@pytest.fixture
def echo(dovecot):
    """Make a line to the server and a socket at its near end."""
    opened = []

    def make(**faults):
        line = BadLine(dovecot.port, **faults)
        opened.append((line, socket.create_connection(("127.0.0.1", line.port), timeout=5)))
        return opened[-1]

    yield make
    for line, near in opened:
        near.close()
        line.stop()


def heard(near):
    """Return what comes until the end."""
    found = b""
    while True:
        try:
            chunk = near.recv(1000)
        except ConnectionResetError:
            return found, "reset"
        except TimeoutError:
            return found, "silent"
        if not chunk:
            return found, "closed"
        found += chunk


@pytest.mark.parametrize("count", [0, 1, 17])
def test_a_line_is_cut_after_so_many_bytes_to_the_client(echo, count):
    _, near = echo(to_client=Fault(after=count))
    assert tuple(map(len, heard(near)[:1])) == (count,)


def test_a_line_can_end_in_a_reset(echo):
    _, near = echo(to_server=Fault(after=4, reset=True))
    near.recv(1000)  # a reset before the connection stands would be one of connect()
    near.sendall(b"A1 NOOP\r\n")
    assert heard(near)[1] == "reset"


def test_a_line_is_cut_after_so_many_bytes_to_the_server(echo):
    line, near = echo(to_server=Fault(after=12))
    near.recv(1000)
    near.sendall(b"A1 NOOP\r\nA2 NOOP\r\n")
    found, end = heard(near)
    assert b"A2" not in found
    assert end in ("closed", "reset")
    assert line.passed[TO_SERVER] == 18


def test_a_line_can_fall_silent_and_stay_open(echo):
    _, near = echo(to_client=Fault(after=4, stall=True))
    near.settimeout(0.3)
    assert heard(near) == (b"* OK", "silent")


def test_a_line_hides_what_the_server_can(dovecot):
    line = BadLine(dovecot.port, lost=(b"IDLE",))
    try:
        with socket.create_connection(("127.0.0.1", line.port), timeout=5) as near:
            greeting = near.recv(1000)
            assert b"XDLE" in greeting
            assert b"IDLE" not in greeting
            assert line.passed[TO_CLIENT] == len(greeting)
    finally:
        line.stop()


@pytest.mark.parametrize("gifts", ["MOVE, UIDPLUS", "neither"])
@pytest.mark.parametrize("fault", SLOW.values(), ids=SLOW)
def test_a_slow_line_changes_nothing(cutting, host, gifts, fault):
    right = cutting.right(gifts)
    server = cutting.mailbox()
    line = BadLine(host.port, lost=GIFTS[gifts], to_client=fault, to_server=fault)
    assert cutting.through(line, server.user) is None
    assert damage(cutting.before, take(server), right=right) == Damage()


@pytest.mark.parametrize("way", ["to_client", "to_server"])
@pytest.mark.parametrize("part", [0.2, 0.6, 0.8, 0.95])
def test_a_line_that_falls_silent_is_given_up_and_the_next_run_completes_it(cutting, host, monkeypatch, way, part):
    lengths = cutting.length("UIDPLUS")
    after = int(lengths[TO_CLIENT if way == "to_client" else TO_SERVER] * part)
    server = cutting.mailbox()
    monkeypatch.setattr(cutting, "silence", 0.4)
    start = time.monotonic()
    error = cutting.through(
        BadLine(host.port, lost=GIFTS["UIDPLUS"], **{way: Fault(after=after, stall=True)}), server.user
    )
    assert error is not None
    assert time.monotonic() - start < 10
    monkeypatch.undo()
    assert cutting.through(BadLine(host.port, lost=GIFTS["UIDPLUS"]), server.user) is None
    assert damage(cutting.before, take(server), right=cutting.right("UIDPLUS")) == Damage()
