"""``setup.py mregister -r center``: the page of a project, without a file."""

from __future__ import annotations

from collective.dist.classifiers import print_classifiers
from collective.dist.commands.options import ServerCommand
from collective.dist.errors import DistError
from collective.dist.results import Options
from collective.dist.twine_forms import read_metadata
from typing import Any
from typing import ClassVar

import io
import sys


class mregister(ServerCommand):
    """Send what setup.py says of the distribution."""

    description = "register the distribution with several package indexes"
    user_options: ClassVar[list[Any]] = [
        *ServerCommand.user_options,
        ("list-classifiers", None, "list those that the servers know"),
        ("strict", None, "send nothing when check finds something"),
        ("verify", None, "let the servers verify; nothing is stored there"),
    ]
    boolean_options: ClassVar[list[str]] = [
        *ServerCommand.boolean_options,
        "list-classifiers",
        "strict",
        "verify",
    ]

    def initialize_options(self) -> None:
        super().initialize_options()
        self.list_classifiers = False
        self.strict = False
        self.verify = False

    def run(self) -> None:
        if self.list_classifiers:
            if not print_classifiers(self.servers(), self.timeout, sys.stdout, sys.stderr):
                raise SystemExit(1)
            return
        check = self.distribution.get_command_obj("check")
        check.ensure_finalized()
        check.metadata, check.restructuredtext, check.strict = True, True, bool(self.strict)
        self.run_command("check")
        text = io.StringIO()
        self.distribution.metadata.write_pkg_file(text)
        try:
            archive = read_metadata(text.getvalue())
        except DistError as error:
            raise SystemExit(f"error: {error}") from None
        dry_run = bool(self.verify or getattr(self, "dry_run", False))
        self.send([archive], Options(timeout=self.timeout, dry_run=dry_run), register=True)
