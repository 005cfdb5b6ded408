"""How long to wait before a server is tried again: longer each time, as long as it asks for, never all clients at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FIRST_SECONDS = 1.0
MOST_SECONDS = 15 * 60.0
JITTER = 0.2
ASKED_JITTER = 0.04
"""Part of the time that a server asked for: never less than that, and not all of its clients at one moment."""


@dataclass(slots=True)
class Backoff:
    """The tries that failed since one went well; `chance` returns a number from 0 to 1."""

    chance: Callable[[], float]
    failed: int = 0

    def seconds(self, *, asked: float = 0.0, most: float = MOST_SECONDS) -> float:
        """Count one more failure and return the seconds to wait; a server that asked for a time is obeyed, whatever `most` is."""
        self.failed += 1
        if asked:
            return max(FIRST_SECONDS, asked * (1.0 + ASKED_JITTER * self.chance()))
        return min(most, FIRST_SECONDS * 2.0 ** min(self.failed - 1, 20)) * (1.0 - JITTER * self.chance())

    def clear(self) -> None:
        """Forget the failures: the server answered."""
        self.failed = 0
