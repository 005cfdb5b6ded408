"""The digest on a real server: in the user's own inbox once a period, never judged, and never in the way of filing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from servers import Scripted, raw_client
from tinyhtml5.parser import HTMLParser
from watching import Watch

from triage.domain import Fingerprint, Label, Ref, Target
from triage.mailbox.own_inbox import put
from triage.memory import digests
from triage.memory.journal import Filing, State
from triage.memory.store import open_store, store_path
from triage.report.period import Period

NOW = datetime.now(UTC)
LAST = Period.week_before(NOW.date())
IN_LAST_WEEK = datetime.combine(LAST.first + timedelta(days=2), datetime.min.time(), UTC)


@pytest.fixture
def account(triage, dovecot_user, tmp_path):
    """An account that has a digest every week, and an empty mailbox."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    configure(triage, dovecot_user)
    return dovecot_user


def configure(triage, server, *, every="week", port=None):
    triage.configure(
        f'[account.work]\naddress = "sam@home.example"\nuser = "{server.user}"\nhost = "127.0.0.1"\nport = {port or server.port}\n'
        f'tls = "none"\n\n[digest]\nevery = "{every}"\n'
    )


def remember(triage, *names, at=IN_LAST_WEEK, sender="Jo", account="work"):
    """Write that these were filed at a moment, as a sweep does."""
    with open_store(store_path(triage.home / "state", account)) as store:
        run = store.journal.begin(json.dumps({"account": account}), at=at)
        filings = [Filing(Ref("INBOX", name, "7"), name, name, Label.PITCH, ()) for name in names]
        intents = store.journal.intend(run, filings, Target("Outreach/Pitches", "8"), at=at)
        store.journal.conclude((one, State.DONE, Ref("Outreach/Pitches", one.filing.id, "8")) for one in intents)
        for name in names:
            store.fingerprints.add(
                Fingerprint(
                    id=name, date=at, sender="jo@pest.example", domain="pest.example", name=sender, label=Label.PITCH,
                    touch=1, digest=bytes(16), words=b"", mass=0.0,
                )
            )  # fmt: skip


def inbox(server):
    """Return the messages in the inbox with their flags, as another client sees them."""
    with raw_client(server) as client:
        count = int(client.select("INBOX", readonly=True)[1][0])
        pieces = client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1] if count else []
        return [(message_from_bytes(one[1], policy=default), one[0]) for one in pieces if len(one) == 2]


def test_it_is_put_into_the_inbox_once_and_again_only_with_news(triage, account) -> None:
    remember(triage, "1", "2")
    assert "put into the inbox: Outreach from" in triage("report", "--deliver").out
    [(message, flags)] = inbox(account)
    assert b"\\Seen" not in flags
    assert (message["From"], message["To"]) == ("triage <sam@home.example>", "sam@home.example")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"].endswith(": 2 filed")
    assert message["Date"].datetime.date() == LAST.end
    for again in range(2):
        assert "nothing new" in triage("report", "--deliver").out, again
    assert len(inbox(account)) == 1


def test_it_says_what_the_report_says_as_text_and_as_a_page_that_loads_nothing(triage, account) -> None:
    remember(triage, "1", "2", sender="\x1b[31mJo <script>alert(1)</script>\u202e")
    remember(triage, "old", at=IN_LAST_WEEK - timedelta(days=14))
    shown = triage("report", "--digest", COLUMNS="80").out
    triage("report", "--deliver", COLUMNS="80")
    [(message, _)] = inbox(account)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert text.replace("\r\n", "\n").strip() in shown
    assert "2 filed: 2 pitch" in text
    assert f"Subject: {message['Subject']}" in shown
    assert not {"\x1b", "\u202e"} & set(text + html + shown)
    parser = HTMLParser()
    assert "script" not in {str(node.tag).rpartition("}")[2] for node in parser.parse(html).iter()}
    assert parser.errors == []
    assert not any(word in html for word in ("src=", "href=", "url(", "http:", "https:"))


def test_triage_never_judges_its_own_digest(triage, account) -> None:
    remember(triage, "1")
    triage("report", "--deliver")
    told = triage.json("clean", "--apply", "--yes")
    assert [(one["standing"], one["folder"], one["label"]) for one in told["messages"]] == [
        ("colleague", None, "legitimate")
    ]
    [(message, _)] = inbox(account)
    elsewhere = triage.home / "forwarded"
    elsewhere.mkdir()
    triage.configure("")
    (elsewhere / "1.eml").write_bytes(bytes(message))
    [one] = triage.json("clean", elsewhere)["messages"]
    assert one["reasons"][0]["code"] == "list", "with another configuration its headers protect it"


def test_retrain_does_not_take_it_for_mail_that_its_reader_keeps(triage, account) -> None:
    remember(triage, "1")
    triage("report", "--deliver")
    with raw_client(account) as client:
        client.create("Outreach/Spray")
    assert "0 legitimate messages and 0 of outreach" in triage("retrain", "--dry-run", code=2).err


def test_its_header_in_mail_of_others_keeps_nothing_from_being_judged(triage, mail, make_folder) -> None:
    plain, forged = mail.scam(1), mail.scam(1, X_Triage_Digest="work")
    assert forged != plain
    [first] = triage.json("clean", make_folder([plain], "plain"))["messages"]
    [second] = triage.json("clean", make_folder([forged], "forged"))["messages"]
    assert first["label"] == "scam"
    assert {key: second[key] for key in ("label", "folder", "scores", "reasons")} == {
        key: first[key] for key in ("label", "folder", "scores", "reasons")
    }


def test_what_nobody_was_told_of_is_told_with_the_next(triage, account) -> None:
    assert digests.claim(triage.home / "state", "work", LAST.first - timedelta(days=21))
    remember(triage, "old", at=IN_LAST_WEEK - timedelta(days=14))
    remember(triage, "told", at=IN_LAST_WEEK - timedelta(days=35))
    remember(triage, "now", at=NOW)
    assert triage.json("report", "--deliver")["digests"][0]["first"] == f"{LAST.first - timedelta(days=21)}"
    [(message, _)] = inbox(account)
    assert message["Subject"].endswith(": 1 filed")


def test_without_news_there_is_none(triage, account) -> None:
    remember(triage, "now", at=NOW)
    assert "nothing new" in triage("report", "--deliver").out
    assert inbox(account) == []


def test_where_the_server_cannot_be_reached_it_is_due_again(triage, account) -> None:
    remember(triage, "1")
    configure(triage, account, port=1)
    triage("report", "--deliver", code=5)
    configure(triage, account)
    assert triage.json("report", "--digest")["digests"][0]["due"] is True
    triage("report", "--deliver")
    assert len(inbox(account)) == 1


@pytest.mark.parametrize(
    ("answer", "due"), [(b"%TAG% NO [OVERQUOTA] full\r\n", True), (None, False)], ids=["it is full", "it hangs up"]
)
def test_it_is_due_again_only_where_it_cannot_be_there(triage, account, answer, due) -> None:
    remember(triage, "1")
    server = Scripted({"APPEND": answer})
    configure(triage, account, port=server.port)
    told = triage("report", "--deliver", code=5).err
    assert ("OVERQUOTA" in told, "may be in the inbox" in told) == (due, not due)
    assert [line.split()[1] for line in server.heard].count(b"APPEND") == 1
    server.stop()
    assert triage.json("report", "--digest")["digests"][0]["due"] is due


def test_a_look_at_it_writes_nothing_and_asks_no_server(triage, account, census) -> None:
    remember(triage, "1")
    configure(triage, account, port=1)
    before = census(triage.home)
    assert "1 filed" in triage("report", "--digest").out
    assert {name for name, what in census(triage.home).items() if before.get(name) != what} == set()


def test_on_the_wire_there_is_one_append_and_nothing_else_that_writes(dovecot_user) -> None:
    said: list[str] = []
    body = b"From: sam@home.example\r\nSubject: x\r\n\r\n" + b"a001 DELETE INBOX\r\n" * 3
    put(dovecot_user, body, password="secret", trace=said.append)
    verbs = [line.split()[0] for line in said]
    assert verbs.count("APPEND") == 1
    assert set(verbs) <= {"CAPABILITY", "LOGIN", "AUTHENTICATE", "APPEND", "LOGOUT"}
    [(message, _)] = inbox(dovecot_user)
    assert message.as_bytes().replace(b"\r\n", b"\n") == body.replace(b"\r\n", b"\n")


def test_watch_puts_one_there_and_none_after_a_restart(triage, account) -> None:
    remember(triage, "1")
    for number in range(2):
        daemon = Watch(triage.process("watch", "--log-format", "json"))
        try:
            daemon.tells("swept", messages=1)
            assert daemon.end()[0] == 0
            assert [one["what"] for one in daemon.told].count("put a digest into the inbox") == 1 - number
            assert not [one for one in daemon.told if one["level"] in ("warning", "error")]
        finally:
            daemon.close()
    assert len(inbox(account)) == 1


@pytest.mark.parametrize(
    "words", [["--digest", "--month", "2024-03"], ["--deliver", "--out", "x"], ["--digest", "--text"]]
)
@pytest.mark.usefixtures("account")
def test_a_digest_has_days_and_a_form_of_its_own(triage, words) -> None:
    assert "last whole week or month" in triage("report", *words, code=2).err


def test_without_an_account_there_is_no_inbox(triage) -> None:
    assert "No account is configured" in triage("report", "--deliver", code=2).err


def test_a_damaged_file_is_a_sentence(triage, account) -> None:
    (triage.home / "state").mkdir()
    (triage.home / "state" / digests.FILE).write_text('{"schema": 1, "told": {"work": "soon"}}')
    assert "is damaged" in triage("report", "--deliver", code=5).err
    assert inbox(account) == []


@pytest.mark.parametrize(
    ("day", "week", "month"),
    [
        (date(2026, 11, 22), (date(2026, 11, 9), date(2026, 11, 16)), (date(2026, 10, 1), date(2026, 11, 1))),
        (date(2026, 11, 23), (date(2026, 11, 16), date(2026, 11, 23)), (date(2026, 10, 1), date(2026, 11, 1))),
        (date(2026, 1, 1), (date(2025, 12, 22), date(2025, 12, 29)), (date(2025, 12, 1), date(2026, 1, 1))),
    ],
    ids=["a Sunday", "a Monday", "New Year"],
)
def test_the_period_is_the_last_whole_one(day, week, month) -> None:
    assert Period.week_before(day) == Period(*week)
    assert Period.month_before(day) == Period(*month)
    assert [Period.week_before(day).is_month, Period.month_before(day).is_month] == [False, True]


def test_of_two_programs_only_one_puts_it_there(tmp_path) -> None:
    assert digests.claim(tmp_path, "work", LAST.end)
    assert not digests.claim(tmp_path, "work", LAST.end)
    assert digests.claim(tmp_path, "other", LAST.end)
    digests.take_back(tmp_path, "work", None)
    assert digests.load(tmp_path) == {"other": LAST.end}
    assert digests.claim(tmp_path, "work", LAST.end)
