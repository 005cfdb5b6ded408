"""One thread for linear algebra: several gain nothing on so little mail, and stand in each other's way on a busy machine."""

from __future__ import annotations

import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(scope="session", autouse=True)
def _one_thread():
    with threadpool_limits(limits=1):
        yield
