"""What my sent mail tells of me, as a draft of [me] that I read and mend: my name, my other addresses, my signature, my words."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.judge.relevance import characteristic
from triage.judge.words import begun
from triage.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from triage.domain import Message
    from triage.judge.gist import Rarity
    from triage.mailbox.base import Mailbox

NEWEST = 300
"""Messages of which the head is read: From, and the subject of those that I began."""
WHOLE = 30
"""Messages that are read whole, for the signature stands at the end."""
OFTEN = 2
"""How often something must stand in what I sent before it is said of me."""
WORDS, ADDRESSES, LINES = 12, 5, 3
COMMON = 0.1
"""The share of all mail from which on a word says nothing of anybody, however often I wrote it."""
_TELLS_NOTHING = re.compile(
    r"@|https?:|www\.|(?:\d\D?){5}|,\s*$|^\W*$|\b(?:sent from|gesendet|envoyé de|enviado (?:desde|do)|inviato da|verzonden|wysłane)\b",
    re.I,
)
"""Lines of a signature that say nothing of my work: addresses, numbers, greetings, and what a telephone adds."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said of me in the mail that I sent; everything may be empty. `read` is how many messages were looked at."""

    name: str = ""
    addresses: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    read: int = 0


def draft(mailbox: Mailbox, folder: str, *, rarity: Rarity) -> Draft:
    """Return what the newest mail of this folder tells of who wrote it."""
    refs = [entry.ref for entry in deque(mailbox.scan(folder), maxlen=NEWEST)]
    heads = [read(stored.raw, size=stored.size) for stored in mailbox.fetch(refs, head=True) if stored.error is None]
    whole = [read(stored.raw, size=stored.size) for stored in mailbox.fetch(refs[-WHOLE:]) if stored.error is None]
    names = Counter(message.sender.name for message in heads if message.sender.name and "@" not in message.sender.name)
    name = next((name for name, _ in names.most_common(1)), "")
    addresses = Counter(message.sender.spec for message in heads if message.sender.spec)
    return Draft(
        name=name,
        addresses=tuple(one for one, count in addresses.most_common(ADDRESSES) if count >= OFTEN),
        signature=_signature(whole, name),
        words=_words(heads, rarity),
        read=len(heads),
    )


def _signature(messages: Iterable[Message], name: str) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for message in messages:
        lines = (" ".join(line.split()) for line in message.text.signature.splitlines())
        counts.update(
            list(dict.fromkeys(one for one in lines if 3 < len(one) < 100 and not _TELLS_NOTHING.search(one)))
        )
    return tuple(line for line, count in counts.items() if count >= OFTEN and not _is_name(line, name))[:LINES]


def _is_name(line: str, name: str) -> bool:
    said = set(line.lower().replace("-", " ").split())
    return bool(said) and said <= set(name.lower().replace("-", " ").split())


def _words(messages: Iterable[Message], rarity: Rarity) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for message in messages:
        if not message.in_reply_to:
            counts.update({word for word in begun(message.subject) if len(word) > 3 and word.isalpha()})
    often: Mapping[str, int] = {
        word: count for word, count in counts.items() if count >= OFTEN and rarity(word) < COMMON
    }
    chosen = characteristic(often, rarity, most=WORDS)
    return tuple(sorted(chosen, key=lambda word: (-often[word], word)))
