"""`triage why`: the verdict that `clean` gives, of one message, with what surrounds it."""

import shutil

import pytest

VERDICT = ("label", "confidence", "unsure", "folder", "scores", "repeat", "follows", "standing", "reasons")


def verdict(shown):
    return {name: shown[name] for name in VERDICT}


@pytest.fixture
def again(mail):
    """Three messages of one seller that say the same, and one of a friend."""
    body = mail.pest(1).partition(b"\n\n")[2].decode()
    pests = [mail.raw(n, sender="Jo <jo@x.pest.example>", body=body, subject="Leads") for n in (1, 2, 3)]
    return [*pests, mail.friend(4)]


@pytest.mark.parametrize("kind", ["folder", "mbox", "maildir"])
def test_why_gives_the_verdict_that_clean_gives(triage, make_folder, make_mbox, make_maildir, again, kind):
    target = {"folder": make_folder, "mbox": make_mbox, "maildir": make_maildir}[kind](again)
    for message in triage.json("clean", target)["messages"]:
        shown = triage.json("why", target, message["id"])
        assert shown["schema"] == "triage.why/1"
        assert shown["id"] == message["id"]
        assert verdict(shown) == verdict(message)


def test_a_file_in_a_folder_of_mail_meets_the_earlier_mail(triage, again, tmp_path):
    folder = tmp_path / "flat"
    folder.mkdir()
    for number, raw in enumerate(again):
        (folder / f"{number}.eml").write_bytes(raw)
    shown = triage.json("why", folder / "2.eml")
    assert shown["repeat"]["of"] in ("0.eml", "1.eml")
    assert shown["earlier"]["subject"] == "Leads"
    assert triage.json("why", folder / "0.eml")["repeat"] is None


def test_a_file_by_itself_meets_nothing(triage, make_folder, again, tmp_path):
    folder = make_folder(again)
    shutil.copy(folder / "2024" / "0001.eml", tmp_path / "one.eml")
    assert triage.json("why", tmp_path / "one.eml")["repeat"] is None


@pytest.mark.parametrize("by", ["file", "id"])
def test_a_message_that_was_filed_is_found_where_it_stands_now(triage, make_maildir, again, by):
    root = make_maildir(again)
    filed = {message["id"]: message for message in triage.json("clean", root, "--apply")["messages"]}
    for name, message in filed.items():
        if message["folder"]:
            path = next(root.glob(f"*/cur/{name}*"))
            shown = triage.json("why", path if by == "file" else name)
            assert (shown["id"], shown["folder"], shown["label"]) == (name, message["folder"], message["label"])
            assert (shown["repeat"] or {}).get("of") == (message["repeat"] or {}).get("of")
            assert "it went to" in triage("why", path if by == "file" else name).out


def test_an_id_alone_is_looked_for_in_the_mailboxes_that_are_known(triage, make_maildir, again):
    root = make_maildir(again)
    stays = triage.json("clean", root, "--apply")["messages"][-1]
    assert triage.json("why", stays["id"])["from"] == "ann@friend.example"


def test_who_the_sender_is_to_me_is_told(triage, make_folder, mail):
    folder = make_folder([mail.raw(1, sender="jo@vendor.example")])
    sent = make_folder([mail.raw(n, to="jo@vendor.example") for n in (8, 40)], name="written")
    shown = triage.json("why", folder / "0000.eml", "--sent", sent)
    assert shown["standing"] == "correspondent"
    assert shown["sender"] == {
        "name": None,
        "address": "jo@vendor.example",
        "written_to": 2,
        "last_written": "2024-04-10T09:00:00+00:00",
    }
    card = triage("why", folder / "0000.eml", "--sent", sent).out
    assert "who is somebody you wrote to (2 times, Mar 2024 to Apr 2024)" in card
    assert "LEGITIMATE, so it stays where it is" in card


def test_a_card_fits_and_says_fate_and_every_reason(triage, make_folder, again):
    folder = make_folder(again)
    for width in ("60", "100"):
        for message in triage.json("clean", folder)["messages"][1:]:
            out = triage("why", folder, message["id"], COLUMNS=width).out
            assert max(map(len, out.splitlines())) < int(width)
            fate = f"goes to {message['folder']}" if message["folder"] else "stays where it is"
            assert fate in out
            told = " ".join(out.split())
            assert all(" ".join(reason["text"].split()[:4]) in told for reason in message["reasons"])


def test_scores_are_drawn_only_where_the_text_had_a_say(triage, make_folder, again):
    folder = make_folder(again)
    assert "moves from" in triage("why", folder, "0000.eml").out
    assert "moves from" not in triage("why", folder, "2024/0003.eml").out


@pytest.mark.case(61)
def test_hostile_text_is_inert_on_the_card(triage, make_folder, mail):
    raw = (
        mail.friend(1)
        .replace(b"Message 1", b"=?utf-8?q?=1b[31m_=e2=80=aeX_[red]?=")
        .replace(b"From: ann", b"From: =?utf-8?q?=1b]0=3bA=07?= <ann", 1)
    )
    card = triage("why", make_folder([raw]) / "0000.eml").out
    assert not {"\x1b", "\x07", "\u202e"} & set(card)
    assert "[red]" in card


def test_an_mbox_of_one_message_needs_no_id(triage, make_mbox, mail):
    assert triage.json("why", make_mbox([mail.friend(1)]))["id"] == "0"


def test_a_message_that_cannot_be_read_is_said_to_be_so(triage, make_folder, mail):
    folder = make_folder([mail.friend(1), b"\x89PNG\r\n\0"])
    assert "binary" in triage("why", folder, "2024/0001.eml", code=2).err


def test_why_leaves_no_trace(triage, make_maildir, again, census):
    root = make_maildir(again)
    before = census(root), census(triage.home)
    triage("why", root, "1700000000.M0.host")
    assert (census(root), census(triage.home)) == before
