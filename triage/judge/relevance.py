"""What a message has to do with this recipient: facts shared, interests met, trades near or far, a mismatch that can be named."""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triage.domain import Message, Recipient
from triage.judge.answers import answers
from triage.judge.concepts import Concepts, direction, stem
from triage.judge.gist import Rarity
from triage.judge.hosts import host, under
from triage.judge.words import words
from triage.read import normalise

RARE = 0.006
"""A word in fewer messages than this says something. Figures in docs/decisions.md."""
NEAR = 0.45
"""From this nearness of trades on, a mismatch with what is never wanted can be named."""

_UNSEEN = 1 / 3000
_NO_CONTENT = frozenset(
    """and or of the for in on to a an with my our your any all other etc agency agencies sales service services offer offers und oder der die das
    für mit von im am les des une un et ou de la le du pour y los las el en con para da do dos das e o os as il gli di per del van het een voor met
    i w z na do dla""".split()
)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a message is to what the recipient told, each 0 to 1.

    By words: to the nearest of `interests` and of `never`, and the share of its own words that the recipient's work uses. By trades:
    to the nearest interest, the nearest refusal, the recipient's own work.
    """

    interest_words: float = 0.0
    never_words: float = 0.0
    work_words: float = 0.0
    interest_trade: float = 0.0
    never_trade: float = 0.0
    work_trade: float = 0.0


@dataclass(frozen=True, slots=True)
class Relevance:
    """What is shared: rare words, interests and refusals by the recipient's own wording, links to their own pages.

    `never` are the refusals that the message meets, by their words or their trade. `trade` is what it offers, where that can be told,
    and `common` whether any business might use that. `answers` are the questions that the recipient's own pages answer, whether or
    not the message asks them. `known` says whether there is a profile to compare with at all, and `listed` whether it
    lists interests or refusals.
    """

    facts: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    own_pages: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    near: Nearness = Nearness()
    trade: str = ""
    common: bool = False
    known: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Term:
    """One of the phrases that a recipient listed: the stems of its content words with their rarity in nats, and its direction."""

    phrase: str
    stems: Mapping[str, float]
    toward: NDArray[np.float64]

    def met(self, said: Collection[str]) -> float:
        """Return the share of its meaning that these stems hold."""
        return sum(nats for one, nats in self.stems.items() if one in said) / sum(self.stems.values())


@dataclass(frozen=True, slots=True)
class Profile:
    """A recipient, prepared once: stems of what they told, the words that name them and so are no knowledge.

    `nats` tells how much a word says by its rarity; what it told once it remembers.
    """

    recipient: Recipient
    rarity: Rarity
    nats: Callable[[str], float]
    known: frozenset[str]
    work: frozenset[str]
    interests: tuple[_Term, ...]
    never: tuple[_Term, ...]
    toward: NDArray[np.float64]
    concepts: Concepts | None
    answers: Mapping[str, str]

    @classmethod
    def of(cls, recipient: Recipient, rarity: Rarity, concepts: Callable[[], Concepts]) -> Profile:
        """Prepare a recipient; `rarity` decides which of the words they told are rare enough to be facts.

        `concepts` is asked only where there is a profile.
        """
        nats = functools.lru_cache(maxsize=4_096)(functools.partial(_nats, rarity=rarity))
        if not recipient.has_profile:
            return cls(recipient, rarity, nats, frozenset(), frozenset(), (), (), np.zeros(0), None, {})
        known = concepts()
        told = [
            *words(normalise(f"{recipient.about} {recipient.pages} {' '.join(recipient.interests)}")),
            *recipient.wrote,
        ]
        naming_texts = (recipient.name, recipient.company, *recipient.addresses, *recipient.domains)
        naming = {stem(word) for text in naming_texts for word in words(normalise(re.sub(r"[@._-]", " ", text)))}
        facts = {stem(word) for word in told if len(word) >= 4 and not word.isdigit() and rarity(word) <= RARE}
        work = words(normalise(f"{recipient.about} {recipient.role}"))
        return cls(
            recipient,
            rarity,
            nats,
            frozenset(facts - naming - {stem(word) for word in words(normalise(recipient.role))}),
            frozenset({stem(word) for word in work if len(word) > 3} - naming),
            tuple(_terms(recipient.interests, rarity, known)),
            tuple(_terms(recipient.never, rarity, known)),
            direction(known.point(dict.fromkeys(map(stem, work)))),
            known,
            answers(f"{recipient.about}\n\n{recipient.pages}"),
        )


def characteristic(counts: Mapping[str, int], rarity: Rarity, *, most: int = 300) -> frozenset[str]:
    """Return the words that mark what somebody writes about: at most `most`, those with the highest count times nats.

    `counts` holds for each word in how many subjects it stands. There is a limit, for in ten thousand subjects nearly every rare
    word stands once: any pitch would meet some of them, and then nothing would be a fact.
    """
    return frozenset(heapq.nsmallest(most, counts, key=lambda word: (-counts[word] * _nats(word, rarity), word)))


def relevance(message: Message, spoken_words: Iterable[str], profile: Profile) -> Relevance:
    """Return what this message and the recipient share."""
    if profile.concepts is None:
        return Relevance()
    by_stem: dict[str, str] = {}
    distinct = dict.fromkeys(spoken_words)
    for stemmed, word in zip(map(stem, distinct), distinct, strict=True):
        by_stem.setdefault(stemmed, word)
    said = by_stem.keys()
    point = profile.concepts.point(said)
    toward = direction(point * point)  # squared: what a text says most counts, not what it touches
    near = _nearness(by_stem, toward, profile)
    trade = profile.concepts.trade(point)
    return Relevance(
        facts=tuple(by_stem[fact] for fact in sorted(said & profile.known)),
        interests=tuple(term.phrase for term in profile.interests if term.stems.keys() <= said),
        never=tuple(
            term.phrase
            for term in profile.never
            if term.stems.keys() <= said or (trade is not None and _cosine(term.toward, toward) >= NEAR)
        ),
        own_pages=tuple(
            url
            for url in message.links
            if "/" in url.partition("://")[2].rstrip("/") and under(host(url), profile.recipient.domains)
        ),
        answers=profile.answers,
        near=near,
        trade=trade.name if trade else "",
        common=bool(trade and trade.common),
        known=True,
        listed=bool(profile.interests or profile.never),
    )


def _nearness(by_stem: Mapping[str, str], toward: NDArray[np.float64], profile: Profile) -> Nearness:
    said = by_stem.keys()
    told = sum(map(profile.nats, by_stem.values()))
    shared = sum(profile.nats(word) for one, word in by_stem.items() if one in profile.work)
    return Nearness(
        interest_words=max((term.met(said) for term in profile.interests), default=0.0),
        never_words=max((term.met(said) for term in profile.never), default=0.0),
        work_words=min(1.0, 3 * shared / (told or 1.0)),
        interest_trade=max((_cosine(term.toward, toward) for term in profile.interests), default=0.0),
        never_trade=max((_cosine(term.toward, toward) for term in profile.never), default=0.0),
        work_trade=_cosine(profile.toward, toward),
    )


def _cosine(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return how alike two directions are, 0 to 1."""
    return min(1.0, float(one @ other))


def _terms(phrases: Iterable[str], rarity: Rarity, concepts: Concepts) -> Iterable[_Term]:
    """Yield each phrase with the stems of its content words; one without content says nothing and is left out."""
    for phrase in phrases:
        run = words(normalise(phrase))
        content = [word for word in run if word not in _NO_CONTENT] or run
        if content:
            stems = {stem(word): _nats(word, rarity) for word in content}
            yield _Term(phrase, stems, direction(concepts.point(dict.fromkeys(map(stem, run)))))


def _nats(word: str, rarity: Rarity) -> float:
    return -math.log(min(1.0, rarity(word)) + _UNSEEN) + 1e-3
