"""What `triage doctor` checks of one account: secret, connection, sign-in, abilities, folders, backlog, memory. Nothing is written.

With `learning` it proves besides that the account can teach: see teaching.py, which alone writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from triage.cli import wiring
from triage.cli.doctor import teaching
from triage.cli.doctor.checks import Check, Result, fault, made, memory, with_account
from triage.cli.options import Settings
from triage.cli.watch_status import running
from triage.errors import StateError, TriageError
from triage.mailbox.imap import ImapMailbox, connect
from triage.mailbox.wire import reach
from triage.mailbox.wire_guard import Limits, Server
from triage.memory.store import preview_store, store_path
from triage.memory.traffic import MEGABYTE, downloaded
from triage.run.sweep import special

if TYPE_CHECKING:
    from triage.config import Account
    from triage.secrets import Password

LIMITS = Limits(silence=20.0, command=60.0)
"""Shorter than those of a run: somebody sits before the screen and waits."""
ENDS_SOON = timedelta(days=14)
_AFTER_SIGN_IN = ("abilities", "folders", "sent mail", "backlog")


def of_account(settings: Settings, name: str, *, now: datetime, learning: bool = False) -> Iterator[Check]:
    """Yield the checks of one account, each made even where others failed, as far as it can be."""
    checks = _Account(settings, name, now, learning=learning)
    for check in checks.all():
        yield with_account(check, name)


class _Account:
    def __init__(self, settings: Settings, name: str, now: datetime, *, learning: bool) -> None:
        self._settings = settings
        self._name = name
        self._now = now
        self._account: Account = settings.config.accounts[name]
        account = self._account
        self._server = Server(account.host, account.port, account.user, account.tls.value, account.auth.value)
        self._store = store_path(settings.paths.state_dir, name)
        self._password: Password | None = None
        self._after_sign_in = (*_AFTER_SIGN_IN, teaching.NAME) if learning else _AFTER_SIGN_IN

    def all(self) -> Iterator[Check]:
        yield made("secret", self._secret)
        connection = made("connection", self._connection)
        yield connection
        if connection.result is Result.FAULT:
            yield from _left_out("the server was not reached", "sign-in", *self._after_sign_in)
        elif self._password is None:
            yield from _left_out("there is no secret", "sign-in", *self._after_sign_in)
        else:
            yield from self._signed_in(self._password)
        yield made("memory", self._memory)
        yield made("downloads", self._downloads)

    # ------------------------------------------------------------ before signing in

    def _secret(self) -> Check:
        self._password = wiring.secret_of(self._settings, self._account, name=self._name)
        if self._password.notes:
            return Check("secret", Result.LOOK, f"{'; '.join(self._password.notes)}.")
        return Check("secret", Result.OK, f"from {self._password.place}")

    def _connection(self) -> Check:
        where = f"{self._server.host}:{self._server.port}"
        reached = reach(self._server, limits=LIMITS)
        if not reached.tls:
            return Check("connection", Result.OK, f"{where}, without TLS, which never leaves this machine")
        begun = " after STARTTLS" if self._server.tls == "starttls" else ""
        text = f"{where}, {reached.tls.replace('TLSv', 'TLS ')}{begun}, its certificate is valid"
        if reached.until is not None:
            text += f" until {reached.until:%Y-%m-%d}"
            if reached.until - self._now < ENDS_SOON:
                return Check("connection", Result.LOOK, f"{text}: tell those who run that server.")
        return Check("connection", Result.OK, text)

    # ------------------------------------------------------------ signed in

    def _signed_in(self, password: Password) -> Iterator[Check]:
        try:
            mailbox = self._connect(password)
        except TriageError as error:
            yield fault("sign-in", error)
            yield from _left_out("nobody is signed in", *self._after_sign_in)
            return
        with mailbox:
            yield Check("sign-in", Result.OK, f"as {self._server.user}")
            yield from of_mailbox(self._settings, self._name, mailbox)
            yield made("backlog", lambda: self._backlog(mailbox))
            if teaching.NAME in self._after_sign_in:
                yield made(teaching.NAME, lambda: self._learning(mailbox))

    def _connect(self, password: Password) -> ImapMailbox:
        def signed_in(secret: Password) -> ImapMailbox:
            self._password = secret
            return connect(self._server, password=secret.text, writable=False, account=self._name, limits=LIMITS)

        return wiring.with_secret(self._settings, self._account, signed_in, name=self._name, first=password)

    def _learning(self, mailbox: ImapMailbox) -> Check:
        settings, config = self._settings, self._settings.config
        recipient = wiring.recipient_of(settings)

        def hand() -> teaching.Hand:
            secret = self._password.text if self._password is not None else ""
            return teaching.take_hand(self._server, password=secret, account=self._name, limits=LIMITS)

        proof = teaching.Proof(
            parent=config.filing.parent,
            kinds=lambda parent: wiring.outreach_folders(replace(config, filing=replace(config.filing, parent=parent))),
            objection=lambda memory: wiring.objection_of(settings, memory, recipient, now=self._now),
            at=self._now,
        )
        return teaching.prove(mailbox, hand, proof)

    # ------------------------------------------------------------ what waits

    def _backlog(self, mailbox: ImapMailbox) -> Check:
        known = {folder.name for folder in mailbox.folders()}
        folders = [folder for folder in self._account.folders if folder in known or folder.upper() == wiring.INBOX]
        last, watched = self._last_sweep()
        if last is None:
            waiting = sum(mailbox.count(folder) for folder in folders)
            if not waiting:
                return Check("backlog", Result.OK, "no messages yet")
            counted = f"{waiting:,} message{'' if waiting == 1 else 's'}"
            text = f"{counted}, never swept; `triage clean --account {self._name}` shows a preview."
            return Check("backlog", Result.LOOK, text)
        waiting = sum(sum(1 for _ in mailbox.scan(folder, since=last)) for folder in folders)
        text = f"last swept at {last:%Y-%m-%d %H:%M} UTC; {waiting:,} came since"
        if waiting and not watched:
            file_it = f"`triage clean --account {self._name} --apply` files, `triage watch` goes on with it."
            return Check("backlog", Result.LOOK, f"{text[:1].upper()}{text[1:]}; {file_it}")
        return Check("backlog", Result.OK, f"{text}{', and a watch runs' if watched else ''}")

    def _last_sweep(self) -> tuple[datetime | None, bool]:
        """Return when the folders were swept last, as far as that is known, and whether a watch does it now."""
        found = []
        shown = (running(self._settings.paths.state_dir) or {"accounts": {}})["accounts"].get(self._name)
        if shown and shown["last_sweep"]:
            found.append(datetime.fromisoformat(shown["last_sweep"]))
        with contextlib.suppress(StateError), closing(preview_store(self._store)) as store:  # memory has its own line
            found += [run.started for run in store.journal.runs(limit=1)]
        last = max(found, default=None)
        # A server tells whole seconds: what came in the second of the sweep counts as later.
        return last and last.replace(microsecond=0), bool(shown) and shown["doing"] == "watching"

    # ------------------------------------------------------------ what is kept of it here

    def _memory(self) -> Check:
        if not self._store.exists():
            return Check("memory", Result.OK, "nothing is remembered yet")
        return memory("memory", [self._store])

    def _downloads(self) -> Check:
        traffic = wiring.traffic_of(self._settings, self._name)
        traffic.check()
        today = downloaded(traffic.path, day=self._now.astimezone(UTC).date()) / MEGABYTE
        most = f" of {self._account.daily_megabytes:,}" if self._account.daily_megabytes else ""
        return Check("downloads", Result.OK, f"{today:,.0f}{most} MB today (UTC)")


def of_mailbox(settings: Settings, name: str, mailbox: ImapMailbox) -> Iterator[Check]:
    """Yield what a server can, and what of it matters to an account, once somebody is signed in."""
    yield made("abilities", lambda: _abilities(mailbox))
    yield made("folders", lambda: _folders(settings, name, mailbox))
    yield made("sent mail", lambda: _sent_mail(mailbox))


def _folders(settings: Settings, name: str, mailbox: ImapMailbox) -> Check:
    place = wiring.Place(account=name)
    swept = wiring.folders_of(settings, place, mailbox, None)
    known, parent = mailbox.folders(), settings.config.filing.parent
    goals = wiring.filing_of(settings.config, junk=special(known, "\\Junk"))
    for goal in (goals.spray, goals.irrelevant, goals.pitch, goals.scam, goals.repeat):
        if goal is not None:
            mailbox.must_allow(goal)
    made_already = any(folder.name.startswith(f"{parent}/") for folder in known)
    filed = f"filed below {parent}" if made_already else f"{parent} is made by the first run that files"
    return Check("folders", Result.OK, f"{', '.join(swept)} swept; {filed}")


def _abilities(mailbox: ImapMailbox) -> Check:
    can = mailbox.capabilities
    told = ", ".join(name for name in ("MOVE", "UIDPLUS", "IDLE") if name in can)
    lacks = []
    if "MOVE" not in can:
        lacks.append("it has no MOVE, so mail is copied, the copy proven, and the source removed: safe, only slower")
    if "UIDPLUS" not in can:
        lacks.append("it has no UIDPLUS, so nothing is removed while other mail is marked as deleted in its folder")
    if "IDLE" not in can:
        lacks.append("it has no IDLE, so a watch asks it once a minute")
    if lacks:
        text = f"{'; '.join(lacks)}. {'It has ' + told + '. ' if told else ''}Nothing to mend."
        return Check("abilities", Result.LOOK if "UIDPLUS" not in can else Result.OK, text[:1].upper() + text[1:])
    return Check("abilities", Result.OK, told)


def _sent_mail(mailbox: ImapMailbox) -> Check:
    folder = wiring.sent_folder(mailbox)
    if folder is not None:
        return Check("sent mail", Result.OK, f"{folder}: whom you wrote to is read there")
    text = (
        "No folder of sent mail was found, so nobody is known to whom you wrote; let your mail program keep what you send in a "
        "folder named Sent."
    )
    return Check("sent mail", Result.LOOK, text)


def _left_out(why: str, *names: str) -> Iterator[Check]:
    return (Check(name, Result.LEFT_OUT, why) for name in names)
