from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.read import normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  The\n\tPump \r\n", "the pump"),
        ("ＰＵＭＰ ﬁt ①", "pump fit 1"),
        ("Straße", "strasse"),
        ("F\u200bre\u00ade pu\ufeffmp", "free pump"),
        ("f\u115free\u1160", "free"),
        ("cafe\u0301", "café"),
        ("see https://Mill.example/a/b?c=d#e now", "see mill.example now"),
        ("www.mill.example.", "mill.example."),
        ("(http://mill.example)", "(mill.example)"),
        ("", ""),
    ],
)
def test_texts_that_read_alike_are_alike(text, normal):
    assert normalise(text) == normal


def test_a_crowd_of_marks_is_cut_to_thirty():
    assert len(normalise("x" + "\u0301\u0316" * 5_000)) <= 31
    assert normalise("——" * 40 + " end") == "—" * 30 + " end"


@settings(deadline=None)
@given(st.text())
def test_normal_text_is_one_line_and_settles(text):
    once = normalise(text)

    assert normalise(normalise(once)) == normalise(once)
    assert once == once.strip()
    assert "\n" not in once


@settings(deadline=None)
@given(
    st.text(st.characters(categories=["L", "N", "Zs"], exclude_characters="\u115f\u1160"))
)  # letters that nobody sees
def test_letters_are_compared_as_unicode_says(text):
    assert normalise(text) == " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("see http://A.example/x\nno url\nHTTPS://b.example?q", "see a.example no url b.example"),
        ("WWW.a.example/x", "www.a.example/x"),
        ("WWW.a.example/x\nhttp://b.example/y", "a.example b.example"),
        ("xhttp://a.example/y", "xhttp://a.example/y"),
        ("x\nhttp://a.example/y", "x a.example"),
        ("http://\na.example", "http:// a.example"),
        ("a\x0b\x1c\x85\u2028 b", "a b"),
    ],
)
def test_urls_are_shortened_line_by_line(text, normal):
    assert normalise(text) == normal
