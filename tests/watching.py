"""A watch to look at: as a process of its own with every line of its log, or in this process with waits as short as a test wants."""

from __future__ import annotations

import functools
import json
import signal
import threading
import time
from datetime import UTC, datetime
from typing import Any

from triage.domain import Recipient, SenderRules
from triage.errors import TriageError
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile
from triage.learn.modelfile import load, shipped
from triage.mailbox.imap import connect
from triage.mailbox.wire_guard import Limits, Server
from triage.memory.store import preview_store
from triage.run.watch import Desk, Pause, Seen, watch


def eventually(true, seconds=15.0):
    """Wait until this is true, and return it."""
    until = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
    return found


class Watch:
    """A running `triage watch`, and every line of its log."""

    def __init__(self, process):
        self.process = process
        self.lines = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in list(self.lines)]

    def tells(self, what, *, times=1, **more):
        """Wait until the log says so for the `times`-th time, and return that line."""
        wanted = {"what": what, **more}

        def found():
            lines = [one for one in self.told if wanted.items() <= one.items()]
            if len(lines) < times:
                assert self.process.poll() is None, self.lines
            return lines[times - 1 :]

        return eventually(found)[0]

    def tells_of(self, words):
        """Wait until a line of the log holds these words, and return it."""
        return eventually(lambda: next((one for one in self.told if words in one["what"]), None))

    def end(self, number=signal.SIGTERM):
        """Send a signal and return the exit code and after how many seconds it came."""
        start = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(20)
        self._reader.join(5)
        return code, time.monotonic() - start

    def ended(self):
        """Wait until it ends by itself, and return the exit code."""
        code = self.process.wait(30)
        self._reader.join(5)
        return code

    def close(self):
        self.process.kill()
        self.process.wait()
        self._reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


_model = functools.cache(lambda: load(shipped()))


class Sitting:
    """A watch in this process: connections one after the other, what each sweep came to, and how each connection ended."""

    def __init__(self, server: Server, *, idle=60.0, poll=60.0, limits: Limits | None = None):
        self.sweeps: list[tuple[float, int]] = []
        self.errors: list[tuple[float, TriageError]] = []
        self.failed = 0
        self._server, self._limits = server, limits
        self._stopped = threading.Event()
        self._pause = Pause(self._stopped.is_set, None, idle, poll)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        model, seen = _model(), Seen()
        with preview_store() as store:
            judge = Judge(
                model=model,
                profile=Profile.of(Recipient(addresses=frozenset({"sam@acme.example"})), model.rarity, model.concepts),
                contacts=store.contacts,
                memory=store.fingerprints,
                rules=SenderRules(blocked=frozenset({"@pest.example"})),
                filing=Filing(repeat=None),
            )
            while not self._stopped.is_set():
                try:
                    with connect(self._server, password="secret", writable=True, limits=self._limits) as mailbox:
                        desk = Desk(mailbox, store, judge, ("INBOX",), "here", look=lambda: None)
                        for judged in watch(desk, seen, now=lambda: datetime.now(UTC), pause=self._pause):
                            self.sweeps.append((time.monotonic(), len(judged)))
                            self.failed += sum(one.verdict is None for one in judged)
                except TriageError as error:
                    self.errors.append((time.monotonic(), error))
                    self._stopped.wait(0.05)

    def close(self):
        """End it; what it waits for must end soon by itself."""
        self._stopped.set()
        self._thread.join(10)
        assert not self._thread.is_alive(), "it hangs"
