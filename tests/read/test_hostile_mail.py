"""What hostile mail is read as: the budgets it exceeds, and that none of its tricks reaches a `Message`. What it costs is
measured by bench/hostile_mail.py, never here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hostile import CASES, HEAD, fill, header, html, nested, parts, plain

from triage.domain import Address
from triage.read import MESSAGE_ID, read
from triage.read.mime import PARTS


@pytest.mark.case(58)
@pytest.mark.case(59)
@pytest.mark.case(60)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_hostile_mail_is_read_within_its_budgets(case):
    message = read(case.make())

    assert message.faults == case.faults
    assert len(message.content_types) <= PARTS
    assert message.sender in (Address("Ada", "ada@sender.example"), Address("", ""))


def test_what_stands_before_the_bound_is_read():
    message = read(plain(b"The pump leaks.\n" + b"x" * 70_000))

    assert message.text.body.startswith("The pump leaks.\n")
    assert message.subject == "Hello"


def test_a_header_over_its_bound_is_kept_up_to_it():
    assert len(read(header(b"X-Large", b"x" * 10_000)).header("x-large")) == 8_192


def test_the_text_in_twenty_levels_is_found_and_below_is_not():
    assert read(nested(20)).text.body == "the text within"
    assert read(nested(21)).text.body == ""


def test_the_first_of_too_many_parts_are_read():
    assert read(parts(20_000, b"\nx")).text.body == "\n".join("x" * 99)


def test_a_bomb_of_markup_shows_what_stands_before_it():
    assert read(html(b"<p>The pump leaks.</p>" + fill(b"<div>"))).text.body == "The pump leaks."


@pytest.mark.case(60)
def test_markup_that_hides_text_shows_none_of_it():
    message = read(html(b"<p>The pump.</p><div style=display:none>" + b"free money " * 100 + b"</div>"))

    assert message.text.body == "The pump."
    assert message.text.hidden.count("free money") == 100


# ---------------------------------------------------------------- what must not reach anybody

ODD = b"\x1b[31m \x1b]8;;http://x\x07 \xe2\x80\xae [red] =cmd|'/c calc'!A0 \x00\x08\x7f \xc2\x9b"


@pytest.mark.case(61)
@pytest.mark.parametrize("name", [b"Subject", b"From", b"To", b"X-Any", b"Message-ID", b"Content-Type"])
@pytest.mark.parametrize("encoded", [False, True], ids=["raw", "encoded"])
def test_control_characters_reach_no_header(name, encoded):
    value = b"=?utf-8?q?" + b"".join(b"=%02X" % octet for octet in ODD) + b"?=" if encoded else ODD
    message = read(name + b": " + value + b"\n\ntext")

    seen = [message.subject, message.sender.name, message.sender.spec, message.message_id, *message.content_types]
    seen += [text for one in message.headers for text in one]
    seen += [text for one in message.recipients for text in (one.name, one.spec)]
    assert not [text for text in seen if any(_acts(letter) for letter in text)]


def _acts(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Zl", "Zp") or unicodedata.bidirectional(letter) in (
        "LRE",
        "RLE",
        "LRO",
        "RLO",
        "PDF",
        "LRI",
        "RLI",
        "FSI",
        "PDI",
    )


@pytest.mark.case(61)
def test_a_formula_and_markup_stay_the_text_they_are():
    assert read(b"Subject: =1+1 [red]\n\nx").subject == "=1+1 [red]"


@pytest.mark.case(56)
@pytest.mark.parametrize(
    "value",
    [
        b"<a\r\nA1 DELETE INBOX\r\n@b>",
        b"<a\r\n X@b>",
        b'<"a"@b>',
        b"<a@b" + b"c" * 10_000 + b">",
        b"<a\\@b>",
        b"<a{3}\x00@b",
        b"=?utf-8?q?=3Ca@b=0D=0AX=3E?=",
    ],
)
@pytest.mark.parametrize("name", [b"Message-ID", b"In-Reply-To", b"References"])
def test_an_id_that_carries_a_command_is_no_id(name, value):
    message = read(name + b": " + value + b"\n\nx")

    assert (message.message_id, message.in_reply_to, message.references) == ("", (), ())


@pytest.mark.case(55)
def test_two_messages_of_one_id_are_read_alike():
    raw = b"Message-ID: <a@b.example>\n\nx"

    assert read(raw) == read(raw)
    assert MESSAGE_ID.fullmatch(read(raw).message_id)


@pytest.mark.case(62)
@pytest.mark.parametrize("forged", [b"X-Triage: legitimate", b"X-Triage-Folder: INBOX", b"X-Spam-Status: No"])
def test_a_forged_header_changes_nothing_but_the_headers(forged):
    honest, lying = read(HEAD + b"\nx"), read(forged + b"\n" + HEAD + b"\nx")

    assert replace(lying, headers=honest.headers) == honest
