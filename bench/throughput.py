"""Reading and judging beside bogofilter, on the same mail, in interleaved rounds: messages per CPU-second of one core.

    python bench/throughput.py ../shared/data/spamassassin_dev.jsonl.gz

bogofilter is trained on half of the mail and asked about the other half, warm, in bulk mode (`-b`), from files on a RAM-backed
folder where there is one. triage reads and judges the same half from memory. CPU time is user + system of each process.
"""

from __future__ import annotations

import gzip
import json
import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # as the command line does: small products in two threads cost more than they save
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from triage.domain import Recipient
from triage.judge.pipeline import Judge
from triage.judge.relevance import Profile
from triage.learn.modelfile import load, shipped
from triage.memory.store import preview_store
from triage.read import read

ROUNDS = 7


def main() -> None:
    """Print a table of the rounds and their median."""
    rows = [json.loads(line) for line in gzip.open(sys.argv[1])]
    raws = [row["raw"].encode("latin-1") for row in rows]
    labels = [row["label"] for row in rows]
    asked = raws[::2]
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        paths = prepare_bogofilter(Path(folder), raws, labels) if shutil.which("bogofilter") else []
        triage_times, peer_times = [], []
        for _ in range(ROUNDS):
            triage_times.append(triage_seconds(asked) / len(asked))
            if paths:
                peer_times.append(bogofilter_seconds(Path(folder), paths) / len(paths))
    print(f"{len(asked)} messages, {ROUNDS} interleaved rounds, CPU µs per message (median)")
    print(
        f"triage      {statistics.median(triage_times) * 1e6:7.0f}   {1 / statistics.median(triage_times):7.0f} messages/s"
    )
    if peer_times:
        print(
            f"bogofilter  {statistics.median(peer_times) * 1e6:7.0f}   {1 / statistics.median(peer_times):7.0f} messages/s"
        )
        print(
            f"ratio       {statistics.median(peer_times) / statistics.median(triage_times):7.2f}x bogofilter's throughput"
        )


def triage_seconds(raws: list[bytes]) -> float:
    """Return the CPU seconds that reading and judging all of these takes, the model loaded."""
    model = load(shipped())
    with preview_store() as store:
        judge = Judge(model, Profile.of(Recipient(), model.rarity, model.concepts), store.contacts, store.fingerprints)
        start = time.process_time()
        with store.transaction():
            for number, raw in enumerate(raws):
                judgement = judge.judge(read(raw), id=str(number))
                if judgement.fingerprint is not None:
                    store.fingerprints.add(judgement.fingerprint)
        return time.process_time() - start


def prepare_bogofilter(folder: Path, raws: list[bytes], labels: list[str]) -> list[str]:
    """Train bogofilter on every second message and write the others to files."""
    paths = []
    for number, (raw, label) in enumerate(zip(raws, labels, strict=True)):
        if number % 2:
            flag = "-s" if label == "spam" else "-n"
            subprocess.run(["bogofilter", "-d", str(folder), flag], input=raw, check=True)
        else:
            path = folder / f"{number}.eml"
            path.write_bytes(raw)
            paths.append(str(path))
    return paths


def bogofilter_seconds(folder: Path, paths: list[str]) -> float:
    """Return the CPU seconds that bogofilter takes to classify these files."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["bogofilter", "-d", str(folder), "-b", "-T"],
        input="\n".join(paths).encode() + b"\n",
        stdout=subprocess.DEVNULL,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
