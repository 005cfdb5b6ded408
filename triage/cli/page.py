"""How a page is put together: templates that escape, and clean, whatever is put into them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from triage.cli.terminal import safe

LOOK = Path(__file__).parent / "look.css"
"""The look that all pages share."""
_NO_LETTERS = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)) + "]"
)
"""Code points that no HTML may hold, besides those that `safe` takes away."""


def environment(room: Path) -> Environment:
    """Return where the templates of a room are made; a page that needs filters of its own adds them."""
    return Environment(
        loader=FileSystemLoader([room, LOOK.parent]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def part(file: Path) -> str:
    """Return a file of ours that goes into a page as it is: a style, a script."""
    return file.read_text("utf-8")


def _shown(value: object) -> object:
    """Clean whatever is put into a page, so that no place in a template can forget to; autoescape comes after it."""
    return _NO_LETTERS.sub("", safe(value)) if isinstance(value, str) and not isinstance(value, Markup) else value
