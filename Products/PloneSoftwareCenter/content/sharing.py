"""Our local roles on the sharing page; there in code only, so nothing is left in a site."""

from plone.app.workflow.interfaces import ISharingPageRole
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from zope.interface import implementer


@implementer(ISharingPageRole)
class OwnerRole:
    """Who may do all with a project, deleting included; given by its owners.

    Whoever may not delete, as an editor may not, can't make an owner who may.
    """

    title = _("title_role_owner", default="Owns it")
    required_permission = "Delete objects"
    required_interface = IPSCProject


@implementer(ISharingPageRole)
class MaintainerRole:
    """Who may upload to a project and edit it, but not delete; given by its owners."""

    title = _("title_role_maintainer", default="Can maintain")
    required_permission = "Sharing page: Delegate roles"
    required_interface = IPSCProject


@implementer(ISharingPageRole)
class EvaluatorRole:
    """Who approves and features the projects of a center."""

    title = _("title_role_evaluator", default="Can evaluate")
    required_permission = "Sharing page: Delegate roles"
    required_interface = IPloneSoftwareCenter
