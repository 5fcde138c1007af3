"""Who may register, upload and make projects: asked in one place."""

from AccessControl import getSecurityManager
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.index.names import find_record
from Products.PloneSoftwareCenter.pypi.errors_access import LoginRequired
from Products.PloneSoftwareCenter.pypi.errors_access import NameNotAvailable
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.errors_access import NotCovered
from Products.PloneSoftwareCenter.pypi.names import normalize_name
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED
from Products.PloneSoftwareCenter.pypi.status import require_uploads
from Products.PloneSoftwareCenter.tokens.grants import current_grant


ADD_PROJECT = "PloneSoftwareCenter: Add Project"
DELETE = "Delete objects"
MODIFY = "Modify portal content"
REVIEW = "Review portal content"
MANAGE = "PloneSoftwareCenter: Manage Names"
VIEW = "View"
QUARANTINE = "PloneSoftwareCenter: Quarantine Project"


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


def require_right_to_write(center):
    """See that this way of logging in is one that may write, whoever it is.

    :raises NotAllowed: with a token for reading; with a password where the center takes none
    """
    grant = current_grant()
    if grant is not None:
        if not grant.is_for_uploads:
            raise NotAllowed("The given token is for reading only. Make one for uploads.")
    elif not center.password_uploads:
        raise NotAllowed(
            "This index takes uploads with an API token only, not with a password. Make a token at"
            f" {center.absolute_url()}/tokens and send it with the user name __token__."
        )


def require_covered(center, name):
    """See that the token of this request, if there is one, is for the project of a name.

    :raises NotCovered: otherwise, whether there is such a project or not
    """
    grant = current_grant()
    if grant is None or not grant.is_for_projects:
        return
    record = find_record(center, name)
    uid = record.project_uid if record is not None else _uid_of_page(center, name)
    if not grant.covers_project(uid):
        raise NotCovered(name)


def _uid_of_page(center, name):
    """Return the UID of the project that was prepared by hand for a name, or None."""
    project_id = str(normalize_name(name))
    page = center._getOb(project_id) if center.has_key(project_id) else None
    return page.UID() if IPSCProject.providedBy(page) else None


def require_update(project, name):
    """See that the user may upload to a project that holds a name.

    :raises NameNotAvailable: when the user may not; the text tells nothing of the project
    :raises ProjectClosed: when nobody may, by the project's status
    """
    if not may(MODIFY, project):
        raise NameNotAvailable(name)
    require_open(project)


def require_open(project):
    """See that the status of a project lets new things in.

    :raises ProjectClosed: otherwise; ask first whether the user may know
    """
    require_uploads(project.title, project.status)


def owns(project):
    """Say whether the user is an owner of a project, or may act for them; no maintainer is."""
    return may(DELETE, project)


def require_ownership(project):
    """See that the user owns a project.

    :raises NotAllowed: otherwise
    """
    if not owns(project):
        raise NotAllowed("Only owners of the project may do this.")


def may_set_status(project):
    """Say whether the user may give a project another status than it has."""
    if project.status == QUARANTINED:
        return may(QUARANTINE, project)
    return owns(project) or may(QUARANTINE, project)


def require_status(project, status):
    """See that the user may give a project a status.

    :raises NotAllowed: otherwise
    """
    if QUARANTINED not in (project.status, status):
        require_ownership(project)
    elif not may(QUARANTINE, project):
        raise NotAllowed("Only managers of this index put a project into quarantine or lift that.")


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
