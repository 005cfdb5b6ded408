"""The pages say what the program does: help screens, options, reasons, keys, words, links."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from triage import config
from triage.domain import Label, RepeatKind, Standing
from triage.errors import TriageError
from triage.judge.signals import SENTENCES

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *ROOT.glob("*/README.md"), *ROOT.glob("models/*.md")])

spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
assert spec is not None
assert spec.loader is not None
generate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generate)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------- generated parts


@pytest.mark.parametrize("page", generate.PAGES, ids=named)
def test_the_generated_parts_of_a_page_are_up_to_date(page: Path) -> None:
    shown = page.read_text("utf-8")
    assert shown == generate.up_to_date(shown), "run `make docs`"


def test_every_generated_part_stands_on_one_page() -> None:
    found = [part[1] for page in generate.PAGES for part in generate._PART.findall(page.read_text("utf-8"))]
    assert sorted(found) == sorted(generate.PARTS)


def test_the_man_page_is_up_to_date() -> None:
    assert generate.MAN.read_text("utf-8") == generate.man_page(), "run `make docs`"


@pytest.mark.parametrize("command", [name for name in generate.commands() if name])
def test_the_man_page_has_every_option_that_help_shows(command: str) -> None:
    def options(text: str) -> set[str]:
        return set(re.findall(r"^ *(?:-\w, )?(--[a-z-]+)", text, re.M))

    page = re.sub(r"\\f[BIR]", "", text_of("docs/triage.1")).replace("\\-", "-")
    own = page.partition(f"\n.SS triage {command}\n")[2].partition("\n.S")[0]
    everywhere = page.partition("\n.SH OPTIONS\n")[2].partition("\n.SH ")[0]
    shown = text_of("docs/cli.md").partition(f"<!-- generated: help {command} -->")[2].partition("<!-- end -->")[0]
    assert options(own) <= options(shown) <= options(own) | options(everywhere)
    assert options(shown)


def test_the_man_page_is_shown_without_a_warning() -> None:
    if not shutil.which("groff") and os.environ.get("TRIAGE_REQUIRE_DOVECOT") != "1":  # required wherever Dovecot is
        pytest.skip("groff is not installed (Debian: groff-base)")
    shown = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-rLL=80n", generate.MAN], capture_output=True, text=True, encoding="utf-8"
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    lines = re.sub(r"\x1b\[[0-9;]*m|.\x08", "", shown.stdout).splitlines()
    assert max(map(len, lines)) <= 80
    assert any("…" in line for line in lines)


@pytest.mark.parametrize("command", [name for name in generate.commands() if name])
def test_every_command_has_a_section_with_its_help(command: str) -> None:
    section = text_of("docs/cli.md").partition(f"\n## triage {command}\n")[2].partition("\n## ")[0]
    assert f"<!-- generated: help {command} -->" in section


def test_the_list_of_commands_is_told_in_whole_sentences_within_80_columns() -> None:
    listed = generate.help_screen("").partition("Commands:\n")[2].splitlines()[:-1]
    assert len(listed) == len([name for name in generate.commands() if name and " " not in name])
    assert [line for line in listed if len(line) > 80 or not line.endswith((".", ".)")) or line.endswith("...")] == []


def test_every_option_that_the_pages_name_exists() -> None:
    known = set(re.findall(r"--[a-z][a-z-]+", "".join(map(generate.help_screen, generate.commands()))))
    for page in (ROOT / "README.md", *DOCS.glob("*.md")):
        for line in page.read_text("utf-8").splitlines():
            if "triage" in line or "`--" in line:
                foreign = r"(?:apt|pip|git|make|python|systemctl)\b[^`]*"
                said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", re.sub(foreign, "", line)))
                assert said <= known, f"{page.name}: {line}"


def test_every_command_that_the_pages_name_exists() -> None:
    known = {name.split()[0] for name in generate.commands() if name}
    for page in (ROOT / "README.md", ROOT / "SECURITY.md", *DOCS.glob("*.md")):
        said = set(re.findall(r"(?:`|^)triage ([a-z]+)", page.read_text("utf-8"), re.M))
        assert said <= known, page.name


def test_every_make_target_that_the_pages_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.M))
    for page in PAGES:
        said = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text("utf-8"), re.M))
        assert said <= targets, page.name


def test_make_help_lists_what_a_newcomer_needs() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"demo", "test", "check", "model"} <= set(re.findall(r"^make ([a-z-]+)", listed, re.M))


def test_every_exit_code_of_an_error_is_listed() -> None:
    def below(error: type[TriageError]) -> set[int]:
        return {error.exit_code}.union(*map(below, error.__subclasses__()))

    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", text_of("docs/cli.md"), re.M)}
    assert below(TriageError) <= listed
    assert {0, 6, 10, 130} <= listed


# ---------------------------------------------------------------- JSON


def documented(command: str) -> dict[str, Any]:
    section = text_of("docs/cli.md").partition(f"\n## triage {command}\n")[2]
    return json.loads(section.partition("```json\n")[2].partition("```")[0])


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each command really prints with --json, by its name; nothing of this user's own is read."""
    home = tmp_path_factory.mktemp("home")
    program = Path(sys.executable).with_name("triage")
    mail = ROOT / "data/demo/mail"

    def run(*words: str | Path) -> dict[str, Any]:
        environ = {**os.environ, "TRIAGE_HOME": str(home)}
        done = subprocess.run([program, *words, "--json"], env=environ, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return {
        "demo": run("demo"),
        "clean": run("clean", mail, "--apply", "--yes", "--out", home / "out"),
        "status": run("status"),
        "doctor": run("doctor"),
        "service status": run("service", "status"),
        "why": run("why", mail / "0011-benchpilot-first-touch.eml"),
        "undo": run("undo"),
    }


COUNTED = {"counts", "filed", "scores"}


def assert_same_keys(example: object, real: object, *, at: str) -> None:
    if isinstance(example, dict) and isinstance(real, dict):
        assert at in COUNTED or set(example) == set(real), at
        for key in set(example) & set(real):
            assert_same_keys(example[key], real[key], at=key)
    elif isinstance(example, list) and isinstance(real, list) and example and real:
        assert_same_keys(example[0], real[0], at=at)
    elif example is not None and real is not None:
        assert isinstance(real, int | float) if isinstance(example, int | float) else type(example) is type(real), at


@pytest.mark.parametrize("command", ["clean", "undo", "why", "status", "doctor", "service status", "demo"])
def test_the_json_on_the_page_has_the_keys_that_are_printed(command: str, printed: dict[str, Any]) -> None:
    example, real = documented(command), printed[command]
    assert example["schema"] == real["schema"]
    assert_same_keys(example, real, at=command)


def test_the_counts_and_scores_on_the_page_are_those_that_are_printed(printed: dict[str, Any]) -> None:
    example = documented("clean")
    assert example["counts"].keys() == printed["clean"]["counts"].keys()
    assert example["messages"][0]["scores"].keys() == printed["clean"]["messages"][0]["scores"].keys()


# ---------------------------------------------------------------- reasons


def test_every_signal_and_reason_is_explained_with_its_sentence() -> None:
    page = text_of("docs/how-it-decides.md")
    reasons = [reason for module in ("standing", "policy", "pipeline") for reason in generate.written_reasons(module)]
    assert len(reasons) > 15
    for code, sentence in [*SENTENCES.items(), *reasons]:
        assert f"| `{code}` | {sentence} |" in page


def test_no_reason_is_given_anywhere_but_where_the_page_looks_for_them() -> None:
    modules = {
        path.stem for path in (ROOT / "triage").rglob("*.py") if re.search(r"\bReason\(", path.read_text("utf-8"))
    }
    assert modules - {"domain"} <= {"standing", "policy", "pipeline"}


@pytest.mark.parametrize("kind", RepeatKind)
def test_every_kind_of_repeat_is_explained(kind: RepeatKind) -> None:
    page = text_of("docs/how-it-decides.md")
    assert f"| `repeat-{kind}` |" in page
    assert f"**{kind}**" in page


# ---------------------------------------------------------------- configuration


SHAPES = (config.Me, config.Account, config.OAuth, config.Filing, config.LabelModes, config.Digest, config.Senders)


def test_the_example_configuration_loads_and_sets_every_key(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", text_of("docs/configuration.md"), re.DOTALL)[0]
    file = tmp_path / "config.toml"
    file.write_text(example)
    (tmp_path / "site").mkdir()
    loaded = config.load(file)
    assert loaded.me is not None
    assert (loaded.me.company, loaded.block) == ("Acme Software", ("@pesters.example",))
    assert loaded.accounts["work"].password_command == "pass show mail/acme"
    for shape in SHAPES:
        for key in fields(shape):
            assert re.search(rf"^{key.name} = |^\[(?:account\.\w+|filing)\.{key.name}\]", example, re.M), key.name


@pytest.mark.parametrize("shape", SHAPES)
def test_every_key_of_the_configuration_is_explained(shape: type) -> None:
    page = text_of("docs/configuration.md")
    for key in fields(shape):
        assert re.search(rf"^(?:\||`).*`{key.name}`|^`{key.name}`", page, re.M), key.name


@pytest.mark.parametrize("word", [*config.Tls, *config.Auth, *config.Mode, *config.Repeats, *config.Every])
def test_every_choice_of_the_configuration_is_explained(word: str) -> None:
    assert f"`{word}`" in text_of("docs/configuration.md")


@pytest.mark.parametrize("default", ["Outreach", "implicit", "password", "move", "own-folder", "INBOX"])
def test_a_default_that_the_page_names_is_the_default(default: str) -> None:
    account = config.Account(address="a@b.example", host="b.example")
    filing = config.Filing()
    held = {filing.parent, *account.folders, account.tls, account.auth, filing.mode, filing.repeats}
    assert default in held
    assert f'"{default}"' in text_of("docs/configuration.md")


@pytest.mark.parametrize("page", ["docs/usage.md", "docs/configuration.md", "README.md"])
def test_every_toml_on_a_page_loads(page: str, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    for number, block in enumerate(re.findall(r"```toml\n(.*?)```", text_of(page), re.DOTALL)):
        file = tmp_path / f"{number}.toml"
        file.write_text(block)
        assert config.load(file) != config.Config()


# ---------------------------------------------------------------- architecture


@pytest.mark.parametrize(
    "folder",
    sorted({path.parent for path in (ROOT / "triage").glob("*/**/__init__.py")} - {ROOT / "triage/judge/trades"}),
    ids=named,
)
def test_every_module_has_its_place_in_the_architecture(folder: Path) -> None:
    page = text_of("docs/architecture.md")
    _, paragraph = re.split(rf"\*\*{folder.relative_to(ROOT / 'triage')}/\*\* ", page)
    paragraph = re.split(r"\n(?:- )?\*\*", paragraph)[0]
    modules = {path.name for path in folder.glob("[a-z]*.py")}
    assert modules == set(re.findall(r"`(\w+\.py)`", paragraph))


# ---------------------------------------------------------------- links and words


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_within_the_pages_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?://|mailto:)([^)#\s]*)#?([^)\s]*)\)", page.read_text("utf-8")):
        goal = (page.parent / target).resolve() if target else page
        assert goal.exists(), target
        if anchor:
            titles = re.findall(r"^#+ (.+)$", goal.read_text("utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}, anchor


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=named)
def test_every_page_is_linked_from_the_readme(page: Path) -> None:
    assert f"(docs/{page.name})" in text_of("README.md")


WORDS = """mailbox folder message sender standing fingerprint repeat label scores verdict reason policy journal sweep unsure
    signal preview run intent identity""".split()


@pytest.mark.parametrize("word", [*WORDS, "put back", *Label, *RepeatKind, *Standing])
def test_the_glossary_has_every_word(word: str) -> None:
    assert f"**{word}**" in text_of("docs/glossary.md")


BANNED = r"\b(?:ham|e-?mails?|items?|records?|handlers?|managers?|helpers?|utils?|misc|whitelist|blacklist)\b"


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "glossary.md"], ids=named)
def test_a_page_uses_no_word_that_the_glossary_bans(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(BANNED, prose, re.I) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_page_names_no_path_of_the_machine_it_was_written_on(page: Path) -> None:
    assert re.findall(r"(?<![\w.~])/(?:home|root|work|tmp|opt)/", page.read_text("utf-8")) == []


def test_the_picture_of_the_summary_is_whole_and_loads_nothing() -> None:
    picture = text_of("docs/summary.svg")
    assert picture.startswith("<svg ")
    assert picture.endswith("</svg>\n")
    assert "Outreach/" in picture
    assert not re.search(r"<(?:script|image|style|use)\b|href|url\(|/tmp/", picture)
