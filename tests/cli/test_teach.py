"""`triage teach` does what dragging does, and a drag on a real server is learnt once, however it is made."""

from __future__ import annotations

from collections import Counter

import pytest
from servers import raw_client

SPRAY, PITCHES, IRRELEVANT, SCAM = "Outreach/Spray", "Outreach/Pitches", "Outreach/Irrelevant", "Outreach/Scam"


def folder(root, name):
    return root / ("." + name.replace("/", ".")) / "cur"


def said(triage):
    return Counter(one["label"] for one in triage.json("teach")["corrections"])


def stranger(mail, number):
    """A message that stays, of somebody unknown."""
    return mail.raw(number, sender=f"eve@s{number}.example")


@pytest.fixture
def swept(triage, mail, make_maildir):
    """A Maildir that was cleaned: 0 to 2 stay, of strangers, 3 to 5 were filed."""
    root = make_maildir([*(stranger(mail, n) for n in range(3)), *(mail.pest(n) for n in range(3, 6))])
    triage("clean", root, "--apply")
    return root


def name_of(number):
    return f"{1_700_000_000 + number}.M{number}.host"


@pytest.mark.parametrize(
    ("label", "where"), [("spray", SPRAY), ("pitch", PITCHES), ("irrelevant", IRRELEVANT), ("scam", SCAM)]
)
def test_what_is_taught_is_filed_there_and_undone_like_any_run(triage, swept, label, where, contents):
    before = contents(swept)
    told = triage.json("teach", name_of(1), label, "--in", swept)
    assert (told["label"], told["folder"]) == (label, where)
    assert [path.name.partition(":")[0] for path in folder(swept, where).iterdir() if name_of(1) in path.name] == [
        name_of(1)
    ]
    assert said(triage) == {label: 1}
    assert contents(swept) == before
    assert triage.json("undo")["counts"]["put_back"] == 1
    assert said(triage) == {}, "what was undone was not said"
    assert any(name_of(1) in path.name for path in (swept / "cur").iterdir())


def test_what_is_taught_as_legitimate_goes_back_for_good_and_its_sender_is_left_alone(triage, swept):
    [filed] = [path for path in swept.rglob(f"{name_of(3)}*") if path.parent.parent != swept]
    told = triage.json("teach", filed, "legitimate")
    assert (told["folder"], told["seller"]) == ("INBOX", "pest.example")
    assert said(triage) == {"legitimate": 1}
    triage("clean", swept, "--apply")
    assert any(name_of(3) in path.name for path in (swept / "cur").iterdir())
    [rule] = triage.json("block", "--list")["rules"]
    assert (rule["action"], rule["senders"]) == ("spare", ["@pest.example"])
    told = triage.json("teach", name_of(3), "spray", "--in", swept)
    assert (told["folder"], said(triage)) == (SPRAY, {"spray": 1})
    assert triage.json("block", "--list")["rules"] == [], "nor is its sender left alone any more"


def test_legitimate_mail_that_is_where_it_belongs_stays_there(triage, swept):
    assert triage.json("teach", name_of(1), "legitimate", "--in", swept)["folder"] == "INBOX"
    assert said(triage) == {"legitimate": 1}


def test_a_drag_in_a_maildir_is_learnt_by_the_next_run_and_said(triage, swept):
    [path] = (swept / "cur").glob(f"{name_of(1)}*")
    path.rename(folder(swept, SPRAY) / path.name)
    assert "You moved 1 message into the folders of outreach" in triage("clean", swept, "--apply").err
    assert "You moved" not in triage("clean", swept, "--apply").err
    assert said(triage) == {"spray": 1}
    assert "spray" in triage("teach").out


def test_a_preview_learns_nothing(triage, swept):
    [path] = (swept / "cur").glob(f"{name_of(1)}*")
    path.rename(folder(swept, SPRAY) / path.name)
    triage("clean", swept)
    assert said(triage) == {}


def test_so_many_drags_that_a_program_made_them_wait(triage, mail, make_maildir):
    root = make_maildir([*(stranger(mail, n) for n in range(120)), mail.pest(200)])
    triage("clean", root, "--apply")
    for path in list((root / "cur").iterdir()):
        folder(root, SPRAY).mkdir(parents=True, exist_ok=True)
        path.rename(folder(root, SPRAY) / path.name)
    assert "120 messages were moved" in triage("clean", root, "--apply").err
    assert (said(triage), triage.json("teach")["doubted"]) == ({}, 120)
    assert "--confirm" in triage("teach").out
    assert triage.json("teach", "--confirm")["confirmed"] == 120
    assert (said(triage), triage.json("teach")["doubted"]) == ({"spray": 120}, 0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((name_of(1),), "What is it?"),
        ((name_of(1), "spam"), "'spam' is no label; write one of legitimate"),
        (("nobody", "spray"), "nobody is no file"),
        (("--confirm", "--dismiss"), "Give --confirm, or --dismiss"),
        (("--confirm", name_of(1)), "Give --confirm, or --dismiss"),
    ],
)
@pytest.mark.usefixtures("swept")
def test_what_cannot_be_taught_is_said_with_what_to_do(triage, words, told):
    assert told in triage("teach", *words, code=2).err


def test_files_are_not_moved_and_it_says_how_they_teach(triage, mail, make_folder):
    root = make_folder([stranger(mail, 1)])
    assert "triage retrain --from" in triage("teach", root / "0000.eml", "spray", code=2).err


def test_mail_of_people_i_know_is_no_example_of_outreach(triage, mail, make_maildir, census):
    root = make_maildir([mail.friend(1)])
    before = census(root)
    assert "cannot be an example of outreach" in triage("teach", name_of(0), "spray", "--in", root, code=2).err
    assert census(root) == before


# ---------------------------------------------------------------- on a real server

EACH = 5
STAYS, FILED = 2_000, 1_000


@pytest.fixture
def account(triage, dovecot_user, tmp_path):
    """An account in the configuration, with an empty mailbox."""
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)
    triage.environ["TRIAGE_PASSWORD_FILE"] = str(tmp_path / "password")
    text = (triage.home / "config.toml").read_text()
    text += f'\n[account.work]\naddress = "work@acme.example"\nuser = "{dovecot_user.user}"\nhost = "127.0.0.1"\n'
    triage.configure(f'{text}port = {dovecot_user.port}\ntls = "none"\n\n[filing]\nrepeats = "with-first"\n')
    return dovecot_user


def uids(client, name, criterion="ALL"):
    client.select(f'"{name}"')
    return client.uid("SEARCH", criterion)[1][0].decode().split()


def test_forty_drags_in_eight_ways_are_forty_corrections(triage, account, dovecot, mail):
    """Beside them, mail goes to the trash, to a folder of the reader's own, and of a friend to where it does not belong."""
    raws = [*(stranger(mail, n) for n in range(STAYS - 10)), *(mail.friend(n) for n in range(STAYS - 10, STAYS))]
    raws += [mail.pest(n) for n in range(STAYS, STAYS + FILED)]
    dovecot.fill(account.user, raws)
    triage("clean", "--apply")
    with raw_client(account) as client:
        assert (len(uids(client, "INBOX")), len(uids(client, SPRAY))) == (STAYS, FILED)
        for name in (PITCHES, IRRELEVANT, SCAM, "Trash", "Archive", "Mine"):
            client.create(f'"{name}"')

        def drag(source, target, criterion="ALL", count=EACH):
            moved = uids(client, source, criterion)[:count]
            assert len(moved) == count
            assert client.uid("MOVE", ",".join(moved), f'"{target}"')[0] == "OK"

        friends = 'FROM "friend.example"'
        for target in (SPRAY, PITCHES, IRRELEVANT, SCAM):
            drag("INBOX", target, 'NOT FROM "friend.example"')
        for target in ("INBOX", PITCHES, IRRELEVANT, SCAM):
            drag(SPRAY, target, 'FROM "pest.example"')
        for source, target in (("INBOX", "Archive"), (SPRAY, "Trash"), (SPRAY, "Mine")):
            drag(source, target, 'NOT FROM "friend.example"' if source == "INBOX" else 'FROM "pest.example"')
        drag("INBOX", SPRAY, friends)
        triage("clean", "--apply")
        told = triage.json("teach")["corrections"]
        assert Counter(one["label"] for one in told) == {
            "spray": EACH,
            "pitch": 2 * EACH,
            "irrelevant": 2 * EACH,
            "scam": 2 * EACH,
            "legitimate": EACH,
        }
        assert len({one["id"] for one in told}) == 8 * EACH
        before = {name: len(uids(client, name)) for name in ("INBOX", SPRAY, PITCHES, IRRELEVANT, SCAM)}
        assert before == {
            "INBOX": STAYS - 6 * EACH + EACH,
            SPRAY: FILED - 4 * EACH,
            PITCHES: 2 * EACH,
            IRRELEVANT: 2 * EACH,
            SCAM: 2 * EACH,
        }
        triage("clean", "--apply")
        assert triage.json("teach")["corrections"] == told, "none is learnt twice"
        assert {name: len(uids(client, name)) for name in before} == before, "none is filed again"


@pytest.mark.parametrize(
    ("folders", "told"),
    [
        ('legitimate = ["Clients"]', "3 legitimate messages and 0 of outreach"),
        ('spray = ["Clients"]', "0 legitimate messages and 3 of outreach"),
        ('legitimate = ["Clients", "Gone"]', "has no folder Gone, which [learn] of the configuration names"),
        ("", "has no folder of labelled mail"),
    ],
)
def test_folders_of_my_own_say_what_mail_is(triage, account, mail, folders, told):
    with raw_client(account) as client:
        client.create("Clients")
        for number in range(3):
            client.append("Clients", None, None, stranger(mail, number))
    triage.configure((triage.home / "config.toml").read_text() + f"\n[learn]\n{folders}\n")
    assert told in triage("retrain", code=2).err
