"""Who the sender is to me: what I wrote decides, then my own lists, in the order of the product's promise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from letters import ME, letter

from triage.domain import Recipient, SenderRules, Standing
from triage.judge.standing import standing

NOW = datetime(2024, 3, 1, tzinfo=UTC)
MINE = "<mine.1@kilnworks.example>"


@pytest.fixture
def who(contacts):
    """Tells standing and reason of a message; I wrote to friend@studio.example, in the message `MINE`."""
    contacts.add_sent(["friend@studio.example"], message_id=MINE, date=NOW)

    def ask(sender, *, headers=(), recipient=ME, allowed=(), blocked=()):
        message = letter("Hello there", sender=sender, headers=headers)
        rules = SenderRules(frozenset(allowed), frozenset(blocked))
        found, reason = standing(message, recipient=recipient, rules=rules, contacts=contacts)
        assert reason.text
        return found, reason.code

    return ask


STRANGER = (Standing.STRANGER, "stranger")
ALLOWED = (Standing.ALLOWED, "allowed")
CORRESPONDENT = (Standing.CORRESPONDENT, "i-wrote-to-them")
ANSWER = (Standing.CORRESPONDENT, "answers-my-mail")
COLLEAGUE = (Standing.COLLEAGUE, "own-domain")
BLOCKED = (Standing.BLOCKED, "blocked")


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("jo@vendor.example", STRANGER),
        ("friend@studio.example", CORRESPONDENT),
        ("Friend <FRIEND@Studio.Example>", CORRESPONDENT),
        ("other@studio.example", STRANGER),
        ("dino@kilnworks.example", COLLEAGUE),
        ("dino@shop.kilnworks.example", COLLEAGUE),
        ("alma.terzic.pots@gmail.com", COLLEAGUE),
        ("other.alma@gmail.com", STRANGER),
        ("ceo@evilkilnworks.example", STRANGER),
        ("ceo@kilnworks.example.vendor.example", STRANGER),
        ("kilnworks.example@vendor.example", STRANGER),
        ('"alma@kilnworks.example" <jo@vendor.example>', STRANGER),
        ("no address at all", STRANGER),
        ("", STRANGER),
    ],
)
def test_a_sender_is_known_by_the_address_and_nothing_else(who, sender, expected):
    assert who(sender) == expected


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_an_answer_to_my_mail_makes_its_sender_known(who, header):
    assert who("colleague-of-friend@studio.example", headers=((header, f"<other@x.example> {MINE}"),)) == ANSWER


def test_that_they_wrote_to_me_before_makes_nobody_known(who):
    assert who("jo@vendor.example", headers=(("In-Reply-To", "<theirs.1@vendor.example>"),)) == STRANGER


ANSWERS = (("References", MINE),)


@pytest.mark.parametrize(
    ("sender", "headers", "rules", "expected"),
    [
        (
            "friend@studio.example",
            ANSWERS,
            {"allowed": ["friend@studio.example"], "blocked": ["@studio.example"]},
            ALLOWED,
        ),
        ("dino@kilnworks.example", (), {"allowed": ["@kilnworks.example"]}, ALLOWED),
        ("friend@studio.example", ANSWERS, {"blocked": ["friend@studio.example"]}, CORRESPONDENT),
        ("jo@vendor.example", ANSWERS, {"blocked": ["@vendor.example"]}, ANSWER),
        ("dino@kilnworks.example", ANSWERS, {}, ANSWER),
        ("dino@kilnworks.example", (), {"blocked": ["dino@kilnworks.example"]}, COLLEAGUE),
        ("jo@vendor.example", (), {"blocked": ["jo@vendor.example"]}, BLOCKED),
    ],
    ids=[
        "allowed-before-all",
        "allowed-before-own-domain",
        "written-to-before-answer-and-blocked",
        "answer-before-blocked",
        "answer-before-own-domain",
        "own-domain-before-blocked",
        "blocked-before-stranger",
    ],
)
def test_the_first_rule_that_holds_decides(who, sender, headers, rules, expected):
    assert who(sender, headers=headers, **rules) == expected


@pytest.mark.parametrize(
    ("rule", "listed"),
    [
        ("jo@mail.vendor.example", True),
        ("@mail.vendor.example", True),
        ("@vendor.example", True),
        ("@example", True),
        ("mail.vendor.example", False),
        ("@endor.example", False),
        ("@other.mail.vendor.example", False),
        ("jo@vendor.example", False),
        ("@", False),
    ],
)
@pytest.mark.parametrize("kind", ["allowed", "blocked"])
def test_a_rule_names_an_address_or_a_domain_with_all_below_it(who, rule, listed, kind):
    expected = (Standing(kind), kind) if listed else STRANGER
    assert who("jo@mail.vendor.example", **{kind: [rule]}) == expected


def test_nobody_is_a_colleague_of_somebody_who_told_no_domain(who):
    assert who("jo@vendor.example", recipient=Recipient(domains=frozenset({""}))) == STRANGER
    assert who("", recipient=Recipient()) == STRANGER


def test_a_message_without_a_sender_is_on_no_list(who):
    assert who("", allowed=["", "@"], blocked=["", "@"]) == STRANGER
