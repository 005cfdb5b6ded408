"""Text from mail on a terminal: inert, on one line, and of the width that is said."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.cli.terminal import Pen, bar, columns, cut, cut_left, pad, safe, wrap

OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil.example\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x1b\\x", "x"),
        ("\x1bc\x9b31mx", "c31mx"),
        ("a\r\nb\tc  d", "a b c d"),
        ("exe.\u202egpj", "exe.gpj"),
        ("\u2066a\u2069\u200fb", "ab"),
        ("in\u200bvi\u00adsi\ufeffble", "invisible"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("Ze\u0301", "Ze\u0301"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 3),
        ("\u2764\ufe0f", "\u2764"),
        ("\U000e0041\ud83d", ""),
        ("日本", "日本"),
    ],
)
def test_text_is_made_safe(text, shown):
    assert safe(text) == shown


@pytest.mark.case(61)
@given(st.text(alphabet=st.characters(codec=None)), st.integers(1, 40))
def test_safe_text_holds_nothing_that_a_terminal_obeys_and_fits(text, width):
    shown = safe(text, width)
    assert not OBEYED.search(shown)
    assert columns(shown) <= width


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("日本", 4), ("🎉", 2), ("ｱ", 1), ("สวัสดี", 4), ("한글", 4), ("", 0)],
)
def test_a_width_is_that_of_a_terminal(text, width):
    assert columns(text) == width


@given(st.text(max_size=40), st.integers(1, 20))
def test_a_cut_text_keeps_its_beginning_or_its_end(text, width):
    assert columns(cut(text, width)) <= width
    assert columns(cut_left(text, width)) <= width
    if columns(text) > width:
        assert text.startswith(cut(text, width).removesuffix("…"))
        assert text.endswith(cut_left(text, width).removeprefix("…"))


@given(st.text(max_size=200), st.integers(2, 30))
def test_wrapped_text_loses_no_letter_and_fits(text, width):
    clean = safe(text)
    lines = wrap(clean, width)
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == clean.replace(" ", "")


def test_pad_counts_columns_and_not_letters():
    assert columns(pad("日本", 6)) == columns(pad("ab", 6)) == 6


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 60))
def test_a_bar_fits_and_what_is_there_shows(part, whole, width):
    drawn = bar(min(part, whole), whole, width)
    assert len(drawn) <= width
    assert bool(drawn) == (min(part, whole) > 0)


@pytest.mark.parametrize(
    ("part", "whole", "drawn"),
    [(1, 2, "█████"), (1, 1, "█" * 10), (1, 10**6, "▏"), (0, 5, ""), (3, 0, ""), (9, 5, "█" * 10)],
)
def test_a_bar_is_as_long_as_its_part(part, whole, drawn):
    assert bar(part, whole, 10) == drawn


def test_a_pen_without_colours_writes_plainly():
    assert Pen(color=False)("text", "bold", "red") == "text"
    assert Pen(color=True)("text", "bold", "red") == "\x1b[1;31mtext\x1b[0m"
    assert Pen(color=True)("", "bold") == ""


def test_no_category_that_is_not_shown_is_left():
    everything = "".join(map(chr, range(0x110000)))
    left = {unicodedata.category(letter) for letter in safe(everything)}
    assert left.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
