"""What a message has to do with this recipient."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import ME, concepts, letter, own_words, rarity

from triage.domain import Recipient
from triage.judge.concepts import stem
from triage.judge.relevance import RARE, Profile, Relevance, relevance


def shared(body, recipient=ME, rarity=rarity):
    message = letter(body)
    return relevance(message, own_words(message), Profile.of(recipient, rarity, concepts))


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        ("your tenmoku and the anagama", ("anagama", "tenmoku")),
        ("what is STONEWARE?", ("stoneware",)),
        ("Alma, does Kilnworks need a website? Regards to Alma Terzic", ()),
        ("we offer our services to potters with passion", ("potters",)),
        ("alma at kilnworks dot example", ()),
        ("we grow companies", ()),
    ],
    ids=["two", "any-case", "names-are-none", "role", "address-is-none", "nothing"],
)
def test_facts_are_rare_words_of_what_i_told_and_never_my_names(body, facts):
    assert shared(body).facts == facts


def test_a_city_that_i_told_is_a_fact_only_while_it_is_rare():
    assert shared("firms in Zenica").facts == ("zenica",)
    assert shared("firms in Zenica", rarity=lambda word: 2 * RARE if word == "zenica" else 0.0).facts == ()


def test_short_words_and_years_are_no_facts():
    told = replace(ME, about="Est 1998 in a kiln by sea", role="", interests=())
    assert Profile.of(told, lambda _: 0.0, concepts).known == frozenset({stem("kiln")})


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


@pytest.mark.parametrize(
    ("one", "other"),
    [("agency", "agencies"), ("fair", "fairs"), ("Berry".lower(), "berries"), ("optimisation", "optimisations")],
)
def test_singular_and_plural_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["seo", "gas", "bus"])
def test_a_word_of_three_letters_keeps_its_ending(word):
    assert stem(word) == word


@given(st.text(max_size=30))
def test_any_word_has_a_short_stem(word):
    assert len(stem(word)) <= 6


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
    assert shared("and or the of anything, kiln", empty) == replace(Relevance(), facts=shared("kiln", empty).facts)


def test_a_wish_made_of_small_words_alone_needs_all_of_them():
    offers = replace(ME, never=("other services",))
    assert shared("other services", offers).never == ("other services",)
    assert shared("the service", offers).never == ()


def test_a_huge_profile_is_prepared_once_and_answers_like_a_small_one():
    words = [
        f"word{letter}{other}" for letter in "abcdefghijklmnopqrstuvwxyz" for other in "abcdefghijklmnopqrstuvwxyz"
    ]
    huge = replace(ME, about=f"{ME.about} {' '.join(words * 20)}", never=ME.never + tuple(words))
    assert shared("your tenmoku and a franchise", huge) == shared("your tenmoku and a franchise")


def test_each_fact_is_named_once_as_the_message_writes_it():
    assert shared("glazes and glaze, anagamas, glazed").facts == ("anagamas", "glazes")
