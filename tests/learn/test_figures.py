"""Figures of sets small enough to count by hand, and intervals that are as wide as what was measured is narrow."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import LABELS, OUTREACH, Label
from triage.learn.figures import BINS, Case, Figure, by_facet, figures

LEGITIMATE, SPRAY, IRRELEVANT, PITCH, SCAM = (
    Label.LEGITIMATE,
    Label.SPRAY,
    Label.IRRELEVANT,
    Label.PITCH,
    Label.SCAM,
)


def case(truth, label=None, *, told=None, likeliest=None, moved=None, group="", **facets):
    """Return a case: `told` is its probability of outreach, `likeliest` the kind that has most of it."""
    label = label or truth
    told = (0.05 if label is LEGITIMATE else 0.95) if told is None else told
    likeliest = likeliest or (SPRAY if label is LEGITIMATE else label)
    scores = {one: told * (0.7 if one is likeliest else 0.1) for one in LABELS} | {LEGITIMATE: 1.0 - told}
    moved = label is not LEGITIMATE if moved is None else moved
    return Case(truth, label, moved, scores, group or f"{truth} {label} {told} {id(scores)}", facets)


EIGHT = [
    case(LEGITIMATE),
    case(LEGITIMATE),
    case(LEGITIMATE, SPRAY),
    case(SPRAY),
    case(SPRAY, PITCH, told=0.65, moved=False),
    case(SPRAY, LEGITIMATE, told=0.25),
    case(PITCH),
    case(SCAM),
]
"""Two of eight stay wrongly, one moves wrongly, and nothing is irrelevant."""


@pytest.mark.parametrize(
    ("label", "precision", "recall", "f1", "answered", "there"),
    [
        (LEGITIMATE, 2 / 3, 2 / 3, 2 / 3, 3, 3),
        (SPRAY, 1 / 2, 1 / 3, 2 / 5, 2, 3),
        (PITCH, 1 / 2, 1.0, 2 / 3, 2, 1),
        (SCAM, 1.0, 1.0, 1.0, 1, 1),
        (IRRELEVANT, None, None, None, 0, 0),
    ],
)
def test_precision_recall_and_f1_of_a_label(label, precision, recall, f1, answered, there):
    found = figures(EIGHT).labels[label]
    assert (found.precision.value, found.recall.value, found.f1.value) == pytest.approx((precision, recall, f1))
    assert (found.precision.count, found.recall.count, found.f1.count) == (answered, there, there)


def test_the_confusion_has_truths_in_rows_and_answers_in_columns():
    found = figures(EIGHT)
    assert found.messages == 8
    assert found.confusion.tolist() == [
        [2, 1, 0, 0, 0],
        [1, 1, 0, 1, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 0, 0, 0, 1],
    ]


def test_the_mean_over_kinds_is_over_those_that_are_there():
    found = figures(EIGHT)
    assert found.macro_f1.value == pytest.approx((2 / 5 + 2 / 3 + 1) / 3)
    assert found.macro_f1.count == found.kinds_f1.count == 5


def test_of_outreach_alone_the_likeliest_kind_counts_whether_or_not_it_was_found_out():
    assert figures(EIGHT).kinds_f1.value == pytest.approx((4 / 5 + 2 / 3 + 1) / 3)


def pitched(truth, share):
    """Return a case of which this share of the probability of outreach is that of a pitch."""
    scores = dict.fromkeys(LABELS, 0.0) | {LEGITIMATE: 0.5, PITCH: share / 2, SPRAY: (1 - share) / 2}
    return Case(truth, PITCH, False, scores, f"{truth} {share}", {})


def test_pitches_are_found_as_long_as_most_of_what_is_called_one_is_one():
    """From .9 down 6 of 6, from .7 down 7 of 8 (.875), from .5 down 9 of 11 (.82); outreach alone counts."""
    mail = [pitched(PITCH, 0.9)] * 6 + [pitched(SPRAY, 0.8), pitched(PITCH, 0.7)]
    mail += [pitched(PITCH, 0.5)] * 2 + [pitched(IRRELEVANT, 0.5)]
    mail += [pitched(LEGITIMATE, 0.95)] * 5
    found = figures(mail).pitch_recall
    assert (found.value, found.count) == (pytest.approx(7 / 9), 9)


@pytest.mark.parametrize(("others", "found"), [(0, 1.0), (1, 0.0)])
def test_where_even_the_surest_are_too_often_no_pitches_none_is_found(others, found):
    mail = [pitched(PITCH, 0.9), *[pitched(SPRAY, 0.9)] * others]
    assert figures(mail).pitch_recall.value == found


def test_what_moves_is_counted_by_what_it_is():
    found = figures(EIGHT)
    assert (found.legitimate_moved.value, found.legitimate_moved.count) == (pytest.approx(1 / 3), 3)
    assert (found.outreach_caught.value, found.outreach_caught.count) == (pytest.approx(3 / 5), 5)
    assert {label: one.value for label, one in found.moved_by_label.items()} == {
        LEGITIMATE: pytest.approx(1 / 3),
        SPRAY: pytest.approx(1 / 3),
        IRRELEVANT: None,
        PITCH: 1.0,
        SCAM: 1.0,
    }


def test_the_calibration_error_is_what_was_told_less_what_was_true_by_tenths():
    """In the first tenth 0.1 told and none true, in the last 3.8 and three; one each at 0.25 and 0.65, both outreach."""
    found = figures(EIGHT)
    assert found.calibration_error.value == pytest.approx((0.1 + 0.8 + 0.75 + 0.35) / 8)
    there = {at: (one.count, one.told, one.true) for at, one in enumerate(found.reliability) if one.count}
    assert there == {
        0: (2, pytest.approx(0.05), 0.0),
        2: (1, pytest.approx(0.25), 1.0),
        6: (1, pytest.approx(0.65), 1.0),
        9: (4, pytest.approx(0.95), 0.75),
    }
    assert len(found.reliability) == BINS


def test_a_probability_of_one_is_in_the_last_tenth():
    found = figures([case(SCAM, told=1.0), case(LEGITIMATE, told=0.0)])
    assert [one.count for one in found.reliability] == [1, *[0] * (BINS - 2), 1]
    assert found.calibration_error.value == 0.0


# ---------------------------------------------------------------- nothing to measure


def test_an_empty_class_has_no_figure_and_an_interval_that_says_nothing():
    found = figures([case(LEGITIMATE)] * 3)
    nothing = Figure(None, 0.0, 1.0, 0)
    assert found.outreach_caught == found.macro_f1 == found.kinds_f1 == found.pitch_recall == nothing
    assert {found.moved_by_label[kind] for kind in OUTREACH} == {nothing}
    assert {found.labels[kind].recall for kind in OUTREACH} == {nothing}


def test_a_label_that_was_answered_and_is_not_there_has_a_precision_of_nought_and_no_recall():
    found = figures([case(LEGITIMATE, SPRAY), case(LEGITIMATE)]).labels[SPRAY]
    assert (found.precision.value, found.precision.count) == (0.0, 1)
    assert found.recall.value is None


def test_figures_of_no_cases_are_refused():
    with pytest.raises(ValueError, match="no cases"):
        figures([])


# ---------------------------------------------------------------- intervals


def all_figures(found):
    for one in fields(found):
        value = getattr(found, one.name)
        if isinstance(value, Figure):
            yield one.name, value
    for label, of in found.labels.items():
        yield from ((f"{label} {one.name}", getattr(of, one.name)) for one in fields(of))
        yield f"{label} moved", found.moved_by_label[label]


cases = st.builds(
    case,
    st.sampled_from(LABELS),
    st.sampled_from(LABELS),
    told=st.floats(0, 1),
    likeliest=st.sampled_from(sorted(OUTREACH)),
    moved=st.booleans(),
    group=st.sampled_from("abcdefgh"),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(cases, min_size=1, max_size=30))
def test_an_interval_contains_its_figure_and_stays_between_nought_and_one(mail):
    for name, one in all_figures(figures(mail)):
        assert 0.0 <= one.low <= one.high <= 1.0 + 1e-12, name
        assert one.value is None or one.low - 1e-12 <= one.value <= one.high + 1e-12, name


def test_the_interval_of_an_error_that_can_only_be_drawn_larger_contains_it():
    """Nearly every draw of well calibrated mail is worse calibrated than the mail itself."""
    mail = [
        case(SPRAY if at % every == 0 else LEGITIMATE, told=1 / every, group=f"{every} {at}")
        for every in (2, 4, 8)
        for at in range(1000)
    ]
    error = figures(mail).calibration_error
    assert error.value == 0.0
    assert error.low == 0.0
    assert 0.0 < error.high < 0.1


@pytest.mark.parametrize(
    ("label", "of", "expected"),
    [
        (LEGITIMATE, "legitimate_moved", (0.0, 1.96**2 / (50 + 1.96**2))),
        (SPRAY, "outreach_caught", (50 / (50 + 1.96**2), 1.0)),
    ],
    ids=["none", "all"],
)
def test_where_no_draw_can_differ_the_interval_is_that_of_wilson(label, of, expected):
    found = getattr(figures([case(label) for _ in range(50)]), of)
    assert found.value == (0.0 if of == "legitimate_moved" else 1.0)
    assert (found.low, found.high) == pytest.approx(expected)


def test_groups_are_drawn_whole():
    """Of forty letters half move. Each on its own they tell much, as two campaigns next to nothing."""
    alone = [case(LEGITIMATE, SPRAY if at < 20 else LEGITIMATE, group=str(at)) for at in range(40)]
    campaigns = [case(LEGITIMATE, SPRAY if at < 20 else LEGITIMATE, group=str(at < 20)) for at in range(40)]
    told, little = figures(alone).legitimate_moved, figures(campaigns).legitimate_moved
    assert told.value == little.value == 0.5
    deviations = 1.96 * math.sqrt(0.25 / 40)
    assert (told.low, told.high) == pytest.approx((0.5 - deviations, 0.5 + deviations), abs=0.03)
    assert (little.low, little.high) == (0.0, 1.0)


def test_the_same_cases_have_the_same_intervals():
    assert dict(all_figures(figures(EIGHT))) == dict(all_figures(figures(EIGHT)))


# ---------------------------------------------------------------- by facet


def test_cases_of_each_value_of_a_facet_are_measured_apart_most_cases_first():
    mail = [
        case(SPRAY, language="pl"),
        case(SPRAY, LEGITIMATE, language="de"),
        case(SPRAY, language="de"),
        case(SPRAY, language="cs"),
        case(SPRAY, LEGITIMATE, language=""),
        case(SPRAY, LEGITIMATE),
    ]
    found = by_facet(mail, "language")
    assert [(value, one.messages, one.outreach_caught.value) for value, one in found.items()] == [
        ("de", 2, 0.5),
        ("cs", 1, 1.0),
        ("pl", 1, 1.0),
    ]
