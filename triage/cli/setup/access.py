"""How `triage setup` signs in for the first time: whence the secret comes, and where it is kept. TLS was verified before."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from triage.cli.doctor.account import LIMITS
from triage.cli.options import Settings
from triage.cli.setup import file as setup_file
from triage.cli.setup.consent import By, consent
from triage.cli.setup.talk import Talk
from triage.cli.terminal import short
from triage.config import Account, Auth, OAuth
from triage.errors import SignInError, TokenRefusedError, UnreachableError
from triage.grant.service import Tokens
from triage.mailbox.imap import ImapMailbox, connect
from triage.mailbox.wire import Wire
from triage.mailbox.wire_guard import Server
from triage.secrets import from_command, keep_in_keyring, known_password, take_from_keyring
from triage.tokens import access_token, keep, keep_granted, token_path

TRIES = 3


@dataclass(frozen=True, slots=True)
class Access:
    """An open mailbox, None where a token is still missing; the account as it is to be written; where its secret is kept.

    `take_back` removes what was kept, for a user who changes their mind.
    """

    mailbox: ImapMailbox | None
    account: Account
    place: str
    keywords: bool | None = None
    take_back: Callable[[], None] = lambda: None


def server_of(account: Account) -> Server:
    """Return where this account lives."""
    return Server(account.host, account.port, account.user, account.tls.value, account.auth.value)


def sign_in(
    settings: Settings,
    account: Account,
    *,
    name: str,
    talk: Talk,
    advice: Sequence[str],
    by: By | None = None,
    open_browser: bool = True,
) -> Access:
    """Find or ask the secret, sign in, and keep it; raise SignInError, with `advice` beside it, or UnreachableError.

    `by` is how somebody wants to sign in at the provider, where they said so already.
    """
    try:
        if account.oauth is not None:
            return _by_tokens(settings, account, name, talk, by, open_browser)
        return _by_password(settings, account, name, talk)
    except SignInError as error:
        for sentence in advice:
            error.add_note(sentence)
        raise


def _by_password(settings: Settings, account: Account, name: str, talk: Talk) -> Access:
    known = known_password(account, environ=os.environ, name=name)
    if known is not None:
        try:
            mailbox = _open(account, known.text, name)
        except SignInError as error:
            if known.place != "keyring" or not talk.interactive:
                raise SignInError(f"{error} The secret came from {known.place}.") from error
            talk.say(f"{error} That was the password in the keyring.")
        else:
            for unwise in known.notes:
                talk.say(f"Note: {unwise}.")
            return Access(mailbox, account, known.place, _keeps_keywords(account, known.text))
    if account.auth is Auth.OAUTH2 or not talk.interactive:
        raise SignInError(
            f"There is no password for {account.user}@{account.host}, and nobody to ask: name a --password-command, or the "
            "file that holds it in TRIAGE_PASSWORD_FILE. Nothing was written."
        )
    mailbox, text = _asked(account, name, talk)
    return _kept(settings, Access(mailbox, account, "", _keeps_keywords(account, text)), text, name=name, talk=talk)


def _asked(account: Account, name: str, talk: Talk) -> tuple[ImapMailbox, str]:
    for left in reversed(range(TRIES)):
        if not (text := talk.hidden(f"Password of {account.user} at {account.host}")):
            raise SignInError("No password was given; nothing was written.")
        try:
            return _open(account, text, name), text
        except SignInError as error:
            if not left:
                raise SignInError(f"{error} It was refused {TRIES} times; nothing was written.") from error
            talk.say(f"{error} Try once more.")
    raise AssertionError("the last try returns or raises")


def _open(account: Account, secret: str, name: str) -> ImapMailbox:
    return connect(server_of(account), password=secret, writable=False, account=name, limits=LIMITS)


def _keeps_keywords(account: Account, secret: str) -> bool | None:
    """Ask whether the inbox takes keywords of ours, None where no answer comes.

    Only SELECT tells, which a mailbox that was opened for reading does not send.
    """
    try:
        wire = Wire(server_of(account), password=secret, writable=True, limits=LIMITS)
        try:
            return wire.select(b"INBOX", writable=True).keywords
        finally:
            wire.close()
    except (UnreachableError, SignInError):
        return None


# ---------------------------------------------------------------- where the password is kept


def _kept(settings: Settings, access: Access, text: str, *, name: str, talk: Talk) -> Access:
    account = access.account
    if keep_in_keyring(account, text):
        talk.say("The password is kept in the keyring of this machine.")
        return replace(access, place="keyring", take_back=lambda: take_from_keyring(account))
    path = settings.paths.config_file.absolute().with_name(f"{name}.password")
    talk.say(
        "This machine has no keyring that is open, so the password must come from elsewhere: from a command that prints it, "
        f"such as that of a password safe, or, where you name none, from the file {path.name} beside the configuration, which "
        "only you can read (0600)."
    )
    for _ in range(TRIES):
        if not (command := talk.ask("Command that prints it:")):
            break
        try:
            printed = from_command(command, key="password_command")
        except SignInError as error:
            talk.say(f"{str(error)[:1].upper()}{str(error)[1:]}.")
            continue
        if printed is not None and printed.text == text:
            return replace(access, account=replace(account, password_command=command), place="password_command")
        talk.say("That command prints another password than the one that was typed.")
    setup_file.write_secret(path, text)
    talk.say(f"The password is kept in {short(path)}, for you alone (0600).")
    account = replace(account, password_command=shlex.join(["cat", str(path)]))
    return replace(access, account=account, place=str(path), take_back=lambda: _remove(path))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


# ---------------------------------------------------------------- access tokens


def open_with(account: Account, tokens: Tokens, name: str) -> ImapMailbox:
    """Sign in with tokens that were granted just now; raise SignInError, which says what a refusal can come from then."""
    try:
        return _open(account, tokens.access, name)
    except TokenRefusedError as error:
        raise TokenRefusedError(
            f"{account.host} refused the tokens that were granted just now; did you sign in there as {account.user}, does the scope "
            "reach mail, and is IMAP allowed for the mailbox? Nothing was kept."
        ) from error


def _by_tokens(
    settings: Settings, account: Account, name: str, talk: Talk, by: By | None, open_browser: bool
) -> Access:
    assert account.oauth is not None
    path = token_path(settings.paths.state_dir, name)
    if by is None and (path.exists() or os.environ.get("TRIAGE_REFRESH_TOKEN_FILE")):
        try:
            return _by_known_tokens(account, path, name)
        except SignInError as error:
            if not talk.interactive:
                error.add_note("With --no-browser or --device it signs in anew.")
                raise
            talk.say(str(error))
    given = ""
    if by is None and talk.interactive:
        by, given = _chosen(account.oauth, talk)
    if by is not None:
        tokens = consent(account.oauth, user=account.user, by=by, open_browser=open_browser, talk=talk)
        mailbox = open_with(account, tokens, name)
        try:
            keep_granted(path, tokens)
        except BaseException:
            mailbox.close()
            raise
        keywords = _keeps_keywords(account, tokens.access)
        return Access(mailbox, account, str(path), keywords, lambda: _remove(path))
    if not given:
        return Access(None, account, "")
    keep(path, given.strip())
    try:
        access = _by_known_tokens(account, path, name)
    except BaseException:
        _remove(path)
        raise
    return replace(access, take_back=lambda: _remove(path))


def _chosen(oauth: OAuth, talk: Talk) -> tuple[By | None, str]:
    """Return how the user wants to sign in, or the refresh token that they have; neither for later."""
    ways = {"b": By.BROWSER} if oauth.authorize_url else {}
    ways |= {"c": By.DEVICE} if oauth.device_url else {}
    if ways:
        talk.say(
            f"{'b signs in by a page in your browser, ' if 'b' in ways else ''}{'c by a code on any device, ' if 'c' in ways else ''}"
            "r with a refresh token that you have; anything else leaves it for later."
        )
        answer = talk.ask(f"How? [{'/'.join([*ways, 'r'])}]").lower()
        if answer != "r":
            return ways.get(answer), ""
    return None, talk.hidden("Refresh token; nothing: later")


def _by_known_tokens(account: Account, path: Path, name: str) -> Access:
    assert account.oauth is not None
    now = datetime.now(UTC).timestamp()
    secret = access_token(path, account.oauth, environ=os.environ, now=now)
    try:
        mailbox = _open(account, secret.text, name)
    except TokenRefusedError:
        secret = access_token(path, account.oauth, environ=os.environ, now=now, refused=secret.text)
        mailbox = _open(account, secret.text, name)
    return Access(mailbox, account, str(path), _keeps_keywords(account, secret.text))
