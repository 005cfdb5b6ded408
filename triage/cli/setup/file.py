"""The configuration as `triage setup` writes it: added at the end of what is there, whole or not at all; and an editor for it."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from triage.cli.terminal import safe
from triage.config import Account, Auth, as_address
from triage.discover.providers import of_domain
from triage.errors import StateError, UsageError
from triage.judge.hosts import FREEMAIL
from triage.run.draft import Draft


def text_of(path: Path) -> str | None:
    """Return what the file holds, None where there is none; raise StateError."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"{path} cannot be read; mend its rights, or what it holds.") from error


def section_of_me(drafted: Draft, *, address: str) -> Iterator[str]:
    """Yield the lines of [me]: what the sent mail told, to be mended by hand."""
    addresses = list(dict.fromkeys([address, *filter(_is_address, drafted.addresses)]))
    own = dict.fromkeys(one.rpartition("@")[2] for one in addresses)
    domains = [domain for domain in own if domain not in FREEMAIL and of_domain(domain) is None]
    yield "# Who you are. Read it, and mend what is wrong: docs/configuration.md has every key."
    yield "[me]"
    if drafted.name:
        yield f"name = {_quoted(safe(drafted.name))}"
    yield f"addresses = {_listed(addresses)}"
    if domains:
        yield f"domains = {_listed(domains)}  # mail from there is a colleague's, and stays"
    about = [f"{line.rstrip('.')}." for line in drafted.signature]
    if drafted.words:
        about.append(f"Writes about {', '.join(drafted.words)}.")
    if about:
        yield f"about = {_quoted(safe(' '.join(about)))}"
    else:
        yield '# about = "some sentences about your work: they make the verdicts sharper"'
    yield '# interests = ["what you buy or want to hear about"]'
    yield '# never = ["what you never want"]'


def section_of_account(name: str, account: Account) -> Iterator[str]:
    """Yield the lines of [account.NAME]; no secret is among them."""
    yield f"[account.{_key(name)}]"
    yield f"address = {_quoted(account.address)}"
    yield f"host = {_quoted(account.host)}"
    yield f"port = {account.port}"
    yield f"tls = {_quoted(account.tls.value)}"
    if account.user != account.address:
        yield f"user = {_quoted(account.user)}"
    if account.auth is Auth.OAUTH2:
        yield 'auth = "oauth2"'
    if account.password_command:
        yield f"password_command = {_quoted(account.password_command)}"
    if account.oauth is not None:
        yield from ("", f"[account.{_key(name)}.oauth]", f"client_id = {_quoted(account.oauth.client_id)}")
        yield f"token_url = {_quoted(account.oauth.token_url)}"
        for key in ("scope", "client_secret_command", "authorize_url", "device_url", "redirect_url"):
            if value := getattr(account.oauth, key):
                yield f"{key} = {_quoted(value)}"


def with_sections(before: str | None, sections: list[list[str]]) -> str:
    """Return the file with these sections at its end; what is there stays as it is, comments too."""
    added = "\n\n".join("\n".join(section) for section in sections) + "\n"
    if not before:
        return added
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}\n{added}"


def write(path: Path, text: str, *, before: str | None) -> None:
    """Write the file whole or not at all, for its owner alone where it is new; raise StateError, or where it changed meanwhile."""
    goal = path.resolve()
    temporary = goal.with_name(f".{goal.name}.new")
    if text_of(path) != before:
        raise StateError(f"{path} was changed by somebody else meanwhile; nothing was written. Run it again.")
    try:
        goal.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = goal.stat().st_mode & 0o777 if before is not None else 0o600
        with temporary.open("w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(goal)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise StateError(f"{path} cannot be written ({error.strerror}); mend its rights, or make room.") from error


def write_secret(path: Path, secret: str) -> None:
    """Write a secret to a file of its own that only its owner can read; raise UsageError where there is one already."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - by its number
            file.write(f"{secret}\n")
    except FileExistsError as error:
        raise UsageError(f"There is a file {path} already; move it away, or name a --password-command.") from error
    except OSError as error:
        raise StateError(f"{path} cannot be written ({error.strerror}); mend its rights, or make room.") from error


def edited(text: str, *, environ: Mapping[str, str]) -> str:
    """Return this text as the user's editor leaves it; raise UsageError where there is no editor, or it fails."""
    editor = environ.get("VISUAL") or environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="triage-") as folder:
        path = Path(folder, "config.toml")
        path.write_text(text, "utf-8")
        try:
            done = subprocess.run([*shlex.split(editor), str(path)], check=False)  # noqa: S603 - the user's own editor
        except (OSError, ValueError) as error:
            raise UsageError(f"The editor {editor!r} cannot be started; set EDITOR.") from error
        if done.returncode:
            raise UsageError(f"The editor {editor!r} ended with code {done.returncode}.")
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError("What the editor left cannot be read as text.") from error


def _quoted(text: str) -> str:
    """Return text as TOML writes it, with an escape for each letter that does not show."""
    return "".join(
        letter if letter.isprintable() else _escaped(letter) for letter in json.dumps(text, ensure_ascii=False)
    )


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}"


def _is_address(text: str) -> bool:
    try:
        return as_address(text) == text
    except ValueError:
        return False


def _listed(texts: list[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _key(name: str) -> str:
    return name if "." not in name else _quoted(name)
