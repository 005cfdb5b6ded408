"""The figures of a report: which days, what counts, why, who, and what was taken back."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from triage.domain import Label, Ref, RepeatKind, Target
from triage.judge.signals import SENTENCES
from triage.memory.journal import Filing, Intent, Run, State, TakenBack
from triage.memory.vendors import Touch, Vendor
from triage.report import whys
from triage.report.figures import Held, report
from triage.report.period import Period, month_after, months_between

TODAY = date(2024, 6, 30)
MARCH = Period.month(2024, 3)
_numbers = itertools.count(1)


def at(month, day, hour=9):
    return datetime(2024, month, day, hour, tzinfo=UTC)


def intent(id, *codes, run="aaaaaa", label=Label.SPRAY, state=State.DONE, identity=None):
    place = Ref(f"Outreach/{label.title()}", id, "1")
    filing = Filing(Ref("INBOX", id, "1"), identity or id, id, label, codes)
    return Intent(next(_numbers), run, filing, Target(place.folder, "1"), state, place)


def touch(id, when, *, kind=None, sender="jo@pest.example", domain="pest.example", **more):
    return Touch(id, when, sender, domain, "Jo", more.pop("label", Label.SPRAY), kind, mailbox="m", **more)


def held(*intents, name="m", taken_back=(), runs=None, **more):
    runs = {"aaaaaa": at(3, 4)} if runs is None else runs
    filed = {run: sum(one.run == run and one.state is State.DONE for one in intents) for run in runs}
    return Held(
        name, [Run(run, began, "{}", filed[run]) for run, began in runs.items()], intents, list(taken_back), **more
    )


def of(*mailboxes, vendors=(), period=MARCH, today=TODAY):
    return report(period, mailboxes, vendors, today=today)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 3, 1), (date(2024, 3, 1), date(2024, 3, 3))),
        (date(2024, 3, 3), (date(2024, 3, 1), date(2024, 3, 3))),
        (date(2024, 3, 4), (date(2024, 3, 4), date(2024, 3, 10))),
        (date(2024, 3, 31), (date(2024, 3, 25), date(2024, 3, 31))),
        (date(2024, 3, 26), (date(2024, 3, 25), date(2024, 3, 31))),
    ],
)
def test_a_week_goes_from_monday_to_sunday_within_the_month(day, week):
    assert MARCH.week(day) == week


def test_an_open_period_goes_on_and_a_month_ends_with_itself():
    assert Period(date(2024, 3, 1)).is_open
    assert (MARCH.is_open, MARCH.end) == (False, date(2024, 4, 1))
    assert Period.month(2024, 12).end == date(2025, 1, 1)
    assert month_after(date(2024, 12, 31)) == date(2025, 1, 1)
    assert months_between(date(2023, 11, 30), date(2024, 2, 1)) == 3


# ---------------------------------------------------------------- what was filed


def test_what_counts_as_filed_still_stands_where_it_was_put():
    states = [State.DONE, State.PUT_BACK, State.PLANNED, State.WITHDRAWN, State.VANISHED, State.DONE]
    told = of(held(*(intent(str(n), state=state) for n, state in enumerate(states)), open=1))
    assert (told.filed, told.open) == (2, 1)
    assert [(run.id, run.filed, run.put_back) for run in told.runs] == [("aaaaaa", 2, 1)]


@pytest.mark.parametrize(
    ("label", "codes", "kind"),
    [
        (Label.SCAM, ("scam-story",), "scam"),
        (Label.PITCH, ("fact-about-me",), "pitch"),
        (Label.SPRAY, ("repeat-wording", "service-menu"), "spray"),
        (Label.PITCH, ("repeat-bump", "fact-about-me"), "repeat"),
        *((Label.SPRAY, (f"repeat-{kind}",), "repeat") for kind in RepeatKind),
    ],
)
def test_a_repeat_counts_as_one_whatever_its_label(label, codes, kind):
    assert [name for name, count in of(held(intent("1", *codes, label=label))).kinds.items() if count] == [kind]


def test_a_repeat_of_a_blocked_sender_is_told_by_the_memory():
    vendor = Vendor("pest.example", (touch("1", at(3, 1)), touch("2", at(3, 2), kind=RepeatKind.EXACT)))
    told = of(held(intent("1", "blocked"), intent("2", "blocked")), vendors=[vendor])
    assert (told.kinds["spray"], told.kinds["repeat"]) == (1, 1)


def test_weeks_add_up_and_name_the_reason_of_most():
    runs = {"aaaaaa": at(3, 4), "bbbbbb": at(3, 10, 23), "cccccc": at(3, 11, 0)}
    intents = [
        *(intent(f"a{n}", "service-menu") for n in range(3)),
        *(intent(f"b{n}", "merge-field", run="bbbbbb", label=Label.SCAM) for n in range(4)),
        *(intent(f"c{n}", run="cccccc") for n in range(2)),
        intent("c2", "shouting", "merge-field", run="cccccc"),
    ]
    told = of(held(*intents, runs=runs))
    assert [(week.first.day, week.last.day, week.filed, week.why) for week in told.weeks] == [
        (4, 10, 7, "merge-field"),
        (11, 17, 3, "merge-field"),
    ]
    assert told.weeks[0].kinds == {"spray": 3, "irrelevant": 0, "pitch": 0, "scam": 4, "repeat": 0}
    assert told.whys == (("merge-field", 5), ("service-menu", 3), ("wording", 2))
    assert sum(count for _, count in told.whys) == told.filed == sum(week.filed for week in told.weeks)


def test_mailboxes_add_up_and_their_messages_are_told_apart():
    vendor = Vendor("pest.example", (touch("1", at(3, 1)), touch("2", at(3, 2))))
    told = of(held(intent("1")), held(intent("1"), intent("9"), name="other"), vendors=[vendor])
    assert told.filed == 3
    assert [(run.mailbox, run.filed) for run in told.runs] == [("m", 1), ("other", 2)]
    assert [pest.filed for pest in told.league.pests] == [1]


# ---------------------------------------------------------------- why


@pytest.mark.parametrize(
    ("label", "codes", "main"),
    [
        (Label.SPRAY, ("blocked", "service-menu"), "blocked"),
        (Label.SPRAY, ("repeat-exact", "service-menu"), "repeat-exact"),
        (Label.SPRAY, ("gives-first", "near-work", "plain-wording", "service-menu"), "service-menu"),
        (Label.SPRAY, ("transaction", "wording", "cold-wording"), "wording"),
        (Label.SPRAY, (), "wording"),
        (Label.SPRAY, ("of-another-version",), "wording"),
        (Label.PITCH, ("asks-for-meeting", "near-work", "fact-about-me"), "fact-about-me"),
        (Label.PITCH, ("asks-for-meeting", "near-work"), "near-work"),
        (Label.PITCH, ("asks-for-meeting",), "asks-for-meeting"),
        (Label.PITCH, ("repeat-bump", "fact-about-me"), "repeat-bump"),
        (Label.PITCH, ("blocked", "fact-about-me"), "blocked"),
    ],
)
def test_the_main_reason_is_what_tells_most(label, codes, main):
    assert whys.main_reason(label, codes) == main


def test_every_code_that_is_sorted_out_exists_and_every_main_reason_is_a_sentence():
    assert set(SENTENCES) >= whys.PERSONAL | whys._TELLS_LITTLE
    assert whys.said("repeat-reboot").startswith("starts again from square one")
    assert whys.said("of-another-version") == "of-another-version"
    assert all(" " in whys.said(code) for code in whys._TELLING)


# ---------------------------------------------------------------- pitches


def test_pitches_come_with_what_made_them_personal_the_most_personal_first():
    intents = [
        intent("1", "near-work", "asks-for-meeting", label=Label.PITCH),
        intent("2", "homework-without-fact", "fact-about-me", "gives-first", label=Label.PITCH),
        intent("3", "gives-first", "fact-about-me", label=Label.PITCH),
        intent("4", "repeat-bump", "fact-about-me", label=Label.PITCH),
        intent("5", "fact-about-me", label=Label.SPRAY),
        intent("6", label=Label.PITCH),
    ]
    told = of(held(*intents))
    assert [(pitch.filed.id, pitch.welcome, pitch.annoying) for pitch in told.pitches] == [
        ("3", ("gives-first", "fact-about-me"), ()),
        ("2", ("fact-about-me", "gives-first"), ("homework-without-fact",)),
        ("1", ("near-work",), ()),
        ("6", (), ()),
    ]


def test_of_pitches_that_promise_the_same_the_newest_is_first_with_its_sender():
    vendor = Vendor("good.example", (touch("1", at(2, 1)), touch("2", at(2, 20), sender="ann@good.example")))
    told = of(held(*(intent(name, "own-page", label=Label.PITCH) for name in "12")), vendors=[vendor])
    assert [(one.filed.id, one.filed.sender, one.filed.date) for one in told.pitches] == [
        ("2", "ann@good.example", at(2, 20)),
        ("1", "jo@pest.example", at(2, 1)),
    ]


def test_a_pitch_that_was_taken_back_later_is_no_longer_worth_a_look_but_was_not_taken_back_in_the_period():
    pitch = intent("1", label=Label.PITCH)
    told = of(held(pitch, taken_back=[TakenBack(at(4, 2), pitch)]))
    assert (told.filed, told.pitches, told.taken_back) == (1, (), ())


# ---------------------------------------------------------------- taken back


def test_what_its_reader_took_back_is_told_once_and_what_was_undone_by_run():
    undone = [intent(str(n), run=run, state=State.PUT_BACK) for n, run in enumerate(("bbbbbb", "bbbbbb", "aaaaaa"))]
    twins = [intent("x", identity="same"), intent("y", identity="same")]
    back = [
        TakenBack(at(3, 9), undone[0]),
        TakenBack(at(3, 9, 10), undone[1]),
        TakenBack(at(3, 5), undone[2]),
        *(TakenBack(at(3, 8), twin) for twin in twins),
        TakenBack(at(4, 1, 0), intent("late")),
    ]
    told = of(held(*twins, *undone, taken_back=back, runs={"aaaaaa": at(3, 4)}))
    assert [(one.id, one.at) for one in told.taken_back] == [("y", at(3, 8))]
    assert [(one.run, one.at, one.messages) for one in told.undone] == [
        ("aaaaaa", at(3, 5), 1),
        ("bbbbbb", at(3, 9, 10), 2),
    ]


# ---------------------------------------------------------------- the league


def pest(told):
    [one] = told.league.pests
    return one


def test_a_vendor_of_the_league_has_its_mail_of_the_period_and_of_all_years():
    touches = (
        touch("1", at(1, 31)),
        touch("2", at(2, 1), kind=RepeatKind.BUMP, sender="ann@pest.example"),
        touch("3", at(2, 9), kind=RepeatKind.SISTER, domain="getpest.example"),
        touch("4", at(5, 1), kind=RepeatKind.REBOOT),
        touch("5", None),
    )
    one = pest(of(held(intent("1"), intent("4", "repeat-reboot")), vendors=[Vendor("pest.example", touches)]))
    assert (one.filed, one.repeated, one.touches, one.repeats, one.reboots) == (2, 1, 5, 3, 1)
    assert (one.reps, one.domains, one.first, one.last) == (2, 2, date(2024, 1, 31), date(2024, 5, 1))
    assert (one.mails, one.starts) == ((1, 2, 0, 0, 1), (4,))


def test_the_months_of_all_vendors_are_the_same_and_end_with_the_last_mail_that_is_not_of_the_future():
    vendors = [
        Vendor("a.example", (touch("1", at(1, 1)), touch("2", at(2, 1)))),
        Vendor("b.example", (touch("3", at(4, 30)), touch("4", datetime(2099, 1, 1, tzinfo=UTC)))),
        Vendor("c.example", (touch("5", datetime(1970, 1, 1, tzinfo=UTC)), touch("6", None))),
    ]
    months = of(held(*(intent(str(n)) for n in range(1, 7))), vendors=vendors).league.months
    assert (months.first, months.count) == (date(2021, 5, 1), 36)
    assert (months.names[-1], len(months.names)) == (date(2024, 4, 1), 36)
    assert [months.place(day) for day in (date(2021, 4, 30), date(2021, 5, 1), date(2024, 4, 30), date(2024, 5, 1))] == [
        None, 0, 35, None,
    ]  # fmt: skip
    told = of(held(*(intent(str(n)) for n in range(1, 7))), vendors=vendors)
    assert {one.name: (sum(one.mails), len(one.mails)) for one in told.league.pests} == {
        "a.example": (2, 36),
        "b.example": (1, 36),
        "c.example": (0, 36),
    }


def test_the_league_is_of_those_whose_mail_was_filed_who_repeats_most_first():
    def vendor(name, ids, **more):
        return Vendor(name, tuple(touch(each, at(3, 1), **more) for each in ids))

    vendors = [
        vendor("once.example", ["1"]),
        vendor("twice.example", ["2", "3"]),
        vendor("again.example", ["4", "5"]),
        vendor("elsewhere.example", ["6", "7"]),
        vendor("even.example", ["8", "9"]),
    ]
    told = of(held(intent("1"), intent("2"), intent("3"), intent("5", "repeat-exact"), intent("8")), vendors=vendors)
    assert [one.name for one in told.league.pests] == ["again.example", "twice.example", "even.example"]
    assert told.league.others == 1


def test_nothing_comes_to_nothing():
    told = of(held(runs={}), today=TODAY - timedelta(days=9))
    assert (told.filed, told.weeks, told.whys, told.league.pests, told.league.months.names) == (0, (), (), (), ())
