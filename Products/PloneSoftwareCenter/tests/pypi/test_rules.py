from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.rules import is_development
from Products.PloneSoftwareCenter.pypi.rules import is_expired
from Products.PloneSoftwareCenter.pypi.rules import is_open
from Products.PloneSoftwareCenter.pypi.rules import may_be_replaced

import pytest


NOW = datetime(2026, 11, 24, 3, 40, tzinfo=UTC)
DEVELOPMENT = (
    "1.0.dev0",
    "1.0.dev3",
    "1.0a1.dev2",
    "1.0.post1.dev4",
    "2!1.0.dev1",
    "1.0dev+acme.1",
)
NOT_DEVELOPMENT = ("1.0", "1.0a1", "1.0rc2", "1.0.post1", "1.0+acme.dev1", "dev", "")


@pytest.mark.parametrize("version", DEVELOPMENT)
def test_development_releases(version):
    assert is_development(version)
    assert may_be_replaced(version, Policy(overwrite_dev=True))
    assert not may_be_replaced(version, Policy())


@pytest.mark.parametrize("version", NOT_DEVELOPMENT)
def test_other_releases_never_change_and_are_kept(version):
    assert not is_development(version)
    assert not may_be_replaced(version, Policy(overwrite_dev=True))
    assert not is_expired(version, NOW - timedelta(days=999), NOW, Policy(days_dev_kept=1))


@pytest.mark.parametrize(
    ("days", "age", "expected"),
    [
        (None, timedelta(days=9999), True),
        (14, timedelta(0), True),
        (14, timedelta(days=14), True),
        (14, timedelta(days=14, seconds=1), False),
        (1, timedelta(days=2), False),
        # the clock was set back
        (1, timedelta(days=-2), True),
    ],
)
def test_days_are_counted_to_the_second(days, age, expected):
    assert is_open(NOW - age, NOW, Policy(days_open=days)) is expected
    assert is_expired("1.0.dev1", NOW - age, NOW, Policy(days_dev_kept=days)) is not expected
