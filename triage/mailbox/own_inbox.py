"""Puts one message of our own into the inbox of its user: the digest. Nothing is sent, and nothing that is there is touched.

It is no part of filing: a connection of its own, on which this one command is given.
"""

from __future__ import annotations

import ssl

from triage.errors import RefusedError, UnreachableError
from triage.mailbox.names import INBOX
from triage.mailbox.wire import Wire
from triage.mailbox.wire_guard import Meter, Server, Trace


def put(
    server: Server,
    message: bytes,
    *,
    password: str,
    trace: Trace | None = None,
    context: ssl.SSLContext | None = None,
    meter: Meter | None = None,
) -> None:
    """Put a message, its lines ending in CRLF, into the inbox of an account, unread (APPEND).

    Raises UnreachableError, or SignInError; where the server refuses, as over quota, nothing was put there.
    """
    wire = Wire(server, password=password, writable=True, trace=trace, context=context, meter=meter)
    try:
        wire._client._imap.literal = message  # noqa: SLF001 - as imaplib's own append does
        wire.ask("APPEND", INBOX.encode())
    except RefusedError as refused:
        code = f" ({refused.code})" if refused.code else ""
        raise UnreachableError(f"The server takes no message into the inbox{code}; nothing was put there.") from refused
    finally:
        wire.close()
