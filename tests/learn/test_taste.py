"""One's own taste: what is said of some offers of a trade carries to the next, in other words, and to nothing else."""

from dataclasses import replace

import numpy as np
import pytest
from letters import slice_of_corpus
from scipy import sparse

from triage.domain import Label
from triage.judge.classifier import KINDS, SIGNAL_CODES
from triage.judge.usage import Usage
from triage.learn import told_little
from triage.learn.taste import FEW, REACH, Trades, parts, trade_of
from triage.learn.train import Lessons, fit, out_of_fold, readings

NAMES = ["roof-repair", "roof-tiles", "tax-advice", "tax-software"]
WORDS = 34
"""Each trade has six words of its own, roofs have five for all of them, and so have taxes."""


def texts(kinds, seed=0):
    """Return a row for each trade named: three of its six words, two of five that its field has."""
    chance = np.random.default_rng(seed)
    rows = np.zeros((len(kinds), WORDS))
    for row, name in zip(rows, kinds, strict=True):
        at = NAMES.index(name)
        row[6 * at + chance.choice(6, 3, replace=False)] = 0.5
        row[24 + 5 * (at // 2) + chance.choice(5, 2, replace=False)] = 0.35
    return sparse.csr_matrix(rows)


@pytest.fixture(scope="module")
def roofs():
    """Return directions learnt from offers of all four trades, where all of one's own are of roofs or taxes."""
    named, own = NAMES * 25, ["roof-repair", "tax-advice"] * 4
    return Trades.of(texts(named), named, parts(texts(own, seed=1)))


def test_offers_of_one_field_stand_together_though_they_share_no_word(roofs):
    """Roof tiles and roof repair with disjoint words, by the name that their trades share; taxes stand elsewhere."""
    repair = np.zeros((1, WORDS))
    tiles, advice = repair.copy(), repair.copy()
    repair[0, :6], tiles[0, 6:12], advice[0, 12:18] = 0.4, 0.4, 0.4
    one, near, far = (roofs.points([sparse.csr_matrix(row)])[0] for row in (repair, tiles, advice))
    assert one @ near > one @ far + 0.1 * np.linalg.norm(one) * np.linalg.norm(near)


def test_ones_own_offers_reach_as_far_as_they_should(roofs):
    lengths = np.linalg.norm(roofs.points(parts(texts(["roof-repair", "tax-advice"] * 4, seed=1))), axis=1)
    assert np.sqrt((lengths**2).mean()) == pytest.approx(REACH)


def test_what_directions_say_is_the_same_as_weights_of_words(roofs):
    matrix, said = texts(NAMES, seed=2), np.random.default_rng(3).normal(size=(roofs.directions, 4))
    signals = sparse.csr_matrix((len(NAMES), len(SIGNAL_CODES)))
    assert sparse.hstack([matrix, signals]) @ roofs.spread(said) == pytest.approx(roofs.points([matrix]) @ said)


def test_a_signal_is_no_trade(roofs):
    assert not roofs.spread(np.ones((roofs.directions, 4)))[-len(SIGNAL_CODES) :].any()


@pytest.mark.parametrize(("named", "own"), [(FEW - 1, 4), (FEW, 0)], ids=["few are named", "none is one's own"])
def test_too_little_gives_no_direction(named, own):
    names = (NAMES * FEW)[:named]
    found = Trades.of(texts(names), names, parts(texts(NAMES[:1] * own)))
    assert found.directions == 0
    assert found.points([texts(NAMES)]).shape == (len(NAMES), 0)


def test_directions_are_numbers_where_ones_own_offers_have_no_known_word():
    found = Trades.of(texts(NAMES * 20), NAMES * 20, [sparse.csr_matrix((2, WORDS))])
    assert np.isfinite(found.points([texts(NAMES)])).all()
    assert np.isfinite(found.spread(np.ones((found.directions, 4)))).all()


@pytest.mark.parametrize("label", [Label.LEGITIMATE, Label.SCAM])
def test_only_offers_of_the_corpus_name_a_trade(label):
    one = next(each for each in slice_of_corpus() if each.label is Label.SPRAY)
    assert trade_of(one) == one.shape != ""
    assert trade_of(replace(one, label=label)) == trade_of(replace(one, stated=True)) == ""


# ---------------------------------------------------------------- in a model


@pytest.fixture(scope="module")
def mine():
    """Return a slice of the corpus in which some spray is one's own, and called a pitch."""
    spray = [one.name for one in slice_of_corpus() if one.label is Label.SPRAY][::3]
    return [
        replace(one, label=Label.PITCH, stated=True, weight=4.0, author=f"own {one.name}") if one.name in spray else one
        for one in slice_of_corpus()
    ]


@pytest.fixture(scope="module")
def lessons(mine):
    return Lessons.of(mine, Usage())


def test_the_first_question_is_asked_as_if_nobody_had_a_taste(lessons):
    """Word for word the same weights: no legitimate message comes nearer to moving."""
    bent, plain = fit(lessons), fit(replace(lessons, trades=None, points=lessons.points[:, :0]))
    assert bent.of_trades[:, 1:].any()
    assert not bent.of_trades[:, 0].any()
    assert (bent.weights[:, 0] == plain.weights[:, 0]).all()
    assert bent.bias[0] == plain.bias[0]


def test_a_model_serves_what_its_fit_says(mine, lessons):
    fitted = fit(lessons)
    model = fitted.model(lessons, version="")
    rows = np.arange(len(mine))
    read = list(readings([*mine, *told_little.copies(mine)], Usage()))[: len(mine)]
    served = [model.log_odds(model.weigh(one)) for one in read]
    told, carried = fitted.log_odds(lessons.counts, rows), fitted.carried(lessons, rows)
    assert told[:, 0] == pytest.approx(np.array([odds for odds, _ in served]), abs=1e-9)
    assert told[:, 1:] + carried == pytest.approx(np.array([kinds for _, kinds in served]), abs=1e-9)


def test_what_is_said_of_some_offers_is_carried_to_others_that_were_not_seen(mine, lessons):
    """Of one's own offers a third is kept out of the fit; its log-odds of a pitch rise by the directions alone."""
    own = np.flatnonzero([one.stated for one in mine])
    unseen = own[::3]
    inside = np.setdiff1d(np.arange(len(mine)), unseen)
    carried = fit(lessons, rows=inside).carried(lessons, unseen)
    pitch = KINDS.index(Label.PITCH)
    others = [at for at in range(len(KINDS)) if at != pitch]
    assert (carried[:, pitch] > carried[:, others].max(axis=1)).mean() >= 0.9


def test_without_mail_of_ones_own_nothing_is_bent():
    plain = Lessons.of(slice_of_corpus(), Usage())
    assert plain.trades is None
    assert plain.points.shape[1] == 0
    assert sum(bool(trade_of(one)) for one in slice_of_corpus()) >= FEW, "else it would have been too few anyway"


# ---------------------------------------------------------------- what was answered


@pytest.fixture(scope="module")
def answered():
    """Return offers of a slice of the corpus that their reader answered, and the rest of it."""
    spray = [one for one in slice_of_corpus() if one.label is Label.SPRAY]
    gone = {one.name for one in spray[:12]}
    told = [replace(one, label=Label.PITCH, stated=True, weight=4.0, author=f"own {one.name}") for one in spray[:12]]
    return told, [one for one in slice_of_corpus() if one.name not in gone]


def test_what_was_answered_is_of_use_and_nothing_is_said_of_what_outreach_is(answered):
    told, rest = answered
    with_them, without = Lessons.of(rest, Usage(), answered=told), Lessons.of(rest, Usage())
    one, other = fit(with_them), fit(without)
    model = one.model(with_them, version="")
    before = other.model(without, version="")
    read = list(readings([*rest, *told_little.copies(rest), *told], Usage()))[-len(told) :]
    pitch = KINDS.index(Label.PITCH)
    after_odds = np.array([model.log_odds(model.weigh(each))[1] for each in read])
    before_odds = np.array([before.log_odds(before.weigh(each))[1] for each in read])
    assert (after_odds.argmax(axis=1) == pitch).mean() > (before_odds.argmax(axis=1) == pitch).mean()
    mail = list(readings([*rest, *told_little.copies(rest), *told], Usage()))[: len(rest)]
    asked = [[one.log_odds(one.weigh(each))[0] for each in mail] for one in (model, before)]
    assert asked[0] == pytest.approx(asked[1], abs=1e-12)
    assert model.documents == len(rest)
    assert len(with_them.stated) == len(with_them.labels) == with_them.counts.messages


def test_an_answer_to_a_seller_teaches_no_fold_that_judges_that_seller(answered):
    told, rest = answered
    mail = [*rest, replace(rest[0], name="mine", author=told[0].author, stated=True)]
    lessons = Lessons.of(mail, Usage(), answered=told)
    first = lessons.counts.messages - len(told)
    everything = np.arange(len(mail))
    assert first in lessons.of_kinds(everything)
    assert first not in lessons.of_kinds(everything[:-1])
    assert first + 1 in lessons.of_kinds(everything[:-1])


def test_the_mail_of_others_is_not_called_unsure_because_my_taste_is_another(mine, lessons):
    """How sure the kinds are is found out from the words of the corpus, and from words and taste of one's own mail."""
    held_out = out_of_fold(lessons)
    own = np.array([one.stated for one in mine])
    bent = (held_out.by_words != held_out.kinds).any(axis=1)
    assert bent[~own].any()
    assert not bent[own].any()
