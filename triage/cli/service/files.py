"""The file of the service on the disk: read, written whole or not at all, and set aside where somebody edited it."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from triage.cli.service.units import is_ours
from triage.errors import StateError


def read(path: Path) -> str | None:
    """Return the text of the file, None without one, and nothing of one that is no text; raise StateError."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return ""
    except OSError as error:
        raise StateError(f"{path} cannot be read ({error.strerror}); mend its rights, or move it away.") from error


def edited(text: str | None) -> bool:
    """Tell whether there is a file that triage did not write so."""
    return text is not None and not is_ours(text)


def aside(path: Path) -> Path:
    """Return where an edited file is kept that has to make room; what was kept before stays."""
    names = (f"{path.name}.edited{f'-{number}' if number > 1 else ''}" for number in count(1))
    return next(free for name in names if not (free := path.with_name(name)).exists())


def write(path: Path, text: str) -> None:
    """Write the file whole or not at all, the one that somebody edited set aside; raise StateError where the disk refuses."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        if edited(read(path)):
            path.replace(aside(path))
        temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error


def remove(path: Path) -> None:
    """Remove the file; the one that somebody edited is set aside. Raises StateError."""
    try:
        if edited(read(path)):
            path.replace(aside(path))
        else:
            path.unlink()
    except OSError as error:
        raise _refused(path, error) from error


def make_folder(folder: Path) -> None:
    """Make the folder that the service may write to: it must be there when the service begins."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _refused(folder, error) from error


def _refused(path: Path, error: OSError) -> StateError:
    return StateError(f"{path} cannot be written ({error.strerror}); check its rights and its disk, and run again.")
