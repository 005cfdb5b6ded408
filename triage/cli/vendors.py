"""`triage vendors`: who pesters most, and the whole history of one vendor."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import Pen, cut, pad, safe, screen_width, wrap
from triage.domain import RepeatKind
from triage.errors import UsageError
from triage.judge.hosts import is_network, registrable
from triage.judge.sellers import brand
from triage.memory.rules import Action, Rule, Rules, load
from triage.memory.store import Store, preview_store
from triage.memory.vendors import Touch, Vendor, grouped

MOST_SHOWN = 20
MOST_NAMED = 10
_NUMBERS = (("mails", 7), ("repeats", 9), ("reps", 6), ("domains", 9))
_SPAN = 20
_KINDS = {
    RepeatKind.EXACT: ("exact", "exact"),
    RepeatKind.VARIANT: ("variant", "variants"),
    RepeatKind.BUMP: ("bump", "bumps"),
    RepeatKind.REBOOT: ("reboot", "reboots"),
    RepeatKind.SISTER: ("sister", "sisters"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of vendors: those remembered, the rules that hold now, and the mailboxes by the name of their memory."""

    vendors: Sequence[Vendor]
    rules: Rules
    stores: Mapping[str, Store]
    now: datetime

    def rule_on(self, vendor: Vendor) -> Rule | None:
        """Return the newest rule on any sender of a vendor."""
        senders = senders_of(vendor)
        return next((rule for rule in reversed(self.rules.all) if rule.senders & senders), None)

    def wrote_to(self, vendor: Vendor) -> bool:
        """Tell whether I ever wrote to anybody there."""
        return any(
            any(store.contacts.wrote_to_domain(domain, before=self.now) is not None for domain in vendor.domains)
            or any(store.contacts.knows(rep) for rep in vendor.reps)
            for store in self.stores.values()
        )

    def named(self, name: str) -> list[Vendor]:
        """Return the vendors that a name may mean, by the narrowest meaning that fits any."""
        wanted = name.strip().casefold().removeprefix("@")
        for fits in _MEANINGS if wanted else ():
            if found := [vendor for vendor in self.vendors if fits(vendor, wanted)]:
                return found
        return []

    def one(self, name: str) -> Vendor:
        """Return the vendor that is meant; raise UsageError when there is none, or when there are several."""
        found = self.named(name)
        if not found:
            raise UsageError(f"Nothing is remembered of {name!r}; `triage vendors` lists those of whom there is.")
        if len(found) > 1:
            names = ", ".join(vendor.name for vendor in found[:MOST_NAMED])
            more = f" and {len(found) - MOST_NAMED:,} more" if len(found) > MOST_NAMED else ""
            raise UsageError(f"{name!r} may be any of {len(found):,} vendors: {names}{more}; name one of them.")
        return found[0]


def vendors(settings: Settings, name: str | None, *, limit: int | None) -> int:
    """Print the league of vendors, or the timeline of the one that is named, and return the exit code."""
    if limit is not None and limit < 1:
        raise UsageError("--limit is a number of vendors, 1 or more.")
    if limit is not None and name is not None:
        raise UsageError("--limit is for the list of vendors; leave it away to see one of them.")
    pen = Pen(color=settings.color)
    with known(settings) as found:
        if name is not None:
            vendor = found.one(name)
            shown = {"schema": "triage.vendor/1", **vendor_object(vendor, found), "timeline": _timeline(vendor, found)}
            lines = _history(vendor, shown, pen, verbose=settings.verbose)
        else:
            listed = found.vendors[: limit or (None if settings.json else MOST_SHOWN)]
            shown = {
                "schema": "triage.vendors/1",
                "mailboxes": list(found.stores),
                "count": len(found.vendors),
                "vendors": [vendor_object(vendor, found) for vendor in listed],
                "rules": [rule_object(rule) for rule in found.rules.all],
            }
            lines = _league(shown, found, pen)
    print(dumps(shown)) if settings.json else print(*lines, sep="\n")
    return 0


@contextlib.contextmanager
def known(settings: Settings) -> Iterator[Known]:
    """Open what the mailboxes that are meant remember, for reading only."""
    now = datetime.now(UTC)
    with contextlib.ExitStack() as stack:
        stores = {path.name: stack.enter_context(preview_store(path)) for path in wiring.stores_asked(settings)}
        touches = [touch for name, store in stores.items() for touch in store.vendors.touches(mailbox=name)]
        yield Known(grouped(touches, seller_of), load(settings.paths.state_dir).at(now), stores, now)


def seller_of(touch: Touch) -> str:
    """Return who stands behind a message: a firm by its domain, else an address; behind a network's address, a member."""
    if touch.domain:
        return touch.domain
    if is_network(network := touch.sender.rpartition("@")[2]):
        return f"{touch.name} ({network})"
    return touch.sender or touch.name or "(no sender)"


def senders_of(vendor: Vendor) -> frozenset[str]:
    """Return the domains and addresses by which a rule knows a vendor; an address of a network is everybody's."""
    alone = (touch.sender for touch in vendor.touches if not touch.domain and touch.sender)
    return frozenset(
        (
            *(f"@{domain}" for domain in vendor.domains),
            *(each for each in alone if not is_network(each.rpartition("@")[2])),
        )
    )


# ---------------------------------------------------------------- what a name may mean


def _is_called(vendor: Vendor, wanted: str) -> bool:
    return wanted == vendor.name.casefold() or wanted in vendor.domains or wanted in vendor.reps


def _is_below(vendor: Vendor, wanted: str) -> bool:
    domain = wanted.rpartition("@")[2]
    return "." in domain and registrable(domain) in vendor.domains


def _is_branded(vendor: Vendor, wanted: str) -> bool:
    brands = {each for domain in vendor.domains for each in (brand(domain), domain.partition(".")[0])}
    return "." not in wanted and not brands.isdisjoint({wanted, brand(wanted)} - {""})


def _is_signed(vendor: Vendor, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in vendor.names)


_MEANINGS: tuple[Callable[[Vendor, str], bool], ...] = (_is_called, _is_below, _is_branded, _is_signed)

# ---------------------------------------------------------------- JSON


def vendor_object(vendor: Vendor, known: Known) -> dict[str, Any]:
    """Return a vendor as JSON shows it."""
    kinds, dates, gap = vendor.kinds, vendor.dates, vendor.longest_gap
    rule = known.rule_on(vendor)
    return {
        "vendor": vendor.name,
        "names": list(vendor.names),
        "touches": len(vendor.touches),
        "repeats": kinds.total(),
        "kinds": {str(kind): kinds[kind] for kind in RepeatKind},
        "reps": len(vendor.reps),
        "domains": list(vendor.domains),
        "first": dates[0].isoformat() if dates else None,
        "last": dates[-1].isoformat() if dates else None,
        "longest_gap": gap.days if gap is not None else None,
        "reboots": kinds[RepeatKind.REBOOT],
        "wrote_to": known.wrote_to(vendor),
        "rule": rule_object(rule) if rule else None,
    }


def rule_object(rule: Rule) -> dict[str, Any]:
    """Return a rule as JSON shows it."""
    return {
        "action": str(rule.action),
        "vendor": rule.vendor,
        "senders": sorted(rule.senders),
        "made": rule.made.isoformat(timespec="seconds"),
        "until": rule.until.isoformat(timespec="seconds") if rule.until else None,
    }


def _timeline(vendor: Vendor, known: Known) -> list[dict[str, Any]]:
    folders = {name: store.vendors.folders() for name, store in known.stores.items()}
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    for touch in vendor.touches:
        gap = (touch.date - before).days if touch.date and before else None
        before = touch.date or before
        told.append(
            {
                "date": touch.date.isoformat() if touch.date else None,
                "gap": gap,
                "name": touch.name,
                "address": touch.sender,
                "label": str(touch.label),
                "kind": str(touch.kind) if touch.kind else None,
                "of": touch.of,
                "mailbox": touch.mailbox,
                "folder": folders[touch.mailbox].get(touch.id),
                "id": touch.id,
            }
        )
    return told


# ---------------------------------------------------------------- the league


def _league(shown: Mapping[str, Any], known: Known, pen: Pen) -> Iterator[str]:
    yield ""
    if not known.vendors:
        yield "  Nothing is remembered yet; `triage clean --apply` remembers outreach."
    else:
        mails = sum(len(vendor.touches) for vendor in known.vendors)
        yield f"  {pen('Who pesters most', 'bold')}   {_count(shown['count'], 'vendor')}, {_count(mails, 'mail')} remembered"
        yield ""
        wide = screen_width() - 4 - sum(width for _, width in _NUMBERS) - _SPAN
        yield pen(f"  {'vendor':<{wide}}" + "".join(f"{name:>{width}}" for name, width in _NUMBERS), "dim")
        for vendor in shown["vendors"]:
            yield from _row(vendor, pen, wide)
    if left := shown["count"] - len(shown["vendors"]):
        yield f"  and {left:,} more; --limit N shows more of them, `triage vendors NAME` one"
    listed = {sender for vendor in known.vendors[: len(shown["vendors"])] for sender in senders_of(vendor)}
    others = [rule for rule in known.rules.all if rule.senders.isdisjoint(listed)]
    yield from rule_lines("Rules on others", others, pen)
    yield ""


def _row(vendor: Mapping[str, Any], pen: Pen, wide: int) -> Iterator[str]:
    numbers = (vendor["touches"], vendor["repeats"], vendor["reps"], len(vendor["domains"]))
    told = "".join(f"{number:>{width},}" for number, (_, width) in zip(numbers, _NUMBERS, strict=True))
    name = pad(cut(safe(vendor["vendor"]), wide - 1), wide)
    yield f"  {pen(name, 'bold')}{told}  {_span(vendor)}".rstrip()
    if details := _details(vendor):
        yield from (pen(f"    {line}", "dim") for line in wrap(details, screen_width() - 5))


def _span(vendor: Mapping[str, Any]) -> str:
    first, last = (f"{datetime.fromisoformat(day):%b %Y}" if (day := vendor[end]) else "" for end in ("first", "last"))
    return first if first == last else f"{first} – {last}"


def _details(vendor: Mapping[str, Any]) -> str:
    gap = [f"longest gap {_count(vendor['longest_gap'], 'day')}"] if vendor["longest_gap"] else []
    wrote = ["you wrote to them"] if vendor["wrote_to"] else []
    rule = [_rule_told(vendor["rule"])] if vendor["rule"] else []
    return " · ".join([*filter(None, [_kinds(vendor)]), *gap, *wrote, *rule])


def _kinds(vendor: Mapping[str, Any]) -> str:
    counts = [(vendor["kinds"][str(kind)], words) for kind, words in _KINDS.items()]
    return ", ".join(f"{count:,} {words[count != 1]}" for count, words in counts if count)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _rule_told(rule: Mapping[str, Any]) -> str:
    what = {Action.BLOCK: "blocked", Action.RELEASE: "released", Action.SPARE: "left alone"}[Action(rule["action"])]
    return f"{what} until {rule['until'][:10]}" if rule["until"] else what


def rule_lines(title: str, rules: Iterable[Rule], pen: Pen) -> Iterator[str]:
    """Yield what there is to say of some rules; nothing where there are none."""
    for number, rule in enumerate(rules):
        if number == 0:
            yield ""
            yield f"  {pen(title, 'bold')}"
        whom = ", ".join(sorted(rule.senders))
        yield f"    {cut(safe(f'{_rule_told(rule_object(rule))}: {whom}'), screen_width() - 5)}"


# ---------------------------------------------------------------- one vendor

_DATE, _GAP, _LABEL, _KIND = 10, 11, 12, 14


def _history(vendor: Vendor, shown: Mapping[str, Any], pen: Pen, *, verbose: bool) -> Iterator[str]:
    width = screen_width()
    yield ""
    domains = [domain for domain in vendor.domains if domain != vendor.name]
    yield f"  {pen(cut(safe(vendor.name), width - 3), 'bold')}"
    if domains:
        yield from (f"    {line}" for line in wrap(safe(f"also {', '.join(domains)}"), width - 5))
    kinds = f" ({_kinds(shown)})" if shown["repeats"] else ""
    totals = f"{_count(shown['touches'], 'mail')}, {_count(shown['repeats'], 'repeat')}{kinds}, {_count(shown['reps'], 'rep')}"
    known = "you wrote to them" if shown["wrote_to"] else "you never wrote to them"
    gap = f"longest gap {_count(shown['longest_gap'], 'day')}; " if shown["longest_gap"] else ""
    rule = _rule_told(shown["rule"]) if shown["rule"] else "no rule on them"
    for told in (totals, f"{gap}{known}; {rule}"):
        yield from (f"    {line}" for line in wrap(told, width - 5))
    yield ""
    numbers = {(touch.mailbox, touch.id): number for number, touch in enumerate(vendor.touches, start=1)}
    margin = 2 + len(str(len(numbers)))
    room = width - margin - 3 - _DATE - _GAP - _LABEL - _KIND
    for number, touch in enumerate(shown["timeline"], start=1):
        gap = "" if touch["gap"] is None else f"+{touch['gap']:,} d"
        what = _what(touch, numbers.get((touch["mailbox"], touch["of"])))
        day = touch["date"][:10] if touch["date"] else "undated"
        rep = pad(cut(safe(_rep(touch)), room - 2), room)
        yield f"{number:>{margin}}  {day:<{_DATE}}{gap:>{_GAP - 2}}  {rep}{touch['label']:<{_LABEL}}{what}".rstrip()
        if verbose:
            where = f"{touch['folder']}  {touch['id']}" if touch["folder"] else touch["id"]
            yield pen(f"{'':{margin + 2}}{cut(safe(where), width - margin - 3)}", "dim")
    yield ""
    if not verbose:
        yield "  -v shows folder and id of each, for `triage why ID`"
        yield ""


def _rep(touch: Mapping[str, Any]) -> str:
    return f"{touch['name']} <{touch['address']}>" if touch["name"] else touch["address"]


def _what(touch: Mapping[str, Any], original: int | None) -> str:
    if touch["kind"] is None:
        return ""
    return f"{touch['kind']} of {original}" if original else str(touch["kind"])
