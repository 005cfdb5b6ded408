"""Remember again what was filed before, where the memory of repeats is new, was moved away, or has another form."""

from __future__ import annotations

from triage.domain import OUTREACH, Label
from triage.judge.gist import FORM
from triage.judge.pipeline import Judge
from triage.mailbox.base import Mailbox
from triage.memory.store import Store
from triage.read import read
from triage.run.queue import Queue

MOST = 20_000
"""Messages read again, the newest: more would make the first run long, and who pesters is among them."""
_AT_ONCE = 200


def recall(mailbox: Mailbox, store: Store, judge: Judge) -> int:
    """Fingerprint the mail in the folders of outreach, oldest first, and return how many messages that were.

    Nothing is judged: it was filed there. Junk is left out, where others file too. Only once for each form of fingerprints: what was
    forgotten since stays forgotten.
    """
    if store.fingerprints.form == FORM:
        return 0
    store.fingerprints.clear()
    labels = _labels(mailbox, judge)
    entries = [entry for folder in labels for entry in mailbox.scan(folder)]
    entries.sort(key=lambda entry: (entry.date is not None, entry.date.timestamp() if entry.date else 0.0))
    queue = Queue(entries[-MOST:])
    count = 0
    for start in range(0, len(queue), _AT_ONCE):
        with store.transaction():
            for stored in mailbox.fetch(queue[start : start + _AT_ONCE]):
                if stored.error is None:
                    message = read(stored.raw, size=stored.size)
                    store.fingerprints.add(judge.remembered(message, id=stored.id, label=labels[stored.ref.folder]))
                    count += 1
    store.fingerprints.have_form(FORM)  # last: what is broken off is begun anew
    return count


def _labels(mailbox: Mailbox, judge: Judge) -> dict[str, Label]:
    """Return the folders of outreach that this mailbox has, each with its label; a repeat is that of the likeliest kind."""
    there = {folder.name for folder in mailbox.folders() if folder.special_use != "\\Junk"}
    wanted = {judge.filing.folder(label, None): label for label in sorted(OUTREACH)}
    if judge.filing.repeat is not None:
        wanted[judge.filing.repeat] = Label.SPRAY
    return {folder: label for folder, label in wanted.items() if folder is not None and folder in there}
