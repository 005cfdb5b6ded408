"""What can be said of a message in one sentence: each signal has a code, a strength and its words. All pure.

Signals are named features of the classifier, and the reasons that a verdict shows. `SENTENCES` is their glossary.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import dataclass

from triage.domain import Message, Recipient
from triage.judge.hosts import CALENDARS, FREEMAIL, host, is_network, under
from triage.judge.lexicon import spoken
from triage.judge.relevance import Relevance
from triage.judge.words import answers_by_subject, words
from triage.read import normalise

SENTENCES: dict[str, str] = {
    # what recipients are annoyed by
    "homework-without-fact": "claims to have studied you and names hardly a fact",
    "never-wanted": "offers something on your never list",
    "repeat-wording": "says itself that it repeats an earlier mail",
    "qualifying-questions": "asks qualifying questions before it gives anything",
    "answered-question": "asks what your own pages answer",
    "merge-field": "has an unfilled merge field",
    "wrong-name": "greets you by another person's name",
    "calendar-link-only": "asks for a meeting with a calendar link and gives nothing",
    "linkedin-pitch": "is a connect-and-pitch notice from a professional network",
    "service-menu": "is a menu of services",
    "voicemail-script": "is a voicemail transcript of a sales script",
    "mailed-after-refusal": "quotes your own refusal and goes on",
    "surname-inheritance": "tells of money left by somebody of your surname",
    # what recipients welcome
    "fact-about-me": "states a fact about you or your work that a mail merge would not have",
    "own-page": "points at a page of your own site",
    "figure-with-source": "gives a figure and says where it comes from",
    "gives-first": "gives something before it asks",
    "meets-interest": "touches what you said you want to hear about",
    # how near its offer is to what you told
    "near-interests": "speaks of things that you want to hear about",
    "near-never": "speaks of things that you never want",
    "near-work": "speaks of your work",
    "trade-of-interest": "offers what is near your interests",
    "trade-of-never": "offers what is near your never list",
    "trade-of-work": "offers what is near your own line of business",
    "other-trade": "offers something that your profile does not speak of",
    "unlisted-trade": "offers something for another line of business than yours",
    "trade-for-anybody": "offers what any business is offered",
    # how public mail words it
    "cold-wording": "is worded like the cold mail of other people",
    "plain-wording": "is worded like mail that wants nothing of you",
    # what outreach does
    "asks-for-meeting": "asks for a meeting",
    "offers-service": "offers its services",
    "promises-growth": "promises growth, savings or ranking",
    "sales-pressure": "presses for a quick decision or tells how to be removed",
    "homework-claim": "says that it looked at you or your site",
    "scam-story": "tells a story of money, danger or an account in trouble",
    "fake-reply": "pretends to be a reply",
    "opt-out-line": "plays a personal letter and tells you how to opt out",
    "shouting": "shouts",
    "freemail-offer": "offers business from a free mail address",
    "reply-elsewhere": "wants the reply at another address of a free mailer",
    "not-addressed": "is not addressed to you",
    # what legitimate mail does
    "transaction": "speaks of an order, a payment, a booking or your account",
    "wants-to-buy": "wants to buy, or has bought, from you",
    "thread-reply": "answers in a thread with the earlier mail quoted",
    "technical": "is technical: code, logs or patches",
    "no-reply-sender": "comes from an address that takes no replies",
    "link-rich": "has many links",
    "image-rich": "has many pictures",
    "bulk-mailer": "comes from a bulk mailer with a way to unsubscribe",
}

ANNOYANCES = frozenset(
    """homework-without-fact never-wanted repeat-wording qualifying-questions answered-question merge-field wrong-name calendar-link-only linkedin-pitch
    service-menu voicemail-script mailed-after-refusal surname-inheritance""".split()
)
"""What a recipient is annoyed by in a stranger's mail."""

WELCOMES = frozenset(("fact-about-me", "own-page", "figure-with-source", "gives-first", "meets-interest"))
"""What a recipient is glad of in a stranger's mail."""

NEARNESS = frozenset(
    "near-interests near-never near-work trade-of-interest trade-of-never trade-of-work other-trade unlisted-trade trade-for-anybody".split()
)
"""How near an offer is to the recipient: graded, and weighed more than other signals."""

WORDINGS = frozenset(("cold-wording", "plain-wording"))
"""Which way the words lean in public mail: `triage.judge.usage` finds them, and their weight is set, not learnt."""

OF_KIND_ALONE = WELCOMES | NEARNESS | {"bulk-mailer"}
"""Signals that tell one kind of outreach from another, and nothing of whether a message is outreach: good legitimate mail has
them too, and unsubscribe headers are set by both sides."""

_MERGE = re.compile(
    r"\{\{?[^{}\n]{0,20}(?:name|company|firm|city|title|industry|website|contact|vorname|pr[ée]nom|soci[ée]t[ée]|nombre|empresa|nome|azienda|naam|bedrijf|imi[eę])[^{}\n]{0,20}\}?\}"
    r"|\[\[?(?:first|last|your|company|recipient|contact|prospect|insert|name)[\w '-]{0,30}\]\]?"
    r"|%{1,2}[a-z]{3,20}%{1,2}|\*\|\w{2,20}\|\*|<<\w[\w ]{1,30}>>|\$\{?(?:first|last|company)_?name\}?",
    re.I,
)
_MERGE_MARKS = ("{", "[", "%", "*|", "<<", "$")
_BLANK = re.compile(r"\b_{4,}|\bX{4,}\b")
_BLANK_IN_SENTENCE = re.compile(r"[\w,] _{4,} \w")
_TEMPLATE_TALK = re.compile(
    r"template|jinja|mustache|handlebars|liquid|placeholder|render|variable|vorlage|platzhalter|plantilla|gabarit|mod[èe]le|modello|modelo|sjabloon|szablon|segnaposto",
    re.I,
)
_GREETED = re.compile(
    r"(?i:hi|hello|hey|dear|hallo|liebe[rs]?|bonjour|cher|chère|hola|estimad[oa]|olá|caro|cara|ciao|beste|cześć)\s+([A-ZÀ-Þ][a-zß-ÿ'-]{2,20})\s{0,2}[,!:–-]"
)
_NO_NAME = frozenset(
    """there all team everyone everybody sir madam friend friends folks colleague colleagues customer member user reader owner manager editor
    webmaster admin sirs both again guys professor doctor author researcher subscriber partner mister miss zusammen herr frau kollege kollegen
    kollegin madame monsieur messieurs tous todos todas equipo equipe team amigo amiga cliente tutti dottoressa dottore signora signor allemaal
    collega relatie meneer mevrouw""".split()
)
# The engine skips to a first letter that is fixed: so a line begins with its \n, and words are sought only where a hint of one is.
_TECHNICAL_LINE = re.compile(
    r"\n(?:diff --git|index [0-9a-f]{7}|@@ -\d|[+-]{3} [ab]/|Traceback|\s+at [\w.$]+\(|Signed-off-by:|Reviewed-by:|Acked-by:|commit [0-9a-f]{7}|#include|\$ \w|\s{4,}\w+\(.*\);)"
)
_TECHNICAL_WORD = re.compile(
    r"\b(?:segfault|stack trace|0x[0-9a-f]{4,}|git clone|apt-get|sudo |\w+\.(?:c|h|py|rs|go|cpp|java|sh|conf|yml):\d+)"
)
_TECHNICAL_HINTS = ("segfault", "stack trace", "0x", "git clone", "apt-get", "sudo ")
_PLACE_IN_FILE = re.compile(r"\.(?:c|h|py|rs|go|cpp|java|sh|conf|yml):\d")
_LIST_LINE = re.compile(r"^\s{0,8}(?:[-*•·●▪✓✔➤→»o]|\d{1,2}[.)])\s{1,8}\S", re.M)
_OPT_OUT = (
    *(
        "unsubscribe;opt out;opt-out;optout;remove me;be removed;abbestellen;abmelden;désinscri;désabonn;darse de baja;dar de baja"
        ";cancelar inscri;cancelar a inscri;descadastr;disiscri;cancellar;cancellir;uitschrijven;afmelden;wypis"
    ).split(";"),
    *(f"reply {quote}{word}" for word in ("stop", "no", "remove") for quote in ("", "'", '"')),
)
"""How a personal letter tells the way out, casefolded. As one pattern that ignores case they took seven times as long."""
_FIGURE = re.compile(
    r"\d[\d.,]*\s?(?:%|percent|prozent|pour cent|por ciento|€|euro|\$|£|kwh|hours|stunden|minutes|ms|kg|tons?)|[$€£]\s?\d",
    re.I,
)
_NO_REPLY = re.compile(
    r"no[._-]?reply|do[._-]?not[._-]?reply|notification|ne-pas-repondre|nicht-antworten|mailer-daemon|alerts?@"
)
_ASCII = re.compile(r"[\x00-\x7f]+")
_NO_CAPITALS = bytes(set(range(128)) - set(string.ascii_uppercase.encode()))
_NO_LETTERS = bytes(set(range(128)) - set(string.ascii_letters.encode()))

TEXT_CHARS = 12_000
QUOTED_CHARS = 3_000
MENU_LINES = 4
LOUD_CHARS = 3_000
RICH_LINKS = 5
LETTER_LINKS = 3
FACTS = 2
"""One rare word in common comes by chance; two show that somebody read."""
RICH_IMAGES = 2


@dataclass(frozen=True, slots=True)
class Signal:
    """A code of `SENTENCES`, its strength 0 to 1, and the words that it rests on."""

    code: str
    strength: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """All that a signal may look at."""

    message: Message
    recipient: Recipient
    relevance: Relevance
    phrases: dict[str, list[str]]
    text: str

    def says(self, code: str) -> bool:
        return code in self.phrases

    def strength(self, code: str, *, full: int) -> float:
        return min(1.0, len(self.phrases.get(code, ())) / full)

    def words(self, code: str) -> str:
        return ", ".join(self.phrases.get(code, ())[:4])


def signals(message: Message, run: Sequence[str], *, recipient: Recipient, relevance: Relevance) -> tuple[Signal, ...]:
    """Return every signal of a message. `run` is its subject and own words, as `words()` makes them."""
    text = f"{message.text.greeting}\n{message.text.body}"[:TEXT_CHARS]
    case = _Case(message, recipient, relevance, spoken(run), text)
    found: list[Signal] = []
    for look in (_annoyances, _channels, _wording, _welcomes, _nearness, _envelope, _legitimate):
        look(case, found)
    return tuple(found)


def _annoyances(case: _Case, found: list[Signal]) -> None:
    message, says = case.message, case.says
    gives = says("gives-first")
    if says("homework-claim") and len(case.relevance.facts) < FACTS and not case.relevance.own_pages:
        found.append(Signal("homework-without-fact", 1.0, case.words("homework-claim")))
    if case.relevance.never:
        found.append(Signal("never-wanted", 1.0, _mismatch(case.relevance)))
    if "?" in case.text:
        _questions(case, found)
    if field := _merge_field(message):
        found.append(Signal("merge-field", 1.0, field))
    if name := _wrong_name(message, case.recipient):
        found.append(Signal("wrong-name", 1.0, name))
    if not gives and any(under(host(url), CALENDARS) for url in message.links):
        found.append(Signal("calendar-link-only", 1.0))
    if message.text.quoted and "refusal" in spoken(words(normalise(message.text.quoted[:QUOTED_CHARS]))):
        found.append(Signal("mailed-after-refusal", 1.0))
    surname = case.recipient.name.casefold().split()[-1:]
    if (
        says("scam-story")
        and surname
        and re.search(rf"\b{re.escape(surname[0])}\b", case.text.casefold())
        and case.strength("scam-story", full=2) == 1.0
    ):
        found.append(Signal("surname-inheritance", 1.0, surname[0]))


def _mismatch(relevance: Relevance) -> str:
    listed = ", ".join(relevance.never)
    return f"{relevance.trade}; you listed {listed}" if relevance.trade else f"you listed {listed}"


def _questions(case: _Case, found: list[Signal]) -> None:
    """Find what is asked before anything is given, and what my own pages answer."""
    if case.says("qualifying-question") and not case.says("gives-first"):
        strength = case.strength("qualifying-question", full=2)
        found.append(Signal("qualifying-questions", strength, case.words("qualifying-question")))
    told = next((sentence for question, sentence in case.relevance.answers.items() if case.says(question)), "")
    if told:
        found.append(Signal("answered-question", 1.0, f"“{told}”"))


def _channels(case: _Case, found: list[Signal]) -> None:
    """Find the sales call in a message that a program passed on, and in a menu."""
    message, says = case.message, case.says
    sells = says("offers-service") or says("promises-growth")
    meets = says("asks-for-meeting")
    notice = says("network-notice") or is_network(message.sender.domain)
    in_mail = message.header("x-linkedin-class").upper() == "INMAIL"
    if ((notice and (meets or sells)) or in_mail) and not says("they-want-to-buy"):
        found.append(Signal("linkedin-pitch", 1.0))
    if sells and len(_LIST_LINE.findall(case.text)) >= MENU_LINES:
        found.append(Signal("service-menu", 1.0))
    if says("voicemail") and (sells or meets):
        found.append(Signal("voicemail-script", 1.0, case.words("voicemail")))


def _wording(case: _Case, found: list[Signal]) -> None:
    for code, full in (
        ("homework-claim", 1),
        ("asks-for-meeting", 2),
        ("offers-service", 3),
        ("promises-growth", 3),
        ("sales-pressure", 3),
        ("scam-story", 4),
        ("repeat-wording", 2),
    ):
        # An appointment that was made speaks of minutes too, and asks for nothing.
        if case.says(code) and not (code == "asks-for-meeting" and case.says("transaction")):
            found.append(Signal(code, case.strength(code, full=full), case.words(code)))
    letters, capitals = _letters_and_capitals(case.text[:LOUD_CHARS])
    loud = (2.0 if letters > 60 and capitals > letters * 0.3 else 0.0) + case.text.count("!") / 4
    if loud >= 0.5:
        found.append(Signal("shouting", min(1.0, loud / 2)))


def _letters_and_capitals(text: str) -> tuple[int, int]:
    """Return how many letters a text has and how many of them are capitals; those of ASCII are counted in one step."""
    plain, other = text.encode("ascii", "ignore"), "" if text.isascii() else _ASCII.sub("", text)
    letters = len(plain.translate(None, _NO_LETTERS)) + sum(map(str.isalpha, other))
    return letters, len(plain.translate(None, _NO_CAPITALS)) + sum(map(str.isupper, other))


def _welcomes(case: _Case, found: list[Signal]) -> None:
    relevance = case.relevance
    if relevance.facts:
        found.append(Signal("fact-about-me", min(1.0, len(relevance.facts) / 4), ", ".join(relevance.facts[:5])))
    if relevance.own_pages:
        found.append(Signal("own-page", 1.0, relevance.own_pages[0][:80]))
    if relevance.interests:
        found.append(Signal("meets-interest", 1.0, ", ".join(relevance.interests[:3])))
    if case.says("gives-first"):
        found.append(Signal("gives-first", case.strength("gives-first", full=2), case.words("gives-first")))
    if case.says("source-named") and (figure := _FIGURE.search(case.text)):
        found.append(Signal("figure-with-source", 1.0, figure[0]))


def _nearness(case: _Case, found: list[Signal]) -> None:
    relevance = case.relevance
    near, trade = relevance.near, relevance.trade
    graded = (
        ("near-interests", near.interest_words, ""),
        ("near-never", near.never_words, ""),
        ("near-work", near.work_words, ""),
        ("trade-of-interest", near.interest_trade, trade),
        ("trade-of-never", near.never_trade, trade),
        ("trade-of-work", near.work_trade, trade),
        (
            # Without lists of what I want and never want, the trade is all there is to go by.
            "other-trade" if relevance.listed else "unlisted-trade",
            (1.0 - near.interest_trade) * (1.0 - near.work_trade) if trade and not relevance.common else 0.0,
            trade,
        ),
        ("trade-for-anybody", 1.0 - near.never_trade if trade and relevance.common else 0.0, trade),
    )
    found.extend(Signal(code, min(1.0, strength), detail) for code, strength, detail in graded if strength > 0.0)


def _envelope(case: _Case, found: list[Signal]) -> None:
    message = case.message
    replies = bool(message.in_reply_to or message.references)
    if answers_by_subject(message.subject) and not replies and not message.text.quoted:
        found.append(Signal("fake-reply", 1.0))
    headers = dict(message.headers)
    bulk = "list-unsubscribe" in headers or "feedback-id" in headers
    plain = len(message.links) <= LETTER_LINKS and message.images <= 1
    if plain and not bulk and _tells_the_way_out(case):
        found.append(Signal("opt-out-line", 1.0))
    if bulk:
        found.append(Signal("bulk-mailer", 1.0))
    if message.sender.domain in FREEMAIL and (
        case.says("offers-service") or case.says("promises-growth") or case.says("scam-story")
    ):
        found.append(Signal("freemail-offer", 1.0))
    reply = message.reply_to[0] if message.reply_to else message.sender
    if reply.domain in FREEMAIL and reply.spec != message.sender.spec:
        found.append(Signal("reply-elsewhere", 1.0, reply.domain))
    mine = case.recipient.addresses
    if mine and message.recipients and not any(to.spec in mine for to in message.recipients):
        found.append(Signal("not-addressed", 1.0))


def _tells_the_way_out(case: _Case) -> bool:
    below = case.message.text
    end = f"{case.text[-1500:]}\n{below.signature[:1000]}\n{below.footer[:1500]}".casefold()
    return any(phrase in end for phrase in _OPT_OUT)


def _legitimate(case: _Case, found: list[Signal]) -> None:
    message = case.message
    if (message.in_reply_to or message.references) and message.text.quoted:
        found.append(Signal("thread-reply", 1.0))
    if case.says("transaction"):
        found.append(Signal("transaction", case.strength("transaction", full=2), case.words("transaction")))
    if case.says("they-want-to-buy"):
        found.append(Signal("wants-to-buy", case.strength("they-want-to-buy", full=2), case.words("they-want-to-buy")))
    if _NO_REPLY.search(message.sender.spec):
        found.append(Signal("no-reply-sender", 1.0))
    if len(message.links) >= RICH_LINKS:
        found.append(Signal("link-rich", min(1.0, len(message.links) / 12)))
    if message.images >= RICH_IMAGES:
        found.append(Signal("image-rich", min(1.0, message.images / 6)))
    if technical := _technical(case.text):
        found.append(Signal("technical", 1.0, technical))


def _technical(text: str) -> str:
    """Return the first words of code, a log or a patch."""
    line = _TECHNICAL_LINE.search(f"\n{text}")
    hinted = any(hint in text for hint in _TECHNICAL_HINTS) or _PLACE_IN_FILE.search(text)
    word = _TECHNICAL_WORD.search(text) if hinted else None
    first = min((match for match in (line, word) if match), key=re.Match.start, default=None)
    return first[0].strip()[:40] if first else ""


def _merge_field(message: Message) -> str:
    """Return an unfilled field of the subject, the greeting or the first lines; a colleague's mail about templates has none there."""
    start = f"{message.subject}\n{message.text.greeting}"
    opening = f"{start}\n{message.text.body[:400]}"
    match = _BLANK.search(start) or ("____" in opening and _BLANK_IN_SENTENCE.search(opening))
    if not match and any(mark in opening for mark in _MERGE_MARKS):
        match = _MERGE.search(opening)
    return match[0] if match and not _TEMPLATE_TALK.search(opening) else ""


def _wrong_name(message: Message, recipient: Recipient) -> str:
    """Return the single name that the greeting uses when it is none of mine."""
    match = _GREETED.match(message.text.greeting) if recipient.name else None
    if match is None or match[1].casefold() in _NO_NAME:
        return ""
    name = match[1].casefold()
    mine = f"{recipient.name} {recipient.company} {' '.join(recipient.addresses)}".casefold()
    if recipient.name.casefold().split()[0] in message.text.greeting.casefold():
        return ""
    others = " ".join(f"{to.name} {to.spec}" for to in message.recipients).casefold()
    return "" if name in mine or name in others else match[1]
