from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.read.phrases import _MOBILE, _REGARDS, FOOTER, _by_letter, _heads

TABLES = [
    ["ab|ac|b"],
    ["a", "ab", "a?b", "a{0,2}c"],
    ["(?:a|b)c|(?:a)?b", "[ab]c|[(|]a"],
    ["(?:(?:a|b) )?c|(?:a(?:b)?|c)a"],
    ["(?:a|b){2}c|(?:a|b)*b"],
    [r"\(a|\|b|(?<=a)c|a\b"],
]


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_alternatives_grouped_by_letter_match_what_they_matched(table):
    plain, grouped = re.compile("|".join(table)), re.compile(_by_letter(*table))

    for letters in product("abc (|", repeat=4):
        text = "".join(letters)
        assert bool(grouped.fullmatch(text)) == bool(plain.fullmatch(text))
        assert [bool(grouped.match(text, at)) for at in range(5)] == [bool(plain.match(text, at)) for at in range(5)]


def test_a_group_at_the_head_is_opened():
    assert _heads("(?:a|b)c|d") == ["ac", "bc", "d"]
    assert _heads("(?:a )?b") == ["a b", "b"]
    assert _heads("(?:a|b){2}c") == ["(?:a|b){2}c"]
    assert _heads("a(?:b|c)") == ["a(?:b|c)"]


@pytest.mark.parametrize("table", [_MOBILE, _REGARDS], ids=["mobile", "regards"])
def test_what_ends_a_letter_is_the_same_grouped(table):
    plain, grouped = re.compile(f"(?:{'|'.join(table)})$"), re.compile(f"(?:{_by_letter(*table)})$")
    words = sorted(set(re.findall(r"[^\W\d_]{2,}", " ".join(table))))
    phrases = [*words, *(f"{one} {other}" for one in words for other in words[::7])]

    assert [bool(grouped.match(phrase)) for phrase in phrases] == [bool(plain.match(phrase)) for phrase in phrases]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["©", "© ", "a", " ", "unsubscribe", "x", "(c) 2024", "to unsubscribe", "."]), max_size=6)
)
def test_a_footer_begins_at_a_word(pieces):
    text = "".join(pieces)
    found = FOOTER.search(text)

    assert found is None or re.compile(r"\b\w").match(text, found.start())
    assert (found is None) == (re.search(r"\bunsubscribe|(?:©|© )\b|\bc\) 2024", text) is None)
