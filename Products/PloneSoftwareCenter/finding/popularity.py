"""How often projects were downloaded, for lists that are sorted by it."""

from collections.abc import Mapping
from Products.PloneSoftwareCenter.downloads.numbers import are_shown
from Products.PloneSoftwareCenter.downloads.numbers import downloads_by_project


def downloads_of(center) -> Mapping[str, int] | None:
    """Return how many downloads each project had: project id -> number; None: nobody counts them.

    What is not in it had none. While it is None, no page offers to sort by downloads.
    """
    return downloads_by_project(center) if are_shown(center) else None
