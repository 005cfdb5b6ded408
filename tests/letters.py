"""Letters for the tests of judging and learning: written as mail programs write them, read as every message is."""

from __future__ import annotations

import functools
import math
from pathlib import Path

import numpy as np

from triage.domain import Label, Message, Recipient
from triage.judge.classifier import KINDS, SIGNAL_CODES, Model, Pieces, Terms
from triage.judge.concepts import Concepts
from triage.judge.keytable import KeyTable
from triage.judge.relevance import Profile, relevance
from triage.judge.signals import Signal, signals
from triage.judge.usage import Usage
from triage.judge.weights import Weights
from triage.judge.words import own_text, subject_words, words
from triage.read import read

DATA = Path(__file__).parent.parent / "data"

ME = Recipient(
    name="Alma Terzic",
    addresses=frozenset({"alma@kilnworks.example", "alma.terzic.pots@gmail.com"}),
    domains=frozenset({"kilnworks.example"}),
    company="Kilnworks",
    role="potter",
    about="Kilnworks makes tableware in Zenica. We fire stoneware with a tenmoku glaze in an anagama and teach raku on Sundays.",
    interests=("glaze chemistry", "kiln repair", "craft fairs"),
    never=("franchises", "insurance agencies", "search engine optimisation"),
)
"""Whose mail it is in these tests."""

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl")

OFFERS = {
    "franchises": (
        "Own your own franchise: our franchisees open a shop within ninety days.",
        "Unser Franchisesystem sucht Franchisepartner und Franchisenehmer.",
        "Devenez franchisé : un concept de franchise et cent franchisés.",
        "Abra su propia franquicia: buscamos franquiciados en su ciudad.",
        "Tenha a sua franquia; procuramos franqueados em todo o país.",
        "Apri il tuo negozio in franchising, cerchiamo affiliati e franchisee.",
        "Word franchisenemer: onze franchiseformule zoekt ondernemers.",
        "Szukamy franczyzobiorców. Franczyza bez ryzyka, własny sklep.",
    ),
    "seo": (
        "Search engine optimization that puts you on the first page of Google.",
        "Suchmaschinenoptimierung: Ihr Google Ranking auf der ersten Seite.",
        "Référencement naturel : votre site en première page de Google.",
        "Posicionamiento web: su página en la primera página de Google.",
        "Otimização de sites: o seu site na primeira página do Google.",
        "Posizionamento sui motori di ricerca: il sito in prima pagina di Google.",
        "Zoekmachineoptimalisatie: hoger in Google, beter vindbaar in zoekmachines.",
        "Pozycjonowanie stron: wysoka pozycja w Google.",
    ),
    "ceramics": (
        "Kilns, frits, kaolin and feldspar from our own pit.",
        "Brennöfen, Töpferbedarf und Glasuren ab Werk.",
        "Émaux céramiques et un four à céramique, tout le réfractaire.",
        "Arcilla, fritas y un horno cerámico.",
        "Vidrados, argila e um forno cerâmico.",
        "Argilla, ingobbi, cristalline e un forno per ceramica.",
        "Keramiekoven, draaischijven en glazuurgrondstoffen.",
        "Szkliwa, glina ceramiczna i koło garncarskie.",
    ),
}
"""By the slug of a trade, an offer of it in each of `LANGUAGES`: the first two `ME` never wants, the third is near their work."""

COMMON = frozenset(
    """a about after again all also an and any are as at be been but by can come could did do does for from get give go had has have he
    her here him his how i if in into is it its just know let like make makes may me month more most much my need no not now of on
    one only or our out over people please see send she should since so some take than thank thanks that the their them then there
    they this time to two up us very was we week well were what when where which who will with would year you your yours hi hello
    dear best regards""".split()
)


def rarity(word: str) -> float:
    """Tell how often a word stands in mail, from a short list: everything else is rare."""
    return 0.3 if word in COMMON else 0.001


@functools.cache
def concepts() -> Concepts:
    """Return what words speak for which trade when the words of `COMMON` alone are common."""
    return Concepts.of(dict.fromkeys(COMMON, 0.3))


def profile_of(recipient: Recipient = ME) -> Profile:
    """Return a recipient, prepared."""
    return Profile.of(recipient, rarity, concepts)


def letter(
    body: str = "",
    *,
    sender: str = "Jo Vendor <jo@vendor.example>",
    to: str = "Alma Terzic <alma@kilnworks.example>",
    subject: str = "Hello",
    date: str = "Tue, 14 May 2024 08:12:40 +0200",
    message_id: str = "",
    content_type: str = "text/plain",
    headers: tuple[tuple[str, str], ...] = (),
) -> Message:
    """Return a message as it comes out of its bytes; an empty `to`, `date` or `message_id` leaves that header out."""
    return read(source(body, sender, to, subject, date, message_id, content_type, headers))


def source(body, sender, to, subject, date, message_id, content_type, headers) -> bytes:
    """Return the bytes of a message."""
    told = (
        ("From", sender),
        ("To", to),
        ("Subject", subject),
        ("Date", date),
        ("Message-ID", message_id),
        *headers,
        ("MIME-Version", "1.0"),
        ("Content-Type", f"{content_type}; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )
    return ("".join(f"{name}: {value}\n" for name, value in told if value) + f"\n{body}\n").encode()


def own_words(message: Message) -> list[str]:
    """Return the words of what the sender wrote."""
    return words(own_text(message))


def signals_of(message: Message, recipient: Recipient = ME) -> dict[str, Signal]:
    """Return the signals of a message by their codes."""
    run = [*subject_words(message), "", *own_words(message)]
    shared = relevance(message, run, profile_of(recipient))
    found = signals(message, run, recipient=recipient, relevance=shared)
    assert len({signal.code for signal in found}) == len(found), "a signal was given twice"
    return {signal.code: signal for signal in found}


def model_of(
    outreach: float,
    *,
    kind: Label = Label.SPRAY,
    threshold: float = 0.9,
    signal_weights: dict[str, float] | None = None,
) -> Model:
    """Return a model by hand that knows no word: every message is outreach of this kind with this probability.

    `signal_weights` adds to the log-odds of outreach what a signal of full strength is worth, before its scale.
    """
    weights = np.zeros((len(SIGNAL_CODES), 1 + len(KINDS)))
    weights[:, 0] = [(signal_weights or {}).get(code, 0.0) for code in SIGNAL_CODES]
    return Model(
        terms=Terms.of((), np.empty(0)),
        pieces=Pieces(KeyTable.of(np.empty(0, dtype=np.uint64)), np.empty(0)),
        usage=Usage(),
        documents=1,
        weights=Weights.of(weights, signals=len(SIGNAL_CODES)),
        bias=np.array([math.log(outreach / (1 - outreach)), *(4.0 if each is kind else 0.0 for each in KINDS)]),
        calibration=(1.0, 0.0),
        calibration_unfamiliar=(1.0, 0.0),
        temperature=1.0,
        thresholds=dict.fromkeys(KINDS, threshold),
        version="by hand",
    )


@functools.cache
def slice_of_corpus():
    """Return some of the labelled mail of data/: of three recipients, in English, every third one."""
    from triage.learn.corpus import load_corpus

    wanted = {"ben", "nora", "tom"}
    return [each for each in load_corpus(DATA) if each.author in wanted and each.language == "en"][::3]


@functools.cache
def small_model() -> Model:
    """Return a model that learnt from `slice_of_corpus`: real enough to have an opinion, and soon made."""
    from threadpoolctl import threadpool_limits

    from triage.learn.train import train

    with threadpool_limits(limits=1):
        return train(slice_of_corpus(), usage=Usage(), version="small")
