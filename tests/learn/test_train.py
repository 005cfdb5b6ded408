"""Training: numpy serves what scikit-learn fitted, the same mail gives the same model, and small classes are no accident."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from letters import slice_of_corpus, small_model
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from triage.domain import OUTREACH, Label
from triage.errors import UsageError
from triage.judge.classifier import KINDS, SCALES, SIGNAL_CODES, Reading
from triage.judge.signals import NEARNESS, OF_KIND_ALONE, Signal
from triage.judge.usage import Usage
from triage.learn import told_little
from triage.learn.corpus import Example
from triage.learn.matrix import AT_ONCE, PIECE_MESSAGES, TERM_MESSAGES, counted
from triage.learn.modelfile import save
from triage.learn.train import (
    KIND_C,
    MOVE_AT_LEAST,
    OUTREACH_C,
    HeldOut,
    Lessons,
    calibrated,
    fit,
    out_of_fold,
    readings,
    train,
)


@dataclass(frozen=True)
class School:
    """Examples, the readings of them and of their copies, and the lessons made of the same."""

    examples: list[Example]
    readings: list[Reading]
    lessons: Lessons

    @classmethod
    def of(cls, examples):
        everything = [*examples, *told_little.copies(examples)]
        return cls(list(examples), list(readings(everything, Usage())), Lessons.of(examples, Usage()))

    @property
    def rows(self):
        return np.arange(len(self.examples))

    def model(self, rows=None):
        return fit(self.lessons, rows=rows).model(self.lessons, version="")

    def labelled(self, *labels):
        return [at for at, example in enumerate(self.examples) if example.label in labels]


@pytest.fixture(scope="module")
def school():
    return School.of(slice_of_corpus())


@pytest.fixture(scope="module")
def model(school):
    return school.model()


@pytest.fixture(scope="module")
def held_out(school):
    return out_of_fold(school.lessons)


# ---------------------------------------------------------------- equal to scikit-learn


class Reference:
    """The same two questions, asked of scikit-learn alone."""

    def __init__(self, school, rows):
        how = {"sublinear_tf": True, "norm": "l2"}
        learnt = [school.readings[at] for at in rows]
        self.terms = TfidfVectorizer(analyzer=lambda read: read.terms, min_df=TERM_MESSAGES, **how).fit(learnt)
        self.pieces = TfidfVectorizer(analyzer=lambda read: read.pieces.tolist(), min_df=PIECE_MESSAGES, **how)
        self.pieces.fit(learnt)
        outreach = [school.examples[at].label is not Label.LEGITIMATE for at in rows]
        how = {"class_weight": "balanced", "max_iter": 2000}
        self.first = LogisticRegression(C=OUTREACH_C, tol=1e-6, **how)
        self.first.fit(self.asked_first(self.matrix(learnt)), outreach)
        taught = school.lessons.of_kinds(np.asarray(rows))
        kinds = [KINDS.index(Label(label)) for label in school.lessons.labels[taught]]
        self.second = LogisticRegression(C=KIND_C, solver="newton-cg", **how)
        self.second.fit(self.matrix([school.readings[at] for at in taught]), kinds)

    def matrix(self, read):
        said = np.zeros((len(read), len(SIGNAL_CODES)))
        for at, one in enumerate(read):
            for signal in one.signals:
                said[at, SIGNAL_CODES.index(signal.code)] = signal.strength * SCALES[signal.code]
        return sparse.hstack(
            [self.terms.transform(read), self.pieces.transform(read), sparse.csr_matrix(said)], format="csr"
        )

    def asked_first(self, matrix):
        silent = matrix.shape[1] - len(SIGNAL_CODES) + np.array([SIGNAL_CODES.index(code) for code in OF_KIND_ALONE])
        dense = matrix.tolil()
        dense[:, silent] = 0
        return dense.tocsr()

    def log_odds(self, read):
        matrix = self.matrix(read)
        return self.first.decision_function(self.asked_first(matrix)), self.second.decision_function(matrix)


def served(model, read):
    odds = [model.log_odds(model.weigh(one)) for one in read]
    return np.array([each[0] for each in odds]), np.array([each[1] for each in odds])


def test_numpy_scores_mail_never_seen_as_scikit_learn_does(school):
    unseen = school.readings[1 : len(school.examples) : 2]
    outreach, kinds = served(school.model(school.rows[::2]), unseen)
    expected_outreach, expected_kinds = Reference(school, school.rows[::2]).log_odds(unseen)
    assert len(unseen) > 50
    assert np.abs(outreach).max() > 0.1, "there is something to compare"
    assert {signal.code for one in unseen for signal in one.signals} & NEARNESS, "every scale is used"
    assert outreach == pytest.approx(expected_outreach, abs=1e-9)
    assert kinds == pytest.approx(expected_kinds, abs=1e-9)


def test_two_kinds_have_the_odds_that_scikit_learn_gives_them(school):
    two = np.array(school.labelled(Label.LEGITIMATE, Label.SPRAY, Label.SCAM))
    unseen = [school.readings[at] for at in two[1::2]]
    outreach, kinds = served(school.model(two[::2]), unseen)
    expected_outreach, scam_over_spray = Reference(school, two[::2]).log_odds(unseen)
    assert outreach == pytest.approx(expected_outreach, abs=1e-9)
    assert kinds[:, KINDS.index(Label.SCAM)] - kinds[:, KINDS.index(Label.SPRAY)] == pytest.approx(
        scam_over_spray, abs=1e-9
    )


def test_mail_is_weighed_many_at_once_as_it_is_served_one_by_one(school):
    """More rows than are joined at once, in an order of their own, and some twice."""
    rows = np.tile(school.rows[::-1], 1 + AT_ONCE // len(school.rows))
    assert len(rows) > AT_ONCE
    fitted = fit(school.lessons, rows=school.rows[::3])
    many = fitted.log_odds(school.lessons.counts, rows)
    model = fitted.model(school.lessons, version="")
    outreach, kinds = served(model, [school.readings[at] for at in school.rows])
    assert many[:, 0] == pytest.approx(outreach[rows], abs=1e-9)
    assert many[:, 1:] == pytest.approx(kinds[rows], abs=1e-9)


def test_counts_are_of_terms_and_pieces_that_enough_messages_hold():
    def read(terms, pieces, *signals):
        return Reading(tuple(terms.split()), np.array(pieces, dtype=np.uint64), signals)

    tender = SIGNAL_CODES[3]
    counts = counted(
        iter(
            [
                read("roof roof tile", [9, 7, 9, 9], Signal(tender, 0.5)),
                read("", []),
                read("tile once ash", [7, 2**63, 9]),
                read("roof ash ash", [9, 2**63, 5, 2**63, 2**63]),
                read("", [2**63]),
            ]
        )
    )
    assert counts.messages == 5
    assert list(counts.names) == ["ash", "roof", "tile"]
    assert counts.terms.toarray().tolist() == [[0, 2, 1], [0, 0, 0], [1, 0, 1], [2, 1, 0], [0, 0, 0]]
    assert counts.keys.tolist() == [9, 2**63]
    assert counts.pieces.toarray().tolist() == [[3, 0], [0, 0], [1, 1], [1, 3], [0, 1]]
    assert counts.signals.toarray().nonzero() == (np.array([0]), np.array([3]))
    assert counts.signals[0, 3] == pytest.approx(0.5 * SCALES[tender])


def test_signals_of_the_kind_alone_say_nothing_of_outreach(model):
    for code in SIGNAL_CODES:
        if code in OF_KIND_ALONE:
            assert model.signal_weight(Signal(code, 1.0)) == 0.0
    assert any(model.signal_weight(Signal(code, 1.0)) for code in SIGNAL_CODES if code not in OF_KIND_ALONE)


# ---------------------------------------------------------------- copies for recipients who told little


def test_a_copy_is_of_the_same_message_for_somebody_who_told_one_line(school):
    lessons = school.lessons
    copies = told_little.copies(school.examples)
    assert len(lessons.copies) == len(lessons.copied) > 10
    for row, source in zip(lessons.copies, lessons.copied, strict=True):
        copy, original = copies[row - len(school.examples)], school.examples[source]
        assert (copy.name, copy.label) == (original.name, original.label)
        assert lessons.labels[row] == original.label != Label.LEGITIMATE
        assert copy.recipient.name == original.recipient.name
        assert copy.recipient.about in original.recipient.about
        assert (copy.recipient.interests, copy.recipient.never) == ((), ())


def test_copies_teach_kinds_alone_and_only_where_their_source_is_learnt_from(school):
    lessons = school.lessons
    rows = school.rows[::2]
    taught = lessons.of_kinds(rows)
    here = taught[taught < len(school.examples)]
    assert here.tolist() == [at for at in rows if school.examples[at].label is not Label.LEGITIMATE]
    source = dict(zip(lessons.copies.tolist(), lessons.copied.tolist(), strict=True))
    copied = {source[at] for at in taught.tolist() if at >= len(school.examples)}
    assert copied == set(lessons.copied.tolist()) & set(rows.tolist())


# ---------------------------------------------------------------- the same again


def test_the_same_mail_gives_the_same_bytes(tmp_path):
    again = train(slice_of_corpus(), usage=Usage(), version="small")
    assert again is not small_model()
    save(small_model(), tmp_path / "one")
    save(again, tmp_path / "two")
    for name in ("model.npz", "model.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_fit_forgets_earlier_fits(school, model):
    school.model(school.rows[::2])
    again = school.model()
    assert model.weights.all().tolist() == again.weights.all().tolist()
    assert model.bias.tolist() == again.bias.tolist()


# ---------------------------------------------------------------- small and missing classes


def kind_scores(model, read, kind):
    return [model.scores(model.weigh(one), relevance=True)[kind] for one in read]


def test_a_class_of_two_examples_is_learnt(school):
    scams, others = school.labelled(Label.SCAM), school.labelled(*set(Label) - {Label.SCAM})
    model = school.model(np.array([*others, *scams[:2]]))
    seen = np.mean(kind_scores(model, [school.readings[at] for at in scams[:2]], Label.SCAM))
    assert seen > 2 * np.mean(kind_scores(model, [school.readings[at] for at in others], Label.SCAM))


@pytest.mark.parametrize("missing", KINDS)
def test_a_kind_without_an_example_is_never_likely(school, missing):
    model = school.model(np.array(school.labelled(*set(Label) - {missing})[::2]))
    assert max(kind_scores(model, school.readings, missing)) < 1e-6


@pytest.mark.parametrize("kind", [Label.SPRAY, Label.PITCH])
def test_a_single_kind_takes_all_outreach(school, kind):
    model = school.model(np.array(school.labelled(Label.LEGITIMATE, kind)))
    for read in school.readings:
        scores = model.scores(model.weigh(read), relevance=True)
        assert scores[kind] == pytest.approx(1 - scores[Label.LEGITIMATE], abs=1e-6)


@pytest.mark.parametrize("labels", [[Label.LEGITIMATE], sorted(OUTREACH)], ids=["legitimate-alone", "outreach-alone"])
def test_where_there_is_nothing_to_tell_apart_training_says_so(labels):
    with pytest.raises(UsageError, match="legitimate mail and outreach"):
        train([each for each in slice_of_corpus() if each.label in labels], usage=Usage(), version="x")


def test_no_mail_at_all_is_nothing_to_tell_apart():
    with pytest.raises(UsageError, match="legitimate mail and outreach"):
        train([], usage=Usage(), version="x")


# ---------------------------------------------------------------- calibration


def test_probabilities_and_thresholds_stay_within_their_bounds():
    model = small_model()
    assert model.calibration[0] > 0, "more odds are never less probable"
    assert 0.2 <= model.temperature <= 5.0
    assert set(model.thresholds) == set(KINDS)
    assert all(MOVE_AT_LEAST <= threshold < 1.0 for threshold in model.thresholds.values())
    assert (model.documents, model.version) == (len(slice_of_corpus()), "small")


def test_nothing_is_scored_by_a_model_that_saw_its_author(school, held_out):
    """Mail that only one author writes teaches nothing about that author's own mail."""
    assert {example.author for example in school.examples} == {"ben", "nora", "tom"}
    by_ben = [at for at, example in enumerate(school.examples) if example.author == "ben"]
    odds, kinds = served(school.model(np.delete(school.rows, by_ben)), [school.readings[at] for at in by_ben])
    assert held_out.outreach[by_ben] == pytest.approx(odds, abs=1e-9)
    assert held_out.kinds[by_ben] == pytest.approx(kinds, abs=1e-9)


def test_the_mail_of_one_author_is_held_out_by_campaign():
    """Where authors are too few to leave one out, what belongs together is left out together."""
    mine = [replace(example, author="me", group=f"g{at % 5}") for at, example in enumerate(slice_of_corpus()[::2])]
    school = School.of(mine)
    held_out = out_of_fold(school.lessons)
    assert (held_out.outreach.shape, held_out.kinds.shape) == ((len(mine),), (len(mine), 4))
    out = np.flatnonzero([example.group == "g3" for example in mine])
    odds, kinds = served(school.model(np.delete(school.rows, out)), [school.readings[at] for at in out])
    assert held_out.outreach[out] == pytest.approx(odds, abs=1e-9)
    assert held_out.kinds[out] == pytest.approx(kinds, abs=1e-9)


def test_held_out_scores_that_tell_less_make_a_flatter_model(school, model, held_out):
    spoilt = held_out.outreach.copy()
    spoilt[school.labelled(Label.LEGITIMATE)[:4]] = held_out.outreach.max()
    flat = calibrated(model, school.examples, replace(held_out, outreach=spoilt))
    assert 0 <= flat.calibration[0] < calibrated(model, school.examples, held_out).calibration[0]


def test_languages_of_which_less_was_learnt_are_calibrated_by_themselves(school, model, held_out):
    """Their log-odds are smaller, and mean as much: what is told of them is as sure as what is told of the others."""
    many = np.tile(np.arange(len(school.examples)), 4)
    examples = [school.examples[at] for at in many]
    foreign = np.arange(len(many)) % 2 == 1
    odds = np.where(foreign, held_out.outreach[many] / 3, held_out.outreach[many])
    ready = calibrated(model, examples, HeldOut(odds, held_out.kinds[many], ~foreign, held_out.kinds[many]))
    slope, intercept = ready.calibration
    steeper, same = ready.calibration_unfamiliar
    assert steeper == pytest.approx(3 * slope, rel=0.4)
    assert same == pytest.approx(intercept, abs=0.5)
    everywhere = np.full(len(many), fill_value=True)
    one_for_all = calibrated(model, examples, HeldOut(odds, held_out.kinds[many], everywhere, held_out.kinds[many]))
    assert one_for_all.calibration == one_for_all.calibration_unfamiliar, "of nothing no line is drawn"


def test_hardly_any_held_out_legitimate_mail_reaches_the_threshold(school, model, held_out):
    ready = calibrated(model, school.examples, held_out)
    slope, intercept = ready.calibration
    probability = 1 / (1 + np.exp(-(slope * held_out.outreach + intercept)))
    moved = probability >= min(ready.thresholds.values())
    assert moved[school.labelled(Label.LEGITIMATE)].sum() <= 1


def test_with_hardly_any_legitimate_mail_a_model_is_as_careful_as_can_be(school, model, held_out):
    kept = sorted(set(range(len(school.examples))) - set(school.labelled(Label.LEGITIMATE)[12:]))
    many = calibrated(model, school.examples, held_out)
    few = [school.examples[at] for at in kept]
    of_few = HeldOut(held_out.outreach[kept], held_out.kinds[kept], held_out.familiar[kept], held_out.by_words[kept])
    careful = calibrated(model, few, of_few)
    assert min(careful.thresholds.values()) >= max(0.99, *many.thresholds.values())


def test_each_message_counts_itself_out_when_words_are_called_rare():
    """A word that stands in one message alone is as rare as one never seen, so no fact is learnt by heart."""
    examples = slice_of_corpus()[:40]
    found = [read.signals for read in readings(examples, Usage())]
    assert found == [read.signals for read in readings(examples, Usage())]
    assert any(signal.code == "fact-about-me" for signals in found for signal in signals)
