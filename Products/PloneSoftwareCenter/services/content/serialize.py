"""Centers, projects, releases and files as JSON: Plone's own, and what the records know.

What lies in them is listed from the catalog and the records. Plone asks the catalog for all of it,
which does not know releases and files.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeToJson
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.file import IPSCFile
from Products.PloneSoftwareCenter.content.filelink import IPSCFileLink
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.projects import find_projects
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import record_of
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from Products.PloneSoftwareCenter.services.listing import listing
from Products.PloneSoftwareCenter.services.parameters import Refused
from Products.PloneSoftwareCenter.services.summaries import download_url
from Products.PloneSoftwareCenter.services.summaries import file_summary
from Products.PloneSoftwareCenter.services.summaries import project_summary
from Products.PloneSoftwareCenter.services.summaries import release_summary
from Products.PloneSoftwareCenter.services.summaries import shown_releases
from Products.PloneSoftwareCenter.services.summaries import told_state
from Products.PloneSoftwareCenter.storage.moved import place_of
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from zExceptions import BadRequest
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


#: fields of a center that tell what not everybody sees: people, names, where things are
OF_EDITORS = (
    "download_counts",
    "featured_project",
    "journal_address_days",
    "journal_reads",
    "mail_owners",
    "mail_reviewers",
    "project_evaluators",
    "reserved_names",
    "storage_strategy",
    "upstream",
)
#: what the field ``include_items`` says when nobody wants to know what lies in something
NO = ("0", "false", "no", "off", "n", "f")


def index_url_of(center) -> str:
    """Return what installers are told of a center, with a slash at its end."""
    return f"{(center.public_address or center.absolute_url()).rstrip('/')}/simple/"


class SerializeContainer(SerializeToJson):
    """What our containers have in common; subclasses say what lies in them."""

    def __call__(self, version=None, include_items=True, include_expansion=True):
        result = super().__call__(version=version, include_expansion=include_expansion)
        result["is_folderish"] = True
        result.update(self.more())
        wanted = str(self.request.form.get("include_items", include_items)).lower()
        if wanted not in NO:
            try:
                own_id = result["@id"]
                result.update(self.items())
                result["@id"] = own_id
            except Refused as error:
                raise BadRequest(str(error)) from error
        return result

    def more(self) -> dict:
        """Return what the records tell beside the fields."""
        raise NotImplementedError

    def items(self) -> dict:
        """Return the asked part of what lies in it."""
        raise NotImplementedError


@implementer(ISerializeToJson)
@adapter(IPloneSoftwareCenter, Interface)
class SerializeCenter(SerializeContainer):
    """A center; its items are the public projects that the asker may view, by title."""

    def __call__(self, version=None, include_items=True, include_expansion=True):
        result = super().__call__(version, include_items, include_expansion)
        if not may(MODIFY, self.context):
            for name in OF_EDITORS:
                result.pop(name, None)
        return result

    def more(self):
        return {"index_url": index_url_of(self.context)}

    def items(self):
        return listing(
            self.request,
            find_projects(self.context),
            lambda brain: project_summary(self.context, brain),
        )


@implementer(ISerializeToJson)
@adapter(IPSCProject, Interface)
class SerializeProject(SerializeContainer):
    """A project; its items are its releases, the newest of each name first."""

    def more(self):
        return {"status": self.context.status, "status_reason": self.context.status_reason}

    def items(self):
        project, center = self.context, center_of(self.context)
        records = names_of(center, project) if center is not None else ()
        shows_all, url = may(MODIFY, project), project.absolute_url()
        return listing(
            self.request,
            [entry for record in records for entry in shown_releases(record, shows_all)],
            lambda entry: release_summary(*entry, url, shows_all),
        )


@implementer(ISerializeToJson)
@adapter(IPSCRelease, Interface)
class SerializeRelease(SerializeContainer):
    """A release; its items are its files, and the links to others after them."""

    def more(self):
        release = self.context
        state = told_state(state_of(release), release.version, may(MODIFY, release))
        return {"maturity": release.maturity(), "title": release.Title(), "review_state": state}

    def items(self):
        release, project = self.context, aq_parent(aq_inner(self.context))
        record = record_of(release)
        found = record and record.releases.get(canonical_version(release.version))
        states = [*found.files.values()] if found else []
        url = project.absolute_url()
        known = {state["file_id"] for state in states}
        links = [release._getOb(id_) for id_ in release.objectIds() if id_ not in known]
        entries = [*states, *(one for one in links if IPSCFileLink.providedBy(one))]

        def summarize(entry):
            if IPSCFileLink.providedBy(entry):
                return link_summary(entry)
            return file_summary(record, found, entry, url, index_url_of(center_of(release)))

        return listing(self.request, entries, summarize)


@implementer(ISerializeToJson)
@adapter(IPSCFile, Interface)
class SerializeFile(SerializeToJson):
    """A file, with where installers get it."""

    def __call__(self, version=None, include_items=True, include_expansion=True):
        result = super().__call__(version, include_items, include_expansion)
        file, release = self.context, aq_parent(aq_inner(self.context))
        record = record_of(release)
        found = record and record.releases.get(canonical_version(release.version))
        is_known = found and file.filename in found.files
        index_url = index_url_of(center_of(file)) if is_known else ""
        result["download_url"] = (
            download_url(record, found, file.filename, index_url) if is_known else None
        )
        if "storage_key" in result and file.storage_key:
            # who may read where its bytes are is told where they are now
            place = place_of(center_of(file), file.storage, file.storage_key)
            result["storage"], result["storage_key"] = place
        return result


def link_summary(link) -> dict:
    """Return what a list tells of a ``PSCFileLink``."""
    return {
        "@id": link.absolute_url(),
        "@type": "PSCFileLink",
        "title": link.Title(),
        "external_url": link.external_url,
        "external_file_size": link.external_file_size,
        "platform": link.platform,
    }
