"""Where there is nothing to go by, the shipped model moves nothing: little text, strange text, too much text, strange profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from accepted import AILSA, shown, verdict_of
from letters import letter as _letter

from triage.domain import Label, Recipient

TO = "Ailsa Drummond <ailsa@northlightdomes.example>"
ANY = "Rowan Teague <rowan@teague.example>"


def letter(subject, body, **more):
    return _letter(body, **{"sender": ANY, "subject": subject, "to": TO, **more})


def page(subject, body):
    return letter(subject, body, content_type="text/html")


POEM = """The tide goes out beyond the wall and leaves the harbour bare,
and all the boats lie on their sides as if they did not care;
the evening puts its lanterns out, the gulls have gone to land,
and somebody has written there a name upon the sand.
"""

SPRAY = """Hi Ailsa,

We are a full service digital marketing agency and we help businesses like yours to get more customers. Our team of SEO experts will
bring your website to the first page of Google within 90 days, or you get your money back.

We also offer website design, social media management and Google Ads at affordable prices.

Are you available for a quick call this week to discuss how we can grow your business?

Best regards,
Rowan Teague
Business Development Manager
"""

NOVEL = """The keeper of the light wrote down the weather every morning, and on the days on which nothing was to be written he
wrote that too. His daughter kept the hens. In the autumn of the third year a ship came in under a foreign flag and lay off the
point for two nights without lowering a boat; on the third morning it was gone, and he wrote down the wind.
"""

# ---------------------------------------------------------------- too little, too much, hidden

NOTHING_TO_GO_BY = {
    "nothing": letter("", ""),
    "no-body": letter("Hello", ""),
    "subject-only": letter("Are you there on Monday?", ""),
    "picture-only": page("", "<html><body><img src='cid:part1.0001' width='600' height='800'></body></html>"),
    "linked-picture-only": page(
        "Just for you",
        "<html><body><a href='https://teague.example/x'><img src='https://teague.example/x.jpg'></a></body></html>",
    ),
    "picture-part-only": letter(
        "",
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkK",
        content_type="image/jpeg",
    ),
    "hidden-poem-only": page("", f"<html><body><div style='display:none'>{POEM}</div></body></html>"),
    "hidden-poem-and-picture": page(
        "For you",
        f"<html><body><img src='https://teague.example/x.jpg'><p style='font-size:0;color:#fff'>{POEM}</p></body></html>",
    ),
    "hidden-spray-only": page("", f"<html><body><div style='display:none'>{SPRAY}</div></body></html>"),
    "200-kB-of-a-novel": letter("The manuscript, as promised", NOVEL * (200_000 // len(NOVEL) + 1)),
    "200-kB-of-a-page": page("The manuscript", f"<p>{NOVEL}</p>" * (200_000 // len(NOVEL) + 1)),
    "200-kB-of-spray": letter("Your website", SPRAY * (200_000 // len(SPRAY) + 1)),
    "200-kB-without-a-blank": letter("Your file", "kolvring" * 25_000),
}

# ---------------------------------------------------------------- scripts and languages that no corpus of ours holds

UNKNOWN_LANGUAGES = {
    "georgian": letter(
        "კითხვა გუმბათის შესახებ",
        """გამარჯობა,

ჩვენი სკოლა თბილისშია და გვინდა პატარა ობსერვატორია ავაშენოთ. გვაინტერესებს, რა ღირს სამი მეტრის გუმბათი და რამდენ ხანში შეგიძლიათ
გამოგზავნა. ფული შეგროვებული გვაქვს, შემოდგომამდე გვინდა დავამთავროთ.

პატივისცემით,
ნინო მაისურაძე
""",
    ),
    "swahili": letter(
        "Swali kuhusu kuba la metra tatu",
        """Habari,

Mimi ni mwalimu wa fizikia katika shule moja mjini Mwanza. Tungependa kujenga chumba kidogo cha kuangalia nyota kwa ajili ya wanafunzi
wetu. Kuba la metra tatu linagharimu kiasi gani, na je, mnaweza kulisafirisha mpaka bandari ya Dar es Salaam?

Asante sana,
Mwalimu Neema Kileo
""",
    ),
    "finnish": letter(
        "Kysymys kolmen metrin kuvusta",
        """Hei,

Tähtitieteellinen yhdistyksemme Kajaanissa rakentaa uutta havaintotornia. Mitä kolmen metrin kupu maksaa ohjaimineen, ja kestääkö
luukku neljänkymmenen asteen pakkasta? Haluaisimme saada kuvun paikalleen ennen lumen tuloa.

Ystävällisin terveisin
Aino Heikkilä
""",
    ),
    "han": letter(
        "关于三米圆顶的问题",
        "您好,我们是成都的一所中学,想在教学楼顶上建一个小天文台。三米的圆顶多少钱?运到成都要多久?谢谢。王老师",
    ),
    "arabic": letter(
        "سؤال عن قبة ثلاثة أمتار",
        "السلام عليكم، نحن جمعية فلكية في عمّان ونريد بناء مرصد صغير للطلاب. "
        "كم سعر القبة بقطر ثلاثة أمتار مع الشحن إلى العقبة؟ شكرا لكم. ليلى حداد",
    ),
}


@pytest.mark.parametrize("message", NOTHING_TO_GO_BY.values(), ids=NOTHING_TO_GO_BY)
def test_where_there_is_nothing_to_go_by_nothing_moves(message):
    verdict = verdict_of(message)
    assert verdict.folder is None, shown(verdict)


@pytest.mark.parametrize("message", UNKNOWN_LANGUAGES.values(), ids=UNKNOWN_LANGUAGES)
def test_a_letter_in_a_language_that_it_never_learnt_stays(message):
    verdict = verdict_of(message)
    assert verdict.folder is None, shown(verdict)


# ---------------------------------------------------------------- a spray in disguise

LOOK_ALIKES = str.maketrans("aeopcxyiABEHKMOPCTX", "аеорсхуіАВЕНКМОРСТХ")
DISGUISED = {
    "homoglyphs": SPRAY.translate(LOOK_ALIKES),
    "some-homoglyphs": SPRAY.replace("o", "о").replace("a", "а"),
    "zero-width": "\u200b".join(SPRAY),
    "zero-width-joiners-and-soft-hyphens": SPRAY.replace("e", "\u200de\u00ad"),
    "full-width": SPRAY.translate({code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}),
    "mathematical-letters": SPRAY.translate({ord("a") + n: chr(0x1D41A + n) for n in range(26)}),
}


def test_the_spray_of_these_tests_is_caught():
    verdict = verdict_of(letter("Your website", SPRAY))
    assert verdict.folder is not None, shown(verdict)


@pytest.mark.parametrize("body", DISGUISED.values(), ids=DISGUISED)
def test_a_spray_in_disguise_is_not_taken_for_legitimate(body):
    verdict = verdict_of(letter("Your website", body))
    assert verdict.unsure or verdict.folder, shown(verdict)


@pytest.mark.parametrize("hiding", ["display:none", "font-size:0px", "position:absolute;left:-9000px"])
def test_a_hidden_poem_changes_nothing(hiding):
    shown_alone = "".join(f"<p>{part}</p>" for part in SPRAY.split("\n\n"))
    with_poem = f"<div style='{hiding}'>{POEM * 20}</div>{shown_alone}"
    assert verdict_of(page("Your website", with_poem)) == verdict_of(page("Your website", shown_alone))


# ---------------------------------------------------------------- strange profiles


def _many_words(kilobytes):
    """Return words that no language has, all different: a pasted log, a price list, a catalogue."""
    syllables = [first + second for first in "bcdfghklmnprstvz" for second in "aeiou"]
    made = (
        one + two + three + four
        for one in syllables
        for two in syllables[::3]
        for three in syllables[::7]
        for four in "nrstl"
    )
    return " ".join(word for _, word in zip(range(kilobytes * 1024 // 8 + 1), made, strict=False))


PROFILES = {
    "empty": Recipient(),
    "addresses-only": Recipient(addresses=AILSA.addresses),
    "huge": replace(AILSA, about=f"{AILSA.about}\n" * (200_000 // len(AILSA.about) + 1)),
    "huge-and-strange": replace(AILSA, about=_many_words(200)),
    "huge-lists": replace(
        AILSA, interests=tuple(_many_words(100).split()[:6_000]), never=tuple(_many_words(200).split()[-6_000:])
    ),
    "german": replace(
        AILSA,
        role="Gründerin",
        about="""Northlight Domes baut kleine Sternwartenkuppeln aus glasfaserverstärktem Kunststoff für Schulen, Vereine und
Universitäten. Unsere Werkstatt steht in Dunblane. Wir sind acht Leute.""",
        interests=("Polyesterharz und Glasgewebe", "Schrittmotoren und Schleifringe", "Speditionen"),
        never=("Franchise", "Suchmaschinenoptimierung", "Kryptowährungen", "Versicherungsagenturen"),
    ),
    "georgian": replace(
        AILSA,
        role="დამფუძნებელი",
        about="ჩვენ ვაკეთებთ პატარა გუმბათებს სკოლებისა და უნივერსიტეტების ობსერვატორიებისთვის.",
        interests=("მინაბოჭკო და ფისი", "ბიჯური ძრავები"),
        never=("ფრანჩაიზი", "კრიპტოვალუტა"),
    ),
    "only-marks": replace(AILSA, role="-", about="...", interests=("***", ""), never=("!", "  ")),
    "everything-is-refused": replace(AILSA, never=("domes", "schools", "observatories", "price", "delivery")),
}

HONEST = {
    "prospect": letter(
        "3 m dome for a school roof",
        """Hello,

I teach physics at a school in Bristol. Our parents' association has raised some money and we would like to put a 3 metre dome on the
flat roof of the science block. What would one cost with the controller, delivered, and how long is the wait at present?

Many thanks
Rowan Teague
""",
    ),
    "friend": letter(
        "Saturday",
        """Ailsa,

the ferry is at ten past nine, so if you can be at the pier by nine we will get the car on. Bring the small tent, ours leaks. Mum
sends her love and wants to know whether you still have her cake tin.

Rowan
""",
    ),
    "georgian": UNKNOWN_LANGUAGES["georgian"],
    "nothing": NOTHING_TO_GO_BY["nothing"],
}


@pytest.mark.parametrize("message", HONEST.values(), ids=HONEST)
@pytest.mark.parametrize("recipient", PROFILES.values(), ids=PROFILES)
def test_whatever_the_profile_honest_mail_stays(recipient, message):
    verdict = verdict_of(message, recipient=recipient)
    assert verdict.folder is None, shown(verdict)


@pytest.mark.parametrize("recipient", PROFILES.values(), ids=PROFILES)
def test_whatever_the_profile_a_spray_is_no_pitch_and_not_legitimate(recipient):
    verdict = verdict_of(letter("Your website", SPRAY), recipient=recipient)
    assert verdict.unsure or verdict.folder, shown(verdict)
    assert verdict.label is not Label.PITCH, shown(verdict)
    assert sum(verdict.scores.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("recipient", [PROFILES["empty"], PROFILES["addresses-only"]], ids=["empty", "addresses-only"])
def test_without_a_profile_nothing_is_called_irrelevant(recipient):
    verdict = verdict_of(letter("Your website", SPRAY), recipient=recipient)
    assert verdict.scores[Label.IRRELEVANT] == 0.0
    assert "no-profile" in {reason.code for reason in verdict.reasons}


FRANCHISES = {
    "english": letter(
        "A territory in Perthshire",
        """Hi Ailsa,

We are looking for franchise partners in your region for our proven cleaning concept. The franchise fee is 19,500 and most partners
have it back within a year. When may we call you?

Rowan Teague
""",
    ),
    "german": letter(
        "Partner für Ihre Region gesucht",
        """Sehr geehrte Frau Drummond,

wir suchen in Ihrer Region Franchisepartner für unser bewährtes Reinigungskonzept. Die Einstiegsgebühr beträgt 19.500 Euro und ist bei
den meisten Partnern nach einem Jahr verdient. Wann dürfen wir Sie anrufen?

Mit freundlichen Grüßen
Rowan Teague
""",
    ),
}


@pytest.mark.parametrize("message", FRANCHISES.values(), ids=FRANCHISES)
@pytest.mark.parametrize("recipient", [AILSA, PROFILES["german"]], ids=["english-profile", "german-profile"])
def test_a_refusal_is_met_across_languages(recipient, message):
    verdict = verdict_of(message, recipient=recipient)
    assert "never-wanted" in {reason.code for reason in verdict.reasons}, shown(verdict)
    assert verdict.unsure or verdict.label is Label.IRRELEVANT, shown(verdict)
