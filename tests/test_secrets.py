from __future__ import annotations

import json
import shlex
import sys

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import InitError, KeyringLocked

from triage.config import Account
from triage.errors import SignInError
from triage.secrets import Password, ask_keyring, keep_in_keyring, password_for, take_from_keyring

HERE = Account("sam@acme.example", "imap.acme.example")


def _empty(*_asked):
    return None


def _full(*_asked):
    return "from keyring"


def _printing(text):
    return shlex.join([sys.executable, "-c", f"print({text!r})"])


def _with_command(command):
    return Account(HERE.address, HERE.host, password_command=command)


def test_the_keyring_is_asked_for_user_and_host_under_triage():
    def keyring(service, user):
        return {("triage", "sam@acme.example@imap.acme.example"): "from keyring"}.get((service, user))

    account = _with_command(_printing("from command"))
    assert password_for(account, environ={}, keyring=keyring).text == "from keyring"


def test_the_command_comes_before_the_credentials_directory(tmp_path):
    (tmp_path / "triage").write_text("from systemd\n")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    account = _with_command(_printing("from command"))
    assert password_for(account, environ=environ, keyring=_empty) == Password("from command", "password_command")
    assert password_for(HERE, environ=environ, keyring=_empty).text == "from systemd"


def test_the_credentials_directory_can_hold_one_file_per_account(tmp_path):
    (tmp_path / "triage").write_text("for all")
    (tmp_path / "triage-work").write_text("for work")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert password_for(HERE, environ=environ, name="work", keyring=_empty).text == "for work"
    assert password_for(HERE, environ=environ, name="home", keyring=_empty).text == "for all"


def test_a_password_file_that_is_named_wins_over_every_other_place(tmp_path):
    file = tmp_path / "password"
    file.write_text("from file\r\nsecond line\n")
    account = _with_command(_printing("from command"))
    environ = {"TRIAGE_PASSWORD_FILE": str(file)}
    assert password_for(account, environ=environ, keyring=_full).text == "from file"


@pytest.mark.parametrize(("mode", "noted"), [(0o600, False), (0o640, True), (0o604, True)])
def test_a_file_that_others_can_read_is_noted(tmp_path, mode, noted):
    file = tmp_path / "password"
    file.write_text("x")
    file.chmod(mode)
    notes = password_for(HERE, environ={"TRIAGE_PASSWORD_FILE": str(file)}, keyring=_empty).notes
    assert [f"chmod 600 {file}" in note for note in notes] == [True] * noted


def test_when_nothing_is_found_the_four_places_are_named():
    with pytest.raises(SignInError) as caught:
        password_for(HERE, environ={}, keyring=_empty)
    for place in ("keyring", "password_command", "$CREDENTIALS_DIRECTORY", "TRIAGE_PASSWORD_FILE"):
        assert place in str(caught.value)
    assert "sam@acme.example@imap.acme.example" in str(caught.value)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        pytest.param(shlex.join([sys.executable, "-c", "print('hunter2'); exit(3)"]), "ended with code 3", id="fails"),
        pytest.param("/no/such/program hunter2", "could not be started", id="missing"),
        pytest.param(shlex.join([sys.executable, "-c", ""]), "printed nothing", id="silent"),
        pytest.param("echo 'hunter2", "quotation mark", id="open-quote"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_printed(command, sentence):
    with pytest.raises(SignInError, match=sentence) as caught:
        password_for(_with_command(command), environ={}, keyring=_empty)
    assert "hunter2" not in str(caught.value)


def test_no_shell_sees_the_command(tmp_path):
    script = "import sys, json; print(json.dumps(sys.argv[1:]))"
    command = shlex.join([sys.executable, "-c", script]) + f" ; touch {tmp_path}/made $HOME"
    text = password_for(_with_command(command), environ={}, keyring=_empty).text
    assert json.loads(text) == [";", "touch", f"{tmp_path}/made", "$HOME"]
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("content", [None, b"", b"\nlater\n", b"\xff\xfe\n"], ids=["gone", "empty", "late", "binary"])
def test_a_password_file_without_a_password_is_refused(tmp_path, content):
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SignInError, match="TRIAGE_PASSWORD_FILE"):
        password_for(HERE, environ={"TRIAGE_PASSWORD_FILE": str(file)}, keyring=_full)


def test_no_repr_shows_the_password():
    assert "hunter2" not in repr(Password("hunter2", "keyring"))


class Refusing(KeyringBackend):
    """A keyring of the system to which nobody gets in."""

    priority = 0

    def __init__(self, error):
        super().__init__()
        self.error = error

    def _refuse(self, *_asked):
        raise self.error

    get_password = set_password = delete_password = _refuse


@pytest.mark.parametrize(
    "backend",
    [fail.Keyring(), Refusing(KeyringLocked("locked")), Refusing(InitError("no bus")), Refusing(OSError("no socket"))],
    ids=["missing", "locked", "no desktop", "broken"],
)
def test_a_keyring_that_does_not_open_is_passed_over_and_nothing_is_kept_in_it(backend):
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        assert ask_keyring("triage", "sam@acme.example@imap.acme.example") is None
        with pytest.raises(SignInError, match=r"put it in the keyring .* or unlock that"):
            password_for(HERE, environ={})
        assert password_for(_with_command(_printing("secret")), environ={}).place == "password_command"
        assert keep_in_keyring(HERE, "secret") is False
        take_from_keyring(HERE)
    finally:
        keyring.set_keyring(before)
