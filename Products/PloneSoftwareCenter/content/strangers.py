"""What whoever may not view it is told of a project or release by its address: nothing."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from Products.CMFCore.permissions import View


#: where Zope finds the user folder of a container
USERS = "__allow_groups__"


class HiddenFromStrangers:
    """Content that is not there for who may view its container, and not it.

    Zope would lead them to the log-in form, and so tell of it. Who may not view the container
    either is led there as ever.
    """

    def _permission_to_see(self):
        """Return the permission without which it is hidden."""
        return View

    def __before_publishing_traverse__(self, arg1, arg2=None):
        """Answer as Zope answers for a name that nothing has, whatever is asked of this."""
        # Zope's own signature: with or without the object in front.
        request = arg2 or arg1
        if is_hidden(self, request):
            # The page of an error is one of what was found last: of the container.
            request["PARENTS"].pop()
            request.response.notFoundError(request["URL"])
        super().__before_publishing_traverse__(arg1, arg2)


def is_hidden(content, request):
    """Say whether whoever asks may view the container of something, and not see it."""
    permission = content._permission_to_see()
    if _may(permission, content, ()):
        return False
    # Zope itself knows them only when it has found all that the address names.
    users = list(_users(content, request))
    container = aq_parent(aq_inner(content))
    return not _may(permission, content, users) and _may(View, container, users)


def _may(permission, content, users):
    """Say whether everybody has a permission, or one of some users."""
    roles = rolesForPermissionOn(permission, content)
    return "Anonymous" in roles or any(user.allowed(content, roles) for user in users)


def _users(content, request):
    """Yield the users that a request logs in, of the user folders that Zope would ask."""
    for container in aq_chain(aq_inner(content)):
        folder = getattr(aq_base(container), USERS, None)
        if folder is None:
            continue
        folder = folder.__of__(container)
        plugins = folder._getOb("plugins")
        for user_id, login in folder._extractUserIds(request, plugins):
            yield folder._findUser(plugins, user_id, login, request=request)
