"""Each fast path of judging beside the plain way to do the same."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import letter, model_of

from triage.judge.classifier import Weighed, reading, tf_idf
from triage.judge.gist import Gist
from triage.judge.lexicon import Phrases
from triage.judge.signals import _letters_and_capitals, _technical
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.judge.words import own_text, words

ONE_PATTERN = re.compile(
    r"^(?:diff --git|index [0-9a-f]{7}|@@ -\d|[+-]{3} [ab]/|Traceback|\s+at [\w.$]+\(|Signed-off-by:|Reviewed-by:|Acked-by:"
    r"|commit [0-9a-f]{7}|#include|\$ \w|\s{4,}\w+\(.*\);)"
    r"|\b(?:segfault|stack trace|0x[0-9a-f]{4,}|git clone|apt-get|sudo |\w+\.(?:c|h|py|rs|go|cpp|java|sh|conf|yml):\d+)",
    re.M,
)
TECHNICAL = st.sampled_from(
    "diff --git|index 0a1b2c3|@@ -1|+++ a/|--- b/|Traceback|\n at x.y(|Signed-off-by:|commit abcdef0|#include|$ ls|     f(x);".split(
        "|"
    )
    + "segfault|stack trace|0xdeadbeef|0x1|git clone|apt-get|sudo |sudo|kiln.py:12|kiln.py:|.c:3|a.conf:9".split("|")
    + ["\n", "\n\n", "  ", "x", ".", "clay"]
)


@given(st.lists(TECHNICAL, max_size=8).map("".join))
def test_what_is_technical_is_what_one_pattern_of_all_would_find_first(text):
    match = ONE_PATTERN.search(text)
    assert _technical(text) == (match[0].strip()[:40] if match else "")


@given(st.text(st.sampled_from("aZéÉßжЖ字ªǅ1! \n"), max_size=60) | st.text(max_size=60))
def test_letters_and_capitals_are_counted_in_every_alphabet(text):
    assert _letters_and_capitals(text) == (sum(map(str.isalpha, text)), sum(map(str.isupper, text)))


@given(
    st.dictionaries(
        st.sampled_from("xyz"), st.lists(st.text("ab ", min_size=1, max_size=5), max_size=6).map("; ".join)
    ),
    st.lists(st.sampled_from(["a", "b", "ab", ""]), max_size=12),
)
def test_phrases_are_those_that_a_search_at_every_word_finds(blocks, run):
    expected: dict[str, list[str]] = {}
    listed = [(phrase.split(), code) for code, block in blocks.items() for phrase in block.split(";")]
    for at in range(len(run)):
        for phrase, code in listed:
            if phrase and run[at : at + len(phrase)] == phrase and " ".join(phrase) not in expected.get(code, ()):
                expected.setdefault(code, []).append(" ".join(phrase))
    assert Phrases(blocks).found(run) == expected


@given(st.lists(st.integers(0, 6)))
def test_tf_idf_is_what_counting_one_by_one_gives(found):
    idf = np.array([1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0])
    raw = {place: (1 + math.log(times)) * idf[place] for place, times in sorted(Counter(found).items())}
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    places, values = tf_idf(np.array(found, dtype=np.int64), idf)
    assert places.tolist() == list(raw)
    assert values.tolist() == pytest.approx([value / length for value in raw.values()], abs=1e-12)


@given(st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0]), max_size=40), st.integers(1, 12))
def test_the_strongest_contributions_are_the_first_of_all_sorted(values, most):
    model = model_of(0.9)
    model = replace(model, weights=Weights(np.ones_like(model.weights.words), np.ones_like(model.weights.signals)))
    places = np.arange(len(values)) % len(model.weights)
    weighed = Weighed(places, np.array(values))
    ordered = sorted(range(len(values)), key=lambda at: (-abs(values[at]), at))[:most]
    found = model.contributions(weighed, most=most)
    assert [one.weight for one in found] == [model.calibration[0] * values[at] for at in ordered]
    assert [one.name for one in found] == [model.name(int(places[at])) for at in ordered]


RUNS = st.lists(st.sampled_from("clay glaze kiln fire ön 12 1743".split()), max_size=12)
SHARES = {"clay": 0.3, "glaze": 0.01, "kiln": 0.001, "fire": 0.05}


def rarity(word: str) -> float:
    return SHARES.get(word, 0.0)


@given(RUNS, RUNS)
def test_what_two_texts_share_of_their_gist_is_what_sets_tell(one, two):
    weight = {word: Gist.of([word], rarity).mass for word in {*one, *two}}
    mine, others = set(one), set(two)
    common = sum(weight[word] for word in mine & others)
    masses = [sum(weight[word] for word in texts) for texts in (mine, others)]
    gists = Gist.of(one, rarity), Gist.of(two, rarity)
    assert [gist.mass for gist in gists] == [pytest.approx(mass) for mass in masses]
    shared = gists[0].shared(gists[1].hashes, gists[1].mass)
    assert shared.contained == pytest.approx(common / masses[0] if common else 0.0)
    assert shared.alike == pytest.approx(common / math.sqrt(math.prod(masses)) if common else 0.0)
    assert gists[0].without([gists[1].hashes]).mass == pytest.approx(sum(weight[word] for word in mine - others))


def test_words_that_are_known_already_are_read_the_same():
    message = letter("We make 40 pots for $50 - it's clay, from café Ñandú.")
    own = own_text(message)
    read, again = reading(message, own, (), usage=Usage()), reading(message, own, (), usage=Usage(), run=words(own))
    assert read.terms == again.terms
    assert read.pieces.tolist() == again.pieces.tolist()
