"""`triage undo`, `status` and `demo` as they are shown, the shared options, and what a call may cost at its start."""

import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from triage.cli.options import Shared, moment
from triage.errors import UsageError

NOW = datetime(2024, 6, 15, 12, tzinfo=UTC)

# ---------------------------------------------------------------- status


def test_status_of_a_fresh_home_says_what_is_not_there_yet(triage):
    shown = triage.json("status")
    assert shown["schema"] == "triage.status/1"
    assert (shown["configured"], shown["accounts"], shown["mailboxes"]) == (True, [], [])
    assert shown["model"]["messages"] > 0
    (triage.home / "config.toml").unlink()
    assert "(not there yet)" in triage("status").out
    assert not (triage.home / "state").exists()


def test_status_shows_what_is_remembered_and_the_runs(triage, make_maildir, ten):
    root = make_maildir(ten)
    runs = [triage.json("clean", root, "--apply")["run"] for _ in range(2)]
    [mailbox] = triage.json("status")["mailboxes"]
    assert [run["run"] for run in mailbox["runs"]] == runs[::-1]
    assert [run["filed"] for run in mailbox["runs"]] == [0, 5]
    assert mailbox["open"] == 0
    assert mailbox["remembered"] == 5
    out = triage("status").out
    assert str(root)[-30:] in out
    assert runs[0] in out


def test_status_shows_the_configuration_that_was_named(triage, tmp_path):
    (tmp_path / "other.toml").write_text('[account.home]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n')
    shown = triage.json("status", "--config", tmp_path / "other.toml")
    assert (shown["config"], shown["accounts"]) == (str(tmp_path / "other.toml"), ["home"])


def test_status_answers_while_a_run_holds_the_account(triage, make_maildir, ten):
    from triage.memory.store import open_store, store_path

    root = make_maildir(ten)
    triage("clean", root, "--apply")
    with open_store(store_path(triage.home / "state", str(root.resolve()))):
        assert triage.json("status")["mailboxes"][0]["remembered"] == 5


# ---------------------------------------------------------------- undo


def test_undo_says_where_and_how_many(triage, make_maildir, ten):
    root = make_maildir(ten)
    run = triage.json("clean", root, "--apply")["run"]
    out = triage("undo").out
    assert f"5 messages of run {run} back where they were" in out
    assert str(root)[-40:] in out


def test_undo_lists_what_was_moved_since(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    moved = next(root.glob(".Outreach.*/cur/*"))
    (root / ".Keep" / "cur").mkdir(parents=True)
    shutil.move(moved, root / ".Keep" / "cur" / moved.name)
    out = triage("undo").out
    assert "1 message you moved since; what you moved stays where you put it:" in out
    assert moved.name.partition(":")[0] in out


def test_status_counts_what_was_taken_back_apart_from_what_is_still_filed(triage, make_maildir, ten):
    root = make_maildir(ten)
    run = triage.json("clean", root, "--apply")["run"]
    moved = next(root.glob(".Outreach.*/cur/*"))
    shutil.move(moved, root / "cur" / moved.name)
    triage("clean", root, "--apply")
    [told] = [one for one in triage.json("status")["mailboxes"][0]["runs"] if one["run"] == run]
    assert (told["filed"], told["taken_back"]) == (5, 1)
    assert "4 still filed, 1 taken back by you" in triage("status").out


def test_a_mailbox_that_is_gone_is_a_sentence(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    shutil.rmtree(root)
    assert "does not exist" in triage("undo", code=2).err


def test_an_account_that_left_the_configuration_is_a_sentence(triage):
    from triage.memory.store import open_store, store_path

    with open_store(store_path(triage.home / "state", "work")) as store:
        run = store.journal.begin('{"account": "work"}', at=NOW)
    assert "'work' is not in" in triage("undo", run, code=2).err


# ---------------------------------------------------------------- demo


def test_the_demo_shows_preview_apply_undo_and_where_things_are(triage):
    lines = triage("demo", COLUMNS="80").out.splitlines()
    assert len(lines) <= 90
    assert max(map(len, lines)) < 80
    text = "\n".join(lines)
    places = [text.index(title) for title in ("1  Preview", "2  Apply", "3  Undo", "Where things are")]
    assert places == sorted(places)
    assert "every byte, flag and date as before" in text


def test_the_demo_has_every_kind_of_outreach_and_says_so_as_json(triage):
    shown = triage.json("demo")
    assert shown["schema"] == "triage.demo/1"
    total = sum(shown["counts"].values())
    assert total >= 80
    assert sum(shown["filed"].values()) == total
    assert shown["put_back"] == total - shown["filed"]["INBOX"] > 10
    assert shown["as_before"] is True


def test_the_demo_needs_no_home_and_touches_none(triage):
    triage.configure("this is no TOML")
    triage("demo")
    assert sorted(path.name for path in triage.home.iterdir()) == ["config.toml"]


def test_the_demo_can_be_kept_to_look_around_in(triage, tmp_path):
    kept = tmp_path / "kept"
    assert str(kept)[-30:] in triage("demo", "--keep", kept).out
    assert len(list((kept / "Maildir" / "cur").iterdir())) >= 80
    assert "not empty" in triage("demo", "--keep", kept, code=2).err


# ---------------------------------------------------------------- shared options


@pytest.mark.parametrize(
    "words",
    [("--json", "clean"), ("clean", "--json"), ("--json", "-q", "clean", "--json", "--no-color")],
    ids=" ".join,
)
def test_shared_options_may_stand_before_and_behind_the_command(triage, make_folder, ten, words):
    assert triage(*words, make_folder(ten)).json["schema"] == "triage.clean/1"


def test_an_option_behind_the_command_counts_more():
    before = Shared(json=True, account="one")
    assert Shared(account="two").over(before) == Shared(json=True, account="two")
    assert Shared().over(None) == Shared()


def test_help_lists_every_command(triage):
    out = triage("--help").out
    assert all(f"\n  {name} " in out for name in ("clean", "undo", "why", "status", "demo"))
    assert triage("--version").out.startswith("triage ")


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("90d", NOW - timedelta(days=90)),
        ("2W", NOW - timedelta(weeks=2)),
        ("1y", NOW - timedelta(days=365)),
        ("2024-03-01", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-03-01 10:00 +0200", datetime(2024, 3, 1, 8, tzinfo=UTC)),
        ("2023", datetime(2023, 1, 1, tzinfo=UTC)),
        ("1 May", datetime(2024, 5, 1, tzinfo=UTC)),
        ("May", datetime(2024, 5, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_span_or_a_date(text, then):
    assert moment(text, now=NOW) == then


@pytest.mark.parametrize("text", ["", "d", "-5d", "1.5d", "²d", "90", "soon", "2024-13-01", "9999999999d", "999999d"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(UsageError, match="write 90d"):
        moment(text, now=NOW)


# ---------------------------------------------------------------- what a call imports

HEAVY = ("sklearn", "scipy", "joblib", "keyring", "imapclient")


def imported(triage, *words):
    """Return the modules that a call of the program imports."""
    script = (
        "import sys\nfrom triage.cli.main import main\nsys.argv = ['triage', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    environ = {**triage.environ, "PATH": "/usr/bin"}
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)], env=environ, capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_clean_imports_no_training_and_on_local_mail_no_network(triage, make_folder, ten):
    found = imported(triage, "clean", make_folder(ten))
    assert "numpy" in found
    assert found.isdisjoint(HEAVY)


def test_help_imports_nothing_that_it_does_not_need(triage):
    assert imported(triage, "--help").isdisjoint({*HEAVY, "numpy", "sqlite3", "pydantic", "rich", "selectolax"})
