"""What a message has to do with this recipient."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import astuple, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import COMMON, LANGUAGES, ME, OFFERS, concepts, letter, own_words, profile_of, rarity

from triage.domain import Recipient
from triage.judge.concepts import stem
from triage.judge.relevance import RARE, Nearness, Profile, Relevance, characteristic, relevance
from triage.judge.trades import TRADES


def shared(body, recipient=ME, rarity=rarity):
    message = letter(body)
    return relevance(message, own_words(message), Profile.of(recipient, rarity, concepts))


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("your tenmoku and the anagama", ("anagama", "tenmoku")),
        ("what is STONEWARE?", ("stoneware",)),
        ("Alma, does Kilnworks need a website? Regards to Alma Terzic", ()),
        ("we offer our services to potters with passion", ()),
        ("alma at kilnworks dot example", ()),
        ("we grow companies", ()),
    ],
    ids=["two", "any-case", "names-are-none", "role-is-none", "address-is-none", "nothing"],
)
def test_facts_are_rare_words_of_what_i_told_and_never_my_names(body, facts):
    assert shared(body).facts == facts


def test_a_city_that_i_told_is_a_fact_only_while_it_is_rare():
    assert shared("firms in Zenica").facts == ("zenica",)
    assert shared("firms in Zenica", rarity=lambda word: 2 * RARE if word == "zenica" else 0.0).facts == ()


def test_short_words_and_years_are_no_facts():
    told = replace(ME, about="Est 1998 in a kiln by sea", role="", interests=())
    assert Profile.of(told, lambda _: 0.0, concepts).known == frozenset({stem("kiln")})


def test_pages_and_words_i_wrote_are_facts_as_what_i_told_is():
    told = replace(ME, pages="Our wheel is a Shimpo.", wrote=frozenset({"engobe", "time", "kilnworks", "2024"}))
    assert shared("a shimpo, an engobe, the time, Kilnworks, 2024", told).facts == ("engobe", "shimpo")
    assert shared("a shimpo, an engobe").facts == ()


def test_words_i_wrote_alone_are_no_profile():
    assert shared("an engobe", Recipient(wrote=frozenset({"engobe"}))) == Relevance()


def test_the_words_that_mark_me_are_those_with_the_highest_count_times_nats():
    counts = {"time": 4, "engobe": 2, "anagama": 1, "frit": 1}
    assert characteristic(counts, rarity, most=1) == {"engobe"}, "time is said twice as often, and says a sixth as much"
    assert characteristic(counts | {"time": 40}, rarity, most=1) == {"time"}
    assert characteristic(counts, rarity, most=4) == set(counts)
    assert characteristic(dict(reversed(counts.items())), rarity, most=3) == characteristic(counts, rarity, most=3)
    assert characteristic({}, rarity) == frozenset()


def test_of_ten_thousand_subjects_only_what_i_write_about_marks_me():
    once = {f"word{number}": 1 for number in range(10_000)}
    often = {f"often{number}": 2 for number in range(250)}
    marks = characteristic(once | often, rarity)
    assert len(marks) == 300
    assert often.keys() <= marks


@pytest.mark.parametrize(
    ("body", "interests"),
    [
        ("a booth at three craft fairs", ("craft fairs",)),
        ("one craft fair in May", ("craft fairs",)),
        ("Kilns? We repair them: kiln by kiln, repairs in a day", ("kiln repair",)),
        ("the chemistry of a glaze", ("glaze chemistry",)),
        ("chemistry lessons", ()),
        ("fair prices", ()),
    ],
)
def test_an_interest_is_met_when_all_its_words_are_said(body, interests):
    assert shared(body).interests == interests


@pytest.mark.parametrize(
    ("body", "never"),
    [
        ("own a franchise", ("franchises",)),
        ("two franchises", ("franchises",)),
        ("an agency for insurance", ("insurance agencies",)),
        ("insurances", ("insurance agencies",)),
        ("search engines need optimisation", ("search engine optimisation",)),
        ("the engine of my van", ()),
        ("frank talk", ()),
    ],
)
def test_a_refusal_is_named_in_my_own_words_in_singular_and_plural(body, never):
    assert shared(body).never == never


def test_links_to_pages_of_my_own_site_are_told_and_its_front_door_is_not():
    body = (
        "https://kilnworks.example/raku#sundays and https://shop.kilnworks.example/bowls/ "
        "https://kilnworks.example/ https://kilnworks.example https://vendor.example/kilnworks.example "
        "https://evilkilnworks.example/raku"
    )
    assert shared(body).own_pages == ("https://kilnworks.example/raku#sundays", "https://shop.kilnworks.example/bowls/")


@pytest.mark.parametrize(
    "recipient",
    [
        Recipient(),
        Recipient(name="Alma Terzic", company="Kilnworks", role="potter", domains=frozenset({"kilnworks.example"})),
    ],
    ids=["empty", "names-only"],
)
def test_whoever_told_nothing_shares_nothing(recipient):
    assert shared("a franchise, tenmoku, potter, https://kilnworks.example/raku", recipient) == Relevance()


def test_a_wish_without_a_word_of_content_is_never_met():
    empty = replace(ME, interests=("", "?!", "—"), never=("",))
    found = shared("and or the of anything, kiln", empty)
    assert (found.interests, found.never) == ((), ())
    assert (found.near.interest_words, found.near.never_words, found.near.interest_trade) == (0.0, 0.0, 0.0)


def test_a_wish_made_of_small_words_alone_needs_all_of_them():
    offers = replace(ME, never=("other services",))
    assert shared("other services", offers).never == ("other services",)
    assert shared("the service", offers).never == ()


def test_a_huge_profile_is_prepared_once_and_answers_like_a_small_one():
    words = [
        f"word{letter}{other}" for letter in "abcdefghijklmnopqrstuvwxyz" for other in "abcdefghijklmnopqrstuvwxyz"
    ]
    huge = replace(ME, about=f"{ME.about} {' '.join(words * 20)}", never=ME.never + tuple(words))
    one, other = shared("your tenmoku and a franchise", huge), shared("your tenmoku and a franchise")
    assert (one.facts, one.interests, one.never, one.trade) == (other.facts, other.interests, other.never, other.trade)


def test_each_fact_is_named_once_as_the_message_writes_it():
    assert shared("glazes and glaze, anagamas, glazed").facts == ("anagamas", "glazes")


# ---------------------------------------------------------------- trades

IN_EVERY_LANGUAGE = [
    pytest.param(slug, text, id=f"{slug}-{language}")
    for slug, texts in OFFERS.items()
    for language, text in zip(LANGUAGES, texts, strict=True)
]
REFUSED = {"franchises": ("franchises",), "seo": ("search engine optimisation",), "ceramics": ()}


@pytest.mark.parametrize(("slug", "text"), IN_EVERY_LANGUAGE)
def test_a_refusal_is_met_by_an_offer_of_its_trade_in_any_language(slug, text):
    found = shared(text)
    assert found.never == REFUSED[slug]
    assert (found.trade, found.common) == (TRADES[slug].name, TRADES[slug].common)


@pytest.mark.parametrize(("slug", "text"), IN_EVERY_LANGUAGE)
def test_an_offer_is_nearest_to_what_it_belongs_to(slug, text):
    near = shared(text).near
    if slug == "ceramics":
        assert min(near.interest_trade, near.work_trade) > 0.85 > 0.05 > near.never_trade
    else:
        assert near.never_trade > 0.65 > 0.35 > max(near.interest_trade, near.work_trade)


@pytest.mark.parametrize("language", ["franchises", "franquicias", "franczyzy"])
def test_a_refusal_may_be_told_in_another_language_than_the_offer(language):
    elsewhere = replace(ME, never=(language,))
    for text in OFFERS["franchises"]:
        assert shared(text, elsewhere).never == (language,)


def test_words_that_name_no_trade_meet_no_refusal_by_it():
    """A word of search engines alone points where they point, and says too little to name a mismatch."""
    found = shared("the engine of my van")
    assert found.trade == ""
    assert found.near.never_trade > 0.55
    assert found.never == ()


def test_an_offer_of_many_trades_meets_no_refusal_of_one_by_it():
    found = shared("franquicia, kaolin, backlinks, bitcoin, backup, podcast")
    assert 0.35 < found.near.never_trade < 0.45
    assert found.never == ()


def test_only_a_trade_that_any_business_might_use_is_common():
    assert shared("Cleaners for your office: office cleaning, window cleaners").common
    assert not shared("Own a franchise").common
    assert not shared("The bowls came.").common


# ---------------------------------------------------------------- nearness


def test_nearness_by_words_is_the_share_of_meaning_that_is_said():
    told = replace(ME, interests=("kiln repair",), never=("mortgage time",))
    assert shared("kiln", told).near.interest_words == pytest.approx(0.5), "both words are as rare"
    assert shared("we repair kilns", told).near.interest_words == 1.0
    assert shared("the time", told).near.never_words < 0.2, "a word that all mail holds means little"
    assert shared("a mortgage", told).near.never_words > 0.8


def test_nearness_is_to_the_nearest_of_all():
    alone = shared("glaze", replace(ME, interests=("glaze chemistry",))).near
    assert shared("glaze", replace(ME, interests=("craft fairs", "glaze chemistry", "kiln repair"))).near == alone


def test_nearness_to_my_work_grows_with_the_share_of_words_and_never_by_my_names():
    assert shared("Kilnworks, Alma Terzic: kilnworks!").near.work_words == 0.0
    weak = shared("gravel lorry window carpet ladder hammer: stoneware").near.work_words
    assert 0.0 < weak < shared("ladder: stoneware, tenmoku").near.work_words <= 1.0
    assert shared("stoneware, tenmoku, anagama").near.work_words == 1.0
    assert shared("stoneware ladder hammer gravel").near.work_words == pytest.approx(0.75), "three times a quarter"
    assert shared("ladder chemistry").near.work_words == 0.0, "an interest is not my work"


SAID = st.sampled_from(
    sorted({word for trade in TRADES.values() for word in trade.words.replace(";", " ").split()})
    + sorted(COMMON)
    + "kiln repair glaze chemistry craft fairs franchises insurance tenmoku stoneware anagama raku potter 1998".split()
)
PROFILES = [
    ME,
    replace(ME, interests=(), never=()),
    replace(ME, about="", role=""),
    replace(ME, about="", role="", interests=()),
    replace(ME, interests=("the", "and or", "seo seo"), never=tuple(trade.name for trade in TRADES.values())),
]


@given(st.lists(SAID, max_size=60).map(" ".join), st.sampled_from(PROFILES))
def test_nearness_lies_between_0_and_1_whatever_is_said(body, recipient):
    found = shared(body, recipient)
    assert found.known
    assert all(0.0 <= each <= 1.0 for each in astuple(found.near))
    assert set(found.never) <= set(recipient.never)
    assert found.trade in {"", *(trade.name for trade in TRADES.values())}


def test_nothing_said_is_near_nothing():
    assert shared("").near == Nearness()


def test_a_message_is_as_near_in_every_process():
    """Sums over a set of words would differ in the last digit with the hash seed, and so would the model that learns from them."""
    code = (
        "from letters import *\n"
        "from triage.judge.trades import TRADES\n"
        "offers = [letter(trade.words.replace(';', ' ')) for trade in TRADES.values()]\n"
        "told = tuple(' '.join(words(trade.words)) for trade in TRADES.values())\n"
        "me = Recipient(about=' '.join(told[::2]), interests=told[:9], never=told[9:99])\n"
        "me = Profile.of(me, lambda word: sum(map(ord, word)) % 97 / 1000, concepts)\n"
        "print([relevance(one, own_words(one), me).near for one in offers])"
    )

    def told(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout

    assert told("1") == told("2") != b""


# ---------------------------------------------------------------- a profile, or none


def test_without_a_profile_nobody_asks_what_words_speak_for_which_trade():
    asked = []

    def concepts_asked():
        asked.append(1)
        return concepts()

    nobody = Profile.of(Recipient(name="Alma Terzic", company="Kilnworks"), rarity, concepts_asked)
    message = letter(OFFERS["franchises"][0])
    assert relevance(message, own_words(message), nobody) == Relevance()
    assert asked == []
    Profile.of(ME, rarity, concepts_asked)
    assert asked == [1]


def test_what_my_pages_answer_comes_with_every_message():
    assert shared("The bowls came.").answers == {"asks-trade": "Kilnworks makes tableware in Zenica."}
    assert profile_of(replace(ME, about="We are nine people.")).answers == {"asks-headcount": "We are nine people."}
    assert profile_of(replace(ME, about="", pages="We are nine people.")).answers == {
        "asks-headcount": "We are nine people."
    }
