"""Giving and taking roles in a project."""

from Products.PloneSoftwareCenter.people.changes import settle
from Products.PloneSoftwareCenter.people.errors import PeopleError
from Products.PloneSoftwareCenter.people.interfaces import ROLES


def give_role(project, holder, role):
    """Give a user or a group one of our roles, in place of the other.

    Who gives it is not asked here.

    :raises PeopleError: when the only owner would become a maintainer; then nothing has changed
    """
    _set_roles(project, holder, [*_others(project, holder), role], is_forced=False)


def take_roles(project, holder, is_forced=False):
    """Take our roles from a user or a group; those of Plone's stay.

    Who takes them is not asked here.

    :param is_forced: the holder is no user any more
    :raises PeopleError: when it is the last owner; then nothing has changed
    """
    _set_roles(project, holder, _others(project, holder), is_forced)


def _others(project, holder):
    return [held for held in project.get_local_roles_for_userid(holder) if held not in ROLES]


def _set_roles(project, holder, roles, is_forced):
    before = project.get_local_roles_for_userid(holder)
    project.manage_setLocalRoles(holder, roles)
    try:
        settle(project, is_forced)
    except PeopleError:
        project.manage_setLocalRoles(holder, list(before))
        raise
    project.reindexObjectSecurity()
