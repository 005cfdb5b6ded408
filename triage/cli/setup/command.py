"""`triage setup`: from an address to an account that works: server, sign-in, checks, who I am, the file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.doctor.account import of_mailbox
from triage.cli.doctor.checks import Check, Result, fault
from triage.cli.options import Settings
from triage.cli.setup import file as setup_file
from triage.cli.setup import server as setup_server
from triage.cli.setup.access import Access, sign_in
from triage.cli.setup.consent import By
from triage.cli.setup.request import Request, account_for, address_of, name_for, server_for
from triage.cli.setup.talk import Talk
from triage.cli.terminal import Progress, note, short
from triage.config import Account, load, parse
from triage.discover.asking import Asking, Network
from triage.discover.search import Found
from triage.errors import ConfigError, TriageError, UsageError
from triage.mailbox.imap import ImapMailbox
from triage.run.draft import Draft, draft

DECLINED = 130
_ADVICE = ("Sign in with the password of your mailbox, or with an app password where your provider makes those.",)


def setup(settings: Settings, request: Request, *, asking: Asking | None = None) -> int:
    """Set an account up, and return the exit code. `asking` is who is asked of a domain; the network, unless told."""
    talk = Talk(settings)
    path = settings.paths.config_file
    settings = replace(settings, config=load(path))
    before = setup_file.text_of(path)
    address = address_of(request, talk)
    name = name_for(settings, address)

    talk.title("The server")
    found = server_for(request, address, None if request.offline else asking or Network(), talk)
    assert found.offer is not None
    setup_server.verify(found.offer, talk)

    talk.title(f"Signing in{f' at {found.offer.provider.name}' if found.offer.provider else ''}")
    advice = found.offer.provider.sign_in if found.offer.provider else () if request.client_id else _ADVICE
    for sentence in advice:
        talk.say(sentence)
    account = account_for(request, address, found.offer, talk)
    by = By.DEVICE if request.device else By.BROWSER if request.no_browser else None
    access = sign_in(settings, account, name=name, talk=talk, advice=advice, by=by, open_browser=not request.no_browser)
    try:
        with access.mailbox or nullcontext():
            checks, drafted = _looked(_with(settings, name, access.account), name, access, talk)
        text = _agreed(request, settings, _sections(settings, name, access.account, drafted), before, talk)
        if text is None:
            access.take_back()
            note("Nothing was written.")
            return DECLINED
        setup_file.write(path, text, before=before)
    except BaseException:
        access.take_back()
        raise
    settings = replace(settings, config=parse(text, path=path))
    if settings.config.accounts.get(name) != access.account:
        talk.say(
            f"What the editor left of {name} is another account than the one that was tested; `triage doctor` tests it."
        )
    known = _learnt(settings, name, access, talk)
    return _ended(settings, found, name=name, access=access, checks=checks, known=known, text=text, talk=talk)


def _with(settings: Settings, name: str, account: Account) -> Settings:
    """Return the settings as they are once this account is written."""
    accounts = MappingProxyType({**settings.config.accounts, name: account})
    return replace(settings, config=replace(settings.config, accounts=accounts))


# ---------------------------------------------------------------- what the mailbox tells


def _looked(settings: Settings, name: str, access: Access, talk: Talk) -> tuple[list[Check], Draft]:
    """Make the checks of an open mailbox, and draft [me] of what was sent from it."""
    mailbox = access.mailbox
    if mailbox is None:
        check = Check(
            "sign-in",
            Result.LEFT_OUT,
            f"no token yet; `triage {' '.join(_first_sign_in(name, access))}` comes first, `triage doctor` tests it",
        )
        talk.check(check)
        return [check], Draft()
    checks = []
    for check in _checks(settings, name, access, mailbox):
        checks.append(check)
        talk.check(check)
    folder = wiring.sent_folder(mailbox)
    if settings.config.me is not None or folder is None:
        return checks, Draft()
    with Progress(shown=settings.progress) as progress:
        progress.say(f"reading the newest of {folder}, to know who you are")
        drafted = draft(mailbox, folder, rarity=wiring.model_of(settings).rarity)
    return checks, drafted


def _checks(settings: Settings, name: str, access: Access, mailbox: ImapMailbox) -> Iterator[Check]:
    yield Check("sign-in", Result.OK, f"as {access.account.user}")
    yield from of_mailbox(settings, name, mailbox)
    if access.keywords is None:
        yield Check("keywords", Result.LOOK, "The server did not tell; the first run that marks outreach does.")
    elif access.keywords:
        yield Check("keywords", Result.OK, "the server keeps them, so outreach can be marked where it stands, too")
    else:
        yield Check("keywords", Result.LOOK, "The server keeps none, so outreach can be moved or observed, not marked.")


def _learnt(settings: Settings, name: str, access: Access, talk: Talk) -> int | None:
    """Sign in as every run will, read to whom I wrote, and return how many that are; None where it could not be done."""
    if access.mailbox is None or name not in settings.config.accounts:
        return None
    try:
        with (
            wiring.open_mailbox(settings, wiring.Place(account=name), writable=False, counted=True) as mailbox,
            wiring.open_memory(settings, mailbox, writable=True) as store,
            Progress(shown=settings.progress) as progress,
        ):
            wiring.learn_contacts(mailbox, store, None, progress)
            return store.contacts.count()
    except TriageError as error:
        talk.check(fault("sent mail", error))
        return None


# ---------------------------------------------------------------- the file


def _sections(settings: Settings, name: str, account: Account, drafted: Draft) -> list[list[str]]:
    sections = [list(setup_file.section_of_account(name, account))]
    if settings.config.me is None:
        sections.insert(0, list(setup_file.section_of_me(drafted, address=account.address)))
    return sections


def _agreed(
    request: Request, settings: Settings, sections: Sequence[list[str]], before: str | None, talk: Talk
) -> str | None:
    """Show what would be written, ask, and return the text of the file; None where it is not wanted. Raises ConfigError."""
    path = settings.paths.config_file
    text = setup_file.with_sections(before, list(sections))
    try:
        parse(text, path=path)
    except ConfigError as error:
        raise ConfigError(
            [
                f"{path}: a section for this account does not fit behind what stands there; write it by hand",
                *error.problems,
            ]
        ) from error
    if request.yes and settings.json:
        return text
    talk.title(f"The configuration: {short(path)}{' (added at its end)' if before else ''}")
    talk.show(["", *(line for section in sections for line in (*section, ""))])
    if not request.yes:
        talk.say("y writes it, e opens it in your editor first, anything else leaves all as it was.")
    while not request.yes:
        answer = talk.ask("Write it? [y/e/N]").lower()
        if answer in ("y", "yes"):
            break
        if answer not in ("e", "edit"):
            return None
        text = _edited(text, settings, talk)
    return text


def _edited(text: str, settings: Settings, talk: Talk) -> str:
    """Return the text as the editor left it, once it is a configuration; what is not is told, and the text before stays."""
    path = settings.paths.config_file
    try:
        changed = setup_file.edited(text, environ=os.environ)
        parse(changed, path=path)
    except (ConfigError, UsageError) as error:
        for line in str(error).splitlines():
            talk.say(line)
        talk.say("That cannot be used, so the text is as it was before the editor.")
        return text
    talk.show(["", *changed.splitlines(), ""])
    return changed


# ---------------------------------------------------------------- the end


def _ended(
    settings: Settings,
    found: Found,
    *,
    name: str,
    access: Access,
    checks: Sequence[Check],
    known: int | None,
    text: str,
    talk: Talk,
) -> int:
    """Say what was done and what comes next, and return the exit code."""
    offer = found.offer
    assert offer is not None
    following = _next(settings, name, access)
    if settings.json:
        shown: dict[str, Any] = {
            "account": name,
            "address": access.account.address,
            "server": {"host": offer.host, "port": offer.port, "tls": offer.tls, "user": offer.user, "by": offer.by},
            "asked": setup_server.steps_as_json(found.steps),
            "auth": str(access.account.auth),
            "secret": access.place or None,
            "checks": [{"check": one.name, "result": str(one.result), "text": one.text} for one in checks],
            "correspondents": known,
            "config": str(settings.paths.config_file),
            "file": text,
            "next": following,
        }
        print(dumps({"schema": "triage.setup/1", **shown}))
        return 0
    talk.title("Done")
    talk.say(f"Written: {short(settings.paths.config_file)}.")
    if known is not None:
        talk.say(
            f"{known:,} {'person' if known == 1 else 'people'} you wrote to will be left alone, whatever their mail says."
        )
    if access.place == "TRIAGE_PASSWORD_FILE":
        talk.say(
            "The password came from TRIAGE_PASSWORD_FILE; set that for every run, or put the password into the keyring."
        )
    talk.say("Next:")
    talk.show(["", *following, ""])
    sys.stdout.flush()
    return 0


def _next(settings: Settings, name: str, access: Access) -> list[str]:
    """Return the commands that come next, as they can be copied."""
    config = ("--config", str(settings.paths.config_file)) if "--config" in settings.given else ()
    words = [_first_sign_in(name, access)] if access.mailbox is None else [["clean", "--account", name]]
    words.append(["doctor"] if access.mailbox is None else ["service", "install"])
    return [" ".join(("triage", *config, *each)) for each in words]


def _first_sign_in(name: str, access: Access) -> list[str]:
    """Return the words of the command that gets the tokens of an account that has none."""
    oauth = access.account.oauth
    return ["accounts", "sign-in" if oauth and (oauth.authorize_url or oauth.device_url) else "token", name]
