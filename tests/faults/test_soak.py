"""A short soak; `make soak MINUTES=60` is the long one."""

from faults.soak import Soak
from faults.soak_reader import Plan


def test_nothing_is_lost_doubled_or_misfiled_while_everything_breaks(dovecot):
    found = Soak(dovecot, Plan(seconds=14, mails=240, seed=1)).run()

    assert found.exact, found
    assert found.mails >= 240
    assert found.filed
    assert found.reader["pulled back"]
    assert found.cleans
    assert found.faults.total() >= 5
