"""Registering a release: project and release exist, and their pages say what the metadata says."""

from dataclasses import dataclass
from dataclasses import field
from Products.PloneSoftwareCenter.content.filelink import PSCFileLink
from Products.PloneSoftwareCenter.interfaces import LinkSetEvent
from Products.PloneSoftwareCenter.pypi.classifiers import split_known
from Products.PloneSoftwareCenter.pypi.links import is_safe_url
from Products.PloneSoftwareCenter.pypi.metadata import CoreMetadata
from Products.PloneSoftwareCenter.pypi.rules import require_public
from Products.PloneSoftwareCenter.pypi.rules import require_version
from Products.PloneSoftwareCenter.upload.page import update_project
from Products.PloneSoftwareCenter.upload.page import update_release
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.projects import find_or_make_project
from Products.PloneSoftwareCenter.upload.releases import find_or_make_release
from Products.PloneSoftwareCenter.upload.rights import require_login
from Products.PloneSoftwareCenter.upload.workflow import is_waiting
from Products.PloneSoftwareCenter.upload.workflow import was_retracted
from Products.PloneSoftwareCenter.upload.write import write
from zope.event import notify


DOWNLOAD_LINK_ID = "download"


@dataclass
class Receipt:
    """What was done, as the lines that the client reads, in the historic words."""

    lines: list[str] = field(default_factory=list)
    #: whether the project was made for it
    project_is_new: bool = False

    def add(self, line):
        self.lines.append(line)

    def __str__(self):
        return "\n".join(self.lines)


def register(center, metadata: CoreMetadata):
    """Make or refresh project and release from core metadata, in a transaction of its own.

    :returns: a ``Receipt``
    :raises PackageIndexError: when the user may not, or the name is taken
    """
    require_login()

    def step():
        receipt = Receipt()
        register_step(center, metadata, receipt)
        return receipt

    return write(step, note=f"register {metadata.name} {metadata.version}")


def register_step(center, metadata, receipt):
    """The part of registering that an upload shares: call it in a write step.

    :returns: (project, release)
    """
    policy = policy_of(center)
    name, version = metadata.name, metadata.version
    require_version(version, policy)
    require_public(metadata.classifiers, policy)
    project, project_is_new = find_or_make_project(center, name, policy)
    release, release_is_new = find_or_make_release(center, project, name, version)
    update_release(center, release, metadata)
    update_project(center, project, release, metadata)
    receipt.project_is_new = project_is_new
    verb = "Created" if project_is_new else "Updated"
    receipt.add(f"{verb} Project: {project.title}")
    if release_is_new:
        receipt.add(f"Created Release {version} in Project {project.title}")
    else:
        receipt.add(f"Updated Release: {release.version}")
    _link_download(release, metadata, receipt)
    _, unknown = split_known(metadata.classifiers, policy.extra_classifiers)
    for classifier in unknown:
        receipt.add(f"Left out a classifier that this index does not know: {classifier!r}")
    if is_waiting(project):
        receipt.add(f"Project {project.title} waits for review; until then only you see it.")
    if was_retracted(release):
        receipt.add(f"Release {release.version} is retracted: installers don't see its files.")
    return project, release


def _link_download(release, metadata, receipt):
    """Keep the external download, which people may follow and installers never do."""
    if not is_safe_url(metadata.download_url or ""):
        return
    if release.has_key(DOWNLOAD_LINK_ID):
        link = release._getOb(DOWNLOAD_LINK_ID)
        if link.portal_type != "PSCFileLink" or link.external_url == metadata.download_url:
            return
        before, link.external_url = link.external_url, metadata.download_url
        link.title = link.external_url
        notify(LinkSetEvent(link, before))
        receipt.add("Updated Download Link")
        return
    link = PSCFileLink()
    link.portal_type = "PSCFileLink"
    link.id = DOWNLOAD_LINK_ID
    link.title = link.external_url = metadata.download_url
    release._setOb(link.id, link)
    notify(LinkSetEvent(release._getOb(link.id)))
    receipt.add("Created Download Link")
