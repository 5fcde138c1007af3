"""What is common to everything that lies in a center."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from AccessControl.Permissions import change_permissions
from AccessControl.unauthorized import Unauthorized
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from OFS.CopySupport import CopyError
from Products.PloneSoftwareCenter.content.strangers import HiddenFromStrangers
from Products.PloneSoftwareCenter.interfaces import IPartOfProject
from types import MappingProxyType
from zope.interface import implementer


#: what Zope says to ``_verifyObjectPaste`` when something was cut, and not copied
MOVING = 2


class MoveRefused(CopyError, Unauthorized):
    """A move into another folder.

    Zope's clipboard knows ``CopyError``; folder contents and REST have an answer to
    ``Unauthorized`` only, and take the other for a server error.
    """


class StaysInPlace:
    """Content that can be renamed where it is, but not be moved into another folder by hand."""

    def _notifyOfCopyTo(self, container, op=0):
        """Refuse a move into another folder, before anything has changed.

        The children are not told: what the inherited method tells them matters to
        Archetypes only.
        """
        parent = aq_parent(aq_inner(self))
        if op == 1 and aq_base(container) is not aq_base(parent):
            raise MoveRefused("This can be renamed, but not be moved out of its place.")


class TakesNothingIn:
    """Containers into which nothing that stays in its place is pasted."""

    def _verifyObjectPaste(self, obj, validate_src=True):
        """Refuse a move into this folder, where whoever asked for it is told why.

        What objects themselves refuse later, Zope tells as ``Move Error``.

        :raises MoveRefused: when it may not
        """
        super()._verifyObjectPaste(obj, validate_src)
        if validate_src == MOVING and isinstance(obj, StaysInPlace):
            obj._notifyOfCopyTo(self, op=1)


@implementer(IPartOfProject)
class PartOfProject(HiddenFromStrangers, StaysInPlace):
    """Releases, files and links: parts of a project, not pages of their own.

    They are out of the catalog: an upload with catalogued ones takes five times as long.
    Folder listings and searches therefore do not know them; our pages list them from
    their folder. They have no owner of their own: the project's owners own them, so that
    a maintainer who adds a release may not delete it.
    """

    security = ClassSecurityInfo()

    #: not None: with None, Zope makes whoever adds the object its owner
    __ac_local_roles__ = MappingProxyType({})

    @security.protected(change_permissions)
    def manage_setLocalRoles(self, userid, roles):
        """Give a user roles here: on the sharing tab, and in a copy before it is emptied."""
        if "__ac_local_roles__" not in self.__dict__:
            self.__ac_local_roles__ = {}
        super().manage_setLocalRoles(userid, roles)

    def _getCatalogTool(self):
        """Return no catalog: indexing does nothing."""
        return None

    @security.private
    def isTemporary(self):
        """Say yes to the catalog tool, which else takes us in when it is rebuilt."""
        return True

    @security.public
    def cb_isCopyable(self):
        """Say no: a file name stands for the same bytes forever."""
        return False


InitializeClass(PartOfProject)
