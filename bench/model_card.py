"""Write models/CARD.md: what the shipped model was trained on, and its figures on mail that it never saw.

    python bench/model_card.py DATA REAL_MAIL

REAL_MAIL is what `bench/real_mail.py` made. Every figure on real mail is the outcome of `triage clean PATH --json` without a
configuration, as anybody would run it; every cross-validated figure is of models that saw neither author nor recipient.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from triage.domain import Label
from triage.judge.classifier import KINDS
from triage.learn.corpus import Example, load_corpus
from triage.learn.modelfile import load, shipped
from triage.learn.train import calibrated, fit, out_of_fold, prepare

SOME_FAILED = 6
LEGITIMATE = (
    ("SpamAssassin corpus 2002, legitimate, as delivered", "spamassassin/ham"),
    ("SpamAssassin corpus 2002, legitimate, list traces out", "spamassassin-stripped/ham"),
    ("developer lists, as delivered", "lists/ham"),
    ("developer lists, list traces out", "lists-stripped/ham"),
    ("newsletters and receipts 2025-26", "bulk/ham"),
)
OUTREACH = (
    ("real outreach: spray", "outreach-stripped/spray"),
    ("real outreach: irrelevant", "outreach-stripped/irrelevant"),
    ("real outreach: pitch", "outreach-stripped/pitch"),
    ("real outreach: follow-up", "outreach-stripped/followup"),
    ("real outreach: scam", "outreach-stripped/scam"),
    ("list spam, labelled by rule: offers", "unsolicited-stripped/unsolicited_auto"),
    ("list spam, labelled by rule: scams", "unsolicited-stripped/scam_auto"),
    ("SpamAssassin corpus 2002, the rest (not all of it outreach)", "spamassassin-stripped/spam"),
)


def main() -> None:
    """Measure, and write the card."""
    data, real = Path(sys.argv[1]), Path(sys.argv[2])
    examples = load_corpus(data)
    card = [*_head(), *_corpus(examples), *_cross_validated(examples), *_real(real)]
    (shipped() / "CARD.md").write_text("\n".join(card) + "\n", encoding="utf-8")


def _head() -> list[str]:
    model = load(shipped())
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    thresholds = sorted(set(model.thresholds.values()))
    return [
        "# The shipped model",
        "",
        "Two linear questions on TF-IDF terms, pieces of words and named signals: is it outreach, and which kind.",
        f"It moves a message from a calibrated probability of outreach of {', '.join(f'{one:.3f}' for one in thresholds)} on, chosen so that",
        "at most 1 in 1,000 legitimate messages of held-out authors reaches it; between 0.5 and that it is unsure, and the mail stays.",
        f"{len(model.terms.names)} terms, {len(model.pieces.idf)} pieces. Built by `make model` from `data/` alone, to the same bytes.",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, at or just after commit {commit}, by `make card`. A figure here is never edited by hand.",
        "",
    ]


def _corpus(examples: Sequence[Example]) -> list[str]:
    labels = Counter(example.label for example in examples)
    languages = Counter(example.language for example in examples)
    recipients = {example.recipient.name for example in examples}
    rows = [f"| {label} | {labels[label]} |" for label in Label]
    return [
        "## What it was trained on",
        "",
        f"{len(examples)} messages written for this project one by one ([data/README.md](../data/README.md)), to {len(recipients)} recipients,",
        f"by {len({example.author for example in examples})} hands, in "
        + ", ".join(f"{name} {n}" for name, n in languages.most_common())
        + ".",
        "No real mail was trained on.",
        "",
        "| label | messages |",
        "|---|---|",
        *rows,
        "",
    ]


def _cross_validated(examples: Sequence[Example]) -> list[str]:
    prepared = prepare(examples)
    held_out = out_of_fold(prepared)
    model = calibrated(fit(prepared), prepared, held_out)
    slope, intercept = model.calibration
    probability = 1 / (1 + np.exp(-(slope * held_out.outreach + intercept)))
    truth = np.array([example.label is not Label.LEGITIMATE for example in examples])
    kinds = [KINDS.index(example.label) for example in examples if example.label in KINDS]
    guessed = held_out.kinds[truth].argmax(axis=1)
    each = f1_score(kinds, guessed, average=None)
    moved = probability >= min(model.thresholds.values())
    return [
        "## On its own corpus, authors held out",
        "",
        "The corpus is harder than real mail on purpose: half of its legitimate messages look like outreach.",
        "",
        "| figure | value |",
        "|---|---|",
        f"| area under the ROC curve, outreach or not | {roc_auc_score(truth, held_out.outreach):.3f} |",
        f"| expected calibration error of outreach, 10 bins | {_calibration_error(probability, truth):.3f} |",
        f"| outreach above the threshold | {moved[truth].mean():.1%} |",
        f"| legitimate above the threshold (before headers and standing protect it) | {moved[~truth].mean():.2%} |",
        f"| F1 of the kinds, outreach given: {', '.join(KINDS)} | {', '.join(f'{one:.2f}' for one in each)} |",
        f"| macro-F1 of the kinds | {each.mean():.2f} |",
        "",
    ]


def _calibration_error(probability: np.ndarray, truth: np.ndarray) -> float:
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(
        sum(
            abs(probability[bins == one].mean() - truth[bins == one].mean()) * (bins == one).mean()
            for one in set(bins.tolist())
        )
    )


def _real(real: Path) -> list[str]:
    lines = [
        "## On real mail",
        "",
        "Public mail that was never trained on (its README names the sources; it is not redistributed). Each row is one run of",
        '`triage clean` without a configuration. "List traces out" means that list headers, subject tags and footers were removed, so',
        "that the text alone decides. Five of the developer-list messages that the source calls legitimate are advance-fee letters;",
        "they are counted as wrongly moved all the same.",
        "",
        "| legitimate mail | messages | would move | share | unsure |",
        "|---|---|---|---|---|",
    ]
    totals = {True: [0, 0], False: [0, 0]}
    for title, path in LEGITIMATE:
        counts = _counts(real / path)
        total, moved = sum(counts.values()), _moved(counts)
        lines.append(f"| {title} | {total} | {moved} | {moved / total:.2%} | {counts['unsure']} |")
        delivered = "list traces out" not in title
        for which in (True, False) if title.startswith("newsletters") else (delivered,):
            totals[which][0] += moved
            totals[which][1] += total
    for which, title in ((True, "**all, as delivered**"), (False, "**all, list traces out**")):
        moved, total = totals[which]
        lines.append(f"| {title} | {total} | {moved} | {moved / total:.2%} | |")
    lines += [
        "",
        "| outreach, list traces out | messages | caught | share | as " + " | as ".join((*KINDS, "repeat")) + " |",
        "|---" * 9 + "|",
    ]
    caught, real_outreach = 0, 0
    for title, path in OUTREACH:
        counts = _counts(real / path)
        total, moved = sum(counts.values()), _moved(counts)
        if title.startswith("real outreach"):
            caught, real_outreach = caught + moved, real_outreach + total
        kinds = " | ".join(str(counts[kind]) for kind in (*map(str, KINDS), "repeat"))
        lines.append(f"| {title} | {total} | {moved} | {moved / total:.1%} | {kinds} |")
    lines.append(f"| **all real outreach** | {real_outreach} | {caught} | {caught / real_outreach:.1%} | | | | | |")
    lines += ["", "Without a profile nothing is called irrelevant: what would be is filed as spray.", ""]
    return lines


def _counts(folder: Path) -> Counter[str]:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "triage.cli.main", "clean", str(folder), "--json"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"TRIAGE_HOME": home},
        )
    if done.returncode not in (0, SOME_FAILED):
        raise SystemExit(done.stderr)
    return Counter(json.loads(done.stdout)["counts"])


def _moved(counts: Counter[str]) -> int:
    return sum(counts[kind] for kind in ("spray", "irrelevant", "pitch", "scam", "repeat"))


if __name__ == "__main__":
    main()
