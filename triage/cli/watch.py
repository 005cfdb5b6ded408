"""`triage watch`: the daemon. A thread for each account, signals, a status file, systemd's questions, a log without mail text."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from triage.cli import wiring
from triage.cli.options import Settings, moment
from triage.cli.relearn import Relearning
from triage.cli.terminal import Progress, safe
from triage.cli.watch_status import Account, forget, write
from triage.config import Every
from triage.domain import Mode
from triage.errors import (
    DailyLimitError,
    FilingStopped,
    HeldError,
    SignInError,
    StateError,
    TriageError,
    UnreachableError,
    UsageError,
)
from triage.run.backoff import MOST_SECONDS, Backoff
from triage.run.observing import remember
from triage.run.recall import recall
from triage.run.sweep import Judged
from triage.run.watch import POLL_SECONDS, Desk, Pause, Seen, watch

if TYPE_CHECKING:
    from triage.judge.classifier import Model

SIGN_IN_TRIES = 3
SIGN_IN_SECONDS = 2.0
GOODBYE_SECONDS = 4.0
"""How long an account may take to end; the signal promises five seconds."""
STEADY_SECONDS = 60.0
"""A connection that held so long is no failure when it ends; one that ends at once, again and again, is tried ever later."""
BEAT_SECONDS = 1.0
"""How often the process looks whether an account is still watched."""
MARKS_EVERY = timedelta(days=1)
"""How often the mail that was marked is looked at for keywords that its reader took off."""
DIGEST_AGAIN = timedelta(hours=1)
"""How long a digest waits that could not be put into the inbox."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def work(settings: Settings, *, since: str | None, log_format: str) -> int:
    """Watch all accounts, or one, until a signal ends it; return the exit code."""
    if log_format not in {"text", "json"}:
        raise UsageError(f"--log-format {log_format!r} is not known; write text or json.")
    log = Log(json=log_format == "json", quiet=settings.quiet)
    with Signals() as signals:
        daemon = _Daemon(settings, since, log, signals)
        try:
            code = daemon.run()
            while signals.reload and signals.exit_code is None:
                signals.reload = False
                daemon = _reread(daemon, settings, since, log, signals)
                code = daemon.run()
        finally:
            forget(settings.paths.state_dir)
        log("info", "ended")
    return code if signals.exit_code is None else signals.exit_code


def _reread(before: _Daemon, settings: Settings, since: str | None, log: Log, signals: Signals) -> _Daemon:
    """Return a daemon with the configuration as it is now; the former one where that has faults."""
    from triage.config import load

    try:
        config = load(settings.paths.config_file)
        daemon = _Daemon(replace(settings, config=config), since, log, signals, before=before)
    except (TriageError, OSError) as error:
        log("error", "the configuration has faults, so the former one stays", error=str(error))
        return before
    log("info", "the configuration was read again")
    return daemon


# ---------------------------------------------------------------- the process


class Signals:
    """SIGTERM and Ctrl-C end the watch, SIGHUP reads the configuration again; all wake whoever waits."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.reload = False
        self.exit_code: int | None = None
        self._ends: list[socket.socket] = []
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._before[number] = signal.signal(number, self._heard)
        return self

    def __exit__(self, *exc: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        del frame
        if number == signal.SIGHUP:
            self.reload = True
        else:
            self.exit_code = 130 if number == signal.SIGINT else 0
        self._wake()

    def begin_anew(self) -> None:
        """Do as after SIGHUP."""
        self.reload = True
        self._wake()

    def _wake(self) -> None:
        self.stopped.set()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.send(b"!")

    def waker(self) -> socket.socket:
        """Return a socket that can be read once somebody is to look up."""
        read, write = socket.socketpair()
        write.setblocking(False)
        self._ends.append(write)
        if self.stopped.is_set():
            write.send(b"!")
        return read

    def begin(self) -> threading.Event:
        """Return the event that ends what begins now, at the start or after a reload; set already where a signal came meanwhile."""
        for end in self._ends:
            end.close()
        self._ends.clear()
        if self.exit_code is None and not self.reload:
            self.stopped = threading.Event()  # a new one: what lingers of the former still has to end
        return self.stopped


class _Daemon:
    """The accounts that are watched with one configuration."""

    def __init__(
        self, settings: Settings, since: str | None, log: Log, signals: Signals, *, before: _Daemon | None = None
    ) -> None:
        self._settings = settings
        self._log = log
        self._signals = signals
        self._places = wiring.places(settings, None)
        if not self._places:
            raise UsageError(f"There is no account {settings.account!r} in {settings.paths.config_file} any more.")
        self._since = moment(since, now=datetime.now(UTC)) if since else None
        self._decided_by = _decided_by(settings)
        # Loaded once: each load leaves some of its memory with the allocator, and a daemon is told to reload for years.
        path = wiring.model_path(settings)
        kept = before is not None and before.model[0] == path
        self.model: tuple[Path, Model] = before.model if before and kept else (path, wiring.model_of(settings))
        self._recipient = wiring.recipient_of(settings)
        self._accounts = {place.account: Account(place.account) for place in self._places}
        self._errors: dict[str, TriageError] = {}
        self._marks_looked_at: dict[str, datetime] = {}
        self._digest_again: dict[str, datetime] = {}
        self._stopped = signals.stopped
        self._telling = threading.Lock()
        self._manager = Systemd(os.environ)
        self._relearning = Relearning(settings, lambda told: log("info", told))
        if before is not None:
            self._relearning.take_over(before._relearning)  # noqa: SLF001 - one class

    def run(self) -> int:
        """Watch until a signal says to stop, or until no account can be watched any more."""
        self._stopped = self._signals.begin()
        self._errors.clear()
        threads = [
            threading.Thread(target=self._account, args=(place, self._stopped), name=place.account, daemon=True)
            for place in self._places
        ]
        # Not Event.wait(): a signal that comes while this thread holds the event's lock would wait for itself.
        with contextlib.closing(self._signals.waker()) as wake:
            for thread in threads:
                thread.start()
            self._manager.tell("READY=1")
            self._tell()
            while not self._stopped.is_set() and any(thread.is_alive() for thread in threads):
                select.select([wake], [], [], self._manager.seconds)
                self._manager.tell("WATCHDOG=1")
                self._look_around()
                self._relearning.look()
        if not self._reloads:
            self._relearning.end()
        self._manager.tell(_reloading() if self._reloads else "STOPPING=1")
        until = time.monotonic() + GOODBYE_SECONDS
        # Before a reload all have to end, however long they take: the next ones need the accounts that they hold.
        while (left := [one for one in threads if one.is_alive()]) and (self._reloads or time.monotonic() < until):
            left[0].join(0.1)
            self._manager.tell("WATCHDOG=1")
        return next((error.exit_code for error in self._errors.values()), 0)

    def _look_around(self) -> None:
        """Begin anew once another model is in use or a rule was made; whatever comes of that, only once for each."""
        with contextlib.suppress(TriageError):  # a pointer to nothing: the model that is loaded does
            found = _decided_by(self._settings)
            if found != self._decided_by:
                for what, now, before in zip(_NEWS, found, self._decided_by, strict=True):
                    if now != before:
                        self._log("info", what)
                self._decided_by = found
                self._signals.begin_anew()

    @property
    def _reloads(self) -> bool:
        return self._signals.reload and self._signals.exit_code is None

    # ------------------------------------------------------------ one account, in its thread

    def _account(self, place: wiring.Place, stopped: threading.Event) -> None:
        account, seen, backoff, refused = self._accounts[place.account], Seen(), Backoff(random.random), 0
        with contextlib.closing(self._signals.waker()) as wake:
            while not stopped.is_set():
                try:
                    self._session(place, seen, wake, stopped)
                    continue
                except SignInError as error:
                    refused += 1
                    if refused >= SIGN_IN_TRIES:
                        return self._give_up(account, error)
                    self._away(account, error, SIGN_IN_SECONDS, stopped)
                    continue
                except (HeldError, StateError) as error:
                    if account.last_sweep is None:
                        return self._give_up(account, error)
                    failed: TriageError = error
                except DailyLimitError as error:
                    self._away(account, error, error.asked, stopped)
                    continue
                except UnreachableError as error:
                    failed = error
                except TriageError as error:
                    return self._give_up(account, error)
                except Exception as error:  # noqa: BLE001 - one account must not take the others with it
                    failed = UnreachableError(f"An internal error ({type(error).__name__}).")
                refused = 0
                self._away(account, failed, _seconds(account, failed, backoff), stopped)
        return None

    def _session(self, place: wiring.Place, seen: Seen, wake: socket.socket, stopped: threading.Event) -> None:
        settings, account = self._settings, self._accounts[place.account]
        modes = wiring.modes_of(settings)
        self._doing(account, "connecting")
        with (
            wiring.open_mailbox(settings, place, writable=modes.writes, counted=True) as mailbox,
            wiring.open_memory(settings, mailbox, writable=True) as store,
        ):
            folders, silent = wiring.folders_of(settings, place, mailbox, None), Progress(shown=False)
            wiring.learn_contacts(mailbox, store, None, silent)
            wiring.learn_kept(settings, mailbox, store, folders, silent)
            judge = wiring.judge_of(settings, mailbox, store=store, model=self.model[1], recipient=self._recipient)
            if remembered := recall(mailbox, store, judge):
                self._log("info", "remembered what was filed before", account=account.name, messages=remembered)

            def look() -> None:
                if datetime.now(UTC) - self._marks_looked_at.get(account.name, _LONG_AGO) >= MARKS_EVERY:
                    self._marks_looked_at[account.name] = datetime.now(UTC)
                    if told := wiring.learn_unmarked(settings, mailbox, store):
                        self._log("info", told, account=account.name)
                    wiring.look_after_observed(settings, mailbox, store)
                if told := wiring.learn_corrections(settings, mailbox, store, self._recipient):
                    self._log("info", told, account=account.name)
                self._digest(account)

            desk = Desk(
                mailbox=wiring.watched(mailbox),
                store=store,
                judge=judge,
                folders=folders,
                target=place.written(),
                look=look,
                sent=wiring.sent_folder(mailbox),
                modes=modes,
                since=self._since,
            )
            self._log("info", "watching", account=account.name, folders=", ".join(desk.folders))
            self._doing(account, "watching")
            pause = Pause(stopped.is_set, wake.fileno())
            for judged in watch(desk, seen, now=lambda: datetime.now(UTC), pause=pause):
                remember(mailbox, store, judged, at=datetime.now(UTC))
                self._swept(account, judged)

    def _digest(self, account: Account) -> None:
        """Put a digest into the inbox where one is due; what fails is tried again later, and filing goes on."""
        now = datetime.now(UTC)
        if self._settings.config.digest.every is Every.NEVER or now < self._digest_again.get(account.name, _LONG_AGO):
            return
        from triage.cli.report.digest import deliver, has_ended  # only now: it draws pages

        try:
            ended = has_ended(self._settings, account.name, today=now.date())
            if ended and deliver(self._settings, account.name, now=now).due:
                self._log("info", "put a digest into the inbox", account=account.name)
        except TriageError as error:
            self._digest_again[account.name] = now + DIGEST_AGAIN
            self._log("warning", f"No digest was put into the inbox. {error}", account=account.name)

    def _swept(self, account: Account, judged: Sequence[Judged]) -> None:
        found = [one for one in judged if one.belongs is not None]
        account.last_sweep, account.error, account.next_try = datetime.now(UTC), "", None
        account.judged += len(judged)
        account.filed += sum(one.folder is not None for one in found)
        for one in found:
            assert one.verdict is not None
            codes = " ".join(reason.code for reason in one.verdict.reasons[:3])
            is_mark = one.mode is Mode.KEYWORD
            if is_mark and one.earlier:
                continue  # it bears its keyword since an earlier sweep
            where = {"keywords": " ".join(one.keywords)} if is_mark else {"folder": one.belongs or ""}
            self._log("info", _DEEDS[one.mode], account=account.name, id=one.id, **where, reasons=codes)
        if told := wiring.leave_alone(self._settings, (one.seller for one in judged if one.taken_back)):
            self._log("info", told, account=account.name)
        if judged:
            labels = Counter("failed" if one.verdict is None else str(one.verdict.label) for one in judged)
            self._log(
                "info", "swept", account=account.name, messages=len(judged), **{k: labels[k] for k in sorted(labels)}
            )
        self._doing(account, "watching")

    def _away(self, account: Account, error: TriageError, seconds: float, stopped: threading.Event) -> None:
        level = "info" if account.error == str(error) else "warning"  # warned once: what lasts is not news
        account.error, account.next_try = str(error), datetime.now(UTC) + timedelta(seconds=seconds)
        self._log(level, str(error), account=account.name, next_try_in=round(seconds, 1))
        self._doing(account, "away")
        stopped.wait(seconds)

    def _give_up(self, account: Account, error: TriageError) -> None:
        self._errors[account.name] = error
        account.error, account.next_try = str(error), None
        self._log("error", str(error), account=account.name)
        self._doing(account, "stopped")

    # ------------------------------------------------------------ what is told

    def _doing(self, account: Account, doing: str) -> None:
        if account.doing != doing:
            account.doing, account.since = doing, datetime.now(UTC)
        self._tell()

    def _tell(self) -> None:
        write(self._settings.paths.state_dir, self._accounts.values(), lock=self._telling)


_NEWS = ("another model is in use now", "the rules changed", "what is done about a label changed")
"""What is said when one of these changed."""
_DEEDS = {Mode.MOVE: "filed", Mode.KEYWORD: "marked", Mode.OBSERVE: "would be filed"}


def _decided_by(settings: Settings) -> tuple[Path, int, int]:
    """Return the model in use, and when the rules on vendors and what is done about the labels were written last."""
    from triage.memory import promotions, rules

    def written(name: str) -> int:
        try:
            return (settings.paths.state_dir / name).stat().st_mtime_ns
        except OSError:
            return 0

    return wiring.model_path(settings), written(rules.FILE), written(promotions.FILE)


def _seconds(account: Account, error: TriageError, backoff: Backoff) -> float:
    """Return how long to leave a server alone that failed us."""
    watched = account.doing == "watching" and account.since is not None
    if watched and account.since is not None and datetime.now(UTC) - account.since >= timedelta(seconds=STEADY_SECONDS):
        backoff.clear()
    # A server that lets us in and then hangs up is asked as often as one that cannot tell of new mail.
    most = POLL_SECONDS if watched and not isinstance(error, FilingStopped) else MOST_SECONDS
    return backoff.seconds(asked=error.asked if isinstance(error, UnreachableError) else 0.0, most=most)


# ---------------------------------------------------------------- the log, and systemd


@dataclass(frozen=True, slots=True)
class Log:
    """Lines on the error stream: for a person, or one JSON object each. Ids and reason codes, never mail text or secrets."""

    json: bool = False
    quiet: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, level: str, what: str, **told: object) -> None:
        """Write one line."""
        if self.quiet and level == "info":
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        if self.json:
            line = json.dumps({"at": at, "level": level, "what": what, **told}, default=str)
        else:
            line = " ".join(
                (at, f"{level:<7}", safe(what), *(f"{key}={safe(str(value))}" for key, value in told.items()))
            )
        with self.lock, contextlib.suppress(OSError):
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


class Systemd:
    """What a service manager wants to hear (sd_notify): a datagram to the socket that it named, nothing without one."""

    def __init__(self, environ: os._Environ[str]) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        own = environ.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        usec = environ.get("WATCHDOG_USEC", "") if own else ""
        self.seconds = min(BEAT_SECONDS, int(usec) / 2_000_000) if usec.isdigit() and int(usec) else BEAT_SECONDS

    def tell(self, state: str) -> None:
        """Tell the manager; whoever does not listen is no error."""
        if self._address:
            address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
            with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.sendto(state.encode(), address)


def _reloading() -> str:
    return f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}"
