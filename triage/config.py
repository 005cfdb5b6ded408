"""The configuration: TOML -> a frozen `Config`, with all its problems at once.

It reads the configuration file and the file that `about_file` names, and looks whether what `pages` names is there; it
reads nothing else. It never holds a password: a password in the file is refused. Pydantic is imported by `load` alone,
so that `triage --help` does not pay for it.
"""

from __future__ import annotations

import difflib
import ipaddress
import json
import re
import stat
import tomllib
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias
from urllib.parse import urlsplit

from annotated_types import Ge, Le, MinLen

from triage.config_lines import Location, line_of, lines_of
from triage.domain import LABELS, Label, Mode
from triage.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pydantic_core import CoreSchema, ErrorDetails

SECRET_KEYS = frozenset({"password", "passwd", "pass", "passphrase", "secret", "token", "app_password"})
BELONGS_ELSEWHERE = (
    "a password does not belong in this file; remove it and keep it in the keyring "
    "(`keyring set triage USER@HOST`), or name a `password_command`, or give it in $CREDENTIALS_DIRECTORY "
    "or in the file that TRIAGE_PASSWORD_FILE names"
)
OAUTH_SECRETS = frozenset({"client_secret", "refresh_token", "access_token", "token"})
TOKENS_BELONG_ELSEWHERE = (
    "a secret does not belong in this file; remove it: `triage accounts sign-in NAME` gets the tokens, "
    "`triage accounts token NAME` takes a refresh token, and "
    "a `client_secret_command` prints the client's secret"
)
ABOUT_BUDGET = 65_536
"""Bytes of an about_file; more than that is a mistake in the name of the file."""
PAGE_SUFFIXES = (".html", ".htm", ".txt", ".md")
"""How the names of saved pages end, in either case."""


class Tls(StrEnum):
    """How a connection is made safe; `none` is for loopback alone."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"
    NONE = "none"


class Auth(StrEnum):
    """How we sign in; with `oauth2` the secret is an access token."""

    PASSWORD = "password"  # noqa: S105 - the word, not a password
    OAUTH2 = "oauth2"


class Repeats(StrEnum):
    """Where a repeat goes: to a folder of its own, or where its first message went."""

    OWN_FOLDER = "own-folder"
    WITH_FIRST = "with-first"


class Every(StrEnum):
    """How often something is told."""

    NEVER = "never"
    WEEK = "week"
    MONTH = "month"


# ---------------------------------------------------------------- one value


@dataclass(frozen=True, slots=True)
class _Then:
    """Annotation: after the type is right, this function checks and normalises the value."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: object, handler: Callable[[Any], CoreSchema]) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self.check, handler(source))


def as_address(text: str) -> str:
    """Return an address as it is kept, in lower case; raise ValueError for what is none."""
    local, at, domain = text.strip().lower().rpartition("@")
    if not (at and local and _is_domain(domain)) or re.search(r"[\s\x00-\x1f,;<>]", local):
        raise ValueError(f"{text!r} is no address; write it as name@domain.example")
    return f"{local}@{domain}"


def _domain(text: str) -> str:
    domain = text.strip().lower().removeprefix("@")
    if not _is_domain(domain):
        raise ValueError(f"{text!r} is no domain; write it as domain.example")
    return domain


def _sender(text: str) -> str:
    sender = text.strip().lower()
    if "@" not in sender:
        raise ValueError(f"{text!r} is no sender; write name@domain.example, or @domain.example for all of it")
    return f"@{_domain(sender)}" if sender.startswith("@") else as_address(sender)


def _is_domain(text: str) -> bool:
    labels = text.split(".")
    return len(text) <= 253 and all(re.fullmatch(r"[^\W_]([\w-]{0,61}[^\W_])?", label) for label in labels)


def as_host(text: str) -> str:
    """Return the name or the address of a host as it is kept; raise ValueError for what is none."""
    host = text.strip().lower()
    if not (_is_domain(host) or _is_ip(host)):
        raise ValueError(f"{text!r} is no host name; write it as imap.domain.example, without a port or imap://")
    return host


def _folder(text: str) -> str:
    levels = text.split("/")
    if any(not level.strip() or level in {".", ".."} for level in levels) or not text.isprintable():
        raise ValueError(f"{text!r} is no folder name; write it with / between levels and none at the ends")
    return text


def as_service_url(text: str) -> str:
    """Return a URL of a token service; raise ValueError for what is none, or would send tokens in the clear."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not (_is_domain(host) or _is_ip(host)) or parts.username or not text.isascii() or not text.isprintable():
        raise ValueError(f"{text!r} is no address of a token service; write it as https://host/path")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise ValueError("would send the tokens in the clear; write https://")
    return text


def _redirect_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost") and parts.port != 0
    except ValueError:
        here = False
    if not here or "@" in text or not re.fullmatch(r"[A-Za-z0-9:/._~-]+", text):
        raise ValueError(
            f"{text!r} is no address of this machine; write it as http://127.0.0.1 or http://localhost:8400/back"
        )
    return text


def as_account_name(text: str) -> str:
    """Return the name of an account; raise ValueError for what can be none."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", text):
        raise ValueError(f"{text!r} is no account name; use letters, digits, dot, dash and underscore")
    return text


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Tell whether this host name or address is this machine: the only place where TLS may be missing."""
    return host.lower() == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)


AddressSpec: TypeAlias = Annotated[str, _Then(as_address)]
Domain: TypeAlias = Annotated[str, _Then(_domain)]
Sender: TypeAlias = Annotated[str, _Then(_sender)]
FolderName: TypeAlias = Annotated[str, _Then(_folder)]

# ---------------------------------------------------------------- the sections

_FORBID_UNKNOWN = {"extra": "forbid", "str_max_length": ABOUT_BUDGET}


@dataclass(frozen=True, slots=True)
class Me:
    """Who the mailbox belongs to. Addresses and domains are in lower case; `about` holds what about_file said.

    `pages` are the paths of saved pages, or of folders of them.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    name: str = ""
    addresses: tuple[AddressSpec, ...] = ()
    domains: tuple[Domain, ...] = ()
    company: str = ""
    role: str = ""
    about: str = ""
    interests: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where access tokens are renewed, and as which client; `client_secret_command` prints the client's secret.

    `authorize_url` is the page on which the user signs in, `device_url` gives codes for those without a browser, and
    `redirect_url` is where the page leads back to on this machine; without a port to a free one.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    client_id: Annotated[str, MinLen(1)]
    token_url: Annotated[str, _Then(as_service_url)]
    scope: str = ""
    client_secret_command: Annotated[str, MinLen(1)] = ""
    authorize_url: Annotated[str, _Then(as_service_url)] = ""
    device_url: Annotated[str, _Then(as_service_url)] = ""
    redirect_url: Annotated[str, _Then(_redirect_url)] = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One IMAP account. `user` is the sign-in name (the address unless told), `port` follows from `tls` unless told.

    `password_command` is split like a shell would and run without one; it prints the password, or the access token.
    `daily_megabytes` is how much is downloaded on one day, 0 for no limit.
    """

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    address: AddressSpec
    host: Annotated[str, _Then(as_host)]
    user: Annotated[str, MinLen(1)] = ""
    port: Annotated[int, Ge(1), Le(65_535)] = 0
    tls: Tls = Tls.IMPLICIT
    auth: Auth = Auth.PASSWORD
    folders: Annotated[tuple[FolderName, ...], MinLen(1)] = ("INBOX",)
    password_command: Annotated[str, MinLen(1)] = ""
    daily_megabytes: Annotated[int, Ge(0)] = 1_000
    oauth: OAuth | None = None

    def __post_init__(self) -> None:
        if not self.port:
            object.__setattr__(self, "port", 993 if self.tls is Tls.IMPLICIT else 143)
        if not self.user:
            object.__setattr__(self, "user", self.address)


@dataclass(frozen=True, slots=True)
class LabelModes:
    """What is done about outreach of one label, where that is not what `mode` says."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    spray: Mode | None = None
    irrelevant: Mode | None = None
    pitch: Mode | None = None
    scam: Mode | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Where outreach goes, what is done about it, and how sure we must be (a calibrated probability)."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    parent: FolderName = "Outreach"
    mode: Mode = Mode.MOVE
    min_confidence: Annotated[float, Ge(0.5), Le(1.0)] = 0.90
    repeats: Repeats = Repeats.OWN_FOLDER
    modes: LabelModes = LabelModes()


@dataclass(frozen=True, slots=True)
class Learn:
    """Folders of the reader's own whose mail is of one label, and after how many corrections to learn by itself; 0: never."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    legitimate: tuple[FolderName, ...] = ()
    spray: tuple[FolderName, ...] = ()
    irrelevant: tuple[FolderName, ...] = ()
    pitch: tuple[FolderName, ...] = ()
    scam: tuple[FolderName, ...] = ()
    after_corrections: Annotated[int, Ge(0)] = 0

    @property
    def folders(self) -> dict[str, Label]:
        """The label of each folder."""
        return {name: label for label in LABELS for name in getattr(self, label)}


@dataclass(frozen=True, slots=True)
class Digest:
    """How often the report is put into the reader's own inbox."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    every: Every = Every.NEVER


@dataclass(frozen=True, slots=True)
class Senders:
    """A list of senders, in lower case: whole addresses, or `@domain` for everybody there."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    senders: tuple[Sender, ...] = ()


@dataclass(frozen=True, slots=True)
class Config:
    """All of the configuration; `Config()` is what holds without a file, and then `me` is None."""

    me: Me | None = None
    accounts: Mapping[str, Account] = field(default_factory=lambda: MappingProxyType({}))
    filing: Filing = Filing()
    learn: Learn = Learn()
    digest: Digest = Digest()
    never_touch: tuple[str, ...] = ()
    block: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """The file as it is written: one attribute per section."""

    __pydantic_config__: ClassVar[Mapping[str, Any]] = _FORBID_UNKNOWN

    me: Me | None = None
    account: dict[Annotated[str, _Then(as_account_name)], Account] = field(default_factory=dict)
    filing: Filing = Filing()
    learn: Learn = Learn()
    digest: Digest = Digest()
    never_touch: Senders = Senders()
    block: Senders = Senders()


# ---------------------------------------------------------------- where everything is


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the configuration, the state and the models of this user are."""

    config_file: Path
    state_dir: Path
    models_dir: Path

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Paths:
        """Return the paths below TRIAGE_HOME where it is set, else in the platform's own directories."""
        if home := environ.get("TRIAGE_HOME"):
            root = Path(home)
            return cls(root / "config.toml", root / "state", root / "models")
        import platformdirs

        return cls(
            platformdirs.user_config_path("triage") / "config.toml",
            platformdirs.user_state_path("triage"),
            platformdirs.user_data_path("triage") / "models",
        )


# ---------------------------------------------------------------- loading


@dataclass(frozen=True, slots=True)
class _Problem:
    location: Location
    sentence: str


def load(path: Path) -> Config:
    """Read the configuration file; without one, `Config()`.

    Raises ConfigError with every problem that the file has, each with its path, its line where it can be found, and
    what to do about it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{path}: cannot be read ({_cause(error)}); mend the file or its rights"]) from error
    return parse(text, path=path)


def parse(text: str, *, path: Path) -> Config:
    """Read the text of a configuration file, whether or not it stands at `path` already; raise ConfigError as `load` does."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: {error}: this is no TOML; mend this place first"]) from error
    return _checked(tables, path=path, text=text)


def _checked(tables: dict[str, Any], *, path: Path, text: str) -> Config:
    from pydantic import TypeAdapter, ValidationError

    problems = list(_take_about_file(tables, folder=path.parent))
    problems += _resolve_pages(tables, folder=path.parent)
    problems += _missing_tls(tables)
    problems += _idle_oauth(tables)
    file = _File()
    try:
        # By way of JSON, strict mode still takes an array for a tuple and a word for an enum, but no "993" for 993.
        file = TypeAdapter(_File).validate_json(json.dumps(tables, default=str), strict=True)
    except ValidationError as error:
        problems += [_problem(detail) for detail in error.errors(include_url=False)]
    if problems:
        lines = lines_of(text)
        raise ConfigError([_told(problem, path=path, lines=lines) for problem in _by_line(problems, lines)])
    return Config(
        me=file.me,
        accounts=MappingProxyType(file.account),
        filing=file.filing,
        learn=file.learn,
        digest=file.digest,
        never_touch=file.never_touch.senders,
        block=file.block.senders,
    )


def _take_about_file(tables: dict[str, Any], *, folder: Path) -> Iterator[_Problem]:
    """Replace `me.about_file` by the `me.about` that it holds; its name is relative to the configuration file."""
    me = tables.get("me")
    if not isinstance(me, dict) or "about_file" not in me:
        return
    name, location = me.pop("about_file"), ("me", "about_file")
    if not isinstance(name, str):
        yield _Problem(location, "must be text in quotes: the name of a file")
    elif "about" in me:
        yield _Problem(location, "stands beside `about`; keep one of the two")
    else:
        try:
            with (folder / name).open("rb") as file:
                me["about"] = file.read(ABOUT_BUDGET + 1).decode("utf-8").strip()
        except (OSError, ValueError) as error:
            yield _Problem(location, f"{name!r} cannot be read ({_cause(error)}); name a text file in UTF-8")


def _resolve_pages(tables: dict[str, Any], *, folder: Path) -> Iterator[_Problem]:
    """Replace each of `me.pages` by its path; the names are relative to the configuration file."""
    me = tables.get("me")
    if not isinstance(me, dict) or not isinstance(names := me.get("pages"), list):
        return
    for at, name in enumerate(names):
        if isinstance(name, str):
            if fault := _no_page(folder / name) if name else "is no page":
                yield _Problem(("me", "pages", str(at)), f"{name!r} {fault}; {_NAME_PAGES}")
            names[at] = str((folder / name).absolute())


_NAME_PAGES = f"name saved pages ({', '.join(PAGE_SUFFIXES)}), or folders of them"


def _no_page(path: Path) -> str:
    """Return why this is neither a page nor a folder that can be read; nothing when it is."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            next(path.iterdir(), None)
        elif not stat.S_ISREG(mode) or path.suffix.lower() not in PAGE_SUFFIXES:
            return "is no page"
        else:
            path.open("rb").close()
    except (OSError, ValueError) as error:
        return f"cannot be read ({_cause(error)})"
    return ""


def _missing_tls(tables: dict[str, Any]) -> Iterator[_Problem]:
    accounts = tables.get("account")
    for name, account in accounts.items() if isinstance(accounts, dict) else ():
        if not isinstance(account, dict) or account.get("tls") != Tls.NONE:
            continue
        if isinstance(host := account.get("host"), str) and not is_loopback(host):
            sentence = f'"none" would send the password in the clear to {host!r}; use "implicit" or "starttls"'
            yield _Problem(("account", name, "tls"), sentence)


def _idle_oauth(tables: dict[str, Any]) -> Iterator[_Problem]:
    """Find sections `oauth` that nothing would read, or that leave open where the token comes from."""
    accounts = tables.get("account")
    for name, account in accounts.items() if isinstance(accounts, dict) else ():
        if not isinstance(account, dict) or "oauth" not in account:
            continue
        if account.get("auth") != Auth.OAUTH2:
            yield _Problem(("account", name, "oauth"), 'needs auth = "oauth2" in the section above it; add that')
        if "password_command" in account:
            yield _Problem(("account", name, "password_command"), "stands beside `oauth`; keep one of the two")


def _cause(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else "its name holds a NUL"


# ---------------------------------------------------------------- telling what is wrong

_SENTENCES: Mapping[str, str] = {
    "missing": "is missing; add it",
    "string_type": 'must be text in quotes ("…")',
    "string_too_short": "is empty; fill it in or remove the line",
    "string_too_long": f"is longer than {ABOUT_BUDGET} characters; shorten it",
    "too_short": "is empty; name at least one or remove the line",
    "int_type": "must be a whole number, without quotes",
    "float_type": "must be a number such as 0.9, without quotes",
    "tuple_type": 'must be a list such as ["one", "two"]',
    "dict_type": "must be a section of its own, such as [account.work]",
    "dataclass_type": "must be a section of its own, with its keys below it",
}


def _problem(detail: ErrorDetails) -> _Problem:
    location = tuple(str(part) for part in detail["loc"] if part != "[key]")
    context = detail.get("ctx", {})
    match detail["type"]:
        case "unexpected_keyword_argument":
            sentence = _unknown(location)
        case "enum" | "literal_error":
            sentence = f"must be one of {context['expected']}"
        case "greater_than_equal":
            sentence = f"must be at least {context['ge']}"
        case "less_than_equal":
            sentence = f"must be at most {context['le']}"
        case "value_error":
            sentence = str(context["error"])
        case kind:
            sentence = _SENTENCES.get(kind, detail["msg"])
    return _Problem(location, sentence)


def _unknown(location: Location) -> str:
    key = location[-1]
    if location[2:3] == ("oauth",) and difflib.get_close_matches(key.lower(), OAUTH_SECRETS, n=1, cutoff=0.85):
        return TOKENS_BELONG_ELSEWHERE
    if difflib.get_close_matches(key.lower(), SECRET_KEYS, n=1, cutoff=0.85):
        return BELONGS_ELSEWHERE
    known = _known_keys(location[:-1])
    near = difflib.get_close_matches(key, known, n=1)
    advice = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}"
    return f"is not known; {advice}"


def _known_keys(section: Location) -> Sequence[str]:
    shapes = {"me": Me, "account": Account, "filing": Filing, "learn": Learn, "never_touch": Senders, "block": Senders}
    if section[2:] == ("oauth",):
        return [each.name for each in fields(OAuth)]
    if section == ("filing", "modes"):
        return [each.name for each in fields(LabelModes)]
    names = [each.name for each in fields(shapes[section[0]] if section else _File)]
    return [*names, "about_file"] if section == ("me",) else names


def _told(problem: _Problem, *, path: Path, lines: Mapping[Location, int]) -> str:
    line = line_of(problem.location, lines)
    where = f"{path}, line {line}" if line else str(path)
    return f"{where}: {_dotted(problem.location)}: {problem.sentence}"


def _dotted(location: Location) -> str:
    """Write ("me", "addresses", "0") as `me.addresses[0]`."""
    return "".join(f"[{part}]" if part.isdigit() and n else f".{part}" for n, part in enumerate(location))[1:]


def _by_line(problems: Sequence[_Problem], lines: Mapping[Location, int]) -> list[_Problem]:
    return sorted(problems, key=lambda problem: line_of(problem.location, lines) or 0)
