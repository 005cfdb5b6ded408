"""What a trade is: its name, whether anybody at work might use it, and the phrases that name what it offers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade that an offer may belong to.

    `name` is said after "offers"; `common` is true where any business or professional could plausibly use it, false where
    only a line of business could. `words` holds phrases as `judge.words` makes them, `;` or a new line between them: each
    line is of one language, in the order en, de, fr, es, pt, it, nl, pl; a language may take several lines, and a phrase
    that is the same in two languages stands in the first.
    """

    name: str
    common: bool
    words: str
