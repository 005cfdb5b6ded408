"""What is no longer held against a seller: because they were released, or because I wrote to their domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from letters import letter

from triage.domain import RepeatKind, SenderRules

START = datetime(2024, 1, 8, 9, tzinfo=UTC)
JO, ANN = "Jo Vendor <jo@vendor.example>", "Ann Vendor <ann@mail.vendor.example>"
SISTER = "Jo Vendor <jo@getvendor.example>"
PITCH = """Hi Alma,

our warehouse near Osijek packs fragile goods in moulded pulp and a courier fetches everything at four. May we send two sample boxes?

Jo"""
BUMP = "Hi Alma,\n\njust following up on my previous email below, any thoughts on it?\n\nJo"


def at(days, body=PITCH, sender=JO):
    return replace(letter(body, sender=sender), date=START + timedelta(days=days))


@pytest.fixture
def arrive(new_judge, memory):
    """Judges messages as they arrive, by these lists, and remembers what is to be remembered."""

    def arrive(message, *, id, **lists):
        judgement = new_judge(0.99, rules=SenderRules(**lists)).judge(message, id=id)
        if judgement.fingerprint is not None:
            memory.add(judgement.fingerprint)
        return judgement.verdict

    return arrive


def wrote(contacts, *, days, to="jo@vendor.example"):
    when = None if days is None else START + timedelta(days=days)
    contacts.add_sent([to], message_id=f"<{days}@kilnworks.example>", date=when)


# ---------------------------------------------------------------- released


@pytest.mark.parametrize("released", ["@vendor.example", "jo@vendor.example"])
def test_mail_of_a_released_vendor_is_judged_by_its_content_and_never_a_repeat(arrive, released):
    arrive(at(0), id="first")
    assert arrive(at(9), id="held").repeat.kind is RepeatKind.EXACT
    verdict = arrive(at(18), id="again", released=frozenset({released}))
    assert (verdict.repeat, verdict.follows) == (None, None)
    assert verdict.folder is not None


def test_of_a_released_vendor_nothing_is_remembered(arrive, memory):
    arrive(at(0), id="first", released=frozenset({"@vendor.example"}))
    assert memory.count() == 0


def test_the_mail_of_a_released_vendor_is_held_against_nobody_else(arrive):
    arrive(at(0), id="first")
    assert arrive(at(9, sender=SISTER), id="again", released=frozenset({"@vendor.example"})).repeat is None


def test_a_release_does_nothing_for_others(arrive):
    arrive(at(0), id="first")
    verdict = arrive(at(9), id="again", released=frozenset({"@other.example", "ann@vendor.example"}))
    assert verdict.repeat.of == "first"


def test_a_released_vendor_is_still_blocked_by_the_list_of_the_configuration(arrive):
    lists = {"blocked": frozenset({"@vendor.example"}), "released": frozenset({"@vendor.example"})}
    assert arrive(at(0), id="first", **lists).reasons[0].code == "blocked"


# ---------------------------------------------------------------- I wrote to them


@pytest.mark.parametrize("sender", [ANN, "New Rep <new@vendor.example>"])
def test_once_i_wrote_to_one_rep_no_other_repeats_what_came_before(arrive, contacts, sender):
    arrive(at(0), id="first")
    assert arrive(at(9, sender=sender), id="before").repeat.of == "first"
    wrote(contacts, days=20)
    verdict = arrive(at(30, sender=sender), id="after")
    assert verdict.repeat is None
    assert verdict.folder is not None


def test_what_they_sent_since_i_wrote_counts_again(arrive, contacts):
    wrote(contacts, days=20)
    arrive(at(30, sender=ANN), id="after")
    verdict = arrive(at(40, sender=ANN), id="again")
    assert (verdict.repeat.of, verdict.repeat.touch) == ("after", 2)


def test_what_came_before_i_wrote_is_a_repeat_as_it_was(arrive, contacts):
    arrive(at(0, sender=ANN), id="first")
    wrote(contacts, days=20)
    assert arrive(at(9, sender=ANN), id="before").repeat.of == "first"


def test_a_reply_without_a_date_settles_everything(arrive, contacts):
    arrive(at(0, sender=ANN), id="first")
    wrote(contacts, days=None)
    assert arrive(at(9, sender=ANN), id="again").repeat is None


def test_a_bump_that_only_says_so_is_none_after_i_wrote(arrive, contacts):
    held = arrive(at(9, BUMP, sender=ANN), id="this").repeat
    assert (held.kind, held.of) == (RepeatKind.BUMP, None)
    wrote(contacts, days=5)
    assert arrive(at(9, BUMP, sender=ANN), id="this").repeat is None


@pytest.mark.parametrize(
    ("to", "sender"),
    [
        pytest.param("somebody@gmail.com", "Jo <jo.vendor@gmail.com>", id="free-mail"),
        pytest.param("x@linkedin.com", "Jo <messages@linkedin.com>", id="network"),
        pytest.param("jo@xvendor.example", ANN, id="a-longer-name"),
        pytest.param("jo@vendor.example.org", ANN, id="a-domain-that-begins-alike"),
    ],
)
def test_writing_to_others_settles_nothing(arrive, contacts, to, sender):
    arrive(at(0, sender=sender), id="first")
    wrote(contacts, days=5, to=to)
    assert arrive(at(9, sender=sender), id="again").repeat.of == "first"
