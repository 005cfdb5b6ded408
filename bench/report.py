"""What the report of 10,000 filed messages costs: CPU seconds of the whole process, and bytes of the page.

    python bench/report.py [KEEP]

The journal and the memory are written as a year of `triage watch` leaves them, a run each day: 1,200 vendors, of which the first
pester most, repeats, new starts, pitches, messages taken back. CPU time is user + system, the median of five. With KEEP, the home
with the state and the page stays in that folder.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage.domain import Fingerprint, Label, Ref, RepeatKind, Target
from triage.memory.journal import Filing, State
from triage.memory.store import Store, open_store, store_path

MESSAGES, DAYS, VENDORS, ROUNDS = 10_000, 364, 1_200, 5
MOST_SECONDS, MOST_BYTES = 3.0, 1_000_000
START = datetime(2025, 3, 3, 6, 30, tzinfo=UTC)
LABELS = {Label.SPRAY: 60, Label.IRRELEVANT: 25, Label.PITCH: 7, Label.SCAM: 8}
CODES = {
    Label.SPRAY: ("homework-without-fact", "calendar-link-only", "asks-for-meeting", "promises-growth", "service-menu", "wording"),
    Label.IRRELEVANT: ("never-wanted", "trade-of-never", "unlisted-trade", "offers-service", "wording"),
    Label.PITCH: ("fact-about-me", "gives-first", "meets-interest", "figure-with-source", "near-work", "trade-of-interest"),
    Label.SCAM: ("scam-story", "freemail-offer", "reply-elsewhere", "shouting", "wording"),
}  # fmt: skip


def main() -> None:
    """Print what it costs, and fail when that is too much."""
    keep = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        home = (keep or Path(folder)).absolute()
        with open_store(store_path(home / "state", "work")) as store:
            fill(store)
        out = home / "report.html"
        seconds = [cpu_of("report", "--since", "2025-01-01", "--out", str(out), home=home) for _ in range(ROUNDS)]
        size = out.stat().st_size
    median = statistics.median(seconds)
    print(f"{MESSAGES:,} filed messages: {median:.2f} s of CPU, {size:,} bytes")
    sys.exit(median > MOST_SECONDS or size > MOST_BYTES)


def fill(store: Store) -> None:
    """Write the journal and the memory of repeats."""
    chance = random.Random(7)
    names = [f"vendor{number}.example" for number in range(VENDORS)]
    weights = [1 / (rank + 3) for rank in range(VENDORS)]
    sent: dict[str, list[tuple[str, datetime]]] = {}
    number = 0
    for day in range(DAYS):
        at = START + timedelta(days=day)
        run = store.journal.begin('{"account": "work"}', at=at)
        filings: dict[str, list[Filing]] = {}
        with store.transaction():
            for _ in range(MESSAGES // DAYS + (day < MESSAGES % DAYS)):
                number += 1
                filing, folder, fingerprint = message(number, at, chance.choices(names, weights)[0], sent, chance)
                filings.setdefault(folder, []).append(filing)
                store.fingerprints.add(fingerprint)
        for folder, batch in filings.items():
            intents = store.journal.intend(run, batch, Target(folder, "1", None), at=at)
            store.journal.conclude((each, State.DONE, Ref(folder, each.filing.ref.uid, "1")) for each in intents)
        if day % 10 == 0:
            store.journal.put_back([batch[0].identity], at=at + timedelta(hours=3))


def message(
    number: int, at: datetime, vendor: str, sent: dict[str, list[tuple[str, datetime]]], chance: random.Random
) -> tuple[Filing, str, Fingerprint]:
    """Return one message of a vendor, filed on a day: a repeat, more often than not, where it wrote before."""
    label = chance.choices(list(LABELS), list(LABELS.values()))[0]
    earlier = sent.setdefault(vendor, [])
    of = chance.choice(earlier) if earlier and chance.random() < 0.55 else None
    kind = None
    if of is not None:
        label = Label.SPRAY
        kind = RepeatKind.REBOOT if at - of[1] > timedelta(days=120) else chance.choice(list(RepeatKind)[:3])
    name = f"INBOX;UIDVALIDITY=7/;UID={number}"
    earlier.append((name, at))
    first = (f"repeat-{kind}",) if kind else ()
    codes = (*first, *chance.sample(CODES[label], 4))
    folder = "Outreach/Repeats" if kind else f"Outreach/{label.title()}"
    filing = Filing(Ref("INBOX", str(number), "7"), f"{number:064x}", name, label, codes)
    fingerprint = Fingerprint(
        id=name,
        date=at - timedelta(minutes=chance.randrange(1_440)),
        sender=f"{chance.choice(('jo', 'ann', 'kim', 'lou'))}@{vendor}",
        domain=vendor,
        name=chance.choice(("Jo Vendor", "Ann Vendor", "Kim Vendor", "Lou Vendor")),
        label=label,
        touch=len(earlier),
        digest=number.to_bytes(16, "big"),
        words=b"",
        mass=0.0,
        kind=kind,
        of=of[0] if of else None,
    )
    return filing, folder, fingerprint


def cpu_of(*words: str, home: Path) -> float:
    """Run the program and return the CPU seconds that it took."""
    environ = {**os.environ, "TRIAGE_HOME": str(home)}
    command = [sys.executable, "-m", "triage.cli.main", *words]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"triage {' '.join(words)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
