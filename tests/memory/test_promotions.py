"""What was said of each label is read back as it was written, whole or not at all."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime

import pytest

from triage.domain import Label, Mode
from triage.errors import HeldError, StateError
from triage.memory.promotions import Promotion, load, promote
from triage.memory.store import AccountLock

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
MOVED = Promotion(Mode.MOVE, NOW, forced=True)


@pytest.fixture
def state(tmp_path):
    return tmp_path / "home" / "state"


def test_without_a_file_nothing_is_promoted_and_none_is_made_by_reading(state):
    assert load(state) == {}
    assert not state.exists()


def test_the_last_word_on_each_label_is_read_back(state):
    promote(state, Label.SPRAY, Promotion(Mode.KEYWORD, NOW))
    promote(state, Label.PITCH, MOVED)
    promote(state, Label.SPRAY, Promotion(Mode.OBSERVE, NOW))
    assert load(state) == {Label.SPRAY: Promotion(Mode.OBSERVE, NOW), Label.PITCH: MOVED}
    promote(state, Label.PITCH, None)
    promote(state, Label.SCAM, None)
    assert load(state) == {Label.SPRAY: Promotion(Mode.OBSERVE, NOW)}


def test_only_the_owner_reads_it_and_nothing_else_is_left(state):
    promote(state, Label.PITCH, MOVED)
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in state.iterdir()}
    assert rights == {"promotions.json": 0o600, "promotions.lock": 0o600}


ONE = {"mode": "move", "made": NOW.isoformat(), "forced": False}


def written(label="spray", **more):
    return json.dumps({"schema": 1, "labels": {label: {**ONE, **more}}})


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "null", "{}", '{"schema": 1}', '{"schema": 1, "labels": []}', '{"schema": 1, "labels": {"spray": "move"}}'),
        *(written("legitimate"), written("newsletter"), written(mode="delete"), written(made="2024-03-01T09:00:00")),
        *(written(made=7), written(forced="no"), "[" * 100_000),
    ],
)  # fmt: skip
def test_a_damaged_file_is_a_sentence_and_stays_as_it_is(state, text):
    state.mkdir(parents=True)
    (state / "promotions.json").write_text(text)
    with pytest.raises(StateError, match=r"promotions\.json is damaged; mend it, or move it away and say anew"):
        load(state)
    with pytest.raises(StateError, match="damaged"):
        promote(state, Label.SPRAY, MOVED)
    assert (state / "promotions.json").read_text() == text


def test_a_file_of_a_newer_triage_is_refused(state):
    state.mkdir(parents=True)
    (state / "promotions.json").write_text('{"schema": 2, "labels": {}}')
    with pytest.raises(StateError, match="newer triage"):
        load(state)


def test_two_programs_do_not_write_over_each_other(state):
    promote(state, Label.SPRAY, MOVED)
    lock = AccountLock(state / "promotions.lock")
    with pytest.raises(HeldError):
        promote(state, Label.SPRAY, None)
    lock.release()
    assert load(state) == {Label.SPRAY: MOVED}
