"""The commands as data, read from their declarations: what the man page and the completion of shells are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

_CHOICE = re.compile(r"[a-z]+(?:\|[a-z]+)+")


@dataclass(frozen=True, slots=True)
class Word:
    """An option by all its names, or an argument by none. `metavar` stands for its value, and is empty where it takes none."""

    names: tuple[str, ...]
    metavar: str
    about: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that it can have, where they are few: `text|json`."""
        return tuple(self.metavar.split("|")) if _CHOICE.fullmatch(self.metavar) else ()


@dataclass(frozen=True, slots=True)
class Command:
    """One command by its words, `service install`; the program itself has none. `about` is its text, the first line a summary."""

    name: str
    about: str
    options: tuple[Word, ...]
    arguments: tuple[Word, ...]
    below: tuple[str, ...]

    @property
    def summary(self) -> str:
        """What it does, in one sentence."""
        return " ".join(self.about.partition("\n\n")[0].split())


def commands() -> tuple[Command, ...]:
    """Return the program and every command, in the order of `triage --help`, each before those that are below it."""
    from typer.main import get_command

    from triage.cli.main import app

    return tuple(_below(get_command(app), ""))


def _below(command: Any, name: str) -> Iterator[Command]:  # noqa: ANN401 - of typer or of click, by typer's version
    inner: Mapping[str, Any] = getattr(command, "commands", {})
    options, arguments = _words(command.params)
    yield Command(name, cleandoc(command.help or ""), options, arguments, tuple(inner))
    for word, one in inner.items():
        yield from _below(one, f"{name} {word}".strip())


def _words(params: Sequence[Any]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    options, arguments = [], []
    for param in params:
        about = getattr(param, "help", None) or ""
        if param.param_type_name == "argument":
            shown = param.metavar or param.name
            arguments.append(Word((), shown.strip("[]") if param.required else f"[{shown.strip('[]')}]", about))
        else:
            options.append(Word(tuple(param.opts), "" if param.is_flag else param.metavar or "TEXT", about))
    options.append(Word(("-h", "--help"), "", "Show this message and exit."))
    return tuple(options), tuple(arguments)
