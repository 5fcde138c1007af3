"""``GET <project>/@releases``, ``GET <center>/@releases/<name>`` and ``.../<name>/<version>``."""

from Products.PloneSoftwareCenter.content.states import INDEXED_RELEASE_STATES
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.queries import visible_record
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import NotFound
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.parameters import text_of
from Products.PloneSoftwareCenter.services.service import CenterService
from Products.PloneSoftwareCenter.services.summaries import file_summary
from Products.PloneSoftwareCenter.services.summaries import release_summary
from Products.PloneSoftwareCenter.services.summaries import shown_releases
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY


class ListsReleases(CenterService):
    """What lists releases of a project; those that are kept back for who may edit it."""

    def list_of(self, project, records):
        """Return a part of the list of the releases of some of its names."""
        shows_all = may(MODIFY, project)
        url = project.absolute_url()
        entries = [entry for record in records for entry in shown_releases(record, shows_all)]
        return listing(self.request, entries, lambda entry: release_summary(*entry, url, shows_all))


class GetReleasesOfProject(ListsReleases):
    """``<project>/@releases``: of all its names, or of the one in the field ``name``."""

    def answer(self):
        """Return a part of the list."""
        name = normalize_name(text_of(self.request, "name"))
        records = names_of(self.center, self.context)
        return self.list_of(
            self.context, [one for one in records if name in ("", one.normalized_name)]
        )


class GetReleasesOfName(ListsReleases):
    """``<center>/@releases/<name>``, and one of them with its files under its version."""

    longest_path = 2

    def answer(self):
        """Return a part of the list, or one release."""
        if not self.path:
            raise NotFound()
        record = visible_record(self.center, self.path[0])
        project = project_of(self.center, record)
        if len(self.path) == 1:
            return self.list_of(project, [record])
        return self._one(record, project, self.path[1])

    def _one(self, record, project, version):
        try:
            release = record.releases.get(canonical_version(version))
        except InvalidVersion as error:
            raise NotFound() from error
        shows_all = may(MODIFY, project)
        if release is None or not (shows_all or release.state in INDEXED_RELEASE_STATES):
            raise NotFound()
        url = project.absolute_url()
        return {
            **release_summary(record, release, url, shows_all),
            "items": [
                file_summary(record, release, state, url, self.index_url)
                for state in release.files.values()
            ],
        }
