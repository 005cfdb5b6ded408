"""Reads what a domain publishes of its mail servers (autoconfig, config-v1.1.xml). Whoever wrote it is not trusted."""

from __future__ import annotations

import re
from xml.parsers import expat

from triage.discover.offers import Offer, is_host

ROOM = 65_536
"""Bytes of such a page; real ones have a few thousand."""
DEEPEST = 20
"""Levels of elements; real ones have five."""
_TLS = {"SSL": "implicit", "STARTTLS": "starttls"}
_NAME = re.compile(r"[^\x00-\x20\x7f]{1,320}")


class NoSettingsError(ValueError):
    """This is no page of settings; the message says what it is instead, as the end of a sentence."""


class _Reading:
    """Takes the servers out of a page, element by element."""

    def __init__(self) -> None:
        self.servers: list[dict[str, str]] = []
        self._path: list[str] = []
        self._inside = False

    def doctype(self, name: str, *_: object) -> None:
        """Refuse: entities are declared there alone, so that no page can grow while it is read, and name no file."""
        raise NoSettingsError(
            _WEB_PAGE if name.lower() == "html" else "declares a document type, as no page of settings does"
        )

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._path.append(name)
        if len(self._path) == 1 and name != "clientConfig":
            raise NoSettingsError(_WEB_PAGE if name.lower() == "html" else "is XML of another kind")
        if len(self._path) > DEEPEST:
            raise NoSettingsError("is nested deeper than any page of settings")
        if name == "incomingServer":
            self._inside = attributes.get("type") == "imap"
            if self._inside:
                self.servers.append({})

    def end(self, name: str) -> None:
        """Leave an element."""
        self._path.pop()
        if name == "incomingServer":
            self._inside = False

    def text(self, piece: str) -> None:
        """Keep the text of a field of a server."""
        if self._inside and self._path[-2:-1] == ["incomingServer"]:
            server, key = self.servers[-1], self._path[-1]
            server[key] = server.get(key, "") + piece


def servers(page: bytes, *, address: str) -> list[Offer]:
    """Return the IMAP servers of a page that speak TLS, in its order; raise NoSettingsError for what is no such page."""
    if len(page) > ROOM:
        raise NoSettingsError("is larger than any page of settings")
    found = (_offer(server, address) for server in _read(page))
    return [offer for offer in found if offer is not None]


def _read(page: bytes) -> list[dict[str, str]]:
    reading, parser = _Reading(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(page, True)  # noqa: FBT003 - expat takes it by position alone
    except expat.ExpatError as error:
        raise NoSettingsError("is malformed") from error
    except (LookupError, UnicodeError) as error:
        raise NoSettingsError("is in an encoding that is not known") from error
    return reading.servers


_WEB_PAGE = "is a web page; a network that wants you to sign in in a browser first answers so"


def _offer(server: dict[str, str], address: str) -> Offer | None:
    told = {key: value.strip() for key, value in server.items()}
    local, _, domain = address.rpartition("@")
    host = told.get("hostname", "").replace("%EMAILDOMAIN%", domain).lower()
    tls, port = _TLS.get(told.get("socketType", "")), told.get("port", "")
    if tls is None or not is_host(host) or not (port.isascii() and port.isdecimal() and 0 < int(port[:6]) < 65_536):
        return None
    user = told.get("username", "")
    for mark, value in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        user = user.replace(mark, value)
    tokens = (
        told.get("authentication", "").lower() == "oauth2"
    )  # several of them stand in one text, and a password may do
    return Offer(
        host=host,
        port=int(port),
        tls="implicit" if tls == "implicit" else "starttls",
        user=user if _NAME.fullmatch(user) and user.isprintable() else address,
        by="autoconfig",
        only_tokens=tokens,
    )
