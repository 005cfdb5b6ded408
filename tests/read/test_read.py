from __future__ import annotations

from datetime import UTC, datetime

import pytest

from triage.domain import Address, Message, Text
from triage.read import MESSAGE_ID, date, read
from triage.read.message import _LINK, LINKS, REFERENCES, _links

HEAD = """\
From: Ada Byron <ada@mill.example>
To: Robin Vale <robin@vale.example>, b@c.example
Cc: d@e.example
Reply-To: sales@mill.example
Subject: The =?utf-8?q?p=C3=BBmp?=
Date: Mon, 6 May 2024 10:12:00 +0200
Message-ID: <one@mill.example>
In-Reply-To: <zero@vale.example>
References: <minus@vale.example> <zero@vale.example>
"""


def message(body: str, *headers: str) -> Message:
    return read((HEAD + "\n".join((*headers, "", body))).encode())


def alternatives(plain: str, markup: str) -> Message:
    body = f"--b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html\n\n{markup}\n--b--\n"
    return message(body, "Content-Type: multipart/alternative; boundary=b")


def mixed(*parts: str) -> Message:
    return message("".join(f"--b\n{part}\n" for part in parts) + "--b--\n", "Content-Type: multipart/mixed; boundary=b")


def test_a_message_is_read_whole():
    assert message("Hi Robin,\n\nit leaks, see https://mill.example/leak.\n\nBest,\nAda") == Message(
        sender=Address("Ada Byron", "ada@mill.example"),
        subject="The pûmp",
        date=datetime(2024, 5, 6, 8, 12, tzinfo=UTC),
        message_id="<one@mill.example>",
        in_reply_to=("<zero@vale.example>",),
        references=("<minus@vale.example>", "<zero@vale.example>"),
        reply_to=(Address("", "sales@mill.example"),),
        recipients=(
            Address("Robin Vale", "robin@vale.example"),
            Address("", "b@c.example"),
            Address("", "d@e.example"),
        ),
        headers=(
            ("from", "Ada Byron <ada@mill.example>"),
            ("to", "Robin Vale <robin@vale.example>, b@c.example"),
            ("cc", "d@e.example"),
            ("reply-to", "sales@mill.example"),
            ("subject", "The pûmp"),
            ("date", "Mon, 6 May 2024 10:12:00 +0200"),
            ("message-id", "<one@mill.example>"),
            ("in-reply-to", "<zero@vale.example>"),
            ("references", "<minus@vale.example> <zero@vale.example>"),
        ),
        text=Text("Hi Robin,", "it leaks, see https://mill.example/leak.", "Best,\nAda"),
        links=("https://mill.example/leak",),
        content_types=("text/plain",),
    )


@pytest.mark.case(54)
@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\r\n\r\n", b"\0", b"From:\nTo:\nSubject:\nDate:\nMessage-ID:\n\n"], ids=repr
)
def test_a_message_of_nothing_is_one(raw):
    read_of_it = read(raw)

    assert read_of_it.sender == Address("", "")
    assert read_of_it.text == Text()
    assert (read_of_it.subject, read_of_it.date, read_of_it.message_id, read_of_it.faults) == ("", None, "", ())


def test_of_two_headers_the_first_counts_and_both_are_kept():
    doubled = read(b"Subject: one\nSubject: two\nFrom: a@b.example\nFrom: c@d.example\n\nx")

    assert (doubled.subject, doubled.sender.spec) == ("one", "a@b.example")
    assert doubled.headers[1] == ("subject", "two")


# ---------------------------------------------------------------- which text a person sees


def test_of_alternatives_the_page_is_read():
    assert alternatives("View this message in your browser.", "<p>The pump leaks.</p>").text == Text(
        body="The pump leaks."
    )


def test_a_page_that_shows_nothing_leaves_the_plain_text():
    seen = alternatives(
        "The pump leaks.", "<p hidden>x</p><a href=http://mill.example><img src=http://mill.example/x></a>"
    )

    assert seen.text == Text(body="The pump leaks.", hidden="x")
    assert (seen.links, seen.images, seen.html) == (("http://mill.example",), 1, True)


def test_a_page_that_only_quotes_is_a_page():
    seen = alternatives("The flange.", "<blockquote type=cite>The pump.</blockquote>")

    assert seen.text == Text(quoted="The pump.")


def test_a_page_alone_that_shows_nothing_is_read():
    seen = message("<img src=x>", "Content-Type: text/html")

    assert (seen.text, seen.html, seen.images) == (Text(), True, 1)


@pytest.mark.parametrize("start", ["<html xmlns:v=x><body>", "\n <!DOCTYPE HTML><p>"])
def test_a_page_sent_as_plain_text_is_read_as_one(start):
    seen = message(f"{start}The <b>pump</b> leaks.<p hidden>x</p>")

    assert (seen.text, seen.html) == (Text(body="The pump leaks.", hidden="x"), True)


def test_a_letter_that_speaks_of_markup_is_none():
    assert message("Use <html> first.").text == Text(body="Use <html> first.")


def test_several_texts_are_read_one_after_the_other():
    seen = mixed("\nOne.", "Content-Type: text/html\n\n<p>Two.</p>", "Content-Type: image/png\n\nx", "\nThree.")

    assert seen.text == Text(body="One.\nTwo.\nThree.")
    assert (seen.html, seen.images) == (True, 1)


def test_an_attached_text_is_no_part_of_the_letter():
    seen = mixed("\nOne.", "Content-Disposition: attachment; filename=x.txt\n\nTwo. http://x.example")

    assert (seen.text, seen.links) == (Text(body="One."), ())


def test_an_attached_message_is_quoted_and_its_links_are_not_the_senders():
    attached = "Content-Type: message/rfc822\n\nSubject: x\nContent-Type: text/html\n\n<a href=http://x.example>Two.</a><img src=x>"
    seen = mixed("\nOne.", attached, "Content-Type: message/rfc822\n\nSubject: x\n\nThree.")

    assert seen.text == Text(body="One.", quoted="Two.\nThree.")
    assert (seen.links, seen.images) == ((), 0)


@pytest.mark.parametrize(
    "content_types",
    [
        ("multipart/signed", "text/plain", "application/pkcs7-signature"),
        ("multipart/encrypted", "application/pgp-encrypted", "application/octet-stream"),
        ("multipart/mixed", "text/plain", "application/ms-tnef"),
        ("multipart/mixed", "text/plain", "text/calendar"),
    ],
)
def test_what_a_message_is_made_of_is_told(content_types):
    whole, *inside = content_types
    parts = "".join(f"--b\nContent-Type: {kind}\n\nx\n" for kind in inside)

    assert message(f"{parts}--b--", f"Content-Type: {whole}; boundary=b").content_types == content_types


@pytest.mark.parametrize(
    ("subject", "quoted"),
    [
        ("Re: lamps", "> lamps"),
        ("AW: lamps", "> lamps"),
        ("[shop] Re[2]: lamps", "> lamps"),
        ("Lamps", ""),
        ("Return: lamps", ""),
    ],
)
def test_arrows_quote_where_a_message_answers(subject, quoted):
    assert read(f"Subject: {subject}\n\nNew:\n> lamps".encode()).text.quoted == quoted


def test_a_reference_to_another_message_is_an_answer():
    assert message("New:\n> lamps").text.quoted == "> lamps"


def test_a_letter_signed_by_its_sender_is_signed():
    assert message("It leaks.\n\nAda").text == Text(body="It leaks.", signature="Ada")


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("http://a.example/x. And (https://b.example)!", ("http://a.example/x", "https://b.example")),
        ("HTTP://A.example/X", ("HTTP://A.example/X",)),
        ("www.a.example, www.a.example", ("www.a.example",)),
        ("<https://a.example?b=c&d#e>", ("https://a.example?b=c&d#e",)),
        ("İİ http://a.example", ("http://a.example",)),
        ("ftp://a.example a.example", ()),
        ("http:// www.", ()),
    ],
)
def test_links_of_plain_text_are_found(body, links):
    assert message(body).links == links


def test_a_link_is_one_line_without_control_characters():
    markup = "<a href='http://a.example/\n\x1b[31m\u202eb'>x</a>"

    assert message(markup, "Content-Type: text/html; charset=utf-8").links == ("http://a.example/ [31mb",)


def test_links_have_a_bound():
    assert len(message(" ".join(f"http://{n}.example" for n in range(LINKS + 5))).links) == LINKS


# ---------------------------------------------------------------- identity


@pytest.mark.case(56)
@pytest.mark.parametrize(
    ("header", "known"),
    [
        ("<a@b.example>", "<a@b.example>"),
        ("  <a@b.example> (added by a program)", "<a@b.example>"),
        ("a@b.example", ""),
        ("<a b@c.example>", ""),
        ('<"a"@b.example>', ""),
        ("<a\\b@c.example>", ""),
        ("<a@b.example", ""),
        ("<>", ""),
        ("<é@b.example>", ""),
        ("<a\x01@b.example>", ""),
        ("<" + "a" * 250 + ">", "<" + "a" * 250 + ">"),
        ("<" + "a" * 251 + ">", ""),
        ("<" + "a" * 10_000 + ">", ""),
        ("<a@b.example>\r\nX: Y", "<a@b.example>"),
        ("<a\r\n A1 LOGOUT@b.example>", ""),
        ("=?utf-8?q?=3Ca=0D=0A@b=3E?=", ""),
    ],
)
def test_only_a_message_id_that_is_safe_everywhere_is_known(header, known):
    assert read(f"Message-ID: {header}\n\nx".encode()).message_id == known
    assert not known or MESSAGE_ID.fullmatch(known)


def test_references_have_a_bound_and_the_last_ones_count():
    seen = read(b"References: " + b" ".join(b"<%d@x>" % number for number in range(60)) + b"\n\nx")

    assert seen.references == tuple(f"<{number}@x>" for number in range(60 - REFERENCES, 60))


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Mon, 6 May 2024 10:12:13 +0200", datetime(2024, 5, 6, 8, 12, 13, tzinfo=UTC)),
        ("6 May 2024 10:12 GMT", datetime(2024, 5, 6, 10, 12, tzinfo=UTC)),
        ("Mon, 6 May 2024 10:12:13 -0330 (NST)", datetime(2024, 5, 6, 13, 42, 13, tzinfo=UTC)),
        ("Mon, 06 May 24 10:12:13 EST", datetime(2024, 5, 6, 15, 12, 13, tzinfo=UTC)),
        ("Mon May  6 10:12:13 2024", datetime(2024, 5, 6, 10, 12, 13, tzinfo=UTC)),
        ("Mon, 6 May 2024 23:59:60 +0000", datetime(2024, 5, 6, 23, 59, 59, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        ("Thu, 1 Jan 1970 00:00:00 +0100", None),
        ("Mon, 6 May 9999 10:12:13 +0000", None),
        ("Mon, 6 May 2024 10:12:13 +99999999999999", None),
        ("Mon, 32 May 2024 10:12:13 +0000", None),
        ("Mon, 6 May 2024 25:12:13 +0000", None),
        ("yesterday", None),
        ("", None),
        (" ", None),
        ("\x1b[31m", None),
        ("6 May 2024 10:12 GMT" + "1" * 500, datetime(2024, 5, 6, 10, 12, tzinfo=UTC)),
    ],
)
def test_dates_are_read_in_utc_or_not_at_all(header, moment):
    assert date(header) == moment


# ---------------------------------------------------------------- budgets


def test_a_message_that_its_mailbox_cut_says_so():
    assert read(b"Subject: a\n\nb", size=100).faults == ("over-bytes",)
    assert read(b"Subject: a\n\nb", size=13).faults == ()


def test_a_page_over_its_bound_says_so_wherever_it_sits():
    page = "Content-Type: text/html\n\n" + "x" * 40_000

    assert read(page.encode()).faults == ("over-html",)
    assert mixed("\nOne.", f"Content-Type: message/rfc822\n\n{page}").faults == ("over-html",)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "http https www. www ://",
        "http://a https://b www.c",
        "httphttp://a",
        "www.www.a",
        "www.a,http://b http://c.www.d",
        "xhttp://a xwww.b",
        "http://a\nwww.b\nhttps://",
        "a@www.b (http://c) <http://d> 'www.e'",
        "http://" + "a" * 1_999 + "http://b" + " www." + "c" * 2_100 + "www.d",
    ],
)
def test_links_sought_by_their_letters_are_those_of_one_pattern(body):
    assert _links(body) == [link[0].rstrip(".,:;!?…") for link in _LINK.finditer(body)]
