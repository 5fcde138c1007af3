"""What failed, kept to be told once more at the end: a log of an hour is long, and often cut."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from xml.etree import ElementTree

import itertools
import re
import signal


#: lines with which zope.testrunner, and Python when it crashes, begin to tell of a failure
BEGINS = re.compile(
    r"^(?:Failure in test|Error in test|Fatal Python error|Module: |"
    r"\s*Traceback \(most recent call last\):$)"
)
#: lines after which nothing more of it comes
ENDS = re.compile(r"^\s*(?:Ran \d+ tests|Running \S+ tests:|Tear down |Tearing down |Set up )")
#: lines that are kept of one failure, of a crash with all its threads, and of all of a program
OF_ONE, OF_CRASH, OF_ALL = 60, 300, 400


def find_failures(lines: Iterable[str]) -> list[str]:
    """What zope.testrunner printed of failures, without colours."""
    return list(_bounded(_kept(lines)))


def _kept(lines: Iterable[str]) -> Iterator[str]:
    left = 0
    for line in lines:
        if BEGINS.match(line):
            if not left or not line.lstrip().startswith("Traceback"):
                # a traceback within a failure is told with it
                left = OF_CRASH if line.startswith("Fatal") else OF_ONE
        elif ENDS.match(line):
            left = 0
        if left:
            left -= 1
            yield line.rstrip()


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == OF_ALL:
            yield "(and more)"
            return
        yield line


def find_failures_of_pytest(report: str) -> list[str]:
    """What pytest's report tells of failures; empty without a report."""
    if not report:
        return []
    found: list[str] = []
    for case in ElementTree.fromstring(report).iter("testcase"):  # noqa: S314 (our own)
        for told in (*case.iter("failure"), *case.iter("error")):
            found.append(f"Failure in test {case.get('classname')}.{case.get('name')}")
            found += (told.text or told.get("message") or "").splitlines()[-OF_ONE:]
    return list(_bounded(found))


def how_it_ended(name: str, status: int, lines: Sequence[str]) -> list[str]:
    """A sentence on a program that a signal ended, with where it was then; else nothing."""
    if status >= 0:
        return []
    try:
        ended = signal.Signals(-status).name
    except ValueError:
        ended = f"signal {-status}"
    return [f"{name} was ended by {ended}:", *(line.rstrip() for line in _last_words(lines))]


def _last_words(lines: Sequence[str]) -> Sequence[str]:
    """The calls of the thread that crashed where Python told them, else the last lines."""
    for number, line in enumerate(lines):
        if line.startswith("Current thread "):
            return list(itertools.takewhile(str.strip, lines[number : number + OF_ONE]))
    return lines[-20:]
