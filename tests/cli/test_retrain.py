"""`triage retrain`: learns from folders, measures itself, and never makes things worse."""

import pytest

from triage.domain import Label
from triage.learn.corpus import load_corpus, starting_corpus


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
    assert min(there.values()) >= 5
    assert set(told["before"]) == set(told["after"]) == {"legitimate_moved", "outreach_caught", "macro_f1", "kinds_f1"}
    assert told["promoted"] is (told["refused"] is None)
    assert told["dry_run"] is False
    assert (
        triage("retrain", "--rollback", code=0 if told["promoted"] else 2).out.startswith("The model")
        or not told["promoted"]
    )
    assert triage("retrain", "--rollback", code=2).err.startswith(
        "triage: The model in use is the one that came with triage"
    )
    assert triage.json("clean", make_folder([mail.friend(1)]))["counts"]["legitimate"] == 1


def test_a_dry_run_writes_nothing(triage, labelled, tmp_path):
    told = triage.json("retrain", "--from", labelled, "--dry-run")
    assert (told["dry_run"], told["promoted"], told["model"]) == (True, False, None)
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
