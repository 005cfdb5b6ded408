"""What a message has to do with this recipient: facts shared, interests met, a mismatch that can be named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from triage.domain import Message, Recipient
from triage.judge.hosts import host, under
from triage.judge.words import words
from triage.read import normalise

Rarity = Callable[[str], float]
"""The share of mail in which a word occurs, 0 to 1; 0 for a word never counted."""

RARE = 0.006
"""A word in fewer messages than this says something. Figures in docs/decisions.md."""

_STEM = 6
_NO_CONTENT = frozenset(
    """and or of the for in on to a an with my our your any all other etc agency agencies sales service services offer offers und oder der die das
    für mit von im am les des une un et ou de la le du pour y los las el en con para da do dos das e o os as il gli di per del van het een voor met
    i w z na do dla""".split()
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """What is shared: rare words, interests and refusals by the recipient's own wording, links to their own pages."""

    facts: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    own_pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A recipient, prepared once: stems of what they told, the words that name them and so are no knowledge."""

    recipient: Recipient
    known: frozenset[str]
    naming: frozenset[str]
    interests: tuple[tuple[str, frozenset[str]], ...]
    never: tuple[tuple[str, frozenset[str]], ...]

    @classmethod
    def of(cls, recipient: Recipient, rarity: Rarity) -> Profile:
        """Prepare a recipient; `rarity` decides which of the words they told are rare enough to be facts."""
        told = words(normalise(f"{recipient.about} {' '.join(recipient.interests)} {recipient.role}"))
        naming = frozenset(
            stem(word)
            for text in (recipient.name, recipient.company, *recipient.addresses, *recipient.domains)
            for word in words(normalise(re.sub(r"[@._-]", " ", text)))
        )
        known = frozenset(stem(word) for word in told if len(word) >= 4 and not word.isdigit() and rarity(word) <= RARE)
        return cls(recipient, known - naming, naming, _terms(recipient.interests), _terms(recipient.never))


def relevance(message: Message, spoken_words: Iterable[str], profile: Profile) -> Relevance:
    """Return what this message and the recipient share."""
    if not profile.recipient.has_profile:
        return Relevance()
    by_stem: dict[str, str] = {}
    for word in spoken_words:
        by_stem.setdefault(stem(word), word)
    said = by_stem.keys()
    return Relevance(
        facts=tuple(by_stem[fact] for fact in sorted(said & profile.known)),
        interests=tuple(term for term, stems in profile.interests if stems <= said),
        never=tuple(term for term, stems in profile.never if stems <= said),
        own_pages=tuple(
            url
            for url in message.links
            if "/" in url.partition("://")[2].rstrip("/") and under(host(url), profile.recipient.domains)
        ),
    )


def stem(word: str) -> str:
    """Return a word without most of its endings: its first letters, plural and -y folded. Crude on purpose, in any language."""
    if word.endswith("ies"):
        word = word[:-3] + "i"
    elif word.endswith("y"):
        word = word[:-1] + "i"
    elif len(word) > 3 and word.endswith("s"):
        word = word[:-1]
    return word[:_STEM]


def _terms(phrases: Iterable[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return each phrase with the stems of its content words; one without content says nothing and is left out."""
    found = []
    for phrase in phrases:
        run = words(normalise(phrase))
        stems = frozenset(stem(word) for word in run if word not in _NO_CONTENT) or frozenset(map(stem, run))
        if stems:
            found.append((phrase, stems))
    return tuple(found)
