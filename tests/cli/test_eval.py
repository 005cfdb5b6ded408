"""`triage eval`: the figures of mail whose labels and verdicts are known, and what it says where it cannot give any."""

import ctypes
import json
import xml.etree.ElementTree as ET

import pytest
from small_corpus import small

from triage.cli.curve import show_curve
from triage.cli.options import Shared, settings

LABELS = ("legitimate", "spray", "irrelevant", "pitch", "scam")


def tree(root, **mail):
    """Make a tree of .eml files in folders that bear these names."""
    for folder, raws in mail.items():
        (root / folder).mkdir(parents=True, exist_ok=True)
        for number, raw in enumerate(raws):
            (root / folder / f"{number:03}.eml").write_bytes(raw)
    return root


@pytest.fixture
def twelve(tmp_path, mail):
    """Twelve messages: six from a friend, who stays, and six from a pest, who moves; three stand where they do not belong."""
    return tree(
        tmp_path / "set",
        legitimate=[*(mail.friend(n) for n in range(5)), mail.pest(20)],
        spray=[mail.pest(n) for n in range(30, 34)],
        pitch=[mail.friend(40)],
        scam=[mail.pest(50)],
    )


# ---------------------------------------------------------------- figures


def test_the_figures_of_twelve_messages_are_those_of_a_pencil(triage, twelve):
    found = triage.json("eval", twelve)
    assert (found["schema"], found["messages"], found["failed"]) == ("triage.eval/1", 12, 0)
    assert {label: {to: n for to, n in row.items() if n} for label, row in found["confusion"].items()} == {
        "legitimate": {"legitimate": 5, "spray": 1},
        "spray": {"spray": 4},
        "irrelevant": {},
        "pitch": {"legitimate": 1},
        "scam": {"spray": 1},
    }
    labels = found["labels"]
    assert {label: of["count"] for label, of in labels.items()} == {
        "legitimate": 6, "spray": 4, "irrelevant": 0, "pitch": 1, "scam": 1,
    }  # fmt: skip
    assert [labels["legitimate"][name] for name in ("precision", "recall", "f1")] == [0.8333, 0.8333, 0.8333]
    assert [labels["spray"][name] for name in ("precision", "recall", "f1")] == [0.6667, 1.0, 0.8]
    assert [labels["irrelevant"][name] for name in ("precision", "recall", "f1")] == [None, None, None]
    assert [labels["pitch"][name] for name in ("precision", "recall", "f1")] == [None, 0.0, 0.0]
    assert [labels["scam"][name] for name in ("precision", "recall", "f1", "moved")] == [None, 0.0, 0.0, 1.0]
    assert found["legitimate_moved"] == 0.1667
    assert found["outreach_caught"] == 0.8333
    assert found["macro_f1"] == pytest.approx(0.8 / 3, abs=1e-4)


def test_probabilities_are_compared_with_what_is_true_in_tenths(triage, twelve):
    found = triage.json("eval", twelve)
    bins = found["reliability"]
    assert len(bins) == 10
    assert bins[0] == {"messages": 6, "told": 0.0, "true": 0.1667}  # a friend is certain, and one of them was a pitch
    assert sum(one["messages"] for one in bins) == 12
    off = sum(one["messages"] * abs(one["told"] - one["true"]) for one in bins) / 12
    assert found["calibration_error"] == pytest.approx(off, abs=2e-4)


def test_every_figure_lies_in_its_interval_and_few_messages_make_it_wide(triage, twelve):
    found = triage.json("eval", twelve)
    whole = ("macro_f1", "legitimate_moved", "outreach_caught", "calibration_error")
    told = [(found, name) for name in whole]
    told += [(found["labels"][label], name) for label in LABELS for name in ("precision", "recall")]
    for of, name in told:
        low, high = of[f"{name}_interval"]
        assert 0.0 <= low <= (low if of[name] is None else of[name]) <= high <= 1.0, name
    assert found["labels"]["irrelevant"]["precision_interval"] == [0.0, 1.0]
    low, high = found["legitimate_moved_interval"]
    assert high - low > 0.3


def test_mail_that_is_right_throughout_has_full_figures_and_intervals_that_own_to_being_few(triage, tmp_path, mail):
    root = tree(
        tmp_path / "set", legitimate=[mail.friend(n) for n in range(6)], spray=[mail.pest(n) for n in range(20, 26)]
    )
    found = triage.json("eval", root)
    assert (found["macro_f1"], found["outreach_caught"], found["legitimate_moved"]) == (1.0, 1.0, 0.0)
    assert found["labels"]["spray"]["precision_interval"][0] < 0.7
    assert found["legitimate_moved_interval"][1] > 0.3


def test_the_screen_shows_what_json_tells(triage, twelve):
    out = triage("eval", twelve).out
    assert "12 messages" in out
    assert "16.7%" in out  # legitimate mail that would move
    assert "83.3%" in out  # outreach caught


def test_mail_below_a_label_at_any_depth_bears_it(triage, tmp_path, mail):
    tree(tmp_path / "set" / "legitimate" / "2023", may=[mail.friend(1)], june=[mail.friend(2)])
    tree(tmp_path / "set", spray=[mail.pest(3)])
    assert triage.json("eval", tmp_path / "set")["confusion"]["legitimate"]["legitimate"] == 2


def test_nothing_is_changed_and_nothing_remembered(triage, twelve, census):
    before, home = census(twelve), census(triage.home)
    assert triage.json("eval", twelve) == triage.json("eval", twelve)
    assert census(twelve) == before
    assert census(triage.home) == home


# ---------------------------------------------------------------- a mailbox as truth


def test_the_folders_that_triage_filed_to_are_the_truth_and_the_inbox_is_legitimate(triage, make_maildir, mail, census):
    root = make_maildir([mail.friend(1), mail.friend(2), mail.pest(3)])
    make_maildir([mail.pest(n) for n in range(10, 14)], name="Maildir/.Outreach.Spray")
    make_maildir([mail.friend(20)], name="Maildir/.Outreach.Pitches")
    make_maildir([mail.pest(30)], name="Maildir/.Archive")  # nobody said what stands here
    before = census(root)
    found = triage.json("eval", root)
    assert found["messages"] == 8
    assert found["confusion"]["legitimate"] == dict.fromkeys(LABELS, 0) | {"legitimate": 2, "spray": 1}
    assert found["confusion"]["spray"] == dict.fromkeys(LABELS, 0) | {"spray": 4}
    assert found["confusion"]["pitch"] == dict.fromkeys(LABELS, 0) | {"legitimate": 1}
    assert found["labels"]["spray"]["moved"] == 1.0  # wherever it stands now
    assert census(root) == before


def test_a_mailbox_without_folders_of_labelled_mail_is_a_usage_error(triage, make_maildir, mail):
    done = triage("eval", make_maildir([mail.friend(1)]), code=2)
    assert "Outreach/Spray" in done.err
    assert done.out == ""


# ---------------------------------------------------------------- what cannot be measured


@pytest.mark.parametrize("wrong", ["sprey", "Spray", "spam", "legit"])
def test_a_label_that_is_misspelt_is_named_together_with_those_that_there_are(triage, twelve, mail, wrong):
    if not (twelve / wrong).exists():  # where names are told apart by their capitals
        tree(twelve, **{wrong: [mail.pest(60)]})
    done = triage("eval", twelve, code=2)
    assert done.out == ""
    assert f"{wrong}: no label is called so" in done.err
    assert all(label in done.err for label in LABELS)
    assert done.err.count("\n") == 1


def test_several_wrong_names_are_told_at_once(triage, twelve, mail):
    tree(twelve, sprey=[mail.pest(60)], skam=[mail.pest(61)])
    assert "skam, sprey: no label" in triage("eval", twelve, code=2).err


def test_mail_beside_the_folders_is_refused_since_nothing_says_what_it_is(triage, twelve, mail):
    (twelve / "loose.eml").write_bytes(mail.friend(70))
    assert "nothing says what it is" in triage("eval", twelve, code=2).err


def test_folders_without_a_message_are_a_usage_error(triage, tmp_path):
    tree(tmp_path / "set", legitimate=[], spray=[])
    done = triage("eval", tmp_path / "set", code=2)
    assert done.out == ""
    assert "Traceback" not in done.err


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["screen", "json"])
def test_a_label_with_two_messages_is_measured_with_a_note_that_it_says_little(triage, tmp_path, mail, form):
    root = tree(
        tmp_path / "set", legitimate=[mail.friend(n) for n in range(25)], scam=[mail.pest(n) for n in range(30, 32)]
    )
    done = triage("eval", root, *form)
    assert "Fewer than 20 messages of: scam." in done.err
    assert "legitimate" not in done.err
    assert "Fewer" not in done.out
    assert "Fewer" not in triage("eval", root, *form, "--quiet").err


def test_without_a_profile_it_says_that_irrelevant_cannot_be_measured(triage, tmp_path, mail):
    triage.configure('[never_touch]\nsenders = ["@friend.example"]\n\n[block]\nsenders = ["@pest.example"]\n')
    root = tree(tmp_path / "set", legitimate=[mail.friend(1)], irrelevant=[mail.pest(2)])
    done = triage("eval", root, "--json")
    assert "Without a [me] profile nothing is called irrelevant" in done.err
    assert done.json["labels"]["irrelevant"]["recall"] == 0.0


def _without_the_powers_of_root():
    """Let root be refused like everybody: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH go, and do not come back with exec."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP; fails for all others, who need it not


@pytest.mark.parametrize("label", ["legitimate", "spray"])
def test_a_message_that_cannot_be_read_failed_and_the_rest_is_measured(triage, twelve, label):
    (twelve / label / "000.eml").chmod(0)
    done = triage.ended("eval", twelve, "--json", preexec_fn=_without_the_powers_of_root)
    assert done.code == 6, done
    assert (done.json["failed"], done.json["messages"]) == (1, 11)
    assert sum(sum(row.values()) for row in done.json["confusion"].values()) == 11
    shown = triage.ended("eval", twelve, preexec_fn=_without_the_powers_of_root)
    assert shown.code == 6
    assert "1 could not be read" in shown.out


# ---------------------------------------------------------------- the picture


def test_the_picture_is_one_svg_that_needs_nothing_from_elsewhere(triage, twelve, tmp_path):
    drawn = tmp_path / "figures.svg"
    found = triage("eval", twelve, "--json", "--picture", drawn)
    text = drawn.read_text("utf-8")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {each.tag.rpartition("}")[2] for each in root.iter()} <= {
        "svg",
        "style",
        "text",
        "rect",
        "line",
        "polyline",
        "circle",
    }
    assert "href" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert text.count("http") == 1  # the name of the language itself
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert set(LABELS) <= set(words)
    counts = [str(n) for row in json.loads(found.out)["confusion"].values() for n in row.values()]
    assert [word for word in words if word and word.isdigit()][: len(counts)] == counts
    assert "set: 12 messages" in words


def test_a_title_with_marks_of_markup_spoils_no_picture(triage, tmp_path, mail):
    root = tree(tmp_path / 'a <b> & "c"', legitimate=[mail.friend(1)], spray=[mail.pest(2)])
    triage("eval", root, "--picture", tmp_path / "figures.svg")
    assert 'a <b> & "c"' in ET.fromstring((tmp_path / "figures.svg").read_text("utf-8")).attrib["aria-label"]


def test_a_picture_that_cannot_be_written_is_a_sentence(triage, twelve, tmp_path):
    done = triage.ended("eval", twelve, "--picture", tmp_path / "nowhere" / "figures.svg")
    assert done.code not in (0, 1)
    assert "Traceback" not in done.err


# ---------------------------------------------------------------- the learning curve


def test_the_curve_tells_what_corrections_are_worth_and_is_drawn(triage, mail, tmp_path, monkeypatch, capsys):
    """Two trainings: with none of my mail and with all of one half; the other half is judged, and shares no sender."""
    words = {"legitimate": "The kiln is warm, come by and glaze.", "scam": "Wheels for you. Order our wheels today."}
    root = tree(
        tmp_path / "set",
        **{
            label: [
                mail.raw(n, subject=f"{label} {n}", sender=f"jo@{label}{n}.example", body=f"{text} " * (2 + n % 3))
                for n in range(8)
            ]
            for label, text in words.items()
        },
    )
    picture = tmp_path / "curve.svg"
    for name, value in triage.environ.items():
        monkeypatch.setenv(name, value)
    corpus = small(tmp_path / "corpus", ["claire", "scams"])
    assert show_curve(settings(Shared(json=True)), str(root), sent=None, picture=picture, corpus=corpus) == 0
    told = json.loads(capsys.readouterr().out)
    first, last = told["curve"][0], told["curve"][-1]
    assert first["learnt"] == 0
    assert 0 < last["learnt"] == 16 - last["judged"]
    assert first["judged"] == last["judged"]
    assert last["macro_f1"] > first["macro_f1"]
    drawn = ET.parse(picture).getroot()
    assert f"after {last['learnt']}" in drawn.get("aria-label")


def test_a_curve_of_one_sender_is_refused(triage, mail, tmp_path):
    root = tree(tmp_path / "set", spray=[mail.raw(n, sender="jo@v.example") for n in range(3)])
    assert "mail of two senders or more" in triage("eval", root, "--curve", code=2).err
