from __future__ import annotations

from base64 import b64encode

import pytest

from triage.read.mime import BYTES, DEPTH, HEADER_BYTES, HEADERS, PARTS, Part, walk


def head(kind: str, *more: str) -> str:
    return "\n".join((f"Content-Type: {kind}", *more)) + "\n\n"


def multipart(subtype: str, *parts: str, boundary: str = "b", end: str = "--") -> str:
    opened = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return head(f"multipart/{subtype}; boundary={boundary}") + f"preamble\n{opened}--{boundary}{end}\nepilogue\n"


def parts_of(raw: str) -> list[Part]:
    return walk(raw.encode()).parts


def texts_of(raw: str) -> list[str]:
    return [part.text for part in parts_of(raw)]


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        pytest.param(b"Subject: a\nTo:b\n\nc", [("subject", b"a"), ("to", b"b")], id="plain"),
        pytest.param(b"Subject: a\r\nTo: b\r\n\r\nc", [("subject", b"a"), ("to", b"b")], id="CRLF"),
        pytest.param(b"Subject: a\rTo: b\r\rc", [("subject", b"a"), ("to", b"b")], id="CR alone"),
        pytest.param(b"Subject: a\n b\n\t c\n\n", [("subject", b"a b c")], id="folded"),
        pytest.param(b"SUBJECT : a\n\n", [("subject", b"a")], id="a blank before the colon"),
        pytest.param(b"Subject:\nTo: b\n\n", [("subject", b""), ("to", b"b")], id="empty"),
        pytest.param(b"Subject: a\nno header\nTo: b\n\n", [("subject", b"a"), ("to", b"b")], id="a line that is none"),
        pytest.param(b"X Y: a\nTo: b\n\n", [("to", b"b")], id="a name with a blank"),
        pytest.param(b"\xc3\xa9: a\n: a\nTo: b\n\n", [("to", b"b")], id="names that are none"),
        pytest.param(b"X: a\nX: b\n\n", [("x", b"a"), ("x", b"b")], id="twice"),
        pytest.param(b"Subject: a", [("subject", b"a")], id="no body"),
        pytest.param(b"From ada Mon May  6\nSubject: a\n\nb", [("subject", b"a")], id="an envelope line"),
        pytest.param(b">From ada\nFrom ada\nSubject: a\n\nb", [("subject", b"a")], id="two of them"),
        pytest.param(b"Sub\0ject: \0a\n\nb", [("subject", b"a")], id="NUL"),
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\n\nSubject: a", [], id="an empty first line"),
        pytest.param(b"From nobody", [], id="an envelope line alone"),
    ],
)
def test_headers_are_read_in_order(raw, headers):
    assert walk(raw).headers == headers


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\n", ""),
        (b"\nBody", "Body"),
        (b"No header at all.\n\nNot one.", "No header at all.\n\nNot one."),
        (b"no header", "no header"),
        (b"From ada Mon\nNo header.\n\nNot one.", "No header.\n\nNot one."),
        (b"Subject: a\n\nBody\n\nMore", "Body\n\nMore"),
        (b"Subject: a", ""),
        (b"Subject: a\n\nBody\rwith\r\nbreaks\0", "Body\nwith\nbreaks"),
    ],
    ids=repr,
)
def test_what_is_no_header_is_text(raw, text):
    assert [part.text for part in walk(raw).parts] == [text]


# ---------------------------------------------------------------- one part


@pytest.mark.parametrize(
    ("kind", "known", "text"),
    [
        ("text/plain", "text/plain", "pump"),
        ("TEXT/Html; charset=utf-8", "text/html", "pump"),
        ("text/plain charset=utf-8", "text/plain", "pump"),
        ("text", "text", "pump"),
        ("", "text/plain", "pump"),
        (";", "text/plain", "pump"),
        ("text/enriched", "text/enriched", "pump"),
        ("text/calendar; method=REQUEST", "text/calendar", ""),
        ("text/x-amp-html", "text/x-amp-html", ""),
        ("text/css", "text/css", ""),
        ("application/ms-tnef; name=winmail.dat", "application/ms-tnef", ""),
        ("application/pkcs7-mime", "application/pkcs7-mime", ""),
        ("application/pgp-encrypted", "application/pgp-encrypted", ""),
        ("message/delivery-status", "message/delivery-status", ""),
        ("image/png", "image/png", ""),
        ("a\x1b[31m/b", "a[31m/b", ""),
        ("multipart/mixed", "multipart/mixed", "pump"),
        ("multipart/mixed; boundary=never", "multipart/mixed", "pump"),
        ("x" * 200, "x" * 100, "pump"),
    ],
)
def test_a_part_is_read_when_its_type_is_text(kind, known, text):
    walked = walk((head(kind) + "pump").encode())

    assert walked.content_types == [known]
    assert [part.text for part in walked.parts] == [text]


@pytest.mark.parametrize(
    ("parameters", "octets", "text"),
    [
        ("; charset=koi8-r", "насос".encode("koi8-r"), "насос"),
        ('; format="fixed"; CHARSET = "koi8-r"', "насос".encode("koi8-r"), "насос"),
        (";\n charset=koi8-r", "насос".encode("koi8-r"), "насос"),
        ("; charset=koi8-r; charset=utf-8", "насос".encode("koi8-r"), "насос"),
        ("; charset=", b"pump", "pump"),
        ('; charset="', b"pump", "pump"),
        ("; format=flowed", b"a \nb", "a b"),
        ("; format=Flowed; delsp=Yes", b"a \nb", "ab"),
        ("; format=fixed", b"a \nb", "a \nb"),
    ],
)
def test_parameters_say_how_text_is_written(parameters, octets, text):
    raw = f"Content-Type: text/plain{parameters}\n\n".encode() + octets

    assert [part.text for part in walk(raw).parts] == [text]


def test_markup_is_never_flowed():
    assert texts_of(head("text/html; format=flowed") + "a \nb") == ["a \nb"]


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", b64encode(b"pump\r\nflange\r\0").decode()),
        ("Quoted-Printable", "pump=0D=0Aflange=0D=00"),
        ("8bit", "pump\r\nflange\r"),
    ],
)
def test_line_ends_and_nul_within_an_encoding_are_mended_too(encoding, body):
    assert texts_of(head("text/plain", f"Content-Transfer-Encoding: {encoding}") + body) == ["pump\nflange\n"]


# ---------------------------------------------------------------- trees


def test_parts_stand_between_their_boundaries():
    raw = multipart("mixed", head("text/plain") + "one", "\ntwo", "three")

    assert texts_of(raw) == ["one", "two", "three"]


@pytest.mark.parametrize("end", ["--", "-- ", "", " "])
def test_the_last_boundary_may_be_badly_closed(end):
    raw = head("multipart/mixed; boundary=b") + f"--b\n\none\n--b{end}\n"

    assert texts_of(raw)[0] == "one"


def test_the_last_boundary_may_be_missing():
    assert texts_of(head("multipart/mixed; boundary=b") + "--b\n\none\n--b\n\ntwo") == ["one", "two"]
    assert texts_of(head("multipart/mixed; boundary=b") + "--b\n\none\n--b") == ["one", ""]


def test_a_boundary_that_begins_like_another_is_another():
    inner = multipart("alternative", "\none", "\ntwo", boundary="mill-10")

    assert texts_of(multipart("mixed", inner, "\nthree", boundary="mill-1")) == ["one", "two", "three"]


@pytest.mark.parametrize("line", ["--bb", "-- b", " --b", "x--b", "--b x"])
def test_a_line_that_only_holds_a_boundary_is_text(line):
    assert texts_of(multipart("mixed", f"\none\n{line}\nmore")) == [f"one\n{line}\nmore"]


@pytest.mark.parametrize("boundary", ['"a b"', '"a;b"', "'()+_,-./:=?", '"=_x "', "b" * 200])
def test_odd_boundaries_are_found(boundary):
    bare = boundary.strip('"').rstrip()
    raw = head(f"multipart/mixed; boundary={boundary}") + f"--{bare}\n\none\n--{bare}--\n"

    assert texts_of(raw) == ["one"]


def test_alternatives_know_each_other_and_nobody_else():
    inner = multipart(
        "alternative", "\none", multipart("related", head("text/html") + "two", head("image/png"), boundary="c")
    )
    raw = multipart("mixed", inner, "\nthree", multipart("alternative", "\nfour", boundary="e"), boundary="d")

    sets = [part.alternative for part in parts_of(raw)]

    assert sets[0] == sets[1] == sets[2] != 0
    assert sets[3] == 0
    assert sets[4] not in (0, sets[0])


def test_what_is_in_an_attached_message_says_so():
    raw = multipart("mixed", "\none", head("message/rfc822") + "Subject: a\n\ntwo", "\nthree")

    assert [(part.text, part.attached) for part in parts_of(raw)] == [("one", False), ("two", True), ("three", False)]


def test_a_digest_is_made_of_messages():
    raw = multipart("digest", "\nSubject: a\n\none", head("text/plain") + "two")

    assert [(part.text, part.attached) for part in parts_of(raw)] == [("one", True), ("two", False)]


def test_an_attached_text_is_not_read_and_an_inline_one_is():
    attached = head("text/plain", "Content-Disposition: attachment; filename=x.txt") + "long list"
    inline = head("text/plain", "Content-Disposition: inline; filename=y.txt") + "short note"

    walked = walk(multipart("mixed", "\none", attached, inline).encode())

    assert [part.text for part in walked.parts] == ["one", "", "short note"]
    assert walked.content_types == ["multipart/mixed", "text/plain", "text/plain", "text/plain"]


def test_a_message_that_calls_itself_an_attachment_is_read():
    assert texts_of(head("text/plain", "Content-Disposition: attachment") + "one") == ["one"]


def test_the_first_of_two_types_counts():
    assert texts_of("Content-Type: text/plain\nContent-Type: image/png\n\none") == ["one"]


# ---------------------------------------------------------------- budgets


def test_text_that_was_cut_is_a_fault():
    raw = b"Subject: a\n\n" + b"x" * BYTES

    assert walk(raw).faults == ["over-bytes"]
    assert walk(raw[:BYTES]).faults == []
    assert walk(raw[:100], cut=True).faults == ["over-bytes"]


@pytest.mark.parametrize("part", [head("image/png"), head("text/plain", "Content-Disposition: attachment")])
def test_an_attachment_that_was_cut_is_no_fault(part):
    raw = multipart("mixed", "\none", part + "x" * BYTES)

    assert walk(raw.encode()).faults == []


def test_a_multipart_cut_before_its_parts_is_a_fault():
    assert walk(head("multipart/mixed; boundary=b").encode(), cut=True).faults == ["over-bytes"]


def test_headers_have_a_bound_in_number_and_length():
    many = walk(b"X: y\n" * (HEADERS + 1))
    long = walk(b"X: " + b"y" * (HEADER_BYTES + 1))

    assert (len(many.headers), many.faults) == (HEADERS, ["over-headers"])
    assert (long.headers, long.faults) == ([("x", b"y" * HEADER_BYTES)], ["over-header"])
    assert walk(b"X: y\n" * HEADERS).faults == walk(b"X: " + b"y" * HEADER_BYTES).faults == []


def test_parts_have_a_bound():
    most = walk(multipart("mixed", *["\nx"] * (PARTS - 1)).encode())
    over = walk(multipart("mixed", *["\nx"] * PARTS).encode())

    assert (len(most.content_types), most.faults) == (PARTS, [])
    assert (len(over.content_types), over.faults) == (PARTS, ["over-parts"])


def test_parts_of_parts_share_the_bound():
    inner = multipart("mixed", *["\nx"] * 60, boundary="c")

    walked = walk(multipart("mixed", inner, inner.replace("c", "e")).encode())

    assert (len(walked.content_types), walked.faults) == (PARTS, ["over-parts"])


@pytest.mark.parametrize("kind", ["multipart", "message"])
def test_depth_has_a_bound(kind):
    def nest(depth: int) -> bytes:
        raw = "\nthe text within"
        for level in range(depth):
            raw = multipart("mixed", raw, boundary=f"b{level}") if kind == "multipart" else head("message/rfc822") + raw
        return raw.encode()

    assert [part.text for part in walk(nest(DEPTH)).parts] == ["the text within"]
    assert (walk(nest(DEPTH + 1)).parts, walk(nest(DEPTH + 1)).faults) == ([], ["over-depth"])
