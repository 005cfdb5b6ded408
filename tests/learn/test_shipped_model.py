"""The model in models/ is what data/ gives: the same mail, the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import triage
from triage.learn.corpus import load_corpus
from triage.learn.modelfile import ARRAYS, FACTS, load

ROOT = Path(__file__).parents[2]


def test_make_model_rebuilds_the_shipped_model_to_the_same_bytes(tmp_path):
    """What `make model` runs. Where this fails, data/ or the code that learns from it changed: run `make model`."""
    built = subprocess.run(
        [sys.executable, "-m", "triage.learn", ROOT / "data", tmp_path],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},  # half the time, the same bytes
        capture_output=True,
        text=True,
    )
    assert (built.returncode, built.stderr) == (0, "")
    assert (tmp_path / FACTS).read_text() == (ROOT / "models" / FACTS).read_text()
    assert (tmp_path / ARRAYS).read_bytes() == (ROOT / "models" / ARRAYS).read_bytes()


def test_make_model_is_that_command():
    recipe = (ROOT / "Makefile").read_text().partition("\nmodel:")[2].partition("\n\n")[0]
    assert "triage.learn data models" in recipe


def test_the_shipped_model_learnt_from_the_whole_corpus_of_this_version():
    model = load(ROOT / "models")
    assert model.documents == len(load_corpus(ROOT / "data"))
    assert model.version == triage.__version__
