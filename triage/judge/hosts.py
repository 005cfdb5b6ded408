"""Hosts that mean something by themselves: free mail, calendars, professional networks."""

from __future__ import annotations

import re

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

NETWORKS = frozenset(("linkedin.com", "xing.com"))
"""Professional networks, whose notices pass on what a member wrote."""

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]{0,20}:)?(?://)?(?:[^/@\s]{0,100}@)?([a-z0-9.-]{1,253})", re.I)


def host(url: str) -> str:
    """Return the host of a URL in lower case, without `www.`; empty when there is none."""
    if url[:7].lower() == "mailto:":
        return ""
    found = _HOST.match(url)
    return found[1].lower().removeprefix("www.").strip(".") if found else ""


def under(name: str, domains: frozenset[str]) -> bool:
    """Tell whether a host is one of these domains or below one."""
    while name:
        if name in domains:
            return True
        name = name.partition(".")[2]
    return False
