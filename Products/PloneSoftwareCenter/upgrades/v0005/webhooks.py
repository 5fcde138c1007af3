"""Webhooks sorted by what they are of, and what waits by its hook."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.webhooks.store import group
from Products.PloneSoftwareCenter.webhooks.store import webhooks_of


def group_hooks(tool):
    """Handler of the upgrade step: until then what waits is not sent, and none of it is lost."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        webhooks = webhooks_of(brain._unrestrictedGetObject())
        if webhooks is not None:
            group(webhooks)
