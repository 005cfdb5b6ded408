"""The pages before a foreign judge, the Nu HTML Checker of the W3C, by `make test-html`. `make test` has it not: it needs Java.

Also what the report of 10,000 filed messages costs, and that it counts as `status` does.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from reviewing import doubtful, served

from triage.memory.store import open_store, store_path

ROOT = Path(__file__).resolve().parent.parent.parent
HOSTILE = "<script>alert(1)</script> \x1b[31m\u202egnp \ufffe =1+1 &amp; </style> \"'><img src=x>"

spec = importlib.util.spec_from_file_location("bench_report", ROOT / "bench/report.py")
assert spec is not None
assert spec.loader is not None
bench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bench)


@pytest.fixture(scope="module")
def faults():
    """Asks the checker what is wrong with pages, its warnings included."""
    jar = os.environ["TRIAGE_VNU"]

    def faults(*pages: Path) -> list[str]:
        command = ["java", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", *map(str, pages)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)["messages"]
        return [f"{one['url'].rpartition('/')[2]}:{one.get('lastLine')}: {one['message']}" for one in told]

    return faults


def test_the_checker_finds_a_fault_where_there_is_one(faults, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p id=a><b>x</p><p id=a>")
    assert any("Duplicate ID" in one for one in faults(page))


def test_the_report_of_ten_thousand_is_valid_cheap_small_and_counts_as_status_does(triage, faults, tmp_path):
    with open_store(store_path(triage.home / "state", "work")) as store:
        bench.fill(store)
    page = tmp_path / "report.html"
    words = ("report", "--since", "2025-01-01")
    seconds = bench.cpu_of(*words, "--out", str(page), home=triage.home)
    assert faults(page) == []
    assert page.stat().st_size <= bench.MOST_BYTES
    assert seconds <= bench.MOST_SECONDS
    told = triage.json(*words)
    runs = {run["run"]: run["filed"] for run in told["runs"]}
    status = {run["run"]: run["filed"] for box in triage.json("status")["mailboxes"] for run in box["runs"]}
    assert status
    assert {run: runs[run] for run in status} == status
    assert told["filed"] == sum(runs.values()) == sum(told["kinds"].values()) == bench.MESSAGES
    assert f"{bench.MESSAGES:,}" in page.read_text("utf-8")
    assert len(runs) == bench.DAYS


def test_the_pages_on_hostile_mail_are_valid(triage, mail, make_maildir, faults, tmp_path, monkeypatch):
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))
    head = f"{HOSTILE}".encode()
    bad = [
        mail.pest(n, subject="S", sender=f'"<b>Jo{n}" <jo@pest.example>').replace(b"Subject: S", b"Subject: " + head)
        for n in range(4)
    ]
    unsure = [doubtful(n, body=HOSTILE * 3).replace(b"Subject: Message", b"Subject: " + head) for n in range(20, 23)]
    root = make_maildir([*bad, bad[0].replace(b"<0@", b"<9@"), *unsure, *(mail.scam(n) for n in range(30, 33))])
    kinds = Counter(one["label"] for one in triage.json("clean", root, "--apply")["messages"])
    assert len(kinds) > 1
    triage("report", "--out", tmp_path / "report.html")
    with served(root) as (_, first, _):
        assert len(first.piles) >= 3
        (tmp_path / "review.html").write_text(first.text, "utf-8")
    assert faults(tmp_path / "report.html", tmp_path / "review.html") == []
