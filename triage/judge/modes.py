"""What is done about outreach, by its label: moved, marked with a keyword, or only looked at. Where it belongs is the policy's."""

from __future__ import annotations

from dataclasses import dataclass

from triage.domain import KEYWORDS, REPEAT_KEYWORD, Label, Mode, Verdict

LADDER = (Mode.OBSERVE, Mode.KEYWORD, Mode.MOVE)
"""The modes, from the one that asks for no trust to the one that asks for most."""

_LABELS = {keyword.lower(): label for label, keyword in KEYWORDS.items()}
_OURS = frozenset((*_LABELS, REPEAT_KEYWORD.lower()))


@dataclass(frozen=True, slots=True)
class Modes:
    """What is done about mail of each label; a repeat is mail of its label."""

    spray: Mode = Mode.MOVE
    irrelevant: Mode = Mode.MOVE
    pitch: Mode = Mode.MOVE
    scam: Mode = Mode.MOVE

    def of(self, label: Label) -> Mode:
        """Return what is done about mail of this label."""
        match label:
            case Label.LEGITIMATE:
                return Mode.OBSERVE
            case Label.SPRAY:
                return self.spray
            case Label.IRRELEVANT:
                return self.irrelevant
            case Label.PITCH:
                return self.pitch
            case Label.SCAM:
                return self.scam

    def __contains__(self, mode: Mode) -> bool:
        """Tell whether this is done about any label."""
        return mode in (self.spray, self.irrelevant, self.pitch, self.scam)

    @property
    def writes(self) -> bool:
        """Whether anything is done to the mailbox."""
        return Mode.MOVE in self or Mode.KEYWORD in self


def keywords_of(verdict: Verdict) -> tuple[str, ...]:
    """Return the keywords that mark a message of this verdict."""
    own = (KEYWORDS[verdict.label],) if verdict.label in KEYWORDS else ()
    return (*own, REPEAT_KEYWORD) if verdict.repeat is not None else own


def ours(flags: frozenset[str]) -> frozenset[str]:
    """Return which of these flags are keywords of ours, in whatever case the server keeps them."""
    return frozenset(flag for flag in flags if flag.lower() in _OURS)


def is_marked(flags: frozenset[str]) -> bool:
    """Tell whether a message of these flags bears a keyword of ours."""
    return bool(ours(flags))


def marked_as(flags: frozenset[str]) -> Label | None:
    """Return the label that the keywords of a message name."""
    return next((_LABELS[flag] for flag in sorted(flag.lower() for flag in flags) if flag in _LABELS), None)
