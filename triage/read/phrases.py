"""What people and mail programs write at the seams of a message, in en de fr es it pt nl pl. Tables, and what they match.

Every pattern is matched against lower-case text, at the start of a line unless it says otherwise; that lets the engine skip
what cannot begin a match. No pattern has an open repeat inside another one: the work is linear in the line.
"""

from __future__ import annotations

import re

LINE = 400
"""Only this much of a line is looked at when its role is asked; the whole line is kept."""


_SIGN = re.compile(r"\\.|\[[^\]]*\]|.")
_HEAD = re.compile(r"\(\?:((?:[^()]|\([^()]*\))*)\)(?![*+{])(\??)(.*)")


def _pattern(*alternatives: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(alternatives)}){after}")


def _by_letter(*alternatives: str) -> str:
    """Return a pattern of the same alternatives, grouped by their first letter: of a hundred, the engine tries those few
    that can match. Which of two that match comes first may change.
    """
    groups: dict[str, list[str]] = {}
    for one in _heads("|".join(alternatives)):
        begins = one[0].isalpha() and one[1:2] not in ("?", "*", "+", "{")
        groups.setdefault(one[0] if begins else "", []).append(one[1:] if begins else one)
    return "|".join(f"{letter}(?:{'|'.join(ones)})" for letter, ones in groups.items())


def _heads(pattern: str) -> list[str]:
    """Split a pattern into its alternatives; a group at the head of one, `(?:a|b)c`, is opened to `ac` and `bc`."""
    ones, depth = [""], 0
    for sign in _SIGN.findall(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            ones.append("")
        else:
            ones[-1] += sign
    if len(ones) > 1:
        return [head for one in ones for head in _heads(one)]
    if (group := _HEAD.fullmatch(pattern)) is None:
        return [pattern]
    heads = [head for one in _heads(group[1]) for head in _heads(one + group[3])]
    return heads + _heads(group[3]) if group[2] else heads


# ---------------------------------------------------------------- what others wrote

_WROTE = _pattern(
    r"wrote|writes|said",
    r"schrieb|geschrieben",
    r"a écrit|écrivait",
    r"escribió|escribio",
    r"ha scritto|scrive",
    r"escreveu|escreveram",
    r"schreef|geschreven",
    r"napisał(?:a|\(a\))?|pisze|napisana przez",
    before=r"\b",
    after=r"(?!\w)",
)
_WHEN = re.compile(r"\d{4}|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]|@")
_OPENS = _pattern(
    "on",
    "am",
    "le",
    "el",
    "il",
    "in data",
    "em",
    "no dia",
    "op",
    "w dniu",
    "dnia",
    "wiadomość napisana",
    before=r"[\s>|*]{0,6}",
    after=r"\b",
)
_HOUR = re.compile(r"\d[:.h]\d\d|@")
_ENDS = re.compile(r"[:：]\W{0,4}$")

_DIVIDED = (
    r"original message|original appointment|forwarded message|forwarded by .{1,80}|begin forwarded|forwarded text",
    r"reply separator|reply above this line",
    r"ursprüngliche nachricht|original-?nachricht|weitergeleitete nachricht",
    r"message d'origine|message original|message transféré|message réexpédié",
    r"mensaje original|mensaje reenviado",
    r"messaggio originale|messaggio inoltrato",
    r"mensagem original|mensagem encaminhada",
    r"oorspronkelijk bericht|doorgestuurd bericht",
    r"wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|przekazana wiadomość|treść przekazanej wiadomości",
)
_FORWARDED = (
    r"begin forwarded message",
    r"anfang der weitergeleiteten nachricht",
    r"début du message (?:réexpédié|transféré)",
    r"inicio del mensaje reenviado",
    r"inizio messaggio inoltrato",
    r"início da mensagem encaminhada",
    r"begin doorgestuurd bericht",
    r"początek przekazywanej wiadomości",
)
DIVIDER = _pattern(
    rf"[-_=*]{{2,40}}\s{{0,3}}(?:{'|'.join(_DIVIDED)})\b.{{0,60}}$",
    rf"(?:{'|'.join(_FORWARDED)})\s{{0,3}}:?\s{{0,3}}$",
    before=r"\s{0,20}",
)
HEADER_FROM = _pattern(r"from|von|de|da|van|od", before=r"\s{0,20}\*?", after=r"\s?:\*?\s{0,4}\S.{0,300}$")
HEADER_SUBJECT = _pattern(
    r"subject|betreff|objet|asunto|oggetto|assunto|onderwerp|temat", before=r"\s{0,20}\*?", after=r"\s?:"
)
HEADER_MORE = _pattern(
    r"sent|to|date|cc|subject",
    r"gesendet|an|datum|betreff",
    r"envoyé|à|objet",
    r"enviado(?: el)?|para|fecha|asunto|assunto|data",
    r"inviato|a|oggetto",
    r"verzonden|aan|onderwerp",
    r"wysłano|do|dw|temat",
    before=r"\s{0,20}\*?",
    after=r"\s?:",
)


def is_attribution(line: str, *, followed: bool = False) -> bool:
    """Tell whether this line says that what follows is somebody else's: "On 1 May 2024, Ada wrote:".

    It ends with the colon, names the act of writing and a time or an address. Where a quoted line follows, a time or
    an address is enough, and so is the act.
    """
    if len(line) > LINE:
        return False
    line = line.strip().lower()
    wrote = _WROTE.search(line)
    if wrote is None:
        return followed and _ENDS.search(line[-6:]) is not None and _WHEN.search(line) is not None
    if not (_ENDS.search(line[-6:]) or (followed and len(line) - wrote.end() < 6)):
        return False
    return followed or _WHEN.search(line) is not None


def opens_attribution(line: str) -> bool:
    """Tell whether this line can be the first of an attribution that a mail program wrapped."""
    line = line[:LINE].strip().lower()
    return _OPENS.match(line) is not None and _WHEN.search(line) is not None and line[-1] not in ".!?:"


def is_reply_line(line: str) -> bool:
    """Tell whether this attribution is one that only a mail program writes: it opens so, and has an hour or an address."""
    line = line.strip().lower()
    return _OPENS.match(line) is not None and _HOUR.search(line) is not None


# ---------------------------------------------------------------- greeting and sign-off

GREETING = _pattern(
    r"hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|to whom it may concern",
    r"hallo|moin|servus|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?|grüß gott",
    r"bonjour|bonsoir|salut|cher|chère|chers|madame|monsieur",
    r"hola|buenos días|buenas(?: tardes)?|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?",
    r"olá|ola|oi|bom dia|boa tarde|boa noite|prezad[oa]s?|car[oa]s?(?= \w)",
    r"ciao|salve|buongiorno|buonasera|gentil[ei]|gentilissim[oa]|egregio|spett\.?(?:le)?|cari(?= \w)",
    r"beste|geachte|dag|goedemorgen|goedemiddag|goedendag|hoi",
    r"dzień dobry|dobry wieczór|cześć|witam|witaj|szanown[iay](?: \w+)?|drogi|droga",
    before=r"\s{0,20}[¡*_]{0,2}",
    after=r"\b",
)

_THANKS = r"thanks|thank you|thx|merci|gracias|grazie|danke|vielen dank|obrigad[oa]|bedankt|dank je|dziękuję|dzięki"
_MORE_THANKS = "again|in advance|a lot|so much|for your time|very much|kindly|d'avance|im voraus|mille|de antemano"
_MOBILE = (
    r"sent from (?:my|the all-new|yahoo|outlook|mail|proton|gmail|samsung)\b.{0,60}",
    r"sent (?:via|with) .{1,50}|get outlook for \w+.{0,60}",
    r"von meinem .{1,40} gesendet|gesendet (?:von|mit) .{1,50}|(?:holen sie sich )?outlook für \w+.{0,60}",
    r"envoyé (?:de|depuis) mon .{1,40}|envoyé (?:à partir )?de .{1,40}|télécharger outlook pour \w+.{0,60}",
    r"enviado (?:desde|do|de|a partir do) (?:mi|meu|o|outlook|mail|correo)?\b.{0,40}",
    r"(?:obtener|obter o) outlook para \w+.{0,60}",
    r"inviato da .{1,40}|(?:ottieni|scarica) outlook per \w+.{0,60}",
    r"verstuurd vanaf .{1,40}|verzonden (?:vanaf|via|vanuit) .{1,40}|(?:outlook voor|download outlook voor) \w+.{0,60}",
    r"wysłan[eo] z .{1,40}|pobierz (?:aplikację )?outlook .{1,60}",
)
_WARMLY = "best|kind|kindest|warm|warmest|many|with|my|sincere|friendly|all|the|yours|very|most|thanks|and|&"
_REGARDS = (
    rf"(?:(?:{_WARMLY}) ){{0,4}}(?:regards|wishes|rgds|brgds|sincerely|truly|faithfully)(?: (?:from .{{1,30}}|always))?",
    r"best|(?:best|my|kind|warm) regard|all the best|warmly|yours|respectfully(?: yours)?|cordially",
    r"take care|talk soon|brs?|love(?=,)",
    r"(?:mit )?(?:freundliche[nmr]?|beste[nr]?|herzliche[nr]?|liebe|viele|schöne|sonnige) gr(?:ü(?:ße|sse)n?|uß|uss)(?: .{0,30})?",
    r"mfg|lg|vg|gruß|grüße|gruss|hochachtungsvoll|mit (?:vorzüglicher|freundlicher) hochachtung",
    r"(?:bien )?cordialement|bien à vous|(?:(?:sincères|meilleures) )?salutations(?: distinguées)?|amicalement",
    r"bonne journée|à (?:très )?(?:bientôt|vite)",
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un (?:fuerte )?abrazo|besos|cordialmente",
    r"atenciosamente|(?:com os melhores )?cumprimentos|abraços?|att\.?",
    r"(?:cordiali|distinti) saluti|un (?:cordiale )?saluto|saluti|a presto",
    r"(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|groet(?:en|jes)?|hoogachtend|hartelijks?|mvg",
    r"z poważaniem|(?:serdecznie )?pozdrawiam(?: serdecznie)?|pozdrowienia|z wyrazami szacunku",
)
_NAME = r"(?!\w)\s{0,3}[,.!;:)–—-]{0,3}\s{0,3}(?:[\w.'-]{1,20} ?){0,3}$"

SIGN_OFF = _pattern(_by_letter(*_MOBILE), f"(?:{_by_letter(*_REGARDS)}){_NAME}", before=r"\s{0,20}")
"""What ends a letter and nothing else."""

THANKS = _pattern(
    rf"(?:many )?(?:{_THANKS}|cheers|ta)(?: (?:{_MORE_THANKS})){{0,2}}{_NAME}",
    before=r"\s{0,20}",
)
"""What ends a letter where no sentence follows."""

POSTSCRIPT = re.compile(r"\s{0,20}(?:p\.? ?){1,3}s\.?\s{0,2}[:.,–—-]|\s{0,20}ps ")

# ---------------------------------------------------------------- footers

RULE = re.compile(r"\s{0,8}[-_=*~]{10,}+.{0,40}?[-_=*~>]{0,80}+\s{0,20}$")
_LIST_FOOTER = r"mailing list\b\s{0,3}(?:$|[-<:(])|listinfo|to unsubscribe"

FOOTER = _pattern(
    _by_letter(
        # what a list or a sender of many says: how to leave, why this came
        r"unsubscrib|opt(?:ing)?[- ]?out",
        r"(?:e-?mail|notification) preferences|(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences|subscription)",
        r"to be (?:removed|excluded|taken off|off)(?:,|:| (?:please|from|click|go|send|reply|simply|:|https?:))",
        r"(?:here|like|wish|want) to be removed|(?:do|can) i (?:get|be) removed|removes? (?:requests? )?(?:are |is )?honou?red",
        r"(?:be|been|get|being) removed from (?:our|this|the|my|any|all|future)(?: \w+){0,3} (?:list|mailing|database|e-?mail)",
        r"remove (?:me|yourself|your (?:e-?mail|name|address))|for removal|stop receiving",
        r"no longer (?:wish|want)(?:es)? to (?:receive|be|get)",
        r"(?:do not|don't|prefer not) (?:(?:wish|want) )?to (?:receive|correspond)",
        r"(?:not|don't|no longer) (?:(?:want|wish) to )?hear from (?:me|us)|you (?:are )?receiv(?:ed|ing) this|sent to you because",
        r"(?:e-?mail|message|newsletter) (?:was|is|has been) (?:sent|addressed|intended) to",
        r"privacy (?:policy|notice|statement)|terms (?:of (?:service|use)|(?:and|&) conditions)",
        r"do not reply to this|(?:trouble|problems|difficult\w+) (?:viewing|reading)",
        r"view (?:this (?:e-?mail |message )?)?in (?:your |a )?(?:web )?browser",
        r"abbestell|abmelden|abzumelden|austragen|kein interesse mehr",
        r"désabonner|désinscri|se désengager|ne plus recevoir",
        r"darse de baja|dar(?:te|me)? de baja|cancelar (?:la |a |su )?(?:inscrição|suscripción|subscripción)",
        r"annulla(?:re)? l'iscrizione|disiscri|cancellarti",
        r"descadastr|remover (?:seu|o seu) e-?mail",
        r"uitschrijven|afmelden|uit te schrijven|af te melden",
        r"wypisać|wypisz|rezygnacj|zrezygnować z|nie chcesz (?:już )?otrzymywać",
        _LIST_FOOTER,
        # what a firm says: whose this is, who may read it, which register it stands in
        r"(?<=©)|(?<=© )|c\) ?\d{4}|copyright \d{4}|all rights reserved",
        r"intended (?:solely |only )?for|intended recipient|addressee|notify the sender",
        r"received this (?:e-?mail|message|communication) in error",
        r"(?:may contain|confidential (?:and|or)|privileged (?:and|or)) (?:confidential|privileged|proprietary)",
        r"confidentiality notice|virus[- ]free|free of virus|(?:no|for) virus|(?:scanned|checked|swept) (?:by|for)|anti-?virus",
        r"consider the environment|before printing|(?:opinions|views)\b[^.]{0,60} (?:personal|those of|the author|the sender)",
        r"irrtümlich erhalten|vorgesehene[nr]? empfänger|nicht der richtige adressat|vertrauliche (?:informationen|nachricht)",
        r"geschäftsführer(?:in|ung)?\s?:|amtsgericht \w|registergericht|handelsregister|hrb \d|ust-?id|impressum",
        r"destinataires? (?:prévu|désigné|visé)|re[çc]u ce message par erreur",
        r"destinatario (?:indicado|previsto)|recibido (?:este (?:mensaje|correo) )?por error",
        r"recebido (?:esta mensagem )?por engano",
        r"ricevuto (?:questa? (?:e-?mail|messaggio) )?per errore",
        r"per abuis|ten onrechte ontvangen",
        r"omyłkowo otrzyma",
    ),
    before=r"\b(?=\w)",  # at the end of a word none begins
)
"""Found anywhere in a paragraph."""

LISTS = _pattern(_LIST_FOOTER, r"https?://", r"www\.", r"unsubscrib")
"""What stands below the rule of a list's footer, anywhere in it."""
