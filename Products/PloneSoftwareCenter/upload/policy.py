"""The center's policy as the value that checks are given."""

from Products.PloneSoftwareCenter.pypi.policy import Policy


def policy_of(center):
    """Return the ``Policy`` of a center."""
    return Policy(
        max_file_size=center.max_file_size * 2**20,
        max_center_space=_in_bytes(center.max_center_space),
        max_project_space=_in_bytes(center.max_project_space),
        packagetypes=tuple(center.packagetypes),
        extra_classifiers=tuple(center.extra_classifiers or ()),
        private_classifiers=center.private_classifiers,
        project_creation=center.project_creation,
        local_versions=center.local_versions,
        any_platform_tag=center.any_platform_tag,
        old_sdist_names=center.old_sdist_names,
        similar_names=center.similar_names,
        overwrite_dev=center.overwrite_dev,
        days_open=center.days_open,
        days_dev_kept=center.days_dev_kept,
    )


def _in_bytes(megabytes):
    return megabytes * 2**20 if megabytes else None
