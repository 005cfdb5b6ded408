"""Throw what nobody would write at what reads mail and at what listens to servers: `make fuzz SECONDS=60`.

Three targets: a message (`read`), the answers of a server taken apart (`wire_parse`), and a whole session with a server. Each
must end with a value or an error of ours; a message costs at most 100 ms of CPU and 20 MB (measured again without the tracing that
finds new paths). With atheris (`pip install .[fuzz]`) inputs are chosen by the paths that they reach, else by chance alone.
Writes its rows into docs/reliability.md; what broke something is kept in build/fuzz/, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import random
import re
import resource
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = ROOT / "build" / "fuzz"
CPU_SECONDS, PEAK_MB = 0.1, 20.0
LARGEST = 65_536
_SMALL = 8_192
"""Inputs that are followed begin no larger: tracing makes them slow."""
_TOKENS = (
    b"\r\n", b"\n\n", b"\0", b"\xff", b"=?utf-8?b?", b"=?x?q?=80?=", b"--b\n", b"--b--",
    b"Content-Type: multipart/mixed; boundary=b\n\n", b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
    b"charset=utf-7", b"<div hidden>", b"<!--", b"<style>", b"&#x110000;", b"On Mon, a wrote:\n", b"> ", b"\n-- \n",
    b"%TAG% OK x\r\n", b"%TAG% NO [", b"* BYE\r\n", b"* 1 FETCH (UID 1 ", b"{5}\r\n", b"BODY[]<0> ", b"[COPYUID 1 1:4294967295 1]",
    b"* SEARCH ", b'* ESEARCH (TAG "x") UID ALL 1:9', b"+ idling\r\n", b"9" * 5_000, b"* CAPABILITY IMAP4rev1\r\n",
    b'"', b"\\", b"(", b")", b"[", b"]", b"NIL", b"&-", b"/", b":", b"<", b">", b"@",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed: the modules whose paths count, where inputs begin, and what raises when one breaks something."""

    modules: tuple[str, ...]
    seeds: Callable[[], Iterator[bytes]]
    feed: Callable[[bytes], None]
    timed: bool = False


# ---------------------------------------------------------------- a message


def _mail() -> Iterator[bytes]:
    sys.path.append(str(ROOT / "tests" / "read"))
    from hostile import CASES

    yield from (case.make()[:LARGEST] for case in CASES)
    for path in sorted((ROOT / "data" / "corpus").glob("*.mbox")):
        for piece in path.read_bytes().split(b"\nFrom ")[:40:8]:
            yield piece.partition(b"\n")[2][:LARGEST]


def _read(raw: bytes) -> None:
    from triage.read import normalise, read

    message = read(raw, size=max(len(raw), LARGEST))
    text = message.text
    everybody = (message.sender, *message.reply_to, *message.recipients)
    shown = [message.subject, message.message_id, *message.references, *message.links]
    shown += [part for one in everybody for part in (one.name, one.spec)]
    shown += [part for header in message.headers for part in header]
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(shown)), (
        "a sign that must not be shown"
    )
    "".join((*shown, text.body, text.quoted, text.footer, text.signature, text.greeting, text.hidden)).encode()
    normalise(text.body)
    normalise(message.subject)


# ---------------------------------------------------------------- answers, taken apart

_ANSWERS = (
    b'1 (UID 7 RFC822.SIZE 32 INTERNALDATE " 1-Jan-2024 10:00:00 +0100" FLAGS (\\Seen $x) BODY[]<0> {5}\x00Hello\x01)',
    b'1 (UID 7 BODY[]<0> "He \\"llo\\"" MODSEQ (12345678901234))\x012 (UID 8 BODY[] NIL)',
    b'(\\HasNoChildren \\Junk) "/" "Junk"\x01(\\Noselect) NIL {4}\x00name',
    b'(("INBOX." ".")) NIL NIL\x01(("" "/")) NIL NIL',
    b'"INBOX" (UIDNEXT 7 UIDVALIDITY 12)',
    b'1 2 3 4 (MODSEQ 5)\x01(TAG "x") UID COUNT 3 MIN 1 MAX 9 ALL 1:3,9',
    b"38505 304,319:320 3956:3958\x011:3,7:9",
)


def _answers() -> Iterator[bytes]:
    yield from _ANSWERS


def _take_apart(raw: bytes) -> None:
    from triage.mailbox import wire_parse as parse

    pieces: list[parse.Piece] = []
    for answer in raw.split(b"\x01"):
        line, literal, rest = answer.partition(b"\x00")
        pieces.append((line, rest) if literal else line)
    list(parse.rows(pieces))
    list(parse.listed(pieces))
    parse.status(pieces)
    parse.personal_namespace(pieces)
    parse.numbers(pieces)
    for key in (b"ALL", b"COUNT", b"MIN"):
        parse.esearch(pieces, key)
    parse.internal_date(raw)
    parse.unquote(raw)
    with contextlib.suppress(ValueError):  # its contract
        parse.copied(pieces, limit=1_000)
    with contextlib.suppress(ValueError):
        parse.expand(raw, limit=1_000)
    with contextlib.suppress(ValueError):
        assert parse.unquote(parse.quote(raw)) == raw


# ---------------------------------------------------------------- a session

_SELECTED = (
    b"* FLAGS (\\Seen)\r\n* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 3] x\r\n* OK [HIGHESTMODSEQ 5] x\r\n"
    b"* OK [PERMANENTFLAGS (\\Deleted \\*)] x\r\n%TAG% OK [READ-WRITE] done\r\n"
)
_FETCHED = (
    b'* 1 FETCH (UID 1 RFC822.SIZE 40 INTERNALDATE " 1-Jan-2024 10:00:00 +0100" FLAGS (\\Seen) MODSEQ (4) BODY[]<0> {20}\r\n'
    b"From: a@b.example\r\n\r\n)\r\n* 2 FETCH (UID 2 RFC822.SIZE 3 FLAGS () MODSEQ (5) BODY[]<0> {3}\r\nabc)\r\n%TAG% OK done\r\n"
)
_USUAL = {
    b"": b"* OK hello\r\n",
    b"CAPABILITY": b"* CAPABILITY IMAP4rev1 UIDPLUS MOVE ESEARCH CONDSTORE NAMESPACE IDLE SPECIAL-USE\r\n%TAG% OK done\r\n",
    b"LOGIN": b"%TAG% OK in\r\n",
    b"NAMESPACE": b'* NAMESPACE (("" "/")) NIL NIL\r\n%TAG% OK done\r\n',
    b"LIST": b'* LIST (\\HasNoChildren) "/" INBOX\r\n* LIST (\\Junk) "/" "Junk"\r\n* LIST () "/" {5}\r\na&-b \r\n%TAG% OK done\r\n',
    b"STATUS": b'* STATUS "To" (UIDNEXT 4 UIDVALIDITY 9)\r\n%TAG% OK done\r\n',
    b"SELECT": _SELECTED,
    b"EXAMINE": _SELECTED,
    b"UID SEARCH": b'* ESEARCH (TAG "%TAG%") UID ALL 1:2\r\n%TAG% OK done\r\n',
    b"UID FETCH": _FETCHED,
    b"UID STORE": b"* 1 FETCH (UID 1 MODSEQ (6) FLAGS ($TriageClaim))\r\n%TAG% OK [MODIFIED 2] done\r\n",
    b"UID MOVE": b"* OK [COPYUID 9 1 4] moved\r\n* 1 EXPUNGE\r\n%TAG% OK done\r\n",
    b"IDLE": b"+ idling\r\n* 3 EXISTS\r\n%TAG% OK done\r\n",
    b"LOGOUT": b"* BYE\r\n%TAG% OK bye\r\n",
}
_BETWEEN = b"\x02"


def _sessions() -> Iterator[bytes]:
    """Yield sessions: for each verb the answer to it, after a mark and the verb."""
    for verb, answer in _USUAL.items():
        yield _BETWEEN + verb + b"\x03" + answer
    yield b"".join(_BETWEEN + verb + b"\x03" + answer for verb, answer in _USUAL.items())


class _Speaker:
    """A server that says what it is given, and hangs up where that answers no tag."""

    def __init__(self) -> None:
        self.answers: dict[bytes, bytes] = {}
        self.context = ssl.create_default_context()  # for the client, made once: it takes 30 ms
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            line, _ = self._listener.accept()
            with line, contextlib.suppress(OSError):
                self._talk(line)

    def _talk(self, line) -> None:
        line.settimeout(2)
        line.sendall(self.answers.get(b"", _USUAL[b""]))
        with line.makefile("rb") as lines:
            for heard in lines:
                words = heard.split()
                if len(words) < 2:
                    continue
                verb = b" ".join(words[1:3]) if words[1] == b"UID" else words[1]
                answer = self.answers.get(verb, _USUAL.get(verb, b"%TAG% BAD what\r\n"))
                line.sendall(answer.replace(b"%TAG%", words[0]))
                if b"%TAG% " not in answer:
                    return


_speakers: list[_Speaker] = []


def _talk(raw: bytes) -> None:
    from triage.domain import Ref
    from triage.errors import TriageError
    from triage.mailbox.imap import connect
    from triage.mailbox.wire_guard import Limits, Server

    if not _speakers:
        _speakers.append(_Speaker())
    speaker = _speakers[0]
    pairs = (piece.partition(b"\x03") for piece in raw.split(_BETWEEN)[1:])
    speaker.answers = {verb: answer for verb, mark, answer in pairs if mark}
    limits = Limits(silence=0.05, command=0.1, answer=1 << 20)
    where = Server("127.0.0.1", speaker.port, "sam", "none")
    with (
        contextlib.suppress(TriageError),
        connect(
            where, password="secret", writable=True, limits=limits, context=speaker.context, claim_grace=0
        ) as mailbox,
    ):
        for act in (
            lambda: list(mailbox.folders()),
            lambda: list(mailbox.fetch([entry.ref for entry in mailbox.scan("INBOX")])),
            lambda: mailbox.move([Ref("INBOX", "1", "7"), Ref("INBOX", "2", "7")], mailbox.prepare("To")),
            lambda: mailbox.wait("INBOX", 0.01),
        ):
            with contextlib.suppress(TriageError):
                act()


TARGETS = {
    "messages": Target(("triage.read",), _mail, _read, timed=True),
    "answers of servers": Target(("triage.mailbox.wire_parse",), _answers, _take_apart),
    "sessions with servers": Target(("triage.mailbox", "imaplib"), _sessions, _talk),
}


# ---------------------------------------------------------------- one target, in a process of its own


def fuzz(name: str, seconds: int, *, guided: bool) -> None:
    """Feed this target until the time is over; what breaks something is written down, and ends it."""
    target = TARGETS[name]
    folder = HERE / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    if guided:
        _guided(target, folder, seconds)
    else:
        _by_chance(target, folder, seconds)


def _guided(target: Target, folder: Path, seconds: int) -> None:
    import atheris

    seeds, found, words = folder / "seeds", folder / "found", folder / "tokens"
    seeds.mkdir(exist_ok=True)
    found.mkdir(exist_ok=True)
    for raw in target.seeds():
        if len(raw) <= _SMALL:
            (seeds / hashlib.sha256(raw).hexdigest()[:16]).write_bytes(raw)
    words.write_text("".join(f'"{_escaped(token)}"\n' for token in _TOKENS if len(token) < 60))

    with atheris.instrument_imports(include=list(target.modules)):
        from triage.mailbox import imap, wire_parse  # noqa: F401 - imported here to be traced
        from triage.read import read  # noqa: F401

    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LARGEST}",
        "-timeout=20",
        "-rss_limit_mb=1500",
        f"-dict={words}",
    ]
    options += [
        "-len_control=0",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/broken-",
        str(found),
        str(seeds),
    ]
    atheris.Setup([sys.argv[0], *options], lambda raw: _watched(target, raw, folder))
    atheris.Fuzz()


def _escaped(token: bytes) -> str:
    return "".join(f"\\x{octet:02x}" for octet in token)


def _by_chance(target: Target, folder: Path, seconds: int) -> None:
    chance = random.Random(time.time_ns())
    known = list(target.seeds())
    until, count = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        raw = mutated(chance.choice(known), chance, others=known)
        count += 1
        try:
            _watched(target, raw, folder)
        except Exception:
            (folder / f"broken-{hashlib.sha256(raw).hexdigest()[:16]}").write_bytes(raw)
            raise
    print(f"stat::number_of_executed_units: {count}", file=sys.stderr)


def mutated(raw: bytes, chance: random.Random, *, others: list[bytes]) -> bytes:
    """Return these bytes with some of them replaced, removed, doubled, or taken from elsewhere."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, length = chance.randrange(len(raw) + 1), chance.choice((0, 1, 4, 60, 2_000))
        other = chance.choice(others)
        start = chance.randrange(len(other) + 1)
        patch = chance.choice(
            (
                chance.choice(_TOKENS),
                chance.randbytes(4),
                raw[at : at + length] * chance.choice((2, 9, 500)),
                other[start : start + 500],
            )
        )
        raw = (raw[:at] + patch + raw[at + length :])[:LARGEST]
    return raw


def _watched(target: Target, raw: bytes, folder: Path) -> None:
    """Feed one input; one that took long or grew much is kept, to be measured in a process that traces nothing."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    target.feed(raw)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    if target.timed and (time.process_time() - start > CPU_SECONDS or grown > PEAK_MB):
        (folder / f"slow-{hashlib.sha256(raw).hexdigest()[:16]}").write_bytes(raw)


def too_slow(name: str) -> list[Path]:
    """Measure what took long again, the best of three, and return what is over the caps; the rest is removed."""
    over = []
    target = TARGETS[name]
    target.feed(b"From: a@b.example\n\nwarm\n")
    for path in sorted((HERE / name.replace(" ", "-")).glob("slow-*")):
        raw, spent = path.read_bytes(), []
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(3):
            start = time.process_time()
            target.feed(raw)
            spent.append(time.process_time() - start)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        if min(spent) > CPU_SECONDS or grown > PEAK_MB:
            print(f"{path}: {min(spent) * 1000:.0f} ms, +{grown:.0f} MB", file=sys.stderr)
            over.append(path)
        else:
            path.unlink()
    return over


# ---------------------------------------------------------------- all of them


def main() -> int:
    """Feed all targets one after the other, or one of them inside; write the table."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--seconds", type=int, default=60, help="for all targets together")
    words.add_argument("--target", choices=list(TARGETS), help="feed this one, in this process")
    words.add_argument("--by-chance", action="store_true", help="follow no paths")
    asked = words.parse_args()
    guided = importlib.util.find_spec("atheris") is not None and not asked.by_chance
    if asked.target:
        fuzz(asked.target, asked.seconds, guided=guided)
        return 0
    from faults.full import commit  # not before: what is to be traced must not be loaded yet
    from faults.reliability import add_row

    ways = [(name, way) for way in ([True, False] if guided else [False]) for name in TARGETS]
    ways = [(name, way) for name, way in ways if way or not guided or TARGETS[name].timed]
    failed = False
    for name, way in ways:
        what = f"{name}, {'following new paths' if way else 'by chance'}"
        command = [sys.executable, "-m", "faults.fuzz", "--target", name, *(() if way else ("--by-chance",))]
        start = time.monotonic()
        command += ["--seconds", str(max(1, asked.seconds // len(ways)))]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as process:
            _, said = process.communicate()
        counted = re.search(r"number_of_executed_units: (\d+)", said)
        slow, broken = too_slow(name), bool(process.returncode) or counted is None
        failed |= broken or bool(slow)
        number = f"{int(counted[1]):,}" if counted else "0"
        print(f"{what}: {number} inputs, {'BROKEN' if broken else 'sound'}, {len(slow)} over the caps")
        if broken:
            print(said[-3_000:], file=sys.stderr)
        row = [what, number, f"{time.monotonic() - start:.0f}", str(int(broken)), str(len(slow))]
        add_row(ROOT / "docs" / "reliability.md", "fuzz", [*row, f"{datetime.now(UTC):%Y-%m-%d}", commit()])
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
