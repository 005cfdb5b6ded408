"""The report of a period, computed from what the mailboxes that are meant remember."""

from __future__ import annotations

from datetime import datetime, timedelta

from triage.cli.options import Settings
from triage.cli.vendors import Known, known
from triage.report.figures import Held, Report, report
from triage.report.period import Period


def told_of(settings: Settings, period: Period, *, now: datetime) -> Report:
    """Return the report of a period; nothing is written."""
    with known(settings) as found:
        today = min(now.date(), period.end - timedelta(days=1))
        return report(period, _held(found, period), found.vendors, today=today)


def _held(found: Known, period: Period) -> list[Held]:
    """Read what every mailbox remembers of a period."""
    return [
        Held(
            name,
            runs=store.journal.runs_between(period.first, period.end),
            intents=store.journal.intents_between(period.first, period.end),
            taken_back=store.journal.taken_back_since(period.first),
            open=len(store.journal.open_intents()),
        )
        for name, store in found.stores.items()
    ]
