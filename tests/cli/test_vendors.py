"""`triage vendors`, `block`, `release` and `forget`, as a user calls them."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from triage.cli.options import later
from triage.domain import Fingerprint, Label, RepeatKind
from triage.errors import UsageError
from triage.memory.store import open_store, store_path

START = datetime(2024, 3, 1, 9, tzinfo=UTC)
PAGE = Path(__file__).parent.parent.parent / "docs" / "cli.md"


def outreach(n, *, domain="pulpline.com", days=0, kind=None, of=None, **more):
    told = {"sender": f"jo@{domain}", "name": "Jo Packer", "label": Label.SPRAY, **more}
    return Fingerprint(
        id=f"message-{n}",
        date=START + timedelta(days=days),
        domain=domain,
        touch=n,
        digest=bytes(15) + bytes([n]),
        words=b"",
        mass=0.0,
        kind=kind,
        of=of and f"message-{of}",
        **told,
    )


HISTORY = (
    outreach(1),
    outreach(2, days=5, kind=RepeatKind.BUMP, of=1),
    outreach(3, days=400, kind=RepeatKind.REBOOT, of=1, sender="ann@pulpline.com", name="Ann Packer"),
    outreach(4, domain="getpulpline.com", days=420, kind=RepeatKind.SISTER, of=3),
    outreach(5, domain="leadmoon.com", sender="kim@leadmoon.com", name="Kim Moon", label=Label.IRRELEVANT),
    outreach(6, domain="", sender="packer.best@gmail.com", name="Best Packer", days=3),
    outreach(7, domain="", sender="messages@linkedin.com", name="Lou Link", days=3),
)


@pytest.fixture
def remember(triage):
    """Remembers outreach in the memory of an account."""

    @contextmanager
    def opened(account):
        with open_store(store_path(triage.home / "state", account)) as store:
            yield store

    def remember(*fingerprints, account="one", wrote_to=()):
        with opened(account) as store:
            for each in fingerprints:
                store.fingerprints.add(each)
            if wrote_to:
                store.contacts.add_sent(wrote_to, message_id="<mine@acme.example>", date=START)

    return remember


@pytest.fixture
def history(remember):
    remember(*HISTORY)


def names(shown):
    return [vendor["vendor"] for vendor in shown["vendors"]]


# ---------------------------------------------------------------- the league


@pytest.mark.usefixtures("history")
def test_the_league_puts_who_pesters_most_first_with_every_figure(triage):
    shown = triage.json("vendors")
    assert shown["schema"] == "triage.vendors/1"
    assert names(shown)[0] == "pulpline.com"
    assert set(names(shown)[1:]) == {"leadmoon.com", "packer.best@gmail.com", "Lou Link (linkedin.com)"}
    assert shown["vendors"][0] == {
        "vendor": "pulpline.com",
        "names": ["Jo Packer", "Ann Packer"],
        "touches": 4,
        "repeats": 3,
        "kinds": {"exact": 0, "variant": 0, "bump": 1, "reboot": 1, "sister": 1},
        "reps": 3,
        "domains": ["pulpline.com", "getpulpline.com"],
        "first": START.isoformat(),
        "last": (START + timedelta(days=420)).isoformat(),
        "longest_gap": 395,
        "reboots": 1,
        "wrote_to": False,
        "rule": None,
    }


@pytest.mark.parametrize(
    ("wrote", "vendor"),
    [("ann@eu.pulpline.com", "pulpline.com"), ("packer.best@gmail.com", "packer.best@gmail.com")],
)
@pytest.mark.usefixtures("history")
def test_the_league_says_to_whom_i_wrote(triage, remember, wrote, vendor):
    remember(account="two", wrote_to=[wrote])
    assert [one["vendor"] for one in triage.json("vendors")["vendors"] if one["wrote_to"]] == [vendor]
    assert "you wrote to them" in triage("vendors").out


@pytest.mark.usefixtures("history")
def test_the_league_is_over_all_mailboxes_or_one_account(triage, remember):
    remember(outreach(8, domain="leadmoon.com"), outreach(9, domain="leadmoon.com"), account="work")
    triage.configure('[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n')
    assert sum(one["touches"] for one in triage.json("vendors")["vendors"]) == 9
    shown = triage.json("vendors", "--account", "work")
    assert [(one["vendor"], one["touches"]) for one in shown["vendors"]] == [("leadmoon.com", 2)]
    assert shown["mailboxes"] == ["work.sqlite3"]


@pytest.mark.usefixtures("history")
def test_the_league_can_be_limited_and_says_what_it_left_out(triage):
    assert names(triage.json("vendors", "--limit", 1)) == ["pulpline.com"]
    assert triage.json("vendors", "--limit", 1)["count"] == 4
    assert "and 3 more" in triage("vendors", "--limit", 1).out
    assert "1 or more" in triage("vendors", "--limit", 0, code=2).err


def test_the_league_of_a_fresh_home_says_what_to_do(triage):
    assert "triage clean --apply" in triage("vendors").out
    assert triage.json("vendors")["vendors"] == []
    assert not (triage.home / "state").exists()


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("words", [("vendors",), ("vendors", "pulpline"), ("vendors", "pulpline", "-v")], ids=" ".join)
@pytest.mark.usefixtures("history")
def test_nothing_is_wider_than_the_terminal(triage, words, width):
    lines = triage(*words, COLUMNS=str(width)).out.splitlines()
    assert max(map(len, lines)) < width


def test_what_mail_says_is_not_obeyed_by_the_terminal(triage, remember):
    remember(outreach(1, domain="", sender="\x1b[31mx@gmail.com", name="\u202eevil\x1b]0;t\x07\nname"))
    for words in (["vendors"], ["vendors", "evil"], ["vendors", "evil", "-v"], ["block", "evil"], ["block", "--list"]):
        out = triage(*words).out
        assert re.search("[\x1b\u202e\x07]", out) is None
    assert "\x1b" not in triage("vendors", "--json").out


# ---------------------------------------------------------------- one vendor


@pytest.mark.parametrize(
    "name",
    [
        "pulpline.com",
        "@PulpLine.com",
        "getpulpline.com",
        "mail.pulpline.com",
        "ann@pulpline.com",
        "nobody.yet@pulpline.com",
        "pulpline",
        "getpulpline",
        "Ann Pack",
    ],
)
@pytest.mark.usefixtures("history")
def test_a_vendor_is_found_by_domain_address_brand_or_part_of_a_name(triage, name):
    assert triage.json("vendors", name)["vendor"] == "pulpline.com"


@pytest.mark.usefixtures("history")
def test_a_name_that_several_bear_is_told_with_all_of_them(triage):
    err = triage("vendors", "packer", code=2).err
    assert "2 vendors: pulpline.com, packer.best@gmail.com" in err


@pytest.mark.parametrize("name", ["nobody", "", "@", "gmail.com", "pulpline.org", "line"])
@pytest.mark.usefixtures("history")
def test_a_name_that_nobody_bears_is_a_sentence(triage, name):
    assert "triage vendors" in triage("vendors", name, code=2).err


@pytest.mark.usefixtures("history")
def test_the_timeline_has_every_touch(triage):
    shown = triage.json("vendors", "pulpline")
    assert shown["schema"] == "triage.vendor/1"
    assert [(one["gap"], one["address"], one["kind"], one["of"]) for one in shown["timeline"]] == [
        (None, "jo@pulpline.com", None, None),
        (5, "jo@pulpline.com", "bump", "message-1"),
        (395, "ann@pulpline.com", "reboot", "message-1"),
        (20, "jo@getpulpline.com", "sister", "message-3"),
    ]
    out = triage("vendors", "pulpline").out
    assert "4 mails, 3 repeats (1 bump, 1 reboot, 1 sister), 3 reps" in out
    assert re.search(r"3  2025-04-05 +\+395 d  Ann Packer <ann@pulpline\.com> +spray +reboot of 1\n", out)
    assert "message-3" in triage("vendors", "pulpline", "-v").out


def test_the_timeline_says_where_each_message_stands(triage, make_maildir, mail):
    root = make_maildir([mail.pest(1, sender="jo@pest.example"), mail.pest(2, sender="ann@pest.example")])
    messages = {one["id"]: one["folder"] for one in triage.json("clean", root, "--apply")["messages"]}
    shown = triage.json("vendors", "pest.example")
    assert {one["id"]: one["folder"] for one in shown["timeline"]} == messages
    assert all(folder.startswith("Outreach/") for folder in messages.values())


# ---------------------------------------------------------------- block and release


def fates(triage, root):
    return {one["from"]: one["folder"] for one in triage.json("clean", root)["messages"]}


def test_a_blocked_vendor_is_filed_whatever_it_says_until_it_is_released(triage, make_maildir, mail):
    root = make_maildir([mail.raw(1, sender="jo@mail.calm.example"), mail.raw(2, sender="x@other.example")])
    assert set(fates(triage, root).values()) == {None}
    triage("block", "calm.example")
    after = fates(triage, root)
    assert after["jo@mail.calm.example"].startswith("Outreach/")
    assert after["x@other.example"] is None
    triage("release", "calm.example")
    assert set(fates(triage, root).values()) == {None}


def test_a_block_ends_when_it_was_to_end(triage, make_maildir, mail):
    root = make_maildir([mail.raw(1, sender="jo@calm.example")])
    triage("block", "calm.example", "--for", "1y")
    assert fates(triage, root)["jo@calm.example"] is not None
    file = triage.home / "state" / "rules.json"
    written = json.loads(file.read_text())
    written["rules"][0]["until"] = "2024-01-01T00:00:00+00:00"
    file.write_text(json.dumps(written))
    assert fates(triage, root)["jo@calm.example"] is None
    assert triage.json("block", "--list")["rules"] == []
    assert "There are no rules." in triage("block", "--list").out


def test_the_allow_list_of_the_configuration_and_my_own_mail_count_more(triage, make_maildir, mail):
    root = make_maildir([mail.friend(1), mail.raw(2, sender="jo@calm.example")])
    make_maildir([mail.raw(3, sender="sam@acme.example", to="jo@calm.example")], name="Maildir/.Sent")
    assert "allow list" in triage("block", "friend.example").err
    triage("block", "calm.example")
    assert set(fates(triage, root).values()) == {None}


@pytest.mark.usefixtures("history")
def test_a_block_says_so_where_i_wrote_to_them(triage, remember):
    remember(account="two", wrote_to=["ann@pulpline.com", "packer.best@gmail.com"])
    assert "You wrote to somebody at pulpline.com" in triage("block", "pulpline").err
    assert "You wrote to packer.best@gmail.com" in triage("block", "packer.best@gmail.com").err
    assert triage("block", "leadmoon").err == ""


def test_a_release_does_not_overrule_the_block_list_of_the_configuration(triage, make_maildir, mail):
    root = make_maildir([mail.pest(1, sender="jo@pest.example")])
    assert "block list of your configuration" in triage("release", "pest.example").err
    assert fates(triage, root)["jo@pest.example"] is not None


@pytest.mark.usefixtures("history")
def test_a_rule_on_a_remembered_vendor_has_all_its_domains(triage):
    shown = triage.json("block", "pulpline", "--for", "90d")
    assert shown["rule"]["senders"] == ["@getpulpline.com", "@pulpline.com"]
    until = datetime.fromisoformat(shown["rule"]["until"])
    assert until - datetime.fromisoformat(shown["rule"]["made"]) == timedelta(days=90)
    assert triage.json("vendors", "pulpline")["rule"] == shown["rule"]
    assert f"blocked until {until:%Y-%m-%d}" in triage("vendors").out
    assert triage.json("release", "ann@pulpline.com")["rules"] == [triage.json("vendors", "pulpline")["rule"]]


@pytest.mark.parametrize(
    ("name", "senders"),
    [
        ("new.example", ["@new.example"]),
        ("@new.example", ["@new.example"]),
        ("mail.new.example", ["@new.example"]),
        ("JO@new.example", ["jo@new.example"]),
        ("jo@gmail.com", ["jo@gmail.com"]),
    ],
)
@pytest.mark.usefixtures("history")
def test_a_vendor_that_is_not_remembered_can_be_named_by_domain_or_address(triage, name, senders):
    assert triage.json("block", name)["rule"]["senders"] == senders
    assert "Rules on others" in triage("vendors").out


@pytest.mark.parametrize(
    "name", ["gmail.com", "@gmail.com", "linkedin.com", "x@linkedin.com", "Lou Link", "nobody", ""]
)
@pytest.mark.usefixtures("history")
def test_what_no_rule_can_name_is_refused(triage, name):
    for command in ("block", "release"):
        assert triage(command, name, code=2).err
    assert not (triage.home / "state" / "rules.json").exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("pulpline", "--list"),
        ("pulpline", "--for", "soon"),
        ("pulpline", "--for", "0d"),
        ("pulpline", "--for", "2031-01-01"),
        ("pulpline", "--for", "999999999y"),
        ("pulpline", "--until", "2020-01-01"),
        ("pulpline", "--until", "soon"),
        ("pulpline", "--for", "1y", "--until", "2040-01-01"),
        ("--list", "--for", "1y"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("history")
def test_a_block_that_means_nothing_is_refused(triage, words):
    assert triage("block", *words, code=2).err
    assert not (triage.home / "state" / "rules.json").exists()


@pytest.mark.parametrize("words", [("vendors",), ("block", "--list"), ("block", "new.example"), ("clean",)])
def test_damaged_rules_stop_everything_with_a_sentence(triage, make_maildir, ten, words):
    (triage.home / "state").mkdir()
    (triage.home / "state" / "rules.json").write_text("{")
    more = [make_maildir(ten)] if words == ("clean",) else []
    assert "rules.json is damaged" in triage(*words, *more, code=5).err


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ({"span": "90d"}, START + timedelta(days=90)),
        ({"span": "1Y"}, START + timedelta(days=365)),
        ({"until": "2031-03-01"}, datetime(2031, 3, 1, tzinfo=UTC)),
        ({}, None),
    ],
)
def test_a_rule_ends_after_a_span_or_at_a_date(told, then):
    assert later(**{"span": None, "until": None, **told}, now=START) == then


def test_a_rule_cannot_end_before_it_begins():
    with pytest.raises(UsageError, match="not in the future"):
        later(span=None, until="2024-02-29", now=START)


# ---------------------------------------------------------------- forget


def state_bytes(triage):
    return b"".join(path.read_bytes() for path in sorted((triage.home / "state").glob("*.sqlite3*")))


@pytest.mark.usefixtures("history")
def test_a_vendor_is_forgotten_in_every_mailbox_and_leaves_no_byte(triage, remember):
    remember(outreach(8, name="Zed Packer", sender="zed@pulpline.com"), account="two")
    assert b"zed@pulpline.com" in state_bytes(triage)
    shown = triage.json("forget", "pulpline", "--yes")
    assert (shown["schema"], shown["messages"], len(shown["mailboxes"])) == ("triage.forget/1", 5, 2)
    assert re.findall(rb"pulpline|Ann Packer|message-[12348]\b", state_bytes(triage)) == []
    assert len(triage.json("vendors")["vendors"]) == 3
    triage("forget", "pulpline", "--yes", code=2)


@pytest.mark.usefixtures("history")
def test_one_message_is_forgotten_by_its_id(triage):
    assert "1 message in 1 mailbox" in triage("forget", "message-3", "--yes").out
    assert [one["id"] for one in triage.json("vendors", "pulpline.com")["timeline"]] == ["message-1", "message-2"]
    assert b"message-3" not in state_bytes(triage)


def test_what_was_filed_can_be_undone_although_it_was_forgotten(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    triage("forget", "--all", "--yes")
    assert triage.json("vendors")["vendors"] == []
    assert triage.json("undo")["counts"]["put_back"] == 5


def test_forgetting_with_the_journal_leaves_no_run_and_no_byte_of_it(triage, make_maildir, ten):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    triage("forget", "--all", "--journal", "--yes")
    assert b"pest.example" not in state_bytes(triage)
    assert "nothing to put back" in triage("undo", code=2).err


@pytest.mark.usefixtures("history")
def test_all_of_one_account_is_forgotten_and_no_other(triage, remember):
    remember(outreach(8), account="work")
    triage.configure('[account.work]\naddress = "sam@acme.example"\nhost = "imap.acme.example"\n')
    assert triage.json("forget", "--all", "--yes", "--account", "work")["mailboxes"] == ["work.sqlite3"]
    assert sum(one["touches"] for one in triage.json("vendors")["vendors"]) == 7


@pytest.mark.parametrize("answer", ["", "n\n", "\n", "what\n"])
@pytest.mark.usefixtures("history")
def test_everything_is_forgotten_only_when_that_is_confirmed(triage, answer):
    assert "cannot be brought back" in triage("forget", "--all", input=answer, code=130).err
    assert len(triage.json("vendors")["vendors"]) == 4
    triage("forget", "--all", input="y\n")
    assert triage.json("vendors")["vendors"] == []


@pytest.mark.parametrize(
    "words", [(), ("pulpline", "--all"), ("pulpline", "--journal"), ("packer",), ("nobody",)], ids=" ".join
)
@pytest.mark.usefixtures("history")
def test_what_cannot_be_forgotten_is_a_sentence_and_nothing_is(triage, words):
    assert triage("forget", *words, "--yes", code=2).err
    assert len(triage.json("vendors")["vendors"]) == 4


@pytest.mark.usefixtures("history")
def test_the_journal_of_interrupted_moves_is_not_forgotten(triage):
    from triage.domain import Ref, Target
    from triage.memory.journal import Filing

    with open_store(store_path(triage.home / "state", "one")) as store:
        run = store.journal.begin("{}", at=START)
        filing = Filing(Ref("INBOX", "1"), "e" * 64, "message-1", Label.SPRAY)
        store.journal.intend(run, [filing], Target("Outreach/Spray"), at=START)
    assert "triage clean --apply" in triage("forget", "--all", "--journal", "--yes", code=5).err
    assert len(triage.json("vendors")["vendors"]) == 4


@pytest.mark.usefixtures("history")
def test_a_mailbox_that_a_run_holds_is_not_touched(triage):
    with open_store(store_path(triage.home / "state", "one")):
        assert "held by another run" in triage("forget", "pulpline", "--yes", code=7).err
        assert triage.json("vendors", "pulpline")["touches"] == 4


# ---------------------------------------------------------------- the page


def keys(shown):
    if isinstance(shown, dict):
        return {name: keys(value) for name, value in shown.items()}
    return keys(shown[0]) if isinstance(shown, list) and shown else None


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("vendors", ("vendors",)),
        ("block", ("block", "pulpline", "--for", "1y")),
        ("release", ("release", "pulpline")),
        ("forget", ("forget", "pulpline", "--yes")),
    ],
)
@pytest.mark.usefixtures("history")
def test_the_json_on_the_page_has_the_keys_that_are_printed(triage, section, words):
    triage("block", "leadmoon.com")
    triage("block", "pulpline.com")
    text = PAGE.read_text("utf-8").partition(f"\n## triage {section}\n")[2].partition("\n## ")[0]
    example = json.loads(text.partition("```json\n")[2].partition("```")[0])
    real = triage.json(*words)
    assert example["schema"] == real["schema"]
    assert keys(example) == keys(real)


@pytest.mark.usefixtures("history")
def test_the_timeline_on_the_page_has_the_keys_that_are_printed(triage):
    triage("block", "pulpline")
    text = PAGE.read_text("utf-8").partition("\n## triage vendors\n")[2].partition("\n## ")[0]
    example = json.loads(text.split("```json\n")[2].partition("```")[0])
    assert keys(example) == keys(triage.json("vendors", "pulpline"))
