"""What the rules of a center say of releases, as time goes by."""

from datetime import datetime
from datetime import timedelta
from Products.PloneSoftwareCenter.pypi.errors import InvalidVersion
from Products.PloneSoftwareCenter.pypi.policy import Policy
from Products.PloneSoftwareCenter.pypi.versions import parse_version


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
