"""Run the programs that run tests, and count what they say."""

from .failures import find_failures
from .failures import find_failures_of_pytest
from .failures import how_it_ended
from .layout import TOP
from .layout import VENV
from .settings import child_environment
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import re
import subprocess
import tempfile


Command = list[str | Path]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NUMBERS = r"(\d+) tests(?: with|,) (\d+) failures, (\d+) errors and (\d+) skipped"
ONE_LAYER = re.compile(r"^\s*Ran " + NUMBERS)
ALL_LAYERS = re.compile(r"^\s*Total: " + NUMBERS)


@dataclass(frozen=True)
class Count:
    """How many tests came out how, and what was printed of those that failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    told: tuple[str, ...] = ()

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.told + other.told,
        )

    def __str__(self) -> str:
        tail = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{tail}"


def run_pytest(python: Path, folder: Path, words: Sequence[str]) -> Count:
    """Run pytest there; a run that did not come to its end counts as one failure."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report.xml"
        command: Command = [python, "-m", "pytest", "-q", "-o", "junit_family=xunit2"]
        ended = subprocess.run(
            [*command, f"--junit-xml={report}", *words],
            cwd=folder,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            check=False,
        )
        text = report.read_text(encoding="utf-8") if report.exists() else ""
    counted = count_pytest(text, ended.returncode)
    told = find_failures_of_pytest(text) or how_it_ended("pytest", ended.returncode, [])
    return replace(counted, told=tuple(told))


def count_pytest(report: str, status: int) -> Count:
    """Read pytest's report."""
    passed = failed = skipped = 0
    if report:
        for suite in ElementTree.fromstring(report).iter("testsuite"):  # noqa: S314 (our own)
            bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            failed += bad
            skipped += int(suite.get("skipped", 0))
            passed += int(suite.get("tests", 0)) - bad - int(suite.get("skipped", 0))
    if status and not failed:
        # interrupted, a wrong option, or no test where some were expected
        failed = 1
    return Count(max(passed, 0), failed, skipped)


def run_testrunner(words: Sequence[str], folder: Path = TOP) -> Count:
    """Run zope.testrunner there, in the environment with Plone."""
    # Its own pattern would find no module in the folders below tests/.
    found = ["--test-path=.", "--tests-pattern=^test_"]
    command: Command = [VENV / "bin" / "python", "-m", "zope.testrunner", *found, "--auto-color"]
    with subprocess.Popen(
        [*command, *words],
        cwd=folder,
        # A crash of the interpreter tells by this which test it met.
        env=child_environment(MALLOC_ARENA_MAX="1", PYTHONFAULTHANDLER="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        lines = []
        for line in running.stdout or ():
            print(line, end="", flush=True)
            lines.append(uncoloured(line))
    told = find_failures(lines) + how_it_ended("zope.testrunner", running.returncode, lines)
    counted = count_testrunner(lines, running.returncode)
    return replace(counted, told=tuple(told) if counted.failed else ())


def count_testrunner(lines: Sequence[str], status: int) -> Count:
    """Read what zope.testrunner prints: a total, or with one layer that layer's numbers."""
    numbers = None
    for line in map(uncoloured, lines):
        numbers = ALL_LAYERS.search(line) or ONE_LAYER.search(line) or numbers
    ran, failures, errors, skipped = map(int, numbers.groups()) if numbers else (0, 0, 0, 0)
    failed = failures + errors
    passed = max(ran - failed - skipped, 0)
    if status and not failed:
        # a layer that can't be set up, a module that can't be imported, a runner that died
        failed = 1
    return Count(passed, failed, skipped)


def uncoloured(line: str) -> str:
    return COLOURS.sub("", line)
