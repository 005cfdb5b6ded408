from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

import pytest

from triage.domain import Label, Ref, Target
from triage.errors import HeldError, StateError
from triage.memory import contacts, journal
from triage.memory.database import Database
from triage.memory.journal import Filing
from triage.memory.store import MIGRATIONS, open_store, preview_store, store_path

NOW = datetime(2024, 3, 1, 9, tzinfo=UTC)
FILING = Filing(Ref("INBOX", "1", "7"), "a" * 64, "INBOX;UIDVALIDITY=7/;UID=1", Label.SPRAY, ("calendar-link-only",))
TARGET = Target("Outreach/Spray", "8", 4)


def _file_one(store):
    run = store.journal.begin("INBOX", at=NOW)
    return store.journal.intend(run, [FILING], TARGET, at=NOW)


def _tree(folder):
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.iterdir()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "work.sqlite3"


# ---------------------------------------------------------------- opening


def test_what_was_written_is_there_at_the_next_opening(path):
    with open_store(path) as store:
        intents = _file_one(store)
        store.contacts.add_sent(["jo@vendor.example"], message_id="<a@b>", date=NOW)
    with open_store(path) as store:
        assert store.journal.open_intents() == intents
        assert store.contacts.knows("jo@vendor.example")


def test_only_the_owner_can_read_the_state(path):
    before = os.umask(0)
    try:
        with open_store(path) as store:
            _file_one(store)
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(["work.sqlite3", "work.sqlite3-wal", "work.sqlite3-shm", "work.lock"], 0o600)


def test_a_commit_is_on_the_disk_when_it_returns(path):
    with open_store(path):
        pass
    database = Database.writable(path)
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.rows("PRAGMA synchronous") == [(2,)]
    database.close()


@pytest.mark.parametrize("account", ["work", "../../etc/passwd", "imap://a@b.example/INBOX", "x" * 500, "", "\0"])
def test_any_account_has_a_file_of_its_own_inside_the_state_folder(tmp_path, account):
    path = store_path(tmp_path, account)
    open_store(path).close()
    assert path.parent == tmp_path
    assert path.is_file()


def test_a_plain_name_is_the_name_of_its_file(tmp_path):
    assert store_path(tmp_path, "work") == tmp_path / "work.sqlite3"


def test_two_names_that_look_alike_have_two_files(tmp_path):
    names = ["a/b", "a-b", "a:b", "a b", ""]
    assert len({store_path(tmp_path, name) for name in names}) == len(names)


# ---------------------------------------------------------------- one run per account


def test_a_second_run_in_this_process_is_refused_and_the_first_goes_on(path):
    with open_store(path) as store:
        with pytest.raises(HeldError, match=f"work is held by another run \\(process {os.getpid()}\\)"):
            open_store(path)
        _file_one(store)
    open_store(path).close()


def test_a_second_process_is_refused_until_the_first_ends_even_by_kill(path):
    code = textwrap.dedent("""
        import sys, pathlib, time
        from triage.memory.store import open_store
        store = open_store(pathlib.Path(sys.argv[1]))
        print("held", flush=True)
        sys.stdin.read()
    """)
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(HeldError, match=f"process {holder.pid}"):
            open_store(path)
        preview_store(path).close()
    finally:
        holder.kill()
        holder.communicate()
    open_store(path).close()


def test_two_accounts_do_not_disturb_each_other(path):
    with open_store(path), open_store(path.with_name("home.sqlite3")):
        pass


# ---------------------------------------------------------------- schema


def _at_version(path, version, *, filled):
    """Write a file as a triage of that schema version left it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    database = Database.writable(path)
    database.migrate(MIGRATIONS[:version])
    if filled and version >= 1:
        store = journal.Journal(database)
        store.intend(store.begin("INBOX", at=NOW), [FILING], TARGET, at=NOW)
    if filled and version > MIGRATIONS.index(contacts.create_domains):
        contacts.Contacts(database).add_sent(["jo@vendor.example"], message_id="<a@b>", date=NOW)
    elif filled and version >= 2:
        database.run("INSERT INTO contact VALUES ('jo@vendor.example', ?1, ?1, 1)", (NOW.isoformat(),))
    if filled and version in (3, 4):
        database.run(
            "INSERT INTO fingerprint VALUES (1, 'a', 1, 'jo@v.example', 'v.example', 'Jo', 'spray', 1, x'', x'', x'', x'')"
        )
        database.run("INSERT INTO fp VALUES (7, 1)")
    if filled and version >= 4:
        contacts.Contacts(database).add_sent([], message_id="<c@b>", date=NOW, words=["flange"])
    database.close()


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "with-rows"])
@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
@pytest.mark.parametrize("opening", [open_store, preview_store])
def test_every_older_schema_is_brought_up_to_date_and_keeps_its_rows(path, version, filled, opening):
    _at_version(path, version, filled=filled)
    with opening(path) as store:
        assert [intent.filing for intent in store.journal.open_intents()] == [FILING] * (filled and version >= 1)
        assert store.contacts.knows("jo@vendor.example") is (filled and version >= 2)
        wrote = store.contacts.wrote_to_domain("vendor.example", before=datetime(2025, 1, 1, tzinfo=UTC))
        assert wrote == (NOW if filled and version >= 2 else None)
        store.contacts.add_sent([], message_id="<d@b>", date=NOW, words=["flange"])
        assert store.contacts.words() == {"flange": 2 if filled and version >= 4 else 1}
        assert store.fingerprints.count() == 0, "the first form of fingerprints is forgotten"
        store.check()


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_a_preview_migrates_a_copy_and_not_the_file(path, version):
    _at_version(path, version, filled=True)
    before = _tree(path.parent)
    preview_store(path).close()
    assert _tree(path.parent) == before


def test_a_migration_that_fails_leaves_the_schema_before_it(path):
    _at_version(path, 1, filled=True)
    database = Database.writable(path)

    def half(database):
        contacts.create(database)
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        database.migrate((MIGRATIONS[0], half))
    assert database.version == 1
    database.close()
    with open_store(path) as store:
        assert store.contacts.count() == 0


@pytest.mark.parametrize("opening", [open_store, preview_store])
def test_a_file_of_a_newer_triage_is_refused_and_left_alone(path, opening):
    _at_version(path, len(MIGRATIONS), filled=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StateError, match=rf"written by a newer triage \(schema 99, known here {len(MIGRATIONS)}\)"):
        opening(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM intent").fetchone() == (1,)
    connection.close()


# ---------------------------------------------------------------- previews


def test_a_preview_reads_the_past_and_leaves_no_trace(path):
    with open_store(path) as store:
        _file_one(store)
        store.contacts.add_sent(["jo@vendor.example"], message_id="<a@b>", date=NOW)
    before = _tree(path.parent)
    with preview_store(path) as store:
        assert store.journal.is_settled(FILING.identity)
        store.contacts.add_sent(["ann@vendor.example", "jo@vendor.example"], message_id="<c@d>", date=NOW)
        store.journal.begin("INBOX", at=NOW)
        assert store.contacts.knows("ann@vendor.example")
        assert store.contacts.contact("jo@vendor.example").count == 2
        assert store.contacts.count() == 2
        assert _tree(path.parent) == before
    assert _tree(path.parent) == before


def test_a_preview_beside_a_run_sees_what_it_has_committed(path):
    with open_store(path) as running:
        _file_one(running)
        with preview_store(path) as preview:
            assert preview.journal.is_settled(FILING.identity)
        running.contacts.add_sent(["jo@vendor.example"], message_id="<a@b>", date=NOW)


@pytest.mark.parametrize("missing", [True, False], ids=["no-file-yet", "no-account"])
def test_a_preview_without_a_past_makes_no_file(path, missing):
    with preview_store(path if missing else None) as store:
        _file_one(store)
    assert not path.parent.exists()


# ---------------------------------------------------------------- what can go wrong with the file


def _damage(path, how):
    raw = bytearray(path.read_bytes())
    match how:
        case "other-file":
            raw[:] = b"From me Mon Jan  1\n" * 1000
        case "pages":
            raw[4096:] = os.urandom(len(raw) - 4096)
        case "cut":
            del raw[5000:]
    path.write_bytes(raw)


def _read_all(opening, path):
    with opening(path) as store:
        store.journal.open_intents()
        store.check()


@pytest.mark.parametrize("how", ["other-file", "pages", "cut"])
@pytest.mark.parametrize("opening", [open_store, preview_store])
def test_a_damaged_file_is_told_with_what_to_do_and_not_touched(path, how, opening):
    with open_store(path) as store:
        _file_one(store)
    _damage(path, how)
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"damaged.*move it away and run again"):
        _read_all(opening, path)
    assert path.read_bytes() == before


def test_after_the_damaged_file_is_moved_away_a_new_one_is_made(path):
    with open_store(path):
        pass
    _damage(path, "other-file")
    with pytest.raises(StateError):
        open_store(path)
    path.rename(path.with_suffix(".damaged"))
    with open_store(path) as store:
        assert store.journal.runs() == []


def test_a_file_that_another_program_locks_is_told_and_nothing_is_written(path):
    with open_store(path):
        pass
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_store(path, busy_seconds=0.05) as store:
        with pytest.raises(StateError, match="locked by another program"):
            store.journal.begin("INBOX", at=NOW)
        assert store.journal.runs() == []
        other.execute("ROLLBACK")
        assert _file_one(store) == store.journal.open_intents()
    other.close()


def _fill(store):
    run = store.journal.begin("INBOX", at=NOW)
    for n in range(1000):
        store.journal.intend(
            run,
            [Filing(Ref("INBOX", f"{n}.{k}"), f"{n}.{k}" * 20, "x", Label.SPRAY) for k in range(50)],
            TARGET,
            at=NOW,
        )


def test_a_full_disk_is_told_and_what_was_committed_before_stays(path):
    with open_store(path) as store:
        store._databases[0].run("PRAGMA max_page_count = 60")
        with pytest.raises(StateError, match="disk is full; make room"):
            _fill(store)
        kept = len(store.journal.open_intents())
    with open_store(path) as store:
        store.check()
        assert len(store.journal.open_intents()) == kept
        assert kept % 50 == 0
        assert kept > 0


def test_a_file_that_may_not_grow_is_told_and_what_was_committed_before_stays(path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_store(path) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
        try:
            with pytest.raises(StateError, match="disk is full"):
                _fill(store)
            kept = len(store.journal.open_intents())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with open_store(path) as store:
        store.check()
        assert len(store.journal.open_intents()) == kept
        assert kept % 50 == 0
        assert kept > 0


def test_a_state_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "state").write_text("in the way")
    with pytest.raises(StateError, match="cannot hold what triage remembers"):
        open_store(tmp_path / "state" / "work.sqlite3")


def test_a_store_that_could_not_be_opened_lets_go_of_the_account(path):
    with open_store(path):
        pass
    good = path.read_bytes()
    _damage(path, "other-file")
    with pytest.raises(StateError):
        open_store(path)
    path.write_bytes(good)
    open_store(path).close()


def test_a_wrong_statement_is_not_told_as_a_damaged_file():
    database = Database.temporary()
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        database.rows("SELEKT")
    database.close()


def test_a_transaction_inside_another_is_part_of_it():
    database = Database.temporary()
    database.migrate(MIGRATIONS)
    with pytest.raises(KeyboardInterrupt):
        _add_and_break(database)
    assert not contacts.Contacts(database).knows("a@b.example")
    database.close()


def _add_and_break(database):
    with database.transaction():
        contacts.Contacts(database).add_sent(["a@b.example"], message_id="<a@b>", date=NOW)
        raise KeyboardInterrupt
