"""Which directory the archives lie in: zope.conf says, or the environment.

Not a form: who may edit a center may not choose where a server writes.
"""

from App.config import getConfiguration
from functools import lru_cache
from pathlib import Path
from Products.PloneSoftwareCenter.storage.interfaces import StorageUnavailable

import os


PRODUCT = "collective.psc.externalstorage"
VARIABLE = "PSC_EXTERNALSTORAGE_DIRECTORY"


def directory():
    """Return the directory's path.

    :raises StorageUnavailable: when none is named, or one that is not absolute
    """
    products = getattr(getConfiguration(), "product_config", None) or {}
    given = products.get(PRODUCT, {}).get("directory") or os.environ.get(VARIABLE, "")
    if not given.strip():
        raise StorageUnavailable(
            f"No directory is named for archives: give zope.conf a <product-config {PRODUCT}>"
            f" with a directory, or set {VARIABLE}."
        )
    path = _path(given.strip())
    if not path.is_absolute():
        raise StorageUnavailable(f"The directory for archives must be an absolute path: {path}.")
    return path


@lru_cache
def _path(given):
    """Return it as a path: asked for with each file, and always the same."""
    return Path(given)
