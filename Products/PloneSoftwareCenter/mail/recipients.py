"""Whom to write to: user ids, and their addresses."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.CMFCore.interfaces import ISiteRoot
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.people.owners import owners_of

import re


REVIEWER = "Reviewer"
#: who may publish, too
MANAGERS = ("Site Administrator", "Manager")

#: users who are told of one thing at most
MOST = 50

#: what goes into a header as it is: one address, without a name, and no second line
ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}")


def reviewers_of(center) -> list[str]:
    """Return the ids of the users who review what is submitted to a center, in order.

    Those are who has the role Reviewer, in the center, in a folder around it or in the site.
    """
    return sorted(_holders(center, (REVIEWER,)))[:MOST]


def managers_of(center) -> list[str]:
    """Return the ids of the users who manage the site, in order."""
    return sorted(_holders(center, MANAGERS))[:MOST]


def owners(project) -> list[str]:
    """Return the ids of the users who own a project, alone or in a group, in order."""
    return sorted(_users(project, owners_of(project)))[:MOST]


def address_of(context, user_id: str) -> str | None:
    """Return the mail address of a user; None: there is none that can be used."""
    user = getToolByName(context, "portal_membership").getMemberById(user_id)
    address = str(user.getProperty("email", "") or "").strip() if user is not None else ""
    return address if ADDRESS.fullmatch(address) else None


def _holders(center, roles):
    holders = set()
    place = aq_inner(center)
    while place is not None:
        for holder, held in _local_roles(place):
            if set(held) & set(roles):
                holders.add(holder)
        if ISiteRoot.providedBy(place) or getattr(aq_base(place), "__ac_local_roles_block__", None):
            break
        place = aq_parent(aq_inner(place))
    plugins = getToolByName(center, "acl_users")
    manager = getattr(plugins, "portal_role_manager", None)
    for role in roles if manager is not None else ():
        if role in manager.listRoleIds():
            holders.update(one[0] for one in manager.listAssignedPrincipals(role))
    return _users(center, holders)


def _local_roles(place):
    # The one who made something has the role Owner there, and no other by that.
    return place.get_local_roles() if hasattr(aq_base(place), "get_local_roles") else ()


def _users(context, holders):
    """Return the users among some holders of roles, and those in groups among them.

    Roles outlive users and groups that are deleted.
    """
    groups = getToolByName(context, "portal_groups")
    users = getToolByName(context, "acl_users")
    found = set()
    for holder in holders:
        group = groups.getGroupById(holder)
        if group is not None:
            found.update(group.getGroupMemberIds())
        elif users.getUserById(holder) is not None:
            found.add(holder)
    return found
