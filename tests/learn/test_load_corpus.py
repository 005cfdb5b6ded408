"""Labelled mail as it lies on the disk: the corpus in mbox form, and trees of labelled folders."""

from __future__ import annotations

import pytest

from triage.domain import Label, Recipient
from triage.errors import UsageError
from triage.learn.corpus import load_corpus, load_recipient, load_tree

PROFILE = """[me]
name = "Alma Terzic"
addresses = ["Alma@Kilnworks.Example"]
"""
HEAD = "From corpus Thu Jan  1 00:00:00 1970\n"
MAIL = """Corpus-Label: spray
Corpus-Recipient: alma
Corpus-Language: en
Corpus-Shape: web-design
Corpus-Group: alma-one
Corpus-Repeat: bump of <0@vendor.example>
From: Jo <jo@vendor.example>
Subject: your site
Message-ID: <1@vendor.example>
Content-Type: text/plain; charset=utf-8

Body ä
"""


@pytest.fixture
def data(tmp_path):
    """A folder like data/ with one recipient; its corpus is what a test writes to `corpus/`."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "recipients" / "alma").mkdir(parents=True)
    (tmp_path / "recipients" / "alma" / "profile.toml").write_text(PROFILE, encoding="utf-8")
    return tmp_path


def write(data, *mails, name="alma-1.mbox"):
    (data / "corpus" / name).write_text("".join(f"{HEAD}{mail}\n" for mail in mails), encoding="utf-8")


def test_a_message_comes_with_all_that_is_told_of_it(data):
    write(data, MAIL)
    (example,) = load_corpus(data)
    assert (example.name, example.author, example.group) == ("alma-1#0", "alma", "alma-one")
    assert (example.label, example.language, example.shape) == (Label.SPRAY, "en", "web-design")
    assert example.repeats == "bump of <0@vendor.example>"
    assert example.recipient.name == "Alma Terzic"
    assert (example.message.subject, example.message.message_id) == ("your site", "<1@vendor.example>")
    assert example.message.text.body == "Body ä"


@pytest.mark.parametrize(
    ("told", "hard", "pair"),
    [
        ("", "", ""),
        ("Corpus-Hard: near-miss\n", "near-miss", ""),
        ("Corpus-Pair: probate left\n", "", "probate left"),
        ("Corpus-pair:  tax-notice right \nCorpus-Hard: near-miss\n", "near-miss", "tax-notice right"),
    ],
    ids=["neither", "hard", "pair", "both"],
)
def test_what_makes_a_message_hard_is_told_and_taken_off(data, told, hard, pair):
    write(data, told + MAIL)
    (example,) = load_corpus(data)
    assert (example.hard, example.pair) == (hard, pair)
    assert b"Corpus-" not in example.raw.partition(b"\n\n")[0]


def test_what_the_corpus_tells_never_reaches_the_message(data):
    write(data, MAIL + "Corpus-Label: pitch\n")
    (example,) = load_corpus(data)
    assert b"Corpus-" not in example.raw.partition(b"\n\n")[0]
    assert not [name for name, _ in example.message.headers if name.startswith("corpus")]
    assert "Corpus-Label: pitch" in example.message.text.body, "below the head it is text like any other"


def test_lines_that_begin_with_from_are_the_bodys_own(data):
    write(data, MAIL.replace("Body ä", ">From the kiln.\n\n>From me\n> From you\nx >From z"), MAIL)
    first, _ = load_corpus(data)
    assert first.raw.endswith(b"\n\nFrom the kiln.\n\nFrom me\n> From you\nx >From z\n")


def test_files_and_messages_keep_a_stable_order(data):
    write(data, MAIL, MAIL.replace("spray", "scam"), name="zoe-2.mbox")
    write(data, MAIL, name="alma-10.mbox")
    write(data, MAIL, name="alma-1.mbox")
    (data / "corpus" / "notes.txt").write_text("no mail")
    assert [one.name for one in load_corpus(data)] == ["alma-1#0", "alma-10#0", "zoe-2#0", "zoe-2#1"]


def test_a_message_without_a_group_is_a_group_of_its_own(data):
    bare = MAIL.replace("Corpus-Group: alma-one\n", "").replace("Corpus-Repeat: bump of <0@vendor.example>\n", "")
    write(data, bare, bare)
    assert [(one.group, one.repeats) for one in load_corpus(data)] == [("alma-1#0", ""), ("alma-1#1", "")]


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        (MAIL.replace("Corpus-Label: spray\n", ""), r"alma-1#1.*Corpus-Label of legitimate, spray"),
        (MAIL.replace("spray", "Spray"), r"alma-1#1.*Corpus-Label of legitimate, spray"),
        (MAIL.replace("spray", "spam"), r"alma-1#1.*Corpus-Label of legitimate, spray"),
        (MAIL.partition("\n\n")[0], r"alma-1#1.*needs a body"),
        (MAIL.replace("Recipient: alma", "Recipient: elma"), r"alma-1#1.*Corpus-Recipient is none of alma"),
        (MAIL.replace("Corpus-Recipient: alma\n", ""), r"alma-1#1.*Corpus-Recipient is none of alma"),
    ],
    ids=["no-label", "capital", "no-such-label", "no-body", "unknown-recipient", "no-recipient"],
)
def test_a_message_that_tells_too_little_is_a_fault_with_its_place(data, mail, told):
    write(data, MAIL, mail.rstrip("\n"))
    with pytest.raises(UsageError, match=told):
        load_corpus(data)


def test_a_recipient_tells_what_stands_in_the_profile(data):
    folder = data / "recipients" / "alma"
    assert load_recipient(folder) == Recipient(name="Alma Terzic", addresses=frozenset({"alma@kilnworks.example"}))
    (folder / "about.txt").write_text("Kilnworks makes tableware.\n")
    (folder / "profile.toml").write_text(
        f'{PROFILE}domains = ["kilnworks.example"]\ncompany = "Kilnworks"\nrole = "potter"\nabout_file = "about.txt"\n'
        'interests = ["craft fairs"]\nnever = ["SEO", "crypto"]\n'
    )
    assert load_recipient(folder) == Recipient(
        name="Alma Terzic",
        addresses=frozenset({"alma@kilnworks.example"}),
        domains=frozenset({"kilnworks.example"}),
        company="Kilnworks",
        role="potter",
        about="Kilnworks makes tableware.\n",
        interests=("craft fairs",),
        never=("SEO", "crypto"),
    )
    (folder / "profile.toml").write_text(f'{PROFILE}about = "In short."\n')
    assert load_recipient(folder).about == "In short."


# ---------------------------------------------------------------- trees

ME = Recipient(name="Alma Terzic")


@pytest.fixture
def tree(tmp_path):
    for path in ("spray/b.eml", "spray/2024/a.eml", "legitimate/c.eml", "pitch/notes.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"Subject: %s\n\nHello\n" % path.encode())
    (tmp_path / "README").write_text("no folder, no label")
    return tmp_path


def test_a_tree_is_labelled_by_its_folders(tree):
    examples = load_tree(tree, ME)
    assert [(one.name, one.label, one.message.subject) for one in examples] == [
        ("legitimate/c.eml", Label.LEGITIMATE, "legitimate/c.eml"),
        ("spray/2024/a.eml", Label.SPRAY, "spray/2024/a.eml"),
        ("spray/b.eml", Label.SPRAY, "spray/b.eml"),
    ]
    assert {one.recipient for one in examples} == {ME}
    assert len({one.group for one in examples}) == 3


@pytest.mark.parametrize("name", ["sprays", "Pitch", "pitches", "spam", "inbox"])
def test_a_folder_that_is_no_label_is_named_with_what_is_expected(tree, name):
    (tree / name).mkdir()
    with pytest.raises(
        UsageError, match=f"^{name} is no label; folders here are named legitimate, spray, irrelevant, pitch, scam"
    ):
        load_tree(tree, ME)
