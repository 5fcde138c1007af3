"""How a mirror is: for monitors, for people, and for those who install from it."""

from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import write
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from pathlib import Path
from typing import Any

import json


#: where Linux tells it
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class Status:
    """What ``status.json`` says."""

    #: the last serial of the site that the tree shows; None: nothing is known of it
    serial: int | None = None
    #: the last serial that the site had when it was last looked at
    site_serial: int | None = None
    #: what absolute links begin with, for a tree on the host of its site
    base: str | None = None
    #: the start of the machine in which that was; None: nobody knows
    boot: str | None = None
    #: when the tree was last brought up to date without an error: ISO 8601, UTC
    updated: str | None = None
    #: the last error, and when it was; None: the last run had none
    error: str | None = None
    error_time: str | None = None

    @property
    def behind(self) -> float | None:
        """How far the tree is behind the site, in seconds between their last changes.

        None: it never was where the site was.
        """
        if self.serial is None and self.site_serial is not None:
            return None
        # serials are microseconds
        return max(0, (self.site_serial or 0) - (self.serial or 0)) / 1e6


def read_status(tree: Tree) -> Status:
    """Return the status of a tree; an empty one where there is none."""
    try:
        found = json.loads(tree.status.read_text("utf-8"))
        return Status(**{key: found.get(key) for key in asdict(Status())})
    except (OSError, ValueError, AttributeError):
        return Status()


def note_success(tree: Tree, serial: int | None, base: str | None = None) -> Status:
    """Say that the tree is up to date; the lock is held."""
    status = Status(serial=serial, site_serial=serial, base=base, boot=boot(), updated=_now())
    _write(tree, status)
    write(tree, tree.last_modified, f"{status.updated}\n".encode("ascii"))
    return status


def note_error(tree: Tree, error: str, **known: Any) -> Status:
    """Say what went wrong; the lock is held.

    :param known: ``site_serial`` and ``base``, where they were seen
    """
    status = replace(read_status(tree), error=error, error_time=_now(), **known)
    _write(tree, status)
    return status


def boot() -> str | None:
    """Return what names the time since the machine was started; None where nothing does."""
    try:
        return BOOT.read_text("ascii").strip()
    except (OSError, UnicodeError):
        return None


def _write(tree: Tree, status: Status) -> None:
    document = {**asdict(status), "behind_seconds": status.behind}
    write(tree, tree.status, (json.dumps(document, indent=1) + "\n").encode("utf-8"))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
