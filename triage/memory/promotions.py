"""What `triage promote` said is done about each label. It counts above the configuration. One small JSON file beside the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from triage.domain import OUTREACH, Label, Mode
from triage.memory.whole import damaged, held, read, write

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "promotions.json"
SCHEMA: Final = 1
_REMEDY: Final = "say anew with `triage promote` what is done about each label"


@dataclass(frozen=True, slots=True)
class Promotion:
    """What is done about a label, and since when; `forced` where the evidence was thin."""

    mode: Mode
    made: datetime
    forced: bool = False


def load(folder: Path) -> dict[Label, Promotion]:
    """Read the promotions of a state folder; none where there is no file. Raises StateError when it is damaged."""
    path = folder / FILE
    if (content := read(path, schema=SCHEMA, remedy=_REMEDY)) is None:
        return {}
    try:
        found = {Label(label): _promotion(one) for label, one in content["labels"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged(path, _REMEDY) from error
    if not found.keys() <= OUTREACH:
        raise damaged(path, _REMEDY)
    return found


def promote(folder: Path, label: Label, promotion: Promotion | None) -> None:
    """Write what is done about a label, with None that the configuration says it again; on the disk when this returns.

    Raises StateError when the file is damaged or cannot be written, HeldError when another program writes it.
    """
    with held(folder / FILE):
        kept = {one: said for one, said in load(folder).items() if one is not label}
        if promotion is not None:
            kept[label] = promotion
        write(folder / FILE, {"schema": SCHEMA, "labels": {one: _written(said) for one, said in sorted(kept.items())}})


def _promotion(written: dict[str, Any]) -> Promotion:
    made, forced = datetime.fromisoformat(written["made"]), written["forced"]
    if made.tzinfo is None or not isinstance(forced, bool):
        raise ValueError(written)
    return Promotion(Mode(written["mode"]), made, forced)


def _written(promotion: Promotion) -> dict[str, Any]:
    return {"mode": str(promotion.mode), "made": promotion.made.isoformat(), "forced": promotion.forced}
