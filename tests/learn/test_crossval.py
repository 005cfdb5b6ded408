"""Cross-validation: nobody whose mail is judged was met in training, and every example is judged once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from letters import DATA, ME, letter, model_of, slice_of_corpus, small_model

from triage.domain import Label, Recipient
from triage.judge.usage import Usage
from triage.learn.corpus import Example, load_corpus
from triage.learn.crossval import _strangers_to, cross_validated, judged_cases
from triage.learn.train import train


@pytest.fixture(scope="module")
def cases():
    return cross_validated(slice_of_corpus(), usage=Usage())


def test_every_example_gets_exactly_one_case(cases):
    examples = slice_of_corpus()
    assert Counter(case.facets["name"] for case in cases) == Counter(example.name for example in examples)
    truths = {example.name: example.label for example in examples}
    assert all(case.truth is truths[case.facets["name"]] for case in cases)


def test_the_mail_of_an_author_is_judged_by_a_model_that_saw_the_others_alone(cases):
    """Of these three each writes to one recipient, so that neither was met."""
    mine = [example for example in slice_of_corpus() if example.author == "nora"]
    others = [example for example in slice_of_corpus() if example.author != "nora"]
    expected = {case.facets["name"]: case for case in judged_cases(train(others, usage=Usage(), version=""), mine)}
    found = {case.facets["name"]: case for case in cases if case.facets["name"] in expected}
    assert len(found) == len(mine) > 20
    for name, case in found.items():
        assert (case.label, case.moved, case.group) == (
            expected[name].label,
            expected[name].moved,
            expected[name].group,
        )
        assert case.scores == pytest.approx(expected[name].scores, abs=1e-9)
    seen = {case.facets["name"]: case.scores for case in judged_cases(small_model(), mine)}
    assert any(abs(case.scores[Label.LEGITIMATE] - seen[name][Label.LEGITIMATE]) > 0.01 for name, case in found.items())


def test_in_the_corpus_no_author_and_no_recipient_of_their_own_is_on_both_sides():
    examples = load_corpus(DATA)
    for author in sorted({example.author for example in examples}):
        part = [example for example in examples if example.author == author]
        met = _strangers_to(part, examples)
        assert author not in {example.author for example in met}
        recipients = {example.recipient.name for example in part}
        if len(recipients) == 1:
            assert recipients.isdisjoint(example.recipient.name for example in met), author
        assert {example.label for example in met} == set(Label), author


def test_recipients_of_an_author_who_wrote_to_many_may_be_met():
    """Else a hand that added a letter to everybody would leave nothing to learn from."""
    ann, bea = Recipient(name="Ann"), Recipient(name="Bea")
    letter = slice_of_corpus()[0]
    to_ann, also_to_ann, to_bea, one, other = (
        replace(letter, name=name, author=author, recipient=recipient)
        for name, author, recipient in (
            ("1", "ann", ann),
            ("2", "zoe", ann),
            ("3", "bea", bea),
            ("4", "hand", ann),
            ("5", "hand", bea),
        )
    )
    everything = [to_ann, also_to_ann, to_bea, one, other]
    assert _strangers_to([to_ann], everything) == [to_bea, other]
    assert _strangers_to([one, other], everything) == [to_ann, also_to_ann, to_bea]
    assert _strangers_to([to_ann, one, other], everything) == [to_bea]


OFFER = """Dear all,

we repair roofs of workshops and halls in the whole of the canton, with our own scaffolds and our own crew of eleven. Last year
we did forty-one of them, most between two working weeks, so that nothing had to stop below. I could come by on a Thursday and
look at yours from the outside, it takes a quarter of an hour and you would have a drawing of it by the evening."""
LINE = "\n\nIf you do not want to hear from me again, reply with unsubscribe."


def test_a_repeat_is_known_by_what_came_before_it_and_to_its_recipient_alone():
    """The mail of each recipient is judged oldest first, with a memory of its own."""
    model = model_of(0.4, signal_weights={"opt-out-line": 100.0})
    first = letter(OFFER + LINE, date="Tue, 14 May 2024 08:12:40 +0200", message_id="<1@vendor.example>")
    again = letter(OFFER, date="Tue, 21 May 2024 08:12:40 +0200", message_id="<2@vendor.example>")
    neighbour = replace(ME, name="Zlata Terzic")
    mail = [
        Example(name, message, b"", Label.SPRAY, recipient)
        for name, message, recipient in (("again", again, ME), ("elsewhere", again, neighbour), ("first", first, ME))
    ]
    moved = {case.facets["name"]: case.moved for case in judged_cases(model, mail)}
    assert moved == {"first": True, "again": True, "elsewhere": False}
