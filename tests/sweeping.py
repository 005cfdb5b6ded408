"""A server in memory with mail, a store on the disk, and sweeps over them with the shipped model."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from triage.domain import Recipient, SenderRules
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile
from triage.mailbox.inmemory import InMemoryMailbox, InMemoryServer
from triage.memory.store import open_store
from triage.run.sweep import Sweep
from triage.run.undo import undo

NOW = datetime(2024, 6, 1, tzinfo=UTC)
START = datetime(2024, 3, 1, 9, tzinfo=UTC)


def raw(
    number,
    *,
    sender="ann@friend.example",
    to="sam@acme.example",
    text="The gauges arrived and fit. Thank you.",
    subject="",
    more="",
):
    date = (START + timedelta(days=number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = f"From: {sender}\nTo: {to}\nSubject: {subject or f'Message {number}'}\nDate: {date}\nMessage-ID: <{number}@x>\n{more}"
    return f"{head}\n{text}\n{number} {'x' * (number % 7)}\n".encode()


def pest(number, **more):
    return raw(number, **{"sender": f"jo@n{number}.pest.example", **more})


class Bench:
    """A server with mail, a store on the disk, and sweeps over them."""

    def __init__(self, model, path):
        self.model = model
        self.path = path
        self.server = InMemoryServer()

    def deliver(self, raws, **more):
        return [self.server.deliver(each, received=START + timedelta(days=n), **more) for n, each in enumerate(raws)]

    def judge(self, store):
        """Return a judge who lets friends be and knows a pest."""
        recipient = Recipient(addresses=frozenset({"sam@acme.example"}))
        return Judge(
            model=self.model,
            profile=Profile.of(recipient, self.model.rarity, self.model.concepts),
            contacts=store.contacts,
            memory=store.fingerprints,
            rules=SenderRules(frozenset({"@friend.example"}), frozenset({"@pest.example"})),
            filing=Filing(),
        )

    def sweep(self, *, apply=True, fault=None, open=open_store, at=NOW, into=None, **more):
        """Sweep once with a store and a session of its own; return what was yielded, in `into` also where it was broken off."""
        into = [] if into is None else into
        with open(self.path) as store, InMemoryMailbox(self.server, fault=fault, writable=apply) as mailbox:
            run = store.journal.begin("bench", at=at) if apply else None
            sweep = Sweep(mailbox, store, self.judge(store), at=at, run=run, **more)
            for judged in sweep(sweep.queue()):
                into.append(judged)
        return into

    def undo(self):
        with open_store(self.path) as store, InMemoryMailbox(self.server) as mailbox:
            return undo(mailbox, store.journal, store.journal.last_run().id, at=NOW)

    def contact(self, address):
        with open_store(self.path) as store:
            return store.contacts.contact(address)

    def places(self):
        """Return folder -> subjects."""
        found = {}
        for stored in self.server.everything():
            found.setdefault(stored.ref.folder, []).append(
                stored.raw.partition(b"Subject: ")[2].partition(b"\n")[0].decode()
            )
        return {name: sorted(subjects) for name, subjects in found.items()}

    def census(self):
        return Counter((stored.raw, stored.flags, stored.received) for stored in self.server.everything())
