"""HTML to the text that a person sees, with what is hidden from them dropped and recorded.

Parsing is selectolax's (lexbor): 0.27 ms a part where the standard parser takes 2.6 (docs/decisions.md). It is quadratic in
depth, so markup is cut at `HTML_CHARS` characters and `TAGS` tags; at those bounds the worst input found takes 30 ms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from selectolax.lexbor import LexborHTMLParser, LexborNode

HTML_CHARS = 32_768
TAGS = 4_000
LINKS = 200
OVER_HTML = "over-html"

_BLOCKS = frozenset(
    "p div br tr li h1 h2 h3 h4 h5 h6 blockquote pre hr table ul ol section article header footer form center".split()
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(
    "script style head title noscript template object svg iframe select textarea -comment !doctype".split()
)
_QUOTE_CLASS = re.compile(r"gmail_quote|gmail_attr|moz-cite-prefix|yahoo_quoted|protonmail_quote|moz-forward-container")

_CONCEALED = re.compile(
    r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|mso-hide\s{0,4}:\s{0,4}all"
    r"|(?:max-height|max-width|opacity)\s{0,4}:\s{0,4}0(?:\.0{1,4})?\s{0,2}(?:px|pt|em|%|;|!|$)"
    r"|(?:left|top|text-indent)\s{0,4}:\s{0,4}-\d{3,6}",
    re.I,
)
_SHRUNK = re.compile(r"font-size\s{0,4}:\s{0,4}(?:0(?:\.0{1,4})?\s{0,2}(?:px|pt|em|%|;|!|$)|1(?:px|pt)\b)", re.I)
_COLOUR = re.compile(r"(?:^|[;\s\"])color\s{0,4}:\s{0,4}(#[0-9a-f]{3,6}|white)\b", re.I)
_BACKGROUND = re.compile(r"background(?:-color)?\s{0,4}:\s{0,4}(#[0-9a-f]{3,6}|white)\b", re.I)
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a person sees of an HTML part, set apart from what is quoted and what is hidden."""

    text: str
    quoted: str
    hidden: str
    links: tuple[str, ...]
    images: int
    over: bool


class _Show(Enum):
    """How the text at hand reaches the person: seen, seen as a quotation, or not at all."""

    TEXT = 0
    QUOTED = 1
    HIDDEN = 2


@dataclass(slots=True)
class _Collected:
    shown: dict[_Show, list[str]] = field(default_factory=lambda: {show: [] for show in _Show})
    links: list[str] = field(default_factory=list)
    images: int = 0

    def lines(self, show: _Show) -> str:
        return _lines("".join(self.shown[show]))


def read_html(html: str) -> Page:
    """Return the page that this markup shows. Never raises; linear within its two bounds."""
    html, over = _bounded(html)
    body = LexborHTMLParser(html).body
    found = _Collected()
    if body is not None:
        _collect(body, found)
    return Page(
        found.lines(_Show.TEXT),
        found.lines(_Show.QUOTED),
        found.lines(_Show.HIDDEN),
        tuple(found.links),
        found.images,
        over,
    )


def _collect(body: LexborNode, found: _Collected) -> None:
    """Visit every node once, in the order of the page; depth costs no Python stack."""
    waiting: list[tuple[LexborNode | None, _Show, str]] = [(body.child, _Show.TEXT, "")]
    while waiting:
        node, show, closing = waiting.pop()
        found.shown[show].append(closing)
        while node is not None:
            following, tag = node.next, node.tag
            if tag == "-text":
                found.shown[show].append(node.text_content or "")
            elif tag not in _UNSEEN:
                inner = _how_shown(node, tag, show, found)
                space = "\n" if tag in _BLOCKS else " " if tag in _CELLS else ""
                found.shown[inner].append(space)
                if (child := node.child) is not None:
                    waiting.append((following, show, space))
                    node, show = child, inner
                    continue
            node = following


def _how_shown(node: LexborNode, tag: str | None, show: _Show, found: _Collected) -> _Show:
    """Count links and images, and tell how what is inside this node is shown."""
    if show is _Show.HIDDEN:
        return show
    attributes = node.attributes
    if tag == "img":
        found.images += 1
    elif tag == "a" and len(found.links) < LINKS and (href := attributes.get("href")):
        found.links.append(href)
    if attributes and _is_hidden(attributes, node):
        return _Show.HIDDEN
    if tag == "blockquote" or _QUOTE_CLASS.search(attributes.get("class") or ""):
        return _Show.QUOTED
    return show


def _bounded(html: str) -> tuple[str, bool]:
    """Drop what no reader sees, then cut; the markup of a newsletter is half style sheet."""
    over = False
    for opening, closing in (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>")):
        html = _without(html, opening, closing)
    if len(html) > HTML_CHARS:
        html, over = html[:HTML_CHARS], True
    if html.count("<") > TAGS:
        html, over = "<".join(html.split("<", TAGS)[:TAGS]), True
    return html, over


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


def _is_hidden(attributes: Mapping[str, str | None], node: LexborNode) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style:
        return False
    if _CONCEALED.search(style):
        return True
    if _SHRUNK.search(style):  # newsletters set 0 on a cell and a size again on what stands in it
        return node.css_first("[style*='font-size']:not([style*='font-size:0'])") is None
    colour, background = _COLOUR.search(style), _BACKGROUND.search(style)
    return bool(colour and background and colour[1].lower() == background[1].lower())


def _lines(text: str) -> str:
    """Fold blanks within lines and runs of empty lines to one."""
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n")]
    kept = [line for index, line in enumerate(lines) if line or (index and lines[index - 1])]
    return "\n".join(kept).strip()
