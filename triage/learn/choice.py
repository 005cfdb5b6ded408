"""What of one's own mail is learnt from: a bounded and fair choice, made while reading, whatever the order of folders.

Of each message that is passed over nothing is kept but the hash of its text and its label, nine bytes. What a mailbox of any size
teaches then takes the memory and the time of `MOST` messages (docs/decisions.md).
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import groupby

import numpy as np

from triage.domain import DIGEST_HEADER, LABELS, OUTREACH, Contacts, Label, Message, Recipient, SenderRules, Standing
from triage.judge.sellers import seller_domain
from triage.judge.standing import no_outreach, standing
from triage.judge.words import own_text
from triage.learn.corpus import Example

OWN_WEIGHT = 4.0
"""For how many of the starting corpus a message counts of which I said what it is: ten of mine matter, one does not swing it."""
FILED_WEIGHT = 1.0
"""For how many one counts that stands where it came, or where triage filed it, and that I left there: I may not have looked."""
MOST = 2_500
"""Messages that are learnt from at once, so that all of it fits into 600 MB (docs/decisions.md)."""
OF_ONE_SENDER = 100
"""Messages of one sender and label that are learnt from, besides those that I was seen to move."""
AT_ONCE = 1_000
"""Messages that are read before it is chosen again which are kept: fewer cost time, more cost memory."""

MOST_ANSWERED = 500
"""Sellers whom I answered, of each of whom one message is kept: it tells what is of use to me, if it is an offer at all."""

SAME_TEXT = "the same text stands there more than once"
OUR_DIGEST = "a digest of triage itself, which is no mail of anybody"
TORN = "the same text stands in folders of different labels"
TOO_MANY = "more than is learnt from at once: at most {most:,} messages, and {of_one_sender:,} of one sender and label"


class Told(IntEnum):
    """How surely a folder tells what a message is, surest first; the surer are chosen before the others."""

    MOVED = 0
    PUT = 1
    LEFT = 2


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of one's own, in a folder that says what it is; `id` names it as every other output does.

    `told` is whether its reader was seen to move it there, put it there as far as is known, or left it there; `doubted` whether
    what they said waits to be confirmed.
    """

    id: str
    message: Message
    label: Label
    flags: frozenset[str] = frozenset()
    told: Told = Told.PUT
    doubted: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """What can be learnt from, and how many messages were left out for which reason, in words.

    `answered` are messages of sellers whom I answered, called pitches: they say what is of use to me, and nothing of what outreach is.
    Until `learn.retrain.settled` has looked at them they may be no offers at all.
    """

    examples: tuple[Example, ...]
    left_out: Mapping[str, int]
    answered: tuple[Example, ...] = ()

    @property
    def counts(self) -> dict[Label, int]:
        """Return how many messages of each label are learnt from."""
        return {label: sum(one.label is label for one in self.examples) for label in LABELS}

    @property
    def read(self) -> int:
        """The number of messages that were read."""
        return len(self.examples) + sum(self.left_out.values())


@dataclass(frozen=True, slots=True)
class Candidate:
    """An example that may be chosen. `text` is the hash of what it says, `lot` that of who says it, too."""

    example: Example
    told: Told
    text: int
    lot: int

    @property
    def standing(self) -> tuple[Told, str]:
        """Which of two that say the same is kept: the lesser."""
        return self.told, self.example.name


class Choice:
    """Reads labelled mail of any amount, of one mailbox after another, and keeps what is to be learnt from.

    Which that is depends on the mail alone, not on its order: what is passed over once would be passed over whatever comes later,
    for who is drawn before a message stays before it.
    """

    def __init__(self, *, most: int = MOST, of_one_sender: int = OF_ONE_SENDER, at_once: int = AT_ONCE) -> None:
        self._most = most
        self._of_one_sender = of_one_sender
        self._at_once = at_once
        self._left_out: Counter[str] = Counter()
        self._texts = array("Q")
        self._labels = array("B")
        self._kept: dict[tuple[Label, int], Candidate] = {}
        self._answered: dict[str, Candidate] = {}

    def read(
        self, labelled: Iterable[Labelled], recipient: Recipient, *, rules: SenderRules, contacts: Contacts
    ) -> None:
        """Read mail of one recipient. Only what nothing but its text can tell is an example.

        Mail of people I wrote to, of colleagues and of programs is no example of outreach, wherever it was put.
        """
        for one in labelled:
            if was_answered(one, recipient, rules=rules, contacts=contacts):
                self._keep_answered(_candidate(one, recipient))
            if why := _no_example(one, recipient, rules=rules, contacts=contacts):
                self._left_out[why] += 1
            else:
                self._add(_candidate(one, recipient))

    def own(self) -> Own:
        """Return what is learnt from of all that was read: each text once, and none of two minds; sorted by name."""
        texts, at = np.unique(np.frombuffer(self._texts, np.uint64), return_inverse=True)
        held = np.zeros((len(texts), len(LABELS)), dtype=bool)
        held[at, np.frombuffer(self._labels, np.uint8)] = True
        torn = held.sum(axis=1) > 1
        two_minds = set(texts[torn].tolist())
        once: dict[int, Candidate] = {}
        for one in drawn(self._kept.values(), most=self._most, of_one_sender=self._of_one_sender):
            if one.text not in two_minds:
                once[one.text] = min(one, once.get(one.text, one), key=lambda each: (*each.standing, each.lot))
        examples = sorted((one.example for one in once.values()), key=lambda example: (example.name, example.group))
        left_out = {
            **self._left_out,
            TORN: int(torn[at].sum()),
            SAME_TEXT: int((~torn[at]).sum() - (~torn).sum()),
            TOO_MANY.format(most=self._most, of_one_sender=self._of_one_sender): int((~torn).sum()) - len(examples),
        }
        answered = tuple(one.example for _, one in sorted(self._answered.items())[:MOST_ANSWERED])
        return Own(tuple(examples), {why: count for why, count in left_out.items() if count}, answered)

    def _keep_answered(self, one: Candidate) -> None:
        """Keep one message of each seller, and of too many sellers those whom their name's hash draws, whatever the order."""
        key = hashlib.sha256(one.example.group.encode("utf-8", "surrogatepass")).hexdigest()
        pitch = replace(one, example=replace(one.example, label=Label.PITCH, weight=OWN_WEIGHT, stated=True))
        self._answered[key] = min(pitch, self._answered.get(key, pitch), key=lambda each: each.lot)
        if len(self._answered) >= 2 * MOST_ANSWERED:
            self._answered = dict(sorted(self._answered.items())[:MOST_ANSWERED])

    def _add(self, one: Candidate) -> None:
        label = one.example.label
        self._texts.append(one.text)
        self._labels.append(LABELS.index(label))
        key = label, one.lot
        self._kept[key] = min(one, self._kept.get(key, one), key=lambda each: each.standing)
        if len(self._kept) >= self._most + self._at_once:
            kept = drawn(self._kept.values(), most=self._most, of_one_sender=self._of_one_sender)
            self._kept = {(one.example.label, one.lot): one for one in kept}


def was_answered(one: Labelled, recipient: Recipient, *, rules: SenderRules, contacts: Contacts) -> bool:
    """Tell whether I answered this message, or its sender, who is no colleague and on no list of mine.

    A refusal is an answer, too: what stands as another kind of outreach than a pitch was of no use.
    """
    if one.message.faults or one.doubted or one.label not in (Label.LEGITIMATE, Label.PITCH):
        return False
    who, _ = standing(one.message, recipient=recipient, rules=rules, contacts=contacts)
    return who is Standing.CORRESPONDENT or (who is Standing.STRANGER and "\\Answered" in one.flags)


def drawn(candidates: Iterable[Candidate], *, most: int, of_one_sender: int) -> list[Candidate]:
    """Return at most so many: of each label what was told most surely, then one message of each sender, a second one, and so on.

    Within a round the lot decides, so that no sender is lost to a louder one. Labels share the room evenly; what one does not need
    is left to the others.
    """

    def of_a_sender(one: Candidate) -> tuple[Label, str]:
        return one.example.label, one.example.group

    rounds: dict[Label, list[tuple[Told, int, int, Candidate]]] = {label: [] for label in LABELS}
    in_order = sorted(candidates, key=lambda one: (*of_a_sender(one), one.told, one.lot))
    for (label, _), of_one in groupby(in_order, key=of_a_sender):
        for number, one in enumerate(of_one):
            if number < of_one_sender or one.told is Told.MOVED:
                rounds[label].append((one.told, number, one.lot, one))
    places = _shared({label: len(waiting) for label, waiting in rounds.items()}, most)
    return [
        one
        for label, waiting in rounds.items()
        for *_, one in sorted(waiting, key=lambda row: row[:3])[: places[label]]
    ]


def _shared(wanted: Mapping[Label, int], places: int) -> dict[Label, int]:
    """Share places among labels: whoever has most gives one up until it is enough, of equals the last."""
    shares = dict(wanted)
    for _ in range(sum(shares.values()) - places):
        shares[max(reversed(LABELS), key=shares.__getitem__)] -= 1
    return shares


def _candidate(one: Labelled, recipient: Recipient) -> Candidate:
    seller = seller_domain(one.message) or one.message.sender.spec or one.id
    text = hashlib.sha256(f"{one.message.subject}\n{own_text(one.message)}".encode("utf-8", "surrogatepass"))
    lot = text.copy()
    lot.update(f"\n{seller}".encode("utf-8", "surrogatepass"))
    example = Example(
        one.id,
        one.message,
        b"",
        one.label,
        recipient,
        author=f"own {seller}",
        group=f"own {seller}",
        weight=FILED_WEIGHT if one.told is Told.LEFT else OWN_WEIGHT,
        stated=one.told is not Told.LEFT,
    )
    return Candidate(example, one.told, _number(text.digest()), _number(lot.digest()))


def _number(digest: bytes) -> int:
    """Return the first 64 bits: among 200,000 texts two different ones are the same once in a thousand million mailboxes."""
    return int.from_bytes(digest[:8], "little")


def _no_example(one: Labelled, recipient: Recipient, *, rules: SenderRules, contacts: Contacts) -> str:
    if one.message.faults:
        return "could not be read whole"
    if one.doubted:
        return "moved with many others at once, which `triage teach --confirm` or `--dismiss` decides"
    if one.label not in OUTREACH:
        return OUR_DIGEST if one.message.header(DIGEST_HEADER.lower()) else ""
    why = no_outreach(one.message, one.flags, recipient=recipient, rules=rules, contacts=contacts)
    return f"filed as outreach, and {why}" if why else ""
