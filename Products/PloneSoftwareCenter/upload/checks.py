"""The checks that a site adds to ours."""

from Products.PloneSoftwareCenter.upload.interfaces import IUploadCheck
from zope.component import getAdapters


def run_site_checks(center, upload, policy):
    """Run the site's own checks, in the order of their names; the file is at its start for each.

    :param upload: one that has passed ours
    :raises PackageIndexError: what the first check that refuses raises
    """
    for _name, check in sorted(getAdapters((center,), IUploadCheck)):
        upload.content.seek(0)
        check(upload, policy)
    upload.content.seek(0)
