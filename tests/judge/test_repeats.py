"""The same again: what a message repeats, and of which earlier one; and all that must never be called a repeat."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import own_words
from sequences import (
    BUMPS,
    FIRST,
    JO,
    LIKEWISE,
    NEWS,
    OTHER,
    REWRITTEN,
    SAID,
    SIGNED,
    START,
    VARIANT,
    kind_and_original,
    outreach,
    prints,
    quote,
    rarity,
)

from triage.domain import Label, Repeat, RepeatKind
from triage.judge.gist import SKETCH, Gist, packed
from triage.judge.repeats import CONTAINED, ENOUGH_WORDS, UNKNOWN_ORIGINAL_WORDS, Finding, find, fingerprint
from triage.memory import fingerprints
from triage.memory.fingerprints import RELATED
from triage.memory.store import preview_store

# ---------------------------------------------------------------- the kinds


def test_the_same_text_again_is_exact(seen, ask):
    seen(outreach(), label=Label.PITCH)
    repeat = ask(outreach(days=9)).repeat
    assert (repeat.kind, repeat.of, repeat.date) == (RepeatKind.EXACT, "first", START)
    assert (repeat.similarity, repeat.touch) == (1.0, 2)


@pytest.mark.parametrize(
    "body",
    [
        FIRST.upper(),
        FIRST.replace(" ", "  ").replace("small", "sm\u200ball"),
        FIRST.replace(SIGNED, "\n\n-- \nTina Brown\nPulpline d.o.o.\nConfidential: intended for the recipient only."),
        FIRST + quote(SAID),
    ],
    ids=["capitals", "invisible-letters", "other-signature", "and-quoted"],
)
def test_the_same_words_are_exact_however_they_are_dressed(seen, ask, body):
    seen(outreach())
    assert kind_and_original(ask(outreach(body, days=9))) == (RepeatKind.EXACT, "first")


def test_other_greeting_names_and_a_sentence_dropped_is_a_variant(seen, ask):
    seen(outreach())
    repeat = ask(outreach(VARIANT, days=9)).repeat
    assert (repeat.kind, repeat.of, repeat.touch) == (RepeatKind.VARIANT, "first", 2)
    assert CONTAINED <= repeat.similarity < 1.0


def test_other_tracking_links_are_a_variant_at_most(seen, ask):
    seen(outreach(FIRST.replace("boxes", "boxes https://pulpline.example/t/?u=8812&c=spring")))
    assert kind_and_original(
        ask(outreach(FIRST.replace("boxes", "boxes https://pulpline.example/t/?u=9931&c=autumn"), days=3))
    ) == (RepeatKind.EXACT, "first")


@pytest.mark.parametrize("words", BUMPS)
def test_a_quoted_bump_is_a_bump_whatever_links_it(seen, ask, words):
    """Neither thread headers nor sender nor firm tell: the quotation does."""
    seen(outreach(), label=Label.PITCH)
    finding = ask(outreach(words + quote(FIRST), days=4, sender="Tina <tina@other-firm.example>"))
    assert kind_and_original(finding) == (RepeatKind.BUMP, "first")
    assert (finding.repeat.touch, finding.original.label) == (2, Label.PITCH)


@pytest.mark.parametrize("words", BUMPS)
@pytest.mark.parametrize(
    "link",
    [
        {"sender": "someone@elsewhere.example", "headers": (("In-Reply-To", "<first@pulpline.example>"),)},
        {"sender": "someone@elsewhere.example", "headers": (("References", "<x@y.example> <first@pulpline.example>"),)},
        {"sender": JO},
        {"sender": "Tina Brown <tina@mail.pulpline.example>"},
    ],
    ids=["in-reply-to", "references", "sender", "domain"],
)
def test_an_unquoted_bump_is_known_by_thread_sender_or_firm(seen, ask, words, link):
    seen(outreach(message_id="<first@pulpline.example>"))
    assert kind_and_original(ask(outreach(words, days=4, **link))) == (RepeatKind.BUMP, "first")


@pytest.mark.parametrize(
    ("days", "kind"),
    [(1, RepeatKind.VARIANT), (180, RepeatKind.VARIANT), (181, RepeatKind.REBOOT), (760, RepeatKind.REBOOT)],
)
def test_the_same_firm_from_square_one_is_a_reboot_after_half_a_year(seen, ask, days, kind):
    seen(outreach(), touch=4)
    repeat = ask(outreach(VARIANT, days=days, sender="Tina Brown <tina@pulpline.example>")).repeat
    assert (repeat.kind, repeat.of, repeat.touch) == (kind, "first", 5)


def test_the_same_words_after_half_a_year_are_a_reboot_too(seen, ask):
    seen(outreach())
    assert kind_and_original(ask(outreach(days=400))) == (RepeatKind.REBOOT, "first")


@pytest.mark.parametrize(
    ("days", "sender", "again"),
    [
        (400, "tina@pulpline.example", (RepeatKind.REBOOT, "first")),
        (30, "tina@pulpline.example", (RepeatKind.BUMP, "first")),
        (400, "tina@pulp-line.example", (RepeatKind.SISTER, "first")),
        (400, "tina@boxwood.example", (RepeatKind.SISTER, "first")),
    ],
    ids=["same-firm-much-later", "same-firm-soon", "same-brand", "another-domain"],
)
def test_whoever_starts_again_may_have_rewritten_most_of_it(seen, ask, days, sender, again):
    seen(outreach())
    assert kind_and_original(ask(outreach(REWRITTEN, days=days, sender=sender))) == again


def test_nothing_starts_again_before_a_date_that_is_not_known(seen, ask):
    seen(outreach(dated=False))
    assert kind_and_original(ask(outreach(days=400))) == (RepeatKind.EXACT, "first")


@pytest.mark.parametrize(
    ("sender", "again"),
    [
        ("tina@getpulpline.example", (RepeatKind.SISTER, "first")),
        ("tina@pulpline-hq.example", (RepeatKind.SISTER, "first")),
        ("tina@boxwood.example", None),
    ],
    ids=["brand-behind-a-verb", "brand-before-a-suffix", "another-brand"],
)
def test_a_brand_lets_a_text_be_known_again_that_is_less_alike(seen, ask, sender, again):
    seen(outreach())
    assert kind_and_original(ask(outreach(LIKEWISE, days=9, sender=sender))) == again


def test_a_brand_alone_links_no_bump_and_no_other_text(seen, ask):
    seen(outreach())
    assert ask(outreach(BUMPS[0], days=9, sender="tina@getpulpline.example")) == Finding()
    assert ask(outreach(OTHER, days=9, sender="tina@getpulpline.example")) == Finding()


@pytest.mark.parametrize("days", [3, 400])
def test_the_same_text_from_another_domain_is_a_sister(seen, ask, days):
    seen(outreach())
    for body in (FIRST, VARIANT):
        finding = ask(outreach(body, days=days, sender="Jo Miller <jo@pulp-line.example>"))
        assert kind_and_original(finding) == (RepeatKind.SISTER, "first")


def test_a_follow_up_with_news_is_no_repeat_and_says_what_it_follows(seen, ask):
    seen(outreach())
    for body in (NEWS, NEWS + quote(FIRST)):
        finding = ask(outreach(body, days=30))
        assert finding.repeat is None
        assert finding.follows.of == "first"
        assert 0.3 < finding.follows.news <= 1.0


def test_more_news_than_can_be_told_is_all_news(seen, ask):
    seen(outreach())
    assert ask(outreach(f"{NEWS}\n\n{OTHER}\n\n{' '.join(f'fact{n}' for n in range(90))}", days=30)).follows.news == 1.0


def test_the_old_text_above_the_news_is_no_repeat(seen, ask):
    """Containment is directional: the old text is all there, but most of the new one is new."""
    seen(outreach())
    finding = ask(outreach(f"{NEWS}\n\n{OTHER}\n\n{SAID}", days=30))
    assert finding.repeat is None
    assert finding.follows.of == "first"


# ---------------------------------------------------------------- what is no repeat


def test_an_empty_memory_knows_nothing(ask):
    assert ask(outreach()) == Finding()
    assert ask(outreach("")) == Finding()


def test_unrelated_sellers_have_nothing_to_do_with_each_other(seen, ask):
    seen(outreach())
    assert ask(outreach(OTHER, days=2, sender="press@orchard.example")) == Finding()
    assert ask(outreach("Do you need a website?", days=2, sender="press@orchard.example")) == Finding()


def test_competitors_who_sell_the_same_are_not_taken_for_each_other(seen, ask):
    seen(outreach())
    assert ask(outreach(LIKEWISE, days=30, sender="ivo@splitpack.example")) == Finding()


@pytest.mark.parametrize("freemailer", ["gmail.com", "gmx.de", "hotmail.es", "yahoo.co.uk", "proton.me", "orange.fr"])
def test_two_customers_of_one_free_mailer_are_strangers_to_each_other(seen, ask, freemailer):
    seen(outreach(sender=f"one@{freemailer}"))
    assert ask(outreach(BUMPS[0], days=2, sender=f"two@{freemailer}")) == Finding()
    assert ask(outreach(OTHER, days=2, sender=f"two@{freemailer}")) == Finding()
    assert kind_and_original(ask(outreach(BUMPS[0], days=2, sender=f"one@{freemailer}"))) == (RepeatKind.BUMP, "first")


def test_nothing_repeats_itself(seen, ask):
    seen(outreach(), id="self")
    assert ask(outreach(), id="self") == Finding()


@pytest.mark.parametrize("body", [FIRST, VARIANT, BUMPS[0], BUMPS[0] + quote(FIRST)])
def test_nothing_repeats_what_came_after_it(seen, ask, body):
    seen(outreach(days=10))
    assert ask(outreach(body, days=9)) == Finding()


def test_of_two_mails_of_one_second_the_later_seen_repeats_the_other(seen, ask):
    seen(outreach())
    assert kind_and_original(ask(outreach())) == (RepeatKind.EXACT, "first")


def test_a_quotation_of_somebody_else_links_nothing(seen, ask):
    seen(outreach())
    assert ask(outreach(BUMPS[0] + quote(OTHER), days=2, sender="x@elsewhere.example")) == Finding()


@pytest.mark.parametrize("sender", ["", "Nobody", "jo@localhost", "jo@"], ids=["none", "no-address", "no-firm", "half"])
def test_senders_that_cannot_be_told_apart_are_not_linked(seen, ask, sender):
    seen(outreach(sender=sender), id="one")
    assert ask(outreach(OTHER, days=2, sender=sender.replace("jo", "mo"))) == Finding()


# ---------------------------------------------------------------- tiny texts

TINY = "Interested in more customers?"


def test_tiny_texts_of_two_senders_are_not_linked_by_their_words(seen, ask):
    """Fewer words than this say the same by chance."""
    assert len(own_words(outreach(TINY))) < ENOUGH_WORDS
    seen(outreach(TINY))
    assert ask(outreach(TINY, days=1, sender="x@elsewhere.example")) == Finding()


def test_a_tiny_text_again_from_its_sender_is_a_repeat(seen, ask):
    seen(outreach(TINY))
    assert ask(outreach(TINY, days=1)).repeat.of == "first"


@pytest.mark.parametrize("body", ["", "\n\n", "…", "?"])
def test_a_text_without_words_repeats_only_what_it_is_linked_to(seen, ask, body):
    seen(outreach(body, sender="a@one.example"))
    assert ask(outreach(body, days=1, sender="b@two.example")) == Finding()
    seen(outreach(), id="linked")
    repeat = ask(outreach(body, days=1)).repeat
    assert (repeat.kind, repeat.of, repeat.similarity) == (RepeatKind.BUMP, "linked", 0.0)


# ---------------------------------------------------------------- an original that is not known


def test_a_bump_of_mail_never_seen_says_so(ask):
    finding = ask(outreach(BUMPS[0]), wording=1.0)
    assert (finding.repeat.kind, finding.repeat.of, finding.repeat.date) == (RepeatKind.BUMP, None, None)
    assert (finding.repeat.similarity, finding.repeat.touch) == (0.0, 2)
    assert finding.original is None


def test_one_phrase_that_speaks_of_an_earlier_mail_is_enough(ask):
    assert ask(outreach(BUMPS[0]), wording=0.5).repeat is not None


def test_wording_alone_links_no_long_text_and_no_weak_word(ask):
    long = "Just floating this. " + "clay " * (UNKNOWN_ORIGINAL_WORDS + 1)
    assert ask(outreach(long), wording=1.0) == Finding()
    assert ask(outreach(BUMPS[0]), wording=0.4) == Finding()


def test_an_original_that_is_known_goes_before_wording(seen, ask):
    seen(outreach())
    assert kind_and_original(ask(outreach(BUMPS[0], days=1), wording=1.0)) == (RepeatKind.BUMP, "first")


# ---------------------------------------------------------------- the right original


def test_a_thread_names_the_original_before_the_sender_does(seen, ask):
    seen(outreach(message_id="<a@pulpline.example>"), id="in-thread")
    seen(outreach(OTHER, days=5, message_id="<b@pulpline.example>"), id="later-of-sender")
    bump = outreach(BUMPS[0], days=6, headers=(("In-Reply-To", "<a@pulpline.example>"),))
    assert ask(bump).repeat.of == "in-thread"
    assert ask(outreach(BUMPS[0], days=6)).repeat.of == "later-of-sender"


def test_of_a_thread_the_latest_is_followed(seen, ask):
    seen(outreach(message_id="<a@pulpline.example>"), id="first")
    seen(outreach(BUMPS[1], days=3, headers=(("References", "<a@pulpline.example>"),)), id="second", touch=2)
    repeat = ask(outreach(BUMPS[3], days=8, headers=(("References", "<a@pulpline.example>"),))).repeat
    assert (repeat.of, repeat.touch) == ("second", 3)


def test_the_most_alike_is_repeated_and_of_equals_the_latest(seen, ask):
    seen(outreach(OTHER), id="other")
    seen(outreach(days=1), id="first")
    seen(outreach(days=5), id="again", touch=2)
    seen(outreach(OTHER, days=6), id="other-again")
    repeat = ask(outreach(days=9)).repeat
    assert (repeat.of, repeat.touch) == ("again", 3)


@pytest.mark.parametrize("sisters_words", [FIRST, VARIANT], ids=["first", "variant"])
def test_what_the_seller_said_goes_before_the_same_words_of_a_sister(seen, ask, sisters_words):
    seen(outreach(), id="own")
    seen(outreach(sisters_words, days=3, sender="jo@pulp-line.example"), id="sisters")
    assert kind_and_original(ask(outreach(VARIANT, days=9))) == (RepeatKind.VARIANT, "own")
    assert kind_and_original(ask(outreach(VARIANT, days=400))) == (RepeatKind.REBOOT, "own")


def test_where_replies_go_ties_a_bump_to_its_seller(seen, ask):
    seen(outreach())
    bump = outreach(BUMPS[0], days=3, sender="x@boxwood.example", headers=(("Reply-To", "jo@pulpline.example"),))
    assert kind_and_original(ask(bump)) == (RepeatKind.BUMP, "first")


def test_a_touch_counts_all_that_the_seller_sent_before(seen, ask):
    seen(outreach(), touch=1)
    seen(outreach(BUMPS[0], days=4), id="second", touch=2)
    seen(outreach(BUMPS[1], days=8), id="third", touch=3)
    repeat = ask(outreach(days=12)).repeat
    assert (repeat.of, repeat.touch) == ("first", 4)


def test_touches_are_counted_along_a_sequence(seen, ask):
    sequence = [outreach(message_id="<a@pulpline.example>")]
    sequence += [outreach(body, days=3 * at) for at, body in enumerate([*BUMPS[:3], VARIANT], start=1)]
    touches = []
    for at, message in enumerate(sequence):
        finding = ask(message, id=f"m{at}")
        touches.append(finding.repeat.touch if finding.repeat else 1)
        seen(message, id=f"m{at}", touch=touches[-1])
    assert touches == [1, 2, 3, 4, 5]


def test_a_second_sweep_over_the_same_mail_finds_the_same(seen, ask):
    mail = [
        outreach(message_id="<a@pulpline.example>"),
        outreach(OTHER, days=1, sender="press@orchard.example"),
        outreach(BUMPS[0], days=3),
        outreach(VARIANT, days=7, sender="jo@pulp-line.example"),
        outreach(NEWS, days=30),
        outreach(VARIANT, days=400, sender="tina@pulpline.example"),
    ]

    def sweep():
        found = []
        for at, message in enumerate(mail):
            found.append(ask(message, id=f"m{at}"))
            seen(message, id=f"m{at}", touch=found[-1].repeat.touch if found[-1].repeat else 1)
        return found

    first = sweep()
    assert [finding.repeat and finding.repeat.kind for finding in first] == [
        None,
        None,
        "bump",
        "sister",
        None,
        "reboot",
    ]
    assert first[4].follows.of == "m2"
    assert sweep() == first


def test_a_second_sweep_over_a_long_sequence_finds_the_same(seen, ask):
    """There are more mails of this seller than the memory answers at once."""
    mail = [outreach(days=day) for day in range(RELATED + 8)]
    first = []
    for at, message in enumerate(mail):
        first.append(ask(message, id=f"m{at}"))
        seen(message, id=f"m{at}", touch=at + 1)
    assert [finding.repeat and finding.repeat.of for finding in first] == [
        None,
        *(f"m{at}" for at in range(RELATED + 7)),
    ]
    again = [ask(message, id=f"m{at}") for at, message in enumerate(mail)]
    assert [finding.repeat and finding.repeat.of for finding in again] == [
        None,
        *(f"m{at}" for at in range(RELATED + 7)),
    ]


def test_the_order_in_which_mail_was_remembered_changes_nothing():
    known = [
        ("a", outreach(message_id="<a@pulpline.example>")),
        ("b", outreach(VARIANT, days=2)),
        ("c", outreach(OTHER, days=4, sender="press@orchard.example")),
        ("d", outreach(BUMPS[0], days=6)),
    ]
    asked = [
        outreach(days=9),
        outreach(BUMPS[1], days=9),
        outreach(VARIANT, days=9, sender="x@pulp-line.example"),
        outreach(NEWS, days=9),
    ]
    answers = set()
    for order in itertools.permutations(known):
        with preview_store() as store:
            for name, message in order:
                store.fingerprints.add(prints(message, id=name))
            answers.add(
                tuple(
                    find(one, own_words(one), store.fingerprints, id="new", rarity=rarity, wording=0.0) for one in asked
                )
            )
    assert len(answers) == 1


CROWD = [
    prints(outreach(body, days=days, sender=sender), id=f"{at}-{days}-{sender}", touch=1 + days)
    for at, body in enumerate((FIRST, VARIANT, OTHER, BUMPS[0]))
    for days in (0, 3)
    for sender in (JO, "tina@getpulpline.example", "x@gmail.com")
]
"""More mails of one word, one tie and one date than a posting of four holds."""


@given(st.permutations(CROWD))
@settings(max_examples=25, deadline=None)
def test_the_order_of_a_crowd_that_overflows_its_postings_changes_nothing(order):
    asked = [
        outreach(body, days=9, sender=sender)
        for body in (FIRST, BUMPS[1], NEWS)
        for sender in (JO, "y@boxwood.example")
    ]

    def answers(known):
        with preview_store() as store:
            for one in known:
                store.fingerprints.add(one)
            return [
                find(one, own_words(one), store.fingerprints, id="new", rarity=rarity, wording=0.0) for one in asked
            ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "POSTING_CAP", 4)
        patch.setattr(fingerprints, "RELATED", 3)
        assert answers(order) == answers(CROWD)


# ---------------------------------------------------------------- fingerprints


def test_a_fingerprint_holds_who_and_when_and_not_a_word():
    message = outreach(message_id="<a@pulpline.example>", headers=(("References", "<r@x.example> <r@x.example>"),))
    repeat = Repeat(RepeatKind.VARIANT, "n5", START, 0.8, 3)
    taken = fingerprint(message, own_words(message), id="n7", label=Label.SCAM, rarity=rarity, repeat=repeat)
    assert (taken.id, taken.date, taken.label) == ("n7", START, Label.SCAM)
    assert (taken.sender, taken.domain, taken.name) == ("jo@pulpline.example", "pulpline.example", "Jo Miller")
    assert (taken.touch, taken.kind, taken.of) == (3, RepeatKind.VARIANT, "n5")
    assert len(taken.digest) == 16
    assert len(taken.sketch) == SKETCH
    assert len(taken.ties) == 4, "its ID, the one it answers, its sender, the firm"
    kept = repr(taken).casefold()
    assert not any(word in kept for word in ("warehouse", "osijek", "moulded", "first@", "r@x.example"))


def test_a_message_that_repeats_nothing_is_the_first_touch():
    taken = fingerprint(outreach(), own_words(outreach()), id="n7", label=Label.SPRAY, rarity=rarity)
    assert (taken.touch, taken.kind, taken.of) == (1, None, None)


def test_a_fingerprint_holds_the_gist_of_its_words():
    taken, gist = prints(outreach(), id="n7"), Gist.of(own_words(outreach()), rarity)
    assert (taken.words, taken.mass, taken.sketch) == (packed(gist), gist.mass, gist.sketch())
