"""Spend the first hour in tmux, write docs/first-hour.md, and draw its pictures in Chromium. Called by `make screenshots`."""

from __future__ import annotations

import shutil
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

from first_hour.hour import spend
from first_hour.page import DRAWN, PAGE, PICTURES, digests, written
from first_hour.person import InTmux
from first_hour.world import world

WIDTH, HEIGHT, SHOWN_HEIGHT = 1100, 1300, 930
"""Pixels of the window, and of its top that is shown: in a lower one the page would have scrolled to the card with the focus."""
HEAVIEST = 150_000
"""Bytes of a picture, at most."""


def drawn(html: str, target: Path) -> None:
    """Draw the top of a page as a headless Chromium shows it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html, "utf-8")
        command = [
            "chromium",
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ]
        command += [f"--user-data-dir={folder}/profile", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={target}"]
        subprocess.run([*command, source.as_uri()], check=True, capture_output=True, timeout=120)
    target.write_bytes(top_of(target.read_bytes(), SHOWN_HEIGHT))
    if target.stat().st_size > HEAVIEST:
        raise SystemExit(
            f"{target.name} has {target.stat().st_size:,} bytes, more than {HEAVIEST:,}; draw less of the page."
        )


def top_of(png: bytes, height: int) -> bytes:
    """Return the first rows of a PNG; none of them hangs on one below it."""
    at, chunks = 8, list[tuple[bytes, bytes]]()
    while at < len(png):
        long, kind = struct.unpack(">I4s", png[at : at + 8])
        chunks.append((kind, png[at + 8 : at + 8 + long]))
        at += 12 + long
    head = chunks[0][1]
    width, _, depth, color, interlaced = struct.unpack(">IIBB2xB", head)
    assert (depth, interlaced) == (8, 0), "as Chromium writes it"
    row = 1 + width * {2: 3, 6: 4}[color]
    rows = zlib.decompress(b"".join(text for kind, text in chunks if kind == b"IDAT"))[: row * height]
    new = (
        (b"IHDR", head[:4] + struct.pack(">I", height) + head[8:]),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return png[:8] + b"".join(
        struct.pack(">I", len(text)) + kind + text + struct.pack(">I", zlib.crc32(kind + text)) for kind, text in new
    )


if __name__ == "__main__":
    for program in ("tmux", "chromium"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is not installed (Debian: apt install tmux chromium).")
    with world() as place, InTmux(place) as person:
        hour = spend(person, place)
    PICTURES.mkdir(exist_ok=True)
    for name, html in hour.pages.items():
        drawn(html, PICTURES / f"{name}.png")
    DRAWN.write_text(digests(hour), "utf-8")
    PAGE.write_text(written(hour), "utf-8")
    print(f"{PAGE.name} was written, and {len(hour.pages)} pictures were drawn")
