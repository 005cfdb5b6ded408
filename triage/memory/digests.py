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


def told(folder: Path, account: str, before: date | None) -> None:
    """Write that all before this day was told to an account, or with None that nothing was; on the disk when this returns.

    Raises StateError when the file is damaged or cannot be written, HeldError when another program writes it.
    """
    with held(folder / FILE):
        kept = {name: day for name, day in load(folder).items() if name != account}
        if before is not None:
            kept[account] = before
        write(folder / FILE, {"schema": SCHEMA, "told": {name: f"{day}" for name, day in sorted(kept.items())}})
