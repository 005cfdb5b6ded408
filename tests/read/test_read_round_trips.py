"""What is written is what is read: the same way each time, at every line ending, and no word of it lost."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from triage.domain import Message
from triage.read import MESSAGE_ID, date, normalise, read
from triage.read.addresses import addresses
from triage.read.html import read_html

BUDGETS = {"over-bytes", "over-headers", "over-header", "over-parts", "over-depth", "over-html"}

settings.register_profile("unhurried", deadline=None)  # a busy build server is no fault of the code
settings.load_profile("unhurried")

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"])
WORDS = st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), min_size=1, max_size=12)
CHARSETS = st.sampled_from(
    ["utf-8", "us-ascii", "windows-1251", "gb2312", "utf-16", "iso-2022-jp", "shift_jis", "zip", ""]
)
ENCODINGS = st.sampled_from(["7bit", "8bit", "base64", "quoted-printable", "nonsense"])
PIECES = (
    '\n|\r\n|\r|\0|\x1b| |\t|:|;|,|<|>|"|(|)|=|?|--b|--b--|From |From: |Subject: |Date: |Message-ID: |Content-Type: '
    "|multipart/mixed; boundary=b|message/rfc822|text/html|; charset=|utf-16|base64|=?utf-8?q?|=?gb2312?b?|?=|a@b.example"
    "|<a@b>|> quoted|-- |Best,|Hi Ada,|On 1 May 2024, Ada wrote:|<div style=display:none>|<blockquote type=cite>"
    "|<a href=x>|</p>|<!--|<style>|\u202e|\xe9|1 May 2024 10:00"
)
OF_MAIL = st.lists(
    st.one_of(st.sampled_from([piece.encode() for piece in PIECES.split("|")]), st.binary(max_size=8)), max_size=12
).map(b"".join)


@st.composite
def parts(draw: st.DrawFn, depth: int = 3) -> bytes:
    """Return a part with its headers: of text, a page, rubbish, a message, or of parts."""
    kind = draw(st.sampled_from(["plain", "html", "other", "message", "mixed", "alternative", "digest"]))
    if kind in ("mixed", "alternative", "digest") and depth:
        boundary = draw(st.sampled_from([b"b", b"bb", b"b b", b"=_x", b""]))
        inside = draw(st.lists(parts(depth - 1), max_size=4))
        closing = draw(st.sampled_from([b"--", b"", b"x"]))
        head = b'Content-Type: multipart/%b; boundary="%b"\n\n' % (kind.encode(), boundary)
        return head + b"".join(b"--%b\n%b\n" % (boundary, part) for part in inside) + b"--%b%b\n" % (boundary, closing)
    if kind == "message" and depth:
        return b"Content-Type: message/rfc822\n\n" + draw(parts(depth - 1))
    encoding, octets = draw(ENCODINGS), draw(OF_MAIL)
    content_type = {"plain": "text/plain", "html": "text/html"}.get(kind, "application/octet-stream")
    head = f"Content-Type: {content_type}; charset={draw(CHARSETS)}\nContent-Transfer-Encoding: {encoding}\n\n"
    return head.encode() + (b64encode(octets) if encoding == "base64" else octets)


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    """Return a message as a program could send it, with headers of any text."""
    names = (b"From: ", b"To: ", b"Subject: ", b"Date: ", b"Message-ID: ")
    return b"".join(name + draw(OF_MAIL) + b"\n" for name in names) + draw(parts())


def assert_sound(message: Message) -> None:
    """Assert what holds of every message that was read."""
    assert set(message.faults) <= BUDGETS
    assert 1 <= len(message.content_types) <= 100
    assert len(message.links) == len(set(message.links)) <= 200
    for used in (message.message_id, *message.in_reply_to, *message.references):
        assert not used or MESSAGE_ID.fullmatch(used)
    assert message.date is None or (message.date.tzinfo is UTC and 1970 <= message.date.year < 2200)
    people = (message.sender, *message.reply_to, *message.recipients)
    shown = (message.subject, *message.content_types, *(text for one in people for text in (one.name, one.spec)))
    for text in (*shown, *(value for _, value in message.headers)):
        assert not any(letter < " " or "\x7f" <= letter <= "\x9f" for letter in text)
        assert not any("\u202a" <= letter <= "\u202e" or "\u2066" <= letter <= "\u2069" for letter in text)
    for one in people:
        assert one.spec == one.spec.lower()
        assert one.spec.count("@") == bool(one.spec)


@settings(max_examples=200)
@given(messages())
def test_a_message_is_read_the_same_way_each_time(raw):
    message = read(raw)
    assert_sound(message)
    assert read(raw) == message


@given(messages())
def test_it_makes_no_difference_how_lines_end(raw):
    raw = raw.replace(b"\r", b"")
    one, other = read(raw), read(raw.replace(b"\n", b"\r\n"))
    assert (one.sender, one.subject, one.headers, one.content_types) == (
        other.sender,
        other.subject,
        other.headers,
        other.content_types,
    )


@given(messages(), st.data())
def test_a_damaged_message_is_still_a_message(raw, data):
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 40)))
    damage = data.draw(st.sampled_from([b"", raw[start:end] * 2, b"\n", b"\0", b"\xff\xfe"]))
    assert_sound(read(raw[:start] + damage + raw[end:], size=data.draw(st.sampled_from([None, len(raw), 0]))))


# ---------------------------------------------------------------- no word of a page is lost


def words_of(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


SHOWN = st.sampled_from(["p", "div", "td", "li", "b", "h1", "pre", "center", "blockquote", "o:p", "span", "form"])
ROLES = st.sampled_from(["", "style=display:none", "style=font-size:0", "class=gmail_quote", "style=color:white"])


@given(st.lists(st.tuples(WORDS, SHOWN), max_size=30))
def test_every_word_of_a_page_is_seen(written):
    page = read_html("".join(f"<{tag}> {word} </{tag}>" for word, tag in written))
    assert words_of(page.text) == words_of(*(word for word, _ in written))
    assert (page.quoted, page.hidden, page.over) == ("", "", False)


@given(st.lists(st.tuples(WORDS, ROLES), max_size=30))
def test_every_word_of_a_page_is_seen_quoted_or_hidden(written):
    page = read_html("".join(f"<div {said}>{word}</div>" for word, said in written))
    seen, quoted = ([word for word, said in written if said == kind] for kind in ("", "class=gmail_quote"))
    assert words_of(page.text) == words_of(*seen)
    assert words_of(page.quoted) == words_of(*quoted)
    assert words_of(page.hidden) == words_of(*(word for word, said in written if said.startswith("style")))


SEAMS = (
    "Hi Ada,|Dear Ada, we have ten kilns that are new and cheap.|Best regards,|Thanks!|Jo|-- |--|______________________________"
    "|> theirs|> |On 1 May 2024 at 10:00, Ada <a@x.example> wrote:|On 1 May 2024|Ada wrote:|-----Original Message-----"
    "|From: Ada <a@x.example>|Sent: Tuesday|To: Jo|Subject: Kiln|Begin forwarded message:|To unsubscribe click here.|P.S. Call me.|"
    "|Sent from my iPhone|RV> x|potters mailing list|https://lists.example/listinfo"
    "|This message is intended solely for the person that it is addressed to"
)


@settings(max_examples=300)
@given(
    st.lists(st.one_of(st.sampled_from(SEAMS.split("|")), st.text(LETTERS, max_size=80)), max_size=30),
    st.sampled_from(["8bit", "base64"]),
)
def test_every_word_of_a_letter_is_in_one_role(lines, encoding):
    octets = "\n".join(lines).encode()
    head = f"In-Reply-To: <a@x>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    text = read(head.encode() + (b64encode(octets) if encoding == "base64" else octets)).text
    found = words_of(text.greeting, text.body, text.signature, text.footer, text.quoted)
    assert found == words_of(*lines)


# ---------------------------------------------------------------- headers


@given(st.text(LETTERS, max_size=60))
def test_a_subject_is_read_as_it_was_encoded(subject):
    encoded = b"=?utf-8?b?" + b64encode(subject.encode()) + b"?="
    assert read(b"Subject: " + encoded + b"\n\nText").subject == subject.strip()


@given(st.lists(st.from_regex(r"[a-z0-9+-]{1,20}@[a-z0-9]{1,10}\.example", fullmatch=True), max_size=20))
def test_recipients_are_those_that_were_written(specs):
    header = ", ".join(f'"Doe, Jo" <{spec}>' for spec in specs).encode()
    assert [(address.name, address.spec) for address in addresses(header)] == [("Doe, Jo", spec) for spec in specs]


@given(st.binary(max_size=300))
def test_any_header_is_a_list_of_addresses_and_none_is_empty(header):
    assert all(address.name or address.spec for address in addresses(header))


@given(st.datetimes().map(lambda moment: moment.replace(microsecond=0)), st.integers(-12 * 60, 14 * 60))
def test_a_date_is_read_as_it_was_written(moment, minutes):
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    found = date(
        f"{moment.day} {months[moment.month - 1]} {moment.year:04} {moment:%H:%M:%S} {sign}{hours:02}{rest:02}"
    )
    if 1971 <= moment.year < 2199:
        assert found is not None
        assert (found.replace(tzinfo=None) - moment).total_seconds() == -60 * minutes
    else:
        assert found is None or 1970 <= found.year < 2200


@given(st.text(max_size=200))
def test_text_as_it_is_compared_has_no_capitals_and_no_runs_of_blanks(text):
    form = normalise(text)
    assert form == form.strip() == form.casefold()
    assert not any(run in form for run in ("  ", "\n", "\t"))
