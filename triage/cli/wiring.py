"""Puts the house together for one call: mailbox, store, model and judge from the configuration and a TARGET."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from triage.cli.options import Settings
from triage.cli.terminal import Progress, note
from triage.domain import OUTREACH, Label, Message, Mode, Recipient, SenderRules
from triage.errors import TokenRefusedError, UsageError
from triage.judge.modes import Modes
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile, characteristic
from triage.judge.standing import no_outreach
from triage.mailbox.base import Mailbox
from triage.memory.store import Store, open_store, preview_store, store_path
from triage.memory.traffic import MEGABYTE, Traffic, traffic_path

if TYPE_CHECKING:
    from triage.config import Account, Config
    from triage.judge.classifier import Model
    from triage.mailbox.wire_guard import Server
    from triage.run.corrections import Objection
    from triage.run.watch import Watched
    from triage.secrets import Password

_T = TypeVar("_T")
INBOX = "INBOX"
SENT_NAMES = (
    "Sent",
    "Sent Items",
    "Sent Messages",
    "Gesendet",
    "Gesendete Elemente",
    "Envoyés",
    "Enviados",
    "Posta inviata",
)
"""What the folder of sent mail is called where the mailbox does not say which it is."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox to work on, written so that `undo` finds it again: a path with its OUT, a URL, or an account's name."""

    path: str = ""
    out: str = ""
    url: str = ""
    account: str = ""
    folder: str = ""

    def __str__(self) -> str:
        return self.path or self.url or self.account

    def written(self) -> str:
        """Return what the journal keeps of this place."""
        return json.dumps({name: value for name in self.__slots__ if (value := getattr(self, name))})

    @classmethod
    def from_written(cls, text: str) -> Place:
        """Return the place that the journal kept."""
        return cls(**json.loads(text))


def places(settings: Settings, target: str | None, *, out: Path | None = None) -> list[Place]:
    """Return what a TARGET means: one place, or every configured account."""
    if target is not None:
        return [_place(target, out=out)]
    if not settings.config.accounts:
        raise UsageError(
            f"No account is configured in {settings.paths.config_file}, and no TARGET was given; `triage setup` sets one up. Or try "
            "`triage clean PATH`, `triage clean imaps://you@host/INBOX`, or `triage demo` to see it work."
        )
    return [Place(account=name) for name in settings.config.accounts if settings.account in (None, name)]


def _place(target: str, *, out: Path | None) -> Place:
    if target.lower().startswith(("imap://", "imaps://")):
        from triage.mailbox.imap import server_from_url

        if out is not None:
            raise UsageError("Mail on a server is moved there; leave --out away.")
        server, folder = server_from_url(target)
        _must_be_private(server)
        return Place(url=target, folder=folder or "")
    if "://" in target:
        raise UsageError(f"{target.partition('://')[0]}:// is no mailbox; write imaps://user@host/FOLDER, or a path.")
    if not target:
        raise UsageError("TARGET is empty; give a path, imaps://user@host/FOLDER, or nothing for your accounts.")
    if out is not None and out.exists() and not out.is_dir():
        raise UsageError(f"--out {out} is a file; give a directory, or a path where one can be made.")
    resolved = str(Path(target).expanduser().absolute())
    return Place(path=resolved, out=str(out.expanduser().absolute()) if out else "")


def _must_be_private(server: Server) -> None:
    """Refuse to speak without TLS, before anybody is asked for a password."""
    from triage.config import is_loopback

    if server.tls == "none" and not is_loopback(server.host):
        raise UsageError(
            f"imap:// is not encrypted, and {server.host} is not this machine: everybody on the way could read the "
            "password. Write imaps:// instead."
        )


def open_mailbox(settings: Settings, place: Place, *, writable: bool, counted: bool | None = None) -> Mailbox:
    """Open the mailbox of a place; for reading only unless `writable`.

    What comes from the server of an account is written down for its daily limit unless the run leaves no trace; `counted` says
    whether, where `writable` does not.
    """
    if place.path:
        from triage.mailbox.local import open_path

        return open_path(Path(place.path), out=Path(place.out) if place.out else None, writable=writable)
    from triage.config import Account, Tls
    from triage.mailbox.imap import connect, server_from_url
    from triage.mailbox.wire_guard import Server

    if place.url:
        server = server_from_url(place.url)[0]
        account = Account(
            address=server.user, host=server.host, user=server.user, port=server.port, tls=Tls(server.tls)
        )
    else:
        account = _account(settings, place.account)
        server = Server(account.host, account.port, account.user, account.tls.value, account.auth.value)

    meter = None
    if place.account:
        meter = traffic_of(settings, place.account, kept=writable if counted is None else counted)
        meter.check()  # before a password is asked for

    def opened(secret: str) -> Mailbox:
        return connect(server, password=secret, writable=writable, account=place.account or None, meter=meter)

    return _with_secret(settings, account, opened, name=place.account)


def put_into_inbox(settings: Settings, name: str, message: bytes) -> None:
    """Put a message of ours into the inbox of an account; raise TriageError where that cannot be."""
    from triage.mailbox.own_inbox import put
    from triage.mailbox.wire_guard import Server

    account, meter = _account(settings, name), traffic_of(settings, name)
    server = Server(account.host, account.port, account.user, account.tls.value, account.auth.value)
    _with_secret(settings, account, lambda secret: put(server, message, password=secret, meter=meter), name=name)


def traffic_of(settings: Settings, name: str, *, kept: bool = False) -> Traffic:
    """Return the count of what was downloaded today from the server of an account."""
    path = traffic_path(store_path(settings.paths.state_dir, name))
    limit = _account(settings, name).daily_megabytes * MEGABYTE
    return Traffic(path, account=name, limit=limit, now=lambda: datetime.now(UTC), kept=kept)


def _with_secret(settings: Settings, account: Account, use: Callable[[str], _T], *, name: str) -> _T:
    """Sign in with the secret of an account; unwise places of it are noted."""

    def noted(secret: Password) -> _T:
        for unwise in secret.notes if not settings.quiet else ():
            note(unwise)
        return use(secret.text)

    return with_secret(settings, account, noted, name=name, first=secret_of(settings, account, name=name))


def with_secret(
    settings: Settings, account: Account, use: Callable[[Password], _T], *, name: str, first: Password
) -> _T:
    """Sign in with this secret; where a token is refused that can be renewed, once more with another.

    Raises TokenRefusedError where that is refused, too, with the command that signs in again.
    """
    try:
        return use(first)
    except TokenRefusedError:
        if account.oauth is None:
            raise
    from triage.tokens import how_to_sign_in

    second = secret_of(settings, account, name=name, refused=first.text)
    try:
        return use(second)
    except TokenRefusedError as error:
        raise TokenRefusedError(f"{error} {how_to_sign_in(name, account.oauth)}") from error


def secret_of(settings: Settings, account: Account, *, name: str, refused: str = "") -> Password:
    """Return the password of an account, or an access token that is not the one that was `refused`."""
    from triage.secrets import password_for

    if account.oauth is None:
        return password_for(account, environ=os.environ, name=name)
    from triage.tokens import access_token, token_path

    path, now = token_path(settings.paths.state_dir, name), datetime.now(UTC).timestamp()
    return access_token(path, account.oauth, environ=os.environ, now=now, refused=refused)


def _account(settings: Settings, name: str) -> Account:
    if name not in settings.config.accounts:
        raise UsageError(
            f"The account {name!r} is not in {settings.paths.config_file} any more; give it back its name there, and "
            "run again."
        )
    return settings.config.accounts[name]


def open_memory(settings: Settings, mailbox: Mailbox, *, writable: bool) -> Store:
    """Open what is remembered of this mailbox; for a preview, so that nothing can be written to it."""
    path = store_path(settings.paths.state_dir, mailbox.account)
    return open_store(path) if writable else preview_store(path)


def folders_of(settings: Settings, place: Place, mailbox: Mailbox, folder: str | None) -> tuple[str, ...]:
    """Return the folders to sweep; raise UsageError for one that is not there."""
    wanted: tuple[str, ...] = (folder,) if folder is not None else (place.folder or INBOX,)
    if folder is None and place.account:
        wanted = _account(settings, place.account).folders
    wanted = tuple(INBOX if name.upper() == INBOX else name for name in wanted)
    known = {INBOX, *(one.name for one in mailbox.folders())}
    for name in wanted:
        if name not in known:
            raise UsageError(f"There is no folder {name!r} in {place}; there are: {', '.join(sorted(known))}.")
    return wanted


def learn_contacts(mailbox: Mailbox, store: Store, sent: Path | None, progress: Progress) -> None:
    """Read whom I wrote to: from the mailbox's own folder of sent mail, and from `sent`."""
    from triage.run.mine import learn_sent

    folder = sent_folder(mailbox)
    if folder is not None:
        progress.say(f"reading {folder}, to know whom you wrote to")
        learn_sent(mailbox, folder, store)
    if sent is not None:
        from triage.mailbox.local import open_path

        progress.say(f"reading {sent}, to know whom you wrote to")
        with open_path(sent, writable=False) as written:
            learn_sent(written, INBOX, store)


def learn_kept(settings: Settings, mailbox: Mailbox, store: Store, swept: Iterable[str], progress: Progress) -> None:
    """Read the subjects in the folders into which I put mail myself; a profile is needed to make something of them."""
    from triage.run import mine

    if settings.config.me is not None:
        folders, parent = mailbox.folders(), settings.config.filing.parent
        kept = mine.kept_folders(folders, swept=swept, filed_under=parent, sent=sent_folder(mailbox))
        progress.say("reading the subjects of what you keep")
        mine.learn_kept(mailbox, kept, store)


def outreach_folders(config: Config) -> dict[str, Label]:
    """Return the folders in which mail is of one label because it stands there; junk is not, where others file too."""
    filing = filing_of(config, junk=None)
    return {
        filing.spray: Label.SPRAY,
        filing.irrelevant: Label.IRRELEVANT,
        filing.pitch: Label.PITCH,
        filing.scam: Label.SCAM,
    }


def learn_corrections(settings: Settings, mailbox: Mailbox, store: Store, recipient: Recipient) -> str:
    """Write down what the reader put into the folders of outreach, and return a sentence that says so; empty when it was nothing.

    A seller whose mail was put there is not left alone any more.
    """
    from triage.run.corrections import learn_corrections as learn

    now = datetime.now(UTC)
    objection = objection_of(settings, store, recipient, now=now)
    said = learn(mailbox, store, outreach_folders(settings.config), objection=objection, at=now)
    follow_again(settings, said.sellers)
    count = len(said.corrections)
    if said.doubted:
        return (
            f"{count:,} messages were moved into the folders of outreach since the last run. So many seem to be a program's doing, so "
            "nothing is learnt from them: `triage teach --confirm` learns from them, `triage teach --dismiss` passes them over."
        )
    if not count:
        return ""
    messages = "1 message" if count == 1 else f"{count:,} messages"
    return f"You moved {messages} into the folders of outreach; `triage retrain` learns from that."


def objection_of(settings: Settings, store: Store, recipient: Recipient, *, now: datetime) -> Objection:
    """Return what tells why a message can be no example of outreach, wherever its reader put it."""
    rules = replace(rules_of(settings, now=now), spared=frozenset())

    def objection(message: Message, flags: frozenset[str]) -> str:
        return no_outreach(message, flags, recipient=recipient, rules=rules, contacts=store.contacts)

    return objection


def learn_unmarked(settings: Settings, mailbox: Mailbox, store: Store) -> str:
    """Write down where the reader took our keyword off, and return a sentence that says so; empty when it was nowhere."""
    from triage.run.marking import learn_unmarked as learn

    return leave_alone(settings, learn(mailbox, store, at=datetime.now(UTC)))


def look_after_observed(settings: Settings, mailbox: Mailbox, store: Store) -> None:
    """Find what its reader answered, or keeps as legitimate mail, of what was only observed."""
    from triage.run.observing import look

    kept = {name for name, label in settings.config.learn.folders.items() if label is Label.LEGITIMATE}
    look(mailbox, store, kept=kept, at=datetime.now(UTC))


def model_of(settings: Settings) -> Model:
    """Return the user's own model where there is one, else the shipped one."""
    from triage.learn.modelfile import load

    return load(model_path(settings))


def model_path(settings: Settings) -> Path:
    """Return the folder of the model that is in use."""
    from triage.learn.versions import in_use

    return in_use(settings.paths.models_dir)


def judge_of(settings: Settings, mailbox: Mailbox, *, store: Store, model: Model, recipient: Recipient) -> Judge:
    """Return the judge for one mailbox. It knows what I write about and keep from `store`, so call the two `learn_` before."""
    from triage.run.sweep import special

    config = settings.config
    wrote = characteristic(store.contacts.words(), model.rarity)
    return Judge(
        model=model,
        profile=Profile.of(replace(recipient, wrote=wrote), model.rarity, model.concepts),
        contacts=store.contacts,
        memory=store.fingerprints,
        rules=rules_of(settings, now=datetime.now(UTC)),
        filing=filing_of(config, junk=special(mailbox.folders(), "\\Junk")),
    )


def rules_of(settings: Settings, *, now: datetime) -> SenderRules:
    """Return the user's own lists: those of the configuration, and the rules on vendors that hold at this time.

    A domain that is not in ASCII stands in them as it was written, and as mail servers write it.
    """
    from triage.judge.hosts import spellings
    from triage.memory.rules import Action, load

    rules = load(settings.paths.state_dir).at(now)
    return SenderRules(
        allowed=spellings(settings.config.never_touch),
        blocked=spellings((*settings.config.block, *rules.senders(Action.BLOCK))),
        released=spellings(rules.senders(Action.RELEASE)),
        spared=spellings(rules.senders(Action.SPARE)),
    )


MOST_SPARED = 20
"""Sellers of whom mail was taken back at once that are left alone for that; more is a program's doing, and is asked about first."""


def leave_alone(settings: Settings, taken_back: Iterable[str]) -> str:
    """Leave the sellers alone whose mail the reader took back, and return a sentence that says so; empty when there is none."""
    from triage.memory.rules import spare

    sellers = sorted({seller for seller in taken_back if seller})
    if not sellers:
        return ""
    if len(sellers) > MOST_SPARED:
        return (
            f"Mail of {len(sellers):,} sellers was taken back at once. It stays, but so many seem to be a program's doing, so nothing "
            "more is concluded: `triage release VENDOR` lets go of one."
        )
    spare(settings.paths.state_dir, sellers, now=datetime.now(UTC))
    return f"You took mail of theirs back, so they are left alone now: {', '.join(sellers)}. `triage block VENDOR` undoes that."


def follow_again(settings: Settings, sellers: Iterable[str]) -> None:
    """Do not leave these sellers alone any more because mail of theirs was taken back once."""
    from triage.memory.rules import unspare

    unspare(settings.paths.state_dir, filter(None, sellers), now=datetime.now(UTC))


def moves_in_place(path: str) -> bool:
    """Tell whether mail on this disk is moved, as in a Maildir, and not copied."""
    root = Path(path).expanduser()
    return (root / "cur").is_dir() and (root / "new").is_dir()


def recipient_of(settings: Settings) -> Recipient:
    """Return who the mail is for, as far as the configuration and the pages that it names tell."""
    from triage.cli.pages import read_pages

    me = settings.config.me
    addresses = {account.address for account in settings.config.accounts.values()}
    if me is None:
        return Recipient(addresses=frozenset(addresses))
    pages = read_pages(me.pages)
    for sentence in pages.left_out if not settings.quiet else ():
        note(sentence)
    return Recipient(
        name=me.name,
        addresses=frozenset(me.addresses) | addresses,
        domains=frozenset(me.domains),
        company=me.company,
        role=me.role,
        about=me.about,
        interests=me.interests,
        never=me.never,
        pages=pages.text,
    )


def filing_of(config: Config, *, junk: str | None) -> Filing:
    """Return where each kind is filed, by the configuration and the server's own junk folder."""
    parent = config.filing.parent
    return Filing(
        spray=f"{parent}/Spray",
        irrelevant=f"{parent}/Irrelevant",
        pitch=f"{parent}/Pitches",
        scam=junk or f"{parent}/Scam",
        repeat=f"{parent}/Repeats" if config.filing.repeats == "own-folder" else None,
        min_confidence=config.filing.min_confidence,
    )


def modes_of(settings: Settings) -> Modes:
    """Return what is done about each label: what `triage promote` said, else the configuration."""
    from triage.memory.promotions import load

    promoted = load(settings.paths.state_dir)
    return Modes(**{
        str(label): promoted[label].mode if label in promoted else configured_mode(settings.config, label)
        for label in OUTREACH
    })  # fmt: skip


def configured_mode(config: Config, label: Label) -> Mode:
    """Return what the configuration says is done about a label."""
    own: Mode | None = getattr(config.filing.modes, label)
    return own or config.filing.mode


def watched(mailbox: Mailbox) -> Watched:
    """Return a mailbox that can be watched; raise UsageError for one that cannot."""
    from triage.mailbox.imap import ImapMailbox

    if not isinstance(mailbox, ImapMailbox):
        raise UsageError(f"{mailbox.account} cannot be watched: it is not on an IMAP server; `triage clean` sweeps it.")
    return mailbox


def sent_folder(mailbox: Mailbox) -> str | None:
    """Return the folder of the mail that I wrote, by its special use or its name."""
    from triage.run.sweep import special

    folders = mailbox.folders()
    known = {folder.name: folder.name for folder in folders}
    return special(folders, "\\Sent") or next((known[name] for name in SENT_NAMES if name in known), None)


def stores(settings: Settings) -> Iterable[Path]:
    """Return the file of every mailbox that is remembered."""
    return sorted(settings.paths.state_dir.glob("*.sqlite3"))


def stores_asked(settings: Settings) -> list[Path]:
    """Return the files of the mailboxes that are meant: all, or that of the account that was named."""
    wanted = settings.account and store_path(settings.paths.state_dir, settings.account)
    return [path for path in stores(settings) if wanted in (None, path)]
