"""What an install does and no profile can say."""

from plone import api
from Products.PloneSoftwareCenter.content.submission import index_submissions
from Products.PloneSoftwareCenter.content.versions import install_modifier
from Products.PloneSoftwareCenter.content.versions import let_maintainers_look
from Products.PloneSoftwareCenter.tokens.plugin import install_plugin


INDEXES = [
    "psc_categories",
    "psc_classifiers",
    "psc_compatibility",
    "psc_facets",
    "psc_latest_release_date",
    "psc_names",
    "psc_updated",
]


def post_handler(tool):
    """Handler of the profile ``default``, after its files."""
    install_plugin(tool.aq_parent)
    install_modifier(tool.aq_parent)
    let_maintainers_look(tool.aq_parent)
    fill_new_indexes()
    # Few projects wait, often none: an index of them that is empty tells nothing.
    index_submissions(api.portal.get_tool("portal_catalog"))


def fill_new_indexes() -> None:
    """Index the projects that an earlier install has left, if the indexes are new.

    A second install of the same profile finds its indexes filled and leaves them alone.
    """
    catalog = api.portal.get_tool("portal_catalog")
    new = [name for name in INDEXES if not catalog.Indexes[name].indexSize()]
    if not new:
        return
    for brain in catalog.unrestrictedSearchResults(portal_type="PSCProject"):
        brain._unrestrictedGetObject().reindexObject(idxs=new)
