"""A small site, and a folder for its mirror."""

from collective.psc.mirroring.tree import Tree
from tests.sites import Site

import pytest


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Ask no proxy that the machine may have: what is asked for is on it."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "*")


@pytest.fixture
def site():
    with Site() as site:
        site.publish("alpha", metadata=b"Name: alpha\n", _1_0=b"one", _1_1=b"one and one")
        site.publish("beta", _2_0=b"two")
        yield site


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "mirror").mkdir()
    return Tree(tmp_path / "mirror")
