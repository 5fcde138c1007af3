"""Who uses whom, in centers that were made without it."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.index.uses import find_uses
from Products.PloneSoftwareCenter.index.uses import is_remembered
from Products.PloneSoftwareCenter.index.uses import remember_uses


#: after how many names what was read is let go of, when it was not changed
BATCH = 100


def find_all(tool):
    """Handler of the upgrade step; a second time it finds all done, and writes nothing."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        _find_of(writable_index(brain._unrestrictedGetObject()))


def _find_of(index):
    for number, record in enumerate(index.names.values()):
        uses = find_uses(record)
        if record.uses != uses or not is_remembered(index, record):
            remember_uses(index, record, uses)
        if number % BATCH == BATCH - 1 and index._p_jar is not None:
            index._p_jar.cacheMinimize()
