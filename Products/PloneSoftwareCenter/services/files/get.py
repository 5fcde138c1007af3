"""``GET <release>/@files``, ``GET <project>/@files`` and ``GET <center>/@files/<filename>``."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.index.update import record_of
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.service import CenterService
from Products.PloneSoftwareCenter.services.summaries import file_summary
from Products.PloneSoftwareCenter.services.summaries import shown_releases
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY


class ListsFiles(CenterService):
    """What lists files of a project."""

    def list_of(self, project_url, releases):
        """Return a part of the list of the files of some (name record, release record)."""
        entries = [(*entry, state) for entry in releases for state in entry[1].files.values()]
        return listing(
            self.request,
            entries,
            lambda entry: file_summary(*entry, project_url, self.index_url),
        )


class GetFilesOfProject(ListsFiles):
    """``<project>/@files``: of its releases, the newest first."""

    def answer(self):
        """Return a part of the list."""
        shows_all = may(MODIFY, self.context)
        releases = [
            entry
            for record in names_of(self.center, self.context)
            for entry in shown_releases(record, shows_all)
        ]
        return self.list_of(self.context.absolute_url(), releases)


class GetFilesOfRelease(ListsFiles):
    """``<release>/@files``; whoever may not see the release does not get here."""

    def answer(self):
        """Return a part of the list."""
        record = record_of(self.context)
        found = record and record.releases.get(canonical_version(self.context.version))
        project_url = aq_parent(aq_inner(self.context)).absolute_url()
        return self.list_of(project_url, [(record, found)] if found else [])


class GetFile(CenterService):
    """``<center>/@files/<filename>``: whose file that is."""

    longest_path = 1

    def answer(self):
        """Return one file."""
        if not self.path:
            raise NotFound()
        filename = self.path[0]
        name, version, _digest = center_index(self.center).filenames.get(filename, ("", "", ""))
        record = visible_record(self.center, name)
        release = record.releases.get(version)
        state = release.files.get(filename) if release is not None else None
        if state is None:
            raise NotFound()
        project = project_of(self.center, record)
        if release.state not in INDEXED_RELEASE_STATES and not may(MODIFY, project):
            raise NotFound()
        return file_summary(record, release, state, project.absolute_url(), self.index_url)
