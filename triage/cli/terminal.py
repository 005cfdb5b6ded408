"""How triage looks on a terminal: safe text, widths, bars, colours, progress. Everything from mail goes through `safe`."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from pathlib import Path
from typing import Self

_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Controls, escapes, bidirectional and invisible characters, variation selectors (their width differs by terminal)."""
_SEQUENCES = re.compile(r"\x1b(?:\[[0-?]{0,99}[ -/]{0,9}[@-~]|\][^\x07\x1b]{0,999}(?:\x07|\x1b\\)?)")
"""What a terminal obeys: colours and cursor moves (CSI), titles and links (OSC)."""
_MOST_MARKS = 3
"""Combining marks kept on one letter; more of them would be drawn over the neighbouring lines."""

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
NARROWEST, WIDEST = 60, 100


def safe(text: str, width: int | None = None) -> str:
    """Return mail's text fit for a terminal, on one line: nothing that is obeyed or not seen, cut to `width` columns."""
    clean = _DANGEROUS.sub("", " ".join(_SEQUENCES.sub("", text).split()))
    if not clean.isascii():
        clean = _without_towers(clean)
    return clean if width is None else cut(clean, width)


def _without_towers(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if _width(letter) == 0 else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def columns(text: str) -> int:
    """Return how many columns a terminal gives to this text."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(letter: str) -> int:
    if letter < "\u0300":
        return 1
    if unicodedata.category(letter) in ("Mn", "Me", "Cf") or "\u1160" <= letter <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return text of at most `width` columns, with an ellipsis where its end is left out."""
    if columns(text) <= width:
        return text
    return _head(text, width - 1).rstrip() + "…"


def cut_left(text: str, width: int) -> str:
    """Return text of at most `width` columns, with an ellipsis where its beginning is left out, as suits a path."""
    if columns(text) <= width:
        return text
    return "…" + _head(text[::-1], width - 1)[::-1].lstrip()


def short(path: Path) -> str:
    """Return a path as a person writes it, with ~ for their home."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # not below it, or nobody knows where it is
        return str(path)


def _head(text: str, width: int) -> str:
    used = 0
    for place, letter in enumerate(text):
        used += _width(letter)
        if used > width:
            return text[:place]
    return text


def wrap(text: str, width: int) -> list[str]:
    """Return text in lines of at most `width` columns, broken between words where that is possible."""
    lines, line = [], ""
    for word in text.split():
        while columns(word) > width:
            head = _head(word, width)
            lines += [line, head] if line else [head]
            line, word = "", word[len(head) :]
        if line and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line or not lines else lines


def pad(text: str, width: int) -> str:
    """Return text filled with blanks to `width` columns."""
    return text + " " * max(0, width - columns(text))


def screen_width() -> int:
    """Return the width to write for: the terminal's, within bounds; 80 where there is none."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def bar(part: int, whole: int, width: int) -> str:
    """Return a bar of `part` in `whole`, at most `width` columns; what is there at all shows at least a sliver."""
    if part <= 0 or whole <= 0:
        return ""
    eighths = min(width * 8, max(1, round(part / whole * width * 8)))
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


class Pen:
    """Writes in colours, or plainly."""

    def __init__(self, *, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, *styles: str) -> str:
        if not self._color or not styles or not text:
            return text
        return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


class Progress:
    """One line on the error stream that is written over, and cleared however the work ends."""

    _EVERY = 50

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._total = 0
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.clear()

    def say(self, text: str) -> None:
        """Show what is being done."""
        self._write(safe(text, screen_width() - 4))

    def begin(self, total: int) -> None:
        """Begin to count messages."""
        self._total, self._done = total, 0
        self._draw()

    def step(self) -> None:
        """Count one message."""
        self._done += 1
        if self._done % self._EVERY == 0 or self._done == self._total:
            self._draw()

    def clear(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _draw(self) -> None:
        self._write(f"{pad(bar(self._done, self._total, 24), 24)} {self._done:,} of {self._total:,}")

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[K  {text}")
            sys.stderr.flush()


def note(text: str) -> None:
    """Say something besides the result, on the error stream; on a terminal no word of it is broken."""
    began = "triage: "
    for line in map(safe, text.splitlines()):
        lines = wrap(line, screen_width() - len(began) - 1) if sys.stderr and sys.stderr.isatty() else [line]
        print(began + f"\n{' ' * len(began)}".join(lines), file=sys.stderr)
