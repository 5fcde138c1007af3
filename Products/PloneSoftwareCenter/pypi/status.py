"""The status of a project, and what installers and publishers may expect of it (PEP 792)."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.pypi.errors import InvalidStatus
from Products.PloneSoftwareCenter.pypi.errors_access import ProjectClosed
from unicodedata import category


ACTIVE = "active"
DEPRECATED = "deprecated"
ARCHIVED = "archived"
QUARANTINED = "quarantined"

#: characters of a reason; people read it on one line
LONGEST_REASON = 512

# Control characters, lone surrogates, and what breaks lines.
_NOT_IN_A_LINE = ("Cc", "Cs", "Zl", "Zp")


@dataclass(frozen=True)
class Expectation:
    """What a status promises."""

    #: whether new files come to the project
    takes_uploads: bool
    #: whether its files are there for installers
    serves_files: bool


#: status -> what PEP 792 says of it
STATUSES = {
    ACTIVE: Expectation(takes_uploads=True, serves_files=True),
    DEPRECATED: Expectation(takes_uploads=True, serves_files=True),
    ARCHIVED: Expectation(takes_uploads=False, serves_files=True),
    QUARANTINED: Expectation(takes_uploads=False, serves_files=False),
}


def takes_uploads(status: str) -> bool:
    """Say whether a project of this status takes files and metadata."""
    return STATUSES[status].takes_uploads


def serves_files(status: str) -> bool:
    """Say whether installers get the files of a project of this status."""
    return STATUSES[status].serves_files


def require_uploads(title: str, status: str) -> None:
    """See that a project takes uploads.

    :param title: what the project is called
    :raises ProjectClosed: when its status says no
    """
    if not takes_uploads(status):
        raise ProjectClosed(title, status)


def check_status(status: str, reason: str) -> tuple[str, str]:
    """Return a status and its reason as they are kept; an active project gives no reason.

    :raises InvalidStatus: when the status is none, or the reason is not one line of text
        of at most LONGEST_REASON characters
    """
    if status not in STATUSES:
        raise InvalidStatus(f"Use one of {', '.join(STATUSES)} as status.")
    reason = check_reason(reason)
    return status, "" if status == ACTIVE else reason


def check_reason(reason: str) -> str:
    """Return the reason of a status, or of a yanking, as it is kept; it may be empty.

    :raises InvalidStatus: when it is not one line of text of at most LONGEST_REASON characters
    """
    reason = reason.strip()
    if any(category(char) in _NOT_IN_A_LINE for char in reason):
        raise InvalidStatus("Use a single line of plain text as reason.")
    if len(reason) > LONGEST_REASON:
        raise InvalidStatus(f"Use {LONGEST_REASON} characters or less as reason.")
    return reason
