"""A known good set: one exact version each of some names, kept under a name and a version."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.autoform import directives
from plone.dexterity.content import FTIAwareSpecification
from plone.dexterity.content import Item
from plone.supermodel import model
from Products.CMFCore.permissions import View
from Products.PloneSoftwareCenter.content.constraints import are_members
from Products.PloneSoftwareCenter.content.constraints import is_distribution_name
from Products.PloneSoftwareCenter.content.constraints import is_version
from Products.PloneSoftwareCenter.content.inside import StaysInPlace
from Products.PloneSoftwareCenter.content.strangers import HiddenFromStrangers
from Products.PloneSoftwareCenter.i18n import _
from zope import schema
from zope.interface import implementer


class IPSCSet(model.Schema):
    """The fields of a known good set."""

    set_name = schema.TextLine(
        title=_("label_set_name", default="Name of the set"),
        description=_(
            "help_set_name", default="Stands in its addresses: letters, numerals and . _ - inside."
        ),
        constraint=is_distribution_name,
    )
    version = schema.TextLine(
        title=_("label_set_version", default="Version of the set"),
        description=_("help_version", default="As PEP 440 says: 1.0, 1.0a2, 1.0rc1 ..."),
        constraint=is_version,
    )
    description = schema.Text(
        title=_("label_set_summary", default="Summary"),
        description=_("help_set_summary", default="For what it is known to be good."),
        default="",
        missing_value="",
        required=False,
    )
    directives.widget("members", rows=20)
    members = schema.Text(
        title=_("label_members", default="Members"),
        description=_(
            "help_members",
            default=(
                "A line name==version for each, as pip freeze writes them, or name = version as in"
                " a versions.cfg. Once the set is published they never change."
            ),
        ),
        constraint=are_members,
    )


@implementer(IPSCSet)
class PSCSet(HiddenFromStrangers, StaysInPlace, Item):
    """A set; programs get it as ``<center>/sets/<name>/<version>/constraints.txt`` and so on."""

    # The mixins come first, and theirs knows nothing of behaviors.
    __providedBy__ = FTIAwareSpecification()

    security = ClassSecurityInfo()

    set_name = ""
    version = ""
    members = ""

    @security.protected(View)
    def Title(self):
        """Return ``<name> <version>``."""
        return f"{self.set_name} {self.version}"

    @security.public
    def cb_isCopyable(self):
        """Say no: the same name and version is there once."""
        return False


InitializeClass(PSCSet)
