"""What projects are filtered and sorted by, of projects that were made without it."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.latest import find_latest_release
from Products.PloneSoftwareCenter.content.latest import INDEXES
from Products.PloneSoftwareCenter.index.kinds import find_kinds
from Products.PloneSoftwareCenter.index.update import center_of

import transaction


#: projects after which what was read is let go of
BATCH = 200


def fill_indexes(tool):
    """Handler of the upgrade step; a second time it writes the same again."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(portal_type="PSCProject", sort_on="path")
    for number, brain in enumerate(found, start=1):
        project = brain._unrestrictedGetObject()
        find_latest_release(project)
        center = center_of(project)
        if center is not None:
            find_kinds(center, project)
        project.reindexObject(idxs=INDEXES)
        if number % BATCH == 0:
            transaction.savepoint(optimistic=True)
            tool._p_jar.cacheGC()
