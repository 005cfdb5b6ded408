"""Count how public mail uses words: in how many senders' mail each word and pair of words stands. Counts, never sentences.

    python bench/count_words.py SHARED_DATA OUT.tsv

English mail alone, list traces out, so that a list's own footer counts for nothing. A sender counts once for a word, however often
they write it. Modern bulk mail is not counted: it is one household's, and stays unseen for measuring.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from real_mail import SETS, THROUGH_LISTS, rows, stripped

from triage.domain import Message
from triage.judge.classifier import terms
from triage.judge.usage import LEAST_SENDERS, Usage
from triage.judge.words import own_text, words
from triage.read import read

ENGLISH = frozenset("the and of to that is for with this you are".split())
ENOUGH_ENGLISH = 4


def main() -> None:
    """Count the measuring sets, and write the table."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    mail = []
    for name, file in SETS.items():
        for row, raw in rows(data / f"{file}.jsonl.gz"):
            if name in THROUGH_LISTS:
                mail.append((read(stripped(raw)), row["label"] != "ham"))
    out.write_text(table(counted(mail)), encoding="utf-8")


def counted(mail: Iterable[tuple[Message, bool]]) -> Usage:
    """Return the usage of this mail, of which each says whether it is cold."""
    senders: dict[tuple[bool, str], set[str]] = {}
    for at, (message, cold) in enumerate(mail):
        held = {term for term in terms((), words(own_text(message))) if term.replace(" ", "").isalpha()}
        if len(held & ENGLISH) >= ENOUGH_ENGLISH:
            senders.setdefault((cold, message.sender.spec or str(at)), set()).update(held)
    of_cold, of_plain = (
        Counter(term for key, held in senders.items() if key[0] is cold for term in held) for cold in (True, False)
    )
    totals = (sum(cold for cold, _ in senders), sum(not cold for cold, _ in senders))
    names = sorted(term for term in {*of_cold, *of_plain} if of_cold[term] + of_plain[term] >= LEAST_SENDERS)
    everything = Usage(
        tuple(names), tuple(of_cold[one] for one in names), tuple(of_plain[one] for one in names), totals
    )
    kept = [
        name for name in names if " " not in name or name in everything.leaning
    ]  # a pair that leans nowhere tells nothing
    return Usage(tuple(kept), tuple(of_cold[one] for one in kept), tuple(of_plain[one] for one in kept), totals)


def table(usage: Usage) -> str:
    """Return the table as `triage.judge.usage.parsed` reads it."""
    lines = [f"# senders of cold mail, of other mail\t{usage.senders[0]}\t{usage.senders[1]}"]
    lines += [f"{word}\t{one}\t{other}" for word, one, other in zip(usage.words, usage.cold, usage.plain, strict=True)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
