from __future__ import annotations

from base64 import b64encode

import pytest

from triage.read.decoding import decode, decode_header, decode_headers, inert, transfer_decoded, unflowed

POLISH = "zażółć gęślą jaźń"
RUSSIAN = "Привет, Ада. Насос течёт."
JAPANESE = "ポンプが漏れています"


@pytest.mark.case(57)
@pytest.mark.parametrize(
    ("octets", "charset", "text"),
    [
        pytest.param(b"plain", "", "plain", id="ascii"),
        pytest.param(b"plain", "no-such-charset", "plain", id="ascii, unknown charset"),
        pytest.param(b"plain", "utf-16", "plain", id="ascii, declared UTF-16"),
        pytest.param("é".encode(), "utf-8", "é", id="UTF-8"),
        pytest.param("é".encode(), " 'UTF-8' ", "é", id="a name in quotes and blanks"),
        pytest.param("é".encode(), "iso-8859-1", "é", id="UTF-8 declared as Latin-1"),
        pytest.param("é".encode(), "us-ascii", "é", id="UTF-8 declared as ASCII"),
        pytest.param("é".encode(), "", "é", id="UTF-8 undeclared"),
        pytest.param(b"caf\xe9", "", "café", id="Latin-1 undeclared"),
        pytest.param(b"caf\xe9", "utf-8", "café", id="Latin-1 declared as UTF-8"),
        pytest.param(b"caf\xe9 \x93so\x94", "iso-8859-1", "café “so”", id="Windows declared as Latin-1"),
        pytest.param(b"caf\xe9", "us-ascii", "café", id="Latin-1 declared as ASCII"),
        pytest.param(b"caf\xe9", "x-unknown", "café", id="unknown charset"),
        pytest.param(b"caf\xe9", "latin-99", "café", id="a charset that never was"),
        pytest.param(POLISH.encode("iso-8859-2"), "iso-8859-2", POLISH, id="Latin-2"),
        pytest.param(RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, id="KOI8"),
        pytest.param(RUSSIAN.encode("cp1251"), "windows-1251", RUSSIAN, id="Windows-1251"),
        pytest.param(JAPANESE.encode("shift_jis"), "Shift_JIS", JAPANESE, id="Shift-JIS"),
        pytest.param(JAPANESE.encode("iso-2022-jp"), "iso-2022-jp", JAPANESE, id="ISO-2022-JP, all ASCII octets"),
        pytest.param(JAPANESE.encode("euc-jp"), "euc-jp", JAPANESE, id="EUC-JP"),
        pytest.param("水泵漏水".encode("gb2312"), "gb2312", "水泵漏水", id="GB2312"),
        pytest.param("水泵漏水".encode("big5"), "big5", "水泵漏水", id="Big5"),
        pytest.param("펌프가 샌다".encode("cp949"), "ks_c_5601-1987", "펌프가 샌다", id="Korean by its number"),
        pytest.param("pump".encode("utf-16"), "utf-16", "pump", id="UTF-16"),
        pytest.param("ünal ığ".encode("cp1254"), "iso-8859-9", "ünal ığ", id="Turkish"),
        pytest.param("é".encode() * 9 + b"\xc3", "utf-8", "é" * 9 + "\ufffd", id="UTF-8 cut in a letter"),
        pytest.param(
            "é".encode() * 9 + b"\xff" + "é".encode() * 9, "", "é" * 9 + "\ufffd" + "é" * 9, id="one broken letter"
        ),
        pytest.param(
            JAPANESE.encode("shift_jis")[:-1], "cp932", JAPANESE[:-1] + "\ufffd", id="Shift-JIS cut in a letter"
        ),
        pytest.param(b"\x81\x8d", "", "\ufffd\ufffd", id="no charset at all"),
        pytest.param(b"+AGE-\xe9", "utf-7", "+AGE-é", id="UTF-7 is never asked"),
        pytest.param(b"\\u0041\xe9", "unicode_escape", "\\u0041é", id="no codec that rewrites text"),
        pytest.param(b"x\x9c\xe9", "zip", "xœé", id="no codec that is no charset"),
        pytest.param(b"xn--a\xe9", "idna", "xn--aé", id="no quadratic codec"),
        pytest.param(b"\xe9", "charmap", "é", id="no codec without a table"),
        pytest.param(b"", "utf-8", "", id="nothing"),
    ],
)
def test_text_is_what_its_writer_meant(octets, charset, text):
    assert decode(octets, charset) == text


@pytest.mark.parametrize(
    ("body", "encoding", "decoded"),
    [
        (b"caf=C3=A9 =\nau lait", b"quoted-printable", "café au lait".encode()),
        (b"100 = 100", b"quoted-printable", b"100 = 100"),
        (b64encode(b"pump"), b"base64", b"pump"),
        (b"cHVt\ncA==\n", b"base64", b"pump"),
        (b"cHVtcA", b"base64", b"pum"),
        (b"cHVtcA==\n______\nA list, 1=1\n", b"base64", b"pump"),
        (b"cHVtc", b"base64", b"pum"),
        (b"%%%", b"base64", b""),
        (b"as it is", b"8bit", b"as it is"),
        (b"as it is", b"x-uuencode", b"as it is"),
        (b"as it is", b"", b"as it is"),
    ],
    ids=lambda value: value.decode("latin-1")[:30],
)
def test_transfer_encodings_are_undone_as_far_as_they_go(body, encoding, decoded):
    assert transfer_decoded(body, encoding) == decoded


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?q?caf=C3=A9_noir?=", "café noir"),
        (b"=?UTF-8?B?Y2Fmw6k=?=", "café"),
        (b"=?utf-8?B?Y2Fmw6k?=", "café"),
        (b"=?iso-8859-1?Q?caf=E9?=", "café"),
        (b"=?utf-8*fr?q?caf=C3=A9?=", "café"),
        (b"before =?utf-8?q?caf=C3=A9?= after", "before café after"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        (b"=?utf-8?q?a?=\t =?iso-8859-1?q?=E9?=", "aé"),
        (b"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"),
        (b"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        (b"=?utf-8?B?44Od44M=?= =?utf-8?B?s+ODlw==?=", "ポンプ"),
        (b"(=?utf-8?q?a?=)", "(a)"),
        (b"=?utf-8?q?does it leak?=", "does it leak"),
        (b"=?utf-8?q?Leaks=3F_Or_not??=", "Leaks? Or not?"),
        (b"=?utf-8?q??=", ""),
        (b"=?utf-8?b??=", ""),
        (b"=?utf-8?x?a?=", "=?utf-8?x?a?="),
        (b"=?utf-8?b?a?=", "=?utf-8?b?a?="),
        (b"=?utf-8?q?a?= =?utf-8?b?a?= b", "a =?utf-8?b?a?= b"),
        (b"=?utf-8?q?never closed", "=?utf-8?q?never closed"),
        (b"=?no-such?q?caf=E9?=", "café"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"=?utf-8?q?a=0D=0AX-Injected:_b?=", "a X-Injected: b"),
        (b"=?utf-8?q?a=1B[31mb=07c=00?=", "a[31mbc"),
        ("\u202egnp.exe\u202c".encode(), "gnp.exe"),
        (b"a\x1b]8;;http://x\x07b", "a]8;;http://xb"),
        ("a\u2028b\tc".encode(), "a b c"),
        (b"=?utf-8?q?=5Bred=5D?=", "[red]"),
        ("\U0001f468\u200d\U0001f469".encode(), "\U0001f468\u200d\U0001f469"),
    ],
    ids=lambda value: value.decode("latin-1")[:40] if isinstance(value, bytes) else "",
)
def test_headers_are_decoded_onto_one_line(value, text):
    assert decode_header(value) == text


def test_inert_text_has_no_control_character_and_no_change_of_direction():
    every = "".join(map(chr, range(0x3000)))

    kept = inert(every)

    assert not any(letter in kept for letter in "\x00\x1b\n\r\x7f\x85\x9b\u202a\u202e\u2066\u2069\u2028")
    assert "abc äöü 中"[:7] in inert("abc äöü 中")


@pytest.mark.parametrize(
    ("flowed", "text"),
    [
        pytest.param("a \nb\nc", "a b\nc", id="soft and hard breaks"),
        pytest.param("a \n\nb", "a \nb", id="an empty line ends a paragraph"),
        pytest.param("a \n> b \n> c\nd", "a \n> b \n> c\nd", id="quotes keep their lines"),
        pytest.param("a \n-- \nAda", "a \n-- \nAda", id="so does a signature"),
        pytest.param(" > no quote\n From the mill", "> no quote\nFrom the mill", id="stuffed lines"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_flowed_lines_are_joined(flowed, text):
    assert unflowed(flowed, delsp=False) == text


def test_with_delsp_the_blank_before_a_soft_break_goes():
    assert unflowed("漏 \nれ\na", delsp=True) == "漏れ\na"


@pytest.mark.parametrize(
    "values",
    [
        [],
        [b""],
        [b"", b""],
        [b"plain", b"text ~ to the end"],
        [b"what?", b"why? = how"],
        [b"a =", b"? b"],
        [b"=?utf-8?q?Ad=C3=A1?=", b"plain"],
        [b"a=?b"],
        [b"a\tb", b"plain"],
        [b"a\x1b[31m", b"\x7f"],
        ["é".encode(), b"caf\xe9"],
    ],
    ids=repr,
)
def test_headers_decoded_at_once_are_decoded_as_one_by_one(values):
    headers = [(str(number), value) for number, value in enumerate(values)]

    assert decode_headers(headers) == tuple((name, decode_header(value)) for name, value in headers)
