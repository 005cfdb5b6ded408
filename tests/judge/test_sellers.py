"""Who a seller is across addresses: what ties two messages, what only marks them, and what is nobody's."""

from __future__ import annotations

import pytest
from letters import letter

from triage.judge.hosts import FREEMAIL, MAILERS
from triage.judge.sellers import (
    MOST_MARKS,
    MOST_REFERENCES,
    TIE_BYTES,
    brand,
    marks,
    registrable,
    seller_domain,
    sender_ties,
    threads,
    ties,
)

ME = "alma@kilnworks.example"


def of(sender, body="", **more):
    return letter(body, sender=sender, **more)


def tied(one, two):
    return bool(set(ties(one)) & set(ties(two)))


def marked(one, two):
    return bool(set(marks(one)) & set(marks(two)))


# ---------------------------------------------------------------- the registrable domain


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("pulpline.example", "pulpline.example"),
        ("mail.eu.pulpline.example", "pulpline.example"),
        ("pulpline.co.uk", "pulpline.co.uk"),
        ("mail.pulpline.com.br", "pulpline.com.br"),
        ("MAIL.Pulpline.DE.", "pulpline.de"),
        ("mail.pulp.de", "pulp.de"),
        ("jo.github.io", "jo.github.io"),
        ("co.uk", ""),
        ("localhost", ""),
        ("", ""),
        (".", ""),
        ("a." * 200 + "de", ""),
    ],
)
def test_the_registrable_domain_is_told_by_the_public_suffix_list(name, domain):
    assert registrable(name) == domain


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("jo@pulpline.example", "pulpline.example"),
        ("jo@mail.eu.pulpline.example", "pulpline.example"),
        ("jo@pulpline.co.uk", "pulpline.co.uk"),
        ("jo@mail.pulpline.com.br", "pulpline.com.br"),
        ("jo@mail.pulpline.de", "pulpline.de"),
        ("jo@gmail.com", ""),
        ("jo@yahoo.co.uk", ""),
        ("ann@linkedin.com", ""),
        ("alma@kilnworks.example", ""),
        ("voicemail@phone.kilnworks.example", ""),
        ("jo@localhost", ""),
        ("nobody", ""),
        ("", ""),
    ],
)
def test_a_seller_is_known_by_the_registrable_domain(sender, domain):
    assert seller_domain(of(sender)) == domain


# ---------------------------------------------------------------- ties


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (of("jo@pulpline.example"), of("jo@pulpline.example")),
        (of("jo@pulpline.example"), of("tina@mail.pulpline.example")),
        (of("jo@gmail.com"), of("Jo Miller <jo@gmail.com>")),
        (of("jo@gmail.com", headers=(("Reply-To", "jo@pulpline.example"),)), of("tina@pulpline.example")),
        (
            of("a@one.example", message_id="<1@one.example>"),
            of("b@two.example", headers=(("In-Reply-To", "<1@one.example>"),)),
        ),
        (
            of("a@one.example", message_id="<1@one.example>"),
            of("b@two.example", headers=(("References", "<0@one.example> <1@one.example>"),)),
        ),
        (of("Ann Vale <inmail@linkedin.com>"), of("ANN VALE <inmail@linkedin.com>")),
    ],
    ids=["sender", "firm", "free-mail-address", "reply-to", "in-reply-to", "references", "member"],
)
def test_what_ties_two_messages_to_one_seller(one, two):
    assert tied(one, two)
    assert tied(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (of("jo@pulpline.example"), of("jo@boxwood.example")),
        (of("jo@pulpline.co.uk"), of("jo@boxwood.co.uk")),
        (of("jo@gmail.com"), of("mo@gmail.com")),
        (of("Ann Vale <inmail@linkedin.com>"), of("Bo Roe <inmail@linkedin.com>")),
        (of("inmail@linkedin.com"), of("inmail@linkedin.com")),
        (of(ME), of(ME)),
        (of("voicemail@kilnworks.example"), of("voicemail@kilnworks.example")),
        (of(""), of("")),
        (of("Nobody"), of("Nobody")),
        (of("jo@pulpline.example", message_id="<1@a.example>"), of("x@boxwood.example", message_id="<2@a.example>")),
    ],
    ids="domain suffix free-mail members nameless-members forged own-machine no-sender no-address message-ids".split(),
)
def test_what_ties_nobody_to_anybody(one, two):
    assert not tied(one, two)
    assert not tied(two, one)


@pytest.mark.parametrize("provider", sorted(FREEMAIL))
def test_no_free_mailer_ties_or_marks_its_customers(provider):
    one, two = (
        of(f"one@{provider}", f"See https://{provider}/one"),
        of(f"two@{provider}", f"See https://{provider}/two"),
    )
    assert not tied(one, two)
    assert not marked(one, two)


@pytest.mark.parametrize("mailer", sorted(MAILERS))
def test_no_mailer_marks_its_customers(mailer):
    one, two = (
        of("jo@pulpline.example", f"https://a.{mailer}/one"),
        of("mia@orchard.example", f"https://b.{mailer}/two"),
    )
    assert not marked(one, two)


def test_no_mailer_ties_those_who_send_from_its_own_domain():
    one, two = of("Jo <u118@em.sendgrid.net>"), of("Mia <u907@em.sendgrid.net>")
    assert not tied(one, two)
    assert not marked(one, two)


@pytest.mark.parametrize("name", ["LinkedIn", "linkedin"])
def test_a_network_that_names_only_itself_ties_no_members(name):
    assert not tied(of(f"{name} <messages-noreply@linkedin.com>"), of(f"{name} <messages-noreply@linkedin.com>"))


def test_a_free_mail_address_of_mine_that_is_forged_ties_nobody():
    mine = "alma.terzic.pots@gmail.com"
    assert not tied(of(mine, to=mine), of(mine, to=mine))


def test_the_tie_of_the_sender_is_one_of_all_ties():
    message = of("jo@pulpline.example", headers=(("Reply-To", "mo@boxwood.example"),), message_id="<1@a.example>")
    (only,) = sender_ties(message)
    assert only in ties(message)
    assert sender_ties(of("jo@pulpline.example")) == (only,)
    assert sender_ties(of("")) == sender_ties(of(ME)) == ()


def test_threads_are_the_ties_of_ids_the_latest_of_many():
    references = " ".join(f"<{n}@a.example>" for n in range(MOST_REFERENCES + 30))
    message = of("jo@pulpline.example", message_id="<new@a.example>", headers=(("References", references),))
    found = threads(message)
    assert len(found) == MOST_REFERENCES + 1
    assert set(found) <= set(ties(message))
    assert set(threads(of("", message_id=f"<{MOST_REFERENCES + 29}@a.example>"))) <= set(found)
    assert not set(threads(of("", message_id="<0@a.example>"))) & set(found)


def test_a_hash_fits_its_bytes_and_tells_kinds_apart():
    message = of("jo@pulpline.example", "https://pulpline.example", message_id="<pulpline.example>")
    found = (*ties(message), *marks(message))
    assert len(set(found)) == len(found)
    assert all(0 <= one < 256**TIE_BYTES for one in found)


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (of("jo@pulpline.example"), of("jo@getpulpline.example")),
        (of("jo@pulpline.example"), of("jo@pulpline-hq.de")),
        (
            of("jo@gmail.com", "See https://pulpline.example/a"),
            of("mo@gmx.de", "See https://www.pulpline.example/b?c=1"),
        ),
        (of("jo@pulpline.example"), of("mo@gmx.de", "See https://pulpline.example")),
        (
            of("jo@gmail.com", "https://calendly.com/jo-m/30min"),
            of("mo@gmx.de", "https://calendly.com/jo-m/intro?month=5"),
        ),
    ],
    ids=["verb", "suffix", "host", "host-of-a-sender", "calendar"],
)
def test_what_marks_two_messages_as_perhaps_of_one_seller(one, two):
    assert marked(one, two)
    assert not tied(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (of("jo@pulpline.example"), of("jo@boxwood.example")),
        (of("jo@box.example"), of("jo@box.de")),
        (of("jo@gmail.com", "https://bit.ly/abc"), of("mo@gmx.de", "https://bit.ly/abc")),
        (of("jo@gmail.com", "https://u1.ct.sendgrid.net/ls/1"), of("mo@gmx.de", "https://u2.ct.sendgrid.net/ls/2")),
        (of("jo@gmail.com", "https://calendly.com/jo/30min"), of("mo@gmx.de", "https://calendly.com/mo/30min")),
        (of("jo@gmail.com", "https://calendly.com"), of("mo@gmx.de", "https://calendly.com/")),
        (of("jo@gmail.com", "https://kilnworks.example/shop"), of("mo@gmx.de", "https://kilnworks.example/shop")),
        (of("jo@gmail.com", "https://linkedin.com/in/jo"), of("mo@gmx.de", "https://linkedin.com/in/mo")),
    ],
    ids="firms short-names shorteners mailers calendars calendars-of-nobody my-own-site networks".split(),
)
def test_what_marks_nobody(one, two):
    assert not marked(one, two)


def test_marks_are_few_and_those_of_the_sender_first():
    links = "\n".join(f"https://boxwood{'xyzuvwabcdefgh'[n]}.example" for n in range(14))
    message = of("jo@pulpline.example", links)
    assert len(marks(message)) == MOST_MARKS
    assert marked(message, of("jo@getpulpline.example"))


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("pulpline.example", "pulpline"),
        ("getpulpline.com", "pulpline"),
        ("trypulpline.io", "pulpline"),
        ("pulpline-hq.io", "pulpline"),
        ("pulpline-24.io", "pulpline"),
        ("the-pulpline-group.com", "pulpline"),
        ("pulp-line.com", "pulpline"),
        ("pulplineapp.com", "pulpline"),
        ("pulp.com", ""),
        ("get-online.com", ""),
        ("mail.com", ""),
        ("", ""),
    ],
)
def test_a_brand_is_the_name_without_what_is_put_around_it(domain, name):
    assert brand(domain) == name
