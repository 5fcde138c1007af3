"""From the Zope root to a center, seeing that Zope's publisher would go the same way."""

from Acquisition import aq_base
from OFS.interfaces import IApplication
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from Products.CMFCore.interfaces import ISiteRoot
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.reading.routes import ROUTES
from Products.PloneSoftwareCenter.road.place import Place
from Products.PluggableAuthService.interfaces.plugins import IExtractionPlugin


LAYER = "Products.PloneSoftwareCenter"

#: name of the hook that a Virtual Host Monster leaves where it lies
VIRTUAL_HOSTING = "Virtual Host Monster"

#: hooks that change neither the way nor who asks: a session begins when somebody wants one
HARMLESS = frozenset(("SessionDataManager",))

#: the plugins that find a log-in in the headers Authorization and Cookie, or in a form; a
#: request without them is anonymous
EXTRACTORS = frozenset(
    (
        "Cookie Auth Helper",
        "Extended Cookie Auth Helper",
        "HTTP Basic Auth Helper",
        "JWT Authentication Plugin",
        "Plone Session Plugin",
        "Software Center Token Plugin",
    )
)


def find_center(app, place: Place):
    """Return (site, center, how many names lead to it), or None when Zope must look itself.

    :param app: the root of Zope, wrapped in nothing
    """
    found = app
    site = None
    if not _is_plain(app, place):
        return None
    for depth, name in enumerate(place.names):
        if IPloneSoftwareCenter.providedBy(found) and name in ROUTES:
            return (site, found, depth) if site is not None and depth >= place.hidden else None
        found = _child(found, name)
        if found is None or not _is_plain(found, place):
            return None
        if ISiteRoot.providedBy(found):
            site = found
            if not _has_layer(site):
                return None
    return None


def _child(container, name):
    """Return what a container holds under a name; nothing that is acquired or computed."""
    base = aq_base(container)
    tree = getattr(base, "_tree", None)
    if tree is not None:
        return container._getOb(name) if name in tree else None
    if any(entry["id"] == name for entry in getattr(base, "_objects", ())):
        return container._getOb(name)
    return None


def _is_plain(found, place):
    """Say whether nothing at an object changes the way, or who asks."""
    base = aq_base(found)
    hooks = [name for _priority, name in getattr(base, "__before_traverse__", ())]
    for hook in hooks:
        if hook == VIRTUAL_HOSTING:
            if _has_mappings(found):
                return False
        elif hook not in HARMLESS and not hook.startswith("Pluggable Auth Service/"):
            return False
    if IApplication.providedBy(found) and place.needs_virtual_hosting:
        return VIRTUAL_HOSTING in hooks and _knows_logins(base)
    return _knows_logins(base)


def _has_mappings(container):
    monsters = (
        container._getOb(entry["id"])
        for entry in aq_base(container)._objects
        if entry["meta_type"] == VIRTUAL_HOSTING
    )
    return any(monster.have_map for monster in monsters)


def _knows_logins(base):
    users = aq_base(getattr(base, "__allow_groups__", None))
    plugins = getattr(users, "plugins", None)
    if plugins is None:
        # Zope's own user folder knows Basic only.
        return True
    found = plugins.listPlugins(IExtractionPlugin)
    return all(plugin.meta_type in EXTRACTORS for _id, plugin in found)


def _has_layer(site):
    return site.getSiteManager().queryUtility(ILocalBrowserLayerType, name=LAYER) is not None
