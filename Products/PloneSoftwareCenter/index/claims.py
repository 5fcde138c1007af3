"""What may become of the names of a project, and a name's way to another project."""

from Products.PloneSoftwareCenter.index.names import center_index
from Products.PloneSoftwareCenter.index.names import names_of
from Products.PloneSoftwareCenter.index.names import touch
from Products.PloneSoftwareCenter.index.names import writable_index
from Products.PloneSoftwareCenter.pypi.errors import NameHasReleases
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
