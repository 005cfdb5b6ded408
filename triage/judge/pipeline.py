"""The way of one message through this room: standing, signals, scores, repeats, and then `decide`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from triage.domain import (
    OUTREACH,
    Contacts,
    Fingerprint,
    Label,
    Message,
    Reason,
    RepeatMemory,
    Scores,
    SenderRules,
    Standing,
    Verdict,
)
from triage.judge.asking import Question
from triage.judge.carried import Carried, carried
from triage.judge.classifier import KINDS, Model, Weighed, reading
from triage.judge.gist import Rarity
from triage.judge.held import Held, is_released
from triage.judge.policy import NOT_SURE, Evidence, Filing, decide
from triage.judge.relevance import Profile, Relevance, relevance
from triage.judge.repeats import Finding, find, fingerprint
from triage.judge.signals import ANNOYANCES, SENTENCES, WELCOMES, Signal, signals
from triage.judge.standing import protection, standing
from triage.judge.words import own_text, subject_words, words

REMEMBERED = 0.6
"""From this probability of outreach on a message is remembered, moved or not: most first mails of a sequence are not sure."""
SHOWN = 6
PUT_BACK = Reason("put-back", "was put back after it had been filed, and is never filed again")
_KNOWN = (Standing.ALLOWED, Standing.CORRESPONDENT, Standing.COLLEAGUE)
_CERTAIN: Scores = {label: float(label is Label.LEGITIMATE) for label in Label}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and what is to be remembered of the message once it is acted upon: None unless it was judged outreach."""

    verdict: Verdict
    fingerprint: Fingerprint | None


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything that a verdict depends on, besides the message."""

    model: Model
    profile: Profile
    contacts: Contacts
    memory: RepeatMemory
    rules: SenderRules = field(default_factory=SenderRules)
    filing: Filing = field(default_factory=Filing)
    rarity: Rarity = field(init=False, repr=False, compare=False)
    """That of the model, remembered for the words that were asked for last."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rarity", lru_cache(maxsize=2_048)(self.model.rarity))

    def judge(
        self,
        message: Message,
        *,
        id: str,
        flags: frozenset[str] = frozenset(),
        put_back: bool = False,
    ) -> Judgement:
        """Judge one message. `id` names it in later verdicts, `flags` are its mailbox's, `put_back` says who had it back."""
        recipient = self.profile.recipient
        who, because = standing(message, recipient=recipient, rules=self.rules, contacts=self.contacts)
        shield = None if who in (*_KNOWN, Standing.BLOCKED) else protection(message, flags)
        if put_back:
            who, shield = Standing.STRANGER, PUT_BACK
        if who in _KNOWN or shield is not None:
            evidence = Evidence(who, because, dict(_CERTAIN), words=0, dated=True, protection=shield)
            return Judgement(decide(evidence, thresholds=self.model.thresholds, filing=self.filing), None)
        own = own_text(message)
        run = words(own)
        evidence = self._evidence(message, own, run, id=id, standing=(who, because))
        verdict = decide(evidence, thresholds=self.model.thresholds, filing=self.filing)
        return Judgement(verdict, self._remembered(message, run, verdict, id))

    def _evidence(
        self, message: Message, own: str, run: Sequence[str], *, id: str, standing: tuple[Standing, Reason]
    ) -> Evidence:
        said = [*subject_words(message), "", *run]
        shared = relevance(message, said, self.profile)
        found, weighed = self._weighed(message, own, said, shared)
        scores = self.model.scores(weighed, relevance=self.profile.recipient.has_profile)
        finding = self._held_against(message, run, id, found, 1.0 - scores[Label.LEGITIMATE])
        return Evidence(
            standing=standing[0],
            standing_reason=standing[1],
            scores=scores,
            words=len(said) - 1 if run else 0,  # a subject alone is no letter
            dated=message.date is not None,
            faults=message.faults,
            reasons=self._reasons(found, weighed, scores, trade=shared.trade),
            repeat=finding.repeat,
            repeat_label=finding.original.label if finding.repeat and finding.original else None,
            repeat_sure=finding.original is not None and finding.original.sure,
            follows=finding.follows,
        )

    def _weighed(
        self, message: Message, own: str, said: Sequence[str], shared: Relevance
    ) -> tuple[tuple[Signal, ...], Weighed]:
        found = signals(message, said, recipient=self.profile.recipient, relevance=shared)
        run = said[said.index("") + 1 :]
        read = reading(message, own, found, usage=self.model.usage, run=run)
        return read.signals, self.model.weigh(read)

    def carried(self, message: Message, *, toward_outreach: bool) -> Carried | None:
        """Return the sentence of a message that speaks loudest for outreach, or against it."""
        own = own_text(message)
        said = [*subject_words(message), "", *words(own)]
        _, weighed = self._weighed(message, own, said, relevance(message, said, self.profile))
        return carried(message, self.model, weighed, toward_outreach=toward_outreach)

    def _held_against(
        self, message: Message, run: Sequence[str], id: str, found: Sequence[Signal], outreach: float
    ) -> Finding:
        """Return what a message repeats of what is held against its sender: of a released one nothing, of one whom I wrote to
        nothing from before that.
        """
        if is_released(message, self.rules.released):
            return Finding()
        held = Held.against(message, self.memory, released=self.rules.released, contacts=self.contacts)
        wording = next((signal.strength for signal in found if signal.code == "repeat-wording"), 0.0)
        question = Question(message, run, id=id, rarity=self.rarity, wording=wording, outreach=outreach)
        finding = question.answered_by(held)
        by_wording_alone = finding.repeat is not None and finding.repeat.of is None
        return Finding() if by_wording_alone and held.settled is not None else finding

    def _reasons(self, found: Sequence[Signal], weighed: Weighed, scores: Scores, *, trade: str) -> tuple[Reason, ...]:
        """Return what annoys or is welcome, then what speaks loudest, then the words that carried it, then what I said of its trade,
        then what would sharpen it.
        """
        outreach = scores[Label.LEGITIMATE] < 0.5
        kind = max(OUTREACH, key=lambda label: scores[label]) if outreach else None
        familiar = weighed.familiar
        weights = [(self.model.signal_weight(signal, kind=kind, familiar=familiar), signal) for signal in found]
        first = (ANNOYANCES | WELCOMES) if outreach else frozenset[str]()
        shown = sorted(weights, key=lambda pair: (pair[1].code not in first, -abs(pair[0]), pair[1].code))[:SHOWN]
        reasons = [Reason(signal.code, _sentence(signal), round(weight, 3)) for weight, signal in shown]
        if not outreach:
            return tuple(reasons)
        loudest = [one for one in self.model.contributions(weighed, most=16) if one.name[0] not in "!~"][:4]
        if loudest:
            told = ", ".join(f"“{one.name.removeprefix('subject:')}”" for one in loudest)
            reasons.append(Reason("wording", f"its words: {told}", round(sum(one.weight for one in loudest), 3)))
        if counts := self.model.said.get(trade):
            reasons.append(
                Reason("you-said", f"is of a trade whose offers you answered or filed: {_said(trade, counts)}")
            )
        if not self.profile.recipient.has_profile:
            reasons.append(
                Reason("no-profile", "with a [me] profile it could also be told whether the offer is of use to you")
            )
        return tuple(reasons)

    def remembered(self, message: Message, *, id: str, label: Label) -> Fingerprint:
        """Return the fingerprint of outreach that was filed before, as what it repeats, if anything, by the memory as it is now."""
        run = words(own_text(message))
        finding = find(message, run, self.memory, id=id, rarity=self.rarity, wording=0.0)
        return fingerprint(
            message,
            run,
            id=id,
            label=finding.original.label if finding.original else label,
            rarity=self.rarity,
            repeat=finding.repeat,
        )

    def _remembered(self, message: Message, run: Sequence[str], verdict: Verdict, id: str) -> Fingerprint | None:
        """Return the fingerprint of what was judged outreach; None of anything else, and of what could not be judged."""
        if is_released(message, self.rules.released):
            return None
        moved, outreach = verdict.folder is not None, 1.0 - verdict.scores[Label.LEGITIMATE]
        likely = verdict.unsure and outreach >= REMEMBERED and verdict.reasons[0].code == NOT_SURE
        if verdict.label not in OUTREACH or not (moved or likely):
            return None
        kept = fingerprint(message, run, id=id, label=verdict.label, rarity=self.rarity, repeat=verdict.repeat)
        return replace(kept, sure=moved, outreach=outreach)


def _sentence(signal: Signal) -> str:
    """Return what a signal says. Thousands of verdicts are held until they are filed, so what many of them say is kept once."""
    sentence = SENTENCES[signal.code]
    return sys.intern(f"{sentence}: {signal.detail}") if signal.detail else sentence


def _said(trade: str, counts: Mapping[str, int]) -> str:
    """Return what I said of the offers of a trade, in words."""
    answered = [f"{counts['answered']:,} answered"] if "answered" in counts else []
    return ", ".join([trade, *answered, *(f"{counts[kind]:,} filed as {kind}" for kind in KINDS if kind in counts)])
