from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seams import LETTERS, ORIGINAL, QUOTE

from triage.domain import Text
from triage.read.phrases import DIVIDER, FOOTER, GREETING, SIGN_OFF, THANKS
from triage.read.text import INTRODUCTIONS, _seams, set_apart

LANGUAGES = tuple(LETTERS)
ATTRIBUTIONS = [
    pytest.param(letter, attribution, id=f"{language}-{program}")
    for language, letter in LETTERS.items()
    for program, attribution in letter.attributions.items()
]
each_language = pytest.mark.parametrize("letter", LETTERS.values(), ids=LANGUAGES)


# ---------------------------------------------------------------- letters in the style of mail programs


@pytest.mark.parametrize(("letter", "attribution"), ATTRIBUTIONS)
def test_a_reply_above_its_quote_is_set_apart(letter, attribution):
    text = f"{letter.greeting}\n\n{letter.body}\n\n{letter.signature}\n\n{attribution}\n{QUOTE}\n"

    assert set_apart(text) == Text(letter.greeting, letter.body, letter.signature, "", f"{attribution}\n{QUOTE}")


@pytest.mark.parametrize(("letter", "attribution"), ATTRIBUTIONS)
def test_a_reply_below_its_quote_is_set_apart(letter, attribution):
    text = f"{attribution}\n\n{QUOTE}\n\n{letter.body}\n\n{letter.signature}\n"

    assert set_apart(text) == Text("", letter.body, letter.signature, "", f"{attribution}\n{QUOTE}")


@each_language
def test_everything_behind_an_outlook_header_is_quoted(letter):
    quote = f"{'_' * 32}\n{letter.header}\n\n{ORIGINAL}"
    text = f"{letter.greeting}\n\n{letter.body}\n\n{letter.signature}\n{quote}\n"

    assert set_apart(text) == Text(letter.greeting, letter.body, letter.signature, "", quote)


@each_language
def test_an_outlook_header_in_bold_is_found(letter):
    header = "\n".join(f"*{line}".replace(":", ":*", 1) for line in letter.header.split("\n"))

    assert set_apart(f"{letter.body}\n\n{header}\n\n{ORIGINAL}").quoted == f"{header}\n\n{ORIGINAL}"


@each_language
def test_everything_behind_a_forwarding_line_is_quoted(letter):
    quote = f"{letter.divider}\n{letter.header}\n\n{ORIGINAL}"

    assert set_apart(f"{letter.body}\n\n{quote}") == Text("", letter.body, "", "", quote)


@each_language
def test_what_a_telephone_adds_is_signature(letter):
    attribution = letter.attributions["apple"]
    text = f"{letter.body}\n\n{letter.mobile}\n\n{attribution}\n{QUOTE}"

    assert set_apart(text) == Text("", letter.body, letter.mobile, "", f"{attribution}\n{QUOTE}")


@each_language
def test_what_a_mailing_adds_is_footer(letter):
    text = f"{letter.greeting}\n{letter.body}\n\n{letter.signature}\n\n{letter.footer}\nVale Pumps, 4 Mill Lane, Vale"

    assert set_apart(text) == Text(
        letter.greeting, letter.body, letter.signature, f"{letter.footer}\nVale Pumps, 4 Mill Lane, Vale"
    )


@each_language
def test_a_program_that_marks_no_quote_is_understood(letter):
    attribution = letter.attributions["apple"]
    text = f"{letter.body}\n\n{attribution}\n\n{ORIGINAL}"

    assert set_apart(text) == Text("", letter.body, "", "", f"{attribution}\n\n{ORIGINAL}")


# ---------------------------------------------------------------- quoted


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("Yes.\n\nRobin wrote:\n> why\n", "Robin wrote:\n> why", id="a name is enough where a quote follows"),
        pytest.param("Yes.\n| no quote", "", id="a bar without an attribution"),
        pytest.param("On 6 May 2024, x@y.example wrote:\n| why\n\nYes.", "On 6 May 2024, x@y.example wrote:\n| why", id="bars"),
        pytest.param("On 6 May 2024, x@y.example wrote:\n\n# why\n\nYes.", "On 6 May 2024, x@y.example wrote:\n# why", id="#"),
        pytest.param("RV> why\nBecause.", "RV> why", id="initials"),
        pytest.param("Because.\n-----Original Message-----\nwhy", "-----Original Message-----\nwhy", id="outlook 2003"),
        pytest.param("Because.\nBegin forwarded message:\nwhy", "Begin forwarded message:\nwhy", id="apple forwards"),
        pytest.param("> a\nb\n> c", "> a\n> c", id="between the lines"),
        pytest.param(">>> BUY NOW <<<\nb", "", id="a shout"),
        pytest.param(">From here on\nb", "", id="escaped by an mbox"),
        pytest.param(
            "Yes.\nOn 6 May 2024\nat 10:12\nRobin wrote:\n> a", "On 6 May 2024\nat 10:12\nRobin wrote:\n> a", id="three lines"
        ),
        pytest.param("We met.\nRobin Vale wrote:\n> a\nOn Monday.", "Robin Vale wrote:\n> a", id="a line of one's own stays above"),
        pytest.param("I wrote to you on 6 May 2024.\n> a", "> a", id="a sentence about writing"),
        pytest.param("The terms say:\nno refunds", "", id="a colon is no attribution"),
        pytest.param("As Robin wrote:\nno refunds", "", id="nor is a verb, without a time"),
        pytest.param("From: London\nTo: Paris\nDate: 6 May\nSeat: 12", "", id="a journey is no header"),
        pytest.param("From: Vale\nDear Sir", "", id="one line is no header"),
        pytest.param("f" * 500 + " on 2024 wrote:\n> a", "> a", id="a line too long to be an attribution"),
    ],
)  # fmt: skip
def test_quotes_are_told_by_what_programs_write(text, quoted):
    assert set_apart(text).quoted == quoted


def test_a_message_that_answers_nothing_quotes_nothing_by_arrows_alone():
    text = "New in the shop:\n> lamps\n> chairs"

    assert set_apart(text, replies=False) == Text("", text)
    assert set_apart(text, replies=True).quoted == "> lamps\n> chairs"


def test_a_message_that_names_whom_it_quotes_answers_something():
    assert set_apart("Robin wrote:\n> a\nb", replies=False).quoted == "Robin wrote:\n> a"


def test_what_the_markup_quoted_stands_behind_what_the_lines_quote():
    assert set_apart("On 6 May 2024 Robin wrote:\nb", quoted="c", hidden="d") == Text(
        body="b", quoted="On 6 May 2024 Robin wrote:\nc", hidden="d"
    )


# ---------------------------------------------------------------- footer

LIST = "_______________________________________________\npumps mailing list\npumps@lists.example\nhttps://lists.example/listinfo/pumps"


@pytest.mark.parametrize(
    ("own", "footer"),
    [
        pytest.param("A question.", LIST, id="list"),
        pytest.param("A question.\nAda", LIST, id="list right below the name"),
        pytest.param(
            "A question.", f"{'-' * 30}\nBuy our book: http://ad.example\n{LIST}", id="advertisement above a list"
        ),
        pytest.param(
            "A question.",
            "This e-mail and any files with it are confidential and intended solely for\n"
            "the use of the individual to whom they are addressed.",
            id="disclaimer",
        ),
        pytest.param(
            "A question.\nAda",
            "This message is meant for those whom it names and for nobody else, and if\n"
            "you no longer wish to receive it, please write to us.",
            id="a footer whose second line tells",
        ),
        pytest.param("A question.", "Vale Pumpen GmbH, Amtsgericht Vale, HRB 4711", id="register"),
        pytest.param("A question.", "© 2024 Vale Pumps\n\nPrivacy Policy | Contact", id="copyright"),
        pytest.param("A question.", "Unsubscribe\n\n4 Mill Lane\nVale", id="an address behind it"),
        pytest.param("A question.\n\nAda", "If you would rather not hear from me, just say so.", id="a polite way out"),
    ],
)
def test_footers_are_cut_from_the_end(own, footer):
    apart = set_apart(f"{own}\n\n{footer}" if "list right" not in own else f"{own}\n{footer}")

    assert (apart.body, apart.footer) == (own, footer)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Please treat this as strictly confidential.", id="a confidence"),
        pytest.param("First.\n\nThe virus killed most of the fish in the lake last year.", id="a virus"),
        pytest.param("First.\n\nI posted it to the mailing list and nobody answered me.", id="talk of a list"),
        pytest.param("First.\n\nThe call should be removed from probe, it is not needed.", id="talk of removing"),
        pytest.param(
            "First.\n\n____________________________\nZweitens auf Deutsch: eine Pumpe.", id="a rule between languages"
        ),
        pytest.param("How do I unsubscribe?", id="nothing but it"),
    ],
)
def test_talk_is_no_footer(text):
    assert set_apart(text) == Text(body=text)


def test_a_footer_ends_where_a_sentence_of_the_letter_stands():
    text = "To unsubscribe click here.\n\nBut before you go we would like to tell you about the new pumps of this year."

    assert set_apart(text).footer == ""


def test_only_the_last_paragraphs_can_be_footer():
    text = "First.\n\nUnsubscribe\n" + "\n\na\n" * 10

    assert set_apart(text).footer == ""


def test_the_line_of_a_long_list_of_lines_where_the_footer_begins_is_found():
    lines = [f"Pump {number}" for number in range(12)]
    text = "\n".join((*lines, "© Vale Pumps", "Unsubscribe"))

    assert set_apart(text) == Text(body="\n".join(lines), footer="© Vale Pumps\nUnsubscribe")


# ---------------------------------------------------------------- signature


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAda Byron\nVale Pumps",
        "--\nAda",
        "Thanks,\nAda\n-- \nAda Byron, Vale Pumps",
        "Thanks!",
        "Cheers, Ada",
        "Many thanks in advance,\nAda",
        "Yours sincerely\n\nAda Byron\n\nVale Pumps\n4 Mill Lane",
        "Thanks\nAda Byron\nVale Pumps | Flanges | Valves | Gaskets | Seals | Service | Spare Parts",
        "Regards,\nAda\nthe company that has been sealing pumps in the valley since the war",
        "Get Outlook for iOS",
        "Sent via Vale Mail",
    ],
    ids=lambda signature: signature.split("\n")[0],
)
def test_signatures_are_cut_at_what_ends_a_letter(signature):
    apart = set_apart(f"The pump leaks.\n\n{signature}", name="Kim Robin")

    assert (apart.body, apart.signature) == ("The pump leaks.", signature)


@pytest.mark.parametrize(
    "signed", ["Ada", "ada", "Byron", "Ada Byron", "- Ada", "A. Byron", "AB | Sales", "A.", "Ada,\nsales"]
)
def test_a_letter_is_signed_by_the_name_of_its_sender(signed):
    name = "Ada Byron AB"

    assert set_apart(f"The pump leaks.\n\n{signed}", name=name) == Text(body="The pump leaks.", signature=signed)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Thanks for the pump", id="the first line is never a signature"),
        pytest.param("The pump.\nThanks!\nCan you send the drawing tomorrow?", id="a sentence follows"),
        pytest.param("The pump.\nThanks!\nThe drawing of the lower flange is what we still do not have.", id="or this one"),
        pytest.param("The pump.\nThanks\ncould you send the drawing\nof the lower flange as well, please", id="in short lines"),
        pytest.param("The pump.\nThank you for the drawing of the flange", id="thanks for something"),
        pytest.param("The pump.\nBest pump we ever had", id="a sentence that begins so"),
        pytest.param("The pump.\nRobin", id="somebody else's name"),
        pytest.param("The pump.\n---\nThe flange.", id="a rule is no name"),
        pytest.param("The pump.\nThanks\n" + "x\n" * 14 + "x", id="too far from the end"),
        pytest.param("The pump.\n--\n" + "x\n" * 28 + "x", id="a delimiter too far from the end"),
        pytest.param("With regards to the flange it is as I said before it is not ours.\nIt leaks.", id="in regard to"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_ending_stays(text):
    assert set_apart(text, name="Ada Byron") == Text(body=text)


@pytest.mark.parametrize("mark", ["P.S.", "PS:", "p.s.,", "PS", "P.P.S.", "P. S. –"])
def test_a_postscript_belongs_to_the_letter(mark):
    apart = set_apart(f"The pump leaks.\n\nBest,\nAda\n\n{mark} So does the valve.\nBoth do.\n\nVale Pumps")

    assert apart == Text("", f"The pump leaks.\n\n{mark} So does the valve.\nBoth do.", "Best,\nAda\n\n\nVale Pumps")


def test_a_postscript_at_the_end_belongs_to_the_letter():
    assert (
        set_apart("The pump leaks.\nBest,\nAda\nPS: so does the valve").body == "The pump leaks.\nPS: so does the valve"
    )


# ---------------------------------------------------------------- greeting


@pytest.mark.parametrize(
    ("first", "greeting", "rest"),
    [
        ("Dear Ms Byron,", "Dear Ms Byron,", ""),
        ("Hi", "Hi", ""),
        ("Hello Ada and all the others,", "Hello Ada and all the others,", ""),
        ("Good morning Ada!", "Good morning Ada!", ""),
        ("Hi Ada -", "Hi Ada -", ""),
        ("Hi, Ada,", "Hi, Ada,", ""),
        ("Hello Dear.,", "Hello Dear.,", ""),
        ("¡Hola, Ada!", "¡Hola, Ada!", ""),
        ("Ada,", "Ada,", ""),
        ("Frau Dr. Byron –", "Frau Dr. Byron –", ""),
        ("Élodie,", "Élodie,", ""),
        ("Hi Ada, the pump leaks at the flange.", "Hi Ada,", "the pump leaks at the flange."),
        ("Hi Ada, thanks for the pump! Talk soon!", "Hi Ada,", "thanks for the pump! Talk soon!"),
        ("Hi Ada - does the pump still leak?", "Hi Ada -", "does the pump still leak?"),
        ("Hey, does the pump of last year still leak?", "Hey,", "does the pump of last year still leak?"),
        ("Bonjour Ada : la pompe fuit toujours un peu.", "Bonjour Ada :", "la pompe fuit toujours un peu."),
        ("Hello does it leak?", "", "Hello does it leak?"),
        ("Hello my name is Ada, I sell pumps in the valley.", "", "Hello my name is Ada, I sell pumps in the valley."),
        ("Hi I write about the pump that leaks", "", "Hi I write about the pump that leaks"),
        ("Care to see a pump?", "", "Care to see a pump?"),
        ("Hiking, we saw a pump.", "", "Hiking, we saw a pump."),
        ("the pump,", "", "the pump,"),
        ("The pump of the valley,", "", "The pump of the valley,"),
        ("2024,", "", "2024,"),
    ],
)
def test_greetings_are_cut_from_the_start(first, greeting, rest):
    apart = set_apart(f"\n{first}\nThe valve does not.")

    assert apart == Text(greeting, f"{rest}\nThe valve does not.".strip())


def test_a_greeting_below_a_headline_is_found():
    assert set_apart("Vale Pumps\n\nDear Ada,\n\nWe moved.") == Text("Dear Ada,", "Vale Pumps\n\n\nWe moved.")


@pytest.mark.parametrize(
    "text", ["Vale Pumps\n\nDear Ada we moved", "a\nb\nc\nDear Ada,", "Vale Pumps\nHi Ada, we have moved to the mill."]
)
def test_below_the_first_line_a_greeting_stands_alone_near_the_top(text):
    assert set_apart(text) == Text(body=text)


# ---------------------------------------------------------------- tables of phrases


@pytest.mark.parametrize(
    "greeting",
    (
        "hi there|hello|good evening|to whom it may concern|greetings|hallo|moin|guten tag|sehr geehrter herr"
        "|liebe ada|servus|grüß gott|bonjour|bonsoir|salut|cher monsieur|chère ada|madame|monsieur|hola"
        "|buenos días|buenas tardes|estimados|querida|ciao|salve|buongiorno|buonasera|gentilissima|egregio"
        "|spett.le ditta|cari amici|olá|oi|bom dia|boa tarde|prezados|caro robin|beste|geachte heer"
        "|goedemorgen|dag|hoi|dzień dobry|cześć|witam|szanowni państwo|szanowna pani|droga ado"
    ).split("|"),
)
def test_greetings_of_eight_languages_are_known(greeting):
    assert GREETING.match(greeting)


@pytest.mark.parametrize(
    "ending",
    (
        "kind regards|best|warmest regards,|yours faithfully,|sincerely|all the best,|take care|brs,|mfg"
        "|lg ada|viele grüße aus vale|beste grüße,|hochachtungsvoll|mit freundlichen grüssen|cordialement"
        "|bien à vous,|sincères salutations|bonne journée !|à bientôt|saludos|atentamente|un abrazo"
        "|saludos cordiales|distinti saluti|un saluto|a presto|atenciosamente|cumprimentos|abraços|groeten"
        "|met hartelijke groet|hoogachtend,|mvg|pozdrawiam|pozdrawiam serdecznie|z wyrazami szacunku"
        "|sent from yahoo mail on android|outlook für ios beziehen|télécharger outlook pour ios"
        "|obtener outlook para android|scarica outlook per ios|download outlook voor ios"
        "|envoyé depuis mon mobile"
    ).split("|"),
)
def test_endings_of_eight_languages_are_known(ending):
    assert SIGN_OFF.match(ending)


@pytest.mark.parametrize(
    "thanks",
    (
        "thanks|thank you so much!|merci d'avance|gracias de antemano|grazie mille|danke|vielen dank im voraus"
        "|obrigada|bedankt|dziękuję"
    ).split("|"),
)
def test_thanks_of_eight_languages_are_known(thanks):
    assert THANKS.match(thanks)


@pytest.mark.parametrize(
    "footer",
    (
        "click to unsubscribe|opt-out|manage your preferences|update your email preferences"
        "|to be removed, please write|you received this e-mail|view this email in your browser"
        "|all rights reserved|virus-free|notify the sender|newsletter abmelden|für den vorgesehenen empfänger"
        "|geschäftsführerin: ada byron|se désabonner|ne plus recevoir|reçu ce message par erreur"
        "|darse de baja|recibido este correo por error|disiscriviti|annullare l'iscrizione|descadastre-se"
        "|cancelar a inscrição|uitschrijven|afmelden|wypisz się|rezygnacja|foo mailing list"
    ).split("|"),
)
def test_footers_of_eight_languages_are_known(footer):
    assert FOOTER.search(footer)


@pytest.mark.parametrize(
    "line", ["--- original text", "-- forward", "original message", "----- Original Messages from the sea " + "x" * 80]
)
def test_what_is_nearly_a_divider_is_none(line):
    assert not DIVIDER.match(line.lower())


# ---------------------------------------------------------------- nothing is lost

_LINES = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "Hi Ada,",
            "Hi Ada, the pump leaks again at the lower flange.",
            "Thanks!",
            "Best regards,",
            "Ada",
            "-- ",
            "--",
            "_" * 30,
            "P.S. one more thing",
            "> quoted",
            ">",
            "| bar",
            "On 6 May 2024 at 10:12, Robin Vale <robin@vale.example> wrote:",
            "On 6 May 2024 at 10:12",
            "wrote:",
            "-----Original Message-----",
            "From: Robin Vale <robin@vale.example>",
            "To: Ada",
            "Subject: pump",
            "Unsubscribe",
            "https://lists.example/listinfo/pumps",
            "This is a sentence of the letter, and it is long enough to be one of its own.",
            "Begin forwarded message:",
        ]
    ),
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=90),
)


@settings(deadline=None)
@given(st.lists(_LINES, max_size=40), st.booleans(), st.sampled_from(["", "Ada", "Ada Byron"]))
def test_every_line_is_in_exactly_one_role(lines, replies, name):
    apart = set_apart("\n".join(lines), replies=replies, name=name)

    given_lines = Counter(line.strip() for line in lines if line.strip())
    roles = (apart.greeting, apart.body, apart.signature, apart.footer, apart.quoted)
    found_lines = Counter(line.strip() for role in roles for line in role.split("\n") if line.strip())
    missing, added = given_lines - found_lines, found_lines - given_lines
    assert sum(missing.values()) <= 1, "at most one line is cut in two: the one with the greeting"
    assert _letters(missing) == _letters(added)
    assert not missing or apart.greeting in added


def _letters(lines):
    return Counter(letter for line, number in lines.items() for letter in line * number if not letter.isspace())


@pytest.mark.parametrize(
    ("lines", "seams"),
    [
        (["plain", "", "b. plain", "Data is here", "impossible"], []),
        (["> quoted"], [0]),
        (["plain", "> quoted"], [0, 1]),
        (["plain", "", "> quoted"], [0, 2]),
        (["plain", "", "", "> quoted"], [3]),
        (["", "> quoted"], [1]),
        (["", "", "> quoted"], [2]),
        (["> a", "> b", "plain"], [0, 1]),
        (["| a", "# b"], [0, 1]),
        (["AB> a", "ABC> b", "A> c", "plain ABC> d"], [0, 1]),
        (["Ada wrote:", "Ada wrote："], [0, 1]),
        (["From: Ada", "*From:* Ada", "Von : Ada"], [0, 1, 2]),
        (["-- ", "__", "==", "**"], [0, 1, 2, 3]),
        (["Begin forwarded message", "Début du message transféré", "POCZĄTEK przekazywanej"], [0, 1, 2]),
    ],
)
def test_lines_that_can_begin_what_others_wrote_are_looked_at(lines, seams):
    assert _seams([line.strip() for line in lines]) == seams


def test_only_so_many_lines_are_asked_whether_they_introduce_a_quotation():
    text = set_apart("on 2024 wrote\n>\n" * (INTRODUCTIONS + 40))
    assert text.quoted.count("wrote") == INTRODUCTIONS
    assert text.body.count("wrote") == 40
