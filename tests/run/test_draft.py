"""What my sent mail tells of me is drafted from what stands in it often, and from nothing that tells nothing."""

import pytest

from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.run.draft import NEWEST, Draft, draft

SIGNED = "Sam Field\nAcme Software\nShop-floor scheduling for metal fabricators\nsam@acme.example\n+44 20 7946 0000\nhttps://acme.example\n"


def letter(number, *, sender="Sam Field <sam@acme.example>", subject="Gauges for the fixture", signed=SIGNED, more=""):
    head = f"From: {sender}\nTo: ann@friend.example\nSubject: {subject}\nMessage-ID: <{number}@x>\n{more}"
    return f"{head}\nHello Ann,\n\nhere is number {number} of them.\n\nSam\n\n-- \n{signed}".encode()


@pytest.fixture
def told():
    """Return what is drafted of these letters."""

    def run(letters):
        server = InMemoryServer()
        server.create("Sent")
        for raw in letters:
            server.deliver(raw, folder="Sent")
        with InMemoryMailbox(server) as mailbox:
            return draft(mailbox, "Sent", rarity=lambda word: 1e-3 if word in ("gauges", "fixture") else 0.5)

    return run


def test_name_signature_and_words_are_those_that_stand_there_often(told):
    drafted = told([letter(n) for n in range(4)])
    assert drafted == Draft(
        name="Sam Field",
        addresses=("sam@acme.example",),
        signature=("Acme Software", "Shop-floor scheduling for metal fabricators"),
        words=drafted.words,
        read=4,
    )
    assert {"gauges", "fixture"} <= set(drafted.words)


def test_a_word_that_everybody_writes_is_not_said_of_me(told):
    assert told([letter(n, subject=f"Your flanges {n}") for n in range(4)]).words == ()


def test_what_stands_there_once_is_not_said_of_me(told):
    drafted = told(
        [letter(1), letter(2, sender="Other <other@acme.example>", subject="Flange", signed="Other\nWriter of poems\n")]
    )
    assert (drafted.addresses, drafted.signature, drafted.words) == ((), (), ())


def test_an_alias_that_i_write_from_is_one_of_my_addresses(told):
    letters = [
        letter(n, sender=f"Sam Field <{who}@acme.example>")
        for n, who in enumerate(["sam", "sam", "sam", "info", "info"])
    ]
    assert told(letters).addresses == ("sam@acme.example", "info@acme.example")


def test_the_subjects_of_answers_are_others_words(told):
    answers = [letter(n, subject="Re: Synergy", more="In-Reply-To: <1@y>\n") for n in range(3)]
    assert told(answers).words == ()


def test_lines_that_a_telephone_adds_tell_nothing(told):
    assert told([letter(n, signed="Sent from my phone\nAcme Software\n") for n in range(3)]).signature == (
        "Acme Software",
    )


def test_only_the_newest_are_read(told):
    letters = [letter(n, sender="Old Name <old@acme.example>") for n in range(NEWEST)]
    drafted = told([*letters, *(letter(NEWEST + n) for n in range(NEWEST))])
    assert (drafted.name, drafted.read) == ("Sam Field", NEWEST)


def test_of_nothing_nothing_is_said(told):
    assert told([]) == Draft()
