"""How projects are grouped: by the center's categories, or by their Topic classifiers."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.content.lines import read_lines
from Products.PloneSoftwareCenter.pypi.classifiers import list_classifiers
from Products.PloneSoftwareCenter.pypi.classifiers import topics
from Products.PloneSoftwareCenter.pypi.facets import CATEGORY
from Products.PloneSoftwareCenter.pypi.facets import TOPIC
from urllib.parse import quote


@dataclass(frozen=True)
class Group:
    """One category or topic."""

    id: str
    title: str
    description: str

    def url(self, center_url):
        """Return the address of its page."""
        return f"{center_url}/by-category/{quote(self.id)}"


def groups_of(center):
    """Return the groups that the center offers, in their order."""
    if not center.use_classifiers:
        lines = read_lines(center.available_categories)
        return tuple(Group(line.id, line.title, line.text) for line in lines)
    known = topics(list_classifiers(tuple(center.extra_classifiers or ())))
    return tuple(Group(name, name.partition(" :: ")[2], "") for name in known)


def find_group(center, group_id):
    """Return the group of an id, None when the center offers none."""
    return next((group for group in groups_of(center) if group.id == group_id), None)


def facet_of(center):
    """Return the facet that holds the groups of projects (``pypi/facets.py``)."""
    return TOPIC if center.use_classifiers else CATEGORY
