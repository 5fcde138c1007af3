"""How often projects were downloaded, for lists that are sorted by it."""

from collections.abc import Mapping
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import downloads_by_project
from Products.PloneSoftwareCenter.downloads.numbers import state_of_totals
from Products.PloneSoftwareCenter.index.names import center_index


def downloads_of(center) -> Mapping[str, int] | None:
    """Return how many downloads each project had: project id -> number; None: nobody counts them.

    What is not in it had none. While it is None, no page offers to sort by downloads.
    """
    return downloads_by_project(center) if are_shown(center) else None


def state_of_downloads(center):
    """Return what tells one answer of ``downloads_of`` from another; hashable."""
    if not are_shown(center):
        return None
    return (center_index(center).listing_stamp.serial, *state_of_totals(center))
