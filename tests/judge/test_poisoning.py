"""Good words sown into a spray where nobody sees them: it is caught all the same."""

from __future__ import annotations

import functools
import itertools
import random
from html import escape

import pytest
from accepted import verdict_of
from letters import DATA, letter

from triage.domain import Label
from triage.judge.words import own_text
from triage.learn.corpus import load_corpus

SPRAYS = 60
MOST_LOST = 0.05
LOW = 0.60
"""The confidence asked for: low enough that many sprays move, so that there is something to lose."""
ENVELOPE = ("reply-to", "list-unsubscribe", "list-unsubscribe-post", "feedback-id", "in-reply-to", "references")


def page(text, *, below=""):
    """Return a text as a page, and something below it."""
    shown = "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))
    return f"<html><body style='background:#ffffff'>{shown}{below}</body></html>"


def text_of(example):
    """Return all that a sender wrote, as it is shown."""
    text = example.message.text
    return "\n\n".join(part for part in (text.greeting, text.body, text.signature, text.footer) if part)


def written(example, body, *, content_type="text/plain"):
    """Return a message of the corpus with another body, under its own headers."""
    message = example.message
    kept = tuple((name, value) for name, value in message.headers if name in ENVELOPE)
    return letter(
        body,
        sender=f'"{message.sender.name}" <{message.sender.spec}>',
        to=", ".join(f"<{to.spec}>" for to in message.recipients),
        subject=message.subject,
        date=message.header("date"),
        message_id=message.header("message-id"),
        content_type=content_type,
        headers=kept,
    )


def caught(example, body, **more):
    """Tell whether such a message would be moved, as the first of its kind."""
    message = written(example, body, **more)
    return verdict_of(message, recipient=example.recipient, min_confidence=LOW).folder is not None


@functools.cache
def corpus():
    return load_corpus(DATA)


@functools.cache
def sprays():
    """Return sprays that move, both as plain text and as a page."""
    mail = [one for one in corpus() if one.label is Label.SPRAY and one.message.date and not one.message.text.quoted]
    random.Random(11).shuffle(mail)
    moved = (
        one for one in mail if caught(one, text_of(one)) and caught(one, page(text_of(one)), content_type="text/html")
    )
    return list(itertools.islice(moved, SPRAYS))


@functools.cache
def legitimate(language):
    """Return the words of the corpus' legitimate mail in a language, as they are written, in order."""
    mail = [one for one in corpus() if one.label is Label.LEGITIMATE and one.language == language]
    return [word for one in mail for word in own_text(one.message).split()]


def passage(example, count):
    """Return so many neighbouring words of legitimate mail."""
    words = legitimate(example.language)
    start = random.Random(example.name).randrange(len(words) - count)
    return " ".join(words[start : start + count])


def drawn(example, count):
    """Return so many words of legitimate mail, one from here and one from there."""
    return " ".join(random.Random(example.name).choices(legitimate(example.language), k=count))


HIDING = {
    "display-none": "<div style='display:none'>{}</div>",
    "font-size-0": "<div style='font-size:0'>{}</div>",
    "white-on-white": "<p style='color:#ffffff;background-color:#ffffff'>{}</p>",
    "white-on-the-page": "<p><font color='#FFFFFF'>{}</font></p>",
    "off-screen": "<div style='position:absolute;left:-9999px;top:0'>{}</div>",
}


def test_there_are_sprays_enough():
    assert len(sprays()) == SPRAYS
    assert len({one.author for one in sprays()}) > 5
    assert len({one.language for one in sprays()}) > 3


@pytest.mark.parametrize("words", [passage, drawn])
@pytest.mark.parametrize("hiding", HIDING.values(), ids=HIDING)
def test_two_thousand_good_words_that_nobody_sees_save_no_spray(hiding, words):
    pages = [(one, page(text_of(one), below=hiding.format(escape(words(one, 2_000))))) for one in sprays()]
    still = sum(caught(one, body, content_type="text/html") for one, body in pages)
    assert still >= SPRAYS * (1 - MOST_LOST)
