"""What a recipient's own pages answer: told by the shape of a sentence, in eight languages, and never by what is denied."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import LANGUAGES

from triage.judge.answers import answers
from triage.judge.lexicon import PHRASES

TOLD = {
    "asks-headcount": (
        "We are twelve people and a dog.",
        "Bei uns arbeiten 24 Mitarbeiterinnen.",
        "Nous sommes onze personnes.",
        "Somos doce personas.",
        "Somos 8 pessoas, todas da vila.",
        "Siamo dodici persone e un cane.",
        "We zijn met twaalf mensen.",
        "Jest nas dwanaście osób.",
    ),
    "asks-place": (
        "The workshop is behind the station in Leeds.",
        "Unser Büro ist in Essen.",
        "L'atelier est à Lyon.",
        "El taller está en Sevilla.",
        "O escritório fica no Porto.",
        "Il laboratorio si trova a Torino.",
        "Ons kantoor staat in Gent.",
        "Nasz warsztat mieści się w Gdańsku.",
    ),
    "asks-age": (
        "Founded in 1998.",
        "Die Firma wurde 1998 übernommen, gegründet aber 1921.",
        "Depuis 2004, dans la même rue.",
        "Desde 1947, con el mismo horno.",
        "Estamos no mercado desde o ano de 1986.",
        "Dal 1963, di padre in figlio.",
        "Sinds 1958 aan het kanaal.",
        "Działamy od 2009 roku.",
    ),
    "asks-trade": (
        "We make thermal covers for boats.",
        "Wir bauen Armaturen.",
        "Nous fabriquons des selles.",
        "Fabricamos hornos de leña.",
        "Produzimos azeite.",
        "Produciamo cerniere.",
        "Wij bouwen kustvaarders.",
        "Produkujemy okna z drewna.",
    ),
    "asks-customers": (
        "Our customers are bakers.",
        "Zu den Kunden zählen Kliniken.",
        "Trois de nos clients sont des hôpitaux.",
        "Casi todos los clientes son panaderos.",
        "Os nossos clientes são padeiros.",
        "I clienti sono panettieri.",
        "Onze klanten zijn bakkers.",
        "Nasi klienci to piekarze.",
    ),
}
"""A sentence that answers each question, in each of `LANGUAGES`."""

DENIED = (
    ("en", "We are not a shop and sell nothing to customers."),
    ("en", "We don't have an office in London."),
    ("en", "We aren’t based in London."),
    ("en", "No customers yet."),
    ("en", "Nor do we make cups."),
    ("de", "Wir verkaufen nichts an Kunden."),
    ("de", "Wir haben kein Büro in Essen."),
    ("de", "Wir bauen nie nach Zeichnung."),
    ("fr", "Nous ne vendons pas de selles."),
    ("fr", "Nous n'avons aucun bureau à Paris."),
    ("fr", "Nous n'avons ni atelier ni bureau à Paris."),
    ("es", "No vendemos muebles."),
    ("es", "Ningún taller en Sevilla."),
    ("pt", "Não vendemos móveis."),
    ("pt", "Nenhum escritório em Lisboa."),
    ("it", "Non vendiamo mobili."),
    ("it", "Nessuna sede a Roma."),
    ("nl", "Wij verkopen geen meubels."),
    ("nl", "Wij werken niet voor klanten."),
    ("pl", "Nie sprzedajemy mebli."),
    ("pl", "Żadnych klientów."),
)

CASES = [
    pytest.param(question, sentence, id=f"{question}-{language}")
    for question, sentences in TOLD.items()
    for language, sentence in zip(LANGUAGES, sentences, strict=True)
]


@pytest.mark.parametrize(("question", "sentence"), CASES)
def test_a_question_is_answered_by_the_sentence_that_tells(question, sentence):
    assert answers(f"Our page.\n\n{sentence} It rains.").get(question) == sentence


@pytest.mark.parametrize(("question", "sentence"), CASES)
def test_the_same_sentence_in_a_long_text_answers_the_same(question, sentence):
    assert answers("The river is wide. " * 200 + sentence)[question] == sentence


@pytest.mark.parametrize("sentence", [sentence for _, sentence in DENIED], ids=[f"{a}: {b}" for a, b in DENIED])
def test_a_sentence_that_denies_answers_nothing(sentence):
    assert answers(sentence) == {}


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("We make non-stick pans.", "asks-trade"),
        ("Our workshop is at No. 5 Mill Lane in Leeds.", "asks-place"),
        ("Seit Mai 1998 im selben Haus.", "asks-age"),
        ("Desde 1986 no Porto.", "asks-age"),
    ],
    ids=["non-stick", "no-5", "german-may", "portuguese-in-the"],
)
def test_what_only_looks_like_a_denial_is_none(sentence, question):
    assert question in answers(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The ferry carries fifty people.",
        "Das Boot trägt fünfzig Personen.",
        "We are based in an old mill.",
        "We have been at it since spring.",
        "There were 1200 chairs in 1998.",
        "The river is wide.",
        "",
    ],
    ids=["not-ours", "not-ours-de", "no-name", "no-year", "no-verb", "nothing", "empty"],
)
def test_a_sentence_that_lacks_what_is_asked_answers_nothing(sentence):
    assert answers(sentence) == {}


def test_one_sentence_may_answer_several_questions_and_each_is_answered_by_the_first():
    told = "We are nine people in a workshop near Leeds. We were eight people in an office in York."
    first = "We are nine people in a workshop near Leeds."
    assert answers(told) == {"asks-headcount": first, "asks-place": first}


def test_a_denial_speaks_for_its_own_sentence_alone():
    assert answers("We do not teach. We make tiles! Not more.") == {"asks-trade": "We make tiles!"}


def test_a_sentence_goes_on_over_the_end_of_a_wrapped_line():
    assert answers("We never had a workshop\nor an office in London, and we do not\nmake tiles.") == {}
    assert answers("We are, all in all,\nnine\n  people.") == {"asks-headcount": "We are, all in all, nine people."}


def test_a_heading_is_no_part_of_the_sentence_below_it():
    assert answers("Not a shop\n\nWe make tiles.\nOur customers bake") == {
        "asks-trade": "We make tiles.",
        "asks-customers": "Our customers bake",
    }


def test_the_questions_are_those_whose_phrases_the_lexicon_has():
    assert set(TOLD) == {code for code in PHRASES if code.startswith("asks-")} - {"asks-for-meeting"}


@given(st.lists(st.one_of(st.sampled_from([s for row in TOLD.values() for s in row]), st.text(max_size=300))))
def test_any_page_answers_known_questions_in_one_short_line(parts):
    page = "\n".join(parts)
    for question, sentence in answers(page).items():
        assert question in TOLD
        assert 0 < len(sentence) <= 160
        assert sentence == " ".join(sentence.split())
        assert sentence in " ".join(page.split())


@pytest.mark.parametrize("piece", ["twelve ", "we based ", "office at ", "since 19", "a, ", "\n", "x"])
def test_a_page_of_any_length_is_soon_read(piece):
    start = time.process_time()
    answers(piece * 1_000_000)
    assert time.process_time() - start < 5.0
