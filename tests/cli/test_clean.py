"""`triage clean` as a preview: the shape of its JSON, what it looks at, and that it leaves no trace."""

import json
from datetime import datetime

import pytest

KEYS = {
    *("id", "message_id", "from", "subject", "date", "label", "confidence", "unsure", "folder", "scores", "repeat"),
    *("keywords", "follows", "standing", "reasons"),
}
LABELS = ["legitimate", "spray", "irrelevant", "pitch", "scam"]
KINDS = [*LABELS, "repeat", "unsure", "failed"]


def kind_of(message):
    if "error" in message:
        return "failed"
    if message["repeat"] is not None:
        return "repeat"
    return "unsure" if message["unsure"] else message["label"]


# ---------------------------------------------------------------- the object


def test_the_object_holds_what_the_contract_says(triage, make_folder, ten):
    folder = make_folder(ten)
    shown = triage.json("clean", folder)
    assert shown["schema"] == "triage.clean/1"
    assert len(shown["run"]) == 6
    assert shown["applied"] is False
    assert shown["target"] == str(folder)
    assert list(shown["counts"]) == KINDS
    for message in shown["messages"]:
        assert set(message) == KEYS
        assert sorted(message["scores"]) == sorted(LABELS)
        assert sum(message["scores"].values()) == pytest.approx(1.0, abs=1e-5)
        assert datetime.fromisoformat(message["date"]).tzinfo is not None
        assert all({"code", "text", "weight"} == set(reason) for reason in message["reasons"])
        assert message["reasons"]


def test_counts_add_up_to_the_messages_and_say_of_each_what_it_is(triage, make_folder, ten, mail):
    texts = [mail.raw(n, sender=f"u{n}@somewhere.example", body=f"We sell widgets. {n}") for n in range(20, 30)]
    shown = triage.json("clean", make_folder([*ten, *texts, b"not a mail"]), code=6)
    found = [kind_of(message) for message in shown["messages"]]
    assert len(found) == 21
    assert shown["counts"] == {kind: found.count(kind) for kind in KINDS}


def test_a_folder_is_named_for_what_moves_and_for_nothing_else(triage, make_folder, ten):
    for message in triage.json("clean", make_folder(ten))["messages"]:
        moves = message["from"].endswith("pest.example")
        assert (message["folder"] is not None) == moves
        assert message["unsure"] is False
        assert message["standing"] == ("blocked" if moves else "allowed")


def test_the_same_again_is_a_repeat_of_the_first(triage, make_folder, mail):
    body = mail.pest(1).partition(b"\n\n")[2].decode()
    again = [mail.raw(n, sender="jo@x.pest.example", body=body, subject="Leads") for n in (1, 2, 3)]
    first, second, third = triage.json("clean", make_folder(again))["messages"]
    assert first["repeat"] is None
    assert second["repeat"]["of"] == first["id"]
    assert [one["repeat"]["kind"] in ("exact", "variant") for one in (second, third)] == [True, True]
    assert [one["repeat"]["touch"] for one in (second, third)] == [2, 3]
    assert second["repeat"]["date"] == first["date"]
    assert 0.6 < second["repeat"]["similarity"] <= 1.0
    assert second["folder"] == third["folder"] == "Outreach/Repeats"
    assert second["label"] != "legitimate"


def test_messages_come_oldest_first_and_undated_ones_last(triage, make_folder, mail):
    raws = [mail.friend(5), mail.friend(1), mail.friend(3, date="some day"), mail.friend(2)]
    folder = make_folder(raws)
    for path in folder.rglob("*.eml"):
        path.touch()  # the file's time, in 2026 or later, stands in for a date that cannot be read
    shown = triage.json("clean", folder)["messages"]
    assert [message["subject"] for message in shown] == ["Message 1", "Message 2", "Message 5", "Message 3"]


def test_mail_that_cannot_be_read_is_told_of_and_the_rest_is_done(triage, make_folder, ten):
    folder = make_folder([*ten, b"\x89PNG\r\n\x1a\n\0\0", b""])
    shown = triage.json("clean", folder, code=6)
    failed = [message for message in shown["messages"] if "error" in message]
    assert shown["counts"]["failed"] == len(failed) == 2
    assert sum(shown["counts"].values()) == 12
    assert {message["id"] for message in failed} == {"0010.eml", "2024/0011.eml"}
    assert all(set(message) == KEYS | {"error"} and message["folder"] is None for message in failed)
    assert all(message["error"].endswith(".") for message in failed)


@pytest.mark.case(61)
@pytest.mark.parametrize(
    "text",
    ["\x1b[31mred\x1b[0m", "\x9b31m", "\u202egnp.exe", "[red]bold[/red]", '=cmd|"/c calc"', "𝔘𝔫𝔦 日本 🎉", "\ud800"],
    ids=["escape", "c1", "bidi", "markup", "formula", "wide", "surrogate"],
)
def test_json_is_plain_ascii_whatever_a_subject_holds(triage, make_folder, mail, text):
    raw = mail.friend(1).replace(b"Message 1", b"=?utf-8?b?%s?=" % _base64(text))
    out = triage("clean", make_folder([raw]), "--json").out
    assert out.isascii()
    assert not set(map(chr, range(32))) & set(out) - {"\n"}
    assert len(json.loads(out)["messages"]) == 1


def _base64(text):
    import base64

    return base64.b64encode(text.encode("utf-8", "surrogatepass"))


# ---------------------------------------------------------------- ids


def test_an_eml_is_named_by_its_path_below_the_target(triage, make_folder, mail):
    shown = triage.json("clean", make_folder([mail.friend(0), mail.friend(1)]))["messages"]
    assert [message["id"] for message in shown] == ["0000.eml", "2024/0001.eml"]


def test_a_message_of_an_mbox_is_named_by_its_number_from_0(triage, make_mbox, mail):
    shown = triage.json("clean", make_mbox([mail.friend(2), mail.friend(1), mail.friend(0)]))["messages"]
    assert [(message["id"], message["subject"]) for message in shown] == [
        ("2", "Message 0"),
        ("1", "Message 1"),
        ("0", "Message 2"),
    ]


def test_a_message_of_a_maildir_is_named_without_its_flags(triage, make_maildir, mail):
    shown = triage.json("clean", make_maildir([mail.friend(0), mail.friend(1)]))["messages"]
    assert [message["id"] for message in shown] == ["1700000000.M0.host", "1700000001.M1.host"]


def test_a_single_eml_is_named_by_its_name(triage, make_folder, mail):
    folder = make_folder([mail.friend(0)])
    assert triage.json("clean", folder / "0000.eml")["messages"][0]["id"] == "0000.eml"


# ---------------------------------------------------------------- what is looked at


@pytest.mark.parametrize(
    ("since", "left"),
    [("2024-03-05", 6), ("2024-03-05T12:00:00Z", 5), ("5 March 2024", 6), ("2030-01-01", 0), ("3000w", 10), ("1d", 0)],
)
def test_since_leaves_out_older_mail(triage, make_folder, ten, since, left):
    assert sum(triage.json("clean", make_folder(ten), "--since", since)["counts"].values()) == left


def test_limit_takes_the_oldest(triage, make_folder, ten):
    shown = triage.json("clean", make_folder(list(reversed(ten))), "--limit", "3")["messages"]
    assert [message["subject"] for message in shown] == ["Message 0", "Message 1", "Message 2"]


def test_folder_sweeps_another_folder_than_the_inbox(triage, make_maildir, mail):
    root = make_maildir([mail.friend(0)])
    make_maildir([mail.friend(1), mail.friend(2)], name="Maildir/.Lists.Python")
    shown = triage.json("clean", root, "--folder", "Lists/Python")
    assert [message["subject"] for message in shown["messages"]] == ["Message 1", "Message 2"]


def test_outreach_that_lies_where_it_belongs_stays_there(triage, make_maildir, ten):
    root = make_maildir(ten)
    filed = triage.json("clean", root, "--apply")
    folder = next(message["folder"] for message in filed["messages"] if message["folder"])
    shown = triage.json("clean", root, "--folder", folder)
    assert shown["messages"]
    assert {message["folder"] for message in shown["messages"]} == {None}
    assert "outreach, not moved" in triage("clean", root, "--folder", folder).out


def test_everybody_that_sent_mail_went_to_is_a_correspondent(triage, make_folder, mail):
    raw = mail.raw(1, sender="jo@vendor.example", body=mail.pest(1).decode())
    folder = make_folder([raw])
    sent = make_folder([mail.raw(9, sender="sam@acme.example", to="Jo <JO@vendor.example>")], name="written")
    assert triage.json("clean", folder)["messages"][0]["standing"] == "stranger"
    told = triage.json("clean", folder, "--sent", sent)["messages"][0]
    assert (told["standing"], told["label"], told["folder"]) == ("correspondent", "legitimate", None)


def test_the_sent_folder_of_a_maildir_is_read_by_itself(triage, make_maildir, mail):
    root = make_maildir([mail.raw(1, sender="jo@vendor.example")])
    make_maildir([mail.raw(9, sender="sam@acme.example", to="jo@vendor.example")], name="Maildir/.Sent")
    shown = triage.json("clean", root)
    assert [message["standing"] for message in shown["messages"]] == ["correspondent"]


def test_whom_i_answered_is_known_before_their_earlier_mail_is_judged(triage, make_maildir, mail):
    root = make_maildir(
        [mail.raw(n, sender="jo@vendor.example", body=mail.pest(n).decode()) for n in range(2)], flags="RS"
    )
    first, second = triage.json("clean", root)["messages"]
    assert first["standing"] == "correspondent"
    assert second["folder"] is None


# ---------------------------------------------------------------- exit codes, streams


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--fail-if-found",), 10)], ids=["plain", "fail-if-found"])
def test_outreach_ends_with_10_only_where_that_is_asked_for(triage, make_folder, ten, options, code):
    assert triage.json("clean", make_folder(ten), *options, code=code)["messages"]


def test_fail_if_found_is_0_where_nothing_moves(triage, make_folder, mail):
    assert triage.json("clean", make_folder([mail.friend(1)]), "--fail-if-found")["counts"]["failed"] == 0


def test_outreach_that_was_found_counts_more_than_mail_that_failed(triage, make_folder, ten):
    assert triage("clean", make_folder([*ten, b"no mail"]), "--fail-if-found", code=10)


def test_the_result_goes_to_stdout_and_nothing_to_stderr_without_a_terminal(triage, make_folder, ten):
    for options in ((), ("--json",), ("-v",), ("-q",)):
        done = triage("clean", make_folder(ten), *options)
        assert done.err == ""
        assert "\x1b" not in done.out


def test_verbose_lists_every_message_with_its_fate_and_a_reason(triage, make_folder, ten):
    lines = triage("clean", make_folder([*ten, b"no mail"]), "-v", code=6).out.partition("\n\n")[0].splitlines()
    assert len(lines) == 22
    for number in range(10):
        fate = lines[2 * number]
        assert f"“Message {number}”" in fate
        assert fate.startswith("  → Outreach/" if number % 2 else "  stays, legitimate")
        assert lines[2 * number + 1].startswith("      ↳ ")
    assert lines[-2].startswith("  stays, could not be read")


def test_a_preview_leaves_no_trace(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root), census(triage.home)
    triage("clean", root, "--yes")
    triage("clean", root, "--json")
    assert (census(root), census(triage.home)) == before
    assert not list(root.glob(".Outreach*"))


def test_an_empty_maildir_is_no_error(triage, make_maildir):
    shown = triage.json("clean", make_maildir([]))
    assert shown["messages"] == []
    assert sum(shown["counts"].values()) == 0
    assert "0 messages" in triage("clean", make_maildir([])).out


# ---------------------------------------------------------------- what to do next


def test_the_next_steps_are_commands_that_work(triage, make_maildir, ten, monkeypatch, tmp_path):
    make_maildir(ten)
    monkeypatch.chdir(tmp_path)
    steps = [line.partition("triage ")[2].split() for line in triage("clean", "Maildir").out.splitlines()[-2:]]
    assert [step[0] for step in steps] == ["clean", "why"]
    assert "because it" in triage(*steps[1]).out
    filed = triage(*steps[0]).out
    assert filed.startswith("\n  Filed:")
    undo = next(line.partition("triage ")[2].split() for line in filed.splitlines() if "to put it back" in line)
    assert "5 messages" in triage(*undo).out


@pytest.mark.parametrize(
    ("target", "ending"), [("mail.mbox", "--apply --out DIR"), ("Maildir", "--apply"), ("mail", "--apply --out DIR")]
)
def test_the_next_step_asks_for_out_only_where_mail_is_copied(
    triage, make_maildir, make_mbox, make_folder, ten, monkeypatch, tmp_path, target, ending
):
    {"mail.mbox": make_mbox, "Maildir": make_maildir, "mail": make_folder}[target](ten)
    monkeypatch.chdir(tmp_path)
    assert f"  to file it      triage clean {target} {ending}\n" in triage("clean", target).out


def test_the_next_step_repeats_the_options_that_were_given(triage, make_maildir, ten, monkeypatch, tmp_path):
    make_maildir(ten)
    monkeypatch.chdir(tmp_path)
    out = triage("clean", "Maildir", "--limit", "4", "--folder", "INBOX").out
    assert "triage clean Maildir --apply --limit 4 --folder INBOX\n" in out
