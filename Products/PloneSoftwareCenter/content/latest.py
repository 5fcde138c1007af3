"""The newest stable release of a project, and its newest pre-release, kept ready on the project.

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
INDEXES = ["psc_compatibility", "psc_facets", "psc_latest_release_date", "psc_updated"]
#: attribute of a project -> the states of the releases of which it names the newest
KEPT = {
    "latest_release": frozenset(("final",)),
    "latest_development": frozenset(("alpha", "beta", "release-candidate")),
}


def latest_release_of(project):
    """Return the newest stable release that pages show, or None."""
    return _kept(project, "latest_release")


def latest_development_of(project):
    """Return the newest pre-release that pages show, or None; it may be an old one."""
    return _kept(project, "latest_development")


def shown_release_of(project):
    """Return the release that lists show of a project: stable if there is one; or None."""
    return latest_release_of(project) or latest_development_of(project)


def _kept(project, attribute):
    release_id = getattr(project, attribute)
    return project._getOb(release_id, None) if release_id else None


def update_latest_release(release):
    """Bring the project of a release up to date after the release has changed."""
    project = aq_parent(aq_inner(release))
    if not IPSCProject.providedBy(project):
        return
    for attribute, states in KEPT.items():
        if _counts(project, release, states):
            latest = _kept(project, attribute)
            if latest is None or parse_version(latest.version) < parse_version(release.version):
                _remember(project, attribute, release.id)
        elif getattr(project, attribute) == release.id:
            _remember(project, attribute, _find(project, states))


def find_latest_release(project):
    """Look for the latest releases among all; for what changes seldom."""
    for attribute, states in KEPT.items():
        _remember(project, attribute, _find(project, states))


def release_modified(release, event):
    """Subscriber: somebody edited a release."""
    project = aq_parent(aq_inner(release))
    before = [getattr(project, attribute, None) for attribute in KEPT]
    update_latest_release(release)
    if release.id in before and before == [getattr(project, attribute) for attribute in KEPT]:
        project.reindexObject(idxs=INDEXES)


def release_moved(release, event):
    """Subscriber: a release was removed or got another id."""
    project = event.oldParent
    if event.object is not release or not IPSCProject.providedBy(project):
        # added, or gone with its project
        return
    if event.oldName in [getattr(project, attribute) for attribute in KEPT]:
        find_latest_release(project)


def _counts(project, release, states) -> bool:
    return (
        state_of(release) in states
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


def _find(project, states) -> str | None:
    releases = [
        child
        for child in project.objectValues()
        if IPSCRelease.providedBy(child) and _counts(project, child, states)
    ]
    newest = max(releases, key=lambda child: parse_version(child.version), default=None)
    return newest.id if newest is not None else None


def _remember(project, attribute: str, release_id: str | None) -> None:
    if getattr(project, attribute) != release_id:
        setattr(project, attribute, release_id)
        project.reindexObject(idxs=INDEXES)
