"""`triage retrain`: learns from folders, measures itself, and never makes things worse."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_corpus import small

from triage.cli.labelled import Truth
from triage.cli.options import Shared, settings
from triage.cli.retrain import Request, labelled_mail, retrain
from triage.cli.terminal import Progress
from triage.domain import OUTREACH, Label
from triage.learn.choice import Told
from triage.learn.corpus import load_corpus, starting_corpus
from triage.learn.modelfile import load
from triage.mailbox.base import identity
from triage.mailbox.maildir import MaildirMailbox
from triage.memory.corrections import Correction
from triage.memory.store import preview_store


def tree(root, **mail):
    """Make a tree of .eml files in folders that bear these names."""
    for folder, raws in mail.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(raws):
            (root / folder / f"{number:03}.eml").write_bytes(raw)
    return root


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """Mail of one hand of the corpus, as if it were mine."""
    by_label = {label: [] for label in Label}
    for example in load_corpus(starting_corpus()):
        if example.author == "ben":
            by_label[example.label].append(example.raw)
    return tree(tmp_path_factory.mktemp("mine"), **{str(label): raws[:12] for label, raws in by_label.items()})


def test_it_learns_reports_both_figures_takes_the_model_into_use_and_returns(triage, labelled, mail, make_folder):
    told = triage.json("retrain", "--from", labelled)
    assert told["schema"] == "triage.retrain/1"
    there = {folder.name: len(list(folder.iterdir())) for folder in labelled.iterdir()}
    assert told["messages"] == there
    assert told["read"] == sum(there.values())
    assert min(there.values()) >= 5
    assert set(told["before"]) == set(told["after"]) == {"legitimate_moved", "outreach_caught", "macro_f1", "kinds_f1"}
    assert told["promoted"] is (told["refused"] is None)
    assert told["dry_run"] is False
    said = load(Path(told["model"])).said
    assert sum(sum(counts.values()) for counts in said.values()) > 10, "of most offers the trade is known"
    assert {what for counts in said.values() for what in counts} <= {str(label) for label in OUTREACH}
    assert (
        triage("retrain", "--rollback", code=0 if told["promoted"] else 2).out.startswith("The model")
        or not told["promoted"]
    )
    assert triage("retrain", "--rollback", code=2).err.startswith(
        "triage: The model in use is the one that came with triage"
    )
    assert triage.json("clean", make_folder([mail.friend(1)]))["counts"]["legitimate"] == 1


def test_a_dry_run_writes_nothing(triage, labelled, tmp_path, monkeypatch, capsys):
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)
    asked = Request(str(labelled), dry_run=True, corpus=small(tmp_path / "corpus", ["claire", "scams"]))
    assert retrain(settings(Shared(json=True)), asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["dry_run"], told["promoted"], told["model"]) == (True, False, None)
    assert told["after"]["macro_f1"]
    assert not list(tmp_path.rglob("model.npz"))


@pytest.mark.parametrize(
    ("folders", "said"),
    [
        ({"legitimate": 3}, "3 legitimate messages and 0 of outreach; both are needed"),
        ({"spray": 1}, "0 legitimate messages and 1 of outreach; both are needed"),
        ({"spam": 2, "legitimate": 1}, "spam: no label is called so"),
    ],
)
def test_what_teaches_nothing_is_said_with_what_to_do(triage, mail, tmp_path, folders, said):
    root = tree(
        tmp_path / "set",
        **{name: [mail.raw(n, sender="jo@v.example") for n in range(count)] for name, count in folders.items()},
    )
    assert said in triage("retrain", "--from", root, code=2).err


def test_mail_in_a_folder_of_outreach_from_people_i_know_teaches_nothing(triage, mail, tmp_path):
    root = tree(tmp_path / "set", legitimate=[mail.raw(1, sender="jo@v.example")], spray=[mail.friend(2)])
    assert "1 legitimate messages and 0 of outreach" in triage("retrain", "--from", root, code=2).err


@pytest.mark.parametrize(("filed_before", "otherwise"), [(False, Told.PUT), (True, Told.LEFT)])
def test_what_i_moved_is_told_from_what_i_left_and_from_what_stood_there_before_triage(
    make_maildir, mail, filed_before, otherwise
):
    now = datetime(2024, 5, 1, tzinfo=UTC)
    with (
        MaildirMailbox(make_maildir([mail.pest(n) for n in range(3)]), writable=False) as mailbox,
        preview_store() as store,
    ):
        _, moved, unsaid = mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")])
        said = [
            Correction(identity(one), one.id, label, "pest.example", one.ref, now)
            for one, label in ((moved, Label.LEGITIMATE), (unsaid, None))
        ]
        store.corrections.record(said)
        if filed_before:
            store.journal.begin("INBOX", at=now)
        truth = Truth({"INBOX": Label.LEGITIMATE})
        found = {
            one.id: one.told for one in labelled_mail(mailbox, store, truth, Progress(shown=False), by_hand=frozenset())
        }
    assert list(found.values()).count(otherwise) == 2
    assert found[moved.id] is Told.MOVED
