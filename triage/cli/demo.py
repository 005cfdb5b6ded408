"""`triage demo`: the main job on bundled mail, in a temporary Maildir."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from triage.cli import wiring
from triage.cli.asjson import dumps
from triage.cli.clean import Report, Request, show, sweep_all
from triage.cli.options import Settings
from triage.cli.terminal import Pen, columns, cut_left, screen_width
from triage.cli.undo import find, put_back_in
from triage.config import Filing, Paths, load
from triage.errors import UsageError
from triage.read import read

_SHOWN = "0012-benchpilot-quoted-bump.eml"


def bundled() -> Path:
    """Return the folder of the demo mail: inside the wheel, or `data/demo` of a checkout."""
    installed = Path(__file__).resolve().parent.parent / "_shipped" / "demo"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "data" / "demo"


def demo(settings: Settings, *, keep: Path | None) -> int:
    """Preview, apply, undo, check that all is as before, say where things are, and return the exit code."""
    source = bundled()
    with _place(keep) as root:
        paths = Paths(source / "config.toml", root / "state", root / "models")
        demo = _Demo(replace(settings, config=load(paths.config_file), paths=paths), source, root / "Maildir")
        demo.deliver()
        if settings.json:
            print(dumps(demo.as_json()))
        else:
            for line in demo.told(kept=keep is not None):
                print(line)
    return 0


@contextlib.contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="triage-demo-") as folder:
            yield Path(folder)
        return
    if keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise UsageError(f"{keep} is not empty; give --keep a new folder.")
    keep.mkdir(parents=True, exist_ok=True)
    yield keep.absolute()


class _Demo:
    """The three steps, each on the same Maildir."""

    def __init__(self, settings: Settings, source: Path, maildir: Path) -> None:
        self.settings = settings
        self.source = source
        self.maildir = maildir
        self.pen = Pen(color=settings.color)

    def deliver(self) -> None:
        """Lay the bundled mail into a Maildir as a mail program would, each with its own date as the file's time."""
        for name in ("cur", "new", "tmp"):
            (self.maildir / name).mkdir(parents=True)
        for path in sorted((self.source / "mail").glob("*.eml")):
            goal = self.maildir / "cur" / f"{path.stem}:2,S"
            shutil.copyfile(path, goal)
            if (when := read(path.read_bytes()[:65_536]).date) is not None:
                os.utime(goal, (when.timestamp(), when.timestamp()))

    def clean(self, *, apply: bool) -> Report:
        """Sweep the Maildir."""
        request = Request(target=str(self.maildir), apply=apply, sent=self.source / "sent")
        return sweep_all(self.settings, request, wiring.places(self.settings, request.target))

    def undo(self) -> int:
        """Put the last run back and return how many messages that were."""
        return sum(len(put_back_in(self.settings, run).undone.put_back) for run in find(self.settings, None))

    def folders(self) -> dict[str, int]:
        """Return how many messages every folder of the Maildir holds."""
        with wiring.open_mailbox(self.settings, wiring.Place(path=str(self.maildir)), writable=False) as mailbox:
            held = {folder.name: sum(1 for _ in mailbox.scan(folder.name)) for folder in mailbox.folders()}
        return {name: number for name, number in held.items() if number or name == wiring.INBOX}

    def census(self) -> set[tuple[str, str, int]]:
        """Return folder and name (with its flags), content and time of every message."""
        return {
            (
                str(path.relative_to(self.maildir)),
                hashlib.sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in self.maildir.glob("**/cur/*")
        }

    def as_json(self) -> dict[str, object]:
        """Do everything and return it as JSON shows it."""
        before = self.census()
        preview = self.clean(apply=False)
        self.clean(apply=True)
        filed = self.folders()
        return {
            "schema": "triage.demo/1",
            "mail": str(self.source),
            "counts": dict(preview.summary.counts),
            "filed": filed,
            "put_back": self.undo(),
            "as_before": self.census() == before,
        }

    def told(self, *, kept: bool) -> Iterator[str]:
        """Do everything and yield what there is to say about it."""
        before = self.census()
        me, least = self.settings.config.me, self.settings.config.filing.min_confidence
        yield self._title("1  Preview", f"three years of the mail of {me.name if me else 'somebody'}; nothing is moved")
        if least < Filing().min_confidence:
            yield f"              min_confidence is {least:.2f} here, not {Filing().min_confidence:.2f}, so that every folder fills"
        yield show(self.clean(apply=False), pen=self.pen, target="the demo mail", applied=False)
        self.clean(apply=True)
        yield self._title("2  Apply", "the same, and now it is filed")
        filed = self.folders()
        wide = max(map(len, filed))
        for name in sorted(filed, key=lambda name: (name != wiring.INBOX, name)):
            stays = "   where they were" if name == wiring.INBOX else ""
            yield f"    {name:<{wide}}  {filed[name]:>4}{stays}"
        yield ""
        yield self._title("3  Undo", "everything goes back")
        number = self.undo()
        same = self.census() == before
        checked = (
            "every byte, flag and date as before" if same else "but not everything is as before: please report this"
        )
        yield f"    {wiring.INBOX:<{wide}}  {self.folders()[wiring.INBOX]:>4}   {number} back, {checked}"
        yield ""
        yield self._title("Where things are", "")
        room = screen_width() - 20
        yield f"    the demo mail   {cut_left(str(self.source / 'mail'), room)}"
        if kept:
            yield f"    this Maildir    {cut_left(str(self.maildir), room)}"
        shown = os.path.relpath(self.source / "mail" / _SHOWN)
        if columns(step := f"    one message     triage why {shown}") < screen_width():
            yield step
        yield "    your own mail   triage clean imaps://you@host/INBOX"
        yield "                    triage clean ~/Maildir        a preview: nothing is moved"
        yield ""

    def _title(self, title: str, text: str) -> str:
        return f"  {self.pen(title, 'bold')}  {text}".rstrip()
