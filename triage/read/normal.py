"""Text as it is compared and counted: the one form in which fingerprints, terms and signals see words."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
# Putting the marks on a letter in order takes time by the square of their number; no letter has thirty.
_CROWD = re.compile(r"([^\w\s\x00-\x7f][^\w\s\x00-\x7f]{29})[^\w\s\x00-\x7f]+")  # one letter first: sought faster
_URL = re.compile(r"\b(?:https?://|www\.)([^\s/<>\"'\])}?#]{1,200})[^\s<>\"'\])}]{0,2000}", re.I)


def normalise(text: str) -> str:
    """Return text as it is compared and counted: NFKC, invisible characters out, URL to host, casefolded, blanks folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _CROWD.sub(r"\1", _INVISIBLE.sub("", text)))
    if "://" in text or "www." in text:
        text = "\n".join([_hosts(line) for line in text.split("\n")])
    return " ".join(text.casefold().split())


def _hosts(line: str) -> str:
    """Shorten each URL to its host; asked line by line, for the pattern is slow and most lines have none."""
    return _URL.sub(r"\1", line) if "://" in line or "www." in line.lower() else line
