"""Odd mail before the repeat memory: huge, empty, forged, undated, or of somebody who shares a host with a thousand others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from letters import letter, own_words
from sequences import (
    BUMPS,
    FIRST,
    JO,
    NEWS,
    OTHER,
    SAID,
    START,
    VARIANT,
    kind_and_original,
    outreach,
    prints,
    quote,
    rarity,
)

from triage.domain import RepeatKind
from triage.judge.repeats import ENOUGH_WORDS, QUOTED_CHARS, Finding, find
from triage.judge.words import OWN_CHARS
from triage.memory import fingerprints
from triage.memory.fingerprints import COMMON_CAP, TIE_CAP

MIA = "Mia Kos <mia@orchard.example>"
OLD_THREAD = "\n".join(
    f"In week {n} the clay came late and the kiln in Zenica took {n * 7} bowls." for n in range(14_000)
)


# ---------------------------------------------------------------- quotations


@pytest.fixture
def count_words(memory):
    """Asks what a message repeats, and counts the words whose rarity was looked up for it."""

    def count(message):
        asked = 0

        def counting(word):
            nonlocal asked
            asked += 1
            return rarity(word)

        return find(message, own_words(message), memory, id="new", rarity=counting, wording=0.0), asked

    return count


@pytest.mark.parametrize(
    "link",
    [{"sender": JO}, {"sender": MIA, "headers": (("References", "<first@pulpline.example>"),)}],
    ids=["sender", "thread"],
)
def test_a_reply_below_which_a_megabyte_is_quoted_finds_its_original_with_bounded_work(seen, count_words, link):
    seen(outreach(message_id="<first@pulpline.example>"))
    message = outreach(BUMPS[0] + quote(f"{FIRST}\n{OLD_THREAD}"), days=4, **link)
    assert len(OLD_THREAD) > 1_000_000
    finding, asked = count_words(message)
    assert kind_and_original(finding) == (RepeatKind.BUMP, "first")
    assert asked <= 2 * QUOTED_CHARS + OWN_CHARS


def test_a_megabyte_of_own_words_is_bounded_work_too(seen, count_words):
    seen(outreach())
    finding, asked = count_words(outreach(f"{FIRST}\n{OLD_THREAD}", days=4))
    assert asked <= OWN_CHARS
    assert finding.repeat is None
    assert finding.follows.of == "first"


def test_mail_over_the_byte_budget_stays_whatever_it_quotes(new_judge, memory):
    memory.add(new_judge().judge(outreach(), id="first").fingerprint)
    message = outreach(BUMPS[0] + quote(f"{FIRST}\n{OLD_THREAD}"), days=4)
    judgement = new_judge().judge(message, id="new")
    assert (judgement.verdict.folder, judgement.verdict.repeat, judgement.fingerprint) == (None, None, None)


@pytest.mark.parametrize("sender", [JO, MIA], ids=["the-seller", "somebody-else"])
def test_a_quotation_without_a_new_word_is_a_bump_of_what_it_quotes(seen, ask, sender):
    """Whoever sends it: the quotation is all that it says."""
    seen(outreach())
    message = outreach(quote(FIRST), days=4, sender=sender)
    assert own_words(message) == []
    assert kind_and_original(ask(message)) == (RepeatKind.BUMP, "first")


def test_a_quotation_deep_in_a_thread_is_found(seen, ask):
    seen(outreach())
    nested = BUMPS[0] + quote(BUMPS[1] + quote(FIRST))
    assert kind_and_original(ask(outreach(nested, days=4, sender=MIA))) == (RepeatKind.BUMP, "first")


def test_who_answers_the_pitch_of_another_seller_with_an_offer_of_their_own_repeats_nobody(seen, ask):
    """A rival who got hold of the pitch says what nobody said before; the quotation below makes it no repeat."""
    seen(outreach())
    message = outreach(f"{OTHER}\n\nMia" + quote(FIRST), days=4, sender=MIA)
    assert ask(message).repeat is None


def test_what_only_quotes_another_seller_is_not_that_seller_from_then_on(seen, ask):
    seen(outreach())
    seen(outreach(OTHER + quote(FIRST), days=4, sender=MIA), id="rival")
    assert kind_and_original(ask(outreach(days=9))) == (RepeatKind.EXACT, "first")
    assert ask(outreach(BUMPS[0], days=9)).repeat.of == "first"
    assert ask(outreach(BUMPS[0], days=9, sender=MIA)).repeat.of == "rival"


# ---------------------------------------------------------------- hardly anything in it

SIGNATURE = "\n\n-- \nJo Miller\nPulpline d.o.o., Osijek\n+385 31 555 0101\nhttps://pulpline.example"
PICTURE = '<html><body><img src="cid:flyer@pulpline.example" width="600"></body></html>'
HARDLY_ANYTHING = [
    pytest.param(SIGNATURE, "text/plain", id="only-a-signature"),
    pytest.param("https://pulpline.example/boxes", "text/plain", id="only-a-link"),
    pytest.param("https://bit.ly/3xPulp", "text/plain", id="only-a-short-link"),
    pytest.param(PICTURE, "text/html", id="only-a-picture"),
    pytest.param("👋 🔥🔥🔥 🚀", "text/plain", id="emoji-only"),
    pytest.param("\u200b\u200b\n\u00a0", "text/plain", id="nothing-visible"),
]


@pytest.mark.parametrize(("body", "content_type"), HARDLY_ANYTHING)
def test_what_says_hardly_anything_is_a_bump_of_its_sellers_last_mail(seen, ask, body, content_type):
    seen(outreach())
    finding = ask(outreach(body, days=4, content_type=content_type))
    assert kind_and_original(finding) == (RepeatKind.BUMP, "first")


@pytest.mark.parametrize(("body", "content_type"), HARDLY_ANYTHING)
def test_what_says_hardly_anything_links_no_two_senders(seen, ask, body, content_type):
    """The same link, picture or emoji from two senders is chance; only a written text is known again."""
    seen(outreach(), id="first")
    seen(outreach(body, days=1, sender="a@boxwood.example", content_type=content_type), id="as-little")
    found = ask(outreach(body, days=4, sender=MIA, content_type=content_type))
    same_signature = body is SIGNATURE
    assert kind_and_original(found) == ((RepeatKind.SISTER, "as-little") if same_signature else None)


EIGHT = "We print paper labels for your jam jars"


def test_exactly_eight_words_are_enough_to_be_known_again_and_seven_are_not(seen, ask):
    seven = EIGHT.replace(" paper", "")
    assert (len(own_words(outreach(EIGHT))), len(own_words(outreach(seven)))) == (ENOUGH_WORDS, ENOUGH_WORDS - 1)
    seen(outreach(EIGHT), id="eight")
    seen(outreach(seven), id="seven")
    assert kind_and_original(ask(outreach(EIGHT, days=3, sender=MIA))) == (RepeatKind.SISTER, "eight")
    assert ask(outreach(seven, days=3, sender=MIA)) == Finding()
    assert kind_and_original(ask(outreach(EIGHT, days=3))) == (RepeatKind.EXACT, "eight")


# ---------------------------------------------------------------- dates

LONG_AGO, LAST_SECOND = datetime(1970, 1, 1, tzinfo=UTC), datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize("date", [LONG_AGO, None], ids=["1970", "missing"])
@pytest.mark.parametrize("body", [FIRST, VARIANT, BUMPS[0]], ids=["exact", "variant", "bump"])
def test_an_original_without_a_believable_date_is_found(seen, ask, date, body):
    seen(replace(outreach(), date=date))
    assert ask(outreach(body, days=4)).repeat.of == "first"


@pytest.mark.parametrize("date", [LAST_SECOND, None], ids=["2038", "missing"])
@pytest.mark.parametrize("body", [FIRST, VARIANT, BUMPS[0]], ids=["exact", "variant", "bump"])
def test_a_message_without_a_believable_date_repeats_what_is_known(seen, ask, date, body):
    seen(outreach())
    assert ask(replace(outreach(body), date=date)).repeat.of == "first"


@pytest.mark.parametrize(("known", "new"), [(START, LONG_AGO), (LAST_SECOND, START)], ids=["1970", "2038"])
def test_by_a_wrong_clock_too_nothing_repeats_what_came_after_it(seen, ask, known, new):
    seen(replace(outreach(), date=known))
    assert ask(replace(outreach(), date=new)) == Finding()


def test_two_mails_of_2038_are_told_apart_as_any_others(seen, ask):
    seen(replace(outreach(), date=LAST_SECOND))
    assert ask(replace(outreach(), date=LAST_SECOND)).repeat.kind is RepeatKind.EXACT


# ---------------------------------------------------------------- Message-IDs


def test_the_same_message_id_with_another_text_of_somebody_else_is_no_repeat(seen, ask):
    seen(outreach(message_id="<1@pulpline.example>"))
    assert ask(outreach(OTHER, days=4, sender=MIA, message_id="<1@pulpline.example>")).repeat is None
    assert ask(outreach(NEWS, days=4, sender=MIA, message_id="<1@pulpline.example>")).repeat is None


def test_the_same_message_id_with_the_same_text_is_exact(seen, ask):
    seen(outreach(message_id="<1@pulpline.example>"))
    again = outreach(days=4, message_id="<1@pulpline.example>")
    assert kind_and_original(ask(again)) == (RepeatKind.EXACT, "first")


# ---------------------------------------------------------------- very many


def test_of_a_thousand_identical_mails_the_newest_is_named_and_the_postings_stay_few(store, ask, monkeypatch):
    monkeypatch.setattr(fingerprints, "POSTING_CAP", 100)
    one = prints(outreach(), id="m")
    with store.transaction():
        for n in range(1_000):
            day = (n * 379) % 1_000  # not in the order of their dates
            store.fingerprints.add(replace(one, id=f"m{day}", date=replace(outreach(days=day / 10)).date))
    assert store.fingerprints.count() == 1_000
    for table, cap in (("common", COMMON_CAP), ("tie", TIE_CAP)):
        (rows,) = store._databases[0].rows(f"SELECT max(n) FROM (SELECT count(*) AS n FROM {table} GROUP BY h)")
        assert rows == (cap,)
    assert kind_and_original(ask(outreach(days=101))) == (RepeatKind.EXACT, "m999")
    assert kind_and_original(ask(outreach(BUMPS[0], days=101))) == (RepeatKind.BUMP, "m999")
    assert kind_and_original(ask(outreach(days=101, sender=MIA))) == (RepeatKind.SISTER, "m999")


# ---------------------------------------------------------------- strangers who share something


@pytest.mark.parametrize("body", [OTHER, BUMPS[0], "", "👋"], ids=["offer", "bump", "nothing", "emoji"])
@pytest.mark.parametrize(
    ("one", "two", "link"),
    [
        ("jo@gmail.com", "mia@gmail.com", ""),
        (JO, MIA, "https://u118.ct.sendgrid.net/ls/click?upn={}"),
        (JO, MIA, "https://pulp.list-manage.com/track/click?u={}"),
        (JO, MIA, "https://calendly.com/{}/30min"),
        ("Jo <u118@em.sendgrid.net>", "Mia <u907@em.sendgrid.net>", ""),
        ("Ann Vale <inmail-hit-reply@linkedin.com>", "Bo Roe <inmail-hit-reply@linkedin.com>", ""),
        (
            "Ann Vale via LinkedIn <messages-noreply@linkedin.com>",
            "Bo Roe via LinkedIn <messages-noreply@linkedin.com>",
            "",
        ),
        ("LinkedIn <messages-noreply@linkedin.com>", "LinkedIn <messages-noreply@linkedin.com>", ""),
        ("messages-noreply@linkedin.com", "messages-noreply@linkedin.com", ""),
        ("Jo Miller <mailrobot@xing.com>", "Mia Kos <mailrobot@xing.com>", ""),
        ("alma@kilnworks.example", "alma@kilnworks.example", ""),
        ("Voicemail <pbx@phone.kilnworks.example>", "Voicemail <pbx@phone.kilnworks.example>", ""),
    ],
    ids=(
        "free-mail sendgrid-link mailchimp-link calendar sent-by-sendgrid linkedin linkedin-via linkedin-itself linkedin-nameless"
        " xing my-address-forged my-voicemail"
    ).split(),
)
def test_two_sellers_who_share_a_provider_are_strangers(seen, ask, one, two, link, body):
    seen(outreach(f"{SAID}\n{link.format('jo')}", sender=one))
    assert ask(outreach(f"{body}\n{link.format('mia')}", days=4, sender=two)) == Finding()


EXTORTION = """I have recorded you through your own camera while you watched what you watched. Send 900 dollars in bitcoin to this \
wallet within two days, or the film goes to everybody in your address book. Do not answer, this address is not mine."""
ANOTHER = """Your device has been in my hands since autumn and I copied your mail, your photographs and your passwords. You can \
buy my silence with a transfer to the purse below; once it has arrived, I delete everything and you never hear from me again."""


def test_extortion_that_forges_my_address_is_known_by_its_text_alone(seen, ask):
    seen(letter(EXTORTION, sender="alma@kilnworks.example"))
    again = ask(letter(EXTORTION, sender="alma@kilnworks.example", date="Tue, 28 May 2024 08:12:40 +0200"))
    assert kind_and_original(again) == (RepeatKind.SISTER, "first")
    assert ask(letter(ANOTHER, sender="alma@kilnworks.example", date="Tue, 28 May 2024 08:12:40 +0200")) == Finding()
