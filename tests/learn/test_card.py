"""The card says what was measured, of the model that is shipped."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from triage.learn.card import card, evaluation_page
from triage.learn.modelfile import FACTS, shipped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def measured():
    return json.loads((shipped() / "evaluation.json").read_text("utf-8"))


def test_the_card_is_what_was_measured(measured):
    assert (shipped() / "CARD.md").read_text("utf-8") == card(measured)


def test_the_page_is_what_was_measured(measured):
    assert (ROOT / "docs" / "evaluation.md").read_text("utf-8") == evaluation_page(measured)


def test_what_was_measured_is_the_model_that_is_shipped(measured):
    facts = json.loads((shipped() / FACTS).read_text("utf-8"))
    assert measured["model"]["sha256"] == facts["sha256"]
    assert measured["model"]["thresholds"] == facts["thresholds"]
    assert measured["model"]["documents"] == measured["corpus"]["messages"] == facts["documents"]


def test_another_figure_gives_another_card(measured):
    other = copy.deepcopy(measured)
    other["cross_validated"]["all"]["legitimate_moved"][0] = 0.4242
    assert "42.42%" in card(other)
    assert card(other) != card(measured)


def test_without_real_mail_the_card_says_nothing_of_it(measured):
    assert "## On real mail" not in card(measured | {"real": None})
