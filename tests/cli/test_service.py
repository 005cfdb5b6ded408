"""`triage service`: the file that it writes is one that systemd reads as meant, and no edit of somebody is lost.

systemctl is a program of others, and no systemd runs where tests run: a script in its place notes what it is told.
"""

from __future__ import annotations

import configparser
import os
import plistlib
import shlex
import shutil
import socket
import subprocess
from pathlib import Path

import pytest
from watching import Watch, eventually

from triage.cli.service.programs import keeper
from triage.cli.service.units import Job, is_ours, launchd_agent, systemd_unit

ACCOUNT = '\n[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n'
STARTED = ["--user daemon-reload", "--user enable triage.service", "--user restart triage.service"]
ODD = "/no such/50%h \"odd\" $HOME 'q' \\s;é"
SYSTEMCTL = """#!/bin/sh
echo "$*" >> "{log}"
case "$*" in
  --version) echo "systemd {version} (252.38-1)" ;;
  *--property=Version*) exit {reached} ;;
  *--property=LoadState*) printf 'ActiveState={active}\\nMainPID=4711\\nResult=exit-code\\nNRestarts=0\\n' ;;
  *restart*) exit {restarts} ;;
esac
"""


@pytest.fixture
def system(triage, tmp_path):
    """Set up a home, and a systemctl that answers as told and notes what it hears; `path` is where the unit belongs."""

    class System:
        path = tmp_path / "user" / ".config" / "systemd" / "user" / "triage.service"
        heard_by = tmp_path / "systemctl.log"

        def has(self, *, version=252, reached=0, active="active", restarts=0):
            script = tmp_path / "bin" / "systemctl"
            script.write_text(
                SYSTEMCTL.format(log=self.heard_by, version=version, reached=reached, active=active, restarts=restarts)
            )
            script.chmod(0o755)

        @property
        def told(self):
            lines = self.heard_by.read_text().splitlines() if self.heard_by.exists() else []
            return [line for line in lines if "show" not in line and line != "--version"]

    (tmp_path / "bin").mkdir()
    triage.environ |= {"HOME": str(tmp_path / "user"), "PATH": str(tmp_path / "bin"), "XDG_CONFIG_HOME": ""}
    triage.environ |= {"SSL_CERT_FILE": "", "SSL_CERT_DIR": ""}
    triage.configure((triage.home / "config.toml").read_text() + ACCOUNT)
    return System()


def sections(text):
    """Read a unit as far as one without double keys can be read so."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(text)
    return parser


# ---------------------------------------------------------------- install


def test_install_shows_the_file_asks_writes_it_and_starts_the_service(triage, system):
    system.has()
    done = triage("service", "install", input="y\n")
    written = system.path.read_text()
    assert [line.strip() for line in written.splitlines() if line] == [
        line.strip() for line in done.out.partition("triage.service\n\n")[2].splitlines() if line.startswith("    ")
    ]
    assert "[y/N]" in done.err
    assert "The service runs" in done.out
    assert system.told == STARTED
    assert (triage.home / "state").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in system.path.parent.iterdir()] == ["triage.service"]


@pytest.mark.parametrize("answer", ["n\n", "", "\n"])
def test_nothing_is_written_unless_somebody_agrees(triage, system, answer):
    system.has()
    assert "Nothing was written" in triage("service", "install", input=answer, code=130).err
    assert not system.path.exists()
    assert not (triage.home / "state").exists()
    assert system.told == []


def test_a_dry_run_shows_the_file_and_does_nothing(triage, system):
    system.has()
    assert "ExecStart=" in triage("service", "install", "--dry-run").out
    shown = triage.json("service", "install", "--dry-run")
    assert (shown["written"], shown["started"], shown["path"]) == (False, False, str(system.path))
    assert is_ours(shown["file"])
    assert not system.path.exists()
    assert system.told == []


@pytest.mark.parametrize("reached", [None, 1], ids=["no systemctl", "no session"])
def test_without_systemd_the_file_is_written_and_the_next_commands_are_named(triage, system, reached):
    if reached:
        system.has(reached=reached)
    done = triage("service", "install", "--yes")
    assert system.path.is_file()
    commands = [line.strip() for line in done.out.splitlines() if line.startswith("    systemctl")]
    assert commands == [f"systemctl {words}" for words in STARTED]
    assert "let the container run `triage watch` itself" in done.out
    assert system.told == []
    assert triage.json("service", "install", "--yes")["next"] == commands


def test_a_service_that_does_not_start_is_told_with_the_place_of_its_log(triage, system):
    system.has(restarts=1)
    done = triage("service", "install", "--yes", code=5)
    assert "`systemctl --user restart triage.service` failed; run it by hand to see why" in done.err
    assert "journalctl --user -u triage.service" in done.err


def test_without_an_account_there_is_nothing_to_install(triage, system):
    system.has()
    triage.configure("")
    assert "No account is configured" in triage("service", "install", "--yes", code=2).err
    assert not system.path.exists()


def test_install_again_changes_nothing_and_starts_anew(triage, system):
    system.has()
    triage("service", "install", "--yes")
    first = system.path.stat()
    done = triage("service", "install")
    assert "is as it should be" in done.out
    assert system.path.stat().st_ino == first.st_ino
    assert system.told == STARTED * 2


def test_an_older_file_of_ours_is_written_anew_without_a_question(triage, system):
    system.path.parent.mkdir(parents=True)
    system.path.write_text(systemd_unit(Job(("/gone/triage", "watch"), Path("/gone/state"))))
    system.has()
    triage("service", "install", "--yes")
    assert "/gone" not in system.path.read_text()
    assert [path.name for path in system.path.parent.iterdir()] == ["triage.service"]


# ---------------------------------------------------------------- what somebody edited


@pytest.fixture
def edited(triage, system):
    system.has()
    triage("service", "install", "--yes")
    text = system.path.read_text().replace("RestartSec=30", "RestartSec=31")
    system.path.write_text(text)
    system.heard_by.unlink()
    return text


@pytest.mark.parametrize("answer", ["n\n", ""])
@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_file_that_somebody_edited_is_asked_about_even_with_yes(triage, system, edited, command, answer):
    done = triage("service", command, "--yes", input=answer, code=130)
    assert "it is kept as triage.service.edited" in done.err
    assert system.path.read_text() == edited
    assert system.told == []


def test_the_difference_is_shown_and_the_edited_file_is_kept(triage, system, edited):
    shown = triage("service", "install", input="y\n").out
    assert ("-RestartSec=31" in shown, "+RestartSec=30" in shown) == (True, True)
    assert (system.path.with_name("triage.service.edited")).read_text() == edited
    assert is_ours(system.path.read_text())
    system.path.write_text("mine\n")
    triage("service", "uninstall", input="y\n")
    assert not system.path.exists()
    assert system.path.with_name("triage.service.edited").read_text() == edited
    assert system.path.with_name("triage.service.edited-2").read_text() == "mine\n"


def test_a_file_that_is_no_text_is_one_that_somebody_edited(triage, system):
    system.has()
    system.path.parent.mkdir(parents=True)
    system.path.write_bytes(b"\xff\xfe\0")
    triage("service", "install", "--yes", input="n\n", code=130)
    assert system.path.read_bytes() == b"\xff\xfe\0"


def test_where_the_folder_cannot_be_made_it_is_told_and_nothing_is_left(triage, system):
    system.has()
    system.path.parent.parent.mkdir(parents=True)
    system.path.parent.write_text("a file")
    assert "cannot be read (Not a directory)" in triage("service", "install", "--yes", code=5).err
    assert system.path.parent.read_text() == "a file"


def test_a_file_that_cannot_be_written_leaves_the_former_as_it_was(triage, system, edited):
    system.path.with_name(".triage.service.new").mkdir()
    assert "cannot be written" in triage("service", "install", input="y\n", code=5).err
    assert system.path.read_text() == edited
    assert system.told == []


# ---------------------------------------------------------------- status and uninstall


@pytest.mark.parametrize(
    ("active", "running", "told"),
    [
        ("active", True, "runs as process 4711"),
        ("failed", False, "failed (exit-code); `triage doctor` says what to mend"),
        ("inactive", False, "does not run"),
        ("activating", False, "is being started"),
    ],
)
def test_status_tells_what_is_installed_and_whether_it_runs(triage, system, active, running, told):
    system.has(active=active)
    assert triage.json("service", "status")["installed"] is False
    triage("service", "install", "--yes")
    shown = triage.json("service", "status")
    assert (shown["installed"], shown["edited"], shown["running"], shown["told"]) == (True, False, running, told)
    assert (shown["path"], shown["watch"]) == (str(system.path), None)
    system.path.write_text("mine")
    screen = triage("service", "status").out
    assert (told in screen, "edited by somebody" in screen) == (True, True)


def test_status_and_uninstall_do_without_systemd_and_with_a_configuration_that_has_faults(triage, system):
    triage("service", "install", "--yes")
    triage.configure("nonsense = [")
    assert triage.json("service", "status")["running"] is None
    shown = triage.json("service", "uninstall", "--yes")
    assert (shown["removed"], shown["stopped"]) == (True, False)
    assert not system.path.exists()
    assert "No service is installed" in triage("service", "uninstall").out


def test_uninstall_stops_the_service_removes_its_file_and_leaves_what_is_remembered(triage, system):
    system.has()
    triage("service", "install", "--yes")
    kept = triage.home / "state" / "work.sqlite3"
    kept.write_text("kept")
    system.heard_by.unlink()
    assert "Nothing was removed" in triage("service", "uninstall", "--dry-run").out
    assert "Nothing was removed" in triage("service", "uninstall", input="n\n", code=130).err
    assert (system.path.exists(), system.told) == (True, [])
    triage("service", "uninstall", input="y\n")
    assert (system.path.exists(), kept.read_text()) == (False, "kept")
    assert system.told == ["--user disable --now triage.service", "--user daemon-reload"]


# ---------------------------------------------------------------- the unit


def job(command=("/usr/bin/env", "watch"), **more):
    return Job(command, Path("/var/lib/some state"), **more)


def test_the_unit_is_hardened_and_starts_again_where_that_cures():
    unit = sections(systemd_unit(job()))["Service"]
    expected = {
        "Type": "notify", "NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateTmp": "yes", "Restart": "on-failure",
        "WatchdogSec": "60", "RestartSec": "30", "ReadWritePaths": '"/var/lib/some state"', "UMask": "0077",
        "RestartPreventExitStatus": "2 3 4 8", "ExecReload": "/bin/kill -HUP $MAINPID",
    }  # fmt: skip
    assert {key: unit[key] for key in expected} == expected
    assert "LoadCredential" not in unit
    assert "RestartSteps" not in unit
    assert sections(systemd_unit(job(), version=254))["Service"]["RestartSteps"] == "5"


@pytest.mark.parametrize(("account", "name"), [("", "triage"), ("work", "triage-work")])
def test_a_credential_has_the_name_under_which_triage_looks_for_it(account, name):
    unit = systemd_unit(job(credential=Path("/etc/a 50%"), account=account))
    assert sections(unit)["Service"]["LoadCredential"] == f"{name}:/etc/a 50%%"


def test_what_lies_in_a_temporary_folder_is_not_hidden_from_the_service():
    assert "PrivateTmp=yes" not in systemd_unit(job(environ={"TRIAGE_HOME": "/tmp/x"}))
    assert "PrivateTmp=yes" not in systemd_unit(job(("/var/tmp/venv/bin/triage", "watch")))
    assert "PrivateTmp=yes" in systemd_unit(job(("/var/tmpfiles/triage", "watch")))


@pytest.mark.parametrize("word", ["a\nExecStartPre=/bin/rm", "a\x1bb", "a\u2028b"])
def test_a_word_that_would_be_a_line_of_its_own_is_refused(triage, system, word, tmp_path):
    home = tmp_path / word.replace("/", "_")
    home.mkdir()
    (home / "config.toml").write_text(ACCOUNT)
    done = triage("service", "install", "--yes", code=2, TRIAGE_HOME=str(home))
    assert "cannot stand in the file of a service" in done.err
    assert not system.path.exists()


@pytest.mark.parametrize(("change", "ours"), [(("", ""), True), (("30", "31"), False), (("sha256", "sha255"), False)])
@pytest.mark.parametrize("make", [systemd_unit, launchd_agent])
def test_a_file_is_known_as_ours_until_somebody_edits_it(make, change, ours):
    text = make(job(environ={"A": "30"}))
    assert is_ours(text.replace(*change) if change[0] else text) is ours
    assert not is_ours(text + "# more\n")
    assert not is_ours("")


needs_analyze = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")


def verified(tmp_path, text):
    """Return how systemd's own check of a unit ended, and what it said."""
    path = tmp_path / "triage.service"
    path.write_text(text)
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "LC_ALL": "C"}
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", path], env=environ, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr


@needs_analyze
def test_systemd_finds_no_fault_in_the_unit(tmp_path):
    whole = job(
        ("/usr/bin/env", "--config", ODD, "watch"), environ={"TRIAGE_HOME": ODD}, credential=Path(ODD), account="work"
    )
    assert verified(tmp_path, systemd_unit(whole)) == (0, "")
    assert "notiffy" in verified(tmp_path, systemd_unit(whole).replace("Type=notify", "Type=notiffy"))[1]


@needs_analyze
def test_systemd_reads_an_odd_path_back_as_it_is(tmp_path):
    program = "/no such/50%h $HOME;é/triage"  # systemd takes no quotation mark there
    code, said = verified(tmp_path, systemd_unit(job((program, "watch"))))
    assert code != 0
    assert f"Command {program} is not executable" in said


# ---------------------------------------------------------------- what the unit runs


def test_the_command_of_the_unit_watches_as_systemd_would_have_it(triage, system, dovecot_user, tmp_path):
    triage.configure(
        f'[account.work]\naddress = "sam@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
        f'port = {dovecot_user.port}\ntls = "none"\n'
    )
    (tmp_path / "secret file").write_text("secret\n")
    (tmp_path / "secret file").chmod(0o600)
    triage("--account", "work", "service", "install", "--yes", "--credential", tmp_path / "secret file")
    unit = sections(system.path.read_text())["Service"]
    name, _, source = unit["LoadCredential"].partition(":")
    (tmp_path / "credentials").mkdir(mode=0o700)
    shutil.copy(source, tmp_path / "credentials" / name)
    environ = dict([shlex.split(unit["Environment"])[0].split("=", 1)])
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(20)
        environ |= {"NOTIFY_SOCKET": str(tmp_path / "notify"), "CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}
        environ["WATCHDOG_USEC"] = str(int(unit["WatchdogSec"]) * 1_000_000)
        process = subprocess.Popen(
            [*shlex.split(unit["ExecStart"]), "--log-format", "json"], env=environ, stderr=subprocess.PIPE, text=True
        )
        watch = Watch(process)
        try:
            assert listener.recv(99) == b"READY=1"
            watch.tells("watching", account="work")
            eventually(lambda: listener.recv(99) == b"WATCHDOG=1")
            assert triage.json("service", "status")["watch"] == process.pid
            assert watch.end()[0] == 0
        finally:
            watch.close()


# ---------------------------------------------------------------- launchd


def test_the_agent_of_launchd_says_the_same():
    text = launchd_agent(
        job(
            ("/a b/triage", "--config", "/<&>.toml", "watch"),
            environ={"TRIAGE_HOME": "/x"},
            credential=Path("/pw"),
            log=Path("/l"),
        )
    )
    agent = plistlib.loads(text.encode())
    assert agent["ProgramArguments"] == ["/a b/triage", "--config", "/<&>.toml", "watch"]
    assert agent["EnvironmentVariables"] == {"TRIAGE_HOME": "/x", "TRIAGE_PASSWORD_FILE": "/pw"}
    assert (agent["KeepAlive"], agent["RunAtLoad"], agent["Umask"]) == ({"SuccessfulExit": False}, True, 0o077)
    assert (agent["ThrottleInterval"], agent["StandardErrorPath"]) == (600, "/l")


def test_on_macos_the_agent_belongs_into_the_library_and_launchctl_loads_it():
    here = keeper("darwin", home=Path("/Users/sam"), environ={}, user=501)
    path = "/Users/sam/Library/LaunchAgents/io.github.outreach-triage.watch.plist"
    assert (here.kind, str(here.path)) == ("launchd", path)
    assert here.as_typed(here.start) == [f"launchctl bootstrap gui/501 {path}"]
    assert here.as_typed(here.stop) == ["launchctl bootout gui/501/io.github.outreach-triage.watch"]
