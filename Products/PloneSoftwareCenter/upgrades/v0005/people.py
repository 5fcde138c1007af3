"""Who works on which project, of projects that were made before the catalog knew it."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.people.indexer import INDEX

import transaction


#: projects after which what was read is let go of
BATCH = 200


def fill_index(tool):
    """Handler of the upgrade step; a second time it writes the same again."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="PSCProject", sort_on="path")
    for number, brain in enumerate(found, start=1):
        brain._unrestrictedGetObject().reindexObject(idxs=[INDEX])
        if number % BATCH == 0:
            transaction.savepoint(optimistic=True)
            tool._p_jar.cacheGC()
