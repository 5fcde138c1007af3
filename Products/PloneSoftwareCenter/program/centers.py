"""Finding the centers of a database."""

from Products.CMFCore.interfaces import ISiteRoot
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.program.command import CouldNotRun
from zope.component.hooks import setSite


def find_places(root, *, site=None, centers=()):
    """Return (site, center) of the centers that are meant; of all, if none are named.

    :param site: path of a site, to which the search is limited
    :param centers: paths of centers
    :raises CouldNotRun: when one that is named is not there, or there is none at all
    """
    if centers:
        return tuple(_named(root, path) for path in centers)
    sites = [_at(root, site, ISiteRoot, "site")] if site else _sites(root)
    found = tuple((one, center) for one in sites for center in _centers(one))
    if not found:
        raise CouldNotRun("There is no software center here.")
    return found


def _named(root, path):
    center = _at(root, path, IPloneSoftwareCenter, "software center")
    site = next(parent for parent in center.aq_chain if ISiteRoot.providedBy(parent))
    return site, center


def _at(root, path, interface, word):
    found = root
    for name in filter(None, path.split("/")):
        found = found._getOb(name, None) if hasattr(found.aq_base, "_getOb") else None
        if found is None:
            break
    if found is None or not interface.providedBy(found):
        raise CouldNotRun(f"There is no {word} at {path}.")
    return found


def _sites(container):
    for child in container.objectValues():
        if ISiteRoot.providedBy(child):
            yield child
        elif getattr(child, "meta_type", None) == "Folder":
            yield from _sites(child)


def _centers(site):
    setSite(site)
    catalog = getToolByName(site, "portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    return [brain._unrestrictedGetObject() for brain in brains]
