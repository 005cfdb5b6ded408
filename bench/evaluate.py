"""Measure the shipped model and write what it came to: models/evaluation.json, models/CARD.md, docs/evaluation.md and its pictures.

    python bench/evaluate.py DATA [REAL]

DATA is the corpus: the whole judge, cross-validated, authors and recipients held out. REAL holds the measuring sets (README.md
names them); no message of them was trained on. The model knows counts of their words (`data/usage.tsv`), so these figures are
cross-validated: each part is judged by a model that counted the other parts alone, and mail of one list, sender, subject or campaign
is in one part. Real outreach is judged for the recipient that its `context` tells of, and nothing more is told of them; `list traces
out` means that what a mailing list adds to a message was removed, so that the text alone decides.
Without REAL the figures on real mail stay as they were measured last.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from count_words import counted
from joblib import Parallel, delayed
from real_mail import SETS, THROUGH_LISTS, rows, stripped
from sklearn.model_selection import GroupKFold

from triage.domain import Label, Recipient
from triage.judge.usage import Usage
from triage.learn.card import card, evaluation_page, told
from triage.learn.corpus import Example, load_corpus, load_usage
from triage.learn.crossval import cross_validated, judged_cases
from triage.learn.figures import Case, by_facet, figures
from triage.learn.modelfile import FACTS, load, shipped
from triage.learn.picture import drawn
from triage.learn.train import train
from triage.read import read

SURE = 0.8
PARTS = 5
LABELLED = ("outreach", "bulk", "spamassassin", "lists")
LONG_SUBJECT = 12
JOBS = 2
NOBODY = ("unknown mailbox", "private mailbox", "private US mailbox", "honeypot mailbox")
DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Measure, and write."""
    examples, usage = load_corpus(Path(sys.argv[1])), load_usage(Path(sys.argv[1]))
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
            "terms": len(model.terms),
            "pieces": len(model.pieces.idf),
            "counted": {"words": len(usage.words), "cold": usage.senders[0], "plain": usage.senders[1]},
        },
        "corpus": _corpus(examples),
        "cross_validated": _cross_validated(examples, usage),
        "real": _real(examples, Path(sys.argv[2])) if len(sys.argv) > 2 else before.get("real"),
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


def _cross_validated(examples: Sequence[Example], usage: Usage) -> dict[str, Any]:
    cases = cross_validated(examples, usage=usage, jobs=JOBS)
    (DOCS / "evaluation-corpus.svg").write_text(
        drawn(figures(cases), title="Own corpus, authors held out"), encoding="utf-8"
    )
    facets = ("language", "recipient", "shape")
    return {
        "all": told(figures(cases)),
        **{facet: {value: told(one) for value, one in by_facet(cases, facet).items()} for facet in facets},
    }


def _real(corpus: Sequence[Example], data: Path) -> dict[str, Any]:
    mail = [
        (name, at, row, raw)
        for name, file in SETS.items()
        for at, (row, raw) in enumerate(rows(data / f"{file}.jsonl.gz"))
    ]
    delivered = [_example(name, at, row, raw, out=False) for name, at, row, raw in mail]
    bare = [
        _example(name, at, row, raw, out=True) if name in THROUGH_LISTS else one
        for one, (name, at, row, raw) in zip(delivered, mail, strict=True)
    ]
    families = _families(bare, [row for _, _, row, _ in mail])
    parts = GroupKFold(n_splits=PARTS).split(bare, groups=families)
    judged = Parallel(n_jobs=JOBS)(delayed(_part)(corpus, delivered, bare, *part) for part in parts)
    cases = [[case for part in judged for case in part[out]] for out in (0, 1)]
    sets: dict[str, Any] = {}
    for name in SETS:
        sets[name] = _by_source([case for case in cases[0] if case.facets["set"] == name])
        if name in THROUGH_LISTS:
            sets[f"{name}, list traces out"] = _by_source([case for case in cases[1] if case.facets["set"] == name])
    labelled = (*map(str, Label), "ham")
    everything = [case for case in cases[1] if case.facets["set"] in LABELLED and case.facets["source"] in labelled]
    sure = [case for case in everything if case.facets["sure"]]
    (DOCS / "evaluation-real.svg").write_text(
        drawn(figures(sure), title="Real mail, list traces out"), encoding="utf-8"
    )
    return {"sets": sets, "sure": told(figures(sure)), "all": told(figures(everything))}


def _part(
    corpus: Sequence[Example],
    delivered: Sequence[Example],
    bare: Sequence[Example],
    inside: Sequence[int],
    outside: Sequence[int],
) -> tuple[list[Case], list[Case]]:
    """Return the cases of one part, as delivered and with list traces out, judged by a model that counted the others alone."""
    usage = counted(
        (bare[at].message, bare[at].facets["source"] != "ham") for at in inside if bare[at].author != "bulk"
    )
    model = train(corpus, usage=usage, version="")
    as_delivered, text_alone = (
        judged_cases(model, [one for name in SETS for at in outside if (one := listed[at]).author == name])
        for listed in (delivered, bare)
    )
    return as_delivered, text_alone


def _families(examples: Sequence[Example], told_by_source: Sequence[dict[str, Any]]) -> list[int]:
    """Return for each message a number that it shares with all of the same list, sender, subject of outreach, or campaign."""
    root = list(range(len(examples)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    first: dict[tuple[str, str], int] = {}
    for at, (example, row) in enumerate(zip(examples, told_by_source, strict=True)):
        cold, sender = row["label"] != "ham", example.message.sender.spec
        subject = re.sub(r"\W+", " ", example.message.subject.casefold()).strip()
        ties = {
            "sender": sender if not sender.endswith(".example") else "",
            "subject": subject if cold and len(subject) > LONG_SUBJECT else "",
            "campaign": str(row.get("cluster") or "") if example.author == "outreach" else "",
            "list": str(row["source"]).partition("@")[0] if example.author == "lists" else "",
        }
        for tie in ((kind, value) for kind, value in ties.items() if value):
            root[top(at)] = top(first.setdefault(tie, at))
    return [top(at) for at in range(len(examples))]


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
        facets={"set": name, "source": source, "sure": "yes" if sure else ""},
    )


def _recipient(context: str) -> Recipient:
    """Return the recipient that a set tells of in one line; nobody where it tells nothing."""
    who = context.removeprefix("recipient: ")
    return Recipient() if not who or who.startswith(NOBODY) else Recipient(role=who, about=who)


if __name__ == "__main__":
    main()
