"""The table of providers holds together, and a slip of the keys is noticed."""

import pytest

from triage.discover import providers
from triage.discover.offers import is_host
from triage.discover.providers import PROVIDERS


def test_no_domain_stands_in_the_table_twice():
    for kind in ("domains", "exchangers"):
        named = [domain for provider in PROVIDERS for domain in getattr(provider, kind)]
        assert sorted(named) == sorted(set(named))
        assert all(is_host(domain) for domain in named)


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.host or one.name)
def test_every_provider_says_how_one_signs_in_and_speaks_tls(provider):
    assert 1 <= len(provider.sign_in) <= 3
    assert all(sentence.endswith(".") for sentence in provider.sign_in)
    assert provider.tls in ("implicit", "starttls")
    assert provider.host == "" or is_host(provider.host) or provider.host == "127.0.0.1"
    assert not provider.only_tokens or provider.tokens is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gmial.com", "gmail.com"), ("gmail.co", "gmail.com"), ("hotnail.com", "hotmail.com"), ("yaho.com", "yahoo.com"),
     ("gmail.com", ""), ("ymail.com", ""), ("mail.com", ""), ("acme.example", ""), ("gmx.li", ""),
     ("hotmail.ca", ""), ("yahoo.com.mx", ""), ("yahoo.co", "yahoo.com"), ("hotmail.cm", "hotmail.com")],
)  # fmt: skip
def test_a_slip_of_the_keys_is_noticed(typed, meant):
    assert providers.meant(typed) == meant


def test_a_host_that_takes_mail_is_known_by_its_end_alone():
    assert providers.of_exchanger("acme-example.mail.protection.outlook.com.").host == "outlook.office365.com"
    assert providers.of_exchanger("notgoogle.com") is None


def test_a_national_domain_is_that_of_its_provider():
    assert providers.of_domain("Hotmail.ca").host == "outlook.office365.com"
    assert providers.of_domain("yahoo.com.mx").host == "imap.mail.yahoo.com"
    assert providers.of_domain("yahoo.co.jp").host == "imap.mail.yahoo.co.jp"
    assert providers.of_domain("live.example") is None
