"""The model card and the page of figures, written from the measurements in models/evaluation.json and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from triage.domain import LABELS, OUTREACH
from triage.learn.figures import Figure, Figures

KINDS = tuple(str(label) for label in LABELS if label in OUTREACH)


def told(found: Figures) -> dict[str, Any]:
    """Return figures as plain values: each figure `[value, low, high]`, value None where nothing was measured."""
    return {
        "messages": found.messages,
        "labels": {
            str(label): {
                "messages": of.recall.count,
                "precision": _three(of.precision),
                "recall": _three(of.recall),
                "f1": _three(of.f1),
                "moved": _three(found.moved_by_label[label]),
            }
            for label, of in found.labels.items()
        },
        "macro_f1": _three(found.macro_f1),
        "kinds_f1": _three(found.kinds_f1),
        "pitch_recall": _three(found.pitch_recall),
        "legitimate_moved": _three(found.legitimate_moved),
        "outreach_caught": _three(found.outreach_caught),
        "calibration_error": _three(found.calibration_error),
    }


def _three(figure: Figure) -> list[float | None]:
    value = None if figure.value is None else round(figure.value, 4)
    return [value, round(figure.low, 4), round(figure.high, 4)]


def card(evaluation: Mapping[str, Any]) -> str:
    """Return models/CARD.md."""
    return "\n".join([*_head(evaluation), *_trained_on(evaluation["corpus"]), *_figures(evaluation)]) + "\n"


def evaluation_page(evaluation: Mapping[str, Any]) -> str:
    """Return docs/evaluation.md: the figures of the card by language, recipient and kind of legitimate mail."""
    crossed = evaluation["cross_validated"]
    lines = [
        "# How good the verdicts are",
        "",
        f"Measured on {evaluation['date']} by `make evaluate`; [the model card](../models/CARD.md) has the summary.",
        "In brackets the 95 % interval, drawn by campaign. A figure here is never edited by hand.",
        "",
        "![What it is and what it was taken for, own corpus](evaluation-corpus.svg)",
        "",
        *_by("By language", "language", crossed["language"]),
        *_by("By recipient", "recipient", crossed["recipient"]),
        *_strangers(crossed["shape"]),
    ]
    if evaluation.get("real"):
        lines += [
            "## Real mail",
            "",
            "![What it is and what it was taken for, real mail](evaluation-real.svg)",
            "",
            *_labels("Where the annotator was sure (0.8 or more)", evaluation["real"]["sure"]),
            *_labels("All", evaluation["real"]["all"]),
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(evaluation: Mapping[str, Any]) -> Iterator[str]:
    model = evaluation["model"]
    counted = model["counted"]
    thresholds = ", ".join(f"{kind} {value:.3f}" for kind, value in model["thresholds"].items())
    yield from (
        "# The shipped model",
        "",
        "Two linear questions on TF-IDF terms, pieces of words, named signals and the nearness of an offer to what the",
        "recipient told: is it outreach, and which kind. A message moves from a calibrated probability of outreach on that",
        f"depends on its kind: {thresholds};",
        "chosen so that at most 1 in 1,000 legitimate messages of held-out authors is expected to reach one.",
        "Between 0.5 and that it is unsure, and the mail stays.",
        f"{model['terms']:,} terms, {model['pieces']:,} pieces. Built by `make model` from `data/` alone, to the same bytes.",
        f"How {counted['words']:,} words and pairs are used it knows by counting public mail, of {counted['cold']:,} senders of",
        f"cold mail and {counted['plain']:,} of other mail: in how many senders' mail each stands, from 8 on (`data/usage.tsv`).",
        "",
        f"Measured on {evaluation['date']}, at or just after commit {evaluation['commit']}, by `make evaluate`,",
        f"for the model of SHA-256 `{model['sha256'][:16]}…`. A figure here is never edited by hand.",
        "Brackets hold the 95 % interval.",
        "",
    )


def _trained_on(corpus: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## What it was trained on",
        "",
        f"{corpus['messages']:,} messages written for this project one by one ([data/README.md](../data/README.md)), to"
        f" {corpus['recipients']} recipients, by {corpus['hands']} hands, in "
        + ", ".join(f"{name} {count}" for name, count in corpus["languages"].items())
        + ". No message of real mail was trained on.",
        "",
        "| label | messages |",
        "|---|---|",
        *(f"| {label} | {corpus['labels'].get(str(label), 0):,} |" for label in LABELS),
        "",
    )


def _figures(evaluation: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## On its own corpus, authors and recipients held out",
        "",
        "The whole judge, with thresholds and calibration of each fold chosen on the other folds alone. The corpus is harder",
        "than real mail on purpose: half of its legitimate messages look like outreach, and nobody in it is known from sent",
        "mail. By language, recipient and kind of mail: [docs/evaluation.md](../docs/evaluation.md).",
        "",
        *_labels("", evaluation["cross_validated"]["all"]),
    )
    if real := evaluation.get("real"):
        yield from _real(real)


def _real(real: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## On real mail",
        "",
        'Public mail that was never trained on (it is not redistributed). "List traces out" means that list headers, subject',
        "tags and footers were removed, so that the text alone decides. Real outreach is judged for the recipient that its",
        "source names in one line. At least five of the developer-list messages that the source calls legitimate are",
        "advance-fee letters; they are counted as wrongly moved all the same.",
        "",
        "| set | its label | messages | would move | share |",
        "|---|---|---|---|---|",
    )
    for name, labels in real["sets"].items():
        for label, count in labels.items():
            share = count["moved"] / count["messages"]
            called = "legitimate" if label == "ham" else label
            yield f"| {name} | {called} | {count['messages']:,} | {count['moved']:,} | {share:.2%} |"
    yield ""
    yield from _labels("Real mail, list traces out, where the annotator was sure (0.8 or more)", real["sure"])


def _labels(title: str, found: Mapping[str, Any]) -> Iterator[str]:
    if title:
        yield from (f"### {title}", "")
    yield from (
        "| figure | value |",
        "|---|---|",
        f"| legitimate mail that would move | {_share(found['legitimate_moved'])} |",
        f"| outreach caught | {_share(found['outreach_caught'])} |",
        f"| expected calibration error of outreach, 10 bins | {_plain(found['calibration_error'])} |",
        f"| macro-F1 of the four kinds, by label | {_plain(found['macro_f1'])} |",
        f"| the same, outreach given | {_plain(found['kinds_f1'])} |",
        f"| pitches found where 85 % of what is called a pitch is one, outreach given | {_share(found['pitch_recall'])} |",
        "",
        "| label | messages | precision | recall | F1 | would move |",
        "|---|---|---|---|---|---|",
    )
    for label, of in found["labels"].items():
        if of["messages"]:
            cells = (_plain(of["precision"]), _plain(of["recall"]), _plain(of["f1"]), _share(of["moved"]))
            yield f"| {label} | {of['messages']:,} | {' | '.join(cells)} |"
    yield ""


def _by(title: str, name: str, parts: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        f"## {title}",
        "",
        f"| {name} | messages | legitimate moved | outreach caught | macro-F1 | the same, outreach given |",
        "|---|---|---|---|---|---|",
    )
    for value, of in parts.items():
        shares = f"{_share(of['legitimate_moved'])} | {_share(of['outreach_caught'])}"
        yield f"| {value} | {of['messages']:,} | {shares} | {_plain(of['macro_f1'])} | {_plain(of['kinds_f1'])} |"
    yield ""


def _strangers(parts: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "## Legitimate mail by what it is",
        "",
        "| kind of mail | messages | would move | taken for legitimate |",
        "|---|---|---|---|",
    )
    for value, of in parts.items():
        yield f"| {value} | {of['messages']:,} | {_share(of['legitimate_moved'])} | {_share(of['labels']['legitimate']['recall'])} |"
    yield ""


def _plain(figure: list[float | None]) -> str:
    value, low, high = figure
    return "–" if value is None else f"{value:.3f} ({low:.3f}–{high:.3f})"


def _share(figure: list[float | None]) -> str:
    value, low, high = figure
    return "–" if value is None else f"{value:.2%} ({low:.2%}–{high:.2%})"
