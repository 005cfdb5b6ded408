"""The faults that a mailbox, a connection, a protocol and a mail can have, by number: each is a test with the marker `case`.

Unless a case says more, it means: the mail stays where it is, nothing crashes or hangs, and it is tried again later.
"""

from __future__ import annotations

FILING = {
    1: "cut at each byte that the client sends",
    2: "cut at each byte that the server sends",
    3: "killed at each commit point",
    4: "killed after COPY",
    5: "killed after STORE",
    6: "killed during MOVE",
    7: "the server is killed during MOVE: doubles are removed",
    8: "the target is missing: it is made once, else the mail stays",
    9: "the target is renamed meanwhile: planned again",
    10: "the mailbox is full: filing stops, one warning",
    11: "no COPYUID",
    12: "a COPYUID that leaves some out",
    13: "the message vanished",
    14: "the body is NIL: vanished",
    15: "UIDVALIDITY changed: known again by identity, never by old UIDs",
    16: "UIDVALIDITY is 0 or missing",
    17: "no UIDNEXT: known by identity",
    18: "two clients file at once: nothing is doubled",
    19: "its reader moves it meanwhile",
    20: "its reader pulls it back: never filed again",
    21: "no MOVE",
    22: "no UIDPLUS, and others marked mail as deleted: theirs stays untouched",
    23: "UID EXPUNGE is refused: the source stays",
    24: "opened for reading only, or no right to file: told, no loop",
    25: "a preview sends no command that writes",
    26: "the state file is locked, full or damaged: nothing is filed",
    27: "the state file is deleted: nothing is filed twice, and what was filed is remembered again",
    28: "the clock jumps back",
}
CONNECTION = {
    29: "BYE as a greeting, in FETCH, in IDLE",
    30: "a half-open connection in IDLE is noticed by renewal",
    31: "closed in IDLE: fewer than 5 calls a second",
    32: "an EXISTS in one segment with the `+` of IDLE is found within a second",
    33: "half a line",
    34: "IDLE is refused",
    35: "IDLE keeps silent: polled",
    36: "bytes trickle",
    37: "a literal stalls",
    38: "a wrong tag",
    39: "a flood: deadline, new connection",
    40: "throttled: waits as long as asked, within 5 %",
    41: "a refused password is tried three times; a dropped sign-in is tried again",
    42: "a token expired: renewed",
    43: "the server restarts, its name is not found, the machine slept",
    44: "bad TLS; STARTTLS missing, refused or injected; PREAUTH: refused before the password is sent",
}
PROTOCOL = {
    45: "a literal of {3e9} or {-5}",
    46: "a SEARCH answer above 1 MB: ESEARCH",
    47: "a SEARCH answer that is split, ends in a space, or holds garbage",
    48: "`n:*` that returns the old last message",
    49: "FETCH without UID, FETCH and EXPUNGE that nobody asked for, words after a literal",
    50: "a deep BODYSTRUCTURE is never asked for",
    51: "a folder whose name is no UTF-7, without a delimiter, or odd: left out alone",
    52: "OK without text",
    53: "no keywords, or no more of them",
}
MAIL = {
    54: "headers empty or missing",
    55: "two messages with one Message-ID: both are handled",
    56: "a Message-ID with a line break, a quote, or of 10 KB never reaches the wire",
    57: "NUL, 8-bit bytes, an unknown charset",
    58: "a message of 50 MB costs less than 5 MB of memory",
    59: "3,000 levels, 20,000 parts, 40,000 headers",
    60: "HTML bombs, hidden text, winmail.dat; encrypted and signed mail is left alone",
    61: "escape sequences, links, bidi, markup, formulas: inert everywhere",
    62: "a forged X-Triage header is ignored",
    63: "the model is damaged, writable by others, or a pickle: refused",
    64: "folders of 0, 1 and 200,000 messages",
}
CASES = {**FILING, **CONNECTION, **PROTOCOL, **MAIL}
GROUPS = {"Filing": FILING, "Connection": CONNECTION, "Protocol": PROTOCOL, "Mail": MAIL}
