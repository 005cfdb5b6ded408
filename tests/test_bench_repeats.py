"""The rules that repeats are measured beside do what their makers say, or the comparison would flatter us."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

spec = importlib.util.spec_from_file_location(
    "near_duplicates", Path(__file__).resolve().parent.parent / "bench" / "near_duplicates.py"
)
assert spec is not None
assert spec.loader is not None
near_duplicates = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = near_duplicates  # its dataclass asks for it
spec.loader.exec_module(near_duplicates)

LETTER = [f"letter{number}" for number in range(90)]
SHORT = LETTER[:63]
UNRELATED = [f"other{number}" for number in range(90)]
ONE_WORD_CHANGED = [*LETTER[:45], "changed", *LETTER[46:]]
HALF_CHANGED = [word if at % 4 else f"changed{at}" for at, word in enumerate(LETTER)]


@pytest.fixture(params=near_duplicates.RULES, ids=lambda rule: rule.name)
def rule(request):
    return request.param


def alike(rule, one, other):
    return float(rule.alike(rule.sign(one), rule.sign(other)[None, :])[0])


def named(start):
    return next(rule for rule in near_duplicates.RULES if rule.name.startswith(start))


def test_every_rule_finds_an_exact_copy(rule):
    assert alike(rule, LETTER, list(LETTER)) == 1.0
    assert alike(rule, SHORT, list(SHORT)) == 1.0


def test_no_rule_takes_unrelated_texts_for_alike(rule):
    assert alike(rule, LETTER, UNRELATED) < (rule.least or 0.75)


def test_every_rule_but_the_exact_hash_sees_past_one_word(rule):
    expected = rule.name != "exact hash"
    assert (alike(rule, LETTER, ONE_WORD_CHANGED) >= (rule.least or 0.75)) == expected


def test_minima_estimate_the_share_of_equal_shingles():
    kept = len(set(near_duplicates.shingles(LETTER)) & set(near_duplicates.shingles(HALF_CHANGED)))
    jaccard = kept / len(set(near_duplicates.shingles(LETTER)) | set(near_duplicates.shingles(HALF_CHANGED)))
    assert jaccard < alike(named("fuzzy"), LETTER, ONE_WORD_CHANGED)
    assert alike(named("fuzzy"), LETTER, HALF_CHANGED) == pytest.approx(jaccard, abs=0.2)


def test_the_fuzzy_rule_compares_short_texts_by_their_whole_hash():
    assert alike(named("fuzzy"), SHORT, [*SHORT[:-1], "changed"]) == 0.0


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5])
def test_a_fitted_threshold_lets_at_most_its_share_of_false_links_through(share):
    false = list(np.random.default_rng(1).integers(0, 20, size=1_000) / 20)
    least = near_duplicates.fitted(named("SimHash"), false, share=share)
    assert sum(one >= least for one in false) <= share * len(false)
