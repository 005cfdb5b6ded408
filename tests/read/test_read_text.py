"""Letters as mail programs of eight languages send them, read whole and set apart; and text as it is compared."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from triage.read import normalise, read
from triage.read.text import set_apart


def letter(text: str, *, subject: str = "Re: Kiln", sender: str = "Ada Byron <ada@x.example>", page: str = ""):
    """Return a letter, written by the standard library and read: `text`, and `page` as its alternative."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "me@mine.example", subject
    mail.set_content(text)
    if page:
        mail.add_alternative(page, subtype="html")
    return read(bytes(mail))


# ---------------------------------------------------------------- a reply in each language

THEIRS = "The words that I once wrote."

REPLIES = {
    "en, Gmail": (
        "Hi Jo,",
        "Our kiln is cold today.",
        "Best regards,\nAda",
        f"On Tue, May 14, 2024 at 8:12 AM Jo Vendor <jo@y.example> wrote:\n\n> {THEIRS}",
    ),
    "en, Outlook": (
        "Dear Jo,",
        "Our kiln is cold today.",
        "Kind regards,\n\nAda Byron\nPotter | Vale Kilns\n+44 20 7946 0000",
        ("From: Jo Vendor <jo@y.example>\nSent: Tuesday, May 14, 2024 8:12 AM\nTo: Ada Byron <ada@x.example>\n"
        f"Subject: Kiln\n\n{THEIRS}"),
    ),
    "en, iPhone": (
        "Hello Jo,",
        "Our kiln is cold today.",
        "Sent from my iPhone",
        f"> On 14 May 2024, at 08:12, Jo Vendor <jo@y.example> wrote:\n> \n> {THEIRS}",
    ),
    "de, Thunderbird": (
        "Sehr geehrter Herr Vendor,",
        "unser Ofen ist heute kalt.",
        "Mit freundlichen Grüßen\nAda Byron",
        f"Am 14.05.24 um 08:12 schrieb Jo Vendor:\n> {THEIRS}",
    ),
    "de, Outlook": (
        "Hallo Jo,",
        "unser Ofen ist heute kalt.",
        "Viele Grüße\nAda",
        ("Von: Jo Vendor <jo@y.example>\nGesendet: Dienstag, 14. Mai 2024 08:12\nAn: Ada Byron <ada@x.example>\n"
        f"Betreff: Kiln\n\n{THEIRS}"),
    ),
    "fr, Gmail": (
        "Bonjour Jo,",
        "Notre four est froid aujourd'hui.",
        "Cordialement,\nAda",
        f"Le mar. 14 mai 2024 à 08:12, Jo Vendor <jo@y.example> a écrit :\n\n> {THEIRS}",
    ),
    "fr, Outlook": (
        "Madame, Monsieur,",
        "Notre four est froid aujourd'hui.",
        "Bien cordialement,\n\nAda Byron",
        ("De : Jo Vendor <jo@y.example>\nEnvoyé : mardi 14 mai 2024 08:12\nÀ : Ada Byron <ada@x.example>\n"
        f"Objet : Kiln\n\n{THEIRS}"),
    ),
    "es, Apple Mail": (
        "Hola Jo:",
        "Nuestro horno está frío hoy.",
        "Un saludo,\nAda",
        f"> El 14 may 2024, a las 8:12, Jo Vendor <jo@y.example> escribió:\n> \n> {THEIRS}",
    ),
    "es, Outlook": (
        "Estimado Jo:",
        "Nuestro horno está frío hoy.",
        "Atentamente,\nAda Byron",
        ("De: Jo Vendor <jo@y.example>\nEnviado el: martes, 14 de mayo de 2024 8:12\nPara: Ada Byron <ada@x.example>\n"
        f"Asunto: Kiln\n\n{THEIRS}"),
    ),
    "it, Gmail": (
        "Buongiorno Jo,",
        "Il nostro forno oggi è freddo.",
        "Cordiali saluti,\nAda",
        f"Il giorno mar 14 mag 2024 alle ore 08:12 Jo Vendor <jo@y.example> ha scritto:\n\n> {THEIRS}",
    ),
    "it, iPhone": (
        "Ciao Jo,",
        "Il nostro forno oggi è freddo.",
        "Inviato da iPhone",
        f"> Il giorno 14 mag 2024, alle ore 08:12, Jo Vendor <jo@y.example> ha scritto:\n> \n> {THEIRS}",
    ),
    "pt, Gmail": (
        "Olá Jo,",
        "O nosso forno está frio hoje.",
        "Atenciosamente,\nAda",
        f"Em ter., 14 de mai. de 2024 às 08:12, Jo Vendor <jo@y.example> escreveu:\n\n> {THEIRS}",
    ),
    "pt, Outlook": (
        "Prezado Jo,",
        "O nosso forno está frio hoje.",
        "Com os melhores cumprimentos,\nAda",
        ("De: Jo Vendor <jo@y.example>\nEnviado: terça-feira, 14 de maio de 2024 08:12\nPara: Ada Byron <ada@x.example>\n"
        f"Assunto: Kiln\n\n{THEIRS}"),
    ),
    "nl, Thunderbird": (
        "Beste Jo,",
        "Onze oven is vandaag koud.",
        "Met vriendelijke groet,\nAda",
        f"Op 14-05-2024 om 08:12 schreef Jo Vendor:\n> {THEIRS}",
    ),
    "nl, Outlook": (
        "Geachte heer Vendor,",
        "Onze oven is vandaag koud.",
        "Hoogachtend,\nAda Byron",
        ("Van: Jo Vendor <jo@y.example>\nVerzonden: dinsdag 14 mei 2024 08:12\nAan: Ada Byron <ada@x.example>\n"
        f"Onderwerp: Kiln\n\n{THEIRS}"),
    ),
    "pl, Gmail": (
        "Dzień dobry,",
        "Nasz piec jest dziś zimny.",
        "Pozdrawiam serdecznie,\nAda",
        f"wt., 14 maj 2024 o 08:12 Jo Vendor <jo@y.example> napisał(a):\n\n> {THEIRS}",
    ),
    "pl, Thunderbird": (
        "Szanowny Panie,",
        "Nasz piec jest dziś zimny.",
        "Z poważaniem\nAda Byron",
        f"W dniu 14.05.2024 o 08:12, Jo Vendor pisze:\n> {THEIRS}",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("greeting", "body", "signature", "quoted"), REPLIES.values(), ids=REPLIES)
def test_a_reply_is_set_apart_as_its_program_wrote_it(greeting, body, signature, quoted):
    text = letter(f"{greeting}\n\n{body}\n\n{signature}\n\n{quoted}\n").text
    assert (text.greeting, text.body, text.signature) == (greeting, body, signature)
    assert THEIRS in text.quoted
    assert "Jo Vendor" in text.quoted
    assert (text.footer, text.hidden) == ("", "")


GMAIL_PAGE = (
    '<div dir="ltr"><div>Hi Jo,</div><div><br></div><div>Our kiln is cold today.</div><div><br></div>'
    '<div>Best regards,</div><div>Ada</div></div><br><div class="gmail_quote gmail_quote_container">'
    '<div dir="ltr" class="gmail_attr">On Tue, May 14, 2024 at 8:12 AM Jo Vendor &lt;jo@y.example&gt; wrote:<br></div>'
    f'<blockquote class="gmail_quote" style="border-left:1px solid rgb(204,204,204)">{THEIRS}</blockquote></div>'
)
OUTLOOK_PAGE = (
    "<html><head><style>p.MsoNormal{margin:0}</style></head><body><div class=WordSection1>"
    "<p class=MsoNormal>Hi Jo,<o:p></o:p></p><p class=MsoNormal>Our kiln is cold today.<o:p></o:p></p>"
    "<p class=MsoNormal>Best regards,<o:p></o:p></p><p class=MsoNormal>Ada<o:p></o:p></p>"
    "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Jo Vendor &lt;jo@y.example&gt;<br>"
    "<b>Sent:</b> Tuesday, May 14, 2024 8:12 AM<br><b>To:</b> Ada Byron &lt;ada@x.example&gt;<br><b>Subject:</b> Kiln</p></div>"
    f"<p class=MsoNormal>{THEIRS}</p></div></body></html>"
)
APPLE_PAGE = (
    "<html><body dir=auto>Hi Jo,<div><br></div><div>Our kiln is cold today.</div><div><br></div><div>Best regards,</div>"
    "<div>Ada</div><div><br><blockquote type=cite>On 14 May 2024, at 08:12, Jo Vendor &lt;jo@y.example&gt; wrote:<br><br>"
    f"{THEIRS}</blockquote></div></body></html>"
)
THUNDERBIRD_PAGE = (
    "<html><body><p>Hi Jo,</p><p>Our kiln is cold today.</p><p>Best regards,<br>Ada</p>"
    "<div class=moz-cite-prefix>On 14/05/2024 08:12, Jo Vendor wrote:<br></div>"
    f'<blockquote type="cite" cite="mid:a@y.example"><p>{THEIRS}</p></blockquote></body></html>'
)


@pytest.mark.parametrize(
    "page",
    [GMAIL_PAGE, OUTLOOK_PAGE, APPLE_PAGE, THUNDERBIRD_PAGE],
    ids=["Gmail", "Outlook", "Apple Mail", "Thunderbird"],
)
def test_a_reply_written_as_a_page_is_set_apart_like_one_in_text(page):
    text = letter("the text of the page", page=page).text
    assert (text.greeting, text.body) == ("Hi Jo,", "Our kiln is cold today.")
    assert text.signature.split() == ["Best", "regards,", "Ada"]
    assert THEIRS in text.quoted
    assert "Jo Vendor" in text.quoted


def test_a_forwarded_message_is_quoted_and_its_sender_no_sender_of_ours():
    text = "Worth a look.\n\n---------- Forwarded message ---------\nFrom: Jo Vendor <jo@y.example>\nDate: Tue, 14 May 2024\n"
    message = letter(f"{text}Subject: Kiln\nTo: <ada@x.example>\n\n{THEIRS}\n", subject="Fwd: Kiln")
    assert message.sender.spec == "ada@x.example"
    assert message.text.body == "Worth a look."
    assert THEIRS in message.text.quoted


@pytest.mark.parametrize(
    "subject",
    ["Re: Kiln", "RE: Kiln", "Fwd: Kiln", "AW: Kiln", "WG: Kiln", "Antw: Kiln", "Odp: Kiln", "RV: Kiln", "Réf : Kiln",
     "[potters] Re: Kiln", "Re[2]: Kiln", "Kiln", "Regarding kilns: one"],
)  # fmt: skip
def test_whether_arrows_quote_is_told_by_the_subject(subject):
    text = letter("A price list:\n> lamps\n> chairs\n", subject=subject).text
    answers = subject not in ("Kiln", "Regarding kilns: one")
    assert ("lamps" in text.quoted) is answers
    assert ("lamps" in text.body) is not answers


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_whether_arrows_quote_is_told_by_the_thread(header):
    raw = f"Subject: Kiln\n{header}: <a@x>\n\nYes.\n> Is it cold?\n"
    assert read(raw.encode()).text.quoted == "> Is it cold?"


def test_the_footer_of_a_mailing_list_is_set_apart_with_its_rule():
    footer = "_______________________________________________\npotters mailing list\npotters@lists.example\nhttps://lists.example/potters"
    text = letter(f"Hi all,\n\nOur kiln is cold today.\n\nBest,\nAda\n{footer}\n", subject="Kiln").text
    assert (text.greeting, text.body, text.signature, text.footer) == (
        "Hi all,",
        "Our kiln is cold today.",
        "Best,\nAda",
        footer,
    )


@pytest.mark.parametrize(
    "footer",
    [
        "To unsubscribe from this newsletter click here.",
        "Wenn Sie den Newsletter nicht mehr möchten, können Sie ihn hier abbestellen.",
        "Pour ne plus recevoir nos messages, cliquez ici.",
        "Si no desea recibir más correos, puede darse de baja aquí.",
        "Per non ricevere altre comunicazioni puoi annullare l'iscrizione.",
        "Caso queira, pode cancelar a inscrição aqui.",
        "Wilt u deze nieuwsbrief niet meer, dan kunt u zich afmelden.",
        "Aby zrezygnować z newslettera kliknij tutaj.",
    ],
    ids=["en", "de", "fr", "es", "it", "pt", "nl", "pl"],
)
def test_the_way_out_of_a_mailing_is_set_apart_in_each_language(footer):
    text = letter(f"Our kilns are new.\n\nBest regards,\nAda\n\n{footer}\n", subject="Kilns").text
    assert (text.body, text.signature, text.footer) == ("Our kilns are new.", "Best regards,\nAda", footer)


def test_a_letter_signed_with_the_senders_name_alone_is_signed():
    text = letter("Our kiln is cold today.\n\nAda\n", subject="Kiln").text
    assert (text.body, text.signature) == ("Our kiln is cold today.", "Ada")


def test_answers_between_the_lines_are_the_senders_own():
    text = letter("> Is it cold?\n\nYes, very.\n\n> And tomorrow?\n\nWarm again.\n").text
    assert text.body.split() == ["Yes,", "very.", "Warm", "again."]
    assert text.quoted.split("\n") == ["> Is it cold?", "> And tomorrow?"]


@pytest.mark.parametrize(
    ("above", "attributed"),
    [
        ("On 1 May 2024 at 10:00, Ada wrote:", True),
        ("Ada wrote:", True),
        ("On 1 May 2024 at 10:00, Ada wrote", True),
        ("ada@x.example:", True),
        ("Ada Byron, 1.5.2024, 10:00:", True),
        ("I wrote to you in May and you said:", True),
        ("Ada wrote a long letter about the kiln", False),
        ("This is your list:", False),
        ("On 1 May 2024 " + "and so on " * 60 + "Ada wrote:", False),
    ],
    ids=[
        "whole",
        "name",
        "no colon",
        "address",
        "time",
        "a sentence",
        "a sentence without its end",
        "colon alone",
        "600 letters",
    ],
)
def test_what_stands_above_a_quote_goes_with_it_where_it_says_whose_it_is(above, attributed):
    text = letter(f"Yes.\n\n{above}\n> Is it cold?\n").text
    assert (above in text.quoted) is attributed
    assert (above in text.body) is not attributed
    assert "> Is it cold?" in text.quoted


def test_a_question_in_a_signature_is_none_of_it():
    text = letter("Our kiln is cold.\n\nThanks,\nis yours cold as well?\n").text
    assert text.body == "Our kiln is cold.\n\nThanks,\nis yours cold as well?"


def test_the_name_above_a_footer_in_the_same_paragraph_is_not_footer():
    lines = "Jo Vendor\nThis message is intended for the person that it is addressed to and for\nnobody else, please delete it."
    text = letter(f"Our kiln is cold.\n\n{lines}\n", subject="Kiln").text
    assert text.footer == lines.partition("\n")[2]


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n ", "\n" * 50], ids=["empty", "break", "blanks", "breaks"])
def test_text_of_blanks_is_empty_in_every_role(text):
    apart = set_apart(text)
    assert (apart.greeting, apart.body, apart.signature, apart.footer, apart.quoted) == ("", "", "", "", "")


@pytest.mark.parametrize(
    "line", ["> ", ">", "-- ", "On", ":", "From:", "_" * 30, "Hi", "wrote:", "--", "P.S.", "©", "Best,"]
)
def test_a_line_that_stands_alone_is_in_one_role(line):
    apart = set_apart(line)
    roles = (apart.greeting, apart.body, apart.signature, apart.footer, apart.quoted)
    assert [role for role in roles if role] == [line.strip()]


# ---------------------------------------------------------------- text as it is compared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  Our\tKILN\n\n is  cold ", "our kiln is cold"),
        ("Straße ΣΊΣΥΦΟΣ", "strasse σίσυφοσ"),
        ("ﬁre Ｋｉｌｎ ①", "fire kiln 1"),
        ("ki\u200bln \u202ecold\u2060 \ufeffto\u00adday", "kiln cold today"),
        ("e\u0301 é", "é é"),
        ("fam\ufe0fily \U000e0041tag", "family tag"),
        ("see https://Shop.Example/a/b?c=1#d now", "see shop.example now"),
        ("see http://shop.example.", "see shop.example."),
        ("see www.shop.example/a, now", "see shop.example now"),
        ("(https://shop.example/a) <https://x.example>", "(shop.example) <x.example>"),
        ("https://x.example/one https://x.example/two", "x.example x.example"),
        ("100 %, $5 & you", "100 %, $5 & you"),
    ],
)
def test_text_is_compared_in_one_form(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize("mark", ["\u0301", "\u0316", "\u0301\u0316"], ids=["above", "below", "both"])
def test_a_letter_with_thousands_of_marks_is_cut_to_a_few(mark):
    assert len(normalise("x" + mark * 10_000 + " kiln")) < 50
    assert normalise("x" + mark * 10_000 + " kiln").endswith("kiln")
