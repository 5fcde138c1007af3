"""What a command of ``psc`` is. Other distributions add theirs, see ``docs/extend/commands``."""

from argparse import ArgumentParser
from argparse import Namespace
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from Products.PloneSoftwareCenter.program.report import Report
from typing import Any
from zope.component.hooks import setSite


#: what the program exits with
CLEAN, FINDINGS, COULD_NOT_RUN = 0, 1, 2


class CouldNotRun(Exception):
    """Why the program did nothing: a sentence for whoever called it."""


@dataclass(frozen=True)
class Task:
    """What a command is given: where to work, what was asked for, where to tell it."""

    #: (site, center) of each center that is meant
    places: tuple[tuple[Any, Any], ...]
    #: what the command line says
    options: Namespace
    report: Report

    def centers(self) -> Iterator[Any]:
        """Yield the centers, each while its site is the current one."""
        try:
            for site, center in self.places:
                setSite(site)
                yield center
        finally:
            setSite(None)


def _none(parser: ArgumentParser) -> None:
    """Add no arguments."""


@dataclass(frozen=True)
class Command:
    """A command of the program."""

    #: one line for the list of commands
    summary: str
    #: does the task; returns CLEAN or FINDINGS, raises CouldNotRun
    run: Callable[[Task], int]
    #: adds arguments beside those that all commands have
    add_arguments: Callable[[ArgumentParser], None] = _none


def path_of(center) -> str:
    """Return where a center lies in its database."""
    return "/".join(center.getPhysicalPath())
