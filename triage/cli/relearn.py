"""Retrains by itself, where the configuration wants that, once the reader has corrected enough: one process at a time."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime

from triage.cli import wiring
from triage.cli.options import Settings
from triage.errors import TriageError
from triage.learn import versions
from triage.memory.store import preview_store

LOOK_SECONDS = 60.0


class Relearning:
    """Counts what was corrected since the newest model of one's own was made, taken into use or not, and starts `retrain`."""

    def __init__(self, settings: Settings, say: Callable[[str], None]) -> None:
        self._settings, self._say = settings, say
        self._running: subprocess.Popen[str] | None = None
        self._next, self._tried = 0.0, 0

    def look(self) -> None:
        """Tell what a retraining came to that has ended, else begin one where it is time; return at once."""
        after = self._settings.config.learn.after_corrections
        if self._running is not None:
            if self._running.poll() is not None:
                out, err = self._running.communicate()
                said = out.strip().splitlines() or err.strip().splitlines() or ["it said nothing"]
                self._say(" ".join(said[-1].split()))
                self._running = None
        elif after and time.monotonic() >= self._next:
            self._next = time.monotonic() + LOOK_SECONDS
            with suppress(TriageError):  # a state or a version that cannot be read keeps nobody from watching
                count = corrected_since(self._settings, versions.newest(self._settings.paths.models_dir))
                if count >= after and count != self._tried:  # what failed is tried again once more was corrected
                    self._tried = count
                    self._say(f"{after} corrections were made, so triage learns from your folders")
                    self._running = self._begin()

    def take_over(self, before: Relearning) -> None:
        """Go on with what the watch of the former configuration began."""
        self._running, before._running = before._running, None
        self._tried = before._tried

    def end(self) -> None:
        """End a retraining that runs; the next watch begins it anew."""
        if self._running is not None:
            self._running.terminate()
            self._running.communicate()
            self._running = None

    def _begin(self) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "triage.cli.main", "retrain", "--quiet", "--no-color", *self._settings.given]
        return subprocess.Popen(  # noqa: S603 - ourselves
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def corrected_since(settings: Settings, since: datetime | None) -> int:
    """Return how many corrections that are believed were made since then, in all mailboxes."""
    count = 0
    for path in wiring.stores_asked(settings):
        with closing(preview_store(path)) as store:
            count += sum(since is None or one.at > since for one in store.corrections.all())
    return count
