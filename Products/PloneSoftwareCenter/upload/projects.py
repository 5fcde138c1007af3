"""Finding the project that holds a name, or making it."""

from plone.app.dexterity.behaviors.metadata import default_language
from Products.PloneSoftwareCenter.content.ids import choose_id
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import check_claim
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.update import sync_project
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.rights import require_covered
from Products.PloneSoftwareCenter.upload.rights import require_creation
from Products.PloneSoftwareCenter.upload.rights import require_open
from Products.PloneSoftwareCenter.upload.rights import require_update
from zope.component import createObject
from zope.event import notify
from zope.lifecycleevent import ObjectAddedEvent
from zope.lifecycleevent import ObjectCreatedEvent


def find_or_make_project(center, name, policy):
    """Return (project, whether it was made now) for a distribution name.

    In this order: the project that holds the name; one whose page has the
    name's id and that the user may change (it takes the name: as its main one
    if it has none, else as a further one); a new one.

    :raises NameNotAvailable: when it is another one's
    :raises NotAllowed: when the user may not make projects, or the token is for others
    :raises ProjectClosed: when it is the user's, and archived or quarantined
    """
    require_covered(center, name)
    record = find_record(center, name)
    if record is not None:
        project = project_of(center, record)
        require_update(project, name)
        return project, False
    check_claim(center, [name])
    project = _page_of_that_id(center, name)
    if project is not None:
        project.distributions = (*(project.distributions or ()), name)
        sync_project(project)
        project.reindexObject()
        return project, False
    require_creation(center, policy)
    return _make_project(center, name), True


def _page_of_that_id(center, name):
    """Return the project that was prepared by hand for a name, or None."""
    project_id = str(normalize_name(name))
    if not center.has_key(project_id):
        return None
    project = center._getOb(project_id)
    if not IPSCProject.providedBy(project):
        return None
    if may(MODIFY, project):
        require_open(project)
        return project
    if not project.distributions:
        # somebody has prepared this page; the name is meant to be theirs
        raise NameNotAvailable(name)
    return None


def _make_project(center, name):
    project = createObject("PSCProject")
    project.id = choose_id(center, str(normalize_name(name)))
    project.title = name
    project.distributions = (name,)
    # as the form proposes it
    project.language = default_language(center)
    notify(ObjectCreatedEvent(project))
    # Without the container's event, which would rewrite and reindex the center
    # at each addition, and meet the same event of everybody else's.
    center._setObject(project.id, project, suppress_events=True)
    project = center._getOb(project.id)
    notify(ObjectAddedEvent(project, center, project.id))
    return project
