"""The nouns that travel through the house, all frozen. This module imports nothing of ours and does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence


class Label(StrEnum):
    """What a message is; docs/glossary.md says what each word means."""

    LEGITIMATE = "legitimate"
    SPRAY = "spray"
    IRRELEVANT = "irrelevant"
    PITCH = "pitch"
    SCAM = "scam"


LABELS: tuple[Label, ...] = tuple(Label)
OUTREACH: frozenset[Label] = frozenset({Label.SPRAY, Label.IRRELEVANT, Label.PITCH, Label.SCAM})


class RepeatKind(StrEnum):
    """How a message repeats what the same seller already said."""

    EXACT = "exact"
    VARIANT = "variant"
    BUMP = "bump"
    REBOOT = "reboot"
    SISTER = "sister"


class Standing(StrEnum):
    """Who the sender is to me, strongest first: the order in which `decide` asks."""

    ALLOWED = "allowed"
    CORRESPONDENT = "correspondent"
    COLLEAGUE = "colleague"
    BLOCKED = "blocked"
    STRANGER = "stranger"


class Mode(StrEnum):
    """What is done about outreach: it is moved, only marked with a keyword, or only looked at."""

    MOVE = "move"
    KEYWORD = "keyword"
    OBSERVE = "observe"


KEYWORDS: Mapping[Label, str] = MappingProxyType({
    Label.SPRAY: "$TriageSpray",
    Label.IRRELEVANT: "$TriageIrrelevant",
    Label.PITCH: "$TriagePitch",
    Label.SCAM: "$TriageScam",
})  # fmt: skip
"""The keyword that marks a message of each label where it stands."""
REPEAT_KEYWORD = "$TriageRepeat"
"""The keyword that a repeat bears besides that of its label."""


# ---------------------------------------------------------------- where a message lives


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Where a message lives in its mailbox; stays valid while `validity` does (IMAP UIDVALIDITY, else "")."""

    folder: str
    uid: str
    validity: str = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its name in `/` notation, with its special use (`\\Junk`, `\\Sent` …) where the mailbox tells."""

    name: str
    special_use: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A folder that stands ready to receive; `next_uid` proves later which messages came after this moment."""

    folder: str
    validity: str = ""
    next_uid: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as a scan sees it: enough to put messages in order without reading them whole.

    `answered` says that I replied to it, where the mailbox tells.
    """

    ref: Ref
    date: datetime | None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """One message as its mailbox hands it out.

    `raw` holds at most the mailbox's byte budget, `size` is the whole size in bytes, `received` is the
    mailbox's own date (INTERNALDATE, file time). `error` is set, and `raw` empty, when it could not be read.
    """

    ref: Ref
    id: str
    raw: bytes
    size: int
    flags: frozenset[str] = frozenset()
    received: datetime | None = None
    error: str | None = None


# ---------------------------------------------------------------- a message, read


@dataclass(frozen=True, slots=True)
class Address:
    """A display name and an addr-spec in lower case; either may be empty, neither is trusted."""

    name: str
    spec: str

    @property
    def domain(self) -> str:
        """The part behind the last @, or an empty string."""
        return self.spec.rpartition("@")[2] if "@" in self.spec else ""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a message, set apart by role and complete: nothing that was found is thrown away."""

    greeting: str = ""
    body: str = ""
    signature: str = ""
    footer: str = ""
    quoted: str = ""
    hidden: str = ""


DIGEST_HEADER = "X-Triage-Digest"
"""What each digest of triage bears. Anybody can write it, so it keeps no message from being judged."""


@dataclass(frozen=True, slots=True)
class Message:
    """What `read` makes of the bytes of one message. `faults` names every budget that was exceeded."""

    sender: Address
    subject: str = ""
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reply_to: tuple[Address, ...] = ()
    recipients: tuple[Address, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    text: Text = field(default_factory=Text)
    links: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    images: int = 0
    html: bool = False
    faults: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """Return the first header of this lower-case name, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")


# ---------------------------------------------------------------- who I am


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives the mail, as far as they told. Everything may be empty: then no relevance is claimed.

    `pages` is the text of their own saved pages, `wrote` words of the subjects of mail that they began
    themselves or keep.
    """

    name: str = ""
    addresses: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    company: str = ""
    role: str = ""
    about: str = ""
    interests: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    pages: str = ""
    wrote: frozenset[str] = frozenset()

    @property
    def has_profile(self) -> bool:
        """Whether enough is known to say that an offer is of no use to me."""
        return bool(self.interests or self.never or self.about or self.pages)


@dataclass(frozen=True, slots=True)
class SenderRules:
    """The user's own lists: addresses, or domains written as `@domain`, all in lower case.

    What the `released` sent before is no longer held against them, and nothing is remembered of them. Mail of the `spared` stays:
    their reader took some of it back.
    """

    allowed: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    released: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()


class Contacts(Protocol):
    """What is known of the mail that I wrote."""

    def knows(self, address: str) -> bool:
        """Tell whether I wrote to this address."""

    def wrote_to_domain(self, domain: str, *, before: datetime) -> datetime | None:
        """Return when I last wrote to this domain or one below it, before a moment; None when I did not."""

    def is_mine(self, message_ids: Sequence[str]) -> bool:
        """Tell whether one of these Message-IDs is of a message that I wrote."""


# ---------------------------------------------------------------- a message, judged

Scores: TypeAlias = dict[Label, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, one sentence for a person, and its weight in nats towards outreach (negative: away)."""

    code: str
    text: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Repeat:
    """What a message repeats: `of` is None when the wording says repeat and the original is not known."""

    kind: RepeatKind
    of: str | None
    date: datetime | None
    similarity: float
    touch: int


@dataclass(frozen=True, slots=True)
class Follows:
    """The earlier outreach that a message follows, and the share of it that is news, 0 to 1."""

    of: str
    news: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided, and why. `folder` is None when the message stays where it is."""

    label: Label
    confidence: float
    unsure: bool
    folder: str | None
    scores: Scores
    standing: Standing
    reasons: tuple[Reason, ...]
    repeat: Repeat | None = None
    follows: Follows | None = None

    @property
    def kind(self) -> str:
        """The one word under which this message is counted: its label, `repeat` or `unsure`."""
        if self.repeat is not None:
            return "repeat"
        return "unsure" if self.unsure else str(self.label)


# ---------------------------------------------------------------- what is remembered of outreach


TIE_BYTES = 6
"""The length of the hash of a tie: with eight million of them one lookup in thirty million hits a wrong one."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """One remembered outreach message, without a word of its text.

    `digest` is the 16-byte hash of the normalised text, `words` the packed hashes of the words that say most and `mass` what all of
    them say, in nats, the rarest first; `sketch` has the first of them (32 bits), by which it is found again. `ties` and `marks`
    (48 bits) are hashes of what a seller is known by. `kind` and `of` tell what the message repeats, where it does. `sure` tells
    whether it was sure enough to be moved, `outreach` how probable it was, in hundredths when it is read back.
    """

    id: str
    date: datetime | None
    sender: str
    domain: str
    name: str
    label: Label
    touch: int
    digest: bytes
    words: bytes
    mass: float
    sketch: tuple[int, ...] = ()
    ties: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    kind: RepeatKind | None = None
    of: str | None = None
    sure: bool = True
    outreach: float = 1.0


class RepeatMemory(Protocol):
    """The outreach seen so far. `similar` answers best first, `tied` newest first, undated ones last."""

    def similar(self, sketch: Sequence[int], *, limit: int = 32) -> Sequence[Fingerprint]:
        """Return the messages that share most words of this sketch: two at least, or one where the sketch is tiny."""

    def tied(self, hashes: Sequence[int], *, before: datetime | None = None) -> Sequence[Fingerprint]:
        """Return the newest messages that share a tie or a mark with these; none that is later than `before`."""

    def add(self, fingerprint: Fingerprint) -> None:
        """Remember one message; a second one of the same id takes the place of the first."""
