"""What a style attribute says about whether a person sees the text in it. Not a CSS parser: one pass, no cascade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = tuple[int, ...]
"""Red, green, blue; the empty tuple is a colour that cannot be known (an image, a name nobody hides behind)."""

UNKNOWN: Colour = ()
WHITE: Colour = (255, 255, 255)
_NAMES: dict[str, Colour] = {"white": WHITE, "black": (0, 0, 0), "whitesmoke": (245, 245, 245), "snow": (255, 250, 250)}
_NOT_SAID = frozenset(("", "transparent", "inherit", "initial", "none", "unset"))

TINY = 1.4
"""Pixels of a letter that nobody reads: preheaders are set in 0, 1px and 1pt."""
FAR = -200.0
_LIKE = 10
_LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{1,6})?)(px|pt|em|rem|%|in|cm|mm|vw|vh)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.333, "em": 16.0, "rem": 16.0, "%": 0.16, "in": 96.0, "cm": 37.8, "mm": 3.78}
_HEX = re.compile(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?|#([0-9a-f])([0-9a-f])([0-9a-f])")
_RGB = re.compile(r"rgba?\((\d{1,3})[, ]{1,3}(\d{1,3})[, ]{1,3}(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Style:
    """What was said; None where nothing was."""

    concealed: bool = False
    tiny: bool | None = None
    colour: Colour | None = None
    background: Colour | None = None
    preformatted: bool = False
    ruled: bool = False


def read_style(style: str) -> Style:
    """Return what a style attribute says; linear in its length."""
    said = {}
    for declaration in style.lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            said[name.strip()] = value.partition("!")[0].strip()
    size = said.get("font-size") or said.get("font", "").partition("/")[0].rpartition(" ")[2]
    pixels = _pixels(size)
    return Style(
        concealed=_is_concealed(said),
        tiny=None if pixels is None else pixels <= TINY,
        colour=colour(said.get("color", "")),
        background=_background(said),
        preformatted=said.get("white-space", "").startswith("pre"),
        ruled="border-left" in said or "border-left-width" in said,
    )


def _is_concealed(said: dict[str, str]) -> bool:
    if said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse"):
        return True
    if any(_is_zero(said.get(name)) for name in ("opacity", "max-height", "max-width")):
        return True
    if said.get("overflow") == "hidden" and (_is_zero(said.get("height")) or _is_zero(said.get("width"))):
        return True
    if said.get("clip", "").startswith(("rect(0", "rect(1px")) or said.get("transform", "").startswith("scale(0)"):
        return True
    places = (said.get(name) for name in ("left", "top", "text-indent", "margin-left", "margin-top"))
    return any((pixels := _pixels(place)) is not None and pixels <= FAR for place in places if place)


def _is_zero(value: str | None) -> bool:
    pixels = _pixels(value)
    return pixels is not None and abs(pixels) < 0.02


def _pixels(value: str | None) -> float | None:
    """Return a length in pixels of a screen, about; None for what is no length."""
    length = _LENGTH.fullmatch(value.replace(" ", "")) if value else None
    if length is None or length[1] in ("", "-"):
        return None
    return float(length[1]) * _PIXELS.get(length[2] or "", 16.0)


def _background(said: dict[str, str]) -> Colour | None:
    if "background-image" in said and said["background-image"] != "none":
        return UNKNOWN
    value = said.get("background-color") or said.get("background", "")
    if "url(" in value or "gradient" in value:
        return UNKNOWN
    return colour(value if value.startswith("rgb") else value.partition(" ")[0])


def colour(value: str) -> Colour | None:
    """Return the colour of an attribute value; None where it says none, `UNKNOWN` where it is not one of ours."""
    value = value.strip().lower()
    if value in _NOT_SAID:
        return None
    if value in _NAMES:
        return _NAMES[value]
    if six := _HEX.fullmatch(value):
        letters = six[1] or six[2] * 2 + six[3] * 2 + six[4] * 2
        return tuple(int(letters[at : at + 2], 16) for at in (0, 2, 4))
    if three := _RGB.match(value):
        return tuple(int(part) for part in three.groups())
    return UNKNOWN


def alike(one: Colour | None, other: Colour | None) -> bool:
    """Tell whether two known colours cannot be told apart by eye."""
    if not one or not other:
        return False
    return abs(one[0] - other[0]) <= _LIKE and abs(one[1] - other[1]) <= _LIKE and abs(one[2] - other[2]) <= _LIKE
