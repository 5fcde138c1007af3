"""How many releases a center shows, and how many bytes its files have."""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import names_not_as_center


def count_releases(center) -> int:
    """Return how many releases pages list, of the projects that have the center's own rule."""
    index = center_index(center)
    others = names_not_as_center(index)
    return index.listed() - sum(index.names[name].listed for name in others)


def stored_of_center(center) -> int:
    """Return the bytes of all files of a center."""
    stored = center_index(center).stored
    return stored() if stored is not None else 0


def stored_of_project(center, project) -> int:
    """Return the bytes of all files of a project, under all of its names."""
    return sum(record.stored for record in names_of(center, project))
