"""Projects as the catalog finds them: it leaves out what the asker may not view."""

from plone import api
from plone.base.utils import munge_search_term
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.ZCTextIndex.ParseTree import ParseError


PUBLIC = tuple(sorted(PUBLIC_PROJECT_STATES))


def find_projects(center, *, states=PUBLIC, text="", **criteria):
    """Return the brains of the projects of a center, by title unless a criterion says otherwise.

    :param states: of the project workflow
    :param text: what their words are searched for; empty: nothing
    :param criteria: further ones, as the catalog takes them
    """
    catalog = api.portal.get_tool("portal_catalog")
    query = {
        "portal_type": "PSCProject",
        "path": "/".join(center.getPhysicalPath()),
        "review_state": states,
        "sort_on": "sortable_title",
        **criteria,
    }
    if text:
        query["SearchableText"] = munge_search_term(text)
    try:
        return catalog.searchResults(query)
    except ParseError:
        # what was searched for has no word in it
        return []
