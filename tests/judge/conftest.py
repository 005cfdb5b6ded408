"""A desk for tests of judging: an empty memory, contacts, and a judge over both."""

from __future__ import annotations

import pytest
from hypothesis import settings
from letters import ME, model_of, profile_of, small_model

from triage.judge.pipeline import Judge
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
