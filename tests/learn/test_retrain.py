"""What a new model learns from one's own mail, and which one is refused."""

from dataclasses import replace
from functools import cache

import pytest
from letters import slice_of_corpus, small_model

from triage.domain import Label, Recipient, SenderRules
from triage.judge.usage import Usage
from triage.learn.choice import FILED_WEIGHT, Choice, Labelled, Own
from triage.learn.retrain import Bar, bar_of, judged_by, retrain, said_of_trades, settled, told_apart
from triage.learn.train import trained
from triage.memory.store import preview_store
from triage.read import read

ME = Recipient(name="Sam", addresses=frozenset({"sam@acme.example"}), domains=frozenset({"acme.example"}))


def letter(number, text="Our wheels are the best you can buy.", *, sender="jo@vendor.example", more=""):
    head = f"From: {sender}\nTo: sam@acme.example\nSubject: Wheels {number}\nMessage-ID: <{number}@x>\n{more}"
    return read(f"{head}\n{text} {number}\n".encode())


# ---------------------------------------------------------------- a new model, and whether it may be used


@cache
def _control():
    return told_apart(trained(slice_of_corpus(), usage=Usage(), version=""), slice_of_corpus())


@pytest.fixture(scope="module")
def mine():
    """Return mail of a recipient with a taste of their own: offers of wheels are what they call a scam."""
    found = []
    for number in range(24):
        label = Label.SCAM if number % 2 else Label.LEGITIMATE
        text = (
            "Our wheels turn and turn. Order wheels." if number % 2 else "The kiln is warm. Glaze dried well, come by."
        )
        message = letter(number, text * (1 + number % 3), sender=f"jo@n{number}.example")
        found.append(Labelled(str(number), message, label))
    choice = Choice()
    with preview_store() as store:
        choice.read(found, ME, rules=SenderRules(), contacts=store.contacts)
    return choice.own()


def taught(own, *, bar=None, control=None):
    return retrain(slice_of_corpus(), own, usage=Usage(), bar=bar or Bar(1.0, 0.0), control=control, version="new")


def test_it_learns_what_its_reader_means(mine):
    before, done = bar_of(small_model(), mine.examples), taught(mine)
    assert done.refused == ""
    assert (done.after.labels[Label.SCAM].recall.value or 0) >= 0.9
    assert (done.after.labels[Label.SCAM].recall.value or 0) > (before.labels[Label.SCAM].recall.value or 0)
    assert done.model.version == "new"


def test_a_model_that_would_move_more_legitimate_mail_is_refused_and_names_it(mine):
    wrong = Own(tuple(replace(one, label=Label.LEGITIMATE) for one in mine.examples), {})
    assert taught(wrong, bar=Bar(0.0, 0.0)).refused == ""
    torn = [replace(one, label=Label.SCAM if at % 3 else Label.LEGITIMATE) for at, one in enumerate(mine.examples)]
    moving = taught(Own(tuple(torn), {}), bar=Bar(-0.1, 0.0))
    assert "would move more of your legitimate mail" in moving.refused


def test_a_model_that_tells_the_kinds_worse_is_refused(mine):
    assert "tells the kinds worse" in taught(mine, bar=Bar(1.0, 1.1)).refused


def test_a_folder_of_newsletters_filed_by_mistake_is_refused(mine):
    """All legitimate mail of the corpus, given as spray by other senders: whoever learns that tells nothing apart any more."""
    poison = [
        replace(one, label=Label.SPRAY, author=f"own {at}", group=f"own {at}", recipient=ME, weight=4.0)
        for at, one in enumerate(one for one in slice_of_corpus() if one.label is Label.LEGITIMATE)
    ]
    some = [replace(one, weight=1.0) for one in mine.examples]
    assert "by mistake" in taught(Own((*some, *poison), {}), control=_control()).refused
    assert taught(Own(tuple(some), {}), control=_control()).refused == ""


# ---------------------------------------------------------------- what was left where it stands


def test_what_looks_like_outreach_and_was_left_where_it_came_teaches_nothing(mine):
    model = taught(mine).model
    said, left = mine.examples, tuple(replace(one, weight=FILED_WEIGHT) for one in mine.examples)
    missed = tuple(replace(one, label=Label.LEGITIMATE) for one in left)
    called = {case.label for case in judged_by(model, missed)}
    assert called >= {Label.LEGITIMATE, Label.SCAM}
    kept = settled(Own(missed, {"other": 1}), model)
    assert {one.name for one in kept.examples} == {one.name for one in said if one.label is Label.LEGITIMATE}
    assert sum(kept.left_out.values()) == 1 + len(missed) - len(kept.examples)
    assert settled(Own(left, {}), model).examples == left, "what was filed stays an example"
    moved_there = tuple(replace(one, label=Label.LEGITIMATE) for one in said)
    assert settled(Own(moved_there, {}), model).examples == moved_there, "what its reader said counts"


# ---------------------------------------------------------------- what its reader said of trades


def test_what_was_answered_counts_where_it_looks_like_outreach_and_is_told_by_trade():
    """Of a reader who answered an offer of loans and a letter of a friend, the offer counts; what triage filed says nothing."""
    model = small_model()
    offer = next(one for one in slice_of_corpus() if next(judged_by(model, [one])).label is not Label.LEGITIMATE)
    friend = next(one for one in slice_of_corpus() if next(judged_by(model, [one])).label is Label.LEGITIMATE)
    own = settled(Own((), {}, tuple(replace(one, label=Label.PITCH) for one in (offer, friend))), model)
    assert [one.name for one in own.answered] == [offer.name]
    loans = letter(1, "We offer a merchant cash advance, working capital loans and a line of credit for your business.")
    told = [replace(offer, message=loans, label=label, stated=stated) for label, stated in STATED]
    said = said_of_trades(Own(tuple(told), {}, (replace(offer, message=loans),)), model)
    assert said == {"business loans": {"answered": 1, "irrelevant": 2}}


STATED = [(Label.IRRELEVANT, True), (Label.IRRELEVANT, True), (Label.SPRAY, False), (Label.LEGITIMATE, True)]


def test_a_new_model_bears_what_was_said_and_what_was_answered_moves_nothing_more(mine):
    offers = tuple(replace(one, label=Label.PITCH) for one in mine.examples if one.label is Label.SCAM)[:6]
    plain, bent = taught(mine), taught(replace(mine, answered=offers))
    assert bent.model.said == said_of_trades(replace(mine, answered=offers), bent.model)
    assert bent.moves == plain.moves
    assert bent.after.legitimate_moved == plain.after.legitimate_moved
