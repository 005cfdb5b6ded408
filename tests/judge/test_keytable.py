"""The table that finds many keys at once, against a dictionary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.judge.keytable import KeyTable

KEYS = st.lists(st.integers(1, 2**64 - 1), unique=True, max_size=200)


@given(KEYS, st.lists(st.integers(1, 2**64 - 1), max_size=50), st.data())
def test_a_table_finds_what_a_dictionary_finds(known, others, data):
    asked = others + (data.draw(st.lists(st.sampled_from(known), max_size=50)) if known else [])
    places = {key: at for at, key in enumerate(known)}
    table = KeyTable.of(np.array(known, dtype=np.uint64))
    found = table.find(np.array(asked, dtype=np.uint64))
    assert sorted(found.tolist()) == sorted(places[key] for key in asked if key in places)
    assert [table.place(key) for key in asked] == [places.get(key) for key in asked]


def test_a_table_of_many_keys_finds_each_of_them_once():
    keys = np.unique(np.random.default_rng(7).integers(1, 2**64, 30_000, dtype=np.uint64))
    table = KeyTable.of(keys)
    assert sorted(table.find(keys).tolist()) == list(range(len(keys)))
    assert list(map(table.place, keys.tolist())) == list(range(len(keys)))


def test_keys_that_crowd_in_one_slot_make_the_table_grow():
    """Seventeen keys of one slot in a table of 64: further from it than is looked, so the table doubles until they fit."""
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    keys = np.array([(at << 51) * inverse % 2**64 for at in range(1, 18)], dtype=np.uint64)
    table = KeyTable.of(keys)
    assert len(table.slots) > 64
    assert sorted(table.find(keys).tolist()) == list(range(17))
    assert [table.place(int(key)) for key in keys] == list(range(17))


def test_a_key_whose_slots_are_all_taken_by_others_is_not_found():
    inverse = pow(0x9E3779B97F4A7C15, -1, 2**64)
    crowd = [(at << 48) * inverse % 2**64 for at in range(1, 18)]
    table = KeyTable.of(np.array(crowd[:16], dtype=np.uint64))
    assert len(table.slots) == 32
    assert sorted(table.find(np.array(crowd, dtype=np.uint64)).tolist()) == list(range(16))
    assert [table.place(key) for key in crowd] == [*range(16), None]


def test_keys_that_cannot_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="one slot"):
        KeyTable.of(np.full(40, 7, dtype=np.uint64))
