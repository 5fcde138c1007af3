"""Who may register, upload and make projects: asked in one place."""

from AccessControl import getSecurityManager
from Products.PloneSoftwareCenter.pypi.errors import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.errors import NotAllowed


ADD_PROJECT = "PloneSoftwareCenter: Add Project"
DELETE = "Delete objects"
MODIFY = "Modify portal content"
REVIEW = "Review portal content"
MANAGE = "PloneSoftwareCenter: Manage Names"


def may(permission, content):
    """Say whether the user of this request has a permission there."""
    return bool(getSecurityManager().checkPermission(permission, content))


def user_id():
    """Return the id of the user of this request, or None for nobody."""
    return getSecurityManager().getUser().getId()


def require_login():
    """See that somebody is logged in.

    :raises LoginRequired: otherwise
    """
    if user_id() is None:
        raise LoginRequired()


def require_update(project, name):
    """See that the user may change a project that holds a name.

    :raises NameNotAvailable: otherwise; the text tells nothing of the project
    """
    if not may(MODIFY, project):
        raise NameNotAvailable(name)


def owns(project):
    """Say whether the user is an owner of a project, or may act for them; no maintainer is."""
    return may(DELETE, project)


def require_ownership(project):
    """See that the user owns a project.

    :raises NotAllowed: otherwise
    """
    if not owns(project):
        raise NotAllowed("Only owners of the project may do this.")


def require_creation(center, policy):
    """See that the user may make a project in a center.

    The policy narrows what state and permission allow; it never widens it.

    :raises NotAllowed: otherwise
    """
    if not may(ADD_PROJECT, center):
        raise NotAllowed("You may not make new projects on this index.")
    if policy.project_creation == "nobody" and not may(MANAGE, center):
        raise NotAllowed(
            "New projects are made by the managers of this index only. Ask them to make yours."
        )
