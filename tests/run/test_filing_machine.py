"""Filing, undo and their reader, in any order, with a fault at any step: nothing lost, doubled, misfiled or filed again."""

from faults.histories import History, make
from hypothesis import HealthCheck, settings

TestFiling = History.TestCase
TestFiling.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_every_history_of_a_long_run_holds_a_put_back_that_sweeps_meet_again():
    told, broken = make(20, first_seed=0)
    assert not broken
    assert told["histories"] == 20
    assert told["undone"] + told["pulled back"] >= 20
    assert told["met again"]
