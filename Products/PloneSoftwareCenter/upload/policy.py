"""The center's policy as the value that checks are given."""

from Products.PloneSoftwareCenter.pypi.policy import Policy


def policy_of(center):
    """Return the ``Policy`` of a center."""
    return Policy(
        max_file_size=center.max_file_size * 2**20,
        extra_classifiers=tuple(center.extra_classifiers or ()),
        project_creation=center.project_creation,
    )
