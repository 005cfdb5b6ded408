"""`triage promote` shows what a label has earned, refuses what is thin, and is obeyed from the next run on."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from servers import raw_client

from triage.domain import Label, Ref, Target
from triage.memory.corrections import Correction
from triage.memory.journal import Filing, State
from triage.memory.store import open_store, store_path

LONG_AGO = datetime.now(UTC) - timedelta(days=60)
LABELS = ["spray", "irrelevant", "pitch", "scam"]


@pytest.fixture
def past(triage):
    """Let this many have been filed two months ago as a label, some of them corrected, and a run have looked since."""
    number = itertools.count(1)

    def fill(label, judged, corrected=0, *, account="work", out=""):
        place = json.dumps({"path": "/mail", "out": out} if out else {"account": account})
        with open_store(store_path(triage.home / "state", account)) as store:
            run = store.journal.begin(place, at=LONG_AGO)
            names = [str(next(number)) for _ in range(judged)]
            filings = [Filing(Ref("INBOX", name, "7"), name, name, Label(label), ("wording",)) for name in names]
            intents = store.journal.intend(run, filings, Target("Outreach/Spray", "9", 1), at=LONG_AGO)
            store.journal.conclude((one, State.DONE, Ref("Outreach/Spray", one.filing.id, "9")) for one in intents)
            store.corrections.record(
                Correction(name, name, Label.LEGITIMATE, "", Ref("INBOX", name, "7"), LONG_AGO)
                for name in names[:corrected]
            )
            store.journal.begin(place, at=LONG_AGO + timedelta(days=30))

    return fill


def mode(triage, label):
    return triage.json("status")["modes"][label]


def configure(triage, filing):
    triage.configure((triage.home / "config.toml").read_text() + f"\n[filing]\n{filing}\n")


def test_without_a_label_every_one_shows_what_it_has_earned(triage, past):
    configure(triage, 'mode = "keyword"')
    past("spray", 300, 1)
    past("spray", 100, 1, account="home")
    past("pitch", 12)
    shown = triage.json("promote")
    assert list(shown["labels"]) == LABELS
    spray, pitch, scam = (shown["labels"][name] for name in ("spray", "pitch", "scam"))
    assert (spray["judged"], spray["corrected"], spray["thin"]) == (400, 2, False)
    assert spray["error_at_most"] == pytest.approx(0.0157, abs=1e-4)
    assert (pitch["judged"], pitch["thin"], pitch["error_at_most"]) == (12, True, pytest.approx(0.2209, abs=1e-4))
    assert (scam["judged"], scam["error_at_most"], scam["promoted"]) == (0, 1.0, None)
    screen = triage("promote").out
    assert "`triage promote spray`" in screen
    assert "`triage promote pitch`" not in screen
    assert "22.1%" in screen


def test_a_label_climbs_one_step_and_goes_back(triage, past):
    configure(triage, 'mode = "observe"')
    past("spray", 100)
    assert triage.json("promote", "spray")["promoted"] == {
        "label": "spray",
        "from": "observe",
        "to": "keyword",
        "forced": False,
    }
    assert mode(triage, "spray") == {"mode": "keyword", "promoted": True}
    assert mode(triage, "pitch") == {"mode": "observe", "promoted": False}
    done = triage("promote", "spray")
    assert "100 judged, 0 of them corrected, so its error is at most 3.0% (95 % sure)" in done.out
    assert mode(triage, "spray")["mode"] == "move"
    assert "is on move already" in triage("promote", "spray").out
    triage("promote", "spray", "--to", "keyword")
    assert mode(triage, "spray") == {"mode": "keyword", "promoted": True}
    triage("promote", "spray", "--to", "observe")
    assert mode(triage, "spray") == {"mode": "observe", "promoted": False}, "the configuration says it again"


@pytest.mark.parametrize(
    ("judged", "corrected", "told"),
    [
        (0, 0, "0 judged, 0 of them corrected, so nothing is known of its error"),
        (99, 0, "99 judged, 0 of them corrected, so its error is at most 3.0%"),
        (100, 1, "100 judged, 1 of them corrected, so its error is at most 4.7%"),
    ],
)
def test_thin_evidence_is_refused_with_its_figures_unless_forced(triage, past, judged, corrected, told):
    configure(triage, 'mode = "keyword"')
    past("spray", judged, corrected)
    done = triage("promote", "spray", code=2)
    assert told in done.err
    assert "--force" in done.err
    assert mode(triage, "spray") == {"mode": "keyword", "promoted": False}
    assert triage.json("promote", "spray", "--force")["promoted"]["forced"] is True
    assert mode(triage, "spray") == {"mode": "move", "promoted": True}
    assert triage.json("promote")["labels"]["spray"]["promoted"]["forced"] is True


def test_going_back_needs_no_evidence(triage):
    triage("promote", "scam", "--to", "observe")
    assert mode(triage, "scam") == {"mode": "observe", "promoted": True}


def test_mail_that_was_copied_is_no_evidence(triage, past):
    past("spray", 200, account="copies", out="/out")
    assert triage.json("promote")["labels"]["spray"]["judged"] == 0


def test_the_configuration_is_left_as_it_is(triage, past):
    configure(triage, 'mode = "keyword"  # for now')
    before = (triage.home / "config.toml").read_bytes()
    past("spray", 200)
    triage("promote", "spray")
    assert (triage.home / "config.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["newsletter"], "is no label of outreach; write one of spray, irrelevant, pitch, scam"),
        (["legitimate", "--force"], "is no label of outreach"),
        (["spray", "--to", "delete"], "write observe, keyword or move"),
        (["--to", "move"], "Name the label"),
        (["--force"], "Name the label"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(triage, words, told):
    assert told in triage("promote", *words, code=2).err


def test_an_account_can_be_looked_at_alone_and_not_promoted_alone(triage, past):
    accounts = ("work", "127.0.0.1"), ("home", "localhost")
    triage.configure(
        "".join(f'[account.{name}]\naddress = "sam@{name}.example"\nhost = "{host}"\n' for name, host in accounts)
    )
    past("spray", 30)
    past("spray", 7, account="home")
    assert triage.json("promote", "--account", "home")["labels"]["spray"]["judged"] == 7
    assert "holds for all accounts" in triage("promote", "spray", "--account", "home", code=2).err


def test_a_damaged_file_of_promotions_files_nothing_and_status_says_so(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    (triage.home / "state").mkdir(parents=True)
    (triage.home / "state" / "promotions.json").write_text("{")
    assert "promotions.json is damaged" in triage("clean", root, "--apply", code=5).err
    assert census(root) == before
    assert "damaged" in triage.json("status", code=5)["modes"]["error"]


# ---------------------------------------------------------------- what clean makes of it


def test_observing_remembers_and_writes_nothing_to_the_mailbox(triage, make_maildir, ten, census):
    configure(triage, 'mode = "observe"')
    root = make_maildir(ten)
    before = census(root)
    done = triage("clean", root, "--apply")
    assert "Observed, nothing is moved or marked:" in done.out
    assert "only looked at" in done.out
    assert "triage undo" not in done.out
    assert census(root) == before
    assert triage.json("status")["mailboxes"][0]["remembered"] == 5
    shown = triage.json("clean", root, "--apply", code=0)
    assert {one["folder"] for one in shown["messages"]} == {None}
    triage("clean", root, "--apply", "--fail-if-found", code=10)


def test_observing_a_file_needs_no_place_for_copies(triage, make_mbox, ten, tmp_path):
    configure(triage, 'mode = "observe"')
    path = make_mbox(ten)
    triage("clean", path, "--apply")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["home", "mail.mbox"]


def observed(triage, account, days):
    """Let what was observed have been so for so many days."""
    with open_store(store_path(triage.home / "state", account)) as store:
        seen = store.observations.all()
        store.observations.forget_before(datetime.now(UTC) + timedelta(days=1))
        store.observations.record(replace(one, at=one.at - timedelta(days=days)) for one in seen)


def scams(triage):
    found = triage.json("promote")["labels"]["scam"]
    return found["judged"], found["corrected"], found["recent"]


def test_what_is_observed_is_evidence_for_the_first_step(triage, dovecot, dovecot_user, mail, tmp_path):
    """On a real server, where its reader keeps one in a folder that [learn] names, and answers another."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    text = f'[account.work]\naddress = "work@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
    text += f'port = {dovecot_user.port}\ntls = "none"\n[filing]\nmode = "observe"\n[learn]\nlegitimate = ["Clients"]\n'
    triage.configure(text)
    dovecot.fill(dovecot_user.user, [mail.scam(number) for number in range(101)])
    triage("clean", "--apply")
    assert scams(triage) == (0, 0, 101)
    assert "101 more were filed, marked or observed less than 7 days" in triage("promote", "scam", code=2).err
    observed(triage, "work", 30)
    assert scams(triage) == (0, 0, 101), "no run has looked since"
    triage("clean", "--apply")
    assert scams(triage) == (101, 0, 0)
    assert triage.json("promote", "scam")["promoted"]["forced"] is False
    triage("promote", "scam", "--to", "observe")
    with raw_client(dovecot_user) as client:
        client.create("Clients")
        client.select("INBOX")
        client.store("2", "+FLAGS", "(\\Answered)")
        client.uid("MOVE", "1", "Clients")
    triage("clean", "--apply")
    assert scams(triage) == (101, 2, 0)
    assert "2 of them corrected" in triage("promote", "scam", code=2).err


def test_of_files_that_nobody_can_correct_nothing_is_remembered(triage, make_maildir, make_folder, mail):
    configure(triage, 'mode = "observe"')
    triage("clean", make_folder([mail.scam(number) for number in range(3)]), "--apply")
    assert scams(triage) == (0, 0, 0)
    triage("clean", make_maildir([mail.scam(number) for number in range(3)]), "--apply")
    assert scams(triage) == (0, 0, 3)
    triage("clean", make_maildir([mail.scam(9)], name="Other"))
    assert scams(triage) == (0, 0, 3), "a preview remembers nothing"


@pytest.mark.parametrize("words", [["--apply"], ["--apply", "--json"]])
def test_keywords_on_this_disk_are_refused_with_what_to_do(triage, make_maildir, ten, census, words):
    configure(triage, '[filing.modes]\npitch = "keyword"')
    root = make_maildir(ten)
    before = census(root)
    done = triage("clean", root, *words, code=2)
    assert "Keywords are kept by an IMAP server" in done.err
    assert "triage promote LABEL --to move" in done.err
    assert census(root) == before
    triage("clean", root)


def test_a_label_of_its_own_mode_stays_while_the_others_move(triage, make_maildir, ten):
    root = make_maildir(ten)
    labels = {one["label"] for one in triage.json("clean", root)["messages"] if one["folder"]}
    for label in labels:
        triage("promote", label, "--to", "observe")
    assert {one["folder"] for one in triage.json("clean", root, "--apply")["messages"]} == {None}
    for label in labels:
        triage("promote", label, "--to", "move", "--force")
    assert sum(one["folder"] is not None for one in triage.json("clean", root, "--apply")["messages"]) == 5
