"""What we say in AUTHENTICATE: a password (PLAIN), or an access token (OAUTHBEARER, else XOAUTH2)."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from triage.mailbox.wire_guard import Server

_REASONS = frozenset({"invalid_token", "invalid_request", "insufficient_scope"})
"""The words of RFC 6750 that a server may give for its refusal; nothing else that it says is repeated."""


class Answers:
    """Answers the challenges of one AUTHENTICATE, in their order; one too many is answered with an empty line."""

    def __init__(self, mechanism: str, *answers: str) -> None:
        self.mechanism = mechanism
        self.reason = ""
        self._left = [base64.b64encode(answer.encode()) for answer in answers]

    def answer(self, challenge: bytes) -> bytes:
        """Return the next answer; a challenge that holds the reason of a refusal must be answered, too."""
        self.reason = self.reason or _reason(challenge)
        return self._left.pop(0) if self._left else b""


def plain(user: str, password: str) -> Answers:
    """Return the answer to PLAIN (RFC 4616)."""
    return Answers("PLAIN", f"\0{user}\0{password}")


def bearer(server: Server, token: str, *, offered: AbstractSet[str]) -> Answers | None:
    """Return the answers of the better mechanism that is offered: OAUTHBEARER (RFC 7628), else XOAUTH2; None without."""
    if "AUTH=OAUTHBEARER" in offered:
        name = server.user.replace("=", "=3D").replace(",", "=2C")
        first = f"n,a={name},\1host={server.host}\1port={server.port}\1auth=Bearer {token}\1\1"
        return Answers("OAUTHBEARER", first, "\1")
    if "AUTH=XOAUTH2" in offered:
        return Answers("XOAUTH2", f"user={server.user}\1auth=Bearer {token}\1\1", "")
    return None


def _reason(challenge: bytes) -> str:
    try:
        said = json.loads(base64.b64decode(challenge))
    except (ValueError, RecursionError, binascii.Error):
        return ""
    status = said.get("status") if isinstance(said, dict) else None
    return status if isinstance(status, str) and status in _REASONS else ""
