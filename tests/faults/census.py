"""The oracle: every message of every folder as the server itself shows it, and what is wrong beside how it was.

It never asks the journal, and goes past every proxy.
"""

from __future__ import annotations

import hashlib
import imaplib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TypeAlias

from servers import Server, folder_name, raw_client, wire_name

MARKS = frozenset({b"\\Deleted", b"$TriageClaim"})
"""What nobody but a filing sets, and what it takes off again."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message: SHA-256 of its bytes, its flags without \\Recent and without marks, INTERNALDATE, and its marks."""

    content: str
    flags: frozenset[bytes]
    date: bytes
    marks: frozenset[bytes] = frozenset()


Census: TypeAlias = "dict[str, Counter[Mail]]"


def take(server: Server) -> Census:
    """Return the messages of every folder that holds any, without marking one as read."""
    found: Census = {}
    with raw_client(server) as client:
        for line in client.list()[1]:
            name = folder_name(line)
            status, count = client.select(wire_name(client, name), readonly=True)
            if status == "OK" and count != [b"0"]:
                pieces = client.fetch("1:*", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
                found[name] = Counter(_mail(*piece) for piece in pieces if isinstance(piece, tuple))
    return found


def _mail(told: bytes, raw: bytes) -> Mail:
    flags = frozenset(imaplib.ParseFlags(told)) - {b"\\Recent"}
    date = re.search(rb'INTERNALDATE "([^"]+)"', told)
    assert date is not None
    return Mail(hashlib.sha256(raw).hexdigest(), flags - MARKS, date[1], flags & MARKS)


def places(census: Census) -> Counter[tuple[str, str]]:
    """Return how often each content stands in each folder."""
    return Counter((folder, mail.content) for folder, mails in census.items() for mail in mails.elements())


def everything(census: Census) -> Counter[Mail]:
    """Return all messages, wherever they are."""
    return Counter(mail for mails in census.values() for mail in mails.elements())


@dataclass(frozen=True, slots=True)
class Damage:
    """How many messages were lost, doubled, put into a wrong folder, changed (flags or date), or left with a mark."""

    lost: int = 0
    doubled: int = 0
    misfiled: int = 0
    changed: int = 0
    marked: int = 0


def damage(before: Census, after: Census, *, right: Census) -> Damage:
    """Return what is wrong now; `right` is where everything belongs."""
    was, now = everything(before), everything(after)
    doubled = (_contents(now) - _contents(was)).total()
    return Damage(
        lost=(_contents(was) - _contents(now)).total(),
        doubled=doubled,
        misfiled=max((places(after) - places(right)).total() - doubled, 0),
        changed=max((_plain(now) - _plain(was)).total() - doubled, 0),
        marked=(_marked(now) - _marked(was)).total(),
    )


def _contents(mails: Counter[Mail]) -> Counter[str]:
    return Counter(mail.content for mail in mails.elements())


def _plain(mails: Counter[Mail]) -> Counter[tuple[object, ...]]:
    return Counter((mail.content, mail.flags, mail.date) for mail in mails.elements())


def _marked(mails: Counter[Mail]) -> Counter[tuple[object, ...]]:
    return Counter((mail.content, mail.marks) for mail in mails.elements() if mail.marks)
