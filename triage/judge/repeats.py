"""Recognise what the same seller already said. Pure; `memory.fingerprints` keeps what is remembered.

Who is the same seller (`judge.sellers`), how much of the new text the earlier one holds (`judge.gist`), whether what is left is news
(`judge.novelty`), and which kind of repeat it is. Where nothing ties two messages, the texts must be so alike that no two sellers of
the same thing write them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from triage.domain import Fingerprint, Follows, Label, Message, Repeat, RepeatKind, RepeatMemory
from triage.judge.gist import Gist, Rarity, Shared, packed, unpacked
from triage.judge.novelty import NEWS, news
from triage.judge.sellers import marks, seller_domain, threads, ties
from triage.judge.words import own_text, words
from triage.read import normalise

CONTAINED = 0.60
"""From this share of the new text on that an earlier one of the same seller holds, it is that text again."""
RESTARTED = 0.20
"""How alike a new start after months must be to what the same seller wrote then; every word may have been changed."""
MARKED = 0.25
"""The same for a seller who is known by a brand or a host alone."""
UNTIED = 3.6
"""What texts that nothing else ties must have in common (`_likeness`): below it stand sellers who use the same stock phrases."""
OF_ANOTHER = 60.0
"""Nats of new text from which a mail that only the thread ties to another sender's is one of its own."""
ENOUGH_WORDS = 8
REBOOT_AFTER = timedelta(days=180)
QUOTED_CHARS = 16_000
UNKNOWN_ORIGINAL_WORDS = 90
SELLERS_OF_ONE_HOST = 3
"""A host that more sellers point at is a mailer's or everybody's."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the memory says of a message: a repeat, a follow-up with news, or neither.

    `original` is the earlier mail, whose label a repeat inherits; None where the wording alone says that there was one. `figures`
    counts those that the text has and the original has not.
    """

    repeat: Repeat | None = None
    follows: Follows | None = None
    original: Fingerprint | None = None
    figures: int = 0


def fingerprint(
    message: Message,
    run: Sequence[str],
    *,
    id: str,
    label: Label,
    rarity: Rarity,
    repeat: Repeat | None = None,
) -> Fingerprint:
    """Return what is remembered of a message with these own words: hashes and who sent it, not a word of its text."""
    gist = Gist.of(run, rarity)
    return Fingerprint(
        id=id,
        date=message.date,
        sender=message.sender.spec,
        domain=seller_domain(message),
        name=message.sender.name,
        label=label,
        touch=repeat.touch if repeat else 1,
        digest=_digest(run),
        words=packed(gist),
        mass=gist.mass,
        sketch=gist.sketch(),
        ties=ties(message),
        marks=marks(message),
        kind=repeat.kind if repeat else None,
        of=repeat.of if repeat else None,
    )


def find(
    message: Message, run: Sequence[str], memory: RepeatMemory, *, id: str, rarity: Rarity, wording: float
) -> Finding:
    """Return what a message with these own words repeats or follows; `wording` is how strongly it says so itself, 0 to 1.

    Nothing repeats itself, or what came after it: a second sweep over the same mail finds the same.
    """
    known = _Known.of(message, Gist.of(run, rarity), memory, id=id, rarity=rarity)
    if len(run) >= ENOUGH_WORDS and (original := _original(message, run, known)) is not None:
        return _same_again(message, run, original, known)
    if (parent := _parent(message, known.tied or known.quoted)) is not None:
        return _follow_up(message, parent, known, rarity=rarity, wording=wording)
    if wording >= 0.5 and len(run) <= UNKNOWN_ORIGINAL_WORDS:
        return Finding(repeat=Repeat(RepeatKind.BUMP, None, None, 0.0, 2))
    return Finding()


@dataclass(frozen=True, slots=True)
class _Known:
    """Earlier outreach that a message may repeat: tied to it or quoted by it, and of others what is marked alike or of like words."""

    gist: Gist
    tied: list[Fingerprint]
    quoted: list[Fingerprint]
    marked: list[Fingerprint]
    similar: list[Fingerprint]

    @classmethod
    def of(cls, message: Message, gist: Gist, memory: RepeatMemory, *, id: str, rarity: Rarity) -> _Known:
        def earlier(found: Sequence[Fingerprint]) -> list[Fingerprint]:
            return [one for one in found if one.id != id and not _later(one, message)]

        tied = earlier(memory.tied(ties(message), before=message.date))
        quoted = earlier(_quoted(message, memory, rarity))
        same_seller = {one.id for one in (*tied, *quoted)}
        marked = [one for mark in marks(message) for one in _of_one_seller(memory.tied((mark,), before=message.date))]
        return cls(
            gist,
            tied,
            quoted,
            marked=[one for one in earlier(marked) if one.id not in same_seller],
            similar=[one for one in earlier(memory.similar(gist.sketch())) if one.id not in same_seller],
        )

    def shared(self, one: Fingerprint) -> Shared:
        """Return what the new text has in common with an earlier one."""
        return self.gist.shared(unpacked(one.words), one.mass)


def _of_one_seller(found: Sequence[Fingerprint]) -> Sequence[Fingerprint]:
    return found if len({one.domain or one.sender for one in found}) <= SELLERS_OF_ONE_HOST else ()


def _quoted(message: Message, memory: RepeatMemory, rarity: Rarity) -> list[Fingerprint]:
    """Return remembered outreach whose text this message quotes."""
    quoted = message.text.quoted[:QUOTED_CHARS]
    if not quoted:
        return []
    gist = Gist.of(words(normalise(quoted.replace("\n>", "\n").lstrip("> "))), rarity)
    found = memory.similar(gist.sketch())
    return [one for one in found if gist.shared(unpacked(one.words), one.mass).alike >= CONTAINED]


# ---------------------------------------------------------------- the same text again


def _original(message: Message, run: Sequence[str], known: _Known) -> Fingerprint | None:
    """Return the earlier mail of which this one is the text again: of the same seller, else of a like one, else of anybody."""
    digest = _digest(run)

    def is_again(one: Fingerprint, shared: Shared) -> bool:
        restarted = _is_late(message, one) and shared.alike >= RESTARTED
        return one.digest == digest or shared.contained >= CONTAINED or restarted

    def is_marked(one: Fingerprint, shared: Shared) -> bool:
        return is_again(one, shared) or shared.alike >= MARKED

    def is_alike(one: Fingerprint, shared: Shared) -> bool:
        return one.digest == digest or _likeness(shared) >= UNTIED

    for candidates, enough in (
        (known.tied, is_again),
        (known.quoted, is_again),
        (known.marked, is_marked),
        (known.similar, is_alike),
    ):
        ranked = [(one, shared) for one in candidates if enough(one, shared := known.shared(one))]
        if ranked:
            return max(
                ranked,
                key=lambda pair: (pair[0].digest == digest, round(pair[1].alike, 3), _when(pair[0]), pair[0].touch),
            )[0]
    return None


def _likeness(shared: Shared) -> float:
    """Return how alike two texts are that nothing ties: what they say both ways, and how much of it hardly anybody else says."""
    return 4.5 * shared.alike + math.log1p(shared.telling) + math.log1p(shared.figures)


def _same_again(message: Message, run: Sequence[str], original: Fingerprint, known: _Known) -> Finding:
    """Return the repeat of a text that was sent before, by kind."""
    exact = original.digest == _digest(run)
    same_seller = any(one.id == original.id for one in (*known.tied, *known.quoted))
    if not same_seller:
        kind = RepeatKind.SISTER
    elif _is_late(message, original):
        kind = RepeatKind.REBOOT
    else:
        kind = RepeatKind.EXACT if exact else RepeatKind.VARIANT
    alike = 1.0 if exact else round(known.shared(original).contained, 3)
    touch = 1 + max([original.touch, *(one.touch for one in known.tied)])
    figures = int(known.gist.without([unpacked(original.words)]).figures.sum())
    return Finding(Repeat(kind, original.id, original.date, alike, touch), original=original, figures=figures)


def _is_late(message: Message, original: Fingerprint) -> bool:
    return message.date is not None and original.date is not None and message.date - original.date > REBOOT_AFTER


# ---------------------------------------------------------------- a new text of the same seller


def _parent(message: Message, candidates: Sequence[Fingerprint]) -> Fingerprint | None:
    """Return the mail that a tied message follows: the latest of its thread, else the latest of its seller."""
    hashes = set(threads(message))
    in_thread = [one for one in candidates if hashes & set(one.ties)]
    return max(in_thread or candidates, key=lambda one: (_when(one), one.touch), default=None)


def _follow_up(message: Message, parent: Fingerprint, known: _Known, *, rarity: Rarity, wording: float) -> Finding:
    """Tell a bump from a follow-up with news, by what its own words say that the seller had not said.

    Somebody else who answers in the thread, and says more than a bump would, follows nobody: they may forward, or sell against.
    """
    quoted = Gist.of(words(normalise(message.text.quoted[:QUOTED_CHARS])), rarity)
    fresh = known.gist.without([quoted.hashes, *(unpacked(one.words) for one in (*known.tied, *known.quoted))])
    if fresh.mass > OF_ANOTHER and not set(parent.ties).intersection(set(ties(message)) - set(threads(message))):
        return Finding()
    share = news(own_text(message), fresh, rarity=rarity, wording=wording)
    if share < NEWS:
        alike = round(known.shared(parent).contained, 3)
        repeat = Repeat(RepeatKind.BUMP, parent.id, parent.date, alike, parent.touch + 1)
        return Finding(repeat, original=parent)
    return Finding(follows=Follows(parent.id, round(share, 3)), original=parent)


def _later(one: Fingerprint, message: Message) -> bool:
    return one.date is not None and message.date is not None and one.date > message.date


def _digest(run: Sequence[str]) -> bytes:
    return blake2b(" ".join(run).encode(), digest_size=16).digest()


def _when(one: Fingerprint) -> float:
    return one.date.timestamp() if one.date else 0.0
