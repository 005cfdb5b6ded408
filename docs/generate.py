"""Write the generated parts of the pages anew: help screens, reasons, counts of the corpus. Called by `make docs`.

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

from triage.domain import LABELS, RepeatKind

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "docs" / "cli.md", ROOT / "docs" / "how-it-decides.md", ROOT / "data" / "README.md")
_PART = re.compile(r"(<!-- generated: ([a-z -]+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def up_to_date(page: str) -> str:
    """Return the page with every generated part as it must be now; KeyError names a part that nothing makes."""
    return _PART.sub(lambda part: f"{part[1]}{PARTS[part[2]]()}\n{part[3]}", page)


# ---------------------------------------------------------------- help screens


def commands() -> list[str]:
    """Return every command, `clean` and so on; the program itself is the empty one."""
    from typer.main import get_command

    from triage.cli.main import app

    def below(command: object, name: str) -> Iterator[str]:
        yield name
        for word, inner in getattr(command, "commands", {}).items():
            yield from below(inner, f"{name} {word}".strip())

    return list(below(get_command(app), ""))


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
