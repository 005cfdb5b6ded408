"""Puts one message of our own into the inbox of its user: the digest. Nothing is sent, and nothing that is there is touched.

It is no part of filing: a connection of its own, on which this one command is given.
"""

from __future__ import annotations

from triage.errors import RefusedError, UnreachableError
from triage.mailbox.names import INBOX
from triage.mailbox.wire import Wire
from triage.mailbox.wire_guard import Meter, Server, Trace


class InDoubtError(UnreachableError):
    """The connection broke before the server said whether it took the message."""


def put(
    server: Server, message: bytes, *, password: str, trace: Trace | None = None, meter: Meter | None = None
) -> None:
    """Put a message, its lines ending in CRLF, into the inbox of an account, unread (APPEND).

    Raises InDoubtError where it may be there all the same, UnreachableError or SignInError where it is not.
    """
    wire = Wire(server, password=password, writable=True, trace=trace, meter=meter)
    try:
        wire.append(INBOX.encode(), message)
    except RefusedError as refused:
        code = f" ({refused.code})" if refused.code else ""
        raise UnreachableError(f"The server takes no message into the inbox{code}; nothing was put there.") from refused
    except UnreachableError as broke:
        raise InDoubtError(f"{broke} It may be in the inbox all the same, so it is not put there again.") from broke
    finally:
        wire.close()
