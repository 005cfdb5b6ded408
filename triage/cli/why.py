"""`triage why`: one message's whole verdict."""

from __future__ import annotations

import json
from pathlib import Path

from triage.cli import wiring
from triage.cli.asjson import message_object
from triage.cli.options import Settings
from triage.cli.terminal import Pen, bar, cut, pad, safe, screen_width
from triage.domain import Label, Ref, Stored
from triage.errors import UsageError
from triage.judge.policy import threshold
from triage.read import read
from triage.run.sweep import Judged

_STANDINGS = {
    "allowed": "on your allow list",
    "correspondent": "somebody you wrote to",
    "colleague": "from your own domain",
    "blocked": "on your block list",
    "stranger": "a stranger: you never wrote to them",
}


def why(settings: Settings, message: str) -> int:
    """Print the evidence card of one message, and return the exit code."""
    place, ref = _find(settings, message)
    with (
        wiring.open_mailbox(settings, place, writable=False) as mailbox,
        wiring.open_memory(settings, mailbox, writable=False) as store,
    ):
        refs = [ref] if ref is not None else [entry.ref for entry in mailbox.scan("INBOX")][:1]
        stored = next(mailbox.fetch(refs), None)
        if stored is None or stored.error is not None:
            raise UsageError(f"{message} cannot be read: {stored.error if stored else 'it is not there any more'}.")
        judge = wiring.judge_of(settings, mailbox, store, wiring.model_of(settings))
        judged = _judged(
            stored, judge.judge(read(stored.raw, size=stored.size), id=stored.id, flags=stored.flags).verdict
        )
        least = threshold(min(judge.model.thresholds.values()), judge.filing.min_confidence)
    if settings.json:
        shown = {"schema": "triage.why/1", "threshold": round(least, 4)} | message_object(judged)
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(_card(judged, least, Pen(color=settings.color)))
    return 0


def _find(settings: Settings, message: str) -> tuple[wiring.Place, Ref | None]:
    """Return where the message lives: a file, or an id `FOLDER;UIDVALIDITY=v/;UID=u` of a configured account."""
    path = Path(message).expanduser()
    if path.is_file():
        return wiring.Place(path=str(path.absolute())), None
    folder, middle, rest = message.partition(";UIDVALIDITY=")
    validity, found, uid = rest.partition("/;UID=")
    if middle and found and uid.isdigit():
        accounts = wiring.places(settings, None, out=None)
        if len(accounts) > 1:
            raise UsageError("Which account is that message in? Add --account NAME.")
        return accounts[0], Ref(folder, uid, validity)
    raise UsageError(
        f"{message} is no file, and no id as `triage clean --json` gives them (FOLDER;UIDVALIDITY=…/;UID=…)."
    )


def _judged(stored: Stored, verdict: object) -> Judged:
    from triage.domain import Verdict

    assert isinstance(verdict, Verdict)
    return Judged(stored.id, read(stored.raw, size=stored.size), verdict)


def _card(judged: Judged, least: float, pen: Pen) -> str:
    message, verdict = judged.message, judged.verdict
    assert message is not None
    assert verdict is not None
    width = screen_width()
    sender = f"{message.sender.name} <{message.sender.spec}>" if message.sender.name else message.sender.spec
    fate = f"goes to {verdict.folder}" if verdict.folder else "stays where it is"
    lines = [
        "",
        f"  “{pen(safe(message.subject, width - 6), 'bold')}”",
        f"  {safe(sender, 60)}{f', {message.date:%d %b %Y}' if message.date else ''}",
        f"  {_STANDINGS[verdict.standing]}",
        "",
        f"  {pen(verdict.kind, 'bold')}: {fate}"
        + (f" ({verdict.label} content)" if verdict.kind not in (verdict.label, "unsure") else ""),
        "",
    ]
    for label in Label:
        score = verdict.scores[label]
        lines.append(f"    {pad(label, 12)} {score:>6.1%}  {pen(bar(round(score * 1000), 1000, 30), 'cyan')}".rstrip())
    lines += [
        "",
        pen(f"    outreach moves from {least:.1%} on; this is {1 - verdict.scores[Label.LEGITIMATE]:.1%}", "dim"),
        "",
    ]
    if verdict.repeat is not None:
        of = f"of {safe(verdict.repeat.of, 60)}" if verdict.repeat.of else "of a mail that is not known here"
        lines += [f"  {pen('repeats', 'bold')} {of} ({verdict.repeat.kind}, touch {verdict.repeat.touch})", ""]
    if verdict.follows is not None:
        lines += [
            f"  {pen('follows', 'bold')} {safe(verdict.follows.of, 60)}, and {verdict.follows.news:.0%} of it is news",
            "",
        ]
    lines.append(pen("  because it", "bold"))
    for reason in verdict.reasons:
        weight = f"{reason.weight:+.2f}" if reason.weight else "     "
        color = "yellow" if reason.weight > 0 else "green"
        lines.append(f"    {pen(pad(weight, 6), color)} {cut(safe(reason.text), width - 14)}")
    return "\n".join(lines)
