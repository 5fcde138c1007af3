"""What lists of releases and files show, one frozen value a line."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from plone.base.utils import human_readable_size
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.pypi.charts import grouped
from urllib.parse import quote


KINDS = {
    "sdist": _("kind_sdist", default="Source"),
    "bdist_wheel": _("kind_wheel", default="Wheel"),
    "bdist_egg": _("kind_egg", default="Egg"),
}
STATES = {
    "pre-release": _("state_pre_release", default="Unreleased"),
    "alpha": _("state_alpha", default="Alpha release"),
    "beta": _("state_beta", default="Beta release"),
    "release-candidate": _("state_release_candidate", default="Release candidate"),
    "final": _("state_final", default="Final release"),
    "hidden": _("state_hidden", default="Hidden"),
}


@dataclass(frozen=True)
class FileRow:
    """One distribution file."""

    filename: str
    kind: object
    #: for people, like ``7.5 KB``
    size: str
    sha256: str
    #: an aware UTC datetime; None for a file without bytes
    upload_time: datetime | None
    requires_python: str | None
    #: False, True or the reason
    yanked: bool | str
    page_url: str
    #: where installers get it; None while it is not in the index
    url: str | None
    #: how often it was downloaded; None where nobody tells
    downloads: int | None = None

    @property
    def shown_downloads(self):
        """The same for people; empty where nobody tells."""
        return "" if self.downloads is None else grouped(self.downloads)

    @property
    def yanked_reason(self):
        """The reason; empty where none was given."""
        return self.yanked if isinstance(self.yanked, str) else ""


@dataclass(frozen=True)
class ReleaseRow:
    """One release in a list."""

    name: str
    version: str
    url: str
    state: object
    is_stable: bool
    #: in a state that others do not see in lists
    is_kept_back: bool
    yanked: bool | str
    #: the first of its files
    files: tuple[FileRow, ...] = field(default=())
    #: how many it has, and their size
    file_count: int = 0
    bytes: int = 0
    #: when its first file came, an aware UTC datetime; None while there is none
    date: datetime | None = None
    #: of all files that it has ever had; None where nobody tells
    downloads: int | None = None

    @property
    def shown_downloads(self):
        """The same for people; empty where nobody tells."""
        return "" if self.downloads is None else grouped(self.downloads)

    @property
    def yanked_reason(self):
        """The reason; empty where none was given."""
        return self.yanked if isinstance(self.yanked, str) else ""

    @property
    def requires_python(self):
        """The Pythons that its files are for; empty where they do not say."""
        said = dict.fromkeys(file.requires_python for file in self.files if file.requires_python)
        return ", ".join(said)

    @property
    def more(self):
        """How many files it has beside those that are shown."""
        return self.file_count - len(self.files)

    @property
    def size(self):
        """Of all its files, for people; empty while there is none."""
        return human_readable_size(self.bytes) if self.bytes else ""


def file_row(state, *, release_url, simple_url, downloads=None):
    """Return the row of a file that the index knows.

    :param state: what the index keeps of it
    :param simple_url: of its name, with a slash at the end; None while it is not in the index
    :param downloads: of the files of its release: file name -> number; None: nobody tells
    """
    filename = state["filename"]
    return FileRow(
        filename=filename,
        kind=KINDS.get(state["packagetype"], state["packagetype"]),
        size=human_readable_size(state["size"]),
        sha256=state["digests"].get("sha256", ""),
        upload_time=upload_time(state),
        requires_python=state["requires_python"],
        yanked=state["yanked"],
        page_url=f"{release_url}/{quote(state['file_id'])}",
        url=f"{simple_url}{quote(filename)}" if simple_url else None,
        downloads=None if downloads is None else downloads.get(filename, 0),
    )


def content_row(file, *, release_url):
    """Return the row of a ``PSCFile`` that the index does not know."""
    return FileRow(
        filename=file.filename or file.getId(),
        kind=KINDS.get(file.packagetype, file.packagetype),
        size=human_readable_size(file.size) if file.size else "",
        sha256=(file.digests or {}).get("sha256", ""),
        upload_time=file.upload_time,
        requires_python=file.requires_python,
        yanked=yanked_value(file),
        page_url=f"{release_url}/{quote(file.getId())}",
        url=None,
    )
