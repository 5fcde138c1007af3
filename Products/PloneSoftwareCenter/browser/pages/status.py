"""What pages say of a project that is not simply active."""

from dataclasses import dataclass
from Products.PloneSoftwareCenter.i18n import _
from Products.PloneSoftwareCenter.pypi.status import ARCHIVED
from Products.PloneSoftwareCenter.pypi.status import DEPRECATED
from Products.PloneSoftwareCenter.pypi.status import QUARANTINED
from Products.PloneSoftwareCenter.pypi.status import serves_files


WARNING = "alert alert-warning"
DANGER = "alert alert-danger"

#: status -> (text, classes of the box)
TEXTS = {
    DEPRECATED: (
        _("msg_deprecated", default="This project is deprecated: use something else."),
        WARNING,
    ),
    ARCHIVED: (
        _("msg_archived", default="This project is archived: nothing new will come."),
        WARNING,
    ),
    QUARANTINED: (
        _(
            "msg_quarantined",
            default="This project is quarantined: its files may do harm, and nobody gets them.",
        ),
        DANGER,
    ),
}


@dataclass(frozen=True)
class StatusNotice:
    """A box on a page."""

    text: object
    #: what the owners or managers wrote; empty where they wrote nothing
    reason: str
    css_class: str


def notice_of(project):
    """Return what the pages of a project, and of its parts, say first; None: nothing."""
    if project.status not in TEXTS:
        return None
    text, css_class = TEXTS[project.status]
    return StatusNotice(text, project.status_reason, css_class)


def offers_downloads(project) -> bool:
    """Say whether pages link what can be downloaded of a project."""
    return serves_files(project.status)
