"""Explains what is decided about one message: the verdict and what surrounds it, for `why` and for `review`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from triage.domain import OUTREACH, Label, Message, Ref, Scores, Stored, Verdict
from triage.judge.carried import Carried
from triage.judge.pipeline import Judge
from triage.judge.policy import threshold
from triage.mailbox.base import Mailbox
from triage.memory.contacts import Contact
from triage.memory.journal import State
from triage.memory.store import Store
from triage.read import read
from triage.run.sweep import Judged, Sweep


@dataclass(frozen=True, slots=True)
class Explained:
    """A verdict and what surrounds it.

    `carried` is the sentence that spoke loudest for what was decided, where the text had a say. `least` is the probability of
    outreach from which mail moves, `contact` what I wrote to the sender, `earlier` the head of the message that this one
    repeats or follows, where it can still be found.
    """

    judged: Judged
    carried: Carried | None
    least: float
    contact: Contact | None
    earlier: Message | None


def explain(sweep: Sweep, stored: Stored) -> Explained:
    """Judge one message that could be read, wherever it stands, and return what explains the verdict; nothing is remembered."""
    judged, judge = sweep.look_at(stored), sweep.judge
    message, verdict = judged.message, judged.verdict
    assert message is not None
    assert verdict is not None
    return Explained(
        judged=judged,
        carried=_carried(judge, stored, verdict),
        least=least_sure(judge, verdict.scores),
        contact=sweep.store.contacts.contact(message.sender.spec),
        earlier=_tied_to(sweep.mailbox, sweep.store, verdict),
    )


def least_sure(judge: Judge, scores: Scores) -> float:
    """Return the probability of outreach from which such a message moves, by the model and by what the user wants."""
    kind = max(sorted(OUTREACH), key=lambda label: scores[label])
    return threshold(judge.model.thresholds[kind], judge.filing.min_confidence)


def was_weighed(verdict: Verdict) -> bool:
    """Tell whether the text had a say: of mail that is protected, or by people I know, it is not even asked."""
    return verdict.scores[Label.LEGITIMATE] < 1.0


def standing_at(mailbox: Mailbox, store: Store, id: str) -> Iterator[Ref]:
    """Yield the places where the message of this id may stand: where a run filed it, then where it was before."""
    for run in store.journal.runs():
        for intent in store.journal.intents(run.id):
            if intent.filing.id == id and intent.state is State.DONE and intent.destination is not None:
                yield intent.destination
    if (ref := imap_ref(id)) is not None:
        yield ref
    else:
        for folder in mailbox.folders():
            yield Ref(folder.name, id)


def imap_ref(id: str) -> Ref | None:
    """Return the place that the id of a message on a server names; None where it names none."""
    folder, middle, rest = id.rpartition(";UIDVALIDITY=")
    validity, found, uid = rest.partition("/;UID=")
    return Ref(folder, uid, validity) if middle and found and uid.isdecimal() and validity.isdecimal() else None


def _carried(judge: Judge, stored: Stored, verdict: Verdict) -> Carried | None:
    if not was_weighed(verdict):
        return None
    outreach = verdict.scores[Label.LEGITIMATE] < 0.5
    return judge.carried(read(stored.raw, size=stored.size), toward_outreach=outreach)


def _tied_to(mailbox: Mailbox, store: Store, verdict: Verdict) -> Message | None:
    tie = verdict.repeat or verdict.follows
    if tie is None or tie.of is None:
        return None
    stored = next(mailbox.fetch(list(standing_at(mailbox, store, tie.of))), None)
    return read(stored.raw, size=stored.size) if stored is not None and stored.error is None else None
