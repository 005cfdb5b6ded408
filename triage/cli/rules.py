"""`triage block` and `triage release`: what the user says of a vendor."""

from __future__ import annotations

from datetime import UTC, datetime

from triage.cli.asjson import dumps
from triage.cli.options import Settings, later
from triage.cli.terminal import Pen, note, safe, screen_width, wrap
from triage.cli.vendors import Known, known, rule_lines, rule_object, senders_of
from triage.errors import UsageError
from triage.judge.hosts import FREEMAIL, is_network, registrable
from triage.memory.rules import Action, Rule, add, load


def block(settings: Settings, name: str | None, *, span: str | None, until: str | None, listed: bool) -> int:
    """Block the vendor that is named, or list the rules, and return the exit code."""
    if (name is None) != listed:
        raise UsageError("Name a vendor to block, or give --list; not both.")
    if listed and (span is not None or until is not None):
        raise UsageError("--for and --until need a vendor to block.")
    return _rule(settings, Action.BLOCK, name, span=span, until=until)


def release(settings: Settings, name: str | None, *, span: str | None, until: str | None) -> int:
    """Release the vendor that is named, and return the exit code."""
    return _rule(settings, Action.RELEASE, name, span=span, until=until)


def _rule(settings: Settings, action: Action, name: str | None, *, span: str | None, until: str | None) -> int:
    """Write a rule on the vendor that is named, or list the rules where none is, and return the exit code."""
    now = datetime.now(UTC)
    if name is None:
        rules, new = load(settings.paths.state_dir).at(now), None
    else:
        end = later(span=span, until=until, now=now)
        with known(settings) as found:
            vendor, senders = _whom(found, name)
        new = Rule(action, vendor, senders, now, end)
        rules = add(settings.paths.state_dir, new)
    if settings.json:
        shown = {"schema": f"triage.{action}/1", "rule": new and rule_object(new)}
        print(dumps({**shown, "rules": [rule_object(one) for one in rules.all]}))
    elif new is not None:
        _tell(new)
    else:
        print(*(list(rule_lines("Rules", rules.all, Pen(color=settings.color))) or ["  There are no rules."]), sep="\n")
    if new is not None and not settings.quiet:
        _warn(settings, new)
    return 0


def _whom(found: Known, name: str) -> tuple[str, frozenset[str]]:
    """Return the vendor that is meant and its senders: a remembered one, else the domain or address as it was written."""
    wanted = name.strip().casefold()
    domain = wanted.rpartition("@")[2]
    if not found.named(name) and registrable(domain) and not any(each.isspace() for each in wanted):
        is_address = bool(wanted.rpartition("@")[0])
        if is_network(domain) or (domain in FREEMAIL and not is_address):
            raise UsageError(f"{domain} is where anybody has an address; name the address, or the vendor.")
        sender = wanted if is_address else f"@{registrable(domain)}"
        return sender.removeprefix("@"), frozenset((sender,))
    vendor = found.one(name)
    if not (senders := senders_of(vendor)):
        raise UsageError(
            f"{vendor.name} writes through an address that is not theirs alone, so that no rule can name them."
        )
    return vendor.name, senders


def _tell(new: Rule) -> None:
    until = f" until {new.until:%Y-%m-%d}" if new.until else ""
    whom = ", ".join(sorted(new.senders))
    told = {
        Action.BLOCK: f"Blocked{until}: {whom}. Their mail is filed from the next `triage clean --apply` on.",
        Action.RELEASE: f"Released{until}: {whom}. Their mail is judged by what it says, and never called a repeat.",
    }
    print(*(f"  {line}" for line in wrap(safe(told[new.action]), screen_width() - 3)), sep="\n")


def _warn(settings: Settings, new: Rule) -> None:
    """Say what is stronger than the new rule."""

    def among(listed: tuple[str, ...]) -> bool:
        return any(sender in listed or f"@{sender.rpartition('@')[2]}" in listed for sender in new.senders)

    if new.action is Action.BLOCK and among(settings.config.never_touch):
        note("It stands on the allow list of your configuration, which counts more: that mail stays.")
    if new.action is Action.RELEASE and among(settings.config.block):
        note("It stands on the block list of your configuration, which counts more; take it out there.")
    with known(settings) as found:
        for address in sorted(sender for sender in new.senders if not sender.startswith("@")):
            if new.action is Action.BLOCK and any(store.contacts.knows(address) for store in found.stores.values()):
                note(f"You wrote to {address}, which counts more: that mail stays.")
        domains = sorted(sender[1:] for sender in new.senders if sender.startswith("@"))
        for domain in domains if new.action is Action.BLOCK else ():
            wrote = (store.contacts.wrote_to_domain(domain, before=found.now) for store in found.stores.values())
            if any(moment is not None for moment in wrote):
                note(f"You wrote to somebody at {domain}: mail from that address stays.")
