"""The networks that webhooks may lead to beside public addresses, as the environment says."""

from Products.PloneSoftwareCenter.pypi.errors import InvalidHook
from Products.PloneSoftwareCenter.pypi.hooks import networks_of
from Products.PloneSoftwareCenter.pypi.hooks import VARIABLE

import os


def allowed_networks():
    """Return the networks that the administrators of the server allow.

    :raises InvalidHook: when what they have written can't be read; nothing is sent then
    """
    try:
        return networks_of(os.environ.get(VARIABLE, ""))
    except ValueError as error:
        raise InvalidHook(f"{VARIABLE} of this server can't be read: {error}") from error
