"""`triage review --tty`: one pile of messages after the other, and one letter for each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from triage.cli.options import Settings
from triage.cli.review.sitting import Sitting
from triage.cli.terminal import Pen, cut, note, safe, screen_width, wrap
from triage.cli.why import evidence_card
from triage.cli.words import KEYS
from triage.errors import TriageError
from triage.run.review import Pile, Section

PROMPT = "  s spray, i irrelevant, p pitch, x scam, k keep, Enter next, u undo, q end: "
MOST_ALIKE = 5


def ask(settings: Settings, sitting: Sitting) -> int:
    """Show each pile and ask what it is until all were seen or the reader ends it, and return the exit code."""
    pen, passed = Pen(color=settings.color), set[int]()
    while (pile := _next(sitting, passed)) is not None:
        print(*_shown(sitting, pile, pen), sep="\n")
        sys.stdout.write(PROMPT)
        sys.stdout.flush()
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line or answer == "q":
            break
        if answer == "u":
            _tell(sitting.undo)
        elif answer in KEYS:
            _say(sitting, pile, answer)
        elif answer:
            note(f"{safe(answer, 20)} is none of {', '.join(KEYS)}, u and q.")
        else:
            passed.update(pile.numbers)
    print()
    left = sum(map(sitting.count, Section))
    print(f"  {sitting.said:,} judged, {left:,} left. `triage retrain` learns from what you said.")
    return 0


def _next(sitting: Sitting, passed: set[int]) -> Pile | None:
    every = (pile for section in Section for pile in sitting.piles(section))
    return next((pile for pile in every if not passed.issuperset(pile.numbers)), None)


def _say(sitting: Sitting, pile: Pile, key: str) -> None:
    _tell(lambda: sitting.say(pile.numbers, KEYS[key]))


def _tell(act: Callable[[], str]) -> None:
    """Do what was asked, and say what came of it; what failed changed nothing, and may be asked again."""
    try:
        told = act()
    except TriageError as error:
        note(str(error))
    else:
        print(*(f"  {line}" for line in wrap(safe(told), screen_width() - 3)), sep="\n")


def _shown(sitting: Sitting, pile: Pile, pen: Pen) -> Iterator[str]:
    """Yield the evidence on the first message of a pile, and which others are alike."""
    yield from evidence_card(pile.first.explained, pen)
    if others := pile.cards[1:]:
        yield f"  {pen(f'{len(others):,} more', 'bold')} of {safe(pile.first.seller)} alike; one letter is about all of them:"
        for card in others[:MOST_ALIKE]:
            message = card.explained.judged.message
            yield f"    “{cut(safe(message.subject if message else card.id), screen_width() - 8)}”"
        if len(others) > MOST_ALIKE:
            yield f"    and {len(others) - MOST_ALIKE:,} more"
    if pile.first.section is Section.FILED:
        yield f"  filed as {pile.first.label}, in {safe(pile.first.ref.folder)}"
    if name := sitting.name_of(pile.first):
        yield f"  in the mailbox {safe(name)}"
