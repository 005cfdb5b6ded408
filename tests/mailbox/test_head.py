"""Dates from heads, quickly and without surprises; and what is no mail."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.mailbox.head import date_of, fault_of


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"Date: Fri, 1 Mar 2024 10:00:00 +0100\n\n", datetime(2024, 3, 1, 9, tzinfo=UTC)),
        (b"From: a\r\ndate:1 Mar 2024 10:00 EST\r\n\r\n", datetime(2024, 3, 1, 15, tzinfo=UTC)),
        (b"Date: Fri, 1 Mar 24 10:00:00 +0000 (comment)\n", datetime(2024, 3, 1, 10, tzinfo=UTC)),
        (b"Subject: x\n\nDate: Fri, 1 Mar 2024 10:00:00 +0100\n", None),
        (b"Date: Fri, 1 Mar 2024 10:00:00 +9999\n", None),
        (b"Date: 31 Dec 9999 23:59:59 -1200\n", None),
        (b"Date:\n", None),
        (b"", None),
    ],
    ids=["rfc", "bare", "comment", "in the body", "absurd zone", "beyond all years", "empty value", "empty"],
)
def test_the_date_of_a_header_in_utc(head, expected):
    assert date_of(head) == expected


@given(st.binary(max_size=400))
def test_no_bytes_break_the_date_and_what_comes_is_in_utc(value):
    date = date_of(b"Date: " + value)
    assert date is None or date.tzinfo is UTC


@pytest.mark.parametrize("filling", [b"Date:", b"\n", b"Date: \n ", b"a", b": ", b"1 Mar "])
def test_hostile_heads_take_linear_time(filling):
    head = filling * (65_536 // len(filling))
    start = time.process_time()
    date_of(head)
    fault_of(head)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: x\n\n",
        b"\n\nSubject: x\n",
        b"From a@b Fri Mar  1\nSubject: x\n",
        b"\xef\xbb\xbfSubject: x\n",
        b"garbage\nTo: x\n",
    ],
    ids=["plain", "empty lines first", "with a separator", "with a byte order mark", "behind one line of garbage"],
)
def test_what_may_be_mail_has_no_fault(head):
    assert fault_of(head) is None
