"""The check of the corpus finds each fault on a small made corpus, and none in data/."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from letters import DATA, ME, letter

from triage.domain import LABELS, Label
from triage.learn import check
from triage.learn.corpus import Example, load_corpus

WORDS = [
    f"{first}{last}" for first in "ba be bi bo bu da de di do du".split() for last in "lam ner pok rus tiv".split()
]


def prose(seed, count=40):
    """Return words in no order that another seed gives."""
    drawn = random.Random(seed)
    return " ".join(drawn.choice(WORDS) for _ in range(count))


def example(name, body, label=Label.SPRAY, *, group="", message_id="", references="", **told):
    headers = (("References", references),) if references else ()
    message = letter(body, message_id=message_id or f"<{name}@x.example>", headers=headers)
    return Example(name, message, b"", label, told.pop("recipient", ME), group=group or name, **told)


def test_the_corpus_of_this_project_has_no_fault():
    assert check.check(load_corpus(DATA)).faults == []


# ---------------------------------------------------------------- what stands there twice

SHARED = prose("shared", 16)


def pair(**told):
    """Return two messages of which the shorter says little that the longer does not."""
    return [example("a", f"{SHARED} {prose(1, 20)}"), example("b", f"{SHARED} {prose(2, 60)}", **told)]


def test_two_messages_that_share_their_wording_are_named():
    (fault,) = check.alike([*pair(), example("c", prose(3))])
    assert fault.startswith("a and b share 0.4")


@pytest.mark.parametrize(
    "mail",
    [
        pair(group="a"),
        pair(references="<a@x.example>"),
        [example("a", prose(1)), example("b", prose(2))],
        [example("a", f"{SHARED} {prose(1, 60)}"), example("b", f"{SHARED} {prose(2, 60)}")],
        [example("a", "balam beron dapok"), example("b", "balam beron dapok")],
    ],
    ids=["a-sequence", "a-thread", "other-words", "little-of-much", "a-greeting"],
)
def test_messages_that_belong_together_or_share_little_are_no_fault(mail):
    assert check.alike([*mail, example("c", prose(3))]) == []


PHRASE = "balam derus tivner pokbo lamdi nerus"


def saying(groups, *, label=Label.PITCH, of=0):
    mail = [
        example(f"{label}{at}", f"{prose(at)} {PHRASE} {prose(f'after {at}')}", label, group=group)
        for at, group in enumerate(groups)
    ]
    return [*mail, *(example(f"{label}-{at}", prose(1000 + at, 8), label) for at in range(of))]


def test_a_phrase_that_too_much_of_a_class_uses_is_named():
    assert check.phrases(saying("abc")) == [f"“{PHRASE}” in 3 of 3 pitch"]


@pytest.mark.parametrize(
    "mail",
    [
        saying("aaa"),
        [*saying("a"), *saying("b", label=Label.SPRAY), *saying("c", label=Label.SCAM)],
        saying("ab", of=198),
    ],
    ids=["one-sequence", "another-class", "one-in-a-hundred"],
)
def test_a_phrase_of_a_sequence_or_of_few_is_no_fault(mail):
    assert check.phrases(mail) == []


# ---------------------------------------------------------------- what gives a label away


def balanced(number=60):
    """Return messages whose length, language, date and recipient are drawn without regard to their label."""
    drawn = random.Random(7)
    neighbours = [replace(ME, name=name) for name in ("Alma", "Bruno", "Cem")]
    mail = []
    for label in LABELS:
        for at in range(number):
            one = example(
                f"{label}{at}",
                prose(f"{label}{at}", drawn.randrange(20, 60)),
                label,
                language=drawn.choice(["en", "de"]),
                recipient=drawn.choice(neighbours),
            )
            date = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=drawn.randrange(1500))
            mail.append(replace(one, message=replace(one.message, date=date)))
    return mail


def longer(one):
    return replace(one, message=letter(f"{prose(one.name, 90)}"))


def older(one):
    return replace(one, message=replace(one.message, date=datetime(2003, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("spoilt", "named"),
    [
        (longer, "length"),
        (older, "date"),
        (lambda one: replace(one, language="pl"), "language"),
        (lambda one: replace(one, recipient=replace(ME, name="Dora")), "recipient"),
    ],
    ids=["length", "date", "language", "recipient"],
)
def test_what_gives_a_label_away_is_named(spoilt, named):
    mail = [spoilt(one) if one.label is Label.PITCH else one for one in balanced()]
    if named == "length":
        mail = [
            replace(new, message=replace(new.message, date=old.message.date))
            for new, old in zip(mail, balanced(), strict=True)
        ]
    faults = check.guessable(mail, [])
    assert [fault.partition(" alone")[0] for fault in faults] == [named]
    assert faults[0].endswith("chance is 0.200")


# ---------------------------------------------------------------- what is missing


def counted_faults(examples):
    found = check.Findings()
    check._counts(examples, found)
    check._kinds_of_mail(examples, found)
    return {fault.rpartition(": ")[0]: fault.rpartition(": ")[2] for fault in found.faults}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(DATA)


@pytest.mark.parametrize(
    ("without", "named"),
    [
        (lambda one: one.label is Label.SCAM, "scam"),
        (lambda one: one.language == "pl", "in pl"),
        (lambda one: one.language != "en", "share that is not English"),
        (lambda one: one.shape == "journalist", "legitimate, journalist"),
        (lambda one: one.hard == "near-miss", "near-misses"),
        (lambda one: one.pair == "founder left", "hard pair founder, left"),
        (lambda one: one.message.date.year >= 2022, "modern bulk and transactions"),
        (lambda one: one.recipient.name != "Ben Carver", "recipients"),
    ],
    ids=["label", "language", "not-english", "stranger", "near-miss", "pair", "modern-bulk", "recipients"],
)
def test_what_there_is_too_little_of_is_named_with_its_count(corpus, without, named):
    assert counted_faults(corpus) == {}
    left = [one for one in corpus if not without(one)]
    assert named in counted_faults(left)


def test_a_sequence_is_two_messages_of_outreach_that_belong_together(corpus):
    alone = [replace(one, group=one.name) if one.label is not Label.LEGITIMATE else one for one in corpus]
    assert counted_faults(alone) == {"sequences of outreach": "0, and there must be 80"}


def test_trades_are_those_of_outreach(corpus):
    alike = [replace(one, shape="roofs") if one.label is not Label.LEGITIMATE else one for one in corpus]
    assert counted_faults(alike) == {"trades": "1, and there must be 60"}


def test_the_program_lists_every_fault_and_ends_with_1(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "recipients" / "alma").mkdir(parents=True)
    (tmp_path / "recipients" / "alma" / "profile.toml").write_text('[me]\nname = "Alma"\naddresses = ["a@b.example"]\n')
    mails = "".join(
        f"From corpus x\nCorpus-Label: {label}\nCorpus-Recipient: alma\nSubject: {label}\n\n{prose(f'{label}{at}')}\n\n"
        for at, label in enumerate(list(LABELS) * 6)
    )
    (tmp_path / "corpus" / "alma-1.mbox").write_text(mails)
    done = subprocess.run(
        [sys.executable, "-m", "triage.learn.check", tmp_path], capture_output=True, text=True, cwd=DATA.parent
    )
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (1, "")
    assert "messages: 30 (at least 2400)" in lines
    assert "  messages: 30, and there must be 2400" in lines
    said = next(at for at, line in enumerate(lines) if line.endswith(" faults"))
    assert lines[said] == f"{len(lines) - said - 1} faults"
    assert Counter(line.startswith("  ") for line in lines[said + 1 :]) == {True: len(lines) - said - 1}
