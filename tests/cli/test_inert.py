"""What strangers write is obeyed by nothing, whichever command shows it: no terminal, no browser, no reader of JSON."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from reviewing import served
from tinyhtml5.parser import HTMLParser

EVIL = (
    "<script>alert(1)</script><img src=x> \x1b[31m\x1b]0;t\x07\x9b2J \u202egnp.exe\u2066 \u200fx =HYPERLINK(1) {{7*7}}"
)
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
HEAD = EVIL.encode()


@pytest.fixture
def swept(triage, mail, make_maildir, monkeypatch):
    """A Maildir of hostile mail, of which some was filed: (its folder, the id of one message)."""
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))

    def hostile(raw):
        raw = re.sub(rb"^Subject: .*$", lambda _: b"Subject: " + HEAD, raw, flags=re.M)
        return re.sub(rb"^From: (.*)$", lambda told: b'From: "' + HEAD + b'" <' + told[1] + b">", raw, flags=re.M)

    scams = [mail.scam(n, sender="jo@chambers.example") + HEAD + b"\n" for n in (1, 2)]
    undated = [re.sub(rb"^Date: .*\n", b"", mail.scam(n), flags=re.M) for n in (3, 4)]
    root = make_maildir([hostile(raw) for raw in (*scams, *undated, mail.pest(5), mail.friend(6))])
    told = triage.json("clean", root, "--apply")
    assert [one["subject"] for one in told["messages"] if "alert(1)" in one["subject"]]
    assert sum(bool(one["folder"]) for one in told["messages"]) >= 2
    return root, told["messages"][0]["id"]


def said(told):
    """Return all that a command printed."""
    return told.out + told.err


def harm(text):
    """Return what a terminal would obey."""
    return {each for each in text if each in BIDI or (unicodedata.category(each) in ("Cc", "Cs") and each != "\n")}


def test_no_command_lets_a_terminal_obey_what_mail_says(triage, swept):
    root, name = swept
    shown = {
        words: said(triage(*words, input=given))
        for words, given in {
            ("clean", str(root), "-v"): None,
            ("why", str(root), name): None,
            ("status",): None,
            ("vendors",): None,
            ("vendors", "chambers.example", "-v"): None,
            ("report", "--text"): None,
            ("review", str(root), "--tty", "--since", "10y"): "\n" * 9,
            ("teach", name, "pitch", "--in", str(root)): None,
            ("teach",): None,
            ("promote",): None,
            ("eval", str(root)): None,
            ("block", "chambers.example"): None,
            ("export", "--sieve"): None,
            ("forget", "chambers.example"): None,
            ("undo",): None,
        }.items()
    }
    assert {words: harm(text) for words, text in shown.items() if harm(text)} == {}
    told = [words[0] for words, text in shown.items() if "alert(1)" in text]
    assert {"clean", "why", "vendors", "review"} <= set(told), "they do show it"


def test_json_is_ascii_and_gives_back_what_was_written(triage, swept):
    root, name = swept
    for words in (("clean", root), ("why", root, name), ("vendors",), ("report",), ("review", root), ("teach",)):
        out = triage(*words, "--json").out
        assert out.isascii(), words
        assert not harm(out), words
        json.loads(out)
    assert "=HYPERLINK(1) {{7*7}}" in triage.json("why", root, name)["subject"]


def test_no_page_has_markup_of_mail(triage, swept, tmp_path):
    root, _ = swept
    triage("report", "--out", tmp_path / "report.html")
    with served(root) as (_, first, _):
        pages = {"report": (tmp_path / "report.html").read_text("utf-8"), "review": first.text}
    for which, page in pages.items():
        parser = HTMLParser()
        tags = [str(one.tag).rpartition("}")[2] for one in parser.parse(page).iter()]
        assert (parser.errors, tags.count("img"), tags.count("script")) == ([], 0, int(which == "review")), which
        assert not harm(page), which
        assert "49" not in re.findall(r"HYPERLINK\(1\) (\S+?)[<”]", page), which
    assert "&lt;script&gt;alert(1)" in pages["review"]
