"""Sorting what was found: the keys come from the catalog's indexes, no content is asked."""

from Products.PloneSoftwareCenter.finding.popularity import downloads_of
from Products.PloneSoftwareCenter.finding.question import DOWNLOADS
from Products.PloneSoftwareCenter.finding.question import NAME
from Products.PloneSoftwareCenter.finding.question import NEWEST
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
#: from so many on an index is walked, instead of asking it for the key of each
MANY = 500
#: what begins with a name ends before this
AFTER_ALL = "\uffff"


def first_in_order(catalog, center, question, rids, scores, wanted):
    """Return the first catalog ids of what was found, in the order of a question.

    :param rids: set of catalog ids
    :param scores: catalog id -> how well its text fits; empty without words
    :param wanted: how many
    """
    order = question.order
    if order in BY_INDEX:
        name, backwards = BY_INDEX[order]
        if len(rids) >= MANY:
            return _walk(catalog._catalog.getIndex(name)._index, backwards, rids, wanted)
        return sorted(rids, key=_by_index(catalog, name, backwards), reverse=backwards)[:wanted]
    if order == DOWNLOADS:
        return _by_downloads(catalog, center, rids, wanted)
    key = _relevance(catalog, question.text, scores)
    return heapq.nsmallest(wanted, rids, key=key)


def _walk(tree, backwards, rids, wanted):
    """Return the first of many ids in the order of an index, as far as they are wanted.

    :param tree: key -> ids, or one id
    """
    found = []
    for having in _values_backwards(tree) if backwards else tree.values():
        these = (having,) if isinstance(having, int) else having
        found += sorted((rid for rid in these if rid in rids), reverse=backwards)
        if len(found) >= wanted:
            return found[:wanted]
    # What has no value in the index comes last.
    return [*found, *sorted(rids.difference(found))][:wanted]


def _values_backwards(tree):
    """Yield the values of a tree with whole numbers as keys, the highest key first."""
    try:
        key = tree.maxKey()
        while True:
            yield tree[key]
            key = tree.maxKey(key - 1)
    except ValueError:
        # there is no lower one
        return


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


def _by_downloads(catalog, center, rids, wanted):
    """Return the first catalog ids of those that were downloaded most; the others by title."""
    numbers = downloads_of(center) or {}
    rid_of = catalog._catalog.getIndex("getId")._index
    titles = _keys(catalog, "sortable_title")
    counted = [
        (-number, titles.get(rid) or "", rid)
        for project_id, number in numbers.items()
        for rid in _rids(rid_of.get(project_id, ()))
        if rid in rids
    ]
    found = [rid for _number, _title, rid in heapq.nsmallest(wanted, counted)]
    if len(found) < wanted:
        rest = rids.difference(rid for _number, _title, rid in counted)
        found += _walk(catalog._catalog.getIndex("sortable_title")._index, False, rest, wanted)
    return found[:wanted]


def _rids(having):
    return (having,) if isinstance(having, int) else having
