"""Where things stand in a TOML file: a second, rough reading, since tomllib keeps no lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Location: TypeAlias = tuple[str, ...]
"""Where something stands in the file: ("account", "work", "port")."""

_SECTION = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def line_of(location: Location, lines: Mapping[Location, int]) -> int | None:
    """Return the line of the key itself, else of the nearest thing around it that has one."""
    known = (lines.get(location[:length]) for length in range(len(location), 0, -1))
    return next((line for line in known if line), None)


def lines_of(text: str) -> dict[Location, int]:
    """Return the line of each section and key."""
    found: dict[Location, int] = {}
    section: Location = ()
    inside: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if inside is None:
            if match := _SECTION.match(line):
                section = _parts(match[1])
                found.setdefault(section, number)
            elif match := _KEY.match(line):
                found.setdefault((*section, *_parts(match[1])), number)
        inside = _after_line(line, inside)
    return found


def _after_line(line: str, inside: str | None) -> str | None:
    """Return the quotes of the multi-line string that is open after this line."""
    for quotes in re.findall(r'"""|\'\'\'', line):
        if inside is None:
            inside = quotes
        elif inside == quotes:
            inside = None
    return inside


def _parts(dotted: str) -> Location:
    parts = re.findall(r""""([^"]*)"|'([^']*)'|([\w-]+)""", dotted)
    return tuple("".join(part) for part in parts)
