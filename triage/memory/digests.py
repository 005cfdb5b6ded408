"""Up to which day each account has had its digest. One small JSON file beside the rules, so that a restart sends none again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from triage.memory.whole import damaged, held, read, write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE: Final = "digests.json"
SCHEMA: Final = 1
_REMEDY: Final = "a digest of the last week or month may then come once more"


def load(folder: Path) -> Mapping[str, date]:
    """Return by account the day before which all was told; none where there is no file. Raises StateError when it is damaged."""
    path = folder / FILE
    if (content := read(path, schema=SCHEMA, remedy=_REMEDY)) is None:
        return {}
    try:
        return {str(account): date.fromisoformat(day) for account, day in content["told"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged(path, _REMEDY) from error


def claim(folder: Path, account: str, before: date) -> bool:
    """Write that all before this day was told to an account; False where that stands there already, as by another program.

    On the disk when this returns. Raises StateError when the file is damaged or cannot be written, HeldError when another program
    writes it.
    """
    with held(folder / FILE):
        told = dict(load(folder))
        if account in told and told[account] >= before:
            return False
        _write(folder, told | {account: before})
    return True


def take_back(folder: Path, account: str, known: date | None) -> None:
    """Write that an account was told nothing after this day, with None nothing at all. Raises as `claim` does."""
    with held(folder / FILE):
        told = {name: day for name, day in load(folder).items() if name != account}
        _write(folder, told if known is None else told | {account: known})


def _write(folder: Path, told: Mapping[str, date]) -> None:
    write(folder / FILE, {"schema": SCHEMA, "told": {name: f"{day}" for name, day in sorted(told.items())}})
