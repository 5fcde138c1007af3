"""Whom the catalog shows a center or a project."""

from AccessControl.PermissionRole import rolesForPermissionOn
from plone import api
from plone.indexer import indexer
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.content.set import IPSCSet


#: roles that stand for more than those who were given them
EVERYBODY = ("Anonymous", "Authenticated")


@indexer(IPloneSoftwareCenter)
def who_is_shown_center(center):
    """Return the roles and users to whom listings and searches show a center."""
    return _shown_to(center)


@indexer(IPSCProject)
def who_is_shown_project(project):
    """Return the roles and users to whom listings and searches show a project."""
    return _shown_to(project)


@indexer(IPSCSet)
def who_is_shown_set(known_good):
    """Return the roles and users to whom listings and searches show a known good set."""
    return _shown_to(known_good)


def _shown_to(content):
    """Return what Plone's own indexer does, for those who also have the permission View.

    Plone asks for Access contents information alone, which workflows set beside View and
    who hides something by hand forgets.
    """
    allowed = _in_both(
        set(rolesForPermissionOn("View", content)),
        set(rolesForPermissionOn("Access contents information", content)),
    )
    for role in EVERYBODY:
        if role in allowed:
            return [role]
    local_roles = api.portal.get_tool("acl_users")._getAllLocalRoles(content)
    users = [f"user:{user}" for user, roles in local_roles.items() if allowed.intersection(roles)]
    # Who owns it is among the users.
    return [*sorted(allowed - {"Owner"}), *sorted(users)]


def _in_both(some, others):
    """Return the roles that have two permissions."""
    for role in EVERYBODY:
        if role in some:
            return others
        if role in others:
            return some
    return some & others
