"""No command of the pages is passed over: each is found, known to the command line, and has a way in which it is run.

`make test-wheel` runs them; here nothing is run, so that it costs nothing.
"""

import re
import shlex
from typing import Any

import pytest
from documented import (
    NAMES,
    PAGES,
    PLACEHOLDERS,
    ROOT,
    WAYS,
    Documented,
    Way,
    advised,
    commands_of,
    found,
    placeholders,
    untold,
    written_out,
)
from typer import Exit
from typer.main import get_command

from triage.cli import tree
from triage.cli.main import app

FOUND = found()
PROGRAM: Any = get_command(app)
STANDS_FOR = dict.fromkeys(PLACEHOLDERS, "something")


def called(line: str) -> str:
    """Return which command a line of a shell calls; raise where it is none, or not one that can be."""
    words = shlex.split(re.search(r"triage ([^)|>']*)", line)[1])  # type: ignore[index]
    command = PROGRAM
    context, names = None, []
    while hasattr(command, "resolve_command"):
        context = command.make_context("triage", words, parent=context)
        name, command, words = command.resolve_command(context, [*context._protected_args, *context.args])
        names.append(name)
    command.make_context(names[-1], words, parent=context)
    return " ".join(names)


def refused(line: str) -> str:
    """Return why the command line takes no such line."""
    with pytest.raises(Exception) as told:  # noqa: PT011 - a class of typer or of click, by typer's version
        called(line)
    assert getattr(told.value, "exit_code", None) == 2, told.value
    return str(told.value)


@pytest.mark.parametrize("one", FOUND, ids=lambda one: f"{one.page}: {one.line}")
def test_a_command_of_a_page_can_be_typed_as_it_stands_there(one: Documented) -> None:
    assert placeholders(one.line) <= PLACEHOLDERS, "say in tests/documented.py what it stands for"
    if one.line.startswith("keyring "):
        return  # a program of its own, which `make test-wheel` runs
    line = written_out(one.line, STANDS_FOR)
    if one.line == "triage --version":
        with pytest.raises(Exit):
            called(line)
    elif "Missing" in WAYS.get(one.line, Way()).shows:
        assert "Missing parameter" in refused(line)
    else:
        assert called(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_that_looks_like_a_command_is_passed_over(page) -> None:
    text = page.read_text("utf-8")
    assert untold(text) == []
    begun = re.findall(r"^(?:\$ )?triage [a-z-]+|`triage [a-z-]+ [^`]+`", text, re.M)
    assert len(commands_of(text)) >= len(begun)


def test_every_command_of_the_program_is_one_that_a_page_tells_to_type() -> None:
    typed = {called(written_out(one.line, STANDS_FOR)) for one in FOUND if not _has_no_command(one)}
    assert typed == {one.name for one in tree.commands() if one.name and not one.below}


def _has_no_command(one: Documented) -> bool:
    return one.line.startswith("keyring ") or one.line == "triage --version" or WAYS.get(one.line, Way()).code == 2


NAMED = {one.name for one in tree.commands() if one.name}
SOURCES = sorted(path for path in (ROOT / "triage").rglob("*.*") if path.suffix in (".py", ".j2"))


def test_whatever_the_program_itself_tells_to_type_can_be_typed() -> None:
    told = {line: path.name for path in SOURCES for line in advised(path) if line.startswith("triage ")}
    told = {line: module for line, module in told.items() if not line.startswith("triage something")}  # of any command
    assert {"triage undo something", "triage report --json", "triage clean --account something"} <= told.keys()
    for line, module in told.items():
        if line.removeprefix("triage ") not in NAMED | {"--help"}:  # a name alone is no advice
            assert called(re.sub(r"\b[A-Z]{2,}\b", "something", line)), f"{module}: {line}"


def test_every_way_and_every_placeholder_is_that_of_a_command_which_stands_somewhere() -> None:
    lines = [one.line for one in FOUND]
    assert set(WAYS) <= set(lines)
    assert set().union(*map(placeholders, lines)) == PLACEHOLDERS


PAGE = """Say `triage why ID` or [`triage teach`](x), `triage completion bash|zsh`, never `triage.clean/1`, or `X | triage status`:

```sh
triage clean TARGET   # a triage run
docker compose -f x run --rm triage --config /etc/x.toml doctor
sudo triage clean
```

```json
{"next": ["triage watch"], "triage": 1}
```

```text
  About `triage
  undo`.
```
"""


def test_commands_are_found_wherever_they_stand_and_what_they_stand_for_is_asked() -> None:
    told = commands_of(PAGE)
    assert told[:4] == [
        "triage clean TARGET",
        "triage --config /etc/x.toml doctor",
        "sudo triage clean",
        "triage watch",
    ]
    assert told[4:] == [
        "triage undo", "triage why ID", "triage teach", "triage completion bash", "triage completion zsh", "X | triage status",
    ]  # fmt: skip
    assert untold(PAGE) == ["sudo triage clean"]
    assert [placeholders(line) for line in told[:2]] == [{"TARGET"}, {"/etc/x.toml"}]
    assert (placeholders("triage clean imaps://you@imap.host.example/INBOX"), NAMES) == (set(), {"INBOX"})
    assert placeholders("triage clean ~/Maildir > ~/x; triage forget vendor.example … <ID>") == {
        "vendor.example", "…", "<ID>",
    }  # fmt: skip


@pytest.mark.parametrize("line", ["triage clena", "triage clean --aply", "triage teach a b c", "triage watch now"])
def test_a_command_that_cannot_be_is_a_failure(line: str) -> None:
    assert refused(line)
