"""The newest stable release of a project, kept ready on the project.

The catalog asks for it at each indexing; a project with thousands of releases is not
read through for that.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.PloneSoftwareCenter.content.distributions import is_main_name
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.release import IPSCRelease
from Products.PloneSoftwareCenter.content.states import state_of
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.versions import parse_version


#: catalog indexes that follow from the latest release
INDEXES = ["psc_compatibility", "psc_latest_release_date"]


def latest_release_of(project):
    """Return the newest stable release that pages show, or None."""
    if project.latest_release and project.has_key(project.latest_release):
        return project._getOb(project.latest_release)
    return None


def update_latest_release(release):
    """Bring the project of a release up to date after the release has changed."""
    project = aq_parent(aq_inner(release))
    if not IPSCProject.providedBy(project):
        return
    if _counts(project, release):
        latest = latest_release_of(project)
        if latest is None or parse_version(latest.version) < parse_version(release.version):
            _remember(project, release.id)
    elif project.latest_release == release.id:
        _remember(project, _find(project))


def find_latest_release(project):
    """Look for the latest release among all; for what changes seldom."""
    _remember(project, _find(project))


def release_modified(release, event):
    """Subscriber: somebody edited a release."""
    project = aq_parent(aq_inner(release))
    before = getattr(project, "latest_release", None)
    update_latest_release(release)
    if before == release.id == project.latest_release:
        project.reindexObject(idxs=INDEXES)


def release_moved(release, event):
    """Subscriber: a release was removed or got another id."""
    project = event.oldParent
    if event.object is not release or not IPSCProject.providedBy(project):
        # added, or gone with its project
        return
    if project.latest_release == event.oldName:
        find_latest_release(project)


def _counts(project, release) -> bool:
    return (
        state_of(release) == "final"
        and not release.yanked
        and is_main_name(project, release.distribution)
        and _is_readable(release.version)
    )


def _is_readable(version: str) -> bool:
    try:
        parse_version(version)
    except InvalidVersion:
        # an old site's content may have any
        return False
    return True


def _find(project) -> str | None:
    releases = [
        child
        for child in project.objectValues()
        if IPSCRelease.providedBy(child) and _counts(project, child)
    ]
    newest = max(releases, key=lambda child: parse_version(child.version), default=None)
    return newest.id if newest is not None else None


def _remember(project, release_id: str | None) -> None:
    if project.latest_release != release_id:
        project.latest_release = release_id
        project.reindexObject(idxs=INDEXES)
