"""The walk over the parts of a message: boundaries, encodings, charsets, alternatives, attached messages and bounds."""

from __future__ import annotations

import quopri
from base64 import b64encode

import pytest

from triage.read import read

TEXT = b"Content-Type: text/plain; charset=utf-8\n\n"
HTML = b"Content-Type: text/html; charset=utf-8\n\n"


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "b", end: bytes = b"") -> bytes:
    """Return a multipart with these parts, headers included, closed; `end` stands behind it."""
    mark = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n'.encode()
    return head + b"".join(mark + b"\n" + part + b"\n" for part in parts) + mark + b"--\n" + end


def mail(content: bytes):
    return read(b"From: Ada <ada@x.example>\nSubject: Kiln\n" + content)


def body(content: bytes) -> str:
    return mail(content).text.body


def encoded(octets: bytes, *, charset: str = "utf-8", encoding: str = "8bit", more: str = "") -> str:
    """Return the body of a message of one text part in this encoding."""
    head = f"Content-Type: text/plain; charset={charset}{more}\nContent-Transfer-Encoding: {encoding}\n\n"
    return body(head.encode() + octets)


# ---------------------------------------------------------------- the tree


def test_a_message_without_a_type_is_text():
    message = mail(b"\nA kiln is cold.\n")
    assert message.content_types == ("text/plain",)
    assert message.text.body == "A kiln is cold."


def test_parts_are_read_in_their_order():
    message = mail(multipart(TEXT + b"One", TEXT + b"Two", TEXT + b"Three"))
    assert message.text.body.split() == ["One", "Two", "Three"]
    assert message.content_types == ("multipart/mixed", "text/plain", "text/plain", "text/plain")


def test_parts_within_parts_are_read_in_the_order_of_the_page():
    inner = multipart(TEXT + b"Two", TEXT + b"Three", boundary="inner")
    message = mail(multipart(TEXT + b"One", inner, TEXT + b"Four", boundary="outer"))
    assert message.text.body.split() == ["One", "Two", "Three", "Four"]


def test_a_boundary_that_begins_like_another_is_no_end_of_it():
    inner = multipart(TEXT + b"Two", boundary="bb")
    assert body(multipart(TEXT + b"One", inner, TEXT + b"Three", boundary="b")).split() == ["One", "Two", "Three"]


def test_what_stands_around_the_parts_is_no_text():
    raw = multipart(TEXT + b"Kiln", end=b"behind all\n--b\n\nand a late part\n").replace(
        b"\n\n--b", b"\n\nabove all\n--b", 1
    )
    assert body(raw) == "Kiln"


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Type: multipart/mixed; boundary="a b"\n\n',
        b"Content-Type: multipart/mixed;\n\tboundary='a b'\n\n".replace(b"'", b'"'),
        b'content-type: MULTIPART/Mixed; charset=x; BOUNDARY = "a b"\n\n',
        b'Content-Type: multipart/mixed; boundary="a b "; type="text/plain"\n\n',
    ],
    ids=["quoted", "folded", "upper case", "a blank at its end"],
)
def test_a_boundary_is_found_as_mail_programs_write_it(head):
    assert body(head + b"--a b  \n\nOne\n--a b\n\nTwo\n--a b--\n").split() == ["One", "Two"]


@pytest.mark.parametrize(
    "raw",
    [b"--b\n\nOne\n--b\n\nTwo", b"--b\n\nOne\n--b\n\nTwo\n--b", b"--b\n\nOne\n--b\n\nTwo\n--b\n"],
    ids=["not closed", "cut at a boundary", "cut behind one"],
)
def test_parts_that_are_never_closed_are_read(raw):
    assert body(b"Content-Type: multipart/mixed; boundary=b\n\n" + raw).split() == ["One", "Two"]


@pytest.mark.parametrize(
    "head",
    [b"multipart/mixed", b"multipart/mixed; boundary=z", b'multipart/mixed; boundary=""'],
    ids=["none", "other", "empty"],
)
def test_where_no_boundary_comes_all_of_it_is_text(head):
    message = mail(b"Content-Type: " + head + b"\n\n--b\n\nA kiln is cold.\n")
    assert "A kiln is cold." in message.text.body
    assert message.faults == ()


def test_the_first_boundary_of_two_counts():
    assert body(b"Content-Type: multipart/mixed; boundary=b; boundary=c\n\n--b\n\nOne\n--c\n\nx\n--b--\n").startswith(
        "One"
    )


def test_a_part_without_headers_is_text():
    assert body(multipart(b"A kiln is cold.")) == "A kiln is cold."


def test_an_empty_part_is_no_text():
    assert body(multipart(b"", TEXT, TEXT + b"Kiln")) == "Kiln"


@pytest.mark.parametrize(
    "kind", ["text", "nonsense", "", "text/x"], ids=["text", "nonsense", "empty", "unknown subtype"]
)
def test_a_type_that_is_none_is_read_as_text(kind):
    assert body(f"Content-Type: {kind}\n\nA kiln is cold.".encode()) == "A kiln is cold."


@pytest.mark.parametrize(
    "kind",
    [
        "application/pdf",
        "image/png",
        "text/calendar",
        "text/x-vcard",
        "text/css",
        "text/csv",
        "text/rtf",
        "application/ms-tnef",
    ],
)
def test_what_is_not_written_to_be_read_is_not_read_but_named(kind):
    message = mail(multipart(TEXT + b"Kiln", f"Content-Type: {kind}\n\nnot to be read".encode()))
    assert message.text.body == "Kiln"
    assert message.content_types[-1] == kind


def test_an_attached_text_is_not_what_the_sender_wrote():
    attached = b"Content-Type: text/plain\nContent-Disposition: Attachment; filename=a.txt\n\nthe price list"
    message = mail(multipart(TEXT + b"Kiln", attached))
    assert message.text.body == "Kiln"
    assert message.content_types[-1] == "text/plain"


def test_an_inline_text_is_read():
    inline = b"Content-Type: text/plain\nContent-Disposition: inline\n\nTwo"
    assert body(multipart(TEXT + b"One", inline)).split() == ["One", "Two"]


def test_a_whole_message_that_calls_itself_an_attachment_is_read():
    assert body(b"Content-Disposition: attachment\n\nKiln") == "Kiln"


def test_a_type_is_inert_and_bounded():
    message = mail(b"Content-Type: text/\x1b[31m" + b"x" * 300 + b"\n\nKiln")
    (kind,) = message.content_types
    assert kind.startswith("text/[31mxxx")
    assert len(kind) == 100


def test_images_in_parts_are_counted():
    assert mail(multipart(TEXT + b"Kiln", b"Content-Type: image/png\n\nx", b"Content-Type: image/gif\n\nx")).images == 2


# ---------------------------------------------------------------- alternatives


def test_of_alternatives_the_page_is_read():
    message = mail(multipart(TEXT + b"as text", HTML + b"<p>as page</p>", kind="alternative"))
    assert message.text.body == "as page"
    assert message.html


def test_of_alternatives_the_text_is_read_where_the_page_shows_nothing():
    message = mail(multipart(TEXT + b"as text", HTML + b"<div style=display:none>x</div>", kind="alternative"))
    assert message.text.body == "as text"
    assert message.text.hidden == "x"


def test_of_alternatives_the_page_counts_within_related():
    related = multipart(HTML + b"<p>as page</p>", b"Content-Type: image/png\n\nx", kind="related", boundary="r")
    message = mail(multipart(TEXT + b"as text", related, kind="alternative"))
    assert message.text.body == "as page"
    assert message.images == 1


def test_two_sets_of_alternatives_do_not_hide_each_other():
    first = multipart(TEXT + b"one as text", HTML + b"<p>One</p>", kind="alternative", boundary="x")
    second = multipart(TEXT + b"Two", kind="alternative", boundary="y")
    assert body(multipart(first, second)).split() == ["One", "Two"]


def test_text_beside_a_page_is_read_too():
    assert body(multipart(TEXT + b"One", HTML + b"<p>Two</p>")).split() == ["One", "Two"]


# ---------------------------------------------------------------- attached messages


def attached(content: bytes, kind: bytes = b"message/rfc822") -> bytes:
    return b"Content-Type: " + kind + b"\n\n" + content


@pytest.mark.parametrize("kind", [b"message/rfc822", b"message/global", b"Message/RFC822"])
def test_an_attached_message_is_quoted(kind):
    message = mail(multipart(TEXT + b"See below.", attached(b"Subject: Other\n\nThe words of another.", kind)))
    assert message.text.body == "See below."
    assert message.text.quoted == "The words of another."
    assert message.subject == "Kiln"


def test_links_and_images_of_an_attached_page_are_not_the_senders():
    page = HTML + b"<p>Other <a href=https://x.example/>here</a><img src=https://x.example/i></p>"
    message = mail(multipart(TEXT + b"See https://own.example/", attached(page)))
    assert message.links == ("https://own.example/",)
    assert message.images == 0
    assert "Other here" in message.text.quoted


def test_the_parts_of_an_attached_message_are_quoted_too():
    inner = multipart(TEXT + b"One", TEXT + b"Two", boundary="inner")
    message = mail(multipart(TEXT + b"Own", attached(inner)))
    assert message.text.body == "Own"
    assert message.text.quoted.split() == ["One", "Two"]


def test_the_parts_of_a_digest_are_messages():
    message = mail(multipart(b"\nSubject: one\n\nThe first.", b"\nSubject: two\n\nThe second.", kind="digest"))
    assert message.text.body == ""
    assert "The first." in message.text.quoted
    assert "The second." in message.text.quoted


def test_the_headers_of_an_attached_message_are_not_read_as_text():
    report = b"Content-Type: text/rfc822-headers\n\nSubject: your lost mail\n"
    assert mail(multipart(TEXT + b"Not delivered.", report, kind="report")).text.body == "Not delivered."


# ---------------------------------------------------------------- transfer encodings


@pytest.mark.parametrize("encoding", ["base64", "BASE64", " base64 "])
def test_base64_is_decoded(encoding):
    assert encoded(b64encode("Grüße".encode()), encoding=encoding) == "Grüße"


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (b64encode(b"the kiln is cold")[:-5], "the kiln is"),
        (b64encode(b"the kiln is cold.") + b"\n___\na footer that a list appended", "the kiln is cold."),
        (b64encode(b"kiln")[:6] + b"\n" + b64encode(b"kiln")[6:], "kiln"),
        (b"a", ""),
        (b"", ""),
    ],
    ids=["cut off", "footer behind", "in lines", "one letter", "empty"],
)
def test_broken_base64_is_decoded_as_far_as_it_goes(octets, expected):
    assert encoded(octets, encoding="base64").startswith(expected)
    assert "a footer" not in encoded(octets, encoding="base64")


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (quopri.encodestring("Grüße = gut".encode()), "Grüße = gut"),
        (b"one =\ntwo", "one two"),
        (b"one =\r\ntwo", "one two"),
        (b"100 =ZZ sure=", "100 =ZZ sure"),
    ],
    ids=["plain", "soft break", "soft break CRLF", "broken"],
)
def test_quoted_printable_is_decoded(octets, expected):
    assert encoded(octets, encoding="Quoted-Printable") == expected


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "binary", "x-nonsense", ""])
def test_other_encodings_leave_the_text_as_it_is(encoding):
    assert encoded("Grüße = gut".encode(), encoding=encoding) == "Grüße = gut"


@pytest.mark.parametrize(
    ("encoding", "octets"), [("base64", b64encode(b"one\r\ntwo\rthree")), ("quoted-printable", b"one=0D=0Atwo=0Dthree")]
)
def test_line_endings_within_an_encoding_are_read(encoding, octets):
    assert encoded(octets, encoding=encoding) == "one\ntwo\nthree"


# ---------------------------------------------------------------- charsets


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("Grüße", "utf-8", "utf-8"),
        ("Grüße", "utf-8", "UTF8"),
        ("Grüße – gut", "utf-8", "us-ascii"),
        ("Grüße – gut", "utf-8", "iso-8859-1"),
        ("Grüße – gut", "utf-8", "nonsense"),
        ("Grüße", "latin-1", "iso-8859-1"),
        ("Grüße", "latin-1", "utf-8"),
        ("Grüße", "latin-1", "nonsense"),
        ("it’s – “good”", "cp1252", "iso-8859-1"),
        ("it’s – “good”", "cp1252", "us-ascii"),
        ("zażółć gęślą", "iso-8859-2", "iso-8859-2"),
        ("zażółć gęślą", "cp1250", "windows-1250"),
        ("ışık ığdır", "cp1254", "iso-8859-9"),
        ("Привет, друзья", "koi8-r", "koi8-r"),
        ("Привет, друзья", "cp1251", "windows-1251"),
        ("你好世界", "gb18030", "gb2312"),
        ("你好世界", "gbk", "gbk"),
        ("你好世界", "big5", "big5"),
        ("日本語です", "shift_jis", "Shift_JIS"),
        ("日本語です", "euc-jp", "euc-jp"),
        ("日本語です", "iso-2022-jp", "iso-2022-jp"),
        ("안녕하세요", "cp949", "euc-kr"),
        ("안녕하세요", "cp949", "ks_c_5601-1987"),
        ("สวัสดี", "cp874", "tis-620"),
        ("שלום", "iso-8859-8", "iso-8859-8-i"),
        ("Grüße", "utf-16", "utf-16"),
    ],
)
def test_text_is_read_by_what_fits_whatever_is_declared(text, codec, declared):
    assert encoded(b64encode(text.encode(codec)), charset=declared, encoding="base64") == text


@pytest.mark.parametrize("declared", ['"utf-8"', "utf-8;", "' utf-8 '", "UTF-8 "])
def test_a_charset_is_known_however_it_is_written(declared):
    assert encoded("Grüße".encode(), charset=declared) == "Grüße"


@pytest.mark.parametrize(
    "declared", ["zip", "bz2", "base64", "hex", "rot13", "idna", "punycode", "unicode_escape", "undefined", "utf-99"]
)
def test_a_codec_that_is_no_charset_is_not_asked(declared):
    assert encoded("xn--a \\u0041 é".encode(), charset=declared) == "xn--a \\u0041 é"


def test_text_of_many_letters_with_one_broken_keeps_the_others():
    octets = "Grüße an alle Töpfer".encode() + b"\xff" + "für Öfen äöü".encode()
    text = encoded(octets, charset="utf-8")
    assert text.startswith("Grüße an alle Töpfer")
    assert text.endswith("für Öfen äöü")


def test_text_cut_within_a_letter_keeps_the_others():
    text = encoded("Grüße an alle Töpfer für Öfen ü".encode()[:-1])
    assert text.startswith("Grüße an alle Töpfer für Öfen ")


def test_broken_text_in_a_charset_that_no_codec_has_is_still_text():
    assert "kiln" in encoded(b"kiln \xff\xfe\x81 kiln", charset="iso-8859-99")


def test_nul_bytes_are_left_out():
    assert encoded(b"ki\0ln") == "kiln"
    assert encoded(b64encode(b"ki\0ln"), encoding="base64") == "kiln"


# ---------------------------------------------------------------- flowed text


FLOWED = "; format=flowed"


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("The kiln \nis cold.\nNext line.", FLOWED, "The kiln is cold.\nNext line."),
        ("The kiln \nis cold.", FLOWED + "; delsp=no", "The kiln is cold."),
        ("Donau\ndampf \nschiff", FLOWED + "; DelSp=Yes", "Donau\ndampfschiff"),
        (" From here \non.\n From there.", FLOWED, "From here on.\nFrom there."),
        ("The kiln \nis cold.", "", "The kiln \nis cold."),
        ("The kiln \nis cold.", "; format=fixed", "The kiln \nis cold."),
    ],
    ids=["flowed", "blanks kept", "blanks dropped", "stuffed", "not declared", "fixed"],
)
def test_lines_that_the_senders_program_broke_are_joined(text, more, expected):
    assert encoded(text.encode(), more=more) == expected


def test_quoted_lines_and_the_mark_of_a_signature_do_not_flow():
    raw = b"Subject: Re: Kiln\nContent-Type: text/plain; format=flowed\n\nYes, it is. \n> Is it \n> cold?\n\n-- \nAda\n"
    text = read(raw).text
    assert text.body == "Yes, it is."
    assert [line.strip() for line in text.quoted.split("\n")] == ["> Is it", "> cold?"]
    assert text.signature.split() == ["--", "Ada"]


# ---------------------------------------------------------------- bounds


@pytest.mark.parametrize(
    ("number", "faults"), [(99, ()), (100, ("over-parts",)), (20_000, ("over-parts", "over-bytes"))]
)
def test_more_than_100_parts_are_a_fault(number, faults):
    message = mail(multipart(*[b"\nx"] * number))
    assert message.faults == faults
    assert len(message.content_types) == 100
    assert message.text.body.split() == ["x"] * 99


def test_more_than_100_parts_in_parts_are_a_fault():
    inner = [multipart(*[b"\nx"] * 40, boundary=f"i{number}") for number in range(4)]
    message = mail(multipart(*inner))
    assert message.faults == ("over-parts",)
    assert len(message.content_types) <= 100


def nested(depth: int) -> bytes:
    return (
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
        + b"\nwithin\n"
    )


@pytest.mark.parametrize(("depth", "faults"), [(20, ()), (21, ("over-depth",)), (900, ("over-depth",))])
def test_parts_more_than_20_deep_are_a_fault(depth, faults):
    message = mail(nested(depth))
    assert message.faults == faults
    assert message.text.body == ("" if faults else "within")


@pytest.mark.parametrize(("depth", "faults"), [(20, ()), (21, ("over-depth",)), (2_000, ("over-depth",))])
def test_messages_more_than_20_deep_are_a_fault(depth, faults):
    message = mail(b"Content-Type: message/rfc822\n\n" * depth + b"Subject: within\n\nwithin")
    assert message.faults == faults
    assert message.text.quoted == ("" if faults else "within")


def test_text_beyond_64_kb_is_left_out_and_a_fault():
    message = mail(b"\n" + b"kiln\n" * 20_000 + b"the end")
    assert message.faults == ("over-bytes",)
    assert message.text.body.startswith("kiln\nkiln")
    assert "the end" not in message.text.body


def test_a_large_attachment_behind_the_text_is_no_fault():
    large = b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + b"QUJD\n" * 40_000
    message = mail(multipart(TEXT + b"See the kiln.", large))
    assert message.faults == ()
    assert message.text.body == "See the kiln."


def test_text_that_the_mailbox_cut_is_a_fault():
    raw = b"Subject: Kiln\n\nThe kiln is"
    assert read(raw, size=len(raw)).faults == ()
    assert read(raw, size=len(raw) + 1).faults == ("over-bytes",)


def test_an_attachment_that_the_mailbox_cut_is_no_fault():
    raw = multipart(TEXT + b"See the kiln.", b"Content-Type: application/pdf\n\nJVBERi0").removesuffix(b"\n--b--\n")
    assert read(raw, size=10_000_000).faults == ()


def test_a_fault_is_named_once():
    assert mail(multipart(*[nested(25)] * 3)).faults == ("over-depth",)
