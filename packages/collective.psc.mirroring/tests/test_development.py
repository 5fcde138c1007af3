"""The distributions in this repository can be developed in a buildout."""

from pathlib import Path

import pytest


PACKAGES = Path(__file__).parents[2]


# an import hook, which setuptools would write else, is run by no script that buildout makes
@pytest.mark.parametrize(
    "setup", sorted(PACKAGES.glob("*/setup.py")), ids=lambda path: path.parent.name
)
def test_development_install_is_a_plain_path(setup):
    assert 'package_dir={"": "."}' in setup.read_text("utf-8")
