"""Which kinds of files a project has, kept ready on the project for the catalog.

The catalog asks at each indexing, and a project may have thousands of files.
"""

from Products.PloneSoftwareCenter.index.names import names_of


#: catalog indexes that follow from the kinds of files
INDEXES = ["psc_facets"]


def note_kind(project, kind):
    """Remember that a project has a file of this kind; the next of the same kind writes nothing."""
    if kind and kind not in project.file_kinds:
        _remember(project, {*project.file_kinds, kind})


def find_kinds(center, project):
    """Look for the kinds among all files; for what changes seldom."""
    files = (
        state
        for record in names_of(center, project)
        for release in record.releases.values()
        for state in release.files.values()
    )
    _remember(project, {state["packagetype"] for state in files} - {None, ""})


def _remember(project, kinds):
    kinds = tuple(sorted(kinds))
    if project.file_kinds != kinds:
        project.file_kinds = kinds
        project.reindexObject(idxs=INDEXES)
