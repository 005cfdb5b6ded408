"""What a text says, as hashes of its words: what counts, how much, and what two texts share of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.judge.gist import MOST_WORDS, SKETCH, Gist, Shared, packed, unpacked, word_key

RARITIES = {"the": 0.9, "send": 0.1, "clay": 0.02, "kiln": 0.005, "raku": 0.0007, "tenmoku": 0.0, "anagama": 0.0}
WORDS = st.sampled_from([*RARITIES, "5", "40", "173", "1743", "41892", "1000", "ön", "窯"])
RUNS = st.lists(WORDS, max_size=40)


def rarity(word):
    return RARITIES.get(word, 0.001)


def gist(text):
    return Gist.of(text.split(), rarity)


def shared(one, two):
    return one.shared(two.hashes, two.mass)


# ---------------------------------------------------------------- properties


@given(RUNS)
def test_a_text_holds_all_of_itself(run):
    one = Gist.of(run, rarity)
    found = shared(one, one)
    expected = 1.0 if one.mass else 0.0
    assert (found.contained, found.alike) == (expected, pytest.approx(expected))


@given(RUNS, RUNS)
def test_what_is_shared_is_bounded_and_the_same_both_ways_where_it_should_be(run, other):
    one, two = Gist.of(run, rarity), Gist.of(other, rarity)
    there, back = shared(one, two), shared(two, one)
    for found in (there, back):
        assert 0.0 <= found.contained <= 1.0 + 1e-12
        assert 0.0 <= found.alike <= 1.0
    assert there.alike == pytest.approx(back.alike)
    assert (there.telling, there.figures) == (back.telling, back.figures)


@given(RUNS, RUNS)
def test_a_text_holds_all_of_its_parts(run, more):
    part, whole = Gist.of(run, rarity), Gist.of([*run, *more], rarity)
    assert shared(part, whole).contained == pytest.approx(1.0 if part.mass else 0.0)


@given(RUNS, st.randoms(use_true_random=False))
def test_neither_the_order_of_words_nor_how_often_they_stand_matters(run, random):
    shuffled = [*run, *run]
    random.shuffle(shuffled)
    one, two = Gist.of(run, rarity), Gist.of(shuffled, rarity)
    assert (packed(one), one.weights.tolist(), one.figures.tolist()) == (
        packed(two),
        two.weights.tolist(),
        two.figures.tolist(),
    )


@given(st.lists(st.text("abcde", min_size=3, max_size=6), max_size=200), st.data())
def test_the_words_that_say_most_are_kept_rarest_first_and_the_sketch_is_the_first_of_them(run, data):
    shares = data.draw(st.fixed_dictionaries({word: st.floats(0, 1) for word in sorted(set(run))}))
    one = Gist.of(run, shares.__getitem__)
    weights = one.weights.tolist()
    assert weights == sorted(weights, reverse=True)
    assert len(one.hashes) == len(one.weights) == len(one.figures) <= MOST_WORDS
    assert one.sketch() == tuple(one.hashes[:SKETCH].tolist())
    assert one.mass == pytest.approx(math.fsum(weights))


@given(RUNS)
def test_hashes_that_were_packed_are_the_same_again(run):
    one = Gist.of(run, rarity)
    assert len(packed(one)) == 4 * len(one.hashes)
    assert unpacked(packed(one)).tolist() == one.hashes.tolist()


@given(RUNS, RUNS)
def test_what_is_left_without_the_words_of_another_shares_nothing_with_it(run, other):
    one, two = Gist.of(run, rarity), Gist.of(other, rarity)
    left = one.without([two.hashes])
    assert shared(left, two) == Shared()
    assert shared(one.without([]), one) == shared(one, one)
    assert left.mass + one.mass * shared(one, two).contained == pytest.approx(one.mass)


# ---------------------------------------------------------------- what a word weighs


def test_rare_words_weigh_more_than_common_ones_and_those_of_everybody_nothing():
    told = [gist(word).mass for word in ("the", "send", "clay", "kiln", "raku", "tenmoku")]
    assert told == sorted(set(told))
    assert told[0] == 0.0


@pytest.mark.parametrize(("least", "most"), [("5", "40"), ("40", "41"), ("1000", "17"), ("17", "173"), ("173", "1743")])
def test_a_figure_weighs_by_its_digits_and_round_ones_little(least, most):
    assert gist(least).mass <= gist(most).mass
    assert gist("1743").mass > gist("1000").mass


@pytest.mark.parametrize("word", ["a", "of", "ox"])
def test_two_letters_say_nothing(word):
    assert gist(word).mass == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bowl", "bowls", True),
        ("company", "companies", True),
        ("insured", "insures", True),
        ("clay", "kiln", False),
        ("412", "41", False),
        ("$412", "412", False),
        ("2023", "2024", False),
    ],
)
def test_a_word_is_compared_by_its_stem_and_a_figure_as_it_stands(one, other, same):
    assert (word_key(one) == word_key(other)) is same
    assert (gist(one).hashes.tolist() == gist(other).hashes.tolist()) is same


def test_telling_words_and_figures_are_counted_apart():
    found = shared(gist("the clay tenmoku anagama 1743 5"), gist("tenmoku anagama the clay 1743 5 more"))
    assert (found.telling, found.figures) == (2, 1)


def test_containment_is_directional():
    part, whole = gist("tenmoku"), gist("tenmoku anagama raku kiln 1743")
    assert shared(part, whole).contained == 1.0
    assert shared(whole, part).contained < 0.4
    assert shared(part, whole).alike == pytest.approx(shared(whole, part).alike)


@pytest.mark.parametrize(("one", "two"), [("", ""), ("", "clay"), ("clay", ""), ("the of", "the of"), ("clay", "raku")])
def test_texts_that_have_nothing_to_say_or_nothing_in_common_share_nothing(one, two):
    assert shared(gist(one), gist(two)) == Shared()


def test_a_text_without_end_keeps_its_rarest_words():
    common, rare = [f"word{chr(97 + n % 26)}{n}x" for n in range(3000)], ["tenmoku", "anagama"]
    one = Gist.of([*common, *rare], lambda word: 0.0 if word in rare else 0.01)
    assert len(one.hashes) == MOST_WORDS
    assert set(gist("tenmoku anagama").hashes.tolist()) <= set(one.sketch())


def test_hashes_are_the_same_on_every_machine():
    assert gist("kiln").hashes.dtype == np.uint32
    assert packed(gist("kiln")).hex() == "7591eeab"
