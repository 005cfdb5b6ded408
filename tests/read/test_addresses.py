from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import Address
from triage.read.addresses import ADDRESSES, NAME, _sought, addresses

ADA = Address("Ada Byron", "ada@mill.example")


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", []),
        ("   ", []),
        ("ada@mill.example", [Address("", "ada@mill.example")]),
        ("<ada@mill.example>", [Address("", "ada@mill.example")]),
        ("ADA@Mill.EXAMPLE.", [Address("", "ada@mill.example")]),
        ("Ada Byron <ada@mill.example>", [ADA]),
        ('"Ada Byron" <ada@mill.example>', [ADA]),
        ("'Ada Byron' <ada@mill.example>", [ADA]),
        ("Ada Byron<ada@mill.example>", [ADA]),
        ("Ada Byron < ada@mill.example >", [ADA]),
        ("ada@mill.example (Ada Byron)", [ADA]),
        ("(Ada Byron) ada@mill.example", [ADA]),
        ("Ada Byron ada@mill.example", [ADA]),
        ('"Byron, Ada" <ada@mill.example>', [Address("Byron, Ada", "ada@mill.example")]),
        ("Byron, Ada <ada@mill.example>", [Address("Byron, Ada", "ada@mill.example")]),
        ('"Ada \\"Pump\\" Byron" <ada@mill.example>', [Address('Ada "Pump" Byron', "ada@mill.example")]),
        ("Ada Byron <ada@mill.example>, b@c.example", [ADA, Address("", "b@c.example")]),
        ("Ada Byron <ada@mill.example>; b@c.example", [ADA, Address("", "b@c.example")]),
        ("Mill: Ada Byron <ada@mill.example>, b@c.example;", [ADA, Address("", "b@c.example")]),
        ("Mill: b@c.example, Ada Byron <ada@mill.example>;", [Address("", "b@c.example"), ADA]),
        ("undisclosed-recipients:;", [Address("undisclosed-recipients:;", "")]),
        ("Ada Byron", [Address("Ada Byron", "")]),
        ("=?utf-8?q?Ad=C3=A1_Byron?= <ada@mill.example>", [Address("Adá Byron", "ada@mill.example")]),
        ('"=?utf-8?q?Ad=C3=A1?=" <ada@mill.example>', [Address("Adá", "ada@mill.example")]),
        ("Adá <ada@mill.example>", [Address("Adá", "ada@mill.example")]),
        ("boss@bank.example <ada@mill.example>", [Address("boss@bank.example", "ada@mill.example")]),
        ('"boss@bank.example" <ada@mill.example>', [Address("boss@bank.example", "ada@mill.example")]),
        ("ada@mill.example (boss@bank.example)", [Address("boss@bank.example", "ada@mill.example")]),
        ("=?utf-8?q?boss=40bank.example=2C?= <ada@mill.example>", [Address("boss@bank.example,", "ada@mill.example")]),
        ("<boss> <ada@mill.example>", [Address("boss>", "ada@mill.example")]),
        ("Ada <ada@mill.example", [Address("Ada", "ada@mill.example")]),
        ('"Ada <ada@mill.example>', [Address("Ada", "ada@mill.example")]),
        ("Ada <ada at mill.example>", [Address("Ada <ada at mill.example>", "")]),
        ("@, Ada Byron <ada@mill.example>", [ADA]),
        ("=?utf-8?q?Ada=0D=0ABcc:_x?= <ada@mill.example>", [Address("Ada Bcc: x", "ada@mill.example")]),
        ("A\x1b[31mda\u202e <ada@mill.example>", [Address("A[31mda", "ada@mill.example")]),
        ("A" * 300 + " <ada@mill.example>", [Address("A" * NAME, "ada@mill.example")]),
    ],
)
def test_addresses_are_found_as_people_write_them(header, found):
    assert list(addresses(header.encode())) == found


def test_addresses_have_a_bound():
    assert len(addresses(b"a@b.example, " * 1_000)) == ADDRESSES


def test_a_local_part_has_a_bound():
    assert addresses(b"a" * 70 + b"@b.example")[0].spec == "a" * 64 + "@b.example"


def test_an_address_in_latin_1_is_read():
    assert addresses(b"Ad\xe1 <ada@mill.example>") == (Address("Adá", "ada@mill.example"),)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "ada@mill.example",
        "<ada@mill.example>",
        "<ada@mill.example",
        "ada@mill.example>",
        "ada@mill.example.",
        "ADA@Mill.EXAMPLE",
        "Ada <ada@mill.example>",
        "Ada  Byron  <ada@mill.example>",
        "Ada<ada@mill.example>",
        "Ada <ada@mill.example",
        '"Ada" <ada@mill.example>',
        '"Ada"<ada@mill.example>',
        '"Ada <ada@mill.example>',
        'Ada" <ada@mill.example>',
        "J. O'Neil-Byron_3 <ada@mill.example>",
        "_ <_@_>",
        "Ada ada@mill.example",
        "ada@mill.example <ada@mill.example>",
        "<a+b=c@mill.example>",
        "=?utf-8?q?Ada?= <ada@mill.example>",
        "Ada Bör <ada@mill.example>",
        f"{'x' * 64}@mill.example",
        f"{'x' * 65}@mill.example",
        f"Ada <a@{'x' * 255}>",
        f"Ada <a@{'x' * 256}>",
        f"{'x' * 82} <ada@mill.example>",
        f"{'x' * 83} <ada@mill.example>",
    ],
)
def test_the_usual_form_is_read_as_any_other(header):
    assert addresses(header.encode()) == _sought(header.encode())


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*"\"'<>@ .,:;_-=?+()\\\t", "Ada", "a@b.example", "<a@b.example>"]), max_size=8).map(
        "".join
    )
)
def test_every_mixture_of_signs_is_read_as_any_other(header):
    assert addresses(header.encode()) == _sought(header.encode())
