"""What can be told of the container's files without Docker: the wheel can be made of what is copied, and the paths fit each other."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from triage.config import Paths
from triage.secrets import SERVICE

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"


def stages() -> list[list[list[str]]]:
    """Return the instructions of each stage of the Dockerfile, each in words."""
    text = (PACKAGING / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[list[str]]] = []
    for line in lines:
        if line.startswith("FROM"):
            found.append([])
        found[-1].append(shlex.split(line))
    return found


def value(name: str) -> str:
    """Return what the image sets a variable to."""
    [words] = [words for words in stages()[1] if words[0] == "ENV"]
    return dict(word.split("=", 1) for word in words[1:])[name]


@pytest.fixture(scope="module")
def copied() -> list[str]:
    return [word for words in stages()[0] if words[0] == "COPY" for word in words[1:-1]]


def test_the_wheel_can_be_made_of_what_the_first_stage_copies(copied: list[str], tmp_path: Path) -> None:
    source = tmp_path / "src"
    source.mkdir()
    for name in copied:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source)
    command = [sys.executable, "-m", "pip", "--quiet", "wheel", "--no-deps", "--wheel-dir", tmp_path / "wheels", source]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    [wheel] = (tmp_path / "wheels").iterdir()
    assert wheel.name.startswith("outreach_triage-")


def test_what_is_copied_is_what_docker_is_given_to_see(copied: list[str]) -> None:
    lines = (PACKAGING / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied)
    assert lines[0] == "*"


def test_the_second_stage_installs_wheels_alone_and_runs_as_an_ordinary_user() -> None:
    last = stages()[1]
    assert [words[0] for words in last].count("COPY") == 0
    [install] = [words for words in last if words[0] == "RUN"]
    assert {"--no-index", "--find-links", "outreach-triage"} <= set(install)
    [user] = [words[1] for words in last if words[0] == "USER"]
    assert int(user) >= 1000
    assert user in install
    order = [words[0] for words in last]
    assert order.index("RUN") < order.index("USER") < order.index("ENTRYPOINT")


def test_the_image_starts_a_watch_with_the_configuration_that_compose_puts_there() -> None:
    text = (PACKAGING / "Dockerfile").read_text("utf-8")
    [entry], command = (json.loads(re.findall(rf"^{word} (.*)$", text, re.M)[0]) for word in ("ENTRYPOINT", "CMD"))
    scripts = (ROOT / "pyproject.toml").read_text("utf-8").partition("[project.scripts]")[2]
    assert re.search(rf"^{entry} = ", scripts, re.M)
    compose = (PACKAGING / "compose.yaml").read_text("utf-8")
    config = Path(command[command.index("--config") + 1])
    assert f"./config:{config.parent}:ro" in compose
    assert command[-1] == "watch"


def test_state_and_secrets_lie_where_the_program_looks_for_them() -> None:
    compose = (PACKAGING / "compose.yaml").read_text("utf-8")
    home = value("TRIAGE_HOME")
    assert f"state:{home}" in compose
    assert Paths.of({"TRIAGE_HOME": home}).state_dir.is_relative_to(home)
    assert value("CREDENTIALS_DIRECTORY") == "/run/secrets"
    assert re.search(rf"^secrets:\n  {SERVICE}:\n    file: \./secrets/{SERVICE}$", compose, re.M)
    assert all(word in compose for word in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"))
