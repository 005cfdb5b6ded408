"""`triage completion`: real shells complete what the program really has."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time

CASES = [
    ("triage cle", "clean"),
    ("triage re", "retrain release report review"),
    ("triage --account clean wat", "watch"),
    ("triage -q --config FILE stat", "status"),
    ("triage clean --app", "--apply"),
    ("triage clean --since 90d --fa", "--fail-if-found"),
    ("triage service ", "install status uninstall"),
    ("triage service un", "uninstall"),
    ("triage service install --cre", "--credential"),
    ("triage status --cre", ""),
    ("triage watch --log-format ", "text json"),
    ("triage watch --log-format j", "json"),
    ("triage completion z", "zsh"),
    ("triage clean mail", ""),
    ("triage clean --folder re", ""),
]
COMPLETE = """eval "$1"
while IFS= read -r line; do
    read -ra COMP_WORDS <<< "$line"; [[ $line == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=(); _triage triage; echo "${COMPREPLY[*]}"
done
"""


def test_bash_completes_what_is_being_written(triage) -> None:
    script = triage("completion", "bash").out
    typed = "".join(f"{line}\n" for line, _ in CASES)
    done = subprocess.run(["bash", "-c", COMPLETE, "bash", script], input=typed, capture_output=True, text=True)
    assert done.stderr == ""
    assert list(zip((line for line, _ in CASES), done.stdout.split("\n"), strict=False)) == CASES


def test_bash_offers_every_command_and_option_that_help_names(triage) -> None:
    script = triage("completion", "bash").out
    shown = triage("clean", "--help").out, triage("--help").out
    options = {name for line in shown[0].splitlines() for name in re.findall(r"^  (?:-\w, )?(--[a-z-]+)", line)}
    commands = set(re.findall(r"^  ([a-z]+) ", shown[1].partition("Commands:")[2], re.M))
    done = subprocess.run(
        ["bash", "-c", COMPLETE, "bash", script], input="triage clean --\ntriage \n", capture_output=True, text=True
    )
    offered = [set(line.split()) for line in done.stdout.splitlines()]
    assert len(commands) > 15
    assert offered == [options, commands]


def test_tab_at_a_prompt_of_bash_writes_the_command_out(triage, tmp_path) -> None:
    (tmp_path / "rc").write_text('PS1="ready>"; bind "set enable-bracketed-paste off"\ntriage() { echo "ran:$*:"; }\n')
    with (tmp_path / "rc").open("a") as rc:
        rc.write(triage("completion", "bash").out)
    here, there = pty.openpty()
    command = ["bash", "--noprofile", "--rcfile", str(tmp_path / "rc"), "-i"]
    with subprocess.Popen(
        command, stdin=there, stdout=there, stderr=there, start_new_session=True, env={**os.environ, "TERM": "dumb"}
    ) as bash:
        os.close(there)
        assert "ready>" in _read(here, "ready>")
        os.write(here, b"triage serv\tuni\t--dry\t\n")
        assert "ran:service uninstall --dry-run:" in _read(here, "ran:service uninstall --dry-run:")
        os.write(here, b"exit\n")
        bash.wait(timeout=10)
    os.close(here)


def _read(terminal: int, until: str) -> str:
    """Return what a terminal shows until it shows this, or ten seconds have passed."""
    shown, end = "", time.monotonic() + 10
    while until not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096).decode("utf-8", "replace")
    return shown


def test_zsh_runs_the_same_function_as_bash(triage) -> None:
    def function(shell):
        return triage("completion", shell).out.partition("_triage() {")[2].partition("\n}\n")[0]

    assert function("zsh") == function("bash") != ""
    assert "bashcompinit" in triage("completion", "zsh").out


def test_fish_is_told_the_same(triage) -> None:
    script = triage("completion", "fish").out
    if shutil.which("fish"):
        done = subprocess.run(
            ["fish", "-c", "source; complete -C 'triage service un'"], input=script, capture_output=True, text=True
        )
        assert done.stdout.startswith("uninstall\t")
    lines = script.splitlines()[1:]
    assert all(line.startswith("complete -c triage ") and line.count('"') % 2 == 0 for line in lines)
    commands = re.findall(r"^  ([a-z]+) ", triage("--help").out.partition("Commands:")[2], re.M)
    first = [line for line in lines if '-n "__fish_use_subcommand" -a ' in line]
    assert [line.split()[7] for line in first] == commands
    assert "$" not in re.sub(r"\\\$", "", script)


def test_another_shell_is_refused_in_one_sentence(triage) -> None:
    told = triage("completion", "tcsh", code=2)
    assert (told.out, told.err) == ("", "triage: There is no completion for 'tcsh'; write bash, zsh, fish.\n")


def test_a_broken_configuration_does_not_break_the_shell(triage) -> None:
    triage.configure("nonsense")
    assert triage("completion", "bash").out.startswith("# Completion of triage")


def test_json_holds_the_script(triage) -> None:
    told = triage.json("completion", "bash")
    assert (told["schema"], told["shell"], told["script"]) == (
        "triage.completion/1",
        "bash",
        triage("completion", "bash").out,
    )
