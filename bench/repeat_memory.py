"""What the repeat memory costs, and whether it still finds, when very many messages are in it.

    python bench/repeat_memory.py build COUNT FILE VOCABULARY
    python bench/repeat_memory.py ask COUNT FILE VOCABULARY

Both print one line of JSON, and `bench/repeats.py` calls them: each in a process of its own, so that its peak memory is told apart.
VOCABULARY is what `vocabulary` makes of the corpus, as JSON.

The messages are salads of words, made anew from their number alone, with the document frequencies of mail. Lengths and counts of words
are those of English outreach in the corpus. A word that the corpus has not has the chance that Good and Turing give it, the share of
words seen once, and its rank is drawn from the tail of the power law that the corpus follows (its exponent is the inverse of the share of
words seen once among all words seen). Each seller writes four messages from one domain, ten years from first to last, and each
holds the seller's name, the firm's and the product's, which no other seller has.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from peak import peak_megabytes

from triage.domain import Address, Label, Message, Text
from triage.judge.repeats import find, fingerprint
from triage.learn.modelfile import load, shipped
from triage.memory.store import open_store

PER_SELLER = 4
CHANGED = 0.1
"""The share of words that a light variant changes, each for another one of the same salad."""
FIRST, YEARS = datetime(2016, 1, 1, tzinfo=UTC), timedelta(days=3650)
ASKED = 2_000
WARM_UP = 100
AT_ONCE = 20_000
"""Messages in one transaction."""
STRANGERS = 1 << 40
"""Messages from this number on are never stored."""
_SYLLABLES = [first + vowel for first in "bcdfghjklmnprstvwz" for vowel in "aeiou"]


def main() -> None:
    """Do one of the two, and print what it came to."""
    verb, count, path, vocabulary = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    salad = Salad.of(json.loads(vocabulary.read_text("utf-8")), count)
    found = build(salad, path) if verb == "build" else ask(salad, path)
    print(json.dumps(found | {"peak_mb": peak_megabytes()}))


def vocabulary(runs: Iterable[Sequence[str]]) -> dict[str, Any]:
    """Return what a salad is made from: how often each word stands in these texts, and how long they are."""
    texts = [run for run in runs if run]
    counts = Counter(word for run in texts for word in run)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"words": ranked, "lengths": sorted(len(run) for run in texts)}


@dataclass(frozen=True, slots=True)
class Salad:
    """Makes messages by number; `count` of them are stored."""

    words: list[str]
    upto: np.ndarray
    """Cumulated chances of the words, shape (words,); the last one is below 1, and what is above is unseen."""
    lengths: list[int]
    tail: float
    count: int

    @classmethod
    def of(cls, vocabulary: dict[str, Any], count: int) -> Salad:
        words, counts = zip(*vocabulary["words"], strict=True)
        once = sum(number == 1 for number in counts)
        unseen = once / sum(counts)
        upto = np.cumsum(np.array(counts, dtype=float)) / sum(counts) * (1 - unseen)
        return cls(list(words), upto, vocabulary["lengths"], tail=len(words) / once - 1, count=count)

    def run(self, number: int) -> list[str]:
        """Return the words of a message."""
        draw = np.random.default_rng((1, number))
        own = self._names(number)
        length = max(self.lengths[draw.integers(len(self.lengths))], len(own) + 1)
        said = [*own, *self._drawn(draw, length - len(own))]
        return [said[at] for at in draw.permutation(length)]

    def changed(self, number: int) -> list[str]:
        """Return a light variant of a message."""
        draw = np.random.default_rng((2, number))
        run = self.run(number)
        places = draw.permutation(len(run))[: max(1, round(CHANGED * len(run)))]
        for place, word in zip(places, self._drawn(draw, len(places)), strict=True):
            run[place] = word
        return run

    def message(self, number: int, run: Sequence[str], *, seller: str = "", late: bool = False) -> Message:
        """Return a message of this number's seller, or of another one; `late` is after all that is stored."""
        firm = seller or _word(self._seller(number), "firm")
        date = FIRST + YEARS * (1.0 if late else min(1.0, number / self.count))
        return Message(
            sender=Address(name=self._names(number)[0].title(), spec=f"{self._names(number)[0]}@{firm}.example"),
            subject=" ".join(run[:5]),
            date=date,
            message_id=f"<{number}.{firm}.{int(late)}@{firm}.example>",
            recipients=(Address("", "me@recipient.example"),),
            text=Text(body=" ".join(run)),
        )

    def _seller(self, number: int) -> int:
        return number % max(1, self.count // PER_SELLER) + (number // STRANGERS) * STRANGERS

    def _names(self, number: int) -> list[str]:
        seller = self._seller(number)
        return [_word(seller, kind) for kind in ("person", "firm", "product")]

    def _drawn(self, draw: np.random.Generator, size: int) -> list[str]:
        places = np.searchsorted(self.upto, draw.random(size))
        ranks = draw.random(size) ** (-1 / self.tail) * len(self.words)
        return [
            self.words[place] if place < len(self.words) else _word(int(rank), "unseen")
            for place, rank in zip(places, ranks, strict=True)
        ]


def _word(number: int, kind: str) -> str:
    """Return the word of this number; none of another kind is like it."""
    syllables = [{"person": "ama", "firm": "exo", "product": "ili", "unseen": "u"}[kind]]
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables)


def build(salad: Salad, path: Path) -> dict[str, Any]:
    """Store all messages; return what a fingerprint and its insertion cost in CPU milliseconds, and the bytes on the disk."""
    rarity = load(shipped()).rarity
    making = adding = 0.0
    with open_store(path) as store:
        for start in range(0, salad.count, AT_ONCE):
            with store.transaction():
                for number in range(start, min(start + AT_ONCE, salad.count)):
                    run = salad.run(number)
                    message = salad.message(number, run)
                    began = time.process_time()
                    made = fingerprint(message, run, id=_id(number), label=Label.SPRAY, rarity=rarity)
                    between = time.process_time()
                    store.fingerprints.add(made)
                    adding += time.process_time() - between
                    making += between - began
                between = time.process_time()
            adding += time.process_time() - between
    return {
        "fingerprint_ms": making / salad.count * 1e3,
        "insert_ms": adding / salad.count * 1e3,
        "bytes": path.stat().st_size / salad.count,
        "tables": _by_table(path, salad.count),
    }


def _id(number: int) -> str:
    """Return an id as a sweep over IMAP gives it."""
    return f"INBOX;UIDVALIDITY=1700000000/;UID={number}"


def _by_table(path: Path, count: int) -> dict[str, float]:
    """Return the bytes of each table and index per message, where this SQLite can tell."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC").fetchall()
    except sqlite3.OperationalError:
        return {}
    finally:
        connection.close()
    return {name: size / count for name, size in rows if size / count >= 5}


def ask(salad: Salad, path: Path) -> dict[str, Any]:
    """Ask for light variants, from the old seller and from a new domain, and for strangers; return what was found, and the cost."""
    rarity = load(shipped()).rarity
    draw = np.random.default_rng(3)
    planted = [int(number) for number in draw.choice(salad.count, ASKED, replace=False)]
    kinds: dict[str, Callable[[int], tuple[Message, list[str]]]] = {
        "sister": lambda number: _message(salad, number, salad.changed(number), seller="anotherdomain"),
        "variant": lambda number: _message(salad, number, salad.changed(number)),
        "stranger": lambda number: _message(salad, STRANGERS + number, salad.run(STRANGERS + number)),
    }
    found: dict[str, Any] = {}
    with open_store(path) as store:
        for kind, made in kinds.items():
            times, right, linked, candidate, oldest = [], 0, 0, 0, []
            for at, number in enumerate(planted):
                message, run = made(number)
                began = time.process_time()
                finding = find(message, run, store.fingerprints, id="asked", rarity=rarity, wording=0.0)
                if at >= WARM_UP:
                    times.append(time.process_time() - began)
                link = finding.repeat or finding.follows
                linked += link is not None
                right += link is not None and link.of == _id(number)
                if number < salad.count // 10:
                    oldest.append(link is not None and link.of == _id(number))
                if kind == "sister":
                    sketch = fingerprint(message, run, id="asked", label=Label.SPRAY, rarity=rarity).sketch
                    candidate += any(one.id == _id(number) for one in store.fingerprints.similar(sketch))
            ms = np.array(times) * 1e3
            found[kind] = {
                "asked": len(planted),
                "right": right,
                "linked": linked,
                "mean_ms": float(ms.mean()),
                "p99_ms": float(np.quantile(ms, 0.99)),
            }
            if kind == "sister":
                found[kind] |= {"candidate": candidate, "oldest": [sum(oldest), len(oldest)]}
    return found


def _message(salad: Salad, number: int, run: list[str], *, seller: str = "") -> tuple[Message, list[str]]:
    return salad.message(number, run, seller=seller, late=True), run


if __name__ == "__main__":
    main()
