"""The one tokeniser: what counts as a word, and which words are the sender's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import letter, own_words

from triage.domain import Address, Message, Text
from triage.judge.words import _ASCII_WORD, _WORD, OWN_CHARS, own_text, shape, subject_words, words
from triage.read import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we don't, we can’t", ["we", "don't", "we", "can't"]),
        ("save $200 or €30, 18%", ["save", "$200", "or", "€30", "18"]),
        ("e-mail snake_case a/b", ["e", "mail", "snake", "case", "a", "b"]),
        ("grüße żółć 陶器 ёлка", ["grüße", "żółć", "陶器", "ёлка"]),
        ("'quoted' o'clock' $", ["quoted", "o'clock"]),
        ("", []),
        ("!!! --- ???", []),
    ],
    ids=["apostrophes", "money", "joints", "scripts", "quotes", "empty", "marks"],
)
def test_words_are_runs_of_letters_and_figures(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("kiln", "kiln"),
        ("1280", "#"),
        ("7", "#"),
        ("$200", "$#"),
        ("€30", "$#"),
        ("£5", "$#"),
        ("a4", "a#"),
        ("x2024y", "x####y"),
    ],
)
def test_every_figure_has_the_same_shape(word, expected):
    assert shape(word) == expected


@given(st.text(max_size=200))
def test_shapes_hold_no_figure_and_stay_as_they_are(text):
    for word in words(normalise(text)):
        assert not any(letter.isdigit() for letter in shape(word))
        assert shape(shape(word)) == shape(word)


def test_own_words_are_greeting_and_body_without_what_is_set_apart():
    message = letter(
        "Hi Alma,\n\nthe tenmoku broke.\n\nBest regards\nJo Miller\nVendor GmbH\n\nOn Tue, Alma wrote:\n> which glaze was it?",
        subject="Glaze number 12",
    )
    assert own_words(message) == ["hi", "alma", "the", "tenmoku", "broke"]
    assert subject_words(message) == ["glaze", "number", "12"]


def test_a_message_without_a_body_is_judged_by_what_there_is():
    message = Message(
        Address("", ""), text=Text(greeting="Hi", signature="Jo, Vendor", footer="Reply stop", quoted="x")
    )
    assert own_words(message) == ["hi", "jo", "vendor", "reply", "stop"]


def test_text_behind_the_budget_counts_for_nothing():
    message = Message(Address("", ""), text=Text(body="clay " * OWN_CHARS + "invoice"))
    assert set(own_words(message)) == {"clay"}
    assert len(own_text(message)) <= OWN_CHARS


def test_invisible_letters_and_compatible_forms_change_no_word():
    plain = Message(Address("", ""), text=Text(body="Your SEO ranking"))
    tricky = Message(Address("", ""), text=Text(body="Your\u200b S\u00adE\u200dO \uff52anking\ufeff"))
    assert own_words(tricky) == own_words(plain) == ["your", "seo", "ranking"]


@pytest.mark.parametrize(
    "text", ["$", "$$5", "a$5b", "5$", "$'a", "a'b'c", "a''b", "'a'", "a_b", "A'B $C'd", "$a$", "x"]
)
def test_words_of_ascii_are_those_of_any_script(text):
    assert _ASCII_WORD.findall(text) == _WORD.findall(text)


@given(st.text(st.sampled_from("aZ09$' _-."), max_size=30))
def test_every_mixture_of_ascii_has_the_words_of_any_script(text):
    assert _ASCII_WORD.findall(text) == _WORD.findall(text)
