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


@pytest.mark.case(60)
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


AUTOMATIC = (("Auto-Submitted", "auto-generated"),)
LINKEDIN = "Dean Marsh via LinkedIn <messages-noreply@linkedin.com>"


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("We can double your sales. Reply to Dean.", {"sender": LINKEDIN}),
        ("Dean Marsh hat Ihnen geschrieben.", {"sender": "XING <mailrobot@mail.xing.com>"}),
        ("We can double your sales.", {"subject": "Dean Marsh sent you a message"}),
        ("Dean Marsh vous a envoyé un message sur votre réseau.", {}),
        ("Dean Marsh wysłał wiadomość.", {}),
        ("We can double your sales.", {"subject": "New voicemail from +44 20 7946 0000"}),
        ("Transcript of your voice message: hi this is Jo from Vendor", {}),
        ("Sie haben eine Sprachnachricht: guten Tag", {}),
        ("Nuevo mensaje en su buzón de voz", {}),
        ("Nagranie: poczta głosowa", {}),
    ],
    ids=[
        "linkedin",
        "xing",
        "notice-subject",
        "notice-fr",
        "notice-pl",
        "voicemail-subject",
        "voicemail",
        "de",
        "es",
        "pl",
    ],
)
def test_what_a_program_passes_on_from_a_person_is_judged(body, more):
    assert code(letter(body, headers=AUTOMATIC, **more)) is None


@pytest.mark.parametrize(
    ("body", "more"),
    [
        ("I am out of office until Monday.", {"subject": "Out of office"}),
        ("Your backup of 02:00 failed on three files.", {}),
        ("Ihr Konto wurde angelegt.", {"sender": "no-reply@shop.example"}),
        ("The build is green.", {"sender": "ci@linkedin.com.vendor.example"}),
        ("The build is green.", {"sender": "ci@notlinkedin.com"}),
        ("The raku class is full. " * 40 + "Somebody left a message on the voicemail.", {}),
    ],
    ids=["absence", "backup", "account", "network-in-another-domain", "network-in-a-name", "voicemail-far-below"],
)
def test_what_a_program_says_itself_is_still_protected(body, more):
    assert code(letter(body, headers=AUTOMATIC, **more)) == "automatic"


@pytest.mark.parametrize(
    ("header", "expected"),
    [(("List-Id", "<potters.lists.example>"), "list"), (("List-Post", "<mailto:p@lists.example>"), "mailing-list")],
    ids=["list", "mailing-list"],
)
def test_a_list_protects_what_sounds_like_a_notice(header, expected):
    assert code(letter("Dean sent you a message", sender=LINKEDIN, headers=(*AUTOMATIC, header))) == expected


@pytest.mark.parametrize("flag", ["\\Flagged", "\\Answered"])
def test_what_the_user_did_protects_what_is_passed_on_too(flag):
    assert code(letter("New voicemail", headers=AUTOMATIC), flag) == flag[1:].lower()


def test_of_a_header_given_twice_the_first_counts():
    twice = (("Auto-Submitted", "no"), ("Auto-Submitted", "auto-generated"))
    assert code(letter("Hello", headers=twice)) is None
    assert code(letter("Hello", headers=twice[::-1])) == "automatic"
