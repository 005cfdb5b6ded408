"""The shipped model at a desk of its own: a recipient that the corpus does not know, and an empty memory."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from triage.domain import Label, Message, Recipient, Verdict
from triage.judge.pipeline import Judge
from triage.judge.policy import Filing
from triage.judge.relevance import Profile
from triage.judge.repeats import fingerprint
from triage.judge.words import own_text, words
from triage.learn.modelfile import load, shipped
from triage.memory.store import Store, preview_store

AILSA = Recipient(
    name="Ailsa Drummond",
    addresses=frozenset({"ailsa@northlightdomes.example"}),
    domains=frozenset({"northlightdomes.example"}),
    company="Northlight Domes",
    role="founder and managing director",
    about="""Northlight Domes builds small observatory domes of glass fibre for schools, amateur astronomers and universities. Our
workshop is in Dunblane, Scotland. We are eight people. The firm was founded in 2009. A dome is 2.2 to 4.5 metres wide and turns on a
ring of nylon rollers; the shutter takes its power through slip rings. Our controller, Dreel, speaks ASCOM and INDI, and its firmware
is open. In the spring we published a note on condensation under white gelcoat.""",
    interests=(
        "polyester resin and glass cloth",
        "stepper motors and slip rings",
        "freight to the continent",
        "telescope mounts",
        "grants for school observatories",
    ),
    never=("franchises", "search engine optimisation", "crypto", "merchant cash advances", "insurance agencies"),
)
"""Whose mail it is in these tests."""


@functools.cache
def model():
    """Return the model that comes with the program."""
    return load(shipped())


@functools.cache
def profile(recipient: Recipient) -> Profile:
    """Return a recipient as this model sees them."""
    return Profile.of(recipient, model().rarity, model().concepts)


@contextmanager
def desk(recipient: Recipient = AILSA, *, min_confidence: float = 0.90) -> Iterator[tuple[Judge, Store]]:
    """Open a judge with an empty memory."""
    with preview_store() as store:
        filing = Filing(min_confidence=min_confidence)
        yield Judge(model(), profile(recipient), store.contacts, store.fingerprints, filing=filing), store


def verdict_of(
    message: Message,
    *,
    after: tuple[Message, ...] = (),
    recipient: Recipient = AILSA,
    min_confidence: float = 0.90,
) -> Verdict:
    """Return the verdict on a message; `after` came before it and was filed as spray."""
    with desk(recipient, min_confidence=min_confidence) as (judge, store):
        for touch, earlier in enumerate(after, start=1):
            run = words(own_text(earlier))
            known = fingerprint(earlier, run, id=f"earlier-{touch}", label=Label.SPRAY, rarity=model().rarity)
            store.fingerprints.add(replace(known, touch=touch))
        return judge.judge(message, id="this").verdict


def shown(verdict: Verdict) -> str:
    """Return a verdict as a failing test shows it."""
    legitimate = verdict.scores[Label.LEGITIMATE]
    head = (
        f"{verdict.kind} ({verdict.label} {verdict.confidence:.2f}, legitimate {legitimate:.3f}), to {verdict.folder}"
    )
    return "\n".join([head, *(f"  {one.weight:+.2f} {one.code}: {one.text}" for one in verdict.reasons)])
