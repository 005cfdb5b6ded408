"""What a message says of itself: headers as real mail writes them, folded, encoded, quoted and broken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from triage.domain import Address
from triage.read import MESSAGE_ID, date, read


def headed(name: str, value: bytes | str):
    """Return a message with this header, read."""
    octets = value if isinstance(value, bytes) else value.encode()
    return read(name.encode() + b": " + octets + b"\nX-Last: yes\n\nText.\n")


def subject(value: bytes | str) -> str:
    return headed("Subject", value).subject


def sender(value: bytes | str) -> Address:
    return headed("From", value).sender


def to(value: bytes | str) -> tuple[Address, ...]:
    return headed("To", value).recipients


# ---------------------------------------------------------------- the block of headers


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
def test_headers_are_read_at_every_line_ending(ending):
    raw = b"Subject: Kiln\nFrom: a@b.example\nX-One: 1\n\nFirst\nSecond\n".replace(b"\n", ending)
    message = read(raw)
    assert message.headers == (("subject", "Kiln"), ("from", "a@b.example"), ("x-one", "1"))
    assert message.text.body == "First\nSecond"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"one\n two", "one two"),
        (b"one\n\t\ttwo\n three", "one two three"),
        (b"\n all below", "all below"),
        (b"one\n \n two", "one  two"),
        (b"  blanks around\t ", "blanks around"),
        (b"", ""),
    ],
    ids=["one fold", "tabs", "begins folded", "empty fold", "blanks around", "empty"],
)
def test_a_folded_header_is_one_line(value, expected):
    message = headed("Subject", value)
    assert message.subject == expected
    assert message.header("x-last") == "yes"


def test_the_first_of_two_equal_headers_counts_and_both_are_kept():
    message = read(b"Subject: one\nSubject: two\nFrom: a@x.example\nFrom: b@x.example\n\nText")
    assert (message.subject, message.sender.spec) == ("one", "a@x.example")
    assert message.header("subject") == "one"
    assert [value for name, value in message.headers if name == "subject"] == ["one", "two"]


def test_header_names_are_known_in_any_case():
    message = read(b"SUBJECT: Kiln\nfRoM: a@b.example\nmessage-ID: <a@b>\n\nText")
    assert (message.subject, message.sender.spec, message.message_id) == ("Kiln", "a@b.example", "<a@b>")


def test_a_blank_before_the_colon_does_not_hide_a_header():
    assert read(b"Subject : Kiln\n\nText").subject == "Kiln"


def test_a_line_that_is_no_header_does_not_hide_those_below():
    message = read(b"Subject: Kiln\nno header at all\nFrom: a@b.example\n\nText")
    assert message.sender.spec == "a@b.example"
    assert message.text.body == "Text"


@pytest.mark.parametrize(
    "line", [b"From a@b.example Tue May 14 08:12:40 2024\n", b">From a@b.example Tue May 14\n"], ids=["mbox", "escaped"]
)
def test_an_mbox_line_above_the_headers_is_no_header(line):
    message = read(line + b"Subject: Kiln\n\nText")
    assert message.headers == (("subject", "Kiln"),)


def test_an_mbox_line_alone_is_text_and_not_lost():
    assert read(b"From here on").text.body == "From here on"


def test_text_without_headers_is_all_text():
    message = read(b"A kiln is cold.\nNothing else here.\n")
    assert message.headers == ()
    assert message.text.body == "A kiln is cold.\nNothing else here."


def test_text_behind_an_empty_first_line_is_body():
    message = read(b"\nSubject: not a header\n")
    assert (message.subject, message.headers) == ("", ())
    assert message.text.body == "Subject: not a header"


def test_headers_without_a_body_are_a_message_without_text():
    message = read(b"Subject: Kiln\nFrom: a@b.example")
    assert (message.subject, message.text.body) == ("Kiln", "")


def test_no_bytes_are_a_message_that_says_nothing():
    message = read(b"")
    assert message.sender == Address("", "")
    assert (message.subject, message.date, message.message_id, message.headers) == ("", None, "", ())
    assert message.faults == ()


@pytest.mark.parametrize("number", [200, 201], ids=["at the bound", "one more"])
def test_more_than_200_headers_are_a_fault(number):
    message = read(b"X: y\n" * number + b"\nText")
    assert len(message.headers) == 200
    assert message.faults == (() if number == 200 else ("over-headers",))
    assert message.text.body == "Text"


@pytest.mark.parametrize("size", [8_192, 9_000], ids=["at the bound", "larger"])
def test_a_header_of_more_than_8_kb_is_cut_and_a_fault(size):
    message = read(b"X-Large:" + b"x" * size + b"\nSubject: Kiln\n\nText")
    assert len(message.header("x-large")) == 8_192
    assert message.faults == (() if size == 8_192 else ("over-header",))
    assert message.subject == "Kiln"


# ---------------------------------------------------------------- letters in headers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?utf-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?iso-8859-1?Q?caf=E9_cr=E8me?=", "café crème"),
        ("=?windows-1252?Q?it=92s?=", "it’s"),
        ("=?koi8-r?B?8NLJ18XU?=", "Привет"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?shift_jis?B?k/qWew==?=", "日本"),
        ("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本"),
        ("=?utf-8*en?q?kiln?=", "kiln"),
        ("Re: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from us", "Re: Grüße from us"),
        ("=?utf-8?q?one?= =?utf-8?q?_two?=", "one two"),
        ("=?utf-8?q?one?=\n =?utf-8?q?two?=", "onetwo"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),
        ("=?utf-8?q?=C3=BC?= =?iso-8859-1?q?=FC?=", "üü"),
        ("=?utf-8?q?a?= and =?utf-8?q?b?=", "a and b"),
        ("=?utf-8?q?ready??=", "ready?"),
        ("=?nonsense?q?kiln?=", "kiln"),
        ("=?nonsense?q?caf=C3=A9?=", "café"),
    ],
)
def test_encoded_words_are_decoded(value, expected):
    assert subject(value) == expected


@pytest.mark.parametrize(
    "value",
    ["=?utf-8?b?A?=", "=?utf-8?x?abc?=", "=?utf-8?q?never closed", "=? ?= ?=", "=?utf-8?b?A?= =?utf-8?b?A?="],
    ids=["one letter of base64", "unknown encoding", "never closed", "empty", "two broken"],
)
def test_an_encoded_word_that_does_not_decode_stays_as_it_stands(value):
    assert subject(value) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [("Grüße".encode(), "Grüße"), ("Grüße".encode("latin-1"), "Grüße"), ("it’s".encode("cp1252"), "it’s")],
    ids=["UTF-8", "Latin-1", "Windows-1252"],
)
def test_raw_8_bit_letters_in_a_header_are_read(value, expected):
    assert subject(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "a\x1b[31mb",
        "=?utf-8?q?a=1B[31mb?=",
        "=?utf-8?q?a=07=00=7F[31mb?=",
        "=?utf-8?b?YeKArlszMW1i?=",
        "a\u202e\u2066[31mb",
    ],
    ids=["escape", "encoded escape", "bell and NUL", "encoded direction", "directions"],
)
def test_a_header_moves_no_cursor_and_turns_no_direction(value):
    assert subject(value) == "a[31mb"


@pytest.mark.parametrize(
    "value",
    ["=?utf-8?q?one=0Atwo?=", "=?utf-8?q?one=0D=0Atwo?=", "one\ttwo", "one\u2028two"],
    ids=["LF", "CRLF", "TAB", "LS"],
)
def test_a_header_is_one_line_whatever_it_encodes(value):
    assert subject(value) == "one two"


def test_a_break_in_an_encoded_subject_makes_no_header():
    message = headed("Subject", "=?utf-8?q?Kiln=0D=0AX-Forged:_yes?=")
    assert message.header("x-forged") == ""
    assert message.subject == "Kiln X-Forged: yes"


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("value", "name", "spec"),
    [
        ("ada@x.example", "", "ada@x.example"),
        ("<ada@x.example>", "", "ada@x.example"),
        ("Ada Lovelace <ada@x.example>", "Ada Lovelace", "ada@x.example"),
        ('"Lovelace, Ada" <ada@x.example>', "Lovelace, Ada", "ada@x.example"),
        ("Lovelace, Ada <ada@x.example>", "Lovelace, Ada", "ada@x.example"),
        ("'Ada' <ada@x.example>", "Ada", "ada@x.example"),
        (r'"Ada \"the first\" L" <ada@x.example>', 'Ada "the first" L', "ada@x.example"),
        ("ada@x.example (Ada Lovelace)", "Ada Lovelace", "ada@x.example"),
        ("Ada (analyst) <ada@x.example>", "Ada (analyst)", "ada@x.example"),
        ("Ada <ADA@X.Example>", "Ada", "ada@x.example"),
        ("Ada <ada@x.example.>", "Ada", "ada@x.example"),
        ("Ada < ada@x.example >", "Ada", "ada@x.example"),
        ("Ada <ada@x.example", "Ada", "ada@x.example"),
        ("Ada ada@x.example", "Ada", "ada@x.example"),
        ("=?utf-8?q?Zo=C3=AB_B?= <zoe@x.example>", "Zoë B", "zoe@x.example"),
        ('"=?utf-8?q?Zo=C3=AB?=" <zoe@x.example>', "Zoë", "zoe@x.example"),
        ("Zoë <zoe@x.example>", "Zoë", "zoe@x.example"),
        ("boss@corp.example <eve@evil.example>", "boss@corp.example", "eve@evil.example"),
        ('"boss@corp.example" <eve@evil.example>', "boss@corp.example", "eve@evil.example"),
        ("=?utf-8?q?boss=40corp.example=2C?= <eve@evil.example>", "boss@corp.example,", "eve@evil.example"),
        ("<boss> <eve@evil.example>", "boss>", "eve@evil.example"),
        ('"<boss@corp.example>" <eve@evil.example>', "<boss@corp.example>", "eve@evil.example"),
        ("Ada <ada@x.example> <>", "Ada", "ada@x.example"),
        ("Ada <>", "Ada <>", ""),
        ("undisclosed", "undisclosed", ""),
        ("", "", ""),
        ("Ada <ada>", "Ada <ada>", ""),
        ("@", "@", ""),
    ],
)
def test_a_sender_is_a_name_and_an_address(value, name, spec):
    assert sender(value) == Address(name, spec)


def test_a_missing_sender_is_empty():
    assert read(b"Subject: Kiln\n\nText").sender == Address("", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a@x.example, b@y.example", ["a@x.example", "b@y.example"]),
        ("a@x.example; b@y.example;", ["a@x.example", "b@y.example"]),
        ("a@x.example,\n b@y.example", ["a@x.example", "b@y.example"]),
        ('"A, B" <a@x.example>, C, D <c@y.example>', ["a@x.example", "c@y.example"]),
        ("A (one, two) <a@x.example>, b@y.example", ["a@x.example", "b@y.example"]),
        ("Potters: a@x.example, B <b@y.example>;", ["a@x.example", "b@y.example"]),
        ("A <a@x.example>, @, <@>, B <b@y.example>", ["a@x.example", "b@y.example"]),
        ("undisclosed-recipients:;", [""]),
        ("", []),
    ],
    ids=["comma", "semicolon", "folded", "quoted", "comment", "group", "broken between", "nobody", "empty"],
)
def test_a_list_of_recipients_holds_each_once(value, expected):
    assert [address.spec for address in to(value)] == expected


def test_a_group_is_no_part_of_a_name():
    assert to("Potters: Ada <a@x.example>, b@y.example;")[0] == Address("Ada", "a@x.example")


def test_recipients_are_those_of_to_and_cc_and_replies_go_to_reply_to():
    message = read(b"To: a@x.example\nCc: b@x.example\nBcc: d@x.example\nReply-To: C <c@x.example>\n\nText")
    assert [address.spec for address in message.recipients] == ["a@x.example", "b@x.example"]
    assert message.reply_to == (Address("C", "c@x.example"),)


def test_no_more_than_100_addresses_of_a_header_are_read():
    assert len(to(b"a@b.example, " * 300)) == 100


def test_a_name_is_bounded_and_inert():
    name = sender("A\x1b[1m" + "b" * 400 + " <a@x.example>").name
    assert len(name) == 200
    assert name.startswith("A[1mb")


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 14 May 2024 08:12:40 +0200", datetime(2024, 5, 14, 6, 12, 40, tzinfo=UTC)),
        ("14 May 2024 08:12:40 -0500", datetime(2024, 5, 14, 13, 12, 40, tzinfo=UTC)),
        ("Tue, 14 May 2024 08:12 GMT", datetime(2024, 5, 14, 8, 12, tzinfo=UTC)),
        ("Tue, 14 May 2024 08:12:40 -0000", datetime(2024, 5, 14, 8, 12, 40, tzinfo=UTC)),
        ("Tue, 14 May 2024 08:12:40 (CEST)", datetime(2024, 5, 14, 8, 12, 40, tzinfo=UTC)),
        ("Tue, 14 May 24 08:12:40 EST", datetime(2024, 5, 14, 13, 12, 40, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 +0000", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_in_utc(value, expected):
    assert date(value) == expected
    assert headed("Date", value).date == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yesterday",
        "Tue, 32 May 2024 08:12:40 +0200",
        "Tue, 14 May 2024 25:12:40 +0200",
        "Tue, 14 May 9999 23:59:59 -2359",
        "Tue, 14 May 1901 00:00:00 +2359",
        "Tue, 14 May 1601 00:00:00 +0000",
        "Tue, 14 May 2024 08:12:40 +99999999999999999999",
        "Tue, 14 May 99999999999 08:12:40 +0200",
        "0 0 0 0",
        "\x00\x1b",
    ],
)
def test_a_date_that_mail_cannot_have_is_none(value):
    assert date(value) is None
    assert headed("Date", value).date is None


# ---------------------------------------------------------------- ids


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("<a.b-c@x.example>", "<a.b-c@x.example>"),
        ("  <a@x> (comment)", "<a@x>"),
        ("<a@x> <b@x>", "<a@x>"),
        ("<" + "a" * 250 + ">", "<" + "a" * 250 + ">"),
    ],
    ids=["plain", "comment", "two", "longest"],
)
def test_a_message_id_is_the_first_in_angle_brackets(value, expected):
    assert headed("Message-ID", value).message_id == expected


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"a@x.example",
        b"<>",
        b"<a b@x>",
        b'<a"b@x>',
        b"<a\\b@x>",
        b"<a\x00\x01b@x>",
        b"<a\n b@x>",
        b"<a\xe9@x>",
        b"<" + b"a" * 251 + b">",
        b"<" + b"a" * 10_000 + b">",
        b"=?utf-8?q?=3Ca=40x=3E?=",
        b'<a@x"\r\n A1 LOGOUT>',
    ],
    ids=[
        "empty", "bare", "nothing", "blank", "quote", "backslash", "control", "break",
        "8-bit", "long", "10 KB", "encoded", "command",
    ],
)  # fmt: skip
def test_a_message_id_that_is_no_id_is_never_used(value):
    message = headed("Message-ID", value)
    assert message.message_id == ""
    assert headed("In-Reply-To", value).in_reply_to == ()
    assert headed("References", value).references == ()


@pytest.mark.parametrize("text", ["<a@x>\n", "<a@x>>", "<a\u00e9@x>", '<"@x>', "<a\r\n@x>", "<a\x7f@x>", "<é@x>"])
def test_the_shape_of_an_id_admits_nothing_that_speaks_to_a_server(text):
    assert MESSAGE_ID.fullmatch(text) is None


def test_a_thread_is_its_references_and_what_it_answers():
    message = read(b"In-Reply-To: <b@x>\nReferences: <a@x>\n <b@x>\n\nText")
    assert message.in_reply_to == ("<b@x>",)
    assert message.references == ("<a@x>", "<b@x>")


def test_the_last_50_references_are_kept():
    message = headed("References", " ".join(f"<{number}@x>" for number in range(80)))
    assert message.references == tuple(f"<{number}@x>" for number in range(30, 80))
