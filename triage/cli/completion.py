"""`triage completion`: a script by which a shell completes commands, options and their choices, and leaves the rest to files.

It is made of the command tree and calls nothing when Tab is pressed. What stands in it is ours alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.tree import Command, Word, commands
from triage.errors import UsageError


def completion(settings: Settings, shell: str) -> int:
    """Print the script for a shell, and return the exit code."""
    if shell not in _SHELLS:
        raise UsageError(f"There is no completion for {shell!r}; write {', '.join(_SHELLS)}.")
    text = "\n".join(_SHELLS[shell](commands())) + "\n"
    print(dumps({"schema": "triage.completion/1", "shell": shell, "script": text}) if settings.json else text, end="")
    return 0


def _names(words: Sequence[Word]) -> list[str]:
    return [name for word in words for name in word.names]


def _valued(tree: Sequence[Command]) -> list[str]:
    """Return the options behind which a value stands."""
    return sorted({name for one in tree for word in one.options if word.metavar for name in word.names})


def _chosen(tree: Sequence[Command]) -> dict[str, tuple[str, ...]]:
    """Return the values of the options that have few."""
    return {name: word.choices for one in tree for word in one.options if word.choices for name in word.names}


def _next(one: Command) -> list[str]:
    """Return the words that may come next: the commands below, or the choices of an argument."""
    return [*one.below, *(choice for word in one.arguments for choice in word.choices)]


# ---------------------------------------------------------------- bash, and zsh which understands it


def _bash(tree: Sequence[Command]) -> Iterator[str]:
    yield '# Completion of triage for bash. Put into ~/.bashrc: eval "$(triage completion bash)"'
    yield from _function(tree)
    yield "complete -o default -F _triage triage"


def _zsh(tree: Sequence[Command]) -> Iterator[str]:
    yield '# Completion of triage for zsh. Put into ~/.zshrc, behind compinit: eval "$(triage completion zsh)"'
    yield "autoload -Uz bashcompinit && bashcompinit"
    yield from _function(tree)
    yield "complete -o default -F _triage triage"


def _function(tree: Sequence[Command]) -> Iterator[str]:
    """Yield a function that both shells run: which command is being written, and what may come next there."""
    yield "_triage() {"
    yield '    local now="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" next="" options="" at'
    yield "    for ((at = 1; at < COMP_CWORD; at++)); do"
    yield '        case "$command:${COMP_WORDS[at]}" in'
    yield f"            {'|'.join(f'*:{name}' for name in _valued(tree))}) at=$((at + 1)) ;;"
    for one in tree:
        for word in one.below:
            yield f"            '{one.name}:{word}') command='{f'{one.name} {word}'.strip()}' ;;"
    yield "        esac"
    yield "    done"
    yield '    case "$command" in'
    for one in tree:
        yield f"        '{one.name}') next='{' '.join(_next(one))}'; options='{' '.join(_names(one.options))}' ;;"
    yield "    esac"
    yield '    case "$before" in'
    for name, choices in _chosen(tree).items():
        yield f"        {name}) next='{' '.join(choices)}'; options='' ;;"
    yield f"        {'|'.join(name for name in _valued(tree) if name not in _chosen(tree))}) next=''; options='' ;;"
    yield "    esac"
    yield '    case "$now" in -*) next="$options" ;; esac'
    yield '    COMPREPLY=($(compgen -W "$next" -- "$now"))'
    yield "}"


# ---------------------------------------------------------------- fish


def _fish(tree: Sequence[Command]) -> Iterator[str]:
    yield "# Completion of triage for fish. Make it: triage completion fish > ~/.config/fish/completions/triage.fish"
    by_name = {one.name: one for one in tree}
    for one in tree:
        when = _when(one, by_name[""])
        for word in one.below:
            about = by_name[f"{one.name} {word}".strip()].summary
            yield f"complete -c triage -f -n {_in_fish(when)} -a {word} -d {_in_fish(about)}"
        if choices := [choice for word in one.arguments for choice in word.choices]:
            yield f"complete -c triage -f -n {_in_fish(when)} -a {_in_fish(' '.join(choices))}"
        for option in one.options:
            short = [f"-s {name[1:]}" for name in option.names if not name.startswith("--")]
            long = [f"-l {name[2:]}" for name in option.names if name.startswith("--")]
            value = (
                [f"-x -a {_in_fish(' '.join(option.choices))}"] if option.choices else ["-r"] if option.metavar else []
            )
            told = " ".join((*short, *long, *value))
            yield f"complete -c triage -n {_in_fish(when)} {told} -d {_in_fish(option.about)}"


def _when(one: Command, program: Command) -> str:
    """Return the condition under which this command is being written."""
    if not one.name:
        return "__fish_use_subcommand"
    seen = "; and ".join(f"__fish_seen_subcommand_from {word}" for word in one.name.split())
    if one.below:
        return f"{seen}; and not __fish_seen_subcommand_from {' '.join(one.below)}"
    # `triage service status` is not `triage status`.
    others = [other for other in program.below if " " not in one.name and other != one.name]
    return f"{seen}; and not __fish_seen_subcommand_from {' '.join(others)}" if others else seen


def _in_fish(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("$", "\\$")


_SHELLS: dict[str, Callable[[Sequence[Command]], Iterator[str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
