"""HTML to the text that a person sees, with what is hidden from them and what is quoted set apart.

Parsing is selectolax's (lexbor): 0.27 ms a part where the standard parser takes 2.6 (docs/decisions.md). It is quadratic in
depth and in attributes, so markup is cut at `HTML_CHARS` characters and `TAGS` tags; the costliest that was found within
these bounds takes 50 ms (bench/hostile_mail.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from triage.read.phrases import LINE, is_attribution
from triage.read.style import UNKNOWN, WHITE, Colour, Style, alike, colour, read_style

HTML_CHARS = 32_768
TAGS = 4_000
NODES = 20_000
LINKS = 200

_BLOCKS = frozenset(
    "div br tr li ul ol dt dd section article header footer nav main aside address form fieldset legend center table"
    " tbody thead tfoot caption figure figcaption details summary dir menu hr".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre dl".split())
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    "script style head title noscript template object svg iframe select textarea -comment !doctype".split()
)
_ACTS = frozenset(("img", "blockquote", "pre"))  # without attributes too
_TELLING = frozenset("style class id hidden type cite bgcolor background color text".split())
_QUOTE = re.compile(
    r"gmail_quote|gmail_attr|moz-cite-prefix|moz-forward-container|yahoo_quoted|protonmail_quote|tutanota_quote"
    r"|outlookmessageheader|olk_src_body_section|mail-editor-reference-message-container"
)

# The parser opens these again in every paragraph behind one that was never closed: 1,500 of them made 1.1 million nodes.
# A span does not, and says as much about the text in it.
_FORMATTING = r"(?![adhlmopqrw!/])(?:[bisu]|big|code|em|font|nobr|small|strike|strong|tt)(?=[\s/>])"
_OPENED = re.compile("<" + _FORMATTING, re.I)
_CLOSED = re.compile("</" + _FORMATTING, re.I)

# Line breaks as they are collected: one that `<br>` asks for, one that a block needs on both sides, an empty line.
_HARD, _SOFT, _EMPTY = "\n", "\x1e", "\x1d"
_SPACE = {**dict.fromkeys(_BLOCKS, _SOFT), **dict.fromkeys(_PARAGRAPHS, _EMPTY), **dict.fromkeys(_CELLS, " ")}
_HARDENED = str.maketrans("\x1d\x1e", "\n\n")
# One blank alone, which is most of them, is no match: it stays.
_MORE = "[ \t\f\v\xa0\u2000-\u200d\u034f\u2060\ufeff\xad]"
_BLANKS = re.compile(f" {_MORE}+|[\t\f\v\xa0\u2000-\u200a]{_MORE}*")
_BREAKS = re.compile("([\n\x1d\x1e])[\n\x1d\x1e \u200b-\u200d\u034f\u2060\ufeff\xad]*")


@dataclass(frozen=True, slots=True)
class Page:
    """What a person sees of an HTML part, set apart from what is quoted and what is hidden."""

    text: str
    quoted: str
    hidden: str
    links: tuple[str, ...]
    images: int
    over: bool


class _Look(NamedTuple):
    """What is inherited on the way down: where text goes, and why."""

    into: list[str]
    quoted: bool = False
    concealed: bool = False
    tiny: bool = False
    preformatted: bool = False
    colour: Colour | None = None
    background: Colour | None = None


@dataclass(slots=True)
class _Collected:
    """What was found on the way; `styled` says that there is a style sheet, which may colour what has a class."""

    styled: bool
    text: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: int = 0
    styles: dict[str, Style] = field(default_factory=dict)
    colours: dict[str, Colour | None] = field(default_factory=dict)


def read_html(html: str) -> Page:
    """Return the page that this markup shows. Never raises; linear within its two bounds."""
    found = _Collected(styled="<style" in html.lower())
    html, over = _bounded(html)
    body = LexborHTMLParser(_CLOSED.sub("</span", _OPENED.sub("<span", html))).body
    if body is not None:
        over |= not _collect(body, found)
    return Page(
        text=_lines(found.text),
        quoted=_lines(found.quoted),
        hidden=_lines(found.hidden),
        links=tuple(found.links),
        images=found.images,
        over=over,
    )


def _collect(body: LexborNode, found: _Collected) -> bool:
    """Visit every node once, in the order of the page, and tell whether that was all; depth costs no Python stack."""
    left = NODES
    look = _inner(_Look(found.text, background=None if found.styled else WHITE), body.attributes, "body", found)
    waiting: list[tuple[LexborNode | None, _Look, str]] = [(body.first_child, look, "")]
    while waiting:
        node, look, closing = waiting.pop()
        look.into.append(closing)
        while node is not None:
            left -= 1
            if not left:
                return False
            following, tag = node.next, node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                look.into.append(text if look.preformatted else _unbroken(text))
            elif tag not in _UNSEEN:
                attributes = node.attributes
                told = attributes or tag in _ACTS
                inner = _inner(look, attributes, tag, found) if told and not look.concealed else look
                space = _SPACE.get(tag, "")
                inner.into.append(_HARD if tag == "br" else space)
                if (child := node.first_child) is not None:
                    if tag == "a" and following is not None and following.tag == "a":
                        space = " "  # a menu, kept apart by its style alone
                    waiting.append((following, look, space))
                    node, look = child, inner
                    continue
            node = following
    return True


def _unbroken(text: str) -> str:
    """Return text without line breaks, ours among them; for short text `str.translate` takes three times as long."""
    return text.replace("\n", " ").replace("\r", " ").replace(_SOFT, " ").replace(_EMPTY, " ")


def _inner(look: _Look, attributes: Mapping[str, str | None], tag: str, found: _Collected) -> _Look:
    """Count links and images, and tell how what is inside a node looks that is not concealed."""
    if tag == "img" and not (attributes.get("src") or "").startswith("cid:"):  # that one is a part of the message
        found.images += 1
    elif tag == "a" and len(found.links) < LINKS and (href := attributes.get("href")):
        found.links.append(href)
    elif tag == "blockquote" and not look.quoted and _introduced(look.into):
        look = look._replace(quoted=True, into=found.quoted)
    elif tag == "pre":
        look = look._replace(preformatted=True)
    return look if _TELLING.isdisjoint(attributes) else _styled(look, attributes, tag, found)


def _styled(look: _Look, attributes: Mapping[str, str | None], tag: str, found: _Collected) -> _Look:
    """Tell how a node with these attributes looks."""
    style = _style(attributes.get("style") or "", found)
    ink, paper, tiny = look.colour, look.background, look.tiny
    if found.styled and (attributes.get("class") or attributes.get("id")):  # the style sheet may say otherwise
        ink, paper, tiny = None, None, False
    tiny = tiny if style.tiny is None else style.tiny
    ink = _said(style.colour, _colour(attributes.get("text" if tag == "body" else "color"), found), ink)
    image = attributes.get("background")
    paper = _said(style.background, UNKNOWN if image else _colour(attributes.get("bgcolor"), found), paper)
    quoted = look.quoted or _is_quote(attributes, tag, style)
    concealed = style.concealed or "hidden" in attributes
    unseen = concealed or tiny or alike(ink, paper)
    into = found.hidden if unseen else found.quoted if quoted else found.text
    return _Look(into, quoted, concealed, tiny, look.preformatted or style.preformatted, ink, paper)


def _said(own: Colour | None, attribute: Colour | None, inherited: Colour | None) -> Colour | None:
    if own is not None:
        return own
    return inherited if attribute is None else attribute


def _colour(value: str | None, found: _Collected) -> Colour | None:
    """Return what a colour attribute says; a page has few of them, and repeats them."""
    if not value:
        return None
    if value not in found.colours:
        found.colours[value] = colour(value)
    return found.colours[value]


def _style(style: str, found: _Collected) -> Style:
    """Return what a style says; a newsletter says the same on each of its cells."""
    known = found.styles.get(style)
    if known is None:
        known = found.styles[style] = read_style(style)
    return known


def _is_quote(attributes: Mapping[str, str | None], tag: str, style: Style) -> bool:
    """Tell what mail programs mark as quoted; a bare `<blockquote>` is how old ones indent."""
    if tag == "blockquote" and (attributes.get("type") == "cite" or "cite" in attributes or style.ruled):
        return True
    if "class" not in attributes and "id" not in attributes:
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return _QUOTE.search(named.lower()) is not None


def _introduced(pieces: list[str]) -> bool:
    """Tell whether the line before says that somebody wrote what follows."""
    before = "".join(piece[-LINE:] for piece in pieces[-12:]).translate(_HARDENED)
    return is_attribution(before.rstrip().rpartition("\n")[2])


def _bounded(html: str) -> tuple[str, bool]:
    """Return markup within the bounds: where it is too large, first without what no reader sees, then cut."""
    if _fits(html):
        return html, False
    for opening, closing in (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>")):
        html = _without(html, opening, closing)
    if _fits(html):
        return html, False
    html = html[:HTML_CHARS]
    return "<".join(html.split("<", TAGS)[:TAGS]), True


def _fits(html: str) -> bool:
    return len(html) <= HTML_CHARS and html.count("<") < TAGS


def _without(html: str, opening: str, closing: str) -> str:
    """Cut every stretch from `opening` to `closing`, in one pass; an unclosed one is left to the parser."""
    lowered = html.lower()
    if len(lowered) != len(html):  # a letter that grows in lower case would shift the offsets
        lowered = html
    kept: list[str] = []
    at = 0
    while (start := lowered.find(opening, at)) >= 0 and (stop := lowered.find(closing, start)) >= 0:
        kept.append(html[at:start])
        at = stop + len(closing)
    kept.append(html[at:])
    return "".join(kept)


def _lines(pieces: list[str]) -> str:
    """Fold blanks and breaks as a browser does, and runs of empty lines to one."""
    text = _BLANKS.sub(" ", "".join(pieces))
    for sign in (_HARD, _SOFT, _EMPTY):
        text = text.replace(" " + sign, sign)
    return _BREAKS.sub(_break, text).strip()


def _break(run: re.Match[str]) -> str:
    if len(run[0]) == 1:
        return "\n\n" if run[0] == _EMPTY else "\n"
    hard = run[0].count(_HARD) + (run[1] == _SOFT and _HARD in run[0])
    return "\n\n" if hard > 1 or _EMPTY in run[0] else "\n"
