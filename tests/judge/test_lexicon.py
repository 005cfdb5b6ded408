"""Phrases and how they are found."""

from __future__ import annotations

import time

import pytest

from triage.judge.lexicon import PHRASES, spoken
from triage.judge.words import words
from triage.read import normalise

ALL = [
    (code, " ".join(phrase.split()))
    for code, block in PHRASES.items()
    for phrase in block.replace("\n", ";").split(";")
    if phrase.strip()
]


@pytest.mark.parametrize("code", PHRASES)
def test_every_phrase_is_found_in_mail_that_holds_it(code):
    """Found as mail is read: a phrase that no tokeniser makes is never found."""
    phrases = [phrase for each, phrase in ALL if each == code]
    assert phrases
    lost = [
        phrase
        for phrase in phrases
        if phrase not in spoken(words(normalise(f"So, {phrase.upper()}! Then more."))).get(code, ())
    ]
    assert lost == []


def test_no_code_has_a_phrase_that_ends_in_the_middle_of_a_word():
    """A stem cannot be found, because phrases are runs of whole words."""
    assert [phrase for _, phrase in ALL if phrase.endswith(("interessat", "zainteresowan"))] == []


def test_a_phrase_is_found_at_the_very_end_and_not_when_cut_there():
    assert spoken(["please", "book", "a", "call"]) == {"asks-for-meeting": ["book a call"]}
    assert spoken(["please", "book", "a"]) == {}
    assert spoken([]) == {}


def test_a_phrase_is_named_once_however_often_it_is_said():
    assert spoken("seo and seo and seo".split())["promises-growth"] == ["seo"]


def test_one_word_may_begin_phrases_of_several_codes():
    assert spoken("reply no".split()) == {"sales-pressure": ["reply no"]}
    both = spoken("we looked at your website and we help".split())
    assert set(both) == {"homework-claim", "offers-service"}


def test_words_between_break_a_phrase():
    assert "asks-for-meeting" not in spoken("book me a call".split())


def test_the_cost_is_linear_in_the_words():
    """All phrases that begin alike, again and again: ten times the words take about ten times as long."""
    run = ("we book a the my in your what " * 300).split()

    def seconds(words):
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            spoken(words)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(run * 10) < 40 * max(seconds(run), 1e-4)
