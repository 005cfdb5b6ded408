"""What my own pages answer, and who asks it all the same: head-count, place, trade, age, customers.

A question is told by its phrases in the lexicon (`asks-…`), an answer by the shape of the sentence that gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NUMBER = (
    r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|deux|trois|quatre|cinq|six|sept|huit|neuf"
    r"|dix|onze|douze|quinze|vingt|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|dois|duas|três|quatro|sete|oito|nove"
    r"|dez|doze|vinte|due|tre|quattro|cinque|sei|sette|otto|dieci|undici|dodici|quindici|venti|twee|drie|vijf|zes|zeven|negen|tien|twaalf|twintig"
    r"|dwóch|dwie|trzech|trzy|czterech|cztery|pięciu|pięć|sześciu|sześć|siedmiu|siedem|ośmiu|osiem|dziewięciu|dziewięć|dziesięciu|dziesięć"
    r"|dwunastu|dwanaście|dwudziestu|dwadzieścia)"
)
_PEOPLE = (
    r"(?:people|employees|staff|of us|colleagues|persons|engineers|developers|mitarbeite\w*|leuten?|personen|beschäftigte"
    r"|salariés|personnes|collaborateurs|empleados|personas|trabajadores|funcionários|pessoas|colaboradores|trabalhadores|dipendenti|persone|collaboratori"
    r"|medewerkers|mensen|personeelsleden|osób|osoby|pracownik\w*)"
)
_ANSWERS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "asks-headcount": re.compile(rf"\b{_NUMBER}(?:[\s-]\w+){{0,2}}?[\s-]{_PEOPLE}\b", re.I),
        "asks-place": re.compile(
            r"(?i:\b(?:based|office|offices|headquarters|workshop|plant|clinic|shop|located|sitz|werk|büro|standort|atelier|bureaux?|siège|située?|oficina"
            r"|sede|taller|ubicad[oa]|escritório|oficina|fábrica|ufficio|stabilimento|laboratorio|kantoor|werkplaats|gevestigd|biuro|siedziba|warsztat)\b"
            r"[^.\n]{0,40}?\b(?:in|at|near|of|à|en|em|no|na|a|di|te|w|we)\s)[A-ZÀ-Þ]\w+"
        ),
        "asks-age": re.compile(
            r"(?i:\b(?:since|founded|established|started|opened|seit|gegründet|depuis|fondée?|créée?|desde|fundad[oa]|dal|fondat[oa]|nat[oa]|sinds|opgericht|od|założon\w*)\b)"
            r"[^.\n]{0,30}\b(?:1[89]|20)\d\d\b"
        ),
        "asks-trade": re.compile(
            r"(?i)\b(?:we|i|which|that|wir|die|nous|qui|nosotros|que|nós|noi|che|wij|die|my|która|firma)?\s?\b(?:make|makes|build|builds|write|writes|sell|sells|offer|offers"
            r"|provide|provides|treat|machine|fertigt?|bauen|baut|schreiben|verkaufen|fabriquons|vendons|soignons|proposons|fabricamos|hacemos|vendemos|fazemos|produzimos"
            r"|produciamo|facciamo|vendiamo|maken|bouwen|verkopen|produkujemy|robimy|sprzedajemy|tworzymy)\b"
        ),
        "asks-customers": re.compile(
            r"(?i)\b(?:customers?|clients?|users|patients|kunden|patienten|clientes|pacientes|clienti|pazienti|klanten|patiënten|klien\w+|pacjen\w+)\b"
        ),
    }
)
_OURS = re.compile(
    r"(?i)\b(?:we|our|us|work|works|team|here|wir|uns\w*|mit|arbeiten|beschäftigen|nous|notre|équipe|somos|nuestr[oa]|equipo|trabajan|nosso|equipa|equipe|trabalham"
    r"|siamo|nostr[oa]|lavorano|squadra|wij|ons|onze|werken|jesteśmy|nas|zespół|zespołem|zatrudniamy|pracuje)\b"
)
# Not "no Porto", which is Portuguese for a place, nor "No. 5" and "non-stick"; and no Italian "mai", which is May elsewhere.
_NOT = re.compile(
    r"(?i)\b(?:not|never|nothing|neither|nor|nicht|nichts|nie|kein\w*|pas|aucun\w*|jamais|rien|ni|ning[uú]n\w*|nunca|nada|não|nenhum\w*|non(?!-)"
    r"|nessun\w*|niente|nulla|niet|niets|geen|nooit|nic|niczego|nigdy|żadn\w*|no(?!-|\.|\s(?:mercado|centro|ano|norte|sul|interior|(?-i:[A-ZÀ-Þ]))))\b|n['’]t\b"
)
_SENTENCE = re.compile(
    r"(?<=[.!?])\s+|\n+(?![ \t]*[a-zß-ÿąćęłńśźż])"
)  # a line that goes on with a small letter was only wrapped
_MOST_TEXT = 200_000


def answers(about: str) -> dict[str, str]:
    """Return the questions that this text answers, each with the sentence that does."""
    found: dict[str, str] = {}
    for lines in _SENTENCE.split(about[:_MOST_TEXT]):
        sentence = " ".join(lines.split())
        if _NOT.search(sentence):
            continue  # what we are not answers nobody
        for question, pattern in _ANSWERS.items():
            if question in found or (question == "asks-headcount" and not _OURS.search(sentence)):
                continue
            if pattern.search(sentence):
                found[question] = sentence[:160]
    return found
