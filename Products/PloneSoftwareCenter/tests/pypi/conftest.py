"""Laws are tried with the same examples each time: a run that failed fails again."""

from hypothesis import HealthCheck
from hypothesis import settings
from Products.PloneSoftwareCenter.pypi import apart
from unittest import mock

import pytest


settings.register_profile(
    "psc",
    database=None,
    deadline=None,
    derandomize=True,
    # a clock, too, which a busy machine can't keep
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("psc")


@pytest.fixture(autouse=True, scope="session")
def patience():
    """A busy machine takes longer to start the process that renders long texts."""
    with mock.patch.object(apart, "MAX_WAIT", 300):
        yield
