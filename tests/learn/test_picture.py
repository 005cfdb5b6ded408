"""The picture of the figures: XML that any viewer opens, nothing loaded from elsewhere, nothing told by colour alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from triage.domain import LABELS, Label
from triage.learn.figures import Case, figures
from triage.learn.picture import HEIGHT, WIDTH, drawn

SVG = "{http://www.w3.org/2000/svg}"


def cases(truth, label, told, count):
    scores = dict.fromkeys(LABELS, told / 4) | {Label.LEGITIMATE: 1.0 - told}
    return [Case(truth, label, label is not Label.LEGITIMATE, scores, f"{truth} {label} {at}") for at in range(count)]


FOUND = figures(
    [
        *cases(Label.LEGITIMATE, Label.LEGITIMATE, 0.03, 1234),
        *cases(Label.LEGITIMATE, Label.SPRAY, 0.97, 3),
        *cases(Label.SPRAY, Label.SPRAY, 0.97, 71),
        *cases(Label.SPRAY, Label.IRRELEVANT, 0.72, 19),
        *cases(Label.SCAM, Label.SCAM, 0.97, 17),
    ]
)


@pytest.fixture
def picture():
    return ET.fromstring(drawn(FOUND, title="my mail"))


def texts(picture):
    return [element.text for element in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("title", ["mail", "a<b>&\"c'", "Größe & Ähnliches", "</svg><script>x</script>"])
def test_the_picture_is_well_formed_whatever_its_title(title):
    picture = ET.fromstring(drawn(FOUND, title=title))
    assert picture.tag == f"{SVG}svg"
    assert texts(picture)[0] == f"{title}: 1,344 messages"
    assert picture.get("aria-label").startswith(f"{title}: 1344 messages")
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg",
        "style",
        "text",
        "rect",
        "line",
        "polyline",
        "circle",
    }


def test_nothing_is_loaded_from_elsewhere():
    drawing = drawn(FOUND, title="my mail")
    assert re.findall(r"https?://[^\"' ]+", drawing) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"href|src=|url\(|@import|@font-face|<script|<image|<foreignObject|\bon\w+=", drawing)


def test_every_cell_says_its_count_and_its_share(picture):
    """What is drawn darker is written too: 5 x 5 counts, and the share of each that is not nought."""
    written = texts(picture)
    for count, share in (("1234", "100%"), ("3", "0%"), ("71", "79%"), ("19", "21%"), ("17", "100%")):
        assert written[written.index(count) + 1] == share, count
    assert written.count("0") == 25 - 5
    assert [label for label in LABELS if written.count(str(label)) != 2] == [], "once as a row, once as a column"


def test_every_point_says_how_many_messages_it_stands_for(picture):
    beside = [one.text for one in picture.iter(f"{SVG}text") if one.get("class") == "quiet" and one.text.isdigit()]
    assert beside == ["1234", "19", "91"]
    assert len(list(picture.iter(f"{SVG}circle"))) == 3


def test_a_screen_reader_is_told_the_outcome(picture):
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == (
        f"my mail: 1344 messages, legitimate mail moved 0.24%, calibration error {FOUND.calibration_error.value:.3f}"
    )


def test_a_point_stands_where_its_figures_say(picture):
    """Of the 91 in the last tenth 88 are outreach: nearly at the top right of the plot."""
    (frame,) = [
        one for one in picture.iter(f"{SVG}rect") if one.get("class") == "frame" and one.get("stroke-opacity") is None
    ]
    left, top, side = (float(frame.get(name)) for name in ("x", "y", "width"))
    circle = list(picture.iter(f"{SVG}circle"))[-1]
    assert float(circle.get("cx")) == pytest.approx(left + 0.97 * side, abs=0.1)
    assert float(circle.get("cy")) == pytest.approx(top + (1 - 88 / 91) * side, abs=0.1)


def test_nothing_is_drawn_outside_the_picture(picture):
    assert picture.get("viewBox") == f"0 0 {WIDTH} {HEIGHT}"
    for element in picture.iter():
        for name, most in (("x", WIDTH), ("cx", WIDTH), ("y", HEIGHT), ("cy", HEIGHT)):
            if element.get(name):
                assert 0 <= float(element.get(name)) <= most
        if element.tag == f"{SVG}rect":
            assert float(element.get("x")) + float(element.get("width")) <= WIDTH
            assert float(element.get("y")) + float(element.get("height")) <= HEIGHT


def test_mail_of_one_label_can_be_drawn():
    ET.fromstring(drawn(figures(cases(Label.SCAM, Label.SCAM, 0.97, 1)), title="one"))
