"""An OAuth2 server for the tests of this folder, as new for each."""

import pytest
from servers_oauth import Provider


@pytest.fixture(scope="package")
def started():
    provider = Provider("one")
    yield provider
    provider.stop()


@pytest.fixture
def provider(started):
    started.denies, started.secret, started.instead, started.coded, started.typed = "", "", [], None, False
    started.forms.clear()
    started.asked.clear()
    return started
