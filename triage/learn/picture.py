"""The figures of a set as one picture: what was taken for what, and whether probabilities can be believed. Self-contained SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from triage.domain import LABELS
from triage.learn.figures import Figures

if TYPE_CHECKING:
    from triage.learn.curve import Point

WIDTH, HEIGHT = 860, 436
_CELL, _LEFT, _TOP = 62, 100, 96
_PLOT, _PLOT_LEFT = 310, 510
_STYLE = """
  svg { font: 13px system-ui, sans-serif; background: #fff; color: #1b2430; fill: currentColor }
  .quiet { fill: #5b6775 } .right { fill: #2f7d4f } .wrong { fill: #b3541e } .frame { fill: none; stroke: #9aa5b1 }
  .line { fill: none; stroke: #1f5f99; stroke-width: 2 } .dot { fill: #1f5f99 } .even { stroke: #9aa5b1; stroke-dasharray: 4 4 }
  .title { font-size: 16px; font-weight: 600 } .head { font-weight: 600 } .on { fill: #fff }
  @media (prefers-color-scheme: dark) {
    svg { background: #12171d; color: #e6ebf0 } .quiet { fill: #9aa7b5 } .right { fill: #3f9a66 } .wrong { fill: #d0763d }
    .line { stroke: #6cb0ea } .dot { fill: #6cb0ea } .on { fill: #fff }
  }"""


def drawn(found: Figures, *, title: str) -> str:
    """Return the picture. It is readable without colours: every cell says its count, every point its number of messages."""
    told = escape(_told(found, title))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">',
        f"<style>{_STYLE}\n</style>",
        f'<text class="title" x="20" y="30">{escape(title)}: {found.messages:,} messages</text>',
        *_confusion(found),
        *_reliability(found),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def drawn_curve(points: Sequence[Point]) -> str:
    """Return the picture of a learning curve: F1 of the kinds after so many messages of one's own, each point with its figure."""
    shown = [(point.learnt, point.found.macro_f1.value or 0.0) for point in points]
    told = ", ".join(f"after {learnt:,}: {value:.0%}" for learnt, value in shown)
    step, bottom = _PLOT / max(1, len(shown) - 1), _TOP + _PLOT
    places = [(_LEFT + at * step, bottom - value * _PLOT) for at, (_, value) in enumerate(shown)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _PLOT + 60} {HEIGHT}" role="img" aria-label="{told}">',
        f"<style>{_STYLE}\n</style>",
        '<text class="title" x="20" y="30">F1 of the four kinds, after so many messages of yours</text>',
        f'<rect class="frame" x="{_LEFT}" y="{_TOP}" width="{_PLOT}" height="{_PLOT}"/>',
        f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in places)}"/>',
    ]
    for (learnt, value), (x, y) in zip(shown, places, strict=True):
        lines.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        lines.append(f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle" font-size="11">{value:.0%}</text>')
        lines.append(
            f'<text class="quiet" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle" font-size="11">{learnt:,}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _told(found: Figures, title: str) -> str:
    moved, error = found.legitimate_moved.value, found.calibration_error.value
    return f"{title}: {found.messages} messages, legitimate mail moved {moved or 0:.2%}, calibration error {error or 0:.3f}"


def _confusion(found: Figures) -> Iterator[str]:
    yield '<text class="head" x="20" y="58">What it is, and what it was taken for</text>'
    for column, label in enumerate(LABELS):
        x = _LEFT + column * _CELL + _CELL / 2
        yield f'<text class="quiet" x="{x:.0f}" y="{_TOP - 10}" text-anchor="middle" font-size="11">{label}</text>'
    for row, truth in enumerate(LABELS):
        y = _TOP + row * _CELL
        total = int(found.confusion[row].sum())
        yield f'<text x="{_LEFT - 8}" y="{y + _CELL / 2 + 4:.0f}" text-anchor="end" font-size="12">{truth}</text>'
        for column in range(len(LABELS)):
            count = int(found.confusion[row, column])
            share = count / total if total else 0.0
            kind = "right" if row == column else "wrong"
            x = _LEFT + column * _CELL
            box = f'x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_CELL - 2}" rx="4"'
            yield f'<rect class="{kind}" {box} fill-opacity="{share:.3f}"/><rect class="frame" {box} stroke-opacity=".35"/>'
            ink = ' class="on"' if share > 0.55 else ""
            middle = f'x="{x + _CELL / 2:.0f}" text-anchor="middle"'
            yield f'<text{ink} {middle} y="{y + 29}">{count}</text>'
            if count:
                yield f'<text{ink} {middle} y="{y + 45}" font-size="10">{share:.0%}</text>'


def _reliability(found: Figures) -> Iterator[str]:
    bottom, top = _TOP + _PLOT, _TOP
    yield f'<text class="head" x="{_PLOT_LEFT}" y="58">Probability of outreach: told, and true</text>'
    yield f'<rect class="frame" x="{_PLOT_LEFT}" y="{top}" width="{_PLOT}" height="{_PLOT}"/>'
    yield f'<line class="even" x1="{_PLOT_LEFT}" y1="{bottom}" x2="{_PLOT_LEFT + _PLOT}" y2="{top}"/>'
    for tick in (0.0, 0.5, 1.0):
        at = tick * _PLOT
        yield f'<text class="quiet" x="{_PLOT_LEFT + at:.0f}" y="{bottom + 16}" text-anchor="middle" font-size="11">{tick:.0%}</text>'
        yield f'<text class="quiet" x="{_PLOT_LEFT - 6}" y="{bottom - at + 4:.0f}" text-anchor="end" font-size="11">{tick:.0%}</text>'
    points = [
        (_PLOT_LEFT + one.told * _PLOT, bottom - one.true * _PLOT, one.count) for one in found.reliability if one.count
    ]
    yield f'<polyline class="line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)}"/>'
    most = max((count for _, _, count in points), default=1)
    for x, y, count in points:
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{3 + 7 * (count / most) ** 0.5:.1f}"/>'
        beside, anchor = (x - 12, "end") if x > _PLOT_LEFT + _PLOT * 0.75 else (x + 12, "start")
        yield f'<text class="quiet" x="{beside:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="10">{count}</text>'
