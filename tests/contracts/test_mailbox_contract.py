"""What every mailbox promises, in memory, on disk and on real servers. base.py is the other half of this file."""

from datetime import timedelta

import pytest

from triage.domain import Ref, Target
from triage.errors import FilingStopped, TriageError
from triage.mailbox.base import RAW_BUDGET, identity


def contents(mailbox, folder):
    """Return what a folder holds, by identity: bytes, size, flags, time."""
    stored = mailbox.fetch([entry.ref for entry in mailbox.scan(folder)])
    return sorted((identity(one), one.raw, one.size, sorted(one.flags), one.received) for one in stored)


def refs_of(mailbox, folder="INBOX"):
    return [entry.ref for entry in mailbox.scan(folder)]


def test_a_scan_names_every_message_once_with_its_date(place, start):
    for number in range(3):
        place.deliver(number)
    with place.open() as mailbox:
        entries = list(mailbox.scan("INBOX"))
    assert [entry.date for entry in entries] == [start, start + timedelta(days=1), start + timedelta(days=2)]
    assert len({entry.ref for entry in entries}) == 3
    assert {entry.ref.folder for entry in entries} == {"INBOX"}


def test_a_scan_since_a_date_leaves_out_what_is_older_to_the_second(place, start):
    for number in range(4):
        place.deliver(number)
    with place.open() as mailbox:
        since = start + timedelta(days=1, seconds=1)
        assert [entry.date for entry in mailbox.scan("INBOX", since=since)] == [
            start + timedelta(days=2),
            start + timedelta(days=3),
        ]


def test_a_scan_after_a_uid_yields_only_newer_ones_where_uids_are_numbers(place):
    for number in range(3):
        place.deliver(number)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        after = int(refs[1].uid) if place.numbered else 10**6
        expected = refs[2:] if place.numbered else refs
        assert [entry.ref for entry in mailbox.scan("INBOX", after=after)] == expected


def test_a_scan_after_the_last_uid_yields_nothing_where_uids_are_numbers(place):
    place.deliver(0)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        after = int(refs[0].uid) if place.numbered else 10**6
        assert [entry.ref for entry in mailbox.scan("INBOX", after=after)] == ([] if place.numbered else refs)


def test_a_fetch_of_heads_tells_who_a_message_is(place):
    for number in range(3):
        place.deliver(number)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        whole, heads = list(mailbox.fetch(refs)), list(mailbox.fetch(refs, head=True))
    assert [(identity(one), one.size, one.flags, one.received) for one in heads] == [
        (identity(one), one.size, one.flags, one.received) for one in whole
    ]
    assert [one.raw.partition(b"\r\n\r\n")[0] for one in heads] == [one.raw.partition(b"\r\n\r\n")[0] for one in whole]


def test_a_folder_that_is_not_there_holds_nothing(place):
    place.deliver(0)
    with place.open() as mailbox:
        assert list(mailbox.scan("Not there/At all")) == []
        assert list(mailbox.fetch([Ref("Not there/At all", "1", "1")])) == []


def test_a_fetch_yields_the_bytes_the_size_the_time_and_an_id(place, make_message, start):
    place.deliver(5)
    with place.open() as mailbox:
        (stored,) = mailbox.fetch(refs_of(mailbox))
    assert stored.raw == make_message(5)
    assert stored.size == len(make_message(5))
    assert stored.received == start + timedelta(days=5)
    assert stored.error is None
    assert stored.id
    assert stored.ref.uid in stored.id


def test_a_fetch_keeps_the_order_that_was_asked(place):
    for number in range(5):
        place.deliver(number)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        asked = [refs[3], refs[0], refs[4], refs[1]]
        assert [stored.ref for stored in mailbox.fetch(asked)] == asked


def test_a_fetch_leaves_out_what_is_gone(place):
    place.deliver(0)
    with place.open() as mailbox:
        (ref,) = refs_of(mailbox)
        gone = Ref("INBOX", "999999", ref.validity)
        assert [stored.ref for stored in mailbox.fetch([gone, ref])] == [ref]


def test_a_fetch_of_a_large_message_stops_at_the_budget_and_tells_the_whole_size(place, make_message):
    raw = make_message(0, body="word " * 40_000)
    place.deliver(0, raw=raw)
    with place.open() as mailbox:
        (stored,) = mailbox.fetch(refs_of(mailbox))
    assert len(stored.raw) == RAW_BUDGET
    assert raw.startswith(stored.raw)
    assert stored.size == len(raw)


def test_flags_are_told_and_a_fetch_marks_nothing_as_read(place):
    place.deliver(0, flags="\\Flagged")
    place.deliver(1, flags="\\Seen \\Answered")
    expected = [{"\\Flagged"}, {"\\Seen", "\\Answered"}] if place.flags else [set(), set()]
    with place.open() as mailbox:
        for _ in range(2):
            assert [set(stored.flags) for stored in mailbox.fetch(refs_of(mailbox))] == expected


def test_an_account_has_the_same_name_in_every_session(place):
    place.deliver(0)
    with place.open() as one, place.open(writable=False) as other:
        assert one.account
        assert one.account == other.account


def test_a_prepared_folder_is_listed_and_empty_and_can_be_prepared_again(place):
    place.deliver(0)
    with place.open() as mailbox:
        assert "INBOX" in {folder.name for folder in mailbox.folders()}
        target = mailbox.prepare("Outreach/Spray")
        assert isinstance(target, Target)
        assert target.folder == "Outreach/Spray"
        assert mailbox.prepare("Outreach/Spray") == target
        assert "Outreach/Spray" in {folder.name for folder in mailbox.folders()}
        assert list(mailbox.scan("Outreach/Spray")) == []


def test_preparing_a_folder_leaves_the_mail_in_it_alone(place):
    place.deliver(0)
    with place.open() as mailbox:
        mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))
        before = contents(mailbox, "Outreach")
        mailbox.prepare("Outreach/Spray")
        mailbox.prepare("Outreach")
        assert contents(mailbox, "Outreach") == before
        assert len(before) == 1


def test_a_folder_with_letters_beyond_ascii_keeps_its_name(place):
    place.deliver(0)
    with place.open() as mailbox:
        moved = mailbox.move(refs_of(mailbox), mailbox.prepare("Kaltakquise & Co/Überall"))
        assert len(moved) == 1
        assert len(contents(mailbox, "Kaltakquise & Co/Überall")) == 1
        assert "Kaltakquise & Co/Überall" in {folder.name for folder in mailbox.folders()}


@pytest.mark.parametrize("name", ["", "a//b", "../x", "a/..", "a\r\nb", "a\x00b", "/a"])
def test_a_name_that_is_no_folder_is_refused_with_a_sentence(place, name):
    place.deliver(0)
    with place.open() as mailbox, pytest.raises(FilingStopped, match="name"):
        mailbox.prepare(name)


def test_a_move_takes_bytes_flags_and_time_along_and_tells_where(place):
    for number, flags in enumerate(["\\Seen", "", "\\Flagged \\Seen"]):
        place.deliver(number, flags=flags)
    with place.open() as mailbox:
        before = contents(mailbox, "INBOX")
        refs = refs_of(mailbox)
        moved = mailbox.move(refs, mailbox.prepare("Outreach/Spray"))
        assert set(moved) == set(refs)
        assert contents(mailbox, "Outreach/Spray") == before
        assert contents(mailbox, "INBOX") == (before if place.copies else [])
        assert sorted(refs_of(mailbox, "Outreach/Spray")) == sorted(place for place in moved.values() if place)


def test_a_new_place_leads_to_the_very_message_that_was_moved(place):
    for number in range(4):
        place.deliver(number)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        before = {stored.ref: stored.raw for stored in mailbox.fetch(refs)}
        moved = mailbox.move([refs[2], refs[0]], mailbox.prepare("Outreach"))
        assert [stored.raw for stored in mailbox.fetch([moved[refs[2]], moved[refs[0]]])] == [
            before[refs[2]],
            before[refs[0]],
        ]
        left = refs if place.copies else [refs[1], refs[3]]
        assert refs_of(mailbox) == left


def test_a_move_leaves_out_what_is_gone(place):
    place.deliver(0)
    with place.open() as mailbox:
        (ref,) = refs_of(mailbox)
        moved = mailbox.move([Ref("INBOX", "999999", ref.validity), ref], mailbox.prepare("Outreach"))
        assert set(moved) == {ref}


def test_moving_the_same_message_twice_doubles_nothing(place):
    place.deliver(0)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        target = mailbox.prepare("Outreach")
        mailbox.move(refs, target)
        again = mailbox.move(refs, target)
        assert len(contents(mailbox, "Outreach")) == 1
        assert set(again) == (set(refs) if place.copies else set())


def test_moving_nothing_and_moving_home_to_home_do_nothing(place):
    place.deliver(0)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        assert mailbox.move([], mailbox.prepare("Outreach")) == {}
        assert mailbox.move(refs, mailbox.prepare("INBOX")) == {}
        assert refs_of(mailbox) == refs


def test_moving_back_leaves_everything_as_it_was(place):
    for number, flags in enumerate(["\\Seen", "", "\\Flagged"]):
        place.deliver(number, flags=flags)
    with place.open() as mailbox:
        before = contents(mailbox, "INBOX")
        moved = mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))
        back = mailbox.move([new for new in moved.values() if new], mailbox.prepare("INBOX"))
        assert set(back) == set(moved.values())
        assert contents(mailbox, "INBOX") == before
        assert contents(mailbox, "Outreach") == []


def test_a_message_can_be_moved_on_from_folder_to_folder(place):
    place.deliver(0, flags="\\Seen")
    with place.open() as mailbox:
        before = contents(mailbox, "INBOX")
        (first,) = mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach/Spray")).values()
        (second,) = mailbox.move([first], mailbox.prepare("Outreach/Pitch")).values()
        assert second.folder == "Outreach/Pitch"
        assert contents(mailbox, "Outreach/Pitch") == before
        assert contents(mailbox, "Outreach/Spray") == []


def test_more_messages_than_fit_into_one_batch_are_all_moved(place):
    for number in range(210):
        place.deliver(number)
    with place.open() as mailbox:
        before = contents(mailbox, "INBOX")
        moved = mailbox.move(refs_of(mailbox), mailbox.prepare("Outreach"))
        assert len(moved) == 210
        assert contents(mailbox, "Outreach") == before


def test_a_mailbox_opened_for_reading_changes_nothing(place):
    place.deliver(0)
    with place.open(writable=False) as mailbox:
        refs = refs_of(mailbox)
        before, folders = contents(mailbox, "INBOX"), mailbox.folders()
        for act in (
            lambda: mailbox.prepare("Outreach"),
            lambda: mailbox.move(refs, Target("Outreach")),
            lambda: mailbox.settle(refs[0], refs[0]),
            lambda: mailbox.mark(refs, [SPRAY]),
            lambda: mailbox.unmark(refs, [SPRAY]),
        ):
            with pytest.raises(TriageError, match="reading only") as caught:
                act()
            assert type(caught.value) is TriageError
        assert contents(mailbox, "INBOX") == before
        assert mailbox.folders() == folders


def test_settling_removes_the_source_of_a_message_whose_copy_stands_but_never_an_original(place):
    place.deliver(0)
    with place.open() as mailbox:
        (ref,) = refs_of(mailbox)
        target = mailbox.prepare("Outreach")
        if place.copies:
            mailbox.move([ref], target)
        else:
            place.deliver(0, folder="Outreach")
        (copy,) = refs_of(mailbox, "Outreach")
        mailbox.settle(ref, copy)
        assert refs_of(mailbox) == ([ref] if place.copies else [])
        assert refs_of(mailbox, "Outreach") == [copy]


def test_settling_does_nothing_when_one_is_missing_or_they_differ_or_are_the_same_place(place):
    place.deliver(0)
    place.deliver(1)
    with place.open() as mailbox:
        first, second = refs_of(mailbox)
        mailbox.prepare("Outreach")
        mailbox.settle(first, second)
        mailbox.settle(first, first)
        mailbox.settle(first, Ref("Outreach", "77", first.validity))
        mailbox.settle(Ref("INBOX", "999999", first.validity), second)
        assert refs_of(mailbox) == [first, second]


def test_releasing_changes_nothing_that_shows(place):
    place.deliver(0)
    place.deliver(1)
    with place.open() as mailbox:
        before = contents(mailbox, "INBOX")
        refs = refs_of(mailbox)
        mailbox.release([])
        mailbox.release([*refs, Ref("INBOX", "999999", refs[0].validity)])
        assert contents(mailbox, "INBOX") == before
        assert refs_of(mailbox) == refs


SPRAY, REPEAT = "$TriageSpray", "$TriageRepeat"


def flags_of(mailbox):
    return [set(stored.flags) for stored in mailbox.fetch(refs_of(mailbox))]


def test_a_mark_adds_keywords_and_changes_nothing_else(place):
    for number, flags in enumerate(["\\Seen", "", "\\Flagged \\Seen"]):
        place.deliver(number, flags=flags)
    with place.open() as mailbox:
        before, refs = contents(mailbox, "INBOX"), refs_of(mailbox)
        if not place.keywords:
            with pytest.raises(place.refuses, match="nothing can be marked there; set"):
                mailbox.mark(refs, [SPRAY])
            assert contents(mailbox, "INBOX") == before
            return
        assert mailbox.mark(refs[:2], [SPRAY, REPEAT]) == set(refs[:2])
        assert flags_of(mailbox) == [{"\\Seen", SPRAY, REPEAT}, {SPRAY, REPEAT}, {"\\Flagged", "\\Seen"}]
        assert refs_of(mailbox) == refs
        assert [one[:3] + one[4:] for one in contents(mailbox, "INBOX")] == [one[:3] + one[4:] for one in before]


def test_a_mark_lasts_and_can_be_set_again_and_goes_along_with_a_move(place):
    if not place.keywords:
        return
    place.deliver(0, flags="\\Seen")
    with place.open() as mailbox:
        mailbox.mark(refs_of(mailbox), [SPRAY])
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        assert flags_of(mailbox) == [{"\\Seen", SPRAY}]
        assert mailbox.mark(refs, [SPRAY]) == set(refs)
        assert flags_of(mailbox) == [{"\\Seen", SPRAY}]
        before = contents(mailbox, "INBOX")
        mailbox.move(refs, mailbox.prepare("Outreach"))
        assert contents(mailbox, "Outreach") == before


def test_a_mark_leaves_out_what_is_gone_or_counted_anew(place):
    if not place.keywords:
        return
    place.deliver(0)
    with place.open() as mailbox:
        (ref,) = refs_of(mailbox)
        gone, stale = Ref("INBOX", "999999", ref.validity), Ref("INBOX", ref.uid, "1")
        assert mailbox.mark([gone], [SPRAY]) == set()
        assert mailbox.mark([stale], [SPRAY]) == set()
        assert flags_of(mailbox) == [set()]
        assert mailbox.mark([gone, ref], [SPRAY]) == {ref}
        assert mailbox.mark([], [SPRAY]) == set()


def test_more_messages_than_fit_into_one_batch_are_all_marked(place):
    if not place.keywords:
        return
    for number in range(210):
        place.deliver(number)
    with place.open() as mailbox:
        refs = refs_of(mailbox)
        assert mailbox.mark(refs, [SPRAY]) == set(refs)
        assert flags_of(mailbox) == [{SPRAY}] * 210


def test_keywords_come_off_what_bears_exactly_these_of_ours_and_all_else_stays(place):
    kept = [f"\\Seen {SPRAY}", f"{SPRAY} {REPEAT}", "\\Flagged", SPRAY]
    for number, flags in enumerate(kept if place.keywords else ["\\Seen", "", "\\Flagged", ""]):
        place.deliver(number, flags=flags)
    with place.open() as mailbox:
        before, refs = contents(mailbox, "INBOX"), refs_of(mailbox)
        gone = [Ref("INBOX", "999999", refs[0].validity), Ref("INBOX", refs[3].uid, "1")]
        free = mailbox.unmark([*gone, *refs[:3]], [SPRAY])
        if not place.keywords:
            assert free == set()
            assert contents(mailbox, "INBOX") == before
            return
        assert free == {refs[0]}
        assert flags_of(mailbox) == [{"\\Seen"}, {SPRAY, REPEAT}, {"\\Flagged"}, {SPRAY}]
        assert mailbox.unmark(refs, [SPRAY, REPEAT]) == {refs[1]}
        assert mailbox.unmark(refs, [SPRAY, REPEAT]) == set()
        assert flags_of(mailbox) == [{"\\Seen"}, set(), {"\\Flagged"}, {SPRAY}]
        assert mailbox.unmark([], [SPRAY]) == set()
