"""What it costs to train on the corpus and as much mail of one's own as `triage retrain` learns from: CPU seconds and peak memory.

    python bench/training.py ../shared/data/lists_dev.jsonl.gz ../shared/data/spamassassin_dev.jsonl.gz

Where the files hold fewer messages they are taken again, so that more terms are in several messages than in a mailbox: what is
measured is rather too much. Reading the mail counts, as it does for `triage retrain`.
"""

from __future__ import annotations

import gzip
import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does
import sys
import time
from collections.abc import Iterator
from itertools import chain, cycle, islice
from pathlib import Path

from peak import peak_megabytes

from triage.domain import Label, Recipient
from triage.learn.choice import MOST
from triage.learn.corpus import Example, load_corpus, load_usage
from triage.learn.train import train
from triage.read import read

CORPUS = Path(__file__).resolve().parent.parent / "data"
MOST_SECONDS, MOST_MEGABYTES = 60, 600
LABELS = {"ham": Label.LEGITIMATE, "spam": Label.SPRAY, "unsolicited_auto": Label.SPRAY, "scam_auto": Label.SCAM}
"""What the labels of public mail are nearest to; other names are ours."""


def main() -> None:
    """Print what was learnt from and what it cost, and fail when a bound does not hold."""
    own = MOST if sys.argv[1:] else 0
    examples = [*load_corpus(CORPUS), *islice(mail(sys.argv[1:]), own)]
    read_after = time.process_time()
    model = train(examples, usage=load_usage(CORPUS), version="bench")
    seconds, megabytes = time.process_time(), peak_megabytes()
    print(f"{len(examples):,} messages, {own:,} of them one's own; {len(model.weights):,} features")
    print(f"CPU seconds    {seconds:6.1f}   (at most {MOST_SECONDS}; {read_after:.1f} until all was read)")
    print(f"peak memory MB {megabytes:6.0f}   (at most {MOST_MEGABYTES})")
    sys.exit(seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES)


def mail(paths: list[str]) -> Iterator[Example]:
    """Yield labelled mail for ever, every message by an author of its own, so that each fold learns from most of it."""
    rows = chain.from_iterable(map(rows_of, cycle(paths)))
    for number, row in enumerate(rows):
        name = f"own-{number}"
        label = LABELS.get(row["label"]) or Label(row["label"])
        yield Example(name, read(raw_of(row)), b"", label, Recipient(), author=name, group=name)


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file whose label we have a word for."""
    with gzip.open(path) as lines:
        yield from (row for row in map(json.loads, lines) if row["label"] in {*LABELS, *Label})


def raw_of(row: dict[str, str]) -> bytes:
    """Return a message as bytes, put together where only its parts are there."""
    if row.get("raw"):
        return row["raw"].encode("latin-1")
    head = f"From: {row.get('from') or ''}\nSubject: {row.get('subject') or ''}\nDate: {row.get('date') or ''}\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{row.get('body') or ''}\n".encode()


if __name__ == "__main__":
    main()
