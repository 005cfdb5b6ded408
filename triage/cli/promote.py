"""`triage promote`: the ladder observe, keyword, move, climbed label by label on the evidence of the reader's own folders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.options import Settings
from triage.cli.terminal import Pen, pad, screen_width, wrap
from triage.domain import LABELS, OUTREACH, Label, Mode
from triage.errors import UsageError
from triage.judge.modes import LADDER
from triage.judge.trust import ENOUGH, MOST_ERROR, Evidence
from triage.memory.promotions import Promotion, load
from triage.memory.promotions import promote as write
from triage.memory.store import preview_store
from triage.run.evidence import DAYS, evidence

_OUTREACH = tuple(label for label in LABELS if label in OUTREACH)
_COLUMNS = (12, 10, 11, 16)


def promote(settings: Settings, name: str | None, *, to: str | None, force: bool) -> int:
    """Show what each label has earned, or promote one, and return the exit code; raise UsageError where the evidence is thin."""
    if name is None:
        if to is not None or force:
            raise UsageError(f"Name the label to promote: {', '.join(_OUTREACH)}.")
        return _show(settings)
    if name not in _OUTREACH:
        raise UsageError(f"{name!r} is no label of outreach; write one of {', '.join(_OUTREACH)}.")
    if to is not None and to not in LADDER:
        raise UsageError(f"--to {to!r} is no mode; write observe, keyword or move.")
    if settings.account is not None:
        raise UsageError("What is done about a label holds for all accounts; leave --account away to promote.")
    label = Label(name)
    before = wiring.modes_of(settings).of(label)
    after = Mode(to) if to is not None else LADDER[min(LADDER.index(before) + 1, len(LADDER) - 1)]
    found = _evidence(settings)[label]
    climbs = LADDER.index(after) > LADDER.index(before)
    if climbs and found.is_thin and not force:
        raise UsageError(_refusal(label, after, found))
    if after is not before:
        is_configured = after is wiring.configured_mode(settings.config, label)
        made = Promotion(after, datetime.now(UTC), forced=climbs and found.is_thin)
        write(settings.paths.state_dir, label, None if is_configured else made)
    if settings.json:
        step = {"label": name, "from": str(before), "to": str(after), "forced": climbs and found.is_thin}
        print(
            dumps({"schema": "triage.promote/1", "promoted": step, "labels": {name: _object(settings, label, found)}})
        )
    else:
        print(*_told(label, before, after, found), sep="\n")
    return 0


def _show(settings: Settings) -> int:
    found = _evidence(settings)
    if settings.json:
        labels = {str(label): _object(settings, label, found[label]) for label in _OUTREACH}
        print(dumps({"schema": "triage.promote/1", "promoted": None, "labels": labels}))
    else:
        print(*_screen(settings, found, Pen(color=settings.color)), sep="\n")
    return 0


def _evidence(settings: Settings) -> Mapping[Label, Evidence]:
    """Return what the mailboxes tell together; mail that was copied says nothing, as nobody can take a copy back."""
    found: defaultdict[Label, Evidence] = defaultdict(Evidence)
    for path in wiring.stores_asked(settings):
        with closing(preview_store(path)) as store:
            for label, one in evidence(store, counts=_is_moved_in_place).items():
                found[label] += one
    return found


def _is_moved_in_place(target: str) -> bool:
    return not wiring.Place.from_written(target).out


# ---------------------------------------------------------------- the two forms


def _figures(found: Evidence) -> str:
    judged = f"{found.judged:,} judged, {found.corrected:,} of them corrected"
    if not found.judged:
        return f"{judged}, so nothing is known of its error"
    return f"{judged}, so its error is at most {found.upper_bound:.1%} (95 % sure)"


def _recent(found: Evidence) -> str:
    return (
        f" {found.recent:,} more were filed, marked or observed less than {DAYS} days before the last run."
        if found.recent
        else ""
    )


def _refusal(label: Label, after: Mode, found: Evidence) -> str:
    return (
        f"{label} is not promoted to {after}: {_figures(found)}. It takes {ENOUGH} judged and an error of at most {MOST_ERROR:.0%}."
        f"{_recent(found)} Wait until more was judged, or add --force."
    )


def _told(label: Label, before: Mode, after: Mode, found: Evidence) -> Iterator[str]:
    if after is before:
        yield f"  {label} is on {before} already."
    else:
        yield f"  {label} goes from {before} to {after}: {_figures(found)}."
        yield f"  `triage promote {label} --to {before}` goes back."


def _object(settings: Settings, label: Label, found: Evidence) -> dict[str, Any]:
    said = load(settings.paths.state_dir).get(label)
    return {
        "mode": str(wiring.modes_of(settings).of(label)),
        "configured": str(wiring.configured_mode(settings.config, label)),
        "promoted": said and {"mode": str(said.mode), "made": said.made.isoformat(), "forced": said.forced},
        "judged": found.judged,
        "corrected": found.corrected,
        "recent": found.recent,
        "error_at_most": round(found.upper_bound, 4),
        "thin": found.is_thin,
    }


def _screen(settings: Settings, found: Mapping[Label, Evidence], pen: Pen) -> Iterator[str]:
    modes, promoted = wiring.modes_of(settings), load(settings.paths.state_dir)
    yield ""
    yield pen(f"  {_row('', 'judged', 'corrected', 'error at most')}now", "dim")
    for label in _OUTREACH:
        one = found[label]
        bound = f"{one.upper_bound:.1%}" if one.judged else "-"
        now = f"{modes.of(label)}{' (promoted)' if label in promoted else ''}"
        earned = "" if one.is_thin or modes.of(label) is LADDER[-1] else f", `triage promote {label}`"
        yield f"  {_row(str(label), f'{one.judged:,}', f'{one.corrected:,}', bound)}{now}{earned}"
    yield ""
    told = (
        f"Judged is what was filed, marked or observed {DAYS} days before the last run or earlier; corrected what you moved elsewhere "
        f"since, or took the keyword off, and of what was observed what you answered or keep. "
        f"A label is promoted with {ENOUGH} judged and an error of at most {MOST_ERROR:.0%}, 95 % sure."
    )
    yield from (pen(f"  {line}", "dim") for line in wrap(told, screen_width() - 3))
    if recent := sum(one.recent for one in found.values()):
        yield pen(f"  {recent:,} more had no time to be corrected yet.", "dim")
    yield ""


def _row(*cells: str) -> str:
    return "".join(pad(cell, width) for cell, width in zip(cells, _COLUMNS, strict=True))
