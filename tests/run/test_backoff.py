"""How long a server is left alone that failed: longer each time, and as long as it asks for."""

import pytest

from triage.run.backoff import Backoff


@pytest.mark.parametrize(("chance", "part"), [(0.0, 1.0), (1.0, 0.8)], ids=["at most", "at least"])
def test_each_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(chance, part):
    backoff = Backoff(lambda: chance)
    waits = [backoff.seconds() for _ in range(12)]
    assert waits == pytest.approx([part * min(900, 2**tries) for tries in range(12)])


def test_an_answer_makes_it_begin_anew():
    backoff = Backoff(lambda: 0.0)
    assert [backoff.seconds(), backoff.seconds()] == [1, 2]
    backoff.clear()
    assert backoff.seconds() == 1


@pytest.mark.case(40)
@pytest.mark.parametrize("asked", [1.0, 30.0, 299.961, 3_600.0])
@pytest.mark.parametrize("chance", [0.0, 1.0])
@pytest.mark.parametrize("failed", [0, 9])
def test_what_a_server_asks_for_is_obeyed_within_five_percent(asked, chance, failed):
    wait = Backoff(lambda: chance, failed).seconds(asked=asked, most=60.0)
    assert asked <= wait <= 1.05 * asked


def test_a_server_that_asks_for_no_time_at_all_is_not_asked_at_once():
    assert Backoff(lambda: 0.0).seconds(asked=0.001) == 1
