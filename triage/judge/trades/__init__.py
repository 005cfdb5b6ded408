"""The trade that an offer belongs to, in the languages of docs/glossary.md: to name a mismatch with what a recipient listed.

The phrases name the thing offered, not who offers it: "we run a franchise of bakeries ourselves" speaks of a franchise as
much as "become our franchise partner" does. Whether a message offers anything is for the classifier to say.
One module a field holds the phrases; a word that is at home in ordinary business mail stands in a phrase only.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

from triage.judge.lexicon import Phrases
from triage.judge.trades import (
    academia,
    computing,
    dubious,
    farming,
    health,
    industry,
    leisure,
    marketing,
    money,
    people,
    premises,
)
from triage.judge.trades.trade import Trade

__all__ = ["TRADES", "Trade", "trades"]

TRADES: dict[str, Trade] = (
    money.TRADES
    | marketing.TRADES
    | people.TRADES
    | premises.TRADES
    | computing.TRADES
    | industry.TRADES
    | farming.TRADES
    | health.TRADES
    | leisure.TRADES
    | academia.TRADES
    | dubious.TRADES
)
"""All trades by slug."""


@functools.cache
def _phrases() -> Phrases:
    """Ten thousand phrases take longer to sort in than all of these modules to load."""
    return Phrases({slug: trade.words for slug, trade in TRADES.items()})


def trades(run: Sequence[str]) -> dict[str, list[str]]:
    """Return the trades that a run of words speaks of, by slug, with the phrases found; most phrases first, then first said."""
    found = _phrases().found(run)
    return dict(sorted(found.items(), key=lambda trade: -len(trade[1])))
