"""The releases of a project as its pages list them: from index records, content stays asleep."""

from Products.PloneSoftwareCenter.browser.pages.rows import content_row
from Products.PloneSoftwareCenter.browser.pages.rows import file_row
from Products.PloneSoftwareCenter.browser.pages.rows import ReleaseRow
from Products.PloneSoftwareCenter.browser.pages.rows import STATES
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import files_of_version
from Products.PloneSoftwareCenter.index.files import upload_time
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.index.lines import release_lines
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.pypi.status import serves_files
from urllib.parse import quote


#: how many files of a release a list of releases shows
MOST_FILES = 20


class ReleaseList:
    """The releases of a project that the asker is shown, newest first, name by name.

    A sequence for batches: rows are made for what is looked at.

    :param show_all: whether hidden and unreleased ones are listed, too
    """

    def __init__(self, center, project, center_url, show_all):
        self.project = project
        self.project_url = project.absolute_url()
        self.simple_url = f"{center_url}/simple/"
        self.show_all = show_all
        self.center = center
        self.counts_downloads = are_shown(center)
        records = names_of(center, project)
        self._entries = [
            (record, line)
            for record in records
            for line in release_lines(record)
            if show_all or line.is_listed
        ]
        self._entries += [(None, release) for release in self._without_record(records)]

    def __len__(self):
        return len(self._entries)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return [self._row(*entry) for entry in self._entries[key]]
        return self._row(*self._entries[key])

    def row_of(self, release_id):
        """Return the row of a release, None when it is not in the list."""
        for record, line in self._entries:
            if record is not None and line.release_id == release_id:
                return self._row(record, line)
        return None

    def _without_record(self, records):
        """Return the releases of no name: those of a project that has none."""
        known = {line.release_id for record in records for line in release_lines(record)}
        if len(known) >= len(self.project):
            return []
        others = [self.project._getOb(id_) for id_ in self.project.objectIds() if id_ not in known]
        return [
            child
            for child in others
            if IPSCRelease.providedBy(child)
            and (self.show_all or state_of(child) in LISTED_RELEASE_STATES)
        ]

    def _row(self, record, release):
        if record is None:
            return self._make(release, "", release.getId(), state_of(release))
        found = record.releases[release.key]
        downloads = None
        if self.counts_downloads:
            downloads = files_of_version(self.center, record.normalized_name, release.key)
        return self._make(found, record, found.release_id, found.state, downloads)

    def _make(self, release, record, release_id, state, downloads=None):
        url = f"{self.project_url}/{quote(release_id)}"
        states = list(release.files.values()) if record else []
        first = min(states, key=lambda state: state["upload_time"], default=None)
        return ReleaseRow(
            name=record.name if record else "",
            version=release.version,
            url=url,
            state=STATES.get(state, state),
            is_stable=state == "final",
            is_kept_back=state not in LISTED_RELEASE_STATES,
            yanked=release.yanked if record else yanked_value(release),
            files=file_rows(record, release, states[:MOST_FILES], url, self.simple_url, downloads),
            file_count=len(states),
            bytes=sum(state["size"] for state in states),
            date=upload_time(first) if first is not None else None,
            downloads=None if downloads is None else sum(downloads.values()),
        )


def file_rows(record, release, states, release_url, simple_url, downloads=None):
    """Return the rows of some files that the index keeps of a release.

    :param states: what it keeps of them
    :param simple_url: of the index, with a slash at the end
    :param downloads: file name -> number; None: nobody tells
    """
    if not states:
        return ()
    is_indexed = release.state in INDEXED_RELEASE_STATES and serves_files(record.status)
    own_url = f"{simple_url}{record.normalized_name}/" if is_indexed else None
    return tuple(
        file_row(state, release_url=release_url, simple_url=own_url, downloads=downloads)
        for state in states
    )


class FileList:
    """The files of a release, those that the index does not know at the end.

    A sequence for batches: rows are made for what is looked at.

    :ivar others: the children of the release that the index does not know, links among them

    :param name_record: of the index; None for a release without a name, as is its own
    :param downloads: file name -> number; None: nobody tells
    """

    def __init__(self, release, name_record, record, simple_url, downloads=None):
        self.release_url = release.absolute_url()
        self._downloads = downloads
        self._states = list(record.files.values()) if record is not None else []
        is_indexed = record is not None and record.state in INDEXED_RELEASE_STATES
        is_served = is_indexed and serves_files(name_record.status)
        self._own_url = f"{simple_url}{name_record.normalized_name}/" if is_served else None
        known = {state["file_id"] for state in self._states}
        ids = release.objectIds() if len(release) > len(known) else ()
        self.others = [release._getOb(id_) for id_ in ids if id_ not in known]
        self._files = [child for child in self.others if IPSCFile.providedBy(child)]

    def __len__(self):
        return len(self._states) + len(self._files)

    def __getitem__(self, key):
        both = [*self._states, *self._files] if self._files else self._states
        if isinstance(key, slice):
            return [self._row(one) for one in both[key]]
        return self._row(both[key])

    def _row(self, one):
        if isinstance(one, dict):
            return file_row(
                one,
                release_url=self.release_url,
                simple_url=self._own_url,
                downloads=self._downloads,
            )
        return content_row(one, release_url=self.release_url)
