"""A reader's drags on a real server become a model of their own: figures before and after, a decision, and a way back.

The starting corpus is two hands of the real one, so that it takes seconds; the mail is that of a third.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest
from servers import raw_client
from small_corpus import small

from triage.cli.options import Shared, settings
from triage.cli.retrain import Request, retrain
from triage.domain import Label
from triage.learn.corpus import load_corpus, load_usage
from triage.learn.train import trained
from triage.learn.versions import in_use, keep, promote

MINE, OTHERS = "ben", ("claire", "scams")
FOLDERS = {
    Label.SPRAY: "Outreach/Spray",
    Label.IRRELEVANT: "Outreach/Irrelevant",
    Label.PITCH: "Outreach/Pitches",
    Label.SCAM: "Outreach/Scam",
    Label.LEGITIMATE: "INBOX",
}
DRAGS = 40


@pytest.fixture
def corpus(triage, tmp_path):
    """A small starting corpus, and a model in use that learnt from that alone."""
    root = small(tmp_path / "corpus", OTHERS)
    before = trained(load_corpus(root), usage=load_usage(root), version="small").model
    promote(keep(before, triage.home / "models", told={}))
    return root


@pytest.fixture
def account(triage, dovecot_user, tmp_path, monkeypatch):
    """An account in the configuration, with an empty mailbox."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)
    text = (triage.home / "config.toml").read_text()
    text += f'\n[account.work]\naddress = "work@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
    triage.configure(f'{text}port = {dovecot_user.port}\ntls = "none"\n')
    return dovecot_user


def digests(folder: Path):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def drag(client, truth):
    """Move mail to where it belongs, as its reader knows it, until it is enough; return how much of each label that was."""
    moved = Counter()
    for folder in FOLDERS.values():
        client.select(f'"{folder}"')
        for uid in client.uid("SEARCH", "ALL")[1][0].decode().split():
            raw = client.uid("FETCH", uid, "(BODY.PEEK[])")[1][0][1]
            label = truth[raw.replace(b"\r\n", b"\n")]
            if FOLDERS[label] != folder and moved.total() < DRAGS:
                assert client.uid("MOVE", uid, f'"{FOLDERS[label]}"')[0] == "OK"
                moved[str(label)] += 1
    return moved


def test_what_was_dragged_is_learnt_measured_taken_into_use_and_given_back_to_the_byte(
    triage, account, dovecot, corpus, tmp_path, capsys
):
    examples = load_corpus(small(tmp_path / "mine", [MINE]))
    truth = {one.raw: one.label for one in examples}
    dovecot.fill(account.user, [one.raw.replace(b"\n", b"\r\n") for one in examples])
    triage("clean", "--apply")
    with raw_client(account) as client:
        for name in set(FOLDERS.values()) - {"INBOX"}:
            client.create(name)
        moved = drag(client, truth)
    assert moved.total() == DRAGS
    triage("clean", "--apply")
    assert Counter(one["label"] for one in triage.json("teach")["corrections"]) == moved
    former = in_use(triage.home / "models")
    before = digests(former)
    capsys.readouterr()
    assert retrain(settings(Shared(json=True)), Request(corpus=corpus)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["promoted"], told["refused"]) == (True, None), told
    assert told["after"]["macro_f1"] > told["before"]["macro_f1"], "of mail that it had not seen"
    assert told["after"]["legitimate_moved"] <= told["before"]["legitimate_moved"]
    assert told["read"] == len(examples)
    own = in_use(triage.home / "models")
    assert (own != former, digests(own)["model.npz"] != before["model.npz"]) == (True, True)
    assert triage.json("retrain", "--rollback")["model"] == str(former)
    assert in_use(triage.home / "models") == former
    assert digests(former) == before
