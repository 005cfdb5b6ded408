"""Writes the parts of docs/reliability.md that are measured or listed: the census of all cuts, soaks, fuzzing, and the cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from faults.cases import GROUPS
from faults.census import Damage

_END = "<!-- end -->"
_HEAD = (
    "| server | what it can | cut on the way | bytes cut at | of | lost | doubled | misfiled | flags or date changed "
    "| marks left | date | commit |\n|---|---|---|---:|---:|---:|---:|---:|---:|---:|---|---|\n"
)


@dataclass(frozen=True, slots=True)
class Row:
    """What all cuts of one conversation with one server in one direction did."""

    server: str
    gifts: str
    direction: str
    count: int
    of: int
    found: Damage
    date: str
    commit: str

    def __str__(self) -> str:
        found = self.found
        counts = (self.count, self.of, found.lost, found.doubled, found.misfiled, found.changed, found.marked)
        numbers = " | ".join(f"{count:,}" for count in counts)
        return f"| {self.server} | {self.gifts} | {self.direction} | {numbers} | {self.date} | {self.commit} |\n"


def write(page: Path, rows: Iterable[Row]) -> None:
    """Put the table of these rows and the list of cases into the page."""
    table = _HEAD + "".join(map(str, rows))
    page.write_text(_put(_put(page.read_text(), "cuts", table), "cases", case_list()))


def add_row(page: Path, name: str, cells: Sequence[str]) -> None:
    """Put a row into a table of the page, in place of the one with the same first cell."""
    text = page.read_text()
    head, rule, *rows = text.partition(_begin(name))[2].partition(_END)[0].splitlines()
    assert head.count("|") == len(cells) + 1
    kept = [row for row in rows if row.split("|")[1].strip() != cells[0]]
    table = "\n".join((head, rule, *kept, f"| {' | '.join(cells)} |"))
    page.write_text(_put(text, name, table + "\n"))


def case_list() -> str:
    """Return all cases as the page lists them."""
    parts = (
        f"**{name}** " + " · ".join(f"{number} {case}" for number, case in cases.items()) + "\n"
        for name, cases in GROUPS.items()
    )
    return "\n".join(parts)


def _put(page: str, name: str, text: str) -> str:
    begin = _begin(name)
    found = re.sub(re.escape(begin) + ".*?" + re.escape(_END), lambda _: begin + text + _END, page, flags=re.DOTALL)
    assert begin in found
    return found


def _begin(name: str) -> str:
    return f"<!-- measured: {name} -->\n"
