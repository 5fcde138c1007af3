"""Our local roles on the sharing page; there in code only, so nothing is left in a site."""

from plone.app.workflow.interfaces import ISharingPageRole
from Products.PloneSoftwareCenter.content.center import IPloneSoftwareCenter
from Products.PloneSoftwareCenter.content.project import IPSCProject
from Products.PloneSoftwareCenter.i18n import _
from zope.interface import implementer


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
