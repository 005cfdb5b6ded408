"""The recipient's own saved pages: files and folders -> one text, within bounds. No link of them is followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from triage.config import PAGE_SUFFIXES
from triage.errors import ConfigError
from triage.read.html import read_html

MOST_FILES = 64
FILE_BYTES = 262_144
MOST_CHARS = 200_000
"""What is read of all pages together: as much as `judge.answers` looks at."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What a visitor sees of the pages, and a sentence for each thing that was left out."""

    text: str = ""
    left_out: tuple[str, ...] = ()


def read_pages(names: Sequence[str]) -> Pages:
    """Read these files and folders, in this order; what a folder holds is read by name, its own files before its folders.

    Raises ConfigError when one of the names is not there any more.
    """
    left_out: list[str] = []
    texts: list[str] = []
    length = 0
    for number, path in enumerate(_files(names, left_out)):
        if number == MOST_FILES:
            left_out.append(f"me.pages has more than {MOST_FILES} pages; those from {path} on are left out.")
            break
        if text := _text(path, left_out):
            texts.append(text)
            length += len(text)
            if length > MOST_CHARS:
                left_out.append(
                    f"me.pages has more than {MOST_CHARS:,} characters; what follows in {path} is left out."
                )
                break
            length += len(_BETWEEN)
    return Pages(_BETWEEN.join(texts)[:MOST_CHARS], tuple(left_out))


_BETWEEN = "\n\n"


def _files(names: Sequence[str], left_out: list[str]) -> Iterator[Path]:
    """Yield every page once, under whatever names it is found; what cannot be looked at is left out."""
    seen: set[tuple[int, int]] = set()
    for name in names:
        held = False
        for path in _below(Path(name), left_out):
            held = True
            try:
                told = path.stat()
            except OSError as error:
                left_out.append(_unread(path, error))
                continue
            if stat.S_ISREG(told.st_mode) and (told.st_dev, told.st_ino) not in seen:
                seen.add((told.st_dev, told.st_ino))
                yield path
        if not held:
            left_out.append(f"{name} holds no page ({', '.join(PAGE_SUFFIXES)}).")


def _below(top: Path, left_out: list[str]) -> Iterator[Path]:
    """Yield the pages of a folder, or the page itself. A link to a folder is not followed, so that no walk goes in circles."""
    try:
        is_folder = stat.S_ISDIR(top.stat().st_mode)
    except OSError as error:
        raise ConfigError(
            [f"{top} is not there any more ({error.strerror}); put it back, or take it out of me.pages, and run again."]
        ) from error
    if not is_folder:
        yield top
        return
    for folder, folders, files in os.walk(top, onerror=lambda error: left_out.append(_unread(error.filename, error))):
        folders.sort()
        yield from (Path(folder, file) for file in sorted(files) if file.lower().endswith(PAGE_SUFFIXES))


def _text(path: Path, left_out: list[str]) -> str:
    try:
        with path.open("rb") as file:
            octets = file.read(FILE_BYTES + 1)
    except OSError as error:
        left_out.append(_unread(path, error))
        return ""
    if b"\0" in octets:
        left_out.append(f"{path} is no text in UTF-8; it is left out.")
        return ""
    text, over = octets[:FILE_BYTES].decode("utf-8-sig", "replace"), len(octets) > FILE_BYTES
    if path.suffix.lower() in (".html", ".htm"):
        page = read_html(text)
        text, over = page.text, over or page.over
    if over:
        left_out.append(f"{path} is larger than what is read of one page; only its beginning counts.")
    return text.strip()


def _unread(path: Path | str, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror}); it is left out."
