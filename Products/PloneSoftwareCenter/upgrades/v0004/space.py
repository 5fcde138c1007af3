"""How many bytes the files have, in centers that were made without the numbers."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.index.space import recount_stored


#: after how many names what was read is let go of, when it was not changed
BATCH = 100


def count_all(tool):
    """Handler of the upgrade step; a second time it finds all right, and writes nothing."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        _count_of(writable_index(brain._unrestrictedGetObject()))


def _count_of(index):
    for number, record in enumerate(index.names.values()):
        recount_stored(index, record)
        if number % BATCH == BATCH - 1 and index._p_jar is not None:
            index._p_jar.cacheMinimize()
