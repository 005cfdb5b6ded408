"""Every case of the list has a test, and the page lists what the tests are of."""

import re
from pathlib import Path

import pytest
from faults.cases import CASES
from faults.reliability import case_list

TESTS = Path(__file__).parent.parent


def test_the_cases_are_numbered_without_a_gap():
    assert list(CASES) == list(range(1, 65))


def test_every_case_has_a_test():
    marked = {
        int(number)
        for path in TESTS.rglob("test_*.py")
        for number in re.findall(r"mark\.case\((\d+)\)", path.read_text())
    }
    missing = {number: case for number, case in CASES.items() if number not in marked}
    assert not missing
    assert marked <= CASES.keys()


@pytest.mark.parametrize("path", sorted(TESTS.rglob("test_*.py")), ids=lambda path: path.stem)
def test_a_name_with_a_number_has_its_marker(path):
    text = path.read_text()
    for names in re.findall(r"def test_cases?_((?:\d+_)+)", text):
        for number in names.strip("_").split("_"):
            assert re.search(rf"mark\.case\({number}\)", text), number


def test_the_page_lists_the_cases():
    page = (TESTS.parent / "docs" / "reliability.md").read_text()
    assert case_list() in page
