"""Giving and taking roles in a project."""

from Products.PloneSoftwareCenter.people.changes import settle
from Products.PloneSoftwareCenter.people.interfaces import ROLES


def give_role(project, holder, role):
    """Give a user or a group one of our roles, in place of the other.

    Who gives it is not asked here.

    :raises OwnerRequired: when the only owner would become a maintainer
    """
    others = [held for held in project.get_local_roles_for_userid(holder) if held not in ROLES]
    project.manage_setLocalRoles(holder, [*others, role])
    _finish(project)


def take_roles(project, holder, is_forced=False):
    """Take our roles from a user or a group; those of Plone's stay.

    Who takes them is not asked here.

    :param is_forced: the holder is no user any more
    :raises OwnerRequired: when it is the last owner
    """
    others = [held for held in project.get_local_roles_for_userid(holder) if held not in ROLES]
    if others:
        project.manage_setLocalRoles(holder, others)
    else:
        project.manage_delLocalRoles([holder])
    _finish(project, is_forced)


def _finish(project, is_forced=False):
    settle(project, is_forced)
    project.reindexObjectSecurity()
