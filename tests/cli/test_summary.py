"""The screen that ends a sweep: it adds up, fits, and shows what stays as loudly as what moves."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.cli.summary import MOST_COUNTED, Summary, screen
from triage.cli.terminal import Pen, columns
from triage.domain import OUTREACH, Address, Label, Message, Reason, Repeat, RepeatKind, Standing, Verdict
from triage.run.sweep import Judged

NOW = datetime(2024, 3, 1, tzinfo=UTC)
FOLDERS = {
    "spray": "Outreach/Spray",
    "irrelevant": "Outreach/Irrelevant",
    "pitch": "Outreach/Pitches",
    "scam": "Junk",
    "repeat": "Outreach/Repeats",
}


def judged(
    kind, *, number=0, subject="A subject", name="Jo Vendor", folder="", reason="asks for a meeting", weight=1.0, days=0
):
    if kind == "failed":
        return Judged(f"{number}.eml", None, None, "The file is binary, not a mail message.")
    label = Label.SPRAY if kind in ("repeat", "unsure") else Label(kind)
    moves = kind in FOLDERS
    verdict = Verdict(
        label=label,
        confidence=0.97,
        unsure=kind == "unsure",
        folder=(folder or FOLDERS[kind]) if moves else None,
        scores={each: float(each is label) for each in Label},
        standing=Standing.STRANGER,
        reasons=(Reason("a-reason", reason, weight if label in OUTREACH else -weight),),
        repeat=Repeat(RepeatKind.EXACT, "0", NOW, 1.0, 2) if kind == "repeat" else None,
    )
    message = Message(Address(name, "jo@vendor.example"), subject, NOW + timedelta(days=days))
    return Judged(f"{number}.eml", message, verdict, seller="vendor.example")


def drawn(every, monkeypatch, *, width=80, color=False, target="mail", applied=False):
    summary = Summary()
    for each in every:
        summary.add(each)
    monkeypatch.setenv("COLUMNS", str(width))
    return screen(summary, pen=Pen(color=color), title="Preview:", target=target, applied=applied)


def numbers(text):
    """Return name -> number of every row that has one."""
    rows = re.findall(r"^ +([a-z][a-z -]+?) +([\d,]+)(?= |$)", re.sub(r"\x1b\[[\d;]*m", "", text), re.M)
    found = {}
    for name, number in rows:
        found[name] = found.get(name, 0) + int(number.replace(",", ""))
    return found


ALL = [
    *("legitimate", 13_001),
    *("unsure", 5_020),
    *("failed", 3),
    *("spray", 70),
    *("irrelevant", 35),
    *("pitch", 1),
    *("scam", 19),
    *("repeat", 1_578),
]


def many():
    for kind, count in zip(ALL[::2], ALL[1::2], strict=True):
        for number in range(count):
            yield judged(kind, number=number, days=number)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("color", [False, True], ids=["plain", "coloured"])
def test_the_columns_add_up_and_every_line_fits(monkeypatch, width, color):
    text = drawn(many(), monkeypatch, width=width, color=color)
    found = numbers(text)
    assert found["stays where it is"] == found["legitimate"] + found["unsure"] + found["could not be read"] == 18_024
    moving = ("spray-and-pray", "irrelevant offers", "personal pitches", "scams", "the same again")
    assert found["would be filed"] == sum(found[name] for name in moving) == 1_703
    assert found["all messages"] == found["stays where it is"] + found["would be filed"]
    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    assert max(columns(line) for line in plain.splitlines()) < min(width, 100)
    assert ("\x1b[" in text) == color


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("parent", ["Outreach", "Werbung/Ungefragte Angebote von Fremden", "広告"])
def test_folders_are_named_in_full(monkeypatch, width, parent):
    kinds = ("spray", "irrelevant", "pitch", "repeat")
    names = [FOLDERS[kind].replace("Outreach", parent) for kind in kinds]
    text = drawn([judged(kind, folder=name) for kind, name in zip(kinds, names, strict=True)], monkeypatch, width=width)
    for name in names:
        assert f"→ {name}\n" in text


def test_bars_begin_in_one_column_and_are_drawn_to_one_scale(monkeypatch):
    every = [judged("legitimate")] * 60 + [judged("spray")] * 20 + [judged("scam")] * 20
    bars = {}
    for line in drawn(every, monkeypatch).splitlines():
        if found := re.match(r"^ +([a-z -]+?) +\d+  (█+)", line):
            bars[found[1]] = (found.start(2), len(found[2]))
    assert {start for start, _ in bars.values()} == {33}
    lengths = {name: length for name, (_, length) in bars.items()}
    assert lengths["stays where it is"] == lengths["legitimate"]
    assert lengths["spray-and-pray"] == lengths["scams"]
    assert abs(3 * lengths["scams"] - lengths["legitimate"]) <= 2
    assert abs(2 * lengths["scams"] - lengths["would be filed"]) <= 1


def test_what_stays_is_shown_like_what_moves(monkeypatch):
    text = drawn([judged("legitimate", reason="wants to buy"), judged("spray")], monkeypatch, color=True)
    assert re.search(r"\x1b\[1m  stays where it is +\x1b", text)
    assert re.search(r"\x1b\[1m  would be filed +\x1b", text)
    assert "↳ wants to buy" in text
    assert "↳ asks for a meeting" in text


def test_each_kind_shows_the_example_that_tells_most(monkeypatch):
    every = [
        judged("spray", subject="weak", reason="shouts", weight=0.1),
        judged("spray", subject="strong", reason="a lone calendar link", weight=2.0),
        judged("spray", subject="middle", weight=0.5),
        judged("legitimate", subject="plain", reason="nothing much", weight=0.0),
        judged("legitimate", subject="welcome", reason="wants to buy", weight=1.5),
    ]
    text = drawn(every, monkeypatch)
    assert "“strong”" in text
    assert "↳ a lone calendar link" in text
    assert "“welcome”" in text
    assert not {"weak", "middle", "plain"} & set(re.findall(r"“(\w+)”", text))


def test_who_pesters_most_comes_first_and_once_is_not_pestering(monkeypatch):
    every = [judged("spray", days=n) for n in range(3)]
    for number in range(5):
        one = judged("spray", days=40 * number)
        every.append(Judged(one.id, one.message, one.verdict, seller="pest.example"))
    every.append(Judged("x", every[0].message, every[0].verdict, seller="once.example"))
    rows = drawn(every, monkeypatch).partition("who pesters most")[2].strip().splitlines()
    assert rows[0].split()[:2] == ["pest.example", "5"]
    assert rows[0].endswith("Mar 2024 to Aug 2024")
    assert rows[1].split()[:2] == ["vendor.example", "3"]
    assert "once.example" not in "".join(rows)


def test_the_count_of_sellers_is_bounded_and_keeps_the_worst():
    summary = Summary()
    for number in range(3 * MOST_COUNTED):
        one = judged("spray")
        for seller in (f"{number}.example", "worst.example"):
            summary.add(Judged(one.id, one.message, one.verdict, seller=seller))
    assert len(summary.sellers) <= MOST_COUNTED
    assert summary.sellers["worst.example"].count == 3 * MOST_COUNTED


def test_unsure_and_failed_mail_is_listed_up_to_a_few_and_then_counted(monkeypatch):
    every = [judged("unsure", subject=f"u{n}", number=n) for n in range(7)] + [
        judged("failed", number=n) for n in range(9)
    ]
    text = drawn(every, monkeypatch)
    assert re.findall(r"“(u\d)”", text) == ["u0", "u1", "u2", "u3", "u4"]
    assert "and 2 more; --verbose lists all" in text
    assert "and 4 more; --verbose lists all" in text
    assert "    3.eml  The file is binary" in text


def test_a_long_target_is_shortened_from_the_left(monkeypatch):
    text = drawn([judged("spray")], monkeypatch, target="/srv/" + "very/" * 40 + "deep/mail")
    title = text.splitlines()[1]
    assert title.startswith("  Preview: …")
    assert title.endswith("/deep/mail")
    assert columns(title) < 80


@pytest.mark.parametrize("every", [[], [judged("legitimate")], [judged("spray")], [judged("failed")]], ids=len)
def test_next_to_no_mail_is_no_trouble(monkeypatch, every):
    text = drawn(every, monkeypatch)
    assert ("1 message" if every else "0 messages") in text
    assert "nan" not in text


@given(subject=st.text(max_size=120), name=st.text(max_size=60), reason=st.text(max_size=200))
def test_no_text_of_a_mail_breaks_a_line_or_its_width(subject, name, reason):
    every = [judged(kind, subject=subject, name=name, reason=reason) for kind in ("legitimate", "spray", "unsure")]
    summary = Summary()
    for each in every:
        summary.add(each)
    text = screen(summary, pen=Pen(color=False), title="Preview:", target=subject or "x", applied=False)
    assert all(columns(line) < 100 for line in text.split("\n"))
    assert text.split("\n") == [*text.splitlines(), ""]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
