from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from triage.memory.contacts import WROTE_TO, Contact, create_domains
from triage.memory.database import Database
from triage.memory.store import MIGRATIONS, open_store, preview_store

MARCH = datetime(2024, 3, 1, 9, tzinfo=UTC)
JUNE = datetime(2024, 6, 1, 9, tzinfo=UTC)


@pytest.fixture
def contacts():
    with preview_store() as store:
        yield store.contacts


def test_everybody_i_wrote_to_is_known_whatever_the_case(contacts):
    contacts.add_sent(["Jo@Vendor.example", "ann@vendor.example ", ""], message_id="<a@b>", date=MARCH)
    assert contacts.knows("jo@vendor.EXAMPLE")
    assert contacts.knows("ann@vendor.example")
    assert not contacts.knows("vendor.example")
    assert not contacts.knows("")
    assert contacts.count() == 2


def test_first_and_last_time_and_how_often_are_counted_in_any_order(contacts):
    for n, date in enumerate([None, JUNE, MARCH, None]):
        contacts.add_sent(["jo@v.example"], message_id=f"<{n}@b>", date=date)
    assert contacts.contact("jo@v.example") == Contact("jo@v.example", MARCH, JUNE, 4)
    assert contacts.contact("ann@v.example") is None


def test_times_of_different_zones_are_compared_as_times(contacts):
    earlier = datetime(2024, 3, 1, 23, tzinfo=timezone(timedelta(hours=12)))
    contacts.add_sent(["jo@v.example"], message_id="<1@b>", date=datetime(2024, 3, 1, 12, tzinfo=UTC))
    contacts.add_sent(["jo@v.example"], message_id="<2@b>", date=earlier)
    assert contacts.contact("jo@v.example").first == earlier


def test_an_undated_message_makes_a_contact_without_dates(contacts):
    contacts.add_sent(["jo@v.example"], message_id="", date=None)
    assert contacts.contact("jo@v.example") == Contact("jo@v.example", None, None, 1)


def test_reading_the_sent_mail_again_changes_nothing(contacts):
    for _ in range(2):
        contacts.add_sent(["jo@v.example"], message_id="<a@b>", date=MARCH)
    assert contacts.contact("jo@v.example").count == 1


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["<a@b>"], True),
        (["a@b"], True),
        ([" <a@b> "], True),
        (["<x@y>", "<a@b>"], True),
        (["<A@b>"], False),
        ([""], False),
        (["<>"], False),
        ([], False),
    ],
)
def test_what_i_wrote_is_known_by_its_message_id(contacts, asked, expected):
    contacts.add_sent(["jo@v.example"], message_id="<a@b>", date=MARCH)
    contacts.add_sent(["jo@v.example"], message_id="", date=MARCH)
    assert contacts.is_mine(asked) is expected


def test_a_message_id_of_any_bytes_can_be_asked_for(contacts):
    odd = "<\udcff\x00'\"; DROP TABLE mine>" + "x" * 10_000
    assert not contacts.is_mine([odd])
    contacts.add_sent([], message_id=odd, date=MARCH)
    assert contacts.is_mine([odd])


# ---------------------------------------------------------------- the words of my subjects


def test_each_word_counts_once_a_message_in_lower_case(contacts):
    contacts.add_sent([], message_id="<1@b>", date=MARCH, words=["Flange", "flange", "torque"])
    contacts.add_sent(["jo@v.example"], message_id="<2@b>", date=MARCH, words=["flange"])
    contacts.add_sent([], message_id="<3@b>", date=MARCH)
    assert contacts.words() == {"flange": 2, "torque": 1}


def test_only_words_of_letters_and_four_of_them_are_counted(contacts):
    told = ["kiln", "kil", "größe", "żuk", "2024", "mp3s", "o'hara", "$kiln", "", "two words", "a_b_c"]
    contacts.add_sent([], message_id="<1@b>", date=MARCH, words=told)
    assert contacts.words() == {"kiln": 1, "größe": 1}


def test_words_of_a_message_that_is_known_count_nothing(contacts):
    contacts.add_sent([], message_id="<1@b>", date=MARCH, words=["flange"])
    contacts.add_sent([], message_id="1@b", date=MARCH, words=["flange", "torque"])
    assert contacts.words() == {"flange": 1}


def test_a_preview_adds_its_words_to_those_of_the_file_and_leaves_the_file_alone(tmp_path):
    path = tmp_path / "work.sqlite3"
    with open_store(path) as store:
        store.contacts.add_sent([], message_id="<1@b>", date=MARCH, words=["flange", "torque"])
    with preview_store(path) as store:
        for number in (1, 2):
            store.contacts.add_sent([], message_id=f"<{number}@b>", date=MARCH, words=["flange", "gauge"])
        assert store.contacts.words() == {"flange": 2, "torque": 1, "gauge": 1}
    with open_store(path) as store:
        assert store.contacts.words() == {"flange": 1, "torque": 1}


# ---------------------------------------------------------------- domains


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("jo@v.example", MARCH),
        ("Jo@Mail.EU.V.example", MARCH),
        ("jo@xv.example", None),
        ("jo@x-v.example", None),
        ("jo@v.example.org", None),
        ("jo@example", None),
        ("v.example", None),
    ],
)
def test_writing_to_a_domain_is_known_of_those_below_it_and_no_other(contacts, address, expected):
    contacts.add_sent([address], message_id="<a@b>", date=MARCH)
    assert contacts.wrote_to_domain("V.example", before=JUNE) == expected
    assert contacts.wrote_to_domain("", before=JUNE) is None


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (MARCH, None),
        (MARCH + timedelta(seconds=1), MARCH),
        (JUNE, MARCH),
        (JUNE + timedelta(days=900), JUNE),
    ],
)
def test_the_last_time_before_a_moment_counts_whoever_it_was_there(contacts, before, expected):
    contacts.add_sent(["jo@v.example"], message_id="<1@b>", date=JUNE)
    contacts.add_sent(["ann@mail.v.example"], message_id="<2@b>", date=MARCH)
    assert contacts.wrote_to_domain("v.example", before=before) == expected


def test_what_i_wrote_without_a_date_was_before_any_moment(contacts):
    contacts.add_sent(["jo@v.example"], message_id="<1@b>", date=None)
    assert contacts.wrote_to_domain("v.example", before=MARCH) == MARCH


def test_the_domains_of_addresses_that_an_older_triage_wrote_down_are_known(tmp_path):
    path = tmp_path / "old.sqlite3"
    old = Database.writable(path)
    old.migrate(MIGRATIONS[: MIGRATIONS.index(create_domains)])
    old.run("INSERT INTO contact VALUES ('jo@mail.v.example', ?1, ?1, 3)", (MARCH.isoformat(),))
    old.close()
    with open_store(path) as store:
        assert store.contacts.wrote_to_domain("v.example", before=JUNE) == MARCH


def test_a_domain_is_found_by_the_index_alone(contacts):
    plan = contacts._now.rows(f"EXPLAIN QUERY PLAN {WROTE_TO}", ("elpmaxe.v",))
    told = [row[-1] for row in plan]
    assert [line for line in told if line.startswith("SCAN")] == []
    assert any("SEARCH wrote USING PRIMARY KEY" in line for line in told)
