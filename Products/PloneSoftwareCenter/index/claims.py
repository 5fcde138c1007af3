"""What may become of the names of a project, a name's way to another one, and to nobody."""

from collections.abc import Iterator
from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.pypi.errors import NameHasReleases
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.names import normalize_name


def check_drop(center, names, project):
    """See whether a project may hold these names only.

    :raises NameHasReleases: when it has releases of one that is not among them
    """
    wanted = {normalize_name(name) for name in names}
    for record in names_of(center, project):
        if record.normalized_name not in wanted and record.releases:
            raise NameHasReleases(record.name)


def hand_over(center, record, source, target):
    """Give a name with all that the index knows of it to another project of the center.

    The caller changes the projects' own lists and moves the releases.
    """
    index = writable_index(center)
    name = record.normalized_name
    record.project_uid = target.UID()
    record.project_id = target.getId()
    touch(index, record)
    held = center_index(center).projects
    held[source.UID()] = tuple(other for other in held.get(source.UID(), ()) if other != name)
    held[target.UID()] = (*held.get(target.UID(), ()), name)


def names_of_deleted(center, begin: str = "") -> Iterator[str]:
    """Yield the normalized names that no project holds and that are kept from others.

    :param begin: what they begin with, normalized
    """
    index = center_index(center)
    for name, record in index.names.items(min=begin):
        if not name.startswith(begin):
            return
        # What is listed is held; its record need not be loaded.
        if name not in index.listing and record.is_reserved:
            yield name


def free_name(center, name):
    """Let whoever may make projects have a name of a deleted project.

    The names of its files stay used, and the name is never left to an upstream.

    :raises NameNotAvailable: when it is none that is kept from others
    """
    record = center_index(center).names.get(normalize_name(name))
    if record is None or not record.is_reserved:
        raise NameNotAvailable(name)
    record.freed = True
