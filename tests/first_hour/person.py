"""Somebody at a terminal: types a command, waits for what it asks, answers, and reads what stands on the screen.

In tmux, for `make screenshots`; and on a bare pseudo-terminal, for tests on machines without tmux: what the first writes,
the second must write again.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from codecs import getincrementaldecoder
from typing import Self

from first_hour.world import World

COLUMNS, LINES = 100, 36
PATIENCE = 120
"""Seconds after which nothing is expected any more."""
SHELL = ("env", "PS1=$ ", "bash", "--norc", "--noprofile", "--noediting", "-i")


class Person:
    """What both have in common: `lines` is what stands on the terminal, the prompt or a question last; `send` types."""

    def lines(self) -> list[str]:
        raise NotImplementedError

    def send(self, typed: str) -> None:
        raise NotImplementedError

    def run(self, command: str, *answers: tuple[str, str]) -> str:
        """Type a command, answer each question once it is asked, and return all that was to be seen until the next prompt."""
        began = self.begin(command)
        for question, answer in answers:
            self.wait(question)
            self.send(f"{answer}\n")
        return self.end(began)

    def begin(self, command: str) -> int:
        """Type a command, and return the line on which it stands."""
        self.wait(r"^\$$")
        began = len(self.lines()) - 1
        self.send(f"{command}\n")
        return began

    def end(self, began: int) -> str:
        """Wait for the prompt, and return all lines from this one on."""
        self.wait(r"^\$$")
        return "\n".join(self.lines()[began:-1])

    def wait(self, last_line: str) -> str:
        """Wait until the last line has this in it, and return the line."""
        ends = time.monotonic() + PATIENCE
        while not re.search(last_line, (self.lines() or [""])[-1]):
            assert time.monotonic() < ends, f"{last_line!r} did not come:\n" + "\n".join(self.lines())
            self.rest()
        return self.lines()[-1]

    def rest(self) -> None:
        time.sleep(0.05)


class InTmux(Person):
    """A window of tmux of its own."""

    def __init__(self, world: World) -> None:
        self._socket = str(world.home.parent / "tmux")
        conf = world.home.parent / "tmux.conf"
        conf.write_text("set -g status off\nset -g history-limit 10000\n")
        self._environ = world.environ
        self._tmux(
            "-f", str(conf), "new-session", "-d", "-x", str(COLUMNS), "-y", str(LINES), "-c", str(world.home), *SHELL
        )

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-S", self._socket, *words]
        return subprocess.run(command, env=self._environ, capture_output=True, text=True, check=True).stdout

    def lines(self) -> list[str]:
        shown = self._tmux("capture-pane", "-p", "-J", "-S", "-")
        return [line.rstrip() for line in shown.rstrip().split("\n")]

    def send(self, typed: str) -> None:
        before = self.lines()
        for at, part in enumerate(re.split("([\n\x03])", typed)):
            if at % 2:
                self._tmux("send-keys", "Enter" if part == "\n" else "C-c")
            elif part:
                self._tmux("send-keys", "-l", part)
        while self.lines() == before:  # else the same question would be answered twice
            self.rest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")


class OnPty(Person):
    """A pseudo-terminal, of which as much is understood as triage writes: line ends, colours, and a line written over."""

    def __init__(self, world: World) -> None:
        self._ours, self._theirs = pty.openpty()
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        name = os.ttyname(self._theirs)
        # The first terminal that a new session opens is its own, with Ctrl-C and all.
        self._shell = subprocess.Popen(
            ["bash", "-c", 'exec "$@" <>"$0" >&0 2>&0', name, *SHELL],
            env=world.environ | {"TERM": "xterm-256color"},
            cwd=world.home,
            start_new_session=True,
        )
        self._decode = getincrementaldecoder("utf-8")().decode
        self._lines, self._rest = [""], ""
        self._over = False

    def lines(self) -> list[str]:
        while select.select([self._ours], [], [], 0)[0]:
            self._show(self._decode(os.read(self._ours, 65_536)))
        return "\n".join(line.rstrip() for line in self._lines).rstrip().split("\n")

    def _show(self, written: str) -> None:
        text = self._rest + written
        whole = text[: len(text) - len(re.search(r"(?:\r|\x1b(?:\[[\d;?]*)?)?\Z", text)[0])]
        self._rest = text[len(whole) :]
        for found in re.finditer(r"\x1b\[([\d;?]*)([A-Za-z])|\r*\n|\r|[^\x1b\r\n]+", whole):
            piece = found[0]
            if found[2]:
                assert found[2] in "mhl" or piece == "\x1b[K", f"{piece!r} is not understood"
                if found[2] == "K":
                    assert self._over, "only whole lines are cleared"
                    self._lines[-1] = ""
            elif piece.endswith("\n"):
                self._lines.append("")
            elif piece == "\r":
                self._over = True
                continue
            else:
                assert not self._over or not self._lines[-1], f"{piece!r} would be written over {self._lines[-1]!r}"
                self._lines[-1] += piece
            self._over = False

    def send(self, typed: str) -> None:
        before = self.lines()
        os.write(self._ours, typed.encode())
        while self.lines() == before:
            self.rest()

    def rest(self) -> None:
        select.select([self._ours], [], [], 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._shell.pid, signal.SIGHUP)
        self._shell.wait(10)
        os.close(self._ours)
        os.close(self._theirs)
