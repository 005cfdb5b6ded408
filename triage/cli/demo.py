"""`triage demo`: the main job on bundled mail, in a temporary Maildir."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from triage.cli.clean import Request, clean
from triage.cli.options import Settings
from triage.cli.terminal import Pen
from triage.cli.undo import undo
from triage.config import Config, Paths, load
from triage.errors import UsageError

_FILED = ("Spray", "Irrelevant", "Pitches", "Scam", "Repeats")


def bundled() -> Path:
    """Return the folder of the demo mail: inside the wheel, or `data/demo` of a checkout."""
    installed = Path(__file__).resolve().parent.parent / "_shipped" / "demo"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "data" / "demo"


def demo(*, keep: Path | None, json: bool, quiet: bool, no_color: bool) -> int:
    """Preview, apply, undo, and say where things are."""
    import os

    source = bundled()
    color = sys.stdout.isatty() and not no_color and "NO_COLOR" not in os.environ
    pen = Pen(color=color)
    with _place(keep) as root:
        maildir, paths = root / "Maildir", Paths(source / "config.toml", root / "state", root / "models")
        _deliver(source / "mail", maildir)
        config: Config = load(paths.config_file)
        settings = Settings(config, paths, None, json=json, quiet=quiet, verbose=False, color=color)
        preview = Request(str(maildir), False, True, None, None, None, source / "sent", None, False)
        apply = Request(str(maildir), True, True, None, None, None, source / "sent", None, False)
        if json:
            return clean(settings, preview)
        _say(
            pen, "1. Preview", f"{config.me.name if config.me else ''}'s mailbox, three years of it. Nothing is moved."
        )
        clean(settings, preview)
        _say(pen, "2. Apply", "The same, and now it is filed.")
        silent = Settings(config, paths, None, json=False, quiet=True, verbose=False, color=color)
        with contextlib.redirect_stdout(None):
            clean(silent, apply)
        for name in _FILED:
            print(f"    {name:<12}{_count(maildir / f'.Outreach.{name}'):>4} messages in Outreach/{name}")
        print(f"    {'inbox':<12}{_count(maildir):>4} messages stay where they were")
        _say(pen, "3. Undo", "Everything goes back, with flags and dates as before.")
        undo(silent, None)
        print(f"    {'inbox':<12}{_count(maildir):>4} messages, as before")
        _say(pen, "Where things are", "")
        print(f"    the demo mail     {source}")
        if keep is not None:
            print(f"    this Maildir      {maildir}")
        print("    your own mail     triage clean imaps://you@host/INBOX   (a preview; nothing is moved)")
        print(f"    one message       triage why {source / 'mail' / '0011-benchpilot-first-touch.eml'}")
    return 0


@contextlib.contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="triage-demo-") as folder:
            yield Path(folder)
        return
    if keep.exists() and any(keep.iterdir()):
        raise UsageError(f"{keep} is not empty; give --keep a new folder.")
    keep.mkdir(parents=True, exist_ok=True)
    yield keep


def _deliver(mail: Path, maildir: Path) -> None:
    """Lay the bundled mail into a Maildir as a mail program would, each with its own date as the file's time."""
    import os

    from triage.read import read

    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    for path in sorted(mail.glob("*.eml")):
        goal = maildir / "cur" / f"{path.stem}:2,S"
        shutil.copyfile(path, goal)
        if (when := read(path.read_bytes()[:65_536]).date) is not None:
            os.utime(goal, (when.timestamp(), when.timestamp()))


def _count(folder: Path) -> int:
    return sum(1 for name in ("cur", "new") if (folder / name).is_dir() for _ in (folder / name).iterdir())


def _say(pen: Pen, title: str, text: str) -> None:
    print(f"\n{pen(title, 'bold')}  {text}".rstrip())
