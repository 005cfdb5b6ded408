"""`clean --apply` of the configured mailbox with a clock in each verb: how long it was within them, how long it took, its peak memory.

    python -m faults.timed_clean

A process of its own, which imports nothing of the tests, so that the memory is that of the program.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps

from peak import peak_megabytes

from triage.cli import main as program
from triage.mailbox.imap import ImapMailbox


def main() -> None:
    """Clean, and print seconds within the verbs of the mailbox, seconds in all, and the peak memory in MB."""
    spent = [0.0]
    for name in ("folders", "validity", "scan", "fetch", "prepare", "move", "release"):
        setattr(ImapMailbox, name, _timed(getattr(ImapMailbox, name), spent))
    sys.argv = ["triage", "clean", "--apply", "--quiet"]
    start = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        program.main()
    print(spent[0], time.monotonic() - start, peak_megabytes())


def _timed(verb: Callable[..., object], spent: list[float]) -> Callable[..., object]:
    """Return the verb of a mailbox with the time within it added up, not that of whoever reads what it yields."""

    @wraps(verb)
    def timed(*args: object, **more: object) -> object:
        start = time.monotonic()
        found = verb(*args, **more)
        spent[0] += time.monotonic() - start
        return _pulled(found, spent) if isinstance(found, Iterator) else found

    return timed


def _pulled(found: Iterator[object], spent: list[float]) -> Iterator[object]:
    while True:
        start = time.monotonic()
        one = next(found, None)
        spent[0] += time.monotonic() - start
        if one is None:
            return
        yield one


if __name__ == "__main__":
    main()
