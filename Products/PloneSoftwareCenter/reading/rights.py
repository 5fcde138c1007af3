"""Who may read: asked live, of the center first and of the project then."""

from AccessControl import getSecurityManager
from Products.PloneSoftwareCenter.index.queries import project_of
from Products.PloneSoftwareCenter.index.visibility import is_public
from Products.PloneSoftwareCenter.index.visibility import is_visible
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed


def require_readable(center) -> None:
    """See that the asker may read the center's index.

    :raises LoginRequired: nobody is logged in, and only somebody may
    :raises NotAllowed: somebody is logged in who may not
    """
    if is_visible(center):
        return
    if getSecurityManager().getUser().getId() is None:
        raise LoginRequired()
    raise NotAllowed("You may not read this index.")


def is_public_record(center, record) -> bool:
    """Say whether everybody sees what belongs to a name.

    :raises NotFound: when no project holds it
    """
    return is_public(center) and is_public(project_of(center, record))
