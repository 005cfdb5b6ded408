"""What data/ promises: enough mail, balanced and labelled throughout, and no text that stands there twice."""

from __future__ import annotations

import functools
import json
import re
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from letters import DATA

from triage.domain import LABELS, OUTREACH, Label, RepeatKind
from triage.judge.repeats import REBOOT_AFTER
from triage.judge.words import own_text, words
from triage.learn.corpus import load_corpus, load_recipient
from triage.read import read

LEGITIMATE_SHAPES = set(
    """price-request institution-inquiry investor introduction after-meeting sponsor job-applicant journalist bug-report
    refund-request security-report podcast-invitation speaking-invitation acquisition reuse-request calendar-invitation
    candidate-after-interview customer-colleague vendor-renewal forwarded-pitch salesy-customer supplier-price-list school
    family friend colleague customer sign-up trial verification receipt shipping bank tax official newsletter product-update
    notification support-reply list-post template-colleague voicemail linkedin-platform other-stranger""".split()
)
"""The strangers and acquaintances of docs/glossary.md whose mail must stay."""
LANGUAGES = set("en de fr es pt it nl pl".split())
REPEATS = re.compile(r"(exact|variant|bump|reboot|sister|news) of (<[^<>\s]+>)")
HEADERS = ("from", "to", "subject", "date", "message-id")
SHINGLE = 5
SHARED = 0.3
IDIOM = 5


@functools.cache
def corpus():
    return load_corpus(DATA)


@functools.cache
def ids():
    return {example.message.message_id: example for example in corpus()}


# ---------------------------------------------------------------- the starter corpus


def test_there_are_enough_messages_and_at_least_half_are_legitimate():
    labels = Counter(example.label for example in corpus())
    assert len(corpus()) >= 600
    assert labels[Label.LEGITIMATE] * 2 >= len(corpus())
    assert all(labels[label] >= 50 for label in OUTREACH)


def test_at_least_four_recipients_tell_who_they_are_and_what_they_write():
    folders = sorted(path for path in (DATA / "recipients").iterdir() if path.is_dir())
    assert len(folders) >= 4
    for folder in folders:
        me = load_recipient(folder)
        assert me.name
        assert me.addresses
        assert me.interests
        assert me.never
        assert len(me.about.split()) >= 50, folder.name
        assert len((folder / "sent.txt").read_text("utf-8").split("\n")) >= 20, folder.name


def test_every_recipient_has_legitimate_mail_and_outreach_of_every_kind():
    found = defaultdict(set)
    for example in corpus():
        found[example.recipient.name].add(example.label)
    assert {name for name, labels in found.items() if labels != set(LABELS)} == set()


def test_what_is_told_of_each_message_is_valid():
    wrong = [
        example.name
        for example in corpus()
        if example.language not in LANGUAGES
        or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", example.shape)
        or not re.fullmatch(r"[\w.-]+", example.group)
        or not (example.repeats == "" or REPEATS.fullmatch(example.repeats))
    ]
    assert wrong == []


def test_legitimate_mail_has_the_shapes_of_legitimate_mail_and_every_one_of_them():
    shapes = Counter(example.shape for example in corpus() if example.label is Label.LEGITIMATE)
    assert LEGITIMATE_SHAPES - set(shapes) == set()
    assert set(shapes) - LEGITIMATE_SHAPES == set()


def test_every_message_can_be_read_whole_and_has_what_mail_has():
    for example in corpus():
        message = example.message
        assert message.faults == (), example.name
        assert message.date is not None, example.name
        assert message.message_id, example.name
        assert message.sender.domain, example.name
        present = {name for name, _ in message.headers}
        assert [name for name in HEADERS if name not in present] == [], example.name
        assert not [name for name in present if name.startswith("corpus")], example.name
        assert own_text(message) or message.text.quoted or message.images, example.name


def test_message_ids_are_unique():
    times = Counter(example.message.message_id for example in corpus())
    assert [one for one, count in times.items() if count > 1] == []


def test_a_repeat_names_an_earlier_message_of_its_group_and_keeps_its_label():
    repeats = [example for example in corpus() if example.repeats]
    assert {REPEATS.fullmatch(example.repeats)[1] for example in repeats} >= {
        "variant",
        "bump",
        "reboot",
        "sister",
        "news",
    }
    for example in repeats:
        kind, of = REPEATS.fullmatch(example.repeats).groups()
        original = ids().get(of)
        assert original is not None, example.name
        assert original.message.date < example.message.date, example.name
        assert original.group == example.group, example.name
        if kind != "news":
            assert original.label is example.label, example.name
        if kind == "reboot":
            assert example.message.date - original.message.date > REBOOT_AFTER, example.name


def test_no_label_is_known_by_its_language_or_its_years():
    for label in LABELS:
        mine = [example for example in corpus() if example.label is label]
        assert len({example.language for example in mine}) >= 5, label
        years = {example.message.date.year for example in mine}
        assert min(years) < 2010, label
        assert max(years) >= 2024, label


def test_no_two_messages_share_their_text_unless_they_belong_together():
    """Shared runs of five words, as a share of the shorter text: a slot-filled template would stand out at once. An idiom may
    make up half of a text of two lines.
    """
    runs = []
    holders = defaultdict(list)
    for at, example in enumerate(corpus()):
        said = words(own_text(example.message))
        mine = set(zip(*(said[offset:] for offset in range(SHINGLE)), strict=False))
        runs.append(mine)
        for run in mine:
            holders[run].append(at)
    shared = Counter((one, other) for held in holders.values() for one in held for other in held if one < other)
    alike = [
        f"{corpus()[one].name} ~ {corpus()[other].name}: {count}"
        for (one, other), count in shared.items()
        if corpus()[one].group != corpus()[other].group
        and count >= IDIOM
        and count > SHARED * min(len(runs[one]), len(runs[other]))
    ]
    assert alike == []


# ---------------------------------------------------------------- the demo mailbox

DEMO = DATA / "demo"


@functools.cache
def demo():
    """Return what the demo tells of its mail, and each message."""
    told = [json.loads(line) for line in (DEMO / "labels.jsonl").read_text("utf-8").splitlines()]
    return {one["file"]: (one, read((DEMO / "mail" / one["file"]).read_bytes())) for one in told}


def test_the_demo_has_enough_mail_over_three_years():
    dates = [message.date for _, message in demo().values()]
    assert len(dates) >= 80
    assert max(dates) - min(dates) > timedelta(days=2 * 365)
    assert len({date.year for date in dates}) >= 3


def test_the_labels_of_the_demo_are_those_of_its_files():
    assert sorted(demo()) == sorted(path.name for path in (DEMO / "mail").iterdir())
    assert len(demo()) == len((DEMO / "labels.jsonl").read_text("utf-8").splitlines()), "no file twice"
    for told, message in demo().values():
        assert set(told) == {"file", "label", "shape", "repeat", "follows"}
        assert told["label"] in LABELS
        assert message.faults == (), told["file"]
        assert message.date is not None, told["file"]
        assert message.sender.spec, told["file"]


def test_every_label_and_every_kind_of_repeat_occurs_in_the_demo():
    assert {told["label"] for told, _ in demo().values()} == set(LABELS)
    assert {told["repeat"]["kind"] for told, _ in demo().values() if told["repeat"]} == set(RepeatKind)
    assert any(told["follows"] for told, _ in demo().values())
    legitimate = {told["shape"] for told, _ in demo().values() if told["label"] == Label.LEGITIMATE}
    assert len(legitimate) >= 25


@pytest.mark.parametrize("link", ["repeat", "follows"])
def test_what_the_demo_links_comes_after_its_original(link):
    for told, message in demo().values():
        linked = told[link]
        if not linked:
            continue
        original_told, original = demo()[linked["of"] if link == "repeat" else linked]
        assert original.date < message.date, told["file"]
        assert original_told["label"] in OUTREACH
        if link == "repeat":
            assert original_told["label"] == told["label"], told["file"]
            assert original_told["repeat"] is None, "it names the first one"
            if linked["kind"] == RepeatKind.REBOOT:
                assert message.date - original.date > REBOOT_AFTER


def test_the_demo_is_not_in_the_corpus():
    assert not {message.message_id for _, message in demo().values()} & set(ids())


def test_the_sent_mail_of_the_demo_is_written_by_its_owner():
    sent = [read(path.read_bytes()) for path in sorted((DEMO / "sent").iterdir())]
    assert len(sent) >= 5
    assert len({message.sender.domain for message in sent}) == 1
    assert all(message.recipients and message.message_id for message in sent)
