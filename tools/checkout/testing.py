"""Run the tests, and close with the line ``N passed, N failed``.

Stages, each of which can be named on the command line:

- ``plain``: what needs no Zope, with pytest on each supported Python that is found
- ``plone``: everything else of the product, with zope.testrunner
- ``clients``: the part of ``plone`` that drives real clients
- ``packages``: each distribution in packages/, with pytest; what pins its tests' needs, in an
  environment of its own for each Python that is found; what lies in tests/plone/, with
  zope.testrunner

Further words narrow a stage down and go to its runner; without a stage, to zope.testrunner's.
"""

from .clients import provide_companion
from .counting import Count
from .counting import run_pytest
from .counting import run_testrunner
from .environments import Environment
from .install import DEVELOP
from .layout import COMPANION_LOCK
from .layout import companions
from .layout import PLAIN_VENVS
from .layout import TOP
from .layout import VENV
from .programs import Refused
from .programs import release
from .programs import say
from .pythons import find_pythons
from .pythons import OF_COMPANIONS
from .settings import skips_are_failures
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path


PRODUCT = "Products.PloneSoftwareCenter"
PLAIN_TESTS = "Products/PloneSoftwareCenter/tests/pypi"
PLAIN_LOCK = TOP / "requirements-plain.txt"
#: the exit status of pytest when it found no test, and ours
NO_TESTS = 5
#: what heads the failures that are told again at the end
ONCE_MORE = "Once more, what failed:"
#: which tests of a distribution in packages/ pytest runs
WITHOUT_PLONE = ("--ignore=tests/plone",)


def run_tests(words: Sequence[str]) -> int:
    """Run the stages that the words name, else all; return the exit status."""
    stages, narrowing = read_words(words)
    environments = provide_plain_environments() if "plain" in stages else {}
    make_importable()
    release()
    total = Count()
    for stage in stages:
        total += STAGES[stage](narrowing, environments)
    return close(total)


def read_words(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The stages that the words name, and the words for their runner.

    :raises Refused: for a word that is neither.
    """
    stages = [word for word in words if word in STAGES]
    narrowing = [word for word in words if word not in STAGES]
    if narrowing and not narrowing[0].startswith("-"):
        raise Refused(f"{narrowing[0]!r} is none of {', '.join(STAGES)}, and no option.")
    if not stages:
        stages = ["plone"] if narrowing else ["plain", "plone", "packages"]
    return stages, narrowing


def close(total: Count) -> int:
    """Print what failed once more and the closing line; return the exit status."""
    if skips_are_failures():
        total = replace(total, failed=total.failed + total.skipped, skipped=0)
    if total.told:
        print(ONCE_MORE, *total.told, sep="\n")
    print(total, flush=True)
    if total.failed:
        return 1
    return 0 if total.passed + total.skipped else NO_TESTS


def provide_plain_environments() -> dict[str, Path]:
    """The Python of an environment without Zope, for each version that is found."""
    pythons = {}
    for version, creator in find_pythons().items():
        environment = Environment(PLAIN_VENVS / version, creator)
        environment.provide(PLAIN_LOCK)
        pythons[version] = environment.python
    return pythons


def make_importable() -> None:
    """Let the test environment find the product and its companions in this checkout."""
    sources = [
        DEVELOP,
        TOP,
        *sorted(setup.parent for setup in (TOP / "packages").glob("*/setup.py")),
    ]
    folder = next(VENV.glob("lib/python3*/site-packages"))
    (folder / "checkout.pth").write_text("".join(f"{path}\n" for path in sources), encoding="utf-8")


def test_plain(narrowing: Sequence[str], environments: dict[str, Path]) -> Count:
    total = Count()
    for version, python in environments.items():
        say(f"tests without Zope, Python {version}")
        total += run_pytest(python, TOP, [PLAIN_TESTS, *narrowing])
    return total


def test_plone(narrowing: Sequence[str], environments: dict[str, Path]) -> Count:
    say("tests with Plone")
    return run_testrunner([*search(), *narrowing])


def test_clients(narrowing: Sequence[str], environments: dict[str, Path]) -> Count:
    say("tests with real clients")
    return run_testrunner([*search(), "-m", rf"^{PRODUCT}\.tests\.clients\.", *narrowing])


def search() -> list[str]:
    """The options by which zope.testrunner finds all of our tests but the plain ones.

    By itself it looks into folders named ``tests`` and not into those below.
    """
    folder = TOP.joinpath(*PRODUCT.split("."), "tests")
    names = {path.parent.name for path in folder.rglob("test_*.py")} - {"pypi"}
    return ["-s", f"{PRODUCT}.tests", "--tests-pattern", f"^({'|'.join(sorted(names))})$"]


def test_packages(narrowing: Sequence[str], environments: dict[str, Path]) -> Count:
    total = Count()
    for folder in companions():
        if has_tests(folder / "tests"):
            for version, python in pythons_for(folder).items():
                say(f"tests of {folder.name}, Python {version}")
                total += run_pytest(python, folder, [*WITHOUT_PLONE, *narrowing])
        if has_tests(folder / "tests" / "plone"):
            say(f"tests of {folder.name} with Plone")
            total += run_testrunner(["-s", "tests.plone", *narrowing], folder)
    return total


def has_tests(folder: Path) -> bool:
    return any(folder.glob("test_*.py"))


def pythons_for(folder: Path) -> dict[str, Path]:
    """With which Pythons a distribution in packages/ is tested: several, if it needs no Plone."""
    if not (folder / COMPANION_LOCK).exists():
        return {"of the site": VENV / "bin" / "python"}
    return {
        version: provide_companion(folder, version, creator)
        for version, creator in find_pythons(OF_COMPANIONS).items()
    }


STAGES: dict[str, Callable[[Sequence[str], dict[str, Path]], Count]] = {
    "plain": test_plain,
    "plone": test_plone,
    "clients": test_clients,
    "packages": test_packages,
}
