"""Octets to letters: transfer encodings, the charset cascade, encoded words of headers, flowed lines. Never raises."""

from __future__ import annotations

import binascii
import re

# Only these codecs are asked for: others of Python's are no charsets (zip), quadratic (idna, punycode) or rewrite text.
_CHARSET = re.compile(
    r"utf[-_]?(?:8|16|32)(?:[-_]?[bl]e)?|iso[-_]?8859[-_]\d{1,2}|latin[-_]?\d{1,2}|(?:windows|cp)[-_]?\d{3,5}"
    r"|koi8[-_][rtu]|gb18030|big5(?:hkscs)?|euc[-_]jp|iso[-_]2022[-_](?:jp|kr)|mac[-_]?roman"
)
# The name declared and the charset meant, as browsers and mail programs read it: the larger one of the same family.
_MEANT = {
    **dict.fromkeys(("us-ascii", "ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("euc-kr", "euc_kr", "ks_c_5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("tis-620", "iso-8859-11"), "cp874"),
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
}
_MULTIBYTE = ("utf", "gb", "big5", "euc", "iso-2022", "iso_2022", "cp932", "cp949")

_ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,60})\?([bBqQ])\?"
    r"([^?]{0,2000}+(?:\?(?!=)[^?]{0,200}+){0,4}+)"  # some programs leave the question marks of a subject as they are
    r"\?="
)
_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_PLAIN = bytes(range(32, 127)).replace(b"?", b"\n")  # a question mark may be of an encoded word
_BREAK = re.compile("[\t\n\r\x0b\x0c\u2028\u2029]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def transfer_decoded(body: bytes, encoding: bytes) -> bytes:
    """Undo base64 or quoted-printable; what does not decode is returned as it stands."""
    if encoding.startswith(b"quoted-printable"):
        return binascii.a2b_qp(body)
    if encoding.startswith(b"base64"):
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:  # cut off by the byte budget, or a footer appended by a list
            letters = _BASE64.sub(b"", body.partition(b"=")[0])
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4])
    return body


def decode(octets: bytes, charset: str = "") -> str:
    """Return text by UTF-8, the declared charset, or Windows-1252: 3.2 % of real parts are not what they declare.

    A charset of one byte a letter fits anything, so UTF-8 is asked before it, and after the others. Where nothing
    fits, the one that fits nearly (text cut off, one broken letter) is better than the wrong one.
    """
    if octets.isascii() and b"\x1b" not in octets and b"\0" not in octets:  # neither ISO-2022 nor UTF-16
        return octets.decode("ascii")
    name = charset.strip(" \t\"'").lower()
    name = _MEANT.get(name, name)
    names = ["utf-8"]
    if _CHARSET.fullmatch(name) or name in _MEANT.values():
        names.insert(0 if name.startswith(_MULTIBYTE) else 1, name)
    for codec in names:
        try:
            return octets.decode(codec)
        except (UnicodeError, LookupError):
            continue
    return _nearly(octets, names)


def _nearly(octets: bytes, names: list[str]) -> str:
    for codec in names:
        try:
            text = octets.decode(codec, "replace")
        except (UnicodeError, LookupError):
            continue
        if text.count("\ufffd") * 4 < len(text) - len(text.encode("ascii", "ignore")):
            return text
    return octets.decode("cp1252", "replace")


def decode_header(value: bytes) -> str:
    """Return a header's text on one line, with RFC 2047 words decoded and bad ones left as they stand."""
    text = value.decode("ascii") if value.isascii() else decode(value)
    text = decode_words(text)
    return text if text.isprintable() else inert(text)


def decode_headers(headers: list[tuple[str, bytes]]) -> tuple[tuple[str, str], ...]:
    """Return all headers with their text decoded; at once where all are plain, as those of most mail are."""
    values = b"\n".join([value for _, value in headers])
    odd = values.translate(None, _PLAIN)
    if odd.strip(b"?") or (odd and b"=?" in values):
        return tuple((name, decode_header(value)) for name, value in headers)
    texts = values.decode("ascii").split("\n")
    return tuple(zip([name for name, _ in headers], texts, strict=False))  # of no headers, one empty text is left over


def decode_words(text: str) -> str:
    """Decode RFC 2047 words; neighbours are decoded as one, for mail programs cut letters of many bytes in two."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    at, pending, charset = 0, b"", ""
    for word in _ENCODED_WORD.finditer(text):
        octets = _octets(word)
        if octets is None:
            continue
        between, name = text[at : word.start()], word[1].partition("*")[0].lower()
        if not at or between.strip():
            pieces += [decode(pending, charset), between]
            pending = b""
        elif name != charset:
            pieces.append(decode(pending, charset))
            pending = b""
        at, pending, charset = word.end(), pending + octets, name
    return "".join((*pieces, decode(pending, charset), text[at:]))


def _octets(word: re.Match[str]) -> bytes | None:
    payload = word[3].encode("latin-1", "replace")
    if not payload or word[2] in "qQ":
        return binascii.a2b_qp(payload, header=True)
    try:
        return binascii.a2b_base64(payload + b"==")
    except binascii.Error:
        return None


def inert(text: str) -> str:
    """Return text on one line that moves no cursor, rings no bell and turns no direction."""
    if text.isprintable():
        return text
    return _CONTROL.sub("", _BREAK.sub(" ", text))


def unflowed(text: str, *, delsp: bool) -> str:
    """Join the lines that the sender's program broke (RFC 3676); quoted lines and `-- ` stay as they are."""
    joined: list[str] = []
    soft = False
    for line in text.split("\n"):
        own = line[:1] != ">" and line != "-- "
        if joined:
            joined.append("" if soft and own else "\n")
        soft = own and line[-1:] == " "
        line = line[1:] if line[:1] == " " else line  # a stuffed blank
        joined.append(line[:-1] if soft and delsp else line)
    return "".join(joined)
