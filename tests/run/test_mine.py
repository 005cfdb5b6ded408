"""What my own mail tells: in memory, on disk, and on a server that does not let me read everything."""

import pytest
from servers import raw_client

from triage.domain import Folder
from triage.mailbox.imap import connect
from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.mailbox.local import open_path
from triage.memory.store import open_store, preview_store
from triage.run.mine import KEPT_EACH, KEPT_FOLDERS, kept_folders, learn_kept, learn_sent


def letter(number, *, subject="Message", to="jo@vendor.example", more=""):
    head = f"From: sam@acme.example\nTo: {to}\nSubject: {subject}\nMessage-ID: <{number}@x>\n{more}"
    return f"{head}\nThe torque of the flange.\n{number}\n".encode()


@pytest.fixture
def server():
    made = InMemoryServer()
    for folder in ("Sent", "Projects"):
        made.create(folder)
    return made


@pytest.fixture
def learn(tmp_path, server):
    """Learn from one folder in a run of its own; return how many messages were read, and the words that are known then."""

    def run(what, folder, *, opening=open_store):
        with opening(tmp_path / "work.sqlite3") as store, InMemoryMailbox(server) as mailbox:
            return what(mailbox, folder, store), dict(store.contacts.words())

    return run


@pytest.fixture
def contact(tmp_path):
    def find(address):
        with open_store(tmp_path / "work.sqlite3") as store:
            return store.contacts.contact(address)

    return find


# ---------------------------------------------------------------- whom I wrote to


def test_everybody_i_wrote_to_is_known_and_counted_once(server, learn, contact):
    for number in range(3):
        server.deliver(letter(number, to="jo@vendor.example, Ann <ann@b.example>"), folder="Sent")
    assert [learn(learn_sent, "Sent")[0] for _ in range(2)] == [3, 0]
    assert contact("jo@vendor.example").count == 3
    assert contact("ann@b.example").count == 3
    assert contact("sam@acme.example") is None


def test_only_what_came_since_is_read(server, learn, contact):
    server.deliver(letter(1), folder="Sent")
    assert learn(learn_sent, "Sent")[0] == 1
    server.deliver(letter(2, to="ann@b.example"), folder="Sent")
    assert learn(learn_sent, "Sent")[0] == 1
    assert contact("ann@b.example").count == 1


def test_a_folder_whose_uids_count_anew_is_read_again_and_counted_once(server, learn, contact):
    for number in range(3):
        server.deliver(letter(number), folder="Sent")
    learn(learn_sent, "Sent")
    server.renumber("Sent")
    server.deliver(letter(9, to="ann@b.example"), folder="Sent")
    assert learn(learn_sent, "Sent")[0] == 4
    assert contact("jo@vendor.example").count == 3
    assert contact("ann@b.example").count == 1


def test_a_preview_reads_on_from_where_the_last_run_was_and_remembers_nothing(server, learn, contact):
    server.deliver(letter(1), folder="Sent")
    learn(learn_sent, "Sent")
    server.deliver(letter(2, to="ann@b.example"), folder="Sent")
    assert [learn(learn_sent, "Sent", opening=preview_store)[0] for _ in range(2)] == [1, 1]
    assert contact("ann@b.example") is None


def test_files_are_read_anew_each_time_and_counted_once(tmp_path):
    (tmp_path / "mail").mkdir()
    for number in range(3):
        (tmp_path / "mail" / f"{number}.eml").write_bytes(letter(number))
    with open_store(tmp_path / "work.sqlite3") as store:
        for _ in range(2):
            with open_path(tmp_path / "mail", writable=False) as mailbox:
                assert learn_sent(mailbox, "INBOX", store) == 3
        assert store.contacts.contact("jo@vendor.example").count == 3


def test_the_words_of_subjects_that_i_began_are_counted_once_a_message(server, learn):
    for raw in (
        letter(1, subject="Flange and flange torque"),
        letter(2, subject="=?utf-8?q?Gr=C3=B6=C3=9Fe?= of the FLANGE"),
        letter(3, subject="Re: your rankings"),
        letter(4, subject="AW: Ihre Platzierung"),
        letter(5, subject="Fwd: some rumours"),
        letter(6, subject="VS: teidän sijoitus", more="In-Reply-To: <pitch@vendor.example>\n"),
    ):
        server.deliver(raw, folder="Sent")
    assert learn(learn_sent, "Sent") == (6, {"flange": 2, "torque": 1, "grösse": 1})
    assert learn(learn_sent, "Sent")[1] == {"flange": 2, "torque": 1, "grösse": 1}


# ---------------------------------------------------------------- what I keep


def test_the_words_on_what_i_keep_are_counted_once_a_message_answers_too(server, learn, contact):
    server.deliver(letter(1, subject="Flange torque"), folder="Projects")
    server.deliver(letter(2, subject="Re: flange quote"), folder="Projects")
    assert learn(learn_kept, ["Projects"]) == (2, {"flange": 2, "torque": 1, "quote": 1})
    server.renumber("Projects")
    assert learn(learn_kept, ["Projects"]) == (2, {"flange": 2, "torque": 1, "quote": 1})
    assert contact("jo@vendor.example") is None, "who wrote to me proves nothing"


def test_of_a_large_folder_only_the_newest_are_read(server, learn):
    server.deliver(letter(0, subject="Oldest"), folder="Projects")
    for number in range(1, KEPT_EACH + 1):
        server.deliver(letter(number, subject="Newer"), folder="Projects")
    assert learn(learn_kept, ["Projects"]) == (KEPT_EACH, {"newer": KEPT_EACH})


def test_the_folders_that_i_keep_are_those_into_which_only_i_put_mail():
    folders = [
        Folder("INBOX"),
        Folder("Sent"),
        Folder("Projects"),
        Folder("Projects/Kiln"),
        Folder("Papierkorb", "\\Trash"),
        Folder("Everything", "\\All"),
        Folder("Junk E-mail"),
        Folder("Gelöschte Elemente"),
        Folder("Outreach/Spray"),
        Folder("Work"),
        Folder("Lieferanten"),
    ]
    kept = kept_folders(folders, swept=["INBOX", "Work"], filed_under="Outreach", sent="Sent")
    assert kept == ["Projects", "Projects/Kiln", "Lieferanten"]


def test_not_every_folder_of_hundreds_is_looked_into():
    folders = [Folder(f"Client {number}") for number in range(300)]
    assert len(kept_folders(folders, swept=["INBOX"], filed_under="Outreach", sent=None)) == KEPT_FOLDERS


def test_a_folder_that_the_server_does_not_open_costs_nothing_but_its_words(dovecot, tmp_path):
    server = dovecot.server("kept")
    with raw_client(server) as client:
        for folder, subject in (("Closed", "Sprocket"), ("Open", "Flange")):
            client.create(folder)
            client.append(folder, None, None, letter(1, subject=subject).replace(b"\n", b"\r\n"))
    closed = dovecot.dir / "home" / "kept" / "Maildir" / ".Closed"
    for path in (closed / "cur", closed / "new", closed):
        path.chmod(0)
    try:
        with (
            connect(server, password="secret", writable=False) as mailbox,
            open_store(tmp_path / "work.sqlite3") as store,
        ):
            assert learn_kept(mailbox, ["Closed", "Open"], store) == 1
            assert store.contacts.words() == {"flange": 1}
    finally:
        for path in (closed, closed / "cur", closed / "new"):
            path.chmod(0o700)
