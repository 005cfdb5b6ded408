"""Copies of outreach for the same recipient had they told one line of themselves: so that a verdict learns to do with that.

Who told what they want and never want is judged by nearness to it. Most people tell one line; then the trade of an offer is
all there is to go by: any business may use card payments, few use steam boilers (docs/decisions.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from triage.domain import Label, Recipient
from triage.judge.classifier import SCALES, SIGNAL_CODES
from triage.learn.corpus import Example
from triage.learn.matrix import Counts

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\n")
_LINE = 40
_LETS_TELL = {Label.SPRAY: "trade-for-anybody", Label.IRRELEVANT: "unlisted-trade", Label.SCAM: ""}
"""The signal by which a copy of this label can still be told; scams need none."""
_LEAST = 0.5


def copies(examples: Sequence[Example]) -> list[Example]:
    """Return a copy of each spray, irrelevant offer and scam, for a recipient who told one line."""
    little = {recipient: _little(recipient) for recipient in dict.fromkeys(example.recipient for example in examples)}
    return [
        replace(example, recipient=little[example.recipient]) for example in examples if example.label in _LETS_TELL
    ]


def sources(examples: Sequence[Example]) -> NDArray[np.int64]:
    """Return for each of the copies the place of the example that it is of."""
    return np.flatnonzero([example.label in _LETS_TELL for example in examples])


def tellable(counts: Counts, labels: Sequence[Label], first: int) -> NDArray[np.bool_]:
    """Return which copies, in the rows from `first` on, can be told by the trade of their offer; `labels` ends with theirs."""
    signals = counts.signals[first : len(labels)].toarray()
    return np.array(
        [
            not code or row[SIGNAL_CODES.index(code)] > _LEAST * SCALES[code]
            for row, code in zip(signals, map(_LETS_TELL.__getitem__, labels[first:]), strict=True)
        ],
        dtype=bool,
    )


def _little(recipient: Recipient) -> Recipient:
    line = next((one for one in _SENTENCE.split(recipient.about.strip()) if len(one) > _LINE), recipient.about[:200])
    return replace(recipient, about=line, interests=(), never=())
