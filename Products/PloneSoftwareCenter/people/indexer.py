"""Who works on a project, for the catalog: people find their own projects by it."""

from plone.indexer import indexer
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.people.owners import roles_in


#: of the catalog
INDEX = "psc_people"


def token_of(role, holder):
    """Return what the index holds of a user or a group that has one of our roles."""
    return f"{role}:{holder}"


@indexer(IPSCProject)
def psc_people(project):
    """Return a token for each role that somebody has in the project."""
    return sorted(token_of(role, holder) for holder, role in roles_in(project))


def roles_changed(project, event):
    """Subscriber: tell the catalog who works on a project now."""
    project.reindexObject(idxs=[INDEX])
