"""``setup.py sdist bdist_wheel mupload -r center -r pypi``."""

from __future__ import annotations

from collective.dist.commands.options import number
from collective.dist.commands.options import ServerCommand
from collective.dist.errors import DistError
from collective.dist.results import Options
from collective.dist.results import tries
from collective.dist.twine_forms import read_archive
from pathlib import Path
from typing import Any
from typing import ClassVar


class mupload(ServerCommand):
    """Send what the commands before it have built."""

    description = "send distributions to several package indexes"
    user_options: ClassVar[list[Any]] = [
        *ServerCommand.user_options,
        ("sign", "s", "sign files with gpg"),
        ("identity=", "i", "the key to sign with"),
        ("skip-existing", None, "a file that is there is fine"),
        ("retry=", None, "tries again (2)"),
        ("verify", None, "read the indexes back and compare"),
    ]
    boolean_options: ClassVar[list[str]] = [
        *ServerCommand.boolean_options,
        "sign",
        "skip-existing",
        "verify",
    ]

    def initialize_options(self) -> None:
        super().initialize_options()
        self.sign = False
        self.identity: str | None = None
        self.skip_existing = False
        self.retry: Any = None
        self.verify = False

    def finalize_options(self) -> None:
        super().finalize_options()
        if self.identity and not self.sign:
            raise SystemExit("error: --identity needs --sign")
        self.retry = number("retry", self.retry or 2, tries)

    def run(self) -> None:
        files = [Path(each[2]) for each in getattr(self.distribution, "dist_files", ())]
        if not files:
            raise SystemExit("error: No dist file created in earlier command")
        try:
            archives = [read_archive(each, (), bool(self.sign), self.identity) for each in files]
        except DistError as error:
            raise SystemExit(f"error: {error}") from None
        dry_run = bool(getattr(self, "dry_run", False))
        options = Options(
            bool(self.skip_existing), self.retry, self.timeout, bool(self.verify), dry_run
        )
        self.send(archives, options, register=False)
