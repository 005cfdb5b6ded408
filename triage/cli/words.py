"""What mail and senders are called wherever they are shown: the one place to look at for a translation of these words.

Why a message was judged so is told by `SENTENCES` of judge/signals.py, the other words of a page stand in its template.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.domain import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mail: as the heading of a list, as a verdict, over a column, behind "filed as", and behind a number."""

    heading: str
    verdict: str
    column: str
    filed_as: str
    counted: str


OUTREACH_KINDS: Mapping[str, Kind] = {
    "spray": Kind("spray-and-pray", "spray-and-pray", "Spray", "a spray", "spray"),
    "irrelevant": Kind("irrelevant offers", "an irrelevant offer", "Irrelevant", "an irrelevant offer", "irrelevant"),
    "pitch": Kind("personal pitches", "a personal pitch", "Pitches", "a pitch", "pitch"),
    "scam": Kind("scams", "a scam", "Scams", "a scam", "scam"),
    "repeat": Kind("the same again", "the same again", "Same again", "the same again", "same again"),
}
"""In the order in which they are shown."""
VERDICTS = {"legitimate": "legitimate", "unsure": "unsure"} | {
    name: kind.verdict for name, kind in OUTREACH_KINDS.items()
}
STANDINGS = {
    "allowed": "is on your allow list",
    "correspondent": "is somebody you wrote to",
    "colleague": "writes from your own domain",
    "blocked": "is on your block list",
    "stranger": "is a stranger: you never wrote to them",
}
"""What a sender is to me, behind their name."""
KEYS = {"s": Label.SPRAY, "i": Label.IRRELEVANT, "p": Label.PITCH, "x": Label.SCAM, "k": Label.LEGITIMATE}
"""What each letter says of a message."""
NAMES = {
    Label.SPRAY: "Spray",
    Label.IRRELEVANT: "Irrelevant",
    Label.PITCH: "Pitch",
    Label.SCAM: "Scam",
    Label.LEGITIMATE: "Keep: legitimate",
}
"""What the button of each label says."""
SAID = {
    Label.SPRAY: ("spray", "spray"),
    Label.IRRELEVANT: ("an irrelevant offer", "irrelevant offers"),
    Label.PITCH: ("a pitch", "pitches"),
    Label.SCAM: ("a scam", "scams"),
    Label.LEGITIMATE: ("legitimate", "legitimate"),
}
"""What one message is, and what several are, as the end of a sentence."""
