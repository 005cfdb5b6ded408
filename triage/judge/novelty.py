"""What a follow-up says that its seller has not said before: unseen words by their rarity, and figures most of all. Pure.

Fitted on the hand-written follow-ups of the corpus, the half for development (docs/decisions.md). Clock times, minutes of a call and
telephone numbers are no news, and who has news asks less whether one has seen the mail.
"""

from __future__ import annotations

import math
import re

import numpy as np

from triage.judge.gist import Gist, Rarity
from triage.judge.words import words

NEWS = 0.5
"""From this share on a follow-up brings news; below it adds nothing."""
_AT_REST, _PER_ROOT, _PER_FIGURE, _ASKS, _SAYS_AGAIN = -2.8, 0.15, 2.5, -2.8, -4.2
_NUMBER_WORD = 3.0

_CLOCK = re.compile(
    r"\b\d{1,2}[:h][0-5]\d(?!\d)|\b\d{1,2}\s?(?:uhr|h|am|pm|a\.m|p\.m|o'clock|uur|godz)\b"
    r"|\b(?:at|um|ab|à|las?|às|alle|ore|om|o|godz\.?)\s\d{1,2}[.][0-5][05](?![\d%,€$£]|[.]\d|\s?(?:%|€|\$|£|eur|usd|kg|km|mm|m\b|t\b))"
    r"|\b\d{1,3}[\s-]?min(?:s|ut\w*)?\b|\+?\d[\d ()/-]{7,}\d"
)
_NUMBER_WORDS = frozenset(
    """eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred thousand half double elf zwölf dreizehn zwanzig dreißig vierzig fünfzig hundert tausend hälfte
    doppelt onze douze treize quatorze quinze vingt trente quarante cinquante cent mille moitié once doce trece catorce
    quince veinte treinta cuarenta cincuenta cien mil mitad doble doze treze vinte trinta quarenta cinquenta cem metade
    dobro undici dodici tredici quindici venti trenta quaranta cinquanta cento metà doppio twaalf dertien twintig dertig
    veertig vijftig honderd duizend helft dubbel jedenaście dwanaście dwadzieścia trzydzieści sto tysiąc połowa""".split()
)


def news(own: str, fresh: Gist, *, rarity: Rarity, wording: float) -> float:
    """Return how surely a follow-up brings news, 0 to 1.

    `own` is its normalised own text, `fresh` what of it the seller had not said, `wording` how strongly it says itself that it
    repeats, 0 to 1.
    """
    run = words(_CLOCK.sub(" ", own))
    kept, spelt = Gist.of(run, rarity), Gist.of(_NUMBER_WORDS.intersection(run), rarity)
    figures = float(kept.weights[kept.figures & np.isin(kept.hashes, fresh.hashes)].sum())
    numbers = _NUMBER_WORD * int(np.isin(spelt.hashes, fresh.hashes).sum())
    said = float(fresh.weights[~fresh.figures].sum())
    score = _AT_REST + _PER_ROOT * math.sqrt(said) + _PER_FIGURE * math.log1p(figures + numbers)
    score += _ASKS * ("?" in own) + _SAYS_AGAIN * wording
    return 1.0 / (1.0 + math.exp(-score))
