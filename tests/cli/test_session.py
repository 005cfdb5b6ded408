"""The program on a real terminal: colours, progress, questions, and what Ctrl-C leaves behind."""

import contextlib
import os
import pty
import re
import signal
import subprocess
import threading
import time

import pytest

from triage.cli.terminal import columns


class Session:
    """A process of the program whose three streams are one terminal."""

    def __init__(self, triage, *words, columns=80, **environ):
        self.screen, side = pty.openpty()
        outside = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        environ = {**outside, **triage.environ, "TERM": "xterm", "COLUMNS": str(columns), **environ}
        self.process = subprocess.Popen(
            triage.command(*words), stdin=side, stdout=side, stderr=side, env=environ, start_new_session=True
        )
        os.close(side)
        self.text = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        with contextlib.suppress(OSError):  # the other side is gone
            while piece := os.read(self.screen, 65_536):
                self.text += piece.decode("utf-8", "replace")

    def wait_for(self, text):
        deadline = time.monotonic() + 30
        while text not in self.text:
            assert time.monotonic() < deadline, self.text
            time.sleep(0.01)

    def answer(self, text):
        os.write(self.screen, text.encode())

    def end(self):
        """Wait until the process ends and return its exit code."""
        code = self.process.wait(60)
        self._reader.join(60)
        os.close(self.screen)
        return code


def rendered(text):
    """Return what stays visible: of a line that is written over, what was written last."""
    lines = []
    for line in text.replace("\r\n", "\n").split("\n"):
        last = line.rpartition("\r\x1b[K")[2] if "\r\x1b[K" in line else line
        lines.append(re.sub(r"\x1b\[[\d;]*m", "", last))
    return lines


@pytest.fixture
def long(make_maildir, mail):
    """A Maildir whose sweep takes a while."""
    return make_maildir([mail.pest(n) if n % 3 == 0 else mail.friend(n) for n in range(900)])


def test_a_terminal_gets_colours_and_progress_and_is_left_clean(triage, long):
    session = Session(triage, "clean", long)
    assert session.end() == 0
    assert "\x1b[1m" in session.text
    assert re.search(r"\d[\d,]* of 900", session.text)
    lines = rendered(session.text)
    assert lines[0].strip() == ""
    assert not any(" of 900" in line or "looking for" in line for line in lines)
    assert max(map(columns, lines)) <= 80


@pytest.mark.parametrize("how", [("--no-color",), {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colours_can_be_had_off(triage, make_maildir, ten, how):
    words, environ = (how, {}) if isinstance(how, tuple) else ((), how)
    session = Session(triage, "clean", make_maildir(ten), *words, "-q", **environ)
    assert session.end() == 0
    assert "\x1b" not in session.text


@pytest.mark.parametrize("words", [("-q",), ("-v",)])
def test_quiet_and_verbose_show_no_progress(triage, make_maildir, ten, words):
    session = Session(triage, "clean", make_maildir(ten), *words)
    assert session.end() == 0
    assert " of 10" not in session.text


@pytest.mark.parametrize("answer", ["no\n", "\n", "\x04"], ids=repr)
def test_filing_is_asked_for_and_anything_but_yes_is_no(triage, make_maildir, ten, census, answer):
    root = make_maildir(ten)
    before = census(root)
    session = Session(triage, "clean", root, "--apply")
    session.wait_for("[y/N]")
    session.answer(answer)
    assert session.end() == 130
    assert "Nothing was filed" in session.text
    assert census(root) == before


@pytest.mark.parametrize(("words", "answer"), [((), "YES\n"), (("--yes",), "")], ids=str)
def test_filing_goes_on_after_a_yes(triage, make_maildir, ten, words, answer):
    root = make_maildir(ten)
    session = Session(triage, "clean", root, "--apply", *words)
    if answer:
        session.wait_for("[y/N]")
        session.answer(answer)
    assert session.end() == 0
    assert "Filed:" in session.text
    assert len(list(root.glob(".Outreach.*/cur/*"))) == 5


def test_ctrl_c_at_the_question_files_nothing(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    session = Session(triage, "clean", root, "--apply")
    session.wait_for("[y/N]")
    os.killpg(session.process.pid, signal.SIGINT)
    assert session.end() == 130
    assert census(root) == before


def test_ctrl_c_in_a_preview_leaves_the_terminal_clean(triage, long, census):
    before = census(long)
    session = Session(triage, "clean", long)
    session.wait_for(" of 900")
    os.killpg(session.process.pid, signal.SIGINT)
    assert session.end() == 130
    lines = [line for line in rendered(session.text) if line]
    assert lines == ["triage: Interrupted.", "triage: It was a preview: nothing was moved."]
    assert census(long) == before


def test_ctrl_c_while_filing_loses_nothing_and_the_next_run_completes_it(triage, long, contents):
    before = contents(long)
    session = Session(triage, "clean", long, "--apply", "--yes")
    session.wait_for("400 of 900")  # judged; of these half are filed
    os.killpg(session.process.pid, signal.SIGINT)
    assert session.end() == 130
    lines = [line for line in rendered(session.text) if line]
    assert lines[0] == "triage: Interrupted."
    assert any(
        re.fullmatch(r"triage: Filed before that: \d+\. `triage undo [0-9a-f]{6}` puts them back\.", line)
        for line in lines
    )
    assert contents(long) == before
    assert 0 < len(list(long.glob(".Outreach.*/cur/*"))) < 300
    triage("clean", long, "--apply")
    assert contents(long) == before
    assert len(list(long.glob(".Outreach.*/cur/*"))) == 300
    assert triage.json("status")["mailboxes"][0]["open"] == 0
