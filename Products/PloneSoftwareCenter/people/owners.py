"""Who has which role in a project, and whether there is anybody left who owns it."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.interfaces import ROLES


def roles_in(project):
    """Return who has a role of ours in a project, as its local roles say.

    :returns: a set of pairs (id of a user or a group, role)
    """
    return {
        (holder, role)
        for holder, held in project.get_local_roles()
        for role in held
        if role in ROLES
    }


def owners_of(project):
    """Return the ids of the users and groups that own a project, known or not, in order."""
    return sorted(holder for holder, role in roles_in(project) if role == OWNER)


def has_known(project, holders):
    """Say whether one of some users and groups is there, in the site or in Zope's root.

    A group counts as soon as it is there: not every source of groups tells who is in one.
    """
    return any(is_known(project, holder) for holder in holders)


def is_known(context, holder):
    """Say whether there is a user or a group of an id.

    Users that come from elsewhere, by LDAP say, go without telling anybody: so we look.
    """
    users = getToolByName(context, "acl_users")
    return (
        users.getUserById(holder) is not None
        or users.getGroupById(holder) is not None
        or users.getPhysicalRoot().acl_users.getUserById(holder) is not None
    )
