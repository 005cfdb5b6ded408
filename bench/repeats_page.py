"""docs/repeats.md, from the figures of `bench/repeats.py`. No figure stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ORDER = {
    "exact": "the same mail again",
    "variant": "the same with small changes",
    "bump, quoted": "bump, the earlier mail quoted",
    "bump, in thread": "bump, nothing quoted, in the thread",
    "bump, no thread": "bump, nothing quoted, no thread",
    "new subject": "the same text under a new subject",
    "reboot-light": "reboot after months, a little reworded",
    "reboot-heavy": "reboot after months, reworded throughout",
    "sister-light": "from another domain, a little reworded",
    "sister-heavy": "from another domain, reworded throughout",
    "news": "follow-up with news",
    "unrelated": "another seller of the same trade",
}
LESS_IS_BETTER = ("news", "unrelated")
MADE = ("exact", "new subject")
GOALS = {
    "sister": "found, from a new domain",
    "variant": "found, from the same seller",
    "stranger": "linked, though never seen",
}


def page(found: Mapping[str, Any]) -> str:
    """Return the page."""
    lines = [
        "# How surely repeats are recognised",
        "",
        f"Measured on {found['date']} at commit {found['commit']} by `make bench-repeats`, on the {found['half']} half of",
        "`data/follow-ups`. The same figures are in [repeats.json](repeats.json); none is ever edited by hand.",
        "",
        *_categories(found),
        *_others(found),
        *_unrelated(found),
        *_legitimate(found["legitimate"]),
        *_real(found),
        *_cost(found["cost"]),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _categories(found: Mapping[str, Any]) -> Iterator[str]:
    claims = found["claims"]
    yield from (
        "## By what the message is",
        "",
        "Each message is asked of a memory that holds the first outreach mails of the whole corpus, and of its own seller what came",
        "between. *Right mail* says how often the very message that it follows was named.",
        "",
    )
    rows = []
    for name, title in _listed(found):
        counts = found["categories"][name]
        kinds = {key.removeprefix("kind "): number for key, number in counts.items() if key.startswith("kind ")}
        named = ", ".join(
            f"{kind} {kinds[kind]}" for kind in sorted(kinds, key=lambda one: -kinds[one]) if kind != "none"
        )
        cells = [_share(counts[key], counts["cases"]) for key in ("repeat", "follows", "parent")]
        if name == "unrelated":
            cells[2] = ""
        rows.append([title + (" (lower is better)" if name in LESS_IS_BETTER else ""), counts["cases"], *cells, named])
    yield from _table(("message", "messages", "called repeat", "follow-up with news", "right mail", "called"), rows)
    yield from (
        f"Of {claims['linked']:,} links that were claimed here, {_share(claims['right seller'], claims['linked'])} led to mail of the",
        f"same seller, and {_share(claims['parent'], claims['linked'])} to the very message.",
        "",
    )


def _listed(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, title) for name, title in ORDER.items() if name in found["categories"])


def _others(found: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## Beside other rules",
        "",
        "The same messages, each compared with what it follows. The other rules get our normalised text without quote, signature and",
        "footer, and 3-word shingles. Thresholds were fitted on the half for development: *a* for 0.5 % false links among unrelated",
        "pairs, *b* for 0.5 % of lookups that meet a false link in a memory of all first mails, which is what a mailbox asks. The exact",
        "hash and rspamd's rule have theirs: 32 minima of hashed shingles of three words, found where more than half of them are, from",
        "64 words on; the hash of the whole below ([method](https://rspamd.com/doc/modules/fuzzy_check.html), `src/libutil/shingles.c`,",
        "`conf/modules.d/fuzzy_check.conf`). Ours is asked of the whole memory. No other rule knows a bump or news.",
        "",
    )
    columns = list(_rule_columns(found["rules"]))
    rows = []
    for name, title in _listed(found):
        counts = found["categories"][name]
        rows.append(
            [
                title,
                _share(counts["repeat"], counts["cases"]),
                *(_share(counts[key], counts["cases"]) for key, _ in columns),
            ]
        )
    yield from _table(("found", "triage", *(title for _, title in columns)), rows)
    told = ", ".join(f"{one['name']} {one['pairs']:.3f} and {one['lookups']:.3f}" for one in found["rules"])
    yield from (f"Least likeness (a and b): {told}.", "")


def _rule_columns(rules: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule["pairs"] == rule["lookups"]:
            yield f"pairs {rule['name']}", rule["name"]
        else:
            yield from (
                (f"{scope} {rule['name']}", f"{rule['name']}, {mark}")
                for scope, mark in (("pairs", "a"), ("lookups", "b"))
            )


def _unrelated(found: Mapping[str, Any]) -> Iterator[str]:
    pairs, lookups, columns = found["pairs"], found["lookups"], list(_rule_columns(found["rules"]))
    yield from (
        "## Links that are false",
        "",
        f"{pairs['pairs']:,} pairs of outreach, drawn with a fixed seed: one language, other groups, other sellers; the one is asked of a",
        f"memory that holds only the other. And {lookups['lookups']:,} lookups: each first mail of the corpus asked of a memory with all",
        "of them, where any link to another seller and group counts as false.",
        "",
    )
    yield from _table(
        ("", "triage", *(title for _, title in columns)),
        [
            ["pairs linked", f"{pairs['linked']:,}", *(f"{pairs[key]:,}" for key, _ in columns)],
            ["lookups linked", f"{lookups['linked']:,}", *(f"{lookups[key]:,}" for key, _ in columns)],
        ],
    )


def _legitimate(found: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    yield from (
        "## Legitimate mail that comes again",
        "",
        "Each message is sent again seven days later under a new Message-ID, and judged by the whole judge, in a memory that holds all",
        "first outreach mails. (A rule of text alone calls all of it a repeat.) The model learned from the mail of the corpus, and",
        "counted the words of the other sets: these rows say that the gate of the memory holds, not how well the model judges.",
        "",
    )
    rows = [
        [
            name,
            f"{one['messages']:,}",
            f"{one.get('remembered', 0):,}",
            f"{one.get('repeat', 0):,}",
            f"{one.get('moved', 0):,}",
        ]
        for name, one in found.items()
    ]
    total = [sum(one.get(key, 0) for one in found.values()) for key in ("messages", "remembered", "repeat", "moved")]
    rows.append(["all", *(f"{number:,}" for number in total)])
    yield from _table(("set", "messages", "remembered", "called repeat", "moved as repeat"), rows)


def _real(found: Mapping[str, Any]) -> Iterator[str]:
    if not found.get("real"):
        return
    yield from (
        "## Real mail",
        "",
        "List traces out, in the order of dates, each message asked of a memory with all before it. `unsolicited` (list spam): a repeat",
        "is a message whose words, figures and addresses left out, equal those of an earlier one, or one with the subject of an earlier",
        "one and four fifths of its words in order. `outreach` (received mail, templates left out): what the annotator called a near",
        "duplicate or follow-up of an earlier message. *Else* counts links to messages that are not tied by these rules, nor by the",
        "annotator's clusters; right ones too: the same offer under another subject is one.",
        "",
    )
    columns = [("ours", "triage"), *_rule_columns(found["rules"])]
    rows = []
    for name, one in found["real"].items():
        cells = [_share(one.get(f"{key}, found", 0), one["repeats"]) for key, _ in columns]
        rows.append([f"{name}: {one['repeats']:,} repeats of {one['messages']:,}, found", *cells])
        rows.append([f"{name}: else", *(f"{one.get(f'{key}, else', 0):,}" for key, _ in columns)])
    yield from _table(("", *(title for _, title in columns)), rows)


def _cost(found: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## What the memory costs",
        "",
        "Salads of words with the document frequencies of outreach, made from their number alone (`bench/repeat_memory.py` says how), in a",
        "real file. Asked: 2,000 of them with a tenth of their words changed, from a new domain and from the same seller, and 2,000 never",
        "stored. CPU milliseconds of one core; peak memory is that of the whole process, model and all.",
        "",
    )
    sizes = sorted(found, key=int)
    rows = [
        [
            title,
            *(
                _share(
                    found[size]["ask"][kind]["right" if kind != "stranger" else "linked"],
                    found[size]["ask"][kind]["asked"],
                )
                for size in sizes
            ),
        ]
        for kind, title in GOALS.items()
    ]
    rows.append(
        [
            "found, of the oldest tenth, from a new domain",
            *(_share(*found[size]["ask"]["sister"]["oldest"]) for size in sizes),
        ]
    )
    for kind in GOALS:
        told = "a lookup of a stranger" if kind == "stranger" else f"a lookup of a {kind}"
        rows.append([f"{told}, mean and 99th percentile, ms", *(_times(found[size]["ask"][kind]) for size in sizes)])
    for key, title in (("fingerprint_ms", "a fingerprint, ms"), ("insert_ms", "its insertion, ms")):
        rows.append([title, *(f"{found[size]['build'][key]:.2f}" for size in sizes)])
    rows.append(["bytes a message", *(f"{found[size]['build']['bytes']:,.0f}" for size in sizes)])
    tables = max((found[size]["build"]["tables"] for size in sizes), key=len)
    rows += [
        [f"… of which `{name}`", *(f"{found[size]['build']['tables'].get(name, 0):,.0f}" for size in sizes)]
        for name in tables
    ]
    for verb, title in (("build", "peak memory while storing, MB"), ("ask", "peak memory while asking, MB")):
        rows.append([title, *(f"{found[size][verb]['peak_mb']:.0f}" for size in sizes)])
    yield from _table(("messages stored", *(f"{int(size):,}" for size in sizes)), rows)


def _times(one: Mapping[str, float]) -> str:
    return f"{one['mean_ms']:.2f}, {one['p99_ms']:.2f}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(map(str, row))} |"
    yield ""
