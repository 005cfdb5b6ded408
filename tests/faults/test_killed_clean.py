"""`clean --apply` is killed with SIGKILL, at every step and at any moment, and run again: nothing lost, nothing doubled."""

import signal
import subprocess
import time

import pytest
from servers_cyrus import REAL_SERVERS

COUNT = 240
"""More than one batch, so that a run can be killed in the second."""
STEPS = [
    ("judged", 1),
    ("judged", 2),
    ("prepared", 1),
    ("intended", 1),
    ("intended", 3),
    ("moved", 1),
    ("moved", 2),
    ("done", 1),
]


@pytest.fixture(params=["on disk", *REAL_SERVERS])
def place(request, maildirs, mailboxes_on):
    """Make a mailbox by name; all kinds pass the same tests."""
    return maildirs if request.param == "on disk" else mailboxes_on(request.getfixturevalue(request.param.lower()))


@pytest.fixture
def mailbox(place):
    mailbox = place()
    mailbox.deliver(COUNT)
    return mailbox


@pytest.fixture
def whole(place, another, everything):
    """Where everything stands after a run that nobody disturbed."""
    mailbox = place("-whole")
    mailbox.deliver(COUNT)
    before = everything(mailbox.places())
    assert another.run("clean", mailbox.target, "--apply")[0] == 0
    assert everything(mailbox.places()) == before
    assert mailbox.places()["INBOX" if "INBOX" in mailbox.places() else "."].total() == COUNT // 3
    return mailbox.places()


def test_a_run_killed_at_any_step_is_completed_by_the_next(program, mailbox, whole, everything):
    before = everything(mailbox.places())
    for step, count in STEPS:
        code = program.killed_at(mailbox.target, step, count)
        assert code in (-signal.SIGKILL, 0), (step, count)
        assert everything(mailbox.places()) == before, (step, count)
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert mailbox.places() == whole
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert mailbox.places() == whole


@pytest.mark.case(3)
@pytest.mark.parametrize(("step", "count"), STEPS, ids=str)
def test_one_kill_and_one_more_run_give_what_an_undisturbed_run_gives(program, place, everything, step, count):
    mailbox = place()
    mailbox.deliver(COUNT if count > 1 else 30)
    before = mailbox.places()
    assert program.killed_at(mailbox.target, step, count) == -signal.SIGKILL
    assert everything(mailbox.places()) == everything(before)
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    after = mailbox.places()
    assert everything(after) == everything(before)
    assert after["INBOX" if "INBOX" in after else "."].total() == everything(before).total() // 3
    for _ in range(2):  # one for what each of the two runs filed
        program.run("undo")
    assert mailbox.places() == before


@pytest.mark.parametrize("step", ["reconciled"])
def test_a_run_killed_while_it_settles_another_is_settled_by_the_third(program, place, everything, step):
    mailbox = place()
    mailbox.deliver(30)
    before = everything(mailbox.places())
    assert program.killed_at(mailbox.target, "moved", 1) == -signal.SIGKILL
    assert program.killed_at(mailbox.target, step, 1) == -signal.SIGKILL
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert everything(mailbox.places()) == before


def test_a_run_killed_at_any_moment_loses_nothing(program, mailbox, whole, everything):
    before = everything(mailbox.places())
    for tenths in (4, 5, 6, 7, 8, 9, 11, 13):
        process = program.start("clean", mailbox.target, "--apply")
        with process:
            try:
                process.wait(tenths / 10)
            except subprocess.TimeoutExpired:
                process.kill()
        assert everything(mailbox.places()) == before
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert mailbox.places() == whole


def test_an_undo_killed_at_any_moment_is_completed_by_the_next(program, mailbox, everything):
    before = mailbox.places()
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    for tenths in (3, 4, 5, 6, 8):
        process = program.start("undo")
        with process:
            try:
                process.wait(tenths / 10)
            except subprocess.TimeoutExpired:
                process.kill()
        assert everything(mailbox.places()) == everything(before)
    program.run("undo")
    assert mailbox.places() == before


def test_ctrl_c_on_a_server_ends_with_130_and_the_next_run_completes_it(program, mailboxes, everything):
    mailbox = mailboxes()
    mailbox.deliver(COUNT)
    before = everything(mailbox.places())
    process = program.start("clean", mailbox.target, "--apply")
    with process:
        deadline = time.monotonic() + 60
        while mailbox.count("INBOX") == COUNT and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode in (130, 0), said
    assert "Traceback" not in said
    assert everything(mailbox.places()) == before
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert everything(mailbox.places()) == before
    assert mailbox.places()["INBOX"].total() == COUNT // 3
