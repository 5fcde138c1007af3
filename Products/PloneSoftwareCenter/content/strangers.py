"""What whoever may not view it is told of a project or release by its address: nothing."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.rest.interfaces import IAPIRequest
from Products.CMFCore.permissions import View
from Products.PloneSoftwareCenter.interfaces import IProtocolView
from Products.SiteAccess.VirtualHostMonster import VirtualHostMonster
from zope.component import queryMultiAdapter
from zope.interface import noLongerProvides


#: where Zope finds the user folder of a container
USERS = "__allow_groups__"

#: the name under which Zope keeps the field ``:action`` of a form
ACTION = ""

#: how the address begins where the index once was
HISTORIC = "++simple++"

#: where the environment of a request has a path below the center that was taken off its hands
ROUTE = "psc.route"

#: the views that read what lies behind their names, see ``reading.routes``
ROUTES = (
    "configuration",
    "feed",
    "links",
    "packages",
    "pypi",
    "releases",
    "sets",
    "simple",
    "sitemap.xml",
)


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


class ClosedToStrangers:
    """A center whose pages lead who may not view it to the log-in form, whatever they name.

    Zope would do so for the names that are there, and answer 404 for the others. Views for
    programs say themselves who may read.
    """

    def __before_publishing_traverse__(self, arg1, arg2=None):
        """Ask for a log-in before a name is looked for."""
        request = arg2 or arg1
        names = _names_ahead(self, request)
        if names and _is_for_programs(self, request, names[0]):
            _leave_rest(request, names)
        elif names and not may_view(self, request):
            request.response.unauthorized()
        super().__before_publishing_traverse__(arg1, arg2)


def may_view(content, request):
    """Say whether whoever asks may view something, before Zope itself knows who asks."""
    return _may(View, content, ()) or _may(View, content, _users(content, request))


def is_hidden(content, request):
    """Say whether whoever asks may view the container of something, and not see it."""
    permission = content._permission_to_see()
    if _may(permission, content, ()):
        return False
    # Zope itself knows them only when it has found all that the address names.
    users = list(_users(content, request))
    container = aq_parent(aq_inner(content))
    return not _may(permission, content, users) and _may(View, container, users)


def _names_ahead(container, request):
    """Return the names that are to be looked for, without the place of a virtual host."""
    return [
        name
        for name in reversed(request["TraversalRequestNameStack"])
        if not name.startswith("/")
        and getattr(container, name, None).__class__ is not VirtualHostMonster
    ]


def _is_for_programs(center, request, name):
    """Say whether a name is that of a view for programs, or comes from a field ``:action``."""
    if request.form.get(ACTION) == name or name.startswith(HISTORIC):
        return True
    view = queryMultiAdapter((center, request), name=name.removeprefix("@@"))
    return IProtocolView.providedBy(view)


def _leave_rest(request, names):
    """Have a view for programs answer as ever who says ``Accept: application/json`` and no more.

    plone.rest would look for services, and in the address for resources and namespaces; and its
    wrapper of the center keeps our own traversal out.
    """
    if not IAPIRequest.providedBy(request):
        return
    noLongerProvides(request, IAPIRequest)
    stack = request["TraversalRequestNameStack"]
    first = names[0].removeprefix("@@")
    if len(stack) == len(names) and (first in ROUTES or first.startswith(HISTORIC)):
        request.environ[ROUTE] = (first, *names[1:])
        stack[:] = ["simple" if first.startswith(HISTORIC) else first]


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
