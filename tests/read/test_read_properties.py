from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from seams import LETTERS, ORIGINAL, QUOTE

from triage.domain import Message
from triage.read import MESSAGE_ID, read
from triage.read.mime import BYTES, HEADERS, PARTS

FAULTS = {"over-bytes", "over-headers", "over-header", "over-parts", "over-depth", "over-html"}


def _samples():
    """Mail as programs write it: plain, flowed, alternatives, with attachments, in eight languages."""
    head = (
        "From: =?utf-8?q?Ada_Byr=C3=B3n?= <ada@mill.example>\nTo: r@vale.example\n"
        "Subject: Re: {0}\nDate: Mon, 6 May 2024 10:12:00 +0200\n"
    )
    for language, letter in LETTERS.items():
        plain = f"{letter.greeting}\n\n{letter.body}\n\n{letter.signature}\n\n{letter.attributions['apple']}\n{QUOTE}\n"
        page = f"<p>{letter.greeting}</p><p style='color:#333'>{letter.body}</p><blockquote type=cite>{ORIGINAL}</blockquote>"
        yield f"{head.format(language)}Content-Type: text/plain; charset=utf-8; format=flowed\n\n{plain}".encode()
        yield (
            f"{head.format(language)}Content-Type: multipart/mixed; boundary=b\n\n--b\n"
            f"Content-Type: multipart/alternative; boundary=c\n\n--c\n\n{plain}\n--c\nContent-Type: text/html\n\n{page}\n--c--\n"
            f"--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n"
            f"--b\nContent-Type: message/rfc822\n\n{head.format('x')}\n{plain}\n--b--\n"
        ).encode()


SAMPLES = tuple(_samples())


def sound(message: Message) -> Message:
    """Assert what holds for whatever was read, and return it."""
    everybody = (message.sender, *message.reply_to, *message.recipients)
    shown = [message.subject, message.message_id, *message.in_reply_to, *message.references]
    shown += [*message.links, *message.content_types]
    shown += [text for address in everybody for text in (address.name, address.spec)]
    shown += [text for header in message.headers for text in header]
    text = message.text
    roles = (text.greeting, text.body, text.signature, text.footer, text.quoted, text.hidden)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(shown))
    assert "\0" not in "".join(roles)
    "".join((*shown, *roles)).encode()  # raises at a lone surrogate
    assert not message.message_id or MESSAGE_ID.fullmatch(message.message_id)
    assert len(message.headers) <= HEADERS
    assert len(message.content_types) <= PARTS
    assert set(message.faults) <= FAULTS
    assert message.date is None or message.date.utcoffset() == timedelta(0)
    return message


@settings(deadline=None)
@given(st.binary(max_size=3_000))
@example(b"\xff\xfe\x00")
@example(b"Content-Type: text/html\n\n\x00<p>")
def test_any_bytes_are_a_message(raw):
    assert sound(read(raw)) == read(raw)


@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 60), st.binary(max_size=8)), max_size=8),
    st.sampled_from([None, 100_000]),
)
@settings(max_examples=300, deadline=None)
def test_damaged_mail_is_a_message(raw, damage, size):
    for at, length, patch in damage:
        at %= len(raw) + 1
        raw = raw[:at] + patch + raw[at + length :]

    assert sound(read(raw, size=size)) == read(raw, size=size)


@settings(deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_mail_cut_anywhere_is_a_message_and_says_so_where_text_is_missing(raw, data):
    at = data.draw(st.integers(0, len(raw)))

    message = sound(read(raw[:at], size=len(raw)))

    assert message.faults in ((), ("over-bytes",))
    assert at < len(raw) or message == read(raw)


_TYPES = st.sampled_from(
    [
        "text/plain",
        "text/html",
        "text/plain; charset=utf-16",
        "text/plain; format=flowed; delsp=yes",
        "image/png",
        "text/calendar",
        "",
        "\x1b",
    ]
)
_ENCODINGS = st.sampled_from(["", "base64", "quoted-printable", "8bit", "x-none"])
_BODIES = st.one_of(
    st.binary(max_size=80),
    st.sampled_from(
        [
            b"<p hidden>a</p><div style='font-size:0'>b<a href=c>",
            b"> a\n> b\n",
            b"--b\n--b--\n--c\n",
            b"=\n=C3",
            b"cHVtcA==",
        ]
    ),
)


def _leaf(kind, encoding, body):
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body


def _branch(subtype, boundary, parts, closed):
    mark = f"--{boundary}".encode()
    opened = b"".join(mark + b"\n" + part + b"\n" for part in parts)
    return (
        f"Content-Type: multipart/{subtype}; boundary={boundary}\n\n".encode()
        + opened
        + (mark + b"--\n" if closed else b"")
    )


_TREES = st.recursive(
    st.builds(_leaf, _TYPES, _ENCODINGS, _BODIES),
    lambda inner: st.one_of(
        st.builds(
            _branch,
            st.sampled_from(["mixed", "alternative", "related", "digest", "signed"]),
            st.sampled_from(["b", "bb", "c", '"b"']),
            st.lists(inner, max_size=4),
            st.booleans(),
        ),
        inner.map(lambda raw: b"Content-Type: message/rfc822\n\n" + raw),
    ),
    max_leaves=12,
)


@given(_TREES)
@settings(max_examples=300, deadline=None)
def test_any_tree_of_parts_is_a_message(raw):
    assert sound(read(raw)) == read(raw)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<td>", "<b>", "<!--", "-->", "<style>", "x", "\n", "<p hidden>", "&lt;", "<", "'", '"']
        ),
        max_size=60,
    )
)
def test_any_markup_is_a_message(pieces):
    raw = b"Content-Type: text/html\n\n" + "".join(pieces).encode()

    assert sound(read(raw)) == read(raw)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_no_letter_of_a_plain_text_is_lost(text):
    apart = read(f"Subject: a\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()).text

    kept = f"{apart.greeting}{apart.body}{apart.signature}{apart.footer}{apart.quoted}"
    assert sorted("".join(kept.split())) == sorted("".join(text.split()))


@pytest.mark.parametrize("raw", SAMPLES, ids=range(len(SAMPLES)))
def test_the_samples_are_what_they_look_like(raw):
    message = sound(read(raw))

    assert message.sender.name == "Ada Byrón"
    assert message.text.greeting
    assert message.text.body
    assert "pump left us" in message.text.quoted
    assert message.faults == ()


def test_what_lies_behind_the_bound_is_never_looked_at():
    raw = SAMPLES[0] + b"x" * BYTES

    assert read(raw) == read(raw[:BYTES], size=len(raw))
