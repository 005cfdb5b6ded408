"""What the page and the terminal have in common: the letters, and what each says."""

from __future__ import annotations

from triage.domain import Label

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
