"""Which event brings which record up to date.

Events of containers are dispatched to everything below them. What was done to
an ancestor (a center renamed, moved or deleted) changes nothing in the index
that lies in the center, so those calls are told apart by ``event.object``.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.index.update import forget_file
from Products.PloneSoftwareCenter.index.update import forget_project
from Products.PloneSoftwareCenter.index.update import forget_release
from Products.PloneSoftwareCenter.index.update import parent_providing
from Products.PloneSoftwareCenter.index.update import sync_file
from Products.PloneSoftwareCenter.index.update import sync_project
from Products.PloneSoftwareCenter.index.update import sync_release
from Products.PloneSoftwareCenter.index.update import sync_visibility
from Products.PloneSoftwareCenter.index.update import yanked_in_index
from Products.PloneSoftwareCenter.interfaces import YankedEvent
from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from zExceptions import BadRequest
from zope.event import notify


def _refusing(step, content):
    """Run a step; what the index refuses is the fault of whoever edited the content."""
    try:
        step(content)
    except PackageIndexError as error:
        raise BadRequest(str(error)) from error


def _is_about(content, event):
    return aq_base(event.object) is aq_base(content)


def project_changed(project, event):
    """Added, edited, renamed, or in another workflow state."""
    if center_of(project) is not None:
        _refusing(sync_project, project)


def project_rights_changed(project, event):
    """Its permissions, local roles or role block, by whatever tells of them."""
    if center_of(project) is not None:
        sync_visibility(project)


def project_moved(project, event):
    """Added, renamed, removed; an ancestor's move does not count."""
    if not _is_about(project, event):
        return
    if event.newParent is None:
        center = event.oldParent
        forget_project(center, project.UID())
    elif center_of(project) is not None:
        _refusing(sync_project, project)


def release_changed(release, event):
    """Added, edited, or in another workflow state."""
    if parent_providing(release, IPSCProject) is None:
        return
    before = yanked_in_index(release)
    _refusing(sync_release, release)
    _tell_yanked(release, before)


def release_moved(release, event):
    """Added, renamed, removed; an ancestor's move does not count."""
    if not _is_about(release, event):
        return
    if event.newParent is None:
        forget_release(release, event.oldParent)
    elif parent_providing(release, IPSCProject) is not None:
        _refusing(sync_release, release)


def file_changed(file, event):
    """Edited: yanked, say."""
    before = yanked_in_index(file)
    sync_file(file)
    _tell_yanked(file, before)


def _tell_yanked(content, before):
    """Tell of what was yanked just now; what was not in the index before was not."""
    after = yanked_in_index(content)
    if None not in (before, after) and before != after:
        notify(YankedEvent(content, after, before))


def file_moved(file, event):
    """Renamed or removed; what is added is told by our own event once its bytes are kept."""
    if not _is_about(file, event):
        return
    if event.newParent is None:
        release = event.oldParent
        forget_file(file, release, aq_parent(aq_inner(release)))
    elif event.oldParent is not None:
        sync_file(file)
