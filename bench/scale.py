"""What `triage retrain` costs on a mailbox of 20,000 and of 200,000 messages: CPU seconds and peak memory of the process.

    nice -n 10 python bench/scale.py [MESSAGES ...]

The mailbox is made by duplication: the messages of data/corpus over and over, in a Maildir in a temporary folder, each copy with
another date, other words in its subject and at its end, and every fourth with another sender. What is measured is the cost, and that the
new model still explains itself in words; figures of how well it judges mean nothing on such mail.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import cycle, islice
from pathlib import Path

from triage.domain import Label
from triage.judge.hosts import FREEMAIL
from triage.judge.standing import protection
from triage.learn.corpus import Example, load_corpus
from triage.learn.versions import promote
from triage.read import read

DATA = Path(__file__).resolve().parent.parent / "data"
PEAK = Path(__file__).with_name("peak.py")
SIZES = (20_000, 200_000)
MOST_SECONDS, MOST_MEGABYTES = 15 * 60, 600
COPIES_OF_A_SENDER = 4
FOLDERS = {
    Label.LEGITIMATE: ".",
    Label.SPRAY: ".Outreach.Spray",
    Label.IRRELEVANT: ".Outreach.Irrelevant",
    Label.PITCH: ".Outreach.Pitches",
    Label.SCAM: ".Outreach.Scam",
}
ME = """[me]
name = "Sam Field"
addresses = ["sam@acme.example"]
company = "Acme Software"
role = "owner"
about = "Acme makes shop-floor scheduling software for metal fabricators in eleven countries."
interests = ["scheduling research", "ERP integration", "hosting"]
never = ["franchises", "insurance agencies", "coaching"]
"""
FIRST_DAY = datetime(2016, 1, 1, tzinfo=UTC)
_FROM = re.compile(rb"(?im)^(from:[^\n]*?)([\w.+-]+)@([\w.-]+)")
_WORD = re.compile(r"\b[a-z]{4,9}\b")


def main() -> None:
    """Print a row for each size, and fail when a bound does not hold."""
    corpus = load_corpus(DATA)
    vocabulary = sorted({word for one in corpus for word in _WORD.findall(one.message.text.body)})
    print(f"triage retrain on mail made of {len(corpus):,} messages by duplication")
    print(" messages  on disk MB  CPU seconds  peak MB  read     learnt from", flush=True)
    failed = False
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            written = write(root / "mail", islice(varied(corpus, vocabulary), size))
            (root / "me.toml").write_text(ME)
            seconds, peak, out = run(root, "retrain", "--from", root / "mail")
            told = json.loads(out)
            learnt = sum(told["messages"].values())
            print(f"{size:9,}  {written / 1e6:10,.0f}  {seconds:11.0f}  {peak:7.0f}  {told['read']:7,}  {learnt:,}")
            print(f"  left out: {told['left_out']}\n  refused: {told['refused']}", flush=True)
            failed |= seconds > MOST_SECONDS or peak > MOST_MEGABYTES or told["read"] != size
            promote(Path(told["model"]))  # whatever its figures are
            reasons = explained(root, next(spray(corpus, vocabulary)))
            print("  it says why: " + "; ".join(reasons), flush=True)
            failed |= not any("“" in reason for reason in reasons)
    sys.exit(failed)


def varied(corpus: list[Example], vocabulary: list[str]) -> Iterator[tuple[Label, bytes]]:
    """Yield the messages for ever with their labels, no two alike."""
    for number, one in enumerate(cycle(corpus)):
        chance = random.Random(number)
        sender = b"n%d" % (number // len(corpus) // COPIES_OF_A_SENDER)
        day = FIRST_DAY + timedelta(minutes=chance.randrange(5_600_000))
        subject, end = (" ".join(chance.sample(vocabulary, count)).encode() for count in (3, 6))
        raw = _FROM.sub(lambda found, name=sender: _renamed(found, name), one.raw, count=1)
        raw = re.sub(rb"(?im)^message-id:\s*<", b"Message-ID: <%d." % number, raw, count=1)
        raw = re.sub(rb"(?im)^subject: ", b"Subject: %b " % subject, raw, count=1)
        raw = re.sub(rb"(?im)^date: [^\n]*", b"Date: " + format_datetime(day).encode(), raw, count=1)
        yield one.label, raw if b"multipart/" in raw else raw + b"\n" + end + b"\n"


def spray(corpus: list[Example], vocabulary: list[str]) -> Iterator[bytes]:
    """Yield messages of spray that are judged by their text."""
    for label, raw in varied(corpus, vocabulary):
        if label is Label.SPRAY and protection(read(raw), frozenset()) is None:
            yield raw


def explained(root: Path, raw: bytes) -> list[str]:
    """Return the reasons that the model in use gives for a message."""
    (root / "one.eml").write_bytes(raw)
    return [reason["text"] for reason in json.loads(run(root, "why", root / "one.eml")[2])["reasons"]]


def _renamed(found: re.Match[bytes], name: bytes) -> bytes:
    """Return the From line of another sender: of another firm, or, with free mail, of another name."""
    before, local, domain = found.groups()
    if domain.decode().lower() in FREEMAIL:
        return b"%b%b.%b@%b" % (before, local, name, domain)
    return b"%b%b@%b-%b" % (before, local, name, domain)


def write(root: Path, mail: Iterator[tuple[Label, bytes]]) -> int:
    """Write a Maildir whose folders say what the mail in them is, and return its bytes."""
    for folder in FOLDERS.values():
        for part in ("cur", "new", "tmp"):
            (root / folder / part).mkdir(parents=True)
    size = 0
    for number, (label, raw) in enumerate(mail):
        size += (root / FOLDERS[label] / "cur" / f"{1_700_000_000 + number}.M{number}.host:2,S").write_bytes(raw)
    return size


def run(root: Path, *words: str | Path) -> tuple[float, float, bytes]:
    """Run the program and return its CPU seconds, its peak resident memory in MB and what it printed."""
    environ = {**os.environ, "TRIAGE_HOME": str(root / "home")}
    command = [sys.executable, PEAK, root / "peak", *map(str, words), "--config", str(root / "me.toml"), "--json"]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"triage {' '.join(map(str, words))} ended with {process.returncode}")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, float((root / "peak").read_text()), out.read()


if __name__ == "__main__":
    main()
