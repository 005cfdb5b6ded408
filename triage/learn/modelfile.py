"""The model on disk: `model.npz` (arrays) and `model.json` (what it is), data and never code.

Nothing here unpickles. A model that is missing, damaged, of another format or writable by others is refused with a
`ModelError`, because what it says moves mail. Written to a temporary name and renamed; the previous one is kept beside it.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import stat
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from triage.domain import Label
from triage.errors import ModelError
from triage.judge.classifier import KINDS, SIGNAL_CODES, Model, Pieces, Terms
from triage.judge.keytable import KeyTable
from triage.judge.usage import Usage
from triage.judge.weights import Weights

FORMAT = 3
ARRAYS = "model.npz"
FACTS = "model.json"
STEPS = 1e9
"""Weights and rarities are kept as whole numbers, so many to 1: packed, these take half of the room that fractions take."""
_REMEDY = "reinstall triage, or run `triage retrain` to make your own"


def shipped() -> Path:
    """Return the folder of the model that came with the program: inside the wheel, or `models/` of a checkout."""
    installed = Path(__file__).resolve().parent.parent / "_shipped" / "models"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "models"


def control(folder: Path) -> float | None:
    """Return how well this model's corpus was told apart when it was made, held out (ROC area); None where that is not told."""
    told = json.loads(_trusted(folder / FACTS)).get("control")
    return told if isinstance(told, float) else None


def save(model: Model, folder: Path, *, control: float | None = None) -> None:
    """Write a model; the same model gives the same bytes. What stood there before is kept as `*.previous`."""
    arrays = io.BytesIO()
    np.savez_compressed(
        arrays,
        allow_pickle=False,
        terms=np.frombuffer("\n".join(model.terms).encode(), dtype=np.uint8),
        pieces=model.pieces.table.keys,
        used=np.frombuffer("\n".join(model.usage.words).encode(), dtype=np.uint8),
        used_cold=np.array(model.usage.cold, dtype=np.uint16),
        used_plain=np.array(model.usage.plain, dtype=np.uint16),
        term_idf=_steps(model.terms.idf),
        piece_idf=_steps(model.pieces.idf),
        weights=_steps(model.weights.all()),
        bias=_steps(model.bias),
    )
    facts = {
        "format": FORMAT,
        "version": model.version,
        "documents": model.documents,
        "senders": list(model.usage.senders),
        "signals": list(SIGNAL_CODES),
        "calibration": list(model.calibration),
        "calibration_unfamiliar": list(model.calibration_unfamiliar),
        "temperature": model.temperature,
        "thresholds": {str(label): value for label, value in model.thresholds.items()},
        **({} if control is None else {"control": round(control, 4)}),
        **({"said": {trade: dict(counts) for trade, counts in model.said.items()}} if model.said else {}),
        "sha256": hashlib.sha256(arrays.getvalue()).hexdigest(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / ARRAYS, arrays.getvalue())
    _replace(folder / FACTS, (json.dumps(facts, indent=1) + "\n").encode())


def load(folder: Path) -> Model:
    """Return the model in this folder, or raise `ModelError` with what to do."""
    facts_raw, arrays_raw = _trusted(folder / FACTS), _trusted(folder / ARRAYS)
    try:
        facts = json.loads(facts_raw)
        _check(facts, arrays_raw, folder)
        with np.load(io.BytesIO(arrays_raw), allow_pickle=False) as arrays:
            return _model(facts, arrays)
    except ModelError:
        raise
    except (
        Exception
    ) as error:  # over bytes that are no model numpy raises anything, SyntaxError and TokenError included
        raise ModelError(f"The model in {folder} cannot be read ({type(error).__name__}); {_REMEDY}.") from error


def _steps(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many steps each of these is; one that is no number is a FloatingPointError, never a weight."""
    with np.errstate(invalid="raise", over="raise"):
        return np.rint(values * STEPS).astype(np.int64)


def _check(facts: Mapping[str, object], arrays_raw: bytes, folder: Path) -> None:
    if facts["format"] != FORMAT or facts["signals"] != list(SIGNAL_CODES):
        raise ModelError(f"The model in {folder} was made by another version of triage; {_REMEDY}.")
    if hashlib.sha256(arrays_raw).hexdigest() != facts["sha256"]:
        raise ModelError(f"The model in {folder} is damaged (its checksum is wrong); {_REMEDY}.")


def _model(facts: Mapping[str, object], arrays: Mapping[str, NDArray[np.int64]]) -> Model:
    names = arrays["terms"].astype(np.uint8).tobytes().decode().split("\n")
    keys = arrays["pieces"].astype(np.uint64)
    temperature, thresholds = _numbers(facts)
    features = len(names) + len(keys) + len(SIGNAL_CODES)
    shapes = {
        "term_idf": (len(names),),
        "piece_idf": (len(keys),),
        "weights": (features, 1 + len(KINDS)),
        "bias": (1 + len(KINDS),),
    }
    told = {name: arrays[name] for name in shapes}
    if any(told[name].shape != shape or told[name].dtype != np.int64 for name, shape in shapes.items()):
        raise ValueError
    return Model(
        terms=Terms.of(names, told["term_idf"] / STEPS),
        pieces=Pieces(KeyTable.of(keys), told["piece_idf"] / STEPS),
        usage=_usage(facts, arrays),
        documents=int(str(facts["documents"])),
        weights=Weights.of_steps(told["weights"], STEPS, signals=len(SIGNAL_CODES)),
        bias=told["bias"] / STEPS,
        calibration=_line(facts["calibration"]),
        calibration_unfamiliar=_line(facts["calibration_unfamiliar"]),
        temperature=temperature,
        thresholds=thresholds,
        version=str(facts["version"]),
        said=_said(facts.get("said", {})),
    )


def _usage(facts: Mapping[str, object], arrays: Mapping[str, NDArray[np.int64]]) -> Usage:
    """Return the counts of public mail; words and counts of different number are a ValueError."""
    told = facts["senders"]
    if not isinstance(told, list):
        raise TypeError
    cold, plain = map(int, told)
    named = arrays["used"].astype(np.uint8).tobytes().decode()
    words = tuple(named.split("\n")) if named else ()
    return Usage(words, tuple(map(int, arrays["used_cold"])), tuple(map(int, arrays["used_plain"])), (cold, plain))


def _line(told: object) -> tuple[float, float]:
    """Return slope and intercept; what is no number would move mail at random."""
    if not isinstance(told, list):
        raise TypeError
    slope, intercept = map(float, told)
    if not (math.isfinite(slope) and math.isfinite(intercept)):
        raise ValueError
    return slope, intercept


def _said(told: object) -> dict[str, dict[str, int]]:
    """Return what was said of each trade; anything but counts is a TypeError."""
    if not isinstance(told, dict):
        raise TypeError
    return {str(trade): {str(what): int(count) for what, count in counts.items()} for trade, counts in told.items()}


def _numbers(facts: Mapping[str, object]) -> tuple[float, dict[Label, float]]:
    """Return temperature and thresholds; one that is no number would move mail at random."""
    told = facts["thresholds"]
    if not isinstance(told, dict):
        raise TypeError
    temperature = float(str(facts["temperature"]))
    thresholds = {Label(label): float(value) for label, value in told.items()}
    if not all(map(math.isfinite, (temperature, *thresholds.values()))):
        raise ValueError
    if temperature <= 0 or set(thresholds) != set(KINDS) or int(str(facts["documents"])) < 1:
        raise ValueError
    return temperature, thresholds


def _trusted(path: Path) -> bytes:
    """Return the bytes of a file that not everybody can have written."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & stat.S_IWOTH:
                raise ModelError(
                    f"{path} can be written by others, so it is not trusted; `chmod o-w` it, or {_REMEDY}."
                )
            return file.read()
    except FileNotFoundError as error:
        raise ModelError(f"There is no model at {path}; {_REMEDY}.") from error
    except OSError as error:
        raise ModelError(f"The model at {path} cannot be read ({error.strerror}); {_REMEDY}.") from error


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(content)
    fresh.chmod(0o644)
    if path.exists() and path.read_bytes() != content:
        path.replace(path.with_suffix(path.suffix + ".previous"))
    fresh.replace(path)
