"""How a mirror is: for monitors, for people, and for those who install from it."""

from collective.psc.mirroring.tree import Tree
from collective.psc.mirroring.writing import write
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import UTC

import json


@dataclass(frozen=True)
class Status:
    """What ``status.json`` says."""

    #: the last serial of the site that the tree shows; None: nothing is known of it
    serial: int | None = None
    #: when the tree was last brought up to date without an error: ISO 8601, UTC
    updated: str | None = None
    #: the last error, and when it was; None: the last run had none
    error: str | None = None
    error_time: str | None = None


def read_status(tree: Tree) -> Status:
    """Return the status of a tree; an empty one where there is none."""
    try:
        found = json.loads(tree.status.read_text("utf-8"))
        return Status(**{key: found.get(key) for key in asdict(Status())})
    except (OSError, ValueError, AttributeError):
        return Status()


def note_success(tree: Tree, serial: int | None) -> Status:
    """Say that the tree is up to date; the lock is held."""
    status = Status(serial=serial, updated=_now())
    _write(tree, status)
    write(tree, tree.last_modified, f"{status.updated}\n".encode("ascii"))
    return status


def note_error(tree: Tree, error: str) -> Status:
    """Say what went wrong; the lock is held."""
    status = replace(read_status(tree), error=error, error_time=_now())
    _write(tree, status)
    return status


def _write(tree: Tree, status: Status) -> None:
    write(tree, tree.status, (json.dumps(asdict(status), indent=1) + "\n").encode("utf-8"))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
