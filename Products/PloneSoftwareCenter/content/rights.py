"""Telling of changed rights, where Zope and Plone fire no event of their own."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from AccessControl.Permissions import change_permissions
from Products.CMFCore.permissions import ModifyPortalContent
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent
from ZPublisher import zpublish


#: the index of the catalog that has whom something is shown to
SECURITY_INDEX = "allowedRolesAndUsers"


class IRightsChanged(IObjectEvent):
    """Who may view an object may have changed."""


@implementer(IRightsChanged)
class RightsChanged(ObjectEvent):
    """The object has its new rights already."""


class TellsItsRights:
    """Content that notifies ``IRightsChanged`` whenever its rights are changed in a way of Zope's.

    That is by each method that sets permissions by hand, which tell the catalog then, too, and by
    whatever else tells the catalog: the sharing page, role blocks, workflows that are defined
    anew. What sets the attributes alone tells nobody.
    """

    security = ClassSecurityInfo()

    @security.protected(ModifyPortalContent)
    def reindexObject(self, idxs=(), update_metadata=1, uid=None):
        """Tell the catalog what has changed, and if it is rights, us."""
        # The inherited method compares with a list.
        super().reindexObject(idxs=list(idxs), update_metadata=update_metadata, uid=uid)
        if SECURITY_INDEX in idxs:
            notify(RightsChanged(self))

    @security.protected(ModifyPortalContent)
    def reindexObjectSecurity(self, skip_self=False):
        """Tell of rights that have changed, also where the catalog does not know this yet."""
        super().reindexObjectSecurity(skip_self)
        notify(RightsChanged(self))

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_permission(self, permission_to_manage, roles=(), acquire=0, REQUEST=None):  # noqa: N803
        """Set the roles that have a permission here."""
        answer = super().manage_permission(permission_to_manage, roles, acquire, REQUEST)
        self.reindexObjectSecurity()
        return answer

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_role(self, role_to_manage, permissions=(), REQUEST=None):  # noqa: N803
        """Set the permissions that a role has here."""
        answer = super().manage_role(role_to_manage, permissions, REQUEST)
        self.reindexObjectSecurity()
        return answer

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_acquiredPermissions(self, permissions=(), REQUEST=None):  # noqa: N803
        """Set the permissions that are taken from the container, too."""
        answer = super().manage_acquiredPermissions(permissions, REQUEST)
        self.reindexObjectSecurity()
        return answer

    @security.protected(change_permissions)
    @zpublish(methods="POST")
    def manage_changePermissions(self, REQUEST):  # noqa: N803
        """Set all permissions as the form of the management interface says."""
        answer = super().manage_changePermissions(REQUEST)
        self.reindexObjectSecurity()
        return answer


InitializeClass(TellsItsRights)
