"""Renaming and writing that can neither overwrite nor leave halves."""

import os

import pytest

from triage.mailbox.disk import link_then_unlink, rename_exclusively, write_durably


@pytest.mark.parametrize("rename", [rename_exclusively, link_then_unlink])
def test_a_rename_moves_the_file_and_its_time(tmp_path, rename):
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"mail")
    os.utime(source, ns=(5, 1_234_567_890_123_456_789))
    rename(source, target)
    assert not source.exists()
    assert (target.read_bytes(), target.stat().st_mtime_ns) == (b"mail", 1_234_567_890_123_456_789)


@pytest.mark.parametrize("rename", [rename_exclusively, link_then_unlink])
def test_a_rename_never_overwrites(tmp_path, rename):
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"mail")
    target.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        rename(source, target)
    assert (source.read_bytes(), target.read_bytes()) == (b"mail", b"other")


@pytest.mark.parametrize("rename", [rename_exclusively, link_then_unlink])
def test_a_rename_of_what_is_gone_says_so_and_leaves_nothing(tmp_path, rename):
    with pytest.raises(FileNotFoundError):
        rename(tmp_path / "a", tmp_path / "b")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_whole_with_its_time(tmp_path):
    write_durably([b"one ", b"two"], tmp_path / "a", modified_ns=1_234_567_890_123_456_789)
    assert (tmp_path / "a").read_bytes() == b"one two"
    assert (tmp_path / "a").stat().st_mtime_ns == 1_234_567_890_123_456_789
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_write_that_breaks_leaves_nothing_behind(tmp_path):
    def chunks():
        yield b"half"
        raise OSError("the disk broke")

    with pytest.raises(OSError, match="the disk broke"):
        write_durably(chunks(), tmp_path / "a", modified_ns=None)
    assert list(tmp_path.iterdir()) == []


def test_a_write_never_overwrites(tmp_path):
    (tmp_path / "a").write_bytes(b"other")
    with pytest.raises(FileExistsError):
        write_durably([b"mail"], tmp_path / "a", modified_ns=None)
    assert (tmp_path / "a").read_bytes() == b"other"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
