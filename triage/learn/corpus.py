"""Labelled mail: the corpus of this project (mbox with `Corpus-` headers) and trees whose folder names are the labels."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from triage.domain import Label, Message, Recipient
from triage.errors import UsageError
from triage.judge.usage import Usage, parsed
from triage.judge.words import begun
from triage.read import read

_SEPARATOR = re.compile(rb"^From corpus .*\n", re.M)
_CORPUS_HEADER = re.compile(rb"^Corpus-([A-Za-z]+): *(.*)\n", re.M)
_FOLLOW_HEADER = re.compile(rb"^Follow-([A-Za-z]+): *(.*)\n", re.M)
_QUOTED_FROM = re.compile(rb"^>From ", re.M)


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled message: who received it, and the group that must not be split between training and test.

    `facets` are more to make tables by. `hard` is `near-miss` where flattery looks like knowledge, `pair` the hard pair and the side
    of it that this is. `weight` is for how many examples it counts. `stated` says that it is mail of one's own, of which its
    reader said what it is.
    """

    name: str
    message: Message
    raw: bytes
    label: Label
    recipient: Recipient
    author: str = ""
    group: str = ""
    language: str = ""
    shape: str = ""
    repeats: str = ""
    hard: str = ""
    pair: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    weight: float = 1.0
    stated: bool = False


def starting_corpus() -> Path:
    """Return the folder of the corpus that came with the program: inside the wheel, or `data/` of a checkout."""
    installed = Path(__file__).resolve().parent.parent / "_shipped" / "data"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "data"


def load_corpus(root: Path) -> list[Example]:
    """Return the corpus below `root` in a stable order: `recipients/NAME/` and `corpus/*.mbox`."""
    recipients = {path.name: load_recipient(path) for path in sorted((root / "recipients").iterdir()) if path.is_dir()}
    return [example for path in sorted((root / "corpus").glob("*.mbox")) for example in _from_mbox(path, recipients)]


def load_usage(root: Path) -> Usage:
    """Return how public mail uses words, from `usage.tsv` below `root`; of a corpus without that table, nothing."""
    table = root / "usage.tsv"
    return parsed(table.read_text("utf-8")) if table.is_file() else Usage()


def load_recipient(folder: Path) -> Recipient:
    """Return the recipient whose `profile.toml`, about text and subjects of sent mail stand in this folder."""
    me = tomllib.loads((folder / "profile.toml").read_text("utf-8"))["me"]
    about = (folder / me["about_file"]).read_text("utf-8") if "about_file" in me else me.get("about", "")
    sent = folder / "sent.txt"
    subjects = sent.read_text("utf-8").splitlines() if sent.is_file() else ()
    return Recipient(
        name=me["name"],
        addresses=frozenset(address.lower() for address in me["addresses"]),
        domains=frozenset(me.get("domains", ())),
        company=me.get("company", ""),
        role=me.get("role", ""),
        about=about,
        interests=tuple(me.get("interests", ())),
        never=tuple(me.get("never", ())),
        wrote=frozenset(word for subject in subjects for word in begun(subject)),
    )


def _from_mbox(path: Path, recipients: dict[str, Recipient]) -> Iterator[Example]:
    pieces = _SEPARATOR.split(path.read_bytes())
    for number, piece in enumerate(pieces[1:]):
        head, blank, body = piece.partition(b"\n\n")
        told = {name.decode().lower(): value.strip().decode() for name, value in _CORPUS_HEADER.findall(head + b"\n")}
        raw = _CORPUS_HEADER.sub(b"", head + b"\n") + b"\n" + _QUOTED_FROM.sub(b"From ", body).rstrip(b"\n") + b"\n"
        name = f"{path.stem}#{number}"
        if not blank or told.get("label") not in set(Label):
            raise UsageError(f"{name}: a corpus message needs a body and a Corpus-Label of {', '.join(Label)}.")
        if told.get("recipient") not in recipients:
            raise UsageError(f"{name}: its Corpus-Recipient is none of {', '.join(recipients)}.")
        yield Example(
            name=name,
            message=read(raw),
            raw=raw,
            label=Label(told["label"]),
            recipient=recipients[told["recipient"]],
            author=path.stem.rpartition("-")[0],
            group=told.get("group", name),
            language=told.get("language", ""),
            shape=told.get("shape", ""),
            repeats=told.get("repeat", ""),
            hard=told.get("hard", ""),
            pair=told.get("pair", ""),
        )


def load_tree(root: Path, recipient: Recipient) -> list[Example]:
    """Return the mail of a tree `root/<label>/**/*.eml`; a folder that is no label is a fault, named with what is expected."""
    examples: list[Example] = []
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if folder.name not in set(Label):
            raise UsageError(f"{folder.name} is no label; folders here are named {', '.join(Label)}.")
        for path in sorted(folder.rglob("*.eml")):
            raw = path.read_bytes()
            name = path.relative_to(root).as_posix()
            examples.append(Example(name, read(raw), raw, Label(folder.name), recipient, group=name))
    return examples


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A message that follows an outreach message of the corpus, or only looks as if: for measuring repeats, never for training.

    `kind` is bump, variant, reboot-light, reboot-heavy, sister-light, sister-heavy, news, or unrelated (another seller of the same
    trade). `of` is the Message-ID of what it follows, `root` that of the corpus message at the beginning.
    """

    name: str
    kind: str
    of: str
    root: str
    language: str
    message: Message


def load_follow_ups(root: Path, half: str) -> list[FollowUp]:
    """Return the follow-ups of one half, `dev` or `test`, in the order of the file."""
    pieces = _SEPARATOR.split((root / "follow-ups" / f"{half}.mbox").read_bytes())
    return [_follow_up(piece) for piece in pieces[1:]]


def _follow_up(piece: bytes) -> FollowUp:
    head, _, body = piece.partition(b"\n\n")
    told = {name.decode().lower(): value.strip().decode() for name, value in _FOLLOW_HEADER.findall(head + b"\n")}
    raw = _FOLLOW_HEADER.sub(b"", head + b"\n") + b"\n" + _QUOTED_FROM.sub(b"From ", body).rstrip(b"\n") + b"\n"
    of, first = told["of"].strip("<>"), told["root"].strip("<>")
    return FollowUp(told["name"], told["kind"], of, first, told["language"], read(raw))
