"""Which way words lean in public mail, and how common they are."""

from __future__ import annotations

import math

import pytest
from letters import DATA, letter, model_of, profile_of

from triage.domain import Label
from triage.errors import UsageError
from triage.judge.classifier import SCALES
from triage.judge.pipeline import Judge
from triage.judge.usage import LEANS, Usage, parsed
from triage.judge.words import own_text, words
from triage.learn.corpus import load_corpus, load_usage
from triage.memory.store import preview_store

TABLE = """# senders of cold mail, of other mail\t100\t200
backlinks\t40\t0
kernel\t0\t60
ranking\t30\t3
the\t98\t196
your website\t50\t4
"""


@pytest.fixture
def usage():
    return parsed(TABLE)


def test_a_share_is_that_of_all_senders(usage):
    assert usage.share("backlinks") == pytest.approx(40 / 300)
    assert usage.share("kernel") == pytest.approx(60 / 300)
    assert usage.share("glaze") == 0.0


@pytest.mark.parametrize(
    ("text", "familiar"),
    [
        ("the ranking of the kernel", True),
        ("the ranking glaze glaze", True),
        ("die glasur der schale the", False),
        ("", False),
    ],
)
def test_a_text_is_familiar_when_a_third_of_its_words_was_counted(usage, text, familiar):
    assert usage.familiar(text.split()) is familiar


def test_mail_of_the_corpus_is_familiar_when_it_is_english():
    """All but one in a hundred, in either direction."""
    usage, examples = load_usage(DATA), load_corpus(DATA)
    wrong = [usage.familiar(words(own_text(one.message))) is (one.language != "en") for one in examples]
    assert 0 < sum(wrong) < len(examples) / 100


def test_what_both_sides_say_alike_leans_nowhere(usage):
    assert set(usage.leaning) == {"backlinks", "kernel", "ranking", "your website"}
    assert usage.leaning["ranking"] == pytest.approx(math.log((30.5 / 100.5) / (3.5 / 200.5)))
    assert min(map(abs, usage.leaning.values())) >= LEANS


def test_a_ratio_is_bounded_so_that_one_word_decides_nothing(usage):
    assert usage.leaning["backlinks"] == 3.0
    assert usage.leaning["kernel"] == -3.0


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (("backlinks", "ranking", "the"), "cold-wording"),
        (("kernel", "the"), "plain-wording"),
        (("backlinks", "ranking", "kernel"), "cold-wording"),
    ],
)
def test_words_lean_to_the_side_that_uses_them(usage, terms, code):
    (signal,) = usage.signals(terms)
    assert signal.code == code


def test_a_word_counts_once_however_often_it_stands(usage):
    assert usage.signals(("backlinks", "kernel")) == usage.signals(("backlinks", *["kernel"] * 40))


def test_the_lean_grows_with_the_square_root_of_the_words_that_lean(usage):
    (one,), (two,) = usage.signals(("backlinks",)), usage.signals(("backlinks", "ranking", "your website"))
    added = sum(usage.leaning[word] for word in ("backlinks", "ranking", "your website"))
    assert one.strength == pytest.approx(3.0 / 20)
    assert two.strength == pytest.approx(added / math.sqrt(3) / 20)


def test_the_words_that_lean_this_way_are_named_and_the_strongest_first(usage):
    (signal,) = usage.signals(("the", "ranking", "backlinks", "kernel", "your website"))
    assert signal.detail == "backlinks, your website, ranking"


def test_where_nothing_leans_nothing_is_said(usage):
    assert usage.signals(("the", "glaze")) == ()
    assert Usage().signals(("backlinks",)) == ()
    assert Usage().share("backlinks") == 0.0


@pytest.mark.parametrize(
    "table",
    [
        "",
        "# senders\t1\t2\n",
        "# senders\t1\nword\t1\t2\n",
        "# senders\t1\t2\nword\t1\n",
        "# senders\t1\t2\nword\tx\t2\n",
    ],
    ids=["empty", "no-word", "one-total", "one-count", "no-number"],
)
def test_a_table_of_another_form_is_refused_in_a_sentence(table):
    with pytest.raises(UsageError, match="word, number, number"):
        parsed(table)


def test_a_verdict_names_the_words_and_adds_their_weight(usage):
    from dataclasses import replace

    model = replace(model_of(0.8, signal_weights={"cold-wording": 10.0}), usage=usage)
    with preview_store() as store:
        judge = Judge(model, profile_of(), store.contacts, store.fingerprints)
        verdict = judge.judge(
            letter("Your ranking needs backlinks, and your website has none of them."), id="1"
        ).verdict
    reason = next(reason for reason in verdict.reasons if reason.code == "cold-wording")
    assert reason.text.endswith(": backlinks, your website, ranking")
    strength = (3.0 + usage.leaning["ranking"] + usage.leaning["your website"]) / math.sqrt(3) / 20
    added = 10.0 * strength * SCALES["cold-wording"]
    odds = math.log(0.8 / 0.2) + added
    assert reason.weight == pytest.approx(added, abs=1e-3)
    assert 1 - verdict.scores[Label.LEGITIMATE] == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-6)


def test_a_word_of_public_mail_is_no_longer_rare(usage):
    from dataclasses import replace

    model = replace(model_of(0.5), usage=usage)
    assert model.rarity("kernel") == pytest.approx(0.2)
    assert model.rarity("glaze") == 0.0
