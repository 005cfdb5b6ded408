"""A domain of our own: its DNS and its web site, both real and on loopback."""

import ssl

import pytest
import trustme
from servers_names import Names, Site

from triage.discover.asking import Network

HOSTS = ("acme.example", "autoconfig.acme.example", "www.acme.example")


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def _names():
    server = Names()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _site(authority):
    server = Site(authority, *HOSTS)
    yield server
    server.stop()


@pytest.fixture
def names(_names):
    """The DNS of the domain, which knows nothing yet but that the domain exists."""
    _names.zone, _names.asked, _names.silent = {("acme.example", "A"): ["192.0.2.1"]}, [], False
    return _names


@pytest.fixture
def site(_site):
    """The web site of the domain, without a page."""
    _site.pages, _site.asked = {}, []
    return _site


@pytest.fixture
def network(names, site, authority):
    """The network, of which the domain is all there is."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return Network(resolver=names.resolver(), dial=site.dial, context=context)
