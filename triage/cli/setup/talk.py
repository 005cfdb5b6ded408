"""Questions and answers of `triage setup`: what is said goes beside the result, what is secret is not shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from triage.cli.doctor.checks import Check, Result
from triage.cli.options import Settings
from triage.cli.terminal import Pen, pad, safe, screen_width, wrap

_NAME, _RESULT = 13, 6
_STYLES = {Result.OK: "green", Result.LOOK: "yellow", Result.FAULT: "red", Result.LEFT_OUT: "dim"}


class Talk:
    """One conversation. With --json all but the result goes to the error stream; with --quiet only questions are left of it."""

    def __init__(self, settings: Settings) -> None:
        self._out = sys.stderr if settings.json else sys.stdout
        self._quiet = settings.quiet
        self._pen = Pen(color=settings.color and not settings.json)
        self.interactive = sys.stdin.isatty()
        """Whether somebody sits there who can be asked for what is missing."""

    def title(self, text: str) -> None:
        """Begin a part."""
        if not self._quiet:
            print("", f"  {self._pen(safe(text), 'bold')}", sep="\n", file=self._out)

    def say(self, text: str, *, indent: int = 2) -> None:
        """Say a sentence."""
        if not self._quiet:
            for line in wrap(safe(text), screen_width() - indent - 1):
                print(f"{' ' * indent}{line}", file=self._out)

    def check(self, check: Check) -> None:
        """Show what a check found."""
        if self._quiet:
            return
        indent = 4 + _NAME + _RESULT
        first, *more = wrap(safe(check.text), screen_width() - indent - 1) or [""]
        shown = self._pen(pad(str(check.result), _RESULT), _STYLES[check.result])
        print(f"    {pad(check.name, _NAME)}{shown}{first}", file=self._out)
        for line in more:
            print(f"{' ' * indent}{line}", file=self._out)

    def show(self, lines: Iterable[str]) -> None:
        """Show lines as they are; nothing in them is obeyed."""
        for line in lines:
            pieces = (
                piece if piece.isspace() and piece.isprintable() else safe(piece) for piece in re.split("( +)", line)
            )
            print(f"    {''.join(pieces)}".rstrip(), file=self._out)
        self._out.flush()  # somebody may be waited for who reads it from a pipe

    def ask(self, question: str, *, default: str = "") -> str:
        """Return the answer to a question, the default where there is none."""
        self._out.flush()
        sys.stderr.write(f"  {question}{f' [{safe(default)}]' if default else ''} ")
        sys.stderr.flush()
        return sys.stdin.readline().strip() or default

    def agree(self, question: str) -> bool:
        """Return whether the answer is yes."""
        return self.ask(f"{question} [y/N]").lower() in ("y", "yes")

    def hidden(self, question: str) -> str:
        """Return an answer that is not shown; empty where there is none."""
        from getpass import getpass

        self._out.flush()
        try:
            return getpass(f"  {question} (not shown): ", stream=sys.stderr)
        except EOFError:
            return ""
