"""Sorting what was found: the keys come from the catalog's indexes, no content is asked."""

from Products.PloneSoftwareCenter.finding.popularity import downloads_of
from Products.PloneSoftwareCenter.finding.question import DOWNLOADS
from Products.PloneSoftwareCenter.finding.question import NAME
from Products.PloneSoftwareCenter.finding.question import NEWEST
from Products.PloneSoftwareCenter.finding.question import RELEVANCE
from Products.PloneSoftwareCenter.finding.question import UPDATED
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.ZCatalog.query import IndexQuery

import heapq


#: sort -> (index, newest first?)
BY_INDEX = {
    NAME: ("sortable_title", False),
    NEWEST: ("created", True),
    UPDATED: ("psc_updated", True),
}
#: what begins with a name ends before this
AFTER_ALL = "\uffff"


def first_in_order(catalog, center, question, rids, scores, wanted):
    """Return the first catalog ids of what was found, in the order of a question.

    :param rids: set of catalog ids
    :param scores: catalog id -> how well its text fits; empty without words
    :param wanted: how many
    """
    order = question.order
    if order == RELEVANCE:
        key, backwards = _relevance(catalog, question.text, scores), False
    elif order == DOWNLOADS:
        key, backwards = _downloads(catalog, center), False
    else:
        name, backwards = BY_INDEX[order]
        key = _by_index(catalog, name, backwards)
    pick = heapq.nlargest if backwards else heapq.nsmallest
    if wanted * 4 > len(rids):
        return sorted(rids, key=key, reverse=backwards)[:wanted]
    return pick(wanted, rids, key=key)


def _keys(catalog, name):
    return catalog._catalog.getIndex(name).documentToKeyMap()


def _by_index(catalog, name, backwards):
    keys = _keys(catalog, name)

    def key(rid):
        value = keys.get(rid)
        # What has no value comes last; the id makes the order the same each time.
        return (value is not None) is backwards, value if value is not None else 0, rid

    return key


def _relevance(catalog, text, scores):
    """Names first: who types one wants that project, however often others speak of it."""
    name = normalize_name(text.strip().replace(" ", "-"))
    index = catalog._catalog.getIndex("psc_names")
    same = frozenset(_found(index, name, name))
    begins = frozenset(_found(index, name, name + AFTER_ALL))
    titles = _keys(catalog, "sortable_title")

    def key(rid):
        rank = 0 if rid in same else 1 if rid in begins else 2
        return rank, 0 if rank == 1 else -scores.get(rid, 0), titles.get(rid) or "", rid

    return key


def _found(index, lowest, highest):
    found = index.query_index(_range(index, lowest, highest))
    return found if found is not None else ()


def _range(index, lowest, highest):
    query = {index.id: {"query": [lowest, highest], "range": "min:max"}}
    return IndexQuery(query, index.id, index.query_options, index.operators, index.useOperator)


def _downloads(catalog, center):
    numbers = downloads_of(center) or {}
    ids = _keys(catalog, "getId")
    titles = _keys(catalog, "sortable_title")

    def key(rid):
        return -numbers.get(ids.get(rid), 0), titles.get(rid) or "", rid

    return key
