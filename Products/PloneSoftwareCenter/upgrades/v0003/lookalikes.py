"""The tables of spellings and looks, in centers that were made without them."""

from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.index.lookalikes import note_filename
from Products.PloneSoftwareCenter.index.lookalikes import note_name
from Products.PloneSoftwareCenter.index.names import writable_index


def note_all(tool):
    """Handler of the upgrade step; a second time it finds all noted."""
    catalog = getToolByName(tool, "portal_catalog")
    found = catalog.unrestrictedSearchResults(
        object_provides=IPloneSoftwareCenter.__identifier__, sort_on="path"
    )
    for brain in found:
        index = writable_index(brain._unrestrictedGetObject())
        for name in index.names:
            note_name(index, name)
        for filename, (name, version, _sha256) in index.filenames.items():
            note_filename(index, filename, name, version)
