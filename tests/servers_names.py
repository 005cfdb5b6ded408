"""A DNS server and a web site with TLS, both on loopback, for a domain that exists nowhere else."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
from servers import LOOPBACK

if TYPE_CHECKING:
    from trustme import CA


class Names:
    """Answers questions over UDP from `zone`: (name, kind) -> entries. What is not there does not exist; `asked` keeps all."""

    def __init__(self) -> None:
        self.zone: dict[tuple[str, str], list[str]] = {}
        self.asked: list[tuple[str, str]] = []
        self.silent = False
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((LOOPBACK, 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def resolver(self) -> dns.resolver.Resolver:
        """Return who asks this server and no other."""
        found = dns.resolver.Resolver(configure=False)
        found.nameservers, found.port = [LOOPBACK], self._socket.getsockname()[1]
        return found

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                packet, sender = self._socket.recvfrom(4096)
                if not packet:
                    return
                if not self.silent:
                    self._socket.sendto(self._answer(packet), sender)

    def _answer(self, packet: bytes) -> bytes:
        query = dns.message.from_wire(packet)
        question = query.question[0]
        name, kind = question.name.to_text().rstrip("."), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        if entries := self.zone.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *entries))
        elif all(known != name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()

    def stop(self) -> None:
        """Close everything."""
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join(5)
        self._socket.close()


class Site:
    """A web site with TLS under any name: `pages` holds what each URL answers (status, header, body); `asked` keeps all URLs."""

    def __init__(self, authority: CA, *names: str) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        site = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = f"https://{self.headers['Host']}{self.path}"
                site.asked.append(url)
                status, headers, body = site.pages.get(url, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            def handle_error(self, *_: object) -> None:
                pass  # a client that refuses the certificate hangs up

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(context)
        self._server = Server((LOOPBACK, 0), Page)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def dial(self, host: str, seconds: float) -> socket.socket:
        """Connect to this site, whatever the host."""
        del host
        return socket.create_connection((LOOPBACK, self._server.server_address[1]), seconds)

    def stop(self) -> None:
        """Close everything."""
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
