"""What an index page says, before it is written in one format or the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from Products.PloneSoftwareCenter.pypi.names import NormalizedName


@dataclass(frozen=True)
class FileEntry:
    """One distribution file as the pages of an index show it."""

    #: name of the file, without a directory; the last part of its URL (PEP 503)
    filename: str
    #: version of the file's release, as first written; orders the page
    version: str
    #: algorithm, as hashlib names it -> hex, lower case; sha256 is always there (PEP 503, PEP 691)
    digests: Mapping[str, str]
    #: in bytes (PEP 700)
    size: int
    #: aware, UTC; when the file came, never changed afterwards (PEP 700)
    upload_time: datetime
    #: sdist, bdist_wheel or bdist_egg; simple pages leave it to the file name
    packagetype: str
    #: specifiers such as ``>=3.9``; None where the core metadata has none (PEP 503)
    requires_python: str | None = None
    #: False, True, or True with a reason that is not empty (PEP 592)
    yanked: bool | str = False
    #: sha256 of what ``<filename>.metadata`` serves, hex; None where it is not served
    #: (PEP 658, PEP 714)
    core_metadata: str | None = None
    #: whether ``<filename>.asc`` is there (PEP 503)
    gpg_sig: bool = False
    #: ``source`` of an sdist, else the Python it was built for, as sent; in the JSON API only
    python_version: str = ""
    #: what its uploader says of it, for people; in the JSON API only
    comment: str = ""


@dataclass(frozen=True)
class ProjectPage:
    """What ``simple/<name>/`` shows of one distribution name."""

    #: the name, normalized (PEP 503)
    name: NormalizedName
    #: each version of the name once, also those without files (PEP 700); in any order
    versions: tuple[str, ...]
    #: in any order: rendering sorts them
    files: tuple[FileEntry, ...]
    #: one of ``status.STATUSES`` (PEP 792)
    status: str = "active"
    #: why the status is as it is, plain text; empty when nobody said (PEP 792)
    status_reason: str = ""
    #: rises with each change of the name; None where nobody counts. A private key of JSON
    #: (PEP 691), by which mirrors tell what has changed
    serial: int | None = None


@dataclass(frozen=True)
class ProjectList:
    """What ``simple/`` shows: every name that the asker may see."""

    #: names as their authors write them, in any order: rendering sorts by normalized name
    names: tuple[str, ...]
    #: the ``serial`` of each name's page; empty where nobody counts
    serials: Mapping[NormalizedName, int] = field(default_factory=dict)
    #: rises with each change of the list or of a page that it names; None where nobody counts
    serial: int | None = None
