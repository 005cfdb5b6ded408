from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from triage.errors import HeldError, StateError
from triage.memory.rules import Action, Rule, Rules, add, load
from triage.memory.store import AccountLock

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
YEAR = timedelta(days=365)


def rule(action=Action.BLOCK, senders=("@pest.example",), *, made=NOW, until=None):
    return Rule(action, "pest.example", frozenset(senders), made, until)


@pytest.fixture
def state(tmp_path):
    return tmp_path / "home" / "state"


def test_without_a_file_there_are_no_rules_and_none_is_made_by_reading(state):
    assert load(state) == Rules()
    assert not state.exists()


def test_a_rule_is_read_back_as_it_was_written(state):
    written = rule(senders=["@pest.example", "ünï@gmail.com"], until=NOW + YEAR)
    add(state, written)
    add(state, rule(Action.RELEASE, ["@calm.example"]))
    assert load(state) == Rules((written, rule(Action.RELEASE, ["@calm.example"])))


def test_only_the_owner_reads_the_rules_and_nothing_else_is_left(state):
    add(state, rule())
    add(state, rule(Action.RELEASE))
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in state.iterdir()}
    assert modes == {"rules.json": 0o600, "rules.lock": 0o600}
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_the_file_has_the_version_of_its_schema(state):
    add(state, rule())
    assert json.loads((state / "rules.json").read_text())["schema"] == 1


@pytest.mark.parametrize(("first", "second"), [(Action.BLOCK, Action.RELEASE), (Action.RELEASE, Action.BLOCK)])
def test_the_later_rule_on_a_vendor_takes_the_place_of_the_earlier(state, first, second):
    add(state, rule(first, ["@pest.example", "@getpest.example"]))
    rules = add(state, rule(second, ["@pest.example"]))
    assert rules.senders(first) == {"@getpest.example"}
    assert rules.senders(second) == {"@pest.example"}
    assert add(state, rule(second, ["@getpest.example", "@pest.example"])).senders(first) == frozenset()
    assert len(load(state).all) == 1


def test_a_rule_holds_until_its_moment_and_no_longer():
    rules = Rules((rule(until=NOW + YEAR), rule(Action.RELEASE, ["@calm.example"])))
    assert rules.at(NOW + YEAR - timedelta(seconds=1)).senders(Action.BLOCK) == {"@pest.example"}
    assert rules.at(NOW + YEAR).senders(Action.BLOCK) == frozenset()
    assert rules.at(NOW + 50 * YEAR).senders(Action.RELEASE) == {"@calm.example"}


def test_what_has_expired_is_gone_from_the_file_with_the_next_write(state):
    add(state, rule(until=NOW + YEAR))
    assert len(load(state).all) == 1
    add(state, rule(Action.RELEASE, ["@calm.example"], made=NOW + 2 * YEAR))
    assert "pest" not in json.loads((state / "rules.json").read_text())["rules"][0]["senders"][0]
    assert len(load(state).all) == 1


ONE = {"action": "block", "vendor": "v", "senders": ["@v.example"], "made": NOW.isoformat(), "until": None}


def written(**more):
    return json.dumps({"schema": 1, "rules": [{**ONE, **more}]})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        "\0",
        "{}",
        '{"schema": 1}',
        '{"schema": 0, "rules": []}',
        '{"schema": "1", "rules": []}',
        '{"schema": 1, "rules": 7}',
        '{"schema": 1, "rules": ["block"]}',
        "[" * 100_000,
        written(action="delete"),
        written(senders=[]),
        written(senders=["v.example"]),
        written(senders=[7]),
        written(senders="@v.example"),
        written(vendor=None),
        written(made="yesterday"),
        written(made="2024-03-01T09:00:00"),
        written(until=7),
    ],
)
def test_a_damaged_file_is_a_sentence_and_stays_as_it_is(state, text):
    state.mkdir(parents=True)
    (state / "rules.json").write_text(text)
    with pytest.raises(StateError, match=r"rules\.json is damaged; mend it, or move it away"):
        load(state)
    with pytest.raises(StateError, match="damaged"):
        add(state, rule())
    assert (state / "rules.json").read_text() == text


def test_bytes_that_are_no_text_are_damage(state):
    state.mkdir(parents=True)
    (state / "rules.json").write_bytes(b"\xff\xfe{")
    with pytest.raises(StateError, match="damaged"):
        load(state)


def test_a_file_of_a_newer_triage_is_refused(state):
    state.mkdir(parents=True)
    (state / "rules.json").write_text('{"schema": 2, "rules": []}')
    with pytest.raises(StateError, match="newer triage"):
        load(state)


def test_a_file_that_cannot_be_read_or_written_is_a_sentence(state):
    (state / "rules.json").mkdir(parents=True)
    with pytest.raises(StateError, match="cannot be read"):
        load(state)
    state.with_name("file").touch()
    with pytest.raises(StateError, match="cannot be written"):
        add(state.with_name("file"), rule())


def test_two_programs_do_not_write_over_each_other(state):
    add(state, rule())
    lock = AccountLock(state / "rules.lock")
    with pytest.raises(HeldError):
        add(state, rule(Action.RELEASE))
    lock.release()
    assert load(state).senders(Action.BLOCK) == {"@pest.example"}


def test_a_write_that_fails_leaves_the_rules_as_they_were(state):
    import resource

    add(state, rule())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(StateError, match="cannot be written"):
            add(state, rule(Action.RELEASE, ["@calm.example"]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert load(state) == Rules((rule(),))
    assert sorted(each.name for each in state.iterdir()) == ["rules.json", "rules.lock"]
