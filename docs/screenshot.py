"""Draw docs/summary.svg: what `triage demo` really prints on a terminal, as a picture. Called by `make screenshots`.

The picture needs no font of ours and loads nothing: every stretch of text is held to its columns, and bars are drawn
as rectangles, because fonts disagree about block characters.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

PICTURE = Path(__file__).with_name("summary.svg")
COLUMNS, CELL, LINE, SIZE, MARGIN, BAR = 84, 8.4, 19, 14, 18, 34
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace"
PAPER, FRAME, INK, FAINT = "#0d1117", "#30363d", "#e6edf3", "#9198a1"
COLORS = {31: "#ff7b72", 32: "#7ee787", 33: "#f2cc60", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea"}
EIGHTHS = {letter: number for number, letter in enumerate("▏▎▍▌▋▊▉█", start=1)}
_STYLE = re.compile(r"\x1b\[([\d;]*)m")
_PIECES = re.compile(r"[▏▎▍▌▋▊▉█]+|[^▏▎▍▌▋▊▉█\s]+(?: [^▏▎▍▌▋▊▉█\s]+)*")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one style on one line, and the column where it begins."""

    column: int
    text: str
    color: str
    bold: bool


def on_a_terminal(command: list[str], *, home: Path) -> str:
    """Run a command on a terminal of `COLUMNS` columns and return what it wrote there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environ |= {"TERM": "xterm-256color", "TRIAGE_HOME": str(home / "triage"), "TMPDIR": str(home)}
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environ)
    os.close(theirs)
    written = b""
    while True:
        try:
            written += (piece := os.read(ours, 65_536))
        except OSError:  # Linux says so when the last writer went away
            break
        if not piece:
            break
    if child.wait():
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}; nothing was drawn.")
    os.close(ours)
    return written.decode("utf-8").replace("\r\n", "\n")


def preview(shown: str) -> list[str]:
    """Return the lines of the first part of the demo, from its summary on."""
    lines = shown.split("\n")
    titles = [
        at for at, line in enumerate(lines) if re.match(r"\s*[12][.\s]\s*(?:Preview|Apply)", _STYLE.sub("", line))
    ]
    first, last = (titles[0] + 1, titles[1]) if len(titles) > 1 else (0, len(lines))
    part = lines[first:last]
    while part and not _STYLE.sub("", part[0]).strip():
        del part[0]
    while part and not _STYLE.sub("", part[-1]).strip():
        del part[-1]
    return part


def stretches(lines: list[str]) -> Iterator[tuple[int, Stretch]]:
    """Take lines apart at their escape sequences; yield each stretch with its row. A style may last over several lines."""
    row, column, color, bold = 0, 0, INK, False
    for at, piece in enumerate(_STYLE.split("\n".join(lines))):
        if at % 2:
            for code in map(int, filter(None, (piece or "0").split(";"))):
                color = INK if code == 0 else FAINT if code == 2 else COLORS.get(code, color)
                bold = code == 1 or (bold and code != 0)
            continue
        for number, text in enumerate(piece.split("\n")):
            if number:
                row, column = row + 1, 0
            yield row, Stretch(column, text, color, bold)
            column += _columns(text)


def picture(lines: list[str], *, command: str) -> str:
    """Return the SVG of these lines, below a title that names the command."""
    width, height = 2 * MARGIN + COLUMNS * CELL, BAR + 2 * MARGIN + len(lines) * LINE
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}" font-size="{SIZE}">',
        f"<title>{escape(command)}</title>",
        f'<rect x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="8" fill="{PAPER}" stroke="{FRAME}"/>',
        *(f'<circle cx="{MARGIN + 4 + 18 * at}" cy="18" r="5.5" fill="{FRAME}"/>' for at in range(3)),
        f'<text x="{width / 2:g}" y="23" fill="{FAINT}" text-anchor="middle">{escape(command)}</text>',
    ]
    for row, stretch in stretches(lines):
        drawn += _drawn(stretch, BAR + MARGIN + row * LINE + SIZE)
    return "\n".join([*drawn, "</svg>", ""])


def _drawn(stretch: Stretch, base: float) -> Iterator[str]:
    for found in _PIECES.finditer(stretch.text):
        text = found[0]
        x = MARGIN + (stretch.column + _columns(stretch.text[: found.start()])) * CELL
        if text[0] in EIGHTHS:
            long = sum(EIGHTHS[letter] for letter in text) / 8 * CELL
            yield f'<rect x="{x:g}" y="{base - 11:g}" width="{long:g}" height="13" fill="{stretch.color}"/>'
        else:
            weight = ' font-weight="bold"' if stretch.bold else ""
            fit = f'textLength="{_columns(text) * CELL:g}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text x="{x:g}" y="{base:g}" fill="{stretch.color}"{weight} {fit} xml:space="preserve">{escape(text)}</text>'


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text
    )  # fmt: skip


if __name__ == "__main__":
    program = Path(sys.executable).with_name("triage")
    with tempfile.TemporaryDirectory() as folder:
        shown = on_a_terminal([str(program), "demo"], home=Path(folder))
        # The demo's own folder has another name every time; the picture should not.
        shown = re.sub(re.escape(folder) + r"/triage-demo-[\w-]+", "~", shown)
    PICTURE.write_text(picture(preview(shown), command="triage demo"), "utf-8")
    print(f"{PICTURE.name} was drawn")
