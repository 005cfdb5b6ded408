"""Set the text of a message apart by role: greeting, body, signature, footer, quoted. Kept, not lost.

The rules are ours: of four strippers measured, the best left 2.9 % of quoted lines and two never ended on a hostile line
(docs/decisions.md). Every rule looks at one line or one paragraph, so the work is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata

from triage.domain import Text

LINE = 400
"""Only this much of a line is looked at when its role is asked; the whole line is kept."""

# A line that introduces what somebody else wrote: "On … wrote:" in the languages of docs/glossary.md.
_ATTRIBUTION = re.compile(
    r"\s*[>|]{0,3}\s*(?:"
    r"(?:on|at)\b.{4,300}\b(?:wrote|writes|said)|.{2,200}\b(?:wrote|writes):"
    r"|(?:am|on)\b.{4,300}\b(?:schrieb|geschrieben)|.{2,200}\bschrieb\b"
    r"|le\b.{4,300}\ba écrit|el\b.{4,300}\b(?:escribió|escribio)|(?:il|in data)\b.{4,300}\bha scritto"
    r"|(?:em|a|no dia)\b.{4,300}\b(?:escreveu|escreveram)|op\b.{4,300}\b(?:schreef|geschreven)"
    r"|(?:w dniu|dnia|\w{2,12},)\b.{4,300}\b(?:napisał|napisała|napisał\(a\)|pisze)"
    r")\b[^\w]{0,6}$",
    re.I,
)
_ATTRIBUTION_START = re.compile(r"\s*(?:on|am|le|el|il|em|op|w dniu|dnia|a)\b.{0,200}(?:\d{4}|\d{1,2}[:.]\d\d|@)", re.I)
_DIVIDER = re.compile(
    r"\s*(?:[-_=*]{2,40}\s{0,3})(?:original message|original appointment|forwarded message|forwarded by .{1,80}|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|originalnachricht|message d'origine|message transféré|mensaje original|mensaje reenviado"
    r"|messaggio originale|messaggio inoltrato|mensagem original|mensagem encaminhada|oorspronkelijk bericht"
    r"|doorgestuurd bericht|wiadomość oryginalna|wiadomość przekazana|reply separator|reply above this line)\b.{0,60}$"
    r"|\s*(?:begin forwarded message|début du message (?:réexpédié|transféré)|anfang der weitergeleiteten nachricht"
    r"|inicio del mensaje reenviado|inizio messaggio inoltrato|begin doorgestuurd bericht)\s{0,3}:?\s*$",
    re.I,
)
_HEADER_FROM = re.compile(r"\s*\*?(?:from|von|de|da|van|od)\s?:\*?\s{0,4}\S.{0,200}$", re.I)
_HEADER_MORE = re.compile(
    r"\s*\*?(?:sent|to|date|subject|cc|gesendet|an|datum|betreff|envoyé|à|objet|enviado(?: el)?|para|asunto|assunto|inviato|a|oggetto|data"
    r"|verzonden|aan|onderwerp|wysłano|do|temat)\s?:\*?\s",
    re.I,
)
_GREETING = re.compile(
    r"\s*(?:hi|hello|hey|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|to whom it may concern|hallo|moin|servus"
    r"|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?|grüß gott|bonjour|bonsoir|salut|cher|chère|madame|monsieur|hola|buenos días"
    r"|buenas(?: tardes)?|estimad[oa]s?|querid[oa]s?|olá|ola|oi|bom dia|boa tarde|prezad[oa]s?|car[oaie]|ciao|salve|buongiorno|buonasera"
    r"|gentile|gentili|egregio|spett\.?(?:le)?|beste|geachte|dag|goedemorgen|goedemiddag|hoi|dzień dobry|dobry wieczór|cześć|witam|witaj"
    r"|szanown[iay](?:\s\w+)?|drogi|droga)\b",
    re.I,
)
_SIGN_OFF = re.compile(
    r"\s*(?:(?:(?:best|kind|kindest|warm|warmest|many|with|my|sincere|friendly|all the|yours|very|most)\s){0,3}"
    r"(?:regards|wishes|best|rgds|sincerely|truly|faithfully|thanks|thank you|cheers|br|thx|ta)"
    r"(?:\s(?:again|in advance|and regards|a lot|so much|for your time|and best|regards|sincerely|very much|kindly)){0,2}"
    r"|respectfully|cordially|take care|talk soon|love|xx?|sent from my \w.{0,30}|get outlook for \w+"
    r"|(?:mit )?(?:freundliche[nr]?|beste[nr]?|herzliche[nr]?|liebe|viele|schöne|sonnige) grü(?:ße|ßen|sse|ssen)(?: .{0,30})?|mfg|lg|vg|gruß|grüße|gruss"
    r"|von meinem \w.{0,30} gesendet"
    r"|(?:bien )?cordialement|bien à vous|sincères salutations|salutations(?: distinguées)?|amicalement|bonne journée|à bientôt|merci(?: d'avance)?"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|un abrazo|gracias|muchas gracias|envoyé de mon \w.{0,30}|enviado desde mi \w.{0,30}"
    r"|atenciosamente|cumprimentos|com os melhores cumprimentos|abraços?|obrigad[oa]|cordiali saluti|distinti saluti|un saluto|saluti|grazie"
    r"|met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|hartelijke groet(?:en)?|groet(?:en|jes)?|mvg|bedankt"
    r"|z poważaniem|pozdrawiam(?: serdecznie)?|pozdrowienia|z wyrazami szacunku|dziękuję)"
    r"\s{0,3}[,.!;:)\-–—]{0,3}\s{0,3}(?:[\w.'-]{1,20}\s?){0,3}$",
    re.I,
)
_FOOTER = re.compile(
    r"unsubscribe|opt[- ]?out|remove (?:me|you|your)|no longer (?:wish|want)|mailing list|you (?:are )?receiv(?:ed|ing) this|sent to you because"
    r"|manage (?:your )?(?:preferences|subscription)|view (?:this (?:e-?mail )?)?in (?:your )?browser|privacy policy|all rights reserved|©|\(c\) \d{4}"
    r"|intended (?:solely |only )?for|intended recipient|confidential|virus|disclaimer|please consider the environment|before printing"
    r"|abbestellen|abmelden|vertraulich|haftungsausschluss|impressum|geschäftsführer|amtsgericht|registergericht|hrb \d"
    r"|désabonner|désinscri|confidentiel|darse de baja|dar de baja|confidencial|cancelar (?:a )?(?:inscrição|suscripción)|descadastr"
    r"|annulla(?:re)? l'iscrizione|disiscri|riservat[oae]|uitschrijven|afmelden|vertrouwelijk|wypisać|rezygnacj|poufn",
    re.I,
)
_LIST_RULE = re.compile(r"[_=*-]{20,}\s*$")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_URL = re.compile(r"\b(?:https?://|www\.)([^\s/<>\"'\])}?#]{1,200})[^\s<>\"'\])}]{0,2000}", re.I)
_SPACE = re.compile(r"\s+")

SIGNATURE_LINES = 14
GREETING_CHARS = 70


def set_apart(text: str, *, quoted: str = "", hidden: str = "") -> Text:
    """Return the text of a message by role. `quoted` and `hidden` are what the markup already told apart."""
    own, in_lines = _without_quotes(text.split("\n"))
    own, footer = _cut_footer(own)
    own, signature = _cut_signature(own)
    greeting, own = _cut_greeting(own)
    quotes = "\n".join(part for part in ("\n".join(in_lines).strip(), quoted) if part)
    return Text(
        greeting, "\n".join(own).strip(), "\n".join(signature).strip(), "\n".join(footer).strip(), quotes, hidden
    )


def _without_quotes(lines: list[str]) -> tuple[list[str], list[str]]:
    """Tell the writer's own lines from quoted ones; behind a divider everything is quoted."""
    own: list[str] = []
    quoted: list[str] = []
    for index, line in enumerate(lines):
        if line.lstrip()[:1] == ">":
            quoted.append(line)
        elif _divides(lines, index):
            quoted.extend(lines[index:])
            break
        else:
            own.append(line)
            spoken_by = _introduces_quote(lines, index)
            quoted.extend(own[len(own) - spoken_by :])
            del own[len(own) - spoken_by :]
    return own, quoted


def _divides(lines: list[str], index: int) -> bool:
    """Tell whether all that stands from here on is somebody else's mail: a divider, or an Outlook reply header.

    Both are asked only of lines that can be one, by their first letters: most lines of real mail are neither.
    """
    head = lines[index][:LINE]
    start = head.lstrip()[:7].lower()
    if start[:2] in _RULES or start.startswith(_FORWARDS):
        return _DIVIDER.match(head) is not None
    if ":" not in start or not _HEADER_FROM.match(head):
        return False
    below = [line[:LINE] for line in lines[index + 1 : index + 8] if line.strip()][:4]
    return sum(1 for line in below if _HEADER_MORE.match(line)) >= 2


_RULES = frozenset(("--", "__", "==", "**", "- ", "_ "))
_FORWARDS = ("begin", "début", "anfang", "inicio", "inizio")


def _introduces_quote(lines: list[str], index: int) -> int:
    """Return how many lines up to this one say whose words follow: 0, 1, or 2 when a mail program wrapped them."""
    head = lines[index][:LINE].rstrip()
    followed = index + 1 < len(lines) and lines[index + 1].lstrip()[:1] == ">"
    if len(head) < 6 or not (followed or head[-1] in ":："):
        return 0
    if _ATTRIBUTION.match(head):
        return 1
    if not index or not _ATTRIBUTION_START.match(above := lines[index - 1][:LINE].rstrip()):
        return 0
    return 2 if _ATTRIBUTION.match(f"{above} {head.strip()}") else 0


def _cut_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut, from the end, each paragraph that speaks of subscriptions, confidentiality or the firm's register."""
    end = len(lines)
    while end:
        start = _paragraph_start(lines, end)
        paragraph = lines[start:end]
        if start == 0 or not any(_LIST_RULE.match(line[:LINE]) or _FOOTER.search(line[:LINE]) for line in paragraph):
            break
        end = start
    for index in range(max(0, end - 8), end):  # a list's own footer: a rule, then its name and address
        if _LIST_RULE.match(lines[index][:LINE]) and index:
            end = index
            break
    return lines[:end], lines[end:]


def _paragraph_start(lines: list[str], end: int) -> int:
    """Return where the last paragraph before `end` begins, its empty lines behind it included."""
    start = end
    while start and not lines[start - 1].strip():
        start -= 1
    while start and lines[start - 1].strip():
        start -= 1
    return start


def _cut_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut at `-- `, else at the last sign-off that stands near the end."""
    for index, line in enumerate(lines):
        if line in ("-- ", "--", "—", "-- \r") and index and len(lines) - index <= SIGNATURE_LINES * 2:
            sign_off = _sign_off(lines[:index])
            return lines[:sign_off], lines[sign_off:]
    at = _sign_off(lines)
    return lines[:at], lines[at:]


def _sign_off(lines: list[str]) -> int:
    """Return the index of the sign-off that ends these lines, or their number."""
    last = len(lines)
    seen = 0
    for index in range(len(lines) - 1, 0, -1):
        if not lines[index].strip():
            continue
        seen += 1
        if seen > SIGNATURE_LINES:
            break
        if len(lines[index]) < 80 and _SIGN_OFF.match(lines[index]):
            last = index
    return last


def _cut_greeting(lines: list[str]) -> tuple[str, list[str]]:
    """Cut the greeting: a short first line, or the words before the comma of a longer one."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return "", lines
    line = lines[first]
    if not _GREETING.match(line[:GREETING_CHARS]):
        return "", lines
    if len(line) <= GREETING_CHARS and (line.rstrip()[-1:] in ",!:.-–—" or len(line.split()) <= 5):
        return line.strip(), lines[first + 1 :]
    comma = min((at for mark in ",!:–—" if (at := line.find(mark, 0, GREETING_CHARS)) > 0), default=-1)
    if comma < 0:
        return "", lines
    return line[: comma + 1].strip(), [line[comma + 1 :].strip(), *lines[first + 1 :]]


def normalise(text: str) -> str:
    """Return text as it is compared and counted: NFKC, invisible characters out, URL to host, casefolded, blanks folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    if "://" in text or "www." in text:
        text = _URL.sub(r"\1", text)
    return _SPACE.sub(" ", text.casefold()).strip()
