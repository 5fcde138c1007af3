"""The journal of an index: what an entry tells, which ones are meant, and how they are written out.

An entry says who did what to which project, release, file or token, when, from which address and
by which client. Whatever others have sent is bounded and printable before it gets in.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from Products.PloneSoftwareCenter.pypi.names import normalize_name

import csv
import io
import ipaddress
import json


#: what an entry tells of
KINDS = (
    "center-made",
    "center-state",
    "center-roles",
    "settings",
    "name-freed",
    "name-moved",
    "project-made",
    "project-edited",
    "project-renamed",
    "project-roles",
    "project-state",
    "project-status",
    "project-deleted",
    "release-made",
    "release-edited",
    "release-state",
    "release-deleted",
    "file-uploaded",
    "file-replaced",
    "file-edited",
    "file-read",
    "file-deleted",
    "link-made",
    "link-edited",
    "link-deleted",
    "configuration-attached",
    "configuration-deleted",
    "set-made",
    "set-edited",
    "set-state",
    "set-deleted",
    "yanked",
    "unyanked",
    "role-given",
    "role-taken",
    "invited",
    "invitation-accepted",
    "invitation-declined",
    "invitation-withdrawn",
    "token-made",
    "token-revoked",
)

#: characters of a text that is kept
LONGEST = 300
#: of what a client calls itself
LONGEST_CLIENT = 200
#: no IPv6 address with a zone is longer
_LONGEST_ADDRESS = 64
#: so many details at most, of that many characters
_MOST_DETAILS = 40

#: a spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001

COLUMNS = (
    "time",
    "kind",
    "user",
    "address",
    "client",
    "token",
    "project",
    "release",
    "file",
    "details",
)


@dataclass(frozen=True)
class Entry:
    """An entry of the journal; a text that is empty says that there is none."""

    #: aware, UTC
    moment: datetime
    #: one of ``KINDS``
    kind: str
    #: id of who did it; empty: nobody who is logged in, or the program of the administrator
    user: str = ""
    #: from where, IPv4 or IPv6; empty: not known, or forgotten
    address: str = ""
    #: what the client called itself
    client: str = ""
    #: id of the API token: the one that was made or revoked, else the one with which it was done
    token: str = ""
    #: UID of the project
    project_uid: str = ""
    #: the project's main name as it was then, its title where it had none
    project: str = ""
    #: the version of the release; with its name where that is not the main one
    release: str = ""
    #: the file name
    file: str = ""
    #: what else there is to say: word -> text
    details: Mapping[str, str] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """Return it for JSON; ``time`` is ISO 8601 in UTC."""
        return {
            "time": written_time(self.moment),
            "kind": self.kind,
            "user": self.user,
            "address": self.address,
            "client": self.client,
            "token": self.token,
            "project": self.project,
            "release": self.release,
            "file": self.file,
            "details": dict(self.details),
        }


@dataclass(frozen=True)
class Wanted:
    """Which entries are meant; what is empty or None narrows nothing."""

    #: a name, compared normalized
    project: str = ""
    #: an id, compared exactly
    user: str = ""
    kind: str = ""
    #: the first moment, and the first one that is too late; aware
    since: datetime | None = None
    until: datetime | None = None

    def covers(self, entry: Entry) -> bool:
        """Say whether an entry is meant; its moment is looked at, too."""
        return (
            (not self.kind or entry.kind == self.kind)
            and (not self.user or entry.user == self.user)
            and (not self.project or _is_same_name(entry.project, self.project))
            and (self.since is None or entry.moment >= self.since)
            and (self.until is None or entry.moment < self.until)
        )


def _is_same_name(one: str, other: str) -> bool:
    return one == other or normalize_name(one) == normalize_name(other)


def without_old_address(entry: Entry, days: int, now: datetime) -> Entry:
    """Return an entry as it may be shown: its address is forgotten after some days."""
    if entry.address and entry.moment < forgotten_before(days, now):
        return replace(entry, address="")
    return entry


def forgotten_before(days: int, now: datetime) -> datetime:
    """Return the moment before which no address is shown or kept."""
    try:
        return now - timedelta(days=days)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def printable(text: object, longest: int = LONGEST) -> str:
    """Return a text on one line that does nothing to a terminal, cut where it is too long."""
    found = str(text)
    cut = found[:longest]
    shown = "".join(one if one.isprintable() else _escaped(one) for one in cut)
    return shown if len(found) <= longest else f"{shown}…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def tidy_client(text: object) -> str:
    """Return what a client calls itself, safe to keep and to show; empty for None."""
    return printable(text, LONGEST_CLIENT).strip() if text else ""


def tidy_address(text: object) -> str:
    """Return an address in its usual form; empty where it is none.

    A proxy that is trusted may hand on whatever its own client has sent.
    """
    if not isinstance(text, str) or len(text) > _LONGEST_ADDRESS:
        return ""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(mapped or found)


def tidy_details(details: Mapping[str, object]) -> dict[str, str]:
    """Return the details that have anything to say, bounded and printable."""
    found = {
        printable(word): printable(value)
        for word, value in details.items()
        if value is not None and value != ""
    }
    if len(found) <= _MOST_DETAILS:
        return found
    kept = dict(list(found.items())[: _MOST_DETAILS - 1])
    return {**kept, "…": f"{len(found) - len(kept)} more"}


def written_time(moment: datetime) -> str:
    """Return a moment as ISO 8601, in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def as_csv(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV document (RFC 4180): a header, then an entry a line.

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    yield _csv_line(COLUMNS)
    for entry in entries:
        document = entry.as_document()
        details = document["details"]
        document["details"] = json.dumps(details, ensure_ascii=False) if details else ""
        yield _csv_line([str(document[column]) for column in COLUMNS])


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_no_formula(cell) for cell in cells])
    return line.getvalue()


def _no_formula(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def as_json(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the pieces of a JSON document: one list, an entry a line."""
    before = "[\n"
    for entry in entries:
        yield before + json.dumps(entry.as_document(), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


#: the forms in which entries are written out: ending -> (media type, function)
FORMS = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}
