"""What keeps a message in its place whatever its text says."""

from __future__ import annotations

import pytest
from letters import letter

from triage.judge.standing import NEWSLETTER_IMAGES, NEWSLETTER_LINKS, protection

UNSUBSCRIBE = ("List-Unsubscribe", "<https://vendor.example/u>")
ONE_CLICK = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")


def code(message, *flags):
    reason = protection(message, frozenset(flags))
    assert reason is None or reason.text
    return reason and reason.code


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        (["\\Flagged"], "flagged"),
        (["\\Answered"], "answered"),
        (["\\Seen", "\\Flagged", "\\Answered"], "flagged"),
        (["\\Seen", "\\Recent", "$Forwarded", "Flagged"], None),
        ([], None),
    ],
)
def test_what_the_user_did_with_a_message_protects_it(flags, expected):
    assert code(letter("Buy our list"), *flags) == expected


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("multipart/encrypted; boundary=b", "encrypted-or-signed"),
        ("multipart/signed; boundary=b", "encrypted-or-signed"),
        ("application/pkcs7-mime; smime-type=enveloped-data", "encrypted-or-signed"),
        ("application/x-pkcs7-mime", "encrypted-or-signed"),
        ("application/pgp-encrypted", "encrypted-or-signed"),
        ("text/calendar; method=REQUEST", "calendar"),
        ("multipart/report; report-type=delivery-status; boundary=b", "delivery-report"),
        ("multipart/alternative; boundary=b", None),
        ("application/pdf", None),
        ("text/html", None),
    ],
)
def test_what_a_message_is_made_of_protects_it(content_type, expected):
    assert code(letter("--b\n\nHello\n--b--", content_type=content_type)) == expected


def test_an_invitation_inside_a_letter_protects_it():
    parts = "--b\nContent-Type: text/plain\n\nSee you\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--"
    assert code(letter(parts, content_type="multipart/mixed; boundary=b")) == "calendar"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ([("List-Post", "<mailto:potters@lists.example>")], "mailing-list"),
        ([("X-BeenThere", "potters@lists.example")], "mailing-list"),
        ([("X-Mailing-List", "potters@lists.example")], "mailing-list"),
        ([("Mailing-List", "contact potters-help@lists.example")], "mailing-list"),
        ([("List-Id", "<potters.lists.example>")], "list"),
        ([("List-Id", "<potters.lists.example>"), ("List-Post", "<mailto:p@lists.example>")], "mailing-list"),
        ([("Auto-Submitted", "auto-generated")], "automatic"),
        ([("Auto-Submitted", "auto-replied (vacation)")], "automatic"),
        ([("Auto-Submitted", "no")], None),
        ([("Auto-Submitted", "No; by hand")], None),
        ([UNSUBSCRIBE, ("Feedback-ID", "7:news:shop")], "subscription"),
        ([UNSUBSCRIBE], None),
        ([UNSUBSCRIBE, ONE_CLICK], None),
        ([("Feedback-ID", "7:news:shop")], None),
        ([("Precedence", "bulk")], None),
    ],
    ids=str,
)
def test_only_evidence_of_a_list_or_a_program_protects(headers, expected):
    assert code(letter("Buy our list", headers=tuple(headers))) == expected


def page(*, links=0, images=0):
    anchors = "".join(f'<a href="https://shop.example/{n}">Vase {n}</a> ' for n in range(links))
    return f"<html><body><p>New in the shop</p>{anchors}{'<img src=x>' * images}</body></html>"


@pytest.mark.parametrize(
    ("headers", "content_type", "body", "expected"),
    [
        ((UNSUBSCRIBE, ONE_CLICK), "text/html", page(links=NEWSLETTER_LINKS), "subscription"),
        ((UNSUBSCRIBE, ONE_CLICK), "text/html", page(images=NEWSLETTER_IMAGES), "subscription"),
        ((UNSUBSCRIBE, ONE_CLICK), "text/html", page(links=1, images=1), None),
        ((UNSUBSCRIBE,), "text/html", page(links=NEWSLETTER_LINKS, images=NEWSLETTER_IMAGES), None),
        ((ONE_CLICK,), "text/html", page(links=NEWSLETTER_LINKS, images=NEWSLETTER_IMAGES), None),
        (
            (UNSUBSCRIBE, ONE_CLICK),
            "text/plain",
            " ".join(f"https://shop.example/{n}" for n in range(NEWSLETTER_LINKS)),
            None,
        ),
    ],
    ids=["links", "images", "a-letter-in-html", "no-one-click", "no-unsubscribe", "plain-text"],
)
def test_a_newsletter_is_told_by_its_build_and_one_click_together(headers, content_type, body, expected):
    assert code(letter(body, headers=headers, content_type=content_type)) == expected


def test_of_a_header_given_twice_the_first_counts():
    twice = (("Auto-Submitted", "no"), ("Auto-Submitted", "auto-generated"))
    assert code(letter("Hello", headers=twice)) is None
    assert code(letter("Hello", headers=twice[::-1])) == "automatic"
