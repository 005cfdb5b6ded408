"""Write the generated parts of the pages anew: help screens, reasons, counts of the corpus, and the man page. Called by `make docs`.

A generated part stands between `<!-- generated: WHAT -->` and `<!-- end -->`. What is generated comes from the program
itself, never from a copy. tests/test_docs.py fails where a page is not up to date.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from triage import __version__
from triage.cli import tree
from triage.domain import LABELS, RepeatKind

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "cli.md", ROOT / "docs" / "how-it-decides.md", ROOT / "data" / "README.md")
MAN = ROOT / "docs" / "triage.1"
_PART = re.compile(r"(<!-- generated: ([a-z -]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def up_to_date(page: str) -> str:
    """Return the page with every generated part as it must be now; KeyError names a part that nothing makes."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[3]}", page)


# ---------------------------------------------------------------- help screens


def commands() -> list[str]:
    """Return every command, `clean` and so on; the program itself is the empty one."""
    return [command.name for command in tree.commands()]


def help_screen(command: str) -> str:
    """Return what `triage COMMAND --help` prints, as a block of code."""
    program = Path(sys.executable).with_name("triage")
    environ = {**os.environ, "COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1"}
    shown = subprocess.run(
        [program, *command.split(), "--help"], env=environ, capture_output=True, text=True, check=True
    )
    return f"```text\n{shown.stdout.strip()}\n```"


# ---------------------------------------------------------------- reasons


def signal_table() -> str:
    """Return every signal with its sentence."""
    from triage.judge.signals import SENTENCES

    return _coded(SENTENCES.items())


def reason_table(module: str) -> str:
    """Return every reason that a module of the judge gives by itself, with its sentence."""
    return _coded(written_reasons(module))


def repeat_table() -> str:
    """Return the reason of each kind of repeat."""
    from triage.domain import Repeat
    from triage.judge.policy import _repeat_reason

    reasons = [_repeat_reason(Repeat(kind, None, None, 1.0, 2)) for kind in RepeatKind]
    return _coded((reason.code, reason.text) for reason in reasons)


def written_reasons(module: str) -> list[tuple[str, str]]:
    """Return code and sentence of every `Reason("code", "sentence")` in a module; what varies in a sentence is `…`."""
    tree = ast.parse((ROOT / "triage" / "judge" / f"{module}.py").read_text("utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
            code, text = node.args[:2]
            if isinstance(code, ast.Constant):
                found.append((node.lineno, str(code.value), _sentence(text)))
    return [(code, text) for _, code, text in sorted(found)]


def _sentence(text: ast.expr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    if isinstance(text, ast.JoinedStr):
        return "".join(str(piece.value) if isinstance(piece, ast.Constant) else "…" for piece in text.values)
    raise ValueError(f"line {text.lineno}: this sentence of a reason cannot be shown; write it as a string")


# ---------------------------------------------------------------- counts


def corpus_table() -> str:
    """Return how many messages of each label the corpus has for each recipient, and in which languages."""
    from triage.learn.corpus import load_corpus

    examples = load_corpus(ROOT / "data")
    counts = Counter((example.recipient.name, example.label) for example in examples)
    whom = sorted({name for name, _ in counts})
    rows = [_sums(who, [counts[who, label] for label in LABELS]) for who in whom]
    rows.append(_sums("all", [sum(counts[who, label] for who in whom) for label in LABELS]))
    languages = Counter(example.language for example in examples).most_common()
    table = _table(("recipient", *LABELS, "all"), rows)
    return f"{table}\n\nLanguages: {', '.join(f'{name} {number}' for name, number in languages)}."


def _sums(name: str, numbers: list[int]) -> tuple[str, ...]:
    return name, *map(str, numbers), str(sum(numbers))


def _coded(rows: Iterable[tuple[str, str]]) -> str:
    return _table(("code", "in words"), [(f"`{code}`", text) for code, text in rows])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


# ---------------------------------------------------------------- the man page

_ENVIRONMENT = (
    ("TRIAGE_HOME", "Moves configuration, state and models together into this folder."),
    ("TRIAGE_PASSWORD_FILE", "A file whose first line is the password, or the access token."),
    ("CREDENTIALS_DIRECTORY", "Where systemd puts what LoadCredential names: triage-NAME, or triage."),
    ("NO_COLOR", "No colours, whatever it holds."),
)
_FILES = (
    ("~/.config/triage/config.toml", "The configuration, under Linux; elsewhere where the platform keeps such files."),
    ("~/.local/state/triage/", "What is remembered: one file for each mailbox, and the rules on vendors."),
    ("~/.local/share/triage/models/", "Models of your own."),
)


def man_page() -> str:
    """Return the page of section 1, made of the declarations of the commands and of the exit codes in docs/cli.md."""
    program, *others = tree.commands()
    shared = {word.names for word in program.options}
    codes = re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / "docs" / "cli.md").read_text("utf-8"), re.M)
    return "\n".join([
        '.\\" Written by docs/generate.py.',
        f'.TH TRIAGE 1 "" "triage {__version__}" "User Commands"',
        ".nh\n.ad l",
        ".SH NAME\ntriage \\- tell cold outreach from everything else in your mailbox, and file it",
        ".SH SYNOPSIS\n.B triage\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]",
        f".SH DESCRIPTION\n{_roff(program.about)}",
        ".PP\nThe result goes to standard output, progress and errors to the error stream.",
        ".SH OPTIONS\nThey may stand before a command or behind it.",
        *(_tagged(word) for word in program.options),
        ".SH COMMANDS",
        *(line for one in others for line in _man_command(one, shared)),
        ".SH EXIT STATUS",
        *(f".TP\n.B {code}\n{_roff(text)}" for code, text in codes),
        ".SH ENVIRONMENT",
        *(f".TP\n.B {name}\n{_roff(text)}" for name, text in _ENVIRONMENT),
        ".SH FILES",
        *(f".TP\n.I {_roff(name)}\n{_roff(text)}" for name, text in _FILES),
        "",
    ])  # fmt: skip


def _man_command(one: tree.Command, shared: set[tuple[str, ...]]) -> Iterator[str]:
    own = [word for word in one.options if word.names not in shared]
    options = ["[\\fIOPTIONS\\fR]"] if own else []
    words = (f"\\fBtriage {one.name}\\fR", *options, *(f"\\fI{_roff(word.metavar)}\\fR" for word in one.arguments))
    yield f".SS triage {one.name}\n{' '.join(words)}\n.PP"
    yield "\n.PP\n".join(_roff(" ".join(part.split())) for part in one.about.split("\n\n"))
    yield from (_tagged(word) for word in (*one.arguments, *own))


def _tagged(word: tree.Word) -> str:
    """Return an option or an argument, and what it is, indented."""
    names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in sorted(word.names, key=len))
    value = f"\\fI{_roff(word.metavar)}\\fR" if word.metavar else ""
    return f".TP\n{' '.join(filter(None, (names, value)))}\n{_roff(word.about)}"


def _roff(text: str) -> str:
    """Return text that roff shows as it is; what stands in backticks is bold."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti")
    plain = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", plain)
    plain = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in plain)
    return re.sub(r"^(?=[.'])", r"\\&", plain, flags=re.M)


PARTS: dict[str, Callable[[], str]] = {
    "signals": signal_table,
    "repeats": repeat_table,
    "corpus": corpus_table,
    **{f"reasons {module}": (lambda module=module: reason_table(module)) for module in ("standing", "policy", "pipeline")},
    **{f"help {command}".strip(): (lambda command=command: help_screen(command)) for command in commands()},
}  # fmt: skip


if __name__ == "__main__":
    for path in PAGES:
        before = path.read_text("utf-8")
        if (after := up_to_date(before)) != before:
            path.write_text(after, "utf-8")
            print(f"{path.relative_to(ROOT)} was written anew")
    if not MAN.is_file() or MAN.read_text("utf-8") != man_page():
        MAN.write_text(man_page(), "utf-8")
        print(f"{MAN.relative_to(ROOT)} was written anew")
