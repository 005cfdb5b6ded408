"""The user's own lists as a Sieve script (RFC 5228): what a mail server can decide without reading the text. Pure.

It answers as `judge.standing` does. `judge.policy` asks for the block list before anything else but who is known to me, so that
nothing else has to be said. Names that were in mail are quoted so that they match themselves and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby

from triage.judge.hosts import spellings
from triage.judge.standing import on_list
from triage.memory.rules import Action, Rules

MARK = "# A Sieve script of triage\n"
"""How every script begins, so that a script may be written over a script and over nothing else."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Whose mail stays whatever the block list says, whose is blocked for good by the configuration, and the rules on vendors.

    Senders are addresses, or domains as `@domain` for everybody there and below, as in `SenderRules`.
    """

    kept: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    rules: Rules = field(default_factory=Rules)


def script(lists: Lists, *, folder: str, at: datetime) -> str:
    """Return the script that files mail of blocked senders into `folder`, as of now; `/` stands between its levels."""
    blocks = _timed(lists.rules, (Action.BLOCK,), for_good=lists.blocked)
    every = [sender for _, senders in blocks for sender in senders]
    # A block counts more than a release or a sparing, so that what both are about is not kept here.
    let_go = [
        (until, free)
        for until, senders in _timed(lists.rules, (Action.RELEASE, Action.SPARE))
        if (free := [one for one in senders if not any(_meet(one, other) for other in every)])
    ]
    kept = (None, sorted(filter(can_send, spellings(lists.kept))))
    commands = [
        *_command("Released, or left alone since you took their mail back.", let_go, "keep;"),
        *_command("Whom you know: your allow list, your own addresses, whom you wrote to.", [kept], "keep;"),
        *_command("Your block list.", blocks, f"fileinto {_quoted(folder)};"),
    ]
    return MARK + "\n".join([*_head(blocks, let_go, folder, at), *commands, ""])


def can_send(sender: str) -> bool:
    """Tell whether a message can come from this sender: a name with a break or another control in it can stand in no address."""
    return not sender.endswith("@") and sender.isprintable() and not any(each.isspace() for each in sender)


# ---------------------------------------------------------------- what is decided

_Timed = list[tuple[datetime | None, list[str]]]
"""Senders, by the moment until which it holds what is said of them; None is for good."""


def _timed(rules: Rules, actions: Iterable[Action], *, for_good: frozenset[str] = frozenset()) -> _Timed:
    wanted = [(None, for_good), *((rule.until, rule.senders) for rule in rules.all if rule.action in actions)]
    pairs = [(until, one) for until, senders in wanted for one in filter(can_send, spellings(senders))]
    pairs.sort(key=lambda pair: (pair[0] is not None, pair[0] or datetime.min.replace(tzinfo=UTC), pair[1]))
    return [
        (until, list(dict.fromkeys(one for _, one in those))) for until, those in groupby(pairs, lambda pair: pair[0])
    ]


def _meet(one: str, other: str) -> bool:
    """Tell whether there can be an address that both senders stand for."""
    return on_list(_somebody(one), frozenset((other,))) or on_list(_somebody(other), frozenset((one,)))


def _somebody(sender: str) -> str:
    return f"\0{sender}" if sender.startswith("@") else sender  # an address that is on no list itself


# ---------------------------------------------------------------- how it is written


def _head(blocks: _Timed, let_go: _Timed, folder: str, at: datetime) -> Iterator[str]:
    yield f"# Made on {at:%Y-%m-%d} by `triage export --sieve`; make it anew when your rules change."
    timed = any(until is not None for until, _ in (*blocks, *let_go))
    used = [*(("fileinto",) if blocks else ()), *(("date", "relational") if timed else ())]
    if blocks:
        yield f"# Blocked mail goes to {folder}: make it there first, and write the name as your server does if that is another."
    else:
        yield "# Nobody is blocked: this script does nothing."
    if used:
        yield f"require [{', '.join(map(_quoted, used))}];"


def _command(about: str, timed: _Timed, action: str) -> Iterator[str]:
    """Yield one command that does this for all those senders; nothing where there are none."""
    tests = [_until(until, list(_tests(senders))) for until, senders in timed if senders]
    if tests:
        yield ""
        yield f"# {about}"
        yield f"if {_any(tests)} {{"
        yield f"    {action}"
        yield "    stop;"
        yield "}"


def _until(until: datetime | None, tests: list[str]) -> str:
    if until is None:
        return _any(tests)
    # Both are written from the year down to the second, so that the order of letters is that of time.
    now = f'currentdate :zone "+0000" :value "lt" "iso8601" "{until.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"'
    return f"allof ({now}, {_any(tests)})"


def _tests(senders: list[str]) -> Iterator[str]:
    """Yield the tests for addresses, for domains, and for all that is below a domain; letters count the same in either case."""
    whole = [sender for sender in senders if not sender.startswith("@")]
    domains = [sender[1:] for sender in senders if sender.startswith("@")]
    if whole:
        yield f'address :is "from" {_listed(whole)}'
    if domains:
        yield f'address :is :domain "from" {_listed(domains)}'
        yield f'address :matches :domain "from" {_listed(f"*.{_literal(domain)}" for domain in domains)}'


def _any(tests: list[str]) -> str:
    return tests[0] if len(tests) == 1 else f"anyof ({', '.join(tests)})"


def _listed(texts: Iterable[str]) -> str:
    return f"[\n        {(',' + chr(10) + '        ').join(map(_quoted, texts))}]"


def _literal(text: str) -> str:
    """Return a pattern of `:matches` that only this text matches."""
    return "".join(f"\\{letter}" if letter in "\\*?" else letter for letter in text)


def _quoted(text: str) -> str:
    """Return a quoted string of Sieve."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
