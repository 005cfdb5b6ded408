"""What docs/first-hour.md shows is what the commands print, and its pictures were drawn from the pages that they make."""

import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from first_hour.fixed import Fixed
from first_hour.hour import spend
from first_hour.page import DRAWN, PAGE, PICTURES, SHOWN, digests, written
from first_hour.person import OnPty
from first_hour.world import World, world

ROOT = PAGE.parent.parent


@pytest.mark.skipif(sys.platform != "linux", reason="the page shows where files are kept under Linux")
@pytest.mark.usefixtures("dovecot")
def test_the_first_hour_is_as_its_page_shows_it_and_its_pictures_were_drawn_from_what_is_made():
    """One test, so that the hour is spent once."""
    with world() as place, OnPty(place) as person:
        hour = spend(person, place)
    assert written(hour) == PAGE.read_text("utf-8"), "run `make screenshots`, and look at what it changed"
    assert digests(hour) == DRAWN.read_text("utf-8"), "a page that is drawn has changed: run `make screenshots`"


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_is_light_and_is_shown_where_people_look(name):
    picture = (PICTURES / f"{name}.png").read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert (struct.unpack(">I", picture[16:20])[0], len(picture) < 150_000) == (1100, True)
    assert f"(pictures/{name}.png)" in (ROOT / "docs" / "usage.md").read_text("utf-8")


@pytest.fixture
def fixed():
    return Fixed(World(Path("/nowhere"), 40_993, {}))


def test_days_of_runs_are_fixed_and_days_of_mail_are_not(fixed):
    today = datetime.now(UTC)
    before = today - timedelta(days=30)
    shown = f"since {before.day} {before:%b %Y}, run 0a1b2c  {today:%Y-%m-%d %H:%M}  15, of 7 May 2024 and 2024-05-07"
    assert fixed(shown) == "since 21 Oct 2026, run 7f3a91  2026-11-20 09:00  15, of 7 May 2024 and 2024-05-07"


def test_a_run_keeps_its_name_and_another_has_another(fixed):
    assert fixed("run 0a1b2c and run ffffff") == "run 7f3a91 and run c20e58"
    assert fixed("triage undo ffffff") == "triage undo c20e58"


def test_only_the_port_of_the_server_is_another_port(fixed):
    assert fixed("localhost:40993, --port 40993, port = 40993, 40993 messages, localhost:143") == (
        "localhost:993, --port 993, port = 993, 40993 messages, localhost:143"
    )
