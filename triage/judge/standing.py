"""Who the sender is to me, and what protects a message whoever sent it."""

from __future__ import annotations

from triage.domain import Contacts, Message, Reason, Recipient, SenderRules, Standing
from triage.judge.hosts import is_network
from triage.judge.lexicon import spoken
from triage.judge.words import words
from triage.read import normalise

_ENCRYPTED = frozenset(
    (
        "multipart/encrypted",
        "multipart/signed",
        "application/pgp-encrypted",
        "application/pkcs7-mime",
        "application/x-pkcs7-mime",
    )
)

NEWSLETTER_LINKS = 6
NEWSLETTER_IMAGES = 3


def standing(
    message: Message, *, recipient: Recipient, rules: SenderRules, contacts: Contacts
) -> tuple[Standing, Reason]:
    """Return who the sender is to me, by the first rule that holds, and the reason in words."""
    address, domain = message.sender.spec, message.sender.domain
    if on_list(address, rules.allowed):
        return Standing.ALLOWED, Reason("allowed", "you put the sender on your allow list")
    if address and contacts.knows(address):
        return Standing.CORRESPONDENT, Reason("i-wrote-to-them", "you wrote to this sender")
    if contacts.is_mine((*message.in_reply_to, *message.references)):
        return Standing.CORRESPONDENT, Reason("answers-my-mail", "answers a message that you wrote")
    if address in recipient.addresses or any(
        domain == own or domain.endswith("." + own) for own in recipient.domains if own
    ):
        return Standing.COLLEAGUE, Reason("own-domain", "comes from your own domain")
    if on_list(address, rules.blocked):
        return Standing.BLOCKED, Reason("blocked", "you put the sender on your block list")
    if on_list(address, rules.spared):
        return Standing.ALLOWED, Reason("taken-back", "you took mail of this sender back out of a folder of outreach")
    return Standing.STRANGER, Reason("stranger", "you never wrote to this sender")


def on_list(address: str, listed: frozenset[str]) -> bool:
    """Tell whether an address is on a list, itself or by its domain or a parent of it."""
    if not address or not listed:
        return False
    if address in listed:
        return True
    domain = address.rpartition("@")[2]
    while domain:
        if f"@{domain}" in listed:
            return True
        domain = domain.partition(".")[2]
    return False


def no_outreach(
    message: Message, flags: frozenset[str], *, recipient: Recipient, rules: SenderRules, contacts: Contacts
) -> str:
    """Return why a message is no example of outreach, wherever it was put: I know its sender, or a program sent it; else nothing."""
    who, _ = standing(message, recipient=recipient, rules=rules, contacts=contacts)
    if who in (Standing.ALLOWED, Standing.CORRESPONDENT, Standing.COLLEAGUE):
        return "you know the sender"
    protected = protection(message, flags)
    return "" if protected is None else protected.text


def protection(message: Message, flags: frozenset[str]) -> Reason | None:
    """Return why this message is left alone whatever its text says, or None.

    An unsubscribe header alone protects nothing: senders of cold mail set it too.
    """
    if "\\Flagged" in flags:
        return Reason("flagged", "you flagged this message")
    if "\\Answered" in flags:
        return Reason("answered", "you answered this message")
    if not _ENCRYPTED.isdisjoint(message.content_types):
        return Reason("encrypted-or-signed", "is encrypted or signed")
    if "text/calendar" in message.content_types:
        return Reason("calendar", "is a calendar invitation")
    if "multipart/report" in message.content_types:
        return Reason("delivery-report", "is a delivery report")
    return _by_header(message)


def _by_header(message: Message) -> Reason | None:
    headers = dict(reversed(message.headers))
    if "list-post" in headers or "x-beenthere" in headers or "x-mailing-list" in headers or "mailing-list" in headers:
        return Reason("mailing-list", "was sent to a mailing list")
    if "list-id" in headers:
        return Reason("list", "was sent to the subscribers of a list")
    automatic = headers.get("auto-submitted", "no").lower()
    if not automatic.startswith("no") and not _relays(message):
        return Reason("automatic", "was sent by a program that says so")
    if "list-unsubscribe" in headers and ("feedback-id" in headers or _is_newsletter(message, headers)):
        return Reason(
            "subscription", "comes from a bulk mailer, in the shape of a newsletter that you can unsubscribe from"
        )
    return None


def _relays(message: Message) -> bool:
    """Tell whether a program passes on what a person said: a message left on a network, a voicemail written down."""
    if is_network(message.sender.domain):
        return True
    said = spoken(words(normalise(f"{message.subject[:200]} {message.text.body[:300]}")))
    return "voicemail" in said or "network-notice" in said


def _is_newsletter(message: Message, headers: dict[str, str]) -> bool:
    """Tell a newsletter by one-click unsubscription (RFC 8058) and the build of its page, which mail that plays personal lacks."""
    rich = len(message.links) >= NEWSLETTER_LINKS or message.images >= NEWSLETTER_IMAGES
    return message.html and rich and "list-unsubscribe-post" in headers
