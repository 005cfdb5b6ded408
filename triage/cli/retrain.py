"""`triage retrain`: a model of one's own from labelled folders, taken into use only where it is no worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from triage import __version__
from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.labelled import Truth, marked_only
from triage.cli.options import Settings
from triage.cli.terminal import Pen, Progress, pad
from triage.domain import LABELS, OUTREACH, Label
from triage.errors import UsageError
from triage.judge.classifier import Model
from triage.learn import versions
from triage.learn.choice import Choice, Labelled, Own, Told
from triage.learn.corpus import load_corpus, load_usage, starting_corpus
from triage.learn.figures import Figure, Figures
from triage.learn.modelfile import control, load, shipped
from triage.learn.retrain import Bar, Retrained, bar_of, settled
from triage.learn.retrain import retrain as learn
from triage.mailbox.base import Mailbox, identity
from triage.memory.store import Store
from triage.read import read
from triage.run.queue import Queue

_FIGURES = ("legitimate_moved", "outreach_caught", "macro_f1", "kinds_f1")
_WORDS = {
    "legitimate_moved": "legitimate mail that would move",
    "outreach_caught": "outreach caught",
    "macro_f1": "F1 of the four kinds, mean",
    "kinds_f1": "the same, outreach given",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: where the labelled mail is (nothing: the accounts), mail of mine, and what to do.

    `corpus` is another starting corpus than the one that triage came with. How well that one is told apart says nothing of it, so that
    this half of the gate does not hold there.
    """

    source: str | None = None
    sent: Path | None = None
    dry_run: bool = False
    rollback: bool = False
    corpus: Path | None = None


def retrain(settings: Settings, request: Request) -> int:
    """Learn, say what came of it, and return the exit code."""
    own_dir = settings.paths.models_dir
    if request.rollback:
        return _rolled_back(settings, versions.roll_back(own_dir))
    with Progress(shown=settings.progress) as progress:
        present = versions.in_use(own_dir)
        own = own_mail(settings, request.source, request.sent, progress, model=load(present))
        counts = own.counts
        if not counts[Label.LEGITIMATE] or not sum(counts[label] for label in OUTREACH):
            raise UsageError(
                f"There is not enough to learn from: {counts[Label.LEGITIMATE]:,} legitimate messages and "
                f"{sum(counts[label] for label in OUTREACH):,} of outreach; both are needed. Drag some mail into the folders first."
            )
        progress.say(f"learning from {len(own.examples):,} messages of yours and from those that triage came with")
        root = request.corpus or starting_corpus()
        before = _before(present, own)
        done = learn(
            load_corpus(root),
            own,
            usage=load_usage(root),
            bar=Bar(before["legitimate_moved"] or 0.0, before["macro_f1"] or 0.0),
            control=control(shipped()) if request.corpus is None else None,
            version=__version__,
        )
    kept = None if request.dry_run else _keep(done, own, own_dir, before=before)
    if settings.json:
        print(dumps(_object(done, own, before, kept, dry_run=request.dry_run)))
    else:
        print(*_screen(done, own, before, Pen(color=settings.color), dry_run=request.dry_run), sep="\n")
    return 0


def own_mail(settings: Settings, source: str | None, sent: Path | None, progress: Progress, *, model: Model) -> Own:
    """Read the labelled mail of a TARGET or of the accounts, and choose what is learnt from, with the model that is in use."""
    recipient = wiring.recipient_of(settings)
    rules = wiring.rules_of(settings, now=datetime.now(UTC))
    choice = Choice()
    for place in wiring.places(settings, source):
        with ExitStack() as opened:
            mailbox = opened.enter_context(wiring.open_mailbox(settings, place, writable=False))
            store = opened.enter_context(wiring.open_memory(settings, mailbox, writable=False))
            wiring.learn_contacts(mailbox, store, sent, progress)
            truth = Truth.of(settings, place, mailbox)
            named = frozenset(settings.config.learn.folders if place.account else ())
            found = labelled_mail(mailbox, store, truth, progress, by_hand=named)
            choice.read(found, recipient, rules=rules, contacts=store.contacts)
    return settled(choice.own(), model)


def labelled_mail(
    mailbox: Mailbox, store: Store, truth: Truth, progress: Progress, *, by_hand: frozenset[str]
) -> Iterator[Labelled]:
    """Yield the mail of these folders. Folders of the reader's own, and where triage never filed, were filled by hand."""
    unfiled, undecided = not store.journal.runs(limit=1), marked_only(store)
    for folder in truth.folders:
        standing = Told.PUT if unfiled or folder in by_hand else Told.LEFT
        progress.say("looking for labelled mail")
        queue = Queue(mailbox.scan(folder))
        progress.begin(len(queue))
        for stored in mailbox.fetch(queue):
            progress.step()
            if stored.error is None and stored.ref not in undecided:
                said = store.corrections.of(identity(stored))
                yield Labelled(
                    stored.id,
                    read(stored.raw, size=stored.size),
                    truth.label(stored.id, found_in=stored.ref.folder),
                    stored.flags,
                    told=Told.MOVED if said is not None and said.label is not None else standing,
                    doubted=said is not None and said.doubted,
                )


def _before(present: Path, own: Own) -> dict[str, float | None]:
    """Return the figures that the new model is held to: measured now, or, for a model of one's own, when it was made.

    A model that learnt from this very mail would be measured too well by it.
    """
    told = versions.record(present).get("after")
    if isinstance(told, dict):
        return {name: told.get(name) for name in _FIGURES}
    return _values(bar_of(load(present), own.examples))


def _keep(done: Retrained, own: Own, own_dir: Path, *, before: Mapping[str, float | None]) -> Path:
    told = {
        "made": datetime.now(UTC).isoformat(),
        "messages": {str(label): count for label, count in own.counts.items()},
        "before_figures": dict(before),
        "after": _values(done.after),
        "refused": done.refused,
    }
    folder = versions.keep(done.model, own_dir, told=told)
    if not done.refused:
        versions.promote(folder)
    return folder


def _rolled_back(settings: Settings, folder: Path) -> int:
    name = "the one that triage came with" if folder == shipped() else f"version {folder.name} of your own"
    if settings.json:
        print(dumps({"schema": "triage.retrain/1", "rolled_back": True, "model": str(folder)}))
    else:
        print(f"The model in use is now {name}.")
    return 0


# ---------------------------------------------------------------- the two forms


def _values(found: Figures) -> dict[str, float | None]:
    return {name: _rounded(getattr(found, name)) for name in _FIGURES}


def _rounded(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value, 4)


def _object(
    done: Retrained, own: Own, before: Mapping[str, float | None], kept: Path | None, *, dry_run: bool
) -> dict[str, Any]:
    return {
        "schema": "triage.retrain/1",
        "read": own.read,
        "messages": {str(label): count for label, count in own.counts.items()},
        "left_out": dict(own.left_out),
        "before": dict(before),
        "after": _values(done.after),
        "would_move": list(done.moves),
        "promoted": kept is not None and not done.refused,
        "refused": done.refused or None,
        "dry_run": dry_run,
        "model": None if kept is None else str(kept),
    }


def _screen(done: Retrained, own: Own, before: Mapping[str, float | None], pen: Pen, *, dry_run: bool) -> Iterator[str]:
    counts = own.counts
    told = ", ".join(f"{counts[label]:,} {label}" for label in LABELS if counts[label])
    yield ""
    yield f"  {pen('Learnt from your folders', 'bold')}: {told}; {own.read:,} were read"
    for why, count in own.left_out.items():
        yield pen(f"  left out: {count:,}, {why}", "dim")
    yield ""
    yield pen(f"  {pad('on your mail, held out', 38)}{pad('before', 10)}after", "dim")
    after = _values(done.after)
    for name in _FIGURES:
        yield f"  {pad(_WORDS[name], 38)}{pad(_shown(name, before[name]), 10)}{_shown(name, after[name])}"
    yield ""
    if done.moves:
        yield f"  legitimate messages that it would move: {', '.join(done.moves[:5])}"
    if done.refused:
        yield f"  {pen('Not taken into use', 'yellow')}: {done.refused}. The former model stays."
    elif dry_run:
        yield "  A dry run: nothing was written. Without --dry-run this model would be taken into use."
    else:
        yield f"  {pen('Taken into use.', 'green')} `triage retrain --rollback` returns to the former one."
    yield ""


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if name.endswith("f1") else f"{value:.2%}"
