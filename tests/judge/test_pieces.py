"""Pieces of words as keys, against the plain way to make them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.judge.keytable import KeyTable
from triage.judge.pieces import CHARACTERS, pieces, spelt

PLANE = st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs",), exclude_characters="\0")


def spelt_out(text):
    """Return the pieces of a text, token by token and window by window."""
    padded = [f" {token} " for token in text.split()]
    return Counter(
        token[at : at + size] for token in padded for size in (2, 3, 4) for at in range(len(token) - size + 1)
    )


@given(st.text(PLANE, max_size=80))
def test_pieces_are_the_runs_within_each_token_and_its_edges(text):
    assert Counter(spelt(int(key)) for key in pieces(text)) == spelt_out(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("a", [" a", "a ", " a "]),
        ("ab", [" a", "ab", "b ", " ab", "ab ", " ab "]),
        ("a b", [" a", "a ", " b", "b ", " a ", " b "]),
    ],
)
def test_pieces_of_short_texts(text, expected):
    assert sorted(spelt(int(key)) for key in pieces(text)) == sorted(expected)


@given(st.text(max_size=60))
def test_any_text_has_pieces_and_none_is_the_mark_of_an_empty_slot(text):
    table = KeyTable.of(pieces("clay and water"))
    assert (pieces(text) != 0).all()
    assert (table.find(pieces(text)) < len(table.keys)).all()


def test_two_letters_beyond_the_first_plane_are_no_mistake():
    assert len(pieces("🔥🔥")) == len(pieces("abcd"))


def test_text_behind_the_budget_has_no_pieces():
    assert pieces("x" * (CHARACTERS + 500)).tolist() == pieces("x" * CHARACTERS).tolist()


@pytest.mark.parametrize("text", ["ab", "é z", "日本", " a", "z "])
def test_a_key_is_spelt_as_it_was_read(text):
    assert text in {spelt(int(key)) for key in pieces(text)} | {text}
    for key in pieces(text):
        assert spelt(int(key)) in f" {text} ".replace("  ", " ")
