"""Hostile mail: what a sender can write to make a reader slow, large, wrong or dead.

The tests assert what `read` makes of each; bench/hostile_mail.py measures what it costs. A case is a name, the budgets that
reading must name as exceeded, and a function that makes the bytes, for some of them are large.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

KB = 1024
MB = KB * KB
HEAD = b"From: Ada <ada@sender.example>\nTo: me@mine.example\nSubject: Hello\n"


@dataclass(frozen=True)
class Case:
    """One hostile message."""

    name: str
    make: Callable[[], bytes]
    faults: tuple[str, ...] = ()


def plain(body: bytes | str, *, kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    """Return a message with this body."""
    return HEAD + b"Content-Type: " + kind + b"\n\n" + (body if isinstance(body, bytes) else body.encode())


def html(markup: bytes | str) -> bytes:
    """Return a message of one HTML part."""
    return plain(markup, kind=b"text/html; charset=utf-8")


def fill(unit: bytes | str, size: int = 64 * KB) -> bytes:
    """Return this unit over and over, `size` bytes of it less what the headers of a case take."""
    octets = unit.encode() if isinstance(unit, str) else unit
    return octets * ((size - 512) // len(octets))


def nested(depth: int, *, siblings: int = 0, boundary: Callable[[int], bytes] = lambda level: b"b%d" % level) -> bytes:
    """Return a multipart in a multipart in a multipart, none of them closed."""
    opened = [
        b"Content-Type: multipart/mixed; boundary=%b\n\n" % boundary(level)
        + b"".join(b"--%b\n\nx\n" % boundary(level) for _ in range(siblings))
        + b"--%b\n" % boundary(level)
        for level in range(depth)
    ]
    return HEAD + b"".join(opened) + b"\nthe text within\n"


def parts(number: int, part: bytes, *, kind: bytes = b"mixed") -> bytes:
    """Return one multipart of equal parts."""
    return HEAD + b"Content-Type: multipart/%b; boundary=b\n\n" % kind + (b"--b\n" + part + b"\n") * number + b"--b--\n"


def header(name: bytes, value: bytes) -> bytes:
    """Return a message with one more header."""
    return name + b": " + value + b"\n" + HEAD + b"\nText.\n"


def _attributes() -> bytes:
    return html(b"<p " + b" ".join(b"a%d=1" % number for number in range(7_000)) + b">x</p>")


OVER_BYTES, OVER_PARTS, OVER_DEPTH = ("over-bytes",), ("over-parts",), ("over-depth",)
OVER_HEADERS, OVER_HEADER, OVER_HTML = ("over-headers",), ("over-header",), ("over-html",)

SIZES = (
    Case("50 MB of text", lambda: plain(b"word and word\n" * (50 * MB // 14)), OVER_BYTES),
    Case("50 MB on one line", lambda: plain(b"x" * (50 * MB)), OVER_BYTES),
    Case("50 MB of header", lambda: header(b"X-Large", b"x" * (50 * MB)), (*OVER_HEADER, *OVER_BYTES)),
    Case("4 MB of attributes", lambda: html(b'<p a="' + b"x" * (4 * MB) + b'">x</p>'), (*OVER_BYTES, *OVER_HTML)),
    Case("64 KB of NUL", lambda: plain(fill(b"\0"))),
    Case("64 KB of CR", lambda: plain(fill(b"\r"))),
    Case("64 KB of 8-bit", lambda: plain(fill(b"\xe9\xff\xa0"))),
)

HEADERS = (
    Case("40,000 headers", lambda: b"X: y\n" * 40_000 + b"\ntext", (*OVER_HEADERS, *OVER_BYTES)),
    Case("40,000 folds", lambda: header(b"X-Folded", b"\n " * 40_000), OVER_BYTES),
    Case("64 KB of blanks in a header", lambda: header(b"X-Blank", fill(b" ") + b"x")),
    Case("64 KB of header without a colon", lambda: fill(b"x") + b"\n\ntext"),
    Case(
        "headers of 300 bytes", lambda: fill(b"X: =?utf-8?q?=41?= " + b"y" * 280 + b"\n") + HEAD + b"\nx", OVER_HEADERS
    ),
    Case("encoded words opened", lambda: header(b"X", fill(b"=?a?q?", 8 * KB))),
    Case("encoded words half opened", lambda: header(b"X", fill(b"=?", 8 * KB))),
    Case("encoded words one behind the other", lambda: header(b"X", fill(b"=?utf-8?q?=C3=A9?= ", 8 * KB))),
    Case("encoded words in eight headers", lambda: fill(b"X: " + b"=?u?b?" * 1_300 + b"\n") + HEAD + b"\nx"),
    Case("blanks between encoded words", lambda: header(b"X", b"=?utf-8?q?a?=" + fill(b"?= ", 8 * KB))),
    Case("an encoded word of 8 KB", lambda: header(b"X", b"=?utf-8?b?" + fill(b"QUJD", 8 * KB) + b"?=")),
    Case("20,000 addresses", lambda: header(b"Cc", b"a@b.example, " * 20_000), (*OVER_HEADER, *OVER_BYTES)),
    Case("an address of 8 KB", lambda: header(b"Cc", fill(b"a", 8 * KB))),
    Case("quotes never closed", lambda: header(b"Cc", fill(b'\\"', 8 * KB))),
    Case("quotes around commas", lambda: header(b"Cc", fill(b'",', 8 * KB))),
    Case("comments in comments", lambda: header(b"Cc", fill(b"(", 8 * KB))),
    Case("angle brackets", lambda: header(b"Cc", fill(b"<", 8 * KB))),
    Case("at signs", lambda: header(b"Cc", fill(b"a@", 8 * KB))),
    Case("parameters", lambda: header(b"Content-Type", b"text/plain" + fill(b';charset="', 8 * KB))),
    Case("blanks in parameters", lambda: header(b"Content-Type", b"text/plain" + fill(b";  charset  ", 8 * KB))),
    Case("a Message-ID of 8 KB", lambda: header(b"Message-ID", b"<" + fill(b"a", 8 * KB) + b">")),
    Case("references never closed", lambda: header(b"References", fill(b"<a", 8 * KB))),
    Case("a date of 8 KB", lambda: header(b"Date", fill(b"1 Jan 2024 ", 8 * KB))),
)

TREES = (
    Case("nested 3,000 deep", lambda: nested(3_000), (*OVER_DEPTH, *OVER_BYTES)),
    Case("nested 900 deep in one boundary", lambda: nested(900, boundary=lambda _: b"b"), OVER_PARTS),
    Case("nested messages", lambda: HEAD + fill(b"Content-Type: message/rfc822\n\n"), OVER_DEPTH),
    Case("20 deep, 100 parts each", lambda: nested(19, siblings=100), OVER_PARTS),
    Case(
        "20 deep, long boundaries",
        lambda: nested(19, siblings=40, boundary=lambda level: b"a" * 60 + b"%02d" % level),
        OVER_PARTS,
    ),
    Case("20 deep around 64 KB", lambda: nested(19) + fill(b"\n--b", 60 * KB)),
    Case("20,000 parts", lambda: parts(20_000, b"\nx"), (*OVER_PARTS, *OVER_BYTES)),
    Case("20,000 empty parts", lambda: parts(20_000, b""), (*OVER_PARTS, *OVER_BYTES)),
    Case("20,000 alternatives", lambda: parts(20_000, b"\nx", kind=b"alternative"), (*OVER_PARTS, *OVER_BYTES)),
    Case("99 parts of HTML", lambda: parts(98, b"Content-Type: text/html\n\n" + b"<b>x" * 150)),
    Case(
        "a boundary that never comes", lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + fill(b"\n-- b")
    ),
    Case("a boundary on every line", lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + fill(b"--bb\n")),
)

ENCODINGS = (
    Case("quoted-printable of =", lambda: HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + fill(b"=")),
    Case("soft line breaks", lambda: HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + fill(b"=\n")),
    Case("base64 of rubbish", lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + fill(b"%$\n")),
    Case("base64 without an end", lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + fill(b"A=B")),
    *(
        Case(
            f"charset {name}",
            lambda name=name, unit=unit: plain(fill(unit), kind=b"text/plain; charset=" + name.encode()),
        )
        for name, unit in (
            ("idna", b"xn--a."),
            ("punycode", b"-9"),
            ("zip", b"\x78\x9c"),
            ("bz2", b"BZh9"),
            ("unicode_escape", b"\\u0041"),
            ("utf-7", b"+AGE-"),
            ("iso-2022-jp", b"\x1b$B!!\x1b(B"),
            ("iso-2022-kr", b"\x1b$)C\x0e!!\x0f"),
            ("utf-16", b"\xd8\x00\xdc\x00"),
            ("big5hkscs", b"\x88\x62"),
            ("gb18030", b"\x81\x30\x81\x30"),
            ("utf-8", b"\xf0\x9f\x98"),
            ("nonsense", b"\xe9 "),
        )
    ),
)

TEXTS = (
    Case("newlines", lambda: plain(fill(b"\n"))),
    Case("blanks", lambda: plain(fill(b" ") + b"x")),
    Case("blank lines with a blank", lambda: plain(fill(b" \n"))),
    Case("a letter a line", lambda: plain(fill(b"a\n"))),
    Case("two letters and a blank line", lambda: plain(fill(b"ab\n\n"))),
    Case("one line of >", lambda: plain(fill(b">"))),
    Case("lines of >", lambda: plain(fill(b">\n"))),
    Case("one word of 64 KB", lambda: plain(fill(b"x"))),
    Case("flowed lines", lambda: plain(fill(b"a \n"), kind=b"text/plain; format=flowed")),
    Case("flowed quotes", lambda: plain(fill(b"> a \n>> b \n"), kind=b"text/plain; format=flowed; delsp=yes")),
    Case("on a a a wrote", lambda: plain(b"On " + fill(b"a ") + b"wrote:\n> x")),
    Case("lines of on a a a:", lambda: plain(fill(b"on " + b"a " * 190 + b":\n"))),
    Case("lines of wrote wrote", lambda: plain(fill(b"on " + b"wrote " * 60 + b"a:\n"))),
    Case("lines of schrieb schrieb", lambda: plain(fill("am " + "schrieb wrote " * 25 + "a:\n"))),
    Case("short lines before quotes", lambda: plain(fill(b"on 2024 wrote\n>\n"))),
    Case("short lines with colons", lambda: plain(fill(b"le 2024 x:\n"))),
    Case("From: on every line", lambda: plain(fill(b"From: x\n"))),
    Case("From: and blank lines", lambda: plain(fill(b"From: x\n\n\n\n\n\n\n\n"))),
    Case("From: and To: on every other line", lambda: plain(fill(b"From: x\nTo: x\n"))),
    Case("colons", lambda: plain(fill(b"a:\n"))),
    Case("lines of |", lambda: plain(b"On 1 May 2024, x wrote:\n" + fill(b"|\n"))),
    Case("dividers never finished", lambda: plain(fill(b"--" * 190 + b" original\n"))),
    Case("dividers of --- ", lambda: plain(fill(b"-- -- --\n"))),
    Case("lines of rules", lambda: plain(fill(b"_" * 30 + b" x\n"))),
    Case("one rule of 64 KB", lambda: plain(fill(b"-"))),
    Case("unsubscribe in every paragraph", lambda: plain(fill(b"word unsubscribe word\n\n"))),
    Case("footer words on every line", lambda: plain(fill(b"view in you are no longer manage (c) opt \n\n"))),
    Case(
        "one paragraph of footer words",
        lambda: plain(b"x\n\n" + fill(b"view in you are no longer manage (c) opt" * 9 + b"\n") + b"unsubscribe"),
    ),
    Case("regards on every line", lambda: plain(fill(b"best best best regards and " + b"a" * 40 + b"\n"))),
    Case("words behind a sign-off", lambda: plain(b"x\n" + fill(b"best regards " + b"a.a-a'a" * 9 + b"!\n"))),
    Case("hello hello hello", lambda: plain(fill(b"hello "))),
    Case("links", lambda: plain(fill(b"http://a "))),
    Case("one link of 64 KB", lambda: plain(b"http://" + fill(b"a"))),
    Case("www. www. www.", lambda: plain(fill(b"www."))),
    Case("combining marks", lambda: plain("x" + "\u0301\u0316" * 15_000)),
    Case("letters that grow", lambda: plain("\ufdfa" * 21_000)),
    Case("zero-width letters", lambda: plain("\u200b" * 21_000)),
    Case("emoji joined", lambda: plain("\U0001f468\u200d" * 9_000)),
)

MARKUP = (
    Case("<a 50,000 times", lambda: html(b"<a " * 50_000), (*OVER_BYTES, *OVER_HTML)),
    Case("<a href> within <a href>", lambda: html(fill(b"<a href=x>")), OVER_HTML),
    Case("nested divs", lambda: html(fill(b"<div>")), OVER_HTML),
    Case("nested divs of style", lambda: html(fill(b"<div style=color:red>")), OVER_HTML),
    Case("nested lists", lambda: html(fill(b"<ul><li>")), OVER_HTML),
    Case("nested tables", lambda: html(fill(b"<table><tr><td>")), OVER_HTML),
    Case("nested quotes", lambda: html(fill(b"<blockquote type=cite>")), OVER_HTML),
    Case("fonts never closed", lambda: html("".join(f"<p><font color={n}>x" for n in range(3_000))), OVER_HTML),
    Case("items of fonts", lambda: html(fill(b"<li><font color=#fff>")), OVER_HTML),
    Case("preformatted", lambda: html(fill(b"<pre>x")), OVER_HTML),
    Case("attributes of the page", lambda: html("".join(f"<body a{n}=1>" for n in range(4_000))), OVER_HTML),
    Case("nested bold", lambda: html(fill(b"<b>x")), OVER_HTML),
    Case("tags closed crosswise", lambda: html(fill(b"<i></b>")), OVER_HTML),
    Case("links closed by divs", lambda: html(fill(b"<a><div>")), OVER_HTML),
    Case("7,000 attributes", _attributes, OVER_HTML),
    Case("font-size 0 in font-size 0", lambda: html(fill(b"<p style=font-size:0>")), OVER_HTML),
    Case("a style of 32 KB", lambda: html(b'<p style="' + fill(b"display :   ", 32 * KB) + b'">x</p>')),
    Case("a colour of 32 KB", lambda: html(b'<p style="color:' + fill(b"#", 32 * KB) + b'">x</p>')),
    Case("a class of 32 KB", lambda: html(b'<p class="' + fill(b"gmail_", 32 * KB) + b'">x</p>')),
    Case("a style for every letter", lambda: html("".join(f"<p style=left:{n}px>x" for n in range(3_000))), OVER_HTML),
    Case("comments never closed", lambda: html(fill(b"<!--")), OVER_HTML),
    Case("comments in a row", lambda: html(fill(b"<!-- x -->"))),
    Case("style sheets never closed", lambda: html(fill(b"<style>")), OVER_HTML),
    Case("style sheets in a row", lambda: html(fill(b"<style>x</style>"))),
    Case("letters that grow in lower case", lambda: html(fill("İ<!-- -->"))),
    Case("entities", lambda: html(fill(b"&nbsp;")), OVER_HTML),
    Case("entities never closed", lambda: html(fill(b"&a")), OVER_HTML),
    Case("brackets", lambda: html(fill(b"<")), OVER_HTML),
    Case("blanks in markup", lambda: html(fill(b" ") + b"x"), OVER_HTML),
    Case("breaks", lambda: html(fill(b"<br>")), OVER_HTML),
    Case("cells", lambda: html(fill(b"<td>")), OVER_HTML),
    Case("a newline a word", lambda: html(fill(b"a\n")), OVER_HTML),
    Case(
        "HTML in base64",
        lambda: (
            HEAD
            + b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            + b64encode(fill(b"<div>", 48 * KB))
        ),
        OVER_HTML,
    ),
)

CASES: tuple[Case, ...] = (*SIZES, *HEADERS, *TREES, *ENCODINGS, *TEXTS, *MARKUP)
