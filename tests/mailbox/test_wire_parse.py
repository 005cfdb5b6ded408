"""Answers of servers, well-formed, odd and hostile."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.mailbox import wire_parse as parse
from triage.mailbox.wire_parse import Listed, Row


@pytest.mark.parametrize(
    ("uids", "written"),
    [([], b""), ([5], b"5"), ([3, 1, 2, 9, 7, 8], b"1:3,7:9"), ([1, 1, 3], b"1,3"), (range(1, 50_001), b"1:50000")],
    ids=["none", "one", "runs", "doubled", "many"],
)
def test_uids_are_written_as_the_shortest_set(uids, written):
    assert parse.compact(uids) == written


@given(st.sets(st.integers(1, 2**32 - 1), max_size=50))
def test_a_set_is_read_as_it_was_written(uids):
    assert parse.expand(parse.compact(uids), limit=50) == sorted(uids)


@pytest.mark.parametrize("written", [b"1:4294967295", b"1:3,x", b"*", b"1:2:3", b",", b"-1", b"99999999999"])
def test_a_set_that_is_none_or_too_large_is_refused_at_once(written):
    with pytest.raises(ValueError, match="UIDs"):
        parse.expand(written, limit=1_000)


def test_a_range_that_runs_backwards_is_still_a_range():
    assert parse.expand(b"5:3", limit=9) == [3, 4, 5]


DATE = datetime(2024, 1, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (
            [(b'1 (UID 7 RFC822.SIZE 32 INTERNALDATE " 1-Jan-2024 10:00:00 +0100" FLAGS (\\Seen $x) BODY[]<0> {5}', b"Hello"), b")"],
            [Row(7, 32, DATE, frozenset({"\\Seen", "$x"}), None, b"Hello")],
        ),
        ([(b"1 (BODY[]<0> {5}", b"Hello"), b" FLAGS () UID 7)"], [Row(7, flags=frozenset(), body=b"Hello")]),
        ([b"1 (UID 7 BODY[]<0> NIL)"], [Row(7)]),
        ([b'1 (UID 7 BODY[]<0> "He \\"llo\\"")'], [Row(7, body=b'He "llo"')]),
        ([b"1 (UID 7 MODSEQ (12345678901234))"], [Row(7, modseq=12345678901234)]),
        ([b"1 (FLAGS (\\Seen))", b"2 (UID 8)"], [Row(8)]),
        ([b"1 (FLAGS (UID 9) UID 8)"], [Row(8, flags=frozenset({"UID", "9"}))]),
        ([(b"1 (UID 7 BODY[]<0> {5}", b"UID 9"), b")", b"2 (UID 8)"], [Row(7, body=b"UID 9"), Row(8)]),
        ([b"nonsense", b"", None, b"1 (UID x)", b"1 UID 5"], []),
        ([b'1 (UID 7 INTERNALDATE "32-Jan-2024 10:00:00 +0000")'], [Row(7)]),
        ([b"1 (uid 7 body[] NIL rfc822.size 3)"], [Row(7, 3)]),
        ([(b"1 (UID 7 BODY[HEADER.FIELDS (DATE)] {3}", b"abc"), (b" RFC822.SIZE 3 X {1}", b"x"), b")"], [Row(7, 3, body=b"abc")]),
    ],
    ids=[
        "all", "data behind the literal", "NIL body", "quoted body", "modseq", "unsolicited", "keywords like attributes",
        "body like an answer", "garbage", "no such day", "lower case", "two literals",
    ],
)  # fmt: skip
def test_rows_of_a_fetch(pieces, expected):
    assert list(parse.rows(pieces)) == expected


@given(st.lists(st.one_of(st.binary(max_size=60), st.tuples(st.binary(max_size=60), st.binary(max_size=9)), st.none())))
def test_no_answer_breaks_a_parser(pieces):
    list(parse.rows(pieces))
    list(parse.listed(pieces))
    parse.status(pieces)
    parse.personal_namespace(pieces)
    parse.numbers(pieces)
    parse.esearch(pieces, b"ALL")


@pytest.mark.parametrize(
    "piece", [b"1 (" + b"(" * 90_000, b'1 (X "' + b"\\" * 90_000, b"1 (" + b"A " * 45_000, b"1 (X (" + b'"' * 90_001]
)
def test_hostile_rows_take_linear_time(piece):
    start = time.process_time()
    list(parse.rows([piece]))
    list(parse.listed([piece]))
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([b'(\\HasNoChildren \\Sent) "/" "Sent Mail"'], [Listed(frozenset({"\\hasnochildren", "\\sent"}), "/", b"Sent Mail")]),
        ([b'() "." INBOX.Sent'], [Listed(frozenset(), ".", b"INBOX.Sent")]),
        ([b'() NIL "flat"'], [Listed(frozenset(), "", b"flat")]),
        ([(b'() "/" {3}', b'a"b'), b""], [Listed(frozenset(), "/", b'a"b')]),
        ([b'() "\\\\" "a\\\\b"'], [Listed(frozenset(), "\\", b"a\\b")]),
        ([b"garbage", None], []),
    ],
    ids=["quoted", "atom", "no delimiter", "literal", "backslash", "garbage"],
)  # fmt: skip
def test_rows_of_a_list(pieces, expected):
    assert list(parse.listed(pieces)) == expected


def test_status_namespace_search_and_copyuid():
    assert parse.status([b'"a (UIDNEXT 1)" (UIDNEXT 5 UIDVALIDITY 9)']) == {"UIDNEXT": 5, "UIDVALIDITY": 9}
    assert parse.status([(b"{3}", b"abc"), b" (UIDNEXT 5 X y)"]) == {"UIDNEXT": 5}
    assert parse.personal_namespace([b'(("INBOX." ".")) NIL NIL']) == (b"INBOX.", ".")
    assert parse.personal_namespace([b'(("" "/")("#x" ".")) NIL NIL']) == (b"", "/")
    assert parse.personal_namespace([b"NIL NIL NIL"]) == (b"", "")
    assert parse.numbers([b"1 2 3 ", b"4 x 5 (MODSEQ 99)", None]) == [1, 2, 3, 4, 5]
    assert parse.esearch([b'(TAG "ALL 9") UID MIN 2 ALL 2:9,12 COUNT 3'], b"ALL") == b"2:9,12"
    assert parse.esearch([b'(TAG "A1") UID'], b"ALL") == b""
    assert parse.copied([b"38505 304,319:320 3956:3958"], limit=3) == (38505, {304: 3956, 319: 3957, 320: 3958})
    assert parse.copied([b"38505 304,319:320 3956"], limit=3) == (0, {})
    assert parse.copied([], limit=3) == (0, {})


@pytest.mark.parametrize("name", [b"a\r\nb", b"\xff", b"a\0b", b"a\x7fb"])
def test_what_could_end_a_line_is_never_quoted(name):
    with pytest.raises(ValueError, match="quoted"):
        parse.quote(name)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_a_quoted_string_is_read_as_it_was_written(text):
    assert parse.unquote(parse.quote(text.encode())) == text.encode()
