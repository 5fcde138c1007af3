"""Projects that nobody owns: whose owners were deleted, or are no users any more."""

from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.people.owners import is_known
from Products.PloneSoftwareCenter.people.owners import owners_of

import functools


def projects_without_owner(center):
    """Yield the projects of a center that have no owner who is there, in order of their ids.

    Each project is looked at, whoever may see it: this is for managers, and takes a while where
    there are thousands.
    """
    known = functools.cache(functools.partial(is_known, center))
    for project_id in center.objectIds(ordered=False):
        project = center[project_id]
        if IPSCProject.providedBy(project) and not any(map(known, owners_of(project))):
            yield project
