"""`triage clean --apply` and `triage undo` on mail that lies on this machine: what moves, what is never altered."""

import shutil
from collections import Counter

import pytest

# ---------------------------------------------------------------- a Maildir, in place


def test_a_maildir_is_sorted_in_place_as_the_object_says(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    shown = triage.json("clean", root, "--apply")
    assert shown["applied"] is True
    after = census(root)
    for message in shown["messages"]:
        folder = "" if message["folder"] is None else "." + message["folder"].replace("/", ".") + "/"
        name = next(name for name in before if message["id"] in name)
        assert after[f"{folder}{name}"] == before[name]
    assert len(after) == len(before) == 10


def test_undo_restores_every_file_with_its_flags_and_time(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    run = triage.json("clean", root, "--apply")["run"]
    assert census(root) != before
    told = triage.json("undo", run)
    assert told["schema"] == "triage.undo/1"
    assert (told["run"], told["counts"]) == (
        run,
        {"put_back": 5, "moved_since": 0, "unmarked": 0, "changed_since": 0, "left": 0},
    )
    assert len(told["put_back"]) == 5
    assert census(root) == before


def test_what_was_put_back_is_never_filed_again(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    triage("clean", root, "--apply")
    triage("undo")
    again = triage.json("clean", root, "--apply")
    assert {message["folder"] for message in again["messages"]} == {None}
    assert census(root) == before


def test_a_second_run_files_nothing_twice_and_new_mail_alone(triage, make_maildir, ten, mail, census):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    filed = census(root)
    assert sum(triage.json("clean", root, "--apply")["counts"].values()) == 5
    assert census(root) == filed
    (root / "new" / "1800000000.M1.host").write_bytes(mail.pest(99))
    shown = triage.json("clean", root, "--apply")["messages"]
    assert [message["id"] for message in shown if message["folder"]] == ["1800000000.M1.host"]


def test_what_was_put_back_is_no_longer_known_as_outreach(triage, make_maildir, mail):
    root = make_maildir([mail.pest(1, sender="jo@x.pest.example")])
    triage("clean", root, "--apply")
    assert triage.json("status")["mailboxes"][0]["remembered"] == 1
    triage("undo")
    assert triage.json("status")["mailboxes"][0]["remembered"] == 0
    again = mail.pest(1, sender="jo@x.pest.example").replace(b"<1@mail", b"<2@mail")
    (root / "new" / "1800000000.M1.host").write_bytes(again)
    assert [message["repeat"] for message in triage.json("clean", root)["messages"]] == [None, None]


def test_mail_pulled_back_by_its_reader_is_not_filed_again(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    before = census(root)
    triage("clean", root, "--apply")
    for path in [path for path in root.glob(".Outreach.*/cur/*") if path.is_file()]:
        shutil.move(path, root / "cur" / path.name)
    pulled = {name: content for name, (content, _) in census(root).items()}
    shown = triage.json("clean", root, "--apply")
    assert {message["folder"] for message in shown["messages"]} == {None}
    assert {name: content for name, (content, _) in census(root).items()} == pulled
    assert len(pulled) == len(before)


def test_what_its_reader_copied_back_stays_whatever_time_the_copy_has(triage, make_maildir, mail):
    root = make_maildir([mail.pest(1)])
    triage("clean", root, "--apply")
    [filed] = [path for path in root.glob(".Outreach.*/cur/*") if path.is_file()]
    copy = root / "cur" / "1900000000.M1.host:2,S"
    shutil.copyfile(filed, copy)
    [shown] = triage.json("clean", root, "--apply")["messages"]
    assert (shown["folder"], shown["reasons"][0]["code"]) == (None, "put-back")
    assert copy.exists()


def test_a_memory_that_was_lost_is_made_anew_from_what_was_filed_and_says_so(triage, make_maildir, mail):
    root = make_maildir([mail.pest(1, sender="jo@x.pest.example")])
    triage("clean", root, "--apply", "--yes")
    shutil.rmtree(triage.home / "state")
    again = mail.pest(2, sender="jo@x.pest.example", body="Any thoughts on my last mail, Sam?")
    (root / "cur" / "later.example:2,S").write_bytes(again)
    done = triage("clean", root, "--json")
    assert "messages filed before that were read again: 1." in done.err
    assert "read again" not in triage("clean", root, "--json", "--quiet").err


def test_undo_leaves_what_its_reader_moved_since_and_lists_it(triage, make_maildir, ten, census):
    root = make_maildir(ten)
    triage("clean", root, "--apply")
    moved = min(root.glob(".Outreach.*/cur/*"))
    (root / ".Keep" / "cur").mkdir(parents=True)
    shutil.move(moved, root / ".Keep" / "cur" / moved.name)
    told = triage.json("undo")
    assert told["counts"] == {"put_back": 4, "moved_since": 1, "unmarked": 0, "changed_since": 0, "left": 0}
    assert told["moved_since"] == [moved.name.partition(":")[0]]
    assert (root / ".Keep" / "cur" / moved.name).exists()
    assert len(census(root)) == 10


def test_undo_without_a_run_takes_the_last_that_filed(triage, make_maildir, ten, mail):
    first = make_maildir(ten[:4], name="First")
    second = make_maildir([mail.pest(20)], name="Second")
    runs = [triage.json("clean", root, "--apply")["run"] for root in (first, second)]
    triage("clean", first, "--apply")  # files nothing, so that it is not meant
    assert [triage.json("undo")["run"], triage.json("undo")["run"]] == runs[::-1]
    assert "There is nothing to put back" in triage("undo", code=2).err


def test_undo_twice_finds_nothing_left(triage, make_maildir, ten):
    run = triage.json("clean", make_maildir(ten), "--apply")["run"]
    triage("undo", run)
    assert triage.json("undo", run)["counts"] == {
        "put_back": 0,
        "moved_since": 0,
        "unmarked": 0,
        "changed_since": 0,
        "left": 0,
    }
    assert "nothing is left to put back" in triage("undo", run).out


@pytest.mark.parametrize("run", ["000000", "nonsense", "", "'; DROP TABLE run; --"])
def test_a_run_that_is_not_known_is_refused(triage, make_maildir, ten, run):
    triage("clean", make_maildir(ten), "--apply")
    assert "There is no run" in triage("undo", run, code=2).err


def test_a_run_of_a_preview_cannot_be_undone(triage, make_maildir, ten):
    run = triage.json("clean", make_maildir(ten))["run"]
    assert triage("undo", run, code=2)


def test_the_folders_are_those_of_the_configuration(triage, make_maildir, ten):
    text = (triage.home / "config.toml").read_text()
    triage.configure(text + '\n[filing]\nparent = "Werbung/Kalt"\nrepeats = "with-first"\n')
    shown = triage.json("clean", make_maildir([*ten, ten[1]]), "--apply")
    folders = {message["folder"] for message in shown["messages"]} - {None}
    assert folders
    assert all(folder.startswith("Werbung/Kalt/") and "Repeats" not in folder for folder in folders)


def test_a_target_folder_that_exists_keeps_what_it_holds(triage, make_maildir, mail, ten, contents):
    root = make_maildir(ten)
    make_maildir([mail.friend(50)], name="Maildir/.Outreach.Spray")
    before = contents(root)
    triage("clean", root, "--apply")
    assert contents(root) == before


@pytest.mark.parametrize("parent", ["Out.reach", "x" * 230], ids=["dot in a Maildir", "too long"])
def test_a_target_folder_whose_name_is_refused_stops_the_filing_with_a_sentence(
    triage, make_maildir, ten, census, parent
):
    root = make_maildir(ten)
    before = census(root)
    text = (triage.home / "config.toml").read_text()
    triage.configure(text + f'\n[filing]\nparent = "{parent}"\n')
    assert "choose" in triage("clean", root, "--apply", code=5).err
    assert census(root) == before


@pytest.mark.case(55)
def test_two_messages_alike_to_the_byte_are_both_filed_and_both_put_back(triage, make_maildir, mail, census):
    root = make_maildir([mail.pest(1)] * 5)
    before = census(root)
    assert sum(message["folder"] is not None for message in triage.json("clean", root, "--apply")["messages"]) == 5
    assert not list((root / "cur").iterdir())
    triage("undo")
    assert census(root) == before


# ---------------------------------------------------------------- copies


@pytest.mark.parametrize("kind", ["mail", "mail.mbox"])
def test_a_source_is_never_altered_and_what_moves_is_copied(
    triage, make_folder, make_mbox, ten, census, contents, tmp_path, kind
):
    target = make_folder(ten) if kind == "mail" else make_mbox(ten)
    out = tmp_path / "out"
    before = census(target.parent if target.is_file() else target)
    shown = triage.json("clean", target, "--apply", "--out", out)
    after = census(target.parent if target.is_file() else target)
    assert {name: after[name] for name in before} == before
    copies = {name: digest for name, (digest, _) in census(out).items()}
    named = {
        f"{message['folder']}/{message['id']}{'' if kind == 'mail' else '.eml'}"
        for message in shown["messages"]
        if message["folder"]
    }
    assert set(copies) == named
    assert len(copies) == 5
    if kind == "mail":
        assert Counter(copies.values()) <= contents(target)


def test_copies_are_made_once_and_the_second_run_says_where_they_are(triage, make_folder, ten, census, tmp_path):
    folder, out = make_folder(ten), tmp_path / "out"
    first = triage.json("clean", folder, "--apply", "--out", out)
    copied = census(out)
    second = triage.json("clean", folder, "--apply", "--out", out)
    assert census(out) == copied
    assert second["counts"] == first["counts"]
    assert [one["folder"] for one in second["messages"]] == [one["folder"] for one in first["messages"]]
    told = triage("clean", folder, "--apply", "--out", out).out
    assert "5 of them by an earlier run" in told
    assert "Nothing new was to be filed." in told
    assert "triage undo" not in told


def test_undo_takes_the_copies_out_again(triage, make_folder, ten, census, tmp_path):
    folder, out = make_folder(ten), tmp_path / "out"
    before = census(folder)
    triage("clean", folder, "--apply", "--out", out)
    assert "the originals were never touched" in triage("undo").out
    assert census(out) == {}
    assert census(folder) == before


def test_copies_in_two_places_are_two_matters(triage, make_folder, ten, census, tmp_path):
    folder = make_folder(ten)
    for name in ("one", "two"):
        triage("clean", folder, "--apply", "--out", tmp_path / name)
    triage("undo")
    assert (len(census(tmp_path / "one")), len(census(tmp_path / "two"))) == (5, 0)


# ---------------------------------------------------------------- asking first


def test_answers_are_not_asked_for_without_a_terminal(triage, make_maildir, ten):
    assert "Filed:" in triage("clean", make_maildir(ten), "--apply", input="n\n").out


def test_whose_mail_is_pulled_out_of_a_folder_is_left_alone_and_that_is_said(triage, mail, make_maildir):
    triage("block", "vendor.example")
    letters = [mail.raw(n, sender=f"jo@{name}.example") for n, name in enumerate(("vendor", "other"))]
    root = make_maildir(letters)
    triage("clean", root, "--apply")
    [filed] = [path for path in root.rglob("*") if path.parent.name == "cur" and path.parent.parent.name != root.name]
    filed.rename(root / "cur" / filed.name)
    assert "left alone now: vendor.example" in triage("clean", root, "--apply").err
    assert "left alone" not in triage("clean", root, "--apply").err
    make_maildir([mail.raw(9, sender="eve@vendor.example")], name="More")
    [message] = triage.json("clean", root.parent / "More")["messages"]
    assert message["reasons"][0]["code"] == "taken-back"


def test_mail_of_many_sellers_at_once_is_a_programs_doing_and_only_stays(triage, mail, make_maildir):
    triage.configure("[block]\nsenders = [" + ", ".join(f'"@v{n}.example"' for n in range(30)) + "]\n")
    root = make_maildir([mail.raw(n, sender=f"jo@v{n}.example") for n in range(30)])
    triage("clean", root, "--apply")
    for path in list((root / ".Outreach.Spray" / "cur").iterdir()):
        path.rename(root / "cur" / path.name)
    assert "Mail of 30 sellers was taken back at once" in triage("clean", root, "--apply").err
    assert triage.json("block", "--list")["rules"] == []
