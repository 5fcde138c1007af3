"""How many releases a center shows."""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import names_not_as_center


def count_releases(center) -> int:
    """Return how many releases pages list, of the projects that have the center's own rule."""
    index = center_index(center)
    others = names_not_as_center(index)
    return index.listed() - sum(index.names[name].listed for name in others)
