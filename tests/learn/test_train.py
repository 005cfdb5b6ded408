"""Training: numpy serves what scikit-learn fitted, the same mail gives the same model, and small classes are no accident."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from letters import slice_of_corpus, small_model
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from triage.domain import OUTREACH, Label
from triage.errors import UsageError
from triage.judge.classifier import KINDS, SCALES, SIGNAL_CODES
from triage.judge.signals import OF_KIND_ALONE, Signal
from triage.learn.modelfile import save
from triage.learn.train import (
    KIND_C,
    MOVE_AT_LEAST,
    OUTREACH_C,
    PIECE_MESSAGES,
    TERM_MESSAGES,
    HeldOut,
    calibrated,
    fit,
    out_of_fold,
    prepare,
    train,
)


@pytest.fixture(scope="module")
def prepared():
    return prepare(slice_of_corpus())


@pytest.fixture(scope="module")
def fitted(prepared):
    return fit(prepared)


@pytest.fixture(scope="module")
def held_out(prepared):
    return out_of_fold(prepared)


def only(prepared, *labels):
    return [row for row in prepared if row.example.label in labels]


# ---------------------------------------------------------------- equal to scikit-learn


class Reference:
    """The same two questions, asked of scikit-learn alone."""

    def __init__(self, rows):
        how = {"sublinear_tf": True, "norm": "l2"}
        self.terms = TfidfVectorizer(analyzer=lambda row: row.reading.terms, min_df=TERM_MESSAGES, **how)
        self.pieces = TfidfVectorizer(analyzer=lambda row: row.reading.pieces.tolist(), min_df=PIECE_MESSAGES, **how)
        self.terms.fit(rows)
        self.pieces.fit(rows)
        labels = np.array([row.example.label for row in rows])
        outreach = labels != Label.LEGITIMATE
        matrix = self.matrix(rows)
        how = {"class_weight": "balanced", "max_iter": 2000, "random_state": 0}
        self.first = LogisticRegression(C=OUTREACH_C, solver="liblinear", **how).fit(self.asked_first(matrix), outreach)
        kinds = [KINDS.index(label) for label in labels[outreach]]
        self.second = LogisticRegression(C=KIND_C, **how).fit(matrix[outreach], kinds)

    def matrix(self, rows):
        said = np.zeros((len(rows), len(SIGNAL_CODES)))
        for at, row in enumerate(rows):
            for signal in row.reading.signals:
                said[at, SIGNAL_CODES.index(signal.code)] = signal.strength * SCALES[signal.code]
        return sparse.hstack(
            [self.terms.transform(rows), self.pieces.transform(rows), sparse.csr_matrix(said)], format="csr"
        )

    def asked_first(self, matrix):
        silent = matrix.shape[1] - len(SIGNAL_CODES) + np.array([SIGNAL_CODES.index(code) for code in OF_KIND_ALONE])
        dense = matrix.tolil()
        dense[:, silent] = 0
        return dense.tocsr()

    def log_odds(self, rows):
        matrix = self.matrix(rows)
        return self.first.decision_function(self.asked_first(matrix)), self.second.decision_function(matrix)


def ours(model, rows):
    odds = [model.log_odds(model.weigh(row.reading)) for row in rows]
    return np.array([each[0] for each in odds]), np.array([each[1] for each in odds])


def test_numpy_scores_mail_never_seen_as_scikit_learn_does(prepared):
    learnt, unseen = prepared[::2], prepared[1::2]
    reference = Reference(learnt)
    outreach, kinds = ours(fit(learnt), unseen)
    expected_outreach, expected_kinds = reference.log_odds(unseen)
    assert len(unseen) > 50
    assert np.abs(outreach).max() > 0.1, "there is something to compare"
    assert outreach == pytest.approx(expected_outreach, abs=1e-9)
    assert kinds == pytest.approx(expected_kinds, abs=1e-9)


def test_two_kinds_have_the_odds_that_scikit_learn_gives_them(prepared):
    two = only(prepared, Label.LEGITIMATE, Label.SPRAY, Label.SCAM)
    learnt, unseen = two[::2], two[1::2]
    reference = Reference(learnt)
    outreach, kinds = ours(fit(learnt), unseen)
    expected_outreach, scam_over_spray = reference.log_odds(unseen)
    assert outreach == pytest.approx(expected_outreach, abs=1e-9)
    assert kinds[:, KINDS.index(Label.SCAM)] - kinds[:, KINDS.index(Label.SPRAY)] == pytest.approx(
        scam_over_spray, abs=1e-9
    )


def test_signals_of_the_kind_alone_say_nothing_of_outreach(fitted):
    for code in SIGNAL_CODES:
        if code in OF_KIND_ALONE:
            assert fitted.signal_weight(Signal(code, 1.0)) == 0.0
    assert any(fitted.signal_weight(Signal(code, 1.0)) for code in SIGNAL_CODES if code not in OF_KIND_ALONE)


# ---------------------------------------------------------------- the same again


def test_the_same_mail_gives_the_same_bytes(tmp_path):
    again = train(slice_of_corpus(), version="small")
    assert again is not small_model()
    save(small_model(), tmp_path / "one")
    save(again, tmp_path / "two")
    for name in ("model.npz", "model.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_fit_forgets_earlier_fits(prepared, fitted):
    fit(prepared[::2])
    again = fit(prepared)
    assert fitted.weights.tolist() == again.weights.tolist()
    assert fitted.bias.tolist() == again.bias.tolist()


# ---------------------------------------------------------------- small and missing classes


def kind_scores(model, rows, kind):
    return [model.scores(model.weigh(row.reading), relevance=True)[kind] for row in rows]


def test_a_class_of_two_examples_is_learnt(prepared):
    scams = only(prepared, Label.SCAM)
    others = [row for row in prepared if row.example.label is not Label.SCAM]
    model = fit([*others, *scams[:2]])
    seen = np.mean(kind_scores(model, scams[:2], Label.SCAM))
    assert seen > 2 * np.mean(kind_scores(model, others, Label.SCAM))


@pytest.mark.parametrize("missing", KINDS)
def test_a_kind_without_an_example_is_never_likely(prepared, missing):
    model = fit([row for row in prepared[::2] if row.example.label is not missing])
    assert max(kind_scores(model, prepared, missing)) < 1e-6


def test_a_single_kind_takes_all_outreach(prepared):
    model = fit(only(prepared, Label.LEGITIMATE, Label.PITCH))
    for row in prepared:
        scores = model.scores(model.weigh(row.reading), relevance=True)
        assert scores[Label.PITCH] == pytest.approx(1 - scores[Label.LEGITIMATE], abs=1e-6)


@pytest.mark.parametrize("labels", [[Label.LEGITIMATE], sorted(OUTREACH)], ids=["legitimate-alone", "outreach-alone"])
def test_where_there_is_nothing_to_tell_apart_training_says_so(labels):
    with pytest.raises(UsageError, match="legitimate mail and outreach"):
        train([each for each in slice_of_corpus() if each.label in labels], version="x")


def test_no_mail_at_all_is_nothing_to_tell_apart():
    with pytest.raises(UsageError, match="legitimate mail and outreach"):
        train([], version="x")


# ---------------------------------------------------------------- calibration


def test_probabilities_and_thresholds_stay_within_their_bounds():
    model = small_model()
    assert model.calibration[0] > 0, "more odds are never less probable"
    assert 0.2 <= model.temperature <= 5.0
    assert set(model.thresholds) == set(KINDS)
    assert all(MOVE_AT_LEAST <= threshold < 1.0 for threshold in model.thresholds.values())
    assert (model.documents, model.version) == (len(slice_of_corpus()), "small")


def test_nothing_is_scored_by_a_model_that_saw_its_author(prepared, held_out):
    """Mail that only one author writes teaches nothing about that author's own mail."""
    assert {row.example.author for row in prepared} == {"ben", "nora", "tom"}
    without_ben = fit([row for row in prepared if row.example.author != "ben"])
    for at, row in enumerate(prepared):
        if row.example.author == "ben":
            odds, kinds = without_ben.log_odds(without_ben.weigh(row.reading))
            assert held_out.outreach[at] == pytest.approx(odds, abs=1e-9)
            assert held_out.kinds[at] == pytest.approx(kinds, abs=1e-9)


def test_the_mail_of_one_author_is_held_out_by_campaign(prepared):
    """Where authors are too few to leave one out, what belongs together is left out together."""
    rows = [
        replace(row, example=replace(row.example, author="me", group=f"g{at // 3}"))
        for at, row in enumerate(prepared[::4])
    ]
    held_out = out_of_fold(rows)
    assert held_out.outreach.shape == (len(rows),)
    assert held_out.kinds.shape == (len(rows), 4)
    assert np.abs(held_out.outreach).min() > 0, "each was scored"


def test_held_out_scores_that_tell_less_make_a_flatter_model(prepared, fitted, held_out):
    legitimate = np.array([row.example.label is Label.LEGITIMATE for row in prepared])
    spoilt = held_out.outreach.copy()
    spoilt[np.flatnonzero(legitimate)[:4]] = held_out.outreach.max()
    flat = calibrated(fitted, prepared, replace(held_out, outreach=spoilt))
    assert 0 <= flat.calibration[0] < calibrated(fitted, prepared, held_out).calibration[0]


def test_hardly_any_held_out_legitimate_mail_reaches_the_threshold(prepared, fitted, held_out):
    model = calibrated(fitted, prepared, held_out)
    slope, intercept = model.calibration
    probability = 1 / (1 + np.exp(-(slope * held_out.outreach + intercept)))
    least = min(model.thresholds.values())
    moved = [row.example.name for row, one in zip(prepared, probability, strict=True) if one >= least]
    labels = {row.example.name: row.example.label for row in prepared}
    assert sum(labels[name] is Label.LEGITIMATE for name in moved) <= 1


def test_with_hardly_any_legitimate_mail_a_model_is_as_careful_as_can_be(prepared, fitted, held_out):
    legitimate = [at for at, row in enumerate(prepared) if row.example.label is Label.LEGITIMATE]
    kept = sorted(set(range(len(prepared))) - set(legitimate[12:]))
    many = calibrated(fitted, prepared, held_out)
    careful = calibrated(fitted, [prepared[at] for at in kept], HeldOut(held_out.outreach[kept], held_out.kinds[kept]))
    assert min(careful.thresholds.values()) >= max(0.99, *many.thresholds.values())


def test_each_message_counts_itself_out_when_words_are_called_rare():
    """A word that stands in one message alone is as rare as one never seen, so no fact is learnt by heart."""
    examples = slice_of_corpus()[:40]
    found = {row.example.name: row.reading.signals for row in prepare(examples)}
    again = {row.example.name: row.reading.signals for row in prepare(examples)}
    assert found == again
    assert any(signal.code == "fact-about-me" for signals in found.values() for signal in signals)
