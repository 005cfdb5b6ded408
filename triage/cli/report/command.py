"""`triage report`: what a month came to, as one HTML file to keep, as text, or as JSON."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from triage.cli.asjson import dumps
from triage.cli.options import Settings, moment
from triage.cli.report.page import MARK, page
from triage.cli.report.text import text, title
from triage.cli.report.told import told_of
from triage.cli.terminal import Pen, note, safe
from triage.cli.wiring import Place
from triage.cli.written import free, write
from triage.errors import UsageError
from triage.report.figures import Filed, Report
from triage.report.league import Pest
from triage.report.period import Period
from triage.report.whys import said

DAYS = timedelta(days=30)
"""What a report is about when nobody says."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the days, and the form."""

    month: str | None = None
    since: str | None = None
    out: Path | None = None
    open: bool = False
    text: bool = False
    digest: bool = False
    deliver: bool = False


def report(settings: Settings, request: Request) -> int:
    """Write or print the report, and return the exit code."""
    if request.digest or request.deliver:
        if replace(request, digest=False, deliver=False) != Request():
            raise UsageError("A digest is of the last whole week or month; leave the other options of the report away.")
        from triage.cli.report.digest import show

        return show(settings, delivering=request.deliver)
    now = datetime.now(UTC)
    period = _period(request, now=now)
    printed = settings.json or request.text
    if printed and (request.out is not None or request.open):
        raise UsageError("--out and --open are for the HTML file; leave them away with --text and --json.")
    if settings.json and request.text:
        raise UsageError("Give --text or --json, not both.")
    out = (
        None
        if printed
        else free(request.out or Path(f"triage-report-{_named(period)}.html"), mark=MARK, what="report of triage")
    )
    told = told_of(settings, period, now=now)
    if settings.json:
        print(dumps(_object(told)))
    elif out is None:
        print(*text(told, Pen(color=settings.color)), sep="\n")
    else:
        write(out, page(told))
        print(f"{title(told)}: {_counted(told)}. It is in {safe(str(out))}.")
        if request.open:
            _show(out)
    return 0


# ---------------------------------------------------------------- which days

_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


def _period(request: Request, *, now: datetime) -> Period:
    if request.month is None:
        since = now - DAYS if request.since is None else moment(request.since, now=now)
        return Period(since.date())
    if request.since is not None:
        raise UsageError("Give --month or --since, not both.")
    with suppress(ValueError):
        if found := _MONTH.fullmatch(request.month):
            return Period.month(int(found[1]), int(found[2]))
    raise UsageError(f"--month {request.month} is no month; write one like {now:%Y-%m}.")


def _named(period: Period) -> str:
    return f"since-{period.first}" if period.is_open else f"{period.first:%Y-%m}"


# ---------------------------------------------------------------- the file


def _show(out: Path) -> None:
    if typer.launch(str(out.absolute())):
        note(f"Nothing on this machine opens HTML files; open {out} in a browser yourself.")


def _counted(told: Report) -> str:
    back = f", {len(told.taken_back):,} taken back" if told.taken_back else ""
    return f"{told.filed:,} filed{back}"


# ---------------------------------------------------------------- JSON


def _object(told: Report) -> dict[str, Any]:
    return {
        "schema": "triage.report/1",
        "first": told.period.first.isoformat(),
        "last": None if told.period.is_open else (told.period.end - timedelta(days=1)).isoformat(),
        "filed": told.filed,
        "kinds": dict(told.kinds),
        "open": told.open,
        "runs": [
            {
                "mailbox": run.mailbox,
                "run": run.id,
                "started": run.started.isoformat(timespec="seconds"),
                "target": str(Place.from_written(run.target)),
                "filed": run.filed,
                "put_back": run.put_back,
            }
            for run in told.runs
        ],
        "weeks": [
            {"first": f"{week.first}", "last": f"{week.last}", "kinds": dict(week.kinds), "why": week.why}
            for week in told.weeks
        ],
        "reasons": [{"code": code, "text": said(code), "messages": count} for code, count in told.whys],
        "vendors": [_vendor(pest) for pest in told.league.pests],
        "single": told.league.others,
        "months": [f"{month:%Y-%m}" for month in told.league.months.names],
        "pitches": [
            {
                **_filed(pitch.filed),
                "welcome": [{"code": code, "text": said(code)} for code in pitch.welcome],
                "annoying": [{"code": code, "text": said(code)} for code in pitch.annoying],
            }
            for pitch in told.pitches
        ],
        "taken_back": [_filed(one) for one in told.taken_back],
        "undone": [
            {"mailbox": one.mailbox, "run": one.run, "at": _second(one.at), "messages": one.messages}
            for one in told.undone
        ],
    }


def _vendor(pest: Pest) -> dict[str, Any]:
    return {
        "vendor": pest.name,
        "filed": pest.filed,
        "repeated": pest.repeated,
        "touches": pest.touches,
        "repeats": pest.repeats,
        "reboots": pest.reboots,
        "reps": pest.reps,
        "domains": pest.domains,
        "first": _day(pest.first),
        "last": _day(pest.last),
        "months": list(pest.mails),
    }


def _filed(one: Filed) -> dict[str, Any]:
    return {
        "mailbox": one.mailbox,
        "id": one.id,
        "kind": one.kind,
        "folder": one.folder,
        "at": _second(one.at),
        "date": one.date.isoformat() if one.date else None,
        "name": one.name,
        "address": one.sender,
    }


def _second(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
