"""Somebody with a mail program of his own, for the soak: his mail, what he does with it, and where the oracle says that it stands."""

from __future__ import annotations

import hashlib
import imaplib
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from servers import Server, raw_client

FRIEND, PEST, KEEN = "friend", "pest", "keen"
SENDERS = {FRIEND: "ann@friend.example", PEST: "jo@pest.example", KEEN: "eve@keen.example"}
"""Mail of a pest is filed by both bots; that of the keen by the watch alone, and of it the reader pulls some back."""
OFFER = "We help companies like yours to get thirty leads a month. Would you have fifteen minutes for a call this week?"
THANKS = "The gauges arrived and fit. Thank you."
KEPT, GONE = "Kept", ""
"""Where the reader puts mail, and where it is after he deleted it."""
_MAIL = ("INBOX", "Kept", "Sent")


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, how many messages, and which chance."""

    seconds: float
    mails: int
    seed: int = 0

    @classmethod
    def of(cls, minutes: float) -> Plan:
        """Return 20,000 messages for an hour, in proportion for less."""
        return cls(minutes * 60, max(200, round(minutes * 1_000 / 3)))


@dataclass(slots=True)
class Letter:
    """One message as the oracle knows it: `place` is the folder where the reader put it, None where it is the bots' to say."""

    number: int
    kind: str
    copies: int = 1
    place: str | None = None
    pulled: bool = False
    flags: set[str] = field(default_factory=set)
    unsure: bool = False

    def __bytes__(self) -> bytes:
        words = hashlib.sha256(str(self.number).encode()).hexdigest()
        date = datetime(2024, 3, 1, 9, tzinfo=UTC) + timedelta(minutes=self.number)
        name = f"Message-ID: <{self.number}@mail.example>\r\n" if self.number % 4 else ""
        return (
            f"From: {SENDERS[self.kind]}\r\nTo: sam@acme.example\r\nSubject: Message {self.number}\r\n{name}"
            f"Date: {date:%a, %d %b %Y %H:%M:%S +0000}\r\n\r\n"
            f"{THANKS if self.kind == FRIEND else OFFER} {words}\r\n"
        ).encode()


class Reader:
    """Somebody with a mail program of his own, who knows what he did and what the server answered."""

    def __init__(self, server: Server, plan: Plan, chance: random.Random) -> None:
        self.letters: dict[int, Letter] = {}
        self.did: Counter[str] = Counter()
        self._plan = plan
        self._chance = chance
        self._server = server
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin; he ends by himself when the time is over."""
        self._thread.start()

    def wait(self) -> None:
        """Wait until he is done; raise what went wrong with him."""
        self._thread.join(self._plan.seconds + 120)
        if self._failed or self._thread.is_alive():
            raise RuntimeError("the reader did not come to his end") from self._failed

    def _run(self) -> None:
        try:
            with raw_client(self._server) as client:
                client.create(KEPT)
                self._read(client, time.monotonic())
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits
            self._failed = error

    def _read(self, client: imaplib.IMAP4, start: float) -> None:
        acts = (self._keep, self._keep, self._flag, self._look, self._pull, self._pull, self._delete, self._put_away)
        plan = self._plan
        while (passed := time.monotonic() - start) < plan.seconds or len(self.letters) < plan.mails:
            due = min(round(plan.mails * passed / plan.seconds * 1.05), plan.mails)
            for _ in range(min(due - len(self.letters), 60)):
                self._deliver(client)
            self._chance.choice(acts)(client)
            time.sleep(min(0.2, plan.seconds / 300))

    def _deliver(self, client: imaplib.IMAP4) -> None:
        number = len(self.letters)
        kind = self._chance.choices((FRIEND, PEST, KEEN), (40, 40, 20))[0]
        letter = Letter(number, kind, copies=2 if kind != KEEN and self._chance.random() < 0.03 else 1)
        for copy in range(letter.copies):  # of the same time they could as well be one that was copied back
            client.append("INBOX", "", imaplib.Time2Internaldate(time.time() - 60 * copy), bytes(letter))
        self.letters[number] = letter
        self.did["delivered"] += letter.copies

    # ------------------------------------------------------------ what he does with it

    def _keep(self, client: imaplib.IMAP4) -> None:
        """Move what friends wrote, and what was pulled back, out of the inbox: the bots let it be."""
        self._move(client, "INBOX", lambda letter: letter.kind == FRIEND or letter.pulled, KEPT, most=12)

    def _pull(self, client: imaplib.IMAP4) -> None:
        for folder in outreach_of(client):
            for letter in self._move(client, folder, lambda letter: letter.kind == KEEN, "INBOX", most=3):
                letter.pulled = True

    def _put_away(self, client: imaplib.IMAP4) -> None:
        for folder in outreach_of(client):
            self._move(client, folder, lambda letter: letter.kind == PEST, KEPT, most=2)

    def _move(self, client, folder, fits, target, *, most) -> list[Letter]:
        moved = []
        for uid, letter in self._some(client, folder, fits, most=most):
            client.response("COPYUID")
            client.uid("MOVE", uid, target)
            if client.response("COPYUID")[1] != [None]:
                letter.place = target
                moved.append(letter)
                self.did["pulled back" if target == "INBOX" else "moved"] += 1
        return moved

    def _delete(self, client: imaplib.IMAP4) -> None:
        for folder in ("INBOX", *outreach_of(client)):
            wanted = FRIEND if folder == "INBOX" else PEST
            for uid, letter in self._some(client, folder, lambda letter, wanted=wanted: letter.kind == wanted, most=1):
                client.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
                client.uid("EXPUNGE", uid)
                letter.place = GONE
                self.did["deleted"] += 1

    def _flag(self, client: imaplib.IMAP4) -> None:
        for uid, letter in self._some(client, "INBOX", lambda letter: letter.kind == FRIEND, most=3):
            client.uid("STORE", uid, "+FLAGS", "(\\Flagged)")
            letter.flags.add("\\Flagged")
            self.did["flagged"] += 1

    def _look(self, client: imaplib.IMAP4) -> None:
        """Read what just came, also what a bot is filing at this moment: whether the mark goes with it is the server's to say."""
        for uid, letter in self._some(client, "INBOX", lambda _: True, most=3):
            client.uid("STORE", uid, "+FLAGS", "(\\Seen)")
            letter.flags.add("\\Seen")
            letter.unsure |= letter.kind != FRIEND and not letter.pulled
            self.did["read"] += 1

    def _some(self, client, folder, fits, *, most) -> list[tuple[str, Letter]]:
        """Return UID and letter of some that stand in this folder; of twins nobody could tell which, so they are left alone."""
        found = [
            (uid, letter)
            for uid, number in numbers(client, folder)
            if (letter := self.letters[number]).copies == 1 and fits(letter)
        ]
        return self._chance.sample(found, min(len(found), most))


def numbers(client: imaplib.IMAP4, folder: str) -> Iterator[tuple[str, int]]:
    """Yield the UID and the number of each message of a folder, and leave it selected."""
    if client.select(f'"{folder}"')[0] != "OK":
        return
    rows = client.uid("FETCH", "1:*", "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
    for piece in rows:
        if isinstance(piece, tuple):
            uid, number = re.search(rb"UID (\d+)", piece[0]), re.search(rb"Message (\d+)", piece[1])
            assert uid is not None
            assert number is not None
            yield uid[1].decode(), int(number[1])


def folders_of(client: imaplib.IMAP4) -> list[str]:
    return [line.rpartition(b' "/" ')[2].strip(b'"').decode() for line in client.list()[1] if line]


def outreach_of(client: imaplib.IMAP4) -> list[str]:
    return [name for name in folders_of(client) if name not in _MAIL and name.rpartition("/")[2] != "Junk"]
