"""Moving a distribution name, with its releases, from one project to another."""

from Acquisition import aq_base
from OFS.event import ObjectWillBeMovedEvent
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.content.latest import find_latest_release
from Products.PloneSoftwareCenter.content.naming import release_id
from Products.PloneSoftwareCenter.index.claims import hand_over
from Products.PloneSoftwareCenter.index.kinds import find_kinds
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.interfaces import NameMovedEvent
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.rights import require_open
from Products.PloneSoftwareCenter.upload.rights import require_ownership
from Products.PloneSoftwareCenter.upload.workflow import settle_release
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent import ObjectMovedEvent

import logging


logger = logging.getLogger(__name__)


def move_name(center, name, source, target):
    """Move a name from a project to another one of the same center, with its releases.

    Files keep their URLs, bytes, digests and upload times.

    :raises NameNotAvailable: when the source does not hold the name
    :raises NotAllowed: when the user does not own both projects
    :raises ProjectClosed: when one of them is archived or quarantined
    """
    for project in (source, target):
        require_ownership(project)
        require_open(project)
    record = find_record(center, name)
    if record is None or record.project_uid != source.UID() or source.UID() == target.UID():
        raise NameNotAvailable(name)
    normalized = record.normalized_name
    written = next(one for one in source.distributions if normalize_name(one) == normalized)
    source.distributions = tuple(one for one in source.distributions if one != written)
    target.distributions = (*(target.distributions or ()), written)
    hand_over(center, record, source, target)
    for old_id in [release.release_id for release in record.releases.values()]:
        release = _move_release(source, old_id, target)
        _move_mark(source, old_id, target, release.getId())
        settle_release(release)
    for project in (source, target):
        find_latest_release(project)
        find_kinds(center, project)
        notify(ObjectModifiedEvent(project))
    notify(NameMovedEvent(center, normalized, source, target))
    logger.info("moved %s from %s to %s", normalized, source.getId(), target.getId())


def _move_release(source, old_id, target):
    """Move the content object; all who hear of a move by hand hear of this one, too."""
    release = source._getOb(old_id)
    new_id = choose_id(target, release_id(target, release.distribution, release.version))
    notify(ObjectWillBeMovedEvent(release, source, old_id, target, new_id))
    source._delObject(old_id, suppress_events=True)
    release = aq_base(release)
    release._setId(new_id)
    target._setObject(new_id, release, set_owner=0, suppress_events=True)
    release = target._getOb(new_id)
    notify(ObjectMovedEvent(release, source, old_id, target, new_id))
    return release


def _move_mark(source, old_id, target, new_id):
    """Keep what the owners said of the release's support."""
    marked = tuple(source.unsupported_versions or ())
    if old_id in marked:
        source.unsupported_versions = tuple(one for one in marked if one != old_id)
        target.unsupported_versions = (*(target.unsupported_versions or ()), new_id)
