"""Set the text of a message apart by role: greeting, body, signature, footer, quoted. Kept, not lost.

The rules are ours: of four strippers measured, the best left 2.9 % of quoted lines and two never ended on a hostile line
(docs/decisions.md). Every rule looks at one line or one paragraph, so the work is linear in the text.
"""

from __future__ import annotations

import re

from triage.domain import Text
from triage.read.phrases import (
    DIVIDER,
    FOOTER,
    GREETING,
    HEADER_FROM,
    HEADER_MORE,
    HEADER_SUBJECT,
    LINE,
    LISTS,
    POSTSCRIPT,
    RULE,
    SIGN_OFF,
    THANKS,
    is_attribution,
    is_reply_line,
    opens_attribution,
)

ATTRIBUTION_CHARS = 6
INTRODUCTIONS = 500
"""How many lines are asked whether they say whose words follow; no thread has so many, and each costs some 25 µs."""
HEADER_LINES = 8
"""How far below its `From:` line the header of a reply is sought."""
FOOTER_PARAGRAPHS = 8
"""How many paragraphs from the end can be footer."""
PARAGRAPH_LINES = 10
FOOTER_CHARS = 2_000
"""How much of a paragraph is asked whether it is one."""
RULED_LINES = 10
"""How far from the end the rule above a list's footer is sought."""
SIGNATURE_LINES = 14
GREETING_LINES = 3
GREETING_CHARS = 70
PROSE_CHARS = 60
"""A longer line is a sentence, if most of its words begin small."""
WRAPPED = range(50, 100)
"""How long a line is that goes on in the next one."""

_RULES = ("--", "__", "==", "**")
_FORWARDS = ("begin", "anfang", "début", "inicio", "inizio", "início", "począte")
_SIGNS = ("|", "#")
_RULED = frozenset("-_=*~")
_SEAM_BEGINS = frozenset(">|#-_=*")
_FORWARDS_BEGIN = frozenset(word[:3] for word in _FORWARDS)
_NAMED = re.compile(r"(?:[^\W\d_a-zß-ÿ][^\W\d_]{1,20}[.]? ?){1,3}\s?[,–—-]$")
_NO_QUOTE = re.compile(r">+From |.*<<$")
"""What begins with `>` and is own: a line that an mbox escaped, and `>>> buy now <<<`."""
_INITIALS = re.compile(r"[A-Z]{2,3}>")
_AROUND_NAME = " \t-–—~*_.,"
_DELIMITERS = ("-- ", "--", "—")
_MARKS = (",", "!", ":", " -", "–", "—")


def set_apart(text: str, *, quoted: str = "", hidden: str = "", name: str = "", replies: bool = True) -> Text:
    """Return the text of a message by role.

    `quoted` and `hidden` are what the markup already told apart, `name` is the sender's, with which a signature can begin,
    and `replies` says whether the message answers another: where it does not, `>` alone is no quotation mark.
    """
    own, in_lines = _without_quotes(text.split("\n"), marked=bool(quoted), replies=replies)
    own, footer = _cut_footer(own)
    own, signature = _cut_signature(own, _names(name))
    greeting, own = _cut_greeting(own)
    quotes = "\n".join(part for part in ("\n".join(in_lines).strip(), quoted) if part)
    return Text(
        greeting, "\n".join(own).strip(), "\n".join(signature).strip(), "\n".join(footer).strip(), quotes, hidden
    )


# ---------------------------------------------------------------- quoted


def _without_quotes(lines: list[str], *, marked: bool, replies: bool) -> tuple[list[str], list[str]]:
    """Tell the writer's own lines from quoted ones; behind a divider everything is quoted.

    So is everything behind "On 1 May 2024 at 10:00, Ada wrote:" where neither a line nor the markup marks a quote.
    """
    own: list[str] = []
    quoted: list[str] = []
    signs, unmarked, tries = ">", len(lines), 0
    replies = replies or marked
    stripped = [line.strip() for line in lines]
    seen = 0
    for index in _seams(stripped):
        own += lines[seen:index]
        seen = index + 1
        line, bare = lines[index], stripped[index]
        if (bare[0] in signs and not _NO_QUOTE.match(bare)) or (">" in bare[2:4] and _INITIALS.match(bare)):
            quoted.append(line)
            marked = True
        elif _divides(lines, index, bare):
            while own and own[-1] == lines[index - 1] and _is_rule(own[-1]):  # Outlook draws one above
                own.pop()
                index -= 1
            return own, quoted + lines[index:]
        else:
            own.append(line)
            following = next(filter(None, stripped[index + 1 : index + 3]), "")[:1]  # one empty line may stand between
            if len(bare) < ATTRIBUTION_CHARS or (following != ">" and bare[-1] not in ":："):
                continue
            tries += 1
            if tries > INTRODUCTIONS:
                continue
            if spoken_by := _introduction(own, followed=following == ">"):
                said = own[-spoken_by:]
                del own[-spoken_by:]
                quoted.extend(said)
                replies = True
                if following in _SIGNS:
                    signs += following
                elif is_reply_line(said[0]):
                    unmarked = min(unmarked, len(own))
    own += lines[seen:]
    if not replies:
        return lines, []
    if not marked:
        return own[:unmarked], quoted + own[unmarked:]
    return own, quoted


def _seams(stripped: list[str]) -> list[int]:
    """Return the lines at which somebody else's words can begin or end, by their first and last letters; most cannot.

    Above a quoted line any can, with one empty line between.
    """
    seams = [
        index
        for index, bare in enumerate(stripped)
        if bare
        and (
            bare[0] in _SEAM_BEGINS
            or bare[-1] in ":："
            or ":" in bare[:7]
            or ">" in bare[2:4]
            or bare[:3].lower() in _FORWARDS_BEGIN
        )
    ]
    quotes = [index for index in seams if stripped[index][0] == ">" and index]
    if not quotes:
        return seams
    above = (index - 1 if stripped[index - 1] or index == 1 else index - 2 for index in quotes)
    return sorted({*seams, *(index for index in above if stripped[index])})


def _is_rule(line: str) -> bool:
    return not line.strip() or RULE.match(line[:LINE]) is not None


def _divides(lines: list[str], index: int, bare: str) -> bool:
    """Tell whether all that stands from here on is somebody else's mail: a divider, or an Outlook reply header.

    Both are asked only of lines that can be one, by their first letters: most lines of real mail are neither.
    """
    start = bare[:7].lower()
    if start[:2] in _RULES or start.startswith(_FORWARDS):
        return DIVIDER.match(bare[:LINE].lower()) is not None
    if ":" not in start or not HEADER_FROM.match(bare[:LINE].lower()):
        return False
    below = [line[:LINE].lower() for line in lines[index + 1 : index + HEADER_LINES]]
    if (
        not any(HEADER_MORE.match(line) for line in below[:2])
        or sum(1 for line in below if HEADER_MORE.match(line)) < 2
    ):
        return False
    return "@" in bare or any(HEADER_SUBJECT.match(line) for line in below)


def _introduction(own: list[str], *, followed: bool) -> int:
    """Return how many of the last lines say whose words follow: none, one, or up to three that were wrapped."""
    for number in (2, 3):
        if len(own) < number or not own[-number].strip():
            break
        if opens_attribution(own[-number]) and is_attribution(" ".join(own[-number:]), followed=followed):
            return number
    return int(is_attribution(own[-1], followed=followed))


# ---------------------------------------------------------------- footer


def _cut_footer(lines: list[str]) -> tuple[list[str], list[str]]:
    """Cut what a list or a firm puts below a letter: what follows a rule, and paragraphs that speak of subscriptions,
    confidentiality or the firm's register, with short ones between and behind them.
    """
    end = len(lines)
    while (above := _above_rule(lines, end)) < end:
        end = above
    start = cut = end
    for _ in range(FOOTER_PARAGRAPHS):
        start, paragraph = _last_paragraph(lines, start)
        match = FOOTER.search(" ".join(paragraph).lower()[:FOOTER_CHARS])
        if match is not None:
            first = start + _first_of(paragraph, match.start())
            cut = first or cut  # what is footer from its first line on is a letter about it
        if not start or (first > start if match else _is_own(paragraph)):
            break
    return lines[:cut], lines[cut:]


def _is_own(paragraph: list[str]) -> bool:
    """Tell whether a paragraph that is no footer cannot stand between two of them: a long one, a sentence, a sign-off."""
    return len(paragraph) > 3 or any(_is_prose(line) or _signs_off(line) for line in paragraph)


def _first_of(paragraph: list[str], found: int) -> int:
    """Return the first line of the footer that was found at this character: what stands above it and does not go on in it
    is a name, a last word.
    """
    number = 0
    while found > len(paragraph[number]) and number + 1 < len(paragraph):
        found -= len(paragraph[number]) + 1
        number += 1
    while number and len(paragraph[number - 1]) in WRAPPED and paragraph[number - 1].rstrip()[-1] not in ".!?:;":
        number -= 1
    return number


def _above_rule(lines: list[str], end: int) -> int:
    """Return the index of the rule with a list's footer below it that stands last before `end`, or `end`."""
    for index in range(end - 1, max(0, end - RULED_LINES), -1):
        line = lines[index][:LINE]
        if (
            line.lstrip()[:1] in _RULED
            and RULE.match(line)
            and any(LISTS.search(below[:LINE].lower()) for below in lines[index:end])
        ):
            return index
    return end


def _last_paragraph(lines: list[str], end: int) -> tuple[int, list[str]]:
    """Return where the last paragraph before `end` begins, and its lines: the last of them, where it is long."""
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and end - start < PARAGRAPH_LINES and lines[start - 1].strip():
        start -= 1
    return start, lines[start:end]


# ---------------------------------------------------------------- signature


def _cut_signature(lines: list[str], name: frozenset[str]) -> tuple[list[str], list[str]]:
    """Cut at `-- `, else at the sign-off near the end; a postscript is the letter's."""
    at = next(
        (index for index in range(max(1, len(lines) - 2 * SIGNATURE_LINES), len(lines)) if lines[index] in _DELIMITERS),
        len(lines),
    )
    at = _sign_off(lines, at, name)
    signature = lines[at:]
    script = next((index for index, line in enumerate(signature) if POSTSCRIPT.match(line[:LINE].lower())), None)
    if script is None:
        return lines[:at], signature
    end = next((index for index in range(script, len(signature)) if not signature[index].strip()), len(signature))
    return lines[:at] + signature[script:end], signature[:script] + signature[end:]


def _sign_off(lines: list[str], end: int, name: frozenset[str]) -> int:
    """Return the index of the sign-off that ends the lines up to `end`, or `end`."""
    last, seen, prose, below = end, 0, False, ""
    for index in range(end - 1, 0, -1):
        line = lines[index].strip()
        if not line:
            below = ""
            continue
        seen += 1
        if seen > SIGNATURE_LINES:
            break
        if _signs_off(line) or (not prose and _may_sign_off(line, name)):
            last = index
        prose = prose or (_is_prose(f"{line} {below}") and not POSTSCRIPT.match(line.lower()))
        below = line
    return last


def _is_prose(line: str) -> bool:
    """Tell a sentence from a line of an address: a question, or a long line in small letters."""
    if line.rstrip()[-1:] == "?" and line.count(" ") > 3:
        return True
    if len(line) <= PROSE_CHARS:
        return False
    words = line[:LINE].split()
    return len(words) > 5 and 2 * sum([word[0].islower() for word in words]) > len(words)


def _signs_off(line: str) -> bool:
    return len(line) < 80 and SIGN_OFF.match(line.lower()) is not None


def _may_sign_off(line: str, name: frozenset[str]) -> bool:
    """Tell whether this line ends a letter where no sentence follows: thanks, or the sender's own name."""
    if len(line) >= 80:
        return False
    line = line.lower()
    words = [word.strip(_AROUND_NAME) for word in line.partition("|")[0].split()]
    return (any(words) and name.issuperset(words)) or THANKS.match(line) is not None


def _names(name: str) -> frozenset[str]:
    """Return the words a sender may sign with: those of the name and their initials; dashes and dots are none."""
    words = [word.strip(_AROUND_NAME) for word in name.lower().split()]
    return frozenset(("", *words, *(word[:1] for word in words)))


# ---------------------------------------------------------------- greeting


def _cut_greeting(lines: list[str]) -> tuple[str, list[str]]:
    """Cut the greeting: a short line among the first, or the words before the comma of a longer first one."""
    first = [index for index, line in enumerate(lines[: 4 * GREETING_LINES]) if line.strip()][:GREETING_LINES]
    for index in first:
        line = lines[index].strip()
        end = _greeted(line, leads=index == first[0])
        if end == len(line):
            return line, lines[:index] + lines[index + 1 :]
        if end and index == first[0]:
            return line[:end].strip(), [line[end:].strip(), *lines[index + 1 :]]
    return "", lines


def _greeted(line: str, *, leads: bool) -> int:
    """Return where the greeting ends with which a line begins, 0 for none; below the first line it needs its mark."""
    match = GREETING.match(line[:GREETING_CHARS].lower())
    if match is None:
        return len(line) if leads and _NAMED.match(line) else 0
    ends = (at + len(sign) for sign in _MARKS if (at := line.find(sign, match.end() - 1, GREETING_CHARS)) > 0)
    mark = min(ends, default=0)
    if 0 < mark < len(line) - 1 and line.count(" ", mark) > 3:  # a sentence follows
        return mark if line.count(" ", match.end(), mark) <= 3 else 0
    if len(line) > GREETING_CHARS or line[-1] == "?":
        return 0
    return len(line) if line[-1] in ",!:" or (leads and (line[-1] in "-–—" or line.count(" ") < 5)) else 0
