"""What the user said of vendors: blocked, or released, until a date or for good. One small JSON file, written whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from triage.memory.whole import damaged, held, read, write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE: Final = "rules.json"
SCHEMA: Final = 1
_REMEDY: Final = "make the rules anew with `triage block` and `triage release`"


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
    if (written := read(path, schema=SCHEMA, remedy=_REMEDY)) is None:
        return Rules()
    try:
        return Rules(tuple(map(_rule, written["rules"])))
    except (KeyError, TypeError, ValueError) as error:
        raise damaged(path, _REMEDY) from error


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
    with held(folder / FILE):
        kept = (
            rule for rule in load(folder).at(now).all if rule.action is not Action.SPARE or not rule.senders & wanted
        )
        write(folder / FILE, {"schema": SCHEMA, "rules": [_written(one) for one in kept]})


def add(folder: Path, rule: Rule) -> Rules:
    """Write a rule, let those go that have expired when it is made, and return all; on the disk when this returns.

    Raises StateError when the file is damaged or cannot be written, HeldError when another program writes it.
    """
    with held(folder / FILE):
        rules = load(folder).at(rule.made).with_rule(rule)
        write(folder / FILE, {"schema": SCHEMA, "rules": [_written(one) for one in rules.all]})
    return rules


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
