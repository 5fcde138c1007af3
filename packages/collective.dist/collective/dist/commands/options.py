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
from collective.dist.results import positive
from collective.dist.servers import Server
from dataclasses import replace
from typing import Any
from typing import Callable
from typing import ClassVar

import argparse
import contextlib
import getopt
import os
import sys


#: options that distutils takes behind each command, without those of a letter
OF_ALL_COMMANDS = ["help", "verbose", "quiet", "dry-run", "no-user-cfg", "command-packages="]


def repeated(words: Sequence[str], command: str, options: Sequence[Any]) -> list[str]:
    """Each value of ``-r`` behind a command; distutils keeps the last one only.

    :param words: of the command line, options of setup.py and other commands among them
    """
    found: list[str] = []
    short = "".join(each[1] + (":" if each[0].endswith("=") else "") for each in options if each[1])
    known = [each[0] for each in options] + OF_ALL_COMMANDS
    for place, word in enumerate(words):
        if word == command:
            # distutils has understood them already
            with contextlib.suppress(getopt.GetoptError):
                pairs, _rest = getopt.getopt(list(words[place + 1 :]), short + "nqvh", known)
                found += [value for key, value in pairs if key in ("-r", "--repository")]
    return found


def number(name: str, said: Any, kind: Callable[[str], Any]) -> Any:
    """What an option says.

    :raises SystemExit: when it is no such number
    """
    try:
        return kind(str(said))
    except (ValueError, argparse.ArgumentTypeError) as error:
        raise SystemExit(f"error: --{name}: {error}") from None


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
        self.timeout = number("timeout", self.timeout or 60, positive)

    def servers(self) -> list[Server]:
        """Those that the options name.

        :raises SystemExit: when they are not known
        """
        try:
            servers = choose_servers(default_path(), self.repositories)
        except DistError as error:
            raise SystemExit(f"error: {error}") from None
        return [replace(each, historic=each.historic or bool(self.historic)) for each in servers]

    def send(self, archives: Sequence[Archive], options: Options, register: bool) -> None:
        """Send, show the table, and end with an error when something is not where it should be."""
        # what was typed for one command serves those after it
        known = self.distribution.__dict__.setdefault("_collective_dist_logins", {})
        servers = [replace(each, **known.get(each.url, {})) for each in self.servers()]
        job = Job(servers, archives, options, register)
        ask = sys.stdin.isatty()
        found, interrupted, able = run(job, os.environ, ask, wide_console(stderr=True))
        known |= {each.url: {"username": each.username, "password": each.password} for each in able}
        show_table(found, wide_console())
        if self.show_response:
            for result in found:
                sys.stdout.write(f"{result.server}: {result.sentence}\n")
        status = exit_status(found, interrupted)
        if status:
            raise SystemExit(status)
