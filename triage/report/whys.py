"""Why a message was filed, told by one code of the several that the journal keeps, and what each code says."""

from __future__ import annotations

from collections.abc import Sequence

from triage.domain import Label, RepeatKind
from triage.judge.policy import REPEATS
from triage.judge.signals import ANNOYANCES, SENTENCES, WELCOMES

BLOCKED = "blocked"
WORDING = "wording"
REPEAT = {f"repeat-{kind}": kind for kind in RepeatKind}
"""The codes of a repeat; `repeat-wording` is none of them, but something that a message says of itself."""
PERSONAL = WELCOMES | {"near-interests", "near-work", "trade-of-interest", "trade-of-work"}
"""What speaks for a pitch: that it is about its recipient."""
_TELLS_LITTLE = frozenset(
    """cold-wording plain-wording not-addressed bulk-mailer link-rich image-rich shouting transaction wants-to-buy thread-reply
    technical no-reply-sender""".split()
)
"""What is shown with a verdict and is no reason to file a message."""
_SAID = {
    **SENTENCES,
    **{code: REPEATS[kind] for code, kind in REPEAT.items()},
    BLOCKED: "you put the sender on your block list",
    WORDING: "reads like outreach by its words",
}
_TELLING = frozenset(_SAID) - PERSONAL - _TELLS_LITTLE


def said(code: str) -> str:
    """Return what a code says, as the rest of a sentence about the message; a code of another version says itself."""
    return _SAID.get(code, code)


def repeat_kind(codes: Sequence[str]) -> RepeatKind | None:
    """Return how a message repeats another, by the codes of its verdict."""
    return next((REPEAT[code] for code in codes if code in REPEAT), None)


def main_reason(label: Label, codes: Sequence[str]) -> str:
    """Return the one code that best tells why a message was filed where it was: its wording, where no code says more."""
    if label is Label.PITCH and repeat_kind(codes) is None and BLOCKED not in codes and (for_it := personal(codes)):
        return for_it[0]
    return next((code for code in codes if code in _TELLING), WORDING)


def personal(codes: Sequence[str]) -> tuple[str, ...]:
    """Return what made a message personal, what was most welcome first."""
    return (*(code for code in codes if code in WELCOMES), *(code for code in codes if code in PERSONAL - WELCOMES))


def annoying(codes: Sequence[str]) -> tuple[str, ...]:
    """Return what a recipient is annoyed by in it all the same."""
    return tuple(code for code in codes if code in ANNOYANCES)
