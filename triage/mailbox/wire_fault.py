"""Why a connection could not be made safe, or not be made at all: one sentence each, which says what to mend."""

from __future__ import annotations

import ssl
from socket import gaierror

from triage.mailbox.wire_guard import Server

_NOT_YET, _EXPIRED, _OTHER_NAME, _OTHER_ADDRESS = 9, 10, 62, 64
_NOBODY_TRUSTED = frozenset({2, 18, 19, 20, 21})
"""OpenSSL's codes (x509_vfy.h): what a chain ends in that this machine does not know."""


def sentence(error: Exception, server: Server) -> str:
    """Return what went wrong with this server, and what to do."""
    where = f"{server.host}:{server.port}"
    match error:
        case ssl.SSLCertVerificationError():
            return f"The certificate of {where} {_certificate(error)}"
        case ssl.SSLError():
            return f"{where} speaks no TLS that can be understood; check port and tls ({USUAL})."
        case gaierror():
            return f"The host {server.host} is not found; check its name, and that this machine is online."
        case ConnectionRefusedError():
            return f"Nothing listens on {where}; check host and port ({USUAL})."
        case TimeoutError():
            return f"{where} does not answer; check host and port, and that no firewall is in the way."
        case _:
            return f"{where} does not answer as a mail server; check host and port."


USUAL = "usual: 993 with implicit, 143 with starttls"


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    match error.verify_code:
        case code if code == _EXPIRED:
            return "has expired; tell those who run that server, and check the clock of this machine."
        case code if code == _NOT_YET:
            return "is not valid yet; check the clock of this machine."
        case code if code in {_OTHER_NAME, _OTHER_ADDRESS}:
            return "is for another name; write the host as its provider does."
        case code if code in _NOBODY_TRUSTED:
            return (
                "is signed by nobody whom this machine trusts; check host and port. If the server has an authority of its "
                "own, add that to this machine's, or name its file in SSL_CERT_FILE."
            )
        case _:
            return f"is not valid ({error.verify_message}); check host, port and tls."
