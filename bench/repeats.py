"""Measure how repeats are recognised, beside other rules on the same pairs, and write docs/repeats.md and docs/repeats.json.

    python bench/repeats.py DATA HALF [REAL] [--million]

DATA is the corpus with its follow-ups; HALF is `dev`, which prints the page and writes nothing, or `test`. REAL holds the measuring sets;
without it, and without `--million`, those figures stay as they were measured last. What the memory costs is measured in processes of
their own (`bench/repeat_memory.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from near_duplicates import RULES, Rule, fitted
from real_mail import SETS, rows, stripped
from repeat_memory import vocabulary
from repeats_page import page

from triage.domain import OUTREACH, Address, Fingerprint, Label, Message, Recipient, Repeat, RepeatKind
from triage.judge.pipeline import Judge
from triage.judge.relevance import Profile, relevance
from triage.judge.repeats import Finding, find, fingerprint
from triage.judge.sellers import seller_domain
from triage.judge.signals import signals
from triage.judge.words import own_text, subject_words, words
from triage.learn.corpus import Example, FollowUp, load_corpus, load_follow_ups
from triage.learn.modelfile import load, shipped
from triage.memory.store import Store, preview_store
from triage.read import read

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAIRS = 10_000
SEEDS = {"dev": 1, "test": 2}
FALSE = 0.005
"""The share of false links for which the thresholds of the other rules are fitted, on the half for development."""
AGAIN = timedelta(days=7)
FEWEST_WORDS = 20
NEAR = 0.8
"""From this share of equal words in order on, two messages of one subject are of one campaign."""

model = load(shipped())


def main() -> None:
    """Measure, and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("half", choices=sorted(SEEDS))
    parser.add_argument("real", type=Path, nargs="?")
    parser.add_argument("--million", action="store_true")
    asked = parser.parse_args()
    kept = DOCS / "repeats.json"
    before = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    corpus = load_corpus(asked.data)
    first = [one for one in corpus if one.label in OUTREACH and not one.repeats]
    rules = _fitted(first, load_follow_ups(asked.data, "dev"))
    found: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": _commit(),
        "half": asked.half,
        "rules": [{"name": rule.name, "pairs": pairs, "lookups": lookups} for rule, pairs, lookups in rules],
        **_categories(first, load_follow_ups(asked.data, asked.half), rules),
        "pairs": _unrelated_pairs(first, rules, seed=SEEDS[asked.half]),
        "lookups": _lookups(first, rules),
        "legitimate": {"corpus": _legitimate(first, [one for one in corpus if one.label is Label.LEGITIMATE])},
        "real": _real(asked.real, rules) if asked.real else before.get("real"),
        "cost": _cost(first, before.get("cost", {}), million=asked.million),
    }
    if asked.real:
        found["legitimate"] |= _real_legitimate(first, asked.real)
    else:
        found["legitimate"] = before.get("legitimate", {}) | found["legitimate"]
    if asked.half == "dev":
        print(page(found))
        return
    kept.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (DOCS / "repeats.md").write_text(page(found), encoding="utf-8")


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


# ---------------------------------------------------------------- one message, as all rules see it


@dataclass(frozen=True)
class Letter:
    """A message, the words that are compared, and its name in the memory."""

    id: str
    message: Message
    label: Label = Label.SPRAY

    @cached_property
    def run(self) -> list[str]:
        return words(own_text(self.message))

    def fingerprint(self, *, touch: int = 1) -> Fingerprint:
        """Return what is remembered of it as the seller's mail of this number."""
        repeat = Repeat(RepeatKind.BUMP, None, None, 0.0, touch) if touch > 1 else None
        return fingerprint(self.message, self.run, id=self.id, label=self.label, rarity=model.rarity, repeat=repeat)

    def asked(self, store: Store) -> Finding:
        """Return what the memory says of it."""
        said = [*subject_words(self.message), "", *self.run]
        found = signals(self.message, said, recipient=Recipient(), relevance=relevance(self.message, said, NOBODY))
        wording = next((one.strength for one in found if one.code == "repeat-wording"), 0.0)
        return find(self.message, self.run, store.fingerprints, id=self.id, rarity=model.rarity, wording=wording)


NOBODY = Profile.of(Recipient(), model.rarity, model.concepts)


def _letter(example: Example) -> Letter:
    return Letter(_id(example.message), example.message, example.label)


def _id(message: Message) -> str:
    return message.message_id.strip("<>")


def _link(finding: Finding) -> str | None:
    """Return the id of the message that a finding names."""
    link = finding.repeat or finding.follows
    return link.of if link else None


def _again(message: Message, *, subject: str = "") -> Message:
    """Return a message as it is when it is sent again a week later: outside of any thread, if need be under another subject."""
    return replace(
        message,
        message_id=f"<again.{_id(message)}>",
        date=message.date + AGAIN if message.date else None,
        in_reply_to=(),
        references=(),
        subject=subject or message.subject,
    )


# ---------------------------------------------------------------- the follow-ups, by category


@dataclass(frozen=True, slots=True)
class Case:
    """One message to be asked: what it follows, the mail of the corpus at the beginning, and `chain` with what came between."""

    category: str
    letter: Letter
    of: str
    root: str
    chain: tuple[Letter, ...] = ()


def _cases(first: dict[str, Letter], followed: Sequence[FollowUp]) -> Iterator[Case]:
    """Yield all cases of one half: the follow-ups, and what can be made of the mail that they follow."""
    later = {_id(one.message): one for one in followed}
    subjects: dict[str, str] = {}
    for one in followed:
        chain, of = [], one.of
        while of in later:
            chain.append(Letter(of, later[of].message))
            of = later[of].of
        yield Case(_category(one), Letter("asked", one.message), one.of, one.root, tuple(reversed(chain)))
        if one.kind != "unrelated":
            subjects.setdefault(one.root, "")
            if _bare(one.message.subject) != _bare(first[one.root].message.subject):
                subjects[one.root] = one.message.subject
    for root, subject in subjects.items():
        yield Case("exact", Letter("asked", _again(first[root].message)), root, root)
        if subject:
            yield Case("new subject", Letter("asked", _again(first[root].message, subject=subject)), root, root)


def _category(one: FollowUp) -> str:
    if one.kind != "bump":
        return one.kind
    if one.message.text.quoted:
        return "bump, quoted"
    return "bump, in thread" if one.message.in_reply_to or one.message.references else "bump, no thread"


def _bare(subject: str) -> str:
    return re.sub(r"^(?:\w{2,4}:\s*)+|\W+", " ", subject.casefold()).strip()


def _categories(examples: Sequence[Example], followed: Sequence[FollowUp], rules: Fitted) -> dict[str, Any]:
    """Return for each category what was found, and what all claimed links were worth."""
    first = {one.id: one for one in map(_letter, examples)}
    said: dict[str, Counter[str]] = defaultdict(Counter)
    with preview_store() as store:
        with store.transaction():
            for one in first.values():
                store.fingerprints.add(one.fingerprint())
        for case in _cases(first, followed):
            for touch, earlier in enumerate(case.chain, start=2):
                store.fingerprints.add(earlier.fingerprint(touch=touch))
            said[case.category].update(_outcome(case, case.letter.asked(store)))
            parent = next((one for one in case.chain if one.id == case.of), None) or first[case.of]
            said[case.category].update(_by_rules(rules, case.letter.run, parent.run))
            for earlier in case.chain:
                store.fingerprints.forget(earlier.id)
    claims = Counter[str]()
    for counts in said.values():
        claims.update({key: counts[key] for key in ("linked", "right seller", "parent")})
    return {"categories": {name: dict(counts) for name, counts in said.items()}, "claims": dict(claims)}


def _outcome(case: Case, finding: Finding) -> Counter[str]:
    """Return the counts of one case. Of an unrelated seller nothing is right."""
    link, related = _link(finding), case.category != "unrelated"
    return Counter(
        {
            "cases": 1,
            "repeat": finding.repeat is not None,
            "follows": finding.follows is not None,
            "linked": link is not None,
            "right seller": related and link in {case.root, case.of, *(one.id for one in case.chain)},
            "parent": related and link == case.of,
            f"kind {finding.repeat.kind}" if finding.repeat else "kind none": 1,
        }
    )


def _by_rules(rules: Fitted, one: Sequence[str], other: Sequence[str]) -> Counter[str]:
    found = Counter[str]()
    for rule, *thresholds in rules:
        alike = float(rule.alike(rule.sign(one), rule.sign(other))[0])
        for scope, least in zip(SCOPES, thresholds, strict=True):
            found[f"{scope} {rule.name}"] += alike >= least
    return found


# ---------------------------------------------------------------- the other rules

SCOPES = ("pairs", "lookups")
"""A threshold is fitted for false links among unrelated pairs, or for lookups that meet a false link in the whole memory."""
Fitted = list[tuple[Rule, float, float]]


def _fitted(examples: Sequence[Example], followed: Sequence[FollowUp]) -> Fitted:
    """Return each rule with its least likeness for pairs and for lookups, fitted on the half for development."""
    letters = [_letter(one) for one in examples]
    at = {one.id: number for number, one in enumerate(letters)}
    unrelated = [one for one in followed if one.kind == "unrelated"]
    pairs = _drawn_pairs(examples, seed=SEEDS["dev"])
    found: Fitted = []
    for rule in RULES:
        signed = np.stack([rule.sign(one.run) for one in letters])
        false = [float(rule.alike(signed[one], signed[[other]])[0]) for one, other in pairs]
        for one in unrelated:
            false += [float(rule.alike(rule.sign(Letter("", one.message).run), signed[[at[one.root]]])[0])]
        nearest = _nearest_others(rule, signed, examples)
        found.append((rule, fitted(rule, false, share=FALSE), fitted(rule, nearest, share=FALSE)))
    return found


def _nearest_others(rule: Rule, signed: np.ndarray, examples: Sequence[Example]) -> list[float]:
    """Return for each first mail how like it the likest one of another seller and group is."""
    groups = np.array([one.group for one in examples])
    sellers = np.array([_seller(one.message) for one in examples])
    nearest = []
    for at in range(len(examples)):
        alike = rule.alike(signed[at], signed)
        nearest.append(float(alike[(groups != groups[at]) & (sellers != sellers[at])].max()))
    return nearest


def _seller(message: Message) -> str:
    return seller_domain(message) or message.sender.spec


def _drawn_pairs(examples: Sequence[Example], *, seed: int) -> list[tuple[int, int]]:
    """Return pairs of first mails of one language, of different groups and different sellers, the same for the same seed."""
    draw = random.Random(seed)
    by_language: dict[str, list[int]] = defaultdict(list)
    for number, example in enumerate(examples):
        by_language[example.language].append(number)
    pairs: list[tuple[int, int]] = []
    while len(pairs) < PAIRS:
        one = draw.randrange(len(examples))
        other = draw.choice(by_language[examples[one].language])
        if examples[one].group != examples[other].group and _seller(examples[one].message) != _seller(
            examples[other].message
        ):
            pairs.append((one, other))
    return pairs


def _unrelated_pairs(examples: Sequence[Example], rules: Fitted, *, seed: int) -> dict[str, int]:
    """Return how many of the drawn pairs are linked: the one is asked of a memory that holds only the other."""
    letters = [_letter(one) for one in examples]
    prints = [one.fingerprint() for one in letters]
    pairs = _drawn_pairs(examples, seed=seed)
    linked: Counter[str] = Counter(pairs=len(pairs), linked=0)
    with preview_store() as store, store.transaction():
        for one, other in pairs:
            store.fingerprints.add(prints[other])
            linked["linked"] += _link(letters[one].asked(store)) is not None
            store.fingerprints.forget(prints[other].id)
    for rule, *thresholds in rules:
        signed = np.stack([rule.sign(one.run) for one in letters])
        alike = np.array([rule.alike(signed[one], signed[[other]])[0] for one, other in pairs])
        for scope, least in zip(SCOPES, thresholds, strict=True):
            linked[f"{scope} {rule.name}"] = int((alike >= least).sum())
    return dict(linked)


def _lookups(examples: Sequence[Example], rules: Fitted) -> dict[str, int]:
    """Return how many first mails are linked to one of another seller, when each is asked of a memory that holds all."""
    letters = [_letter(one) for one in examples]
    by_id = {one.id: example for one, example in zip(letters, examples, strict=True)}
    linked: Counter[str] = Counter(lookups=len(letters), linked=0)
    with preview_store() as store, store.transaction():
        for one in letters:
            store.fingerprints.add(one.fingerprint())
        for one, example in zip(letters, examples, strict=True):
            other = by_id.get(_link(one.asked(store)) or "")
            linked["linked"] += (
                other is not None
                and other.group != example.group
                and _seller(other.message) != _seller(example.message)
            )
    for rule, *thresholds in rules:
        nearest = np.array(_nearest_others(rule, np.stack([rule.sign(one.run) for one in letters]), examples))
        for scope, least in zip(SCOPES, thresholds, strict=True):
            linked[f"{scope} {rule.name}"] = int((nearest >= least).sum())
    return dict(linked)


# ---------------------------------------------------------------- legitimate mail that comes again


def _legitimate(outreach: Sequence[Example], mail: Iterable[Example]) -> dict[str, int]:
    """Return what the whole judge says of legitimate mail that is sent again, in a memory with all first mails."""
    said = Counter[str](messages=0, repeat=0, moved=0)
    profiles: dict[str, Profile] = {}
    with preview_store() as store, store.transaction():
        for one in outreach:
            store.fingerprints.add(_letter(one).fingerprint())
        for number, one in enumerate(mail):
            if one.recipient.name not in profiles:
                profiles[one.recipient.name] = Profile.of(one.recipient, model.rarity, model.concepts)
            judge = Judge(model, profiles[one.recipient.name], store.contacts, store.fingerprints)
            before = judge.judge(one.message, id=f"legitimate {number}")
            if before.fingerprint is not None:
                store.fingerprints.add(before.fingerprint)
            verdict = judge.judge(_again(one.message), id=f"again {number}").verdict
            repeats = verdict.repeat is not None
            said.update(
                messages=1,
                remembered=before.fingerprint is not None,
                repeat=repeats,
                moved=repeats and verdict.folder is not None,
            )
    return dict(said)


def _real_legitimate(outreach: Sequence[Example], real: Path) -> dict[str, dict[str, int]]:
    def mail(name: str, file: str) -> Iterator[Example]:
        for at, (row, raw) in enumerate(rows(real / f"{file}.jsonl.gz")):
            if row["label"] == "ham":
                yield Example(f"{name}#{at}", read(raw), b"", Label.LEGITIMATE, Recipient())

    found = {name: _legitimate(outreach, mail(name, file)) for name, file in SETS.items()}
    return {name: counts for name, counts in found.items() if counts["messages"]}


# ---------------------------------------------------------------- real mail


def _real(real: Path, rules: Fitted) -> dict[str, Any]:
    """Return what is found in two sets of real mail, each message asked of a memory that holds all that came before it."""
    sets = {}
    for name in ("unsolicited", "outreach"):
        every = rows(real / f"{SETS[name]}.jsonl.gz")
        mail = [(row, _read(row, raw)) for row, raw in every if str(row.get("kind", "received")).startswith("received")]
        mail.sort(key=lambda pair: pair[1].date or datetime.max.replace(tzinfo=UTC))
        told = [row for row, _ in mail]
        letters = [Letter(str(number), message) for number, (_, message) in enumerate(mail)]
        letters = [one for one in letters if len(one.run) >= FEWEST_WORDS]
        told = [told[int(one.id)] for one in letters]
        classes = _by_text(letters) if name == "unsolicited" else _by_annotation(told)
        topics = list(range(len(told))) if name == "unsolicited" else [row["cluster"] for row in told]
        sets[name] = _streamed(letters, classes, topics, rules)
    return sets


def _read(row: dict[str, Any], raw: bytes) -> Message:
    """Return a message; one whose sender is not told has a sender of its own."""
    message = read(stripped(raw))
    if row.get("raw") or row.get("from"):
        return message
    name = re.sub(r"\W+", "-", str(row["id"])).strip("-")
    return replace(message, sender=Address(name, f"sender@{name}.example"))


def _by_text(letters: Sequence[Letter]) -> list[int]:
    """Return for each message a number that it shares with those of equal letters, or of one subject and nearly equal words.

    Figures, addresses and signs are left out. Nothing of what finds repeats is used, but the reading of a message.
    """
    classes = _Classes(len(letters))
    bodies = [re.sub(r"\S*[@/]\S*|[\W\d_]+", " ", one.message.text.body.casefold()).split() for one in letters]
    by_letters: dict[str, int] = {}
    by_subject: dict[str, list[int]] = defaultdict(list)
    for at, (one, body) in enumerate(zip(letters, bodies, strict=True)):
        if len(body) < FEWEST_WORDS:
            continue
        classes.join(at, by_letters.setdefault(" ".join(body), at))
        for earlier in by_subject[_bare(one.message.subject)]:
            if (
                classes.of(earlier) != classes.of(at)
                and SequenceMatcher(None, bodies[earlier], body, autojunk=False).ratio() >= NEAR
            ):
                classes.join(at, earlier)
        by_subject[_bare(one.message.subject)].append(at)
    return [classes.of(at) for at in range(len(letters))]


def _by_annotation(told: Sequence[dict[str, Any]]) -> list[int]:
    """Return for each message a number that it shares with those that the annotator called its near duplicates."""
    at_id = {row["id"]: at for at, row in enumerate(told)}
    classes = _Classes(len(told))
    for at, row in enumerate(told):
        for other in (row.get("near_dup_of"), row.get("followup_of")):
            if other in at_id:
                classes.join(at, at_id[other])
    return [classes.of(at) for at in range(len(told))]


class _Classes:
    """What belongs together, by pairs that do."""

    def __init__(self, size: int) -> None:
        self._root = list(range(size))

    def of(self, at: int) -> int:
        while self._root[at] != at:
            at = self._root[at]
        return at

    def join(self, one: int, other: int) -> None:
        self._root[self.of(one)] = self.of(other)


def _streamed(
    letters: Sequence[Letter], classes: Sequence[int], topics: Sequence[object], rules: Fitted
) -> dict[str, int]:
    """Return how many of the repeats are found, and how much else is linked. A link within one topic is none of that."""
    place = {one.id: at for at, one in enumerate(letters)}
    said = Counter[str](messages=len(letters))
    signed = {rule.name: np.stack([rule.sign(one.run) for one in letters]) for rule, *_ in rules}
    with preview_store() as store, store.transaction():
        for at, one in enumerate(letters):
            due = classes[at] in classes[:at]
            link = _link(one.asked(store))
            told = None if link is None else place[link]
            said["repeats"] += due
            said.update(_counted("ours", told, at, due=due, classes=classes, topics=topics))
            for rule, *thresholds in rules if at else ():
                alike = rule.alike(signed[rule.name][at], signed[rule.name][:at])
                best = int(alike.argmax())
                for scope, least in zip(SCOPES, thresholds, strict=True):
                    told = best if alike[best] >= least else None
                    said.update(_counted(f"{scope} {rule.name}", told, at, due=due, classes=classes, topics=topics))
            store.fingerprints.add(one.fingerprint())
    return dict(said)


def _counted(
    name: str, link: int | None, at: int, *, due: bool, classes: Sequence[int], topics: Sequence[object]
) -> dict[str, int]:
    right = link is not None and classes[link] == classes[at]
    same = right or (link is not None and topics[at] is not None and topics[link] == topics[at])
    return {f"{name}, found": due and right, f"{name}, else": link is not None and not same}


# ---------------------------------------------------------------- what it costs


def _cost(examples: Sequence[Example], before: dict[str, Any], *, million: bool) -> dict[str, Any]:
    """Return the figures of a memory of 10,000 and 100,000 messages, and of a million where that was asked for."""
    sizes = (10_000, 100_000, 1_000_000) if million else (10_000, 100_000)
    found = dict(before)
    with tempfile.TemporaryDirectory() as folder:
        salad = Path(folder) / "vocabulary.json"
        english = [words(own_text(one.message)) for one in examples if one.language == "en"]
        salad.write_text(json.dumps(vocabulary(english)), encoding="utf-8")
        for size in sizes:
            file = Path(folder) / f"{size}.sqlite3"
            found[str(size)] = {verb: _ran(verb, size, file, salad) for verb in ("build", "ask")}
            file.unlink()
    return found


def _ran(verb: str, size: int, file: Path, salad: Path) -> dict[str, Any]:
    command = [
        sys.executable,
        str(Path(__file__).with_name("repeat_memory.py")),
        verb,
        str(size),
        str(file),
        str(salad),
    ]
    environ = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
