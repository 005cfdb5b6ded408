"""The disk is full, at any point of a run: a sentence, exit code 5, nothing lost, and with room again all is completed."""

import resource

import pytest

LIMITS = [0, 100, 5_000, 40_000, 80_000, 120_000, 160_000, 250_000]
"""Bytes that a file may have; the state of such a run takes about 300,000."""


def limited(size):
    """Let no file grow beyond this size; Python ignores the signal, so that a write fails as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def mailbox(maildirs):
    mailbox = maildirs()
    mailbox.deliver(240)
    return mailbox


@pytest.mark.case(26)
@pytest.mark.parametrize("limit", LIMITS)
def test_filing_stops_with_a_sentence_and_is_completed_later(program, mailbox, everything, limit):
    before = everything(mailbox.places())
    code, said = program.run("clean", mailbox.target, "--apply", preexec_fn=limited(limit))
    assert "Traceback" not in said
    assert code in (0, 5)
    if code == 5:
        assert any(word in said for word in ("make room", "disk"))
    assert everything(mailbox.places()) == before
    assert program.run("clean", mailbox.target, "--apply")[0] == 0
    assert everything(mailbox.places()) == before
    assert mailbox.places()["."].total() == 80


@pytest.mark.case(26)
def test_the_tightest_limits_do_stop_it_before_anything_moves(program, mailbox):
    before = mailbox.places()
    for limit in (0, 100, 5_000):
        assert program.run("clean", mailbox.target, "--apply", preexec_fn=limited(limit))[0] == 5
        assert mailbox.places() == before


def test_a_copy_stands_whole_or_not_at_all(program, maildirs, tmp_path):
    mailbox = maildirs()
    mailbox.deliver(12)
    source, out = tmp_path / "mail", tmp_path / "out"
    source.mkdir()
    for number, path in enumerate(sorted(mailbox.root.glob("cur/*"))):
        large = b"x" * 1_000_000 if number == 7 else b""
        (source / f"{number:03}.eml").write_bytes(path.read_bytes() + large)
    code, said = program.run("clean", source, "--apply", "--out", out, preexec_fn=limited(700_000))
    assert (code, "File too large" in said, "Traceback" in said) == (5, True, False)
    for path in out.rglob("*.*"):
        assert path.name == ".triage-folder" or path.read_bytes() == (source / path.name).read_bytes()
    assert program.run("clean", source, "--apply", "--out", out)[0] == 0
    assert len(list(out.rglob("*.eml"))) == 8
    program.run("undo")
    program.run("undo")
    assert not list(out.rglob("*.eml"))
