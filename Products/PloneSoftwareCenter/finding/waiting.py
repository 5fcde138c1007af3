"""The projects of a center that wait for review, the longest waiting first.

As all that is found for people: from the catalog alone, without what the asker may not view.
"""

from Products.PloneSoftwareCenter.content.submission import PENDING
from Products.PloneSoftwareCenter.finding.projects import FoundProjects
from Products.PloneSoftwareCenter.finding.question import Question

import heapq


def count_waiting(center) -> int:
    """Return how many projects of a center wait that the asker sees."""
    return FoundProjects(center, Question(), states=(PENDING,)).total


def waiting_part(center, start, size):
    """Return (the ``Part`` of the queue that begins at ``start``, that start).

    A start behind the last page is that of the last page.
    """
    found = FoundProjects(center, Question(), states=(PENDING,))
    return found.part_in_order(_longest_waiting_first(found.catalog), start, size)


def _longest_waiting_first(catalog):
    times = catalog._catalog.getIndex("psc_submitted").documentToKeyMap()

    def key(rid):
        # The index knows minutes; what it does not know of comes last.
        minute = times.get(rid)
        return minute is None, minute or 0, rid

    return lambda rids, wanted: heapq.nsmallest(wanted, rids, key=key)
