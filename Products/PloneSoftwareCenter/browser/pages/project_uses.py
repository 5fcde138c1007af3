"""What a project requires, and what requires it."""

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from Products.PloneSoftwareCenter.index.cache import cached_value
from Products.PloneSoftwareCenter.index.metadata import core_metadata_of
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.queries import visible_among
from Products.PloneSoftwareCenter.index.queries import visible_users
from Products.PloneSoftwareCenter.index.uses import names_used
from Products.PloneSoftwareCenter.index.uses import newest_of
from Products.PloneSoftwareCenter.pypi.dependencies import Dependency
from Products.PloneSoftwareCenter.pypi.dependencies import read_dependency
from Products.PloneSoftwareCenter.pypi.shown_text import visible
from urllib.parse import quote


#: how many requirements, and how many that require it, a page shows
MOST = 100


@dataclass(frozen=True)
class NameLink:
    """A name, with the page of its project."""

    name: str
    url: str


@dataclass(frozen=True)
class Requirement:
    """One line of what is required."""

    name: str
    #: the page of its project; None where it is not in the center, or not for the asker
    url: str | None
    #: which versions, and which of its extras
    versions: str
    #: in which environments; empty: in all
    marker: str


@dataclass(frozen=True)
class Group:
    """What is required in any case, or by one extra."""

    #: empty: in any case
    extra: str
    rows: tuple[Requirement, ...]


@dataclass(frozen=True)
class Uses:
    """What a name requires, and what requires it."""

    name: str
    version: str
    groups: tuple[Group, ...]
    users: tuple[NameLink, ...]
    #: are there others? How many is not counted: among thousands it would cost more than the page
    has_more: bool


class ProjectUses:
    """Part of a project's page; the class that has it is a ``Page``."""

    @cached_property
    def uses(self):
        """For each name of the project that has either, what it uses and who uses it."""
        found = [self._uses(record) for record in names_of(self.center, self.context)]
        return [uses for uses in found if uses.groups or uses.users]

    def _uses(self, record):
        users, has_more = self._users(record)
        release = newest_of(record)
        return Uses(
            name=record.name,
            version=release.version if release is not None else "",
            groups=tuple(requirement_groups(self.center, dependencies_of(record, release))),
            users=users,
            has_more=has_more,
        )

    def _users(self, record):
        index = center_index(self.center)
        found = list(islice(visible_users(self.center, record), MOST + 1))
        shown = [
            NameLink(name, project_url(self.center, project_id))
            for normalized, (name, project_id) in found[:MOST]
            if record.normalized_name in names_used(index.names[normalized].uses)
        ]
        return tuple(shown), len(found) > MOST


def dependencies_of(record, release):
    """Return the ``Dependency``s of a release; kept until its name's record changes."""
    if release is None:
        return ()
    return cached_value(
        record, ("dependencies", release.version), lambda: _dependencies(record, release)
    )


def requirement_groups(center, dependencies):
    """Yield the groups of what is required, those of extras last; only what the asker may see
    is linked.

    :param dependencies: ``Dependency``s
    """
    known = visible_among(center, [one.normalized_name for one in dependencies])
    for extra in sorted({one.extra for one in dependencies}):
        yield Group(
            visible(extra),
            tuple(_row(center, known, one) for one in dependencies if one.extra == extra),
        )


def project_url(center, project_id):
    """Return the address of the page of a project, asleep or not."""
    return f"{center.absolute_url()}/{quote(project_id)}"


def _dependencies(record, release) -> tuple[Dependency, ...]:
    requires = core_metadata_of(record, release).requires_dist[:MOST]
    return tuple(read_dependency(text) for text in requires)


def _row(center, known, dependency):
    found = known.get(dependency.normalized_name)
    extras = f"[{', '.join(dependency.extras)}]" if dependency.extras else ""
    return Requirement(
        name=visible(dependency.name or dependency.text),
        url=project_url(center, found[1]) if found is not None else None,
        versions=visible(f"{extras} {dependency.specifier}".strip()),
        marker=visible(dependency.marker),
    )
