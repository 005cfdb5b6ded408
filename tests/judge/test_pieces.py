"""Pieces of words as keys, and the table that finds them: both against the plain way to do it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.judge.pieces import CHARACTERS, PieceTable, pieces, spelt

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
    table = PieceTable.of(pieces("clay and water"))
    assert (pieces(text) != 0).all()
    assert (table.find(pieces(text)) >= 0).all()


def test_two_letters_beyond_the_first_plane_are_no_mistake():
    assert len(pieces("🔥🔥")) == len(pieces("abcd"))


def test_text_behind_the_budget_has_no_pieces():
    assert pieces("x" * (CHARACTERS + 500)).tolist() == pieces("x" * CHARACTERS).tolist()


KEYS = st.lists(st.integers(1, 2**64 - 1), unique=True, max_size=200)


@given(KEYS, st.lists(st.integers(1, 2**64 - 1), max_size=50), st.data())
def test_a_table_finds_what_a_dictionary_finds(known, others, data):
    asked = others + (data.draw(st.lists(st.sampled_from(known), max_size=50)) if known else [])
    places = {key: at for at, key in enumerate(known)}
    found = PieceTable.of(np.array(known, dtype=np.uint64)).find(np.array(asked, dtype=np.uint64))
    assert sorted(found.tolist()) == sorted(places[key] for key in asked if key in places)


def test_a_table_of_many_keys_finds_each_of_them_once():
    keys = np.unique(np.random.default_rng(7).integers(1, 2**64, 30_000, dtype=np.uint64))
    assert sorted(PieceTable.of(keys).find(keys).tolist()) == list(range(len(keys)))


def test_keys_that_crowd_in_one_slot_make_the_table_grow():
    """Ten keys of one slot in a table of 64: further from it than is looked, so the table doubles until they fit."""
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    keys = np.array([(at << 54) * inverse % 2**64 for at in range(1, 11)], dtype=np.uint64)
    table = PieceTable.of(keys)
    assert len(table.slots) > 64
    assert sorted(table.find(keys).tolist()) == list(range(10))


def test_a_key_whose_slots_are_all_taken_by_others_is_not_found():
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    crowd = [(at << 50) * inverse % 2**64 for at in range(1, 10)]
    table = PieceTable.of(np.array(crowd[:8], dtype=np.uint64))
    assert sorted(table.find(np.array(crowd, dtype=np.uint64)).tolist()) == list(range(8))


@pytest.mark.parametrize("text", ["ab", "é z", "日本", " a", "z "])
def test_a_key_is_spelt_as_it_was_read(text):
    assert text in {spelt(int(key)) for key in pieces(text)} | {text}
    for key in pieces(text):
        assert spelt(int(key)) in f" {text} ".replace("  ", " ")
