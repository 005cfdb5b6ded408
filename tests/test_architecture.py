"""What the layers in pyproject.toml do not say: who may import what from outside, and words that name nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "triage"
MODULES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8")) for path in PACKAGE.rglob("*.py")}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def importers(package: str) -> set[str]:
    return {name for name, tree in MODULES.items() if any(each.split(".")[0] == package for each in imports(tree))}


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("imapclient", {"mailbox/wire.py"}),
        ("imaplib", {"mailbox/wire.py", "mailbox/wire_guard.py"}),
        (
            "socket",
            {
                "mailbox/wire_fault.py",
                "mailbox/wire_guard.py",
                "cli/watch.py",
                "cli/review/web.py",
                "discover/asking.py",
                "grant/listener.py",
            },
        ),
        (
            "ssl",
            {
                "mailbox/wire.py",
                "mailbox/wire_fault.py",
                "mailbox/wire_guard.py",
                "mailbox/imap.py",
                "discover/asking.py",
            },
        ),
        ("sqlite3", {"memory/database.py"}),
        ("selectolax", {"read/html.py"}),
        ("keyring", {"secrets.py"}),
        ("subprocess", {"secrets.py", "cli/relearn.py", "cli/service/programs.py", "cli/setup/file.py"}),
        ("dns", {"discover/asking.py"}),
        ("oauthlib", {"tokens.py", "grant/service.py", "grant/browser.py", "grant/device.py"}),
        ("http", {"grant/service.py", "grant/listener.py", "discover/asking.py"}),
        ("starlette", {"cli/review/guard.py", "cli/review/web.py"}),
        ("uvicorn", {"cli/review/web.py"}),
    ],
)
def test_a_package_is_imported_in_one_place_only(package: str, allowed: set[str]) -> None:
    assert importers(package) <= allowed


@pytest.mark.parametrize("package", ["sklearn", "scipy", "joblib"])
def test_the_trainer_is_imported_in_learn_alone(package: str) -> None:
    assert {name.partition("/")[0] for name in importers(package)} <= {"learn"}


@pytest.mark.parametrize("package", ["pickle", "shelve", "marshal", "requests", "smtplib", "webbrowser"])
def test_nothing_here_unpickles_sends_or_clicks(package: str) -> None:
    assert importers(package) == set()


def test_urls_are_taken_apart_and_opened_only_to_get_a_token() -> None:
    others = [tree for name, tree in MODULES.items() if name != "grant/service.py"]
    assert {each for tree in others for each in imports(tree) if each.startswith("urllib")} <= {"urllib.parse"}


def calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


@pytest.mark.parametrize("call", ["datetime.now", "datetime.utcnow", "date.today", "time.time"])
def test_only_the_command_line_asks_what_time_it_is(call: str) -> None:
    assert {name.partition("/")[0] for name, tree in MODULES.items() if call in calls(tree)} <= {"cli"}


@pytest.mark.parametrize("call", ["print", "input", "sys.exit", "sys.stdout.write", "sys.stderr.write"])
def test_only_the_command_line_prints_asks_and_exits(call: str) -> None:
    assert {name.partition("/")[0] for name, tree in MODULES.items() if call in calls(tree)} <= {"cli"}


def test_the_fate_of_a_message_is_chosen_in_one_module() -> None:
    assert {name for name, tree in MODULES.items() if "Verdict" in calls(tree)} == {"judge/policy.py"}


@pytest.mark.parametrize("word", ["handler", "manager", "helper", "utils", "misc"])
def test_no_name_is_a_word_that_names_nothing(word: str) -> None:
    names = {
        node.name
        for tree in MODULES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }
    assert {name for name in [*MODULES, *names] if word in name.lower()} == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(MODULES[name])
