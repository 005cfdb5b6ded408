"""`triage doctor --learning` on a real server: a correction is made and arrives, and whatever ended it, all is as it was."""

from __future__ import annotations

import pytest
from servers import Proxy, raw_client

from triage.cli.doctor.teaching import FOLDER, MESSAGE
from triage.learn.modelfile import load, shipped
from triage.learn.versions import keep, promote

PARENT = "Outreach"
SCRATCH = f"{PARENT}/{FOLDER}"
SPRAY, PITCHES = f"{SCRATCH}/Spray", f"{SCRATCH}/Pitches"


@pytest.fixture(autouse=True)
def _password(triage, tmp_path):
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")


@pytest.fixture
def configure(triage, dovecot_user):
    """Write an account into the configuration; `port` is that of a proxy, `more` stands before it."""
    plain = (triage.home / "config.toml").read_text()

    def write(port=dovecot_user.port, *, senders='["@friend.example"]'):
        text = plain.replace('["@friend.example"]', senders)
        text += f'\n[account.work]\naddress = "work@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
        triage.configure(f'{text}port = {port}\ntls = "none"\n')

    write()
    return write


@pytest.fixture
def proxied(configure, dovecot_user):
    """Put a proxy before the server."""
    proxies = []

    def start(**rewrite):
        proxies.append(Proxy(dovecot_user.port, **rewrite))
        configure(proxies[-1].port)

    yield start
    for proxy in proxies:
        proxy.stop()


def learning(triage, *, code=0):
    """Run the proof and return what came of it."""
    found = triage.json("doctor", "--learning", code=code)["checks"]
    [check] = [one for one in found if one["check"] == "learning"]
    return check["result"], check["text"]


@pytest.fixture
def mailbox(dovecot_user):
    """Tell all that stands on the server: folder -> UIDs, flags, sizes and dates; what is subscribed to."""

    def told():
        found = {}
        with raw_client(dovecot_user) as client:
            for line in client.list()[1]:
                name = line.decode().rpartition(' "/" ')[2].strip('"')
                client.select(f'"{name}"', readonly=True)
                found[name] = client.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE INTERNALDATE)")[1]
            return found, sorted(client.lsub()[1], key=str)

    return told


@pytest.mark.usefixtures("configure")
def test_one_correction_arrives_and_mailbox_memory_and_model_are_as_before(triage, dovecot_user, mail, mailbox, census):
    with raw_client(dovecot_user) as client:
        for raw in (mail.pest(1), mail.friend(2)):
            client.append("INBOX", None, None, raw)
    triage("clean", "--apply", "--yes")
    promote(keep(load(shipped()), triage.home / "models", told={}))
    before, kept = mailbox(), census(triage.home)
    assert any(name.endswith(".sqlite3") for name in kept)
    assert any(name.endswith("model.npz") for name in kept)
    result, text = learning(triage)
    assert (result, f"from {SPRAY} to {PITCHES}" in text, "learnt as pitch, once" in text) == ("ok", True, True)
    assert (mailbox(), census(triage.home)) == (before, kept)


@pytest.mark.usefixtures("configure")
def test_where_there_was_no_folder_of_outreach_there_is_none_afterwards(triage, mailbox):
    before = mailbox()
    assert learning(triage)[0] == "ok"
    assert mailbox() == before
    screen = triage("doctor", "--learning").out
    assert "All is well" not in screen, "there is no folder of sent mail, which is to be told"
    assert "doctor --learning" not in screen
    assert "learning       ok" in screen


@pytest.mark.usefixtures("configure")
def test_it_is_done_only_where_it_was_asked_for_and_offered_otherwise(triage):
    assert "`triage doctor --learning` proves" in triage("doctor").out
    assert "learning" not in [one["check"] for one in triage.json("doctor")["checks"]]


def test_without_an_account_it_cannot_be_proven(triage):
    assert learning(triage, code=2) == (
        "fault",
        "It is proven on an account, and there is none; add a section [account.NAME].",
    )


def test_where_nothing_is_learnt_it_is_a_fault(triage, configure, mailbox):
    """Its sender is on the list of those who are never touched, so that no drag of their mail teaches."""
    before = mailbox()
    configure(senders='["@doctor.triage.invalid"]')
    result, text = learning(triage, code=1)
    assert (result, "was learnt: nothing, nothing, nothing; it should be" in text) == ("fault", True)
    assert mailbox() == before


def test_what_a_killed_proof_left_is_used_and_removed(triage, proxied, configure, mailbox):
    before, running = mailbox(), []

    def killed(chunk):
        if b" UID MOVE " in chunk:
            running[0].kill()
            return None
        return chunk

    proxied(to_server=killed)
    running.append(triage.process("doctor", "--learning"))
    with running[0] as process:
        process.communicate(timeout=60)
    assert process.returncode == -9
    assert len(mailbox()[0][SPRAY]) == 1
    configure()
    result, text = learning(triage)
    assert (result, text.endswith("what an interrupted proof had left there is gone, too")) == ("ok", True)
    after = mailbox()
    assert SCRATCH not in after[0]
    assert {name: uids for name, uids in after[0].items() if name != PARENT} == before[0]


def test_a_connection_that_is_cut_midway_leaves_nothing(triage, proxied, mailbox):
    before, cuts = mailbox(), []

    def cut(chunk):
        if b" UID MOVE " in chunk and not cuts:
            cuts.append(chunk)
            return None
        return chunk

    proxied(to_server=cut)
    result, text = learning(triage, code=5)
    assert (result, "broke during UID" in text) == ("fault", True)
    assert mailbox() == before


def test_what_cannot_be_removed_now_is_told_and_removed_by_the_next(triage, proxied, configure, mailbox):
    before = mailbox()
    proxied(to_server=lambda chunk: None if b"EXPUNGE" in chunk else chunk)
    result, text = learning(triage, code=5)
    assert (result, "could not be removed" in text, "removes it" in text) == ("fault", True, True)
    assert SCRATCH in mailbox()[0]
    configure()
    assert learning(triage)[0] == "ok"
    assert {name: uids for name, uids in mailbox()[0].items() if name != PARENT} == before[0]


def test_where_no_folder_may_be_made_it_says_so(triage, proxied, mailbox):
    before = mailbox()
    proxied(to_server=lambda chunk: chunk.replace(b" CREATE ", b" XREATE "))
    result, text = learning(triage, code=5)
    assert (result, f"The folder {SCRATCH} cannot be made" in text) == ("fault", True)
    assert mailbox() == before


@pytest.mark.usefixtures("configure")
def test_mail_of_somebody_else_in_its_folder_is_never_touched(triage, dovecot_user, mail, mailbox):
    with raw_client(dovecot_user) as client:
        client.create(PARENT)
        for name, raw in ((SCRATCH, mail.friend(1)), (SPRAY, MESSAGE)):
            client.create(name)
            client.append(name, None, None, raw)
    before = mailbox()
    result, text = learning(triage, code=2)
    assert (result, text.endswith("it holds mail that is not of it: 1. Move that elsewhere, then run again. Nothing was done.")) == (
        "fault", True,
    )  # fmt: skip
    assert mailbox() == before
