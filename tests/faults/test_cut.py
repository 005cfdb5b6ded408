"""The connection is cut at any byte, either way, whatever the server can; the next run completes it: nothing lost or doubled.

`make faults-full` cuts at every byte; what it found is in docs/reliability.md.
"""

import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from faults.census import Damage, damage, take
from faults.cutting import GIFTS, MAIL, Cut, spread
from faults.proxy import DIRECTIONS
from servers import raw_client, wire_name

CUTS = 320


@pytest.fixture(scope="module")
def lengths(cutting):
    return {gifts: cutting.length(gifts) for gifts in GIFTS}


@pytest.mark.parametrize("gifts", GIFTS)
def test_a_run_that_nobody_disturbs_files_the_mail_of_pests_and_no_other(cutting, gifts):
    right = cutting.right(gifts)
    assert damage(cutting.before, right, right=right) == Damage()
    assert Counter(mail.content for mail in right["INBOX"].elements()) == Counter(
        hashlib.sha256(raw).hexdigest() for raw in MAIL if b"@friend.example" in raw
    )
    assert sum(mails.total() for mails in right.values()) == len(MAIL)


@pytest.mark.case(1)
@pytest.mark.case(2)
@pytest.mark.parametrize("part", range(4))
def test_case_1_2_a_run_cut_at_any_byte_is_completed_by_the_next(cutting, lengths, part):
    cuts = spread(lengths, CUTS)[part::4]
    with ThreadPoolExecutor(4) as pool:  # each mailbox is another one, and most of the time all wait for the server
        wrong = {cut: found for cut, found in zip(cuts, pool.map(cutting.cut, cuts), strict=True) if found != Damage()}
    assert not wrong


@pytest.mark.parametrize("gifts", GIFTS)
@pytest.mark.parametrize("way", DIRECTIONS)
def test_an_undo_cut_at_any_byte_is_completed_by_the_next(cutting, gifts, way):
    length = cutting.length_of_undo(gifts)[way]
    cuts = [Cut(gifts, way, length * number // 9, reset=number % 2 == 1) for number in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        wrong = {
            cut: found for cut, found in zip(cuts, pool.map(cutting.cut_undo, cuts), strict=True) if found != Damage()
        }
    assert not wrong


@pytest.mark.parametrize(
    ("command", "seen"),
    [
        (["STORE", "1", "+FLAGS", "(\\Deleted)"], Damage(marked=1)),
        (["STORE", "1", "+FLAGS", "($TriageClaim)"], Damage(marked=1)),
        (["STORE", "1", "+FLAGS", "(\\Answered)"], Damage(changed=1)),
        (["MOVE", "1", "Junk"], Damage(misfiled=1)),
        (["COPY", "6", "Junk"], Damage(doubled=1)),
        (["COPY", "6", "INBOX"], Damage(doubled=1)),
    ],
    ids=["deleted", "claimed", "changed", "misfiled", "doubled", "doubled twin"],
)
def test_the_oracle_sees_what_is_wrong(cutting, command, seen):
    server = cutting.mailbox()
    with raw_client(server) as client:
        client.select("INBOX")
        client.uid(*(wire_name(client, word) if word in ("Junk", "INBOX") else word for word in command))
    assert damage(cutting.before, take(server), right=cutting.before) == seen


@pytest.mark.parametrize("twin", ["1", "5", "6"])
def test_the_oracle_sees_one_message_that_is_lost(cutting, twin):
    server = cutting.mailbox()
    with raw_client(server) as client:
        client.select("INBOX")
        client.uid("STORE", twin, "+FLAGS", "(\\Deleted)")
        client.expunge()
    assert damage(cutting.before, take(server), right=cutting.before).lost == 1
