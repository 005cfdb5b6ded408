"""What a follow-up says that its seller has not said before: unseen words by their rarity, and figures most of all. Pure.

Fitted on the hand-written follow-ups of the corpus, the half for development (docs/decisions.md). Clock times, minutes of a call and
telephone numbers are no news; nor are the words of a sentence that speaks of the mail itself and of the answer to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np

from triage.judge.concepts import stem
from triage.judge.gist import Gist, Rarity
from triage.judge.words import words

NEWS = 0.5
"""From this share on a follow-up brings news; below it adds nothing."""
_AT_REST, _PER_SAID, _PER_FIGURE, _ASKS, _AWAITS, _SAYS_AGAIN = -3.25, 0.85, 2.4, -2.7, -1.8, -2.7
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

_AWAITED = frozenset(
    map(
        stem,
        """reply replied answer response receive receipt heard hear silence silent quiet wait waiting mail email inbox mailbox
        spam junk message note busy swamped remind nudge bother disturb patience missed unread overlooked slipped acknowledge
        feedback courtesy chase chasing ping bump float proceed interested thoughts yes no
        antwort geantwortet beantwortet rückmeldung rückfrage zurückmelden melden meldung rückruf erhalten bekommen angekommen
        eingegangen gehört schweigen warten warte gewartet nachricht postfach posteingang beschäftigt erinnern stören geduld
        untergegangen übersehen überlesen nachhaken nachfragen ja nein
        réponse répondre répondu reçu reçue parvenu attendre attente courrier indésirables occupé relance rappel déranger intéressé
        retour oui non
        respuesta contestar recibido llegado llegó esperar espero mensaje correo bandeja ocupado recordar molestar paciencia insistir
        noticias sí
        resposta recebeu recebido chegou silêncio aguardo mensagem correio caixa lembrar lembrete incomodar paciência retorno
        notícias sim não nao
        risposta rispondere riscontro ricevuto ricevere arrivato silenzio attesa casella impegnato ricordare promemoria pazienza
        sollecito notizie sì
        antwoord gereageerd reactie reageren ontvangen aangekomen gehoord stilte stil wachten wacht bericht postvak herinneren storen
        terugkoppeling nee
        odpowiedź odpisać odpisz otrzymał dostał doszedł doszło cisza milczenie czekać czekam wiadomość skrzynka zajęty zajęta
        przypomnieć przeszkadzać cierpliwość maila mailem zainteresowany przeczytać odzew tak nie""".split(),
    )
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def news(own: str, fresh: Gist, *, rarity: Rarity, wording: float) -> float:
    """Return how surely a follow-up brings news, 0 to 1.

    `own` is its normalised own text, `fresh` what of it the seller had not said, `wording` how strongly it says itself that it
    repeats, 0 to 1.
    """
    run = words(_CLOCK.sub(" ", own))
    kept, spelt = Gist.of(run, rarity), Gist.of(_NUMBER_WORDS.intersection(run), rarity)
    figures = float(kept.weights[kept.figures & np.isin(kept.hashes, fresh.hashes)].sum())
    numbers = _NUMBER_WORD * int(np.isin(spelt.hashes, fresh.hashes).sum())
    said = Gist.of(_telling(own), rarity)
    new = float(said.weights[~said.figures & np.isin(said.hashes, fresh.hashes)].sum())
    score = _AT_REST + _PER_SAID * math.log1p(new) + _PER_FIGURE * math.log1p(figures + numbers)
    score += _ASKS * ("?" in own) + _AWAITS * math.log1p(len(_awaited(words(own)))) + _SAYS_AGAIN * wording
    return 1.0 / (1.0 + math.exp(-score))


def _telling(own: str) -> list[str]:
    """Return the words of all sentences that do not speak of the mail itself."""
    runs = map(words, _SENTENCE_END.split(own))
    return [word for run in runs if not _awaited(run) for word in run]


def _awaited(run: Iterable[str]) -> frozenset[str]:
    return _AWAITED.intersection(map(stem, run))
