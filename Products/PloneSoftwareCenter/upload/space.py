"""Limits of the space that files take, asked whenever one comes in."""

from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.index.counts import stored_of_project
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.pypi.errors_storage import SpaceUsedUp


def require_space(center, upload, policy, replaced=None):
    """See that there is space for an upload in its project and in the center.

    Uploads at the same moment may together go beyond a limit, each by its own file.

    :param replaced: what the index keeps of the file that the upload replaces, or None
    :raises SpaceUsedUp: when there is not
    """
    more = upload.digests.size - (replaced["size"] if replaced is not None else 0)
    if more <= 0:
        return
    if policy.max_project_space is not None:
        record = find_record(center, upload.name)
        project = project_of(center, record) if record is not None else None
        used = stored_of_project(center, project) if project is not None else 0
        _require("project", used, policy.max_project_space, more)
    if policy.max_center_space is not None:
        _require("center", stored_of_center(center), policy.max_center_space, more)


def _require(whose, used, limit, more):
    if used + more > limit:
        raise SpaceUsedUp(whose, used, limit, more)
