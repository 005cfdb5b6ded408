"""The model on the disk: data that is read back as it was written, or refused with what to do."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from letters import model_of, slice_of_corpus, small_model

from triage.domain import Label
from triage.errors import ModelError
from triage.judge.classifier import KINDS, SIGNAL_CODES, Pieces, Terms
from triage.judge.keytable import KeyTable
from triage.judge.pieces import pieces
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.learn.modelfile import ARRAYS, FACTS, FORMAT, load, save, shipped
from triage.learn.train import readings


def tiny(*, bias=0.25, version="tiny"):
    """Return a model of two terms and three pieces."""
    weights = np.random.default_rng(7).normal(size=(5 + len(SIGNAL_CODES), 1 + len(KINDS)))
    return replace(
        model_of(0.5),
        terms=Terms.of(("glasur ä", "subject:釉"), np.array([2.0, 1.5])),
        pieces=Pieces(KeyTable.of(pieces("a")), np.array([1.0, 1.25, 1.5])),
        documents=7,
        weights=Weights.of(weights, signals=len(SIGNAL_CODES)),
        bias=np.array([bias, 0.1, 0.2, 0.3, 0.4]),
        calibration=(2.5, -0.5),
        calibration_unfamiliar=(3.5, -0.25),
        temperature=0.7,
        thresholds={kind: 0.9 + at / 100 for at, kind in enumerate(KINDS)},
        version=version,
    )


@pytest.fixture
def folder(tmp_path):
    """A folder with a model in it."""
    save(tiny(), tmp_path / "models")
    return tmp_path / "models"


def facts_of(folder):
    return json.loads((folder / FACTS).read_text())


def tell(folder, **facts):
    """Write other facts, with a checksum that is right."""
    told = facts_of(folder) | {"sha256": hashlib.sha256((folder / ARRAYS).read_bytes()).hexdigest()} | facts
    (folder / FACTS).write_text(json.dumps({name: value for name, value in told.items() if value is not ...}))


def put(folder, content):
    """Write other arrays, with a checksum that is right."""
    (folder / ARRAYS).write_bytes(content)
    tell(folder)


def arrays_of(folder, **changed):
    with np.load(folder / ARRAYS) as arrays:
        kept = {name: arrays[name] for name in arrays.files} | changed
    return {name: value for name, value in kept.items() if value is not None}


def packed(arrays, **options):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays, **options)
    return buffer.getvalue()


def refused(folder):
    """Return the sentence with which this model is refused."""
    with pytest.raises(ModelError) as caught:
        load(folder)
    sentence = str(caught.value)
    assert str(folder) in sentence
    assert "triage retrain" in sentence, "it says what to do"
    assert caught.value.exit_code == 8
    return sentence


# ---------------------------------------------------------------- round trip


def test_a_model_is_read_back_as_it_was_written(folder):
    written, back = tiny(), load(folder)
    assert list(back.terms) == list(written.terms) == ["glasur ä", "subject:釉"]
    assert list(map(back.terms.place, written.terms)) == [0, 1]
    assert back.pieces.table.keys.tolist() == written.pieces.table.keys.tolist()
    for ours, theirs in (
        (back.terms.idf, written.terms.idf),
        (back.pieces.idf, written.pieces.idf),
        (back.weights.all(), written.weights.all()),
        (back.bias, written.bias),
    ):
        assert ours == pytest.approx(theirs, abs=1e-9)
    assert (back.documents, back.version) == (7, "tiny")
    assert (back.calibration, back.calibration_unfamiliar) == ((2.5, -0.5), (3.5, -0.25))
    assert (back.temperature, back.thresholds) == (0.7, written.thresholds)
    assert set(map(type, back.thresholds)) == {Label}


def test_a_trained_model_scores_as_before(tmp_path):
    save(small_model(), tmp_path)
    back = load(tmp_path)
    for reading in readings(slice_of_corpus()[:30], Usage()):
        before, after = (model.log_odds(model.weigh(reading)) for model in (small_model(), back))
        assert after[0] == pytest.approx(before[0], abs=1e-6)
        assert after[1] == pytest.approx(before[1], abs=1e-6)


def test_the_same_model_gives_the_same_bytes_and_so_does_one_read_back(folder, tmp_path):
    save(tiny(), tmp_path / "again")
    save(load(folder), tmp_path / "back")
    for name in (ARRAYS, FACTS):
        assert (
            (folder / name).read_bytes()
            == (tmp_path / "again" / name).read_bytes()
            == (tmp_path / "back" / name).read_bytes()
        )


def test_the_files_hold_arrays_and_facts_and_nothing_to_run(folder):
    assert sorted(path.name for path in folder.iterdir()) == [FACTS, ARRAYS]
    assert facts_of(folder)["format"] == FORMAT
    with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "iu" for name in arrays.files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o644}


def test_what_stood_there_before_is_kept(folder):
    before = {name: (folder / name).read_bytes() for name in (ARRAYS, FACTS)}
    save(tiny(bias=0.5, version="newer"), folder)
    assert load(folder).version == "newer"
    assert {name: (folder / f"{name}.previous").read_bytes() for name in before} == before
    save(tiny(bias=0.5, version="newer"), folder)
    assert {name: (folder / f"{name}.previous").read_bytes() for name in before} == before, (
        "the same again is no change"
    )
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, *(f"{name}.previous" for name in before)])


def test_the_shipped_model_is_found_in_this_checkout_or_wheel():
    assert (shipped() / FACTS).is_file()
    assert (shipped() / ARRAYS).is_file()


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf, 1e300])
def test_a_weight_that_is_no_number_is_not_written(folder, wrong):
    before = (folder / ARRAYS).read_bytes()
    weights = tiny().weights.all()
    weights[2, 1] = wrong
    with pytest.raises(FloatingPointError):
        save(replace(tiny(), weights=Weights.of(weights, signals=len(SIGNAL_CODES))), folder)
    assert (folder / ARRAYS).read_bytes() == before


@pytest.mark.parametrize("name", [ARRAYS, FACTS])
def test_a_model_of_which_a_file_is_missing_is_refused(folder, name):
    (folder / name).unlink()
    assert f"There is no model at {folder / name}" in refused(folder)


def test_a_folder_that_is_not_there_is_no_model(tmp_path):
    assert "There is no model" in refused(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [ARRAYS, FACTS])
def test_a_folder_in_the_place_of_a_file_is_refused(folder, name):
    (folder / name).unlink()
    (folder / name).mkdir()
    assert "cannot be read" in refused(folder)


@pytest.mark.case(63)
@pytest.mark.parametrize("name", [ARRAYS, FACTS])
def test_a_model_that_others_can_write_is_not_trusted(folder, name):
    (folder / name).chmod(0o646)
    assert "chmod o-w" in refused(folder)
    (folder / name).chmod(0o664)
    assert load(folder).version == "tiny"


@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_single_bit_of_damage_is_seen(folder, at, bit):
    sound = (folder / ARRAYS).read_bytes()
    damaged = bytearray(sound)
    damaged[at % len(sound)] ^= 1 << bit
    try:
        (folder / ARRAYS).write_bytes(damaged)
        assert "its checksum is wrong" in refused(folder)
    finally:
        (folder / ARRAYS).write_bytes(sound)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b'"model"', b"\xff\xfe", b"[" * 100_000, b'{"format": 1}', b"1" * 5_000],
    ids=["empty", "half", "null", "list", "text", "no-utf8", "deep", "no-facts", "a-long-number"],
)
def test_facts_that_are_none_are_refused(folder, content):
    (folder / FACTS).write_bytes(content)
    refused(folder)


@pytest.mark.parametrize("cut", [1, 100, 300])
def test_facts_cut_short_are_refused(folder, cut):
    content = (folder / FACTS).read_bytes()
    (folder / FACTS).write_bytes(content[:-cut])
    if cut > 1:  # the last byte is a line end
        refused(folder)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"format": FORMAT + 1}, "another version of triage"),
        ({"format": "1"}, "another version of triage"),
        ({"signals": list(SIGNAL_CODES[:-1])}, "another version of triage"),
        ({"signals": [*SIGNAL_CODES[1:], SIGNAL_CODES[0]]}, "another version of triage"),
        ({"signals": None}, "another version of triage"),
        ({"sha256": "0" * 64}, "its checksum is wrong"),
        ({"sha256": None}, "its checksum is wrong"),
        *(
            ({name: ...}, "cannot be read")
            for name in (
                "signals",
                "sha256",
                "calibration",
                "calibration_unfamiliar",
                "temperature",
                "thresholds",
                "documents",
            )
        ),
        ({"version": ...}, "cannot be read"),
        ({"calibration": [1.0]}, "cannot be read"),
        ({"calibration": [1.0, 2.0, 3.0]}, "cannot be read"),
        ({"calibration": {"slope": 1.0}}, "cannot be read"),
        ({"calibration": [float("nan"), 0.0]}, "cannot be read"),
        ({"calibration": [float("inf"), 0.0]}, "cannot be read"),
        ({"calibration": ["steep", 0.0]}, "cannot be read"),
        ({"calibration_unfamiliar": [1.0]}, "cannot be read"),
        ({"calibration_unfamiliar": [0.0, float("nan")]}, "cannot be read"),
        ({"temperature": 0.0}, "cannot be read"),
        ({"temperature": -1.0}, "cannot be read"),
        ({"temperature": float("nan")}, "cannot be read"),
        ({"temperature": None}, "cannot be read"),
        ({"documents": 0}, "cannot be read"),
        ({"documents": "many"}, "cannot be read"),
        ({"documents": "9" * 5_000}, "cannot be read"),
        ({"thresholds": [0.9]}, "cannot be read"),
        ({"thresholds": {"spray": 0.9}}, "cannot be read"),
        ({"thresholds": dict.fromkeys([*KINDS, "legitimate"], 0.9)}, "cannot be read"),
        ({"thresholds": dict.fromkeys([*KINDS, "spam"], 0.9)}, "cannot be read"),
        ({"thresholds": dict.fromkeys(KINDS, float("nan"))}, "cannot be read"),
        ({"thresholds": dict.fromkeys(KINDS)}, "cannot be read"),
    ],
    ids=str,
)
def test_facts_that_no_model_has_are_refused(folder, facts, told):
    tell(folder, **facts)
    assert told in refused(folder)


class Runs:
    """What unpickling would run."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return (Path.touch, (self.mark,))


@pytest.mark.case(63)
def test_object_arrays_are_refused_and_nothing_in_them_runs(folder, tmp_path):
    mark = tmp_path / "ran"
    evil = np.empty(1, dtype=object)
    evil[0] = Runs(mark)
    sound = arrays_of(folder)
    for name in ("terms", "weights"):
        put(folder, packed(sound | {name: evil}))
        refused(folder)
    assert not mark.exists()


@pytest.mark.case(63)
@pytest.mark.parametrize("name", [ARRAYS, FACTS])
def test_a_pickle_under_the_name_of_a_model_is_refused_and_does_not_run(folder, tmp_path, name):
    mark = tmp_path / "ran"
    content = pickle.dumps(Runs(mark))
    if name == ARRAYS:
        put(folder, content)
    else:
        (folder / name).write_bytes(content)
    refused(folder)
    assert not mark.exists()


def zipped(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members:
            file.writestr(name, content)
    return buffer.getvalue()


def npy(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


HUGE = npy(np.zeros(3)).replace(b"(3,)", b"(99999999999999,)"[:4].ljust(4))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and then nothing of a zip",
        b"not a zip at all",
        npy(np.zeros(3)),
        zipped(),
        zipped(("terms.npy", b"no array")),
        zipped(("terms.npy", npy(np.zeros(3))[:40])),
        zipped(("terms.npy", HUGE)),
    ],
    ids=["empty", "half-a-zip", "no-zip", "one-array", "empty-zip", "no-array", "half-an-array", "odd-shape"],
)
def test_arrays_that_are_none_are_refused(folder, content):
    put(folder, content)
    refused(folder)


def test_a_zip_whose_inside_is_damaged_is_refused(folder):
    """The checksum is right here, so that what is refused is what numpy and zlib make of it."""
    sound = (folder / ARRAYS).read_bytes()
    for at in range(0, len(sound), 7):
        damaged = bytearray(sound)
        damaged[at] ^= 0xFF
        put(folder, bytes(damaged))
        try:
            load(folder)
        except ModelError:
            continue


@pytest.mark.parametrize(
    "changed",
    [
        *({name: None} for name in ("terms", "pieces", "term_idf", "piece_idf", "weights", "bias")),
        {"terms": np.frombuffer(b"one", dtype=np.uint8)},
        {"terms": np.frombuffer(b"\xff\n\xfe", dtype=np.uint8)},
        {"term_idf": np.zeros(3, dtype=np.int64)},
        {"piece_idf": np.zeros((3, 1), dtype=np.int64)},
        {"pieces": np.zeros(2, dtype=np.uint64)},
        {"weights": np.zeros((3, 5), dtype=np.int64)},
        {"weights": np.zeros(5, dtype=np.int64)},
        {"weights": np.zeros((5 + len(SIGNAL_CODES), 5))},
        {"bias": np.zeros(4, dtype=np.int64)},
        {"bias": np.array([np.inf, 0, 0, 0, 0])},
        {"bias": np.array(["a", "b", "c", "d", "e"])},
    ],
    ids="-".join,
)
def test_arrays_that_do_not_fit_together_are_refused(folder, changed):
    put(folder, packed(arrays_of(folder, **changed)))
    refused(folder)


def test_what_its_reader_said_of_trades_is_kept_and_nothing_where_nothing_was_said(folder, tmp_path):
    said = {"recruiting": {"answered": 3, "irrelevant": 1}}
    save(replace(tiny(), said=said), tmp_path)
    assert load(tmp_path).said == said
    assert "said" not in facts_of(folder)
    assert load(folder).said == {}


@pytest.mark.parametrize("said", [["recruiting"], {"recruiting": 3}, {"recruiting": {"answered": "many"}}])
def test_what_is_no_count_of_what_was_said_is_refused(folder, said):
    tell(folder, said=said)
    assert "cannot be read" in refused(folder)
