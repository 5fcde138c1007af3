"""Who is deleted loses the roles in projects: somebody else may get the same id."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.people.interfaces import ROLES
from Products.PloneSoftwareCenter.people.invitations import forget_user
from Products.PloneSoftwareCenter.people.roles import take_roles
from zope.component.hooks import getSite


def principal_deleted(event):
    """Subscriber: take the roles of a user or of a group that is deleted in the site.

    Invitations are forgotten, too.

    A project may lose its last owner so; managers find it in their list.
    """
    holder = str(event.principal)
    for center in _centers():
        forget_user(center, holder)
        for project in center.objectValues():
            if not IPSCProject.providedBy(project):
                continue
            if not set(ROLES).isdisjoint(project.get_local_roles_for_userid(holder)):
                take_roles(project, holder, is_forced=True)


def _centers():
    site = getSite()
    catalog = site is not None and getToolByName(site, "portal_catalog", None)
    if not catalog:
        return []
    found = catalog.unrestrictedSearchResults(object_provides=IPloneSoftwareCenter.__identifier__)
    return [brain._unrestrictedGetObject() for brain in found]
