"""Who may ask the repeat memory, and what of its answer counts: the gate of law 8. Pure.

Receipts and reports are the same text again by any measure. What keeps them out is that only mail which reads like outreach asks, and
that what repeats mail which was not sure itself must speak for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from triage.domain import Message, RepeatKind, RepeatMemory
from triage.judge.gist import Rarity
from triage.judge.repeats import Finding, find
from triage.judge.sellers import sender_ties, threads

ASKS_MEMORY = 0.5
"""From this probability of outreach on, the repeat memory is asked (law 8)."""
LINKED_ASKS_MEMORY = 0.2
"""The same for mail of a sender or thread that is known for outreach."""
LIKELY = 0.9
LIKELY_TOGETHER = 1.3
SAYS_SO = 0.5
"""When a message is called a repeat of one that was not sure enough to be moved, like which it stays. The same text again: both are
likely outreach, and no figure is another one, for reports and receipts come again too. A bump: the first is, or both are
together, or it says itself that it is one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message with its own words, how surely it is outreach, and how strongly it says itself that it repeats, each 0 to 1."""

    message: Message
    run: Sequence[str]
    id: str
    rarity: Rarity
    wording: float
    outreach: float

    def answered_by(self, memory: RepeatMemory) -> Finding:
        """Return what the message repeats or follows, as far as that counts."""
        finding = self._asked(memory)
        if finding.repeat is None or finding.original is None or finding.original.sure:
            return finding
        before = finding.original.outreach
        if finding.repeat.kind is RepeatKind.BUMP:
            is_likely = self.wording >= SAYS_SO or before >= LIKELY or before + self.outreach >= LIKELY_TOGETHER
        else:
            is_likely = min(before, self.outreach) >= LIKELY and not finding.figures
        return finding if is_likely else Finding()

    def _asked(self, memory: RepeatMemory) -> Finding:
        if self.message.faults:
            return Finding()
        by_itself = self.outreach >= ASKS_MEMORY or self._is_known(memory, threads(self.message))
        if not by_itself and (
            self.outreach < LINKED_ASKS_MEMORY or not self._is_known(memory, sender_ties(self.message))
        ):
            return Finding()
        finding = find(self.message, self.run, memory, id=self.id, rarity=self.rarity, wording=self.wording)
        if not by_itself and not self.wording and _is_by_tie_alone(finding):
            return Finding()  # somebody who once sent outreach may write about other things
        return finding

    def _is_known(self, memory: RepeatMemory, hashes: Sequence[int]) -> bool:
        """Tell whether outreach with one of these ties is remembered, besides this message itself from an earlier sweep."""
        return any(one.id != self.id for one in memory.tied(hashes))


def _is_by_tie_alone(finding: Finding) -> bool:
    """Tell whether nothing of the text itself was sent before."""
    return finding.follows is not None or (finding.repeat is not None and finding.repeat.kind is RepeatKind.BUMP)
