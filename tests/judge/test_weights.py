"""Weights kept as whole numbers are the fractions that they stand for, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from triage.judge.weights import Weights

LARGEST = 2**31 - 1


@pytest.mark.parametrize(
    ("largest", "kept"),
    [(LARGEST, np.int32), (-LARGEST, np.int32), (LARGEST + 1, np.int64), (-LARGEST - 1, np.int64), (10**12, np.int64)],
)
def test_what_is_kept_of_a_weight_is_exact_however_large_it_is(largest, kept):
    told = np.array([[1, -7], [123_456_789, largest], [5_784_342_537, -5_784_342_537]])
    weights = Weights.of_steps(told, 1e9, signals=1)
    assert weights.words.dtype == kept
    assert weights.all().tolist() == (told / 1e9).tolist()
    assert len(weights) == 3


@pytest.mark.parametrize("places", [[], [0], [1], [2], [3], [0, 1], [0, 1, 2, 3], [2, 3]])
def test_rows_are_taken_as_from_one_array(places):
    told = np.arange(8).reshape(4, 2) * 10**8
    at = np.array(places, dtype=np.int64)
    assert Weights.of_steps(told, 1e9, signals=2).take(at).tolist() == (told / 1e9).take(at, axis=0).tolist()
    assert Weights.of(told / 1e9, signals=2).take(at).tolist() == (told / 1e9).take(at, axis=0).tolist()


def test_a_model_without_words_has_weights_of_signals():
    assert Weights.of_steps(np.array([[5, 6]]), 1.0, signals=1).all().tolist() == [[5.0, 6.0]]
