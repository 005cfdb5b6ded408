"""Servers for all tests. A server that is not installed skips its tests, unless TRIAGE_REQUIRE_DOVECOT=1 forbids it."""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from coverage import Coverage

sys.path.append(str(Path(__file__).parent))  # for servers.py: importlib mode adds nothing itself

from servers import Dovecot, Pymap, Server
from servers_cyrus import Cyrus, root

_numbers = count(1)
_MEASURED = {"read", "judge"}
"""Where coverage is measured, which makes tests half as slow again: the tests of the two rooms must reach the bar alone."""


@pytest.fixture(autouse=True, scope="module")
def _coverage_where_it_counts(request: pytest.FixtureRequest) -> Iterator[None]:
    measured = Coverage.current()
    if measured is None or request.path.parent.name in _MEASURED:
        yield
        return
    measured.stop()
    yield
    measured.start()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    if not (shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists()):
        missing = "Dovecot is not installed (Debian: dovecot-imapd dovecot-lmtpd)"
        if os.environ.get("TRIAGE_REQUIRE_DOVECOT") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def dovecot_user(dovecot: Dovecot) -> Server:
    """A mailbox that nobody has used, with the password `secret`."""
    return dovecot.server(f"user{next(_numbers)}")


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    server = Cyrus(root())
    yield server
    server.stop()


@pytest.fixture
def cyrus_user(cyrus: Cyrus) -> Server:
    """A mailbox that nobody has used, with the password `secret`."""
    return cyrus.server(f"user{next(_numbers)}")


@pytest.fixture(scope="session")
def pymap() -> Iterator[Pymap]:
    server = Pymap()
    yield server
    server.stop()


@pytest.fixture
def pymap_user(pymap: Pymap) -> Server:
    """The empty mailbox of pymap, with the password `secret`."""
    pymap.wipe()
    return pymap.server()
