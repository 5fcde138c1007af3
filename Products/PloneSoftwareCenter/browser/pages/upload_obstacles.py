"""Why nothing can be uploaded at some place, told before anybody chooses a file."""

from dataclasses import dataclass
from plone import api
from Products.PloneSoftwareCenter.browser.pages.refusals import ARCHIVED_TEXT
from Products.PloneSoftwareCenter.browser.pages.refusals import CENTER_SPACE_TEXT
from Products.PloneSoftwareCenter.browser.pages.refusals import PROJECT_SPACE_TEXT
from Products.PloneSoftwareCenter.browser.pages.refusals import QUARANTINED_TEXT
from Products.PloneSoftwareCenter.finding.own import works_in
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.index.counts import stored_of_center
from Products.PloneSoftwareCenter.index.counts import stored_of_project
from Products.PloneSoftwareCenter.pypi.errors_access import NotAllowed
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.pypi.status import takes_uploads
from Products.PloneSoftwareCenter.upload.policy import policy_of
from Products.PloneSoftwareCenter.upload.rights import may
from Products.PloneSoftwareCenter.upload.rights import may_set_status
from Products.PloneSoftwareCenter.upload.rights import MODIFY
from Products.PloneSoftwareCenter.upload.rights import require_creation
from Products.PloneSoftwareCenter.upload.rights import user_id
from urllib.parse import quote


@dataclass(frozen=True)
class Obstacle:
    """Why the form is not there.

    :ivar text: a message
    :ivar link_title: what helps; None: nothing here does
    :ivar url: where that is
    """

    text: object
    link_title: object = None
    url: str = ""


def obstacle_of(center, project, url):
    """Return why the asker can't upload anything; None: nothing is in the way.

    Whether one file can be taken is told when it is sent.

    :param project: the one to which it would be; None: any of the center
    :param url: of the page, to come back to after a log-in
    """
    if user_id() is None:
        login_url = f"{api.portal.get().absolute_url()}/login?came_from={quote(url, safe='')}"
        text = _("obstacle_login", default="Log in to upload files.")
        return Obstacle(text, _("label_log_in", default="Log in"), login_url)
    found = _of_project(center, project) if project is not None else _of_rights(center)
    return found or _of_space(center)


def may_make_new(center):
    """Say whether the asker may make new projects in a center, and not only upload to others."""
    try:
        require_creation(center, policy_of(center))
    except NotAllowed:
        return False
    return True


def _of_rights(center):
    if may_make_new(center) or works_in(center):
        return None
    return Obstacle(
        _(
            "obstacle_no_right",
            default="You may not make new projects here, and you work on no project of this index."
            " Ask its managers to let you add projects, or the owners of a project to invite you.",
        ),
        _("label_see_projects", default="See the projects"),
        center.absolute_url(),
    )


def _of_project(center, project):
    if not may(MODIFY, project):
        text = _(
            "obstacle_not_yours",
            default="Only who works on this project uploads to it. Ask its owners to invite you.",
        )
        return Obstacle(text, _("label_see_project", default="See the project"), _url(project))
    if not takes_uploads(project.status):
        text = ARCHIVED_TEXT if project.status == ARCHIVED else QUARANTINED_TEXT
        if may_set_status(project):
            title = _("label_change_status", default="Change the status")
            return Obstacle(text, title, f"{_url(project)}/@@status")
        return Obstacle(text)
    limit = policy_of(center).max_project_space
    if limit is not None and stored_of_project(center, project) >= limit:
        return Obstacle(PROJECT_SPACE_TEXT)
    return None


def _of_space(center):
    limit = policy_of(center).max_center_space
    if limit is not None and stored_of_center(center) >= limit:
        return Obstacle(CENTER_SPACE_TEXT)
    return None


def _url(project):
    return project.absolute_url()
