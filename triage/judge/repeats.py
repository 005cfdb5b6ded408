"""Recognise what the same seller already said: fingerprints, links, novelty. Pure; `memory.fingerprints` keeps them.

The measure is directional containment over pairs of words, |new ∩ old| / |new|: of nine methods measured it alone takes no
mail that quotes the old text and adds news for a repeat (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from triage.domain import Fingerprint, Follows, Label, Message, Repeat, RepeatKind, RepeatMemory
from triage.judge.hosts import FREEMAIL
from triage.judge.words import words
from triage.read import normalise

SKETCH = 24
"""Smallest shingle hashes kept for the search; repeats.md measured 16 to 24."""
CONTAINED = 0.62
REBOOT_CONTAINED = 0.25
"""What a seller who starts again months later must have kept of the old text, where sender or firm link the two."""
ENOUGH_WORDS = 8
REBOOT_AFTER = timedelta(days=180)
BUMP_NEWS = 28.0
"""Novelty below which a linked message adds nothing. Fitted on the sequences of data/ (docs/decisions.md)."""
BUMP_WORDS = 160
FULL_NEWS = 60.0
RARE_WORD = 0.05
QUOTED_CHARS = 16_000
UNKNOWN_ORIGINAL_WORDS = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """What the memory says of a message: a repeat, a follow-up with news, or neither; and the label it inherits."""

    repeat: Repeat | None = None
    follows: Follows | None = None
    label: Label | None = None


def fingerprint(message: Message, run: Sequence[str], *, id: str, label: Label, touch: int) -> Fingerprint:
    """Return what is remembered of a message with these own words: hashes and who sent it, not a word of its text."""
    hashes = shingles(run)
    return Fingerprint(
        id=id,
        date=message.date,
        sender=message.sender.spec,
        domain=seller_domain(message),
        name=message.sender.name,
        label=label,
        touch=touch,
        digest=_digest(run),
        shingles=hashes.tobytes(),
        sketch=tuple(_sketch(hashes)),
        threads=thread_hashes(message),
    )


def shingles(run: Sequence[str]) -> NDArray[np.uint64]:
    """Return the sorted 64-bit hashes of all pairs of neighbouring words; of a single word, its own."""
    hashed = np.frombuffer(b"".join(map(_hash, run)), dtype="<u8").astype(np.uint64)
    if len(hashed) <= 1:
        return hashed
    pairs = np.sort(hashed[:-1] * _FIRST + hashed[1:] * _SECOND)
    fresh = np.ones(len(pairs), dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=fresh[1:])
    return pairs[fresh]


# Two odd numbers of 64 bits: a sum of products mod 2^64 keeps the order of the two words.
_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)


@lru_cache(maxsize=32_768)
def _hash(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=8).digest()


def thread_hashes(message: Message) -> tuple[int, ...]:
    """Return the hashes (signed, 64 bits) of a message's own ID and of those that it answers."""
    ids = dict.fromkeys((message.message_id, *message.in_reply_to, *message.references))
    return tuple(
        int.from_bytes(blake2b(one.encode(), digest_size=8).digest(), "little", signed=True) for one in ids if one
    )


def seller_domain(message: Message) -> str:
    """Return the domain under which a seller is known; empty for free mail, which tells nothing of a firm."""
    domain = message.sender.domain
    labels = domain.split(".")
    if domain in FREEMAIL or len(labels) < 2:
        return ""
    second_level = len(labels[-1]) == 2 and len(labels[-2]) <= 3 and len(labels) > 2
    return ".".join(labels[-3:] if second_level else labels[-2:])


def find(
    message: Message,
    run: Sequence[str],
    memory: RepeatMemory,
    *,
    id: str,
    rarity: Callable[[str], float],
    wording: float,
) -> Finding:
    """Return what a message with these own words repeats or follows; `wording` is how strongly it says so itself, 0 to 1.

    Nothing repeats itself, or what came after it: a second sweep over the same mail finds the same.
    """
    new = shingles(run)

    def earlier(found: Sequence[Fingerprint]) -> list[Fingerprint]:
        return [one for one in found if one.id != id and not _later(one, message)]

    linked = earlier(_linked(message, memory))
    quoted = earlier(_quoted(message, memory))
    alike = _most_alike(new, linked)
    if alike is None or alike[1] < CONTAINED:  # what this very seller said goes before the same text of another
        alike = _most_alike(new, [*linked, *quoted, *earlier(memory.similar(_sketch(new)))])
    if len(run) >= ENOUGH_WORDS and alike is not None:
        original, contained = alike
        exact = original.digest == _digest(run)
        restarted = contained >= REBOOT_CONTAINED and _is_late(message, original) and original in linked
        if exact or contained >= CONTAINED or restarted:
            return _same_again(message, original, contained=1.0 if exact else contained, exact=exact, linked=linked)
    parent = _parent(message, linked or quoted)
    if parent is not None:
        return _linked_finding(message, run, parent, rarity=rarity, similarity=alike[1] if alike else 0.0)
    if wording >= 0.5 and len(run) <= UNKNOWN_ORIGINAL_WORDS:
        return Finding(repeat=Repeat(RepeatKind.BUMP, None, None, 0.0, 2))
    return Finding()


def _linked(message: Message, memory: RepeatMemory) -> list[Fingerprint]:
    """Return earlier outreach of the same thread, then of the same sender, then of the same firm."""
    found: dict[str, Fingerprint] = {}
    domain = seller_domain(message)
    for group in (
        memory.by_threads(thread_hashes(message)),
        memory.by_sender(message.sender.spec) if message.sender.spec else (),
        memory.by_domain(domain) if domain else (),
    ):
        for one in group:
            found.setdefault(one.id, one)
    return list(found.values())


def _quoted(message: Message, memory: RepeatMemory) -> list[Fingerprint]:
    """Return remembered outreach whose text this message quotes."""
    quoted = message.text.quoted[:QUOTED_CHARS]
    if not quoted:
        return []
    hashes = shingles(words(normalise(quoted.replace("\n>", "\n").lstrip("> "))))
    return [
        one
        for one in memory.similar(_sketch(hashes))
        if _containment(np.frombuffer(one.shingles, dtype=np.uint64), hashes) >= CONTAINED
    ]


def _most_alike(new: NDArray[np.uint64], candidates: Sequence[Fingerprint]) -> tuple[Fingerprint, float] | None:
    """Return the candidate that contains most of the new text; of equals the latest."""
    ranked = [(one, _containment(new, np.frombuffer(one.shingles, dtype=np.uint64))) for one in candidates]
    return max(ranked, key=lambda pair: (round(pair[1], 3), _when(pair[0]), pair[0].touch), default=None)


def _containment(inner: NDArray[np.uint64], outer: NDArray[np.uint64]) -> float:
    """Return the share of the inner shingles that the outer text has."""
    if not len(inner) or not len(outer):
        return 0.0
    near = outer.take(outer.searchsorted(inner), mode="clip")
    return int(np.count_nonzero(near == inner)) / len(inner)


def _same_again(
    message: Message, original: Fingerprint, *, contained: float, exact: bool, linked: Sequence[Fingerprint]
) -> Finding:
    """Return the repeat of a text that was sent before, by kind."""
    known = any(one.id == original.id for one in linked)
    if not known:
        kind = RepeatKind.SISTER
    elif _is_late(message, original):
        kind = RepeatKind.REBOOT
    else:
        kind = RepeatKind.EXACT if exact else RepeatKind.VARIANT
    touch = 1 + max([original.touch, *(one.touch for one in linked)])
    return Finding(Repeat(kind, original.id, original.date, round(contained, 3), touch), label=original.label)


def _is_late(message: Message, original: Fingerprint) -> bool:
    return message.date is not None and original.date is not None and message.date - original.date > REBOOT_AFTER


def _parent(message: Message, candidates: Sequence[Fingerprint]) -> Fingerprint | None:
    """Return the mail that a linked message follows: the latest of its thread, else the latest of its seller."""
    hashes = set(thread_hashes(message))
    in_thread = [one for one in candidates if hashes & set(one.threads)]
    return max(in_thread or candidates, key=lambda one: (_when(one), one.touch), default=None)


def _linked_finding(
    message: Message, run: Sequence[str], parent: Fingerprint, *, rarity: Callable[[str], float], similarity: float
) -> Finding:
    """Tell a bump from a follow-up with news, by what its own words say that the quoted ones do not."""
    news = novelty(message, run, rarity=rarity)
    if news < BUMP_NEWS and len(run) <= BUMP_WORDS:
        repeat = Repeat(RepeatKind.BUMP, parent.id, parent.date, round(similarity, 3), parent.touch + 1)
        return Finding(repeat, label=parent.label)
    return Finding(follows=Follows(parent.id, round(min(1.0, news / FULL_NEWS), 3)))


def novelty(message: Message, run: Sequence[str], *, rarity: Callable[[str], float]) -> float:
    """Return how much a text says: its rarer words, 3 for each figure, 2 for each link in its own part."""
    quoted = set(words(normalise(message.text.quoted[:QUOTED_CHARS])))
    fresh = {word for word in run if word not in quoted}
    rare = sum(1 for word in fresh if not word[-1].isdigit() and len(word) > 2 and rarity(word) < RARE_WORD)
    figures = sum(1 for word in fresh if any(letter.isdigit() for letter in word))
    links = message.text.body.count("://")
    return rare + 3.0 * figures + 2.0 * links


def _later(one: Fingerprint, message: Message) -> bool:
    return one.date is not None and message.date is not None and one.date > message.date


def _digest(run: Sequence[str]) -> bytes:
    return blake2b(" ".join(run).encode(), digest_size=16).digest()


def _sketch(hashes: NDArray[np.uint64]) -> list[int]:
    return [int(value) for value in hashes[:SKETCH].astype(np.int64)]


def _when(one: Fingerprint) -> float:
    return one.date.timestamp() if one.date else 0.0
