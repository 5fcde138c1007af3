"""Finding the release of a version, or making it."""

from AccessControl import getSecurityManager
from DateTime import DateTime
from plone.uuid.interfaces import ATTRIBUTE_NAME
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.content.naming import release_id
from Products.PloneSoftwareCenter.content.release import PSCRelease
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.update import sync_release
from Products.PloneSoftwareCenter.interfaces import ReleaseMadeEvent
from Products.PloneSoftwareCenter.pypi.versions import canonical_version
from zope.event import notify

import uuid


def find_release(center, project, name, version):
    """Return the release of a version of a name (1.0 and 1.0.0 are one), or None."""
    record = find_record(center, name)
    found = record.releases.get(canonical_version(version)) if record is not None else None
    if found is None or not project.has_key(found.release_id):
        return None
    return project._getOb(found.release_id)


def find_or_make_release(center, project, name, version):
    """Return (release, whether it was made now)."""
    release = find_release(center, project, name, version)
    if release is not None:
        return release, False
    return _make_release(project, name, version), True


def _make_release(project, name, version):
    release = PSCRelease()
    release.portal_type = "PSCRelease"
    release.id = choose_id(project, release_id(project, name, version))
    release.version = version
    release.distribution = name
    release.creation_date = release.modification_date = DateTime()
    release.creators = (getSecurityManager().getUser().getId() or "",)
    setattr(release, ATTRIBUTE_NAME, uuid.uuid4().hex)
    # Straight into the tree: no catalog holds releases, and the container's
    # events would rewrite the project.
    project._setOb(release.id, release)
    release = project._getOb(release.id)
    sync_release(release)
    notify(ReleaseMadeEvent(release))
    return release
