"""The mail of one seller, as the tests of repeats tell it: first mail, variants, bumps, news, and what others write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from accepted import model
from letters import letter, own_words

from triage.domain import Label
from triage.judge.repeats import fingerprint

START = datetime(2024, 1, 8, 9, tzinfo=UTC)
JO = "Jo Miller <jo@pulpline.example>"
SAID = """We run a small warehouse near Osijek that packs fragile goods for studios like yours. Each bowl travels in moulded pulp \
instead of foam, the breakage of our customers fell below one in two hundred parcels, and a courier fetches everything at four in the \
afternoon. May I send you two sample boxes so that you can drop them on your own floor?"""
SIGNED = "\n\nBest regards\nJo Miller\nPulpline\n"
FIRST = f"Hi Alma,\n\n{SAID}{SIGNED}"
VARIANT = f"""Dear Mrs Terzic,

{SAID.replace(", the breakage of our customers fell below one in two hundred parcels,", "").replace("four", "five")}

Kind regards
Tina Brown, Pulpline"""
REWRITTEN = """Dear Alma,

my name is Tina and I look after ceramics at Pulpline. We run a small warehouse near Osijek where nine people wrap, label and insure \
whatever breaks easily: vases, lamps, plates. Each bowl travels in moulded pulp instead of foam, customs papers for Serbia and Italy \
included, and a courier fetches everything at four in the afternoon. Shall I reserve a shelf for your Christmas parcels?

Tina"""
NEWS = """Hi Alma,

since January the Brkic pottery in Mostar shipped 412 parcels with us: 3 arrived broken, 0.7 percent, where foam had cost them \
31. The drop tests are at https://pulpline.example/drops-2024: no crack at 80 cm, 1 of 40 at 120 cm, 4 of 40 at 180 cm. Pulp \
costs 0.62 euro a box, 0.11 less than bubble wrap, lorries from Zenica leave Mondays, Wednesdays, Fridays, and the insurer \
Croatia dropped their fragility surcharge.

Jo"""
OTHER = """Good morning,

our orchard presses juice from quinces and medlars every October, in bottles of three sizes, and we look for cafes along the \
river that pour something else than cola. A crate costs less than you think and the empties go home with the driver."""
BUMPS = [
    "Just floating this to the top of your inbox.",
    "Any thoughts on the below?",
    "Alma, did you see my last email? Happy to answer any questions.",
    "I guess the timing is not right, so I am closing your file. Should that change, you know where I am.",
    "Haben Sie meine Nachricht gesehen? Ich freue mich auf Ihre Rückmeldung.",
    "Je me permets de revenir vers vous au sujet de mon message.",
    "¿Pudo ver mi correo anterior?",
]
LIKEWISE = """Hi Alma,

We are a packing house in Split that ships fragile ceramics for studios and potters. Every plate leaves in honeycomb paper, breakages \
are refunded at once, and our van collects parcels each afternoon. Could we send you a free sample box to test?

Ivo"""
"""What a competitor writes who sells the same."""


def quote(text):
    """Return a text as a mail program quotes it."""
    return "\n\nOn Mon, 8 Jan 2024 at 10:00, Jo Miller wrote:\n" + "\n".join(f"> {line}" for line in text.splitlines())


def outreach(body=FIRST, *, days=0, sender=JO, headers=(), dated=True, **more):
    """Return a message of this many days after the first one."""
    message = letter(body, sender=sender, headers=tuple(headers), date="", **more)
    return replace(message, date=START + timedelta(days=days) if dated else None)


def rarity(word):
    """Tell how rare a word is to the model that comes with the program, with which the memory was measured."""
    return model().rarity(word)


def prints(message, *, id, label=Label.SPRAY, touch=1):
    """Return what is remembered of a message."""
    return replace(fingerprint(message, own_words(message), id=id, label=label, rarity=rarity), touch=touch)


def kind_and_original(finding):
    """Return what a finding says in short."""
    return finding.repeat and (finding.repeat.kind, finding.repeat.of)
