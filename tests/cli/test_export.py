"""`triage export --sieve`: Pigeonhole files what triage files of blocked senders, and leaves what triage leaves."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from triage.cli import sieve
from triage.cli.options import Shared, settings
from triage.cli.wiring import recipient_of, rules_of
from triage.domain import Standing
from triage.judge.standing import standing
from triage.memory.rules import Action, Rule, Rules, add
from triage.memory.store import open_store, store_path
from triage.read import read

NOW = datetime.now(UTC)
LONG, PAST = NOW + timedelta(days=4000), NOW - timedelta(hours=1)
CONFIG = """
[me]
name = "Sam Field"
addresses = ["sam@acme.example"]
domains = ["acme.example"]

[filing]
parent = "Outreach/für später"

[never_touch]
senders = ["@friend.example", "boss@pest.example", "@good.pest.example"]

[block]
senders = ["@pest.example", "one@shared.example", "@acme.example", "@pést.example", "@faß.example", "o'neil+x@odd.example"]
"""
RULES = (
    (Action.BLOCK, ("@blocked.example", "@new.blocked.example"), LONG),
    (Action.BLOCK, ("@for-good.example",), None),
    (Action.RELEASE, ("@released.example", "kim@pest.example"), None),
    (Action.RELEASE, ("@shared.example",), LONG),
    (Action.SPARE, ("@spared.example",), None),
    (
        Action.BLOCK,
        ('jo"*@quoted.example', "a\\*b@stars.example", "a?c@stars.example", "@st*r.example", "@qu?.example"),
        None,
    ),
)
SENDERS = {
    "blocked": "jo@pest.example",
    "blocked, in capitals": "JO@Pest.EXAMPLE",
    "below a blocked domain": "jo@mail.eu.pest.example",
    "ends like a blocked domain": "jo@notpest.example",
    "a blocked domain in the name": '"jo@pest.example" <ann@other.example>',
    "a blocked domain in an encoded name": "=?utf-8?q?jo=40pest.example?= <ann@other.example>",
    "blocked, behind an encoded name": "=?utf-8?q?boss=40friend.example?= <jo@pest.example>",
    "blocked domain as the local part": "pest.example@other.example",
    "dots are no letters": "jo@pestxexample.example",
    "a blocked address": "one@shared.example",
    "another there, released": "two@shared.example",
    "allowed at a blocked domain": "boss@pest.example",
    "allowed below a blocked domain": "x@deep.good.pest.example",
    "released at a blocked domain": "kim@pest.example",
    "I wrote to them": "ann@pest.example",
    "my own domain": "me@acme.example",
    "below my own domain": "me@eu.acme.example",
    "blocked for a while": "x@blocked.example",
    "blocked for good by a rule": "x@a.for-good.example",
    "released": "x@released.example",
    "taken back": "x@spared.example",
    "a stranger": "x@stranger.example",
    "not ASCII": "jo@xn--pst-bma.example",
    "below what is not ASCII": "jo@mail.xn--pst-bma.example",
    "the sharp s is no ss": "jo@fass.example",
    "the sharp s": "jo@xn--fa-hia.example",
    "an apostrophe and a plus": "o'neil+x@odd.example",
    "a backslash and a star": "a\\*b@stars.example",
    "a star is a star": "axxb@stars.example",
    "a question mark is one": "abc@stars.example",
    "the question mark itself": "a?c@stars.example",
    "a star in a domain is no pattern": "jo@star.example",
    "nor below one": "jo@mail.star.example",
    "no address": "nobody in particular",
    "no sender": "",
}


@pytest.fixture(scope="module")
def pigeonhole():
    """Runs a script on messages with the Sieve of Dovecot, and returns whether each is filed into the folder."""
    if not shutil.which("sieve-test"):
        missing = "Pigeonhole is not installed (Debian: dovecot-sieve)"
        if os.environ.get("TRIAGE_REQUIRE_DOVECOT") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    place = Path(tempfile.mkdtemp(prefix="triage-sieve-"))  # not pytest's own, which nobody else may enter
    place.chmod(0o755)
    user = pwd.getpwnam("mail") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())  # Dovecot does no mail as root
    config = place / "dovecot.conf"
    owner = f"mail_uid = {user.pw_uid}\nmail_gid = {user.pw_gid}\nfirst_valid_uid = 0\n"
    config.write_text(f"mail_location = maildir:{place}/Maildir\nssl = no\n{owner}")

    def filed(script, raw, *, folder):
        file = place / "script.sieve"
        file.write_text(script, "utf-8")
        message = place / "message.eml"
        message.write_bytes(raw)
        done = subprocess.run(
            ["sieve-test", "-c", config, file, message],
            capture_output=True,
            text=True,
            env={**os.environ, "HOME": str(place)},
        )
        assert done.returncode == 0, done.stderr
        actions = done.stdout.partition("Performed actions:")[2].partition("Implicit keep:")
        implicit = "store message in folder: INBOX" in actions[2]
        found = re.findall(r"store message in folder: (.*)", actions[0])
        assert len(found) + implicit == 1, done.stdout
        assert found in ([], ["INBOX"], [folder]), done.stdout
        return found == [folder]

    yield filed
    shutil.rmtree(place)


def raw_of(sender):
    head = f"From: {sender}\r\n" if sender else ""
    return f"{head}To: sam@acme.example\r\nSubject: A call?\r\nDate: Fri, 01 Mar 2024 09:00:00 +0000\r\n\r\nHi Sam\r\n".encode()


@pytest.fixture
def ruled(triage):
    """A home with all those rules, and with one address at a blocked domain that I wrote to."""
    triage.configure(CONFIG)
    for action, senders, until in RULES:
        add(triage.home / "state", Rule(action, "some vendor", frozenset(senders), NOW, until))
    with open_store(store_path(triage.home / "state", "one")) as store:
        store.contacts.add_sent(["ann@pest.example", "else@where.example"], message_id="<1@acme.example>", date=NOW)
    return triage


def test_the_server_decides_as_triage_does_on_every_sender(ruled, pigeonhole, monkeypatch) -> None:
    monkeypatch.setenv("TRIAGE_HOME", str(ruled.home))
    ours = settings(Shared())
    rules, recipient = rules_of(ours, now=NOW), recipient_of(ours)
    script = ruled("export", "--sieve").out
    told, expected = {}, {}
    with open_store(store_path(ruled.home / "state", "one")) as store:
        for case, sender in SENDERS.items():
            message = read(raw_of(sender))
            who, _ = standing(message, recipient=recipient, rules=rules, contacts=store.contacts)
            expected[case] = who is Standing.BLOCKED
            told[case] = pigeonhole(script, raw_of(sender), folder="Outreach/für später")
    assert told == expected
    assert sum(expected.values()) == 14


def test_a_block_or_a_release_that_ends_does_so_on_the_server(pigeonhole) -> None:
    rules = Rules(
        (
            Rule(Action.BLOCK, "x", frozenset(("@over.example",)), NOW, PAST),
            Rule(Action.BLOCK, "x", frozenset(("@now.example", "jo@also.example")), NOW, NOW + timedelta(hours=1)),
            Rule(Action.BLOCK, "x", frozenset(("@later.example",)), NOW, LONG),
        )
    )
    script = sieve.script(sieve.Lists(rules=rules), folder="Outreach", at=NOW)
    assert 'require ["fileinto", "date", "relational"];' in script
    senders = ("jo@over.example", "jo@now.example", "jo@also.example", "jo@sub.later.example")
    assert [pigeonhole(script, raw_of(one), folder="Outreach") for one in senders] == [False, True, True, True]


@pytest.mark.parametrize(
    ("lists", "required"),
    [
        (sieve.Lists(), None),
        (sieve.Lists(kept=frozenset(("@a.example",))), None),
        (sieve.Lists(blocked=frozenset(("@a.example",))), '["fileinto"]'),
        (
            sieve.Lists(rules=Rules((Rule(Action.RELEASE, "x", frozenset(("@a.example",)), NOW, LONG),))),
            '["date", "relational"]',
        ),
    ],
    ids=["nothing", "no block", "for good", "a release that ends"],
)
def test_a_script_requires_what_it_uses_and_nothing_else(lists, required, pigeonhole) -> None:
    script = sieve.script(lists, folder="Outreach", at=NOW)
    assert re.findall(r"^require (.*);$", script, re.M) == ([] if required is None else [required])
    assert pigeonhole(script, raw_of("jo@a.example"), folder="Outreach") is bool(lists.blocked)


HOSTILE = (
    '"]) { discard; }\n#@a.example',
    "@b.example\n}\ndiscard;",
    "x\x00@c.example",
    "@",
    "jo@",
    "\ud800@d.example",
    "@e\u2028.example",
)


def test_what_no_address_can_be_is_left_out_and_said(triage, pigeonhole) -> None:
    names = [name for name in HOSTILE if name.isprintable() or "\ud800" not in name]
    add(
        triage.home / "state",
        Rule(Action.BLOCK, "}\ndiscard;", frozenset((*names, '"];discard;#@f.example')), NOW, LONG),
    )
    told = triage("export", "--sieve")
    assert "discard;" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", told.out)
    assert told.err.startswith("triage: Left out, because no address can be so: ")
    assert not sieve.can_send(HOSTILE[5])
    assert pigeonhole(told.out, raw_of("jo@n1.pest.example"), folder="Outreach")
    assert not pigeonhole(told.out, raw_of("jo@b.example"), folder="Outreach")


def test_a_script_is_written_over_a_script_and_over_nothing_else(ruled, tmp_path) -> None:
    out = tmp_path / "filter.sieve"
    printed = ruled("export", "--sieve").out
    for _ in range(2):
        told = ruled("export", "--sieve", "--out", out)
        assert out.read_text("utf-8") == printed
        assert "14 blocked" in told.out
    assert out.stat().st_mode & 0o077 == 0
    out.write_text("# my own rules\n")
    assert "is no script of triage" in ruled("export", "--sieve", "--out", out, code=2).err
    assert out.read_text() == "# my own rules\n"


def test_json_holds_the_script_and_who_is_blocked(ruled) -> None:
    told = ruled.json("export", "--sieve")
    assert told["script"] == ruled("export", "--sieve").out
    assert (told["schema"], told["form"], told["folder"]) == ("triage.export/1", "sieve", "Outreach/für später")
    assert {"@blocked.example", "@pest.example"} <= set(told["blocked"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["export"], "--sieve"),
        (["export", "--sieve", "--json", "--out", "x"], "--json"),
        (["export", "--sieve", "--out", "no/such/folder/x"], "There is no folder"),
    ],
    ids=["no form", "two ways out", "no folder"],
)
def test_what_cannot_be_is_one_sentence(triage, words, says) -> None:
    told = triage(*words, code=2)
    assert says in told.err
    assert told.out == ""


def test_a_rule_on_a_domain_that_is_not_ascii_holds_for_mail_of_it(triage, mail, make_maildir) -> None:
    triage.configure(CONFIG)
    box = make_maildir([mail.pest(1, sender="jo@xn--pst-bma.example"), mail.pest(2, sender="jo@fass.example")])
    told = triage.json("clean", box)
    assert {each["from"]: each["standing"] for each in told["messages"]} == {
        "jo@xn--pst-bma.example": "blocked",
        "jo@fass.example": "stranger",
    }


def test_a_script_that_a_server_may_find_too_large_is_said(triage) -> None:
    senders = ", ".join(f'"@pest{number}.example"' for number in range(20_000))
    triage.configure(f"[block]\nsenders = [{senders}]\n")
    assert "1,048,576" in triage("export", "--sieve").err
