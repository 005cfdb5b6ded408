"""The server of an address is found in the promised order, by a real DNS server and a real web site; what lies is not believed."""

from __future__ import annotations

import ssl
import time

import pytest

from triage.discover.asking import Network, NoDomainError
from triage.discover.autoconfig import ROOM
from triage.discover.search import find
from triage.errors import UsageError

SAM = "sam@acme.example"
FIRST = "https://autoconfig.acme.example/mail/config-v1.1.xml"
SECOND = "https://acme.example/.well-known/autoconfig/mail/config-v1.1.xml"


def settings(host="mail.host.example", port=993, tls="SSL", user="%EMAILADDRESS%"):
    return (
        f'<clientConfig version="1.1"><emailProvider id="x"><incomingServer type="pop3"><hostname>pop.example</hostname>'
        f'</incomingServer><incomingServer type="imap"><hostname>{host}</hostname><port>{port}</port><socketType>{tls}'
        f"</socketType><username>{user}</username><authentication>password-cleartext</authentication></incomingServer>"
        "</emailProvider></clientConfig>"
    ).encode()


def found(network, address=SAM):
    offer = find(address, asking=network).offer
    return offer and (offer.host, offer.port, offer.tls, offer.user, offer.by)


# ---------------------------------------------------------------- the order


def test_the_table_answers_first_and_nobody_is_asked(network, names, site):
    assert found(network, "sam@gmail.com") == ("imap.gmail.com", 993, "implicit", "sam@gmail.com", "table")
    assert found(None, "sam@icloud.com") == ("imap.mail.me.com", 993, "implicit", "sam", "table")
    assert (names.asked, site.asked) == ([], [])


def test_srv_below_the_own_domain_is_believed_and_the_preferred_one_taken(network, names, site):
    names.zone["_imaps._tcp.acme.example", "SRV"] = ["20 0 993 b.acme.example.", "10 0 1993 a.acme.example."]
    assert found(network) == ("a.acme.example", 1993, "implicit", SAM, "srv")
    assert site.asked == []


def test_srv_for_starttls_is_taken_where_there_is_none_for_tls(network, names):
    names.zone["_imaps._tcp.acme.example", "SRV"] = ["0 0 0 ."]
    names.zone["_imap._tcp.acme.example", "SRV"] = ["0 0 143 imap.acme.example."]
    assert found(network) == ("imap.acme.example", 143, "starttls", SAM, "srv")


def test_the_domains_own_page_is_read_where_dns_knows_nothing(network, site):
    site.pages[SECOND] = (200, {}, settings(user="%EMAILLOCALPART%"))
    assert found(network) == ("mail.host.example", 993, "implicit", "sam", "autoconfig")
    assert site.asked == [FIRST, SECOND]


def test_the_mx_leads_to_a_provider_of_the_table(network, names):
    names.zone["acme.example", "MX"] = ["20 backup.other.example.", "1 aspmx.l.google.com."]
    assert found(network) == ("imap.gmail.com", 993, "implicit", SAM, "mx")


def test_only_the_domain_goes_out(network, names, site):
    names.zone["acme.example", "MX"] = ["1 mx.unknown.example."]
    assert found(network) is None
    assert {name for name, _ in names.asked} == {"acme.example", "_imaps._tcp.acme.example", "_imap._tcp.acme.example"}
    assert site.asked == [FIRST, SECOND]


def test_a_provider_without_imap_is_told(network, names):
    names.zone["acme.example", "MX"] = ["1 mail.tutanota.de."]
    with pytest.raises(UsageError, match="Tuta offers no IMAP"):
        find(SAM, asking=network)


# ---------------------------------------------------------------- what is not believed


def test_srv_that_names_a_foreign_host_is_doubted_unless_the_page_of_the_domain_says_where_mail_is(
    network, names, site
):
    names.zone["_imaps._tcp.acme.example", "SRV"] = ["0 0 993 imap.evil.example."]
    offer = find(SAM, asking=network).offer
    assert (offer.host, offer.proven) == ("imap.evil.example", False)
    site.pages[FIRST] = (200, {}, settings(host="imap.good.example"))
    offer = find(SAM, asking=network).offer
    assert (offer.host, offer.proven) == ("imap.good.example", True)


def test_srv_that_only_ends_like_the_domain_is_foreign(network, names):
    names.zone["_imaps._tcp.acme.example", "SRV"] = ["0 0 993 imap.notacme.example."]
    assert find(SAM, asking=network).offer.proven is False


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((302, {"Location": "http://www.acme.example/x"}, b""), "leads to a page that is not encrypted"),
        ((302, {"Location": "https://127.0.0.1/x"}, b""), "leads to what is no web site"),
        ((302, {"Location": "https://acme.example:8443/x"}, b""), "leads to what is no web site"),
        ((302, {"Location": "https://[x/"}, b""), "leads to what is no web site"),
        ((302, {"Location": "/mail/config-v1.1.xml"}, b""), "leads from one page to the next"),
        ((200, {}, b"<!DOCTYPE html><html><body>Welcome to the hotel</body></html>"), "is a web page; a network that wants"),
        ((200, {}, b"<html><body>Welcome</body></html>"), "is a web page; a network that wants"),
        ((200, {}, settings() + b"<!-- " + b"x" * ROOM + b" -->"), "is larger than any page of settings"),
        ((200, {}, settings()[:-9]), "is malformed"),
        ((200, {}, b""), "is malformed"),
        ((200, {}, b'<!DOCTYPE x [<!ENTITY a "b">]>' + settings()), "declares a document type"),
        ((200, {}, b'<?xml version="1.0" encoding="nonsense-8"?>' + settings()), "is in an encoding that is not known"),
        ((200, {}, b"<clientConfig>" + b"<a>" * 5000), "is nested deeper"),
        ((200, {}, settings(tls="plain", port=143)), "names no server that speaks IMAP with TLS"),
        ((200, {}, settings(host="127.0.0.1")), "names no server that speaks IMAP with TLS"),
        ((200, {}, settings(port=99999)), "names no server that speaks IMAP with TLS"),
        ((500, {}, settings()), "is not there"),
    ],
)  # fmt: skip
def test_a_page_that_is_none_is_told_and_passed_over(network, site, answer, told):
    site.pages[FIRST] = answer
    steps = {step.asked: step.told for step in find(SAM, asking=network).steps}
    assert told in steps[FIRST]
    site.pages[SECOND] = (200, {}, settings())
    assert found(network)[0] == "mail.host.example"


def test_a_redirect_within_https_is_followed(network, site):
    site.pages[FIRST] = (301, {"Location": "https://www.acme.example/mail.xml"}, b"")
    site.pages["https://www.acme.example/mail.xml"] = (200, {}, settings())
    assert found(network)[0] == "mail.host.example"


def test_a_page_with_a_certificate_of_nobody_trusted_is_not_read(names, site):
    site.pages[FIRST] = (200, {}, settings())
    result = find(SAM, asking=Network(resolver=names.resolver(), dial=site.dial, context=ssl.create_default_context()))
    assert result.offer is None
    assert "sign in in a browser first" in {one.asked: one.told for one in result.steps}[FIRST]
    assert site.asked == []


def test_a_sign_in_name_that_cannot_be_one_is_not_taken_over(network, site):
    site.pages[FIRST] = (200, {}, settings(user="a\nb"))
    assert found(network)[3] == SAM


# ---------------------------------------------------------------- nobody there


def test_a_domain_that_does_not_exist_is_told(network):
    with pytest.raises(NoDomainError, match=r"There is no domain acmee\.example; check the address"):
        find("sam@acmee.example", asking=network)


def test_a_domain_that_takes_no_mail_is_told(network, names):
    names.zone["acme.example", "MX"] = ["0 ."]
    assert find(SAM, asking=network).steps[-1].told == "says that nobody takes mail there"


def test_who_does_not_answer_costs_no_more_than_its_seconds(names, site):
    names.silent = True
    begun = time.monotonic()
    result = find(SAM, asking=Network(resolver=names.resolver(), dial=site.dial, seconds=0.2))
    assert result.offer is None
    assert [step.told for step in result.steps if step.asked.startswith("DNS")] == [
        "no answer (DNS gives no answer)"
    ] * 3
    assert time.monotonic() - begun < 4


def test_a_site_that_does_not_come_is_left_after_its_seconds(names, site, authority):
    def dial(host, seconds):
        time.sleep(0.9)  # a look-up of a name that nothing can interrupt
        return site.dial(host, seconds)

    context = ssl.create_default_context()
    authority.configure_trust(context)
    begun = time.monotonic()
    result = find(SAM, asking=Network(resolver=names.resolver(), dial=dial, context=context, seconds=0.2))
    assert [step.told for step in result.steps if step.asked == FIRST] == ["does not answer within 0 seconds"]
    assert time.monotonic() - begun < 4
    time.sleep(1)  # the threads that were left behind close what they opened
