"""Where things lie in a checkout."""

from pathlib import Path


TOP = Path(__file__).resolve().parent.parent.parent
#: what a site runs with, and what its tests need on top
VENV = TOP / ".venv"
#: one environment without Zope for each Python that is found
PLAIN_VENVS = TOP / ".venv-plain"
#: one environment for each client of the tests that does not fit into VENV
CLIENT_VENVS = TOP / ".venv-clients"
#: what each of them holds
CLIENT_LOCKS = TOP / "Products" / "PloneSoftwareCenter" / "tests" / "clients" / "environments"
#: what a distribution in packages/ pins that is tested without Plone
COMPANION_LOCK = "requirements-test.txt"
INSTANCE = TOP / "bin" / "instance"
WSGI_INI = TOP / "parts" / "instance" / "etc" / "wsgi.ini"
#: data and logs: nothing in here is ever made anew
VAR = TOP / "var"
DATABASE = VAR / "filestorage" / "Data.fs"
LOG = VAR / "log" / "bootstrap.log"
#: archives that a new database still waits for
FIRST_CONTENT = VAR / "first-content"


def companions() -> list[Path]:
    """The folders of the distributions that are released on their own."""
    return sorted(setup.parent for setup in (TOP / "packages").glob("*/setup.py"))
