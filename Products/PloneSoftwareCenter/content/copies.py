"""Copies: names, releases and files are never in two places."""

from Acquisition import aq_base
from Products.CMFCore.interfaces import IFolderish
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.pypi.status import ACTIVE


#: attributes of a center that begin so belong to the floors above: its index, its blobs
INTERNAL = "_psc_"


def folder_copied(folder, event):
    """Subscriber: empty the projects in a copy, before it has its place.

    The copy of a folder is told of, and not what lies in it; so we look.
    """
    if event.object is not folder:
        return
    pending = [folder]
    while pending:
        current = pending.pop()
        if IPSCProject.providedBy(current):
            _empty_project(current)
            continue
        if IPloneSoftwareCenter.providedBy(current):
            _empty_center(current)
        if IFolderish.providedBy(current):
            pending.extend(current.objectValues())


def _empty_project(project) -> None:
    # No events: the releases of the copy have never been anywhere.
    aq_base(project)._initBTrees()
    project.distributions = ()
    project.latest_release = None
    project.latest_development = None
    project.file_kinds = ()
    project.status = ACTIVE
    project.status_reason = ""


def _empty_center(center) -> None:
    for name in [name for name in vars(aq_base(center)) if name.startswith(INTERNAL)]:
        delattr(aq_base(center), name)
