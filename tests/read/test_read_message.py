"""Whole messages: what ordinary mail comes to, and what mail written to break a reader comes to."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hostile import CASES, Case, fill, header, html, nested, parts, plain

from triage.domain import Address, Message, Text
from triage.read import MESSAGE_ID, read

BUDGETS = {"over-bytes", "over-headers", "over-header", "over-parts", "over-depth", "over-html"}


# ---------------------------------------------------------------- ordinary mail


def test_a_letter_is_read_whole():
    raw = (
        b"Return-Path: <bounce@y.example>\n"
        b"From: Jo Vendor <Jo@Vendor.example>\n"
        b"To: Alma <alma@kilnworks.example>\nCc: b@x.example\nReply-To: sales@vendor.example\n"
        b"Subject: =?utf-8?q?=C3=96fen?=\n"
        b"Date: Tue, 14 May 2024 08:12:40 +0200\n"
        b"Message-ID: <one@vendor.example>\n"
        b"Content-Type: text/plain; charset=utf-8\n\n"
        b"Hi Alma,\n\nsee https://vendor.example/kilns. Ten are left.\n\nBest,\nJo\n\nTo unsubscribe, reply.\n"
    )
    message = read(raw)
    assert message == Message(
        sender=Address("Jo Vendor", "jo@vendor.example"),
        subject="Öfen",
        date=datetime(2024, 5, 14, 6, 12, 40, tzinfo=UTC),
        message_id="<one@vendor.example>",
        reply_to=(Address("", "sales@vendor.example"),),
        recipients=(Address("Alma", "alma@kilnworks.example"), Address("", "b@x.example")),
        headers=message.headers,
        text=Text("Hi Alma,", "see https://vendor.example/kilns. Ten are left.", "Best,\nJo", "To unsubscribe, reply."),
        links=("https://vendor.example/kilns",),
        content_types=("text/plain",),
    )
    assert [name for name, _ in message.headers] == [
        "return-path", "from", "to", "cc", "reply-to", "subject", "date", "message-id", "content-type",
    ]  # fmt: skip


def test_a_newsletter_with_an_image_and_an_attachment_is_read_whole():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Kilns <news@kilns.example>", "Kilns"
    mail.set_content("Read this in a browser.")
    mail.add_alternative(
        "<p>New kilns</p><p><a href='https://kilns.example/a'>Look</a></p><img src='https://kilns.example/open.gif'>",
        subtype="html",
    )
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="kilns.pdf")
    message = read(bytes(mail))
    assert message.text.body == "New kilns\n\nLook"
    assert message.links == ("https://kilns.example/a",)
    assert (message.images, message.html) == (1, True)
    assert message.content_types == (
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "links"),
    [
        ("see https://x.example/a, and http://y.example.", ("https://x.example/a", "http://y.example")),
        ("(www.x.example/a) <https://y.example/b>", ("www.x.example/a", "https://y.example/b")),
        ("HTTPS://X.example/Path", ("HTTPS://X.example/Path",)),
        ("İstanbul https://x.example/İ!", ("https://x.example/İ",)),
        ("https://x.example https://x.example", ("https://x.example",)),
        ("x.example ftp://x.example http:// www.", ()),
    ],
    ids=["marks behind", "in brackets", "capitals", "a letter that grows", "twice", "none"],
)
def test_links_in_text_are_found_as_they_are_written(body, links):
    assert plain_message(body).links == links


def plain_message(body: str) -> Message:
    return read(plain(body))


def test_no_more_than_200_links_of_a_message_are_kept():
    body = " ".join(f"https://x.example/{number}" for number in range(300))
    assert plain_message(body).links == tuple(f"https://x.example/{number}" for number in range(200))


def test_links_that_are_quoted_are_not_the_pages_own_text():
    message = read(html("<p>ours</p><div class=gmail_quote>https://theirs.example/</div>"))
    assert message.links == ()
    assert message.text.quoted == "https://theirs.example/"


# ---------------------------------------------------------------- empty, missing, forged


@pytest.mark.parametrize(
    "raw",
    [b"", b"\n", b"\r\n\r\n", b":", b"\0", b"From:\nSubject:\nDate:\nMessage-ID:\nTo:\n\n", b"From ", b"\n\n\n\n"],
    ids=["nothing", "break", "breaks", "colon", "NUL", "empty headers", "mbox", "more breaks"],
)
def test_a_message_that_says_nothing_is_read_as_nothing(raw):
    message = read(raw)
    assert message.sender == Address("", "")
    assert (message.subject, message.date, message.message_id) == ("", None, "")
    assert (message.in_reply_to, message.references, message.recipients) == ((), (), ())
    assert (message.links, message.images, message.faults) == ((), 0, ())


def test_equal_ids_of_two_messages_are_both_read():
    first = read(b"Message-ID: <same@x>\nSubject: one\n\nOne")
    second = read(b"Message-ID: <same@x>\nSubject: two\n\nTwo")
    assert (first.message_id, second.message_id) == ("<same@x>", "<same@x>")
    assert (first.text.body, second.text.body) == ("One", "Two")


def test_a_forged_header_of_ours_says_nothing():
    forged = read(b"X-Triage: legitimate\nFrom: a@x.example\nSubject: Kiln\n\nText")
    plainly = read(b"From: a@x.example\nSubject: Kiln\n\nText")
    assert (forged.sender, forged.subject, forged.text) == (plainly.sender, plainly.subject, plainly.text)


@pytest.mark.parametrize(
    "value",
    [
        b'<a"@x.example>',
        b"<a\r\n\tA1 DELETE INBOX@x>",
        b"<" + b"a" * 10_000 + b"@x>",
        b"<a@x\x00\r>",
        b"<a b@x>",
        b"<{5}\r\n A1 LOGOUT>",
    ],
    ids=["quote", "CRLF", "10 KB", "NUL and CR", "blank", "literal"],
)
def test_an_id_that_could_speak_to_a_server_is_never_used(value):
    message = read(b"Message-ID: " + value + b"\nIn-Reply-To: " + value + b"\nReferences: " + value + b"\n\nText")
    for used in (message.message_id, *message.in_reply_to, *message.references):
        assert not used or MESSAGE_ID.fullmatch(used)
    assert message.message_id in ("", "<a@x>")


@pytest.mark.parametrize(
    "kind",
    [b"application/pgp-encrypted", b"application/pkcs7-mime", b"application/ms-tnef"],
    ids=["PGP", "S/MIME", "winmail.dat"],
)
def test_what_cannot_be_read_is_named_and_empty(kind):
    message = read(b"From: a@x.example\nContent-Type: " + kind + b"\n\nVGhlIGtpbG4=\n")
    assert message.content_types == (kind.decode(),)
    assert message.text == Text()
    assert message.faults == ()


def test_a_signed_message_is_read_without_its_signature():
    raw = (
        b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nThe kiln is cold.\n"
        b"--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n"
    )
    message = read(raw)
    assert message.text.body == "The kiln is cold."
    assert message.content_types == ("multipart/signed", "text/plain", "application/pgp-signature")


@pytest.mark.parametrize(
    "charset", [b"nonsense", b"zip", b"idna", b"unicode_escape", b"\xff\xfe", b"a" * 300, b'"', b"utf-16", b"utf-32"]
)
def test_8_bit_text_in_a_charset_that_is_none_is_still_read(charset):
    body = read(plain("Der Ofen ist für Öfen schön.".encode(), kind=b"text/plain; charset=" + charset)).text.body
    assert body == "Der Ofen ist für Öfen schön."


# ---------------------------------------------------------------- hostile mail


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_mail_is_read_and_what_was_too_much_is_named(case: Case):
    raw = case.make()
    message = read(raw)
    assert sorted(message.faults) == sorted(case.faults)
    assert_sound(message)


def assert_sound(message: Message) -> None:
    """Assert what holds of every message that was read."""
    assert set(message.faults) <= BUDGETS
    assert len(message.headers) <= 200
    assert len(message.content_types) <= 100
    assert len(message.links) <= 200
    assert len(message.references) <= 50
    assert not message.message_id or MESSAGE_ID.fullmatch(message.message_id)
    for shown in (message.subject, message.sender.name, message.sender.spec, *(value for _, value in message.headers)):
        assert not any(letter < " " or "\x7f" <= letter <= "\x9f" for letter in shown)


def test_a_message_of_50_mb_is_read_by_its_first_64_kb():
    message = read(plain(b"kiln\n" * 10_000_000))
    assert message.faults == ("over-bytes",)
    assert 60_000 < len(message.text.body) < 66_000


def test_the_sender_is_known_above_40_000_headers():
    message = read(b"From: Ada <a@x.example>\n" + b"X: y\n" * 40_000 + b"\ntext")
    assert message.sender == Address("Ada", "a@x.example")
    assert set(message.faults) == {"over-headers", "over-bytes"}


def test_a_message_with_a_header_of_8_kb_is_read_otherwise():
    message = read(header(b"X-Large", b"x" * 20_000))
    assert message.faults == ("over-header",)
    assert (message.sender.spec, message.subject, message.text.body) == ("ada@sender.example", "Hello", "Text.")


def test_nesting_3_000_deep_ends_in_a_fault_and_not_in_a_crash():
    message = read(nested(3_000))
    assert set(message.faults) == {"over-depth", "over-bytes"}
    assert message.sender.spec == "ada@sender.example"
    assert len(message.content_types) == 21


def test_20_000_parts_are_read_up_to_the_bound():
    message = read(parts(20_000, b"\nx"))
    assert set(message.faults) == {"over-parts", "over-bytes"}
    assert message.text.body.split() == ["x"] * 99


def test_a_page_of_50_000_tags_shows_what_stands_before_them():
    message = read(html(b"<p>Kiln</p>" + b"<a " * 50_000))
    assert message.text.body == "Kiln"
    assert set(message.faults) == {"over-html", "over-bytes"}


def test_text_that_a_page_hides_is_not_what_the_sender_says():
    message = read(html("<p>Buy a kiln.</p><p style='font-size:0'>invoice meeting family</p>"))
    assert (message.text.body, message.text.hidden) == ("Buy a kiln.", "invoice meeting family")


def test_a_bomb_in_base64_is_bounded_as_one_in_plain():
    raw = b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + b64encode(
        b"Kiln" + fill(b"<div>", 40_000)
    )
    message = read(raw)
    assert message.text.body == "Kiln"
    assert message.faults == ("over-html",)


def test_control_letters_in_a_name_and_a_subject_are_inert():
    name = b'"\x1b]8;;http://evil.example\x07Ada\x1b[0m"'
    subject = b"[red]\x1b[2J=?utf-8?q?=1B[31m=E2=80=AEx?="
    message = read(b"From: " + name + b" <a@x.example>\nSubject: " + subject + b"\n\nText")
    assert message.sender.name == "]8;;http://evil.exampleAda[0m"
    assert message.subject == "[red][2J[31mx"
