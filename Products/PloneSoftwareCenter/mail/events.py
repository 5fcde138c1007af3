"""When mail is written: a project waits for review, or was published or rejected.

Nothing is sent for what a file changes: several uploads to a project that waits are one mail.
"""

from AccessControl import getSecurityManager
from Products.CMFCore.utils import getToolByName
from Products.PloneSoftwareCenter.content.states import PUBLIC_PROJECT_STATES
from Products.PloneSoftwareCenter.index.update import center_of
from Products.PloneSoftwareCenter.mail.outbox import send_after_commit
from Products.PloneSoftwareCenter.mail.recipients import address_of
from Products.PloneSoftwareCenter.mail.recipients import managers_of
from Products.PloneSoftwareCenter.mail.recipients import owners
from Products.PloneSoftwareCenter.mail.recipients import reviewers_of
from Products.PloneSoftwareCenter.mail.texts import make_messages
from Products.PloneSoftwareCenter.mail.texts import PUBLISHED
from Products.PloneSoftwareCenter.mail.texts import REJECTED
from Products.PloneSoftwareCenter.mail.texts import WAITS
from ZODB.POSException import ConflictError

import logging


logger = logging.getLogger(__name__)

PENDING = "pending"


def project_went(project, event):
    """Subscriber: somebody's transition changed the state of a project."""
    if event.transition is None:
        return
    comment = (event.status or {}).get("comments") or ""
    if event.new_state.id == PENDING:
        _tell(project, WAITS)
    elif event.transition.id == "publish":
        _tell(project, PUBLISHED, comment)
    elif event.transition.id == "reject":
        _tell(project, REJECTED, comment)


def project_set(project, event):
    """Subscriber: the program changed the state of a project, as the rules of its center say."""
    if event.new_state == PENDING and event.old_state not in PUBLIC_PROJECT_STATES:
        _tell(project, WAITS)


def _tell(project, texts, comment=""):
    """Write to whom it concerns, but for who did it; nothing that goes wrong here stops that."""
    try:
        _write(project, texts, comment)
    except ConflictError:
        raise
    except Exception:
        logger.exception("Mail about %s could not be written.", project.getId())


def _write(project, texts, comment):
    center = center_of(project)
    if center is None:
        return
    is_for_reviewers = texts is WAITS
    if not (center.mail_reviewers if is_for_reviewers else center.mail_owners):
        return
    user = getSecurityManager().getUser()
    if is_for_reviewers:
        addresses = _addresses(project, reviewers_of(center), user)
        addresses = addresses or _addresses(project, managers_of(center), user)
    else:
        addresses = _addresses(project, owners(project), user)
    if not addresses:
        return
    mail_host = getToolByName(project, "MailHost")
    name = user.getUserName() if user.getId() else ""
    messages = make_messages(
        addresses, texts, project=project, center=center, user=name, comment=comment
    )
    if not messages:
        logger.warning("The site has no mail address: nobody hears of %s.", project.getId())
        return
    send_after_commit(mail_host, center.UID(), messages)


def _addresses(project, users, actor):
    """Return the addresses of users, but for who did it."""
    found = {address_of(project, one) for one in users if one != actor.getId()}
    return sorted(filter(None, found))
