"""The releases of a project as its pages list them: from index records, content stays asleep."""

from Products.PloneSoftwareCenter.browser.pages.rows import file_row
from Products.PloneSoftwareCenter.browser.pages.rows import ReleaseRow
from Products.PloneSoftwareCenter.browser.pages.rows import STATES
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import LISTED_RELEASE_STATES
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.files import yanked_value
from Products.PloneSoftwareCenter.index.lines import release_lines
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.pypi.status import serves_files
from urllib.parse import quote


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
        return self._make(found, record, found.release_id, found.state)

    def _make(self, release, record, release_id, state):
        url = f"{self.project_url}/{quote(release_id)}"
        return ReleaseRow(
            name=record.name if record else "",
            version=release.version,
            url=url,
            state=STATES.get(state, state),
            is_stable=state == "final",
            is_kept_back=state not in LISTED_RELEASE_STATES,
            yanked=release.yanked if record else yanked_value(release),
            files=file_rows(record, release, url, self.simple_url) if record else (),
        )


def file_rows(record, release, release_url, simple_url):
    """Return the rows of the files that the index keeps of a release.

    :param simple_url: of the index, with a slash at the end
    """
    own_url = f"{simple_url}{record.normalized_name}/"
    is_indexed = release.state in INDEXED_RELEASE_STATES and serves_files(record.status)
    return tuple(
        file_row(
            state,
            release_url=release_url,
            simple_url=own_url if is_indexed else None,
        )
        for state in release.files.values()
    )
