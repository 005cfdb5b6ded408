"""What the user said of vendors: blocked, or released, until a date or for good. One small JSON file, written whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from triage.errors import StateError
from triage.memory.store import AccountLock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE: Final = "rules.json"
SCHEMA: Final = 1


class Action(StrEnum):
    """What a rule does with a vendor's mail."""

    BLOCK = "block"
    RELEASE = "release"
    SPARE = "spare"
    """Left alone, because mail of theirs was taken back."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `senders` are addresses, or domains as `@domain`; `until` is None when it holds for good."""

    action: Action
    vendor: str
    senders: frozenset[str]
    made: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, the oldest first. No sender stands in two of them."""

    all: tuple[Rule, ...] = ()

    def at(self, now: datetime) -> Rules:
        """Return the rules that hold at this time."""
        return Rules(tuple(rule for rule in self.all if rule.until is None or rule.until > now))

    def with_rule(self, new: Rule) -> Rules:
        """Return these rules with a new one, which takes the place of what was said of the same senders before."""
        kept = (replace(rule, senders=rule.senders - new.senders) for rule in self.all)
        return Rules((*(rule for rule in kept if rule.senders), new))

    def senders(self, action: Action) -> frozenset[str]:
        """Return whose mail is blocked, or released."""
        return frozenset().union(*(rule.senders for rule in self.all if rule.action is action))


def load(folder: Path) -> Rules:
    """Read the rules of a state folder; none where there is no file. Raises StateError when it is damaged."""
    path = folder / FILE
    try:
        written = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Rules()
    except OSError as error:
        raise StateError(f"{path} cannot be read ({error.strerror}); check its rights. Nothing was filed.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if isinstance(written, dict) and isinstance(version := written.get("schema"), int) and version > SCHEMA:
        raise StateError(
            f"{path} was written by a newer triage (schema {version}, known here {SCHEMA}); upgrade triage. Nothing was filed."
        )
    try:
        return _rules(written)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error


def spare(folder: Path, sellers: Iterable[str], *, now: datetime) -> None:
    """Write for each seller, a domain or an address, that their mail is left alone from now on. Raises as `add` does."""
    for seller in sellers:
        sender = seller if "@" in seller else f"@{seller}"
        add(folder, Rule(Action.SPARE, seller, frozenset((sender,)), now))


def unspare(folder: Path, sellers: Iterable[str], *, now: datetime) -> None:
    """Take back what `spare` wrote of these sellers; other rules on them stay. Raises as `add` does."""
    wanted = frozenset(seller if "@" in seller else f"@{seller}" for seller in sellers)
    if not wanted & load(folder).senders(Action.SPARE):
        return
    with _held(folder):
        kept = (
            rule for rule in load(folder).at(now).all if rule.action is not Action.SPARE or not rule.senders & wanted
        )
        _write(folder / FILE, {"schema": SCHEMA, "rules": [_written(one) for one in kept]})


def add(folder: Path, rule: Rule) -> Rules:
    """Write a rule, let those go that have expired when it is made, and return all; on the disk when this returns.

    Raises StateError when the file is damaged or cannot be written, HeldError when another program writes it.
    """
    with _held(folder):
        rules = load(folder).at(rule.made).with_rule(rule)
        _write(folder / FILE, {"schema": SCHEMA, "rules": [_written(one) for one in rules.all]})
    return rules


def _rules(written: dict[str, Any]) -> Rules:
    if written["schema"] != SCHEMA:
        raise ValueError(written["schema"])
    return Rules(tuple(map(_rule, written["rules"])))


def _rule(written: dict[str, Any]) -> Rule:
    senders, vendor = written["senders"], written["vendor"]
    if not isinstance(vendor, str) or not senders or not all(isinstance(one, str) and "@" in one for one in senders):
        raise ValueError(senders)
    until = written["until"]
    return Rule(
        Action(written["action"]),
        vendor,
        frozenset(senders),
        _moment(written["made"]),
        None if until is None else _moment(until),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _written(rule: Rule) -> dict[str, Any]:
    return {
        "action": str(rule.action),
        "vendor": rule.vendor,
        "senders": sorted(rule.senders),
        "made": rule.made.isoformat(),
        "until": None if rule.until is None else rule.until.isoformat(),
    }


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep two programs from reading the same rules and each writing its own."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = AccountLock((folder / FILE).with_suffix(".lock"))
    except OSError as error:
        raise _unwritable(folder / FILE, error) from error
    try:
        yield
    finally:
        lock.release()


def _write(path: Path, written: dict[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with suppress(FileNotFoundError):
            temporary.unlink()
        handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(written, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StateError:
    return StateError(
        f"{path} cannot be written ({error.strerror}); check its rights and its disk. No rule was changed."
    )


def _damaged(path: Path) -> StateError:
    return StateError(
        f"{path} is damaged; mend it, or move it away and make the rules anew with `triage block` and `triage release`. "
        "Nothing was filed."
    )
