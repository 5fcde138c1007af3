"""What mregister and mupload have in common as commands of setup.py."""

from __future__ import annotations

from collections.abc import Sequence
from collective.dist.archives import Archive
from collective.dist.commands.base import Command
from collective.dist.errors import DistError
from collective.dist.job import Job
from collective.dist.job import run
from collective.dist.pypirc import choose_servers
from collective.dist.pypirc import default_path
from collective.dist.report import exit_status
from collective.dist.report import show_table
from collective.dist.report import wide_console
from collective.dist.results import Options
from typing import Any
from typing import ClassVar

import getopt
import os
import sys


def repeated(words: Sequence[str], command: str, options: Sequence[Any]) -> list[str]:
    """Each value of ``-r`` behind a command; distutils keeps the last one only.

    :param words: of the command line, options of setup.py and other commands among them
    """
    found: list[str] = []
    short = "".join(each[1] + (":" if each[0].endswith("=") else "") for each in options if each[1])
    for place, word in enumerate(words):
        if word == command:
            known = [each[0] for each in options]
            pairs, _rest = getopt.getopt(list(words[place + 1 :]), short + "nqvh", [*known, "help"])
            found += [value for key, value in pairs if key in ("-r", "--repository")]
    return found


class ServerCommand(Command):  # type: ignore[misc]
    """A command that talks to servers."""

    user_options: ClassVar[list[Any]] = [
        ("repository=", "r", "a server of .pypirc or an address; may be said several times"),
        ("show-response", None, "show what the servers answer"),
        ("timeout=", None, "seconds that a server may be silent (60)"),
        ("historic", None, "send what distutils sent, and no more"),
    ]
    boolean_options: ClassVar[list[str]] = ["show-response", "historic"]

    def initialize_options(self) -> None:
        self.repository: str | None = None
        self.show_response = False
        self.timeout: Any = None
        self.historic = False

    def finalize_options(self) -> None:
        words = [str(word) for word in self.distribution.script_args or ()]
        name = self.get_command_name()
        said = repeated(words, name, self.user_options)
        self.repositories = said or (self.repository or "").split()
        self.timeout = float(self.timeout or 60)

    def send(self, archives: Sequence[Archive], options: Options, register: bool) -> None:
        """Send, show the table, and end with an error when something is not where it should be."""
        try:
            servers = choose_servers(default_path(), self.repositories)
        except DistError as error:
            raise SystemExit(f"error: {error}") from None
        job = Job(servers, archives, options, register)
        ask = sys.stdin.isatty()
        found, interrupted, _able = run(job, os.environ, ask, wide_console(stderr=True))
        show_table(found, wide_console())
        if self.show_response:
            for result in found:
                sys.stdout.write(f"{result.server}: {result.sentence}\n")
        status = exit_status(found, interrupted)
        if status:
            raise SystemExit(status)
