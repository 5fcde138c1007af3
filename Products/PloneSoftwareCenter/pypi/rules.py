"""What the rules of a center say of releases, also of those that come without a file."""

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from Products.PloneSoftwareCenter.pypi.classifiers import PRIVATE
from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.errors import shown
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.versions import parse_version


def require_version(version: str, policy: Policy) -> None:
    """See that a version has no local part, or that the center takes such versions.

    :raises InvalidUpload: otherwise.
    """
    if not policy.local_versions and parse_version(version).local:
        raise InvalidUpload(
            f"The use of local versions in '{shown(version)}' is not allowed."
            " Leave out what follows the '+'."
        )


def require_public(classifiers: Iterable[str], policy: Policy) -> None:
    """See that no classifier says that this must not become public, or that the center takes it.

    :raises InvalidUpload: otherwise.
    """
    if policy.private_classifiers:
        return
    for classifier in classifiers:
        if classifier.startswith(PRIVATE) and classifier not in policy.extra_classifiers:
            raise InvalidUpload(
                f"'{shown(classifier)}' is not a valid classifier. What bears it is meant for"
                " another index than this one."
            )


def is_development(version: str) -> bool:
    """Whether a version is that of a development release (``1.0.dev3``; PEP 440)."""
    try:
        return parse_version(version).is_devrelease
    except InvalidVersion:
        return False


def may_be_replaced(version: str, policy: Policy) -> bool:
    """Whether files of a version may change."""
    return policy.overwrite_dev and is_development(version)


def is_open(first_upload: datetime, now: datetime, policy: Policy) -> bool:
    """Whether a release takes more files.

    :param first_upload: when the first file that it has was uploaded.
    """
    return policy.days_open is None or now - first_upload <= timedelta(days=policy.days_open)


def is_expired(version: str, last_upload: datetime, now: datetime, policy: Policy) -> bool:
    """Whether a release is a development release that is not kept any longer.

    :param last_upload: when the last file that it has was uploaded.
    """
    if policy.days_dev_kept is None or not is_development(version):
        return False
    return now - last_upload > timedelta(days=policy.days_dev_kept)
