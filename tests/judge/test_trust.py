"""The bound of the error is that of Clopper and Pearson, and what is thin is thin to the message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from triage.judge.trust import Evidence, upper_bound


@pytest.mark.parametrize("trials", [1, 2, 10, 99, 100, 157, 1_000, 250_000])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.03, 0.5, 0.99])
def test_the_bound_is_the_quantile_of_the_beta_distribution(trials, share):
    errors = min(int(trials * share), trials - 1)
    assert upper_bound(errors, trials) == pytest.approx(beta.ppf(0.95, errors + 1, trials - errors), rel=1e-8)


@given(st.integers(1, 5_000), st.data(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_the_bound_is_that_quantile_whatever_was_counted(trials, data, sureness):
    errors = data.draw(st.integers(0, trials - 1))
    expected = beta.ppf(sureness, errors + 1, trials - errors)
    assert upper_bound(errors, trials, sureness=sureness) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(("errors", "trials"), [(0, 0), (1, 1), (7, 7), (7, 3)])
def test_where_nothing_is_known_or_all_was_wrong_the_error_may_be_everything(errors, trials):
    assert upper_bound(errors, trials) == 1.0


@pytest.mark.parametrize("trials", [100, 1_000, 10_000])
def test_without_errors_it_is_what_the_rule_of_three_says_or_a_little_less(trials):
    assert 2.9 / trials < upper_bound(0, trials) < 3 / trials


@pytest.mark.parametrize(
    ("judged", "corrected", "thin"),
    [(0, 0, True), (99, 0, True), (100, 0, False), (100, 1, True), (156, 1, True), (157, 1, False), (1_000, 30, True)],
)
def test_evidence_is_thin_below_a_hundred_or_above_three_percent(judged, corrected, thin):
    assert Evidence(judged, corrected, recent=500).is_thin is thin


def test_the_evidence_of_two_mailboxes_adds_up():
    assert Evidence(1, 2, 3) + Evidence(10, 20, 30) == Evidence(11, 22, 33)
