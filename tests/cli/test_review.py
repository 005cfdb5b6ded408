"""`triage review`: the page and the terminal do what `teach` and `undo` do, and nobody but its reader gets at the page."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import signal
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlencode

import pytest
from reviewing import doubtful, served
from servers import raw_client
from tinyhtml5.parser import HTMLParser

from triage.memory.store import open_store, store_path

SPRAY, REPEATS = "Outreach/Spray", "Outreach/Repeats"


def name_of(number):
    return f"{1_700_000_000 + number}.M{number}.host"


def where(root):
    """Return in which folder each message stands, by its number."""
    found = {}
    for path in root.rglob("*.host*"):
        if path.is_file():
            folder = path.parent.parent
            found[int(re.search(r"\.M(\d+)\.", path.name)[1])] = (
                "INBOX" if folder == root else folder.name.removeprefix(".").replace(".", "/")
            )
    return found


def said(triage):
    return Counter(one["label"] for one in triage.json("teach")["corrections"])


@pytest.fixture
def swept(triage, mail, make_maildir, monkeypatch):
    """A Maildir that was cleaned: 0 and 1 are unsure, 2 to 4 as well and of one seller, 5 to 7 were filed, 8 is of a friend."""
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))
    many = [doubtful(n, sender=f"jo{n}@many.example") for n in range(2, 5)]
    root = make_maildir([doubtful(0), doubtful(1), *many, *map(mail.pest, range(5, 8)), mail.friend(8)])
    triage("clean", root, "--apply")
    return root


# ---------------------------------------------------------------- what is said on the page is done


def test_a_key_files_and_undo_brings_it_back(triage, swept):
    before = where(swept)
    assert [before[n] for n in range(9)] == [*["INBOX"] * 5, SPRAY, REPEATS, REPEATS, "INBOX"]
    with served(swept) as (browser, first, _):
        assert [len(pile) for pile in first.piles] == [1, 1, 3, 2, 1], "alike ones are one pile"
        told = browser.say(first.pile_of("Message 1"), "spray")
        assert told.told == f"1 message of cold1.example is spray, and stands in {SPRAY}."
        assert where(swept) == before | {1: SPRAY}
        assert said(triage) == {"spray": 1}
        told = browser.say(told.pile_of("Message 0"), "pitch")
        assert where(swept) == before | {1: SPRAY, 0: "Outreach/Pitches"}
        assert browser.send("/undo").told == "Undone: 1 message is back where it was."
        assert (where(swept), said(triage)) == (before | {1: SPRAY}, {"spray": 1})
        again = browser.send("/undo")
        assert (where(swept), said(triage)) == (before, {})
        assert again.piles == first.piles, "and stands on the page again"
        assert browser.send("/undo").told == "There is nothing to undo."


def test_one_act_is_about_all_that_are_alike_and_one_run(triage, swept):
    before = where(swept)
    with served(swept) as (browser, first, _):
        pile = first.pile_of("Message 2")
        assert "3 messages alike" in first.text
        assert browser.say(pile, "irrelevant").told.startswith("3 messages of many.example are irrelevant offers")
        assert where(swept) == before | dict.fromkeys((2, 3, 4), "Outreach/Irrelevant")
    assert triage.json("undo")["counts"]["put_back"] == 3
    assert (where(swept), said(triage)) == (before, {})


def test_one_of_several_alike_can_be_judged_alone(triage, swept):
    with served(swept) as (browser, first, _):
        pile = first.pile_of("Message 2")
        after = browser.say(pile[:1], "scam")
        assert [len(one) for one in after.piles] == [1, 1, 2, 2, 1]
    assert said(triage) == {"scam": 1}


def test_what_was_filed_is_kept_and_its_sender_left_alone_until_that_is_undone(triage, swept):
    before = where(swept)
    with served(swept) as (browser, first, _):
        browser.say(first.pile_of("Message 7"), "legitimate")
        assert where(swept) == before | {6: "INBOX", 7: "INBOX"}
        assert said(triage) == {"legitimate": 2}
        assert [rule["action"] for rule in triage.json("block", "--list")["rules"]] == ["spare"]
        assert browser.send("/undo").told == "Undone: 2 messages are back where they were."
    assert where(swept) == before, "in the folder of repeats, from which it came"
    assert said(triage) == {"spray": 2}, "it is what it had been filed as"
    assert triage.json("block", "--list")["rules"] == []


def test_an_unsure_one_that_is_kept_stays_and_is_asked_about_no_more(triage, swept):
    before = where(swept)
    with served(swept) as (browser, first, _):
        browser.say(first.pile_of("Message 0"), "legitimate")
        browser.send("/undo")
        assert (said(triage), triage.json("block", "--list")["rules"]) == ({}, [])
        assert "and stands in INBOX" in browser.say(first.pile_of("Message 0"), "legitimate").told
    assert (where(swept), said(triage)) == (before, {"legitimate": 1})
    shown = triage.json("review", swept, "--since", "9y")
    assert name_of(0) not in {card["id"] for pile in shown["unsure"] for card in pile}


def test_a_whole_run_is_put_back(swept):
    with served(swept) as (browser, first, _):
        [run] = set(re.findall(r'name="run" value="(\w+)"', first.text))
        after = browser.send("/put-back", run=run)
        assert after.told.startswith(f"3 messages of run {run} are back")
        assert [len(pile) for pile in after.piles] == [1, 1, 3]
    assert set(where(swept).values()) == {"INBOX"}


def test_on_a_real_server(triage, mail, dovecot, dovecot_user, tmp_path, monkeypatch):
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    monkeypatch.setenv("TRIAGE_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))
    account = f'\n[account.work]\naddress = "work@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
    config = (triage.home / "config.toml").read_text()
    triage.configure(f'{config}{account}port = {dovecot_user.port}\ntls = "none"\n')
    dovecot.fill(dovecot_user.user, [doubtful(0), doubtful(1), mail.pest(2), mail.friend(3)])
    triage("clean", "--apply")

    def count():
        found = {}
        with raw_client(dovecot_user) as client:
            for name in ("INBOX", SPRAY):
                client.select(f'"{name}"')
                found[name] = len(client.search(None, "ALL")[1][0].split())
        return found

    assert count() == {"INBOX": 3, SPRAY: 1}
    with served() as (browser, first, _):
        browser.say(first.pile_of("Message 1"), "spray")
        assert count() == {"INBOX": 2, SPRAY: 2}
        again = browser.send("/undo")
        assert count() == {"INBOX": 3, SPRAY: 1}
        browser.say(again.pile_of("Message 1"), "spray")
        assert count() == {"INBOX": 2, SPRAY: 2}, "under the UID that it has now"
    assert said(triage) == {"spray": 1}


def test_of_several_accounts_one_that_is_away_hides_no_other(triage, mail, dovecot, dovecot_user, tmp_path):
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    account = '\n[account.{}]\naddress = "{}@acme.example"\nuser = "{}"\nhost = "127.0.0.1"\nport = {}\ntls = "none"\n'
    here = account.format("work", "work", dovecot_user.user, dovecot_user.port)
    away = account.format("away", "away", "away", 9)
    triage.configure((triage.home / "config.toml").read_text() + away + here)
    dovecot.fill(dovecot_user.user, [doubtful(0), mail.friend(1)])
    told = triage("review", "--tty", "--since", "9y", input="k\n", TRIAGE_PASSWORD_FILE=str(tmp_path / "password"))
    assert "This was the account away; the others are shown." in told.err
    assert "in the mailbox work" in told.out
    assert "1 message of cold0.example is legitimate" in told.out


# ---------------------------------------------------------------- what changed meanwhile


def test_a_message_that_was_moved_meanwhile_is_told_and_left(triage, swept, census):
    with served(swept) as (browser, first, _):
        [path] = (swept / "cur").glob(f"{name_of(0)}*")
        (swept / ".Mine" / "cur").mkdir(parents=True)
        path.rename(swept / ".Mine" / "cur" / path.name)
        [other] = (swept / "cur").glob(f"{name_of(1)}*")
        other.write_bytes(doubtful(99))
        before = census(swept)
        assert "moved meanwhile" in browser.say(first.pile_of("Message 0"), "spray").told
        assert "moved meanwhile" in browser.say(first.pile_of("Message 1"), "spray").told, "another stands in its place"
        assert (census(swept), said(triage)) == (before, {})


def test_what_was_judged_on_another_page_is_not_judged_twice(triage, swept, census):
    with served(swept) as (browser, first, _):
        browser.say(first.pile_of("Message 0"), "spray")
        before = census(swept)
        assert "judged already" in browser.say(first.pile_of("Message 0"), "pitch").told
        with served(swept) as (other, second, _):
            other.say(second.pile_of("Message 1"), "spray")
            before = census(swept)
            assert "moved meanwhile" in browser.say(first.pile_of("Message 1"), "pitch").told
        assert census(swept) == before
    assert said(triage) == {"spray": 2}


def test_while_another_run_holds_the_mailbox_nothing_is_done_and_nothing_lost(triage, swept, census):
    with served(swept) as (browser, first, _):
        before = census(swept)
        with open_store(store_path(triage.home / "state", str(swept))):
            told = browser.say(first.pile_of("Message 0"), "spray")
            assert "is held by another run" in told.told
            assert 'role="alert"' in told.text
            assert told.piles == first.piles
        assert census(swept) == before
        assert "is spray" in browser.say(told.pile_of("Message 0"), "spray").told


def test_what_can_be_no_example_of_outreach_stays_and_why_is_told(swept):
    with served(swept) as (browser, first, _):
        [path] = (swept / "cur").glob(f"{name_of(3)}*")
        path.rename(path.with_name(f"{name_of(3)}:2,F"))
        told = browser.say(first.pile_of("Message 2"), "spray").told
    assert "2 messages of many.example are spray" in told
    assert "1 message cannot be an example of outreach: you flagged this message" in told
    assert Counter(where(swept)[n] for n in (2, 3, 4)) == {SPRAY: 2, "INBOX": 1}


# ---------------------------------------------------------------- what mail says is text, and the page loads nothing

HOSTILE = "<script>alert(1)</script> \x1b[31m\u202egnp \ufffe =1+1 &amp; </style>"


def test_hostile_mail_is_text_on_a_page_that_is_whole(triage, make_maildir, monkeypatch):
    monkeypatch.setenv("TRIAGE_HOME", str(triage.home))
    body = f"We help firms to grow <img src=http://evil.example/x> {HOSTILE}. Are you the right person to speak with?\n"
    raw = doubtful(0, sender='"<b>Jo" <jo@cold.example>', subject="S", body=body * 3)
    root = make_maildir([raw.replace(b"Subject: S", f"Subject: {HOSTILE}".encode())])
    with served(root) as (_, first, _):
        text = first.text
        parser = HTMLParser()
        parser.parse(text)
        assert parser.errors == []
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", text)
        assert "&lt;script&gt;alert(1)" in text
        assert "&lt;b&gt;Jo" in text
        assert len(re.findall(r"<script\b", text)) == len(re.findall(r"<style\b", text)) == 1
        assert not re.search(r"<(?:img|link|iframe|object|base|meta http-equiv)\b|\s(?:src|href|on\w+|style)=", text)
        assert first.headers["content-security-policy"].startswith("default-src 'none'; ")
        for name in ("style", "script"):
            inside = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)[1]
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{name}-src 'sha256-{digest}'" in first.headers["content-security-policy"]


# ---------------------------------------------------------------- who gets at it


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """One page for all attacks, and the mail that none of them may touch."""
    place = tmp_path_factory.mktemp("attacked")
    root = place / "Maildir"
    for part in ("home", "Maildir/cur", "Maildir/new", "Maildir/tmp"):
        (place / part).mkdir(parents=True)
    for number in range(2):
        (root / "cur" / f"{name_of(number)}:2,").write_bytes(doubtful(number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIAGE_HOME", str(place / "home"))
        with served(root) as (browser, first, pages):
            yield browser, first, pages, root


FORM, POST = {"cards": "1", "label": "spray"}, "POST"


@pytest.mark.parametrize(
    ("status", "method", "path", "change"),
    [
        (403, "GET", "/", {"without": ["Cookie"]}),
        (403, "GET", "/", {"headers": {"Cookie": "triage-review-%PORT%=guess"}}),
        (403, "GET", "/?token=guess", {"without": ["Cookie"]}),
        (403, "GET", "/?token=", {"without": ["Cookie"]}),
        (400, "GET", "/", {"headers": {"Host": "evil.example"}}),
        (400, "GET", "/", {"headers": {"Host": "localhost:%PORT%"}}),
        (400, "GET", "/", {"without": ["Host"]}),
        (403, "GET", "/", {"headers": {"Sec-Fetch-Site": "cross-site"}}),
        (403, "GET", "/", {"headers": {"Sec-Fetch-Site": "same-site"}}),
        (403, POST, "/say", {"without": ["Cookie"]}),
        (403, POST, "/say", {"headers": {"Origin": "https://evil.example"}}),
        (403, POST, "/say", {"headers": {"Origin": "http://127.0.0.1:1"}}),
        (403, POST, "/say", {"headers": {"Origin": "null"}}),
        (403, POST, "/say", {"without": ["Origin"]}),
        (403, POST, "/say", {"headers": {"Sec-Fetch-Site": "cross-site"}}),
        (400, POST, "/say", {"headers": {"Host": "evil.example"}}),
        (403, POST, "/say", {"form": FORM}),
        (403, POST, "/say", {"form": FORM | {"token": "guess"}}),
        (403, POST, "/undo", {"form": {}}),
        (403, POST, "/put-back", {"form": {"run": "abc"}}),
        (403, POST, "/say", {"form": {"label": "spam", "cards": "1", "token": "%TOKEN%"}}),
        (403, POST, "/say", {"form": {"label": "spray", "cards": "1 x", "token": "%TOKEN%"}}),
        (403, POST, "/say", {"form": {"label": "spray", "cards": "", "token": "%TOKEN%"}}),
        (403, POST, "/say", {"body": b"\xff\xfe"}),
        (400, POST, "/say", {"body": b"cards=1&" + b"x" * 20_000}),
        (400, POST, "/say", {"without": ["Content-Length"]}),
        (400, POST, "/say", {"headers": {"Transfer-Encoding": "chunked"}, "chunked": True}),
        (405, "GET", "/say", {}),
        (405, "GET", "/undo", {}),
        (405, "GET", "/put-back", {}),
        (405, "DELETE", "/", {"form": FORM}),
        (404, "GET", "/etc/passwd", {}),
        (404, "GET", "/../config.toml", {}),
    ],
)
def test_who_is_not_its_reader_is_refused_and_touches_nothing(attacked, census, status, method, path, change):
    browser, first, _, root = attacked
    before = census(root)

    def filled(text):
        return text.replace("%PORT%", str(browser.port)).replace("%TOKEN%", browser.form_token)

    change = dict(change)
    if method != "GET" and "body" not in change:
        form = change.pop("form", FORM | {"token": "%TOKEN%"})
        change["body"] = urlencode({name: filled(value) for name, value in form.items()}).encode()
        if change.pop("chunked", False):
            change["body"] = b"%x\r\n%b\r\n0\r\n\r\n" % (len(change["body"]), change["body"])
    change["headers"] = {name: filled(value) for name, value in change.get("headers", {}).items()}
    answer = browser.ask(method, path, **change)
    assert answer.status == status, answer.text
    if status != 400 or "content-security-policy" in answer.headers:  # h11 itself refuses a request without a host
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "no-store"
    assert "Message" not in answer.text
    assert "set-cookie" not in answer.headers
    assert (census(root), browser.look().piles) == (before, first.piles)


def test_the_invitation_lets_one_browser_in_once_with_a_cookie_that_no_script_and_no_other_site_gets(
    swept,
):
    with served(swept) as (browser, first, pages):
        assert pages.guard.invitation == "", "it is used up"
        assert first.headers["cache-control"] == "no-store"
        assert first.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in first.headers["content-security-policy"]
        pages.guard.invitation = "one-more"
        cookie = browser.ask("GET", "/?token=one-more", without=["Cookie"]).headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert browser.ask("GET", "/?token=one-more", without=["Cookie"]).status == 403
        listening = http.client.HTTPConnection("127.0.0.2", browser.port, timeout=1)
        with pytest.raises(OSError, match="refused"):
            listening.connect()


# ---------------------------------------------------------------- how it ends


def test_it_ends_when_nobody_looks(swept):
    before = threading.active_count()
    with served(swept, idle_seconds=1.0) as (browser, *_):
        for _ in range(4):  # who looks keeps it alive
            time.sleep(0.4)
            browser.look()
        deadline = time.monotonic() + 15
        while threading.active_count() > before and time.monotonic() < deadline:
            time.sleep(0.1)
        with pytest.raises(OSError, match="refused"):
            browser.look()


def test_control_c_ends_it_and_it_says_what_was_judged(triage, swept):
    with triage.process("review", swept, "--since", "9y") as process:
        lines = [process.stdout.readline() for _ in range(2)]
        assert re.fullmatch(r"  http://127\.0\.0\.1:\d+/\?token=[\w-]{43}\n", lines[1])
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in err) == (0, False), err
    assert "0 judged, 8 left" in out


def test_control_c_before_it_is_served_is_no_fault_either(triage, swept, tmp_path):
    (tmp_path / "xdg-open").write_text("#!/bin/sh\nkill -INT $PPID\n")
    (tmp_path / "xdg-open").chmod(0o755)
    done = triage.ended("review", swept, "--since", "9y", "--open", env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert (done.code, "Traceback" in done.err) == (0, False), done
    assert "0 judged, 8 left" in done.out


# ---------------------------------------------------------------- the terminal, JSON and bad input


def test_the_terminal_asks_the_same(triage, swept):
    before = where(swept)
    told = triage("review", swept, "--since", "9y", "--tty", input="s\nu\nz\n\nk\nq\n")
    assert "1 message of cold0.example is spray" in told.out
    assert "Undone: 1 message is back where it was." in told.out
    assert "z is none of s, i, p, x, k, u and q" in told.err
    assert "cold1.example is legitimate" in told.out
    assert "1 judged, 7 left" in told.out
    assert (where(swept), said(triage)) == (before, {"legitimate": 1})


def test_json_lists_the_piles_and_serves_nothing(triage, swept, census):
    before = census(swept)
    shown = triage.json("review", swept, "--since", "9y")
    assert [[card["id"] for card in pile] for pile in shown["unsure"]] == [
        [name_of(0)],
        [name_of(1)],
        [name_of(2), name_of(3), name_of(4)],
    ]
    assert [[card["folder"] for card in pile] for pile in shown["filed"]] == [[REPEATS, REPEATS], [SPRAY]]
    assert [run["filed"] for run in shown["runs"]] == [3]
    assert census(swept) == before
    assert triage.json("review", swept)["since"] > shown["since"], "30 days unless told"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--tty", "--open"), "leave --json, --open and --port away"),
        (("--json", "--port", "8000"), "leave --open and --port away"),
        (("--port", "70000"), "a number from 1 to 65535"),
        (("--since", "yesteryear"), "is no date"),
    ],
)
def test_what_makes_no_sense_is_said(triage, swept, words, told):
    assert told in triage("review", swept, *words, code=2).err


def test_files_cannot_be_judged_and_it_says_what_can(triage, make_folder):
    assert "Files are never altered" in triage("review", make_folder([doubtful(0)]), code=2).err


def test_without_its_packages_it_says_what_to_install(triage, swept, monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert "pip install 'outreach-triage[web]'" in triage("review", swept, code=2).err
    assert "1 message" not in triage("review", swept, "--tty", input="q\n").err
