"""Telling that local roles are about to change, whoever changes them."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from AccessControl.Permissions import change_permissions
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent
from ZPublisher import zpublish


class IRolesChanging(IObjectEvent):
    """Local roles of an object are about to change; it still has those from before."""


@implementer(IRolesChanging)
class RolesChanging(ObjectEvent):
    """The object whose roles change."""


class TellsItsRoles:
    """Content that notifies ``IRolesChanging`` before any method of Zope's changes local roles.

    All doors lead through these methods: the sharing page, REST, the management interface, the
    tools of CMF and Plone. What sets the attribute alone tells nobody.
    """

    security = ClassSecurityInfo()

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_addLocalRoles(self, userid, roles, REQUEST=None):  # noqa: N803
        """Give a user or a group further roles here."""
        notify(RolesChanging(self))
        return super().manage_addLocalRoles(userid, roles, REQUEST)

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_setLocalRoles(self, userid, roles=(), REQUEST=None):  # noqa: N803
        """Set the roles that a user or a group has here."""
        notify(RolesChanging(self))
        return super().manage_setLocalRoles(userid, roles, REQUEST)

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_delLocalRoles(self, userids, REQUEST=None):  # noqa: N803
        """Take all roles that users or groups have here."""
        notify(RolesChanging(self))
        return super().manage_delLocalRoles(userids, REQUEST)


InitializeClass(TellsItsRoles)
