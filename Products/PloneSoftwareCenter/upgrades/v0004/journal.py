"""A journal for centers that were made without one."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.journal.store import writable_journal


def begin_journals(tool):
    """Handler of the upgrade step: several uploads would want to make one at the same time."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        writable_journal(brain._unrestrictedGetObject())
