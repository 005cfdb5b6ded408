"""What of one's own mail is learnt from: the right messages, and of too many a fair choice in whatever order they come."""

import random
from dataclasses import replace

import pytest

from triage.domain import Label, Recipient, SenderRules
from triage.learn import choice
from triage.learn.choice import FILED_WEIGHT, OWN_WEIGHT, Choice, Labelled, Told
from triage.memory.store import preview_store
from triage.read import read

ME = Recipient(name="Sam", addresses=frozenset({"sam@acme.example"}), domains=frozenset({"acme.example"}))
RULES = SenderRules(allowed=frozenset({"@friend.example"}))


def letter(number, text="Our wheels are the best you can buy.", *, sender="jo@vendor.example", more=""):
    head = f"From: {sender}\nTo: sam@acme.example\nSubject: Wheels {number}\nMessage-ID: <{number}@x>\n{more}"
    return read(f"{head}\n{text} {number}\n".encode())


@pytest.fixture
def chosen():
    def choose(*labelled, wrote_to=()):
        found = [Labelled(str(n), message, label, flags) for n, (message, label, flags) in enumerate(labelled)]
        return own_of(found, wrote_to=wrote_to)

    return choose


def own_of(labelled, *, wrote_to=(), **limits):
    with preview_store() as store:
        store.contacts.add_sent(wrote_to, message_id="<sent@acme>", date=None)
        choosing = Choice(**limits)
        choosing.read(labelled, ME, rules=RULES, contacts=store.contacts)
        return choosing.own()


def names(own):
    return [example.name for example in own.examples]


# ---------------------------------------------------------------- what is an example


def test_every_message_is_an_example_of_its_folder_and_counts_for_several(chosen):
    own = chosen((letter(1), Label.SPRAY, frozenset()), (letter(2), Label.LEGITIMATE, frozenset()))
    assert [(one.label, one.weight) for one in own.examples] == [(Label.SPRAY, 4.0), (Label.LEGITIMATE, 4.0)]
    assert own.counts[Label.SPRAY] == 1
    assert own.left_out == {}


@pytest.mark.parametrize(
    ("message", "flags", "why"),
    [
        (letter(1, sender="ann@friend.example"), frozenset(), "you know the sender"),
        (letter(1, sender="eve@acme.example"), frozenset(), "you know the sender"),
        (letter(1, sender="bob@client.example"), frozenset(), "you know the sender"),
        (letter(1, more="References: <sent@acme>\n"), frozenset(), "you know the sender"),
        (letter(1), frozenset({"\\Answered"}), "you answered this message"),
        (letter(1, more="List-Id: <news.x.example>\n"), frozenset(), "list"),
        (letter(1, more="Auto-Submitted: auto-generated\n"), frozenset(), "program"),
    ],
)
def test_what_the_text_does_not_decide_is_no_example_of_outreach(chosen, message, flags, why):
    own = chosen((message, Label.SPRAY, flags), wrote_to=["bob@client.example"])
    assert own.examples == ()
    [(told, count)] = own.left_out.items()
    assert count == 1
    assert why in told
    assert names(chosen((message, Label.LEGITIMATE, flags), wrote_to=["bob@client.example"])) == ["0"]


def test_a_digest_of_triage_itself_is_no_legitimate_mail_and_who_forges_its_header_gains_nothing_by_it(chosen):
    digest = letter(1, sender="sam@acme.example", more="X-Triage-Digest: work\nList-Id: <digest.triage.localhost>\n")
    assert chosen((digest, Label.LEGITIMATE, frozenset())).left_out == {choice.OUR_DIGEST: 1}
    forged = letter(1, more="x-triage-digest: work\n")
    assert chosen((forged, Label.LEGITIMATE, frozenset())).left_out == {choice.OUR_DIGEST: 1}
    assert names(chosen((forged, Label.SPRAY, frozenset()))) == ["0"], "outreach stays outreach"


def test_the_same_text_counts_once_and_not_at_all_where_folders_disagree(chosen):
    twice = [(letter(1), Label.SPRAY, frozenset())] * 2
    assert chosen(*twice).left_out == {"the same text stands there more than once": 1}
    assert names(chosen(*twice)) == ["0"]
    torn = chosen((letter(1), Label.SPRAY, frozenset()), (letter(1), Label.PITCH, frozenset()))
    assert torn.examples == ()
    assert torn.left_out == {"the same text stands in folders of different labels": 2}


# ---------------------------------------------------------------- more than is learnt from at once


def left(number, label=Label.LEGITIMATE, *, sender, told=Told.LEFT):
    """Return a message of this sender in a folder of this label, named by its number."""
    return Labelled(f"{number:04}", letter(number, sender=sender), label, told=told)


def mailbox():
    """Return 600 messages: of loud senders, of quiet ones, legitimate and otherwise, some moved by their reader, some twice."""
    mail = [left(n, sender=f"jo@loud{n % 3}.example") for n in range(300)]
    mail += [left(n, sender=f"jo@quiet{n}.example") for n in range(300, 340)]
    mail += [left(n, Label.SPRAY, sender=f"jo@vendor{n % 40}.example") for n in range(340, 560)]
    mail += [left(n, Label.SCAM, sender=f"jo@thief{n}.example") for n in range(560, 570)]
    mail += [left(n, Label.PITCH, sender="jo@fair.example", told=Told.MOVED) for n in range(570, 585)]
    mail += [replace(mail[n], id=f"{n:04} again") for n in range(0, 600, 50) if n < len(mail)]
    mail += [replace(mail[n], id=f"{n:04} torn", label=Label.IRRELEVANT) for n in range(300, 343)]
    return mail


LIMITS = {"most": 100, "of_one_sender": 20, "at_once": 7}
"""It is chosen again after every few messages, so that most are passed over long before the end."""


@pytest.mark.parametrize("seed", range(5))
def test_the_choice_does_not_depend_on_the_order_of_the_mail(seed):
    mail = mailbox()
    straight = own_of(mail, **LIMITS)
    random.Random(seed).shuffle(mail)
    shuffled = own_of(mail, **LIMITS)
    assert names(shuffled) == names(straight)
    assert shuffled.left_out == straight.left_out


@pytest.mark.parametrize("at_once", [1, 50, 300])
def test_choosing_while_reading_chooses_what_is_chosen_from_all_at_once(at_once):
    at_the_end = own_of(mailbox(), **LIMITS | {"at_once": 10_000})
    assert names(own_of(mailbox(), **LIMITS | {"at_once": at_once})) == names(at_the_end)


def test_no_sender_is_lost_to_a_louder_one():
    loud = [left(n, sender="jo@loud.example") for n in range(200)]
    quiet = [left(n, sender=f"jo@quiet{n}.example") for n in range(200, 230)]
    own = own_of(loud + quiet, **LIMITS | {"most": 40})
    assert {f"{n:04}" for n in range(200, 230)} <= set(names(own))
    assert own.counts[Label.LEGITIMATE] == 40


def test_where_there_are_more_senders_than_places_the_lot_decides_and_not_their_name_or_time():
    mail = [left(n, sender=f"jo@a{n:03}.example") for n in range(400)]
    drawn = {int(name) for name in names(own_of(mail, **LIMITS))}
    assert len(drawn) == 100
    quarters = [sum(number // 100 == quarter for number in drawn) for quarter in range(4)]
    assert min(quarters) >= 12, "25 are expected of each"


def test_of_one_sender_and_label_so_many_are_learnt_from_also_where_there_is_room():
    mail = [left(n, sender="jo@loud.example") for n in range(60)]
    mail += [left(n, Label.SPRAY, sender="jo@loud.example") for n in range(60, 70)]
    counts = own_of(mail, **LIMITS).counts
    assert (counts[Label.LEGITIMATE], counts[Label.SPRAY]) == (20, 10)


def test_labels_share_the_room_and_what_one_does_not_need_is_left_to_the_others():
    mail = [left(n, sender=f"jo@a{n}.example") for n in range(300)]
    mail += [left(n, Label.SPRAY, sender=f"jo@b{n}.example") for n in range(300, 400)]
    mail += [left(n, Label.SCAM, sender=f"jo@c{n}.example") for n in range(400, 410)]
    counts = own_of(mail, **LIMITS).counts
    assert (counts[Label.LEGITIMATE], counts[Label.SPRAY], counts[Label.SCAM]) == (45, 45, 10)
    assert own_of(mail, **LIMITS | {"most": 101}).counts[Label.LEGITIMATE] == 46, "the odd place"


@pytest.mark.parametrize("moved_last", [True, False])
def test_what_i_moved_is_learnt_from_however_much_there_is_and_of_whatever_sender(moved_last):
    moved = [left(n, sender="jo@loud.example", told=Told.MOVED) for n in range(30)]
    others = [left(n, sender=f"jo@a{n}.example", told=Told.PUT) for n in range(30, 500)]
    others += [left(n, sender="jo@loud.example") for n in range(500, 600)]
    own = own_of(others + moved if moved_last else moved + others, **LIMITS)
    assert {one.id for one in moved} <= set(names(own))
    assert len(own.examples) == 100


def test_what_was_put_there_counts_for_more_and_comes_before_what_was_left_there():
    mail = [left(n, sender=f"jo@a{n}.example") for n in range(200)]
    mail += [left(n, sender=f"jo@b{n}.example", told=Told.PUT) for n in range(200, 260)]
    weights = {one.name: one.weight for one in own_of(mail, **LIMITS).examples}
    assert {name for name, weight in weights.items() if weight == OWN_WEIGHT} == {f"{n:04}" for n in range(200, 260)}
    assert list(weights.values()).count(FILED_WEIGHT) == 40


def test_a_text_of_two_minds_is_left_out_though_one_of_its_copies_was_not_kept():
    """All 300 legitimate messages stand among the spray, too; 50 of each label have room, and most of those are not the same."""
    mail = [left(n, sender=f"jo@a{n}.example") for n in range(300)]
    torn = [replace(one, id=f"{one.id} torn", label=Label.SPRAY) for one in mail]
    louder = [left(n, Label.SPRAY, sender=f"jo@b{n}.example", told=Told.MOVED) for n in range(300, 360)]
    own = own_of([*torn, *louder, *mail], **LIMITS)
    assert own.counts[Label.LEGITIMATE] == 0
    assert all(one.label is Label.SPRAY and "torn" not in one.name for one in own.examples)
    assert own.left_out["the same text stands in folders of different labels"] == 600


def test_every_message_that_was_read_is_told_once():
    mail = [*mailbox(), Labelled("friend", letter(9000, sender="ann@friend.example"), Label.SPRAY)]
    own = own_of(mail, **LIMITS)
    assert own.read == len(mail)
    assert own.left_out == {
        "filed as outreach, and you know the sender": 1,
        choice.TORN: 2 * 43 + 1,  # the 301st of them stands there twice besides
        choice.SAME_TEXT: 11,
        choice.TOO_MANY.format(**LIMITS): len(mail) - 1 - (2 * 43 + 1) - 11 - len(own.examples),
    }


def test_the_same_text_of_many_senders_counts_once():
    blast = [Labelled(str(n), letter(1, sender=f"jo@a{n}.example"), Label.SCAM, told=Told.LEFT) for n in range(40)]
    others = [left(n, sender=f"jo@b{n}.example") for n in range(100, 130)]
    own = own_of(blast + others, **LIMITS)
    assert own.counts[Label.SCAM] == 1
    assert own.left_out == {choice.SAME_TEXT: 39}


# ---------------------------------------------------------------- what was answered


@pytest.mark.parametrize("label", [Label.LEGITIMATE, Label.PITCH])
def test_an_offer_that_i_answered_is_a_pitch_to_me(chosen, label):
    own = chosen(
        (letter(1), label, frozenset({"\\Answered"})), (letter(2, sender="al@other.example"), label, frozenset())
    )
    assert [(one.name, one.label, one.stated, one.weight) for one in own.answered] == [
        ("0", Label.PITCH, True, OWN_WEIGHT)
    ]


@pytest.mark.parametrize("label", [Label.SPRAY, Label.IRRELEVANT, Label.SCAM])
def test_an_offer_that_i_declined_and_filed_was_of_no_use(chosen, label):
    assert chosen((letter(1), label, frozenset({"\\Answered"}))).answered == ()


def test_whoever_i_wrote_to_was_answered_and_each_seller_tells_it_once(chosen):
    mail = [(letter(number, sender="bob@client.example"), Label.LEGITIMATE, frozenset()) for number in range(5)]
    assert [one.group for one in chosen(*mail, wrote_to=["bob@client.example"]).answered] == ["own client.example"]
    assert chosen(*mail).answered == ()


@pytest.mark.parametrize(
    ("message", "doubted"),
    [
        (letter(1, sender="ann@friend.example"), False),
        (letter(1, sender="eve@acme.example"), False),
        (replace(letter(1), faults=("size",)), False),
        (letter(1), True),
    ],
    ids=["on my list", "a colleague", "not read whole", "moved by a program"],
)
def test_an_answer_to_others_than_sellers_says_nothing(message, doubted):
    flags = frozenset({"\\Answered"})
    assert own_of([Labelled("1", message, Label.LEGITIMATE, flags, doubted=doubted)]).answered == ()


def test_of_many_sellers_whom_i_answered_the_same_are_kept_in_any_order(monkeypatch):
    monkeypatch.setattr(choice, "MOST_ANSWERED", 5)
    flags = frozenset({"\\Answered"})
    mail = [Labelled(str(n), letter(n, sender=f"jo@n{n}.example"), Label.PITCH, flags) for n in range(40)]
    kept = own_of(mail).answered
    assert len(kept) == 5
    random.Random(1).shuffle(mail)
    assert {one.name for one in own_of(mail).answered} == {one.name for one in kept}


def test_only_what_its_reader_said_bends_the_second_question():
    mail = [
        Labelled(str(int(told)), letter(told, sender=f"jo@n{told}.example"), Label.SPRAY, told=told) for told in Told
    ]
    assert {one.name: one.stated for one in own_of(mail).examples} == {"0": True, "1": True, "2": False}
