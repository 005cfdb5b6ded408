"""The process is killed with SIGKILL at every commit point, on a Maildir and a state file on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import pytest

WORKER = textwrap.dedent("""
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path

    from triage.domain import Label
    from triage.mailbox.base import identity
    from triage.mailbox.maildir import MaildirMailbox
    from triage.memory.journal import Filing
    from triage.memory.store import open_store
    from triage.run.filing import file, reconcile
    from triage.run.undo import undo

    verb, root, step = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    now = datetime(2024, 3, 1, 9, tzinfo=UTC)

    def checkpoint(name):
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    maildir = MaildirMailbox(root / "Maildir", writable=True)
    with open_store(root / "state" / "work.sqlite3") as store, maildir as mailbox:
        journal = store.journal
        if verb == "undo":
            for run in journal.runs():
                undo(mailbox, journal, run.id, at=now, checkpoint=checkpoint)
        else:
            reconcile(mailbox, journal, checkpoint=checkpoint)
            run = journal.begin("work", at=now)
            found = mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")])
            filings = [
                Filing(each.ref, identity(each), each.id, Label.SPRAY)
                for each in found
                if not journal.is_settled(identity(each), run=run)
            ]
            if verb == "die-in-move":
                done = filings[:2]
                target = mailbox.prepare("Outreach/Spray")
                journal.intend(run, filings, target, at=now)
                mailbox.move([filing.ref for filing in done], target)
                if step == "linked":
                    name = next(iter((root / "Maildir" / "new").iterdir()))
                    os.link(name, root / "Maildir" / ".Outreach.Spray" / "new" / name.name)
                os.kill(os.getpid(), signal.SIGKILL)
            file(mailbox, journal, filings, target="Outreach/Spray", run=run, at=now, checkpoint=checkpoint)
        assert journal.open_intents() == []
""")

MAIL = ["a", "b", "b", "c", "d"]


def _run(verb, root, step="nowhere"):
    return subprocess.run([sys.executable, "-c", WORKER, verb, str(root), step], timeout=60).returncode


def _census(folder: Path):
    return Counter(path.read_bytes() for part in ("cur", "new") for path in (folder / part).glob("*"))


@pytest.fixture
def root(tmp_path):
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / part).mkdir(parents=True)
    for n, name in enumerate(MAIL):
        part, info = ("cur", ":2,FS") if n % 2 else ("new", "")
        path = tmp_path / "Maildir" / part / f"17000000{n}.M1.host{info}"
        path.write_bytes(f"Subject: {name}\n\nHello.\n".encode())
        os.utime(path, (1_700_000_000 + n, 1_700_000_000 + n))
    return tmp_path


def _everything(root):
    found = {}
    for path in (root / "Maildir").rglob("*.host*"):
        found.setdefault(path.name, []).append((path.read_bytes(), path.stat().st_mtime_ns))
    return found


@pytest.mark.parametrize("step", ["prepared", "intended", "moved", "done"])
def test_a_filing_that_was_killed_is_finished_by_the_next_run(root, step):
    before = _everything(root)
    assert _run("file", root, step) == -signal.SIGKILL
    assert _everything(root) == before
    assert _run("file", root) == 0
    assert _everything(root) == before
    assert sum(_census(root / "Maildir").values()) == 0 or step == "moved"
    assert _run("file", root) == 0
    assert _census(root / "Maildir" / ".Outreach.Spray") == Counter(each[0][0] for each in before.values())


@pytest.mark.parametrize("step", ["between", "linked"])
def test_a_filing_that_was_killed_inside_a_move_is_finished_by_the_next_run(root, step):
    before = _everything(root)
    assert _run("die-in-move", root, step) == -signal.SIGKILL
    assert len(_census(root / "Maildir")) > 0
    assert _run("file", root) == 0
    assert _everything(root) == before
    assert _run("undo", root) == 0
    assert _everything(root) == before
    assert _census(root / "Maildir" / ".Outreach.Spray") == Counter()


@pytest.mark.parametrize("step", ["prepared", "intended", "moved", "done", "settled", "reconciled"])
def test_an_undo_that_was_killed_is_finished_by_the_next_and_stays_undone(root, step):
    before = _everything(root)
    assert _run("file", root) == 0
    killed = _run("undo", root, step)
    assert killed == (0 if step in {"settled", "reconciled"} else -signal.SIGKILL)
    assert _everything(root) == before
    assert _run("undo", root) == 0
    assert _everything(root) == before
    assert _census(root / "Maildir" / ".Outreach.Spray") == Counter()
    assert _run("file", root) == 0
    assert _census(root / "Maildir" / ".Outreach.Spray") == Counter()


@pytest.mark.parametrize("step", ["settled", "reconciled"])
def test_a_reconcile_that_was_killed_is_finished_by_the_next(root, step):
    before = _everything(root)
    assert _run("die-in-move", root, "linked") == -signal.SIGKILL
    assert _run("file", root, step) == -signal.SIGKILL
    assert _run("file", root) == 0
    assert _everything(root) == before


@pytest.mark.parametrize("step", ["intended", "moved"])
def test_a_twin_of_another_name_in_the_target_is_not_taken_for_the_copy(root, step):
    assert _run("file", root, "prepared") == -signal.SIGKILL
    twin = root / "Maildir" / ".Outreach.Spray" / "cur" / "1.M1.host:2,S"
    twin.write_bytes(b"Subject: a\n\nHello.\n")
    before = _everything(root)
    assert _run("file", root, step) == -signal.SIGKILL
    assert _run("file", root) == 0
    assert _everything(root) == before
    assert _run("undo", root) == 0
    assert _everything(root) == before
    assert _census(root / "Maildir" / ".Outreach.Spray") == Counter([twin.read_bytes()])
