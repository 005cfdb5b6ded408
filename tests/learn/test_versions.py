"""The models of one's own: whole or not at all, one in use, the one before it always at hand."""

from dataclasses import replace

import pytest
from letters import small_model

from triage.errors import ModelError, StateError, UsageError
from triage.learn import versions
from triage.learn.modelfile import load, shipped


@pytest.fixture
def own(tmp_path):
    return tmp_path / "models"


def keep(own, **told):
    number = 1 + len(list(own.iterdir())) if own.is_dir() else 1
    return versions.keep(replace(small_model(), version=f"model {number}"), own, told=told)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_without_one_of_ones_own_the_shipped_model_is_in_use(own):
    assert versions.in_use(own) == shipped()
    assert versions.record(shipped()) == {}


def test_a_version_is_used_only_once_it_is_promoted(own):
    folder = keep(own, after={"macro_f1": 0.5})
    assert versions.in_use(own) == shipped()
    versions.promote(folder)
    assert versions.in_use(own) == folder
    assert load(folder).version == "model 1"
    assert versions.record(folder) == {"after": {"macro_f1": 0.5}, "before": ""}


def test_rolling_back_restores_the_former_bytes_and_then_the_shipped_model(own):
    first = keep(own)
    versions.promote(first)
    before = contents(first)
    second = keep(own)
    versions.promote(second)
    assert versions.roll_back(own) == first
    assert contents(versions.in_use(own)) == before
    assert versions.roll_back(own) == shipped()
    with pytest.raises(UsageError, match="none before it"):
        versions.roll_back(own)


def test_rolling_back_skips_what_was_kept_aside(own):
    first = keep(own)
    versions.promote(first)
    keep(own, refused="it would move more")
    third = keep(own)
    versions.promote(third)
    assert versions.roll_back(own) == first


def test_only_the_newest_stay_and_always_the_one_in_use_and_the_one_before_it(own):
    first, second = keep(own), None
    versions.promote(first)
    second = keep(own)
    versions.promote(second)
    for _ in range(2 * versions.KEPT):
        keep(own)
    left = {path.name for path in own.iterdir() if path.is_dir()}
    assert {first.name, second.name} <= left
    assert len(left) == versions.KEPT + 2
    assert versions.roll_back(own) == first


def test_what_a_killed_run_left_half_written_is_no_version(own):
    (own / "new").mkdir(parents=True)
    (own / "new" / "model.npz").write_bytes(b"half")
    assert versions.in_use(own) == shipped()
    folder = keep(own)
    versions.promote(folder)
    assert load(versions.in_use(own)).version.startswith("model")
    assert not (own / "new").exists()


@pytest.mark.parametrize("name", ["7", "../1", "x", "1\n2"])
def test_a_pointer_to_nothing_is_refused_with_what_to_do(own, name):
    keep(own)
    (own / "current").write_text(name)
    with pytest.raises(ModelError, match="remove it to use the model that came with triage"):
        versions.in_use(own)


def test_a_record_that_is_damaged_is_refused_with_what_to_do(own):
    folder = keep(own)
    (folder / "record.json").write_text("{")
    with pytest.raises(ModelError, match="rollback"):
        versions.record(folder)


def test_a_place_that_cannot_be_written_to_leaves_the_former_model_in_use(own):
    first = keep(own)
    versions.promote(first)
    with pytest.raises(StateError, match="cannot be written"):
        versions.keep(small_model(), first / "model.json", told={})  # a file where the folder would stand
    assert versions.in_use(own) == first
