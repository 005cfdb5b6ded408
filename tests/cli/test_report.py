"""`triage report`, as a user calls it, and the page as a browser and a careful reader get it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from tinyhtml5.parser import HTMLParser

from triage.domain import Fingerprint, Label, Ref, RepeatKind, Target
from triage.memory.journal import Filing, State
from triage.memory.store import open_store, store_path

DOCS = Path(__file__).parent.parent.parent / "docs" / "cli.md"
START = datetime(2024, 3, 4, 9, tzinfo=UTC)
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LINES = {f"{HTML}{name}" for name in "td th li caption h1 h2 h3 p dt dd".split()}
INLINE = {f"{HTML}{name}" for name in ("bdi", "code", "span")}


def filing(each, account):
    codes = ((f"repeat-{each['kind']}",) if each.get("kind") else ()) + each["codes"]
    return Filing(Ref("INBOX", each["id"], "7"), f"{account} {each['id']}", each["id"], each["label"], codes)


def fingerprint(each, at):
    about = {name: each[name] for name in ("id", "sender", "name", "label")}
    repeats = {"kind": each.get("kind"), "of": each.get("of")}
    domain = each.get("domain", each["sender"].rpartition("@")[2])
    return Fingerprint(
        date=each.get("date", at), domain=domain, touch=1, digest=bytes(16), words=b"", mass=0.0, **about, **repeats
    )


@pytest.fixture
def remember(triage):
    """Writes one run of an account, at a moment, as a sweep does: what it filed, and what is remembered of it."""

    def remember(*sent, at=START, account="one", back=()):
        with open_store(store_path(triage.home / "state", account)) as store:
            run = store.journal.begin(json.dumps({"account": account}), at=at)
            told = [
                {"label": Label.SPRAY, "codes": (), "sender": "jo@pest.example", "name": "Jo", **each} for each in sent
            ]
            for folder, those in groupby(told, key=lambda each: each.get("folder", "Outreach/Spray")):
                filings = [filing(each, account) for each in those]
                intents = store.journal.intend(run, filings, Target(folder, "8"), at=at)
                store.journal.conclude((one, State.DONE, Ref(folder, one.filing.id, "8")) for one in intents)
            with store.transaction():
                for each in told:
                    store.fingerprints.add(fingerprint(each, at))
            store.journal.put_back([f"{account} {name}" for name in back], at=at + timedelta(days=1))
        return run

    return remember


@pytest.fixture
def history(remember):
    """A month of everything: repeats, a new start, a pitch, something taken back; and what was before and after it."""
    remember({"id": "old"}, at=datetime(2024, 2, 29, 23, 59, tzinfo=UTC))
    remember(
        {"id": "1", "codes": ("service-menu", "wording"), "date": START - timedelta(days=400)},
        {"id": "2", "codes": ("service-menu",), "kind": RepeatKind.REBOOT, "of": "1"},
        {"id": "3", "codes": ("merge-field",), "sender": "kim@leadmoon.example", "label": Label.IRRELEVANT},
        back=["3"],
    )
    pitch = {"label": Label.PITCH, "folder": "Outreach/Pitches", "sender": "ann@good.example", "name": "Ann Good"}
    remember({"id": "4", "codes": ("fact-about-me", "calendar-link-only"), **pitch}, at=START + timedelta(days=8))
    remember({"id": "new"}, at=datetime(2024, 4, 1, tzinfo=UTC))


@pytest.fixture
def page(triage, tmp_path):
    """Writes the report and returns its HTML."""

    def page(*words, **environ):
        triage("report", *words, "--out", tmp_path / "page.html", **environ)
        return (tmp_path / "page.html").read_text("utf-8")

    return page


def tree(html):
    """Return the page as a tree; every error that the rules of HTML know is one here."""
    parser = HTMLParser()
    root = parser.parse(html)
    assert parser.errors == []
    return root


def words_of(element):
    """Return what is read of an element, with a blank before each part that begins a line or a cell."""

    def parts(element):
        yield "" if element.tag in INLINE else " "
        yield element.text or ""
        for child in element:
            yield from parts(child)
            yield child.tail or ""

    return " ".join("".join(parts(element)).split())


# ---------------------------------------------------------------- the figures


def test_what_is_filed_is_counted_as_clean_and_status_count_it(triage, make_maildir, mail):
    root = make_maildir([mail.pest(n) for n in range(4)] + [mail.friend(n) for n in range(20, 23)])
    first = triage.json("clean", root, "--apply")
    copy = mail.pest(1, subject="Message 1, once more", date="Fri, 05 Apr 2024 09:00:00 +0000")
    for number, raw in enumerate([mail.pest(5), copy]):
        (root / "cur" / f"later{number}:2,S").write_bytes(raw)
    second = triage.json("clean", root, "--apply")
    moved = [one for run in (first, second) for one in run["messages"] if one["folder"]]
    kinds = Counter("repeat" if one["repeat"] else one["label"] for one in moved)
    assert kinds["repeat"] > 0
    before = triage.json("report")
    assert {kind: count for kind, count in before["kinds"].items() if count} == kinds
    assert before["filed"] == len(moved)
    undone = triage.json("undo", first["run"])["counts"]["put_back"]
    after = triage.json("report")
    for shown in (before, after):
        assert shown["filed"] == sum(shown["kinds"].values()) == sum(run["filed"] for run in shown["runs"])
    status = [run for mailbox in triage.json("status")["mailboxes"] for run in mailbox["runs"]]
    counts = ("run", "started", "target", "filed")
    assert [[run[name] for name in counts] for run in reversed(after["runs"])] == [
        [run[name] for name in counts] for run in status
    ]
    assert [(run["filed"], run["put_back"]) for run in after["runs"]] == [(0, undone), (before["filed"] - undone, 0)]
    assert [(one["run"], one["messages"]) for one in after["undone"]] == [(first["run"], undone)]


@pytest.mark.usefixtures("history")
def test_a_month_has_what_was_filed_within_it(triage):
    shown = triage.json("report", "--month", "2024-03")
    assert (shown["schema"], shown["first"], shown["last"]) == ("triage.report/1", "2024-03-01", "2024-03-31")
    assert shown["kinds"] == {"spray": 1, "irrelevant": 1, "pitch": 1, "scam": 0, "repeat": 1}
    assert [(week["first"], week["last"], sum(week["kinds"].values())) for week in shown["weeks"]] == [
        ("2024-03-04", "2024-03-10", 3),
        ("2024-03-11", "2024-03-17", 1),
    ]
    assert {one["code"]: one["messages"] for one in shown["reasons"]} == {
        "service-menu": 1, "repeat-reboot": 1, "merge-field": 1, "fact-about-me": 1,
    }  # fmt: skip
    [pest] = shown["vendors"]
    assert (pest["vendor"], pest["filed"], pest["touches"], pest["reboots"]) == ("pest.example", 2, 4, 1)
    assert (shown["months"][0], shown["months"][-1], sum(pest["months"])) == ("2023-01", "2024-03", 3)
    [pitch] = shown["pitches"]
    assert (pitch["id"], pitch["name"], pitch["folder"]) == ("4", "Ann Good", "Outreach/Pitches")
    assert [one["code"] for one in pitch["welcome"]] == ["fact-about-me"]
    assert [one["code"] for one in pitch["annoying"]] == ["calendar-link-only"]
    assert [(one["id"], one["at"], one["kind"]) for one in shown["taken_back"]] == [
        ("3", "2024-03-05T09:00:00+00:00", "irrelevant")
    ]


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("words", "filed"),
    [(("--since", "2024-03-01"), 5), (("--since", "2024-02-29"), 6), (("--month", "2024-2"), 1), ((), 0)],
)
def test_the_days_are_those_that_were_asked_for(triage, words, filed):
    assert triage.json("report", *words)["filed"] == filed


def test_without_days_it_is_of_the_last_thirty(triage, remember):
    now = datetime.now(UTC)
    remember({"id": "in"}, at=now - timedelta(days=30))
    remember({"id": "out"}, at=now - timedelta(days=31))
    shown = triage.json("report")
    assert (shown["filed"], shown["first"]) == (1, f"{now - timedelta(days=30):%Y-%m-%d}")


@pytest.mark.usefixtures("history")
def test_it_is_over_all_mailboxes_or_one_account(triage, remember):
    remember({"id": "1"}, {"id": "2"}, account="work")
    triage.configure('[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n')
    assert triage.json("report", "--month", "2024-03")["filed"] == 6
    assert triage.json("report", "--month", "2024-03", "--account", "work")["filed"] == 2


def test_what_is_dragged_back_is_taken_back(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    [moved, *_] = sorted((root / ".Outreach.Spray" / "cur").iterdir())
    moved.rename(root / "cur" / moved.name)
    triage("clean", root, "--apply")
    [back] = triage.json("report")["taken_back"]
    assert back["id"] == moved.name.partition(":")[0]
    assert "pest.example" in back["address"]
    assert "You took back" in triage("report", "--text").out


# ---------------------------------------------------------------- the file


@pytest.mark.usefixtures("history")
def test_the_file_is_written_into_this_folder_for_its_owner_alone_and_says_so(triage, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out = triage("report", "--month", "2024-03").out
    assert out == "Outreach in March 2024: 4 filed, 1 taken back. It is in triage-report-2024-03.html.\n"
    assert (tmp_path / "triage-report-2024-03.html").stat().st_mode & 0o777 == 0o600
    triage("report", "--since", "2024-03-09")
    assert (tmp_path / "triage-report-since-2024-03-09.html").is_file()
    assert not list(tmp_path.glob(".triage*"))


@pytest.mark.usefixtures("history")
def test_a_report_is_written_over_a_report_and_over_nothing_else(triage, tmp_path):
    out = tmp_path / "page.html"
    triage("report", "--month", "2024-02", "--out", out)
    triage("report", "--month", "2024-03", "--out", out)
    assert "March 2024" in out.read_text()
    for content in (b"", b"From someone Fri Mar  1 09:00:00 2024\n", b"<!DOCTYPE html>\n<p>mine"):
        out.write_bytes(content)
        assert "no report of triage" in triage("report", "--out", out, code=2).err
        assert out.read_bytes() == content


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "2024-13"), "--month 2024-13 is no month; write one like"),
        (("--month", "0000-01"), "is no month"),
        (("--month", "March"), "is no month"),
        (("--month", ""), "is no month"),
        (("--month", "2024-03", "--since", "30d"), "not both"),
        (("--since", "soon"), "is no date"),
        (("--text", "--json"), "not both"),
        (("--text", "--open"), "leave them away"),
        (("--json", "--out", "page.html"), "leave them away"),
        (("--out", "."), "is no file"),
        (("--out", "/dev/null"), "is no file"),
        (("--out", "nowhere/page.html"), "There is no folder nowhere"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_nothing_is_written(triage, tmp_path, monkeypatch, words, said):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert said in triage("report", *words, code=2).err
    assert list((tmp_path / "here").iterdir()) == []


def test_a_damaged_memory_is_a_sentence_and_an_earlier_report_stays(triage, page, tmp_path):
    before = page()
    (triage.home / "state").mkdir(exist_ok=True)
    (triage.home / "state" / "one.sqlite3").write_bytes(b"no database" * 100)
    assert "is damaged" in triage("report", "--out", tmp_path / "page.html", code=5).err
    assert (tmp_path / "page.html").read_text() == before


@pytest.mark.usefixtures("history")
def test_it_remembers_nothing_and_writes_nothing_into_the_state(triage, page, census):
    before = census(triage.home)
    page("--month", "2024-03")
    assert census(triage.home) == before


def assert_soon(happened):
    """Wait for what another program does in its own time."""
    ends = time.monotonic() + 20
    while not happened() and time.monotonic() < ends:
        time.sleep(0.05)
    assert happened()


def test_the_file_is_opened_by_what_opens_files_here(triage, tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "xdg-open").write_text(f'#!/bin/sh\nprintf %s "$1" > {tmp_path}/asked\n')
    (programs / "xdg-open").chmod(0o755)
    environ = {"PATH": str(programs)}
    assert triage.ended("report", "--open", "--out", "page.html", cwd=tmp_path, env=environ).code == 0
    assert_soon(lambda: (tmp_path / "asked").exists() and (tmp_path / "asked").read_text())
    assert (tmp_path / "asked").read_text() == str(tmp_path / "page.html")


def test_where_nothing_opens_files_the_page_is_written_and_a_sentence_says_so(triage, tmp_path):
    done = triage.ended("report", "--open", "--out", "page.html", cwd=tmp_path, env={"PATH": str(tmp_path)})
    assert (done.code, (tmp_path / "page.html").is_file()) == (0, True)
    assert "open page.html in a browser yourself" in done.err


@pytest.mark.usefixtures("history")
def test_the_same_state_gives_the_same_file_whoever_asks_from_wherever(triage, tmp_path):
    shutil.copytree(triage.home / "state", tmp_path / "another home" / "deep" / "state")
    pages = []
    for number, (home, zone) in enumerate([(triage.home, "UTC"), (tmp_path / "another home" / "deep", "Asia/Tokyo")]):
        out = tmp_path / f"{number}.html"
        environ = {
            "TRIAGE_HOME": str(home),
            "TZ": zone,
            "PYTHONHASHSEED": str(number),
            "COLUMNS": str(60 + 40 * number),
        }
        assert triage.ended("report", "--since", "2024-02-01", "--out", out, cwd=home, env=environ).code == 0
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]
    assert b"pest.example" in pages[0]


# ---------------------------------------------------------------- the page


HOSTILE = (
    "</th></table><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\x1b]0;title\x07\x1b[31mred",
    "\u202egnp.exe\u2066",
    '=HYPERLINK("http://evil.example")',
    "+1+1",
    "@SUM(A1)",
    "-1|cmd",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&#0;",
    "\ud800\x00\ufffe end",
    "']]>--><style>*{display:none}</style>",
)


@pytest.fixture
def hostile(remember):
    """Vendors, names, ids, folders and codes that mean harm."""
    for number, text in enumerate(HOSTILE):
        name = text.encode("utf-8", "replace").decode()
        about = {"sender": f"{name}@linkedin.com", "domain": "", "name": name, "folder": f"Outreach/{name}"}
        remember(
            {"id": f"{name} {number}", "codes": ("fact-about-me", name), "label": Label.PITCH, **about},
            {"id": f"again {name} {number}", "kind": RepeatKind.VARIANT, **about},
            {"id": f"back {name} {number}", "codes": (name,), **about},
            back=[f"back {name} {number}"],
        )


def test_a_page_of_nothing_is_valid_and_says_what_to_do(page):
    assert "triage clean --apply" in words_of(tree(page()))


@pytest.mark.usefixtures("history")
def test_the_page_says_what_was_filed_and_why(page):
    told = words_of(tree(page("--month", "2024-03")).find(f"{HTML}body"))
    for sentence in (
        "Outreach in March 2024",
        "filed 4 of it the same again 1 pitch worth a look 1 taken back by you 1 Week by week",
        "4 to 10 Mar 2024 3 1 1 0 0 1 has an unfilled merge field",
        "All of it 4 1 1 1 0 1",
        "starts again from square one with the same text, months or years later 1",
        "1. pest.example 2 1 4 1 1 1 1",
        "from Jan 2023 to Mar 2024",
        "From Ann Good <ann@good.example>, 12 Mar 2024",
        "states a fact about you or your work that a mail merge would not have",
        "but asks for a meeting with a calendar link and gives nothing",
        "In Outreach/Pitches: triage why 4",
        "From Jo <kim@leadmoon.example>, 4 Mar 2024; it had been filed as an irrelevant offer. triage why 3",
        "2 vendors wrote once.",
    ):
        assert sentence in told, sentence


@pytest.mark.usefixtures("history", "hostile")
def test_the_page_loads_nothing_runs_nothing_and_leads_nowhere(page):
    html = page("--month", "2024-03")
    root = tree(html)
    assert {element.tag.rpartition("}")[2] for element in root.iter()}.isdisjoint(
        "script link img iframe object embed form input button a base audio video use image style-src foreignObject".split()
    )
    names = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name in ("href", "src", "srcset", "style", "action")}
    style = "".join(element.text for element in root.iter(f"{HTML}style"))
    assert not re.search(r"url\(|@import|expression|http", style)
    [policy] = [each.get("content") for each in root.iter(f"{HTML}meta") if each.get("http-equiv")]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


@pytest.mark.usefixtures("hostile")
def test_what_mail_says_is_inert_on_the_page(page):
    html = page("--month", "2024-03")
    root = tree(html)
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe]", html
    )
    assert len(list(root.iter(f"{HTML}style"))) == 1
    told = words_of(root)
    assert "<script>alert(1)</script>" in told
    assert "{{ 7 * 7 }}" in told
    cells = [words_of(cell) for cell in root.iter() if cell.tag in LINES]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@")] == [], "what a table of numbers would compute"
    assert sum("HYPERLINK" in cell for cell in cells) > 2


@pytest.mark.usefixtures("hostile")
def test_what_mail_says_is_inert_as_text_and_as_json(triage):
    out = triage("report", "--month", "2024-03", "--text").out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", out)
    assert [line for line in out.splitlines() if line.strip()[:1] in tuple("=+-@")] == []
    assert triage("report", "--month", "2024-03", "--json").out.isascii()


@pytest.mark.usefixtures("history")
def test_the_page_can_be_heard_and_be_read_without_colours(page):
    root = tree(page("--month", "2024-03"))
    assert root.get("lang") == "en"
    assert words_of(root.find(f"{HTML}head/{HTML}title")) == "Outreach in March 2024"
    levels = [int(each.tag[-1]) for each in root.iter() if re.fullmatch(rf"{re.escape(HTML)}h\d", each.tag)]
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip([0, *levels], levels, strict=False))
    tables = list(root.iter(f"{HTML}table"))
    assert len(tables) == 3
    for table in tables:
        assert table[0].tag == f"{HTML}caption"
        assert words_of(table[0])
        assert {cell.get("scope") for cell in table.iter(f"{HTML}th")} == {"col", "row"}
        widths = {len(row) for row in table.iter(f"{HTML}tr")}
        assert len(widths) == 1
    drawings = list(root.iter(f"{SVG}svg"))
    labels = [each.get("aria-label") for each in drawings if each.get("aria-hidden") != "true"]
    assert labels == ["mails by month: Jan 2023 1, Feb 2024 1, Mar 2024 1"]
    assert all(each.get("role") == "img" for each in drawings if each.get("aria-hidden") != "true")
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {each.get("aria-labelledby") for each in root.iter()} - {None} <= set(ids)


@pytest.mark.usefixtures("history")
def test_a_new_start_is_a_shape_of_its_own(page):
    [spark] = [each for each in tree(page("--month", "2024-03")).iter(f"{SVG}svg") if each.get("role") == "img"]
    paths = {path.get("class"): path.get("d") for path in spark.iter(f"{SVG}path")}
    assert (paths["mails"].count("M"), paths["start"].count("M")) == (3, 1)


def luminance(color):
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", [0, 1], ids=["light", "dark"])
def test_words_and_drawings_stand_out_in_both_styles(page, style):
    palettes = re.findall(r":root \{([^}]*)\}", page())
    assert len(palettes) == 2
    colors = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", palettes[style]))
    ground = luminance(colors["page"])
    assert (ground > 0.5) == (style == 0)

    def contrast(name):
        lighter, darker = sorted((ground, luminance(colors[name])), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    assert {name: round(contrast(name), 1) for name in ("text", "dim") if contrast(name) < 4.5} == {}
    assert {name: round(contrast(name), 1) for name in ("bar", "start", "line") if contrast(name) < 3.0} == {}
    used = set(re.findall(r"(?:color|background):[^;]*?(#\w+|\b(?:white|black|gr[ae]y)\b)", page().split("}", 3)[3]))
    assert used == set(), "a colour that is in no palette"


def test_the_page_stays_small_and_says_what_it_left_out(page, remember):
    day = START
    for number in range(60):
        ids = [f"{number} {each}" for each in range(3)]
        remember(
            {"id": ids[0], "label": Label.PITCH, "codes": ("gives-first",), "sender": f"a@v{number}.example"},
            {"id": ids[1], "kind": RepeatKind.EXACT, "sender": f"a@v{number}.example"},
            {"id": ids[2], "sender": f"b@v{number}.example"},
            at=day,
            back=[ids[2]],
        )
        day += timedelta(weeks=1)
    told = words_of(tree(page("--since", "2024-01-01")))
    for left in (
        "And 7 earlier weeks",
        "And 10 more",
        "And 35 more",
        "And 10 earlier ones",
        "All, with earlier weeks 180",
    ):
        assert left in told, left
    taken_back = told.partition("You moved 60 messages")[2]
    assert "triage why '59 2'" in taken_back, "of corrections the newest are shown"
    assert "triage why '0 2'" not in taken_back


# ---------------------------------------------------------------- the text


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.usefixtures("history", "hostile")
def test_nothing_is_wider_than_the_terminal(triage, width):
    lines = triage("report", "--text", "--month", "2024-03", COLUMNS=str(width)).out.splitlines()
    assert max(map(len, lines)) < width


@pytest.mark.usefixtures("history")
def test_the_text_says_what_was_filed_and_why(triage):
    out = triage("report", "--text", "--month", "2024-03").out
    for line in (
        "  Outreach in March 2024",
        "  4 filed: 1 spray, 1 irrelevant, 1 pitch, 1 same again",
        "        1  is a menu of services",
        "    From Ann Good <ann@good.example>, 12 Mar 2024",
        "      but asks for a meeting with a calendar link and gives nothing",
        "      triage why 4",
        "    From Jo <kim@leadmoon.example>, 4 Mar 2024, filed as irrelevant",
    ):
        assert f"{line}\n" in out, line
    assert re.search(r"^    4 to 10 Mar 2024 +3  █+ +has an unfilled", out, re.M)
    assert re.search(r"^    1\. pest\.example +2 +4 +1 +1$", out, re.M)


def test_a_fresh_home_has_a_report_that_says_what_to_do(triage):
    assert "triage clean --apply" in triage("report", "--text").out
    assert triage.json("report")["filed"] == 0
    assert not (triage.home / "state").exists()


# ---------------------------------------------------------------- the pages


def keys(shown):
    if isinstance(shown, dict):
        return {name: keys(value) for name, value in shown.items()}
    return keys(shown[0]) if isinstance(shown, list) and shown else None


@pytest.mark.usefixtures("history")
def test_the_json_on_the_page_has_the_keys_that_are_printed(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    triage("undo")
    section = DOCS.read_text("utf-8").partition("\n## triage report\n")[2].partition("\n## ")[0]
    example = json.loads(section.partition("```json\n")[2].partition("```")[0])
    assert keys(example) == keys(triage.json("report", "--since", "2024-03-01"))


def test_the_years_of_a_span_are_told_once():
    from triage.cli.report.text import span

    assert span(date(2024, 3, 4), date(2024, 3, 10)) == "4 to 10 Mar 2024"
    assert span(date(2024, 12, 30), date(2025, 1, 5)) == "30 Dec to 5 Jan 2025"
    assert span(date(2024, 3, 1), date(2024, 3, 1)) == "1 Mar 2024"
