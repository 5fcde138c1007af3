"""Numbers of downloads, for centers that were made without them."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.downloads.store import writable_downloads


def begin_downloads(tool):
    """Handler of the upgrade step: several processes would want to begin them at the same time."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        writable_downloads(brain._unrestrictedGetObject())
