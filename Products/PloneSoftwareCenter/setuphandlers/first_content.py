"""Publish archives that wait in a directory."""

from Products.PloneSoftwareCenter.pypi.errors import PackageIndexError
from Products.PloneSoftwareCenter.upload.by_path import publish_archive

import logging


logger = logging.getLogger(__name__)


def publish_first_content(center, waiting):
    """Publish each archive in ``waiting`` as the current user and remove it, then the directory.

    What is interrupted goes on at the next start: an archive that is in already counts as done.
    """
    if not waiting.is_dir():
        return
    for path in sorted(waiting.iterdir()):
        try:
            publish_archive(center, path)
        except PackageIndexError as error:
            logger.warning("%s is not published: %s", path.name, error)
        path.unlink()
    waiting.rmdir()
