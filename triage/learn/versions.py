"""The models of one's own, side by side: `N/model.npz`, `N/model.json`, `N/record.json`, and `current`, which names the one in use.

A version is written beside the others and becomes the one in use by renaming one small file, so that a run that is killed, a full
disk and a daemon that reads meanwhile find a whole model, the former or the new. Nothing is ever written into a version again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from triage.errors import ModelError, StateError, UsageError
from triage.judge.classifier import Model
from triage.learn.modelfile import save, shipped

CURRENT, RECORD = "current", "record.json"
KEPT = 5
"""Versions that stay on the disk; the one in use and the one before it always do."""


def in_use(own: Path) -> Path:
    """Return the folder of the model in use: the version that `current` names, else the shipped one."""
    name = _named(own)
    return own / name if name else shipped()


def record(folder: Path) -> dict[str, Any]:
    """Return what was written down when this version was made; nothing of the shipped one."""
    try:
        told = json.loads((folder / RECORD).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder / RECORD} cannot be read; run `triage retrain --rollback`, then `triage retrain`."
        ) from error
    return told if isinstance(told, dict) else {}


def newest(own: Path) -> datetime | None:
    """Return when the newest version was made, in use or not; None where there is none."""
    if not own.is_dir():
        return None
    last = max((int(path.name) for path in own.iterdir() if path.name.isdigit()), default=None)
    made = None if last is None else record(own / str(last)).get("made")
    return datetime.fromisoformat(made) if isinstance(made, str) else None


def keep(model: Model, own: Path, *, told: Mapping[str, Any]) -> Path:
    """Write a new version, which nobody uses yet, and return its folder; raise StateError where the disk refuses."""
    fresh = own / "new"
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = 1 + max((int(path.name) for path in own.iterdir() if path.name.isdigit()), default=0)
        shutil.rmtree(fresh, ignore_errors=True)
        save(model, fresh)
        written = {**told, "before": _named(own)}
        (fresh / RECORD).write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", "utf-8")
        folder = own / str(number)
        fresh.rename(folder)
    except OSError as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise StateError(
            f"The new model cannot be written to {own} ({error.strerror}); make room there and run again. The former one stays."
        ) from error
    _forget_old(own)
    return folder


def promote(folder: Path) -> None:
    """Make this version the one in use."""
    _point(folder.parent, folder.name)


def roll_back(own: Path) -> Path:
    """Return to the model that was in use before the present one, and return its folder; raise UsageError where there is none."""
    name = _named(own)
    if not name:
        raise UsageError("The model in use is the one that came with triage; there is none before it.")
    before = str(record(own / name).get("before", ""))
    _point(own, before if before.isdigit() and (own / before).is_dir() else "")
    return in_use(own)


def _named(own: Path) -> str:
    try:
        name = (own / CURRENT).read_text("ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"{own / CURRENT} cannot be read; remove it to use the model that came with triage."
        ) from error
    if name and not (name.isdigit() and (own / name).is_dir()):
        raise ModelError(f"{own / CURRENT} names no model; remove it to use the model that came with triage.")
    return name


def _point(own: Path, name: str) -> None:
    fresh = own / f"{CURRENT}.new"
    try:
        with fresh.open("w", encoding="ascii") as file:
            file.write(name + "\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(own / CURRENT)
    except OSError as error:
        raise StateError(
            f"{own / CURRENT} cannot be written ({error.strerror}); the former model stays in use."
        ) from error


def _forget_old(own: Path) -> None:
    """Remove all but the newest versions, the one in use and the one before it."""
    name = _named(own)
    spared = {name, str(record(own / name).get("before", "")) if name else ""}
    numbers = sorted((int(path.name) for path in own.iterdir() if path.name.isdigit()), reverse=True)
    for number in numbers[KEPT:]:
        if str(number) not in spared:
            shutil.rmtree(own / str(number), ignore_errors=True)
