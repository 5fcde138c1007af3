"""How many releases a center shows."""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.queries import is_listed
from Products.PloneSoftwareCenter.index.queries import names_with_own_rule


def count_releases(center) -> int:
    """Return the number of releases that pages list, among the names the asker may see.

    For who may see the center: what has a rule of its own is asked one by one.
    """
    index = center_index(center)
    unseen = [name for name in names_with_own_rule(index) if not is_listed(center, name)]
    return index.listed() - sum(index.names[name].listed for name in unseen)
