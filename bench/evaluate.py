"""Measure the shipped model and write what it came to: models/evaluation.json, models/CARD.md, docs/evaluation.md and its pictures.

    python bench/evaluate.py DATA [REAL]

DATA is the corpus: the whole judge, cross-validated, authors and recipients held out. REAL holds the measuring sets (README.md
names them); they were never trained on. Real outreach is judged for the recipient that its `context` tells of, and nothing more is
told of them; `list traces out` means that what a mailing list adds to a message was removed, so that the text alone decides.
Without REAL the figures on real mail stay as they were measured last.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from real_mail import SETS, THROUGH_LISTS, rows, stripped

from triage.domain import Label, Recipient
from triage.judge.classifier import Model
from triage.learn.card import card, evaluation_page, told
from triage.learn.corpus import Example, load_corpus
from triage.learn.crossval import cross_validated, judged_cases
from triage.learn.figures import Case, by_facet, figures
from triage.learn.modelfile import FACTS, load, shipped
from triage.learn.picture import drawn
from triage.read import read

SURE = 0.8
JOBS = 2
NOBODY = ("unknown mailbox", "private mailbox", "private US mailbox", "honeypot mailbox")
DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Measure, and write."""
    examples = load_corpus(Path(sys.argv[1]))
    model, facts = load(shipped()), json.loads((shipped() / FACTS).read_text("utf-8"))
    kept = shipped() / "evaluation.json"
    before = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    found: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": _commit(),
        "model": {
            "sha256": facts["sha256"],
            "documents": model.documents,
            "thresholds": facts["thresholds"],
            "terms": len(model.terms.names),
            "pieces": len(model.pieces.idf),
        },
        "corpus": _corpus(examples),
        "cross_validated": _cross_validated(examples),
        "real": _real(model, Path(sys.argv[2])) if len(sys.argv) > 2 else before.get("real"),
    }
    kept.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (shipped() / "CARD.md").write_text(card(found), encoding="utf-8")
    (DOCS / "evaluation.md").write_text(evaluation_page(found), encoding="utf-8")


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _corpus(examples: Sequence[Example]) -> dict[str, Any]:
    def count(values: Iterable[str]) -> dict[str, int]:
        listed = list(values)
        return {value: listed.count(value) for value in sorted(set(listed), key=lambda one: (-listed.count(one), one))}

    return {
        "messages": len(examples),
        "recipients": len({example.recipient.name for example in examples}),
        "hands": len({example.author for example in examples}),
        "labels": count(str(example.label) for example in examples),
        "languages": count(example.language for example in examples),
    }


def _cross_validated(examples: Sequence[Example]) -> dict[str, Any]:
    cases = cross_validated(examples, jobs=JOBS)
    (DOCS / "evaluation-corpus.svg").write_text(
        drawn(figures(cases), title="Own corpus, authors held out"), encoding="utf-8"
    )
    facets = ("language", "recipient", "shape")
    return {
        "all": told(figures(cases)),
        **{facet: {value: told(one) for value, one in by_facet(cases, facet).items()} for facet in facets},
    }


def _real(model: Model, data: Path) -> dict[str, Any]:
    sets: dict[str, Any] = {}
    everything: list[Case] = []
    for name, file in SETS.items():
        listed = list(rows(data / f"{file}.jsonl.gz"))
        for out in (False, True) if name in THROUGH_LISTS else (False,):
            examples = [_example(name, at, row, raw, out=out) for at, (row, raw) in enumerate(listed)]
            cases = judged_cases(model, examples)
            sets[f"{name}{', list traces out' if out else ''}"] = _by_source(cases)
            if name in ("outreach", "bulk", "spamassassin", "lists") and (out or name not in THROUGH_LISTS):
                everything += [case for case in cases if case.facets["source"] in (*map(str, Label), "ham")]
    sure = [case for case in everything if case.facets["sure"]]
    (DOCS / "evaluation-real.svg").write_text(
        drawn(figures(sure), title="Real mail, list traces out"), encoding="utf-8"
    )
    return {"sets": sets, "sure": told(figures(sure)), "all": told(figures(everything))}


def _by_source(cases: Sequence[Case]) -> dict[str, dict[str, int]]:
    """Return for each label of the source how many messages there were, and how many would move."""
    counts: dict[str, dict[str, int]] = {}
    for case in cases:
        count = counts.setdefault(case.facets["source"], {"messages": 0, "moved": 0})
        count["messages"] += 1
        count["moved"] += case.moved
    return counts


def _example(name: str, at: int, row: dict[str, Any], raw: bytes, *, out: bool) -> Example:
    """Return one message; what its source calls otherwise than labels are called counts as spray where a label is needed."""
    source = str(row["label"])
    label = Label.LEGITIMATE if source == "ham" else Label(source) if source in set(Label) else Label.SPRAY
    sure = float(row.get("confidence") or 1.0) >= SURE
    return Example(
        name=f"{name}#{at}",
        message=read(stripped(raw) if out else raw),
        raw=b"",
        label=label,
        recipient=_recipient(str(row.get("context") or "")),
        author=name,
        group=str(row.get("campaign") or row.get("cluster") or at),
        facets={"source": source, "sure": "yes" if sure else ""},
    )


def _recipient(context: str) -> Recipient:
    """Return the recipient that a set tells of in one line; nobody where it tells nothing."""
    who = context.removeprefix("recipient: ")
    return Recipient() if not who or who.startswith(NOBODY) else Recipient(role=who, about=who)


if __name__ == "__main__":
    main()
