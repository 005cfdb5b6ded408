"""What cannot be: every case ends with its exit code and one sentence that says what to do, and nothing is filed."""

import ctypes
import os
import shlex
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from triage.learn.modelfile import ARRAYS, FACTS, shipped
from triage.learn.versions import promote
from triage.memory.store import open_store, store_path

# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("clean", "--nonsense"),
        ("clean", "a", "b"),
        ("clean", "--limit", "many"),
        ("clean", "mail", "--limit", "0"),
        ("clean", "mail", "--limit", "-3"),
        ("clean", "mail", "--since", "yesteryear"),
        ("clean", "mail", "--since", "90"),
        ("clean", "mail", "--since", "99999999y"),
        ("clean", "mail", "--out", "elsewhere"),
        ("clean", "mail", "--apply"),
        ("clean", "mail", "--folder", "Nowhere"),
        ("clean", "mail", "--sent", "nowhere"),
        ("clean", "mail", "--account", "work"),
        ("clean", "--sent", "mail"),
        ("clean", "mail", "--apply", "--out", "mail"),
        ("clean",),
        ("clean", ""),
        ("clean", "http://acme.example/mail"),
        ("clean", "imap://sam@imap.acme.example/INBOX"),
        ("clean", "imap://imap.acme.example"),
        ("clean", "imaps://sam:secret@imap.acme.example"),
        ("clean", "imaps://sam@imap.acme.example:99999"),
        ("clean", "imaps://sam@imap.acme.example", "--apply", "--out", "elsewhere"),
        ("--config", "nowhere.toml", "clean", "mail"),
        ("why",),
        ("why", "nowhere.eml"),
        ("why", "mail"),
        ("why", "mail", "nowhere.eml"),
        ("why", "mail", "../secret.eml"),
        ("why", "INBOX;UIDVALIDITY=1/;UID=1"),
        ("undo", "a", "b"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_a_usage_error_with_a_sentence(triage, make_folder, ten, monkeypatch, tmp_path, words):
    make_folder(ten)
    monkeypatch.chdir(tmp_path)
    done = triage(*words, code=2)
    assert done.out == ""
    assert len(done.err.strip()) > 20
    assert "Traceback" not in done.err
    assert "secret" not in done.err.replace("../secret.eml", "")


def test_a_server_without_tls_is_refused_before_the_password_is_read(triage, tmp_path):
    missing = tmp_path / "no-such-password"
    done = triage("clean", "imap://sam@imap.acme.example/INBOX", code=2, TRIAGE_PASSWORD_FILE=str(missing))
    assert "imaps://" in done.err
    assert "password" in done.err
    assert str(missing) not in done.err


# ---------------------------------------------------------------- TARGET


@pytest.fixture
def targets(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "cat.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.mbox").touch()
    (tmp_path / "empty.eml").touch()
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7\n\0\0")
    (tmp_path / "plain.mbox").write_text("Dear diary,\n\ntoday no mail came.\n")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to("nowhere")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("missing", "does not exist"),
        ("empty", "holds no mail"),
        ("pictures", "holds no mail"),
        ("empty.mbox", "is empty"),
        ("empty.eml", "is empty"),
        ("letter.pdf", "is not mail"),
        ("plain.mbox", "holds no message"),
        ("pipe", "neither a file nor a folder"),
        ("dangling", "does not exist"),
        ("empty.mbox/below", "does not exist"),
    ],
)
def test_a_target_without_mail_is_a_usage_error(triage, targets, name, word):
    done = triage("clean", targets / name, code=2)
    assert word in done.err
    assert done.err.count("\n") == 1


def _without_the_powers_of_root():
    """Let root be refused like everybody: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH go, and do not come back with exec."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; fails for all others, who need it not


@pytest.mark.parametrize("part", [".", "0000.eml"])
def test_a_target_that_cannot_be_read_is_a_usage_error(triage, make_folder, ten, part):
    target = make_folder(ten) / part
    target.chmod(0)
    try:
        done = triage.ended("clean", target, preexec_fn=_without_the_powers_of_root)
    finally:
        target.chmod(0o700)
    assert done.code == 2
    assert "check its permissions" in done.err


def test_one_message_that_cannot_be_read_fails_and_the_rest_is_done(triage, make_folder, ten):
    folder = make_folder(ten)
    (folder / "0000.eml").chmod(0)
    done = triage.ended("clean", folder, "--json", preexec_fn=_without_the_powers_of_root)
    assert done.code == 6
    assert done.json["counts"]["failed"] == 1
    assert sum(done.json["counts"].values()) == 10


def test_a_half_written_mbox_gives_what_is_there(triage, make_mbox, ten):
    path = make_mbox(ten)
    path.write_bytes(path.read_bytes()[:-300])
    shown = triage.json("clean", path)
    assert sum(shown["counts"].values()) == 10
    assert shown["counts"]["failed"] == 0


@pytest.mark.parametrize(("cut", "expected"), [(1, 0), (4, 0), (5, 6), (20, 6), (40, 6)])
def test_an_mbox_that_ends_in_a_separator_fails_at_most_by_its_last_message(triage, make_mbox, mail, cut, expected):
    path = make_mbox([mail.friend(0), mail.friend(1)])
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"From someone") + cut])
    shown = triage.json("clean", path, code=expected)
    assert sum(shown["counts"].values()) - shown["counts"]["failed"] == 1


def test_other_files_among_eml_files_are_no_mail_and_no_failure(triage, make_folder, ten):
    folder = make_folder(ten)
    (folder / "notes.txt").write_text("remember the milk")
    (folder / ".hidden.eml").write_text("remember the milk")
    assert sum(triage.json("clean", folder)["counts"].values()) == 10


def test_out_inside_the_source_is_refused(triage, make_folder, ten):
    folder = make_folder(ten)
    assert "outside" in triage("clean", folder, "--apply", "--out", folder / "out", code=2).err


def test_out_that_is_a_file_is_refused(triage, make_folder, ten, tmp_path):
    (tmp_path / "file").touch()
    assert "is a file" in triage("clean", make_folder(ten), "--apply", "--out", tmp_path / "file", code=2).err


def test_out_where_another_file_stands_is_refused_and_that_file_kept(triage, make_folder, mail, tmp_path):
    folder, out = make_folder([mail.pest(0)]), tmp_path / "out"
    target = triage.json("clean", folder)["messages"][0]["folder"]
    (out / target).mkdir(parents=True)
    (out / target / "0000.eml").write_text("mine")
    assert "give an --out DIR that is empty" in triage("clean", folder, "--apply", "--out", out, code=5).err
    assert (out / target / "0000.eml").read_text() == "mine"


# ---------------------------------------------------------------- configuration


def test_a_configuration_with_three_faults_names_all_three(triage, make_folder, ten):
    triage.configure('[me]\nadresses = []\n\n[filing]\nmode = "delete"\nmin_confidence = 7\n')
    done = triage("clean", make_folder(ten), code=3)
    assert [word in done.err for word in ("me.adresses", "filing.mode", "filing.min_confidence")] == [True] * 3
    assert done.err.count("triage: ") == 3
    assert done.out == ""


def test_a_configuration_that_is_no_toml_is_told(triage, make_folder, ten):
    triage.configure("[me\n")
    assert "this is no TOML" in triage("clean", make_folder(ten), code=3).err


def test_a_password_in_the_configuration_is_refused_with_the_place_where_it_belongs(triage, make_folder, ten):
    triage.configure('[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\npassword = "hunter2"\n')
    done = triage("clean", make_folder(ten), code=3)
    assert "keyring" in done.err
    assert "hunter2" not in done.err


# ---------------------------------------------------------------- what is remembered


@pytest.fixture
def remembered(triage, make_maildir, ten):
    """A Maildir where one message was filed and others wait, and the file of what is remembered of it."""
    root = make_maildir(ten)
    triage("clean", root, "--apply", "--limit", "2")
    return root, store_path(triage.home / "state", str(root.resolve()))


def test_damaged_state_files_nothing_and_says_what_to_do(triage, remembered, census):
    root, state = remembered
    state.write_bytes(b"not a database at all" * 500)
    before = census(root)
    for words in (("clean", root, "--apply"), ("clean", root), ("undo",), ("status",)):
        done = triage(*words, code=5)
        assert "move it away" in " ".join(f"{done.out} {done.err}".split())
    assert census(root) == before


def test_state_that_another_program_locked_files_nothing(triage, remembered, census):
    root, state = remembered
    before = census(root)
    other = sqlite3.connect(state, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        done = triage.ended("clean", root, "--apply")
    finally:
        other.close()
    assert done.code == 5
    assert "locked by another program" in done.err
    assert census(root) == before


def test_state_of_a_newer_triage_files_nothing(triage, remembered, census):
    root, state = remembered
    with sqlite3.connect(state) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = census(root)
    assert "newer triage" in triage("clean", root, "--apply", code=5).err
    assert census(root) == before


def test_a_state_folder_that_cannot_be_made_files_nothing(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    (triage.home / "state").write_text("in the way")
    before = census(root)
    assert triage("clean", root, "--apply", code=5).err
    assert census(root) == before


def test_an_account_that_another_run_holds_is_left_alone(triage, remembered, census):
    root, state = remembered
    before = census(root)
    with open_store(state):
        for words in (("clean", root, "--apply"), ("undo",)):
            done = triage.ended(*words)
            assert done.code == 7
            assert "held by another run" in done.err
        assert triage.ended("clean", root).code == 0  # a preview disturbs nobody
    assert census(root) == before


def test_damaged_state_of_one_mailbox_stops_nobody_from_undoing_another(triage, remembered, make_maildir, ten):
    run = triage.json("clean", make_maildir(ten, name="Other"), "--apply")["run"]
    remembered[1].write_bytes(b"not a database at all" * 500)
    assert triage.json("undo", run)["counts"]["put_back"] == 5


# ---------------------------------------------------------------- the model


@pytest.fixture
def model(triage):
    """A model of the user's own, a copy of the shipped one."""
    folder = triage.home / "models" / "1"
    shutil.copytree(shipped(), folder)
    promote(folder)
    return folder


def test_a_model_of_the_users_own_is_used(triage, model, make_folder, ten):
    facts = (model / FACTS).read_text()
    (model / FACTS).write_text(facts.replace('"version": "', '"version": "mine-'))
    assert triage.json("status")["model"]["version"].startswith("mine-")
    assert triage("clean", make_folder(ten))


def _cut(model):
    (model / ARRAYS).write_bytes((model / ARRAYS).read_bytes()[:-100])


def _flip(model):
    raw = bytearray((model / ARRAYS).read_bytes())
    raw[len(raw) // 2] ^= 1
    (model / ARRAYS).write_bytes(raw)


def _pickle(model):
    import hashlib
    import json
    import pickle

    raw = pickle.dumps({"terms": 1})
    (model / ARRAYS).write_bytes(raw)
    facts = json.loads((model / FACTS).read_text())
    (model / FACTS).write_text(json.dumps(facts | {"sha256": hashlib.sha256(raw).hexdigest()}))


def _another(model):
    (model / FACTS).write_text((model / FACTS).read_text().replace('"format": ', '"format": 9'))


@pytest.mark.case(63)
@pytest.mark.parametrize(
    "spoil",
    [
        _cut,
        _flip,
        _pickle,
        _another,
        lambda model: (model / ARRAYS).unlink(),
        lambda model: (model / FACTS).write_text("{"),
        lambda model: (model / ARRAYS).chmod(0o666),
        lambda model: (model / FACTS).chmod(0o646),
    ],
    ids=[
        "cut",
        "bit flipped",
        "pickle renamed",
        "another format",
        "missing",
        "no JSON",
        "writable by all",
        "facts writable",
    ],
)
def test_a_model_that_cannot_be_trusted_files_nothing(triage, model, make_maildir, ten, census, spoil):
    spoil(model)
    root = make_maildir(ten)
    before = census(root)
    for words in (("clean", root, "--apply"), ("clean", root), ("why", next((root / "cur").iterdir()))):
        done = triage(*words, code=8)
        assert "reinstall triage, or run `triage retrain`" in done.err
        assert done.out == ""
    assert census(root) == before
    assert "reinstall" in " ".join(triage("status", code=8).out.split())


# ---------------------------------------------------------------- the reader of our output


def test_a_reader_that_goes_away_is_no_traceback(triage, make_folder, mail):
    folder = make_folder([mail.friend(n) for n in range(400)])
    first = triage.process("clean", folder, "--json")
    reader = subprocess.Popen(["head", "-c", "10"], stdin=first.stdout, stdout=subprocess.DEVNULL)
    first.stdout.close()
    reader.wait(30)
    assert "Traceback" not in first.stderr.read()
    first.stderr.close()
    first.wait(30)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_a_sentence(triage, make_folder, ten):
    with Path("/dev/full").open("w") as full:
        done = triage.ended("clean", make_folder(ten), "--json", stdout=full)
    assert done.code == 5
    assert "No space left" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_from_the_start_are_no_trouble(triage, make_maildir, ten, closed):
    root = make_maildir(ten)
    words = shlex.join(triage.command("clean", root, "--apply", "--json"))
    done = subprocess.run(["sh", "-c", f"{words} {closed}"], env={**os.environ, **triage.environ}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert len(list(root.glob(".Outreach.*/cur/*"))) == 5
