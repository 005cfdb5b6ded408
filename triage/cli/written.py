"""Files that a command writes for the user: whole or not at all, and never over a file that is not its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from triage.errors import UsageError


def free(out: Path, *, mark: str, what: str) -> Path:
    """Return where the file goes; raise UsageError where one stands there that does not begin with `mark`, so is no `what`."""
    out = out.expanduser()
    if out.exists() and not out.is_file():
        raise UsageError(f"{out} is no file; give --out one that is, or that can be made.")
    if not out.parent.is_dir():
        raise UsageError(f"There is no folder {out.parent}; make it, or give --out another file.")
    if out.exists():
        with out.open("rb") as file:
            if file.read(len(mark)) != mark.encode():
                raise UsageError(f"{out} is there already and is no {what}; give --out another file.")
    return out


def write(out: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner alone: it names who writes to them."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=out.parent, prefix=".triage-", delete=False) as file:
        try:
            file.write(text)
            file.flush()
            os.replace(file.name, out)  # noqa: PTH105 - a name, not a Path, is what the file has
        except BaseException:
            os.unlink(file.name)  # noqa: PTH108 - the same
            raise
