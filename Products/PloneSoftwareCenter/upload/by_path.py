"""Publishing a distribution file that lies on the server's own disk."""

from Products.PloneSoftwareCenter.upload.archive import upload_from_archive
from Products.PloneSoftwareCenter.upload.receive import receive

import pathlib


def publish_archive(center, path):
    """Publish the distribution file at a path as the current user; return the ``Receipt``.

    Commits. Raises what ``upload_from_archive`` and ``receive`` raise.
    """
    path = pathlib.Path(path)
    with path.open("rb") as stream:
        return receive(center, upload_from_archive(path.name, stream))
