"""``setup.py check``: what an index would miss or could not show."""

from __future__ import annotations

from collective.dist.commands.base import Command
from typing import Any
from typing import ClassVar

import docutils.core
import io
import sys


class check(Command):  # type: ignore[misc]
    """Look at the metadata and at the long description."""

    description = "check the metadata of the distribution"
    user_options: ClassVar[list[Any]] = [
        ("metadata", "m", "check the metadata (the default)"),
        ("restructuredtext", "r", "check that the long description is good reStructuredText"),
        ("strict", "s", "end with an error when something is found"),
    ]
    boolean_options: ClassVar[list[str]] = ["metadata", "restructuredtext", "strict"]

    def initialize_options(self) -> None:
        self.metadata = True
        self.restructuredtext = False
        self.strict = False

    def finalize_options(self) -> None:
        """Nothing follows from an option."""

    def run(self) -> None:
        faults = missing(self.distribution.metadata) if self.metadata else []
        if self.restructuredtext:
            faults += faults_of_text(self.distribution.metadata)
        for fault in faults:
            # not announced: what the levels are differs between distutils
            sys.stderr.write(f"warning: check: {fault}\n")
        if faults and self.strict:
            raise SystemExit("error: Please correct your package.")


def missing(metadata: Any) -> list[str]:
    """What distutils asks for: name, version, url, and somebody with an address."""
    faults = [
        f"missing required meta-data: {name}"
        for name in ("name", "version", "url")
        if not getattr(metadata, name) or (name, metadata.version) == ("version", "0.0.0")
    ]
    people = [
        (metadata.author, metadata.author_email),
        (metadata.maintainer, metadata.maintainer_email),
    ]
    if not any(name and address for name, address in people):
        faults.append(
            "missing meta-data: either (author and author_email) or (maintainer and"
            " maintainer_email) must be supplied"
        )
    return faults


def faults_of_text(metadata: Any) -> list[str]:
    """What docutils says of a long description, unless it is of another kind."""
    kind = getattr(metadata, "long_description_content_type", None) or "text/x-rst"
    if not kind.startswith("text/x-rst"):
        return []
    said = io.StringIO()
    settings = {
        "warning_stream": said,
        "report_level": 2,
        "halt_level": 5,
        # a description is somebody's text: it includes no file and runs nothing
        "file_insertion_enabled": False,
        "raw_enabled": False,
    }
    text = metadata.long_description or ""
    docutils.core.publish_doctree(text, source_path="description", settings_overrides=settings)
    return [line for line in said.getvalue().splitlines() if line.startswith("description:")]
