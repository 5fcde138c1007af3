"""The environment of a site, and the scripts that buildout writes for it."""

from .environments import Environment
from .environments import remove
from .layout import INSTANCE
from .layout import TOP
from .layout import VAR
from .layout import VENV
from .layout import WSGI_INI
from .programs import ProgramFailed
from .programs import refusal
from .programs import run
from .programs import say
from .settings import child_environment
from hashlib import sha256

import time


#: what a site runs with
SITE_LOCK = TOP / "requirements.txt"
#: what the tests need on top
TEST_LOCK = TOP / "requirements-test.txt"
#: what decides how the scripts of a site look
CONFIGURATION = ("buildout.cfg", "requirements.txt", "setup.py", "versions.cfg")
#: what a server wants to find; who wants a new database removes var/ as a whole
DATA_DIRECTORIES = ("cache", "filestorage", "instance", "log")
STAMP = TOP / "parts" / ".buildout"
#: where buildout notes that the product is there, with its entry points
DEVELOP = TOP / "develop-eggs"
MADE_BY_BUILDOUT = (
    INSTANCE,
    WSGI_INI,
    WSGI_INI.parent / "site.zcml",
    WSGI_INI.parent / "zope.conf",
    WSGI_INI.parent.parent / "bin" / "interpreter",
)


def install(*, tests: bool = False) -> None:
    """Have everything there; quick when it is, mended when it is not."""
    started = time.monotonic()
    Environment(VENV).provide(SITE_LOCK, *([TEST_LOCK] if tests else []))
    if not has_scripts():
        write_scripts()
    compile_catalogues()
    for name in DATA_DIRECTORIES:
        (VAR / name).mkdir(parents=True, exist_ok=True)
    say(f"everything is installed ({time.monotonic() - started:.0f} s)")


def compile_catalogues() -> None:
    """Have the texts of a checkout that has changed since; buildout asks for them only once."""
    run([VENV / "bin" / "python", "setup.py", "-q", "compile_catalogues"], TOP, child_environment())


def wanted_scripts() -> str:
    """What the stamp says when the scripts fit: place, Python and configuration."""
    digest = sha256(f"{TOP} {(VENV / 'bin' / 'python').resolve()}".encode())
    for name in CONFIGURATION:
        digest.update((TOP / name).read_bytes())
    return digest.hexdigest()


def has_scripts() -> bool:
    """Whether buildout has come to its end, and nothing of it was removed since."""
    if not all(path.exists() for path in MADE_BY_BUILDOUT):
        return False
    if not any(DEVELOP.glob("*.dist-info/entry_points.txt")):
        return False
    return STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted_scripts()


def write_scripts() -> None:
    """Run buildout, from nothing: half of an earlier run is no good start."""
    say("writing bin/instance (buildout)")
    for path in (STAMP, TOP / ".installed.cfg", DEVELOP, INSTANCE, WSGI_INI.parent.parent):
        remove(path)
    # `develop = .` shall build with the setuptools that is installed: pip would otherwise
    # download the newest one, even when buildout is offline
    environ = child_environment(VIRTUAL_ENV=str(VENV), PIP_NO_BUILD_ISOLATION="0")
    try:
        # not newest, offline, and without the defaults of the person at the terminal
        run([VENV / "bin" / "buildout", "-N", "-o", "-U"], TOP, environ)
    except ProgramFailed as failure:
        raise refusal("Running buildout", failure) from failure
    STAMP.write_text(wanted_scripts(), encoding="utf-8")
