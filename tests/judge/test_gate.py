"""The gate of the repeat memory: legitimate mail comes again and again, looks alike, and is never a repeat of anything.

Receipts and reports are the same text again by any measure of text. What keeps them out is that mail which does not read like outreach
is neither remembered nor held against what is (law 8 in docs/how-it-decides.md).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from accepted import AILSA, desk, model, profile, shown
from letters import DATA, letter

from triage.domain import OUTREACH, Label, RepeatKind
from triage.judge.pipeline import Judge
from triage.learn.corpus import load_corpus
from triage.memory.store import preview_store

TO = "Ailsa Drummond <ailsa@northlightdomes.example>"
DISCLAIMER = """
This message and its attachments are confidential and meant for the addressee alone. If it reached you by mistake, please delete it \
and tell the sender. Views expressed are not necessarily those of the company, registered in Scotland under SC 118 204."""
FIGURES = [
    *(
        (4711, 12, 118.40),
        (4712, 12, 118.40),
        (5093, 3, 27.15),
        (6120, 40, 1390.00),
        (6131, 40, 1390.00),
        (6188, 41, 1390.00),
    ),
    *((7002, 12, 93.10), (7003, 12, 93.10), (7004, 12, 93.10), (7420, 5, 61.75), (7421, 6, 61.75), (8800, 2, 9.99)),
]


def robot(body, sender, subject, **more):
    """Return a template with each of the figures put in."""
    return [letter(body.format(*told), sender=sender, to=TO, subject=subject.format(*told), **more) for told in FIGURES]


COMES_AGAIN = {
    "receipt": robot(
        "Thank you for your order {0}.\n\n{1} x gelcoat, white, 5 kg\nTotal: {2:.2f} GBP, paid by card ending 0931.\n\n"
        "The parcel leaves our Leith depot tomorrow. Your invoice is attached.\n\nScotia Resins",
        "Scotia Resins <orders@scotiaresins.example>",
        "Your order {0}",
    ),
    "receipt-in-german": robot(
        "Guten Tag Ailsa Drummond,\n\nvielen Dank für Ihre Bestellung Nr. {0} über {1} Schleifringe. Der Rechnungsbetrag\nvon "
        "{2:.2f} EUR wurde von Ihrer Karte abgebucht. Die Sendung verlässt morgen unser Lager in Hof.\n\nIhr Schleifring-Versand",
        "Schleifring-Versand <bestellung@schleifringe.example>",
        "Ihre Bestellung {0}",
    ),
    "shipping": robot(
        "Parcel {0} with {1} kg is out for delivery and arrives today between 10 and 12. You need not be at home: the\n"
        "driver leaves it with your neighbour.\n\nGlen Parcels",
        "Glen Parcels <tracking@glenparcels.example>",
        "Parcel {0} arrives today",
    ),
    "build": robot(
        "Build #{0} of dreel-firmware failed on main after {1} s.\n\nStep: unit tests\nFailing: test_park_after_meridian_flip\n"
        "Log: https://ci.dreel.example/builds/{0}\n",
        "CI <builds@dreel.example>",
        "[dreel-firmware] build #{0} failed",
    ),
    "calendar": robot(
        "Reminder: workshop safety round, Monday 9:{1:02}, hall {0}. Participants: Ailsa Drummond, Fergus Bain.\n",
        "Calendar <reminders@groupcal.example>",
        "Reminder: workshop safety round",
    ),
    "invitation": robot(
        "You are invited: acceptance of dome {0}, {1} participants.\n",
        "Fergus Bain <fergus@obsdunblane.example>",
        "Invitation: acceptance of dome {0}",
        content_type="text/calendar",
    ),
    "weekly-report": robot(
        "Your site last week\n\nVisitors: {0}\nEnquiries: {1}\nMost seen page: condensation under gelcoat\n"
        "Turnover of the shop: {2:.2f}\n",
        "Statistics <reports@counter.example>",
        "Weekly report for northlightdomes.example",
        headers=(("Auto-Submitted", "auto-generated"),),
    ),
    "newsletter": robot(
        "Issue {0} of Dark Skies\n\nMoonless nights this month: {1}. Members meet at the old pier in Largs; bring a red lamp. The\n"
        "raffle raised {2:.2f} pounds for the school telescope.\n",
        "Dark Skies <editor@darkskies.example>",
        "Dark Skies, issue {0}",
        headers=(("List-Id", "<members.darkskies.example>"), ("List-Unsubscribe", "<https://darkskies.example/u>")),
    ),
    "thread-reply": robot(
        "Hi Ailsa,\n\nthe flange measures {1} mm, drawing {0} is right. I will bring it on Thursday.\n\nFergus\n\n"
        "On Mon, 6 May 2024 at 10:00, Ailsa Drummond wrote:\n> Fergus, which drawing is the flange of the big dome on?\n> Ailsa",
        "Fergus Bain <fergus@obsdunblane.example>",
        "Re: flange",
        headers=(("In-Reply-To", "<flange@northlightdomes.example>"),),
    ),
    "shared-signature": robot(
        "Dear Ailsa,\n\nwe counted {1} rollers in the crate for dome {0}, two fewer than on the slip. Could you send the two?\n\n"
        "Kind regards\nMorag Keir\nStores, Clyde Instrument Works\n4 Pier Road, Greenock\n+44 1475 555 010\n",
        "Morag Keir <morag@clydeinstruments.example>",
        "Crate {0}",
    ),
    "shared-disclaimer": robot(
        "Dear Ms Drummond,\n\nthe crane for dome {0} is booked; please have {1} people at the gate.\n\nSenga Reid\n"
        + DISCLAIMER,
        "Senga Reid <senga@reidcranes.example>",
        "Crane for dome {0}",
    ),
    "sign-in-code": robot(
        "Your code is {0}. It is valid for {1} minutes. If you did not sign in, change your password.\n",
        "Bank of Allan <no-reply@bankofallan.example>",
        "Your code",
    ),
}


@pytest.mark.parametrize("mail", COMES_AGAIN.values(), ids=COMES_AGAIN.keys())
def test_mail_that_comes_again_and_again_is_never_a_repeat_nor_remembered_as_outreach(mail):
    with desk() as (judge, store):
        for week, message in enumerate(mail):
            sent = replace(message, date=message.date + timedelta(days=7 * week))
            judgement = judge.judge(sent, id=str(week))
            assert judgement.verdict.repeat is None, shown(judgement.verdict)
            assert judgement.verdict.folder is None, shown(judgement.verdict)
            if judgement.fingerprint is not None:
                assert not judgement.fingerprint.sure, shown(judgement.verdict)
                store.fingerprints.add(judgement.fingerprint)


def test_two_firms_that_share_a_disclaimer_and_a_signature_repeat_nothing_of_each_other(seen_outreach):
    """The seller's mail is remembered; a customer's mail ends in the very same lines."""
    judge = seen_outreach(f"{PITCH}\n\nSenga Reid\n{DISCLAIMER}")
    customer = letter(
        f"Dear Ailsa,\n\nyour dome leaks at the third bolt since the storm. When can Fergus come?\n\nSenga Reid\n{DISCLAIMER}",
        sender="Senga Reid <senga@reidcranes.example>",
        to=TO,
        date="Tue, 28 May 2024 08:12:40 +0200",
    )
    assert judge.judge(customer, id="customer").verdict.repeat is None


PITCH = """Hi Ailsa,

I came across your website and noticed that you are missing out on leads. Our agency helps businesses like yours to rank on the \
first page of Google with SEO, link building and web design. We guarantee more traffic in ninety days. Do you have 15 minutes for a \
quick call this week? Book a slot: https://calendly.com/senga-growth/15min"""


@pytest.fixture
def seen_outreach():
    """Opens a judge whose memory holds one outreach message."""
    with desk(AILSA) as (judge, store):

        def remember(body):
            pitch = letter(body, sender="Senga Reid <senga@growthloop.example>", to=TO)
            judgement = judge.judge(pitch, id="pitch")
            assert judgement.fingerprint is not None, shown(judgement.verdict)
            store.fingerprints.add(judgement.fingerprint)
            return judge

        yield remember


# ---------------------------------------------------------------- the labelled mail of data/

SHAPES = frozenset(
    """newsletter notification receipt shipping sign-up verification bank tax calendar-invitation product-update list-post
    support-reply customer supplier-price-list vendor-renewal""".split()
)


@pytest.fixture(scope="module")
def by_recipient():
    """The labelled mail of data/, by who received it, each in the order of its dates."""
    found = defaultdict(list)
    for example in load_corpus(DATA):
        found[example.recipient].append(example)
    for received in found.values():
        received.sort(key=lambda one: (one.message.date.timestamp() if one.message.date else 0.0, one.name))
    return found


@pytest.fixture(scope="module")
def sent_twice(by_recipient):
    """All legitimate mail of data/ a week later, with its verdict after its recipient received everything once, outreach too."""
    judged = []
    for recipient, received in by_recipient.items():
        with preview_store() as store:
            judge = Judge(model(), profile(recipient), store.contacts, store.fingerprints)
            for example in received:
                judgement = judge.judge(example.message, id=example.name)
                if example.label is Label.LEGITIMATE:
                    judged.append((example, judgement))
                if judgement.fingerprint is not None:
                    store.fingerprints.add(judgement.fingerprint)
            judged += [
                (example, judge.judge(_a_week_later(example.message), id=f"{example.name} again"))
                for example in received
                if example.label is Label.LEGITIMATE
            ]
    return judged


BY_TEXT = (RepeatKind.EXACT, RepeatKind.VARIANT, RepeatKind.SISTER)


def _a_week_later(message):
    """Return the message of the next week: other figures, the rest as it was."""
    body = message.text.body.translate(str.maketrans("123456789", "234567891"))
    date = message.date and message.date + timedelta(days=7)
    return replace(message, date=date, message_id=f"again-{message.message_id}", text=replace(message.text, body=body))


def test_no_legitimate_mail_of_the_corpus_is_a_repeat_however_often_it_comes(sent_twice):
    assert len(sent_twice) > 3_000
    assert [example.name for example, judgement in sent_twice if judgement.verdict.repeat is not None] == []


def test_the_shapes_that_come_every_week_are_among_them(sent_twice):
    assert {example.shape for example, _ in sent_twice} >= SHAPES


def test_no_legitimate_mail_of_the_corpus_is_moved_because_it_came_again(sent_twice):
    assert [example.name for example, judgement in sent_twice if judgement.verdict.folder is not None] == []


def test_no_legitimate_mail_of_the_corpus_is_remembered_as_surely_outreach(sent_twice):
    kept = [(example.name, judgement.fingerprint) for example, judgement in sent_twice if judgement.fingerprint]
    assert [name for name, fingerprint in kept if fingerprint.sure] == []
    seldom = 20 / 1_508 * len({example.name for example, _ in sent_twice})
    assert len({name for name, _ in kept}) <= seldom, "and what is not sure is seldom"


def test_hardly_any_legitimate_mail_would_be_the_text_of_outreach_again_even_if_it_asked(by_recipient):
    """Behind the gate stands a second wall: all outreach is remembered, and every legitimate message asks."""
    linked = []
    for recipient, received in by_recipient.items():
        with preview_store() as store:
            judge = Judge(model(), profile(recipient), store.contacts, store.fingerprints)
            for example in received:
                if example.label in OUTREACH:
                    store.fingerprints.add(judge.remembered(example.message, id=example.name, label=example.label))
            for example in received:
                if example.label is Label.LEGITIMATE:
                    found = judge.remembered(example.message, id=f"{example.name} asks", label=Label.LEGITIMATE)
                    linked += [example.name] if found.kind in BY_TEXT else []
    assert len(linked) <= 1, linked
