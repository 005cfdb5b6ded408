"""What counts as news in a follow-up, and what does not however new it looks."""

from __future__ import annotations

import numpy as np
import pytest
from accepted import model
from hypothesis import given
from hypothesis import strategies as st
from letters import letter, own_words

from triage.judge.gist import Gist
from triage.judge.novelty import NEWS, news
from triage.judge.words import own_text

SAID = """We run a small warehouse near Osijek that packs fragile goods for studios like yours. Each bowl travels in moulded pulp
instead of foam, and the breakage of our 40 customers fell below 1 in 212 parcels. Every bowl of a
hundred travels free."""


def of(body, *, wording=0.0, said=SAID):
    """Return how surely a text brings news to whom this was said before."""
    message = letter(body)
    before = Gist.of(own_words(letter(said)), model().rarity)
    fresh = Gist.of(own_words(message), model().rarity).without([before.hashes])
    return news(own_text(message), fresh, rarity=model().rarity, wording=wording)


@pytest.mark.parametrize(
    "body",
    [
        "The Brkic pottery shipped 412 parcels with us since January, and 3 arrived broken.",
        "A box now costs 0.87 euro instead of 1.43.",
        "Seit Januar hat die Töpferei 412 Pakete mit uns verschickt, drei kamen zerbrochen an.",
        "Depuis janvier, la poterie a expédié 412 colis avec nous.",
        "Breakage went from thirty to seventeen in a hundred.",
        "We now deliver to Zenica, Tuzla and Mostar for 17,50 € a pallet.",
    ],
)
def test_figures_that_were_not_said_before_are_news(body):
    assert of(body) >= NEWS


@pytest.mark.parametrize(
    "body",
    [
        "Our price fell from 1.43 to 0.87 euro a box.",
        "Breakage fell from 31 to 17 parcels.",
        "Der Bruch sank von 31 auf 17 Promille.",
    ],
)
def test_a_figure_that_went_from_one_to_another_is_news_and_no_clock_time(body):
    assert of(body) >= NEWS


@pytest.mark.parametrize(
    "body",
    [
        "Just floating this to the top of your inbox.",
        "Any thoughts on the below?",
        "Do you have 15 minutes on Tuesday at 10:30?",
        "Hätten Sie am Dienstag um 14 Uhr Zeit für ein kurzes Gespräch?",
        "Avez-vous 20 minutes jeudi à 15h30 ?",
        "You can reach me at +385 31 555 0101 until Friday.",
        "I called at 9 am, then at 4 pm, and left a message each time.",
        "As I said, breakage fell below 1 in 212 parcels for our 40 customers.",
        "As I said, every bowl of the hundred travels free.",
        "",
        "👋",
    ],
)
def test_clock_times_telephone_numbers_and_figures_said_before_are_no_news(body):
    assert of(body) < NEWS


def test_who_says_that_it_is_a_reminder_brings_less_news():
    body = "Only a reminder: 17 potters joined."
    assert of(body, wording=1.0) < of(body, wording=0.5) < of(body)


def test_who_asks_brings_less_news():
    assert of("Breakage fell by 37 percent. Shall we talk?") < of("Breakage fell by 37 percent. Let us talk.")


@pytest.mark.parametrize(
    "body",
    [
        "Did the celadon kiln in Kutina swallow my mail?",
        "Perhaps my message drowned in the celadon kiln of a Kutina blizzard.",
        "Vielleicht ist meine Nachricht im Schneesturm von Kutina untergegangen.",
        "Peut-être que le blizzard de Kutina a englouti mon courrier.",
        "Tal vez la ventisca de Kutina se tragó mi correo.",
        "Talvez a nevasca de Kutina tenha engolido a minha mensagem.",
        "Forse la bufera di Kutina ha inghiottito la mia posta senza riscontro.",
        "Misschien is mijn bericht in de sneeuwstorm van Kutina gebleven.",
        "Może moja wiadomość utknęła w zamieci pod Kutiną.",
    ],
)
def test_a_sentence_about_the_mail_itself_brings_no_news_however_rare_its_words(body):
    news_of_its_own = "The celadon kiln in Kutina fires our moulded trays at night, and the Brkic pottery glazes them."
    assert of(body) < NEWS < of(f"{news_of_its_own} {SAID}  17 trays.")
    assert of(f"{news_of_its_own} {body}") < of(news_of_its_own)


def test_what_the_seller_said_before_is_not_counted():
    assert of(SAID) < of(SAID, said="")


@given(st.text(max_size=400), st.floats(0, 1))
def test_news_is_a_share(body, wording):
    nothing = Gist(np.empty(0, np.uint32), np.empty(0), np.empty(0, bool))
    assert 0.0 <= news(body, nothing, rarity=model().rarity, wording=wording) <= 1.0


@given(st.lists(st.sampled_from(["1743 bowls", "388 jars", "52 vases", "tenmoku", "kaolin"]), unique=True))
def test_more_that_is_new_is_never_less_news(told):
    shares = [of(" ".join(["we", *told[:at]])) for at in range(len(told) + 1)]
    assert shares == sorted(shares)
