"""Asks DNS and a domain's own pages, five seconds each, and gives away nothing but the domain. It judges no answer.

dnspython is imported when DNS is asked. Pages are read by https alone, with certificates checked, through few redirects.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

from triage.discover.offers import is_host
from triage.errors import UnreachableError, UsageError

if TYPE_CHECKING:
    from dns.rdtypes.ANY.MX import MX
    from dns.rdtypes.IN.SRV import SRV
    from dns.resolver import Answer, Resolver

SECONDS = 5.0
"""How long one step may take, whatever the other side does."""
REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_T = TypeVar("_T")

Dial: TypeAlias = Callable[[str, float], socket.socket]
"""(host, seconds) -> a connection to its port 443."""


class NoDomainError(UsageError):
    """The domain does not exist: nobody can have mail there."""


class Asking(Protocol):
    """Whoever can be asked of a domain; each raises UnreachableError where no answer comes."""

    def services(self, name: str) -> list[tuple[str, int]]:
        """Return host and port of the SRV entries of this name, the preferred first; none where there are none."""

    def exchangers(self, domain: str) -> list[str]:
        """Return the hosts that take mail for a domain, the preferred first; raise NoDomainError where there is no such domain."""

    def page(self, url: str, *, room: int) -> bytes | None:
        """Return what a page holds, at most `room` bytes and one more; None where there is no such page."""


class Network:
    """The network as it is; `resolver`, `dial` and `context` are for those who run their own."""

    def __init__(
        self,
        *,
        resolver: Resolver | None = None,
        dial: Dial | None = None,
        context: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._resolver = resolver
        self._dial = dial or (lambda host, seconds: socket.create_connection((host, 443), seconds))
        self._context = context
        self._seconds = seconds

    def services(self, name: str) -> list[tuple[str, int]]:
        """Return host and port of the SRV entries of this name, the preferred first; none where there are none."""

        def of(answer: Answer) -> list[tuple[str, int]]:
            entries: list[SRV] = sorted(answer, key=lambda one: (one.priority, -one.weight))
            return [(_name(one.target), one.port) for one in entries if _name(one.target)]

        return self._asked(name, "SRV", of) or []

    def exchangers(self, domain: str) -> list[str]:
        """Return the hosts that take mail for a domain, the preferred first; raise NoDomainError where there is no such domain."""

        def of(answer: Answer) -> list[str]:
            entries: list[MX] = sorted(answer, key=lambda one: one.preference)
            return [_name(one.exchange) for one in entries if _name(one.exchange)]

        found = self._asked(domain, "MX", of)
        if found is None:
            raise NoDomainError(f"There is no domain {domain}; check the address.")
        return found

    def _asked(self, name: str, kind: str, of: Callable[[Answer], list[_T]]) -> list[_T] | None:
        """Return what DNS says, nothing where it has no entry of this kind, None where it has no such name at all."""
        import dns.exception
        import dns.resolver

        def ask() -> list[_T] | None:
            try:
                resolver = self._resolver or dns.resolver.Resolver()
                return of(resolver.resolve(name, kind, search=False, lifetime=self._seconds))
            except dns.resolver.NXDOMAIN:
                return None
            except dns.resolver.NoAnswer:
                return []
            except (dns.exception.DNSException, UnicodeError) as error:
                raise UnreachableError("DNS gives no answer") from error

        return _within(self._seconds, ask)

    def page(self, url: str, *, room: int) -> bytes | None:
        """Return what a page holds, at most `room` bytes and one more; None where there is no such page."""
        return _within(self._seconds, lambda: self._page(url, room, ends=time.monotonic() + self._seconds))

    def _page(self, url: str, room: int, *, ends: float) -> bytes | None:
        goal = ""
        for _ in range(REDIRECTS + 1):
            url, host, path = _taken_apart(url, goal)
            status, goal, body = self._get(host, path, room=room, left=ends - time.monotonic())
            if status not in _MOVED:
                return body if status == http.client.OK else None
        raise UnreachableError("leads from one page to the next")

    def _get(self, host: str, path: str, *, room: int, left: float) -> tuple[int, str, bytes]:
        context = self._context or ssl.create_default_context()
        line = http.client.HTTPSConnection(host, timeout=max(0.1, left), context=context)
        try:
            with self._dial(host, max(0.1, left)) as plain:
                line.sock = context.wrap_socket(plain, server_hostname=host)
                line.request("GET", path or "/", headers={"Accept": "text/xml", "User-Agent": "triage"})
                with line.getresponse() as answer:
                    return answer.status, answer.getheader("Location", ""), answer.read(room + 1)
        except ssl.SSLCertVerificationError as error:
            raise UnreachableError(
                "has a certificate that is not valid; a network that wants you to sign in in a browser first shows such a one"
            ) from error
        except socket.gaierror:
            return 404, "", b""  # no such host is no such page
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise UnreachableError("does not answer") from error
        finally:
            line.close()


def _taken_apart(base: str, goal: str) -> tuple[str, str, str]:
    """Return where a page leads, its host and its path; raise UnreachableError for what is no page that may be asked for."""
    try:
        url = urljoin(base, goal)
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise UnreachableError("leads to what is no web site") from error
    if host and parts.scheme != "https":
        raise UnreachableError("leads to a page that is not encrypted")
    if not is_host(host) or port not in (None, 443) or parts.username is not None:
        raise UnreachableError("leads to what is no web site")
    return url, host, parts.path


def _name(name: object) -> str:
    """Return a name of DNS as a host, empty for the root, which says that there is none, and for what is no host."""
    host = str(name).rstrip(".").lower()
    return host if is_host(host) else ""


def _within(seconds: float, work: Callable[[], _T]) -> _T:
    """Do this in a thread that is left behind when it takes longer: a look-up of a name cannot be interrupted otherwise."""
    done: queue.Queue[tuple[_T, None] | tuple[None, Exception]] = queue.Queue()

    def run() -> None:
        try:
            done.put((work(), None))
        except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=seconds + 0.5)
    except queue.Empty:
        raise UnreachableError(f"does not answer within {seconds:.0f} seconds") from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # None only beside an error, or where None is what was found
