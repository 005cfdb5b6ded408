"""A desk for tests of judging: an empty memory, contacts, and a judge over both."""

from __future__ import annotations

import pytest
from hypothesis import settings
from letters import ME, model_of, own_words, profile_of, small_model
from sequences import prints, rarity

from triage.judge.pipeline import Judge
from triage.judge.repeats import find
from triage.memory.store import preview_store

settings.register_profile("unhurried", deadline=None)  # a busy build server is no fault of the code
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def model():
    """A model that learnt from a slice of data/."""
    return small_model()


@pytest.fixture
def store():
    with preview_store() as store:
        yield store


@pytest.fixture
def memory(store):
    return store.fingerprints


@pytest.fixture
def contacts(store):
    return store.contacts


@pytest.fixture
def new_judge(store):
    """Makes a judge of this test's memory and contacts; unless told otherwise it takes everything for spray."""

    def make(outreach=0.99, *, recipient=ME, model=None, **more):
        model = model or model_of(outreach)
        return Judge(model, profile_of(recipient), store.contacts, store.fingerprints, **more)

    return make


@pytest.fixture
def seen(memory):
    """Remembers a message under an id."""

    def remember(message, id="first", **more):
        memory.add(prints(message, id=id, **more))
        return id

    return remember


@pytest.fixture
def ask(memory):
    """Asks what a message repeats or follows."""

    def ask(message, *, id="new", wording=0.0):
        finding = find(message, own_words(message), memory, id=id, rarity=rarity, wording=wording)
        assert finding.repeat is None or finding.follows is None
        return finding

    return ask
