"""Each signal speaks when a letter gives it cause, and keeps silent before its honest twin."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letters import LANGUAGES, ME, OFFERS, letter, signals_of

from triage.domain import Recipient
from triage.judge.lexicon import PHRASES
from triage.judge.signals import ANNOYANCES, NEARNESS, OF_KIND_ALONE, SENTENCES, WELCOMES, WORDINGS, Signal

LINKEDIN = "Dean Marsh via LinkedIn <messages-noreply@linkedin.com>"
INMAIL = (("X-LinkedIn-Class", "INMAIL"),)
UNSUBSCRIBE = (("List-Unsubscribe", "<https://vendor.example/u>"),)
ANSWERING = (("In-Reply-To", "<1@vendor.example>"),)
MENU = "Our services:\n\n- web design\n- app design\n- logo design\n- SEO\n- print\n"
LINKS = " ".join(f"https://vendor.example/{n}" for n in range(6))
HOMEWORK = "I came across your site and was impressed by your work. "
OFFER = "Our agency can help, we offer everything. "
KILNS, GLAZES = letter(OFFERS["ceramics"][1]), letter(OFFERS["ceramics"][6])
FRANCHISE, SEARCH = letter(OFFERS["franchises"][1]), letter(OFFERS["seo"][1])
CLEANING = letter("Office cleaning, window cleaners, janitorial staff")
PLAIN = letter("The bowls came on Tuesday.")

WHOSE = {"unlisted-trade": replace(ME, interests=(), never=())}
"""Whose mail it is, where it is not that of `ME`."""

FIRES = {
    # annoyances
    "homework-without-fact": [
        letter(HOMEWORK + "Let us talk."),
        letter(HOMEWORK + "Let us talk about tenmoku."),
        letter("Me topé con su empresa, he visto que crecen."),
        letter("Ich bin auf Ihre Website gestoßen."),
    ],
    "never-wanted": [
        letter("A frozen yoghurt franchise of your own"),
        letter("Buy into an insurance agency"),
        letter("Search engines: optimisation for potters"),
    ],
    "repeat-wording": [
        letter("Just floating this to the top of your inbox."),
        letter("In case you missed my last email"),
        letter("Haben Sie meine letzte Mail gesehen? Ich wollte kurz nachfassen."),
        letter("je me permets de revenir vers vous, sans réponse"),
    ],
    "qualifying-questions": [
        letter("How many employees do you have, and what is your budget?"),
        letter("Wie viele Mitarbeiter haben Sie?"),
    ],
    "answered-question": [
        letter("What does your company do?"),
        letter("Was macht Ihr Unternehmen?"),
        letter("Czym się Państwo zajmują?"),
    ],
    "merge-field": [
        letter("Hi {{first_name}},\n\nlet us talk"),
        letter("Dear [First Name],\n\nlet us talk"),
        letter("I noticed ______ makes pots"),
        letter("Hello %%FNAME%%, good news"),
        letter("Hello *|FNAME|*, good news"),
        letter("I know <<Company>> well"),
        letter("Dear ${first_name}, hello"),
        letter("Hello XXXX, good day"),
        letter("let us talk", subject="{company} and us"),
    ],
    "wrong-name": [
        letter("Hi Kevin,\n\nlet us talk"),
        letter("Liebe Sabine,\n\nlass uns reden"),
        letter("Bonjour Camille,\n\nparlons"),
    ],
    "calendar-link-only": [
        letter("Grab a slot: https://calendly.com/jo/quarter"),
        letter('<p>Book <a href="https://eu.cal.com/jo">here</a></p>', content_type="text/html"),
    ],
    "linkedin-pitch": [
        letter("I own three shops and want you to own one.", sender=LINKEDIN, headers=INMAIL),
        letter(OFFER + "Open to a quick chat?", sender=LINKEDIN),
    ],
    "service-menu": [letter(OFFER + "\n\n" + MENU), letter("We provide:\n1. logos\n2. shops\n3. apps\n4. SEO")],
    "voicemail-script": [
        letter("Voicemail transcript: hi this is Jo we help potters get more customers call me back"),
        letter("Sie haben eine Sprachnachricht: kurzes Gespräch diese Woche?"),
    ],
    "mailed-after-refusal": [
        letter(
            "Sure, but one idea.\n\nOn Tue, 14 May 2024, Alma Terzic wrote:\n> Please take me off your list.\n> Alma"
        ),
        letter("Noch etwas:\n\nAm 14.05.2024 schrieb Alma Terzic:\n> Kein Interesse."),
    ],
    "surname-inheritance": [
        letter("A client with your name, the late Mr Terzic, deceased, left ten million dollars and no next of kin.")
    ],
    # welcomes
    "fact-about-me": [letter("Your tenmoku on stoneware runs at cone 10."), letter("the anagama")],
    "own-page": [letter("On https://kilnworks.example/raku the date is wrong.")],
    "figure-with-source": [
        letter("It cut gas by 18 % according to forty firings."),
        letter("Saves €30 a firing, measured over a year."),
    ],
    "gives-first": [
        letter("I fixed the broken link and attached is the page. No need to reply."),
        letter("Anbei die Messwerte."),
    ],
    "meets-interest": [letter("We do kiln repairs in Zenica."), letter("the chemistry of glazes")],
    # nearness
    "near-interests": [letter("the chemistry of glazes"), letter("a fair in May")],
    "near-never": [letter("insurance for the van"), letter("own a franchise")],
    "near-work": [letter("a tenmoku on stoneware"), letter("We sell tableware.")],
    "trade-of-interest": [KILNS, GLAZES],
    "trade-of-never": [FRANCHISE, SEARCH],
    "trade-of-work": [KILNS, GLAZES],
    "other-trade": [FRANCHISE, letter("Bitcoin and other cryptocurrencies")],
    "unlisted-trade": [FRANCHISE, letter("Bitcoin and other cryptocurrencies")],
    "trade-for-anybody": [SEARCH, CLEANING],
    # outreach
    "asks-for-meeting": [letter("Can we hop on a call?"), letter("Hast du 15 Minuten Zeit?"), letter("una llamada")],
    "offers-service": [
        letter(OFFER),
        letter("Our company, about your invoice"),
        letter("Wir bieten alles."),
        letter("Nasza firma oferuje, oferujemy."),
    ],
    "promises-growth": [letter("rank higher and get more leads"), letter("mehr Kunden"), letter("più clienti")],
    "sales-pressure": [letter("Limited time, act now, no obligation"), letter("sin compromiso")],
    "homework-claim": [letter(HOMEWORK), letter("I saw that you teach raku and fire stoneware.")],
    "scam-story": [letter("I am a barrister of the deceased, next of kin wanted"), letter("Your mailbox is full")],
    "fake-reply": [
        letter("As promised.", subject="Re: your site"),
        letter("Hallo", subject="AW: Angebot"),
        letter("Hello", subject="RE[2]: invoice"),
        letter("Hello", subject="Fwd: invoice"),
    ],
    "opt-out-line": [
        letter("Let us talk.\n\nJo\n\nReply STOP to be removed."),
        letter("Lassen Sie uns reden.\n\nHier abmelden."),
    ],
    "shouting": [
        letter("THIS IS THE BEST OFFER THAT YOU WILL EVER SEE IN YOUR WHOLE LIFE, REALLY, BELIEVE ME NOW"),
        letter("Wow! Great! Now! Today!"),
    ],
    "freemail-offer": [letter(OFFER, sender="seo.jo@gmail.com"), letter("mehr Kunden", sender="jo@gmx.de")],
    "reply-elsewhere": [letter("Answer me", headers=(("Reply-To", "barr.jo@hotmail.com"),))],
    "not-addressed": [
        letter("Hello", to="undisclosed <list@vendor.example>"),
        letter("Hello", to="other@vendor.example"),
    ],
    # legitimate
    "transaction": [letter("Your order has shipped, order number 12"), letter("Ihre Rechnung"), letter("tu pedido")],
    "wants-to-buy": [
        letter("Could you quote me for 40 bowls? Do you ship?"),
        letter("Was kostet das? Wir suchen Tassen."),
    ],
    "thread-reply": [
        letter("Yes.\n\nOn Tue, 14 May 2024, Alma wrote:\n> Tuesday?", headers=ANSWERING),
        letter("Yes.\n\n> Tuesday?", headers=(("References", "<1@vendor.example>"),)),
    ],
    "technical": [
        letter("diff --git a/kiln.py b/kiln.py\n+++ b/kiln.py"),
        letter("It ends with a segfault in kiln.c:88"),
        letter("Traceback (most recent call last)"),
        letter("Signed-off-by: Jo"),
    ],
    "no-reply-sender": [
        letter("Hello", sender="no-reply@shop.example"),
        letter("Hello", sender="DoNotReply@shop.example"),
        letter("Hello", sender="notifications@shop.example"),
    ],
    "link-rich": [letter(LINKS)],
    "image-rich": [letter("<p>Pots</p><img src=a><img src=b>", content_type="text/html")],
    "bulk-mailer": [letter("News", headers=UNSUBSCRIBE), letter("News", headers=(("Feedback-ID", "1:2"),))],
}

SILENT = {
    "homework-without-fact": [
        letter(HOMEWORK + "Why does your tenmoku break on stoneware?"),
        letter(HOMEWORK + "The date on https://kilnworks.example/raku is wrong."),
        letter("I saw a pot and liked it."),
    ],
    "never-wanted": [letter("The engine of my van"), letter("Frank and Francis visit you"), letter("We sell clay.")],
    "repeat-wording": [letter("The raft was floating to the top of the weir."), letter("We met once in May.")],
    "qualifying-questions": [
        letter("How many employees do you have? I attached a plan for a studio of four."),
        letter("They asked us how many people came and what is our budget."),
        letter("Could you tell me the price?"),
    ],
    "answered-question": [
        letter("How many employees do you have?"),
        letter("They tell me what does your company do, which I know."),
        letter("What does the glaze do?"),
    ],
    "merge-field": [
        letter("Hi Alma,\n\nthe newsletter template still greets people with {{ first_name }}, can you look?"),
        letter("Hi Alma,\n\ndie Vorlage zeigt {{ Anrede }} statt des Namens."),
        letter("50% off? I give 20% on bowls."),
        letter("See the patch", subject="[kiln-builders] [PATCH 2/3] flue"),
        letter("It costs $40 [see below] and { 3 } is {"),
        letter("Dear Alma,\n\n" + "clay and water, " * 40 + "\n\nsincerely, ______"),
    ],
    "wrong-name": [
        letter("Hi team,\n\nlunch at one"),
        letter("Hi Alma,\n\nlunch at one"),
        letter("Dear Kilnworks,\n\nlunch"),
        letter("Dear Sir,\n\nlunch"),
        letter("Dear Mr. Kevin Marsh and all,\n\nlunch"),
        letter("Hello,\n\nlunch"),
        letter("Hi Kevin,\n\nlunch", to="Alma <alma@kilnworks.example>, Kevin Marsh <km@kilnworks.example>"),
        letter("Kevin, who fired with us, says hello"),
    ],
    "calendar-link-only": [
        letter("I fixed the two broken links of your shop, here's the list. Slots: https://calendly.com/jo/quarter"),
        letter("https://notcalendly.com/jo and https://vendor.example/calendly.com"),
        letter("Shall we meet on Tuesday?"),
    ],
    "linkedin-pitch": [
        letter("Ann commented on a post that you follow.", sender=LINKEDIN),
        letter("Could you make forty bowls? What would it cost?", sender=LINKEDIN),
        letter("Could you make forty bowls? What would it cost?", sender=LINKEDIN, headers=INMAIL),
        letter(OFFER + "Open to a quick chat?", sender="jo@linkedin.com.vendor.example"),
        letter(OFFER + "Open to a quick chat?", sender="jo@notlinkedin.com"),
    ],
    "service-menu": [
        letter("For Tuesday:\n\n- clay\n- firewood\n- the van\n- lunch\n- raku"),
        letter(OFFER + "\n\n- logos\n- shops"),
    ],
    "voicemail-script": [
        letter("Voicemail transcript: hi Alma it's Dino from the bakery the forty plates came and two are cracked"),
        letter(OFFER + "Open to a quick chat?"),
    ],
    "mailed-after-refusal": [
        letter("Great, Tuesday.\n\nOn Tue, 14 May 2024, Alma Terzic wrote:\n> Does Tuesday suit you?"),
        letter("Please take me off your list, I am not interested."),
    ],
    "surname-inheritance": [
        letter("A client, deceased, left ten million dollars and no next of kin."),
        letter("The Terzic family meets on Sunday; bring the donation for the roof."),
        letter("The deceased Mr Terziclian, a stranger with a long name, left ten million dollars, no next of kin."),
    ],
    "fact-about-me": [letter("Kilnworks is great, Alma Terzic!"), letter("We love small companies like yours.")],
    "own-page": [
        letter("I like https://kilnworks.example/ a lot"),
        letter("https://evilkilnworks.example/raku"),
        letter("https://vendor.example/kilnworks.example/raku"),
    ],
    "figure-with-source": [
        letter("It cuts gas by 18 %, promised."),
        letter("According to the study it cuts gas."),
    ],
    "gives-first": [letter("We can send you a brochure once you answered."), letter("Give us a chance.")],
    "meets-interest": [letter("We repair roofs."), letter("Chemistry lessons")],
    "near-interests": [PLAIN, FRANCHISE],
    "near-never": [PLAIN, KILNS],
    "near-work": [PLAIN, letter("Alma Terzic of Kilnworks"), FRANCHISE],
    "trade-of-interest": [PLAIN, FRANCHISE],
    "trade-of-never": [PLAIN, KILNS],
    "trade-of-work": [PLAIN, FRANCHISE],
    "other-trade": [PLAIN, KILNS, SEARCH, CLEANING],
    "unlisted-trade": [PLAIN, SEARCH, CLEANING],
    "trade-for-anybody": [PLAIN, KILNS, FRANCHISE],
    "asks-for-meeting": [
        letter("Your appointment is on Tuesday at nine; it takes 15 minutes."),
        letter("The call to prayer"),
        letter("It took a quarter of an hour."),
    ],
    "offers-service": [letter("The church service is at ten."), letter("Who offers more?")],
    "promises-growth": [letter("The beans grow."), letter("The search took an hour.")],
    "sales-pressure": [letter("There is no hurry."), letter("The press is heavy.")],
    "homework-claim": [letter("The site is by the river."), letter("I love clay.")],
    "scam-story": [letter("The bank of the river"), letter("A kin of mine")],
    "fake-reply": [
        letter("Yes.", subject="Re: Tuesday", headers=ANSWERING),
        letter("Yes.\n\nOn Tue, 14 May 2024, Alma wrote:\n> Tuesday?", subject="Re: Tuesday"),
        letter("Hello", subject="Recipe: raku"),
        letter("Hello", subject="Regarding: Tuesday"),
    ],
    "opt-out-line": [
        letter("Let us talk.\n\nReply STOP to be removed.", headers=UNSUBSCRIBE),
        letter(
            "News\n\nhttps://a.example/1 https://a.example/2 https://a.example/3 https://a.example/4\n\nUnsubscribe"
        ),
        letter("Please remove the lid."),
    ],
    "shouting": [
        letter("USB, NATO, ECB!"),
        letter("Dear Alma, the plates arrived whole and they are lovely. Thank you!"),
    ],
    "freemail-offer": [letter(OFFER), letter("Two bowls please", sender="dino@gmail.com")],
    "reply-elsewhere": [
        letter("Hello", headers=(("Reply-To", "desk@vendor.example"),)),
        letter("Hello", sender="jo@gmail.com", headers=(("Reply-To", "jo@gmail.com"),)),
        letter("Hello", sender="jo@gmail.com"),
        letter("Hello", headers=(("Reply-To", "nobody"),)),
    ],
    "not-addressed": [
        letter("Hello"),
        letter("Hello", to="Bo <bo@x.example>, Alma <ALMA@kilnworks.example>"),
        letter("Hello", to="list@x.example", headers=(("Cc", "alma@kilnworks.example"),)),
        letter("Hello", to=""),
    ],
    "transaction": [letter("In order to fire it"), letter("Ticket to heaven")],
    "wants-to-buy": [letter("We sell clay."), letter("He quoted Goethe.")],
    "thread-reply": [
        letter("Yes.\n\n> Tuesday?"),
        letter("Yes.", headers=ANSWERING),
    ],
    "technical": [letter("The index of the book, @ 7 pm"), letter("- clay\n- water")],
    "no-reply-sender": [
        letter("Hello", sender="norma.reply@shop.example"),
        letter("Hello", sender="info@shop.example"),
    ],
    "link-rich": [letter("https://vendor.example/1 https://vendor.example/2")],
    "image-rich": [letter("<p>Pots</p><img src=a>", content_type="text/html")],
    "bulk-mailer": [letter("News"), letter("To unsubscribe, click")],
}


def test_every_signal_has_letters_for_and_against_it():
    assert set(FIRES) == set(SILENT) == set(SENTENCES) - WORDINGS


def _cases(table):
    return [
        pytest.param(code, message, id=f"{code}-{at}")
        for code, messages in table.items()
        for at, message in enumerate(messages)
    ]


@pytest.mark.parametrize(("code", "message"), _cases(FIRES))
def test_a_signal_speaks_when_a_letter_gives_it_cause(code, message):
    signal = signals_of(message, WHOSE.get(code, ME)).get(code)
    assert signal is not None
    assert 0.0 < signal.strength <= 1.0


@pytest.mark.parametrize(("code", "message"), _cases(SILENT))
def test_a_signal_keeps_silent_before_its_honest_twin(code, message):
    assert code not in signals_of(message, WHOSE.get(code, ME))


@pytest.mark.parametrize(
    ("message", "code", "detail"),
    [
        (letter("A frozen yoghurt franchise"), "never-wanted", "a franchise; you listed franchises"),
        (letter("What do you do?"), "answered-question", "“Kilnworks makes tableware in Zenica.”"),
        (SEARCH, "trade-for-anybody", "search engine optimisation"),
        (FRANCHISE, "other-trade", "a franchise"),
        (KILNS, "trade-of-work", "kilns, clay and glazes"),
        (letter("Your tenmoku on stoneware"), "fact-about-me", "stoneware, tenmoku"),
        (letter("On https://kilnworks.example/raku"), "own-page", "https://kilnworks.example/raku"),
        (letter("kiln repairs"), "meets-interest", "kiln repair"),
        (letter("Hi {{first_name}},\n\nhello"), "merge-field", "{{first_name}}"),
        (letter("Hi Kevin,\n\nhello"), "wrong-name", "Kevin"),
        (letter("I came across your site."), "homework-without-fact", "came across your"),
        (letter("18 % according to Jo"), "figure-with-source", "18 %"),
        (letter("Hello", headers=(("Reply-To", "jo@hotmail.com"),)), "reply-elsewhere", "hotmail.com"),
        (letter("it is a segfault"), "technical", "segfault"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_signal_names_what_it_rests_on(message, code, detail):
    assert signals_of(message)[code].detail == detail


@pytest.mark.parametrize(
    ("code", "weak", "strong"),
    [
        ("fact-about-me", "tenmoku", "tenmoku stoneware anagama raku"),
        ("asks-for-meeting", "hop on a call", "hop on a call, any quick chat, pick a time"),
        ("promises-growth", "seo", "seo, more leads, rank higher, save money"),
        ("qualifying-questions", "what is your budget?", "what is your budget? how many employees?"),
        ("shouting", "Now! Yes!", "Now! Yes! All! Of! It! Is! Yours! Today!"),
        ("near-interests", "a fair", "a fair for craft"),
        ("near-never", "search", "search engine"),
        ("near-work", "gravel lorry window carpet: stoneware", "carpet: stoneware, tenmoku"),
        ("trade-of-interest", "Own a franchise. Kaolin", "Kaolin, feldspar, brennofen"),
        ("other-trade", "Own a franchise. Kaolin", "Own a franchise."),
        ("link-rich", LINKS, " ".join(f"https://vendor.example/{n}" for n in range(30))),
    ],
)
def test_more_of_it_is_stronger(code, weak, strong):
    weaker, stronger = signals_of(letter(weak))[code], signals_of(letter(strong))[code]
    assert 0 < weaker.strength < stronger.strength <= 1.0


def test_whoever_told_nothing_gets_no_signal_that_needs_to_know_them():
    body = "Hi Kevin,\n\na franchise, the tenmoku, kiln repair. https://kilnworks.example/raku\n" + HOMEWORK
    nobody = Recipient()
    found = signals_of(letter(body + "deceased, next of kin, Terzic. What do you do?", to="x@vendor.example"), nobody)
    needs_me = {
        *("never-wanted", "answered-question", "wrong-name", "surname-inheritance"),
        *("fact-about-me", "own-page", "meets-interest", "not-addressed"),
        *NEARNESS,
    }
    assert not needs_me & set(found)
    assert "homework-without-fact" in found


def test_hidden_quoted_and_signed_words_are_not_the_senders_own():
    page = (
        "<p>Hello Alma, thank you for the bowls.</p><div style='display:none'>SEO backlinks, hop on a call</div>"
        "<div class=gmail_quote>On Tue, Jo wrote: we offer our services, rank higher</div>"
    )
    assert not {"promises-growth", "asks-for-meeting", "offers-service"} & set(
        signals_of(letter(page, content_type="text/html"))
    )


@pytest.mark.parametrize("code", sorted(ANNOYANCES | WELCOMES))
def test_a_verdict_on_outreach_names_what_annoys_or_is_welcome(new_judge, code):
    for message in FIRES[code]:
        assert code in [reason.code for reason in new_judge(0.99).judge(message, id="m").verdict.reasons]


def test_the_kinds_of_signals_are_kinds_of_sentences():
    assert WELCOMES | NEARNESS <= OF_KIND_ALONE <= set(SENTENCES)
    assert not WELCOMES & NEARNESS
    assert set(SENTENCES) - WELCOMES >= ANNOYANCES
    assert all(sentence and sentence[0].islower() and not sentence.endswith(".") for sentence in SENTENCES.values())


MARKS = st.sampled_from(
    "{} {{a}} [first] ____ ! % $ > - \n \n\n https://calendly.com/x https://kilnworks.example/raku ?".split(" ")
)
SAID = st.sampled_from(
    [p.strip() for block in PHRASES.values() for p in block.replace("\n", ";").split(";") if p.strip()]
)


@given(
    body=st.lists(st.one_of(SAID, MARKS, st.text(max_size=12)), max_size=30).map(" ".join),
    subject=st.text(alphabet=st.characters(exclude_categories=("C",)), max_size=40),
    sender=st.sampled_from(["jo@gmail.com", LINKEDIN, "no-reply@x.example", ""]),
)
def test_any_letter_has_signals_of_known_codes_and_strengths(body, subject, sender):
    message = letter(body, subject=subject, sender=sender)
    found = signals_of(message)
    for code, signal in found.items():
        assert code in SENTENCES
        assert 0.0 < signal.strength <= 1.0
        assert isinstance(signal, Signal)
    assert found == signals_of(message), "the same letter has the same signals"
    assert not ({"gives-first"} <= set(found) and {"calendar-link-only", "qualifying-questions"} & set(found))


def test_my_surname_alone_in_another_alphabet_is_found():
    greek = replace(ME, name="Elena Παππά")
    body = "Ο κ. Παππά, deceased, left ten million dollars and no next of kin."
    assert "surname-inheritance" in signals_of(letter(body), greek)


# ---------------------------------------------------------------- what my pages answer

PAGES = replace(
    ME,
    about="We are nine people. The workshop is in Zenica. Founded in 1998. We make tableware. Our customers are cafés.",
)
ASKED = {
    "We are nine people.": (
        "How many employees do you have?",
        "Wie viele Mitarbeiter haben Sie?",
        "Combien de salariés avez-vous ?",
        "¿Cuántos empleados tienen?",
        "Quantos funcionários têm?",
        "Quanti dipendenti avete?",
        "Hoeveel medewerkers heeft u?",
        "Ilu pracowników Państwo mają?",
    ),
    "The workshop is in Zenica.": (
        "Where are you based?",
        "Wo sitzen Sie?",
        "Où êtes-vous ?",
        "¿Dónde están ustedes?",
        "Onde ficam?",
        "Dove siete?",
        "Waar zijn jullie gevestigd?",
        "Gdzie Państwo pracują?",
    ),
    "Founded in 1998.": (
        "How long have you been in business?",
        "Seit wann gibt es Ihre Firma?",
        "Depuis quand existez-vous ?",
        "¿Desde cuándo existen?",
        "Desde quando existem?",
        "Da quanti anni lavorate?",
        "Hoe lang bestaat uw bedrijf?",
        "Od kiedy Państwo działają?",
    ),
    "We make tableware.": (
        "What does your company do?",
        "Was macht Ihr Unternehmen?",
        "Que fait votre entreprise ?",
        "¿Qué hace su empresa?",
        "O que faz a sua empresa?",
        "Di cosa si occupa la vostra azienda?",
        "Wat doet uw bedrijf?",
        "Czym się Państwo zajmują?",
    ),
    "Our customers are cafés.": (
        "Who are your customers?",
        "Wer sind Ihre Kunden?",
        "Qui sont vos clients ?",
        "¿Quiénes son sus clientes?",
        "Quem são os seus clientes?",
        "Chi sono i vostri clienti?",
        "Wie zijn uw klanten?",
        "Kim są Państwa klienci?",
    ),
}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param(question, answer, id=f"{language}: {question}")
        for answer, questions in ASKED.items()
        for language, question in zip(LANGUAGES, questions, strict=True)
    ],
)
def test_a_question_in_any_language_is_answered_by_the_sentence_of_my_pages(question, answer):
    message = letter(f"I have a plan. {question} Best, Jo")
    assert signals_of(message, PAGES)["answered-question"] == Signal("answered-question", 1.0, f"“{answer}”")
    silent = replace(PAGES, about=PAGES.about.replace(answer, ""))
    assert "answered-question" not in signals_of(message, silent), "my pages do not tell"
    told = letter(f"I have a plan. {question.replace('?', '.')} Best, Jo")
    assert "answered-question" not in signals_of(told, PAGES), "nothing is asked"


def test_of_several_questions_the_answer_to_one_is_told():
    asked = letter("Who are your customers? Where are you based? What do you do?")
    assert signals_of(asked, PAGES)["answered-question"].detail in {f"“{answer}”" for answer in ASKED}


# ---------------------------------------------------------------- how near an offer is


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        pytest.param(slug, text, id=f"{slug}-{language}")
        for slug, texts in OFFERS.items()
        for language, text in zip(LANGUAGES, texts, strict=True)
    ],
)
def test_an_offer_is_told_by_its_trade_in_any_language(slug, text):
    found = signals_of(letter(text))
    if slug == "ceramics":
        assert found["trade-of-interest"].strength > 0.9
        assert found["trade-of-work"].strength > 0.85
        assert "never-wanted" not in found
        return
    named, other = (
        ("a franchise", "other-trade") if slug == "franchises" else ("search engine optimisation", "trade-for-anybody")
    )
    listed = "franchises" if slug == "franchises" else "search engine optimisation"
    assert found["never-wanted"] == Signal("never-wanted", 1.0, f"{named}; you listed {listed}")
    assert found["trade-of-never"].strength > 0.65
    assert found[other].detail == named
    assert not ({"other-trade", "trade-for-anybody"} - {other}) & set(found)


def test_what_any_business_is_offered_counts_less_the_nearer_it_is_to_what_i_never_want():
    elsewhere = replace(ME, never=("franchises",))
    refused, open_to = signals_of(SEARCH)["trade-for-anybody"], signals_of(SEARCH, elsewhere)["trade-for-anybody"]
    assert refused.strength == pytest.approx(1.0 - signals_of(SEARCH)["trade-of-never"].strength)
    assert refused.strength < 0.4 < 0.95 < open_to.strength
