"""Hosts that mean something by themselves: free mail, calendars, professional networks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publicsuffixlist import PublicSuffixList

FREEMAIL = frozenset(
    """gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com hotmail.co.uk hotmail.fr hotmail.de
    hotmail.es hotmail.it hotmail.nl live.com live.co.uk live.de live.fr live.it live.nl msn.com yahoo.com yahoo.co.uk yahoo.fr
    yahoo.de yahoo.es yahoo.it yahoo.co.in yahoo.co.jp yahoo.com.br ymail.com rocketmail.com aol.com icloud.com me.com mac.com gmx.de
    gmx.net gmx.com gmx.at gmx.ch gmx.fr web.de arcor.de posteo.de mailbox.org t-online.de freenet.de mail.com mail.ru yandex.ru
    yandex.com proton.me protonmail.com tutanota.com zoho.com 163.com 126.com qq.com sina.com foxmail.com orange.fr wanadoo.fr free.fr
    laposte.net sfr.fr neuf.fr libero.it virgilio.it tiscali.it tin.it alice.it uol.com.br bol.com.br terra.com.br sapo.pt wp.pl o2.pl
    onet.pl op.pl vp.pl interia.pl interia.eu gazeta.pl ziggo.nl kpnmail.nl planet.nl xs4all.nl home.nl telenet.be skynet.be
    bluewin.ch excite.com lycos.com netscape.net juno.com earthlink.net comcast.net verizon.net btinternet.com fastmail.com hey.com
    rediffmail.com naver.com daum.net seznam.cz""".split()
)
"""Where anybody has an address: such a domain says nothing about who somebody works for."""

CALENDARS = frozenset(
    "calendly.com cal.com savvycal.com tidycal.com zcal.co youcanbook.me meetings.hubspot.com chilipiper.com oncehub.com acuityscheduling.com"
    " calendar.app.google doodle.com koalendar.com motion.so".split()
)

MAILERS = frozenset(
    """sendgrid.net mailchimp.com list-manage.com mailgun.org sendinblue.com brevo.com hubspot.com hubspotlinks.com hs-sites.com
    constantcontact.com campaign-archive.com createsend.com activehosted.com lemlist.com instantly.ai smartlead.ai mailjet.com amazonses.com
    sparkpostmail.com klaviyomail.com outreach.io salesloft.com apollo.io reply.io woodpecker.co pardot.com marketo.com exacttarget.com
    google.com googleapis.com goo.gl bit.ly tinyurl.com youtube.com youtu.be vimeo.com facebook.com twitter.com x.com instagram.com
    linkedin.com github.com dropbox.com docsend.com notion.so loom.com typeform.com zoom.us microsoft.com apple.com w3.org wikipedia.org
    trustpilot.com g2.com capterra.com medium.com wordpress.com""".split()
)
"""Hosts of sales mailers, link shorteners and the like: mail of many sellers points there, so that it tells of none."""

_NETWORK = re.compile(r"(?:linkedin|xing)(?:-?(?:e?mail|notif\w*))?")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}:)?(?://)?(?:[^/@\s]{0,100}@)?([a-z0-9.-]{1,253})", re.I)


def host(url: str) -> str:
    """Return the host of a URL in lower case, without `www.`; empty when there is none."""
    if url[:7].lower() == "mailto:":
        return ""
    found = _HOST.match(url)
    return found[1].lower().removeprefix("www.").strip(".") if found else ""


def is_network(domain: str) -> bool:
    """Tell whether this is the domain of a professional network's own notices."""
    return _NETWORK.fullmatch(registrable(domain).partition(".")[0]) is not None


def spellings(senders: Iterable[str]) -> frozenset[str]:
    """Return addresses and `@domain`s as they are, and as mail servers write them: `@pést.example` is `@xn--pst-bma.example`."""
    return frozenset(spelt for sender in senders for spelt in (sender, _in_ascii(sender)))


def _in_ascii(sender: str) -> str:
    local, at, domain = sender.rpartition("@")
    if domain.isascii() or len(domain) > 253:
        return sender
    labels = unicodedata.normalize("NFC", domain.lower()).split(".")
    # Not Python's idna codec: by the older IDNA it takes faß.example for fass.example, which is somebody else's.
    coded = (each if each.isascii() else f"xn--{each.encode('punycode').decode('ascii')}" for each in labels)
    return f"{local}{at}{'.'.join(coded)}"


@lru_cache(maxsize=4_096)
def registrable(name: str) -> str:
    """Return the registrable domain of a host by the public suffix list; empty where there is none."""
    if not name or len(name) > 253:
        return ""
    return _suffixes().privatesuffix(name.strip(".").lower()) or ""


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # the list comes with the library; nothing is fetched

    return PublicSuffixList()


def under(name: str, domains: frozenset[str]) -> bool:
    """Tell whether a host is one of these domains or below one."""
    while name:
        if name in domains:
            return True
        name = name.partition(".")[2]
    return False
