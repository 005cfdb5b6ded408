"""Small JSON files beside the stores: each written whole or not at all, by one program at a time."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from triage.errors import StateError
from triage.memory.store import AccountLock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def read(path: Path, *, schema: int, remedy: str) -> dict[str, Any] | None:
    """Return what a file holds, None where there is none; raise StateError when it is damaged or newer than `schema`."""
    try:
        written = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(f"{path} cannot be read ({error.strerror}); check its rights. Nothing was filed.") from error
    except (ValueError, RecursionError) as error:
        raise damaged(path, remedy) from error
    version = written.get("schema") if isinstance(written, dict) else None
    if isinstance(version, int) and version > schema:
        raise StateError(
            f"{path} was written by a newer triage (schema {version}, known here {schema}); upgrade triage. Nothing was filed."
        )
    if not isinstance(written, dict) or version != schema:
        raise damaged(path, remedy)
    return written


def damaged(path: Path, remedy: str) -> StateError:
    """Return the error of a file that says nothing we understand; `remedy` is how to make it anew."""
    return StateError(f"{path} is damaged; mend it, or move it away and {remedy}. Nothing was filed.")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep two programs from reading the same file and each writing its own; raise HeldError where another one does."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = AccountLock(path.with_suffix(".lock"))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        yield
    finally:
        lock.release()


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write the whole file, for its owner alone: on the disk when this returns. Raises StateError when that cannot be."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with suppress(FileNotFoundError):
            temporary.unlink()
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StateError:
    return StateError(
        f"{path} cannot be written ({error.strerror}); check its rights and its disk. Nothing was changed."
    )
