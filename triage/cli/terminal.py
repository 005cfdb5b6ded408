"""How triage looks on a terminal: safe text, colours, bars. Everything from mail goes through `safe`."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata

_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
}


def safe(text: str, width: int | None = None) -> str:
    """Return mail's text fit for a terminal: one line, no escape, bidirectional or invisible characters, cut to `width` columns."""
    clean = _DANGEROUS.sub("", " ".join(text.split()))
    return clean if width is None else cut(clean, width)


def cut(text: str, width: int) -> str:
    """Return text of at most `width` columns, with an ellipsis where something is left out."""
    if columns(text) <= width:
        return text
    kept, used = [], 0
    for letter in text:
        used += columns(letter)
        if used > width - 1:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def pad(text: str, width: int) -> str:
    """Return text filled with blanks to `width` columns."""
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """Return how many columns a terminal gives to this text."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def screen_width() -> int:
    """Return the width to write for: the terminal's, between 60 and 100 columns."""
    return max(60, min(100, shutil.get_terminal_size((80, 24)).columns))


def bar(part: int, whole: int, width: int) -> str:
    """Return a bar of `part` in `whole`; what is there at all shows at least a sliver."""
    if not part or not whole:
        return ""
    eighths = max(1, round(part / whole * width * 8))
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


class Pen:
    """Writes in colours, or plainly."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, *styles: str) -> str:
        if not self._color or not styles:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


class Progress:
    """One line on the error stream that is written over; silent where that stream is no terminal."""

    def __init__(self, *, shown: bool, total: int = 0) -> None:
        self._shown = shown
        self._total = total
        self._done = 0

    def step(self) -> None:
        """Count one message."""
        self._done += 1
        if self._shown and (self._done % 50 == 0 or self._done == self._total):
            share = bar(self._done, self._total, 24)
            sys.stderr.write(f"\r\x1b[K  {pad(share, 24)} {self._done} of {self._total}")
            sys.stderr.flush()

    def say(self, text: str) -> None:
        """Show what is being done."""
        if self._shown:
            sys.stderr.write(f"\r\x1b[K  {text}")
            sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
