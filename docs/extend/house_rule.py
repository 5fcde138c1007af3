"""A check of uploads: what is published here names the team that answers for it."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidUpload
from Products.PloneSoftwareCenter.upload.interfaces import IUploadCheck
from zope.interface import implementer


@implementer(IUploadCheck)
class TeamIsNamed:
    """The field *maintainer* of the metadata names a team."""

    def __init__(self, center):
        self.center = center

    def __call__(self, upload, policy):
        """Refuse an upload whose archive names no team."""
        if not (upload.archive_metadata.maintainer or "").startswith("Team "):
            raise InvalidUpload('Set maintainer to the team that answers for it: "Team Web".')
