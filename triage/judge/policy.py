"""`decide`: the only place where the fate of a message is chosen.

The order is the product's promise (docs/how-it-decides.md): your allow list, then that you wrote to them, then your own
domains, then your block list, then what protects a message, then the repeat of known outreach, then the model, then: unsure.
Nothing later overrules anything earlier.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from triage.domain import OUTREACH, Follows, Label, Reason, Repeat, RepeatKind, Scores, Standing, Verdict

DEFAULT_CONFIDENCE = 0.90
LITTLE_TEXT = 4
NOT_SURE = "not-sure"
"""The code of the doubt of mail that was judged, and is likely outreach; all other doubts mean that it could not be judged."""


REPEATS = {
    RepeatKind.EXACT: "is the same text again",
    RepeatKind.VARIANT: "is the same text again with small changes",
    RepeatKind.BUMP: "adds nothing to the earlier mail it follows up on",
    RepeatKind.REBOOT: "starts again from square one with the same text, months or years later",
    RepeatKind.SISTER: "is the same text from another sender's domain",
}
"""What each kind of repeat is, in words; the code of the reason is `repeat-` and the kind."""


@dataclass(frozen=True, slots=True)
class Filing:
    """Where each kind is filed, and how sure the user wants to be before anything moves."""

    spray: str = "Outreach/Spray"
    irrelevant: str = "Outreach/Irrelevant"
    pitch: str = "Outreach/Pitches"
    scam: str = "Outreach/Scam"
    repeat: str | None = "Outreach/Repeats"
    min_confidence: float = DEFAULT_CONFIDENCE

    def folder(self, label: Label, repeat: Repeat | None) -> str | None:
        """Return the folder of a kind; a repeated scam goes where scams go, a repeat with its first where the user wants that."""
        if repeat is not None and label is not Label.SCAM and self.repeat is not None:
            return self.repeat
        match label:
            case Label.LEGITIMATE:
                return None
            case Label.SPRAY:
                return self.spray
            case Label.IRRELEVANT:
                return self.irrelevant
            case Label.PITCH:
                return self.pitch
            case Label.SCAM:
                return self.scam


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known when the fate of a message is chosen. `words` counts what its sender wrote, subject included; 0 where
    the body is empty. `repeat_label` is the label of what it repeats, and `repeat_sure` tells whether that was surely outreach.
    """

    standing: Standing
    standing_reason: Reason
    scores: Scores
    words: int
    dated: bool
    protection: Reason | None = None
    faults: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    repeat: Repeat | None = None
    repeat_label: Label | None = None
    repeat_sure: bool = False
    follows: Follows | None = None


def decide(evidence: Evidence, *, thresholds: Mapping[Label, float], filing: Filing) -> Verdict:
    """Choose the fate of one message; the verdict carries the reasons that decided first."""
    if evidence.standing in (Standing.ALLOWED, Standing.CORRESPONDENT, Standing.COLLEAGUE):
        return _stays(evidence, evidence.standing_reason)
    if evidence.standing is Standing.BLOCKED:
        label = evidence.repeat_label or _likeliest_kind(evidence)
        return _filed(evidence, label, filing, first=evidence.standing_reason)
    if evidence.protection is not None:
        return _stays(evidence, evidence.protection)
    if (doubt := _doubt(evidence)) is not None:
        return _unsure(evidence, doubt)
    if evidence.repeat is not None and evidence.repeat_label is not None and evidence.repeat_sure:
        return _filed(evidence, evidence.repeat_label, filing, first=_repeat_reason(evidence.repeat))
    return _by_model(evidence, thresholds, filing)


def _by_model(evidence: Evidence, thresholds: Mapping[Label, float], filing: Filing) -> Verdict:
    """Follow the model where it is sure enough; between sure and legitimate, abstain."""
    outreach = 1.0 - evidence.scores[Label.LEGITIMATE]
    kind = _likeliest_kind(evidence)
    if outreach >= threshold(thresholds[kind], filing.min_confidence):
        first = _repeat_reason(evidence.repeat) if evidence.repeat else None
        return _filed(evidence, kind, filing, first=first)
    if outreach < 0.5 and evidence.repeat_label is None:
        return _stays(evidence, None)
    return _unsure(evidence, Reason(NOT_SURE, "reads like outreach, and not surely enough to be moved"))


def threshold(of_model: float, min_confidence: float) -> float:
    """Return the probability from which a kind moves: the model's, shifted as far as the user moved `min_confidence` from 0.90."""
    shift = _logit(min_confidence) - _logit(DEFAULT_CONFIDENCE)
    return 1.0 / (1.0 + math.exp(-(_logit(of_model) + shift)))


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(bounded / (1.0 - bounded))


def _doubt(evidence: Evidence) -> Reason | None:
    """Return why nothing may be concluded from this message, or None."""
    if evidence.faults:
        return Reason("over-budget", f"is larger or odder than what is read whole ({', '.join(evidence.faults)})")
    if not evidence.dated:
        return Reason("no-date", "has no date that can be read")
    if evidence.words < LITTLE_TEXT:
        return Reason("too-little-text", "has too few words to be judged")
    return None


def _likeliest_kind(evidence: Evidence) -> Label:
    return max((label for label in Label if label in OUTREACH), key=lambda label: evidence.scores[label])


def _stays(evidence: Evidence, first: Reason | None) -> Verdict:
    reasons = evidence.reasons if first is None else (first, *evidence.reasons)
    confidence = 1.0 if first is not None else evidence.scores[Label.LEGITIMATE]
    return _verdict(evidence, Label.LEGITIMATE, confidence, reasons=reasons)


def _unsure(evidence: Evidence, doubt: Reason) -> Verdict:
    """Leave it where it is, with the label that it most likely has: that of what it repeats, or its own."""
    label = evidence.repeat_label or max(Label, key=lambda one: evidence.scores[one])
    told = (doubt,) if evidence.repeat is None else (doubt, _repeat_reason(evidence.repeat))
    sure_legitimate = evidence.scores[Label.LEGITIMATE] >= 0.5 and evidence.repeat is None
    return _verdict(
        evidence,
        label,
        evidence.scores[label],
        reasons=(*told, *evidence.reasons),
        unsure=not sure_legitimate,
        repeat=evidence.repeat,
    )


def _filed(evidence: Evidence, label: Label, filing: Filing, *, first: Reason | None) -> Verdict:
    reasons = evidence.reasons if first is None else (first, *evidence.reasons)
    folder = filing.folder(label, evidence.repeat)
    confidence = (
        evidence.scores[label] if evidence.repeat is None else max(evidence.repeat.similarity, evidence.scores[label])
    )
    return _verdict(evidence, label, confidence, reasons=reasons, folder=folder, repeat=evidence.repeat)


def _verdict(
    evidence: Evidence,
    label: Label,
    confidence: float,
    *,
    reasons: tuple[Reason, ...],
    unsure: bool = False,
    folder: str | None = None,
    repeat: Repeat | None = None,
) -> Verdict:
    return Verdict(
        label=label,
        confidence=confidence,
        unsure=unsure,
        folder=folder,
        scores=evidence.scores,
        standing=evidence.standing,
        reasons=reasons or (evidence.standing_reason,),
        repeat=repeat,
        follows=evidence.follows if label is not Label.LEGITIMATE else None,
    )


def _repeat_reason(repeat: Repeat) -> Reason:
    what = REPEATS[repeat.kind]
    told = "" if repeat.of is None else f" (touch {repeat.touch}, {repeat.similarity:.0%} alike)"
    return Reason(f"repeat-{repeat.kind}", what + told, 1.0)
