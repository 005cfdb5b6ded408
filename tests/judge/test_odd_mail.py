"""Mail that says little, hides something or cannot be read: judged without an error and never moved on a whim."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters import letter, slice_of_corpus

from triage.domain import Address, Message, Text
from triage.judge.policy import LITTLE_TEXT
from triage.read import read

LETTERS = """Dear Alma, we noticed your website is not ranking on Google. Our agency helps companies like yours to get more leads. \
Are you open to a quick call this week? Best regards"""
CYRILLIC = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")


@pytest.fixture(params=["sure", "learnt"])
def judge(request, new_judge):
    """A judge that takes everything for outreach, and one that learnt."""
    if request.param == "sure":
        return new_judge(0.999)
    return new_judge(model=request.getfixturevalue("model"))


@pytest.fixture
def sure(new_judge):
    """A judge that takes everything for outreach, so that only the law keeps a message in its place."""
    return new_judge(0.999)


def verdict_of(judge, message):
    verdict = judge.judge(message, id="m").verdict
    assert verdict.reasons
    assert all(reason.code and reason.text for reason in verdict.reasons)
    return verdict


TOO_LITTLE = {
    "empty": letter("", subject=""),
    "blank": letter("\n \n\t\n", subject="  "),
    "one-word": letter("Hello", subject=""),
    "subject-alone": letter("", subject="Quick question Alma"),
    "marks": letter("!!! ??? --- ...", subject="***"),
    "symbols": letter("🔥🔥🔥 ➡️ 💰", subject="💰"),
    "a-link-alone": letter("https://vendor.example/", subject=""),
    "image-alone": letter("<img src='https://vendor.example/a.png'>", subject="", content_type="text/html"),
    "images-and-space": letter("<p>&nbsp;</p><img src=a><img src=b>", subject="Hi", content_type="text/html"),
    "an-image-part": letter("/9j/4AAQSkZJRg==", subject="", content_type="image/jpeg"),
    "hidden-alone": letter(f"<div style='display:none'>{LETTERS}</div>", subject="", content_type="text/html"),
    "quoted-alone": letter(
        "On Tue, 14 May 2024, Alma wrote:\n" + "\n".join(f"> {line}" for line in LETTERS.split(". ")),
        subject="",
        headers=(("In-Reply-To", "<1@vendor.example>"),),
    ),
    "zero-width": letter("\u200b\u200c\u200d\ufeff" * 50, subject="\u200b"),
    "no-headers": read(b""),
}


@pytest.mark.parametrize("message", TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_a_message_that_says_too_little_is_never_moved(judge, message):
    assert verdict_of(judge, message).folder is None


@pytest.mark.parametrize("message", TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_the_reason_is_that_it_says_too_little_or_has_no_date(sure, message):
    assert verdict_of(sure, message).reasons[0].code in {"too-little-text", "no-date"}


def test_subject_and_body_count_together(sure):
    assert verdict_of(sure, letter("clay water", subject="fire ash")).folder is not None
    assert verdict_of(sure, letter("clay water", subject="fire")).folder is None
    assert LITTLE_TEXT == 4


ODD = {
    "han": letter("尊敬的先生,我们是一家专业的陶瓷供应商,希望与贵公司建立长期的合作关系。" * 3, subject="合作"),
    "arabic": letter("السلام عليكم، نحن شركة متخصصة في تصدير الطين ونود التعاون معكم في أقرب وقت", subject="عرض"),
    "georgian": letter("გამარჯობა, ჩვენ ვყიდით თიხას და გვინდა თქვენთან თანამშრომლობა მალე", subject="თიხა"),
    "mixed": letter("Здравствуйте! こんにちは。 Γειά σας, कृपया उत्तर दें और हमें बताएं कब", subject="שלום"),
    "homoglyphs": letter(LETTERS.translate(CYRILLIC)),
    "one-long-word": letter("x" * 60_000),
    "controls": letter("".join(chr(code) for code in range(1, 32)) + LETTERS),
    "right-to-left": letter("\u202e" + LETTERS + "\u2066" * 40),
    "nul-in-the-middle": Message(Address("", "jo@vendor.example"), text=Text(body="\0\0\0\0clay\0\0\0\0 " + LETTERS)),
    "surrogates": Message(Address("", "jo@vendor.example"), text=Text(body="\ud800\udfff \udc80 " + LETTERS)),
    "many-lines": letter("clay\n" * 9_000),
    "many-links": letter(" ".join(f"https://vendor.example/{n}" for n in range(900))),
}


@pytest.mark.parametrize("message", ODD.values(), ids=ODD)
def test_odd_letters_are_judged_without_an_error(judge, message):
    verdict = verdict_of(judge, message)
    assert sum(verdict.scores.values()) == pytest.approx(1.0)
    assert verdict == verdict_of(judge, message)


@pytest.mark.parametrize("kilobytes", [70, 200])
def test_a_message_larger_than_what_is_read_stays(judge, kilobytes):
    message = letter((LETTERS + "\n") * (kilobytes * 1024 // len(LETTERS)))
    verdict = verdict_of(judge, message)
    assert verdict.folder is None
    if verdict.unsure:
        assert verdict.reasons[0].code == "over-budget"


# ---------------------------------------------------------------- what must not sway a verdict


@pytest.fixture
def scores(new_judge, model):
    """Scores a message as a model does that learnt."""
    judge = new_judge(model=model)
    return lambda message: judge.judge(message, id="m").verdict.scores


WORDS = st.lists(
    st.sampled_from(
        "invoice order receipt meeting alma kilnworks tenmoku seo franchise {{first_name}} unsubscribe 40% call".split()
    ),
    min_size=1,
    max_size=20,
).map(" ".join)
HIDING = st.sampled_from(
    [
        "<div style='display:none'>{}</div>",
        "<p style='visibility: hidden'>{}</p>",
        "<span style='font-size:0px'>{}</span>",
        "<div hidden>{}</div>",
        "<!-- {} -->",
        "<style>{}</style>",
    ]
)


@given(words=WORDS, hiding=HIDING, before=st.booleans())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_hidden_text_has_no_influence_on_the_scores(scores, words, hiding, before):
    shown, hidden = f"<p>{LETTERS}</p>", hiding.format(words)
    page = hidden + shown if before else shown + hidden
    assert scores(letter(page, content_type="text/html")) == scores(letter(shown, content_type="text/html"))


def test_invisible_letters_change_no_score(scores):
    sown = "\u200b".join(LETTERS.replace("SEO", "S\u00adEO").replace("website", "web\u2060site"))
    assert scores(letter(sown)) == scores(letter(LETTERS))


def test_a_tail_behind_the_budget_of_words_changes_no_score(scores):
    """Good words far below what anybody reads are an old trick."""
    filler = "clay " * 2_500
    poison = "your order your invoice thank you for the meeting tenmoku " * 200
    assert len(LETTERS + filler) > 12_000
    plain, poisoned = letter(LETTERS + "\n\n" + filler), letter(LETTERS + "\n\n" + filler + poison)
    assert not poisoned.faults
    assert scores(poisoned) == scores(plain)


def test_tracking_paths_change_no_score(scores):
    one, other = (letter(f"{LETTERS}\n\nhttps://vendor.example/t/{path}") for path in ("a1b2c3", "zz9?u=alma&seo=1"))
    assert scores(one) == scores(other)


@given(st.binary(max_size=3_000))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_have_scores(scores, raw):
    assert sum(scores(read(raw)).values()) == pytest.approx(1.0)


@given(cut=st.integers(0, 4_000), at=st.integers(0, 40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_beginning_of_real_mail_has_scores(scores, cut, at):
    assert sum(scores(read(slice_of_corpus()[at].raw[:cut])).values()) == pytest.approx(1.0)
