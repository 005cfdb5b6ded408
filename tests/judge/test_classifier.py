"""Scores: sums of named contributions, probabilities over five labels."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import letter, model_of, slice_of_corpus

from triage.domain import LABELS, Label
from triage.judge.classifier import (
    KINDS,
    SCALES,
    SIGNAL_CODES,
    Model,
    Pieces,
    Reading,
    Terms,
    reading,
    terms,
    tf_idf,
)
from triage.judge.keytable import KeyTable
from triage.judge.pieces import pieces
from triage.judge.signals import Signal
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.judge.words import own_text, subject_words

NO_PIECES = np.empty(0, dtype=np.uint64)
SHOUTS = Signal("shouting", 0.5)
SHOUTING = SIGNAL_CODES.index("shouting")


@pytest.fixture
def by_hand():
    """A model of two terms, one piece and all signals, with weights that can be counted on fingers."""
    weights = np.zeros((3 + len(SIGNAL_CODES), 1 + len(KINDS)))
    weights[:3, 0] = [2.0, -1.0, 0.5]
    weights[3 + SHOUTING, 0] = 4.0
    weights[3 + SHOUTING, 1 + KINDS.index(Label.SCAM)] = 1.0
    weights[0, 1 + KINDS.index(Label.PITCH)] = 3.0
    return Model(
        terms=Terms.of(("glaze", "seo"), np.array([2.0, 1.0])),
        pieces=Pieces(KeyTable.of(pieces("a")[:1]), np.array([1.0])),
        usage=Usage(),
        documents=9,
        weights=Weights.of(weights, signals=len(SIGNAL_CODES)),
        bias=np.array([0.25, 0.0, 0.0, 0.0, 0.0]),
        calibration=(1.0, 0.0),
        calibration_unfamiliar=(1.0, 0.0),
        temperature=1.0,
        thresholds=dict.fromkeys(KINDS, 0.9),
        version="by hand",
    )


def read_of(message, found=()):
    return reading(message, own_text(message), tuple(found), usage=Usage())


# ---------------------------------------------------------------- what is read


def test_terms_are_words_pairs_and_words_of_the_subject():
    assert terms(["free", "bowls"], ["we", "make", "40", "pots"]) == (
        *("we", "make", "#", "pots"),
        *("we make", "make #", "# pots"),
        *("subject:free", "subject:bowls"),
    )


def test_only_so_many_words_are_read():
    assert terms([], ["clay"] * 50_000).count("clay") <= 2_000


def test_a_reading_holds_the_senders_own_words_and_signals_alone():
    message = letter("Hi Alma,\n\nclay\n\nBest regards\nJo\n\n> kaolin", subject="News")
    read = read_of(message, [SHOUTS])
    assert read.terms == ("hi", "alma", "clay", "hi alma", "alma clay", "subject:news")
    assert read.pieces.tolist() == pieces("news hi alma, clay").tolist()
    assert read.signals == (SHOUTS,)


# ---------------------------------------------------------------- values


def test_values_are_sublinear_tf_idf_of_length_one():
    places, values = tf_idf(np.array([2, 0, 2, 2]), np.array([1.5, 9.0, 1.0]))
    raw = np.array([1.5, 1.0 + math.log(3)])
    assert places.tolist() == [0, 2]
    assert values == pytest.approx(raw / math.sqrt((raw**2).sum()))


def test_of_nothing_known_there_are_no_values():
    places, values = tf_idf(np.empty(0, dtype=np.int64), np.array([1.0, 2.0]))
    assert (len(places), len(values)) == (0, 0)


def test_log_odds_are_the_sum_of_weights_and_bias(by_hand):
    read = Reading(("glaze", "unknown", "seo", "glaze"), pieces("a"), (SHOUTS,))
    glaze, seo = 2.0 * (1 + math.log(2)), 1.0
    length = math.hypot(glaze, seo)
    odds, kinds = by_hand.log_odds(by_hand.weigh(read))
    assert odds == pytest.approx(
        0.25 + 2.0 * glaze / length - 1.0 * seo / length + 0.5 + 4.0 * 0.5 * SCALES["shouting"]
    )
    assert kinds[KINDS.index(Label.PITCH)] == pytest.approx(3.0 * glaze / length)
    assert kinds[KINDS.index(Label.SCAM)] == pytest.approx(0.5 * SCALES["shouting"])


def test_an_empty_message_has_the_bias_alone(by_hand):
    odds, kinds = by_hand.log_odds(by_hand.weigh(Reading((), NO_PIECES, ())))
    assert odds == 0.25
    assert kinds.tolist() == [0.0] * 4


def test_contributions_add_up_to_the_log_odds_and_the_strongest_comes_first(by_hand):
    model = replace(by_hand, calibration=(3.0, 1.0))
    weighed = model.weigh(Reading(("glaze", "seo"), pieces("a"), (SHOUTS,)))
    found = model.contributions(weighed)
    assert {one.name for one in found} == {"glaze", "seo", "~ a", "!shouting"}
    assert sum(one.weight for one in found) == pytest.approx(3.0 * (model.log_odds(weighed)[0] - 0.25))
    strengths = [abs(one.weight) for one in found]
    assert strengths == sorted(strengths, reverse=True)
    assert model.contributions(weighed, most=2) == found[:2]


def test_mail_in_a_language_of_which_less_was_learnt_has_a_line_of_its_own(by_hand):
    model = replace(by_hand, calibration=(3.0, 1.0), calibration_unfamiliar=(5.0, -2.0))
    weighed = model.weigh(Reading(("glaze", "seo"), pieces("a"), (SHOUTS,), familiar=False))
    odds = model.log_odds(weighed)[0]
    assert 1 - model.scores(weighed, relevance=True)[Label.LEGITIMATE] == pytest.approx(
        1 / (1 + math.exp(2 - 5 * odds))
    )
    assert sum(one.weight for one in model.contributions(weighed)) == pytest.approx(5.0 * (odds - 0.25))
    assert model.signal_weight(SHOUTS, familiar=False) == pytest.approx(5 / 3 * model.signal_weight(SHOUTS))


def test_every_feature_has_a_name(by_hand):
    names = [by_hand.name(at) for at in range(3 + len(SIGNAL_CODES))]
    assert names == ["glaze", "seo", "~ a", *(f"!{code}" for code in SIGNAL_CODES)]


# ---------------------------------------------------------------- what a signal weighs


def test_a_signal_weighs_by_its_strength(by_hand):
    assert by_hand.signal_weight(SHOUTS) == pytest.approx(4.0 * 0.5 * SCALES["shouting"])
    assert by_hand.signal_weight(replace(SHOUTS, strength=1.0)) == pytest.approx(4.0 * SCALES["shouting"])


@pytest.mark.parametrize(
    ("kind", "more"), [(None, 0.0), (Label.LEGITIMATE, 0.0), (Label.SPRAY, 0.0), (Label.SCAM, 1.0 / 0.5)]
)
def test_what_a_signal_says_of_a_kind_comes_on_top(by_hand, kind, more):
    model = replace(by_hand, calibration=(2.0, 0.0), temperature=0.5)
    assert model.signal_weight(SHOUTS, kind=kind) == pytest.approx((8.0 + more) * 0.5 * SCALES["shouting"])


# ---------------------------------------------------------------- probabilities

NOTHING = Reading((), NO_PIECES, ())


@given(st.floats(-1e6, 1e6), st.lists(st.floats(-1e4, 1e4), min_size=4, max_size=4), st.booleans(), st.floats(0.2, 5.0))
def test_scores_are_probabilities_whatever_the_odds(odds, kinds, relevance, temperature):
    model = replace(model_of(0.5), bias=np.array([odds, *kinds]), temperature=temperature)
    scores = model.scores(model.weigh(NOTHING), relevance=relevance)
    assert tuple(scores) == LABELS
    assert all(0.0 <= score <= 1.0 for score in scores.values())
    assert sum(scores.values()) == pytest.approx(1.0)
    if not relevance:
        assert scores[Label.IRRELEVANT] == 0.0


def test_without_a_profile_what_would_be_irrelevant_is_spray():
    model = model_of(0.9, kind=Label.IRRELEVANT)
    weighed = model.weigh(NOTHING)
    known, unknown = model.scores(weighed, relevance=True), model.scores(weighed, relevance=False)
    assert known[Label.IRRELEVANT] > 0.8
    assert unknown[Label.SPRAY] == pytest.approx(known[Label.SPRAY] + known[Label.IRRELEVANT])
    assert [unknown[label] for label in (Label.LEGITIMATE, Label.PITCH, Label.SCAM)] == [
        known[label] for label in (Label.LEGITIMATE, Label.PITCH, Label.SCAM)
    ]


def test_calibration_turns_the_odds_of_outreach_and_temperature_those_of_the_kinds():
    base = replace(model_of(0.5), bias=np.array([1.0, 2.0, 0.0, 0.0, 0.0]))
    sharp = replace(base, calibration=(3.0, -1.0), temperature=0.5)
    weighed = base.weigh(NOTHING)
    assert base.scores(weighed, relevance=True)[Label.LEGITIMATE] == pytest.approx(1 - 1 / (1 + math.exp(-1.0)))
    scores = sharp.scores(weighed, relevance=True)
    assert scores[Label.LEGITIMATE] == pytest.approx(1 - 1 / (1 + math.exp(-2.0)))
    assert scores[Label.SPRAY] / scores[Label.PITCH] == pytest.approx(math.exp(4.0))


# ---------------------------------------------------------------- words


def test_the_rarity_of_a_word_is_its_share_of_the_learnt_mail(model):
    read = [read_of(example.message).terms for example in slice_of_corpus()]
    held = Counter(term for terms in read for term in set(terms) if term.isalpha())
    often = [word for word, times in held.items() if times >= 2]
    assert model.documents == len(read)
    assert len(often) > 500
    for word in often:
        assert model.rarity(word) == pytest.approx(held[word] / len(read))


def test_a_word_never_learnt_is_as_rare_as_can_be(model):
    assert model.rarity("zyzzogeton") == 0.0


def test_the_same_message_has_the_same_scores_each_time(model):
    for example in slice_of_corpus()[:20]:
        read = read_of(example.message)
        first = model.log_odds(model.weigh(read))
        again = model.log_odds(model.weigh(read_of(example.message)))
        assert first[0] == again[0]
        assert first[1].tolist() == again[1].tolist()


def test_the_words_of_the_subject_are_another_feature_than_those_of_the_body():
    body, subject = read_of(letter("website", subject="")), read_of(letter("", subject="website"))
    assert "website" in body.terms
    assert "subject:website" in subject.terms
    assert subject_words(letter(subject="Website, 2 pages")) == ["website", "2", "pages"]
