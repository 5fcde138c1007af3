"""Working copies of projects: a page to write on, without names, releases or a place in lists.

plone.app.iterate, where it is installed, copies field by field, and back again.
"""

from Products.PloneSoftwareCenter.content.states import PROJECT_WORKFLOW
from Products.PloneSoftwareCenter.content.states import set_state
from Products.PloneSoftwareCenter.content.versions import NOT_OF_THE_PAGE
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest


_KEY = "Products.PloneSoftwareCenter.checkout"
#: what fields that a working copy does not have are in it
EMPTY = {"distributions": (), "is_approved": False, "review_comment": None}


def checkout_begins(project, event):
    """Subscriber: a working copy is about to be made, in this request."""
    IAnnotations(getRequest())[_KEY] = True


def is_being_made(project) -> bool:
    """Say whether a new project is a working copy: no review waits for it, and it is not public."""
    request = getRequest()
    return request is not None and bool(IAnnotations(request).get(_KEY))


def checked_out(project, event):
    """Subscriber: the working copy has got all fields; some are the project's alone."""
    IAnnotations(getRequest()).pop(_KEY, None)
    copy = event.working_copy
    for name in NOT_OF_THE_PAGE:
        setattr(copy, name, EMPTY[name])
    set_state(copy, PROJECT_WORKFLOW, "unapproved")
    copy.reindexObject()


def checkin_begins(copy, event):
    """Subscriber: all fields of the working copy are about to go back: these as they are there."""
    for name in NOT_OF_THE_PAGE:
        setattr(copy, name, getattr(event.baseline, name))
