"""The built wheel in an environment of its own, outside of the tree. Needs the package index that pip is configured for."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP = ["-m", "pip", "--disable-pip-version-check", "--quiet"]


def outside(command: list[str | Path], *, home: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Run a command in an empty folder that knows nothing of the checkout, and return what it printed."""
    home.mkdir(exist_ok=True)
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TRIAGE_HOME")
    clean = {name: value for name, value in environ.items() if name not in foreign}
    done = subprocess.run(
        command, cwd=home, env=clean | {"TRIAGE_HOME": str(home / "triage")}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def built(place: Path) -> Path:
    """Build the wheel and return it."""
    outside([sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", place / "dist", ROOT], home=place / "build")
    [wheel] = (place / "dist").glob("*.whl")
    return wheel


def installed(wheel: Path, place: Path) -> Path:
    """Return the folder of programs of an environment that holds the wheel and what it needs, and nothing else."""
    venv.create(place / "venv", with_pip=True)
    outside([place / "venv" / "bin" / "python", *PIP, "install", wheel], home=place / "install")
    return place / "venv" / "bin"
