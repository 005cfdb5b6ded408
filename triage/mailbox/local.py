"""Open mail that lies on this machine, whatever form it has."""

from __future__ import annotations

import stat
from pathlib import Path

from triage.errors import UsageError
from triage.mailbox.base import Mailbox
from triage.mailbox.copies import walk
from triage.mailbox.disk import open_regular
from triage.mailbox.files import EmlMailbox
from triage.mailbox.head import HEAD, fault_of
from triage.mailbox.maildir import MaildirMailbox
from triage.mailbox.mbox import MboxMailbox

_FORMS = "a Maildir, an .mbox file, an .eml file or a folder of .eml files"


def open_path(path: Path, *, out: Path | None = None, writable: bool) -> Mailbox:
    """Open a Maildir, an .mbox, an .eml or a folder of .eml files; raise UsageError when it is none of them.

    `out` is where copies go; a Maildir is sorted in place and takes none.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _open_directory(path, out=out, writable=writable)
        if stat.S_ISREG(mode):
            return _open_file(path, out=out, writable=writable)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"{path} does not exist; give {_FORMS}.") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a path"
        raise UsageError(f"{path} cannot be read ({reason}); check its permissions, or give another.") from error
    raise UsageError(f"{path} is neither a file nor a folder; give {_FORMS}.")


def _open_directory(path: Path, *, out: Path | None, writable: bool) -> Mailbox:
    if (path / "cur").is_dir() and (path / "new").is_dir():
        if out is not None:
            raise UsageError("A Maildir is sorted in place, and undo puts everything back; leave --out away.")
        return MaildirMailbox(path, writable=writable)
    next(path.iterdir(), None)  # raises when the folder cannot be listed
    if next(walk(path), None) is None:
        raise UsageError(f"{path} holds no mail: no .eml file at any depth, and it is no Maildir; give {_FORMS}.")
    return EmlMailbox(path, out=out, writable=writable)


def _open_file(path: Path, *, out: Path | None, writable: bool) -> Mailbox:
    with open_regular(path) as file:
        head = file.read(HEAD)
    if not head:
        raise UsageError(f"{path} is empty; give {_FORMS}.")
    if path.suffix.lower() == ".eml":
        return EmlMailbox(path, out=out, writable=writable)
    if path.suffix.lower() == ".mbox" or head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").startswith(b"From "):
        mailbox = MboxMailbox(path, out=out, writable=writable)
        if next(mailbox.scan_source(), None) is None:
            raise UsageError(f"{path} holds no message: no line begins with 'From '; give {_FORMS}.")
        return mailbox
    if fault_of(head) is None:
        return EmlMailbox(path, out=out, writable=writable)
    raise UsageError(f"{path} is not mail; give {_FORMS}.")
