"""For whom a stock is imported: the users who own the projects that are made for it."""

from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import UnrestrictedUser
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.people.interfaces import OWNER
from Products.PloneSoftwareCenter.people.owners import is_known
from Products.PloneSoftwareCenter.people.roles import give_role

import contextlib


class Importer(UnrestrictedUser):
    """The first owner, with all rights: whoever may run ``psc`` may do anything."""

    def getId(self):
        """Return the owner's id: uploads and projects are theirs."""
        return self.getUserName()


@contextlib.contextmanager
def acting_for(center, owner):
    """Be an owner while the block runs.

    :param owner: id of a user
    """
    users = getToolByName(center, "acl_users")
    before = getSecurityManager()
    newSecurityManager(None, Importer(owner, "", ["Manager"], "").__of__(users))
    try:
        yield
    finally:
        setSecurityManager(before)


def unknown_among(center, owners):
    """Return those who are neither a user nor a group of the site."""
    return [owner for owner in owners if not is_known(center, owner)]


def give_project(project, owners):
    """Make all of them owners of a project that was made for the first of them."""
    for owner in owners:
        give_role(project, owner, OWNER)
