"""What is shipped works: the built wheel, in a fresh environment outside of the tree, does the main job.

`make test-wheel` runs every command of the pages with it.
"""

import json
import re
import zipfile
from pathlib import Path

import pytest
from installed import ROOT, built, installed, outside


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def wheel(place: Path) -> Path:
    return built(place)


@pytest.fixture(scope="module")
def programs(wheel: Path, place: Path) -> Path:
    return installed(wheel, place)


def test_the_wheel_holds_model_and_demo_and_nothing_that_does_not_belong(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.removeprefix("triage/_shipped/") for name in names if name.startswith("triage/_shipped/")}
    mail = {
        f"demo/{kind}/{path.name}" for kind in ("mail", "sent") for path in (ROOT / "data/demo" / kind).glob("*.eml")
    }
    assert len(mail) > 80
    assert {"models/model.json", "models/model.npz", "demo/config.toml"} | mail <= shipped
    assert {name.split("/")[0] for name in names if not re.search(r"\.(?:dist-info|data)/", name)} == {"triage"}
    assert [name.partition(".data/")[2] for name in names if ".data/" in name] == ["data/share/man/man1/triage.1"]
    corpus = {f"data/corpus/{path.name}" for path in (ROOT / "data/corpus").glob("*.mbox")}
    assert {name for name in shipped if name.endswith(".mbox")} == corpus, "what `triage retrain` begins with"
    assert not [name for name in names if re.search(r"\.previous$|__pycache__|/tests?/", name)]
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_program_shows_the_demo_with_its_own_mail(programs: Path, place: Path) -> None:
    shown = outside([programs / "triage", "demo"], home=place / "demo")
    assert "Outreach/Spray" in shown
    assert str(ROOT) not in shown
    told = json.loads(outside([programs / "triage", "demo", "--json"], home=place / "demo"))
    assert Path(told["mail"]).is_relative_to(place / "venv")
    assert (told["as_before"], told["put_back"] > 0) == (True, True)
    assert not (place / "demo" / "triage").exists()


def test_the_man_page_is_installed_where_man_looks(programs: Path) -> None:
    page = programs.parent / "share" / "man" / "man1" / "triage.1"
    assert page.read_text("utf-8") == (ROOT / "docs" / "triage.1").read_text("utf-8")


def test_the_installed_program_writes_a_report_with_its_own_template(programs: Path, place: Path) -> None:
    outside([programs / "triage", "report", "--out", place / "report.html"], home=place / "report")
    assert (place / "report.html").read_text("utf-8").endswith("</html>\n")


def test_the_installed_program_judges_with_its_own_model(programs: Path, place: Path) -> None:
    code = (
        "from triage.cli.demo import bundled; from triage.learn.modelfile import shipped; print(shipped(), bundled())"
    )
    shown = outside([programs / "python", "-c", code], home=place / "where")
    assert [str(place / "venv") in each and "_shipped" in each for each in shown.split()] == [True, True]


def test_the_installed_program_previews_and_files_a_small_folder(programs: Path, place: Path) -> None:
    mail = place / "mail"
    mail.mkdir()
    labels = [json.loads(line) for line in (ROOT / "data/demo/labels.jsonl").read_text("utf-8").splitlines()]
    for each in labels[:30]:
        (mail / each["file"]).write_bytes((ROOT / "data/demo/mail" / each["file"]).read_bytes())
    triage: list[str | Path] = [programs / "triage", "clean", mail, "--json", "--sent", ROOT / "data/demo/sent"]
    preview = json.loads(outside(triage, home=place / "clean"))
    assert (preview["schema"], preview["applied"], len(preview["messages"])) == ("triage.clean/1", False, 30)
    assert sum(preview["counts"].values()) == 30
    filed = {each["id"]: each["folder"] for each in preview["messages"] if each["folder"]}
    assert filed
    applied = json.loads(outside([*triage, "--apply", "--yes", "--out", place / "out"], home=place / "clean"))
    assert applied["applied"] is True
    assert {f"{folder}/{name}" for name, folder in filed.items()} == {
        path.relative_to(place / "out").as_posix() for path in (place / "out").rglob("*.eml")
    }
    assert len(list(mail.iterdir())) == 30


def test_nothing_that_only_tests_need_comes_with_the_program(programs: Path, place: Path) -> None:
    code = "from importlib.metadata import distributions; print(*(each.name.lower() for each in distributions()))"
    names = set(outside([programs / "python", "-c", code], home=place / "list").split())
    assert "outreach-triage" in names
    assert names.isdisjoint({"pytest", "hypothesis", "mypy", "ruff", "pymap", "coverage", "import-linter"})
