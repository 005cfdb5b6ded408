"""What a text is about: stems, the trades they speak for, and how loudly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import LANGUAGES, OFFERS, concepts

from triage.judge.concepts import Concepts, direction, stem
from triage.judge.trades import TRADES
from triage.judge.words import words
from triage.read import normalise

UNSEEN = -math.log(1 / 3000)
"""Nats of a word that no mail holds."""


def said(text):
    """Return the stems of a text, each once."""
    return dict.fromkeys(stem(word) for word in words(normalise(text)))


def spoken_for(known, word):
    """Return the trades that a word speaks for, by slug, with its weights."""
    return {known.slugs[at]: weight for at, weight in known.speaks.get(stem(word), ())}


# ---------------------------------------------------------------- stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("agency", "agencies"),
        ("fair", "fairs"),
        ("berry", "berries"),
        ("optimisation", "optimisations"),
        ("optimise", "optimisation"),
        ("franchise", "franchising"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("glass", "glaze"), ("kiln", "kin"), ("loan", "alone")])
def test_other_words_have_another_stem(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["seo", "gas", "bus"])
def test_a_word_of_three_letters_keeps_its_ending(word):
    assert stem(word) == word


@given(st.text(max_size=30))
def test_any_word_has_a_short_stem(word):
    assert len(stem(word)) <= 6


# ---------------------------------------------------------------- the trade of a text


@pytest.mark.parametrize("slug", TRADES)
def test_the_phrases_of_a_trade_together_speak_of_it(slug):
    known = concepts()
    assert known.trade(known.point(said(TRADES[slug].words.replace(";", " ")))) is TRADES[slug]


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        pytest.param(slug, text, id=f"{slug}-{language}")
        for slug, texts in OFFERS.items()
        for language, text in zip(LANGUAGES, texts, strict=True)
    ],
)
def test_an_offer_speaks_of_its_trade_in_any_language(slug, text):
    known = concepts()
    assert known.trade(known.point(said(text))) is TRADES[slug]


@pytest.mark.parametrize(
    "text",
    ["", "The bowls came.", "The engine of my van", "Wir kommen am Dienstag.", "陶器"],
    ids=["nothing", "bowls", "weak-words", "german", "another-script"],
)
def test_a_text_that_names_no_trade_speaks_of_none(text):
    known = concepts()
    assert known.trade(known.point(said(text))) is None


# ---------------------------------------------------------------- how loudly a stem speaks


def test_every_stem_shares_its_nats_among_its_trades():
    known = Concepts.of({})
    assert len(known.speaks) > 5_000
    for trades in known.speaks.values():
        assert len({at for at, _ in trades}) == len(trades)
        assert all(weight > 0 for _, weight in trades)
        assert sum(weight for _, weight in trades) == pytest.approx(UNSEEN, rel=1e-3)


def test_a_stem_of_many_trades_says_nothing_of_any():
    known = Concepts.of({})
    assert max(len(trades) for trades in known.speaks.values()) <= 12
    holding = [slug for slug, trade in TRADES.items() if "servic" in said(trade.words.replace(";", " "))]
    assert len(holding) > 12
    assert spoken_for(known, "service") == {}


def test_the_rarer_a_word_is_in_mail_the_louder_it_speaks():
    rare, common = Concepts.of({"kaolin": 0.0}), Concepts.of({"kaolin": 0.01})
    assert spoken_for(rare, "kaolin")["ceramics"] == pytest.approx(UNSEEN)
    assert spoken_for(common, "kaolin")["ceramics"] == pytest.approx(-math.log(0.01 + 1 / 3000))


def test_everyday_speech_says_nothing_of_any_trade():
    assert spoken_for(Concepts.of({"kaolin": 0.22}), "kaolin").keys() == {"ceramics"}
    assert spoken_for(Concepts.of({"kaolin": 0.23}), "kaolin") == {}


def test_a_stem_is_as_common_as_the_commonest_of_its_words():
    """Words that no trade says count for nothing, even with the same stem."""
    for rarity in ({"backlinks": 0.001, "backlink": 0.1}, {"backlinks": 0.1, "backlink": 0.001}):
        assert sum(spoken_for(Concepts.of(rarity), "backlinks").values()) == pytest.approx(-math.log(0.1 + 1 / 3000))
    assert spoken_for(Concepts.of({"kaolinite": 0.5}), "kaolin") == spoken_for(Concepts.of({}), "kaolin")


def test_a_word_that_names_a_trade_alone_says_more_of_it_than_one_of_a_phrase():
    """`aluminium` is all of a phrase among metals, `alumina` half of one among kilns, clay and glazes."""
    weights = spoken_for(Concepts.of({}), "aluminium")
    assert weights["metals"] == pytest.approx(2 * weights["ceramics"])


def test_a_word_that_no_trade_says_speaks_for_none():
    assert spoken_for(Concepts.of({}), "zyzzogeton") == {}


# ---------------------------------------------------------------- points


def test_a_point_is_the_sum_of_what_its_stems_say():
    known = concepts()
    kiln, franchise = known.point(["kiln"]), known.point(["franch"])
    assert kiln.shape == (len(TRADES),)
    assert kiln[known.slugs.index("ceramics")] > 0
    assert known.point(["kiln", "zyzzog", "franch"]) == pytest.approx(kiln + franchise)
    assert known.point([]).tolist() == [0.0] * len(TRADES)


@given(st.lists(st.floats(0.0, 1e3), min_size=3, max_size=3), st.floats(1e-3, 1e3))
def test_a_direction_has_length_one_whatever_was_its_length(point, times):
    there = direction(np.array(point))
    if sum(point) < 1e-3:
        return
    assert math.sqrt(float(there @ there)) == pytest.approx(1.0)
    assert direction(times * np.array(point)) == pytest.approx(there)


def test_whoever_stands_at_the_origin_has_no_direction():
    assert direction(np.zeros(4)).tolist() == [0.0] * 4
