"""The report as one HTML file: its words and its looks are in `report.html.j2`, here is what the template cannot say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Template

from triage.cli.page import environment
from triage.cli.report.text import ask, day, days, who
from triage.cli.words import OUTREACH_KINDS
from triage.report.figures import Report
from triage.report.league import Pest
from triage.report.whys import said

MARK = "<!DOCTYPE html>\n<!-- a report of triage -->\n"
"""How every report begins, so that a report may be written over a report and over nothing else."""
MOST_WEEKS, MOST_PESTS, MOST_PITCHES, MOST_CORRECTIONS = 53, 25, 50, 50
"""What the file shows at most, so that it stays small; `--json` has all."""
WIDTH, WIDEST, HEIGHT = 180, 14, 26
"""The width of a row of months, that of one month at most, and the height of the most mails in one, in pixels."""
FEW = 4
"""Mails in a month that fill its height, where a vendor never sent more: a single one is no peak."""
BAR = 90
"""The length of the longest bar, in pixels."""


def page(told: Report) -> str:
    """Return the report as HTML that loads nothing, runs nothing, and is the same for the same report."""
    step = min(WIDEST, WIDTH // max(1, told.league.months.count))
    return MARK + _template().render(
        told=told,
        weeks=told.weeks[-MOST_WEEKS:],
        pests=told.league.pests[:MOST_PESTS],
        pitches=told.pitches[:MOST_PITCHES],
        taken_back=told.taken_back[-MOST_CORRECTIONS:],
        undone=told.undone[-MOST_CORRECTIONS:],
        put_back=sum(one.messages for one in told.undone),
        most_in_week=max((week.filed for week in told.weeks[-MOST_WEEKS:]), default=0),
        step=step,
        drawn=lambda pest: drawn(pest, step=step),
    )


@cache
def _template() -> Template:
    made = environment(Path(__file__).parent)
    made.filters |= {"day": day, "days": days, "who": who, "ask": ask, "said": said, "width": width, "zip": zip}
    made.globals |= {"height": HEIGHT, "bar": BAR, "KINDS": OUTREACH_KINDS}
    return made.get_template("report.html.j2")


def width(part: int, whole: int) -> int:
    """Return the length of a bar in pixels; what is there at all is seen."""
    return max(1, round(part / whole * BAR)) if part else 0


def drawn(pest: Pest, *, step: int) -> tuple[str, str]:
    """Return two paths of an SVG: a bar for every month with mail, `step` pixels apart, and a triangle above each new start."""
    most = max(FEW, *pest.mails)
    tops = {
        place: HEIGHT - max(1, round(count / most * (HEIGHT - 8))) for place, count in enumerate(pest.mails) if count
    }
    bars = (f"M{place * step} {HEIGHT}V{top}h{step - 1}V{HEIGHT}z" for place, top in tops.items())
    starts = (f"M{place * step + (step - 7) / 2:g} {tops[place] - 7}h6l-3 5z" for place in pest.starts)
    return "".join(bars), "".join(starts)
